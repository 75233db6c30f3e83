"""撤下 of what its own room may not change any more: an approved version of an entry, say. The room shows it to nobody from then on."""

from django.db import models

from gongkai.publishing.models.facts import WrittenOnce


class TakenDown(WrittenOnce):
    about = models.CharField("关于", max_length=120, unique=True)  # registers.version:12
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+", verbose_name="撤下人")
    at = models.DateTimeField("时间")
