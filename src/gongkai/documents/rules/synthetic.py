"""The mark a generator of sound or pictures leaves in the particulars of a file (GB 45438-2025：元数据隐式标识，字段“AIGC”).

Cleaning takes all particulars off, so the mark is read before, and what it says is told to readers in words."""

import re

TAKEN_OFF = "人工智能生成合成的标识（改在页面上提示）"  # told among what was cleaned out of the file
_AS_WRITTEN = tuple("AIGC".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_LABEL = re.compile(rb'"Label"\s*:\s*"?[123]"?')  # 1 it is, 2 it may be, 3 it is suspected to be
_NEAR = 1000  # bytes after the name of the field in which its value begins
_MOST = 100  # places looked at, whatever the file holds


def is_marked_synthetic(data: bytes) -> bool:
    """Whether a file says of itself that it was generated or put together by a machine."""
    return any(_LABEL.search(data[at : at + _NEAR].replace(b"\0", b"")) for name in _AS_WRITTEN for at in _places(data, name))


def _places(data: bytes, name: bytes) -> list[int]:
    places: list[int] = []
    at = data.find(name)
    while at >= 0 and len(places) < _MOST:
        places.append(at)
        at = data.find(name, at + 1)
    return places
