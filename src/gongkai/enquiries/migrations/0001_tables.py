import django.db.models.deletion
from django.db import migrations, models

import gongkai.people.models.encrypted
from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("enquiries", "0001_initial"), ("enquiries", "0002_initial")]

    initial = True

    dependencies = [
        ("policies", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Enquiry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(choices=[("question", "政策咨询"), ("correction", "网站纠错")], max_length=12)),
                        ("ticket", models.CharField(max_length=20, unique=True, verbose_name="查询码")),
                        ("page", models.CharField(blank=True, max_length=300, verbose_name="页面地址")),
                        ("text", models.TextField(verbose_name="内容")),
                        ("contact", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="联系方式")),
                        ("at", models.DateTimeField()),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["kind", "-at"], name="enquiry_newest"),
                            models.Index(fields=["policy"], name="enquiry_policy"),
                        ],
                    },
                ),
            ]
        ),
    ]
