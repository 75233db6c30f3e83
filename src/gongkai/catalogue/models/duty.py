from datetime import date

from django.db import models
from django.db.models import Q

from gongkai.catalogue.rules.standing import DutyFacts, PublicationFacts
from gongkai.catalogue.rules.words import Channel, State
from gongkai.shared.clock import BEIJING


class Duty(models.Model):
    """应公开的事情: something to be published arose on a day, or a period ended. `key` names it once for its item and organ.
    `due_on`, `state`, `days`: shadows."""

    item = models.ForeignKey("Item", models.PROTECT, related_name="duties")
    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    key = models.CharField("标识", max_length=120)
    title = models.CharField("事情", max_length=200)
    event_on = models.DateField("发生日期")
    source = models.CharField("来源", max_length=60, blank=True)  # the system that announced it; empty: an officer
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField("取消时间", null=True)
    cancel_reason = models.CharField("取消理由", max_length=300, blank=True)

    due_on = models.DateField("期限", null=True)
    state = models.CharField("状态", max_length=14, choices=[(one.value, one.label) for one in State], default=State.OPEN.value)
    days = models.PositiveIntegerField("天数", default=0)
    published_on = models.DateField("公开日期", null=True)

    class Meta:
        ordering = ["-event_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "organ", "key"], name="duty_once"),
        ]
        indexes = [
            models.Index(fields=["organ", "state", "due_on"], name="duty_organ_state"),
            models.Index(fields=["state", "due_on"], name="duty_state"),
            models.Index(fields=["key"], name="duty_key"),
            models.Index(fields=["due_on"], name="duty_due", condition=Q(cancelled_at=None)),
        ]

    @property
    def standing(self) -> State:
        return State(self.state)

    def facts(self) -> DutyFacts:
        return DutyFacts(self.key, self.event_on)


class Publication(models.Model):
    """What was published for an item by an organ. `key` names it once ("policies.policy:12"); `answers` the key of the duty it was for.
    `noted_by`: the officer whose word it is; empty: a room above published it. `confirmed_by`: who saw that it was there that day."""

    item = models.ForeignKey("Item", models.PROTECT, related_name="publications")
    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    key = models.CharField("标识", max_length=120)
    answers = models.CharField("对应事情", max_length=120, blank=True)
    title = models.CharField("标题", max_length=500)
    address = models.CharField("网址", max_length=500, blank=True)
    column = models.ForeignKey("Column", models.PROTECT, null=True, related_name="+", verbose_name="栏目")
    channel = models.CharField("渠道", max_length=16, choices=[(one.value, one.label) for one in Channel], default=Channel.WEBSITE.value)
    place = models.CharField("地点", max_length=200, blank=True)  # 定向公开: which board, which group
    published_on = models.DateField("公开日期")
    is_empty = models.BooleanField("内容为空", default=False)
    withdrawn_on = models.DateField("撤下日期", null=True, blank=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-published_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "organ", "key", "channel"], name="publication_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=models.F("published_on")), name="withdrawn_after_published"
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="publication_key"),
            models.Index(fields=["noted_at"], name="publication_typed", condition=Q(noted_by__isnull=False, withdrawn_on=None)),
        ]

    @property
    def noted_later(self) -> date | None:
        """The day it was registered, where that was not the day it was published."""
        day = self.noted_at.astimezone(BEIJING).date()
        return day if day > self.published_on else None

    @property
    def waits_for_confirmation(self) -> bool:
        """An officer said an earlier day than that of registering, and nobody else has looked yet."""
        return bool(self.noted_by_id and not self.confirmed_by_id and not self.withdrawn_on and self.noted_later)

    @property
    def counted_on(self) -> date:
        """The day it counts from: the day it was registered, until another person has confirmed an earlier one."""
        return (self.noted_by_id and not self.confirmed_by_id and self.noted_later) or self.published_on

    def facts(self) -> PublicationFacts:
        return PublicationFacts(
            key=f"{self.key}:{self.channel}",
            published_on=self.counted_on,
            answers=self.answers,
            column=self.column_id or 0,
            channel=self.channel,
            is_empty=self.is_empty,
            withdrawn_on=self.withdrawn_on,
        )
