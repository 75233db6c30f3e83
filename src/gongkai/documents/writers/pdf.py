"""PDF：typst 排版，PDF/A-2a 且 PDF/UA-1（可长期保存、读屏可读）；文字作为数据传入，任何标记都照字面印出。"""

import json
import re
import threading
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import cn2an
import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

from gongkai.documents.rules.paper import BlockKind, Paper
from gongkai.documents.rules.typesetting import width
from gongkai.documents.writers.layout import Part, parts

_TEMPLATE = Path(__file__).with_name("paper.typ")
_ONE_AT_A_TIME = threading.Lock()
_DATE = re.compile(r"^([〇零一二三四五六七八九\d]{4})年([一二三四五六七八九十\d]{1,3})月([一二三四五六七八九十\d]{1,3})日$")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_WIDE_BLANK = re.compile(r"[ \u3000]{2,}|\t")

# The first that is installed is used; the last always is. Licensed fonts are never part of the package.
FACES = {
    "song": ("FangSong", "FangSong_GB2312", "仿宋", "仿宋_GB2312", "STFangsong", "Noto Serif SC"),
    "hei": ("SimHei", "黑体", "STHeiti", "Noto Sans SC"),
    "kai": ("KaiTi", "KaiTi_GB2312", "楷体", "楷体_GB2312", "STKaiti", "Noto Serif SC"),
    "biaosong": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong", "Noto Serif SC"),
}


def write(paper: Paper) -> bytes:
    """The paper as PDF; the same paper gives the same bytes. PDF/UA-1 always when every character can be shown, PDF/A-2a too
    when the paper has a date (the standard wants one); a character no font has (㛃 in some) is printed as an empty box and the
    file is then a plain tagged PDF."""
    data = _data(paper)
    with _ONE_AT_A_TIME:
        compiler, faces = _compiler(str(_own_fonts()))
        inputs = {"paper": json.dumps(data, ensure_ascii=False), "faces": json.dumps(faces, ensure_ascii=False)}
        try:
            return _compiled(compiler, inputs, ["a-2a", "ua-1"] if data["date"] else ["ua-1"])
        except typst.TypstError:
            return _compiled(compiler, inputs, [])


def _compiled(compiler: typst.Compiler, inputs: dict[str, str], standards: list[Any]) -> bytes:
    made = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=0)
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(own_fonts: str) -> tuple[typst.Compiler, dict[str, Any]]:
    """A compiler kept between papers, and which faces it has."""
    folders = [Path(pylopdf_fonts_zh_cn.serif_path()).parent]
    if Path(own_fonts).is_dir():
        folders.insert(0, Path(own_fonts))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    there = set(fonts.families())
    faces: dict[str, Any] = {use: [name for name in names if name in there] for use, names in FACES.items()}
    faces["thin"] = faces["biaosong"][0] == FACES["biaosong"][-1]
    return typst.Compiler(input=_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True), faces


def _own_fonts() -> Path:
    """Where licensed fonts (仿宋、楷体、小标宋) are put by those who have them."""
    return Path(settings.DATA_DIR) / "fonts"


def _data(paper: Paper) -> dict[str, Any]:
    return {
        "title": paper.title,
        "mark": paper.issuer_mark,
        "doc_no": paper.doc_no,
        "date": _date(paper),
        "footer": [piece for piece in _WIDE_BLANK.split(paper.footer_note.strip()) if piece],
        "copies": paper.copies,
        "parts": [_part(part) for part in parts(paper)],
    }


def _date(paper: Paper) -> list[int]:
    """Year, month and day of the 成文日期, [] when the paper has none that can be read."""
    for block in paper.blocks:
        found = _DATE.match(re.sub(r"\s", "", block.text)) if block.kind is BlockKind.DATE else None
        if found:
            try:
                day = date(int(found.group(1).translate(_DIGITS)), *(int(cn2an.cn2an(part, "smart")) for part in found.groups()[1:]))
            except ValueError:
                return []
            return [day.year, day.month, day.day]
    return []


def _part(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {"face": part.face, "text": part.text, "lines": part.lines, "new_page": part.new_page}
    if part.face == "table":
        made |= {"rows": part.rows, "widths": _column_widths(part.rows)}
    if part.face == "closing":
        made["right"] = closing_inset(part.lines)
    return made


def closing_inset(lines: tuple[str, ...]) -> float:
    """落款 to the right edge, in characters: 成文日期右空四字，署名以日期为准居中; a name longer than the date moves it in."""
    longest = max((sum(map(width, line)) for line in lines), default=0.0)
    date = sum(map(width, lines[-1])) if lines else 0.0
    return max(2.0, 4.0 - max(0.0, (longest - date) / 2))


def _column_widths(rows: tuple[tuple[str, ...], ...]) -> list[float]:
    """Shares of the width by the longest cell of each column, none below 3 or above 20 characters."""
    columns = range(len(rows[0])) if rows else range(0)
    return [min(20.0, max(3.0, *(sum(map(width, row[column])) for row in rows))) for column in columns]
