"""文字识别（可选组件 ocr）：没有安装时其余功能照常。占用内存较大，一次只认一页。"""

import importlib
import importlib.util
import io
import threading
from functools import cache
from typing import Any

from PIL import Image

from gongkai.documents.rules.wrapping import is_page_number
from gongkai.shared.refusal import Refused

UNPROOFED = "文字由图像识别得到（未校对），请逐字对照原件"
_ONE_AT_A_TIME = threading.Lock()


def available() -> bool:
    return importlib.util.find_spec("rapidocr") is not None


def opened(data: bytes, pixels: int) -> Image.Image:
    """The picture, if it is not larger than so many pixels."""
    image = Image.open(io.BytesIO(data))
    if image.width * image.height > pixels:
        raise Refused(f"图片有 {image.width}×{image.height} 像素，太大了。请缩小到 300 DPI 以内再上传", field="file")
    return image.convert("RGB")


def lines(image: Image.Image) -> list[str]:
    """The text lines recognised in a page, top to bottom; lines on the same height are joined from left to right."""
    with _ONE_AT_A_TIME:
        found = _engine()(image)
    if found.txts is None:
        return []
    placed = sorted(
        (float(min(p[1] for p in box)), float(max(p[1] for p in box)), float(min(p[0] for p in box)), text)
        for box, text in zip(found.boxes, found.txts, strict=True)
    )
    rows: list[list[tuple[float, float, float, str]]] = []
    for item in placed:
        middle = (item[0] + item[1]) / 2
        if rows and middle < rows[-1][0][1]:
            rows[-1].append(item)
        else:
            rows.append([item])
    found_lines = [" ".join(text for *_, text in sorted(row, key=lambda item: item[2])).strip() for row in rows]
    return found_lines[:-1] if found_lines and is_page_number(found_lines[-1]) else found_lines


@cache
def _engine() -> Any:
    return importlib.import_module("rapidocr").RapidOCR()
