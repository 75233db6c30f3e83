from django.db import models

from gongkai.enquiries.rules.messages import Kind
from gongkai.people.models.encrypted import EncryptedTextField


class Enquiry(models.Model):
    """来信: a question about a policy, or a mistake found on a page, and what the office answered."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in Kind])
    ticket = models.CharField("查询码", max_length=20, unique=True)
    policy = models.ForeignKey("policies.Policy", models.PROTECT, null=True, related_name="+")
    page = models.CharField("页面地址", max_length=300, blank=True)
    text = models.TextField("内容")
    contact = EncryptedTextField("联系方式", blank=True)
    at = models.DateTimeField()
    office = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+", verbose_name="办理单位")
    due_on = models.DateField("最迟答复", null=True)  # empty where no holiday notice tells yet
    answer = models.TextField("答复", blank=True)
    answered_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="答复人")
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-at"], name="enquiry_newest"),
            models.Index(fields=["policy"], name="enquiry_policy"),
            models.Index(fields=["office", "-at"], name="enquiry_office"),
            models.Index(fields=["office", "due_on"], condition=models.Q(answered_at=None), name="enquiry_waiting"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
