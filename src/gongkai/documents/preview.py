"""OFD 预览：每页一幅 SVG，只画文字，不执行任何内容。"""

import html
import io

import ofdkit

from gongkai.documents import archive
from gongkai.shared.refusal import Refused

RUNS = 20_000


def pages(data: bytes) -> int:
    """How many pages an OFD has."""
    with _opened(data) as document:
        return len(document.pages)


def svg(data: bytes, page: int) -> str:
    """The page (from 1) of an OFD as SVG in millimetres, its text escaped and selectable. Refused when there is no such page."""
    with _opened(data) as document:
        if not 1 <= page <= len(document.pages):
            raise Refused(f"没有第 {page} 页，这份 OFD 共 {len(document.pages)} 页")
        return _drawn(document.pages[page - 1], page)


def _opened(data: bytes) -> ofdkit.OFDDocument:
    archive.Archive(data, "OFD 文件")
    try:
        return ofdkit.open(io.BytesIO(data))
    except ofdkit.OFDError as error:
        raise Refused("OFD 文件不规范或已损坏，无法预览。请下载后用 OFD 阅读器打开") from error


def _drawn(page: ofdkit.Page, number: int) -> str:
    width, height = f"{page.width:.2f}", f"{page.height:.2f}"
    texts = [
        f'<text x="{run.x:.2f}" y="{run.y:.2f}" font-size="{run.size:.2f}" textLength="{max(run.width, 0.1):.2f}">{html.escape(run.text)}</text>'
        for run in page.runs[:RUNS]
        if run.text.strip()
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}mm" height="{height}mm" role="img" '
        f'aria-label="第{number}页" font-family="FangSong,STFangsong,Noto Serif SC,serif" fill="#000">'
        f'<rect width="{width}" height="{height}" fill="#fff"/>{"".join(texts)}</svg>'
    )
