import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("registers", "0001_initial"), ("registers", "0003_lists_from_above")]

    initial = True

    dependencies = [
        ("catalogue", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Register",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("slug", models.SlugField(max_length=60, unique=True, verbose_name="网址名")),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        ("basis", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                        ("columns", models.JSONField(verbose_name="栏目")),
                        ("opened_at", models.DateTimeField()),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.item",
                                verbose_name="公开事项",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="编制机关",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name", "id"],
                        "indexes": [models.Index(fields=["owner"], name="register_owner")],
                    },
                ),
                migrations.CreateModel(
                    name="UpstreamEdition",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=60, verbose_name="版次")),
                        ("valid_from", models.DateField(verbose_name="自")),
                        ("added", models.PositiveIntegerField(default=0, verbose_name="新增")),
                        ("changed", models.PositiveIntegerField(default=0, verbose_name="调整")),
                        ("ended", models.PositiveIntegerField(default=0, verbose_name="移出")),
                        ("same", models.PositiveIntegerField(default=0, verbose_name="没有变化")),
                        ("taken_at", models.DateTimeField()),
                        (
                            "register",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="registers.register"
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["-taken_at", "-id"],
                        "constraints": [models.UniqueConstraint(fields=("register", "name"), name="upstream_edition_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(max_length=40, verbose_name="编号")),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("is_listed", models.BooleanField(default=False)),
                        (
                            "current",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registers.entryversion"
                            ),
                        ),
                        (
                            "register",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="registers.register"),
                        ),
                    ],
                    options={
                        "ordering": ["code"],
                        "indexes": [models.Index(fields=["register", "is_listed", "code"], name="entry_listed")],
                        "constraints": [models.UniqueConstraint(fields=("register", "code"), name="entry_code_once")],
                    },
                ),
                migrations.CreateModel(
                    name="EntryVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(verbose_name="版本")),
                        ("values", models.JSONField(verbose_name="内容")),
                        ("valid_from", models.DateField(verbose_name="自")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="至")),
                        ("ends", models.BooleanField(default=False, verbose_name="移出清单")),
                        ("note", models.CharField(max_length=300, verbose_name="变更说明")),
                        ("made_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="registers.entry"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="registers.upstreamedition",
                                verbose_name="随上级清单",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [models.Index(fields=["approved_at", "id"], name="entry_version_approved")],
                        "constraints": [
                            models.UniqueConstraint(fields=("entry", "number"), name="entry_version_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("approved_at", None)), fields=("entry",), name="one_entry_version_in_hand"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"),
                                name="entry_ends_after_it_began",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
