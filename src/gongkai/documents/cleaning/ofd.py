"""OFD：去掉作者、制作软件、附件、批注和不显示的文字。盖了电子签章的不能动，一动签章就失效。"""

import re

from lxml import etree

from gongkai.documents import archive
from gongkai.documents.cleaning import ooxml
from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.documents.cleaning.zips import container_traces

_INFO_GONE = frozenset(
    ["Author", "Creator", "CreatorVersion", "Keywords", "Subject", "Abstract", "CustomDatas", "ModDate", "Cover", "DocUsage"]
)
_DROPPED = {
    "Attachments": "内嵌的附件",
    "Annotations": "批注",
    "CustomTags": "自定义标引",
    "Extensions": "扩展数据",
    "VersionList": "历史版本",
    "Versions": "历史版本",
}
SIGNED = "电子签章：文件未作改动（一改签章即失效），作者等信息仍在其中"


def clean(data: bytes) -> Cleaned:
    box = archive.Archive(data, "OFD 文件")
    parts = {name.lstrip("/"): part for name, part in box.parts().items()}
    if _is_signed(parts):
        return Cleaned(data, (), (SIGNED,))
    removed = ["压缩包的注释"] if box.comment else []
    trees = {name: ooxml.parse(part) for name, part in parts.items() if name.lower().endswith(".xml")}
    for tree in trees.values():
        removed += _traces(tree)
        for element in list(tree.iter()):
            if (
                (ooxml.local(element) in _INFO_GONE and _inside(element, "DocInfo"))
                or ooxml.local(element) in _DROPPED
                or element.get("Visible") == "false"
            ):
                ooxml.remove(element)
    kept = _reached(trees, parts)
    written = {name: ooxml.written(trees[name]) if name in trees else parts[name] for name in ["OFD.xml", *sorted(kept - {"OFD.xml"})]}
    return Cleaned(archive.pack(written), tuple(dict.fromkeys(removed)))


def hidden(data: bytes) -> list[str]:
    box = archive.Archive(data, "OFD 文件")
    parts = {name.lstrip("/"): part for name, part in box.parts().items()}
    found = container_traces(box)
    trees = {name: ooxml.parse(part) for name, part in parts.items() if name.lower().endswith(".xml")}
    for tree in trees.values():
        found += _traces(tree)
    if set(parts) - _reached(trees, parts):
        found.append("没有用到的部件")
    return found


def _is_signed(parts: dict[str, bytes]) -> bool:
    return any("signs/" in name.lower() or name.lower().endswith(("signatures.xml", "signedvalue.dat")) for name in parts)


def _traces(tree: etree._Element) -> list[str]:
    found = []
    for element in tree.iter():
        tag = ooxml.local(element)
        if tag in _INFO_GONE and _inside(element, "DocInfo"):
            found.append("作者等文档属性")
        elif tag in _DROPPED:
            found.append(_DROPPED[tag])
        elif element.get("Visible") == "false":
            found.append("不显示的内容")
    return list(dict.fromkeys(found))


def _inside(element: etree._Element, name: str) -> bool:
    return any(ooxml.local(parent) == name for parent in element.iterancestors())


def _reached(trees: dict[str, etree._Element], parts: dict[str, bytes]) -> set[str]:
    """The parts named, by path or file name, in some part that is itself reached from OFD.xml."""
    reached: set[str] = set()
    waiting = ["OFD.xml"]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in parts:
            continue
        reached.add(name)
        if name not in trees:
            continue
        said = {text.strip() for element in trees[name].iter() for text in (element.text or "", *element.attrib.values()) if "." in text}
        tails = {re.sub(r"^.*/", "", text) for text in said}
        waiting += [
            other
            for other in parts
            if other not in reached and other.rsplit("/", 1)[-1] in tails and any(other.endswith(text.lstrip("./")) for text in said)
        ]
    return reached
