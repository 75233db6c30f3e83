"""From a question to its answer: read it, find what may bear on it, take the words from the source, and decide whether that is an answer.

Nothing here is written down: `actions.asking.ask` does that."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.assistant import (
    about_paper,
    as_a_whole,
    choice,
    choosing,
    drafting,
    editions,
    evading,
    knowledge,
    later,
    respelling,
    retrieval,
    several,
    shaping,
    structured,
)
from gongkai.assistant.asked_words import asked_by, rarity, terms_of, topic_of
from gongkai.assistant.choosing import Asked, Candidate
from gongkai.assistant.drafting import drafted, is_open
from gongkai.assistant.retrieval import Found, Paper
from gongkai.assistant.rules import following, our_doors, routing, words
from gongkai.assistant.rules.about import Fact
from gongkai.assistant.rules.answers import Answer, Kind, Outcome, Scope
from gongkai.assistant.rules.elsewhere import places_elsewhere
from gongkai.assistant.rules.evading import subject_of
from gongkai.assistant.rules.fitting import needs_value
from gongkai.assistant.rules.outcome import Calibration, decide, is_near, is_ours
from gongkai.assistant.rules.routing import LONGEST, Not, Read
from gongkai.assistant.structured import Draft
from gongkai.people.queries import is_in_tree
from gongkai.people.rules.permits import Actor
from gongkai.policies import queries as policies
from gongkai.policies.rules.kinds import Category
from gongkai.search.rules.masking import MASK, masked
from gongkai.search.rules.tokens import fold

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
    if why is Not.PERSONAL and routing.is_of_a_case(text):
        return Answered(shaping.of_a_case(read, _spoken_of(read, scope, on=on, actor=actor), scope), read, calibration=cuts.version)
    if why is Not.EVADING:
        return Answered(evading.refused(read, _on_subject(subject_of(read.text), on, actor), scope), read, calibration=cuts.version)
    if why is not None:
        return Answered(shaping.not_answered(read, why, scope), read, calibration=cuts.version)
    if (door := our_doors.wanted(read.text)) is not None and not page:
        return Answered(shaping.at_our_door(door, read.text, scope), read, calibration=cuts.version)
    if nowhere := about_paper.not_here(read, on=on):
        return Answered(replace(nowhere, scope=scope), read, calibration=cuts.version)
    if (picked := choice.chosen(read.text, scope, on=on)) is not None:
        return _of_chosen(picked, read, on=on, actor=actor, scope=scope, page=page, cuts=cuts)
    scope = replace(scope, offered=())

    def ask(one: Read, so_far: Scope, *, first: bool = True) -> Answered:
        return _of_one(one, so_far, on=on, actor=actor, page=page if first else "", cuts=cuts)

    return several.answered(read, scope, ask) or ask(read, scope)


def _spoken_of(read: Read, scope: Scope, *, on: date, actor: Actor | None) -> Paper | None:
    """The paper in force that rules what somebody's case is about, by its name."""
    asked = asked_by(read, scope, on)
    found = _find(asked, on=on, actor=actor, codes=scope.codes if asked.bare else ())
    ruling = [one for one in found.papers if one.usable and one.category is Category.POLICY]
    telling = [term for term in asked.telling if MASK not in term.word]
    named = [one for one in ruling if any(term.said_in(fold(one.named)) >= words.SAID for term in telling)]
    said = {one.policy.pk: words.coverage(telling, (fold(one.named), 1.0)) for one in named}
    best = [one for one in named if said[one.policy.pk] == max(said.values())]
    return best[0] if len({one.edition.consult_phone for one in best}) == 1 else None  # 津贴 alone is of several offices


def _of_one(read: Read, scope: Scope, *, on: date, actor: Actor | None, page: str, cuts: Calibration) -> Answered:
    """The answer to a question that asks one thing and is not refused by its words alone."""
    before = scope
    if about_paper.names_another(read, (page,) if page else scope.codes, on=on):
        page, scope = "", Scope()  # what was spoken of before has no part in it
    named = following.named_anew(read.text) if scope.question else ""
    year, of_that_year = following.of_year(named, scope.question)
    if year and not of_that_year and not page and (after := _in_year(year, on=on, actor=actor, scope=scope, cuts=cuts)):
        return after
    if named:
        after = _after(named, on=on, actor=actor, scope=scope, page=page, cuts=cuts)
        if after is None and not page:
            after = _of_another_subject(named, on=on, actor=actor, scope=scope, cuts=cuts)
        if after is not None:
            return after
        read = replace(read, kind=routing.read(scope.question).kind)  # “那租金呢？” still asks how much, if that was asked
    codes = (page,) if page else later.with_changers(scope.codes, read.text, on=on)
    if (entry := knowledge.best(read.text, on=on, codes=codes) or (knowledge.best(read.text, on=on) if codes else None)) is not None:
        known = shaping.from_entry(read, entry)
        topic = topic_of(terms_of(read.subject, on)) or scope.topic
        return Answered(replace(known, scope=replace(known.scope, topic=topic, question=read.text)), read, calibration=cuts.version)
    asked = asked_by(read, scope, on)
    if asked.bare and not (codes or scope.topic or read.doc_nos or read.names):
        return Answered(shaping.of_what(asked), read, calibration=cuts.version)
    result, found = _best_of(asked, codes, on=on, actor=actor, cuts=cuts, on_its_page=bool(page))
    if result.answer.outcome in (Outcome.REFUSED, Outcome.EVIDENCE):
        text, told = respelling.respelled(read.text, asked.terms, found.papers, rarity)
        anew = _of_one(routing.read(text), before, on=on, actor=actor, page=page, cuts=cuts) if text else None
        if anew is not None and anew.answer.outcome is not Outcome.REFUSED:
            return replace(anew, answer=replace(anew.answer, note=f"{told}{anew.answer.note}"))
    if away := _elsewhere(read, result, on):
        return Answered(replace(shaping.elsewhere(read, away), scope=scope), read, calibration=cuts.version)
    if (
        named
        and read.kind in _VALUES
        and result.answer.outcome is Outcome.ANSWER
        and not _said_before(result.answer, scope, on=on, actor=actor)
    ):
        # a value near the name, of which nothing says that it is the one asked for before
        result = replace(result, answer=shaping.evidence(asked, result.best, UNSURE))
    if read.kind is Kind.COMPARE:
        result = replace(result, answer=editions.with_steps(result.answer, asked, result.best, on=on))
    lacks = "本站没有" not in result.answer.note  # that of a comparison is said already
    if lacks and (other_year := choosing.of_other_years(read, result.best[: shaping.CARDS], on=on)):
        result = replace(result, answer=shaping.with_note(result.answer, other_year))
    carried = _carried(result, asked, before)
    if named and before.question:  # “贫困生呢” is no question to ask anew of something else
        carried = replace(carried, question=before.question)
    shown = later.beside_what_is_shown(replace(result.answer, scope=carried), (one.paper for one in result.best), on=on)
    if named and before.question and read.follows:
        shown = shaping.as_understood(shown, f"接着上一问“{before.question}”，问的是“{named}”。")
    looked_at = [(one.paper.edition.pk, one.found.provision.anchor, round(one.score, 4), found.dense) for one in result.best[:10]]
    return Answered(shown, read, tuple(looked_at), cuts.version)


def _said_before(given: Answer, scope: Scope, *, on: date, actor: Actor | None) -> bool:
    """Whether all that is stated was stated of the question before: “专精特新企业、单项冠军企业，分别给予20万元、50万元” answers of either."""
    before = answer(scope.question, on=on, actor=actor, scope=Scope(scope.codes)).answer
    told = {one.text for one in before.sentences} if before.outcome is Outcome.ANSWER else set()
    return len(given.sentences) == 1 and given.sentences[0].text in told


def _elsewhere(read: Read, result: Result, on: date) -> tuple[str, ...]:
    """The places the question is about that neither belong to one's own tree nor are spoken of by what was found; of a district nor by
    the title of any paper."""
    away = places_elsewhere(read.text) if not (read.doc_nos or read.names) else ()
    spoken_of = "\n".join(f"{one.paper.named} {one.found.provision.text}" for one in result.best[: shaping.CARDS]) if away else ""
    found = [place for place in away if place not in spoken_of and not is_in_tree(place)]
    return tuple(one for one in found if one[-1] not in "区县" or not policies.visible(on).filter(title__contains=one).exists())


def _of_chosen(picked: choice.Chosen, read: Read, *, on: date, actor: Actor | None, scope: Scope, page: str, cuts: Calibration) -> Answered:
    """The answer to the question before, of the papers that were chosen for it; the question back where they are still several."""
    if picked.asks_again:
        return Answered(choice.again(picked, read.kind, scope), read, calibration=cuts.version)
    given = [answer(scope.question, on=on, actor=actor, scope=Scope((one.code,)), page=page, cuts=cuts) for one in picked.options]
    if len(given) > 1:
        both = choice.together([one.answer for one in given], picked.options, scope.question, left=len(scope.offered) - len(given))
        return replace(given[0], answer=both, retrieved=tuple(row for one in given for row in one.retrieved)[:10])
    said = f"按《{picked.options[0].words}》回答“{scope.question}”。"
    return replace(given[0], answer=replace(given[0].answer, note=f"{said}{given[0].answer.note}"))


def _of_another_subject(named: str, *, on: date, actor: Actor | None, scope: Scope, cuts: Calibration) -> Answered | None:
    """The question before asked of what another paper is named after (公租房多久 … 网约车呢); None where the papers spoken of say it."""
    papers = retrieval.by_codes(scope.codes, on=on)
    whole = fold("".join(f"{paper.named}{block.text}" for paper in papers for block in paper.blocks))
    new = [term for term in terms_of(named, on) if term.telling]
    if not papers or not new or any(term.said_in(whole) >= words.SAID for term in new):
        return None
    if not all(retrieval.by_names((term.word, *term.others), on=on) for term in new):
        return None
    titles = fold("".join(paper.named for paper in papers))
    subject = [term.word for term in terms_of(scope.question, on) if term.telling and term.said_in(titles) >= words.SAID]
    reading = following.of_another(named, scope.question, subject)
    if not reading or len(reading) > LONGEST:
        return None
    given = answer(reading, on=on, actor=actor, cuts=cuts)
    return replace(given, answer=replace(given.answer, note=f"换了一件事，按“{given.read.text}”来找。{given.answer.note}"))


def _in_year(year: int, *, on: date, actor: Actor | None, scope: Scope, cuts: Calibration) -> Answered | None:
    """The question before asked of a year (“2021年的呢”): of the paper spoken of as it was then, or of its like of that year; where there is
    neither, that is said. None where no paper was spoken of."""
    spoken_of, read = retrieval.by_codes(scope.codes, on=on), routing.read(scope.question)
    asked = asked_by(read, Scope(), on)
    if (found := editions.then(asked, year, spoken_of, on=on)) is not None:
        shown, old = found
        note = f"接着上一问，看{year}年的{structured.name_of(old)}。{shown.note}"
        return Answered(replace(shown, note=note, scope=replace(scope, offered=())), read, calibration=cuts.version)
    alike = [one for paper in spoken_of for one in retrieval.of_year(year, paper.edition.title, on=on) if choosing.is_family(one, paper)]
    of_it = [one for one in (*spoken_of, *alike) if year in editions.years_of(one)]
    if not (of_it or spoken_of):
        return None
    paper = (of_it or spoken_of)[0]
    given = answer(scope.question, on=on, actor=actor, scope=Scope((paper.policy.code,)), cuts=cuts)
    if of_it:
        said = f"接着上一问，看{year}年的{structured.name_of(paper)}。"
        return replace(given, answer=replace(given.answer, note=f"{said}{given.answer.note}"))
    said = f"接着上一问“{scope.question}”：本站没有{year}年的这类文件，下面是{structured.name_of(paper)}的有关内容。"
    return replace(given, answer=replace(shaping.only_shown(given.answer), note=said))


def _after(named: str, *, on: date, actor: Actor | None, scope: Scope, page: str, cuts: Calibration) -> Answered | None:
    """The answer to a short question: the one before, asked of what is named anew; how it was understood is said with it. None where
    nothing says in whose place the name stands and no reading is answered: it may be about something else in the same paper."""
    of_that_year = following.of_year(named, scope.question)[1]
    parallel = of_that_year or following.in_its_place(named, scope.question) or following.of_persons(named, scope.question)
    words = [term.word for term in terms_of(scope.question, on) if term.telling]
    if parallel and not page and (of_that_year or following.is_office_or_place(named)):
        scope = replace(scope, codes=(), titles=())  # another place, another paper
    for reading in (parallel,) if parallel else following.readings(named, scope.question, words):
        if len(reading) > LONGEST:
            continue
        given = answer(reading, on=on, actor=actor, scope=replace(scope, question=""), page=page, cuts=cuts)
        if parallel and given.answer.outcome is Outcome.EVIDENCE and not set(scope.codes) <= set(given.answer.scope.codes):
            # nothing is answered of it anywhere: what is shown is of the paper spoken of
            inside = answer(f"那{reading}", on=on, actor=actor, scope=replace(scope, question=""), page=page, cuts=cuts)
            if inside.answer.outcome is Outcome.EVIDENCE:
                given = replace(inside, answer=replace(inside.answer, scope=replace(inside.answer.scope, question=reading)))
        if parallel or given.answer.outcome is Outcome.ANSWER:
            kept = scope if given.answer.outcome is Outcome.REFUSED else given.answer.scope
            said = f"接着上一问，按“{reading if parallel else given.read.text}”来找。"
            return replace(given, answer=replace(given.answer, note=f"{said}{given.answer.note}", scope=kept))
    return None


def _on_subject(subject: str, on: date, actor: Actor | None) -> tuple[Candidate, ...]:
    """What the papers say on a subject, best first."""
    asked = asked_by(routing.read(subject), Scope(), on)
    found = _find(asked, on=on, actor=actor)
    return tuple(choosing.ranked(asked, found.papers, found))


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
        said_so = shaping.not_from_its_page(asked, here.papers[0])
        return replace(outside, answer=replace(outside.answer, note=f"{said_so}{outside.answer.note}")), everywhere
    offered = {option.code for option in outside.answer.options}
    if offered & set(codes) and here.papers:  # it was asked back before, and this paper chosen
        return inside, here
    better = outside.answer.outcome in (Outcome.ANSWER, Outcome.CLARIFY) or inside.score < outside.score
    spoken_of = inside.best[0].found if inside.best else None
    if outside.answer.outcome is Outcome.REFUSED and spoken_of and spoken_of.topical and spoken_of.said >= words.SAID and not on_its_page:
        better = False  # the paper spoken of says it, no other does
    if (
        better and outside.answer.outcome is Outcome.REFUSED
    ):  # what was spoken of before may be meant: nothing says that it is no office's matter
        outside = replace(outside, answer=shaping.refused(asked))
    return (outside, everywhere) if better else (inside, here)


def _from(asked: Asked, found: Found, *, on: date, cuts: Calibration, alone: bool = False) -> Result:
    """The answer these papers give. `alone`: they are the only ones meant, so that they need not be named again."""
    papers = _with_successors(found.papers, on=on)
    read = choosing.placed(asked.read, papers)
    asked = replace(asked, read=read)
    ranked = choosing.ranked(asked, papers, found)
    if not ranked:
        return Result(shaping.outside(asked) if choosing.is_outside(asked, ()) else shaping.refused(asked))
    first, best = ranked[0], tuple(ranked)
    if (earlier := _of_earlier_edition(asked, papers, found, on=on, cuts=cuts)) is not None:
        return earlier
    special = _no_longer(asked, ranked) or _special(asked, papers, ranked, on=on, cuts=cuts, alone=alone)
    if special is not None:
        return Result(special, max(1.0, first.score) if special.outcome is Outcome.ANSWER else first.score, best)
    if not alone and (rivals := choosing.rivals(read, ranked, cuts)):
        return Result(shaping.which_of(asked, rivals), first.score, best)
    current = choosing.stating(ranked, found, cuts, read)
    if current is None or (first.paper is not current.paper and not first.stands and first.score > current.score + FAR_BETTER):
        return Result(shaping.not_current(asked, ranked, cuts), first.score, best)
    current, needed = drafting.of_a_policy(current, ranked, read, cuts), needs_value(read.kind, read.text)
    numbered = current.paper.edition.doc_no in read.doc_nos
    verdict = decide(current.found, value_needed=needed, dense=found.dense, cuts=cuts, alone=alone or numbered)
    beside: tuple[str, ...] = ()
    if verdict.outcome is Outcome.ANSWER:
        if (listing := choosing.listing(current, ranked, found, cuts, read)) is not None:
            beside, current = (current.found.provision.label,), listing
        if each := choosing.penalties(current, ranked, asked):
            shown = [*each, *(one for one in ranked if one not in each)]
            return Result(shaping.evidence(asked, shown, verdict.confidence), current.score, tuple(shown))
        draft = drafted(asked, current)
        if read.kind is Kind.LIST and len(draft.sentences) == 1 and as_a_whole.asks_contents(read.text):
            return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)  # one task is not all of them
        if read.kind is Kind.COMPARE and draft.sentences and draft.sentences[0].text.endswith(("：", ":")):
            return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)  # a list tells nothing apart
        here = is_open(asked, draft) or (needed and current.found.by_title)
        if (here or read.kind is Kind.WHO) and choosing.is_one_of_many(current, ranked, found, cuts, value_needed=needed, here=here):
            return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)
        if choosing.is_narrower(current.paper, read):
            return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)
        of_later = choosing.is_of_later(current.paper, read, current.found.provision.text)
        cases = beside or choosing.other_cases(current, ranked, read)
        one_of_them = bool(cases) and not choosing.is_list(current)
        for other in choosing.other_groups(current, ranked, read):
            draft = structured.with_another(draft, drafted(asked, other))
        if of_later or one_of_them or choosing.is_contested(current, ranked, found, cuts, read):
            return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)
        given = later.with_changes(shaping.stated(asked, current.paper, draft, verdict.confidence, ranked), current.paper, draft, on=on)
        return Result(shaping.beside(given, cases or choosing.other_tasks(current, read)), current.score, best)
    if not first.stands and (verdict.outcome is Outcome.EVIDENCE or not first.found.missing):
        return Result(shaping.not_current(asked, ranked, cuts), first.score, best)
    if verdict.outcome is Outcome.EVIDENCE:
        return Result(shaping.evidence(asked, ranked, verdict.confidence), current.score, best)
    if near := [one for one in ranked[:LOOKED_THROUGH] if is_near(one.found, value_needed=needed)]:
        shown = [*near, *(one for one in ranked if one not in near)]
        return Result(shaping.evidence(asked, shown, min(verdict.confidence, UNSURE)), current.score, tuple(shown))
    if choosing.is_outside(asked, ranked):
        return Result(shaping.outside(asked), current.score, best)
    return Result(shaping.refused(asked), current.score, best)


def _of_earlier_edition(asked: Asked, papers: Sequence[Paper], found: Found, *, on: date, cuts: Calibration) -> Result | None:
    """Where the number asked for is that of an earlier edition of the paper found: what holds now, and beside it what was said then."""
    read = asked.read
    pairs = [(old, paper) for paper in papers if (old := about_paper.earlier_edition(read, paper, on=on))]
    if len(papers) > 1 or not pairs or read.kind is Kind.COMPARE:
        return None
    old, new = pairs[0]
    then = choosing.ranked(asked, [old], found)
    if read.kind is Kind.STANDING or read.about:
        draft = about_paper.standing_of_earlier(old, new) if read.kind is Kind.STANDING else about_paper.told(old, read.about or Fact.WHAT)
        return Result(shaping.stated(asked, new, draft, READ_OFF, then), 1.0, tuple(then)) if draft else None
    present = replace(asked, read=replace(read, doc_nos=(new.edition.doc_no,) if new.edition.doc_no else ()))
    now = _from(present, replace(found, papers=(new,)), on=on, cuts=cuts, alone=True)
    quoted = about_paper.clause_of(old, read.article) if read.article else None
    if quoted is None and then and not read.article:
        quoted = old.passage(then[0].found.provision)
    return replace(now, answer=about_paper.of_earlier(now.answer, old, new, quoted))


def _with_successors(papers: Sequence[Paper], *, on: date) -> tuple[Paper, ...]:
    """The papers, and those that took the place of one among them."""
    here = {paper.policy.pk for paper in papers}
    more = [paper.successor.pk for paper in papers if paper.successor and paper.successor.pk not in here]
    return (*papers, *retrieval.present(list(dict.fromkeys(more)), on=on)) if more else tuple(papers)


# —— answers read off a paper's facts and structure ——


def _no_longer(asked: Asked, ranked: Sequence[Candidate]) -> Answer | None:
    """Asked whether something still holds (现在还限行吗): that the paper, or the clause, that ruled it no longer does. None where one in force
    says all that is asked."""
    if not asked.read.still or asked.read.kind in (Kind.COMPARE, Kind.PHONE) or asked.read.article:
        return None
    for one in ranked[:LOOKED_THROUGH]:
        if not choosing.says_all(one, asked):
            continue
        over = one if not one.stands else choosing.suspended_by(one.paper, ranked)
        if over is None:
            return None
        draft = structured.over(over.paper, over.found.provision)
        return shaping.stated(asked, over.paper, draft, READ_OFF, ranked) if draft else None
    return None


LOOKED_THROUGH = 6  # of what was found, where it is asked whether something still holds


def _special(
    asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, on: date, cuts: Calibration, alone: bool
) -> Answer | None:
    read = asked.read
    if read.kind is Kind.COMPARE and (compared := editions.compared(asked, papers, ranked, on=on)):
        return compared
    if read.kind is Kind.LIST and not read.unit and (named := choosing.meant(asked, papers, ranked, alone=alone)) and named[0].usable:
        items = structured.named_items(named[0], read.text)
        if items is not None:
            return shaping.stated(asked, named[0], items, READ_OFF, ranked)
    if (whole := as_a_whole.answered(asked, papers, ranked, alone=alone)) is not None:
        return whole
    if not (read.kind in (Kind.PHONE, Kind.STANDING) or read.article or read.unit or read.about or structured.asks_parts(read.text)):
        return None
    meant = choosing.meant(asked, papers, ranked, alone=alone)
    if read.about:
        meant = [one for one in meant if not choosing.is_of_another_year(one, read)]
    if read.unit and len(meant) > 1:  # of several papers those that give it any task
        meant = [one for one in meant if structured.tasks_of(one, read.unit)] or meant
    if len(meant) > 1 and not (read.kind is Kind.PHONE and len({one.edition.consult_phone for one in meant}) == 1):
        return shaping.which_of(asked, meant)
    if read.kind is Kind.STANDING and meant and _OLD.search(read.text) and meant[0].usable:
        meant = [old] if (old := choosing.replaced_by(meant[0], papers)) else []
    if read.article and meant and read.kind in (Kind.FACT, Kind.LIST):
        clause = about_paper.clause_of(meant[0], read.article)
        if clause is None and (read.doc_nos or read.names or asked.bare):
            return shaping.no_such_article(asked, meant[0])
        if clause is not None and not clause.in_force:
            return shaping.clause_not_current(asked, meant[0], clause)
    draft = _read_off(asked, meant[0]) if meant else None
    if draft is not None:
        return shaping.stated(asked, meant[0], draft, READ_OFF, ranked)
    if read.kind is Kind.STANDING and (meant or _OLD.search(read.text)):
        return shaping.evidence(asked, ranked, UNSURE)
    if read.kind is not Kind.PHONE:
        return None
    ours = alone or is_ours(ranked[0].found, cuts)
    if ours and ranked[0].stands and choosing.speaks_of_all(ranked[0].paper, asked):
        told = structured.told_number(ranked[0].paper, asked.terms)
        return shaping.stated(asked, ranked[0].paper, told, READ_OFF, ranked) if told else shaping.evidence(asked, ranked, UNSURE)
    return shaping.evidence(asked, ranked, UNSURE) if ours else shaping.refused(asked)


_OLD = re.compile("[老旧](?=的|办法|规定|政策|文件|版|通知)|原来的|以前的|之前的|原(?=办法|规定|政策|文件)")


def _read_off(asked: Asked, paper: Paper) -> Draft | None:
    read = asked.read
    if read.kind is Kind.PHONE:
        return structured.telephone(paper, asked.terms, read.text)
    if read.kind is Kind.STANDING:
        # what is said about a policy has no standing of its own
        own = paper.category is Category.POLICY and not choosing.is_of_later(paper, read)
        return structured.standing(paper) if own else None
    if read.about:
        return about_paper.told(paper, read.about)
    if not paper.usable:
        return None
    if read.article and read.kind in (Kind.FACT, Kind.LIST):
        return structured.article(paper, read.article)
    return structured.tasks_of(paper, read.unit) if read.unit else structured.parts(paper)


def _carried(result: Result, asked: Asked, before: Scope) -> Scope:
    """What the next question may lean on: the paper answered from, the words asked for and the question as it was understood."""
    understood = asked.words if asked.bare else asked.read.text
    if result.answer.outcome is Outcome.CLARIFY:
        return replace(before, question=understood[:LONGEST], offered=result.answer.options)
    if result.answer.outcome is not Outcome.ANSWER and result.answer.outcome is not Outcome.EVIDENCE:
        return before
    return replace(result.answer.scope, topic=topic_of(asked.terms) or before.topic, question=understood[:LONGEST])
