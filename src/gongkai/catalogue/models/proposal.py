from django.db import models


class Proposal(models.Model):
    """纳入目录的建议: something many people asked for. `key` names it once; accepted, it became a draft of an item."""

    organ = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    key = models.CharField(max_length=120, unique=True)
    title = models.CharField("内容", max_length=200)
    reason = models.CharField("理由", max_length=500)
    asked = models.PositiveIntegerField("申请次数", default=1)
    made_at = models.DateTimeField()
    item = models.ForeignKey("Item", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    declined = models.CharField("不采纳的理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["organ", "decided_at"], name="catalogue_proposal_organ")]
