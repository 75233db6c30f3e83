"""机关: the tree of governments, departments and public institutions, their names and their 机关代字."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from gongkai.people.rules.organisations import Kind, Level, NameKind, ids_in, is_uscc, path_of, plain


def _check_uscc(value: str) -> None:
    if not is_uscc(value.strip().upper()):
        raise ValidationError("统一社会信用代码不正确，请核对18位代码（GB 32100）")


class OrganisationSet(models.QuerySet["Organisation"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def at_or_below(self, path: str) -> Self:
        """The unit at `path` and every unit below it; an empty path is nowhere."""
        return self.filter(path__startswith=path) if path else self.none()


class Organisation(models.Model):
    """机关、部门、单位. `path` ("1/4/9/", the ids from the root down to itself) is written on creation and by the move action only."""

    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=60, blank=True)
    level = models.CharField("层级", max_length=12, choices=[(one.value, one.label) for one in Level], default=Level.COUNTY.value)
    kind = models.CharField("类别", max_length=16, choices=[(one.value, one.label) for one in Kind], default=Kind.DEPARTMENT.value)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级")
    path = models.CharField(max_length=160, editable=False, db_index=True)
    position = models.PositiveIntegerField("次序", default=0)
    region_code = models.CharField(
        "行政区划代码", max_length=6, blank=True, validators=[RegexValidator(r"\A\d{6}\Z", "行政区划代码应为6位数字")]
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[_check_uscc])
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    succeeded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承接机关")

    objects = OrganisationSet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["name"], name="organisation_name"),
            models.Index(fields=["short_name"], name="organisation_short_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                condition=models.Q(closed_on=None),
                name="one_name_under_a_parent",
                violation_error_message="同一上级下已有这个名称",
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent=None, closed_on=None),
                name="one_name_at_the_top",
                violation_error_message="已有这个名称的最高一级机关",
            ),
            models.UniqueConstraint(
                fields=["uscc"],
                condition=~models.Q(uscc=""),
                name="one_unit_a_uscc",
                violation_error_message="这个统一社会信用代码已属于别的单位",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=False) | models.Q(succeeded_by=None), name="only_the_closed_are_succeeded"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)
        if not self.path:
            above = ids_in(self.parent.path) if self.parent else []
            self.path = path_of([*above, self.pk])
            type(self).objects.filter(pk=self.pk).update(path=self.path)

    def clean(self) -> None:
        self.name, self.short_name = plain(self.name), plain(self.short_name)
        self.uscc = self.uscc.strip().upper()

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def depth(self) -> int:
        """0 at the top of the tree."""
        return len(ids_in(self.path)) - 1


class OrganisationName(models.Model):
    """曾用名、别名: what a unit was called, or is also called (外挂牌子), from a day to a day; an unknown day is open."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="other_names")
    name = models.CharField("名称", max_length=120, db_index=True)
    kind = models.CharField("类别", max_length=8, choices=[(one.value, one.label) for one in NameKind], default=NameKind.OTHER.value)
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_name_once_a_unit", violation_error_message="已登记过这个名称"),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="a_name_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.name = plain(self.name)


class DocCode(models.Model):
    """机关代字, with the days it was in use (both inclusive; an unknown day is open). A unit changes its code and a code
    changes hands (领域规则 6.4), so neither side is unique."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="doc_codes")
    code = models.CharField("机关代字", max_length=20, db_index=True)
    valid_from = models.DateField("启用日期", null=True, blank=True)
    valid_to = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"],
                condition=models.Q(valid_to=None),
                name="a_code_in_use_once",
                violation_error_message="已登记过这个机关代字",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None) | models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="a_code_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.clean()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.code = plain(self.code)
