from datetime import date

from django.db import models


class Synonym(models.Model):
    """同义词: what people say and what papers say; each finds the other until the day it ends. Those that came with the program
    belong to no office and end never."""

    said = models.CharField("俗称", max_length=20)
    formal = models.CharField("正式说法", max_length=40)
    office = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+", verbose_name="负责单位")
    by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+", verbose_name="增加人")
    at = models.DateTimeField("增加时间", null=True)
    expires_on = models.DateField("有效期至", null=True)  # the last day it is used

    class Meta:
        ordering = ["said", "formal"]
        constraints = [models.UniqueConstraint(fields=["said", "formal"], name="synonyms_once")]

    def __str__(self) -> str:
        return f"{self.said}＝{self.formal}"

    def is_used(self, on: date) -> bool:
        return self.expires_on is None or on <= self.expires_on


class SearchCount(models.Model):
    """检索统计: how often a query (masked) was made on a day, and how often it found nothing. Nobody who searched is kept."""

    day = models.DateField("日期")
    query = models.CharField("检索词", max_length=60)
    times = models.PositiveIntegerField("次数", default=0)
    without_result = models.PositiveIntegerField("无结果次数", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="search_counted_by_day")]
        indexes = [models.Index(fields=["day", "-times"], name="search_most_asked")]
