from django.db import models
from django.db.models import Q

from gongkai.policies.rules.campaigns import State, Verdict


class Campaign(models.Model):
    """文件清理: an office has every paper of a scope looked at by the office that answers for it. Which papers is settled once, when it
    is ordered; whether it is finished is counted from its items."""

    name = models.CharField("名称", max_length=120)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="组织单位")
    ordered_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField("部署时间")
    due_on = models.DateField("截止日期")
    in_force_on = models.DateField("清理范围截至")  # the papers in force on this day
    scope = models.JSONField("范围", default=dict)  # {classes, topic_l1, formed_before, offices} as they were chosen
    note = models.TextField("要求", blank=True)
    result = models.ForeignKey("Policy", models.SET_NULL, null=True, related_name="+", verbose_name="清理结果文件")
    called_off_at = models.DateTimeField("终止时间", null=True)
    called_off_because = models.CharField("终止理由", max_length=300, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-id"]
        indexes = [models.Index(fields=["called_off_at", "due_on"], name="campaign_due")]

    def __str__(self) -> str:
        return self.name


class CampaignItem(models.Model):
    """清理件: one paper in a campaign with what its office proposes and who checked it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="items")
    policy = models.ForeignKey("Policy", models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="责任单位")
    verdict = models.CharField("清理意见", max_length=8, choices=[(v.value, v.label) for v in Verdict], blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    proposed_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    returned = models.CharField("退回意见", max_length=300, blank=True)
    checked_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["office__path", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "policy"], name="once_in_a_campaign")]
        indexes = [
            models.Index(fields=["campaign", "office"], name="campaign_item_office"),
            models.Index(fields=["office", "campaign"], condition=Q(checked_at=None), name="campaign_item_waiting"),
        ]

    def __str__(self) -> str:
        return self.policy.title

    @property
    def state(self) -> State:
        if self.checked_at:
            return State.CHECKED
        if self.returned:
            return State.RETURNED
        return State.PROPOSED if self.proposed_at else State.OPEN
