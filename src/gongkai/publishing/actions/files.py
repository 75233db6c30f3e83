"""Making an attachment ready for inspection."""

from gongkai.documents import cleaning, readers
from gongkai.documents.checks import check_upload
from gongkai.publishing.rules.material import FileText
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused


def file_text(data: bytes, name: str) -> FileText:
    """An attachment ready for inspection: its text, tables, and what its raw bytes still hide. A file whose text cannot be
    read (a picture, say) is inspected for what it hides only. Refused when the file may not be uploaded at all."""
    kind = check_upload(data, name)
    try:
        reading = readers.read(data, name)
    except Refused:
        return FileText(name, hidden=cleaning.hidden(data, kind), digest=sm3(data))
    tables = tuple(line.rows for line in reading.lines if line.rows)
    return FileText(name, reading.text, tables, cleaning.hidden(data, kind), sm3(data))
