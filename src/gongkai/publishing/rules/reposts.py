"""转载审核: what is taken over from another site says from which, and gives the address."""

import re

_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/\S*)?", re.ASCII)


def problem(source: str, address: str, office: str) -> str:
    """What is wrong with where a text says it comes from; empty when it is the office's own or names its source properly."""
    if address.strip() and not _ADDRESS.fullmatch(address.strip()):
        return "转载来源的网址不完整，应以 http:// 或 https:// 开头"
    if address.strip() and source.strip() in ("", office):
        return "填写了来源网址，请同时写明转载自哪个网站"
    return ""
