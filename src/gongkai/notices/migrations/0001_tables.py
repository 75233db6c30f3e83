import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.people.models.encrypted
from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("notices", "0001_initial"), ("notices", "0002_sealed_mail"), ("notices", "0003_mail_unsubscribe")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("recipient", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="收件人")),
                        ("subject", models.CharField(max_length=200, verbose_name="标题")),
                        ("body", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="内容")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待发送"),
                                    ("sent", "已发送"),
                                    ("failed", "发送失败"),
                                    ("not_configured", "未配置邮件"),
                                ],
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("attempts", models.IntegerField(default=0, verbose_name="已试次数")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("due_at", models.DateTimeField(verbose_name="最早发送时间")),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="发送时间")),
                        ("error", models.TextField(blank=True, verbose_name="原因")),
                        ("is_private", models.BooleanField(default=False, verbose_name="发给公众")),
                        ("key", models.CharField(blank=True, max_length=120)),
                        (
                            "unsubscribe",
                            gongkai.people.models.encrypted.EncryptedTextField(blank=True, default="", verbose_name="退订地址"),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(condition=models.Q(("state", "waiting")), fields=["due_at"], name="mail_waiting")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="mail_posted_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("subject", models.CharField(max_length=200, verbose_name="标题")),
                        ("body", models.TextField(blank=True, verbose_name="内容")),
                        ("link", models.CharField(blank=True, max_length=300, verbose_name="去办理")),
                        ("about", models.CharField(blank=True, max_length=120, verbose_name="关于")),
                        ("key", models.CharField(blank=True, max_length=120)),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("read_at", models.DateTimeField(null=True, verbose_name="已读时间")),
                        (
                            "to",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接收人",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["to", "-id"], name="notice_to"),
                            models.Index(condition=models.Q(("read_at", None)), fields=["to"], name="notice_unread"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("key", ""), _negated=True), fields=("to", "key"), name="notice_told_once"
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
