"""Pictures that are looked at before they are public: a request asks for one, the worker of the same node draws it, the page shows it
once it is there. What is asked for lies beside what was made, in the data folder; losing it loses nothing, the page asks again."""

import json
import logging
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
KIND = "poster.png"
MOST_WAITING = 200  # asked for and not drawn yet; more are asked for again by their pages


def drawn_or_asked(drawing: Poster) -> bytes | None:
    """The picture as PNG; None when it has yet to be drawn, which is asked for. Errors: Refused for one that could not be drawn."""
    digest = digest_of(drawing)
    found = made.kept(digest, KIND)
    if found is None:
        folder = _folder()
        if (folder / f".{digest}.failed").exists():
            raise Refused("这张图没有画成。请核对正文里有没有特殊的符号，修改以后再看；仍不行的请联系系统管理员。")
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / digest).exists() and len(list(folder.iterdir())) < MOST_WAITING:
            part = folder / f".{digest}.part"
            part.write_text(json.dumps(asdict(drawing), ensure_ascii=False))
            part.replace(folder / digest)
    return found


def digest_of(drawing: Poster) -> str:
    """Of all that is drawn."""
    return sm3(canonical(asdict(drawing)))


@every("policies.pictures", seconds=1, per_node=True)
def draw_what_was_asked_for(now: datetime) -> None:
    """One after another; what cannot be drawn is told in the log and not tried for ever."""
    folder = _folder()
    asked = [one for one in folder.iterdir() if not one.name.startswith(".")] if folder.is_dir() else []
    for file in sorted(asked, key=lambda one: one.stat().st_mtime):
        try:
            drawing = _read(file)
            made.kept_or_made(digest_of(drawing), KIND, partial(poster.png, drawing), lambda: True)
        except Exception:
            log.exception("a picture could not be drawn: %s", file.name)
            (folder / f".{file.name}.failed").touch()
        finally:
            file.unlink(missing_ok=True)


def _read(file: Path) -> Poster:
    given = json.loads(file.read_text())
    cards = [PosterCard(card["label"], [PosterRow(**row) for row in card["rows"]]) for card in given["cards"]]
    return Poster(**given | {"cards": cards})


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "made" / "asked"
