"""政策问答库 as the publishing room patrols it: entries answered on the site, each by its current version."""

from datetime import datetime

from django.db.models import QuerySet

from gongkai.assistant.actions import entries
from gongkai.assistant.faq import published as answered
from gongkai.assistant.models import FaqEntry
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.models import Officer
from gongkai.publishing.rules.material import Material
from gongkai.publishing.subjects import Kind, Published, register

NAME = "assistant.entry"


def published(after: int, since: datetime | None, size: int) -> list[Published]:
    rows = _answered().filter(pk__gt=after).order_by("pk")
    if since is not None:
        rows = rows.filter(changed_at__gte=since)
    return [_published(entry) for entry in rows[:size]]


def find(about: str) -> Published | None:
    entry = _answered().filter(pk=_row(about)).first()
    return _published(entry) if entry else None


def withdraw(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    return entries.retire(FaqEntry.objects.get(pk=_row(about)), reason=reason, by=by, at=at)


def _answered() -> QuerySet[FaqEntry]:
    return answered().filter(current__isnull=False)


def _published(entry: FaqEntry) -> Published:
    return Published(f"{NAME}:{entry.pk}", entry.pk, entry.question, f"/answers/{entry.code}/", entry.office, lambda: _reading(entry))


def _reading(entry: FaqEntry) -> Material:
    version = entry.current
    assert version is not None
    texts = [version.question, *version.wordings, *(line["text"] for line in version.lines)]
    return Material(version.question, tuple(Block(BlockKind.PARAGRAPH, text, anchor=f"p{n}") for n, text in enumerate(texts, 1)))


def _row(about: str) -> int:
    return int(about.rpartition(":")[2])


register(Kind(NAME, "政策问答", published=published, find=find, withdraw=withdraw))
