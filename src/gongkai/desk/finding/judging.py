"""检索效果: people judge what a query finds, and what a change of synonyms, pins or index makes of it is measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime

from gongkai.desk.door import StaffRequest, ask, deed, done, page_of, show, staff, text_filter
from gongkai.desk.journal.words import in_words
from gongkai.desk.plain_forms import NothingForm
from gongkai.documents.rules.paper import Block
from gongkai.people.models import Officer
from gongkai.policies import queries as policies
from gongkai.policies.models import Edition
from gongkai.search import relevance
from gongkai.search.actions import judging as actions
from gongkai.search.models import JudgedQuery
from gongkai.search.queries import about_search
from gongkai.search.rules.index import Hit
from gongkai.search.rules.measures import GRADES, Place, Quality
from gongkai.search.rules.permits import Permit
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

TRAIL = ("检索效果", "desk:relevance")
SHOWN_EVALUATIONS = 10
CLAUSE_SHOWN = 160  # characters


class QueryForm(forms.Form):
    text = forms.CharField(
        label="检索词", max_length=actions.LONGEST, help_text="公众会怎样搜，就怎样写；可以从检索统计里挑问得多的、搜不到的。"
    )


@dataclass(frozen=True)
class Line:
    """A query as listed: what the last evaluation made of it and the one before."""

    query: JudgedQuery
    now: Quality | None
    before: Quality | None

    @property
    def change(self) -> float | None:
        return self.now.ndcg - self.before.ndcg if self.now and self.before else None


@dataclass(frozen=True)
class Answer:
    """A place to be judged: a paper, at the clause that was found."""

    place: Place
    edition: Edition
    clause: str
    grade: int | None
    standing: str  # why it is on the page though it was not found just there
    judged: str = ""  # by whom and when

    @property
    def name(self) -> str:
        return f"grade:{self.place[0]}:{self.place[1]}"

    @property
    def address(self) -> str:
        anchor = f"#{self.place[1]}" if self.place[1] else ""
        return reverse("portal:policy", args=[self.edition.policy.code]) + anchor


@staff(Permit.JUDGE)
def listing(request: StaffRequest) -> HttpResponse:
    """Every judged query with what was last measured on it, the worst first."""
    ask(request, Permit.JUDGE, about_search())
    q, last = text_filter(request), relevance.last_comparison()
    measured = last.lines if last else {}
    lines = [Line(query, *measured.get(query.pk, (None, None))) for query in relevance.judged_queries(q)]
    lines.sort(key=lambda line: (line.now is None, line.now.ndcg if line.now else 0.0, -line.query.pk))
    return show(
        request,
        "desk/finding/relevance.html",
        trail=[(TRAIL[0], "")],
        page=page_of(request, lines, 50),
        last=last,
        measures=_measures(last) if last else [],
        evaluations=[(one, in_words(one.because)) for one in relevance.evaluations()[:SHOWN_EVALUATIONS]],
        q=q,
        search="检索词",
        filtered=bool(q),
    )


@staff(Permit.JUDGE, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    """`?text=` comes from the counts of what was searched."""
    ask(request, Permit.JUDGE, about_search())
    form = QueryForm(request.POST or None, initial={"text": text_filter(request, "text")[: actions.LONGEST]})
    if done(form, _add, by=request.officer, at=now()):
        return redirect("desk:judged", form.result.pk)  # type: ignore[attr-defined]
    context = {"form": form, "title": "增加评测检索词", "button": "增加，去评判", "back": reverse(TRAIL[1])}
    return show(request, "desk/deed.html", trail=[(TRAIL[0], reverse(TRAIL[1])), ("增加评测检索词", "")], **context)


def _add(*, text: str, by: Officer, at: datetime) -> JudgedQuery:
    return actions.add_query(text, by=by, at=at)


@staff(Permit.JUDGE, acts=True)
def judge(request: StaffRequest, pk: int) -> HttpResponse:
    """The first ten of today, and what was judged before and is not among them; a grade for each."""
    ask(request, Permit.JUDGE, about_search())
    query = _found(pk)
    answers = _answers(query)
    if request.method == "POST":
        changed = actions.judge(query, _given(request.POST, answers), by=request.officer, at=now())
        messages.success(request, f"已保存，改了{changed}处。" if changed else "没有改动。")
        return redirect("desk:judged", pk)
    return show(
        request,
        "desk/finding/judge.html",
        trail=[(TRAIL[0], reverse(TRAIL[1])), (query.text, "")],
        query=query,
        answers=answers,
        grades=sorted(GRADES.items(), reverse=True),
    )


@staff(Permit.JUDGE, acts=True)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    ask(request, Permit.JUDGE, about_search())
    query = _found(pk)
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.remove_query,
        query,
        title=f"删除评测检索词“{query.text}”",
        says="它的评判一起删除；以前各次评测的结果不变。",
        button="删除",
        danger=True,
        back=reverse(TRAIL[1]),
        said="已删除。",
        trail=[(TRAIL[0], reverse(TRAIL[1]))],
    )


@staff(Permit.JUDGE, acts=True)
def evaluation(request: StaffRequest) -> HttpResponse:
    """In the background: the page tells once it is done."""
    ask(request, Permit.JUDGE, about_search())
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.ask_evaluation,
        title="重新评测",
        says="把评判过的检索词按现在的索引、同义词和置顶再搜一遍，算出各项指标，和上一次比较。在后台进行，一般几秒钟。增删同义词、置顶以后会自动评测。",
        button="评测",
        back=reverse(TRAIL[1]),
        said="已安排，过几秒刷新页面看结果。",
        trail=[(TRAIL[0], reverse(TRAIL[1]))],
    )


def _found(pk: int) -> JudgedQuery:
    query = JudgedQuery.objects.filter(pk=pk).first()
    if query is None:
        raise Http404
    return query


def _answers(query: JudgedQuery) -> list[Answer]:
    """The papers found today, each at the place that was judged in it or else at the clause found; then what else was judged. A fixed
    number of queries: the judgements, the editions, their texts."""
    judged = {(row.edition_id, row.anchor): row for row in relevance.judgements_of(query)}
    try:
        hits = relevance.shown_for(query.text, on=today())
    except Refused:  # no index just now, or a query no longer understood: what was judged can still be looked at
        hits = ()
    shown = {hit.edition_id: _place(hit, judged) for hit in hits}
    places = list(dict.fromkeys([*shown.values(), *judged]))
    ids = [edition for edition, _ in places]
    editions = Edition.objects.select_related("policy").in_bulk(ids)
    bodies = policies.bodies(ids, on=today())
    answers = []
    for place in places:
        row, edition = judged.get(place), editions[place[0]]
        answers.append(
            Answer(
                place=place,
                edition=edition,
                clause=_clause(bodies.get(place[0], ()), place[1]),
                grade=row.grade if row else None,
                standing="" if shown.get(place[0]) == place else "评过的另一处" if place[0] in shown else "评过，现在不在前十条",
                judged=f"{row.by.name} {localtime(row.at):%Y-%m-%d}" if row else "",
            )
        )
    return answers


def _place(hit: Hit, judged: Mapping[Place, object]) -> Place:
    """The clause that was found; the paper as a whole when that is what was judged."""
    as_whole = (hit.edition_id, "")
    return as_whole if as_whole in judged and (hit.edition_id, hit.anchor) not in judged else (hit.edition_id, hit.anchor)


def _clause(body: tuple[Block, ...], anchor: str) -> str:
    text = next((block.text for block in body if anchor and block.anchor == anchor), "")
    return text if len(text) <= CLAUSE_SHOWN else text[:CLAUSE_SHOWN] + "……"


def _given(sent: Mapping[str, str], answers: list[Answer]) -> dict[Place, int | None]:
    """The grades chosen, for the places on the page; what is no grade is refused by the action."""
    given: dict[Place, int | None] = {}
    for answer in answers:
        raw = sent.get(answer.name)
        if raw is not None:
            given[answer.place] = None if raw == "" else int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 3 else -1
    return given


def _measures(last: relevance.Comparison) -> list[tuple[str, str, float, float | None]]:
    """(name, what it means, now, change since the evaluation before)."""
    meanings = {
        "ndcg": ("nDCG@10", "好的排得越靠前越高，满分 1"),
        "mrr": ("MRR", "第一个有用的结果排第几：第一为 1，第二为 0.5"),
        "recall": ("召回率", "有用的文件有多少出现在前十条"),
    }
    return [
        (name, says, getattr(last.now, field), getattr(last.now, field) - getattr(last.before, field) if last.before else None)
        for field, (name, says) in meanings.items()
    ]
