"""评判与评测: what people say of results, and what is measured on it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.policies.models import Edition
from gongkai.search import kept
from gongkai.search.models import Evaluation, JudgedQuery, Judgement
from gongkai.search.queries import about_search
from gongkai.search.relevance import judged_of, shown_for
from gongkai.search.rules.masking import MASK, masked
from gongkai.search.rules.measures import GRADES, Place, Quality, mean, quality
from gongkai.search.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

MOST_QUERIES = 500  # an evaluation stays a matter of seconds
LONGEST = 100
ASKED = "search.evaluation.asked"


@transaction.atomic
def add_query(text: str, *, by: Officer, at: datetime) -> JudgedQuery:
    """A query to be judged; the one there is when it was added before. Refused when it holds what could point to a person."""
    require(by.actor(), Permit.JUDGE, about_search(), WHO_MAY)
    text = " ".join(text.split())
    if not 2 <= len(text) <= LONGEST:
        raise Refused(f"检索词应为2至{LONGEST}个字。", field="text")
    if MASK in masked(text):
        raise Refused("检索词里好像有个人信息（号码、姓名、住址），请去掉后再加。", field="text")
    if JudgedQuery.objects.count() >= MOST_QUERIES:
        raise Refused(f"评测检索词最多{MOST_QUERIES}个，请先删去不再需要的。", field="text")
    query, created = JudgedQuery.objects.get_or_create(text=text, defaults={"by": by, "at": at})
    if created:
        journal.write("search.query.added", about=query, by=by, at=at, data={"query": text})
    return query


@transaction.atomic
def remove_query(query: JudgedQuery, *, by: Officer, at: datetime) -> None:
    """The query and what was judged of it; evaluations made before stay as they are."""
    require(by.actor(), Permit.JUDGE, about_search(), WHO_MAY)
    journal.write("search.query.removed", about=query, by=by, at=at, data={"query": query.text, "judged": query.judgements.count()})
    query.delete()


@transaction.atomic
def judge(query: JudgedQuery, grades: Mapping[Place, int | None], *, by: Officer, at: datetime) -> int:
    """Note the grades, by edition and anchor; None takes a judgement back. Returns how many are new or changed; the rest keeps its judge.
    Refused for a grade or an edition there is not."""
    require(by.actor(), Permit.JUDGE, about_search(), WHO_MAY)
    if any(grade is not None and grade not in GRADES for grade in grades.values()):
        raise Refused("等级只能是0至3。")
    editions = {edition for edition, _ in grades}
    if Edition.objects.filter(pk__in=editions, first_text_at__isnull=False).count() != len(editions):
        raise Refused("有的文件已经找不到，请刷新页面后再评。")
    before = {(row.edition_id, row.anchor): row for row in query.judgements.select_for_update()}
    changed = 0
    for (edition, anchor), grade in grades.items():
        row = before.get((edition, anchor))
        if (row.grade if row else None) == grade:
            continue
        changed += 1
        if grade is None:
            query.judgements.filter(edition=edition, anchor=anchor).delete()
            continue
        Judgement.objects.update_or_create(query=query, edition_id=edition, anchor=anchor, defaults={"grade": grade, "by": by, "at": at})
    if changed:
        told = {f"{edition}#{anchor}": grade for (edition, anchor), grade in grades.items()}
        journal.write("search.query.judged", about=query, by=by, at=at, data={"grades": told})
    return changed


def ask_evaluation(*, by: Officer, at: datetime) -> None:
    """Have the judged queries measured in the background. Refused while nothing is judged."""
    require(by.actor(), Permit.JUDGE, about_search(), WHO_MAY)
    if not Judgement.objects.exists():
        raise Refused("还没有评判过的结果，请先评判几个检索词。")
    journal.write(ASKED, about="search.evaluation:next", by=by, at=at)


def evaluate(*, at: datetime, because: str, on: date) -> Evaluation | None:
    """Ask the present index every judged query, as a citizen would, and keep what came of it; None while nothing is judged. Raises NoIndex."""
    kept.forget()
    judged = judged_of(JudgedQuery.objects.all())
    lines: list[dict[str, float | int]] = []
    measured: list[Quality] = []
    for query in JudgedQuery.objects.filter(pk__in=judged):
        shown = [(hit.edition_id, hit.anchor) for hit in shown_for(query.text, on=on)]
        if (one := quality(shown, judged[query.pk])) is not None:
            measured.append(one)
            lines.append({"query": query.pk, "ndcg": one.ndcg, "mrr": one.mrr, "recall": one.recall})
    if not measured:
        return None
    average = mean(measured)
    return Evaluation.objects.create(
        at=at, because=because, queries=len(measured), ndcg=average.ndcg, mrr=average.mrr, recall=average.recall, lines=lines
    )
