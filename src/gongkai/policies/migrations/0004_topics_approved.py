from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now


def as_public_as_before(apps, schema_editor):
    """Topics that the public sees already stay."""
    apps.get_model("policies", "Topic").objects.update(approved_at=Now())


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0003_reviewed_by_others"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("topic", "proposal", models.JSONField(blank=True, default=dict, verbose_name="待审的改动")),
        migrations.AddField(
            "topic",
            "proposed_by",
            models.ForeignKey(null=True, on_delete=models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField("topic", "approved_at", models.DateTimeField(null=True, verbose_name="公开于")),
        migrations.AddField(
            "topic",
            "approved_by",
            models.ForeignKey(null=True, on_delete=models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(as_public_as_before, migrations.RunPython.noop),
    ]
