"""开放接口密钥: "gk_" + an eight-character prefix that names it + "_" + the secret, which is kept only as an SM3 digest."""

import re
from enum import StrEnum

from gongkai.shared.digest import sm3

SHAPE = re.compile(r"gk_([0-9a-f]{8})_([A-Za-z0-9_-]{43})")


class Scope(StrEnum):
    """What a key opens. All that is public may be read without one; a key raises the limit of calls."""

    READ = "read"

    @property
    def label(self) -> str:
        return {"read": "读取公开信息（更高调用频次）"}[self.value]


def written(prefix: str, secret: str) -> str:
    return f"gk_{prefix}_{secret}"


def prefix_in(key: str) -> str | None:
    """The prefix of a well-formed key, else None."""
    found = SHAPE.fullmatch(key)
    return found[1] if found else None


def digest(key: str) -> str:
    """The secret has 256 random bits, so one pass of SM3 is enough."""
    return sm3(key.encode())
