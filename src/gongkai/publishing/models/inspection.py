"""内容检查: of exactly one digest. A changed text has another digest and has not been inspected."""

from django.db import models

from gongkai.publishing.models.facts import WrittenOnce
from gongkai.publishing.rules.hits import NAMES, Code, Level, Place, is_blocking


class Inspection(WrittenOnce):
    about = models.CharField("关于", max_length=120)  # policies.edition:5
    digest = models.CharField("内容摘要", max_length=64)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="所属单位")
    written_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="起草人")
    by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="检查人")
    at = models.DateTimeField("检查时间")
    rulebook = models.CharField("规则版本", max_length=40)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about", "digest", "-at"], name="inspection_about_digest")]

    def __str__(self) -> str:
        return f"{self.about} {self.at:%Y-%m-%d %H:%M}"


class Finding(WrittenOnce):
    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()  # as they were found, the gravest first
    code = models.CharField("类型", max_length=20, choices=[(code.value, name) for code, name in NAMES.items()])
    level = models.CharField("级别", max_length=1, choices=[(level.value, level.value) for level in Level])
    file = models.CharField("文件", max_length=255, blank=True)
    block = models.CharField("段落", max_length=60, blank=True)
    line = models.PositiveIntegerField("行", default=0)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    column = models.CharField("列", max_length=120, blank=True)
    sample = models.CharField("样例（已脱敏）", max_length=120, blank=True)
    message = models.CharField("问题", max_length=300)
    advice = models.CharField("建议", max_length=300)
    fingerprint = models.CharField(max_length=32, blank=True)  # keyed; tells the same value again, reveals nothing

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["inspection", "position"], name="one_finding_a_position")]

    def __str__(self) -> str:
        return f"{self.where}：{self.message}"

    @property
    def name(self) -> str:
        return NAMES[Code(self.code)]

    @property
    def blocks(self) -> bool:
        return is_blocking(self.level)

    @property
    def where(self) -> str:
        return Place(self.file, self.block, self.line, self.start, self.end, self.column).in_words()


class Override(WrittenOnce):
    """强制解释放行 (领域规则 I23): someone other than the writer answers for this finding, in writing."""

    finding = models.OneToOneField(Finding, models.CASCADE, related_name="override")
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="放行人")
    at = models.DateTimeField("放行时间")
    reason = models.TextField("理由")
