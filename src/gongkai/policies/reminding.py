"""Reminding offices of the papers they have to look at in a 文件清理, and of those they have to explain. What was overtaken meanwhile is not
told."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from gongkai.journal.duties import at as each_day_at
from gongkai.journal.duties import follower
from gongkai.journal.models import Entry
from gongkai.notices.actions import tell
from gongkai.people.models import Organisation
from gongkai.people.queries import holders
from gongkai.people.rules.permits import Role
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.clearing import WHERE
from gongkai.policies.interpretations import owed_everywhere
from gongkai.policies.models import Campaign, CampaignItem
from gongkai.policies.rules.campaigns import State, reminder
from gongkai.policies.rules.interpreting import Reminder
from gongkai.policies.rules.interpreting import reminder as reminder_of_explanation
from gongkai.policies.rules.validity import said
from gongkai.shared.clock import BEIJING
from gongkai.workdays.queries import calendar

TO_DECIDE = WHERE[State.OPEN] | WHERE[State.RETURNED]


@follower("policies.campaigns", kinds=("policies.campaign.ordered", "policies.campaign.sent_back"))
def tell_of_campaigns(entries: list[Entry]) -> None:
    for entry in entries:
        campaign = Campaign.objects.filter(pk=int(entry.about.rpartition(":")[2]), called_off_at=None).first()
        if campaign is None:
            continue
        if entry.kind == "policies.campaign.ordered":
            for office, left in _waiting(campaign):
                _ask(campaign, office, left, at=entry.at, key=f"{entry.kind}:{entry.pk}:{office.pk}", subject="文件清理")
        else:
            _returned(campaign, entry)


@each_day_at("policies.campaign_reminders", cron="40 8 * * *")
def remind_of_campaigns(now: datetime) -> None:
    """Each office once for every step of the reminders: its editors of what waits for an opinion, its reviewers of what waits for a check."""
    day = now.astimezone(BEIJING).date()
    for campaign in Campaign.objects.filter(called_off_at=None).order_by("pk"):
        step = reminder(campaign.due_on, day)
        if not step:
            continue
        late = "已逾期，" if step.startswith("late") else ""
        key = f"policies.campaign:{campaign.pk}:{step}"
        for office, left in _waiting(campaign):
            _ask(campaign, office, left, at=now, key=f"{key}:{office.pk}", subject=f"{late}文件清理待提意见")
        for office, left in _waiting(campaign, to_check=True):
            body = f"还有 {left} 件清理意见等待复核，{said(campaign.due_on)}截止。"
            subject = f"{late}文件清理待复核：{campaign.name}"
            reviewers = holders(Role.REVIEWER, office) | holders(Role.SIGNER, office)
            tell(
                reviewers.distinct(),
                subject=subject,
                body=body,
                link=_page(campaign),
                at=now,
                about=campaign,
                key=f"{key}:check:{office.pk}",
            )


@each_day_at("policies.explanation_reminders", cron="35 8 * * *")
def remind_of_explanations(now: datetime) -> None:
    """Of each paper that is not explained yet: the day before, on the last day and once it is late; the last also to those who sign."""
    day, known = now.astimezone(BEIJING).date(), calendar()
    for one in owed_everywhere(day, standards_on(day)):
        step = reminder_of_explanation(one.due_on, day, known)
        if step is None or one.due_on is None:
            continue
        office = one.policy.office
        asked = holders(Role.EDITOR, office)
        tell(
            (asked | holders(Role.SIGNER, office)).distinct() if step is Reminder.LATE else asked,
            subject=f"解读{step.label}：{one.policy.title}",
            body=f"文件公开以后还没有解读，最迟{said(one.due_on)}。" + ("解读稿正在起草，请尽快送审。" if one.material else "请起草解读，或者写明免予解读的理由。"),
            link=reverse("desk:explain", args=[one.policy.current_id]),
            at=now,
            about=one.policy,
            key=f"policies.explanation:{one.policy.pk}:{step.value}",
        )  # fmt: skip


def _ask(campaign: Campaign, office: Organisation, left: int, *, at: datetime, key: str, subject: str) -> None:
    body = f"{office.name}还有 {left} 件文件等待提出清理意见，{said(campaign.due_on)}截止。"
    editors = holders(Role.EDITOR, office)
    tell(editors, subject=f"{subject}：{campaign.name}", body=body, link=_page(campaign), at=at, about=campaign, key=key)


def _returned(campaign: Campaign, entry: Entry) -> None:
    item = campaign.items.filter(policy__code=entry.data["policy"]).exclude(returned="").select_related("policy", "office").first()
    if item is not None:
        subject, body = f"清理意见已退回：{item.policy.title}", "复核人退回了清理意见，退回意见见清理页面。修改后请重新提出。"
        tell(
            holders(Role.EDITOR, item.office),
            subject=subject, body=body, link=_page(campaign), at=entry.at, about=campaign, key=f"{entry.kind}:{entry.pk}",
        )  # fmt: skip


def _waiting(campaign: Campaign, *, to_check: bool = False) -> Iterable[tuple[Organisation, int]]:
    """Each office with how many of its papers wait for an opinion (or a check)."""
    rows = CampaignItem.objects.filter(WHERE[State.PROPOSED] if to_check else TO_DECIDE, campaign=campaign)
    left: dict[int, int] = {}
    for office in rows.values_list("office", flat=True):
        left[office] = left.get(office, 0) + 1
    return [(office, left[office.pk]) for office in Organisation.objects.filter(pk__in=left).order_by("path")]


def _page(campaign: Campaign) -> str:
    return reverse("desk:campaign", args=[campaign.pk])
