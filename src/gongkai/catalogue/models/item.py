from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.catalogue.rules import items
from gongkai.catalogue.rules.words import Audience, Mode, State
from gongkai.shared.refusal import Refused


class Item(models.Model):
    """公开事项: the lasting thing in the catalogue of the organ that keeps it (`owner`); what it says is its version.
    `parent`: the item of the tier above it was taken over from. `current`, `name`, `tiers`, `audience`: shadows of the version in force."""

    code = models.CharField("事项编码", max_length=40, unique=True)
    heading = models.ForeignKey("Heading", models.PROTECT, related_name="items")
    owner = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="编制机关")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="taken_over", verbose_name="上级事项")
    current = models.ForeignKey("ItemVersion", models.PROTECT, null=True, related_name="+")
    name = models.CharField("二级事项", max_length=200, blank=True)
    tiers = models.CharField("公开层级", max_length=60, blank=True)
    audience = models.CharField("公开对象", max_length=12, blank=True)
    is_ended = models.BooleanField("已取消", default=False)

    class Meta:
        ordering = ["code"]
        indexes = [
            models.Index(fields=["heading", "code"], name="item_heading"),
            models.Index(fields=["owner", "code"], name="item_owner"),
            models.Index(fields=["audience"], name="item_audience"),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class ItemVersion(models.Model):
    """A version of an item: proposed by one person, approved by another, in force from its day. Never changed once approved (the database
    refuses); a version that ends the item says so. `data` has the shape of rules.items.Written, `limits` what its 公开时限 mean."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    data = models.JSONField("内容")
    limits = models.JSONField("时限")  # by channel, rules.limits.Limit.as_data
    column = models.ForeignKey("Column", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="栏目")
    bearers = models.JSONField("公开主体", default=list)  # organisation ids
    effective_from = models.DateField("自")
    change_note = models.CharField("变更说明", max_length=300)
    ends = models.BooleanField("取消事项", default=False)
    made_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("批准时间", null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(approved_at=None), name="one_version_in_hand"),
        ]
        indexes = [
            models.Index(fields=["approved_at", "id"], name="item_version_approved"),
            models.Index(fields=["effective_from"], name="item_version_from"),
        ]

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding and type(self).objects.filter(pk=self.pk, approved_at__isnull=False).exists():
            raise Refused("已经批准的版本不能修改，请提出新的版本。")
        super().save(**kwargs)

    @property
    def written(self) -> items.Written:
        return items.from_data(self.data)

    @property
    def audience_label(self) -> str:
        written = self.written
        return written.group if written.audience == Audience.GROUP else Audience.EVERYBODY.label

    @property
    def mode_label(self) -> str:
        return Mode(self.written.mode).label

    def is_in_force(self, day: date) -> bool:
        return self.approved_at is not None and self.effective_from <= day


class Bearer(models.Model):
    """公开主体: an organ that has to publish an item, from a day to a day. The rest are shadows of how it stands, kept by
    actions.reconcile so that lists can be sorted."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="bearers")
    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    state = models.CharField("状态", max_length=14, choices=[(one.value, one.label) for one in State], default=State.NOTHING_YET.value)
    days = models.PositiveIntegerField("天数", default=0)
    due_on = models.DateField("期限", null=True)
    published_on = models.DateField("最近公开", null=True)
    times_late = models.PositiveIntegerField("逾期次数", default=0)

    class Meta:
        ordering = ["item", "organ"]
        constraints = [models.UniqueConstraint(fields=["item", "organ"], name="bearer_once")]
        indexes = [
            models.Index(fields=["organ", "state"], name="bearer_organ_state"),
            models.Index(fields=["state", "due_on"], name="bearer_state"),
        ]

    @property
    def standing(self) -> State:
        return State(self.state)
