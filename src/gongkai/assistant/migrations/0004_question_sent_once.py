from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assistant", "0003_knowledge")]

    operations = [
        migrations.AddField("question", "token", models.CharField(blank=True, default="", max_length=40), preserve_default=False),
        migrations.AddConstraint(
            "question",
            models.UniqueConstraint(
                condition=models.Q(("token", ""), _negated=True), fields=("conversation", "token"), name="question_sent_once"
            ),
        ),
    ]
