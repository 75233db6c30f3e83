from django.db import models

from gongkai.enquiries.rules.messages import Kind
from gongkai.people.models.encrypted import EncryptedTextField


class Enquiry(models.Model):
    """来信: a question about a policy, or a mistake found on a page. Kept here; its handling is a later capability."""

    kind = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in Kind])
    ticket = models.CharField("查询码", max_length=20, unique=True)
    policy = models.ForeignKey("policies.Policy", models.PROTECT, null=True, related_name="+")
    page = models.CharField("页面地址", max_length=300, blank=True)
    text = models.TextField("内容")
    contact = EncryptedTextField("联系方式", blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "-at"], name="enquiry_newest"), models.Index(fields=["policy"], name="enquiry_policy")]
