"""纯文本：网页上复制下来的文字、记事本文件、Markdown。行和空行原样保留，断行由上层修复。"""

import re

from gongkai.documents.rules.encodings import decode
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Line, Reading, reading
from gongkai.shared.refusal import Refused

_HASHES = re.compile(r"^(#{1,6})\s+\S")


def read(data: bytes, kind: FileKind = FileKind.TXT) -> Reading:
    """Every line as it stands, blank ones too; a Markdown heading keeps its #, its level is in the style."""
    text, encoding = decode(data)
    text = text.replace("\f", "\n").replace("\v", "\n").rstrip("\n")
    if not text.strip():
        raise Refused("文件里没有文字。请确认内容已保存好再上传", field="file")
    lines = [Line(line, style=_style(line)) for line in text.split("\n")]
    return reading(kind, lines, encoding=encoding, warnings=damage_warnings(text))


def read_markdown(data: bytes) -> Reading:
    return read(data, FileKind.MD)


def damage_warnings(text: str) -> list[str]:
    """What the text says about having been damaged before it came here."""
    lost = text.count("\ufffd")
    if not lost:
        return []
    row = text.count("\n", 0, text.index("\ufffd")) + 1
    return [f"有 {lost} 个字在转换中损坏（显示为 \ufffd，第一处在第 {row} 行），请对照原文补正"]


def _style(line: str) -> str:
    found = _HASHES.match(line)
    return f"h{len(found.group(1))}" if found else ""
