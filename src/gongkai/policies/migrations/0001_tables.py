import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.policies.rules.interpreting
import gongkai.policies.rules.kinds
from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("policies", "0001_initial"),
        ("policies", "0003_reviewed_by_others"),
        ("policies", "0004_topics_approved"),
        ("policies", "0005_large_library"),
        ("policies", "0006_campaigns"),
        ("policies", "0007_mismatches"),
        ("policies", "0008_rule_versions"),
        ("policies", "0009_interpretations"),
        ("policies", "0010_explained_as_reviewed"),
        ("policies", "0011_filed_under_the_catalogue"),
        ("policies", "0012_synthetic_sound_and_picture"),
    ]

    initial = True

    dependencies = [
        ("catalogue", "0001_tables"),
        ("documents", "0001_tables"),
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Topic",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("slug", models.SlugField(unique=True)),
                        ("name", models.CharField(max_length=60, verbose_name="专题名称")),
                        ("intro", models.TextField(blank=True, verbose_name="简介")),
                        ("audience", models.CharField(blank=True, max_length=60, verbose_name="面向对象")),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="次序")),
                        ("proposal", models.JSONField(blank=True, default=dict, verbose_name="待审的改动")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("approved_at", models.DateTimeField(null=True, verbose_name="公开于")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="CodeSerial",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("region", models.CharField(max_length=6)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("region", "year"), name="one_serial_per_region_and_year")],
                    },
                ),
                migrations.CreateModel(
                    name="ImportBatch",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=200, verbose_name="名称")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "office",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["office", "-at"], name="batch_office")],
                    },
                ),
                migrations.CreateModel(
                    name="RuleVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(unique=True, verbose_name="版本")),
                        ("effective_from", models.DateField(verbose_name="自")),
                        ("data", models.JSONField(verbose_name="内容")),
                        ("note", models.CharField(max_length=300, verbose_name="依据与说明")),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [models.Index(fields=["effective_from", "number"], name="rule_version_day")],
                    },
                ),
                migrations.CreateModel(
                    name="ImportItem",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("position", models.PositiveIntegerField()),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("given", models.JSONField(default=dict, verbose_name="清单所填")),
                        ("row", models.PositiveIntegerField(null=True, verbose_name="清单行号")),
                        ("companions", models.JSONField(default=list, verbose_name="随附文件")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待识别"),
                                    ("ready", "待确认"),
                                    ("duplicate", "已导入过"),
                                    ("failed", "未能导入"),
                                    ("confirmed", "已确认"),
                                    ("discarded", "已放弃"),
                                ],
                                default=gongkai.policies.rules.kinds.ItemState["WAITING"],
                                max_length=12,
                            ),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0)),
                        ("message", models.CharField(blank=True, max_length=600, verbose_name="说明")),
                        ("draft", models.JSONField(default=dict, verbose_name="识别结果")),
                        ("similar", models.JSONField(default=list, verbose_name="近似文件")),
                        ("read_at", models.DateTimeField(null=True)),
                        (
                            "batch",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="policies.importbatch"),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="imported_from", to="policies.edition"
                            ),
                        ),
                        (
                            "original",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "twin",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="policies.importitem"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["batch", "position"],
                        "indexes": [
                            models.Index(fields=["state", "id"], name="item_waiting"),
                            models.Index(fields=["original", "state"], name="item_original"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("batch", "position"), name="item_positions_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Policy",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(max_length=24, unique=True, verbose_name="一策一码")),
                        (
                            "category",
                            models.CharField(
                                choices=[("policy", "政策文件"), ("interpretation", "政策解读"), ("news", "资讯"), ("other", "其他信息")],
                                default=gongkai.policies.rules.kinds.Category["POLICY"],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="建立时间")),
                        (
                            "visibility",
                            models.CharField(
                                choices=[("draft", "草稿"), ("public", "已发布"), ("withdrawn", "已撤回")],
                                default=gongkai.policies.rules.kinds.Visibility["DRAFT"],
                                max_length=12,
                            ),
                        ),
                        ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                        ("updated_at", models.DateTimeField(null=True, verbose_name="更新时间")),
                        ("title", models.CharField(blank=True, max_length=500, verbose_name="标题")),
                        ("doc_no", models.CharField(blank=True, max_length=80, verbose_name="发文字号")),
                        ("issuer", models.CharField(blank=True, max_length=120, verbose_name="主办机关")),
                        ("topic_l1", models.CharField(blank=True, max_length=40, verbose_name="主题分类")),
                        ("topic_l2", models.CharField(blank=True, max_length=40, verbose_name="二级主题")),
                        ("genre", models.CharField(blank=True, max_length=12, verbose_name="公文种类")),
                        ("document_class", models.CharField(blank=True, max_length=12, verbose_name="文件类别")),
                        ("formed_on", models.DateField(null=True, verbose_name="成文日期")),
                        ("standing", models.CharField(blank=True, max_length=12, verbose_name="有效性")),
                        ("standing_because", models.CharField(blank=True, max_length=300, verbose_name="有效性依据")),
                        ("standing_changes_on", models.DateField(null=True, verbose_name="下次有效性变化")),
                        ("has_interpretation", models.BooleanField(default=False, verbose_name="有解读")),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="policies.edition"
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="责任单位",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["category", "visibility", "-published_on", "-id"], name="policy_newest"),
                            models.Index(fields=["category", "visibility", "standing", "-formed_on", "-id"], name="policy_library"),
                            models.Index(fields=["category", "visibility", "topic_l1", "-formed_on", "-id"], name="policy_topic"),
                            models.Index(fields=["category", "visibility", "issuer", "-formed_on", "-id"], name="policy_issuer"),
                            models.Index(fields=["visibility", "updated_at", "id"], name="policy_changes"),
                            models.Index(fields=["standing_changes_on"], name="policy_standing_due"),
                            models.Index(fields=["doc_no"], name="policy_doc_no"),
                            models.Index(fields=["title"], name="policy_title"),
                            models.Index(fields=["office", "visibility", "-updated_at", "-id"], name="policy_office"),
                            models.Index(fields=["-updated_at", "-id"], name="policy_updated"),
                            models.Index(fields=["visibility", "category", "standing", "published_on", "id"], name="policy_counted"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(default=1, verbose_name="版次")),
                        ("change_note", models.CharField(blank=True, max_length=200, verbose_name="修订说明")),
                        ("title", models.CharField(max_length=500, verbose_name="标题")),
                        ("name_key", models.CharField(blank=True, max_length=200)),
                        ("doc_no", models.CharField(blank=True, max_length=80, verbose_name="发文字号")),
                        ("doc_unit", models.CharField(blank=True, max_length=40, verbose_name="机关代字")),
                        ("doc_year", models.PositiveSmallIntegerField(null=True, verbose_name="发文年份")),
                        ("doc_seq", models.PositiveIntegerField(null=True, verbose_name="发文序号")),
                        ("index_no", models.CharField(blank=True, max_length=60, verbose_name="索引号")),
                        ("topic_l1", models.CharField(blank=True, max_length=40, verbose_name="主题分类")),
                        ("topic_l2", models.CharField(blank=True, max_length=40, verbose_name="二级主题")),
                        ("genre", models.CharField(blank=True, max_length=12, verbose_name="公文种类")),
                        (
                            "document_class",
                            models.CharField(
                                choices=[("rule", "政府规章"), ("normative", "行政规范性文件"), ("other", "其他文件")],
                                default=gongkai.policies.rules.kinds.DocumentClass["OTHER"],
                                max_length=12,
                                verbose_name="文件类别",
                            ),
                        ),
                        ("formed_on", models.DateField(null=True, verbose_name="成文日期")),
                        ("published_on", models.DateField(null=True, verbose_name="发布日期")),
                        ("effective_on", models.DateField(null=True, verbose_name="施行日期")),
                        ("expires_on", models.DateField(null=True, verbose_name="有效期至")),
                        ("stated_validity", models.CharField(blank=True, max_length=20, verbose_name="原页所载有效性")),
                        ("normative_reg_no", models.CharField(blank=True, max_length=60, verbose_name="规范性文件登记号")),
                        (
                            "disclosure",
                            models.CharField(
                                choices=[("proactive", "主动公开"), ("on_request", "依申请公开"), ("withheld", "不予公开")],
                                default=gongkai.policies.rules.kinds.Disclosure["PROACTIVE"],
                                max_length=12,
                                verbose_name="公开属性",
                            ),
                        ),
                        ("addressees", models.CharField(blank=True, max_length=500, verbose_name="主送机关")),
                        ("signature", models.CharField(blank=True, max_length=300, verbose_name="落款")),
                        ("consult_dept", models.CharField(blank=True, max_length=120, verbose_name="政策咨询部门")),
                        ("consult_phone", models.CharField(blank=True, max_length=60, verbose_name="政策咨询电话")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="来源")),
                        ("audience", models.JSONField(default=list, verbose_name="面向对象")),
                        ("fingerprint", models.BigIntegerField(null=True, verbose_name="近似指纹")),
                        ("band_0", models.IntegerField(null=True)),
                        ("band_1", models.IntegerField(null=True)),
                        ("band_2", models.IntegerField(null=True)),
                        ("band_3", models.IntegerField(null=True)),
                        ("created_at", models.DateTimeField()),
                        ("first_text_at", models.DateTimeField(null=True, verbose_name="首次发布时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "policy",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="policies.policy"),
                        ),
                        (
                            "duty",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.duty",
                                verbose_name="应公开的事情",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.item",
                                verbose_name="公开事项",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["doc_no"], name="edition_doc_no"),
                            models.Index(fields=["title"], name="edition_title"),
                            models.Index(fields=["name_key"], name="edition_name_key"),
                            models.Index(fields=["index_no"], name="edition_index_no"),
                            models.Index(fields=["band_0"], name="edition_band_0"),
                            models.Index(fields=["band_1"], name="edition_band_1"),
                            models.Index(fields=["band_2"], name="edition_band_2"),
                            models.Index(fields=["band_3"], name="edition_band_3"),
                            models.Index(fields=["expires_on"], name="edition_expires"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("policy", "number"), name="edition_numbers_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("name", models.CharField(max_length=200, verbose_name="名称")),
                        ("is_source", models.BooleanField(default=False, verbose_name="正文原件")),
                        ("removed", models.JSONField(default=list, verbose_name="已清除")),
                        ("shown_at", models.DateTimeField(null=True, verbose_name="公开时间")),
                        (
                            "original",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"),
                        ),
                        (
                            "public",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="policies.edition"
                            ),
                        ),
                        ("hidden_at", models.DateTimeField(null=True, verbose_name="撤下时间")),
                        ("leaving", models.BooleanField(default=False, verbose_name="随更正撤下")),
                    ],
                    options={
                        "ordering": ["position", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="Issuer",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("name", models.CharField(max_length=120, verbose_name="机关名称")),
                        (
                            "edition",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="issuers", to="policies.edition"),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "indexes": [
                            models.Index(fields=["name"], name="issuer_name"),
                            models.Index(fields=["organisation"], name="issuer_organisation"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("edition", "position"), name="issuers_in_order")],
                    },
                ),
                migrations.CreateModel(
                    name="DailyViews",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField()),
                        ("count", models.PositiveIntegerField(default=0)),
                        (
                            "policy",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="views", to="policies.policy"),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("policy", "day"), name="one_count_a_day")],
                    },
                ),
                migrations.CreateModel(
                    name="Citation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("anchor", models.CharField(blank=True, max_length=60)),
                        ("raw", models.CharField(max_length=600, verbose_name="原文")),
                        ("title", models.CharField(blank=True, max_length=500, verbose_name="标题")),
                        ("name_key", models.CharField(blank=True, max_length=200)),
                        ("doc_no", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("based_on", "制定依据"),
                                    ("implements", "贯彻实施"),
                                    ("interprets", "解读"),
                                    ("forwards", "转发"),
                                    ("supports", "配套"),
                                    ("mentions", "提及"),
                                    ("amends", "修改"),
                                    ("repeals", "废止"),
                                    ("replaces", "替代"),
                                    ("partially_repeals", "部分废止"),
                                    ("suspends", "停止执行"),
                                    ("resumes", "恢复执行"),
                                    ("extends", "延长有效期"),
                                    ("declares_expired", "宣布失效"),
                                ],
                                max_length=20,
                                verbose_name="关系",
                            ),
                        ),
                        ("on", models.DateField(null=True)),
                        ("articles", models.CharField(blank=True, max_length=200, verbose_name="涉及条款")),
                        ("resolved_at", models.DateTimeField(null=True)),
                        ("dismissed_at", models.DateTimeField(null=True, verbose_name="不再查找")),
                        (
                            "edition",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="policies.edition"),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="cited_by", to="policies.policy"
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(condition=models.Q(("target", None)), fields=["doc_no"], name="citation_open_doc_no"),
                            models.Index(condition=models.Q(("target", None)), fields=["name_key"], name="citation_open_name"),
                            models.Index(fields=["edition"], name="citation_edition"),
                            models.Index(
                                condition=models.Q(("dismissed_at", None), ("target__isnull", False)),
                                fields=["kind", "edition"],
                                name="citation_found_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Relation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("based_on", "制定依据"),
                                    ("implements", "贯彻实施"),
                                    ("interprets", "解读"),
                                    ("forwards", "转发"),
                                    ("supports", "配套"),
                                    ("mentions", "提及"),
                                    ("amends", "修改"),
                                    ("repeals", "废止"),
                                    ("replaces", "替代"),
                                    ("partially_repeals", "部分废止"),
                                    ("suspends", "停止执行"),
                                    ("resumes", "恢复执行"),
                                    ("extends", "延长有效期"),
                                    ("declares_expired", "宣布失效"),
                                ],
                                max_length=20,
                                verbose_name="关系",
                            ),
                        ),
                        ("on", models.DateField(null=True, verbose_name="自")),
                        ("until", models.DateField(null=True, verbose_name="至")),
                        ("articles", models.CharField(blank=True, max_length=200, verbose_name="涉及条款")),
                        (
                            "citation",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="relation", to="policies.citation"
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="relations", to="policies.edition"),
                        ),
                        (
                            "target",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="incoming", to="policies.policy"),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["target", "kind"], name="relation_target")],
                        "constraints": [models.UniqueConstraint(fields=("source", "kind", "target"), name="related_once_a_kind")],
                    },
                ),
                migrations.CreateModel(
                    name="Text",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(default=1, verbose_name="发布序次")),
                        ("blocks", models.JSONField()),
                        ("facts", models.JSONField()),
                        ("digest", models.CharField(db_index=True, max_length=64)),
                        ("published_at", models.DateTimeField()),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="更正说明")),
                        (
                            "edition",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="policies.edition"),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "constraints": [models.UniqueConstraint(fields=("edition", "number"), name="text_numbers_once")],
                    },
                ),
                migrations.CreateModel(
                    name="TopicEntry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("heading", models.CharField(blank=True, max_length=60, verbose_name="分组")),
                        ("position", models.PositiveIntegerField(default=0)),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="topic_entries", to="policies.policy"
                            ),
                        ),
                        (
                            "topic",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="policies.topic"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "constraints": [models.UniqueConstraint(fields=("topic", "policy"), name="once_in_a_topic")],
                    },
                ),
                migrations.CreateModel(
                    name="Withdrawal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("at", models.DateTimeField()),
                        ("reason", models.CharField(max_length=500, verbose_name="撤回理由")),
                        ("lifted_at", models.DateTimeField(null=True, verbose_name="重新发布时间")),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "policy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="withdrawals", to="policies.policy"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at", None)), fields=("policy",), name="one_withdrawal_stands"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("facts", models.JSONField()),
                        ("blocks", models.JSONField()),
                        ("relations", models.JSONField(default=list, verbose_name="声明的关系")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="更正说明")),
                        ("saves", models.PositiveIntegerField(default=1, verbose_name="保存次数")),
                        ("saved_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(null=True, verbose_name="送审时间")),
                        ("returned", models.CharField(blank=True, max_length=300, verbose_name="退回意见")),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "edition",
                            models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="policies.edition"),
                        ),
                        ("noted", models.JSONField(default=list, verbose_name="本轮已入日志")),
                        ("writers", models.JSONField(default=list, verbose_name="写过它的人")),
                        ("telling", models.JSONField(default=dict, verbose_name="怎么讲")),
                        ("filed", models.JSONField(default=dict, verbose_name="公开事项")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["submitted_at"], name="draft_submitted")],
                    },
                ),
                migrations.CreateModel(
                    name="Campaign",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        ("ordered_at", models.DateTimeField(verbose_name="部署时间")),
                        ("due_on", models.DateField(verbose_name="截止日期")),
                        ("in_force_on", models.DateField(verbose_name="清理范围截至")),
                        ("scope", models.JSONField(default=dict, verbose_name="范围")),
                        ("note", models.TextField(blank=True, verbose_name="要求")),
                        ("called_off_at", models.DateTimeField(null=True, verbose_name="终止时间")),
                        ("called_off_because", models.CharField(blank=True, max_length=300, verbose_name="终止理由")),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="组织单位",
                            ),
                        ),
                        (
                            "ordered_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="policies.policy",
                                verbose_name="清理结果文件",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-ordered_at", "-id"],
                        "indexes": [models.Index(fields=["called_off_at", "due_on"], name="campaign_due")],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignItem",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[("keep", "继续有效"), ("amend", "修改"), ("repeal", "废止"), ("expire", "宣布失效")],
                                max_length=8,
                                verbose_name="清理意见",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="理由")),
                        ("proposed_at", models.DateTimeField(null=True)),
                        ("returned", models.CharField(blank=True, max_length=300, verbose_name="退回意见")),
                        ("checked_at", models.DateTimeField(null=True)),
                        (
                            "campaign",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="items", to="policies.campaign"),
                        ),
                        (
                            "checked_by",
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
                                verbose_name="责任单位",
                            ),
                        ),
                        ("policy", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["office__path", "id"],
                        "indexes": [
                            models.Index(fields=["campaign", "office"], name="campaign_item_office"),
                            models.Index(
                                condition=models.Q(("checked_at", None)), fields=["office", "campaign"], name="campaign_item_waiting"
                            ),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("campaign", "policy"), name="once_in_a_campaign")],
                    },
                ),
                migrations.CreateModel(
                    name="Accepted",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("stated", "原页所载有效性与推算不符"),
                                    ("unknown", "原页所载有效性看不懂"),
                                    ("published", "发布早于成文"),
                                    ("effective", "施行早于成文"),
                                    ("expires", "有效期截止早于施行"),
                                    ("late", "发布时有效期已满"),
                                    ("year", "文号年份与成文日期不符"),
                                ],
                                max_length=12,
                                verbose_name="不符之处",
                            ),
                        ),
                        ("standing", models.CharField(max_length=12, verbose_name="当时的有效性")),
                        ("reason", models.CharField(max_length=300, verbose_name="核对说明")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "edition",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="accepted", to="policies.edition"),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("edition", "kind", "standing"), name="accepted_once")],
                    },
                ),
                migrations.CreateModel(
                    name="InterpretationExemption",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("personnel", "人事任免"),
                                    ("internal", "内部事务"),
                                    ("forwarded", "纯转发"),
                                    ("clearing", "只公布清理结果或者废止"),
                                    ("extended", "只延长有效期"),
                                    ("historic", "此前已公开的文件补录"),
                                    ("no_norm", "经审核不属于规章、规范性文件"),
                                ],
                                max_length=12,
                                verbose_name="情形",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "edition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="exemption", to="policies.edition"
                            ),
                        ),
                        ("digest", models.CharField(blank=True, max_length=64)),
                    ],
                ),
                migrations.CreateModel(
                    name="InterpretationPlan",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "stage",
                            models.CharField(
                                choices=[("draft", "草案解读"), ("release", "发布解读"), ("again", "二次解读"), ("follow", "跟踪解读")],
                                default=gongkai.policies.rules.interpreting.Stage["RELEASE"],
                                max_length=8,
                                verbose_name="阶段",
                            ),
                        ),
                        ("interpreter", models.CharField(max_length=60, verbose_name="第一解读人")),
                        ("forms", models.JSONField(default=list, verbose_name="解读形式")),
                        ("channels", models.JSONField(default=list, verbose_name="解读途径")),
                        ("outline", models.TextField(max_length=2000, verbose_name="解读提纲")),
                        ("due_on", models.DateField(verbose_name="解读时间")),
                        ("clause", models.CharField(blank=True, max_length=60, verbose_name="针对的条款")),
                        ("because", models.CharField(blank=True, max_length=200, verbose_name="由来")),
                        ("made_at", models.DateTimeField()),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plans",
                                to="policies.edition",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="起草单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "id"],
                        "indexes": [
                            models.Index(fields=["office", "due_on"], name="plan_office"),
                            models.Index(fields=["due_on", "id"], name="plan_due"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("stage__in", ["again", "follow"]), _negated=True),
                                fields=("edition", "stage"),
                                name="one_plan_a_stage",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("stage__in", ["again", "follow"])),
                                fields=("edition", "stage", "clause"),
                                name="one_follow_up_a_clause",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Interpretation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "stage",
                            models.CharField(
                                choices=[("draft", "草案解读"), ("release", "发布解读"), ("again", "二次解读"), ("follow", "跟踪解读")],
                                default=gongkai.policies.rules.interpreting.Stage["RELEASE"],
                                max_length=8,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[
                                    ("text", "文字"),
                                    ("qa", "简明问答"),
                                    ("chart", "图表"),
                                    ("picture", "一图读懂"),
                                    ("audio", "音频"),
                                    ("video", "视频"),
                                    ("h5", "H5 动画"),
                                    ("live", "直播实录"),
                                ],
                                default=gongkai.policies.rules.interpreting.Form["TEXT"],
                                max_length=8,
                                verbose_name="形式",
                            ),
                        ),
                        (
                            "perspective",
                            models.CharField(
                                choices=[
                                    ("office", "单位解读"),
                                    ("chief", "局长讲"),
                                    ("division", "处长说"),
                                    ("expert", "专家谈"),
                                    ("press", "记者评"),
                                    ("ai", "AI 解"),
                                ],
                                default=gongkai.policies.rules.interpreting.Perspective["OFFICE"],
                                max_length=8,
                                verbose_name="视角",
                            ),
                        ),
                        ("column", models.CharField(blank=True, max_length=30, verbose_name="栏目")),
                        ("address", models.CharField(blank=True, max_length=500, verbose_name="播放地址")),
                        ("machine_made", models.BooleanField(default=False, verbose_name="AI 生成")),
                        ("approved_at", models.DateTimeField(null=True)),
                        ("approved_digest", models.CharField(blank=True, max_length=64)),
                        ("waived", models.JSONField(default=dict, verbose_name="不适用的质检项")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="explanations",
                                to="policies.edition",
                                verbose_name="解读的文件",
                            ),
                        ),
                        (
                            "paper",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="interpretation", to="policies.policy"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="explanations",
                                to="policies.interpretationplan",
                            ),
                        ),
                        ("synthetic", models.BooleanField(default=False, verbose_name="声音或者画面由人工智能生成合成")),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["of", "stage"], name="interpretation_of"),
                            models.Index(fields=["form"], name="interpretation_form"),
                            models.Index(fields=["perspective"], name="interpretation_who"),
                            models.Index(fields=["column"], name="interpretation_column"),
                            models.Index(fields=["stage"], name="interpretation_stage"),
                        ],
                    },
                ),
            ]
        ),
    ]
