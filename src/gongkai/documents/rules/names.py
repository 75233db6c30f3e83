"""File names as people and archives hand them in, made safe to store and show."""

import re
import unicodedata

LONGEST = 120  # characters kept, so that the name fits 255 bytes of UTF-8 beside a suffix

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the reading direction: `公告\u202egpj.exe` shows itself as `公告exe.jpg`."""

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))})


def has_direction_trick(name: str) -> bool:
    return any(char in BIDI for char in name)


def climbs_out(name: str) -> bool:
    """Does a name inside an archive point outside of it: `../x`, `/etc/x`, `C:\\x`?"""
    path = name.replace("\\", "/")
    return path.startswith("/") or bool(re.match(r"^[A-Za-z]:", path)) or ".." in path.split("/")


def safe_name(name: str, default: str = "未命名") -> str:
    """The last part of the name without paths, control, invisible or direction characters, at most LONGEST characters long,
    its ending kept; never empty."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    kept = "".join(
        char for char in base if char not in BIDI and char not in INVISIBLE and unicodedata.category(char) not in ("Cc", "Cs", "Co")
    )
    kept = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", kept)).strip(" .")
    stem, dot, tail = kept.rpartition(".")
    if not dot or len(tail) > 8:
        stem, tail = kept, ""
    if stem.lower() in _DEVICES:
        stem = f"_{stem}"
    stem = stem[: LONGEST - len(tail) - 1].rstrip(" .") or default
    return f"{stem}.{tail}" if tail else stem
