import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("assistant", "0001_initial"),
        ("assistant", "0002_modeluse"),
        ("assistant", "0003_knowledge"),
        ("assistant", "0004_question_sent_once"),
        ("assistant", "0005_faq_channels"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Conversation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=43, unique=True)),
                        ("scope", models.JSONField(default=dict)),
                        ("begun_at", models.DateTimeField()),
                        ("last_at", models.DateTimeField()),
                        (
                            "office",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["last_at"], name="conversation_last")],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField()),
                        ("place", models.CharField(max_length=20, verbose_name="渠道")),
                        ("text", models.CharField(max_length=300, verbose_name="问题")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("fact", "规定"),
                                    ("who", "责任单位"),
                                    ("period", "时限"),
                                    ("amount", "金额和数量"),
                                    ("phone", "咨询电话"),
                                    ("list", "列举"),
                                    ("compare", "比较"),
                                    ("service", "办理"),
                                    ("standing", "是否有效"),
                                    ("chat", "闲聊"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("answer", "已回答"), ("evidence", "给出依据"), ("clarify", "请补充"), ("refused", "未能回答")],
                                max_length=12,
                            ),
                        ),
                        ("confidence", models.FloatField(default=0)),
                        ("answer", models.JSONField()),
                        ("retrieved", models.JSONField(default=list)),
                        ("entry_id", models.PositiveBigIntegerField(null=True, verbose_name="问答库条目")),
                        ("model", models.CharField(blank=True, max_length=80, verbose_name="模型")),
                        ("prompt", models.CharField(blank=True, max_length=20, verbose_name="提示词版本")),
                        ("calibration", models.CharField(blank=True, max_length=20, verbose_name="校准版本")),
                        ("took_ms", models.PositiveIntegerField(default=0)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "liked",
                            models.CharField(
                                blank=True, choices=[("yes", "有帮助"), ("no", "没有帮助")], max_length=3, verbose_name="评价"
                            ),
                        ),
                        ("liked_why", models.CharField(blank=True, max_length=300, verbose_name="评价说明")),
                        (
                            "conversation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="assistant.conversation"
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy"
                            ),
                        ),
                        ("token", models.CharField(blank=True, max_length=40)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-asked_at"], name="question_newest"),
                            models.Index(fields=["outcome", "-asked_at"], name="question_outcome"),
                            models.Index(fields=["policy", "-asked_at"], name="question_policy"),
                            models.Index(fields=["office", "-asked_at"], name="question_office"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("conversation", "number"), name="questions_in_order"),
                            models.UniqueConstraint(
                                condition=models.Q(("token", ""), _negated=True),
                                fields=("conversation", "token"),
                                name="question_sent_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModelUse",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField(unique=True, verbose_name="日期")),
                        ("calls", models.PositiveIntegerField(default=0, verbose_name="次数")),
                        ("tokens", models.PositiveBigIntegerField(default=0, verbose_name="词元")),
                    ],
                ),
                migrations.CreateModel(
                    name="Calibration",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.CharField(max_length=20, unique=True, verbose_name="版本")),
                        ("direct", models.BooleanField(default=True, verbose_name="直接回答")),
                        ("direct_from", models.FloatField(verbose_name="直接回答的把握下限")),
                        ("cut", models.FloatField(null=True, verbose_name="受理的相似度下限")),
                        ("effective_from", models.DateTimeField(verbose_name="启用时间")),
                        ("basis", models.JSONField(default=dict, verbose_name="依据")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-effective_from", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Sample",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("month", models.DateField(unique=True, verbose_name="月份")),
                        ("seed", models.CharField(max_length=40, verbose_name="抽样种子")),
                        ("size", models.PositiveIntegerField(verbose_name="应抽件数")),
                        ("asked", models.PositiveIntegerField(verbose_name="当月问题数")),
                        ("drawn_at", models.DateTimeField(verbose_name="抽样时间")),
                        ("settled_at", models.DateTimeField(null=True, verbose_name="评定完成时间")),
                        (
                            "drawn_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-month"],
                    },
                ),
                migrations.CreateModel(
                    name="SampleItem",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("position", models.PositiveIntegerField()),
                        (
                            "question",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="assistant.question"),
                        ),
                        (
                            "sample",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="assistant.sample"),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("sample", "position"), name="sample_in_order"),
                            models.UniqueConstraint(fields=("sample", "question"), name="sampled_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Verdict",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("round", models.PositiveSmallIntegerField()),
                        ("accurate", models.BooleanField(verbose_name="回答是否正确")),
                        ("cited", models.BooleanField(null=True, verbose_name="出处是否正确")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="verdicts", to="assistant.sampleitem"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["round"],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "round"), name="one_verdict_a_round"),
                            models.UniqueConstraint(fields=("item", "by"), name="judged_once_by_each"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Gap",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("inside", models.BooleanField(default=False, verbose_name="来自工作台")),
                        ("topic", models.CharField(blank=True, max_length=40, verbose_name="主题")),
                        ("words", models.JSONField(default=list, verbose_name="关键词")),
                        ("sample", models.CharField(max_length=300, verbose_name="典型问题")),
                        ("asked", models.PositiveIntegerField(default=0, verbose_name="次数")),
                        ("askers", models.PositiveIntegerField(default=0, verbose_name="人次")),
                        ("first_at", models.DateTimeField(verbose_name="首次出现")),
                        ("last_at", models.DateTimeField(verbose_name="最近出现")),
                        ("due_on", models.DateField(null=True, verbose_name="办理期限")),
                        ("assigned_at", models.DateTimeField(null=True, verbose_name="交办时间")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="办结时间")),
                        (
                            "closed_how",
                            models.CharField(
                                blank=True,
                                choices=[("entry", "编入问答库"), ("document", "已有文件公开"), ("reason", "说明理由")],
                                max_length=12,
                                verbose_name="办结方式",
                            ),
                        ),
                        ("closed_because", models.CharField(blank=True, max_length=300, verbose_name="办结说明")),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "closed_entry",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assistant.faqentry"
                            ),
                        ),
                        (
                            "closed_policy",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy"
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="policies.policy",
                                verbose_name="有关文件",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["office", "closed_at", "-asked", "-id"], name="gap_office"),
                            models.Index(fields=["closed_at", "-asked", "-id"], name="gap_most_asked"),
                            models.Index(condition=models.Q(("closed_at", None)), fields=["due_on"], name="gap_due"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GapQuestion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "gap",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="assistant.gap"),
                        ),
                        (
                            "question",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="in_gap", to="assistant.question"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="FaqEntry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("hand", "手工编写"),
                                    ("interpretation", "政策解读"),
                                    ("enquiry", "来信"),
                                    ("gap", "问答缺口"),
                                    ("import", "导入"),
                                    ("hotline", "热线回传"),
                                ],
                                default="hand",
                                max_length=16,
                                verbose_name="来源",
                            ),
                        ),
                        ("origin_key", models.CharField(max_length=120, null=True, unique=True)),
                        ("created_at", models.DateTimeField()),
                        ("due_since", models.DateTimeField(null=True, verbose_name="待复核自")),
                        ("due_because", models.CharField(blank=True, max_length=300, verbose_name="待复核原因")),
                        ("retired_at", models.DateTimeField(null=True, verbose_name="下线时间")),
                        ("retired_because", models.CharField(blank=True, max_length=300, verbose_name="下线理由")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("submitted", "待审核"),
                                    ("published", "已发布"),
                                    ("due", "待复核"),
                                    ("retired", "已下线"),
                                ],
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        ("question", models.CharField(max_length=120, verbose_name="问题")),
                        ("topic", models.CharField(blank=True, max_length=40, verbose_name="主题")),
                        ("review_on", models.DateField(null=True, verbose_name="复核日期")),
                        ("changed_at", models.DateTimeField(verbose_name="更新时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("maintainers", models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="维护人")),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assistant.faqversion"
                            ),
                        ),
                        (
                            "gap",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="assistant.gap"
                            ),
                        ),
                        ("origin_digest", models.CharField(blank=True, max_length=64)),
                        ("used_in", models.CharField(blank=True, max_length=60, verbose_name="使用渠道")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["office", "state", "-changed_at", "-id"], name="faq_office"),
                            models.Index(fields=["state", "topic", "-changed_at", "-id"], name="faq_published"),
                            models.Index(fields=["state", "review_on"], name="faq_review"),
                            models.Index(fields=["-changed_at", "-id"], name="faq_newest"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FaqVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField()),
                        ("question", models.CharField(max_length=120, verbose_name="问题")),
                        ("wordings", models.JSONField(default=list, verbose_name="其他问法")),
                        ("lines", models.JSONField(default=list, verbose_name="答案")),
                        ("topic", models.CharField(blank=True, max_length=40, verbose_name="主题")),
                        ("channels", models.JSONField(default=list, verbose_name="使用渠道")),
                        ("audience", models.JSONField(default=list, verbose_name="面向对象")),
                        ("review_on", models.DateField(verbose_name="复核日期")),
                        ("writers", models.JSONField(default=list, verbose_name="写过它的人")),
                        ("saves", models.PositiveIntegerField(default=1, verbose_name="保存次数")),
                        ("saved_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(null=True, verbose_name="送审时间")),
                        ("returned", models.CharField(blank=True, max_length=300, verbose_name="退回意见")),
                        ("published_at", models.DateTimeField(null=True, verbose_name="发布时间")),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="assistant.faqentry"
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("published_at", None)), fields=["submitted_at"], name="faq_submitted")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("entry", "number"), name="faq_versions_numbered"),
                            models.UniqueConstraint(
                                condition=models.Q(("published_at", None)), fields=("entry",), name="one_faq_version_in_hand"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FaqCitation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField()),
                        ("anchor", models.CharField(blank=True, max_length=60)),
                        ("label", models.CharField(blank=True, max_length=60, verbose_name="条款")),
                        ("quote", models.TextField(verbose_name="引用原话")),
                        ("clause", models.TextField(verbose_name="条款原文")),
                        (
                            "edition",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.edition"),
                        ),
                        ("policy", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="assistant.faqversion"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "indexes": [models.Index(fields=["policy"], name="faq_citation_policy")],
                        "constraints": [models.UniqueConstraint(fields=("version", "position"), name="faq_citations_in_order")],
                    },
                ),
            ]
        ),
    ]
