"""Pictures are never drawn inside a request: a page or the publication asks for one, the worker of the same node draws it, as PNG and as
SVG, and the page shows it once it is there. What is asked for lies beside what was made, in the data folder; losing it loses nothing,
the page asks again."""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from gongkai.documents import made
from gongkai.documents.writers import poster
from gongkai.documents.writers.poster import Poster, PosterCard, PosterRow
from gongkai.journal.duties import every
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

log = logging.getLogger(__name__)
KINDS = ("png", "svg")
MOST_WAITING = 200  # asked for and not drawn yet; more are asked for again by their pages
MOST_AT_ONCE = 2  # in one turn of the worker, which has two threads for everything and takes seconds over one
AGAIN_AFTER = 10 * 60  # seconds after which one that failed may be asked for again
FAILED = f"这张图刚才没有画成。请过 {AGAIN_AFTER // 60} 分钟再打开，会重新画；仍不行的请联系系统管理员查看后台日志。"
NO_ROOM = "现在存不下要画的图。请稍后再试；仍不行的请联系系统管理员检查磁盘空间。"


def drawn_or_asked(drawing: Poster, kind: str = "png") -> bytes | None:
    """The picture, of one of KINDS; None when it has yet to be drawn, which is asked for. Errors: Refused for one that could not be
    drawn just now, or not be asked for."""
    digest = digest_of(drawing)
    found = made.kept(digest, name_of(kind))
    if found is None:
        folder = _folder()
        if _age(folder / f".{digest}.failed") < AGAIN_AFTER:
            raise Refused(FAILED)
        try:
            _ask(folder, digest, drawing)
        except OSError as error:
            log.exception("a picture could not be asked for")
            raise Refused(NO_ROOM) from error
    return found


def _ask(folder: Path, digest: str, drawing: Poster) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / digest).exists() and len(list(_asked(folder))) < MOST_WAITING:
        part = folder / f".{digest}.part"
        part.write_text(json.dumps(asdict(drawing), ensure_ascii=False))
        part.replace(folder / digest)


def name_of(kind: str) -> str:
    """What a picture of this kind is kept as."""
    return f"poster.{kind}"


def digest_of(drawing: Poster) -> str:
    """Of all that is drawn."""
    return sm3(canonical(asdict(drawing)))


@every("policies.pictures", seconds=1, per_node=True)
def draw_what_was_asked_for(now: datetime) -> None:
    """Those that wait longest, a few at a time; what cannot be drawn is told in the log and may be asked for again after a while."""
    folder = _folder()
    if not folder.is_dir():
        return
    _sweep(folder)
    for file in sorted(_asked(folder), key=_age, reverse=True)[:MOST_AT_ONCE]:
        try:
            drawing = _read(file)
            for kind in KINDS:
                made.kept_or_made(digest_of(drawing), name_of(kind), partial(getattr(poster, kind), drawing), lambda: True)
        except Exception:
            log.exception("a picture could not be drawn: %s", file.name)
            with suppress(OSError):  # the disk may be what failed
                (folder / f".{file.name}.failed").touch()
        finally:
            file.unlink(missing_ok=True)


def _asked(folder: Path) -> Iterator[Path]:
    return (one for one in folder.iterdir() if not one.name.startswith("."))


def _sweep(folder: Path) -> None:
    """Marks of failures that count no more, and what a crash left half written."""
    for one in folder.glob(".*"):
        if AGAIN_AFTER <= _age(one) < float("inf"):
            one.unlink(missing_ok=True)


def _age(file: Path) -> float:
    """In seconds; infinite for one that is not there."""
    try:
        return time.time() - file.stat().st_mtime
    except OSError:
        return float("inf")


def _read(file: Path) -> Poster:
    given = json.loads(file.read_text())
    cards = [PosterCard(card["label"], [PosterRow(**row) for row in card["rows"]]) for card in given["cards"]]
    return Poster(**given | {"cards": cards})


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "made" / "asked"
