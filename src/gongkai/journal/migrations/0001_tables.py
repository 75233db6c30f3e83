import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("journal", "0001_initial")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                        ("kind", models.CharField(max_length=80, verbose_name="事由")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("by_name", models.CharField(blank=True, max_length=60, verbose_name="经办人姓名")),
                        ("data", models.JSONField(default=dict, verbose_name="内容")),
                        ("salt", models.CharField(max_length=32)),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        (
                            "by",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["about", "at"], name="entry_about_at"),
                            models.Index(fields=["kind", "id"], name="entry_kind"),
                            models.Index(fields=["by", "id"], name="entry_by"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="批次")),
                        ("first_position", models.BigIntegerField()),
                        ("last_position", models.BigIntegerField()),
                        ("root", models.CharField(max_length=64, verbose_name="默克尔根")),
                        ("previous_seal", models.CharField(max_length=64)),
                        ("skip_seal", models.CharField(max_length=64)),
                        ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                        ("seal", models.CharField(max_length=64, unique=True, verbose_name="封印")),
                    ],
                ),
                migrations.CreateModel(
                    name="Arrival",
                    fields=[
                        (
                            "entry",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="journal.entry",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=80)),
                        ("node", models.CharField(blank=True, max_length=60)),
                        ("position", models.BigIntegerField(default=0)),
                        ("due_at", models.DateTimeField(null=True)),
                        ("lease_until", models.DateTimeField(null=True)),
                        ("lease_by", models.CharField(blank=True, max_length=160)),
                        ("last_run", models.DateTimeField(null=True)),
                        ("last_error", models.TextField(blank=True)),
                        ("failures", models.IntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("name", "node"), name="duty_name_node")],
                    },
                ),
                migrations.CreateModel(
                    name="Leaf",
                    fields=[
                        ("position", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="次序")),
                        (
                            "entry",
                            models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="leaf", to="journal.entry"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Retry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("attempts", models.IntegerField(default=1)),
                        ("due_at", models.DateTimeField(db_index=True)),
                        ("error", models.TextField()),
                        ("parked_at", models.DateTimeField(db_index=True, null=True)),
                        ("duty", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="retries", to="journal.duty")),
                        ("entry", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.entry")),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("duty", "entry"), name="retry_duty_entry")],
                    },
                ),
            ]
        ),
    ]
