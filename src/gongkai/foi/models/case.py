"""申请件: who asks whom for what, by which way, and where it stands."""

from collections.abc import Collection
from typing import Self

from django.db import models

from gongkai.foi.rules.applicants import ApplicantKind, IdKind, Material
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Carrier, Channel, Delivery
from gongkai.foi.rules.stages import Stage
from gongkai.people.models import Officer
from gongkai.people.models.encrypted import EncryptedTextField


class CaseSet(models.QuerySet["Case"]):
    def of(self, organs: Collection[int], asked: Collection[int] = ()) -> Self:
        """The cases these organs answer, and those in which these offices were asked to lead or to help, unless they gave them back."""
        answered = models.Q(organ_id__in=organs)
        if not asked:
            return self.filter(answered)
        return self.filter(answered | models.Q(pk__in=Assignment.objects.filter(office_id__in=asked, returned_for="").values("case_id")))

    def open(self) -> Self:
        return self.filter(closed_on=None)


class Case(models.Model):
    """One application (条例第二十九条). What is known about its applicant is sealed; what happened to it are `Happening` rows, from
    which `received_on`, `stage` and `due_on` are computed and kept here for the lists."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="受理机关")
    confirmed_by = models.CharField("收到日的依据", max_length=200, blank=True)  # call, message, receipt: how both sides confirmed
    number = models.CharField("登记号", max_length=40, unique=True, null=True)  # noqa: DJ001 - several without one
    ticket = models.CharField("查询码", max_length=12, unique=True)
    channel = models.CharField("渠道", max_length=16, choices=[(one.value, one.label) for one in Channel])
    is_correction = models.BooleanField("更正自身信息（第四十一条）", default=False)  # its own kind, outside the annual table
    submitted_at = models.DateTimeField("到达时间")
    received_on = models.DateField("收到日", null=True)  # 第三十一条; empty until confirmed where the law needs a confirmation
    idempotency_key = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - several without one

    applicant_kind = models.CharField("申请人类型", max_length=24, choices=[(one.value, one.label) for one in ApplicantKind])
    applicant_name = EncryptedTextField("姓名或名称")
    applicant_key = models.CharField("申请人指纹", max_length=64)  # blind index of the identity number: repeats, fees of a month
    id_kind = models.CharField("证件类型", max_length=16, choices=[(one.value, one.label) for one in IdKind])
    id_number = EncryptedTextField("证件号码")
    representative = EncryptedTextField("法定代表人或经办人", blank=True)
    agent = EncryptedTextField("代理人及其证件", blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    phone_key = models.CharField(max_length=64, blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    fax = EncryptedTextField("传真", blank=True)
    address = EncryptedTextField("通信地址", blank=True)
    needs_help = models.CharField("需要的协助", max_length=100, blank=True)  # 第四十三条
    privacy_notice = models.CharField("告知书版本", max_length=20, blank=True)  # 个人信息保护法第十七条、第三十五条

    info_title = models.CharField("所需信息名称", max_length=200, blank=True)
    info_doc_no = models.CharField("文号", max_length=80, blank=True)
    info_text = models.TextField("其他特征描述", blank=True)
    purpose = models.CharField("用途（选填）", max_length=200, blank=True)
    carrier = models.CharField("载体", max_length=12, choices=[(one.value, one.label) for one in Carrier])
    delivery = models.CharField("获取途径", max_length=12, choices=[(one.value, one.label) for one in Delivery])
    words = models.TextField(editable=False, blank=True)  # what a search of cases looks at: number and request, cut in pairs
    likeness = models.BigIntegerField(null=True, editable=False)  # SimHash of the request

    stage = models.CharField("环节", max_length=24, choices=[(one.value, one.label) for one in Stage])
    stage_since = models.DateField("本环节开始日期", null=True)
    due_on = models.DateField("答复期限", null=True)  # computed from the happenings; nobody types it
    is_paused = models.BooleanField("不计时", default=False)
    warned = models.SmallIntegerField(null=True)  # the last warning sent: working days left
    version = models.PositiveIntegerField(default=0)  # raised by every action: a page loaded earlier is told so
    handler = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="承办人")
    outcome = models.CharField("处理决定", max_length=24, blank=True, choices=[(one.value, one.label) for one in Outcome])
    decided_on = models.DateField("作出日期", null=True)
    served_on = models.DateField("送达日期", null=True)
    closed_on = models.DateField("办结日期", null=True)
    archived_on = models.DateField("归档日期", null=True)
    retained_until = models.DateField("保管期满", null=True)
    destroyed_on = models.DateField("销毁日期", null=True)  # what named anybody is gone; what the figures count stays
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", verbose_name="拆分自")
    repeat_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeats", verbose_name="重复于")
    satisfaction = models.PositiveSmallIntegerField("满意度", null=True)  # 1 to 5, from the applicant
    satisfaction_text = models.CharField("评价", max_length=500, blank=True)

    objects = CaseSet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            # The board counts from this one alone
            models.Index(fields=["organ", "stage", "due_on", "is_paused"], name="case_board", condition=models.Q(closed_on=None)),
            models.Index(fields=["due_on"], name="case_due", condition=models.Q(closed_on=None)),
            models.Index(fields=["handler", "due_on"], name="case_of_handler", condition=models.Q(closed_on=None)),
            models.Index(fields=["organ", "-id"], name="case_newest"),
            # The figures of a year are read from these two alone, without looking at a row of the table
            models.Index(fields=["organ", "received_on", "applicant_kind", "is_correction"], name="case_came"),
            models.Index(
                fields=["organ", "closed_on", "received_on", "due_on", "outcome", "applicant_kind", "is_correction"], name="case_went"
            ),
            models.Index(fields=["received_on"], name="case_by_receipt"),
            models.Index(fields=["applicant_key", "received_on"], name="case_applicant"),
            models.Index(fields=["organ", "retained_until"], name="case_retained", condition=models.Q(destroyed_on=None)),
        ]

    def __str__(self) -> str:
        return self.number or f"待登记 {self.ticket}"

    @property
    def about(self) -> str:
        """What is asked for, in one line."""
        return "已按期销毁的申请" if self.destroyed_on else self.info_title or self.info_doc_no or self.info_text[:60]


class Happening(models.Model):
    """经过: one dated fact of a case, never changed and never deleted (database triggers). The clock and the stage are computed from
    these rows alone. A mistaken one is followed by another that cancels it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="happenings")
    kind = models.CharField("事项", max_length=32)
    on = models.DateField("日期")
    data = models.JSONField(default=dict)  # the rule's words for what happened; no personal data
    cancels = models.OneToOneField("self", models.PROTECT, null=True, related_name="cancelled_by")
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # empty: the applicant, or the platform
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["case", "id"], name="happening_case")]


class Wording(models.Model):
    """原来的描述: how the information was described until a clarification or a split put it otherwise. What stands now is on the case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="wordings")
    happening = models.OneToOneField(Happening, models.PROTECT, null=True, related_name="+")  # the clarification; empty: a split
    info_title = models.CharField("所需信息名称", max_length=200, blank=True)
    info_doc_no = models.CharField("文号", max_length=80, blank=True)
    info_text = models.TextField("其他特征描述", blank=True)
    at = models.DateTimeField()  # until when it stood

    class Meta:
        ordering = ["id"]


class CaseFile(models.Model):
    """材料: a file of the case. What `Material.is_sealed` is kept as sealed bytes and opened only through an action that is journalled."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    name = models.CharField("文件名", max_length=200)
    kind = models.CharField("材料类别", max_length=16, choices=[(one.value, one.label) for one in Material])
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, related_name="+")
    sealed = EncryptedTextField(blank=True)  # base64 of the bytes
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Assignment(models.Model):
    """转办、协办: an office (its lead, or a helper) asked to work on a case until a day inside the legal one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    is_lead = models.BooleanField("主办", default=False)
    task = models.CharField("事项", max_length=500)
    due_on = models.DateField("反馈期限")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    answer = models.TextField("反馈", blank=True)
    returned_for = models.CharField("退回原因", max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["office", "case"], name="assignment_office")]
        constraints = [
            models.UniqueConstraint(fields=["case", "office"], condition=models.Q(answered_at=None), name="one_open_assignment_an_office")
        ]
