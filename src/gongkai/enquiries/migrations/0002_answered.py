import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def given_to_offices(apps, schema_editor):
    """Letters of before go to the office of their paper, the others to the government at the root."""
    enquiries = apps.get_model("enquiries", "Enquiry").objects
    policies = apps.get_model("policies", "Policy").objects
    root = apps.get_model("people", "Organisation").objects.filter(parent=None).order_by("pk").first()
    enquiries.filter(policy=None).update(office=root)
    enquiries.exclude(policy=None).update(office=models.Subquery(policies.filter(pk=models.OuterRef("policy")).values("office")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0001_tables"),
        ("people", "0001_tables"),
        ("policies", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("enquiry", "answer", models.TextField("答复", blank=True)),
        migrations.AddField("enquiry", "answered_at", models.DateTimeField("答复时间", null=True)),
        migrations.AddField(
            "enquiry",
            "answered_by",
            models.ForeignKey(
                settings.AUTH_USER_MODEL, django.db.models.deletion.PROTECT, null=True, related_name="+", verbose_name="答复人"
            ),
        ),
        migrations.AddField("enquiry", "due_on", models.DateField("最迟答复", null=True)),
        migrations.AddField(
            "enquiry",
            "office",
            models.ForeignKey(
                "people.organisation", django.db.models.deletion.PROTECT, null=True, related_name="+", verbose_name="办理单位"
            ),
        ),
        migrations.RunPython(given_to_offices, migrations.RunPython.noop),
        migrations.AddIndex("enquiry", models.Index(fields=["office", "-at"], name="enquiry_office")),
        migrations.AddIndex(
            "enquiry", models.Index(fields=["office", "due_on"], condition=models.Q(answered_at=None), name="enquiry_waiting")
        ),
    ]
