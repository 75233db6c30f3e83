"""The files made of a text (PDF, OFD, DOCX, pictures), kept: a text never changes, and laying one out takes a second of a core.

Kept in the data folder, by digest and format; a file that is not there is made again, so the folder may be emptied at any time."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from gongkai import __version__
from gongkai.shared.digest import sm3

MOST_FILES = 5_000  # some 300 MB; the file longest unused goes first
SWEPT_AWAY = 500  # at once, when there are too many
LOCKS = 64  # builders at once at the very most; two texts seldom share one


def key_of(digest: str, kind: str) -> str:
    """What a file is kept under, and its ETag: another version of the platform may lay out the same text otherwise."""
    return sm3(f"{digest}:{kind}:{__version__}".encode())


def kept_or_made(digest: str, kind: str, make: Callable[[], bytes], may_make: Callable[[], bool]) -> bytes | None:
    """The file, made once even when many ask at the same time; None when it would have to be made and `may_make` says no."""
    folder = Path(settings.DATA_DIR) / "made"
    file = folder / f"{key_of(digest, kind)}.{kind}"
    if (found := _read(file)) is not None:
        return found
    if not may_make():
        return None
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / f"{int(digest[:8], 16) % LOCKS}.lock"):
        if (found := _read(file)) is not None:
            return found
        data = make()
        part = file.with_suffix(".part")
        part.write_bytes(data)
        part.replace(file)
        _sweep(folder)
        return data


def kept(digest: str, kind: str) -> bytes | None:
    """The file, where it was made before."""
    return _read(Path(settings.DATA_DIR) / "made" / f"{key_of(digest, kind)}.{kind}")


def _read(file: Path) -> bytes | None:
    try:
        data = file.read_bytes()
        os.utime(file)
    except OSError:
        return None
    return data


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One thread of one process at a time; the lock is gone when its holder dies."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep(folder: Path) -> None:
    files = [one for one in os.scandir(folder) if one.is_file() and not one.name.endswith((".lock", ".part"))]
    if len(files) > MOST_FILES:
        for one in sorted(files, key=lambda one: one.stat().st_mtime)[:SWEPT_AWAY]:
            Path(one.path).unlink(missing_ok=True)
