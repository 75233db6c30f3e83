from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_immutable_texts")]

    operations = [
        migrations.AddIndex("edition", models.Index(fields=["normative_reg_no"], name="edition_reg_no")),
    ]
