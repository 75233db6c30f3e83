"""From a question to its answer: read it, find what may bear on it, take the words from the source, and decide whether that is an answer.

Nothing here is written down: `actions.asking.ask` does that. The order of things is the order of this file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from gongkai.assistant import knowledge, retrieval, structured
from gongkai.assistant.retrieval import Found, Paper
from gongkai.assistant.rules import routing, words
from gongkai.assistant.rules.answers import Answer, Kind, Option, Outcome, Passage, Scope, Step
from gongkai.assistant.rules.extracting import FITS, HEADING, TITLE, Extract, extract, fits, needs_value, unmet_figures
from gongkai.assistant.rules.outcome import Calibration, competing, decide
from gongkai.assistant.rules.provisions import Provision
from gongkai.assistant.rules.routing import LONGEST, Not, Read
from gongkai.assistant.rules.words import Term, coverage
from gongkai.assistant.structured import Draft
from gongkai.people.rules.permits import Actor
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import said
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.kept import kept
from gongkai.search.rules.masking import masked
from gongkai.search.rules.tokens import fold

CARDS = 3
LOOKED_INTO = 6  # provisions of a paper whose sentences are weighed
MOST_OPTIONS = 6
SAME_FAMILY = 72.0  # percent: titles so alike without year and place are papers of one family
PREFERRED = 0.15  # of the score, by which a policy goes before what is said about it
LONGEST_TOPIC = 40  # characters carried over
HOTLINE = "12345"

_WORTH_OF = {Category.POLICY: 1.0, Category.INTERPRETATION: 0.96, Category.NEWS: 0.88, Category.OTHER: 0.85}
_NOT_CURRENT, _OTHER_YEAR, _OTHER_PLACE, _BY_HIT = 0.85, 0.7, 0.7, 0.05


@dataclass(frozen=True)
class Answered:
    """`retrieved`: (edition, anchor, score, cosine), best first, for the record."""

    answer: Answer
    read: Read
    retrieved: tuple[tuple[int, str, float, float | None], ...] = ()
    calibration: str = ""


@dataclass(frozen=True)
class Asked:
    """A question ready to be looked up: its reading, its words with their weights, and all of it as one text. `bare`: it only asks and
    names nothing itself (“谁负责？”); its words are then those of the question before."""

    read: Read
    terms: tuple[Term, ...]
    words: str
    bare: bool


@dataclass(frozen=True)
class Candidate:
    paper: Paper
    found: Extract
    score: float


@dataclass(frozen=True)
class Result:
    """An answer with what it was chosen by."""

    answer: Answer
    score: float = 0.0
    best: tuple[Candidate, ...] = ()


def answer(
    text: str, *, on: date, actor: Actor | None = None, scope: Scope | None = None, page: str = "", cuts: Calibration | None = None
) -> Answered:
    """The answer to a question as of today. `scope`: what the conversation is about; `page`: the code of the policy whose page it is asked
    on. Refused for an empty or overlong question."""
    cuts, scope = cuts or Calibration(), scope or Scope()
    read = routing.read(text)
    if read.not_answered is not None:
        return Answered(not_answered(read, read.not_answered, scope), read, calibration=cuts.version)
    read = replace(read, text=masked(read.text, longest=LONGEST))
    codes = (page,) if page else scope.codes
    if (entry := knowledge.best(read.text, on=on, codes=codes) or (knowledge.best(read.text, on=on) if codes else None)) is not None:
        return Answered(_from_entry(read, entry), read, calibration=cuts.version)
    asked = _asked(read, scope, on)
    result, found = _best_of(asked, codes, on=on, actor=actor, cuts=cuts, held=bool(page) or read.follows)
    shown = replace(result.answer, scope=_carried(result, asked, scope))
    kept = [(one.paper.edition.pk, one.found.provision.anchor, round(one.score, 4), found.dense) for one in result.best[:10]]
    return Answered(shown, read, tuple(kept), cuts.version)


def not_answered(read: Read, why: Not, scope: Scope) -> Answer:
    """What is said to a question that is not answered at all."""
    if why is Not.CHAT:
        return Answer(
            Outcome.REFUSED, Kind.CHAT, note=f"您好，{why.label}可以这样问：公租房的申请条件是什么？这份文件还有效吗？", scope=scope
        )
    steps = {
        Not.SECRET: (),
        Not.HOSTILE: (),
        Not.PERSONAL: (_hotline(),),
        Not.VERDICT: (Step("向主管部门咨询", "enquire"), _hotline()),
        Not.UNPUBLISHED: (Step("申请公开政府信息", "apply", read.text), _hotline()),
    }
    return Answer(Outcome.REFUSED, read.kind, note=why.label, steps=steps[why], scope=scope)


def _from_entry(read: Read, entry: knowledge.Match) -> Answer:
    """A reviewed entry of the knowledge base, word for word."""
    first = entry.citations[0] if entry.citations else None
    asked_of = (Step("对此文件提问", "enquire", first.code),) if first else ()
    return Answer(
        outcome=Outcome.ANSWER,
        kind=read.kind,
        sentences=entry.sentences,
        citations=entry.citations,
        steps=(*asked_of, _hotline()),
        note=f"本条由{entry.office}审核，{said(entry.published_at.date())}发布。",
        scope=Scope((first.code,), "", (first.title,)) if first else Scope(),
        confidence=round(entry.score, 3),
        entry_id=entry.entry_id,
    )


# —— what is asked, and of which papers ——


def _asked(read: Read, scope: Scope, on: date) -> Asked:
    terms = _terms(read.subject, on)
    bare = not any(term.telling for term in terms)
    if not (bare and scope.topic):
        return Asked(read, terms, read.subject, bare)
    subject = f"{scope.topic} {read.subject}"
    return Asked(read, _terms(subject, on), subject, bare)


def _sought(asked: Asked) -> str:
    """What the index is asked: the question, and the words papers use for its everyday words."""
    others = (other for term in asked.terms if term.telling for other in term.others[:2] if other not in asked.words)
    return f"{asked.words} {' '.join(others)}"


def _terms(text: str, on: date) -> tuple[Term, ...]:
    return words.terms_of(re.sub(r"[《》〈〉]", " ", text), _rarity, kept().synonyms(on))


def _rarity(wanted: object) -> dict[str, float]:
    listed = list(wanted)  # type: ignore[call-overload]
    try:
        return dict(index.rarity(listed))
    except NoIndex:
        return dict.fromkeys(listed, 4.0)


def _best_of(asked: Asked, codes: Sequence[str], *, on: date, actor: Actor | None, cuts: Calibration, held: bool) -> tuple[Result, Found]:
    """Within the papers the conversation is about, and among all; the better of the two. `held`: the question leans on those papers."""
    if not codes:
        everywhere = retrieval.find(asked.read, _sought(asked), on=on, actor=actor)
        return _from(asked, everywhere, on=on, cuts=cuts), everywhere
    here = retrieval.find(asked.read, _sought(asked), on=on, actor=actor, codes=codes)
    inside = _from(asked, here, on=on, cuts=cuts, alone=True)
    if inside.answer.outcome is Outcome.ANSWER or (asked.bare and here.papers):
        return inside, here
    everywhere = retrieval.find(asked.read, _sought(asked), on=on, actor=actor)
    outside = _from(asked, everywhere, on=on, cuts=cuts)
    if outside.answer.outcome is Outcome.ANSWER and held and here.papers:
        said_so = f"《{here.papers[0].edition.title}》没有写明，以下出自其他文件。"
        return replace(outside, answer=replace(outside.answer, note=f"{said_so}{outside.answer.note}")), everywhere
    better = outside.answer.outcome in (Outcome.ANSWER, Outcome.CLARIFY) or inside.score < outside.score
    return (outside, everywhere) if better else (inside, here)


def _from(asked: Asked, found: Found, *, on: date, cuts: Calibration, alone: bool = False) -> Result:
    """The answer these papers give. `alone`: they are the only ones meant, so that they need not be named again."""
    read = asked.read
    if not found.papers:
        return Result(_refused(asked))
    papers = _with_successors(found.papers, on=on)
    ranked = _ranked(asked, papers, found, alone=alone)
    if not ranked:
        return Result(_refused(asked))
    special = _special(asked, papers, ranked, on=on, cuts=cuts, alone=alone)
    if special is not None:
        return special
    rivals = _rivals(asked, ranked, cuts, alone=alone)
    if rivals:
        return Result(_clarify(asked, rivals), ranked[0].score, tuple(ranked))
    current = _stating(ranked, found, cuts, read)
    first = ranked[0]
    if current is None or (first.paper is not current.paper and first.score > current.score + 0.2):
        return Result(_not_current(asked, ranked, cuts), first.score, tuple(ranked))
    best = current.found
    unmet = unmet_figures(read.text, [best.provision.text, current.paper.named])
    verdict = decide(best, value_needed=needs_value(read.kind), figures_unmet=bool(unmet), dense=found.dense, cuts=cuts)
    if verdict.outcome is Outcome.ANSWER:
        draft = _draft(asked, current)
        return Result(_answer(asked, current.paper, draft, verdict.confidence, ranked), current.score, tuple(ranked))
    if verdict.outcome is Outcome.EVIDENCE:
        return Result(_evidence(asked, ranked, verdict.confidence), current.score, tuple(ranked))
    return Result(_refused(asked), current.score, tuple(ranked))


def _stating(ranked: Sequence[Candidate], found: Found, cuts: Calibration, read: Read) -> Candidate | None:
    """The best provision in force; of one that is only said about a policy, the policy itself where it says nearly as much."""
    standing = [one for one in ranked if one.paper.usable and not one.paper.is_gone(one.found.provision)]
    if not standing or standing[0].paper.category is Category.POLICY:
        return standing[0] if standing else None
    for one in standing:
        if one.score < standing[0].score - PREFERRED:
            break
        verdict = decide(one.found, value_needed=needs_value(read.kind), figures_unmet=False, dense=found.dense, cuts=cuts)
        if one.paper.category is Category.POLICY and verdict.outcome is Outcome.ANSWER:
            return one
    return standing[0]


def _with_successors(papers: Sequence[Paper], *, on: date) -> tuple[Paper, ...]:
    """The papers, and those that took the place of one among them."""
    here = {paper.policy.pk for paper in papers}
    more = [paper.successor.pk for paper in papers if paper.successor and paper.successor.pk not in here]
    return (*papers, *retrieval.present(list(dict.fromkeys(more)), on=on)) if more else tuple(papers)


def _ranked(asked: Asked, papers: Sequence[Paper], found: Found, *, alone: bool) -> list[Candidate]:
    """The best provisions of every paper, best first."""
    most = max((score for score, _ in found.hits.values()), default=1.0) or 1.0
    by_edition: dict[int, float] = {}
    for (edition, _), (score, _) in found.hits.items():
        by_edition[edition] = max(score / most, by_edition.get(edition, 0.0))
    wanted = Kind.STANDING if asked.read.kind is Kind.STANDING else None
    candidates = []
    for paper in papers:
        factor = _factor(asked.read, paper, papers) * (1.0 if wanted else _NOT_CURRENT if not paper.usable else 1.0)
        named = paper.named if not alone else f"{paper.named} {asked.words if asked.bare else ''}"
        title = fold(named)
        rough = sorted(
            paper.provisions,
            key=lambda one: _roughly(asked, one, title),
            reverse=True,
        )
        for provision in rough[:LOOKED_INTO]:
            taken = extract(provision, asked.terms, named, asked.read.kind, asked.read.text)
            score = taken.score * factor + _BY_HIT * by_edition.get(paper.edition.pk, 0.0)
            candidates.append(Candidate(paper, taken, score * (0.8 if paper.is_gone(provision) else 1.0)))
    return sorted(candidates, key=lambda one: -one.score)


def _roughly(asked: Asked, provision: Provision, title: str) -> float:
    said_there = coverage(
        asked.terms, (fold(provision.text), 1.0), (fold(" ".join((*provision.headings, provision.head))), HEADING), (title, TITLE)
    )
    return said_there + (FITS if fits(provision.text, asked.read.kind, asked.read.text) else 0.0)


def _factor(read: Read, paper: Paper, papers: Sequence[Paper]) -> float:
    factor = _WORTH_OF[paper.category]
    if read.years and any(_of_year(one, read.years) for one in papers) and not _of_year(paper, read.years):
        factor *= _OTHER_YEAR
    named = paper.named
    if any(place in one.named for place in read.places for one in papers) and not any(place in named for place in read.places):
        factor *= _OTHER_PLACE
    return factor


def _of_year(paper: Paper, years: Sequence[int]) -> bool:
    formed = paper.edition.formed_on.year if paper.edition.formed_on else 0
    in_title = {int(year) for year in re.findall(r"(?:19|20)\d\d", paper.edition.title)}
    return bool(set(years) & (in_title or {formed}))


# —— answers of a kind of their own ——


def _special(
    asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, on: date, cuts: Calibration, alone: bool
) -> Result | None:
    read = asked.read
    if read.kind is Kind.COMPARE and (compared := _comparison(asked, papers, ranked, on=on)):
        return compared
    paper_asked = read.kind in (Kind.PHONE, Kind.STANDING) or read.article or read.unit or _asks_parts(read.text)
    if not paper_asked:
        return None
    chosen = _meant(asked, papers, ranked, alone=alone)
    if isinstance(chosen, Answer):
        return Result(chosen, ranked[0].score, tuple(ranked))
    if chosen is None:
        if read.kind not in (Kind.PHONE, Kind.STANDING):
            return None
        related = decide(ranked[0].found, value_needed=True, figures_unmet=True, dense=None, cuts=cuts).outcome is Outcome.EVIDENCE
        return Result(_evidence(asked, ranked, 0.3) if related else _refused(asked), ranked[0].score, tuple(ranked))
    draft = _read_off(asked, chosen, papers)
    if draft is None:
        return None
    return Result(_answer(asked, chosen, draft, 0.9, ranked), max(1.0, ranked[0].score), tuple(ranked))


def _read_off(asked: Asked, paper: Paper, papers: Sequence[Paper]) -> Draft | None:
    read = asked.read
    if read.article and read.kind in (Kind.FACT, Kind.LIST):
        provision = structured.article(paper, read.article)
        return (
            structured.stated(paper, provision.statements, provision)
            if provision and not paper.is_gone(provision) and paper.usable
            else None
        )
    if read.unit:
        return structured.tasks_of(paper, read.unit) if paper.usable else None
    if read.kind is Kind.PHONE:
        return structured.telephone(paper, asked.terms)
    if read.kind is Kind.STANDING:
        return structured.standing(paper)
    return structured.parts(paper) if paper.usable else None


def _meant(asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, alone: bool) -> Paper | Answer | None:
    """The paper a question about a whole paper is about; the question back when several are meant equally; None when none is named."""
    read = asked.read
    telling = [term for term in asked.terms if term.telling and term.word not in read.unit]
    if alone and papers:
        whole = fold(papers[0].named + "".join(block.text for block in papers[0].blocks))
        return papers[0] if asked.bare or all(term.said_in(whole) >= 0.6 for term in telling) else None
    if read.doc_nos and (numbered := [paper for paper in papers if paper.edition.doc_no in read.doc_nos]):
        return numbered[0]
    scored = []
    for paper in papers:
        if read.kind is Kind.STANDING and any(_only_changes(paper, other) for other in papers):
            continue
        share = coverage(telling, (fold(paper.named), 1.0)) if telling else 0.5
        said_by_one = any(not one.found.missing for one in ranked if one.paper is paper)
        if share >= 0.85 or (said_by_one and share >= 0.4):
            scored.append((share * _factor(read, paper, papers) * (1.0 if paper.usable else 0.9), paper))
    own = [pair for pair in scored if pair[1].category is Category.POLICY]
    scored = sorted(own or scored, key=lambda pair: -pair[0])
    if not scored:
        return None
    near = [paper for score, paper in scored if score >= scored[0][0] - 0.04 and _family(paper, scored[0][1])]
    if len(near) > 1 and not _told_apart(read, near):
        return _clarify(asked, near)
    return scored[0][1]


def _only_changes(paper: Paper, other: Paper) -> bool:
    """Whether a paper says what becomes of the other without taking its place: it suspends, extends, repeals."""
    instead = other.successor is not None and other.successor.pk == paper.policy.pk
    return other is not paper and not instead and f"《{paper.edition.title[:60]}" in other.because


def _asks_parts(text: str) -> bool:
    return bool(re.search(r"(?:几|哪几?|哪些)(?:个)?(?:大)?(?:部分|章|大块|板块)|分(?:为|成)?几", text))


_EDITIONS = re.compile(r"新旧|修订|修改|原来|以前|之前|旧|上一?版|变化|改了|调整|新增|不同|区别|对比|比较|差异|差别")


def _comparison(asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, on: date) -> Result | None:
    """Two papers of one family told apart by their years, or a paper and what it was before."""
    read = asked.read
    if not _EDITIONS.search(read.text):
        return None
    first = ranked[0].paper
    telling = [term for term in asked.terms if term.telling and not re.fullmatch(r"(?:19|20)\d\d", term.word)]
    if len(read.years) >= 2:
        pair = _of_these_years(sorted(read.years)[:2], papers, first, read, on=on)
        if pair is None:
            return None
        old, new, blocks = pair[0], pair[1], pair[0].blocks
    else:
        named = [paper for paper in papers if coverage(telling, (fold(paper.named), 1.0)) >= 0.4 and paper.category is Category.POLICY]
        new = next((paper for paper in named if paper.usable), named[0] if named else first)
        before = structured.earlier(new, on=on) or _replaced(new, papers)
        if before is None:
            return None
        old, blocks = before
    own = [term.word for term in telling if term.said_in(fold(new.named)) < 0.6]
    draft = structured.compared(old, new, blocks, own)
    if not draft.sentences:
        return None
    steps = (Step("看逐条对比", "policy", new.policy.code),)
    shown = _answer(asked, new, replace(draft, steps=steps), 0.9, ranked)
    return Result(shown, max(1.0, ranked[0].score), tuple(ranked))


def _of_these_years(years: Sequence[int], papers: Sequence[Paper], like: Paper, read: Read, *, on: date) -> tuple[Paper, Paper] | None:
    """Two papers, one of each year, whose titles are most alike but for the year."""
    found = []
    for year in years:
        kept = [paper for paper in papers if str(year) in paper.edition.title and paper.category is Category.POLICY]
        kept += retrieval.of_year(year, like.edition.title, on=on)
        found.append([paper for paper in kept if all(place in paper.named for place in read.places)])
    pairs = [(old, new) for old in found[0] for new in found[1] if old.policy.pk != new.policy.pk]
    return max(pairs, key=lambda pair: _alike(pair, years, read), default=None)


def _alike(pair: tuple[Paper, Paper], years: Sequence[int], read: Read) -> float:
    old, new = (re.sub(str(year), "", paper.edition.title) for paper, year in zip(pair, years, strict=True))
    return fuzz.ratio(old, new) + fuzz.partial_ratio(re.sub(r"(?:19|20)\d\d年?[和与跟、]?", "", read.text), new)


def _replaced(new: Paper, papers: Sequence[Paper]) -> tuple[Paper, tuple[object, ...]] | None:
    old = next(
        (paper for paper in papers if paper.successor and paper.successor.pk == new.policy.pk and paper.policy.pk != new.policy.pk), None
    )
    return (old, old.blocks) if old else None  # type: ignore[return-value]


# —— which of several papers ——


def _rivals(asked: Asked, ranked: Sequence[Candidate], cuts: Calibration, *, alone: bool) -> list[Paper]:
    """Papers of one family that answer equally well, when the question names neither year nor place of one of them."""
    if alone:
        return []
    best: dict[int, Candidate] = {}
    for one in ranked:
        if one.paper.usable and one.paper.category is Category.POLICY and not one.found.missing:
            best.setdefault(one.paper.policy.pk, one)
    leading = list(best.values())
    if not leading or leading[0].paper is not ranked[0].paper:
        return []
    near = leading[: competing([one.score for one in leading], cuts.close)]
    family = [one.paper for one in near if _family(one.paper, near[0].paper)]
    return family if len(family) > 1 and not _told_apart(asked.read, family) else []


def _family(one: Paper, other: Paper) -> bool:
    return one is other or fuzz.ratio(_stripped(one), _stripped(other)) >= SAME_FAMILY


_PLACES = re.compile(r"(?:19|20)\d\d年?|[\u4e00-\u9fff]{2,3}(?:省|市|区|县|镇)|人民政府(?:办公[厅室])?|关于|印发|的通知|全省|全市")


def _stripped(paper: Paper) -> str:
    title = paper.edition.title
    return _PLACES.sub("", title[title.find("关于") :] if "关于" in title else title)


def _told_apart(read: Read, papers: Sequence[Paper]) -> bool:
    """Whether year and place leave one of these only."""
    kept = [paper for paper in papers if not read.years or _of_year(paper, read.years)]
    kept = [paper for paper in kept if not read.places or all(place in paper.named for place in read.places)]
    return len(kept) == 1


# —— the answer in its shape ——


def _draft(asked: Asked, chosen: Candidate) -> Draft:
    paper, found = chosen.paper, chosen.found
    if asked.read.kind is Kind.WHO and (draft := structured.responsible(paper, found)):
        return draft
    in_a_list = any(one.text.endswith(("：", ":")) or one.is_member for one in found.statements)
    if (asked.read.kind is Kind.LIST or (in_a_list and asked.read.kind in (Kind.SERVICE, Kind.FACT))) and (
        draft := structured.members(paper, found)
    ):
        return draft
    return structured.stated(paper, found.statements, found.provision)


def _answer(asked: Asked, paper: Paper, draft: Draft, confidence: float, ranked: Sequence[Candidate]) -> Answer:
    own = [paper.passage(one) for one in draft.provisions[:CARDS]]
    notes = [draft.note]
    if paper.category in (Category.NEWS, Category.OTHER):
        notes.append("出自资讯报道，不是政策文件，不能作为办事依据。")
    expired = _expired_cards(ranked, paper)
    if expired:
        notes.append(f"《{expired[0].title}》{expired[0].standing}，不再适用，仅供对照。")
    return Answer(
        outcome=Outcome.ANSWER,
        kind=asked.read.kind,
        sentences=draft.sentences,
        citations=draft.citations,
        cards=(*own, *expired),
        steps=tuple(dict.fromkeys((*draft.steps, *_steps(asked, paper)))),
        note=" ".join(note for note in notes if note),
        scope=Scope((paper.policy.code,), "", (paper.edition.title,)),
        confidence=round(confidence, 3),
    )


def _expired_cards(ranked: Sequence[Candidate], paper: Paper) -> list[Passage]:
    """A predecessor of the paper that would have answered too: shown struck through, so that nobody relies on it."""
    return [
        one.paper.passage(one.found.provision, score=one.score)
        for one in ranked
        if not one.paper.usable and one.paper.successor and one.paper.successor.pk == paper.policy.pk and not one.found.missing
    ][:1]


def _evidence(asked: Asked, ranked: Sequence[Candidate], confidence: float) -> Answer:
    shown = _cards(ranked)
    return Answer(
        outcome=Outcome.EVIDENCE,
        kind=asked.read.kind,
        cards=shown,
        steps=_hand_over(asked, ranked[0].paper if ranked else None),
        note="未找到直接规定，以下条款可能相关，供参考。",
        scope=Scope(tuple(dict.fromkeys(one.code for one in shown[:1])), "", tuple(dict.fromkeys(one.title for one in shown[:1]))),
        confidence=round(confidence, 3),
    )


def _not_current(asked: Asked, ranked: Sequence[Candidate], cuts: Calibration) -> Answer:
    """The rule stands only in a paper that is not in force: shown as such, never stated."""
    first = ranked[0]
    if first.found.named < cuts.topic_named and first.found.said < cuts.topic_said:
        return _refused(asked)
    paper = first.paper
    gone = paper.is_gone(first.found.provision)
    why = f"有关条款已被废止（{paper.worth.standing.because}）" if gone else f"{paper.standing}：{paper.because}"
    notes = [f"{structured.name_of(paper)}{why}，不能作为现行依据。"]
    steps: tuple[Step, ...] = ()
    if paper.successor is not None:
        notes.append(f"请看《{paper.successor.title}》。")
        steps = (Step(f"看《{paper.successor.title}》", "policy", paper.successor.code),)
    return Answer(
        outcome=Outcome.EVIDENCE,
        kind=asked.read.kind,
        cards=_cards(ranked),
        steps=(*steps, *_hand_over(asked, paper)),
        note="".join(notes),
        scope=Scope((paper.policy.code,), "", (paper.edition.title,)),
        confidence=round(min(first.found.said, 0.5), 3),
    )


def _cards(ranked: Sequence[Candidate]) -> tuple[Passage, ...]:
    return tuple(one.paper.passage(one.found.provision, score=round(one.score, 4)) for one in ranked[:CARDS])


def _clarify(asked: Asked, papers: Sequence[Paper]) -> Answer:
    newest = sorted(papers, key=lambda paper: (paper.edition.formed_on or date.min, paper.policy.pk), reverse=True)[:MOST_OPTIONS]
    options = tuple(
        Option(f"{paper.edition.title}" + (f"（{paper.edition.doc_no}）" if paper.edition.doc_no else ""), paper.policy.code)
        for paper in newest
    )
    return Answer(Outcome.CLARIFY, asked.read.kind, options=options, note=f"有 {len(papers)} 份文件都说到这件事，您问的是哪一份？")


def _refused(asked: Asked) -> Answer:
    missing = "".join(f"《{name}》" for name in asked.read.names) or "、".join(asked.read.doc_nos)
    note = f"本站公开的文件里没有找到{missing}。" if missing else "本站公开的文件里没有找到能回答这个问题的规定，不能凭空回答。"
    return Answer(Outcome.REFUSED, asked.read.kind, steps=_hand_over(asked, None), note=note)


def _hand_over(asked: Asked, paper: Paper | None) -> tuple[Step, ...]:
    phone = paper.edition.consult_phone if paper else ""
    return (
        *((Step(f"拨打咨询电话 {phone}", "phone", phone),) if phone else ()),
        Step("网上咨询", "enquire", paper.policy.code if paper else ""),
        Step("申请公开政府信息", "apply", asked.read.text),
        _hotline(),
    )


def _steps(asked: Asked, paper: Paper) -> tuple[Step, ...]:
    phone = paper.edition.consult_phone
    steps = [Step(f"拨打 {phone}", "phone", phone)] if phone and asked.read.kind is not Kind.STANDING else []
    return (*steps, Step("对此文件提问", "enquire", paper.policy.code))


def _hotline() -> Step:
    return Step(f"拨打 {HOTLINE} 政务服务便民热线", "phone", HOTLINE)


def _carried(result: Result, asked: Asked, before: Scope) -> Scope:
    """What the next question may lean on: the paper answered from and the words asked for."""
    if result.answer.outcome not in (Outcome.ANSWER, Outcome.EVIDENCE):
        return before
    topic = " ".join(dict.fromkeys(term.word for term in asked.terms if term.telling))[:LONGEST_TOPIC]
    return replace(result.answer.scope, topic=topic or before.topic)
