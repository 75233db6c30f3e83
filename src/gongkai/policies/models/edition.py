from datetime import datetime
from typing import Any

from django.db import models

from gongkai.documents.rules.paper import Block
from gongkai.policies.rules.kinds import Disclosure, DocumentClass
from gongkai.shared.refusal import Refused


class Edition(models.Model):
    """版本: one numbered state of a policy with the facts of its document; 修订 makes a new edition.

    Once published, its facts change only by publishing again (更正), which leaves a new Text; work in progress is a Draft."""

    policy = models.ForeignKey("Policy", models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版次", default=1)
    change_note = models.CharField("修订说明", max_length=200, blank=True)

    title = models.CharField("标题", max_length=500)
    name_key = models.CharField(max_length=200, blank=True)  # rules.naming: however another paper writes the title
    doc_no = models.CharField("发文字号", max_length=80, blank=True)
    doc_unit = models.CharField("机关代字", max_length=40, blank=True)
    doc_year = models.PositiveSmallIntegerField("发文年份", null=True)
    doc_seq = models.PositiveIntegerField("发文序号", null=True)
    index_no = models.CharField("索引号", max_length=60, blank=True)
    topic_l1 = models.CharField("主题分类", max_length=40, blank=True)
    topic_l2 = models.CharField("二级主题", max_length=40, blank=True)
    genre = models.CharField("公文种类", max_length=12, blank=True)
    document_class = models.CharField(
        "文件类别", max_length=12, choices=[(c.value, c.label) for c in DocumentClass], default=DocumentClass.OTHER
    )
    formed_on = models.DateField("成文日期", null=True)
    published_on = models.DateField("发布日期", null=True)
    effective_on = models.DateField("施行日期", null=True)
    expires_on = models.DateField("有效期至", null=True)
    stated_validity = models.CharField("原页所载有效性", max_length=20, blank=True)
    normative_reg_no = models.CharField("规范性文件登记号", max_length=60, blank=True)
    disclosure = models.CharField("公开属性", max_length=12, choices=[(d.value, d.label) for d in Disclosure], default=Disclosure.PROACTIVE)
    addressees = models.CharField("主送机关", max_length=500, blank=True)
    signature = models.CharField("落款", max_length=300, blank=True)
    consult_dept = models.CharField("政策咨询部门", max_length=120, blank=True)
    consult_phone = models.CharField("政策咨询电话", max_length=60, blank=True)
    source = models.CharField("来源", max_length=120, blank=True)
    audience = models.JSONField("面向对象", default=list)

    # which item of the catalogue it answers, and which event: as published, of an edition not published yet as its draft says
    item = models.ForeignKey("catalogue.Item", models.PROTECT, null=True, related_name="+", verbose_name="公开事项")
    duty = models.OneToOneField("catalogue.Duty", models.PROTECT, null=True, related_name="+", verbose_name="应公开的事情")

    fingerprint = models.BigIntegerField("近似指纹", null=True)
    band_0 = models.IntegerField(null=True)
    band_1 = models.IntegerField(null=True)
    band_2 = models.IntegerField(null=True)
    band_3 = models.IntegerField(null=True)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", null=True)
    first_text_at = models.DateTimeField("首次发布时间", null=True)

    files: "list[Attachment]"  # the public attachments, where a query fetched them along

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "number"], name="edition_numbers_once")]
        indexes = [
            models.Index(fields=["doc_no"], name="edition_doc_no"),
            models.Index(fields=["title"], name="edition_title"),
            models.Index(fields=["name_key"], name="edition_name_key"),
            models.Index(fields=["index_no"], name="edition_index_no"),
            models.Index(fields=["normative_reg_no"], name="edition_reg_no"),
            models.Index(fields=["band_0"], name="edition_band_0"),
            models.Index(fields=["band_1"], name="edition_band_1"),
            models.Index(fields=["band_2"], name="edition_band_2"),
            models.Index(fields=["band_3"], name="edition_band_3"),
            models.Index(fields=["expires_on"], name="edition_expires"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.first_text_at is not None


class Draft(models.Model):
    """草稿: what is to be published next for an edition, gone once it is. `facts` has the shape of `rules.facts`."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="draft")
    facts = models.JSONField()
    blocks = models.JSONField()
    relations = models.JSONField("声明的关系", default=list)  # [{kind, target, on, until, articles}], target is a policy code
    reason = models.CharField("更正说明", max_length=300, blank=True)
    telling = models.JSONField("怎么讲", default=dict)  # of an explanation: its form, perspective, column, address, as they are to be
    filed = models.JSONField("公开事项", default=dict)  # {item, duty}: which item of the catalogue it answers, and which event
    written_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")  # None: nobody yet, begun by the system
    writers = models.JSONField("写过它的人", default=list)  # officer ids: who wrote any part of it neither reviews nor signs it
    noted = models.JSONField("本轮已入日志", default=list)  # officer ids: a save is told once an officer and round of submission
    saves = models.PositiveIntegerField("保存次数", default=1)  # two officers, one draft: a save must have seen the one before
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField("送审时间", null=True)
    returned = models.CharField("退回意见", max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["submitted_at"], name="draft_submitted")]

    def body(self) -> tuple[Block, ...]:
        return tuple(Block.from_dict(value) for value in self.blocks)

    def wrote(self) -> frozenset[int]:
        """The ids of everybody who wrote a part of it."""
        return frozenset([*self.writers, *([self.written_by_id] if self.written_by_id else [])])


class Issuer(models.Model):
    """发文机关 as printed, the sponsor first; tied to the organisation tree where it is known there."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="issuers")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("机关名称", max_length=120)
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="issuers_in_order")]
        indexes = [models.Index(fields=["name"], name="issuer_name"), models.Index(fields=["organisation"], name="issuer_organisation")]

    def __str__(self) -> str:
        return self.name


class Text(models.Model):
    """文本: what was published, word for word. Immutable; its SM3 digest covers facts, title and blocks, and stands in the journal."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField("发布序次", default=1)
    blocks = models.JSONField()
    facts = models.JSONField()  # the metadata as published
    digest = models.CharField(max_length=64, db_index=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    reason = models.CharField("更正说明", max_length=300, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="text_numbers_once")]

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused("已发布的文本不能修改。如需更正，请重新发布，系统会保留每一次发布的文本。")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Refused("已发布的文本不能删除。如不宜继续公开，请办理撤回。")

    def body(self) -> tuple[Block, ...]:
        return tuple(Block.from_dict(value) for value in self.blocks)


class Attachment(models.Model):
    """附件: the public copy is cleaned of authors, comments and hidden data; the original is kept, not shown."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField("名称", max_length=200)
    is_source = models.BooleanField("正文原件", default=False)
    original = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    public = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    removed = models.JSONField("已清除", default=list)  # what cleaning took out, in words
    shown_at = models.DateTimeField("公开时间", null=True)
    leaving = models.BooleanField("随更正撤下", default=False)  # a correction in hand takes it off; publishing that does
    hidden_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        ordering = ["position", "id"]

    def went_with(self, published_at: datetime) -> bool:
        """Whether it was public together with the text published at that moment."""
        shown = self.public_id is not None and self.shown_at is not None and self.shown_at <= published_at
        return shown and (self.hidden_at is None or self.hidden_at > published_at)
