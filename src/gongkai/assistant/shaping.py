"""What was decided, in the shape every door shows: sentences with citations, cards, a note, and what the asker can do next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gongkai.assistant import knowledge
from gongkai.assistant.choosing import Asked, Candidate, place_of
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules import our_doors
from gongkai.assistant.rules.answers import Answer, Kind, Option, Outcome, Passage, Scope, Step
from gongkai.assistant.rules.fitting import fits, needs_value
from gongkai.assistant.rules.outcome import Calibration, is_ours
from gongkai.assistant.rules.routing import Not, Read
from gongkai.assistant.rules.words import SAID
from gongkai.assistant.structured import Draft, name_of
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import said
from gongkai.search.rules.tokens import fold
from gongkai.shared.clock import day_of

CARDS, MOST_OPTIONS = 3, 6
MOST_UNSTATED = 0.5  # the confidence in what is shown and not stated: never so high as of an answer
NEAR = 0.6  # of the score of the clause no longer in force: so near must one of the paper in its place be to be named
ELSEWHERE, NOTHING_NAMED, OUTSIDE = (
    "的事，本站没有",
    "没有看出您问的是哪件事",
    "不在本站公开的政策文件范围内",
)  # by these a right refusal is known
ELSEWHERE_BEFORE = "本站只公开"  # so it was worded in records of before
GREETING = "可以这样问：公租房的申请条件是什么？这份文件还有效吗？"


def not_answered(read: Read, why: Not, scope: Scope) -> Answer:
    """What is said to a question that is not answered at all."""
    if why is Not.CHAT:
        return Answer(Outcome.REFUSED, Kind.CHAT, note=f"您好，{why.label}{GREETING}", scope=scope)
    steps: dict[Not, tuple[Step, ...]] = {
        Not.PERSONAL: (our_doors.HOTLINE,),
        Not.VERDICT: (Step("向主管部门咨询", "enquire"), our_doors.HOTLINE),
        Not.UNPUBLISHED: (Step("申请公开政府信息", "apply", read.text), our_doors.HOTLINE),
    }
    return Answer(Outcome.REFUSED, read.kind, note=why.label, steps=steps.get(why, ()), scope=scope)


def of_a_case(read: Read, paper: Paper | None, scope: Scope) -> Answer:
    """Where to ask how far somebody's case is: of the office that answers for it, where the paper it is about names one, and the hotline."""
    note = f"{Not.PERSONAL.label}个人的申请办到哪一步，只有办理单位知道。"
    phone = paper.edition.consult_phone if paper else ""
    if paper is not None and phone:
        office = paper.edition.consult_dept or (paper.issuers[0] if paper.issuers else "办理单位")
        note += f"可以向{office}询问，电话{phone}；也可以拨打{our_doors.HOTLINE.target}。"
    else:
        note += f"请问受理申请的单位，或者拨打{our_doors.HOTLINE.target}。"
    call = (Step(f"拨打 {phone}", "phone", phone),) if phone else ()
    ask = Step("网上咨询", "enquire", paper.policy.code if paper else "")
    return Answer(Outcome.REFUSED, read.kind, note=note, steps=(*call, ask, our_doors.HOTLINE), scope=scope)


def at_our_door(door: our_doors.Door, text: str, scope: Scope) -> Answer:
    """Where on this site it is done; nothing is stated, and nothing is missing."""
    return Answer(Outcome.REFUSED, Kind.CHAT, note=door.label, steps=our_doors.steps(door, text), scope=scope)


def from_entry(read: Read, entry: knowledge.Match) -> Answer:
    """A reviewed entry of the knowledge base, word for word."""
    first = entry.citations[0] if entry.citations else None
    asked_of = (Step("就此文件网上咨询", "enquire", first.code),) if first else ()
    return Answer(
        outcome=Outcome.ANSWER,
        kind=read.kind,
        sentences=entry.sentences,
        citations=entry.citations,
        steps=(*asked_of, our_doors.HOTLINE),
        note=f"本条由{entry.office}审核，{said(day_of(entry.published_at))}发布。",
        scope=Scope((first.code,), "", (first.title,)) if first else Scope(),
        confidence=round(entry.score, 3),
        entry_id=entry.entry_id,
    )


def stated(asked: Asked, paper: Paper, draft: Draft, confidence: float, candidates: Sequence[Candidate]) -> Answer:
    """The answer, and beside it the predecessor that would have said it too, struck through so that nobody relies on it."""
    expired = _expired(candidates, paper)
    notes = [draft.note]
    if paper.category in (Category.NEWS, Category.OTHER):
        notes.append("出自资讯报道，不是政策文件，不能作为办事依据。")
    rules = asked.read.about is None and asked.read.kind not in (Kind.STANDING, Kind.PHONE, Kind.COMPARE)
    if rules and (place := place_of(paper)) and not asked.read.places and place[:-1] not in asked.read.text and not asked.read.doc_nos:
        notes.append(f"这是{place}的规定，只适用于当地。")
    return Answer(
        outcome=Outcome.ANSWER,
        kind=asked.read.kind,
        sentences=draft.sentences,
        citations=draft.citations,
        cards=(*(paper.passage(one) for one in draft.provisions[:CARDS]), *expired),
        steps=tuple(dict.fromkeys((*draft.steps, *_steps(asked, paper)))),
        note=" ".join(note for note in notes if note),
        scope=Scope((paper.policy.code,), "", (paper.edition.title,)),
        confidence=round(confidence, 3),
    )


def beside(answer: Answer, labels: Sequence[str]) -> Answer:
    """The answer, with the other articles named that may tell of a case as well."""
    return replace(answer, note=f"{answer.note} 同一文件的{'、'.join(labels)}也可能有关，请一并看原文。".strip()) if labels else answer


def with_note(answer: Answer, note: str) -> Answer:
    """Evidence with this said before all else; any other answer as it is."""
    return replace(answer, note=f"{note}{answer.note}") if answer.outcome is Outcome.EVIDENCE else answer


def as_understood(answer: Answer, said: str) -> Answer:
    """What is stated or shown to a short question, with how it was understood."""
    told = answer.outcome in (Outcome.ANSWER, Outcome.EVIDENCE)
    return replace(answer, note=f"{said}{answer.note}") if told else answer


def only_shown(answer: Answer) -> Answer:
    """An answer as clauses alone, nothing of it stated."""
    if answer.outcome is not Outcome.ANSWER:
        return answer
    return replace(
        answer, outcome=Outcome.EVIDENCE, sentences=(), citations=(), entry_id=None, confidence=min(answer.confidence, MOST_UNSTATED)
    )


def evidence(asked: Asked, candidates: Sequence[Candidate], confidence: float) -> Answer:
    """The topic is ours, but nothing may be stated: clauses, no claim, and which of them are not in force."""
    first = candidates[0].paper
    return Answer(
        outcome=Outcome.EVIDENCE,
        kind=asked.read.kind,
        cards=_cards(_with_the_value(asked, sorted(candidates, key=lambda one: one.found.hollow))),
        steps=_hand_over(asked, first),
        note=f"下面是与您的问题最相关的内容，请看原文；系统没有把握直接下结论。{_not_in_force(candidates[:CARDS])}",
        scope=Scope((first.policy.code,), "", (first.edition.title,)),
        confidence=round(min(confidence, MOST_UNSTATED), 3),
    )


def _with_the_value(asked: Asked, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; where none of those shown holds the kind of value asked for, the next clause of the first paper that does behind the
    first: who asks when finds the hours, though the sentence does not say his words."""
    shown = list(candidates)
    kind, text = asked.read.kind, asked.read.text
    if not needs_value(kind, text) or any(_holds_it(one, kind, text) for one in shown[:CARDS] if one.paper is shown[0].paper):
        return shown
    more = next((one for one in shown[CARDS:] if one.paper is shown[0].paper and _holds_it(one, kind, text)), None)
    return shown if more is None else [shown[0], more, *(one for one in shown[1:] if one is not more)]


def _holds_it(one: Candidate, kind: Kind, question: str) -> bool:
    heading = one.found.provision.headings[-1] if one.found.provision.headings else ""
    return any(fits(said.text, kind, question, heading) for said in one.found.provision.statements)


def not_current(asked: Asked, candidates: Sequence[Candidate], cuts: Calibration) -> Answer:
    """The rule stands only in a paper that is not in force, or no more, or not yet: shown as such, never stated."""
    return of_another_time(asked, candidates) if is_ours(candidates[0].found, cuts) else refused(asked)


def of_another_time(asked: Asked, candidates: Sequence[Candidate]) -> Answer:
    """What a paper says that is not in force, or no more, or not yet, with why and what is to be relied on instead."""
    first = candidates[0]
    paper, instead = first.paper, first.paper.successor
    gone = paper.is_gone(first.found.provision)
    why = f"有关条款已被废止（{paper.worth.standing.because}）" if gone else f"{paper.standing}：{paper.because}"
    look = (Step(f"看《{instead.title}》", "policy", instead.code),) if instead else ()
    return Answer(
        outcome=Outcome.EVIDENCE,
        kind=asked.read.kind,
        cards=_cards(candidates),
        steps=(*look, *_hand_over(asked, paper)),
        note=f"{name_of(paper)}{why}，不能作为现行依据。"
        + (f"请看《{instead.title}》{_article_in(candidates, instead.pk)}。" if instead else ""),
        scope=Scope((paper.policy.code,), "", (paper.edition.title,)),
        confidence=round(min(first.found.said, MOST_UNSTATED), 3),
    )


def clause_not_current(asked: Asked, paper: Paper, clause: Passage) -> Answer:
    """The article asked for, of a paper that is not in force, or not yet: shown as it stands, never stated."""
    instead = paper.successor
    look = (Step(f"看《{instead.title}》", "policy", instead.code),) if instead else ()
    because = paper.because or paper.worth.standing.because
    why = f"{paper.standing}：{because}" if because else paper.standing
    return Answer(
        outcome=Outcome.EVIDENCE,
        kind=asked.read.kind,
        cards=(clause,),
        steps=(*look, *_hand_over(asked, paper)),
        note=f"{name_of(paper)}{why}，{'这一条' if paper.usable else ''}不能作为现行依据。{clause.label.rstrip('、')}的原文见下。"
        + (f"请看《{instead.title}》。" if instead else ""),
        scope=Scope((paper.policy.code,), "", (paper.edition.title,)),
        confidence=MOST_UNSTATED,
    )


def no_such_article(asked: Asked, paper: Paper) -> Answer:
    """The paper was looked through: it has no article of this number."""
    look = Step("看这份文件", "policy", paper.policy.code)
    return Answer(
        outcome=Outcome.REFUSED,
        kind=asked.read.kind,
        steps=(look, Step("就此文件网上咨询", "enquire", paper.policy.code)),
        note=f"{name_of(paper)}里没有所问的这一条，请核对条号。",
    )


def which_of(asked: Asked, papers: Sequence[Paper]) -> Answer:
    """The question back: which of these papers, newest first."""
    newest = sorted(papers, key=lambda paper: (paper.edition.formed_on or date.min, paper.policy.pk), reverse=True)[:MOST_OPTIONS]
    options = tuple(Option(name_of(paper).strip("《").replace("》", "", 1), paper.policy.code) for paper in newest)
    return Answer(Outcome.CLARIFY, asked.read.kind, options=options, note=f"有 {len(papers)} 份文件都说到这件事，您问的是哪一份？")


def refused(asked: Asked) -> Answer:
    """Nothing here answers it: said so, and handed over to people."""
    missing = "".join(f"《{name}》" for name in asked.read.names) or "、".join(asked.read.doc_nos)
    note = (
        f"本站公开的文件里没有找到{missing}。"
        if missing
        else "在本站公开的文件里没有查到能回答这个问题的内容，不能凭空回答；换个说法也许能查到。"
    )
    return Answer(Outcome.REFUSED, asked.read.kind, steps=_hand_over(asked, None), note=note)


def outside(asked: Asked) -> Answer:
    """Nothing of what is asked is spoken of by any paper: asking otherwise or applying for a paper would not help."""
    note = f"您问的事{OUTSIDE}，这里不能回答。{GREETING}"
    return Answer(Outcome.REFUSED, asked.read.kind, note=note)


def elsewhere(read: Read, places: Sequence[str]) -> Answer:
    """The question is about another region: what is public here does not say how it is there."""
    there = "、".join(places)
    note = (
        f"您问的是{there}{ELSEWHERE}{there}这方面的文件，不能回答。请到当地政府网站查询，或者拨打当地的 {our_doors.HOTLINE.target} 热线。"
    )
    return Answer(Outcome.REFUSED, read.kind, note=note)


def of_what(asked: Asked) -> Answer:
    """The question names nothing and nothing was asked before: it is given back."""
    note = f"{NOTHING_NAMED}。请写上事情或者文件的名称，例如：申请公租房要什么条件？"
    return Answer(Outcome.REFUSED, asked.read.kind, steps=_hand_over(asked, None), note=note)


def _article_in(candidates: Sequence[Candidate], policy: int) -> str:
    """Where in the paper that took the place of the other the same is spoken of: its best clause in force, if that is near."""
    best = next((one for one in candidates if one.paper.policy.pk == policy and one.stands and one.found.provision.label), None)
    near = best is not None and best.score >= NEAR * candidates[0].score
    return f"（{best.found.provision.label}可能有关）" if best and near else ""


def not_from_its_page(asked: Asked, paper: Paper) -> str:
    """Said where what is asked on the page of a paper is answered from another: that it says nothing of it only where none of the words
    stands in it."""
    whole = fold("".join((paper.named, *(block.text + "".join(map("".join, block.rows)) for block in paper.blocks))))
    spoken_of = not asked.telling or any(term.said_in(whole) >= SAID for term in asked.telling)
    title = paper.edition.title
    return f"《{title}》里没有找到能直接回答的原句，以下出自其他文件。" if spoken_of else f"《{title}》没有提到所问的事，以下出自其他文件。"


def _not_in_force(candidates: Sequence[Candidate]) -> str:
    """Of the papers shown those that cannot be relied on today, each once, with why."""
    papers = {one.paper.policy.pk: one.paper for one in candidates if not one.paper.usable}
    said_of = [
        f"{name_of(one)}{one.standing}（{one.because}）" if one.because else f"{name_of(one)}{one.standing}" for one in papers.values()
    ]
    return f"其中{'、'.join(said_of)}，不能作为现行依据。" if said_of else ""


def _expired(candidates: Sequence[Candidate], paper: Paper) -> list[Passage]:
    return [
        one.paper.passage(one.found.provision, score=round(one.score, 4))
        for one in candidates
        if not one.paper.usable and one.paper.successor and one.paper.successor.pk == paper.policy.pk and not one.found.missing
    ][:1]


def _cards(candidates: Sequence[Candidate]) -> tuple[Passage, ...]:
    return tuple(one.paper.passage(one.found.provision, score=round(one.score, 4)) for one in candidates[:CARDS])


def _hand_over(asked: Asked, paper: Paper | None) -> tuple[Step, ...]:
    phone = paper.edition.consult_phone if paper else ""
    return (
        *((Step(f"拨打咨询电话 {phone}", "phone", phone),) if phone else ()),
        Step("网上咨询", "enquire", paper.policy.code if paper else ""),
        Step("申请公开政府信息", "apply", asked.read.text),
        our_doors.HOTLINE,
    )


def _steps(asked: Asked, paper: Paper) -> tuple[Step, ...]:
    phone = paper.edition.consult_phone
    call = (Step(f"拨打 {phone}", "phone", phone),) if phone and asked.read.kind is not Kind.STANDING else ()
    return (*call, Step("就此文件网上咨询", "enquire", paper.policy.code))
