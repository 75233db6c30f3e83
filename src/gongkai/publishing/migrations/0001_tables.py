import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("publishing", "0001_initial"),
        ("publishing", "0002_own_offices"),
        ("publishing", "0003_more_detectors"),
        ("publishing", "0004_rounds_and_patrol"),
        ("publishing", "0005_whose_round"),
        ("publishing", "0006_beside_the_text"),
        ("publishing", "0007_named_for_a_round"),
        ("publishing", "0008_taken_down"),
        ("publishing", "0009_pictures_and_outside_links"),
    ]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Inspection",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("at", models.DateTimeField(verbose_name="检查时间")),
                        ("rulebook", models.CharField(max_length=40, verbose_name="规则版本")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="检查人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="所属单位",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [models.Index(fields=["about", "digest", "-at"], name="inspection_about_digest")],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("position", models.PositiveIntegerField()),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("PII_ID", "居民身份证号"),
                                    ("PII_PHONE", "个人电话"),
                                    ("PII_BANK", "银行卡号"),
                                    ("PII_ADDR", "家庭住址"),
                                    ("PII_HEALTH", "健康信息"),
                                    ("PII_MINOR", "未成年人信息"),
                                    ("PII_OTHER", "其他个人信息"),
                                    ("SECRET_MARK", "密级或内部标志"),
                                    ("WORK_SECRET", "工作秘密"),
                                    ("ERR_POLITICAL", "严重表述错误"),
                                    ("ERR_TYPO", "错别字或用语不规范"),
                                    ("GARBLED", "乱码或损坏的文字"),
                                    ("EXPIRED", "内容已过期"),
                                    ("DEAD_LINK", "附件缺失或链接失效"),
                                    ("ATTACH_RISK", "附件含隐藏信息"),
                                    ("MISSING_FIELD", "必填要素缺失"),
                                    ("FMT", "格式问题"),
                                ],
                                max_length=20,
                                verbose_name="类型",
                            ),
                        ),
                        ("level", models.CharField(choices=[("高", "高"), ("中", "中"), ("低", "低")], max_length=1, verbose_name="级别")),
                        ("file", models.CharField(blank=True, max_length=255, verbose_name="文件")),
                        ("block", models.CharField(blank=True, max_length=60, verbose_name="段落")),
                        ("line", models.PositiveIntegerField(default=0, verbose_name="行")),
                        ("start", models.PositiveIntegerField(default=0)),
                        ("end", models.PositiveIntegerField(default=0)),
                        ("column", models.CharField(blank=True, max_length=120, verbose_name="列")),
                        ("sample", models.CharField(blank=True, max_length=120, verbose_name="样例（已脱敏）")),
                        ("message", models.CharField(max_length=300, verbose_name="问题")),
                        ("advice", models.CharField(max_length=300, verbose_name="建议")),
                        ("fingerprint", models.CharField(blank=True, max_length=32)),
                        (
                            "inspection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="publishing.inspection"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [models.UniqueConstraint(fields=("inspection", "position"), name="one_finding_a_position")],
                    },
                ),
                migrations.CreateModel(
                    name="Override",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("at", models.DateTimeField(verbose_name="放行时间")),
                        ("reason", models.TextField(verbose_name="理由")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="放行人",
                            ),
                        ),
                        (
                            "finding",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE, related_name="override", to="publishing.finding"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PublicNumber",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.CharField(max_length=20, verbose_name="号码")),
                        ("unit", models.CharField(max_length=120, verbose_name="单位")),
                        ("purpose", models.CharField(blank=True, max_length=60, verbose_name="用途")),
                        ("since", models.DateTimeField(verbose_name="自")),
                        ("until", models.DateTimeField(null=True, verbose_name="至")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="登记单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)), fields=("number",), name="one_current_row_a_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecrecyReview",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("at", models.DateTimeField(verbose_name="审查时间")),
                        (
                            "conclusion",
                            models.CharField(
                                choices=[("可以公开", "可以公开"), ("不予公开", "不予公开"), ("不能确定", "不能确定")],
                                max_length=8,
                                verbose_name="结论",
                            ),
                        ),
                        ("basis", models.CharField(max_length=200, verbose_name="依据")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审查人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="所属单位",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [models.Index(fields=["about", "digest", "-at"], name="secrecy_about_digest")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by", models.F("written_by")), _negated=True), ("written_by", None), _connector="OR"
                                ),
                                name="reviewer_is_not_writer",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WhitelistEntry",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("PII_ID", "居民身份证号"),
                                    ("PII_PHONE", "个人电话"),
                                    ("PII_BANK", "银行卡号"),
                                    ("PII_ADDR", "家庭住址"),
                                    ("PII_HEALTH", "健康信息"),
                                    ("PII_MINOR", "未成年人信息"),
                                    ("PII_OTHER", "其他个人信息"),
                                    ("SECRET_MARK", "密级或内部标志"),
                                    ("WORK_SECRET", "工作秘密"),
                                    ("ERR_POLITICAL", "严重表述错误"),
                                    ("ERR_TYPO", "错别字或用语不规范"),
                                    ("GARBLED", "乱码或损坏的文字"),
                                    ("EXPIRED", "内容已过期"),
                                    ("DEAD_LINK", "附件缺失或链接失效"),
                                    ("ATTACH_RISK", "附件含隐藏信息"),
                                    ("MISSING_FIELD", "必填要素缺失"),
                                    ("FMT", "格式问题"),
                                ],
                                max_length=20,
                                verbose_name="规则",
                            ),
                        ),
                        ("about", models.CharField(blank=True, max_length=120, verbose_name="只对")),
                        ("fingerprint", models.CharField(blank=True, max_length=32)),
                        ("sample", models.CharField(blank=True, max_length=120, verbose_name="样例（已脱敏）")),
                        ("until", models.DateField(verbose_name="有效期至")),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="登记时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="提前结束时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about", ""), _negated=True), models.Q(("fingerprint", ""), _negated=True), _connector="OR"
                                ),
                                name="whitelist_entry_is_not_boundless",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Word",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("wrong", models.CharField(max_length=60, verbose_name="错误写法")),
                        ("right", models.CharField(blank=True, max_length=60, verbose_name="建议写法")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("错别字", "错别字"),
                                    ("不规范用语", "不规范用语"),
                                    ("固定表述", "固定表述"),
                                    ("敏感表述", "敏感表述"),
                                    ("领导职务", "领导职务"),
                                ],
                                max_length=8,
                                verbose_name="类别",
                            ),
                        ),
                        ("level", models.CharField(choices=[("高", "高"), ("中", "中"), ("低", "低")], max_length=1, verbose_name="级别")),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        ("unless", models.JSONField(blank=True, default=list, verbose_name="例外词语")),
                        ("off", models.BooleanField(default=False, verbose_name="停用")),
                        ("since", models.DateTimeField(verbose_name="自")),
                        ("until", models.DateTimeField(null=True, verbose_name="至")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="维护人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["wrong", "-since"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("office", None), ("until", None)), fields=("wrong",), name="one_current_row_a_word"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)), fields=("wrong", "office"), name="one_current_row_a_word_and_office"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Circulation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("number", models.PositiveIntegerField(verbose_name="第几次送审")),
                        ("kind", models.CharField(max_length=60, verbose_name="类型")),
                        ("title", models.CharField(max_length=500, verbose_name="标题")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("sentences", models.JSONField(verbose_name="句子")),
                        ("rounds", models.JSONField(verbose_name="轮次")),
                        ("writers", models.JSONField(verbose_name="起草人")),
                        ("starts_at", models.PositiveSmallIntegerField(default=1, verbose_name="自第几轮")),
                        ("carried", models.JSONField(default=dict, verbose_name="沿用的轮次")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="转载来源")),
                        ("source_address", models.CharField(blank=True, max_length=500, verbose_name="来源网址")),
                        ("at", models.DateTimeField(verbose_name="送审时间")),
                        ("waits_for", models.PositiveSmallIntegerField(default=0, verbose_name="待审轮次")),
                        ("due_on", models.DateField(null=True, verbose_name="本轮期限")),
                        ("closed_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送审人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="所属单位",
                            ),
                        ),
                        ("waits_role", models.CharField(blank=True, max_length=12, verbose_name="待审岗位")),
                        ("beside", models.JSONField(default=list, verbose_name="要素、附件和关系")),
                        ("waits_officer", models.PositiveIntegerField(default=0, verbose_name="指定审核人")),
                    ],
                    options={
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["closed_at", "due_on", "id"], name="circulation_due"),
                            models.Index(fields=["office", "closed_at", "due_on", "id"], name="circulation_office"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("about", "number"), name="circulations_in_order")],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                        ("passed", models.BooleanField(verbose_name="通过")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="意见")),
                        ("source_checked", models.BooleanField(default=False, verbose_name="已核对转载来源")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "circulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="opinions", to="publishing.circulation"
                            ),
                        ),
                        (
                            "stands_in_for",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代理",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["round", "id"],
                        "constraints": [models.UniqueConstraint(fields=("circulation", "round"), name="one_opinion_a_round")],
                    },
                ),
                migrations.CreateModel(
                    name="PatrolBatch",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "scope",
                            models.CharField(choices=[("increment", "每日增量"), ("full", "全量巡查")], max_length=12, verbose_name="范围"),
                        ),
                        ("slot", models.CharField(max_length=40, unique=True, verbose_name="期次")),
                        ("since", models.DateTimeField(null=True, verbose_name="变动自")),
                        ("began_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                        ("kind", models.CharField(blank=True, max_length=60)),
                        ("after", models.BigIntegerField(default=0)),
                        ("looked_at", models.PositiveIntegerField(default=0, verbose_name="已查")),
                        ("unread", models.JSONField(default=list, verbose_name="未能读取")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发起人",
                            ),
                        ),
                        ("pictures", models.PositiveIntegerField(default=0, verbose_name="图片和扫描件")),
                        ("pictures_unread", models.PositiveIntegerField(default=0, verbose_name="没有认字的图片和扫描件")),
                    ],
                    options={
                        "ordering": ["-began_at", "-id"],
                        "indexes": [models.Index(fields=["ended_at", "began_at"], name="patrol_open")],
                    },
                ),
                migrations.CreateModel(
                    name="PatrolFinding",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("title", models.CharField(max_length=500, verbose_name="标题")),
                        ("address", models.CharField(max_length=300, verbose_name="地址")),
                        ("key", models.CharField(max_length=32)),
                        (
                            "code",
                            models.CharField(
                                choices=[
                                    ("PII_ID", "居民身份证号"),
                                    ("PII_PHONE", "个人电话"),
                                    ("PII_BANK", "银行卡号"),
                                    ("PII_ADDR", "家庭住址"),
                                    ("PII_HEALTH", "健康信息"),
                                    ("PII_MINOR", "未成年人信息"),
                                    ("PII_OTHER", "其他个人信息"),
                                    ("SECRET_MARK", "密级或内部标志"),
                                    ("WORK_SECRET", "工作秘密"),
                                    ("ERR_POLITICAL", "严重表述错误"),
                                    ("ERR_TYPO", "错别字或用语不规范"),
                                    ("GARBLED", "乱码或损坏的文字"),
                                    ("EXPIRED", "内容已过期"),
                                    ("DEAD_LINK", "附件缺失或链接失效"),
                                    ("ATTACH_RISK", "附件含隐藏信息"),
                                    ("MISSING_FIELD", "必填要素缺失"),
                                    ("FMT", "格式问题"),
                                ],
                                max_length=20,
                                verbose_name="类型",
                            ),
                        ),
                        ("level", models.CharField(choices=[("高", "高"), ("中", "中"), ("低", "低")], max_length=1, verbose_name="级别")),
                        ("file", models.CharField(blank=True, max_length=255, verbose_name="文件")),
                        ("block", models.CharField(blank=True, max_length=60, verbose_name="段落")),
                        ("line", models.PositiveIntegerField(default=0, verbose_name="行")),
                        ("column", models.CharField(blank=True, max_length=120, verbose_name="列")),
                        ("sample", models.CharField(blank=True, max_length=120, verbose_name="样例（已脱敏）")),
                        ("message", models.CharField(max_length=300, verbose_name="问题")),
                        ("advice", models.CharField(max_length=300, verbose_name="建议")),
                        ("found_at", models.DateTimeField(verbose_name="发现时间")),
                        ("due_at", models.DateTimeField(verbose_name="处置期限")),
                        ("gone_at", models.DateTimeField(null=True, verbose_name="消除时间")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="publishing.patrolbatch"
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
                        "ordering": ["due_at", "id"],
                        "indexes": [
                            models.Index(fields=["office", "gone_at", "decided_at", "due_at", "id"], name="patrol_finding_office"),
                            models.Index(fields=["batch", "level", "id"], name="patrol_finding_batch"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(condition=models.Q(("gone_at", None)), fields=("about", "key"), name="one_open_finding")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PatrolDecision",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "choice",
                            models.CharField(
                                choices=[("keep", "保留"), ("mask", "脱敏重发"), ("withdraw", "撤回"), ("archive", "归档下沉")],
                                max_length=8,
                                verbose_name="决定",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="决定人",
                            ),
                        ),
                        (
                            "finding",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT, related_name="decision", to="publishing.patrolfinding"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Release",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("title", models.CharField(max_length=500, verbose_name="标题")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("at", models.DateTimeField(verbose_name="签发时间")),
                        ("due_at", models.DateTimeField(verbose_name="发布时间")),
                        ("done_at", models.DateTimeField(null=True, verbose_name="已发布")),
                        ("failed_at", models.DateTimeField(null=True, verbose_name="未能发布")),
                        ("failure", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                        ("cancelled_at", models.DateTimeField(null=True, verbose_name="已取消")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="所属单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-due_at", "-id"],
                        "indexes": [models.Index(fields=["done_at", "failed_at", "cancelled_at", "due_at"], name="release_due")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None), ("done_at", None), ("failed_at", None)),
                                fields=("about",),
                                name="one_release_waits_for_a_subject",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Remark",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("round", models.PositiveSmallIntegerField(verbose_name="轮次")),
                        ("sentence", models.CharField(max_length=80, verbose_name="句子")),
                        ("quoted", models.CharField(max_length=300, verbose_name="原句")),
                        ("text", models.CharField(max_length=500, verbose_name="批注")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批注人",
                            ),
                        ),
                        (
                            "circulation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="remarks", to="publishing.circulation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="RoundPlan",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(max_length=60, verbose_name="类型")),
                        ("rounds", models.JSONField(verbose_name="轮次")),
                        ("since", models.DateTimeField(verbose_name="自")),
                        ("until", models.DateTimeField(null=True, verbose_name="至")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="设定人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation", verbose_name="单位"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-since"],
                        "constraints": [
                            models.UniqueConstraint(condition=models.Q(("until", None)), fields=("office", "kind"), name="one_current_plan")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["about", "digest"], name="waiver_about_digest")],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("since", models.DateField(verbose_name="自")),
                        ("until", models.DateField(verbose_name="至")),
                        ("at", models.DateTimeField(verbose_name="登记时间")),
                        ("ended_at", models.DateTimeField(null=True, verbose_name="提前结束时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代理人",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation", verbose_name="单位"
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="不在岗的人",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-since", "-id"],
                        "indexes": [models.Index(fields=["deputy", "until"], name="absence_deputy")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("officer", models.F("deputy")), _negated=True), name="nobody_is_their_own_deputy"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TakenDown",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, unique=True, verbose_name="关于")),
                        ("reason", models.CharField(max_length=500, verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤下人",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="OutsideLink",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("address", models.CharField(max_length=500, unique=True, verbose_name="网址")),
                        (
                            "state",
                            models.CharField(
                                choices=[("unknown", "待查"), ("opens", "打得开"), ("broken", "失效")],
                                default="unknown",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("because", models.CharField(blank=True, max_length=120, verbose_name="原因")),
                        ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="连续失败")),
                        ("due_at", models.DateTimeField(verbose_name="下次检查")),
                        ("checked_at", models.DateTimeField(null=True, verbose_name="检查时间")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["due_at", "id"], name="outside_link_due")],
                    },
                ),
                migrations.CreateModel(
                    name="LinkPlace",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("about", models.CharField(max_length=120, verbose_name="关于")),
                        ("title", models.CharField(max_length=500, verbose_name="标题")),
                        ("public_address", models.CharField(max_length=300, verbose_name="地址")),
                        ("file", models.CharField(blank=True, max_length=255, verbose_name="文件")),
                        ("block", models.CharField(blank=True, max_length=60, verbose_name="段落")),
                        ("line", models.PositiveIntegerField(default=0, verbose_name="行")),
                        (
                            "batch",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="publishing.patrolbatch"),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="places", to="publishing.outsidelink"
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
                        "indexes": [models.Index(fields=["batch", "link"], name="link_place_batch")],
                        "constraints": [models.UniqueConstraint(fields=("about", "link"), name="a_link_once_in_a_thing")],
                    },
                ),
            ]
        ),
    ]
