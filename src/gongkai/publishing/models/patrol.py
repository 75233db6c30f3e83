"""安全巡查: a walk through everything published, what it found, and what was decided."""

from django.db import models

from gongkai.publishing.models.facts import WrittenOnce
from gongkai.publishing.rules.hits import NAMES, Code, Level, Place
from gongkai.publishing.rules.patrol import Choice, Scope


class PatrolBatch(models.Model):
    """巡查批次. `slot` names its night or quarter, so that two workers begin it once; `kind` and `after` say how far the walk has come."""

    scope = models.CharField("范围", max_length=12, choices=[(one.value, one.label) for one in Scope])
    slot = models.CharField("期次", max_length=40, unique=True)
    since = models.DateTimeField("变动自", null=True)
    began_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="发起人")
    kind = models.CharField(max_length=60, blank=True)
    after = models.BigIntegerField(default=0)
    looked_at = models.PositiveIntegerField("已查", default=0)
    pictures = models.PositiveIntegerField("图片和扫描件", default=0)
    pictures_unread = models.PositiveIntegerField("没有认字的图片和扫描件", default=0)
    unread = models.JSONField("未能读取", default=list)  # [{about, title, reason}]

    class Meta:
        ordering = ["-began_at", "-id"]
        indexes = [models.Index(fields=["ended_at", "began_at"], name="patrol_open")]

    def __str__(self) -> str:
        when = self.slot.partition(":")[2]
        year, quarter, number = when.partition("Q")
        return f"{self.get_scope_display()} {f'{year}年第{number}季度' if quarter else when}"


class PatrolFinding(models.Model):
    """巡查发现 in one published thing. It is gone when the thing is no longer public, or a later look does not find it any more."""

    batch = models.ForeignKey(PatrolBatch, models.PROTECT, related_name="findings")
    about = models.CharField("关于", max_length=120)
    title = models.CharField("标题", max_length=500)
    address = models.CharField("地址", max_length=300)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位")
    key = models.CharField(max_length=32)
    code = models.CharField("类型", max_length=20, choices=[(code.value, name) for code, name in NAMES.items()])
    level = models.CharField("级别", max_length=1, choices=[(level.value, level.value) for level in Level])
    file = models.CharField("文件", max_length=255, blank=True)
    block = models.CharField("段落", max_length=60, blank=True)
    line = models.PositiveIntegerField("行", default=0)
    column = models.CharField("列", max_length=120, blank=True)
    sample = models.CharField("样例（已脱敏）", max_length=120, blank=True)
    message = models.CharField("问题", max_length=300)
    advice = models.CharField("建议", max_length=300)
    found_at = models.DateTimeField("发现时间")
    due_at = models.DateTimeField("处置期限")
    gone_at = models.DateTimeField("消除时间", null=True)
    decided_at = models.DateTimeField("决定时间", null=True)  # shadow of its decision, for lists

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [models.UniqueConstraint(fields=["about", "key"], condition=models.Q(gone_at=None), name="one_open_finding")]
        indexes = [
            models.Index(fields=["office", "gone_at", "decided_at", "due_at", "id"], name="patrol_finding_office"),
            models.Index(fields=["batch", "level", "id"], name="patrol_finding_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.message}"

    @property
    def name(self) -> str:
        return NAMES[Code(self.code)]

    @property
    def where(self) -> str:
        return Place(self.file, self.block, self.line, column=self.column).in_words()


class PatrolDecision(WrittenOnce):
    """处置决定: keep, mask, withdraw or archive, with its reason."""

    finding = models.OneToOneField(PatrolFinding, models.PROTECT, related_name="decision")
    choice = models.CharField("决定", max_length=8, choices=[(one.value, one.label) for one in Choice])
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="决定人")
    at = models.DateTimeField("时间")
