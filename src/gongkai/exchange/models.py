from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.exchange.rules.messages import Operation
from gongkai.people.models.encrypted import EncryptedTextField
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused


class Target(models.Model):
    """推送目标: a library above, to which the public papers of an office and those below it are sent."""

    name = models.CharField("名称", max_length=80)
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="推送范围")
    address = models.CharField("接口地址", max_length=300)
    key = EncryptedTextField("密钥")
    created_by = models.ForeignKey("people.Officer", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Push(models.Model):
    """推送: how one paper stands at one target. `due_at`: something waits to be sent; `parked_at`: a person has to look."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="pushes")
    policy = models.ForeignKey("policies.Policy", models.CASCADE, related_name="+")
    due_at = models.DateTimeField("待推", null=True)
    attempts = models.PositiveSmallIntegerField("已试", default=0)
    error = models.CharField("上次的结果", max_length=300, blank=True)
    parked_at = models.DateTimeField("搁置", null=True)
    operation = models.CharField("操作", max_length=16, choices=[(o.value, o.label) for o in Operation], blank=True)
    state = models.CharField("对方所知的摘要", max_length=64, blank=True)  # rules.messages.Message.state of the last one taken
    text_digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField("推到时间", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "policy"], name="one_push_a_target")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="push_due"),
            models.Index(fields=["target", "-sent_at", "-id"], name="push_sent"),
        ]


class Receipt(models.Model):
    """回执: one message the other side took. Never changed."""

    push = models.ForeignKey(Push, models.CASCADE, related_name="receipts")
    operation = models.CharField("操作", max_length=16, choices=[(o.value, o.label) for o in Operation])
    key = models.CharField("幂等键", max_length=120)
    digest = models.CharField("内容摘要", max_length=64)
    number = models.CharField("对方回执号", max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Refused("回执不能修改。")
        super().save(**kwargs)


class Handling(Labelled):
    """What became of a paper received."""

    WAITING = "waiting", "待处理"
    TAKEN = "taken", "已收入导入"
    SET_ASIDE = "set_aside", "已注明不收"


class Received(models.Model):
    """来文: what a lower platform sent in, word for word, until an officer takes it or says why not."""

    number = models.CharField("回执号", max_length=40, unique=True)
    sender = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="报送单位")
    office = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+", verbose_name="收件单位")
    sent_as = models.CharField(max_length=64)  # SM3 of the Idempotency-Key, which belongs to the sender
    digest = models.CharField(max_length=64)
    operation = models.CharField("操作", max_length=16, choices=[(o.value, o.label) for o in Operation])
    code = models.CharField("对方一策一码", max_length=40)
    title = models.CharField("标题", max_length=500)
    content = models.JSONField("内容")
    at = models.DateTimeField("收到时间")
    handling = models.CharField("处理", max_length=12, choices=[(h.value, h.label) for h in Handling], default=Handling.WAITING)
    handled_by = models.ForeignKey("people.Officer", models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    note = models.CharField("说明", max_length=300, blank=True)
    batch = models.ForeignKey("policies.ImportBatch", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["sender", "sent_as"], name="received_once")]
        indexes = [
            models.Index(fields=["office", "handling", "-at"], name="received_waiting"),
            models.Index(fields=["sender", "code"], name="received_code"),
        ]
