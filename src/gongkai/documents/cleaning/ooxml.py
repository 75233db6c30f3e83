"""An Office package (DOCX, XLSX) taken apart, pruned to what is shown, and put together again."""

import posixpath
import re
from collections.abc import Callable, Iterable

from lxml import etree

from gongkai.documents import archive
from gongkai.documents.checks import require_plain_xml
from gongkai.documents.cleaning import images
from gongkai.shared.refusal import Refused

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_OPEN_LINK = re.compile(r"^(https?://|mailto:)", re.I)
_LOCAL_PATH = re.compile(r"[\\/]|^[A-Za-z]:|\.(png|jpe?g|gif|bmp|tiff?|emf|wmf)$", re.I)


class Package:
    """The parts of an Office file by name; XML parts are parsed once and written back when changed."""

    def __init__(self, data: bytes, what: str) -> None:
        self.box = archive.Archive(data, what)
        self.parts = {name.replace("\\", "/").lstrip("/"): part for name, part in self.box.parts().items()}
        self._trees: dict[str, etree._Element] = {}

    def tree(self, name: str) -> etree._Element:
        """The part's root element; changes to it are kept."""
        if name not in self._trees:
            self._trees[name] = parse(self.parts[name])
        return self._trees[name]

    def main(self) -> str:
        """The name of the part that is the document."""
        for relation in self.tree("_rels/.rels"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return _resolved("", relation.get("Target") or "")
        raise Refused("文档内部缺少正文，可能已损坏。请用原来的软件另存后上传", field="file")

    def relations(self, part: str) -> etree._Element | None:
        name = relations_of(part)
        return self.tree(name) if name in self.parts else None

    def target(self, part: str, relation: etree._Element) -> str:
        return _resolved(posixpath.dirname(part), relation.get("Target") or "")

    def prune(self, is_shown: Callable[[str], bool]) -> list[str]:
        """Keep only the parts that can be reached from the document and are of a kind that is shown; the names of the others."""
        root = self.tree("_rels/.rels")
        for relation in list(root):
            if not (relation.get("Type") or "").endswith("/officeDocument"):
                root.remove(relation)
        reached = {"[Content_Types].xml", "_rels/.rels"}
        waiting = [self.main()]
        while waiting:
            part = waiting.pop()
            if part in reached or part not in self.parts:
                continue
            reached.add(part)
            relations = self.relations(part)
            if relations is None:
                continue
            reached.add(relations_of(part))
            self._prune_relations(part, relations, is_shown)
            waiting += [self.target(part, relation) for relation in relations if relation.get("TargetMode") != "External"]
        dropped = [name for name in self.parts if name not in reached and not name.endswith("/")]
        for name in dropped:
            del self.parts[name]
            self._trees.pop(name, None)
        self._prune_types()
        return dropped

    def packed(self) -> bytes:
        for name, tree in self._trees.items():
            self.parts[name] = written(tree)
        order = ["[Content_Types].xml", "_rels/.rels", *sorted(set(self.parts) - {"[Content_Types].xml", "_rels/.rels"})]
        return archive.pack({name: self.parts[name] for name in order})

    def _prune_relations(self, part: str, relations: etree._Element, is_shown: Callable[[str], bool]) -> None:
        tree = self.tree(part) if part.endswith(".xml") else None
        used = _used(tree) if tree is not None else set()
        for relation in list(relations):
            key = relation.get("Id") or ""
            implicit = (relation.get("Type") or "").rsplit("/", 1)[-1] in IMPLICIT
            if relation.get("TargetMode") == "External":
                good = (relation.get("Type") or "").endswith("/hyperlink") and bool(_OPEN_LINK.match(relation.get("Target") or ""))
            else:
                name = self.target(part, relation)
                good = name in self.parts and is_shown(name)
            if good and (implicit or key in used):
                continue
            relations.remove(relation)
            if tree is not None:
                _unlink(tree, key)

    def _prune_types(self) -> None:
        for override in list(self.tree("[Content_Types].xml")):
            if override.tag == f"{{{TYPES}}}Override" and (override.get("PartName") or "").lstrip("/") not in self.parts:
                self.tree("[Content_Types].xml").remove(override)


IMPLICIT = frozenset(
    [
        "styles",
        "stylesWithEffects",
        "settings",
        "webSettings",
        "fontTable",
        "numbering",
        "footnotes",
        "endnotes",
        "theme",
        "themeOverride",
        "sharedStrings",
        "chartStyle",
        "chartColorStyle",
        "chartUserShapes",
        "diagramDrawing",
        "font",
        "table",
        "drawing",
        "worksheet",
    ]
)
"""Relation types that hold without being named by an r:id in the part."""


def parse(part: bytes) -> etree._Element:
    require_plain_xml(part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    return etree.fromstring(part, parser)


def written(tree: etree._Element) -> bytes:
    data: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def remove(element: etree._Element) -> None:
    """Take an element out, keeping the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def unwrap(element: etree._Element) -> None:
    """Put an element's children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(at + offset, child)
    parent.remove(element)


def bare(name: str) -> str:
    """An attribute's name without its namespace."""
    return name.rpartition("}")[2]


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def clean_media(package: Package, removed: list[str], kept: list[str]) -> None:
    """Pictures inside the file lose their EXIF too; kinds that cannot be cleaned are named."""
    for name, part in list(package.parts.items()):
        if "/media/" not in name:
            continue
        if part.startswith(b"\x89PNG"):
            cleaned = images.clean_png(part)
        elif part.startswith(b"\xff\xd8\xff"):
            cleaned = images.clean_jpeg(part)
        else:
            kept.append(f"{name.rsplit('.', 1)[-1].upper()} 图片（{archive.shown(name)}）内部信息无法清除")
            continue
        package.parts[name] = cleaned.data
        removed += [f"文中{note}" for note in cleaned.removed]


def hidden_media(package: Package) -> list[str]:
    found = []
    for name, part in package.parts.items():
        if "/media/" in name and part.startswith(b"\x89PNG"):
            found += [f"文中{note}" for note in images.hidden_in_png(part)]
        elif "/media/" in name and part.startswith(b"\xff\xd8\xff"):
            found += [f"文中{note}" for note in images.hidden_in_jpeg(part)]
    return found


def clean_drawing_names(trees: Iterable[etree._Element]) -> bool:
    """Pictures carry the name of the file they came from, often with the author's folder: number them instead."""
    changed = False
    for tree in trees:
        count = 0
        for element in tree.iter():
            if local(element) in ("docPr", "cNvPr"):
                count += 1
                if element.get("name") != f"图 {count}":
                    element.set("name", f"图 {count}")
                for name in ("descr", "title"):
                    if _LOCAL_PATH.search(element.get(name) or ""):
                        del element.attrib[name]
                        changed = True
            if local(element) in ("imagedata", "shape", "fill"):
                for name in list(element.attrib):
                    if bare(name) in ("title", "alt") and _LOCAL_PATH.search(element.get(name) or ""):
                        del element.attrib[name]
                        changed = True
    return changed


def _used(tree: etree._Element) -> set[str]:
    return {value for element in tree.iter() for name, value in element.attrib.items() if etree.QName(name).namespace in (R, STRICT_R)}


def _unlink(tree: etree._Element, key: str) -> None:
    """Take out what points at a dropped part; text of a link and the picture of an embedded object stay."""
    for element in list(tree.iter()):
        for name, value in list(element.attrib.items()):
            if value != key or etree.QName(name).namespace not in (R, STRICT_R):
                continue
            if local(element) in ("hyperlink", "hlinkClick", "hlinkHover", "blip"):
                del element.attrib[name]
            else:
                remove(element)
                break


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/" if target.startswith("/") else folder, target)).lstrip("/")
