"""SM3 digests over canonical JSON, the one form in which a row or a text is hashed."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The same value always gives the same bytes: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sm3(data: bytes) -> str:
    """SM3 (GM/T 0004) digest as 64 lower-case hex digits."""
    return hashlib.new("sm3", data).hexdigest()
