"""XLSX：去掉隐藏的工作表、行、列，批注、公式、外部链接、作者；显示的单元格留数值。"""

import re

from lxml import etree

from gongkai.documents.cleaning import ooxml
from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.documents.cleaning.zips import container_traces
from gongkai.shared.refusal import Refused

_SHOWN = re.compile(
    r"^xl/((workbook|sharedStrings|styles)\d*\.xml|(worksheets|chartsheets|charts|media|theme|tables)/[^/]+|drawings/drawing\d*\.xml)$"
)
_SHEET_GONE = frozenset(
    [
        "legacyDrawing",
        "legacyDrawingHF",
        "oleObjects",
        "controls",
        "customProperties",
        "extLst",
        "dataValidations",
        "conditionalFormatting",
        "dataConsolidate",
        "scenarios",
        "protectedRanges",
        "sheetProtection",
        "cellWatches",
        "webPublishItems",
        "customSheetViews",
        "sortState",
        "phoneticPr",
        "picture",
    ]
)
_NAMES_KEPT = ("_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase")
_BOOK_KEPT = frozenset(["workbookPr", "bookViews", "sheets", "definedNames", "calcPr"])
_NAMES = (
    (re.compile(r"^docProps/|^customXml/"), "作者、单位等文档属性"),
    (re.compile(r"comments|persons|vmlDrawing"), "批注"),
    (re.compile(r"externalLinks|connections|queryTables"), "外部数据链接"),
    (re.compile(r"pivot|slicer|/model/"), "数据透视表缓存"),
    (re.compile(r"embeddings/|activeX/|ctrlProps/|\.bin$"), "内嵌的文件"),
    (re.compile(r"revisions/"), "修订记录"),
    (re.compile(r"vba|macro", re.I), "宏"),
)


def clean(data: bytes) -> Cleaned:
    package = ooxml.Package(data, "表格")
    removed: list[str] = ["压缩包的注释"] if package.box.comment else []
    kept: list[str] = []
    book = package.main()
    hidden_sheets = _drop_hidden_sheets(package, book)
    if hidden_sheets:
        removed.append(f"{hidden_sheets} 张隐藏的工作表")
    for element in list(package.tree(book)):
        if ooxml.local(element) not in _BOOK_KEPT:
            ooxml.remove(element)
    for name in _sheets(package):
        removed += _clean_sheet(package.tree(name))
    for name in [name for name in package.parts if re.match(r"^xl/(charts|drawings|tables)/[^/]+\.xml$", name)]:
        for element in list(package.tree(name).iter()):
            if ooxml.local(element) in ("externalData", "extLst", "calculatedColumnFormula", "totalsRowFormula"):
                ooxml.remove(element)
    dropped = package.prune(lambda name: bool(_SHOWN.match(name)))
    for name in dropped:
        removed += [label for pattern, label in _NAMES if pattern.search(name)][:1]
    if _blank_unused_strings(package):
        removed.append("不再使用的文字")
    ooxml.clean_drawing_names(package.tree(name) for name in package.parts if name.startswith("xl/drawings/drawing"))
    ooxml.clean_media(package, removed, kept)
    return Cleaned(package.packed(), tuple(dict.fromkeys(removed)), tuple(dict.fromkeys(kept)))


def hidden(data: bytes) -> list[str]:
    package = ooxml.Package(data, "表格")
    found = container_traces(package.box)
    for name in package.parts:
        if name in ("[Content_Types].xml", "_rels/.rels") or name.endswith("/"):
            continue
        if not _SHOWN.match(re.sub(r"_rels/([^/]+)\.rels$", r"\1", name)):
            found.append(next((label for pattern, label in _NAMES if pattern.search(name)), f"不显示的部件 {name[:60]}"))
    for element in package.tree(package.main()).iter():
        if ooxml.local(element) == "sheet" and element.get("state", "visible") != "visible":
            found.append("隐藏的工作表")
        if element.get("userName") or (
            ooxml.local(element) == "definedName" and element.get("hidden") and element.get("name") not in _NAMES_KEPT
        ):
            found.append("保存人或隐藏的名称")
    for name in _sheets(package):
        found += _sheet_traces(package.tree(name))
    if _unused_strings(package):
        found.append("不再使用的文字")
    return found + ooxml.hidden_media(package)


def _sheets(package: ooxml.Package) -> list[str]:
    return [name for name in package.parts if re.match(r"^xl/worksheets/[^/]+\.xml$", name)]


def _drop_hidden_sheets(package: ooxml.Package, book: str) -> int:
    relations = package.relations(book)
    tree = package.tree(book)
    sheets = [element for element in tree.iter() if ooxml.local(element) == "sheet"]
    gone = [index for index, sheet in enumerate(sheets) if sheet.get("state", "visible") != "visible"]
    if len(gone) == len(sheets):
        raise Refused("表格里没有可见的工作表。请取消隐藏要公开的工作表后再上传", field="file")
    if relations is not None:
        for index in gone:
            key = next(
                (
                    value
                    for name, value in sheets[index].attrib.items()
                    if etree.QName(name).localname == "id" and etree.QName(name).namespace
                ),
                "",
            )
            for relation in [relation for relation in relations if relation.get("Id") == key]:
                package.parts.pop(package.target(book, relation), None)
                relations.remove(relation)
            ooxml.remove(sheets[index])
    remaining = [index for index in range(len(sheets)) if index not in gone]
    for name in [element for element in tree.iter() if ooxml.local(element) == "definedName"]:
        place = name.get("localSheetId", "")
        if name.get("name") in _NAMES_KEPT and place.isdecimal() and int(place) in remaining:
            name.set("localSheetId", str(remaining.index(int(place))))
        else:
            ooxml.remove(name)
    for group in [element for element in tree if ooxml.local(element) == "definedNames" and not len(element)]:
        ooxml.remove(group)
    for view in [element for element in tree.iter() if ooxml.local(element) == "workbookView"]:
        for attribute in ("activeTab", "firstSheet"):
            view.attrib.pop(attribute, None)
    return len(gone)


def _clean_sheet(tree: etree._Element) -> list[str]:
    removed = _sheet_traces(tree)
    columns = _hidden_columns(tree)
    for row in [element for element in tree.iter() if ooxml.local(element) == "row"]:
        secret = row.get("hidden") in ("1", "true")
        for cell in list(row):
            if secret or _column(cell.get("r") or "") in columns:
                ooxml.remove(cell)
            else:
                for formula in [child for child in cell if ooxml.local(child) == "f"]:
                    ooxml.remove(formula)
    hides = any(note.startswith("隐藏") for note in removed)
    for element in list(tree.iter()):
        tag = ooxml.local(element)
        if tag in _SHEET_GONE or tag == "rPh" or (tag == "tableParts" and hides):  # a table repeats the headings of its hidden columns
            ooxml.remove(element)
    return removed


def _sheet_traces(tree: etree._Element) -> list[str]:
    found = []
    columns = _hidden_columns(tree)
    for element in tree.iter():
        tag = ooxml.local(element)
        if tag == "row":
            if element.get("hidden") in ("1", "true") and len(element):
                found.append("隐藏的行")
            if columns and any(_column(cell.get("r") or "") in columns for cell in element):
                found.append("隐藏的列")
        elif tag == "f":
            found.append("公式（已改为数值）")
        elif tag in ("legacyDrawing", "oleObjects", "controls"):
            found.append("批注或控件")
    return list(dict.fromkeys(found))


def _hidden_columns(tree: etree._Element) -> frozenset[int]:
    found: set[int] = set()
    for element in tree.iter():
        if ooxml.local(element) == "col" and element.get("hidden") in ("1", "true"):
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            found |= set(range(first, min(last, 16384) + 1))
    return frozenset(found)


def _column(reference: str) -> int:
    """AB12 → 28; 0 when the cell has no reference."""
    number = 0
    for char in reference:
        if not char.isalpha():
            break
        number = number * 26 + ord(char.upper()) - 64
    return number


def _strings(package: ooxml.Package) -> list[etree._Element]:
    name = next((name for name in package.parts if re.match(r"^xl/sharedStrings\d*\.xml$", name)), None)
    return [] if name is None else [element for element in package.tree(name) if ooxml.local(element) == "si"]


def _unused_strings(package: ooxml.Package) -> list[etree._Element]:
    """Shared strings that no visible cell points to and that still hold text."""
    used = set()
    for sheet in _sheets(package):
        for cell in package.tree(sheet).iter():
            if ooxml.local(cell) == "c" and cell.get("t") == "s":
                value = next((child.text or "" for child in cell if ooxml.local(child) == "v"), "")
                used.add(int(value) if value.isdecimal() else -1)
    return [item for index, item in enumerate(_strings(package)) if index not in used and any(node.text for node in item.iter())]


def _blank_unused_strings(package: ooxml.Package) -> bool:
    """Empty them in place, so that the others keep their numbers; phonetic hints go everywhere."""
    for item in _strings(package):
        for node in [node for node in item if ooxml.local(node) in ("rPh", "phoneticPr")]:
            ooxml.remove(node)
    unused = _unused_strings(package)
    for item in unused:
        for child in list(item):
            item.remove(child)
        etree.SubElement(item, f"{{{etree.QName(item).namespace}}}t")
    return bool(unused)
