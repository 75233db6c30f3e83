import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.people.models.encrypted
from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("foi", "0001_initial"),
        ("foi", "0003_letters_of_the_applicant"),
        ("foi", "0004_letters"),
        ("foi", "0005_letter_names"),
        ("foi", "0006_help_counted"),
        ("foi", "0007_figures_by_index"),
        ("foi", "0008_edited_letter"),
        ("foi", "0009_complaint_ways"),
        ("foi", "0010_wordings"),
        ("foi", "0011_retention"),
        ("foi", "0012_stage_since"),
        ("foi", "0013_proposals_begun"),
        ("foi", "0014_step_limits"),
        ("foi", "0015_counter"),
        ("foi", "0016_board_by_index"),
    ]

    initial = True

    dependencies = [
        ("documents", "0001_tables"),
        ("people", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Case",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("confirmed_by", models.CharField(blank=True, max_length=200, verbose_name="收到日的依据")),
                        ("number", models.CharField(max_length=40, null=True, unique=True, verbose_name="登记号")),
                        ("ticket", models.CharField(max_length=12, unique=True, verbose_name="查询码")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("online", "网上提交"),
                                    ("counter", "当面提交"),
                                    ("oral", "口头申请（代填）"),
                                    ("mail_signed", "挂号信、邮政快递"),
                                    ("mail_ordinary", "平常信函"),
                                    ("fax", "传真"),
                                    ("email", "电子邮件"),
                                    ("platform", "其他平台转来"),
                                ],
                                max_length=16,
                                verbose_name="渠道",
                            ),
                        ),
                        ("is_correction", models.BooleanField(default=False, verbose_name="更正自身信息（第四十一条）")),
                        ("submitted_at", models.DateTimeField(verbose_name="到达时间")),
                        ("received_on", models.DateField(null=True, verbose_name="收到日")),
                        ("idempotency_key", models.CharField(max_length=80, null=True, unique=True)),
                        (
                            "applicant_kind",
                            models.CharField(
                                choices=[
                                    ("natural", "自然人"),
                                    ("legal_commercial", "商业企业"),
                                    ("legal_research", "科研机构"),
                                    ("legal_welfare", "社会公益组织"),
                                    ("legal_law", "法律服务机构"),
                                    ("legal_other", "其他法人或组织"),
                                ],
                                max_length=24,
                                verbose_name="申请人类型",
                            ),
                        ),
                        ("applicant_name", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="姓名或名称")),
                        ("applicant_key", models.CharField(max_length=64, verbose_name="申请人指纹")),
                        (
                            "id_kind",
                            models.CharField(
                                choices=[
                                    ("resident", "居民身份证"),
                                    ("hk_macao", "港澳居民来往内地通行证"),
                                    ("taiwan", "台湾居民来往大陆通行证"),
                                    ("passport", "护照"),
                                    ("foreign_resident", "外国人永久居留身份证"),
                                    ("uscc", "统一社会信用代码"),
                                    ("other", "其他证件"),
                                ],
                                max_length=16,
                                verbose_name="证件类型",
                            ),
                        ),
                        ("id_number", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="证件号码")),
                        (
                            "representative",
                            gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="法定代表人或经办人"),
                        ),
                        ("agent", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="代理人及其证件")),
                        ("phone", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="联系电话")),
                        ("phone_key", models.CharField(blank=True, max_length=64)),
                        ("email", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="电子邮箱")),
                        ("fax", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="传真")),
                        ("address", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="通信地址")),
                        ("needs_help", models.CharField(blank=True, max_length=100, verbose_name="需要的协助")),
                        ("privacy_notice", models.CharField(blank=True, max_length=20, verbose_name="告知书版本")),
                        ("info_title", models.CharField(blank=True, max_length=200, verbose_name="所需信息名称")),
                        ("info_doc_no", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("info_text", models.TextField(blank=True, verbose_name="其他特征描述")),
                        ("purpose", models.CharField(blank=True, max_length=200, verbose_name="用途（选填）")),
                        (
                            "carrier",
                            models.CharField(
                                choices=[("paper", "纸质"), ("electronic", "电子数据"), ("copy", "复制件"), ("view", "查阅、抄录")],
                                max_length=12,
                                verbose_name="载体",
                            ),
                        ),
                        (
                            "delivery",
                            models.CharField(
                                choices=[
                                    ("mail", "邮寄"),
                                    ("online", "网上获取"),
                                    ("email", "电子邮件"),
                                    ("fax", "传真"),
                                    ("pick_up", "自行领取"),
                                ],
                                max_length=12,
                                verbose_name="获取途径",
                            ),
                        ),
                        ("words", models.TextField(blank=True, editable=False)),
                        ("likeness", models.BigIntegerField(editable=False, null=True)),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "已提交（待确认收到）"),
                                    ("received", "已收到（待登记）"),
                                    ("registered", "已登记（待审查）"),
                                    ("under_review", "审查中"),
                                    ("clarifying", "待申请人补正"),
                                    ("explaining", "待说明理由"),
                                    ("dispatched", "承办中"),
                                    ("consulting", "征求意见中"),
                                    ("fee_notified", "待缴费"),
                                    ("drafting", "拟稿中"),
                                    ("legal_review", "审核中"),
                                    ("awaiting_signature", "待签发"),
                                    ("signed", "已签发（待送达）"),
                                    ("served", "已送达（待归档）"),
                                    ("closed", "已终止"),
                                    ("archived", "已归档"),
                                ],
                                max_length=24,
                                verbose_name="环节",
                            ),
                        ),
                        ("due_on", models.DateField(null=True, verbose_name="答复期限")),
                        ("is_paused", models.BooleanField(default=False, verbose_name="不计时")),
                        ("warned", models.SmallIntegerField(null=True)),
                        ("version", models.PositiveIntegerField(default=0)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A1_ALREADY_PUBLIC", "已主动公开，告知获取途径"),
                                    ("A2_GRANTED", "予以公开"),
                                    ("B_PARTIAL", "部分公开"),
                                    ("C1_SECRET", "不予公开：属于国家秘密"),
                                    ("C2_LAW", "不予公开：其他法律、行政法规禁止公开"),
                                    ("C3_SAFETY", "不予公开：危及“三安全一稳定”"),
                                    ("C4_THIRD", "不予公开：保护第三方合法权益"),
                                    ("C5_INTERNAL", "不予公开：三类内部事务信息"),
                                    ("C6_PROCESS", "不予公开：四类过程性信息"),
                                    ("C7_ENFORCE", "不予公开：行政执法案卷信息"),
                                    ("C8_QUERY", "行政查询事项，依照特别规定办理"),
                                    ("D1_NOT_FOUND", "经检索，信息不存在"),
                                    ("D1_NOT_OURS", "不属于本机关负责公开"),
                                    ("D2_NEED_CREATE", "没有现成信息，需要另行制作"),
                                    ("D3_STILL_UNCLEAR", "补正后申请内容仍不明确"),
                                    ("E1_PETITION", "信访、投诉、举报，不予处理"),
                                    ("E2_REPEAT", "重复申请，不予重复处理"),
                                    ("E3_PUBLICATION", "要求提供公开出版物，告知获取途径"),
                                    ("E4_EXCESSIVE", "申请数量、频次明显超过合理范围且理由不合理，不予处理"),
                                    ("E5_CONFIRM", "要求确认或重新出具已获取信息，不予处理"),
                                    ("F1_NO_CORRECTION", "无正当理由逾期不补正，不再处理"),
                                    ("F2_NO_PAYMENT", "逾期未缴纳信息处理费，不再处理"),
                                    ("F3_OTHER", "其他：申请人撤回、死亡或终止等"),
                                ],
                                max_length=24,
                                verbose_name="处理决定",
                            ),
                        ),
                        ("decided_on", models.DateField(null=True, verbose_name="作出日期")),
                        ("served_on", models.DateField(null=True, verbose_name="送达日期")),
                        ("closed_on", models.DateField(null=True, verbose_name="办结日期")),
                        ("archived_on", models.DateField(null=True, verbose_name="归档日期")),
                        ("retained_until", models.DateField(null=True, verbose_name="保管期满")),
                        ("satisfaction", models.PositiveSmallIntegerField(null=True, verbose_name="满意度")),
                        ("satisfaction_text", models.CharField(blank=True, max_length=500, verbose_name="评价")),
                        (
                            "handler",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承办人",
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="受理机关",
                            ),
                        ),
                        (
                            "repeat_of",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repeats",
                                to="foi.case",
                                verbose_name="重复于",
                            ),
                        ),
                        (
                            "split_from",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="foi.case",
                                verbose_name="拆分自",
                            ),
                        ),
                        ("destroyed_on", models.DateField(null=True, verbose_name="销毁日期")),
                        ("stage_since", models.DateField(null=True, verbose_name="本环节开始日期")),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [
                            models.Index(condition=models.Q(("closed_on", None)), fields=["due_on"], name="case_due"),
                            models.Index(condition=models.Q(("closed_on", None)), fields=["handler", "due_on"], name="case_of_handler"),
                            models.Index(fields=["organ", "-id"], name="case_newest"),
                            models.Index(fields=["received_on"], name="case_by_receipt"),
                            models.Index(fields=["applicant_key", "received_on"], name="case_applicant"),
                            models.Index(fields=["organ", "received_on", "applicant_kind", "is_correction"], name="case_came"),
                            models.Index(
                                fields=["organ", "closed_on", "received_on", "due_on", "outcome", "applicant_kind", "is_correction"],
                                name="case_went",
                            ),
                            models.Index(
                                condition=models.Q(("destroyed_on", None)), fields=["organ", "retained_until"], name="case_retained"
                            ),
                            models.Index(
                                condition=models.Q(("closed_on", None)), fields=["organ", "stage", "due_on", "is_paused"], name="case_board"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("is_lead", models.BooleanField(default=False, verbose_name="主办")),
                        ("task", models.CharField(max_length=500, verbose_name="事项")),
                        ("due_on", models.DateField(verbose_name="反馈期限")),
                        ("at", models.DateTimeField()),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answer", models.TextField(blank=True, verbose_name="反馈")),
                        ("returned_for", models.CharField(blank=True, max_length=500, verbose_name="退回原因")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "office",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="foi.case")),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["office", "case"], name="assignment_office")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None)), fields=("case", "office"), name="one_open_assignment_an_office"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("application", "申请书"),
                                    ("identity", "身份证明"),
                                    ("authority", "授权委托书"),
                                    ("envelope", "信封、签收单"),
                                    ("clarification", "补正材料"),
                                    ("reason", "理由说明"),
                                    ("opinion", "征求意见回复"),
                                    ("payment", "缴费凭证"),
                                    ("service", "送达凭证"),
                                    ("other", "其他材料"),
                                ],
                                max_length=16,
                                verbose_name="材料类别",
                            ),
                        ),
                        ("sealed", gongkai.people.models.encrypted.EncryptedTextField(blank=True)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="foi.case")),
                        (
                            "stored",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ClockChoice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("question", models.CharField(max_length=32)),
                        ("choice", models.CharField(max_length=32)),
                        ("why", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Complaint",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("ticket", models.CharField(max_length=12, unique=True, verbose_name="查询码")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("not_published", "未主动公开"),
                                    ("late", "逾期未答复"),
                                    ("wrong_reply", "答复不合法"),
                                    ("fee", "收费"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("text", models.TextField(verbose_name="内容")),
                        ("name", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="投诉人")),
                        ("contact", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="联系方式")),
                        ("at", models.DateTimeField()),
                        ("due_on", models.DateField(null=True, verbose_name="处理期限")),
                        ("finding", models.TextField(blank=True, verbose_name="查证结论")),
                        ("is_founded", models.BooleanField(null=True, verbose_name="属实")),
                        ("order", models.TextField(blank=True, verbose_name="整改要求")),
                        ("order_due_on", models.DateField(null=True, verbose_name="整改期限")),
                        ("order_done", models.TextField(blank=True, verbose_name="整改反馈")),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="complaints", to="foi.case"
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="被投诉机关",
                            ),
                        ),
                        ("arrived_on", models.DateField(null=True, verbose_name="收到日期")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "way",
                            models.CharField(
                                choices=[("online", "网上"), ("letter", "来信"), ("phone", "电话"), ("in_person", "来访")],
                                default="online",
                                max_length=12,
                                verbose_name="渠道",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["organ", "answered_at"], name="complaint_queue")],
                    },
                ),
                migrations.CreateModel(
                    name="Consultation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(choices=[("third_party", "第三方"), ("co_organ", "共同制作机关")], max_length=12)),
                        ("party", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="征求对象")),
                        ("contact", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="联系方式")),
                        ("question", models.TextField(verbose_name="征求意见的内容")),
                        ("sent_on", models.DateField(verbose_name="发出日期")),
                        ("reached_on", models.DateField(null=True, verbose_name="对方收到日期")),
                        ("answered_on", models.DateField(null=True, verbose_name="收到意见日期")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agrees", "同意公开"),
                                    ("partly", "部分同意"),
                                    ("refuses", "不同意公开"),
                                    ("silent", "逾期未答复"),
                                ],
                                max_length=8,
                                verbose_name="意见",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="理由")),
                        (
                            "case",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="foi.case"),
                        ),
                        (
                            "organ",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Fee",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("mode", models.CharField(max_length=8, verbose_name="方式")),
                        ("count", models.PositiveIntegerField(verbose_name="件数或页数")),
                        ("amount", models.PositiveIntegerField(verbose_name="金额（元）")),
                        ("formula", models.TextField(verbose_name="算式")),
                        ("notified_on", models.DateField(verbose_name="申请人收到通知日期")),
                        ("paid_on", models.DateField(null=True, verbose_name="缴费日期")),
                        ("receipt_no", models.CharField(blank=True, max_length=60, verbose_name="票据号")),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="foi.case")),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [models.UniqueConstraint(fields=("case",), name="one_fee_a_case")],
                    },
                ),
                migrations.CreateModel(
                    name="Happening",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("kind", models.CharField(max_length=32, verbose_name="事项")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("data", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "cancels",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cancelled_by", to="foi.happening"
                            ),
                        ),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="happenings", to="foi.case")),
                    ],
                    options={
                        "ordering": ["id"],
                        "indexes": [models.Index(fields=["case", "id"], name="happening_case")],
                    },
                ),
                migrations.CreateModel(
                    name="LetterTemplate",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("DOC01", "政府信息公开申请表"),
                                    ("DOC02", "政府信息公开申请登记表"),
                                    ("DOC03", "政府信息公开申请登记回执"),
                                    ("DOC04", "政府信息公开申请补正告知书"),
                                    ("DOC05", "政府信息公开申请说明理由告知书"),
                                    ("DOC06", "政府信息公开延期答复告知书"),
                                    ("DOC07", "政府信息公开征求第三方意见书"),
                                    ("DOC08", "政府信息公开征求意见回执"),
                                    ("DOC09", "政府信息公开征求意见告知书"),
                                    ("DOC10", "政府信息公开告知书"),
                                    ("DOC11", "政府信息公开征求意见函"),
                                    ("DOC12", "政府信息公开申请转办（协办）单"),
                                    ("DOC13", "政府信息公开信息处理费收费通知书"),
                                    ("DOC14", "政府信息公开答复书"),
                                    ("DOC15", "政府信息部分公开答复书"),
                                    ("DOC16", "政府信息不予公开答复书"),
                                    ("DOC17", "政府信息不存在答复书"),
                                    ("DOC18", "政府信息非本机关负责公开答复书"),
                                    ("DOC19", "政府信息无法提供答复书"),
                                    ("DOC20", "政府信息公开申请不予处理告知书"),
                                    ("DOC21", "政府信息公开申请不予重复处理告知书"),
                                    ("DOC22", "公开出版物获取途径告知书"),
                                    ("DOC23", "政府信息公开申请不予处理告知书（明显超过合理范围）"),
                                    ("DOC24", "依照特别规定办理告知书"),
                                    ("DOC25", "政府信息公开申请终止处理记录"),
                                    ("DOC26", "政府信息公开文书送达回证"),
                                    ("DOC27", "政府信息转主动公开审批单"),
                                    ("DOC28", "政府信息更正告知书"),
                                    ("DOC29", "政府信息公开答复审核签批单"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("version", models.PositiveIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="正文")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("organ", "kind", "version"), name="one_template_a_version"),
                            models.UniqueConstraint(
                                condition=models.Q(("organ", None)), fields=("kind", "version"), name="one_default_template_a_version"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Letter",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("DOC01", "政府信息公开申请表"),
                                    ("DOC02", "政府信息公开申请登记表"),
                                    ("DOC03", "政府信息公开申请登记回执"),
                                    ("DOC04", "政府信息公开申请补正告知书"),
                                    ("DOC05", "政府信息公开申请说明理由告知书"),
                                    ("DOC06", "政府信息公开延期答复告知书"),
                                    ("DOC07", "政府信息公开征求第三方意见书"),
                                    ("DOC08", "政府信息公开征求意见回执"),
                                    ("DOC09", "政府信息公开征求意见告知书"),
                                    ("DOC10", "政府信息公开告知书"),
                                    ("DOC11", "政府信息公开征求意见函"),
                                    ("DOC12", "政府信息公开申请转办（协办）单"),
                                    ("DOC13", "政府信息公开信息处理费收费通知书"),
                                    ("DOC14", "政府信息公开答复书"),
                                    ("DOC15", "政府信息部分公开答复书"),
                                    ("DOC16", "政府信息不予公开答复书"),
                                    ("DOC17", "政府信息不存在答复书"),
                                    ("DOC18", "政府信息非本机关负责公开答复书"),
                                    ("DOC19", "政府信息无法提供答复书"),
                                    ("DOC20", "政府信息公开申请不予处理告知书"),
                                    ("DOC21", "政府信息公开申请不予重复处理告知书"),
                                    ("DOC22", "公开出版物获取途径告知书"),
                                    ("DOC23", "政府信息公开申请不予处理告知书（明显超过合理范围）"),
                                    ("DOC24", "依照特别规定办理告知书"),
                                    ("DOC25", "政府信息公开申请终止处理记录"),
                                    ("DOC26", "政府信息公开文书送达回证"),
                                    ("DOC27", "政府信息转主动公开审批单"),
                                    ("DOC28", "政府信息更正告知书"),
                                    ("DOC29", "政府信息公开答复审核签批单"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("number", models.CharField(max_length=80, verbose_name="编号")),
                        ("series", models.CharField(max_length=16)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("serial", models.PositiveIntegerField()),
                        ("code", models.CharField(max_length=16, unique=True, verbose_name="验证码")),
                        ("paper", gongkai.people.models.encrypted.EncryptedTextField()),
                        ("digest", models.CharField(max_length=64)),
                        ("signed_at", models.DateTimeField()),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="foi.case")),
                        (
                            "consultation",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="foi.consultation"
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                        (
                            "pdf",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foi.lettertemplate"
                            ),
                        ),
                        (
                            "remedy",
                            models.CharField(
                                blank=True, choices=[("R1", "R1"), ("R2", "R2"), ("R1+R2", "R1+R2")], max_length=8, verbose_name="救济途径"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                        "constraints": [models.UniqueConstraint(fields=("organ", "year", "series", "serial"), name="one_letter_a_number")],
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("subject", models.CharField(max_length=200, verbose_name="议题")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("present", models.TextField(verbose_name="参会单位")),
                        ("opinions", models.TextField(blank=True, verbose_name="意见")),
                        ("conclusion", models.TextField(blank=True, verbose_name="结论")),
                        ("is_standing", models.BooleanField(default=False, verbose_name="形成口径")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("cases", models.ManyToManyField(related_name="meetings", to="foi.case")),
                        (
                            "office",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("internal", "内部备注"), ("contact", "与申请人沟通"), ("applicant", "申请人来文")], max_length=12
                            ),
                        ),
                        ("text", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="内容")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="foi.case")),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Precedent",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("title", models.CharField(max_length=200, verbose_name="案由")),
                        ("request", models.TextField(verbose_name="申请内容")),
                        ("outcome", models.CharField(max_length=24, verbose_name="处理决定")),
                        ("basis", models.CharField(max_length=200, verbose_name="依据条款")),
                        ("reasoning", models.TextField(verbose_name="理由要点")),
                        ("aftermath", models.CharField(blank=True, max_length=200, verbose_name="复议诉讼结果")),
                        ("tags", models.JSONField(default=list, verbose_name="标签")),
                        ("words", models.TextField(blank=True, editable=False)),
                        ("at", models.DateTimeField()),
                        ("public_on", models.DateField(null=True, verbose_name="公开日期")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="precedent", to="foi.case"
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("A1_ALREADY_PUBLIC", "已主动公开，告知获取途径"),
                                    ("A2_GRANTED", "予以公开"),
                                    ("B_PARTIAL", "部分公开"),
                                    ("C1_SECRET", "不予公开：属于国家秘密"),
                                    ("C2_LAW", "不予公开：其他法律、行政法规禁止公开"),
                                    ("C3_SAFETY", "不予公开：危及“三安全一稳定”"),
                                    ("C4_THIRD", "不予公开：保护第三方合法权益"),
                                    ("C5_INTERNAL", "不予公开：三类内部事务信息"),
                                    ("C6_PROCESS", "不予公开：四类过程性信息"),
                                    ("C7_ENFORCE", "不予公开：行政执法案卷信息"),
                                    ("C8_QUERY", "行政查询事项，依照特别规定办理"),
                                    ("D1_NOT_FOUND", "经检索，信息不存在"),
                                    ("D1_NOT_OURS", "不属于本机关负责公开"),
                                    ("D2_NEED_CREATE", "没有现成信息，需要另行制作"),
                                    ("D3_STILL_UNCLEAR", "补正后申请内容仍不明确"),
                                    ("E1_PETITION", "信访、投诉、举报，不予处理"),
                                    ("E2_REPEAT", "重复申请，不予重复处理"),
                                    ("E3_PUBLICATION", "要求提供公开出版物，告知获取途径"),
                                    ("E4_EXCESSIVE", "申请数量、频次明显超过合理范围且理由不合理，不予处理"),
                                    ("E5_CONFIRM", "要求确认或重新出具已获取信息，不予处理"),
                                    ("F1_NO_CORRECTION", "无正当理由逾期不补正，不再处理"),
                                    ("F2_NO_PAYMENT", "逾期未缴纳信息处理费，不再处理"),
                                    ("F3_OTHER", "其他：申请人撤回、死亡或终止等"),
                                ],
                                max_length=24,
                                verbose_name="处理决定",
                            ),
                        ),
                        ("facts", models.JSONField(default=dict)),
                        ("body", models.TextField(blank=True, verbose_name="答复内容")),
                        ("authors", models.JSONField(default=list)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("secrecy_at", models.DateTimeField(null=True)),
                        ("secrecy_opinion", models.TextField(blank=True, verbose_name="保密审查意见")),
                        ("legality_at", models.DateTimeField(null=True)),
                        ("legality_opinion", models.TextField(blank=True, verbose_name="合法性审查意见")),
                        ("returned_for", models.TextField(blank=True, verbose_name="退回意见")),
                        ("updated_at", models.DateTimeField()),
                        ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="foi.case")),
                        (
                            "legality_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "secrecy_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        ("letter_body", models.TextField(blank=True, verbose_name="改写的正文")),
                    ],
                ),
                migrations.CreateModel(
                    name="ReplyFile",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=200)),
                        ("redaction", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "original",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"),
                        ),
                        ("reply", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="foi.reply")),
                        (
                            "stored",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("reconsideration", "行政复议"), ("lawsuit", "未经复议直接起诉"), ("lawsuit_after", "复议后起诉")],
                                max_length=16,
                            ),
                        ),
                        ("docket", models.CharField(max_length=80, verbose_name="案号")),
                        ("accepted_on", models.DateField(verbose_name="受理日期")),
                        ("concluded_on", models.DateField(null=True, verbose_name="审结日期")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("upheld", "结果维持"), ("corrected", "结果纠正"), ("other", "其他结果")],
                                max_length=12,
                            ),
                        ),
                        ("summary", models.TextField(blank=True, verbose_name="要点")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="foi.case"
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["-accepted_on", "-id"],
                        "indexes": [models.Index(fields=["organ", "accepted_on"], name="review_organ")],
                        "constraints": [models.UniqueConstraint(fields=("organ", "kind", "docket"), name="one_row_a_docket")],
                    },
                ),
                migrations.CreateModel(
                    name="SearchRecord",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("place", models.CharField(max_length=200, verbose_name="检索的系统或档案")),
                        ("words", models.CharField(max_length=300, verbose_name="检索词")),
                        ("reach", models.CharField(max_length=300, verbose_name="检索范围")),
                        ("found", models.TextField(verbose_name="结果")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="searches", to="foi.case")),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Serial",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("year", models.PositiveSmallIntegerField()),
                        ("series", models.CharField(max_length=16)),
                        ("last", models.PositiveIntegerField(default=0)),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("organ", "year", "series"), name="one_serial_a_series")],
                    },
                ),
                migrations.CreateModel(
                    name="Service",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("direct", "直接送达"),
                                    ("entrusted", "委托其他行政机关代为送达"),
                                    ("mail_post", "邮寄送达（邮政企业）"),
                                    ("online", "网上送达"),
                                    ("email", "电子邮件"),
                                    ("fax", "传真"),
                                ],
                                max_length=12,
                                verbose_name="方式",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("mail_no", models.CharField(blank=True, max_length=60, verbose_name="邮件号")),
                        ("signed_for_on", models.DateField(null=True, verbose_name="签收日期")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "letter",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="services", to="foi.letter"),
                        ),
                        ("carrier", models.CharField(blank=True, max_length=40, verbose_name="承运单位")),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ProactiveProposal",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("subject", models.CharField(max_length=200, verbose_name="建议公开的信息")),
                        ("reason", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField()),
                        ("is_approved", models.BooleanField(null=True, verbose_name="同意公开")),
                        ("opinion", models.TextField(blank=True, verbose_name="意见")),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("cases", models.ManyToManyField(related_name="proposals", to="foi.case")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                        ("area", models.CharField(blank=True, max_length=100, verbose_name="公开的区域")),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="policies.policy"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["organ", "is_approved"], name="proposal_queue")],
                    },
                ),
                migrations.CreateModel(
                    name="ArchivePackage",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("digest", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                        ("case", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="package", to="foi.case")),
                        (
                            "stored",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="OrganSettings",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("reconsideration_organ", models.CharField(blank=True, max_length=120, verbose_name="行政复议机关")),
                        ("reconsideration_url", models.URLField(blank=True, verbose_name="行政复议网上渠道")),
                        ("court", models.CharField(blank=True, max_length=120, verbose_name="一审法院")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="联系电话")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="办公地址")),
                        ("hours", models.CharField(blank=True, max_length=100, verbose_name="办公时间")),
                        ("payment", models.CharField(blank=True, max_length=500, verbose_name="信息处理费缴纳方式")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "organ",
                            models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="HelpDay",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField()),
                        ("shown", models.PositiveIntegerField(default=0, verbose_name="出现帮助")),
                        ("opened", models.PositiveIntegerField(default=0, verbose_name="打开了帮助里的内容")),
                        ("submitted", models.PositiveIntegerField(default=0, verbose_name="仍然提交了申请")),
                        ("satisfied", models.PositiveIntegerField(default=0, verbose_name="表示不用申请了")),
                        (
                            "organ",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("organ", "day"), name="one_help_count_a_day"),
                            models.UniqueConstraint(
                                condition=models.Q(("organ", None)), fields=("day",), name="one_help_count_a_day_without_organ"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wording",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("info_title", models.CharField(blank=True, max_length=200, verbose_name="所需信息名称")),
                        ("info_doc_no", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                        ("info_text", models.TextField(blank=True, verbose_name="其他特征描述")),
                        ("at", models.DateTimeField()),
                        ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="wordings", to="foi.case")),
                        (
                            "happening",
                            models.OneToOneField(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foi.happening"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Destruction",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("reason", models.CharField(max_length=500, verbose_name="鉴定意见")),
                        ("at", models.DateTimeField()),
                        ("is_approved", models.BooleanField(null=True, verbose_name="同意销毁")),
                        ("opinion", models.CharField(blank=True, max_length=500, verbose_name="审批意见")),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "case",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="destructions", to="foi.case"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_approved", None)), fields=("case",), name="one_open_destruction_a_case"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StepLimits",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("version", models.PositiveIntegerField(verbose_name="版本")),
                        ("workdays", models.JSONField(verbose_name="工作日")),
                        ("why", models.TextField(verbose_name="理由")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "organ",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["-version"],
                        "constraints": [models.UniqueConstraint(fields=("organ", "version"), name="one_version_of_step_limits")],
                    },
                ),
                migrations.CreateModel(
                    name="JointIntake",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("key", models.CharField(max_length=64, unique=True)),
                        ("on", models.DateField(verbose_name="收到日")),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        ("cases", models.ManyToManyField(related_name="+", to="foi.case")),
                        (
                            "organ",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="受理机关",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-id"],
                        "indexes": [models.Index(fields=["organ", "-id"], name="joint_intake_organ")],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "reader",
                            models.CharField(
                                choices=[
                                    ("public", "公众（查阅主动公开的文件）"),
                                    ("applicant", "申请人本人"),
                                    ("agent", "申请人委托的人"),
                                ],
                                max_length=12,
                                verbose_name="查阅人",
                            ),
                        ),
                        ("name", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="姓名")),
                        (
                            "id_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("resident", "居民身份证"),
                                    ("hk_macao", "港澳居民来往内地通行证"),
                                    ("taiwan", "台湾居民来往大陆通行证"),
                                    ("passport", "护照"),
                                    ("foreign_resident", "外国人永久居留身份证"),
                                    ("uscc", "统一社会信用代码"),
                                    ("other", "其他证件"),
                                ],
                                max_length=16,
                                verbose_name="证件类型",
                            ),
                        ),
                        ("id_number", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="证件号码")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("began", models.TimeField(verbose_name="开始时间")),
                        ("ended", models.TimeField(null=True, verbose_name="结束时间")),
                        ("read", models.TextField(verbose_name="查阅的内容")),
                        ("copied", models.CharField(blank=True, max_length=500, verbose_name="抄录、复制的内容")),
                        ("pages", models.PositiveIntegerField(default=0, verbose_name="复制页数")),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "case",
                            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="foi.case"),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="people.organisation",
                                verbose_name="查阅地点所属单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-id"],
                        "indexes": [models.Index(fields=["office", "-on", "-id"], name="visit_office")],
                    },
                ),
            ]
        ),
    ]
