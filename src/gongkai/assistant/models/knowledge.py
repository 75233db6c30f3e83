"""政策问答库: entries, what was written of each, and the words each rests on."""

from typing import Any

from django.db import models

from gongkai.assistant.rules.entries import Origin, State
from gongkai.shared.refusal import Refused


class FaqEntry(models.Model):
    """问答条目: the lasting thing, from draft to withdrawal from use. What it says stands in its versions.

    State, question, topic, channels and time of change are shadows of those facts, so that lists can filter; `actions.entries` alone writes them."""

    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位")
    maintainers = models.ManyToManyField("people.Officer", related_name="+", verbose_name="维护人")
    origin = models.CharField("来源", max_length=16, choices=[(one.value, one.label) for one in Origin], default=Origin.HAND.value)
    origin_key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 - none by hand, else once: what it was made from
    origin_digest = models.CharField(max_length=64, blank=True)  # of what another system sent
    gap = models.ForeignKey("assistant.Gap", models.PROTECT, null=True, related_name="entries")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")  # null: sent by another system
    current = models.ForeignKey("FaqVersion", models.PROTECT, null=True, related_name="+")  # the version published last
    due_since = models.DateTimeField("待复核自", null=True)
    due_because = models.CharField("待复核原因", max_length=300, blank=True)
    retired_at = models.DateTimeField("下线时间", null=True)
    retired_because = models.CharField("下线理由", max_length=300, blank=True)
    review_on = models.DateField("复核日期", null=True)  # of the version published last, or later when it was confirmed

    state = models.CharField(max_length=12, choices=[(one.value, one.label) for one in State], default=State.DRAFT.value)
    question = models.CharField("问题", max_length=120)
    topic = models.CharField("主题", max_length=40, blank=True)
    used_in = models.CharField("使用渠道", max_length=60, blank=True)  # ",site,hotline,": both databases can look into it
    changed_at = models.DateTimeField("更新时间")

    warnings: tuple[str, ...] = ()  # what is unusual about the step just done, for the door to tell

    class Meta:
        indexes = [
            models.Index(fields=["office", "state", "-changed_at", "-id"], name="faq_office"),
            models.Index(fields=["state", "topic", "-changed_at", "-id"], name="faq_published"),
            models.Index(fields=["state", "review_on"], name="faq_review"),
            models.Index(fields=["-changed_at", "-id"], name="faq_newest"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def code(self) -> str:
        """The number people and other systems call it by."""
        return f"WD{self.pk:06d}"

    @property
    def words(self) -> str:
        """Its state, in words."""
        return State(self.state).label


class FaqVersion(models.Model):
    """条目的一次编写: being written until it is published, never changed after that: publish again."""

    entry = models.ForeignKey(FaqEntry, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    question = models.CharField("问题", max_length=120)
    wordings = models.JSONField("其他问法", default=list)
    lines = models.JSONField("答案", default=list)  # [{text, sources: [numbers of its citations]}]
    topic = models.CharField("主题", max_length=40, blank=True)
    channels = models.JSONField("使用渠道", default=list)
    audience = models.JSONField("面向对象", default=list)
    review_on = models.DateField("复核日期")
    written_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    writers = models.JSONField("写过它的人", default=list)  # officer ids: who wrote any part of it does not review it
    saves = models.PositiveIntegerField("保存次数", default=1)  # two officers, one draft: a save must have seen the one before
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField("送审时间", null=True)
    returned = models.CharField("退回意见", max_length=300, blank=True)
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)  # of what was published; stands in the journal
    vouched = models.JSONField("发布时的确认", default=dict)  # {points, reason, by, name}: what the signer answered for, and why

    told: tuple[str, ...] = ()  # what was found in it when it was sent to review

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="faq_versions_numbered"),
            models.UniqueConstraint(fields=["entry"], condition=models.Q(published_at=None), name="one_faq_version_in_hand"),
        ]
        indexes = [models.Index(fields=["submitted_at"], condition=models.Q(published_at=None), name="faq_submitted")]

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding and FaqVersion.objects.filter(pk=self.pk, published_at__isnull=False).exists():
            raise Refused("已发布的问答不能修改。请另写一版，审核后重新发布，系统会保留每一版。")
        super().save(**kwargs)

    def wrote(self) -> frozenset[int]:
        """The ids of everybody who wrote a part of it."""
        return frozenset([*self.writers, *([self.written_by_id] if self.written_by_id else [])])


class FaqCitation(models.Model):
    """条目的出处: the exact words, the clause around them as it read when they were cited, and where that stood."""

    version = models.ForeignKey(FaqVersion, models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField()
    policy = models.ForeignKey("policies.Policy", models.PROTECT, related_name="+")
    edition = models.ForeignKey("policies.Edition", models.PROTECT, related_name="+")
    anchor = models.CharField(max_length=60, blank=True)
    label = models.CharField("条款", max_length=60, blank=True)  # 第三条; empty for a paragraph without a number
    quote = models.TextField("引用原话")
    clause = models.TextField("条款原文")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="faq_citations_in_order")]
        indexes = [models.Index(fields=["policy"], name="faq_citation_policy")]
