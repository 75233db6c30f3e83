"""窗口: what is handed in together, and who read what on the spot."""

from django.db import models

from gongkai.foi.rules.applicants import IdKind
from gongkai.foi.rules.counter import Reader
from gongkai.people.models import Officer
from gongkai.people.models.encrypted import EncryptedTextField


class JointIntake(models.Model):
    """集中受理: several applications handed in at once at the counter, each a case of its own, all received on one day."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="受理机关")
    key = models.CharField(
        max_length=64, unique=True
    )  # of the form they were typed into, and of what it said: sent twice, they are taken in once
    on = models.DateField("收到日")
    place = models.CharField("地点", max_length=120, blank=True)
    cases = models.ManyToManyField("foi.Case", related_name="+")
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organ", "-id"], name="joint_intake_organ")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} 集中受理"


class Visit(models.Model):
    """现场查阅登记: what was read or copied at the office on one day, of a case that was answered so, or of public papers. Who reads public
    papers need not say who they are (个人信息保护法第六条); who reads what a case was answered with is known and sealed."""

    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="查阅地点所属单位")
    case = models.ForeignKey("foi.Case", models.PROTECT, null=True, related_name="visits")  # empty: public papers
    reader = models.CharField("查阅人", max_length=12, choices=[(one.value, one.label) for one in Reader])
    name = EncryptedTextField("姓名", blank=True)
    id_kind = models.CharField("证件类型", max_length=16, choices=[(one.value, one.label) for one in IdKind], blank=True)
    id_number = EncryptedTextField("证件号码", blank=True)
    on = models.DateField("日期")
    began = models.TimeField("开始时间")
    ended = models.TimeField("结束时间", null=True)
    read = models.TextField("查阅的内容")
    copied = models.CharField("抄录、复制的内容", max_length=500, blank=True)
    pages = models.PositiveIntegerField("复制页数", default=0)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["office", "-on", "-id"], name="visit_office")]
