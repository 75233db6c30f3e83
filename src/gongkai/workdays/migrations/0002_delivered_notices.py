"""The notices for 2024, 2025 and 2026."""

from django.db import migrations

from gongkai.workdays import official


def load(apps, schema_editor):
    official.load(apps.get_model("workdays", "HolidayNotice"), apps.get_model("workdays", "Day"))


class Migration(migrations.Migration):
    dependencies = [("workdays", "0001_tables")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
