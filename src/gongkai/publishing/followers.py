"""What this room does by itself: patrol what is public, publish what is set for a moment, remind of rounds that are late."""

from datetime import datetime, timedelta

from django.urls import reverse

from gongkai.journal.duties import at as each_time_at
from gongkai.journal.duties import every
from gongkai.notices.actions import tell
from gongkai.people.queries import holders
from gongkai.publishing.actions import patrol, releases
from gongkai.publishing.models import Circulation, WhitelistEntry
from gongkai.shared.clock import BEIJING

REMINDED_DAYS = 15  # 到期前十五天通知责任人（领域规则 13.7）


@each_time_at("publishing.patrol.nightly", cron="30 1 * * *")
def begin_the_nightly_patrol(now: datetime) -> None:
    patrol.begin_nightly(now)


@each_time_at("publishing.patrol.quarterly", cron="0 2 1 1,4,7,10 *")
def begin_the_quarterly_patrol(now: datetime) -> None:
    patrol.begin_quarterly(now)


@every("publishing.patrol", seconds=2)
def walk_on(now: datetime) -> None:
    patrol.go_on(now)


@every("publishing.links", seconds=5)
def ask_what_is_outside(now: datetime) -> None:
    """外部链接, a few at a time; nothing while GONGKAI_CHECK_LINKS is off."""
    patrol.ask_outside(now)


@every("publishing.releases", seconds=1)
def publish_what_is_due(now: datetime) -> None:
    releases.publish_due(now)


@each_time_at("publishing.allowances", cron="40 8 * * *")
def remind_of_allowances(now: datetime) -> None:
    """Once for every allowance that ends within fifteen days: its owner, who verifies the value anew or lets it lapse."""
    today = now.astimezone(BEIJING).date()
    ending = WhitelistEntry.objects.filter(ended_at=None, until__gte=today, until__lte=today + timedelta(days=REMINDED_DAYS))
    for one in ending.select_related("by").order_by("until", "id"):
        tell(
            [one.by],
            subject=f"误报白名单将到期：{one.sample or one.get_code_display()}",
            body=f"有效期至{one.until.year}年{one.until.month}月{one.until.day}日，到期后照常提示。仍属误报的，请重新核实登记。",
            link=reverse("desk:allowances"),
            at=now,
            about=one,
            key=f"publishing.allowance:{one.pk}:{one.until}",
        )


@each_time_at("publishing.rounds", cron="30 8 * * *")
def remind_of_rounds(now: datetime) -> None:
    """Once for every round whose last day is today or over: those who may do it, but for its writers."""
    today = now.astimezone(BEIJING).date()
    late = Circulation.objects.filter(closed_at=None, waits_for__gt=0, due_on__lte=today).select_related("office")
    for one in late.defer("sentences").order_by("due_on", "id"):
        step = one.now
        if step is None:
            continue
        told = [officer for officer in holders(step.role, one.office) if officer.pk not in one.writers]
        tell(
            [officer for officer in told if step.officer in (0, officer.pk)] or told,
            subject=f"{step.name}今天到期：{one.title}" if one.due_on == today else f"{step.name}已逾期：{one.title}",
            body="请审核通过或者退回；不在岗的请登记代理人。",
            link=reverse("desk:round", args=[one.pk]),
            at=now,
            about=one.about,
            key=f"publishing.rounds:{one.pk}:{one.waits_for}:{'due' if one.due_on == today else 'late'}",
        )
