from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assistant", "0002_papers_of_questions"),
    ]

    operations = [
        migrations.AddField(
            model_name="faqversion",
            name="vouched",
            field=models.JSONField(default=dict, verbose_name="发布时的确认"),
        ),
    ]
