"""每月抽查与校准: what people say of answers, and where direct answering begins."""

from typing import Any

from django.db import models

from gongkai.shared.refusal import Refused


class Sample(models.Model):
    """月度抽查: questions of a month drawn by a seed, so that anybody draws the same again."""

    month = models.DateField("月份", unique=True)  # its first day
    seed = models.CharField("抽样种子", max_length=40)
    size = models.PositiveIntegerField("应抽件数")
    asked = models.PositiveIntegerField("当月问题数")
    drawn_at = models.DateTimeField("抽样时间")
    drawn_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("评定完成时间", null=True)

    class Meta:
        ordering = ["-month"]


class SampleItem(models.Model):
    """抽中的一问一答."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    question = models.ForeignKey("assistant.Question", models.CASCADE, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="sample_in_order"),
            models.UniqueConstraint(fields=["sample", "question"], name="sampled_once"),
        ]


class Verdict(models.Model):
    """评判: what one person says of one answer. The first two judge without seeing each other; a third settles where they differ."""

    item = models.ForeignKey(SampleItem, models.CASCADE, related_name="verdicts")
    round = models.PositiveSmallIntegerField()  # 1, 2, or 3 for whoever settles
    accurate = models.BooleanField("回答是否正确")  # of an answer: right; of a refusal or evidence: rightly not answered
    cited = models.BooleanField("出处是否正确", null=True)  # None where nothing was cited
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["item", "round"], name="one_verdict_a_round"),
            models.UniqueConstraint(fields=["item", "by"], name="judged_once_by_each"),
        ]


class Calibration(models.Model):
    """校准: from which confidence on a question is answered directly, from which it is ours at all. Never changed: the newest in force counts."""

    version = models.CharField("版本", max_length=20, unique=True)
    direct = models.BooleanField("直接回答", default=True)  # off: 不达标回退检索式问答, clauses only
    direct_from = models.FloatField("直接回答的把握下限")
    cut = models.FloatField("受理的相似度下限", null=True)  # of the vectors; None: as built in
    effective_from = models.DateTimeField("启用时间")
    basis = models.JSONField("依据", default=dict)  # how many reviewed questions, the precision and its interval
    reason = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-effective_from", "-id"]

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused("校准不能修改，请另立新的一版。")
        super().save(**kwargs)
