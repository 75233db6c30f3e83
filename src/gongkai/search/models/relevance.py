"""What officers say of results: what belongs on top, what answers a query how well, and what was measured on that."""

from django.db import models

from gongkai.search.rules.measures import BEST


class Pin(models.Model):
    """置顶: for queries with these words this paper is shown first and said to be put there; until a day, for a reason, by somebody."""

    words = models.CharField("检索词", max_length=40)
    whole = models.BooleanField("须完全相同", default=True)  # else it is enough that a query holds them
    policy = models.ForeignKey("policies.Policy", models.PROTECT, related_name="+", verbose_name="文件")
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="负责单位")
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="置顶人")
    at = models.DateTimeField("置顶时间")
    until = models.DateField("有效期至")
    ended_at = models.DateTimeField("提前结束时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["words", "policy"], condition=models.Q(ended_at=None), name="pinned_once"),
        ]
        indexes = [models.Index(fields=["until"], condition=models.Q(ended_at=None), name="pins_standing")]

    def __str__(self) -> str:
        return f"{self.words} → {self.policy_id}"


class JudgedQuery(models.Model):
    """评测检索词: a query whose results people have judged."""

    text = models.CharField("检索词", max_length=100, unique=True)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="增加人")
    at = models.DateTimeField("增加时间")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Judgement(models.Model):
    """评判: how well a paper, at one of its clauses or as a whole, answers a query; the latest word of whoever judged it."""

    query = models.ForeignKey(JudgedQuery, models.CASCADE, related_name="judgements")
    edition = models.ForeignKey("policies.Edition", models.PROTECT, related_name="+", verbose_name="版次")
    anchor = models.CharField("条款", max_length=60, blank=True)  # empty: the paper as a whole
    grade = models.PositiveSmallIntegerField("等级")
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="评判人")
    at = models.DateTimeField("评判时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["query", "edition", "anchor"], name="judged_once"),
            models.CheckConstraint(condition=models.Q(grade__lte=BEST), name="grade_in_range"),
        ]


class Evaluation(models.Model):
    """评测: what the judged queries found on a day, and how good it was. Never changed: the next one is compared with it."""

    at = models.DateTimeField("时间")
    because = models.CharField("原因", max_length=60)  # the kind of the journal entry that called for it
    queries = models.PositiveIntegerField("检索词数")
    ndcg = models.FloatField("nDCG@10")
    mrr = models.FloatField("MRR")
    recall = models.FloatField("召回率")
    lines = models.JSONField("逐条结果")  # [{query, ndcg, mrr, recall}], query being the id of a JudgedQuery

    class Meta:
        ordering = ["-at", "-id"]
