"""ZIP：里面的文件逐个清除，重新打包；时间、注释、扩展字段都不留。"""

from collections.abc import Callable

from gongkai.documents import archive
from gongkai.documents.checks import JUNK, check_upload
from gongkai.documents.cleaning.cleaned import Cleaned
from gongkai.documents.rules import names
from gongkai.documents.rules.kinds import FileKind, kind_of_name
from gongkai.shared.refusal import Refused


def clean(data: bytes, clean_one: Callable[[bytes, FileKind], Cleaned]) -> Cleaned:
    box = archive.Archive(data)
    parts: dict[str, bytes] = {}
    removed: list[str] = ["压缩包的注释"] if box.comment else []
    kept: list[str] = []
    for entry in sorted(box.entries, key=lambda entry: entry.name):
        shown = archive.shown(entry.name)
        if JUNK.search(entry.name) or kind_of_name(entry.name) is None:
            removed.append(f"“{shown}”（系统文件或不能核查的文件）")
            continue
        inside = box.read(entry)
        cleaned = clean_one(inside, check_upload(inside, entry.name, archive.PART_BYTES))
        path = "/".join(names.safe_name(part) for part in entry.name.replace("\\", "/").split("/") if part)
        if path in parts:
            raise Refused(f"压缩包里有两个同名文件（{shown}），不知以哪个为准。请改名后重新打包", field="file")
        parts[path] = cleaned.data
        removed += [f"“{shown}”的{note}" for note in cleaned.removed]
        kept += [f"“{shown}”的{note}" for note in cleaned.kept]
    if not parts:
        raise Refused("压缩包里没有可以公开的文件", field="file")
    return Cleaned(archive.pack(parts), tuple(removed), tuple(kept))


def hidden(data: bytes, hidden_in: Callable[[bytes, FileKind], tuple[str, ...]]) -> list[str]:
    box = archive.Archive(data)
    found = container_traces(box)
    for entry in box.entries:
        kind = kind_of_name(entry.name)
        shown = archive.shown(entry.name)
        if kind is None:
            found.append(f"“{shown}”（不能核查的文件）")
        else:
            found += [f"“{shown}”：{note}" for note in hidden_in(box.read(entry), kind)]
    return found


def container_traces(box: archive.Archive) -> list[str]:
    """What the ZIP itself tells beside its files: comments and extra fields (owners, exact times)."""
    found = ["压缩包的注释"] if box.comment or any(entry.info.comment for entry in box.entries) else []
    return found + (["压缩包的扩展字段"] if any(entry.info.extra for entry in box.entries) else [])
