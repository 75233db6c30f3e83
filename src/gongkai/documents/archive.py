"""ZIP containers (压缩包, DOCX, XLSX, OFD) opened under limits, so that no archive costs more than it should."""

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from gongkai.documents.rules import names
from gongkai.shared.refusal import Refused

ENTRIES = 5_000
PART_BYTES = 96 * 2**20
TOTAL_BYTES = 256 * 2**20
RATIO = 200  # office XML packs 10–40 times; a bomb a thousand times
RATIO_FROM = 4 * 2**20  # small parts may pack as well as they like
EPOCH = (1980, 1, 1, 0, 0, 0)

BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


@dataclass(frozen=True)
class Entry:
    name: str
    size: int
    info: zipfile.ZipInfo


class Archive:
    """A ZIP whose directory has been checked: `entries` lists its files, `read` unpacks one; all reads share one byte budget.

    Refused: not a ZIP, something before or after it, too many files, a password, links, names that climb out, bombs.
    """

    def __init__(self, data: bytes, what: str = "压缩包") -> None:
        self.what = what
        if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            raise Refused(f"{what}的开头不是 ZIP 格式，文件可能已损坏，请重新生成后上传", field="file")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except BROKEN as error:
            raise Refused(f"{what}打不开：文件不完整或已损坏，请重新生成后上传", field="file") from error
        self.comment = self._zip.comment
        self._budget = TOTAL_BYTES
        _require_nothing_outside(data, self._zip, what)
        self.entries = tuple(_checked(infos, len(data), what))

    @property
    def names(self) -> list[str]:
        return [entry.name for entry in self.entries]

    def read(self, entry: Entry) -> bytes:
        """The unpacked bytes of one entry. Refused when it is broken or larger than it says."""
        room = min(PART_BYTES, self._budget)
        try:
            with self._zip.open(entry.info) as stream:
                data = stream.read(room + 1)
        except BROKEN as error:
            raise Refused(f"{self.what}里的“{shown(entry.name)}”已损坏，请重新生成后上传", field="file") from error
        if len(data) > room:
            raise _bomb(self.what)
        self._budget -= len(data)
        return data

    def parts(self) -> dict[str, bytes]:
        """All entries unpacked, by name, in the archive's order."""
        return {entry.name: self.read(entry) for entry in self.entries}


def pack(parts: dict[str, bytes]) -> bytes:
    """A ZIP of these parts in this order, with nothing in it but names and bytes: no times, comments, owners or extra fields."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            archive.writestr(info, data, compresslevel=6)
    return packed.getvalue()


def shown(name: str) -> str:
    """A name from an archive, short and harmless, for a message."""
    return names.safe_name(name)[:40]


def _checked(infos: list[zipfile.ZipInfo], packed: int, what: str) -> list[Entry]:
    if len(infos) > ENTRIES:
        raise Refused(f"{what}里有 {len(infos)} 个文件，超过 {ENTRIES} 个。请分成几个较小的压缩包上传", field="file")
    entries, total, seen = [], 0, set()
    for info in infos:
        name = decoded_name(info)
        if names.climbs_out(name):
            raise Refused(f"{what}里有指向外部目录的文件名（{shown(name)}），可能有危险。请重新打包后上传", field="file")
        if info.flag_bits & 0x1:
            raise Refused(f"{what}设置了密码，无法读取。请取消密码后重新上传", field="file")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused(f"{what}里有快捷链接（{shown(name)}），请换成真正的文件后重新打包", field="file")
        if info.is_dir():
            continue
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"{what}用了少见的压缩方式，无法读取。请用系统自带的“压缩为 ZIP”重新打包", field="file")
        if name in seen:
            raise Refused(f"{what}里有两个同名文件（{shown(name)}），不知以哪个为准。请改名后重新打包", field="file")
        seen.add(name)
        total += info.file_size
        if (
            info.file_size > PART_BYTES
            or total > TOTAL_BYTES
            or (info.file_size > RATIO_FROM and info.file_size > RATIO * max(info.compress_size, 1))
        ):
            raise _bomb(what)
        entries.append(Entry(name, info.file_size, info))
    if sum(entry.info.compress_size for entry in entries) > packed:
        raise _bomb(what)  # entries that overlap each other
    return entries


def _require_nothing_outside(data: bytes, archive: zipfile.ZipFile, what: str) -> None:
    """No bytes before the first entry or after the end record: the hiding places of files that are two formats at once."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 + len(archive.comment) != len(data):
        raise Refused(f"{what}末尾附着了其他数据，可能被做过手脚。请重新打包后上传", field="file")
    first = min((info.header_offset for info in archive.infolist()), default=0)
    if first != 0:
        raise Refused(f"{what}开头附着了其他数据，可能被做过手脚。请重新打包后上传", field="file")


def _bomb(what: str) -> Refused:
    return Refused(f"{what}解开后大得不合常理，可能是“压缩炸弹”，未予处理。请检查来源；确需上传的，请拆成较小的文件", field="file")


def decoded_name(info: zipfile.ZipInfo) -> str:
    """The entry's name as its maker wrote it: without the UTF-8 flag Chinese tools store UTF-8 or GBK bytes."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
