"""政策问答库 as the publishing room patrols it: entries answered on the site, each by its current version."""

from datetime import datetime

from django.db.models import QuerySet

from gongkai.assistant.actions import entries
from gongkai.assistant.faq import published as answered
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.models import Officer
from gongkai.publishing.rules.material import Material
from gongkai.publishing.subjects import Kind, Published, register
from gongkai.shared.refusal import Refused

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


def writers(about: str) -> frozenset[int]:
    entry = FaqEntry.objects.select_related("current").filter(pk=_row(about)).first()
    return entry.current.wrote() if entry and entry.current else frozenset()


def sign(about: str, *, seen: str, by: Officer, at: datetime) -> object:
    version = _in_hand(about)
    if seen and seen != entries.told_in(version.entry, version).digest():
        raise Refused("您打开之后，这一条又改过。请看过新内容后再办理。")
    try:
        return entries.publish(version, by=by, at=at)
    except Refused as refused:
        if refused.field != "reason":
            raise
        raise Refused(f"{refused.message}请打开这一条问答，用“确认发布”写明理由，再来签发。") from refused


def send_back(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    return entries.send_back(_in_hand(about), reason=reason, by=by, at=at)


def _in_hand(about: str) -> FaqVersion:
    version = FaqVersion.objects.select_related("entry__office").filter(entry=_row(about), published_at=None).first()
    if version is None:
        raise Refused("这一版已经发布或者删除，请刷新页面查看。")
    return version


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


register(
    Kind(
        NAME,
        "政策问答",
        published=published,
        find=find,
        withdraw=withdraw,
        publish=sign,
        send_back=send_back,
        writers=writers,
        by_plan=True,
    )
)
