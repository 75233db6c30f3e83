"""The texts of one matter from different years: what changed from one to the other, what one of them said, and of which year there is none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from gongkai.assistant import choosing, retrieval, shaping, structured
from gongkai.assistant.choosing import MEANT_WITH_A_CLAUSE, Asked, Candidate
from gongkai.assistant.retrieval import Found, Paper
from gongkai.assistant.rules.answers import Answer, Outcome, Step, quoted
from gongkai.assistant.rules.counterparts import is_hollow
from gongkai.assistant.rules.routing import Read
from gongkai.assistant.rules.words import SAID, Term, coverage
from gongkai.policies import queries as policies
from gongkai.policies.rules.kinds import Category
from gongkai.search.rules.tokens import fold

LOOKED_THROUGH = 6  # of what was found, for the paper that is meant
SHORT = 2  # characters: a longer word names a paper by itself
_READ_OFF, _UNSURE = 0.9, 0.3


def compared(asked: Asked, papers: Sequence[Paper], ranked: Sequence[Candidate], *, on: date) -> Answer | None:
    """Two papers of one family, or two texts of one paper, told apart by their years; else a paper and what it was before. Where one of the
    years has no text, that is said. None where no two texts are compared."""
    if not structured.asks_editions(asked.read.text):
        return None
    # what is only said about a paper has no editions of its own
    first = next((one.paper for one in ranked[:LOOKED_THROUGH] if one.paper.category is Category.POLICY), ranked[0].paper)
    new = _revised(asked, papers, first)
    years = sorted(asked.read.years)[:2]
    pair = _of_two_titles(asked, papers, first, on=on) if len(years) > 1 else None
    if pair is None and years and _is_named(new, asked):
        every = versions(new, on=on)
        pair = _of_years(years, every)
        if pair is None and len(years) > 1:
            return _lacking(asked, years, every, ranked)
    if pair is None and len(years) < 2:
        old = structured.earlier(new, on=on) or choosing.replaced_by(new, papers)
        pair = (old, new) if old else None
    if pair is None:
        return None
    own = [term.word for term in asked.telling if term.said_in(pair[1].named) < SAID and not term.word.isdecimal()]
    draft = structured.compared(*pair, own, asked.read.text)
    return shaping.stated(asked, pair[1], draft, _READ_OFF, ranked) if draft.sentences else None


def versions(paper: Paper, *, on: date) -> tuple[Paper, ...]:
    """The texts that ruled the matter one after the other, oldest first: the papers whose place this one took, its earlier editions and
    itself as it stands."""
    before = [one for one in retrieval.in_whose_place(paper, on=on) if one.policy.pk != paper.policy.pk]
    found = [edition for one in (*before, paper) for edition in (*_earlier(one, on=on), one)]
    return tuple(sorted(found, key=lambda one: one.edition.formed_on or date.min))


def _earlier(paper: Paper, *, on: date) -> list[Paper]:
    texts = {text.edition_id: text for text in policies.texts_to_compare(paper.policy, on) if text.edition_id != paper.edition.pk}
    return [retrieval.past(paper, text, on=on) for text in texts.values()]


def years_of(paper: Paper) -> frozenset[int]:
    """The years a paper is called by: those in its title, else the one it was made in."""
    in_title = {int(year) for year in re.findall(r"(?:19|20)\d\d(?=年)", paper.edition.title)}
    made = {paper.edition.formed_on.year} if paper.edition.formed_on else set()
    return frozenset(in_title or made)


def _of_years(years: Sequence[int], every: Sequence[Paper]) -> tuple[Paper, Paper] | None:
    """The text of each of two years; of one year named alone the text of that year and the present one."""
    found = [next((one for one in reversed(every) if year in years_of(one)), None) for year in years]
    old, new = found[0], found[1] if len(found) > 1 else every[-1]
    return (old, new) if old is not None and new is not None and old is not new else None


def _lacking(asked: Asked, years: Sequence[int], every: Sequence[Paper], ranked: Sequence[Candidate]) -> Answer | None:
    """Said where a comparison asks for a year that has no text: of which years there are some, and where to compare them."""
    there = {year for one in every for year in years_of(one)}
    lacking = [year for year in years if year not in there]
    if not lacking:
        return None
    newest = every[-1]
    of_it = [one for one in ranked if one.paper.policy.pk == newest.policy.pk and not _rules_nothing(one, asked)]
    shown = shaping.evidence(asked, of_it or ranked, _UNSURE)
    told = "、".join(f"{_in_words(years_of(one))}（{one.edition.doc_no or quoted(one.edition.title)}）" for one in every)
    some = "，不能比较这两年；可以对照的有" if len(every) > 1 else "，不能比较；只有"
    note = f"关于{quoted(newest.edition.title)}所规定的事，本站没有{_in_words(lacking)}的文件{some}{told}。"
    return replace(shown, steps=tuple(dict.fromkeys((*_to_compare(every), *shown.steps))), note=f"{note}{shown.note}")


def _rules_nothing(one: Candidate, asked: Asked) -> bool:
    """Whether a clause holds a sentence that only repeals another paper, or says what this one is for."""
    return any(is_hollow(said.text, asked.read.kind, asked.read.text) for said in one.found.provision.statements)


def _in_words(years: Iterable[int]) -> str:
    return "、".join(f"{year}年" for year in sorted(years))


def _to_compare(every: Sequence[Paper]) -> tuple[Step, ...]:
    """Where the texts stand side by side: editions of one paper on its own page, two papers each on theirs."""
    newest = every[-1]
    if sum(one.policy.pk == newest.policy.pk for one in every) > 1:
        return (Step("看逐条对比", "policy", newest.policy.code),)
    others = {one.policy.code: one for one in every[:-1]}
    return tuple(Step(f"看《{one.edition.title}》", "policy", code) for code, one in others.items())


def with_steps(answer: Answer, asked: Asked, shown: Sequence[Candidate], *, on: date) -> Answer:
    """Evidence for a comparison of texts with the way to where they stand side by side, where the first paper shown has earlier ones."""
    if answer.outcome is not Outcome.EVIDENCE or not structured.asks_editions(asked.read.text):
        return answer
    first = next((one.paper for one in shown[:LOOKED_THROUGH] if one.paper.category is Category.POLICY), None)
    if first is None or len(every := versions(first, on=on)) < 2:
        return answer
    return replace(answer, steps=tuple(dict.fromkeys((*_to_compare(every), *answer.steps))))


def then(asked: Asked, year: int, papers: Sequence[Paper], *, on: date) -> tuple[Answer, Paper] | None:
    """What the text of a year said, shown as no longer in force, where one of these papers has such an earlier text; with that text."""
    for paper in papers:
        old = next((one for one in reversed(versions(paper, on=on)) if year in years_of(one)), None)
        if old is None or old.usable:
            continue
        ranked = choosing.ranked(asked, [old], Found((old,), {}))
        if ranked:
            return shaping.of_another_time(asked, ranked), old
    return None


def _is_named(paper: Paper, asked: Asked) -> bool:
    """Whether the question names what the paper is about."""
    named = fold(paper.named)
    after_it = any(
        term.said_in(named) >= SAID and max(map(len, (term.word, *term.others))) > SHORT for term in _without_years(asked.telling)
    )
    return after_it or _says(paper, asked)


def _without_years(terms: Iterable[Term]) -> list[Term]:
    return [term for term in terms if not re.fullmatch(r"(?:19|20)\d\d", term.word)]


def _revised(asked: Asked, papers: Sequence[Paper], like: Paper) -> Paper:
    """The paper whose changes are asked for: the one in force that is named."""
    named = [one for one in papers if one.category is Category.POLICY and _says(one, asked)]
    if named:
        return next((one for one in named if one.usable), named[0])
    return like


def _says(paper: Paper, asked: Asked) -> bool:
    telling = _without_years(asked.telling)
    return bool(telling) and coverage(telling, (fold(paper.named), 1.0)) >= MEANT_WITH_A_CLAUSE


def _of_two_titles(asked: Asked, papers: Sequence[Paper], like: Paper, *, on: date) -> tuple[Paper, Paper] | None:
    """Two papers, one of each year named, whose titles are most alike but for the year."""
    years = sorted(asked.read.years)[:2]
    found = []
    for year in years:
        kept = [paper for paper in papers if str(year) in paper.edition.title and paper.category is Category.POLICY]
        kept += retrieval.of_year(year, like.edition.title, on=on)
        found.append([paper for paper in kept if all(place in paper.named for place in asked.read.places)])
    pairs = [(old, new) for old in found[0] for new in found[1] if old.policy.pk != new.policy.pk]
    best = max(pairs, key=lambda pair: _alike(pair, years, asked.read), default=None)
    return best if best is not None and choosing.is_family(*best) and _is_named(best[1], asked) else None


def _alike(pair: tuple[Paper, Paper], years: Sequence[int], read: Read) -> float:
    old, new = (re.sub(str(year), "", paper.edition.title) for paper, year in zip(pair, years, strict=True))
    return fuzz.ratio(old, new) + fuzz.partial_ratio(re.sub(r"(?:19|20)\d\d年?[和与跟、]?", "", read.text), new)
