from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.policies.rules.interpreting import AFTERWARDS, DIGEST, SYNTHETIC, Form, Ground, Perspective, Stage

_STAGES = [(one.value, one.label) for one in Stage]


class InterpretationPlan(models.Model):
    """解读方案: who explains an edition, in which forms, at which stage and by when. Made with the draft; the ones for after publication
    are raised from what people ask. It is carried out once an explanation under it is public."""

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="plans", verbose_name="文件")
    stage = models.CharField("阶段", max_length=8, choices=_STAGES, default=Stage.RELEASE)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="起草单位")
    interpreter = models.CharField("第一解读人", max_length=60)
    forms = models.JSONField("解读形式", default=list)
    channels = models.JSONField("解读途径", default=list)
    outline = models.TextField("解读提纲", max_length=2000)
    due_on = models.DateField("解读时间")
    clause = models.CharField("针对的条款", max_length=60, blank=True)
    because = models.CharField("由来", max_length=200, blank=True)  # “近 90 天 43 人问到”
    made_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "stage"], condition=~Q(stage__in=[one.value for one in AFTERWARDS]), name="one_plan_a_stage"
            ),
            models.UniqueConstraint(
                fields=["edition", "stage", "clause"],
                condition=Q(stage__in=[one.value for one in AFTERWARDS]),
                name="one_follow_up_a_clause",
            ),
        ]
        indexes = [models.Index(fields=["office", "due_on"], name="plan_office"), models.Index(fields=["due_on", "id"], name="plan_due")]


class InterpretationExemption(models.Model):
    """免予解读: why an edition that would have to be explained need not be, by someone who did not write it. It holds for the text it was
    agreed to, and no other."""

    edition = models.OneToOneField("Edition", models.CASCADE, related_name="exemption")
    ground = models.CharField("情形", max_length=12, choices=[(one.value, one.label) for one in Ground])
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)  # of the title, class and words it was agreed to


class Interpretation(models.Model):
    """解读: how a policy of category 解读 explains an edition. What it says is the text of its own editions, for every form alike; that it
    is tied to a policy is a Relation."""

    paper = models.OneToOneField("Policy", models.CASCADE, related_name="interpretation")
    of = models.ForeignKey("Edition", models.SET_NULL, null=True, related_name="explanations", verbose_name="解读的文件")
    plan = models.ForeignKey(InterpretationPlan, models.SET_NULL, null=True, related_name="explanations")
    stage = models.CharField("阶段", max_length=8, choices=_STAGES, default=Stage.RELEASE)
    form = models.CharField("形式", max_length=8, choices=[(one.value, one.label) for one in Form], default=Form.TEXT)
    perspective = models.CharField(
        "视角", max_length=8, choices=[(one.value, one.label) for one in Perspective], default=Perspective.OFFICE
    )
    column = models.CharField("栏目", max_length=30, blank=True)
    address = models.CharField("播放地址", max_length=500, blank=True)
    synthetic = models.BooleanField(SYNTHETIC, default=False)  # 《人工智能生成合成内容标识办法》第四条: readers are told
    machine_made = models.BooleanField("AI 生成", default=False)  # drafted by the kit; says so for ever
    approved_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_digest = models.CharField(max_length=64, blank=True)  # of the words a person read and approved
    waived = models.JSONField("不适用的质检项", default=dict)  # {point: {why, by}}, by an officer who did not write it

    class Meta:
        indexes = [
            models.Index(fields=["of", "stage"], name="interpretation_of"),
            models.Index(fields=["form"], name="interpretation_form"),
            models.Index(fields=["perspective"], name="interpretation_who"),
            models.Index(fields=["column"], name="interpretation_column"),
            models.Index(fields=["stage"], name="interpretation_stage"),
        ]

    @property
    def telling(self) -> dict[str, Any]:
        """How it is told, in the form a draft has it."""
        return {name: str(getattr(self, name)) for name in ("form", "perspective", "column", "address")} | {"synthetic": self.synthetic}

    def tell(self, telling: Mapping[str, Any]) -> None:
        for name, value in telling.items():
            setattr(self, name, value)

    @property
    def is_digest(self) -> bool:
        """月度速览: the system's list of many papers; it explains no single one."""
        return self.machine_made and self.of_id is None and self.plan_id is None and self.column == DIGEST

    @property
    def is_drawn(self) -> bool:
        """Whether its picture is laid out from its own words."""
        return self.machine_made and self.form == Form.PICTURE
