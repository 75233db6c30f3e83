import django.db.models.deletion
from django.db import migrations, models

from gongkai.shared.tables import CreateModels


class Migration(migrations.Migration):
    replaces = [("workdays", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="HolidayNotice",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("year", models.PositiveSmallIntegerField(db_index=True, verbose_name="年份")),
                        ("title", models.CharField(max_length=100, verbose_name="通知标题")),
                        ("number", models.CharField(max_length=40, verbose_name="发文字号")),
                        ("issued_on", models.DateField(verbose_name="成文日期")),
                        ("text", models.TextField(verbose_name="通知正文")),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        (
                            "state",
                            models.CharField(
                                choices=[("proposed", "待核对"), ("confirmed", "已确认"), ("rejected", "已退回")],
                                default="proposed",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("proposed_by", models.PositiveBigIntegerField(null=True, verbose_name="提交人编号")),
                        ("proposed_by_name", models.CharField(max_length=60, verbose_name="提交人")),
                        ("proposed_at", models.DateTimeField(verbose_name="提交时间")),
                        ("decided_by", models.PositiveBigIntegerField(null=True, verbose_name="核对人编号")),
                        ("decided_by_name", models.CharField(blank=True, max_length=60, verbose_name="核对人")),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="核对时间")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="退回理由")),
                    ],
                    options={
                        "ordering": ["-year", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state", "proposed"), ("decided_at__isnull", False), _connector="XOR"),
                                name="notice_decided_or_proposed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("proposed_by", None),
                                    models.Q(
                                        ("decided_by__isnull", False), models.Q(("decided_by", models.F("proposed_by")), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="notice_confirmed_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Day",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("day", models.DateField(verbose_name="日期")),
                        ("kind", models.CharField(choices=[("off", "放假"), ("made_up", "调休上班")], max_length=8, verbose_name="类别")),
                        ("festival", models.CharField(max_length=40, verbose_name="节日")),
                        (
                            "notice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, related_name="days", to="workdays.holidaynotice"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["day"],
                        "constraints": [models.UniqueConstraint(fields=("notice", "day"), name="a_day_once_in_a_notice")],
                    },
                ),
            ]
        ),
    ]
