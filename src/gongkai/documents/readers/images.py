"""图片：只有装了文字识别组件才读得出字。"""

from gongkai.documents.readers import ocr
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Line, Reading, reading
from gongkai.shared.refusal import Refused

PIXELS = 40_000_000  # about A3 at 300 dpi, in colour


def read(data: bytes) -> Reading:
    """The text recognised in a picture. Refused when the optional component is absent or nothing is recognised."""
    if not ocr.available():
        raise Refused("这是图片，读不出文字。请上传文字版（DOCX、PDF、TXT）；或请管理员安装文字识别组件（安装选项 ocr）", field="file")
    image = ocr.opened(data, PIXELS)
    lines = [Line(text, page=1) for text in ocr.lines(image)]
    if not lines:
        raise Refused("图片里没有认出文字。请上传更清晰的扫描件，或改用文字版", field="file")
    kind = FileKind.PNG if data.startswith(b"\x89PNG") else FileKind.JPG
    return reading(kind, lines, warnings=[ocr.UNPROOFED])
