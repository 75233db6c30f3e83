"""From the signing of a decision that repeals a policy until no answer speaks of the policy as current, and until the index knows: through
the same actions as at the desk, the worker running beside, the questions asked again and again."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks import town
from benchmarks.report import Cell, Table
from benchmarks.stage import Options
from demo import reading

from gongkai.assistant.answering import answer
from gongkai.assistant.rules.answers import Answer, Outcome
from gongkai.journal import worker
from gongkai.people.models import Officer, Organisation
from gongkai.policies.actions import drafts
from gongkai.policies.actions.bulk import carry_through
from gongkai.policies.models import Edition
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.policies.rules.structure import structure
from gongkai.policies.rules.validity import Status
from gongkai.search import queries as index
from gongkai.search.rules.index import Facet
from gongkai.search.searching import SearchRequest
from gongkai.shared.clock import now, today

PROMISED = 10.0  # seconds
PATIENCE = 60.0
EVERY = 0.05
# a question and the paper that answers it; the offices are the demo city's
ASKED = (
    ("食品小作坊登记证有效期多长时间", "澜市监规〔2023〕2号", "lan-shichang"),
    ("网约车许可多少个工作日作出决定", "澜交规〔2024〕1号", "lan-jiaotong"),
    ("家庭医生签约服务费每人每年多少钱", "澜卫规〔2024〕2号", "lan-weijian"),
)


def measure(options: Options) -> list[Table]:
    town.make(options.today)
    rows = [row for asked in ASKED if (row := _measured(*asked))]
    columns = ("被废止的文件", "签发到不再当作现行回答 秒", "签发到索引跟上 秒", f"{PROMISED:.0f} 秒内")
    notes = ("由审核、签发的同一套动作公布一份废止决定；后台在旁运行；每隔 50 毫秒问一次。能不能当作现行，每次回答都问数据库，不等索引。",)
    return [Table("文件废止以后多久，回答里不再当作现行", columns, tuple(rows), notes)]


def _measured(question: str, doc_no: str, office: str) -> tuple[Cell, ...] | None:
    """None where the paper is repealed already, on a folder of an earlier run."""
    on = today()
    if not _speaks_of(answer(question, on=on).answer, doc_no):
        return None
    edition = Edition.objects.select_related("policy").get(doc_no=doc_no)
    with _worker():
        _repeal(edition, office)
        began = time.monotonic()
        silent = _until(lambda: not _speaks_of(answer(question, on=on).answer, doc_no), began)
        known = _until(lambda: not _in_force_by_index(doc_no), began)
    return doc_no, silent, known, "是" if max(silent, known) <= PROMISED else "否"


def _speaks_of(given: Answer, doc_no: str) -> bool:
    """Whether the paper is answered from as current."""
    return given.outcome is Outcome.ANSWER and any(one.doc_no == doc_no and one.in_force for one in given.citations)


def _in_force_by_index(doc_no: str) -> bool:
    found = index.search(SearchRequest(on=today(), text=doc_no, filters={Facet.STANDING: (Status.VALID.value,)}, facets=()))
    return any(hit.doc_no == doc_no for hit in found.hits)


def _until(holds: Callable[[], bool], began: float) -> float:
    while not holds():
        if time.monotonic() - began > PATIENCE:
            return PATIENCE
        time.sleep(EVERY)
    return time.monotonic() - began


def _repeal(edition: Edition, office: str) -> None:
    """A decision of the same office that repeals the paper, written, reviewed and signed by three people."""
    title = f"关于废止〔{edition.doc_no}〕的决定"
    cast = reading.cast_of(office)
    editor, reviewer, signer = (Officer.objects.get(username=name) for name in (cast.editor, cast.reviewer, cast.signer))
    day = today().isoformat()
    house: Organisation = edition.policy.office
    facts = {
        "title": title,
        "issuers": [house.name],
        "formed_on": day,
        "published_on": day,
        "effective_on": day,
        "genre": "决定",
        "topic_l1": "综合政务",
        "doc_no": "",
        "disclosure": "proactive",
    }
    text = structure(clean([PlainLine(title), PlainLine(f"经研究，决定废止{edition.doc_no}。本决定自公布之日起施行。")]).lines)
    relations = [{"kind": RelationKind.REPEALS.value, "target": edition.policy.code, "on": day, "until": None, "articles": ""}]
    made = drafts.start(Category.POLICY, facts, text.blocks, office=house, by=editor, at=now(), relations=relations)
    carry_through(made.draft, writer=editor, reviewer=reviewer, signer=signer, at=now())


@contextmanager
def _worker() -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)
