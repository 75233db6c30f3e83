"""ZIP：只列出里面收得下的文件，由导入逐个读。"""

from gongkai.documents import archive
from gongkai.documents.checks import JUNK, NESTING
from gongkai.documents.rules import names
from gongkai.documents.rules.kinds import FileKind, ending, kind_of_name
from gongkai.documents.rules.reading import Line, Reading, reading
from gongkai.shared.refusal import Refused


def read(data: bytes) -> Reading:
    """The members as attachments (path inside the archive, bytes), those of an inner ZIP after its name; one line per member."""
    members: list[tuple[str, bytes]] = []
    passed: list[str] = []
    _collect(data, "", 1, members, passed)
    if not members:
        raise Refused("压缩包里没有能读的文件。请放入 PDF、DOCX、OFD、TXT、网页或表格后重新打包", field="file")
    warnings = [f"压缩包里有 {len(passed)} 个文件不能读，已略过：{'、'.join(passed[:10])}"] if passed else []
    return reading(FileKind.ZIP, [Line(name) for name, _ in members], attachments=members, warnings=warnings)


def _collect(data: bytes, before: str, depth: int, members: list[tuple[str, bytes]], passed: list[str]) -> None:
    box = archive.Archive(data)
    for entry in sorted(box.entries, key=lambda entry: entry.name):
        if JUNK.search(entry.name):
            continue
        path = before + "/".join(names.safe_name(part) for part in entry.name.replace("\\", "/").split("/") if part)
        if kind_of_name(entry.name) is None:
            passed.append(archive.shown(entry.name))
        elif ending(entry.name) == "zip":
            if depth >= NESTING:
                raise Refused("压缩包里套了太多层压缩包。请全部解开，只打一层包后上传", field="file")
            _collect(box.read(entry), path + "/", depth + 1, members, passed)
        else:
            members.append((path, box.read(entry)))
        if sum(len(member) for _, member in members) > archive.TOTAL_BYTES:
            raise Refused("压缩包解开后太大。请分成几个较小的压缩包上传", field="file")
