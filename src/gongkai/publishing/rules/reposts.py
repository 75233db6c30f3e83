"""转载审核: what is taken over from another site says from which, and gives the address."""

import re
from collections.abc import Iterable

_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/\S*)?", re.ASCII)
_OURSELVES = re.compile(
    r"原创|本(?:站|网|网站|局|委|办|厅|厅局|市|县|区|院|中心|机关|单位|部门|级|委员会|办公室|市政府|县政府|区政府|机关网站|单位网站)"
)


def is_own(source: str, names: Iterable[str]) -> bool:
    """Whether a text that names this source is the office's own: none named, 本局 and the like, or one of its names, its site or 公众号."""
    said = re.sub(r"\s|[（(].*?[)）]", "", source)
    said = re.sub(r"(?:门户|官方)?网站$|(?:官方)?微信公众号$|官网$", "", said) or said
    return not said or _OURSELVES.fullmatch(said) is not None or said in set(names)


def parted(source: str) -> tuple[str, str]:
    """“某省人民政府网站 https://…” → its name and its address; the address is empty when none stands there."""
    found = _ADDRESS.search(source)
    if found is None:
        return source.strip(), ""
    return (source[: found.start()] + source[found.end() :]).strip(" \t　，,；;：:（）()"), found[0].rstrip("，。；）)")


def is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text.strip()) is not None


def problem(source: str, address: str, names: Iterable[str]) -> str:
    """What is wrong with where a text says it comes from; empty when it is the office's own or names its source properly."""
    if address.strip() and not is_address(address):
        return "转载来源的网址不完整，应以 http:// 或 https:// 开头"
    if address.strip() and is_own(source, names):
        return "填写了来源网址，请同时写明转载自哪个网站"
    return ""
