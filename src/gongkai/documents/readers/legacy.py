"""旧版 DOC、WPS：请服务器上的 LibreOffice 转成 DOCX 再读；没有就请人另存。"""

from gongkai.documents import office
from gongkai.documents.readers import docx
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.reading import Reading, reading
from gongkai.shared.refusal import Refused


def read(data: bytes) -> Reading:
    if not office.available():
        raise Refused("旧版 Word 或 WPS 文档（.doc、.wps）这里读不了。请用 Word 或 WPS 打开，另存为 DOCX 或 PDF 后上传", field="file")
    found = docx.read(office.converted(data, "doc", "docx"))
    return reading(
        FileKind.DOC,
        found.lines,
        html=found.html,
        links=found.links,
        warnings=[*found.warnings, "由旧版格式转换而来，请核对编号、表格和分段"],
    )
