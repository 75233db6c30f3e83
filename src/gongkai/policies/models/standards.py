from django.db import models


class RuleVersion(models.Model):
    """本库规则 in one version; it counts from its day until the day of a later one. Never changed once set: set a new one."""

    number = models.PositiveIntegerField("版本", unique=True)
    effective_from = models.DateField("自")
    data = models.JSONField("内容")  # rules.standards.Standards.as_data
    note = models.CharField("依据与说明", max_length=300)
    set_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["effective_from", "number"], name="rule_version_day")]
