"""A ledger of very many applications: the pages of the inbox, of search, board and annual table. On the database of the settings."""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.measuring import median, repeated
from benchmarks.report import Table
from benchmarks.stage import Options
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gongkai.foi.models import Case
from gongkai.foi.rules.applicants import ApplicantKind, IdKind
from gongkai.foi.rules.numbering import case_number, ticket
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Carrier, Channel, Delivery
from gongkai.foi.rules.stages import Stage
from gongkai.foi.rules.words import pairs
from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.organisations import Kind, Level
from gongkai.people.rules.permits import Role

ORGANS = 60  # a city, its departments and districts
FIRST_DAY = date(2019, 6, 1)  # since the present regulation
OPEN = 0.01  # share of the cases still in hand
AT_ONCE = 5000
TIMES = 30
PLACES = ("安平路", "书院街", "临江新城", "青石镇", "东湖片区", "双桥村", "文昌巷", "松岭开发区", "和顺里", "柳林渡")
MATTERS = (
    "征地批复",
    "房屋征收补偿方案",
    "规划许可",
    "消防验收意见",
    "环评批复",
    "低保审批标准",
    "财政专项资金拨付",
    "招标投标资料",
    "物业用房备案",
    "执法检查记录",
)
RUNNING = (
    Stage.REGISTERED,
    Stage.UNDER_REVIEW,
    Stage.DISPATCHED,
    Stage.CONSULTING,
    Stage.DRAFTING,
    Stage.LEGAL_REVIEW,
    Stage.AWAITING_SIGNATURE,
)


def measure(options: Options) -> list[Table]:
    call_command("collectstatic", interactive=False, verbosity=0)
    count = options.cases
    began = time.perf_counter()
    officer, head = _house()
    if not Case.objects.exists():
        _fill(count, options.seed, options.today)
    spent = time.perf_counter() - began
    settings.PASSWORD_DAYS = 0
    handler, overseer = _signed_in(officer), _signed_in(head)
    inbox, found = reverse("desk:foi"), {"tab": "all", "q": "书院街规划许可"}
    asked: dict[str, Callable[[], HttpResponse]] = {
        "收件箱（本机关）": lambda: handler.get(inbox),
        "收件箱（监督，全部机关）": lambda: overseer.get(inbox),
        "检索申请内容“书院街规划许可”（全部机关）": lambda: overseer.get(inbox, found),
        "按登记号找（全部机关）": lambda: overseer.get(inbox, {"tab": "all", "q": f"{options.today.year}0301-"}),
        "看板（本机关）": lambda: handler.get(reverse("desk:foi-board")),
        "看板（监督，全部机关）": lambda: overseer.get(reverse("desk:foi-board")),
        "多人申请的信息（监督，全部机关，留存 10 分钟）": lambda: overseer.get(reverse("desk:foi-topics")),
        "年报表三、表四（本机关）": lambda: handler.get(reverse("desk:foi-report")),
        "年报表三、表四（监督，全部机关合计）": lambda: overseer.get(reverse("desk:foi-report")),
        "年报一格里的申请件（监督，全部机关）": lambda: overseer.get(reverse("desk:foi-report-cases"), {"row": "granted"}),
    }
    rows = []
    for name, ask in asked.items():
        if ask().status_code != 200:
            raise SystemExit(f"{name}：没有打开")
        captured: list[str] = []
        with connection.execute_wrapper(partial(_noted, captured)):
            ask()
        worked = _worked_by_database()
        took = repeated(ask, TIMES)
        working = took.cpu_p50 + (_worked_by_database() - worked) * 1000 / (TIMES + 1)  # one more to warm up
        rows.append((name, took.p50, took.p95, working, len(captured)))
    engine = "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"
    bare = repeated(Case.objects.values_list("pk").order_by("-id")[:20].count, TIMES).wall
    notes = (
        f"{count:,} 件申请由程序生成（种子 {options.seed}），{ORGANS} 个机关，其中在办约 {OPEN:.0%}；生成并写入 {spent:.0f} 秒。",
        "“处理器”是页面和数据库为它的查询各用掉的处理器时间之和，与机器当时忙不忙关系不大：闲着的机器上 p50 与它相近。",
        f"基线：同一数据库取最新 20 件的一次查询，p50 {median(bare) * 1000:.2f} ms。每项是整个页面，查询数含登录会话；菜单里的待办数每人每半分钟另数一次，看板里近 12 个月的时效和趋势留存 10 分钟。",
    )
    return [Table(f"依申请公开台账（{engine}）", ("项目", "p50 ms", "p95 ms", "处理器 ms", "查询数"), tuple(rows), notes)]


def _signed_in(officer: Officer) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(officer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _worked_by_database() -> float:
    """Seconds of processor time that PostgreSQL has spent on our connection so far; 0 for SQLite, which works in this process, and where
    the system does not tell."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _noted(seen: list[str], execute: Callable[..., object], sql: str, *rest: object) -> object:
    seen.append(sql)
    return execute(sql, *rest)


def _house() -> tuple[Officer, Officer]:
    """A handler of one organ, and the supervisor of all."""
    city, _ = Organisation.objects.get_or_create(
        name="基准市人民政府", defaults={"level": Level.CITY, "kind": Kind.GOVERNMENT, "region_code": "990900"}
    )
    if city.children.count() < ORGANS - 1:
        for n in range(ORGANS - 1):
            Organisation.objects.create(
                name=f"基准市第{n + 1}局", level=Level.CITY, kind=Kind.DEPARTMENT, parent=city, region_code="990900"
            )
    made = []
    for username, organ, role in (("handler", city.children.first(), Role.EDITOR), ("overseer", city, Role.SUPERVISOR)):
        officer = Officer.objects.filter(username=username).first()
        if officer is None:
            officer = Officer.objects.create_user(username, "a-long-password", name=username, password_set_at=datetime.now(UTC))
            Post.objects.create(officer=officer, organisation=organ, role=role, since=FIRST_DAY)
        made.append(officer)
    return made[0], made[1]


def _fill(count: int, seed: int, today: date) -> None:
    organs = list(Organisation.objects.filter(name__startswith="基准市").values_list("pk", flat=True))
    cases = _cases(count, random.Random(seed), organs, today)
    if connection.vendor == "postgresql":
        _copy(cases)
    else:
        for batch in batched(cases):
            Case.objects.bulk_create(Case(**values) for values in batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")  # as it is once the database has rested


def batched(cases: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(cases, AT_ONCE)):
        yield batch


def _copy(cases: Iterator[dict[str, Any]]) -> None:
    """The rows as PostgreSQL takes them fastest; what is not told is as a new case has it."""
    columns = [field for field in Case._meta.concrete_fields if not field.primary_key]
    blank = Case()
    otherwise = {field.attname: getattr(blank, field.attname) for field in columns}
    names = ", ".join(connection.ops.quote_name(field.column) for field in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY foi_case ({names}) FROM STDIN") as copy:
        for values in cases:
            row = otherwise | values
            found = (row[field.attname] for field in columns)
            copy.write_row([str(value) if isinstance(value, str) else value for value in found])  # a member of an enumeration by its value


def _cases(count: int, chance: random.Random, organs: list[int], today: date) -> Iterator[dict[str, Any]]:
    span = (today - FIRST_DAY).days
    kinds, outcomes = list(ApplicantKind), [one for one in Outcome if not one.value.startswith("F")]
    for n in range(count):
        organ = organs[min(int(chance.expovariate(0.06)), len(organs) - 1)]
        is_open = chance.random() < OPEN
        received = today - timedelta(days=chance.randint(0, 27)) if is_open else FIRST_DAY + timedelta(days=chance.randint(0, span - 60))
        due = received + timedelta(days=28)
        closed = None if is_open else due - timedelta(days=chance.choice((20, 14, 9, 3, 1, 0, 0, -2)))
        title = f"{chance.choice(PLACES)}{chance.choice(MATTERS)}（{received.year}年第{chance.randint(1, 400)}号）"
        number = case_number(received, "990900", organ, n + 1)
        yield {
            "organ_id": organ,
            "number": number,
            "ticket": ticket(chance.randbytes(8)),
            "channel": chance.choice(list(Channel)),
            "submitted_at": datetime(received.year, received.month, received.day, 2, tzinfo=UTC),
            "received_on": received,
            "applicant_kind": chance.choices(kinds, (80, 8, 1, 2, 5, 4))[0],
            "applicant_name": "",
            "applicant_key": f"{chance.randint(0, count // 3):064x}",
            "id_kind": IdKind.RESIDENT,
            "id_number": "",
            "info_title": title,
            "carrier": Carrier.ELECTRONIC,
            "delivery": Delivery.ONLINE,
            "words": pairs(number, title),
            "stage": chance.choice(RUNNING) if is_open else Stage.ARCHIVED,
            "due_on": due,
            "is_paused": is_open and chance.random() < 0.1,
            "outcome": "" if is_open else chance.choice(outcomes),
            "decided_on": closed,
            "served_on": closed,
            "closed_on": closed,
            "archived_on": closed,
        }
