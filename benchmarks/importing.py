"""Import through the real intake: files handed in, read, recognised, compared with the library; beside merely getting the text out."""

import random
from collections import Counter

from benchmarks import baselines
from benchmarks.documents import file_of, paper
from benchmarks.measuring import Spent, ratio, timed
from benchmarks.report import Cell, Table
from benchmarks.stage import Options
from django.conf import settings

from gongkai.documents import readers
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper
from gongkai.people.models import Officer
from gongkai.people.queries import offices_of
from gongkai.policies.actions import intake
from gongkai.policies.models import ImportItem
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import ItemState
from gongkai.policies.rules.recognise import recognise
from gongkai.shared.clock import now

FORMATS = (FileKind.TXT, FileKind.HTML, FileKind.DOCX, FileKind.PDF)
WARM = 5


def measure(options: Options) -> list[Table]:
    rng = random.Random(options.seed)
    officer = Officer.objects.get(username="bianji")
    rows: list[tuple[Cell, ...]] = []
    right: list[tuple[Cell, ...]] = []
    for kind in FORMATS:
        papers = [paper(rng) for _ in range(options.files + WARM)]
        files = [file_of(kind, one) for one in papers]
        _warmed(kind, files[:WARM])
        spent, states, items = _imported(kind, files[WARM:], officer)
        rows.append(_row(kind, files[WARM:], spent))
        right.append(_right(kind, papers[WARM:], items, states))
    return [
        Table(
            f"导入（库中已有 {options.documents:,} 份）",
            (
                "格式",
                "份/秒",
                "份/核·秒",
                "收件 p50 ms",
                "识别全程 p50 ms",
                "p95 ms",
                "其中读文件 p50",
                "其中识别 p50",
                "基线：只取文字 p50",
                "全程比基线",
            ),
            tuple(rows),
            (
                f"每种格式 {options.files} 份，经真实的收件（查类型、存原件并落盘）和识别（读文件、认要素、与库中文件比对、存草稿），单进程。",
                "“份/秒”按墙钟，“份/核·秒”按处理器时间，都含收件和识别；基线是用同一个底层库取出文字，不识别、不入库。",
            ),
        ),
        Table(
            "导入结果",
            ("格式", "读成待确认", "标题对，%", "文号对，%", "成文日期对，%", "发文机关对，%"),
            tuple(right),
            ("对照生成时的值；这些文件由程序写出、很规整，真实公文的准确率见导入的测试。",),
        ),
    ]


def _warmed(kind: FileKind, files: list[bytes]) -> None:
    for data in files:
        reading = readers.read(data, f"预热.{kind.value}")
        recognise(reading.lines, "预热", reading.facts)


def _imported(kind: FileKind, files: list[bytes], officer: Officer) -> tuple[dict[str, Spent], Counter[str], list[ImportItem]]:
    office = offices_of(officer).first()
    assert office is not None
    uploads = [intake.Upload(f"{kind.value}-{at}.{kind.value}", data) for at, data in enumerate(files)]
    batches = []
    received = timed(
        [lambda one=one: batches.append(intake.receive([one], name="基准", office=office, by=officer, at=now())) for one in uploads]
    )
    read = timed([lambda batch=batch: intake.read_waiting(at=now(), batch=batch) for batch in batches])
    items = list(ImportItem.objects.filter(batch__in=batches).order_by("id"))
    return {"received": received, "read": read}, Counter(item.state for item in items), items


def _row(kind: FileKind, files: list[bytes], spent: dict[str, Spent]) -> tuple[Cell, ...]:
    name, limit = f"文件.{kind.value}", settings.MAX_UPLOAD_MB * 2**20
    readings = []
    reading = timed([lambda data=data: readings.append(readers.read(data, name, limit)) for data in files])
    recognising = timed([lambda one=one: recognise(one.lines, name, one.facts) for one in readings])
    bare = timed([lambda data=data: baselines.PARSERS[kind](data) for data in files], warm=[lambda: baselines.PARSERS[kind](files[0])])
    received, read = spent["received"], spent["read"]
    return (
        kind.value.upper(),
        len(files) / (sum(received.wall) + sum(read.wall)),
        len(files) / (sum(received.cpu) + sum(read.cpu)),
        received.p50,
        read.p50,
        read.p95,
        reading.p50,
        recognising.p50,
        bare.p50,
        ratio(received.p50 + read.p50, bare.p50),
    )


def _right(kind: FileKind, papers: list[Paper], items: list[ImportItem], states: Counter[str]) -> tuple[Cell, ...]:
    def share(good: list[bool]) -> float:
        return 100 * sum(good) / len(good)

    pairs = list(zip(papers, items, strict=True))
    return (
        kind.value.upper(),
        states[ItemState.READY],
        share([evidence.value(item.draft, "title") == one.title for one, item in pairs]),
        share([evidence.value(item.draft, "doc_no") == one.doc_no for one, item in pairs]),
        share([_day(evidence.value(item.draft, "formed_on")) == one.blocks[-2].text for one, item in pairs]),
        share([evidence.value(item.draft, "issuers") == [one.issuer_mark.removesuffix("文件")] for one, item in pairs]),
    )


def _day(value: str | None) -> str:
    year, month, day = (value or "0-0-0").split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"
