"""DOCX：先清除隐藏内容、接受修订、把自动编号写回文字，再由 mammoth 转成网页取行。"""

import io
import re
from typing import Any

import mammoth
from lxml import etree
from mammoth import documents as word
from selectolax.lexbor import LexborHTMLParser

from gongkai.documents import archive, cleaning
from gongkai.documents.cleaning import ooxml
from gongkai.documents.cleaning.page import sanitised
from gongkai.documents.readers import blocks, numbering
from gongkai.documents.readers.text import damage_warnings
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Link, Reading, reading
from gongkai.shared.refusal import Refused

# mammoth drops the text of no style, but says so for each one it does not know; Chinese Word and WPS name theirs in Chinese
_STYLES = "\n".join(
    [
        "p[style-name='gongkai center'] => p.center:fresh",
        "p[style-name='gongkai right'] => p.right:fresh",
        *(f"p[style-name='{name}'] => h1:fresh" for name in ("标题", "Title", "公文标题", "文件标题", "大标题", "主标题")),
        *(
            f"p[style-name='{prefix}{level}'] => h{level + 1}:fresh"
            for level in range(1, 6)
            for prefix in ("标题 ", "标题", "heading ", "Heading ")
        ),
        "p[style-name='副标题'] => h2:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
        *(
            f"p[style-name='{name}'] => p:fresh"
            for name in ("正文", "正文文本", "正文缩进", "正文首行缩进", "列出段落", "无间隔", "普通(网站)", "Normal (Web)")
        ),
        "r[style-name='页码'] => ",
        "comment-reference => ",
    ]
)

_TEXT = re.compile(r"^word/(document|footnotes|endnotes)\d*\.xml$")
_LOOKS = re.compile(
    r"^word/(numbering|stylesWithEffects|settings|webSettings|fontTable|header\d*|footer\d*)\.xml$|^word/(theme|fonts|charts|diagrams)/"
)


def read(data: bytes) -> Reading:
    """Paragraphs and tables as a reader of the printed paper sees them: insertions taken, deletions, comments and hidden text out."""
    cleaned = cleaning.clean(data, FileKind.DOCX)
    ready, numbered = _readied(cleaned.data)
    pictures: list[int] = []
    result = mammoth.convert_to_html(
        io.BytesIO(ready),
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=lambda image: pictures.append(1) or [],  # type: ignore[func-returns-value]
        transform_document=mammoth.transforms.paragraph(_with_alignment),
        external_file_access=False,
    )
    tree = LexborHTMLParser(f"<body>{result.value}</body>")
    lines = blocks.lines_of(tree.body, joined_titles=True) if tree.body is not None else []
    if not any(line.text for line in lines):
        if pictures:
            raise Refused("文档里只有图片，没有文字。请上传文字版；扫描件请另存为 PDF 后上传（须装有文字识别组件）", field="file")
        raise Refused("文档里没有文字。请确认内容已保存好再上传", field="file")
    warnings = damage_warnings("\n".join(line.text for line in lines))
    warnings += [f"原件中已去除：{note}" for note in cleaned.removed if "修订" in note or "隐藏" in note or "批注" in note]
    if numbered:
        warnings.append(f"有 {numbered} 处序号由 Word 自动编号还原，请核对")
    if pictures:
        warnings.append(f"文档里有 {len(pictures)} 张图片，图中的文字没有读入")
    links = [Link(blocks.tidy(blocks.text_of(node)), node.attributes.get("href") or "") for node in tree.css("a[href^=http]")]
    return reading(FileKind.DOCX, lines, html=sanitised(result.value), warnings=warnings, links=links)


def _with_alignment(paragraph: Any) -> Any:
    """Centred and right-aligned paragraphs without a style of their own keep that, as a title or 落款 is known by it."""
    if (
        isinstance(paragraph, word.Paragraph)
        and paragraph.alignment in ("center", "right", "end")
        and not (paragraph.style_name or "").startswith(("标题", "heading", "Heading", "Title"))
    ):
        return paragraph.copy(style_id="gongkai", style_name="gongkai center" if paragraph.alignment == "center" else "gongkai right")
    return paragraph


def _readied(data: bytes) -> tuple[bytes, int]:
    """The package with automatic numbers as text and without what mammoth would parse for nothing (looks, unused styles, pictures);
    and how many numbers were written."""
    parts = archive.Archive(data, "文档").parts()
    styles = _tree(parts, "word/styles.xml")
    numbered = 0
    for name in filter(_TEXT.match, list(parts)):
        tree = _tree(parts, name)
        if tree is None:
            continue
        if name == "word/document.xml":
            numbered = numbering.write_numbers(tree, _tree(parts, "word/numbering.xml"), styles)
        for looks in list(tree.iter(numbering.q("rPr"), numbering.q("sectPr"), numbering.q("tblPr"))):
            ooxml.remove(looks)
        parts[name] = ooxml.written(tree)
    if styles is not None:
        for element in list(styles):
            if element.tag != numbering.q("style"):
                styles.remove(element)
            for child in [child for child in element if child.tag != numbering.q("name")]:
                element.remove(child)
        parts["word/styles.xml"] = ooxml.written(styles)
    return archive.pack({name: b"" if "/media/" in name else part for name, part in parts.items() if not _LOOKS.match(name)}), numbered


def _tree(parts: dict[str, bytes], name: str) -> etree._Element | None:
    return ooxml.parse(parts[name]) if name in parts else None
