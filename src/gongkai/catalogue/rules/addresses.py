"""Where something was published: an address a reader may be sent to."""

import re

BAD_ADDRESS = "网址应以 / 或者 https:// 开头，例如 https://www.example.gov.cn/page.html。"
_ADDRESS = re.compile(r"/(?![/\\])[^\s\\]*|https?://[^\s/?#@\\]+\.[^\s/?#@\\]+(?:[/?#][^\s\\]*)?", re.IGNORECASE)


def is_address(text: str) -> bool:
    """A path of this site, or a page of another by http(s) without a name and password in it."""
    return _ADDRESS.fullmatch(text) is not None
