"""外部链接: noted where they stand as the patrol walks by, asked by the worker, and found where one is broken."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from gongkai.publishing import asking
from gongkai.publishing.models import LinkPlace, OutsideLink, PatrolBatch
from gongkai.publishing.rules import outside as rules
from gongkai.publishing.rules.hits import Hit
from gongkai.publishing.rules.outside import Mention, State
from gongkai.publishing.subjects import Published

AT_ONCE = 6  # addresses in one turn of the worker, which has two threads for everything: some seconds at most


def note(batch: PatrolBatch, seen: Mapping[str, tuple[Published, Sequence[Mention]]], now: datetime) -> None:
    """Keep where the addresses stand in the things looked at ({about: (thing, mentions)}); what stands there no longer is forgotten."""
    addresses = {mention.address for _, mentions in seen.values() for mention in mentions}
    OutsideLink.objects.bulk_create([OutsideLink(address=one, due_at=now) for one in sorted(addresses)], ignore_conflicts=True)
    links = dict(OutsideLink.objects.filter(address__in=addresses).values_list("address", "pk"))
    LinkPlace.objects.filter(about__in=seen).delete()
    LinkPlace.objects.bulk_create(
        LinkPlace(
            link_id=links[mention.address],
            batch=batch,
            about=about,
            title=one.title[:500],
            public_address=one.address[:300],
            office=one.office,
            file=mention.file[:255],
            block=mention.block[:60],
            line=mention.line,
        )
        for about, (one, mentions) in seen.items()
        for mention in mentions
    )


def broken_among(mentions: Sequence[Mention]) -> list[Hit]:
    """The findings for those that are known not to open; none while asking is switched off."""
    if not mentions or not settings.CHECK_LINKS:
        return []
    rows = OutsideLink.objects.filter(address__in=[one.address for one in mentions], state=State.BROKEN)
    because = dict(rows.values_list("address", "because"))
    return [
        rules.hit(one.address, because[one.address], file=one.file, block=one.block, line=one.line)
        for one in mentions
        if one.address in because
    ]


def ask_due(now: datetime) -> list[OutsideLink]:
    """Ask those that are due, the longest waiting first; returns those whose state has changed. Nothing while it is switched off. What
    stands nowhere any more is forgotten instead."""
    if not settings.CHECK_LINKS:
        return []
    OutsideLink.objects.filter(places=None, due_at__lte=now).delete()
    due = list(OutsideLink.objects.filter(due_at__lte=now).order_by("due_at", "id")[:AT_ONCE])
    if not due:
        return []
    answers = asking.ask_each([one.address for one in due])
    return [one for one in due if _keep(one, answers[one.address], now)]


@transaction.atomic
def _keep(link: OutsideLink, answer: rules.Answer, now: datetime) -> bool:
    said = rules.verdict(answer, failures=link.failures)
    changed = said.state is not State(link.state)
    link.state, link.because, link.failures = said.state, said.because[:120], said.failures
    link.checked_at, link.due_at = now, now + said.again_after
    link.save(update_fields=["state", "because", "failures", "checked_at", "due_at"])
    return changed
