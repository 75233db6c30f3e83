"""PDF：只取各页画面需要的对象，另写一个新文件；文档属性、XMP、注释、表单、附件、脚本、旧版本残留都不带过去。"""

import io
import re
import zlib
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
)

from gongkai.documents.cleaning import images
from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.shared.refusal import Refused

PAGES = 2_000
OBJECTS = 400_000
UNPACKED = 64 * 2**20  # bytes looked at in one stream

_PAGE_KEPT = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group")
_DROPPED = frozenset(
    [
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/AF",
        "/Annots",
        "/Parent",
        "/P",
        "/StructParent",
        "/StructParents",
        "/OPI",
        "/Alternates",
        "/Thumb",
        "/AA",
        "/A",
        "/OpenAction",
        "/JS",
        "/JavaScript",
        "/EmbeddedFiles",
        "/EF",
        "/Names",
        "/Private",
        "/SpiderInfo",
        "/Info",
        "/Tabs",
        "/Ref",
        "/Measure",
        "/PtData",
        "/DL",
    ]
)
_STREAM = re.compile(rb"stream\r?\n")
_TRACES = (
    (re.compile(rb"/(Author|Subject|Keywords|Company|SourceModified|Manager)\s*[(<]"), "作者等文档属性"),
    (re.compile(rb"/(Producer|Creator)\s*(?!\(Typst)[(<]"), "制作软件信息"),
    (re.compile(rb"/(EmbeddedFiles?|Filespec|EF)\b"), "内嵌的文件"),
    (re.compile(rb"/(JavaScript|JS)\b"), "脚本"),
    (re.compile(rb"/Annots?\b"), "注释或批注"),
    (re.compile(rb"/(OpenAction|Launch|AA)\b"), "自动执行的动作"),
    (re.compile(rb"/(AcroForm|XFA)\b"), "表单"),
    (re.compile(rb"/(PieceInfo|LastModified)\b"), "编辑软件的私有数据"),
)
_XMP = re.compile(rb"<x:xmpmeta|<\?xpacket begin|<rdf:RDF")
_XMP_PERSONAL = re.compile(
    rb"[<\s](dc:(creator|description|contributor)|pdf:(Keywords|Author)|photoshop:|xmp:Nickname|Iptc4|pdfx:|stEvt:softwareAgent>(?!Typst))"
)


def clean(data: bytes) -> Cleaned:
    """Each page drawn as before. Tags and bookmarks go too: they may hold text nobody sees (the page on the web stays accessible)."""
    reader = _opened(data)
    removed = list(dict.fromkeys([*hidden(data), *_structure(reader)]))
    _require_no_hidden_layers(reader)
    writer = PdfWriter()
    copier = _Copier(writer)
    for page in reader.pages:
        _add(writer, copier, page)
    writer.metadata = None
    writer._ID = None
    out = io.BytesIO()
    writer.write(out)
    return Cleaned(out.getvalue(), tuple(removed))


def hidden(data: bytes) -> list[str]:
    """Looks at the raw bytes outside streams, at object streams, at every packed stream for XMP, and into pictures."""
    found: dict[str, None] = {}
    outside, streams = _split(data)
    surfaces = [outside]
    for head, body in streams:
        unpacked = _unpacked(head, body)
        if b"/ObjStm" in head:
            surfaces.append(unpacked)
        if _XMP.search(unpacked) and not _harmless_xmp(unpacked):
            found["元数据（XMP）"] = None
        if b"/DCTDecode" in head and b"/FlateDecode" not in head and body.startswith(b"\xff\xd8\xff"):
            for note in images.hidden_in_jpeg(body.rstrip(b"\r\n")):
                found[note] = None
    for surface in surfaces:
        for pattern, name in _TRACES:
            if pattern.search(surface):
                found[name] = None
    if len(re.findall(rb"startxref", outside)) > 1 and not _is_linearised(data):
        found["旧版本的残留内容"] = None
    return list(found)


def _opened(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("PDF 设置了打开密码。请去掉密码（用阅读器打开后“打印为 PDF”）再上传", field="file")
        pages = len(reader.pages)
    except PyPdfError as error:
        raise Refused("PDF 已损坏或不规范，无法清除其中的隐藏信息。请用阅读器打开后“打印为 PDF”再上传", field="file") from error
    if pages > PAGES:
        raise Refused(f"PDF 有 {pages} 页，超过 {PAGES} 页的上限。请拆开后分别上传", field="file")
    return reader


def _structure(reader: PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    if "/Outlines" in root:
        yield "书签"
    if "/StructTreeRoot" in root:
        yield "结构标签"
    if reader.is_encrypted:
        yield "使用限制口令"


def _require_no_hidden_layers(reader: PdfReader) -> None:
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    layers = root.get("/OCProperties")
    default = layers.get_object().get("/D") if layers is not None else None
    settings = default.get_object() if default is not None else {}
    if settings.get("/OFF") or settings.get("/BaseState") == "/OFF":
        raise Refused("PDF 里有关闭的图层（看不见的内容）。请用阅读器打开后“打印为 PDF”，再上传新文件", field="file")


def _add(writer: PdfWriter, copier: "_Copier", page: DictionaryObject) -> None:
    made = writer.add_blank_page(1, 1)
    for name in _PAGE_KEPT:
        value = _inherited(page, name)
        if value is None:
            made.pop(NameObject(name), None)
        else:
            made[NameObject(name)] = copier.copy(value)


def _inherited(page: DictionaryObject, name: str) -> PdfObject | None:
    node: DictionaryObject | None = page
    for _ in range(50):
        if node is None:
            return None
        if name in node:
            found: PdfObject = node.raw_get(name)
            return found
        if name not in ("/MediaBox", "/CropBox", "/Rotate", "/Resources"):
            return None
        parent = node.get("/Parent")
        node = parent.get_object() if parent is not None else None
    return None


class _Copier:
    """Copies what a page draws with into a new file, once each, without the keys that hold anything else."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._made: dict[tuple[int, int], IndirectObject] = {}

    def copy(self, value: PdfObject) -> PdfObject:
        if isinstance(value, IndirectObject):
            return self._indirect(value)
        if isinstance(value, StreamObject):
            return self._stream(value)
        if isinstance(value, DictionaryObject):
            copied = DictionaryObject()
            self._fill(copied, value)
            return copied
        if isinstance(value, ArrayObject):
            return ArrayObject([self.copy(item) for item in value])
        return value.clone(self._writer) if value is not None else NullObject()

    def _indirect(self, value: IndirectObject) -> PdfObject:
        key = (value.idnum, value.generation)
        if key in self._made:
            return self._made[key]
        target = value.get_object()
        if target is None or isinstance(target, NullObject):
            return NullObject()
        if isinstance(target, DictionaryObject) and target.get("/Type") in (
            "/Page",
            "/Pages",
            "/Catalog",
            "/Annot",
            "/Filespec",
            "/StructElem",
        ):
            return NullObject()
        if len(self._made) > OBJECTS:
            raise Refused("PDF 内部对象太多。请用阅读器打开后“打印为 PDF”再上传", field="file")
        if isinstance(target, StreamObject):
            shell: PdfObject = self._empty_stream(target)
        elif isinstance(target, DictionaryObject):
            shell = DictionaryObject()
        else:
            reference = self._writer._add_object(self.copy(target))
            self._made[key] = reference
            return reference
        reference = self._writer._add_object(shell)
        self._made[key] = reference
        assert isinstance(shell, DictionaryObject)
        self._fill(shell, target)
        return reference

    def _stream(self, value: StreamObject) -> PdfObject:
        made = self._empty_stream(value)
        self._fill(made, value)
        return made

    def _empty_stream(self, value: StreamObject) -> StreamObject:
        """A stream with its packed bytes and no keys; a JPEG loses all that is not picture."""
        made: StreamObject = EncodedStreamObject() if isinstance(value, EncodedStreamObject) else StreamObject()
        body = value._data
        if _only_filter(value) == "/DCTDecode" and body.startswith(b"\xff\xd8\xff"):
            body = images.clean_jpeg(body).data
        made._data = body
        return made

    def _fill(self, copied: DictionaryObject, original: DictionaryObject) -> None:
        for name in original:
            if name not in _DROPPED and name != "/Length":
                copied[NameObject(name)] = self.copy(original.raw_get(name))


def _only_filter(stream: StreamObject) -> str:
    filters = stream.get("/Filter")
    filters = filters.get_object() if filters is not None else None
    if isinstance(filters, ArrayObject):
        return str(filters[0]) if len(filters) == 1 else ""
    return str(filters or "")


def _split(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The bytes outside of streams, and each stream as (its dictionary, its packed bytes)."""
    outside: list[bytes] = []
    streams: list[tuple[bytes, bytes]] = []
    at = 0
    for found in _STREAM.finditer(data):
        if found.start() < at or data[max(0, found.start() - 3) : found.start()] == b"end":
            continue
        end = data.find(b"endstream", found.end())
        if end < 0:
            break
        before = data[at : found.start()]
        head = before[before.rfind(b" obj") :]
        length = re.search(rb"/Length\s+(\d+)(?!\s+\d+\s+R)", head)
        if length and data[found.end() + int(length.group(1)) :].lstrip(b"\r\n")[:9] == b"endstream":
            end = data.find(b"endstream", found.end() + int(length.group(1)))
        outside.append(before)
        streams.append((head, data[found.end() : end]))
        at = end
    outside.append(data[at:])
    return b"\n".join(outside), streams


def _unpacked(head: bytes, body: bytes) -> bytes:
    if b"/FlateDecode" not in head and b"/Fl " not in head:
        return body
    try:
        return zlib.decompressobj().decompress(body, UNPACKED)
    except zlib.error:
        return body


def _harmless_xmp(packet: bytes) -> bool:
    """The packet PDF/A asks for: title, language, identifiers; no person, no history."""
    return b"<xmp:CreatorTool>Typst" in packet and not _XMP_PERSONAL.search(packet)


def _is_linearised(data: bytes) -> bool:
    return b"/Linearized" in data[:1024]
