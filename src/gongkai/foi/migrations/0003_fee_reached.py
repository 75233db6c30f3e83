"""收费通知：发出与收到分开登记。以前登记的是收到之日，两者都照此填。"""

from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    apps.get_model("foi", "Fee").objects.update(reached_on=F("notified_on"))


class Migration(migrations.Migration):
    dependencies = [("foi", "0002_kept")]
    operations = [
        migrations.AlterField("fee", "notified_on", models.DateField(verbose_name="发出通知日期")),
        migrations.AddField("fee", "reached_on", models.DateField(null=True, verbose_name="申请人收到通知日期")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
