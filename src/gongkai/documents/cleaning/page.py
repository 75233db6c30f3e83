"""网页：只留结构、表格和链接。"""

import re

import nh3
from selectolax.lexbor import LexborHTMLParser

from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.documents.rules.encodings import declared_charset, decode

_PAGE = '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"></head>\n<body>\n{body}\n</body>\n</html>\n'
_TRACES = (
    (re.compile(r"<!--(?!\[endif)"), "网页注释"),
    (re.compile(r"<script", re.I), "脚本"),
    (re.compile(r"<meta\s[^>]*name=", re.I), "网页元数据（meta 标签）"),
    (re.compile(r"<style|<link|<iframe|<object|<embed|<svg|<form", re.I), "样式、内嵌内容或表单"),
    (re.compile(r"<[^<>]{1,2000}\s(?:style|on\w+|hidden|data-[\w-]+)\s*=?", re.I), "隐藏样式或事件"),
)

_STRUCTURE = set(
    "p br div span h1 h2 h3 h4 h5 h6 table thead tbody tfoot tr th td caption ul ol li strong b em i u sub sup "  # noqa: SIM905
    "blockquote a dl dt dd center".split()
)
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])|text-indent:-\d{3,}|(?:left|top|margin-left):-\d{4,}px"
)


def clean(data: bytes) -> Cleaned:
    text, _ = decode(data, declared_charset(data))
    tree = LexborHTMLParser(text)
    dropped = drop_hidden(tree)
    body = tree.body
    made = _PAGE.format(body=sanitised((body.inner_html or "") if body is not None else "").strip()).encode()
    removed = [*_found(text), *([f"{dropped} 处隐藏内容"] if dropped else [])]
    return Cleaned(made, tuple(removed))


def hidden(data: bytes) -> list[str]:
    text, _ = decode(data, declared_charset(data))
    return _found(text)


def _found(text: str) -> list[str]:
    return [name for pattern, name in _TRACES if pattern.search(text)]


def sanitised(html: str) -> str:
    """HTML that can be shown beside the form: structure, tables and links only."""
    return nh3.clean(
        html,
        tags=_STRUCTURE,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )


def drop_hidden(tree: LexborHTMLParser) -> int:
    dropped = 0
    for node in tree.css("[style],[hidden]"):
        style = re.sub(r"\s+", "", node.attributes.get("style") or "").lower()
        if (_HIDDEN.search(style) or "hidden" in node.attributes) and (node.text()).strip():
            node.decompose()
            dropped += 1
    return dropped
