"""检索订阅: saving a search, confirming the address, telling of what is new, renewing, ending."""

import re
import secrets
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from gongkai.journal import actions as journal
from gongkai.notices import queries as notices
from gongkai.notices.actions import post, tell
from gongkai.people.models import Officer
from gongkai.people.models.encrypted import blind_index
from gongkai.people.rules.permits import About, require
from gongkai.people.throttle import allow
from gongkai.policies.appearing import appeared
from gongkai.policies.models import Policy
from gongkai.search import saving
from gongkai.search.backend import NoIndex
from gongkai.search.index import backend
from gongkai.search.models import SavedSearch
from gongkai.search.queries import about_search
from gongkai.search.rules import saved as rule
from gongkai.search.rules.permits import WHO_MAY, Permit
from gongkai.search.rules.query import parse
from gongkai.search.rules.saved import Wanted
from gongkai.shared.clock import BEIJING
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

ASKED_A_DAY = 5  # confirmations mailed to one address: nobody is pestered in another's name
TOLD_AT = time(8)  # once a day, of everything up to this time【推】
SETTLED = timedelta(minutes=15)  # by then it has reached the index
AT_ONCE = 200  # saved searches looked through in one run; the rest is next
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def subscribe(wanted: Wanted, address: str, *, at: datetime) -> bool:
    """A citizen asks to be told by e-mail: a link to confirm goes to the address, without a word of what was typed, once more for one not
    confirmed yet. Nothing is said of
    whether the address was known: False only when this site sends no mail. Refused for no address, when there is nothing to
    look for, and for words that are rather a message to whoever gets the mail."""
    address = address.strip()
    if not _ADDRESS.fullmatch(address) or len(address) > 120:
        raise Refused("邮箱地址不完整，请写成 name@example.com 的样式。", field="address")
    _require_something(wanted)
    if not rule.may_be_mailed(wanted):
        raise Refused(
            f"检索条件里有网址或者长串数字，或者检索词超过{rule.LONGEST_MAILED}个字，不能用邮箱订阅。请精简检索词，或者用阅读器订阅。",
            field="text",
        )
    if not notices.sends_mail():
        return False
    index = blind_index(address)
    if not allow(f"saved:{index}", ASKED_A_DAY, timedelta(days=1), at):
        return True
    with transaction.atomic():
        row = SavedSearch.objects.filter(address_index=index, wanted_index=blind_index(wanted.written())).first()
        if row is None and SavedSearch.objects.filter(address_index=index).count() < rule.MOST_EACH:
            row = _saved(wanted, at, address=address, address_index=index)
        if row is None or row.is_on(at.astimezone(BEIJING).date()):
            return True
        post(
            address,
            subject="请确认检索订阅",
            # none of the words that were typed: whoever typed them may be a stranger to this address
            body="有人（应该是您）在本站订阅了检索：有符合条件的新文件公开时，发邮件到这个邮箱。\n\n"
            f"请在{rule.CONFIRM_DAYS}天内打开下面的网页，看过检索条件后确认。不是您要求的，不用理会：不确认就不会再收到邮件，到期自动删除。",
            link=_page(row),
            at=at,
            at_once=True,
        )
    return True


@transaction.atomic
def confirm(row: SavedSearch, *, at: datetime) -> None:
    """The address is its owner's: from now on it is told of new papers for a year. Confirming again renews the year."""
    locked = SavedSearch.objects.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise Refused("这个订阅已经取消。需要的话，请在搜索页面重新订阅。")
    locked.looked_until = locked.looked_until or at
    _let_run(locked, at)
    journal.write("search.saved.confirmed", about=locked, by=None, at=at)


@transaction.atomic
def save(wanted: Wanted, *, by: Officer, at: datetime) -> SavedSearch:
    """An officer's: told on the desk from now on. The one there is when it was saved before, for a year from now."""
    require(by.actor(), Permit.SAVE, About("", concerns=by.pk), WHO_MAY)
    _require_something(wanted)
    row = SavedSearch.objects.filter(officer=by, wanted_index=blind_index(wanted.written())).first()
    if row is None:
        if SavedSearch.objects.filter(officer=by).count() >= rule.MOST_EACH:
            raise Refused(f"每人最多订阅{rule.MOST_EACH}个检索，请先取消不需要的。", field="text")
        row = _saved(wanted, at, officer=by)
        journal.write("search.saved.added", about=row, by=by, at=at)
    row.looked_until = row.looked_until or at
    _let_run(row, at)
    return row


@transaction.atomic
def end(row: SavedSearch, *, at: datetime, by: Officer | None = None) -> None:
    """No more: its owner (`by` None: whoever holds the link of its mails) or, for a citizen's, an administrator. The row is deleted."""
    if by is not None and row.officer_id is None:
        require(by.actor(), Permit.OVERSEE_SAVED, about_search(), WHO_MAY)
    elif by is not None:
        require(by.actor(), Permit.SAVE, About("", concerns=row.officer_id), WHO_MAY)
    if row.pk is not None and SavedSearch.objects.filter(pk=row.pk).exists():
        journal.write("search.saved.ended", about=row, by=by, at=at)
        row.delete()


def tell_of_new(*, at: datetime) -> int:
    """Look through at most AT_ONCE of the saved searches not looked through since this morning, each once a day, and tell of what became
    public since; how many were told. Nothing while there is no index: the next run makes up for it."""
    until = datetime.combine(at.astimezone(BEIJING), TOLD_AT, BEIJING)
    if at < until + SETTLED or not backend().health().ready:
        return 0
    due = SavedSearch.objects.filter(confirmed_at__isnull=False, expires_on__gte=until.date(), looked_until__lt=until)
    new: dict[datetime, list[int]] = {}
    told = 0
    for row in due.select_related("officer").order_by("looked_until", "pk")[:AT_ONCE]:
        since = row.looked_until or until
        if since not in new:
            new[since] = appeared(since, until)
        told += _told(row, new[since], since, until, at)
    return told


def _told(row: SavedSearch, new: list[int], since: datetime, until: datetime, at: datetime) -> bool:
    wanted = row.search()
    found = _found(row, wanted, new, until.date()) if new else []
    with transaction.atomic():  # told and noted that it was, or neither: another node may be at it too
        if not SavedSearch.objects.filter(pk=row.pk, looked_until=since).update(looked_until=until) or not found:
            return False
        subject = f"您订阅的检索有{len(found)}份新文件"
        if row.officer:
            body = f"{wanted.in_words()}：{'；'.join(paper.title for paper in found[: rule.MOST_TOLD])}"
            return bool(tell([row.officer], subject=subject, body=body, link=wanted.address, at=at, about=row))
        body = f"检索条件：{wanted.in_words()}\n\n{_listed(found)}\n\n全部结果：{_site(wanted.address)}\n\n退订或者续期："
        return post(row.address, subject=subject, body=body, link=_page(row), at=at, unsubscribe=_page(row))


def _found(row: SavedSearch, wanted: Wanted, new: list[int], on: date) -> list[Policy]:
    try:
        return saving.newest(wanted, on=on, among=new, actor=row.officer.actor() if row.officer else None, limit=len(new))
    except NoIndex:
        raise
    except Refused:  # saved when such a search could still be meant
        return []


def see_to_ends(*, at: datetime) -> tuple[int, int]:
    """Remind whoever is about to lose a saved search, once; delete what has ended and what was never confirmed. (reminded, deleted)"""
    on = at.astimezone(BEIJING).date()
    gone = SavedSearch.objects.filter(expires_on__lt=on) | SavedSearch.objects.filter(
        confirmed_at=None, at__lt=at - timedelta(days=rule.CONFIRM_DAYS)
    )
    deleted, _ = gone.delete()
    ending = SavedSearch.objects.filter(
        confirmed_at__isnull=False, reminded_at=None, expires_on__lte=on + timedelta(days=rule.REMINDED_DAYS)
    ).select_related("officer")
    reminded = 0
    for row in ending:
        with transaction.atomic():
            if SavedSearch.objects.filter(pk=row.pk, reminded_at=None).update(reminded_at=at):
                _remind(row, at)
                reminded += 1
    return reminded, deleted


def _remind(row: SavedSearch, at: datetime) -> None:
    subject, day = "检索订阅即将到期", row.expires_on
    body = f"检索条件：{row.search().in_words()}\n\n有效期至{day.year}年{day.month}月{day.day}日。还需要的话请续期一年；不需要就不用理会，到期自动停止。"
    if row.officer:
        tell([row.officer], subject=subject, body=body, link=reverse("desk:saved"), at=at, about=row)
    else:
        post(row.address, subject=subject, body=body, link=_page(row), at=at, unsubscribe=_page(row))


def _saved(wanted: Wanted, at: datetime, *, officer: Officer | None = None, address: str = "", address_index: str = "") -> SavedSearch:
    token = "" if officer else secrets.token_urlsafe(24)
    return SavedSearch.objects.create(
        officer=officer,
        wanted=wanted.written(),
        wanted_index=blind_index(wanted.written()),
        address=address,
        address_index=address_index,
        token=token,
        token_digest=sm3(token.encode()) if token else None,
        at=at,
        expires_on=_a_year_from(at),
    )


def _let_run(row: SavedSearch, at: datetime) -> None:
    row.confirmed_at, row.expires_on, row.reminded_at = row.confirmed_at or at, _a_year_from(at), None
    row.save(update_fields=["confirmed_at", "looked_until", "expires_on", "reminded_at"])


def _require_something(wanted: Wanted) -> None:
    parse(wanted.text)  # Refused for a query that cannot be meant
    if not wanted.text and not wanted.filters:
        raise Refused("请先写检索词或者选择筛选条件，再订阅。", field="text")


def _a_year_from(at: datetime) -> date:
    return at.astimezone(BEIJING).date() + timedelta(days=rule.KEPT_DAYS)


def _listed(found: list[Policy]) -> str:
    lines = [f"· {paper.title}\n  {_site(paper.get_absolute_url())}" for paper in found[: rule.MOST_TOLD]]
    more = len(found) - rule.MOST_TOLD
    return "\n".join([*lines, *([f"还有{more}份，见全部结果。"] if more > 0 else [])])


def _site(path: str) -> str:
    return settings.SITE_URL + path


def _page(row: SavedSearch) -> str:
    return reverse("portal:subscription", args=[row.token])
