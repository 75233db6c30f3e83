"""三审三校: what is sent round, who said what in which round, remarks, and who stands in for whom."""

from django.db import models

from gongkai.publishing.models.facts import WrittenOnce
from gongkai.publishing.rules.rounds import Round, Sentence, rounds_of, waiting_round


class RoundPlan(models.Model):
    """审核轮次: for one kind of subject of one office. A change ends the row and adds one; what is under way keeps its plan."""

    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="单位")
    kind = models.CharField("类型", max_length=60)  # policies.interpretation
    rounds = models.JSONField("轮次")
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="设定人")
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True)

    class Meta:
        ordering = ["-since"]
        constraints = [models.UniqueConstraint(fields=["office", "kind"], condition=models.Q(until=None), name="one_current_plan")]

    def steps(self) -> tuple[Round, ...]:
        return rounds_of(self.rounds)


class Circulation(models.Model):
    """送审单: one state of a text on its way round. A changed text is another one, which remembers where the one before stood.

    `waits_for`, `waits_role`, `waits_officer`, `due_on` and `closed_at` are shadows of opinions, kept so that lists can be sorted."""

    about = models.CharField("关于", max_length=120)
    number = models.PositiveIntegerField("第几次送审")
    kind = models.CharField("类型", max_length=60)
    title = models.CharField("标题", max_length=500)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="所属单位")
    digest = models.CharField("内容摘要", max_length=64)
    sentences = models.JSONField("句子")  # [[anchor, number, text], …]
    beside = models.JSONField("要素、附件和关系", default=list)  # [[label, value], …]: what goes out with the text
    rounds = models.JSONField("轮次")
    writers = models.JSONField("起草人")  # officer ids: everybody who wrote a part
    starts_at = models.PositiveSmallIntegerField("自第几轮", default=1)
    carried = models.JSONField("沿用的轮次", default=dict)  # {round: officer id}: passed by an earlier state, and still standing
    source = models.CharField("转载来源", max_length=120, blank=True)
    source_address = models.CharField("来源网址", max_length=500, blank=True)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="送审人")
    at = models.DateTimeField("送审时间")
    waits_for = models.PositiveSmallIntegerField("待审轮次", default=0)
    waits_role = models.CharField("待审岗位", max_length=12, blank=True)
    waits_officer = models.PositiveIntegerField("指定审核人", default=0)  # 0: anyone of the role
    due_on = models.DateField("本轮期限", null=True)
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["about", "number"], name="circulations_in_order")]
        indexes = [
            models.Index(fields=["closed_at", "due_on", "id"], name="circulation_due"),
            models.Index(fields=["office", "closed_at", "due_on", "id"], name="circulation_office"),
        ]

    def __str__(self) -> str:
        return self.title

    def steps(self) -> tuple[Round, ...]:
        return rounds_of(self.rounds)

    def words(self) -> tuple[Sentence, ...]:
        return tuple(Sentence(*one) for one in self.sentences)

    def facts(self) -> tuple[tuple[str, str], ...]:
        return tuple((label, value) for label, value in self.beside)

    def done(self) -> dict[int, int]:
        """{round: who passed it}, of this state and carried over from the states before."""
        here = {one.round: one.by_id for one in self.opinions.all() if one.passed}
        return {int(number): who for number, who in self.carried.items()} | here

    def waiting(self) -> int:
        """The round it waits for, 0 when all are done or it was returned."""
        if any(not one.passed for one in self.opinions.all()):
            return 0
        return waiting_round(self.starts_at, self.done(), len(self.rounds))

    @property
    def now(self) -> Round | None:
        return self.steps()[self.waits_for - 1] if self.waits_for else None


class Opinion(WrittenOnce):
    """审核意见 of one round: passed or returned."""

    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="opinions")
    round = models.PositiveSmallIntegerField("轮次")
    passed = models.BooleanField("通过")
    note = models.CharField("意见", max_length=500, blank=True)
    source_checked = models.BooleanField("已核对转载来源", default=False)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="审核人")
    stands_in_for = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="代理")
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["round", "id"]
        constraints = [models.UniqueConstraint(fields=["circulation", "round"], name="one_opinion_a_round")]


class Remark(models.Model):
    """批注: about one sentence, in its words; answered by whoever amends the text."""

    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="remarks")
    round = models.PositiveSmallIntegerField("轮次")
    sentence = models.CharField("句子", max_length=80)  # p3.2
    quoted = models.CharField("原句", max_length=300)
    text = models.CharField("批注", max_length=500)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="批注人")
    at = models.DateTimeField("时间")
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        ordering = ["at", "id"]


class Waiver(WrittenOnce):
    """免于逐轮审核: of exactly one text that was public elsewhere before, with the reason in writing."""

    about = models.CharField("关于", max_length=120)
    digest = models.CharField("内容摘要", max_length=64)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="签发人")
    at = models.DateTimeField("时间")

    class Meta:
        indexes = [models.Index(fields=["about", "digest"], name="waiver_about_digest")]


class Absence(models.Model):
    """代理: who does an officer's rounds while they are away."""

    officer = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="不在岗的人")
    deputy = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="代理人")
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="单位")
    since = models.DateField("自")
    until = models.DateField("至")
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("提前结束时间", null=True)

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["deputy", "until"], name="absence_deputy")]
        constraints = [models.CheckConstraint(condition=~models.Q(officer=models.F("deputy")), name="nobody_is_their_own_deputy")]


class Release(models.Model):
    """定时发布: signed now, public at its moment, exactly once: `done_at` is written in the transaction that publishes."""

    about = models.CharField("关于", max_length=120)
    title = models.CharField("标题", max_length=500)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="所属单位")
    digest = models.CharField("内容摘要", max_length=64)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="签发人")
    at = models.DateTimeField("签发时间")
    due_at = models.DateTimeField("发布时间")
    done_at = models.DateTimeField("已发布", null=True)
    failed_at = models.DateTimeField("未能发布", null=True)
    failure = models.CharField("原因", max_length=500, blank=True)
    cancelled_at = models.DateTimeField("已取消", null=True)

    class Meta:
        ordering = ["-due_at", "-id"]
        indexes = [models.Index(fields=["done_at", "failed_at", "cancelled_at", "due_at"], name="release_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["about"],
                condition=models.Q(done_at=None, failed_at=None, cancelled_at=None),
                name="one_release_waits_for_a_subject",
            )
        ]

    def __str__(self) -> str:
        return self.title
