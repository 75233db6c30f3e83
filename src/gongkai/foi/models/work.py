"""What is done on a case before its reply: searching, asking others, charging, meeting, talking."""

from django.db import models

from gongkai.people.models import Officer
from gongkai.people.models.encrypted import EncryptedTextField


class SearchRecord(models.Model):
    """检索记录: where, with which words, in what range, and whether what is asked for was found; “不存在” cannot be answered without one."""

    case = models.ForeignKey("foi.Case", models.PROTECT, related_name="searches")
    place = models.CharField("检索的系统或档案", max_length=200)
    words = models.CharField("检索词", max_length=300)
    reach = models.CharField("检索范围", max_length=300)
    found = models.TextField("结果")
    is_found = models.BooleanField("找到所申请的信息", null=True)  # empty: noted before this was asked
    office = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")  # empty: the organ itself searched
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Consultation(models.Model):
    """征求意见: a third party (第三十二条) or an organ that made the information together (第三十四条). The applicant is never named in it."""

    class Kind(models.TextChoices):
        THIRD_PARTY = "third_party", "第三方"
        CO_ORGAN = "co_organ", "共同制作机关"

    class Answer(models.TextChoices):
        AGREES = "agrees", "同意公开"
        PARTLY = "partly", "部分同意"
        REFUSES = "refuses", "不同意公开"
        SILENT = "silent", "逾期未答复"

    case = models.ForeignKey("foi.Case", models.PROTECT, related_name="consultations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    party = EncryptedTextField("征求对象")
    contact = EncryptedTextField("联系方式", blank=True)
    organ = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    question = models.TextField("征求意见的内容")
    sent_on = models.DateField("发出日期")
    reached_on = models.DateField("对方收到日期", null=True)
    answered_on = models.DateField("收到意见日期", null=True)
    answer = models.CharField("意见", max_length=8, choices=Answer.choices, blank=True)
    reason = models.TextField("理由", blank=True)

    class Meta:
        ordering = ["id"]


class Fee(models.Model):
    """信息处理费（国办函〔2020〕109号）: per item or per page, never both."""

    case = models.ForeignKey("foi.Case", models.PROTECT, related_name="fees")
    mode = models.CharField("方式", max_length=8)  # rules.fees.Mode
    count = models.PositiveIntegerField("件数或页数")
    amount = models.PositiveIntegerField("金额（元）")
    formula = models.TextField("算式")
    notified_on = models.DateField("发出通知日期")
    reached_on = models.DateField("申请人收到通知日期", null=True)
    paid_on = models.DateField("缴费日期", null=True)
    receipt_no = models.CharField("票据号", max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case"], name="one_fee_a_case")]


class ClockChoice(models.Model):
    """计时口径 decided by an organ where the law is silent (rules.clock_policies): the newest row of a question is the one in force.
    Never changed; what was decided when, and why, stays."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    question = models.CharField(max_length=32)
    choice = models.CharField(max_length=32)
    why = models.TextField("理由")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class StepLimits(models.Model):
    """内部时限 of an organ, all steps at once (rules.pace): the newest version is in force. Never changed; what held before, and why, stays."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField("版本")
    workdays = models.JSONField("工作日")  # the key of a step: its working days
    why = models.TextField("理由")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["organ", "version"], name="one_version_of_step_limits")]


class Note(models.Model):
    """内部备注 (not public), 沟通记录 (with the applicant), and what the applicant wrote later: a clarification, reasons, a withdrawal."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", "内部备注"
        CONTACT = "contact", "与申请人沟通"
        APPLICANT = "applicant", "申请人来文"

    case = models.ForeignKey("foi.Case", models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = EncryptedTextField("内容")
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # empty: the applicant, on the portal
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]


class Meeting(models.Model):
    """会商: several offices on hard cases, with minutes; what was agreed may become a standing line."""

    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    subject = models.CharField("议题", max_length=200)
    on = models.DateField("日期")
    present = models.TextField("参会单位")
    opinions = models.TextField("意见", blank=True)
    conclusion = models.TextField("结论", blank=True)
    is_standing = models.BooleanField("形成口径", default=False)
    cases = models.ManyToManyField("foi.Case", related_name="meetings")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]


class Complaint(models.Model):
    """监督投诉（第四十七条、第五十一条）: about an organ, perhaps about one case."""

    class Kind(models.TextChoices):
        NOT_PUBLISHED = "not_published", "未主动公开"
        LATE = "late", "逾期未答复"
        WRONG_REPLY = "wrong_reply", "答复不合法"
        FEE = "fee", "收费"
        OTHER = "other", "其他"

    class Way(models.TextChoices):
        ONLINE = "online", "网上"
        LETTER = "letter", "来信"
        PHONE = "phone", "电话"
        IN_PERSON = "in_person", "来访"

    ticket = models.CharField("查询码", max_length=12, unique=True)
    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="被投诉机关")
    way = models.CharField("渠道", max_length=12, choices=Way.choices, default=Way.ONLINE)
    entered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", verbose_name="录入人")  # empty: on the portal
    arrived_on = models.DateField("收到日期", null=True)  # empty: the day of `at`
    case = models.ForeignKey("foi.Case", models.PROTECT, null=True, related_name="complaints")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.TextField("内容")
    name = EncryptedTextField("投诉人")
    contact = EncryptedTextField("联系方式")
    at = models.DateTimeField()
    due_on = models.DateField("处理期限", null=True)
    finding = models.TextField("查证结论", blank=True)
    is_founded = models.BooleanField("属实", null=True)
    order = models.TextField("整改要求", blank=True)
    order_due_on = models.DateField("整改期限", null=True)
    order_done = models.TextField("整改反馈", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organ", "answered_at"], name="complaint_queue")]


class Review(models.Model):
    """复议、诉讼: for table 4 of the annual report."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        LAWSUIT = "lawsuit", "未经复议直接起诉"
        LAWSUIT_AFTER = "lawsuit_after", "复议后起诉"

    class Result(models.TextChoices):
        UPHELD = "upheld", "结果维持"
        CORRECTED = "corrected", "结果纠正"
        OTHER = "other", "其他结果"

    case = models.ForeignKey("foi.Case", models.PROTECT, null=True, related_name="reviews")
    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    docket = models.CharField("案号", max_length=80)
    accepted_on = models.DateField("受理日期")
    concluded_on = models.DateField("审结日期", null=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    summary = models.TextField("要点", blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-accepted_on", "-id"]
        indexes = [models.Index(fields=["organ", "accepted_on"], name="review_organ")]
        constraints = [models.UniqueConstraint(fields=["organ", "kind", "docket"], name="one_row_a_docket")]


class Precedent(models.Model):
    """案例: an anonymised case; public once another officer has approved it."""

    case = models.OneToOneField("foi.Case", models.PROTECT, null=True, related_name="precedent")
    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    title = models.CharField("案由", max_length=200)
    request = models.TextField("申请内容")
    outcome = models.CharField("处理决定", max_length=24)
    basis = models.CharField("依据条款", max_length=200)
    reasoning = models.TextField("理由要点")
    aftermath = models.CharField("复议诉讼结果", max_length=200, blank=True)
    tags = models.JSONField("标签", default=list)
    words = models.TextField(editable=False, blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    approved_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    public_on = models.DateField("公开日期", null=True)

    class Meta:
        ordering = ["-id"]


class ProactiveProposal(models.Model):
    """转主动公开建议单（第四十四条）: the same information, asked for by several, put forward for publication; decided by the head."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    cases = models.ManyToManyField("foi.Case", related_name="proposals")
    subject = models.CharField("建议公开的信息", max_length=200)
    area = models.CharField("公开的区域", max_length=100, blank=True)  # empty: everywhere
    reason = models.TextField("理由")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_approved = models.BooleanField("同意公开", null=True)  # empty until decided
    opinion = models.TextField("意见", blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    policy = models.ForeignKey("policies.Policy", models.SET_NULL, null=True, related_name="+")  # what was begun in the library

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organ", "is_approved"], name="proposal_queue")]


class HelpDay(models.Model):
    """申请前的帮助, counted by day and organ so that nobody is followed: how often public papers and earlier answers were shown to somebody
    filling in an application, how often one of them was opened, and what became of the application. `organ` None: none was chosen yet."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    shown = models.PositiveIntegerField("出现帮助", default=0)
    opened = models.PositiveIntegerField("打开了帮助里的内容", default=0)
    submitted = models.PositiveIntegerField("仍然提交了申请", default=0)
    satisfied = models.PositiveIntegerField("表示不用申请了", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "day"], name="one_help_count_a_day"),
            models.UniqueConstraint(fields=["day"], condition=models.Q(organ=None), name="one_help_count_a_day_without_organ"),
        ]
