"""PDFium, one caller at a time: the library is not safe to use from two threads."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

from gongkai.shared.refusal import Refused

_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The PDF, open while the block lasts. Refused when it has a password or is broken."""
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise Refused("PDF 设置了打开密码。请去掉密码（用阅读器打开后“打印为 PDF”）再上传", field="file") from error
            raise Refused("PDF 已损坏或不完整，打不开。请重新导出后上传", field="file") from error
        try:
            yield document
        finally:
            document.close()
