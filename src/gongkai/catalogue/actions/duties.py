"""What has to be published and what was: announced by a business system or an officer, reported by the rooms above."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from gongkai.catalogue.actions.reconcile import of_pair, reconcile
from gongkai.catalogue.actions.showing import require_fit
from gongkai.catalogue.models import Bearer, Column, Duty, Item, Publication
from gongkai.catalogue.rules.addresses import BAD_ADDRESS, is_address
from gongkai.catalogue.rules.items import REGULATION_FROM
from gongkai.catalogue.rules.limits import Sense, from_data, periods_ended
from gongkai.catalogue.rules.permits import WHO_MAY, Permit
from gongkai.catalogue.rules.standing import WEBSITE
from gongkai.catalogue.rules.text import UNSEEN, has_unseen
from gongkai.catalogue.rules.words import Channel
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

log = logging.getLogger(__name__)
SAME_KEY = "这个编号已经登记过另一件事情，请核对后换一个编号。"
FARTHEST = timedelta(days=400)  # what must be published before it happens is announced at most a year ahead


class SameKey(Refused):
    """The key names another event already."""


@transaction.atomic
def announce(
    item: Item, organ: Organisation, *, title: str, event_on: date, key: str = "", source: str = "", by: Officer | None, at: datetime
) -> tuple[Duty, bool]:
    """应公开的事情 arose: the duty with its clock, and whether it is new. `by` None: a business system, or the platform itself. The same key
    again gives the same duty. Errors: Refused for an organ that does not bear the item, and for days out of reach; SameKey."""
    if by is not None:
        require(by.actor(), Permit.ANNOUNCE, About(organ.path), WHO_MAY)
    title = " ".join(title.split())
    if not title or len(title) > 200:
        raise Refused("请写明是什么事情，最多 200 字。", field="title")
    if has_unseen(title):
        raise Refused(f"事情的名称{UNSEEN}", field="title")
    if event_on > at.date() + FARTHEST or event_on < REGULATION_FROM:
        raise Refused("发生日期不对，请核对。", field="event_on")
    bearer = _require_bearer(item, organ, at.date())
    if event_on < bearer.since:
        raise Refused(f"{organ.name}自 {bearer.since} 起承担这个事项，更早的事情不在目录里计算。请核对发生日期。", field="event_on")
    key = key or sm3(f"{event_on}:{title}".encode())[:32]
    duty, is_new = Duty.objects.get_or_create(
        item=item,
        organ=organ,
        key=key,
        defaults={"title": title, "event_on": event_on, "source": source[:60], "noted_at": at, "noted_by": by},
    )
    if not is_new:
        if (duty.title, duty.event_on) != (title, event_on):
            raise SameKey(SAME_KEY, field="key")
        return duty, False
    reconcile(of_pair(item.pk, organ.pk), on=at.date())
    data = {"item": item.code, "organ": organ.pk, "event_on": event_on, "source": duty.source}
    journal.write("catalogue.duty.arose", about=duty, by=by, at=at, data=data)
    duty.refresh_from_db()
    return duty, True


@transaction.atomic
def announce_by_system(
    item: Item, organ: Organisation, *, sender: Organisation, number: str, title: str, event_on: date, source: str, at: datetime
) -> tuple[Duty, bool]:
    """The same for a business system of `sender`, whose number names one event whatever the item. Errors: as of announce."""
    Organisation.objects.select_for_update().get(pk=sender.pk)  # the same number sent twice at once waits here
    key = f"api:{sender.pk}:{sm3(number.encode())}"
    if Duty.objects.filter(key=key).exclude(item=item, organ=organ).exists():
        raise SameKey(SAME_KEY, field="key")
    return announce(item, organ, title=title, event_on=event_on, key=key, source=source, by=None, at=at)


@transaction.atomic
def owe(item: Item, organ: Organisation, *, key: str, title: str, event_on: date, source: str, at: datetime) -> None:
    """A room above formed something that has to be published (`key`): its duty, brought in line with what it is called now."""
    title = " ".join(title.split())[:200]
    kept = Duty.objects.select_for_update().filter(item=item, organ=organ, key=key).first()
    if kept is None:
        announce(item, organ, title=title, event_on=event_on, key=key, source=source, by=None, at=at)
    elif (kept.title, kept.event_on, kept.cancelled_at) != (title, event_on, None):
        kept.title, kept.event_on, kept.cancelled_at, kept.cancel_reason = title, event_on, None, ""
        kept.save(update_fields=["title", "event_on", "cancelled_at", "cancel_reason"])
        reconcile(of_pair(item.pk, organ.pk), on=at.date())
        journal.write("catalogue.duty.corrected", about=kept, by=None, at=at, data={"item": item.code, "event_on": event_on})


@transaction.atomic
def refile(key: str, *, kept: Item, answers: str, at: datetime) -> None:
    """What `key` names belongs to the item `kept` and answers the duty `answers`: it stands under no other item, and is owed under no other
    key. Safe to run twice."""
    for one in Publication.objects.filter(key=key, withdrawn_on=None).exclude(item=kept).select_related("item"):
        _take_down(one, on=at.date(), by=None, at=at, reason=f"改列公开事项 {kept.code}")
    own = Duty.objects.select_for_update().filter(key=key, cancelled_at=None)
    for duty in own.exclude(item=kept) if answers == key else own:
        duty.cancelled_at, duty.cancel_reason = at, f"改列公开事项 {kept.code}"
        duty.save(update_fields=["cancelled_at", "cancel_reason"])
        reconcile(of_pair(duty.item_id, duty.organ_id), on=at.date())
        journal.write("catalogue.duty.cancelled", about=duty, by=None, at=at, data={"reason": duty.cancel_reason})


@transaction.atomic
def cancel(duty: Duty, *, reason: str, by: Officer, at: datetime) -> None:
    """取消: it was announced by mistake. It stays on record with the reason and counts no longer. Refused to whoever announced it, and to
    the office itself for what a system or the calendar said it owes."""
    permit = Permit.CANCEL_TOLD if duty.source else Permit.CANCEL
    require(by.actor(), permit, About(duty.organ.path, written_by=duty.noted_by_id), WHO_MAY)
    if len(reason.strip()) < 4:
        raise Refused("请写明取消的理由，至少四个字。", field="reason")
    done = Duty.objects.filter(pk=duty.pk, cancelled_at=None).update(cancelled_at=at, cancel_reason=reason.strip()[:300])
    if not done:
        raise Refused("这件事情已经取消。")
    reconcile(of_pair(duty.item_id, duty.organ_id), on=at.date())
    journal.write("catalogue.duty.cancelled", about=duty, by=by, at=at, data={"reason": reason.strip()[:300]})


@dataclass(frozen=True)
class Report:
    """What was published. `answers`: the key of the duty; `place`: of what goes to one village or group."""

    key: str
    title: str
    published_on: date
    address: str = ""
    column: Column | None = None
    channel: str = WEBSITE
    answers: str = ""
    place: str = ""
    is_empty: bool = False


@transaction.atomic
def report(item: Item, organ: Organisation, made: Report, *, by: Officer | None, at: datetime) -> Publication:
    """Note what was published for an item. `by` None: a room above reports what it published, and the same key again brings the row in line.
    An officer's word is looked at before it is shown, overwrites nothing, and counts from today until another person confirms its day."""
    if by is not None:
        require(by.actor(), Permit.REPORT, About(organ.path), WHO_MAY)
    if not made.title.strip():
        raise Refused("请填写公开内容的标题。", field="title")
    if made.published_on > at.date():
        raise Refused("公开日期还没有到。请在公开以后登记。", field="published_on")
    if made.channel not in {one.value for one in Channel}:
        raise Refused("请选择公开渠道。", field="channel")
    if made.address and not is_address(made.address):
        raise Refused(BAD_ADDRESS, field="address")
    if made.answers:
        _require_later(item, organ, made)
    _require_bearer(item, organ, at.date())
    kept = Publication.objects.select_for_update().filter(item=item, organ=organ, key=made.key, channel=made.channel).first()
    before = _told(kept) if kept else {}
    if by is not None:
        _require_own_word(item, organ, made, kept, at)
    publication = kept or Publication(item=item, organ=organ, key=made.key, channel=made.channel, noted_at=at, noted_by=by)
    if kept and kept.withdrawn_on:  # it stands there again from today
        publication.noted_at = at
    publication.title, publication.address, publication.place = made.title.strip()[:500], made.address[:500], made.place[:200]
    publication.published_on, publication.column, publication.answers = made.published_on, made.column, made.answers
    publication.is_empty, publication.withdrawn_on = made.is_empty, None
    publication.save()
    reconcile(of_pair(item.pk, organ.pk), on=at.date())
    told = _told(publication)
    data = {"item": item.code, "organ": organ.pk, "key": made.key, **told} | ({"before": before} if before and before != told else {})
    journal.write("catalogue.publication.reported", about=publication, by=by, at=at, data=data)
    return publication


def _require_own_word(item: Item, organ: Organisation, made: Report, kept: Publication | None, at: datetime) -> None:
    """What an officer types can be checked, is not there yet, and may be shown."""
    if made.channel == WEBSITE and not made.address:
        raise Refused("请填写公开页面的网址，公众和监督人员要能打开核对。", field="address")
    if has_unseen(made.title + made.place):
        raise Refused(f"标题或者地点{UNSEEN}", field="title")
    same = item.publications.filter(
        organ=organ, channel=made.channel, answers=made.answers, title=made.title.strip(), address=made.address, place=made.place,
        published_on=made.published_on, withdrawn_on=None,
    )  # fmt: skip
    if kept or same.exists():
        raise Refused("这条公开内容已经登记过。登记错的请先撤下，再重新登记。")
    words = (made.title, made.place, made.address)
    require_fit(f"catalogue.item:{item.pk}", words, office=organ, at=at, then="请脱敏后再登记；页面上也有的，请先处理页面。")


def _told(one: Publication) -> dict[str, str]:
    """A publication as the journal keeps it."""
    return {"title": one.title, "address": one.address, "channel": one.channel, "place": one.place, "published_on": str(one.published_on)}


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, by: Officer, at: datetime) -> Publication:
    """撤下 what an officer registered: its words are shown no longer, the duty is as if it had not been. The reason stays in the journal.
    Errors: Refused for what a room above published (it is withdrawn there), and once it is gone."""
    kept = _typed(publication)
    require(by.actor(), Permit.WITHDRAW, About(kept.organ.path), WHO_MAY)
    if len(reason.strip()) < 4:
        raise Refused("请写明撤下的理由，至少四个字。", field="reason")
    _take_down(kept, on=at.date(), by=by, at=at, reason=reason.strip()[:300])
    return kept


@transaction.atomic
def confirm(publication: Publication, *, by: Officer, at: datetime) -> Publication:
    """核实: another person saw that it was there on the day it is said, so that it counts from then."""
    kept = _typed(publication)
    require(by.actor(), Permit.CONFIRM, About(kept.organ.path, written_by=kept.noted_by_id), WHO_MAY)
    if not kept.waits_for_confirmation:
        raise Refused("这条公开内容的日期不需要核实，请刷新页面查看。")
    kept.confirmed_by = by
    kept.save(update_fields=["confirmed_by"])
    reconcile(of_pair(kept.item_id, kept.organ_id), on=at.date())
    data = {"item": kept.item.code, "organ": kept.organ_id, "key": kept.key, **_told(kept)}
    journal.write("catalogue.publication.confirmed", about=kept, by=by, at=at, data=data)
    return kept


def _typed(publication: Publication) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",)).select_related("item", "organ")
    kept = rows.filter(pk=publication.pk, noted_by__isnull=False, withdrawn_on=None).first()
    if kept is None:
        raise Refused("这条内容已经撤下，或者不是在这里登记的（文件库的文件请在文件库撤回）。")
    return kept


def _require_later(item: Item, organ: Organisation, made: Report) -> None:
    """What answers an event was published after it, unless the item has to be published beforehand."""
    duty = Duty.objects.filter(item=item, organ=organ, key=made.answers).first()
    if duty is None:
        raise Refused("没有登记过这件应公开的事情，请刷新后重新选择。", field="answers")
    beforehand = item.current is not None and from_data(item.current.limits[WEBSITE]).sense is Sense.BEFORE
    if made.published_on < duty.event_on and not beforehand:
        raise Refused(f"公开日期早于这件事情发生的日期（{duty.event_on}），不能算作它的公开。请核对。", field="published_on")


@transaction.atomic
def take_down(keys: list[str], *, on: date, at: datetime) -> int:
    """What these keys name is no longer public from the day on; returns how many rows that touched."""
    rows = list(Publication.objects.filter(key__in=keys, withdrawn_on=None).select_related("item", "organ"))
    for one in rows:
        _take_down(one, on=on, by=None, at=at)
    return len(rows)


def _take_down(one: Publication, *, on: date, by: Officer | None, at: datetime, reason: str = "") -> None:
    one.withdrawn_on = max(on, one.published_on)
    one.save(update_fields=["withdrawn_on"])
    reconcile(of_pair(one.item_id, one.organ_id), on=at.date())
    data = {"item": one.item.code, "organ": one.organ_id, "key": one.key} | ({"reason": reason} if reason else {})
    journal.write("catalogue.publication.withdrawn", about=one, by=by, at=at, data=data)


def filed_under(organ: Organisation, *, category: str, topic: str) -> tuple[Item, Column] | None:
    """The item of this organ that papers of this kind belong to, and their column: the column of its topic first, then one for every topic."""
    takes = Q(current__column__takes_papers=True, current__column__category__in=("", category), current__column__topic__in=("", topic))
    items = Item.objects.filter(takes, is_ended=False, bearers__organ=organ, bearers__until=None).select_related("current__column")
    fits = [(one, one.current.column) for one in items.order_by("code") if one.current and one.current.column]
    return min(fits, key=lambda pair: (not pair[1].topic, not pair[1].category, pair[0].code), default=None)


def open_periods(*, on: date, at: datetime) -> int:
    """The duties that arise with the calendar: a quarter ended, a year began. Safe to run twice; returns how many were new. What is refused
    for one item stops no other."""
    made = 0
    rows = Bearer.objects.filter(Q(until=None) | Q(until__gte=on), item__current__isnull=False, item__is_ended=False)
    known = {(item, organ, key) for item, organ, key in Duty.objects.filter(source=BY_ITSELF).values_list("item", "organ", "key")}
    for bearer in rows.select_related("item__current", "organ"):
        current = bearer.item.current
        limit = from_data(current.limits[WEBSITE]) if current else None
        if limit is None or not limit.comes_by_itself:
            continue
        for name, event_on in periods_ended(limit, max(bearer.since, REGULATION_FROM), on):
            if (bearer.item_id, bearer.organ_id, name) in known:
                continue
            title = f"{name}：{bearer.item.name}"[:200]
            try:
                announce(bearer.item, bearer.organ, title=title, event_on=event_on, key=name, source=BY_ITSELF, by=None, at=at)
                made += 1
            except Refused as refused:
                log.warning("catalogue: %s of %s was not noted: %s", name, bearer.item.code, refused)
    return made


BY_ITSELF = "按期产生"


def _require_bearer(item: Item, organ: Organisation, on: date) -> Bearer:
    bearer = item.bearers.filter(Q(until=None) | Q(until__gte=on), organ=organ).first()
    if bearer is None:
        raise Refused(f"{organ.name}不是事项“{item.name}”的公开主体。请核对事项编码和单位。", field="item")
    return bearer
