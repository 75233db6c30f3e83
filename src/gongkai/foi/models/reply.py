"""The reply and the letters: drafted, reviewed by others, signed, numbered, served."""

from typing import Any

from django.db import models

from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letters import name_of
from gongkai.foi.rules.outcomes import Outcome, RemedyKind
from gongkai.foi.rules.service import ServiceMode
from gongkai.people.models import Officer
from gongkai.people.models.encrypted import EncryptedTextField
from gongkai.shared.refusal import Refused


class Reply(models.Model):
    """拟答复: one per case, until it is signed. `authors` are all who wrote a part of it; none of them reviews or signs it."""

    case = models.OneToOneField("foi.Case", models.PROTECT, related_name="reply")
    outcome = models.CharField("处理决定", max_length=24, choices=[(one.value, one.label) for one in Outcome])
    facts = models.JSONField(default=dict)  # the letter's variables
    body = models.TextField("答复内容", blank=True)
    letter_body = models.TextField("改写的正文", blank=True)  # as it came back from a document; empty: the organ's template
    authors = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)  # of what was submitted for review
    secrecy_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    secrecy_at = models.DateTimeField(null=True)
    secrecy_opinion = models.TextField("保密审查意见", blank=True)
    legality_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    legality_at = models.DateTimeField(null=True)
    legality_opinion = models.TextField("合法性审查意见", blank=True)
    returned_for = models.TextField("退回意见", blank=True)
    updated_at = models.DateTimeField()


class ReplyFile(models.Model):
    """随答复提供的文件. `redaction` holds the marks (page, box, ground) when it is a redacted copy (第三十七条); `words` what was taken out
    by its words, so that it is taken out again when the file is redacted anew: sealed, since it is what nobody is to read."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    original = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")  # what the applicant gets
    redaction = models.JSONField(default=dict)
    words = EncryptedTextField(blank=True)  # JSON: (text, ground) of each
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class LetterTemplate(models.Model):
    """文书模板: per organ (empty: for all) and kind, by versions; a letter names the version it was made from."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=16, choices=[(one.value, one.label) for one in LetterKind])
    version = models.PositiveIntegerField()
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "version"], name="one_template_a_version"),
            models.UniqueConstraint(fields=["kind", "version"], condition=models.Q(organ=None), name="one_default_template_a_version"),
        ]


class Serial(models.Model):
    """文书编号: the last number used, by organ, year and series (2.5). Raised in the transaction that signs: no gap, no double."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=16)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "year", "series"], name="one_serial_a_series")]


class Letter(models.Model):
    """文书: signed and never changed. Its PDF's digest stands in the journal; anyone may check it on the portal by `code`."""

    case = models.ForeignKey("foi.Case", models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=16, choices=[(one.value, one.label) for one in LetterKind])
    number = models.CharField("编号", max_length=80)
    series = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    code = models.CharField("验证码", max_length=16, unique=True)
    template = models.ForeignKey(LetterTemplate, models.PROTECT, null=True, related_name="+")
    paper = EncryptedTextField()  # documents.rules.paper.Paper as JSON: it names whom it is written to
    remedy = models.CharField("救济途径", max_length=8, blank=True, choices=[(one.value, one.value) for one in RemedyKind if one])
    pdf = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")  # made right after signing
    digest = models.CharField(max_length=64)  # SM3 of the paper
    consultation = models.ForeignKey("foi.Consultation", models.PROTECT, null=True, related_name="letters")
    signed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    warnings: tuple[str, ...] = ()  # what was late about signing it, for whoever has just done it; kept nowhere

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organ", "year", "series", "serial"], name="one_letter_a_number")]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused("已签发的文书不可改动。")
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """What it is called in lists and files."""
        return name_of(LetterKind(self.kind), self.case.is_correction)


class Service(models.Model):
    """送达（国办公开办函〔2016〕235号）: how and when a letter reached whom it was for; by mail the day of posting counts."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="services")
    mode = models.CharField("方式", max_length=12, choices=[(one.value, one.label) for one in ServiceMode])
    on = models.DateField("日期")
    carrier = models.CharField("承运单位", max_length=40, blank=True)
    mail_no = models.CharField("邮件号", max_length=60, blank=True)
    signed_for_on = models.DateField("签收日期", null=True)
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    warnings: tuple[str, ...] = ()  # what was late about it, for whoever has just done it; kept nowhere

    class Meta:
        ordering = ["id"]


class OrganSettings(models.Model):
    """文书里关于机关自己的内容: where to turn to, and to whom against it. The court is always set here (领域规则 2.4)."""

    organ = models.OneToOneField("people.Organisation", models.PROTECT, related_name="+")
    reconsideration_organ = models.CharField("行政复议机关", max_length=120, blank=True)  # empty: as the tree of organs has it
    reconsideration_url = models.URLField("行政复议网上渠道", blank=True)
    court = models.CharField("一审法院", max_length=120, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=100, blank=True)
    payment = models.CharField("信息处理费缴纳方式", max_length=500, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ArchivePackage(models.Model):
    """归档包: the files, letters and steps of a case in one ZIP with its manifest, made when it was archived and never again."""

    case = models.OneToOneField("foi.Case", models.PROTECT, related_name="package")
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)  # SM3 of its manifest
    at = models.DateTimeField()


class Destruction(models.Model):
    """到期鉴定: one says that an archived case whose term of retention is over may be destroyed, another decides. Without the decision
    nothing is destroyed; refused, the case is kept until a later day."""

    case = models.ForeignKey("foi.Case", models.PROTECT, related_name="destructions")
    reason = models.CharField("鉴定意见", max_length=500)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_approved = models.BooleanField("同意销毁", null=True)  # empty until decided
    opinion = models.CharField("审批意见", max_length=500, blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(is_approved=None), name="one_open_destruction_a_case"),
        ]
