from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0004_topics_approved"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                condition=models.Q(("dismissed_at", None), ("target__isnull", False)),
                fields=["kind", "edition"],
                name="citation_found_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="policy",
            index=models.Index(fields=["-updated_at", "-id"], name="policy_updated"),
        ),
        migrations.AddIndex(
            model_name="policy",
            index=models.Index(fields=["visibility", "category", "standing", "published_on", "id"], name="policy_counted"),
        ),
    ]
