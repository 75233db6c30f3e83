from django.db import models


class DayRecord(models.Model):
    """逐日记录: how every item of an organ stood on a day, chained to the day before (rules.days). The database refuses any change."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    on = models.DateField("日期")
    states = models.JSONField("状态")  # by item code [state, days]
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["organ", "-on"]
        constraints = [models.UniqueConstraint(fields=["organ", "on"], name="one_record_a_day")]
        indexes = [models.Index(fields=["on"], name="day_record_on")]
