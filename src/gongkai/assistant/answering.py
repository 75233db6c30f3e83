"""From a question to its answer: read it, find what may bear on it, take the words from the source, and decide whether that is an answer.

Nothing here is written down: `actions.asking.ask` does that."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from gongkai.assistant import choosing, knowledge, retrieval, shaping, structured
from gongkai.assistant.choosing import Asked, Candidate
from gongkai.assistant.retrieval import Found, Paper
from gongkai.assistant.rules import following, routing, words
from gongkai.assistant.rules.answers import Answer, Kind, Outcome, Scope
from gongkai.assistant.rules.elsewhere import places_elsewhere
from gongkai.assistant.rules.extracting import Extract
from gongkai.assistant.rules.fitting import needs_value
from gongkai.assistant.rules.outcome import Calibration, decide, is_ours
from gongkai.assistant.rules.routing import LONGEST, Read
from gongkai.assistant.rules.words import Term
from gongkai.assistant.structured import Draft
from gongkai.people.queries import home, is_in_tree
from gongkai.people.rules.permits import Actor
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.provisions import Statement
from gongkai.search import queries as index
from gongkai.search.backend import NoIndex
from gongkai.search.kept import kept
from gongkai.search.rules.masking import masked

LONGEST_TOPIC = 40  # characters carried over to the next question
_VALUES = (Kind.AMOUNT, Kind.PERIOD, Kind.WHO)
UNSURE = 0.3  # the confidence in what is not stated though it was found
READ_OFF = 0.9  # the confidence in what is read off a paper's facts
FAR_BETTER = 0.2  # of the score: so much better must a paper no longer in force be to be spoken of at all


@dataclass(frozen=True)
class Answered:
    """`retrieved`: (edition, anchor, score, cosine), best first, for the record."""

    answer: Answer
    read: Read
    retrieved: tuple[tuple[int, str, float, float | None], ...] = ()
    calibration: str = ""


@dataclass(frozen=True)
class Result:
    """An answer with what it was chosen by."""

    answer: Answer
    score: float = 0.0
    best: tuple[Candidate, ...] = ()


def answer(
    text: str, *, on: date, actor: Actor | None = None, scope: Scope | None = None, page: str = "", cuts: Calibration | None = None
) -> Answered:
    """The answer to a question as of today. `scope`: what the conversation is about; `page`: the code of the policy on whose page it is
    asked. Refused for an empty or overlong question."""
    cuts, scope = cuts or Calibration(), scope or Scope()
    read = routing.read(text)
    why = read.not_answered
    # from here on nothing that points to a person
    read = replace(read, text=masked(read.text, longest=LONGEST), subject=masked(read.subject, longest=LONGEST))
    if why is not None:
        return Answered(shaping.not_answered(read, why, scope), read, calibration=cuts.version)
    named = following.named_anew(read.text) if scope.question else ""
    if named:
        after = _after(named, on=on, actor=actor, scope=scope, page=page, cuts=cuts)
        if after is not None:
            return after
        read = replace(read, kind=routing.read(scope.question).kind)  # “那租金呢？” still asks how much, if that was asked
    codes = (page,) if page else scope.codes
    if (entry := knowledge.best(read.text, on=on, codes=codes) or (knowledge.best(read.text, on=on) if codes else None)) is not None:
        known = shaping.from_entry(read, entry)
        topic = _topic(_terms(read.subject, on)) or scope.topic
        return Answered(replace(known, scope=replace(known.scope, topic=topic, question=read.text)), read, calibration=cuts.version)
    asked = _asked(read, scope, on)
    if asked.bare and not (codes or scope.topic or read.doc_nos or read.names):
        return Answered(shaping.of_what(asked), read, calibration=cuts.version)
    result, found = _best_of(asked, codes, on=on, actor=actor, cuts=cuts, on_its_page=bool(page))
    if away := _elsewhere(read, result):
        own = house.name if (house := home(settings.REGION_CODE)) else ""
        return Answered(replace(shaping.elsewhere(read, away, _PLACE_OF.sub("", own)), scope=scope), read, calibration=cuts.version)
    if named and read.kind in _VALUES and result.answer.outcome is Outcome.ANSWER:
        # a value near the name, of which nothing says that it is the one asked for before
        result = replace(result, answer=shaping.evidence(asked, result.best, UNSURE))
    shown = replace(result.answer, scope=_carried(result, asked, scope))
    looked_at = [(one.paper.edition.pk, one.found.provision.anchor, round(one.score, 4), found.dense) for one in result.best[:10]]
    return Answered(shown, read, tuple(looked_at), cuts.version)


_PLACE_OF = re.compile("(?:人民)?政府.*$")


def _elsewhere(read: Read, result: Result) -> tuple[str, ...]:
    """The provinces and cities the question is about that neither belong to one's own tree nor are spoken of by what was found."""
    away = places_elsewhere(read.text) if not (read.doc_nos or read.names) else ()
    spoken_of = "\n".join(f"{one.paper.named} {one.found.provision.text}" for one in result.best[: shaping.CARDS]) if away else ""
    return tuple(place for place in away if place not in spoken_of and not is_in_tree(place))


def _after(named: str, *, on: date, actor: Actor | None, scope: Scope, page: str, cuts: Calibration) -> Answered | None:
    """The answer to a short question: the one before, asked of what is named anew; how it was understood is said with it. None where
    nothing says in whose place the name stands and no reading is answered: it may be about something else in the same paper."""
    parallel = following.in_its_place(named, scope.question)
    words = [term.word for term in _terms(scope.question, on) if term.telling]
    for reading in (parallel,) if parallel else following.readings(named, scope.question, words):
        if len(reading) > LONGEST:
            continue
        given = answer(reading, on=on, actor=actor, scope=replace(scope, question=""), page=page, cuts=cuts)
        if parallel or given.answer.outcome is Outcome.ANSWER:
            kept = scope if given.answer.outcome is Outcome.REFUSED else given.answer.scope
            said = f"接着上一问，按“{given.read.text}”来找。"
            return replace(given, answer=replace(given.answer, note=f"{said}{given.answer.note}", scope=kept))
    return None


def _asked(read: Read, scope: Scope, on: date) -> Asked:
    """The words of the question; what only leans on the question before (“谁负责？”) takes that one's, “那租金呢？” keeps them in mind."""
    terms = _terms(read.subject, on)
    bare = not any(term.telling and term.word not in words.ACTS for term in terms)
    if not scope.topic or not (bare or read.follows):
        return Asked(read, terms, read.subject, bare)
    before = _terms(scope.topic, on)
    if bare:
        return Asked(read, (*before, *terms), f"{scope.topic} {read.subject}", bare)
    known = {term.word for term in terms}
    behind = tuple(replace(term, weight=term.weight / 2, telling=False) for term in before if term.word not in known)
    return Asked(read, (*terms, *behind), read.subject, bare)


def _terms(text: str, on: date) -> tuple[Term, ...]:
    return words.terms_of(re.sub(r"[《》〈〉]", " ", text), _rarity, kept().synonyms(on))


def _rarity(wanted: Iterable[str]) -> dict[str, float]:
    listed = list(wanted)
    try:
        return dict(index.rarity(listed))
    except NoIndex:
        return dict.fromkeys(listed, 4.0)


def _find(asked: Asked, *, on: date, actor: Actor | None, codes: Sequence[str] = ()) -> Found:
    """What the index is asked: the question, and the words papers use for its everyday words."""
    others = [other for term in asked.telling for other in term.others[:2] if other not in asked.words]
    names = " ".join(dict.fromkeys((*(term.word for term in asked.telling), *others)))
    return retrieval.find(asked.read, f"{asked.words} {' '.join(others)}", names, on=on, actor=actor, codes=codes)


def _best_of(
    asked: Asked, codes: Sequence[str], *, on: date, actor: Actor | None, cuts: Calibration, on_its_page: bool
) -> tuple[Result, Found]:
    """Within the papers the conversation is about, and among all; the better of the two."""
    if not codes:
        everywhere = _find(asked, on=on, actor=actor)
        return _from(asked, everywhere, on=on, cuts=cuts), everywhere
    here = _find(asked, on=on, actor=actor, codes=codes)
    inside = _from(asked, here, on=on, cuts=cuts, alone=True)
    leans = asked.bare or asked.read.follows
    if inside.answer.outcome is Outcome.ANSWER or (leans and here.papers and not on_its_page):
        return inside, here
    everywhere = _find(asked, on=on, actor=actor)
    outside = _from(asked, everywhere, on=on, cuts=cuts)
    if outside.answer.outcome is Outcome.ANSWER and on_its_page and here.papers:
        said_so = f"《{here.papers[0].edition.title}》没有写明，以下出自其他文件。"
        return replace(outside, answer=replace(outside.answer, note=f"{said_so}{outside.answer.note}")), everywhere
    better = outside.answer.outcome in (Outcome.ANSWER, Outcome.CLARIFY) or inside.score < outside.score
    return (outside, everywhere) if better else (inside, here)


def _from(asked: Asked, found: Found, *, on: date, cuts: Calibration, alone: bool = False) -> Result:
    """The answer these papers give. `alone`: they are the only ones meant, so that they need not be named again."""
    papers = _with_successors(found.papers, on=on)
    read = choosing.placed(asked.read, papers)
    asked = replace(asked, read=read)
    ranked = choosing.ranked(asked, papers, found)
    if not ranked:
        return Result(shaping.refused(asked))
    first, best = ranked[0], tuple(ranked)
    special = _special(asked, papers, ranked, on=on, cuts=cuts, alone=alone)
    if special is not None:
        return Result(special, max(1.0, first.score) if special.outcome is Outcome.ANSWER else first.score, best)
    if not alone and (rivals := choosing.rivals(read, ranked, cuts)):
        return Result(shaping.which_of(asked, rivals), first.score, best)
    current = choosing.stating(ranked, found, cuts, read)
    if current is None or (first.paper is not current.paper and not first.stands and first.score > current.score + FAR_BETTER):
        return Result(shaping.not_current(asked, ranked, cuts), first.score, best)
    needed = needs_value(read.kind, read.text)
    numbered = current.paper.edition.doc_no in read.doc_nos
    verdict = decide(current.found, value_needed=needed, dense=found.dense, cuts=cuts, alone=alone or numbered)
    if verdict.outcome is Outcome.ANSWER:
        draft = _draft(asked, current)
        here = _is_open(asked, draft) or (needed and current.found.by_title)
        if (here or read.kind is Kind.WHO) and choosing.is_one_of_many(current, ranked, found, cuts, value_needed=needed, here=here):
            return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)
        of_later = choosing.is_of_later(current.paper, read, current.found.provision.text)
        cases = choosing.other_cases(current, ranked, read)
        one_of_them = bool(cases) and not choosing.is_list(current)
        if of_later or one_of_them or choosing.is_contested(current, ranked, found, cuts, read):
            return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)
        given = shaping.stated(asked, current.paper, draft, verdict.confidence, ranked)
        return Result(shaping.beside(given, cases), current.score, best)
    if not first.stands and (verdict.outcome is Outcome.EVIDENCE or not first.found.missing):
        return Result(shaping.not_current(asked, ranked, cuts), first.score, best)
    if verdict.outcome is Outcome.EVIDENCE:
        return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)
    return Result(shaping.refused(asked), current.score, best)


def _with_successors(papers: Sequence[Paper], *, on: date) -> tuple[Paper, ...]:
    """The papers, and those that took the place of one among them."""
    here = {paper.policy.pk for paper in papers}
    more = [paper.successor.pk for paper in papers if paper.successor and paper.successor.pk not in here]
    return (*papers, *retrieval.present(list(dict.fromkeys(more)), on=on)) if more else tuple(papers)


# —— answers read off a paper's facts and structure ——


def _special(
    asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, on: date, cuts: Calibration, alone: bool
) -> Answer | None:
    read = asked.read
    if read.kind is Kind.COMPARE and (compared := _compared(asked, papers, ranked, on=on)):
        return compared
    if not (read.kind in (Kind.PHONE, Kind.STANDING) or read.article or read.unit or structured.asks_parts(read.text)):
        return None
    meant = choosing.meant(asked, papers, ranked, alone=alone)
    if len(meant) > 1 and not (read.kind is Kind.PHONE and len({one.edition.consult_phone for one in meant}) == 1):
        return shaping.which_of(asked, meant)
    if read.kind is Kind.STANDING and meant and _OLD.search(read.text) and meant[0].usable:
        meant = [old] if (old := choosing.replaced_by(meant[0], papers)) else []
    draft = _read_off(asked, meant[0]) if meant else None
    if draft is not None:
        return shaping.stated(asked, meant[0], draft, READ_OFF, ranked)
    if read.kind is Kind.STANDING and (meant or _OLD.search(read.text)):
        return shaping.evidence(asked, ranked, UNSURE)
    if read.kind is not Kind.PHONE:
        return None
    return shaping.evidence(asked, ranked, UNSURE) if alone or is_ours(ranked[0].found, cuts) else shaping.refused(asked)


_OLD = re.compile("[老旧](?=的|办法|规定|政策|文件|版|通知)|原来的|以前的|之前的|原(?=办法|规定|政策|文件)")


def _read_off(asked: Asked, paper: Paper) -> Draft | None:
    read = asked.read
    if read.kind is Kind.PHONE:
        return structured.telephone(paper, asked.terms, read.text)
    if read.kind is Kind.STANDING:
        # what is said about a policy has no standing of its own
        own = paper.category is Category.POLICY and not choosing.is_of_later(paper, read)
        return structured.standing(paper) if own else None
    if not paper.usable:
        return None
    if read.article and read.kind in (Kind.FACT, Kind.LIST):
        return structured.article(paper, read.article)
    return structured.tasks_of(paper, read.unit) if read.unit else structured.parts(paper)


def _compared(asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, on: date) -> Answer | None:
    """Two papers of one family told apart by their years, or a paper and what it was before."""
    if not structured.asks_editions(asked.read.text):
        return None
    first = ranked[0].paper
    if len(asked.read.years) > 1:
        pair = choosing.of_two_years(asked, papers, first, on=on)
    else:
        new = choosing.revised(asked, papers, first)
        old = structured.earlier(new, on=on) or choosing.replaced_by(new, papers)
        pair = (old, new) if old else None
    if pair is None:
        return None
    own = [term.word for term in asked.telling if term.said_in(pair[1].named) < words.SAID and not term.word.isdecimal()]
    draft = structured.compared(*pair, own)
    return shaping.stated(asked, pair[1], draft, READ_OFF, ranked) if draft.sentences else None


def _draft(asked: Asked, chosen: Candidate) -> Draft:
    """The sentences of the provision chosen; of a list all its members, of a task who answers for it."""
    paper, found, kind = chosen.paper, chosen.found, asked.read.kind
    draft = structured.members(paper, found.provision) if _EACH.search(asked.read.text) else None
    if kind is Kind.WHO:
        draft = structured.responsible(paper, found)
    elif kind is Kind.LIST:
        draft = structured.members(paper, found.provision) or structured.siblings(paper, found.provision, asked.terms)
    elif draft is None and any(one.text.endswith(("：", ":")) for one in found.statements):
        draft = structured.members(paper, found.provision)
    return draft or structured.stated(paper, _with_lead(found), found.provision)


def _with_lead(found: Extract) -> tuple[Statement, ...]:
    """The sentences chosen; members of a list with the sentence that leads to it, without which they say nothing."""
    if not all(one.is_member for one in found.statements):
        return found.statements
    lead = next((one for one in found.provision.statements if not one.is_member and one.text.endswith(("：", ":"))), None)
    return ((lead,) if lead else ()) + found.statements


def _is_open(asked: Asked, draft: Draft) -> bool:
    """Whether nothing in the question says which clause answers it: no value, no article, and no whole list was found."""
    read = asked.read
    if read.article or (read.kind is Kind.LIST and len(draft.sentences) > 2):
        return False
    by_annotation = bool(draft.sentences) and not draft.sentences[0].verbatim
    return read.kind in (Kind.LIST, Kind.FACT) or (read.kind is Kind.WHO and not by_annotation)


_EACH = re.compile("各(?:自)?[是为要留补给占得收罚奖]?(?:多少|几|什么)|分别(?:是|为)?")


def _carried(result: Result, asked: Asked, before: Scope) -> Scope:
    """What the next question may lean on: the paper answered from, the words asked for and the question as it was understood."""
    if result.answer.outcome not in (Outcome.ANSWER, Outcome.EVIDENCE):
        return before
    understood = asked.words if asked.bare else asked.read.text
    return replace(result.answer.scope, topic=_topic(asked.terms) or before.topic, question=understood[:LONGEST])


def _topic(terms: Iterable[Term]) -> str:
    return " ".join(dict.fromkeys(term.word for term in terms if term.telling))[:LONGEST_TOPIC]
