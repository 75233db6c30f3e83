import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("publishing", "0008_taken_down")]
    operations = [
        migrations.AddField(
            model_name="patrolbatch",
            name="pictures",
            field=models.PositiveIntegerField(default=0, verbose_name="图片和扫描件"),
        ),
        migrations.AddField(
            model_name="patrolbatch",
            name="pictures_unread",
            field=models.PositiveIntegerField(default=0, verbose_name="没有认字的图片和扫描件"),
        ),
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=500, unique=True, verbose_name="网址")),
                (
                    "state",
                    models.CharField(
                        choices=[("unknown", "待查"), ("opens", "打得开"), ("broken", "失效")],
                        default="unknown",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=120, verbose_name="原因")),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="连续失败")),
                ("due_at", models.DateTimeField(verbose_name="下次检查")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="检查时间")),
            ],
            options={"indexes": [models.Index(fields=["due_at", "id"], name="outside_link_due")]},
        ),
        migrations.CreateModel(
            name="LinkPlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=120, verbose_name="关于")),
                ("title", models.CharField(max_length=500, verbose_name="标题")),
                ("public_address", models.CharField(max_length=300, verbose_name="地址")),
                ("file", models.CharField(blank=True, max_length=255, verbose_name="文件")),
                ("block", models.CharField(blank=True, max_length=60, verbose_name="段落")),
                ("line", models.PositiveIntegerField(default=0, verbose_name="行")),
                (
                    "batch",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="publishing.patrolbatch"),
                ),
                (
                    "link",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="places", to="publishing.outsidelink"),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="责任单位",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["batch", "link"], name="link_place_batch")],
                "constraints": [models.UniqueConstraint(fields=("about", "link"), name="a_link_once_in_a_thing")],
            },
        ),
    ]
