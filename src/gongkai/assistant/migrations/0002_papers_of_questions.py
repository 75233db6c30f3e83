import django.db.models.deletion
from django.db import migrations, models

AT_ONCE = 1000


def gather(apps, schema_editor):
    """The papers of the questions kept so far, from their answers."""
    question, of = apps.get_model("assistant", "Question"), apps.get_model("assistant", "QuestionPaper")
    papers = dict(apps.get_model("policies", "Policy").objects.values_list("code", "pk"))
    found = []
    for row in question.objects.only("pk", "policy_id", "answer").order_by("pk").iterator(AT_ONCE):
        cited = {papers.get(one.get("code")) for one in (row.answer or {}).get("citations", ())} | {row.policy_id}
        found += [of(question_id=row.pk, policy_id=pk) for pk in sorted(cited - {None})]
        if len(found) >= AT_ONCE:
            of.objects.bulk_create(found)
            found = []
    of.objects.bulk_create(found)


class Migration(migrations.Migration):
    dependencies = [
        ("assistant", "0001_tables"),
        ("policies", "0001_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("policy", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="policies.policy")),
                (
                    "question",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="assistant.question"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["policy", "question"], name="question_paper")],
                "constraints": [models.UniqueConstraint(fields=("question", "policy"), name="question_names_a_paper_once")],
            },
        ),
        migrations.RunPython(gather, migrations.RunPython.noop),
    ]
