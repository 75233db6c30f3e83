"""本环节开始日期: kept for the lists, worked out for the cases there are from what happened to them."""

from django.db import migrations, models

from gongkai.foi.rules.happenings import Action, Happened
from gongkai.foi.rules.stages import stage_since


def begun(apps, schema_editor):
    Case = apps.get_model("foi", "Case")
    Happening = apps.get_model("foi", "Happening")
    for case in Case.objects.only("id").iterator(chunk_size=500):
        rows = list(Happening.objects.filter(case_id=case.pk).order_by("id"))
        gone = {row.cancels_id for row in rows if row.cancels_id}
        steps = [Happened(Action(row.kind), row.on, row.data) for row in rows if row.pk not in gone and not row.cancels_id]
        Case.objects.filter(pk=case.pk).update(stage_since=stage_since(steps))


class Migration(migrations.Migration):
    dependencies = [("foi", "0011_retention")]
    operations = [
        migrations.AddField("case", "stage_since", models.DateField(null=True, verbose_name="本环节开始日期")),
        migrations.RunPython(begun, migrations.RunPython.noop),
    ]
