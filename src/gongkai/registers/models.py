"""Lists defined by data, their entries, and everything each entry ever said."""

from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.registers.rules.schemas import ListColumn, Span, columns_in
from gongkai.shared.refusal import Refused


class Register(models.Model):
    """清单, kept by one office. `item`: the item of the catalogue its entries answer."""

    slug = models.SlugField("网址名", max_length=60, unique=True)
    name = models.CharField("名称", max_length=120)
    basis = models.CharField("依据", max_length=300, blank=True)
    columns = models.JSONField("栏目")  # rules.schemas.ListColumn.as_data
    owner = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="编制机关")
    item = models.ForeignKey("catalogue.Item", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="公开事项")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["owner"], name="register_owner")]

    def __str__(self) -> str:
        return self.name

    def schema(self) -> tuple[ListColumn, ...]:
        return columns_in(self.columns)


class Entry(models.Model):
    """条目. `name`: a shadow of its first column, for lists; `is_listed`: on the list as of the last count (actions.keeping)."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="entries")
    code = models.CharField("编号", max_length=40)
    name = models.CharField(max_length=200, blank=True)
    current = models.ForeignKey("EntryVersion", models.PROTECT, null=True, related_name="+")
    is_listed = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["register", "code"], name="entry_code_once")]
        indexes = [models.Index(fields=["register", "is_listed", "code"], name="entry_listed")]


class UpstreamEdition(models.Model):
    """上级清单的一版, taken over as a whole: what it added, changed, took off. What is filled in here is carried over, and looked at again
    where the entry came anew or differently (rules.schemas.carried)."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="editions")
    name = models.CharField("版次", max_length=60)
    valid_from = models.DateField("自")
    added = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("调整", default=0)
    ended = models.PositiveIntegerField("移出", default=0)
    same = models.PositiveIntegerField("没有变化", default=0)
    taken_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-taken_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["register", "name"], name="upstream_edition_once")]

    def __str__(self) -> str:
        return self.name


class EntryVersion(models.Model):
    """What an entry says from a day to a day. Proposed by one, approved by another; the database refuses to change what was approved."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("版本")
    values = models.JSONField("内容")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至", null=True, blank=True)
    ends = models.BooleanField("移出清单", default=False)
    note = models.CharField("变更说明", max_length=300)
    edition = models.ForeignKey(UpstreamEdition, models.PROTECT, null=True, related_name="versions", verbose_name="随上级清单")
    made_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="entry_version_once"),
            models.UniqueConstraint(fields=["entry"], condition=Q(approved_at=None), name="one_entry_version_in_hand"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="entry_ends_after_it_began"),
        ]
        indexes = [models.Index(fields=["approved_at", "id"], name="entry_version_approved")]

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding and type(self).objects.filter(pk=self.pk, approved_at__isnull=False).exists():
            raise Refused("已经公布的内容不能修改，请提出新的版本。")
        super().save(**kwargs)

    @property
    def looks_again(self) -> bool:
        """It came from above, and nobody here has looked since whether what is filled in here still holds."""
        return self.edition_id is not None and not self.ends

    def span(self) -> Span:
        return Span(self.number, self.valid_from, self.valid_to, self.ends)
