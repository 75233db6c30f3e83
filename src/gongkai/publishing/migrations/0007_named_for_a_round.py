"""Who is named for the round a text waits for stands beside the round, so that a list can be narrowed to one's own."""

from django.db import migrations, models


def fill(apps, schema_editor):
    circulations = apps.get_model("publishing", "Circulation").objects.filter(closed_at=None, waits_for__gt=0)
    for one in circulations.only("pk", "rounds", "waits_for"):
        circulations.filter(pk=one.pk).update(waits_officer=one.rounds[one.waits_for - 1]["officer"])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0006_beside_the_text")]
    operations = [
        migrations.AddField(
            model_name="circulation",
            name="waits_officer",
            field=models.PositiveIntegerField(default=0, verbose_name="指定审核人"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
