"""Telling officers what concerns their papers: submitted, sent back, published, appeared on its day, about to expire. Each says what and
where, never who: names and reasons stand on the page the notice leads to."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from gongkai.journal.duties import at as each_day_at
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry, name_of
from gongkai.notices.actions import Telling, tell, tell_together
from gongkai.people.models import Officer
from gongkai.people.queries import holders
from gongkai.people.rules.permits import Role
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.actions.three_sync import leaves_unexplained
from gongkai.policies.models import Draft, Edition, Policy
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.policies.rules.validity import Status
from gongkai.shared.clock import BEIJING, day_of

SUBMITTED, RETURNED, PUBLISHED = "policies.edition.submitted", "policies.edition.returned", "policies.edition.published"
CHANGED = "policies.policy.standing_changed"


@follower("policies.notices", kinds=(SUBMITTED, RETURNED, PUBLISHED, CHANGED))
def tell_of(entries: list[Entry]) -> None:
    """A notice for every entry that still holds; what was overtaken meanwhile is not told. Of many of a kind, one notice."""
    for kind, (telling_of, summary, page) in KINDS.items():
        these = [entry for entry in entries if entry.kind == kind]
        if tellings := [telling for entry in these for telling in telling_of(entry)]:
            tell_together(tellings, link=reverse(page), at=these[-1].at, summary=summary.format)


@each_day_at("policies.expiring", cron="30 8 * * *")
def remind_of_expiry(now: datetime) -> None:
    """Once for every paper in force whose 有效期 ends within the days the rules name: to the editors of its office."""
    day = now.astimezone(BEIJING).date()
    ending = Policy.objects.filter(
        category=Category.POLICY,
        visibility=Visibility.PUBLIC,
        standing__in=[status.value for status in Status if status.is_in_force],
        current__expires_on__gte=day,
        current__expires_on__lte=day + timedelta(days=standards_on(day).reminded_days),
    )
    for policy in ending.select_related("current", "office").order_by("current__expires_on", "pk"):
        edition = policy.current
        if edition is None or edition.expires_on is None:
            continue
        tell(
            holders(Role.EDITOR, policy.office),
            subject=f"有效期将满：{policy.title}",
            body=f"有效期至{_day(edition.expires_on)}。请评估后决定继续执行、修订或者废止。",
            link=_page(policy),
            at=now,
            about=policy,
            key=f"policies.expiring:{edition.pk}:{edition.expires_on}",
        )


def _submitted(entry: Entry) -> Iterator[Telling]:
    draft = _draft(entry)
    if draft is None or draft.submitted_at is None:
        return
    policy = draft.edition.policy
    wrote = {draft.written_by_id, *draft.writers}
    yield _telling(
        [officer for officer in holders(Role.REVIEWER, policy.office) if officer.pk not in wrote],
        entry,
        subject=f"待审核：{draft.edition.title}",
        body="稿件已送审，请作保密审查。",
        link=_draft_page(draft),
    )


def _returned(entry: Entry) -> Iterator[Telling]:
    draft = _draft(entry)
    if draft is not None and draft.returned:
        body = "审核人退回了稿件，退回意见见稿件页面。修改后请重新送审。"
        if leaves_unexplained(draft):  # the paper went out on the strength of this explanation
            body += f"所解读的文件已经公开，解读最迟在文件公开后{standards_on(day_of(entry.at)).explained_days}个工作日内公布，请尽快办理。"
        yield _telling(
            filter(None, [draft.written_by]), entry, subject=f"已退回：{draft.edition.title}", body=body, link=_draft_page(draft)
        )


def _published(entry: Entry) -> Iterator[Telling]:
    edition = _edition(entry)
    if edition is None or edition.published_on is None:
        return
    open_already = edition.published_on <= entry.at.astimezone(BEIJING).date()
    body = "文件已发布，公众可以看到。" if open_already else f"文件已签发，将在{_day(edition.published_on)}公开。"
    yield _telling(_submitter(edition), entry, subject=f"已签发：{edition.title}", body=body, link=_page(edition.policy))


def _appeared(entry: Entry) -> Iterator[Telling]:
    """Papers signed beforehand that this day made public."""
    day = entry.at.astimezone(BEIJING).date()
    for edition in Edition.objects.filter(policy=_policy_id(entry), published_on=day).select_related("policy__office"):
        first = edition.first_text_at
        if first is not None and first.astimezone(BEIJING).date() < day and edition.policy.visibility == Visibility.PUBLIC:
            body = "已到发布日期，公众可以看到了。"
            yield _telling(_submitter(edition), entry, subject=f"已公开：{edition.title}", body=body, link=_page(edition.policy))


def _telling(officers: Iterable[Officer], entry: Entry, *, subject: str, body: str, link: str) -> Telling:
    return Telling(tuple(officers), subject, body, link, entry.about, f"{entry.kind}:{entry.pk}")


# kind of entry -> (its notices, how many of them are called, where all are found)
KINDS = {
    SUBMITTED: (_submitted, "待审核：{}件稿件", "desk:drafts"),
    RETURNED: (_returned, "已退回：{}件稿件", "desk:drafts"),
    PUBLISHED: (_published, "已签发：{}件文件", "desk:policies"),
    CHANGED: (_appeared, "已公开：{}件文件", "desk:policies"),
}


def _policy_id(entry: Entry) -> int:
    return int(entry.about.rpartition(":")[2])


def _draft(entry: Entry) -> Draft | None:
    drafts = Draft.objects.select_related("edition__policy__office", "written_by")
    return drafts.filter(edition__policy=_policy_id(entry), edition__number=entry.data["edition"]).first()


def _edition(entry: Entry) -> Edition | None:
    editions = Edition.objects.select_related("policy__office")
    return editions.filter(policy=_policy_id(entry), number=entry.data["edition"]).first()


def _submitter(edition: Edition) -> list[Officer]:
    """Who handed the paper in last: the draft itself is gone once it is published."""
    entries = Entry.objects.filter(about=name_of(edition.policy), kind=SUBMITTED, data__edition=edition.number)
    last = entries.select_related("by").order_by("-pk").first()
    return [last.by] if last is not None and last.by is not None else []


def _draft_page(draft: Draft) -> str:
    return reverse("desk:draft", args=[draft.edition_id])


def _page(policy: Policy) -> str:
    return reverse("desk:policy", args=[policy.code])


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
