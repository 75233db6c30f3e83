"""Reference data of inspection, kept by people: each change is a new row, the old one stays with the day it ended."""

from django.db import models

from gongkai.publishing.rules.hits import NAMES, Level
from gongkai.publishing.rules.words import CODES, WrongWord


class Word(models.Model):
    """错敏词: a word of one's own, or a changed or switched-off word of the list that comes with the program."""

    wrong = models.CharField("错误写法", max_length=60)
    right = models.CharField("建议写法", max_length=60, blank=True)
    kind = models.CharField("类别", max_length=8, choices=[(kind, kind) for kind in CODES])
    level = models.CharField("级别", max_length=1, choices=[(level.value, level.value) for level in Level])
    reason = models.CharField("理由", max_length=200)
    unless = models.JSONField("例外词语", default=list, blank=True)
    off = models.BooleanField("停用", default=False)
    office = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )  # whose papers it is for; none: everybody's
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="维护人")
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True)

    class Meta:
        ordering = ["wrong", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["wrong"], condition=models.Q(until=None, office=None), name="one_current_row_a_word"),
            models.UniqueConstraint(fields=["wrong", "office"], condition=models.Q(until=None), name="one_current_row_a_word_and_office"),
        ]

    def __str__(self) -> str:
        return f"{self.wrong}→{self.right}"

    def as_rule(self) -> WrongWord:
        return WrongWord(self.wrong, self.right, self.kind, Level(self.level), self.reason, tuple(self.unless))


class PublicNumber(models.Model):
    """机关公开电话: a number that may stand in public papers, and whose it is."""

    number = models.CharField("号码", max_length=20)  # bare digits
    unit = models.CharField("单位", max_length=120)
    purpose = models.CharField("用途", max_length=60, blank=True)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="登记单位")
    by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="登记人")
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True)

    class Meta:
        ordering = ["unit", "number"]
        constraints = [models.UniqueConstraint(fields=["number"], condition=models.Q(until=None), name="one_current_row_a_number")]

    def __str__(self) -> str:
        return f"{self.unit} {self.number}"


class WhitelistEntry(models.Model):
    """误报白名单 (领域规则 13.3): a rule, for one value or one subject, in the papers of one office or (set by an administrator of the
    root) of all, until a day, with a reason."""

    code = models.CharField("规则", max_length=20, choices=[(code.value, name) for code, name in NAMES.items()])
    office = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, related_name="+", verbose_name="单位"
    )  # in whose papers; none: everybody's
    about = models.CharField("只对", max_length=120, blank=True)  # policies.edition:5; empty: any paper of the office
    fingerprint = models.CharField(max_length=32, blank=True)  # of the value; empty: any value in `about`
    sample = models.CharField("样例（已脱敏）", max_length=120, blank=True)
    until = models.DateField("有效期至")
    reason = models.TextField("理由")
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("提前结束时间", null=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(about="") | ~models.Q(fingerprint=""), name="whitelist_entry_is_not_boundless")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.sample or self.about}"
