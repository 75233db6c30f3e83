"""Building the index of the whole library anew: speed, size, memory."""

import time
from itertools import islice

from benchmarks.measuring import peak, resident, size
from benchmarks.report import Table
from benchmarks.stage import Options
from django.conf import settings

from gongkai.policies import indexing as policies
from gongkai.search.actions.indexing import AT_ONCE, rebuild
from gongkai.search.index import backend

READ = 4000  # papers read for the baseline


def measure(options: Options) -> list[Table]:
    reading = _read_only(options)
    before = resident()
    began, worked = time.perf_counter(), time.process_time()
    count = rebuild(on=options.today)
    spent, cpu = time.perf_counter() - began, time.process_time() - worked
    stats = backend().stats()
    on_disk, database = size(settings.INDEX_DIR), size(settings.DATA_DIR / "gongkai.sqlite3")
    rows = (
        ("全量重建，份/秒", count / spent, reading, count / spent / reading),
        ("全量重建，份/核·秒（处理器时间）", count / cpu, None, None),
        ("全量重建，秒", spent, None, None),
        ("索引大小，MB", on_disk, database, on_disk / database),
        ("索引条目：文件版本", stats.documents, None, None),
        ("索引条目：条款", stats.clauses, None, None),
        ("内存：开始时，MB", before, None, None),
        ("内存：结束时，MB", resident(), None, None),
        ("内存：峰值，MB", peak(), None, None),
    )
    notes = ("速度的基线是只把同样的文件从数据库读成待索引的样子（不分词、不写索引）；大小的基线是数据库本身。",)
    return [Table("建立索引", ("项目", "本平台", "基线", "比值"), rows, notes)]


def _read_only(options: Options) -> float:
    """Papers a second read from the database, and no more."""
    ids = [pk for pk, _ in islice(policies.public_ids(options.today), READ)]
    began = time.perf_counter()
    count = sum(1 for at in range(0, len(ids), AT_ONCE) for _ in policies.for_index(ids[at : at + AT_ONCE], on=options.today))
    return count / (time.perf_counter() - began)
