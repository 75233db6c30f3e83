"""DOCX：接受插入、去掉删除，去掉批注、隐藏文字、作者、内嵌文件和一切不显示的部件。"""

import re

from lxml import etree

from gongkai.documents.cleaning import ooxml
from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.documents.cleaning.zips import container_traces

_SHOWN = re.compile(
    r"^word/((document|styles|settings|webSettings|fontTable|numbering|footnotes|endnotes|header|footer)\d*\.xml|(theme|media|charts|diagrams|fonts)/[^/]+)$"
)
_TEXT_PART = re.compile(r"^word/(document|header|footer|footnotes|endnotes)\d*\.xml$")
_SETTINGS_KEPT = frozenset(
    [
        "zoom",
        "mirrorMargins",
        "gutterAtTop",
        "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter",
        "defaultTabStop",
        "autoHyphenation",
        "evenAndOddHeaders",
        "bookFoldPrinting",
        "drawingGridHorizontalSpacing",
        "drawingGridVerticalSpacing",
        "displayHorizontalDrawingGridEvery",
        "displayVerticalDrawingGridEvery",
        "characterSpacingControl",
        "noLineBreaksAfter",
        "noLineBreaksBefore",
        "footnotePr",
        "endnotePr",
        "compat",
        "mathPr",
        "themeFontLang",
        "clrSchemeMapping",
        "decimalSymbol",
        "listSeparator",
        "displayBackgroundShape",
        "doNotUseMarginsForDrawingGridOrigin",
    ]
)
_GONE = frozenset(
    [
        "del",
        "moveFrom",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
        "annotationRef",
        "proofErr",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
        "customXmlInsRangeStart",
        "customXmlInsRangeEnd",
        "customXmlDelRangeStart",
        "customXmlDelRangeEnd",
        "customXmlMoveFromRangeStart",
        "customXmlMoveFromRangeEnd",
        "customXmlMoveToRangeStart",
        "customXmlMoveToRangeEnd",
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "tblGridChange",
        "tcPrChange",
        "trPrChange",
        "tblPrExChange",
        "numberingChange",
        "delText",
        "delInstrText",
        "permStart",
        "permEnd",
        "dataBinding",
        "alias",
        "tag",
        "placeholder",
        "attachedSchema",
        "rsid",
        "rsids",
        "altChunk",
        "subDoc",
        "control",
        "OLEObject",
        "cellIns",
        "cellDel",
        "cellMerge",
    ]
)
_PERSONAL = etree.XPath(
    '//@*[starts-with(local-name(), "rsid") or contains(" author initials paraId textId ", concat(" ", local-name(), " "))]'
)
_UNWRAPPED = frozenset(["ins", "moveTo", "smartTag", "customXml"])
_DANGEROUS_FIELD = re.compile(r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE|MACROBUTTON)\b", re.I)
_OFF = frozenset({"0", "false", "off", "none"})
_TINY = 2  # half-points: text of one point cannot be read

_NAMES = (
    (re.compile(r"^docProps/|^customXml/|^\[trash\]"), "作者、单位等文档属性"),
    (re.compile(r"comments|people"), "批注"),
    (re.compile(r"embeddings/|activeX/|\.bin$"), "内嵌的文件"),
    (re.compile(r"thumbnail"), "缩略图"),
    (re.compile(r"vba", re.I), "宏"),
)


def clean(data: bytes) -> Cleaned:
    package = ooxml.Package(data, "文档")
    removed: list[str] = ["压缩包的注释"] if package.box.comment else []
    kept: list[str] = []
    vanishing = _vanishing_styles(package)
    texts = [name for name in package.parts if _TEXT_PART.match(name)]
    removed += list(_traces(package, texts, vanishing))
    for name in texts:
        _clean_text(package.tree(name), vanishing)
    _drop_unused_notes(package, texts)
    for name in package.parts:
        if re.match(r"^word/settings\d*\.xml$", name):
            for element in list(package.tree(name)):
                if ooxml.local(element) not in _SETTINGS_KEPT:
                    ooxml.remove(element)
        if re.match(r"^word/(styles|numbering)\d*\.xml$", name):
            _strip_marks(package.tree(name))
    dropped = package.prune(lambda name: bool(_SHOWN.match(name)))
    for name in dropped:
        removed += [label for pattern, label in _NAMES if pattern.search(name)][:1]
    if ooxml.clean_drawing_names(
        package.tree(name) for name in package.parts if re.match(r"^word/(document|header|footer)\d*\.xml$", name)
    ):
        removed.append("图片来源路径")
    ooxml.clean_media(package, removed, kept)
    return Cleaned(package.packed(), tuple(dict.fromkeys(removed)), tuple(dict.fromkeys(kept)))


def hidden(data: bytes) -> list[str]:
    package = ooxml.Package(data, "文档")
    found = container_traces(package.box)
    for name in package.parts:
        if name in ("[Content_Types].xml", "_rels/.rels") or name.endswith("/"):
            continue
        if not _SHOWN.match(re.sub(r"_rels/([^/]+)\.rels$", r"\1", name)):
            found.append(next((label for pattern, label in _NAMES if pattern.search(name)), f"不显示的部件 {name[:60]}"))
    found += list(
        _traces(package, [name for name in package.parts if name.startswith("word/") and name.endswith(".xml")], _vanishing_styles(package))
    )
    return found + ooxml.hidden_media(package)


def _traces(package: ooxml.Package, names: list[str], vanishing: frozenset[str]) -> dict[str, None]:
    """What the XML of these parts holds that a reader of the paper does not see."""
    found: dict[str, None] = {}
    for name in names:
        for element in package.tree(name).iter():
            tag = ooxml.local(element)
            if tag in ("del", "moveFrom", "delText", "cellDel"):
                found["修订痕迹（已删除的文字）"] = None
            elif tag in ("ins", "moveTo", "cellIns") or tag.endswith("PrChange"):
                found["修订痕迹（修订人和时间）"] = None
            elif tag.startswith("comment"):
                found["批注"] = None
            elif tag == "r" and _is_hidden_run(element, vanishing):
                found["隐藏文字"] = None
            elif tag == "tr" and _is_hidden_row(element):
                found["隐藏的表格行"] = None
            elif tag == "OLEObject":
                found["内嵌的文件"] = None
            elif tag == "docVar":
                found["文档变量"] = None
            for key in element.attrib:
                if key.endswith("}author"):
                    found["修订痕迹（修订人和时间）"] = None
                elif "}rsid" in key:
                    found["编辑会话编号"] = None
    return found


def _clean_text(tree: etree._Element, vanishing: frozenset[str]) -> None:
    _join_deleted_marks(tree)
    for element in list(tree.iter()):
        tag = ooxml.local(element)
        deleted_row = tag == "tr" and (_is_hidden_row(element) or _marked(element, "trPr", "del"))
        deleted_cell = tag == "tc" and _marked(element, "tcPr", "cellDel")
        if deleted_row or deleted_cell or (tag == "r" and _is_hidden_run(element, vanishing)):
            ooxml.remove(element)
        elif tag == "instrText" and _DANGEROUS_FIELD.match(element.text or ""):
            element.text = ""
    _strip_marks(tree)
    for table in [element for element in tree.iter() if ooxml.local(element) == "tbl"]:
        if not any(ooxml.local(child) in ("tr", "sdt") for child in table):
            ooxml.remove(table)
    for cell in [element for element in tree.iter() if ooxml.local(element) == "tc"]:
        if not any(ooxml.local(child) in ("p", "tbl", "sdt") for child in cell):
            etree.SubElement(cell, f"{{{etree.QName(cell).namespace}}}p")


def _strip_marks(tree: etree._Element) -> None:
    for element in list(tree.iter(*(f"{{*}}{name}" for name in _GONE | _UNWRAPPED))):
        tag = ooxml.local(element)
        if tag in _GONE or (tag in ("ins", "moveTo") and ooxml.local(element.getparent()) in ("rPr", "trPr")):
            ooxml.remove(element)
        else:
            for properties in [child for child in element if ooxml.local(child).endswith("Pr")]:
                element.remove(properties)
            ooxml.unwrap(element)
    for attribute in _PERSONAL(tree):
        del attribute.getparent().attrib[attribute.attrname]


def _join_deleted_marks(tree: etree._Element) -> None:
    """A deleted paragraph mark joins the paragraph to the next one, whose properties hold."""
    for paragraph in [element for element in tree.iter() if ooxml.local(element) == "p"]:
        if not (_marked(paragraph, "pPr/rPr", "del") or _marked(paragraph, "pPr/rPr", "moveFrom")):
            continue
        after = paragraph.getnext()
        if after is None or ooxml.local(after) != "p":
            continue
        at = 1 if len(after) and ooxml.local(after[0]) == "pPr" else 0
        for child in reversed([child for child in paragraph if ooxml.local(child) != "pPr"]):
            after.insert(at, child)
        ooxml.remove(paragraph)


def _marked(element: etree._Element, path: str, mark: str) -> bool:
    node: etree._Element | None = element
    for step in [*path.split("/"), mark]:
        node = next((child for child in node if ooxml.local(child) == step), None) if node is not None else None
    return node is not None


def _is_hidden_row(row: etree._Element) -> bool:
    return any(ooxml.local(child) == "trPr" and any(ooxml.local(mark) == "hidden" and _on(mark) for mark in child) for child in row)


def _is_hidden_run(run: etree._Element, vanishing: frozenset[str]) -> bool:
    properties = next((child for child in run if ooxml.local(child) == "rPr"), None)
    own: bool | None = None
    if properties is not None:
        for mark in properties:
            tag = ooxml.local(mark)
            if tag == "vanish":
                own = _on(mark)
            elif tag == "rStyle" and _value(mark) in vanishing and own is None:
                own = True
            elif tag == "sz" and (_value(mark) or "99").isdecimal() and int(_value(mark) or "99") <= _TINY:
                return True
    if own is not None:
        return own
    parent = run.getparent()
    while parent is not None and ooxml.local(parent) != "p":
        parent = parent.getparent()
    return parent is not None and any(
        ooxml.local(style) == "pStyle" and _value(style) in vanishing for child in parent if ooxml.local(child) == "pPr" for style in child
    )


def _vanishing_styles(package: ooxml.Package) -> frozenset[str]:
    """Ids of styles whose text is hidden, their own or through the style they are based on."""
    hiding: set[str] = set()
    based: dict[str, str] = {}
    for name in package.parts:
        if not re.match(r"^word/styles\d*\.xml$", name):
            continue
        for style in [element for element in package.tree(name).iter() if ooxml.local(element) == "style"]:
            key = next((value for attribute, value in style.attrib.items() if ooxml.bare(attribute) == "styleId"), "")
            for child in style:
                if ooxml.local(child) == "basedOn":
                    based[key] = _value(child) or ""
                if ooxml.local(child) == "rPr" and any(ooxml.local(mark) == "vanish" and _on(mark) for mark in child):
                    hiding.add(key)
    for _ in range(10):
        hiding |= {key for key, base in based.items() if base in hiding}
    return frozenset(hiding)


def _drop_unused_notes(package: ooxml.Package, texts: list[str]) -> None:
    """Footnotes whose reference went with a deleted passage."""
    used = {
        (
            ooxml.local(element).removesuffix("Reference"),
            next((value for key, value in element.attrib.items() if ooxml.bare(key) == "id"), ""),
        )
        for name in texts
        for element in package.tree(name).iter()
        if ooxml.local(element) in ("footnoteReference", "endnoteReference")
    }
    for name in texts:
        found = re.match(r"^word/(footnote|endnote)s", name)
        for note in list(package.tree(name)) if found else []:
            attributes = {ooxml.bare(key): value for key, value in note.attrib.items()}
            if found and "type" not in attributes and (found.group(1), attributes.get("id", "")) not in used:
                ooxml.remove(note)


def _value(element: etree._Element) -> str | None:
    return next((value for key, value in element.attrib.items() if ooxml.bare(key) == "val"), None)


def _on(element: etree._Element) -> bool:
    return (_value(element) or "1").lower() not in _OFF
