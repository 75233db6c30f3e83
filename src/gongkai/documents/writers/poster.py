"""一图读懂：typst 排成手机竖屏宽的一张长图，SVG 或者 PNG；文字作为数据传入，同样的内容得到同样的图。"""

import json
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

import pylopdf_fonts_zh_cn
import rjieba
import segno
import typst

from gongkai.documents.rules.typesetting import title_lines

_TEMPLATE = Path(__file__).with_name("poster.typ")
_ONE_AT_A_TIME = threading.Lock()
_A_LINE = 13  # characters of the name on a line
_PPI = 216.0  # 1125 pixels wide: three to the point, as phones show them and as good print needs at 10 cm


@dataclass(frozen=True)
class PosterRow:
    """`kind`: head, plain or member; `under`: it belongs to the head before it."""

    text: str
    clause: str
    kind: str
    under: bool = False


@dataclass(frozen=True)
class PosterCard:
    label: str
    rows: Sequence[PosterRow]


@dataclass(frozen=True)
class Poster:
    """`kind` is printed above the name; `mark` beside that; `about` and `foot` are lines; `address` becomes
    a QR code."""

    title: str
    kind: str
    name: str
    about: Sequence[str]
    cards: Sequence[PosterCard]
    foot: Sequence[str]
    address: str = ""
    mark: str = ""


def svg(poster: Poster) -> bytes:
    """Letters as outlines: it looks the same everywhere, without fonts."""
    return _compiled(poster, "svg")


def png(poster: Poster) -> bytes:
    return _compiled(poster, "png")


def _compiled(poster: Poster, kind: Literal["svg", "png"]) -> bytes:
    data = {name: value for name, value in asdict(poster).items() if name != "address"} | {"code": _code(poster.address)}
    data["name"] = title_lines(poster.name, rjieba.cut(poster.name), _A_LINE)
    inputs = {"poster": json.dumps(data, ensure_ascii=False)}
    with _ONE_AT_A_TIME:
        made = _compiler().compile(format=kind, sys_inputs=inputs, timestamp=0, ppi=_PPI)
    assert isinstance(made, bytes)
    return made


def _code(address: str) -> str:
    if not address:
        return ""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0, scale=4)
    return drawn.getvalue().decode()


@cache
def _compiler() -> typst.Compiler:
    folder = Path(pylopdf_fonts_zh_cn.serif_path()).parent
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(input=_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)
