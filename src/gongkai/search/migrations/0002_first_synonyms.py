"""The first synonyms; from then on the list is kept by the administrators of each site."""

import csv
from pathlib import Path

from django.db import migrations

_FILE = Path(__file__).parents[1] / "data" / "synonyms.csv"


def fill(apps, schema_editor):
    with _FILE.open(encoding="utf-8", newline="") as file:
        pairs = [(row["俗称"], row["正式说法"]) for row in csv.DictReader(file)]
    synonym = apps.get_model("search", "Synonym")
    synonym.objects.bulk_create([synonym(said=said, formal=formal) for said, formal in pairs])


class Migration(migrations.Migration):
    dependencies = [("search", "0001_tables")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
