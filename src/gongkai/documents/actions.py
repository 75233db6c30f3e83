"""存文件：先落盘再记账，断电也不会有“有账无物”。"""

import os
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.db.models import ProtectedError

from gongkai.documents import cleaning
from gongkai.documents.checks import LIMIT, check_upload
from gongkai.documents.models import Shelf, StoredFile, place
from gongkai.documents.rules.kinds import FileKind
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused


@dataclass(frozen=True)
class Taken:
    """An upload taken in: the original (staff only), the cleaned copy, what was removed and what could not be."""

    original: StoredFile
    public: StoredFile
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def take_in(data: bytes, name: str, limit: int = LIMIT, *, played: bool = False) -> Taken:
    """Check an upload (`played`: audio and video too), keep the original privately, clean a copy and store it for the public. Refused when a check fails, when
    the kind cannot be cleaned, or when the cleaned bytes still hold something hidden that cleaning did not own up to."""
    kind = check_upload(data, name, limit, played=played)
    cleaned = cleaning.clean(data, kind)
    left = cleaning.hidden(cleaned.data, kind)
    if left and not cleaned.kept:
        raise Refused(f"清除后核对发现文件里还有：{'、'.join(left)}。请用“打印为 PDF”重新生成后上传", field="file")
    with transaction.atomic():
        original = store(data, kind=kind, private=True)
        public = store(cleaned.data, kind=kind)
    return Taken(original, public, cleaned.removed, tuple(dict.fromkeys((*cleaned.kept, *left))))


def store(data: bytes, *, kind: FileKind, private: bool = False) -> StoredFile:
    """The stored file with this content; storing it again gives the same one. `private` puts it with the originals, which no
    door shows to the public. The bytes are on disk before the row exists."""
    digest = sm3(data)
    shelf = Shelf.ORIGINALS if private else Shelf.PUBLIC
    _put(place(digest, shelf), data, digest)
    stored, _ = StoredFile.objects.get_or_create(digest=digest, shelf=shelf, defaults={"kind": kind, "size": len(data)})
    return stored


def discard(stored: StoredFile) -> bool:
    """The row goes, unless something else still points to it; then False. Its bytes go with `erase`, once this is committed."""
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return False
    return True


def drop(*files: StoredFile | None) -> None:
    """What nothing points to any more goes, rows now and bytes once this is committed."""
    for one in {one for one in files if one}:
        digest, shelf = one.digest, one.shelf
        if discard(one):
            transaction.on_commit(partial(erase, digest, shelf))


def erase(digest: str, shelf: str) -> None:
    """The bytes of a file whose row is gone. Safe to do twice; nothing happens while a row stands (the same content was stored again)."""
    if not StoredFile.objects.filter(digest=digest, shelf=shelf).exists() and default_storage.exists(place(digest, shelf)):
        default_storage.delete(place(digest, shelf))


def _put(path: str, data: bytes, digest: str) -> None:
    if default_storage.exists(path):
        with default_storage.open(path) as there:
            if sm3(there.read()) == digest:
                return
    if isinstance(default_storage, FileSystemStorage):
        _write_whole(Path(default_storage.path(path)), data)
        return
    if default_storage.exists(path):  # there, but not what it should be
        default_storage.delete(path)
    default_storage.save(path, ContentFile(data))  # an object store takes an upload whole or not at all


def _write_whole(target: Path, data: bytes) -> None:
    """Under another name, forced to disk, then renamed: at no moment is half a file to be seen."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o640)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
