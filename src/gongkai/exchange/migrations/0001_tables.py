import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.exchange.models
import gongkai.people.models.encrypted
from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("exchange", "0001_initial")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        ("address", models.CharField(max_length=300, verbose_name="接口地址")),
                        ("key", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="密钥")),
                        ("created_at", models.DateTimeField()),
                        ("stopped_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                        (
                            "created_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="推送范围",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Push",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("due_at", models.DateTimeField(null=True, verbose_name="待推")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试")),
                        ("error", models.CharField(blank=True, max_length=300, verbose_name="上次的结果")),
                        ("parked_at", models.DateTimeField(null=True, verbose_name="搁置")),
                        (
                            "operation",
                            models.CharField(
                                blank=True,
                                choices=[("UPSERT", "新增或更新"), ("STATUS_CHANGE", "有效性变化"), ("WITHDRAW", "撤回")],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        ("state", models.CharField(blank=True, max_length=64, verbose_name="对方所知的摘要")),
                        ("text_digest", models.CharField(blank=True, max_length=64)),
                        ("sent_at", models.DateTimeField(null=True, verbose_name="推到时间")),
                        ("policy", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="policies.policy")),
                        (
                            "target",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="pushes", to="exchange.target"),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="push_due"),
                            models.Index(fields=["target", "-sent_at", "-id"], name="push_sent"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("target", "policy"), name="one_push_a_target")],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "operation",
                            models.CharField(
                                choices=[("UPSERT", "新增或更新"), ("STATUS_CHANGE", "有效性变化"), ("WITHDRAW", "撤回")],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        ("key", models.CharField(max_length=120, verbose_name="幂等键")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("number", models.CharField(blank=True, max_length=80, verbose_name="对方回执号")),
                        ("at", models.DateTimeField()),
                        (
                            "push",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="receipts", to="exchange.push"),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Received",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="回执号")),
                        ("sent_as", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "operation",
                            models.CharField(
                                choices=[("UPSERT", "新增或更新"), ("STATUS_CHANGE", "有效性变化"), ("WITHDRAW", "撤回")],
                                max_length=16,
                                verbose_name="操作",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="对方一策一码")),
                        ("title", models.CharField(max_length=500, verbose_name="标题")),
                        ("content", models.JSONField(verbose_name="内容")),
                        ("at", models.DateTimeField(verbose_name="收到时间")),
                        (
                            "handling",
                            models.CharField(
                                choices=[("waiting", "待处理"), ("taken", "已收入导入"), ("set_aside", "已注明不收")],
                                default=gongkai.exchange.models.Handling["WAITING"],
                                max_length=12,
                                verbose_name="处理",
                            ),
                        ),
                        ("handled_at", models.DateTimeField(null=True)),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="policies.importbatch"
                            ),
                        ),
                        (
                            "handled_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="收件单位",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="报送单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["office", "handling", "-at"], name="received_waiting"),
                            models.Index(fields=["sender", "code"], name="received_code"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("sender", "sent_as"), name="received_once")],
                    },
                ),
            ]
        ),
    ]
