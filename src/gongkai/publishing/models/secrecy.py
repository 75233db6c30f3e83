"""保密审查: before anything goes out, by someone who did not write it (条例第十七条, 保密法实施条例第四十二条)."""

from django.db import models

from gongkai.publishing.models.facts import WrittenOnce
from gongkai.publishing.rules.publishability import Conclusion


class SecrecyReview(WrittenOnce):
    about = models.CharField("关于", max_length=120)
    digest = models.CharField("内容摘要", max_length=64)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="所属单位")
    written_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="起草人")
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="审查人")
    at = models.DateTimeField("审查时间")
    conclusion = models.CharField("结论", max_length=8, choices=[(one.value, one.value) for one in Conclusion])
    basis = models.CharField("依据", max_length=200)
    note = models.TextField("说明", blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about", "digest", "-at"], name="secrecy_about_digest")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(by=models.F("written_by")) | models.Q(written_by=None), name="reviewer_is_not_writer"
            )
        ]
