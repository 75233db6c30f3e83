import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.people.models.encrypted
from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("search", "0001_initial"), ("search", "0003_relevance_and_saved")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="SearchCount",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField(verbose_name="日期")),
                        ("query", models.CharField(max_length=60, verbose_name="检索词")),
                        ("times", models.PositiveIntegerField(default=0, verbose_name="次数")),
                        ("without_result", models.PositiveIntegerField(default=0, verbose_name="无结果次数")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["day", "-times"], name="search_most_asked")],
                        "constraints": [models.UniqueConstraint(fields=("day", "query"), name="search_counted_by_day")],
                    },
                ),
                migrations.CreateModel(
                    name="Synonym",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("said", models.CharField(max_length=20, verbose_name="俗称")),
                        ("formal", models.CharField(max_length=40, verbose_name="正式说法")),
                        ("at", models.DateTimeField(null=True, verbose_name="增加时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="增加人",
                            ),
                        ),
                        ("expires_on", models.DateField(null=True, verbose_name="有效期至")),
                        (
                            "office",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="负责单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["said", "formal"],
                        "constraints": [models.UniqueConstraint(fields=("said", "formal"), name="synonyms_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Evaluation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("because", models.CharField(max_length=60, verbose_name="原因")),
                        ("queries", models.PositiveIntegerField(verbose_name="检索词数")),
                        ("ndcg", models.FloatField(verbose_name="nDCG@10")),
                        ("mrr", models.FloatField(verbose_name="MRR")),
                        ("recall", models.FloatField(verbose_name="召回率")),
                        ("lines", models.JSONField(verbose_name="逐条结果")),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="JudgedQuery",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("text", models.CharField(max_length=100, unique=True, verbose_name="检索词")),
                        ("at", models.DateTimeField(verbose_name="增加时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="增加人",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Judgement",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("anchor", models.CharField(blank=True, max_length=60, verbose_name="条款")),
                        ("grade", models.PositiveSmallIntegerField(verbose_name="等级")),
                        ("at", models.DateTimeField(verbose_name="评判时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评判人",
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.edition", verbose_name="版次"
                            ),
                        ),
                        (
                            "query",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="judgements", to="search.judgedquery"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("query", "edition", "anchor"), name="judged_once"),
                            models.CheckConstraint(condition=models.Q(("grade__lte", 3)), name="grade_in_range"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pin",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("words", models.CharField(max_length=40, verbose_name="检索词")),
                        ("whole", models.BooleanField(default=True, verbose_name="须完全相同")),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="置顶时间")),
                        ("until", models.DateField(verbose_name="有效期至")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="提前结束时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="置顶人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="负责单位",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy", verbose_name="文件"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(condition=models.Q(("ended_at", None)), fields=["until"], name="pins_standing")],
                        "constraints": [
                            models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("words", "policy"), name="pinned_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("wanted", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="检索条件")),
                        ("wanted_index", models.CharField(max_length=64)),
                        ("address", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="邮箱")),
                        ("address_index", models.CharField(blank=True, max_length=64)),
                        ("token", gongkai.people.models.encrypted.EncryptedTextField(blank=True)),
                        ("token_digest", models.CharField(max_length=64, null=True, unique=True)),
                        ("at", models.DateTimeField(verbose_name="订阅时间")),
                        ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                        ("looked_until", models.DateTimeField(null=True, verbose_name="已查看到")),
                        ("expires_on", models.DateField(verbose_name="有效期至")),
                        ("reminded_at", models.DateTimeField(null=True, verbose_name="提醒续期时间")),
                        (
                            "officer",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["looked_until"], name="saved_looked"),
                            models.Index(fields=["expires_on"], name="saved_expires"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("officer", None), _negated=True),
                                fields=("officer", "wanted_index"),
                                name="saved_once_by_officer",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("address_index", ""), _negated=True),
                                fields=("address_index", "wanted_index"),
                                name="saved_once_by_address",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
