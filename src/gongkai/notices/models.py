"""What an officer is told: on the desk always, by e-mail where there is an address and a mail server; and what citizens asked to be sent."""

from django.db import models

from gongkai.notices.rules.addresses import masked_address
from gongkai.people.models.encrypted import EncryptedTextField


class Notice(models.Model):
    """A notice on an officer's desk."""

    to = models.ForeignKey("people.Officer", models.CASCADE, related_name="+", db_index=False, verbose_name="接收人")
    subject = models.CharField("标题", max_length=200)
    body = models.TextField("内容", blank=True)
    link = models.CharField("去办理", max_length=300, blank=True)  # a path of this site
    about = models.CharField("关于", max_length=120, blank=True)  # policies.policy:12
    key = models.CharField(max_length=120, blank=True)  # what a follower that runs twice tells only once
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], condition=~models.Q(key=""), name="notice_told_once"),
        ]
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_to"),
            models.Index(fields=["to"], condition=models.Q(read_at=None), name="notice_unread"),
        ]


class Mail(models.Model):
    """An e-mail to send, or sent. Address and words are sealed; of a private one, to a citizen, neither is kept once it was sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"  # given up: a person looks
        NOT_CONFIGURED = "not_configured", "未配置邮件"  # no mail server on that day; never sent later

    recipient = EncryptedTextField("收件人")
    subject = models.CharField("标题", max_length=200)
    body = EncryptedTextField("内容")
    unsubscribe = EncryptedTextField("退订地址", blank=True, default="")  # a path of this site
    is_private = models.BooleanField("发给公众", default=False)
    key = models.CharField(max_length=120, blank=True)  # what a follower that runs twice posts only once
    state = models.CharField("状态", max_length=20, choices=State)
    attempts = models.IntegerField("已试次数", default=0)
    at = models.DateTimeField("时间")
    due_at = models.DateTimeField("最早发送时间")
    sent_at = models.DateTimeField("发送时间", null=True)
    error = models.TextField("原因", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="mail_posted_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="mail_waiting"),
        ]

    @property
    def shown_to(self) -> str:
        """The recipient as an officer may see it."""
        return masked_address(self.recipient) if self.is_private else self.recipient
