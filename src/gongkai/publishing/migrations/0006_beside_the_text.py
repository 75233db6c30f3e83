from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0005_whose_round"),
    ]

    operations = [
        migrations.AddField(
            model_name="circulation",
            name="beside",
            field=models.JSONField(default=list, verbose_name="要素、附件和关系"),
        ),
    ]
