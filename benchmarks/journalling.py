"""The journal: writing, putting in order, sealing, proving, verifying; beside bare rows without digests, seals or triggers."""

import time
from collections.abc import Callable

from benchmarks.measuring import Spent, ratio, timed
from benchmarks.report import Cell, Table
from benchmarks.stage import Options
from django.db import connection, transaction

from gongkai.journal import actions, proofs, verify
from gongkai.journal.models import Entry
from gongkai.people.models import Officer
from gongkai.shared.clock import now

SINGLE, MANY, AT_ONCE = 1000, 20_000, 100


def measure(options: Options) -> list[Table]:
    officer = Officer.objects.get(username="bianji")
    with connection.cursor() as cursor:
        key = "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY AUTOINCREMENT"
        cursor.execute(f"CREATE TABLE bench_plain (id {key}, at text, kind text, about text, by_id integer, by_name text, data text)")
    try:
        return [_table(officer)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE bench_plain")


def _table(officer: Officer) -> Table:
    single = timed([lambda at=at: _write(at, officer) for at in range(SINGLE)], warm=[lambda: _write(0, officer)] * 20)
    single_plain = timed([lambda at=at: _plain(at, officer) for at in range(SINGLE)], warm=[lambda: _plain(0, officer)] * 20)
    many, many_plain = _in_transactions(lambda at: _write(at, officer)), _in_transactions(lambda at: _plain(at, officer))
    count = Entry.objects.count()
    placing = timed([_place_all])
    sealing = timed([lambda: actions.seal(at=now())])
    began = time.perf_counter()
    wrong = list(verify.problems())
    verifying = time.perf_counter() - began
    if wrong:
        raise RuntimeError("; ".join(wrong))
    began = time.perf_counter()
    rows = sum(1 for _ in Entry.objects.values_list().iterator(chunk_size=2000))
    reading = time.perf_counter() - began
    entries = list(Entry.objects.order_by("pk")[:: count // 200])
    proving = timed([lambda one=one: proofs.inclusion(one) for one in entries], warm=[lambda: proofs.inclusion(entries[0])] * 5)
    figures: tuple[tuple[Cell, ...], ...] = (
        ("逐笔写入（各自一个事务），笔/秒", single.per_second, single_plain.per_second, ratio(single.per_second, single_plain.per_second)),
        ("逐笔写入，每笔 p95 ms", single.p95, single_plain.p95, ratio(single.p95, single_plain.p95)),
        (f"{AT_ONCE} 笔一个事务，笔/秒", MANY / sum(many.wall), MANY / sum(many_plain.wall), sum(many_plain.wall) / sum(many.wall)),
        ("排定次序，笔/秒", count / sum(placing.wall), None, None),
        ("封存，笔/秒", count / sum(sealing.wall), None, None),
        ("核验全部，笔/秒", count / verifying, rows / reading, reading / verifying),
        ("一笔的证明，p50 ms", proving.p50, None, None),
    )
    notes = (
        f"共 {count:,} 笔，SQLite（WAL，synchronous=NORMAL）。",
        "写入的基线是同样内容的普通表，没有摘要、次序和只增不改的触发器；核验的基线是只把同样的行读一遍。",
    )
    return Table("工作日志", ("项目", "本平台", "基线", "比值"), figures, notes)


def _write(at: int, officer: Officer) -> None:
    data = {"edition": 1, "digest": f"{at:064x}"}
    actions.write("bench.entry.written", about=f"bench.entry:{at}", by=officer, at=now(), data=data)


def _plain(at: int, officer: Officer) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_plain (at, kind, about, by_id, by_name, data) VALUES (%s, %s, %s, %s, %s, %s)",
            [
                now().isoformat(),
                "bench.entry.written",
                f"bench.entry:{at}",
                officer.pk,
                officer.name,
                f'{{"edition": 1, "digest": "{at:064x}"}}',
            ],
        )


def _in_transactions(write: Callable[[int], None]) -> Spent:
    def one(start: int) -> None:
        with transaction.atomic():
            for at in range(start, start + AT_ONCE):
                write(at)

    return timed([lambda start=start: one(start) for start in range(0, MANY, AT_ONCE)])


def _place_all() -> None:
    while actions.place():
        continue
