"""附件与链接: every attachment a paper names must be there, every link inside it must lead somewhere."""

import re
from collections.abc import Iterator

from gongkai.documents.rules.paper import BlockKind
from gongkai.publishing.rules.hits import Code, Found, Level
from gongkai.publishing.rules.material import Material, fold

_LIST = re.compile(r"^\s*附件\s*[:：]\s*(?P<rest>.*)$")
_NUMBERED = re.compile(r"^\s*(?P<number>\d{1,2})\s*[.．、]\s*(?P<name>.+?)\s*$")
_INLINE = re.compile(r"^\s*附件\s*(?P<number>\d{0,2})\s*[:：]?\s*$")
_MENTION = re.compile(r"(?:见|按照|填写|填报|报送|参照)\s*附件\s*(?P<number>\d{0,2})")
_PRIVATE_HOST = re.compile(r"^https?://(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)", re.IGNORECASE)
_LOCAL = re.compile(r"^(?:file:|[A-Za-z]:\\|\\\\)", re.IGNORECASE)
_INTERNAL_IN_TEXT = re.compile(r"https?://(?:localhost|127\.|10\.\d|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)[\w./:-]*", re.IGNORECASE)
_OUTSIDE = re.compile(r"^(?:https?:|mailto:|tel:)", re.IGNORECASE)


def find(material: Material) -> Iterator[tuple[str, Found]]:
    """(block anchor, finding) for attachments that are named but missing, and for links that lead nowhere."""
    if any("附" in block.text for block in material.blocks):  # 附件, or with a space between
        yield from _missing_attachments(material)
    yield from _dead_links(material)
    for block in material.blocks:
        if "http" in block.text:
            for match in _INTERNAL_IN_TEXT.finditer(fold(block.text)):
                yield block.anchor, _dead(match[0], match[0], Code.WORK_SECRET, "写有内部网络地址，公众打不开，也不应公开")


def _missing_attachments(material: Material) -> Iterator[tuple[str, Found]]:
    declared = dict[str, tuple[str, str]]()  # number -> name, anchor
    mentioned = dict[str, str]()  # number -> anchor
    inline = set[str]()
    texts = list[str]()
    listing = False
    for block in material.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        text = fold(block.text).strip()
        if match := _INLINE.match(text):
            inline.add(match["number"] or "1")
            listing = not texts or text.endswith(":")
            continue
        if match := _LIST.match(text):
            listing, text = True, match["rest"]
        if listing and (match := _NUMBERED.match(text)):
            declared[match["number"]] = (_bare(match["name"]), block.anchor)
        elif listing and text and _LIST.match(fold(block.text)):
            declared["1"] = (_bare(text), block.anchor)
        else:
            listing = False
            texts.append(text)
            for match in _MENTION.finditer(text):
                mentioned.setdefault(match["number"] or "1", block.anchor)
    names = [_bare(file.name.rsplit(".", 1)[0]) for file in material.files]
    standing = {_bare(text) for text in texts} if declared else set()
    for number, (name, anchor) in declared.items():
        if number not in inline and name not in standing and not any(_same(name, number, given) for given in names):
            yield anchor, _missing(f"附件{number}《{name}》", "附件说明列出了它，但没有上传，正文里也没有")
    for number, anchor in mentioned.items():
        if number not in declared and number not in inline and len(names) < int(number):
            yield anchor, _missing(f"附件{number}", "正文要求看这个附件，但没有上传，正文里也没有")


def _same(name: str, number: str, given: str) -> bool:
    return name in given or (len(given) > 3 and given in name) or bool(re.match(rf"附件{number}(?!\d)", given))


def _bare(text: str) -> str:
    return re.sub(r"[\s《》〈〉()（）“”\"。;；:：]", "", text)


def _missing(sample: str, message: str) -> Found:
    return Found(Code.DEAD_LINK, Level.MIDDLE, 0, 0, sample, sample, message, "请上传附件，或在正文中去掉对它的引用")


def _dead_links(material: Material) -> Iterator[tuple[str, Found]]:
    anchors = {block.anchor for block in material.blocks}
    names = {file.name for file in material.files}
    for text, address in material.links:
        target = address.strip()
        if _PRIVATE_HOST.match(target):
            yield "", _dead(text, target, Code.WORK_SECRET, "链接指向内部网络地址，公众打不开，也不应公开")
        elif _LOCAL.match(target):
            yield "", _dead(text, target, Code.DEAD_LINK, "链接指向起草人电脑里的文件")
        elif target.startswith("#") and target[1:] not in anchors:
            yield "", _dead(text, target, Code.DEAD_LINK, "链接指向本文中不存在的位置")
        elif not target or target.lower().startswith("javascript:"):
            yield "", _dead(text, target, Code.DEAD_LINK, "链接没有指向任何内容")
        elif not _OUTSIDE.match(target) and not target.startswith(("#", "/")) and target.rsplit("/", 1)[-1] not in names:
            yield "", _dead(text, target, Code.DEAD_LINK, "链接的文件没有一并上传")


def _dead(text: str, target: str, code: Code, message: str) -> Found:
    return Found(code, Level.MIDDLE, 0, 0, target, text.strip() or "（空链接）", message, "请改正或去掉链接")
