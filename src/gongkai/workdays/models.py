"""Notices on days off and the days they name. A confirmed notice is never edited: a later one replaces it."""

from django.db import models
from django.db.models import F, Q


class HolidayNotice(models.Model):
    """放假通知: the State Council's arrangement for one year, proposed by one person and confirmed by another.

    People stand above this room, so an officer is kept here as number and name."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待核对"
        CONFIRMED = "confirmed", "已确认"
        REJECTED = "rejected", "已退回"

    year = models.PositiveSmallIntegerField("年份", db_index=True)
    title = models.CharField("通知标题", max_length=100)
    number = models.CharField("发文字号", max_length=40)
    issued_on = models.DateField("成文日期")
    text = models.TextField("通知正文")
    digest = models.CharField("内容摘要", max_length=64)  # SM3 of year and days: what the calendar is made of
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.PositiveBigIntegerField("提交人编号", null=True)  # None: delivered with the system
    proposed_by_name = models.CharField("提交人", max_length=60)
    proposed_at = models.DateTimeField("提交时间")
    decided_by = models.PositiveBigIntegerField("核对人编号", null=True)
    decided_by_name = models.CharField("核对人", max_length=60, blank=True)
    decided_at = models.DateTimeField("核对时间", null=True)
    reason = models.CharField("退回理由", max_length=200, blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(name="notice_decided_or_proposed", condition=Q(state="proposed") ^ Q(decided_at__isnull=False)),
            models.CheckConstraint(
                name="notice_confirmed_by_another",
                condition=~Q(state="confirmed") | Q(proposed_by=None) | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"


class Day(models.Model):
    """One special day of a notice: 放假, or 调休上班. The unique constraint keeps a day from being both."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        MADE_UP = "made_up", "调休上班"

    notice = models.ForeignKey(HolidayNotice, models.CASCADE, related_name="days")
    day = models.DateField("日期")
    kind = models.CharField("类别", max_length=8, choices=Kind.choices)
    festival = models.CharField("节日", max_length=40)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["notice", "day"], name="a_day_once_in_a_notice")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"
