"""Queries as they may be kept: without anything that could point to a person (个人信息保护法第六条，最小范围)."""

import re

LONGEST = 60
_MASKED = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),  # mail
    re.compile(r"\d[\dXx\s-]{5,}[\dXx]"),  # ID numbers, phones, cards, however grouped
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}", re.ASCII),  # plates
    re.compile(r"\d+\s?(?:号楼|栋|幢|单元|室|弄)(?:\s?\d+\s?(?:单元|室|号))*"),  # addresses
    re.compile(r"(?:我叫|我是|本人|姓名)[:：]?[\u4e00-\u9fff]{2,4}"),
)


def masked(typed: str) -> str:
    """The query with numbers of persons, addresses and the like as “＊”, at most 60 characters."""
    text = " ".join(typed.split())
    for pattern in _MASKED:
        text = pattern.sub("＊", text)
    return text[:LONGEST]
