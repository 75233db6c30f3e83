"""The library that the others ask: an empty database of the newest shape, static files, and generated papers."""

import time

from benchmarks import synthetic
from benchmarks.measuring import size
from benchmarks.report import Table
from benchmarks.stage import Options
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gongkai.documents.rules.paper import Block, plain_text
from gongkai.policies.models import Edition, Policy, Relation, Text


def measure(options: Options) -> list[Table]:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    synthetic.load(options.documents, seed=options.seed, on=options.today)
    spent = time.perf_counter() - began
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("ANALYZE")
    sample = Text.objects.order_by("digest")[:500]
    lengths = sorted(len(plain_text(Block.from_dict(value) for value in text.blocks)) for text in sample)
    rows = (
        ("文件（政策、解读、资讯等）", Policy.objects.count(), None),
        ("版本", Edition.objects.count(), None),
        ("关系", Relation.objects.count(), None),
        ("正文长度，字（抽样 500 篇：中位、最长）", lengths[len(lengths) // 2], lengths[-1]),
        ("数据库，MB", size(settings.DATA_DIR / "gongkai.sqlite3"), None),
        ("生成并写入，秒", spent, None),
    )
    notes = (f"文件由程序生成（种子 {options.seed}），不是真实公文；直接写入数据表，抽查 200 份的列表影子数据与平台自己算的一致。",)
    return [Table("数据", ("项目", "数值", "另"), rows, notes)]
