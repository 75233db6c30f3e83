"""缺口: questions that were not answered well, gathered by what they ask for, and what became of them."""

from django.db import models

from gongkai.assistant.rules.gaps import Close, cut


class Gap(models.Model):
    """问答缺口: one thing people ask for that the base does not tell them. `office` is who answers for it: the office of the paper, or,
    for questions asked at the desk, the office that asked (its questions leave it through nothing). The counts are shadows."""

    office = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+", verbose_name="责任单位")
    inside = models.BooleanField("来自工作台", default=False)  # asked by officers of `office`: never handed to another one
    policy = models.ForeignKey("policies.Policy", models.PROTECT, null=True, related_name="+", verbose_name="有关文件")
    topic = models.CharField("主题", max_length=40, blank=True)
    words = models.JSONField("关键词", default=list)  # the telling words: what is shown where the questions are not
    sample = models.CharField("典型问题", max_length=300)  # masked, the first one
    asked = models.PositiveIntegerField("次数", default=0)
    askers = models.PositiveIntegerField("人次", default=0)  # conversations
    first_at = models.DateTimeField("首次出现")
    last_at = models.DateTimeField("最近出现")

    due_on = models.DateField("办理期限", null=True)  # set when it is assigned
    assigned_at = models.DateTimeField("交办时间", null=True)
    assigned_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("办结时间", null=True)
    closed_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    closed_how = models.CharField("办结方式", max_length=12, choices=[(one.value, one.label) for one in Close], blank=True)
    closed_entry = models.ForeignKey("assistant.FaqEntry", models.PROTECT, null=True, related_name="+")
    closed_policy = models.ForeignKey("policies.Policy", models.PROTECT, null=True, related_name="+")
    closed_because = models.CharField("办结说明", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["office", "closed_at", "-asked", "-id"], name="gap_office"),
            models.Index(fields=["closed_at", "-asked", "-id"], name="gap_most_asked"),
            models.Index(fields=["due_on"], condition=models.Q(closed_at=None), name="gap_due"),
        ]

    def __str__(self) -> str:
        return "、".join(self.words) or cut(self.sample)


class GapQuestion(models.Model):
    """A question in the gap it belongs to; each in one at most."""

    gap = models.ForeignKey(Gap, models.CASCADE, related_name="questions")
    question = models.OneToOneField("assistant.Question", models.CASCADE, related_name="in_gap")
