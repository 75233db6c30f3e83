import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gongkai.people.models.encrypted
import gongkai.people.models.organisation
from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("people", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="RateWindow",
                    fields=[
                        ("key", models.CharField(max_length=160, primary_key=True, serialize=False)),
                        ("count", models.PositiveIntegerField()),
                        ("expires_at", models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Officer",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "已有这个用户名"}, max_length=60, unique=True, verbose_name="用户名"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="电子邮箱")),
                        ("phone", gongkai.people.models.encrypted.EncryptedTextField(blank=True, verbose_name="手机号码")),
                        ("phone_index", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                        ("external_id", models.CharField(blank=True, max_length=120, verbose_name="统一身份认证标识")),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        ("must_change_password", models.BooleanField(default=False, verbose_name="下次登录须修改密码")),
                        ("password_set_at", models.DateTimeField(editable=False, null=True, verbose_name="密码设置时间")),
                        ("demo", models.BooleanField(default=False, help_text="关闭试用模式后不能登录", verbose_name="演示账号")),
                    ],
                    options={
                        "ordering": ["username"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("external_id", ""), _negated=True),
                                fields=("external_id",),
                                name="one_officer_an_identity",
                                violation_error_message="这个统一身份已绑定其他账号",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Authenticator",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(help_text="The human-readable name of this device.", max_length=64)),
                        ("confirmed", models.BooleanField(default=True, help_text="Is this device ready for use?")),
                        ("secret", gongkai.people.models.encrypted.EncryptedTextField(verbose_name="密钥")),
                        ("last_step", models.BigIntegerField(default=-1, verbose_name="最后用过的时间步")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="authenticator",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="工作人员",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=120, verbose_name="全称")),
                        ("short_name", models.CharField(blank=True, max_length=60, verbose_name="简称")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("province", "省级"),
                                    ("city", "市级"),
                                    ("county", "县级"),
                                    ("township", "乡级"),
                                    ("village", "村级"),
                                ],
                                default="county",
                                max_length=12,
                                verbose_name="层级",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("government", "人民政府"),
                                    ("general_office", "政府办公厅（室）"),
                                    ("department", "工作部门"),
                                    ("agency", "派出机构"),
                                    ("division", "内设机构"),
                                    ("institution", "事业单位"),
                                    ("utility", "公共企事业单位"),
                                    ("committee", "议事协调机构"),
                                    ("grassroots", "村（居）民委员会"),
                                    ("party", "党委机关"),
                                ],
                                default="department",
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("path", models.CharField(db_index=True, editable=False, max_length=160)),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="次序")),
                        (
                            "region_code",
                            models.CharField(
                                blank=True,
                                max_length=6,
                                validators=[django.core.validators.RegexValidator("\\A\\d{6}\\Z", "行政区划代码应为6位数字")],
                                verbose_name="行政区划代码",
                            ),
                        ),
                        (
                            "uscc",
                            models.CharField(
                                blank=True,
                                max_length=18,
                                validators=[gongkai.people.models.organisation._check_uscc],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="people.organisation",
                                verbose_name="上级",
                            ),
                        ),
                        (
                            "succeeded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="people.organisation",
                                verbose_name="承接机关",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "id"],
                        "indexes": [
                            models.Index(fields=["name"], name="organisation_name"),
                            models.Index(fields=["short_name"], name="organisation_short_name"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_on", None)),
                                fields=("parent", "name"),
                                name="one_name_under_a_parent",
                                violation_error_message="同一上级下已有这个名称",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_on", None), ("parent", None)),
                                fields=("name",),
                                name="one_name_at_the_top",
                                violation_error_message="已有这个名称的最高一级机关",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("uscc", ""), _negated=True),
                                fields=("uscc",),
                                name="one_unit_a_uscc",
                                violation_error_message="这个统一社会信用代码已属于别的单位",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closed_on__isnull", False), ("succeeded_by", None), _connector="OR"),
                                name="only_the_closed_are_succeeded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocCode",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="机关代字")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="doc_codes", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["valid_from", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("valid_to", None)),
                                fields=("organisation", "code"),
                                name="a_code_in_use_once",
                                violation_error_message="已登记过这个机关代字",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from", None), ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                                ),
                                name="a_code_ends_after_it_began",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiKey",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(max_length=80, verbose_name="用途")),
                        ("prefix", models.CharField(max_length=12, unique=True, verbose_name="前缀")),
                        ("digest", models.CharField(max_length=64)),
                        ("scopes", models.JSONField(default=list, verbose_name="范围")),
                        ("created_at", models.DateTimeField(verbose_name="签发时间")),
                        ("last_used_on", models.DateField(null=True, verbose_name="最近使用")),
                        ("revoked_at", models.DateTimeField(null=True, verbose_name="停用时间")),
                        (
                            "created_by",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="api_keys",
                                to="people.organisation",
                                verbose_name="使用单位",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created_at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="OrganisationName",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("name", models.CharField(db_index=True, max_length=120, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("former", "曾用名"), ("other", "别名")], default="other", max_length=8, verbose_name="类别"
                            ),
                        ),
                        ("since", models.DateField(blank=True, null=True, verbose_name="启用日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="other_names", to="people.organisation"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["since", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "name"), name="a_name_once_a_unit", violation_error_message="已登记过这个名称"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="a_name_ends_after_it_began",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("editor", "采编"),
                                    ("reviewer", "审核（保密审查）"),
                                    ("signer", "签发"),
                                    ("supervisor", "监督管理"),
                                    ("admin", "系统管理"),
                                ],
                                max_length=12,
                                verbose_name="角色",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="任职日期")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="免职日期")),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="people.organisation"),
                        ),
                    ],
                    options={
                        "ordering": ["since", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)),
                                fields=("officer", "organisation", "role"),
                                name="a_post_once",
                                violation_error_message="已担任这个角色",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="a_post_ends_after_it_began",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["editor", "reviewer", "signer", "supervisor", "admin"])),
                                name="a_known_role",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecoveryCode",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("digest", models.CharField(max_length=64)),
                        ("used_at", models.DateTimeField(null=True)),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="recovery_codes", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("officer", "digest"), name="a_recovery_code_once")],
                    },
                ),
            ]
        ),
    ]
