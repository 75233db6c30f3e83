"""更正的证据材料加密保存；检索记录写明找到没有、由谁检索。"""

import django.db.models.deletion
from django.db import migrations, models

MATERIALS = [
    ("application", "申请书"),
    ("identity", "身份证明"),
    ("authority", "授权委托书"),
    ("envelope", "信封、签收单"),
    ("clarification", "补正材料"),
    ("reason", "理由说明"),
    ("opinion", "征求意见回复"),
    ("payment", "缴费凭证"),
    ("service", "送达凭证"),
    ("evidence", "更正的证据材料"),
    ("other", "其他材料"),
]


class Migration(migrations.Migration):
    dependencies = [("foi", "0004_redacted_words"), ("people", "0001_tables")]
    operations = [
        migrations.AlterField("casefile", "kind", models.CharField(choices=MATERIALS, max_length=16, verbose_name="材料类别")),
        migrations.AddField("searchrecord", "is_found", models.BooleanField(null=True, verbose_name="找到所申请的信息")),
        migrations.AddField(
            "searchrecord",
            "office",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"),
        ),
    ]
