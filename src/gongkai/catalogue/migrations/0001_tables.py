import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("catalogue", "0001_initial"), ("catalogue", "0003_whose_word_it_is"), ("catalogue", "0004_a_number_names_one_event")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Column",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="栏目名称")),
                        ("address", models.CharField(blank=True, max_length=300, verbose_name="网址")),
                        ("category", models.CharField(blank=True, max_length=20, verbose_name="文件种类")),
                        ("topic", models.CharField(blank=True, max_length=40, verbose_name="主题分类")),
                        ("takes_papers", models.BooleanField(default=False, verbose_name="收文件库的文件")),
                    ],
                    options={
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Heading",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("PD01", "行政法规、规章和规范性文件"),
                                    ("PD02", "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名"),
                                    ("PD03", "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
                                    ("PD04", "国民经济和社会发展统计信息"),
                                    ("PD05", "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果"),
                                    ("PD06", "实施行政处罚、行政强制的依据、条件、程序以及有一定社会影响的行政处罚决定"),
                                    ("PD07", "财政预算、决算信息"),
                                    ("PD08", "行政事业性收费项目及其依据、标准"),
                                    ("PD09", "政府集中采购项目的目录、标准及实施情况"),
                                    ("PD10", "重大建设项目的批准和实施情况"),
                                    ("PD11", "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况"),
                                    ("PD12", "突发公共事件的应急预案、预警信息及应对情况"),
                                    ("PD13", "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况"),
                                    ("PD14", "公务员招考的职位、名额、报考条件等事项以及录用结果"),
                                    ("PD15", "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息"),
                                    ("PD21-C1", "市政建设"),
                                    ("PD21-C2", "公共服务"),
                                    ("PD21-C3", "公益事业"),
                                    ("PD21-C4", "土地征收"),
                                    ("PD21-C5", "房屋征收"),
                                    ("PD21-C6", "治安管理"),
                                    ("PD21-C7", "社会救助"),
                                    ("PD21-T1", "贯彻落实农业农村工作政策"),
                                    ("PD21-T2", "农田水利工程建设运营"),
                                    ("PD21-T3", "农村土地承包经营权流转"),
                                    ("PD21-T4", "宅基地使用情况审核"),
                                    ("PD21-T5", "土地征收、房屋征收"),
                                    ("PD21-T6", "筹资筹劳"),
                                    ("PD21-T7", "社会救助"),
                                ],
                                max_length=8,
                                verbose_name="法定类别",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="一级事项")),
                        ("field", models.CharField(blank=True, max_length=40, verbose_name="领域")),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="次序")),
                    ],
                    options={
                        "ordering": ["category", "position", "id"],
                        "indexes": [models.Index(fields=["field"], name="heading_field")],
                        "constraints": [models.UniqueConstraint(fields=("category", "name"), name="heading_once")],
                    },
                ),
                migrations.CreateModel(
                    name="DayRecord",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("states", models.JSONField(verbose_name="状态")),
                        ("previous", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["organ", "-on"],
                        "indexes": [models.Index(fields=["on"], name="day_record_on")],
                        "constraints": [models.UniqueConstraint(fields=("organ", "on"), name="one_record_a_day")],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="事项编码")),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="二级事项")),
                        ("tiers", models.CharField(blank=True, max_length=60, verbose_name="公开层级")),
                        ("audience", models.CharField(blank=True, max_length=12, verbose_name="公开对象")),
                        ("is_ended", models.BooleanField(default=False, verbose_name="已取消")),
                        (
                            "heading",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="catalogue.heading"),
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
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taken_over",
                                to="catalogue.item",
                                verbose_name="上级事项",
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.itemversion"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["code"],
                        "indexes": [
                            models.Index(fields=["heading", "code"], name="item_heading"),
                            models.Index(fields=["owner", "code"], name="item_owner"),
                            models.Index(fields=["audience"], name="item_audience"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ItemVersion",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("number", models.PositiveIntegerField(verbose_name="版本")),
                        ("data", models.JSONField(verbose_name="内容")),
                        ("limits", models.JSONField(verbose_name="时限")),
                        ("bearers", models.JSONField(default=list, verbose_name="公开主体")),
                        ("effective_from", models.DateField(verbose_name="自")),
                        ("change_note", models.CharField(max_length=300, verbose_name="变更说明")),
                        ("ends", models.BooleanField(default=False, verbose_name="取消事项")),
                        ("made_at", models.DateTimeField()),
                        ("approved_at", models.DateTimeField(null=True, verbose_name="批准时间")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "column",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.column",
                                verbose_name="栏目",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="catalogue.item"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                    ],
                    options={
                        "ordering": ["-number"],
                        "indexes": [
                            models.Index(fields=["approved_at", "id"], name="item_version_approved"),
                            models.Index(fields=["effective_from"], name="item_version_from"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "number"), name="item_version_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("approved_at", None)), fields=("item",), name="one_version_in_hand"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=120, unique=True)),
                        ("title", models.CharField(max_length=200, verbose_name="内容")),
                        ("reason", models.CharField(max_length=500, verbose_name="理由")),
                        ("asked", models.PositiveIntegerField(default=1, verbose_name="申请次数")),
                        ("made_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("declined", models.CharField(blank=True, max_length=300, verbose_name="不采纳的理由")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.item"
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at", "-id"],
                        "indexes": [models.Index(fields=["organ", "decided_at"], name="catalogue_proposal_organ")],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=120, verbose_name="标识")),
                        ("answers", models.CharField(blank=True, max_length=120, verbose_name="对应事情")),
                        ("title", models.CharField(max_length=500, verbose_name="标题")),
                        ("address", models.CharField(blank=True, max_length=500, verbose_name="网址")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("website", "政府网站"),
                                    ("gazette", "政府公报"),
                                    ("new_media", "两微一端"),
                                    ("briefing", "发布会/听证会"),
                                    ("broadcast", "广播电视"),
                                    ("print", "纸质媒体"),
                                    ("reading_point", "公开查阅点"),
                                    ("service_centre", "政务服务中心"),
                                    ("station", "便民服务站"),
                                    ("visit", "入户/现场"),
                                    ("notice_board", "社区/企事业单位/村公示栏（电子屏）"),
                                    ("push", "精准推送"),
                                    ("hotline", "12345政务服务热线"),
                                    ("other", "其他"),
                                ],
                                default="website",
                                max_length=16,
                                verbose_name="渠道",
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                        ("published_on", models.DateField(verbose_name="公开日期")),
                        ("is_empty", models.BooleanField(default=False, verbose_name="内容为空")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                        ("noted_at", models.DateTimeField()),
                        (
                            "column",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="catalogue.column",
                                verbose_name="栏目",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="publications", to="catalogue.item"
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-published_on", "-id"],
                        "indexes": [
                            models.Index(fields=["key"], name="publication_key"),
                            models.Index(
                                condition=models.Q(("noted_by__isnull", False), ("withdrawn_on", None)),
                                fields=["noted_at"],
                                name="publication_typed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("item", "organ", "key", "channel"), name="publication_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_on", None), ("withdrawn_on__gte", models.F("published_on")), _connector="OR"
                                ),
                                name="withdrawn_after_published",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=120, verbose_name="标识")),
                        ("title", models.CharField(max_length=200, verbose_name="事情")),
                        ("event_on", models.DateField(verbose_name="发生日期")),
                        ("source", models.CharField(blank=True, max_length=60, verbose_name="来源")),
                        ("noted_at", models.DateTimeField()),
                        ("cancelled_at", models.DateTimeField(null=True, verbose_name="取消时间")),
                        ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="取消理由")),
                        ("due_on", models.DateField(null=True, verbose_name="期限")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("missing", "逾期未公开"),
                                    ("empty", "内容为空"),
                                    ("wrong_column", "栏目不对"),
                                    ("stale", "超期未更新"),
                                    ("open", "期限内待公开"),
                                    ("undated", "期限暂不能算"),
                                    ("late", "逾期公开"),
                                    ("on_time", "按时公开"),
                                    ("nothing_yet", "尚无应公开事项"),
                                ],
                                default="open",
                                max_length=14,
                                verbose_name="状态",
                            ),
                        ),
                        ("days", models.PositiveIntegerField(default=0, verbose_name="天数")),
                        ("published_on", models.DateField(null=True, verbose_name="公开日期")),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                        (
                            "item",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="catalogue.item"),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-event_on", "-id"],
                        "indexes": [
                            models.Index(fields=["organ", "state", "due_on"], name="duty_organ_state"),
                            models.Index(fields=["state", "due_on"], name="duty_state"),
                            models.Index(condition=models.Q(("cancelled_at", None)), fields=["due_on"], name="duty_due"),
                            models.Index(fields=["key"], name="duty_key"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("item", "organ", "key"), name="duty_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Bearer",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("since", models.DateField(verbose_name="自")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("missing", "逾期未公开"),
                                    ("empty", "内容为空"),
                                    ("wrong_column", "栏目不对"),
                                    ("stale", "超期未更新"),
                                    ("open", "期限内待公开"),
                                    ("undated", "期限暂不能算"),
                                    ("late", "逾期公开"),
                                    ("on_time", "按时公开"),
                                    ("nothing_yet", "尚无应公开事项"),
                                ],
                                default="nothing_yet",
                                max_length=14,
                                verbose_name="状态",
                            ),
                        ),
                        ("days", models.PositiveIntegerField(default=0, verbose_name="天数")),
                        ("due_on", models.DateField(null=True, verbose_name="期限")),
                        ("published_on", models.DateField(null=True, verbose_name="最近公开")),
                        ("times_late", models.PositiveIntegerField(default=0, verbose_name="逾期次数")),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                        (
                            "item",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="bearers", to="catalogue.item"),
                        ),
                    ],
                    options={
                        "ordering": ["item", "organ"],
                        "indexes": [
                            models.Index(fields=["organ", "state"], name="bearer_organ_state"),
                            models.Index(fields=["state", "due_on"], name="bearer_state"),
                        ],
                        "constraints": [models.UniqueConstraint(fields=("item", "organ"), name="bearer_once")],
                    },
                ),
            ]
        ),
    ]
