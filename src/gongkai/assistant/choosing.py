"""Which provision answers, and of which of several papers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from rapidfuzz import fuzz

from gongkai.assistant import retrieval
from gongkai.assistant.retrieval import Found, Paper
from gongkai.assistant.rules.answers import Kind, Outcome
from gongkai.assistant.rules.elsewhere import may_be_official
from gongkai.assistant.rules.extracting import Extract, extract, roughly
from gongkai.assistant.rules.fitting import figures, needs_value
from gongkai.assistant.rules.outcome import Calibration, competing, decide
from gongkai.assistant.rules.routing import Read, places_in
from gongkai.assistant.rules.words import ACTS, COMMON, SAID, Term, coverage
from gongkai.people.queries import home
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.provisions import Provision, forwards, is_forwarding
from gongkai.search.rules.tokens import fold

LOOKED_INTO = 6  # provisions of a paper whose sentences are weighed
SAME_FAMILY = 72.0  # percent: titles so alike without year and place are papers of one family
PREFERRED = 0.25  # of the score, by which a policy goes before what is said about it
REPORTED = 0.35  # … and before what is only reported
BESIDE = 0.12  # of the score, by which another clause of the same paper that holds what is asked for goes first
AS_WELL, NEARLY = 0.05, 0.2
FAMILY_CLOSE = 4  # times as near counts among papers of one family, when a question names neither year nor place
MEANT, MEANT_WITH_A_CLAUSE = 0.85, 0.4  # the share of the telling words a paper's name must say; less if one clause says the rest
MEANT_ALIKE = 0.04

_WORTH_OF = {Category.POLICY: 1.0, Category.INTERPRETATION: 0.96, Category.NEWS: 0.88, Category.OTHER: 0.85}
_PREFERRED_TO = {Category.INTERPRETATION: PREFERRED, Category.NEWS: REPORTED, Category.OTHER: REPORTED}
_NOT_CURRENT, _GONE, _ONLY_CHANGES, _OTHER_YEAR, _OTHER_PLACE, _BY_HIT = 0.85, 0.8, 0.8, 0.7, 0.7, 0.05


@dataclass(frozen=True)
class Asked:
    """A question ready to be looked up: its reading, its words with their weights, and all of it as one text. `bare`: it only asks and
    names nothing itself (“谁负责？”); its words are then those of the question before."""

    read: Read
    terms: tuple[Term, ...]
    words: str
    bare: bool

    @property
    def telling(self) -> tuple[Term, ...]:
        """The telling words, but for the unit whose tasks are asked for."""
        return tuple(term for term in self.terms if term.telling and term.word not in self.read.unit)


@dataclass(frozen=True)
class Candidate:
    paper: Paper
    found: Extract
    score: float

    @property
    def stands(self) -> bool:
        """May be answered from as current."""
        return self.paper.usable and not self.paper.is_gone(self.found.provision)


def ranked(asked: Asked, papers: Sequence[Paper], found: Found) -> list[Candidate]:
    """The best provisions of every paper, best first."""
    read = asked.read
    most = max((score for score, _ in found.hits.values()), default=1.0) or 1.0
    by_edition: dict[int, float] = {}
    for (edition, _), (score, _) in found.hits.items():
        by_edition[edition] = max(score / most, by_edition.get(edition, 0.0))
    candidates = []
    off_year = _off_year(read, papers)
    for paper in papers:
        current = 1.0 if paper.usable or read.kind is Kind.STANDING else _NOT_CURRENT
        factor = (
            _factor(read, paper, papers)
            * current
            * (_ONLY_CHANGES if any(not one.usable and _only_changes(paper, one) for one in papers) else 1.0)
        )
        title = fold(paper.named)
        ruling = [one for one in paper.provisions if not is_forwarding(one) or _tells_figures(one)]
        rough = sorted(ruling, key=lambda one: roughly(one, asked.terms, title, read.kind, read.text), reverse=True)
        for provision in rough[:LOOKED_INTO]:
            taken = extract(provision, asked.terms, paper.named, read.kind, read.text)
            of_its_year = paper.policy.pk not in off_year or any(str(year) in provision.text for year in read.years)
            score = taken.score * factor * (1.0 if of_its_year else _OTHER_YEAR) + _BY_HIT * by_edition.get(paper.edition.pk, 0.0)
            candidates.append(Candidate(paper, taken, score * (_GONE if paper.is_gone(provision) else 1.0)))
    return sorted(candidates, key=lambda one: -one.score)


def _beside(one: Candidate, chosen: Candidate, here: bool) -> bool:
    """The one chosen, another of its paper, or of another policy: what is said about a policy answers with it."""
    if one.paper is chosen.paper:
        return here or one is chosen
    return one.paper.category is chosen.paper.category is Category.POLICY


def _tells_figures(provision: Provision) -> bool:
    """Whether a paragraph that leads to what follows has already said how much: “……合格率98.1%。现将情况公告如下：”"""
    return any(figures(one.text) and not forwards(one.text) for one in provision.statements)


def placed(read: Read, papers: Sequence[Paper]) -> Read:
    """The question with the places it names in short (崂山 for 崂山区), as the titles of these papers write them."""
    written = {place for paper in papers for place in places_in(paper.edition.title)}
    short = tuple(place for place in sorted(written) if len(place) > 2 and place[:-1] in read.text and place not in read.text)
    return replace(read, places=tuple(dict.fromkeys((*read.places, *short)))) if short else read


def stating(candidates: Sequence[Candidate], found: Found, cuts: Calibration, read: Read) -> Candidate | None:
    """The best provision in force that answers, of the paper whose provision is best; of what is only said about a policy the policy
    itself, where it says nearly as much."""
    standing = [one for one in candidates if one.stands]
    if not standing:
        return None
    first, needed = standing[0], needs_value(read.kind, read.text)
    spoken_of = first.paper.category is not Category.POLICY
    for one in standing:
        if one.score < first.score - (_PREFERRED_TO[first.paper.category] if spoken_of else BESIDE):
            break
        if one.paper.category is Category.POLICY if spoken_of else one.paper is first.paper:
            verdict = decide(one.found, value_needed=needed, dense=found.dense, cuts=cuts)
            if verdict.outcome is Outcome.ANSWER:
                return _named_so(one, standing, found, cuts) if read.kind is Kind.WHO else one
    return _with_the_value(standing, found, cuts) if needed and not first.found.fits else first


def _with_the_value(standing: Sequence[Candidate], found: Found, cuts: Calibration) -> Candidate:
    """The best clause or, where it lacks the value asked for, that of another policy which is as near and answers with one."""
    near = [one for one in standing if one.score >= standing[0].score - AS_WELL / 2 and one.paper.category is Category.POLICY]
    answers = (one for one in near if decide(one.found, value_needed=True, dense=found.dense, cuts=cuts).outcome is Outcome.ANSWER)
    return next(answers, standing[0])


def _named_so(chosen: Candidate, standing: Sequence[Candidate], found: Found, cuts: Calibration) -> Candidate:
    """Of who answers for something: the clause of the same paper that is named after it, before one that only mentions it."""
    near = [one for one in standing if one.paper is chosen.paper and one.score >= chosen.score - BESIDE and one.found.named >= 1.0]
    answers = [one for one in near if decide(one.found, value_needed=True, dense=found.dense, cuts=cuts).outcome is Outcome.ANSWER]
    return answers[0] if chosen.found.named < 1.0 and answers else chosen


def is_one_of_many(
    chosen: Candidate, candidates: Sequence[Candidate], found: Found, cuts: Calibration, *, value_needed: bool, here: bool
) -> bool:
    """Whether other clauses answer as well as the one chosen: of other policies, and of the same where the question is open
    (`here`: “对新媒体做什么”)."""
    # of a single word that names no paper (“免申即享由谁负责”) many papers may speak
    least = chosen.score - (NEARLY if chosen.found.telling == 1 and not chosen.found.by_title else AS_WELL)
    near = [one for one in candidates if one.stands and one.score >= least and _beside(one, chosen, here)]
    answers = [decide(one.found, value_needed=value_needed, dense=found.dense, cuts=cuts).outcome is Outcome.ANSWER for one in near]
    return sum(answers) > 1


def other_cases(chosen: Candidate, candidates: Sequence[Candidate], read: Read) -> tuple[str, ...]:
    """Where it is asked in which cases something holds: the other articles of the same paper that may tell of a case as well, best first.
    One sentence alone would pass for all; a list of cases stands, with these named beside it."""
    if not _IN_WHICH_CASES.search(read.text):
        return ()
    others = [
        one.found.provision.label
        for one in candidates
        if one.paper is chosen.paper
        and one.stands
        and one.found.provision is not chosen.found.provision
        and one.score >= chosen.score - (NEARLY / 2 if is_list(chosen) else NEARLY)
        and not one.found.missing
        and (one.found.fits or not is_list(chosen))
    ]
    return tuple(dict.fromkeys(label for label in others if label))[:MOST_BESIDE]


def listing(chosen: Candidate, candidates: Sequence[Candidate], found: Found, cuts: Calibration, read: Read) -> Candidate | None:
    """Where it is asked in which cases something holds and one sentence was chosen: the clause of the same paper that lists the cases and
    answers nearly as well."""
    if is_list(chosen) or not _IN_WHICH_CASES.search(read.text):
        return None
    lists = (
        one
        for one in candidates
        if one.paper is chosen.paper and one.stands and is_list(one) and one.found.fits and one.score >= chosen.score - NEARLY / 2
    )
    return next(
        (one for one in lists if decide(one.found, value_needed=True, dense=found.dense, cuts=cuts).outcome is Outcome.ANSWER), None
    )


def penalties(chosen: Candidate, candidates: Sequence[Candidate], asked: Asked) -> tuple[Candidate, ...]:
    """Where a penalty was chosen and nothing in the question says for what: all those of its paper that were found; empty for one alone."""
    if not _PENALTY_ASKED.search(asked.read.text) or not _PENALTY.search(chosen.found.provision.text):
        return ()
    named, text = fold(chosen.paper.named), fold(chosen.found.provision.text)
    own = [term for term in asked.telling if term.said_in(named) < SAID and "罚" not in term.word]
    if any(term.said_in(text) >= SAID for term in own):
        return ()
    found = [one for one in candidates if one.paper is chosen.paper and one.stands and _PENALTY.search(one.found.provision.text)]
    return tuple(found) if len(found) > 1 else ()


_PENALTY_ASKED = re.compile(
    "(?:怎么|如何|怎样|会)(?:被)?(?:处?罚|处理)|处罚(?:标准|规定|措施)?(?:是|有)?(?:什么|哪些|多少)|罚(?:款)?多少|什么处罚"
)
_PENALTY = re.compile("处[^，。；]{2,24}(?:罚款|拘留)|给予警告|处以?警告")


def other_groups(chosen: Candidate, candidates: Sequence[Candidate], read: Read) -> tuple[Candidate, ...]:
    """Where a time or an amount is told of one group of people only (外来务工人员申请……的) that the question does not name: the other clauses
    of the same paper that tell it as well, of others."""
    if read.kind not in (Kind.PERIOD, Kind.AMOUNT) or chosen.paper.category is not Category.POLICY:
        return ()
    groups = {match[1] for one in chosen.found.statements for match in _OF_A_GROUP.finditer(one.text)}
    if not groups or any(group[-2:] in read.text or group[:2] in read.text for group in groups):
        return ()
    others = [
        one
        for one in candidates
        if one.paper is chosen.paper
        and one.stands
        and one.found.provision is not chosen.found.provision
        and one.found.fits
        and not (one.found.missing or one.found.unsaid)
        and one.score >= chosen.score - AS_WELL * 2
    ]
    return tuple(others[:MOST_BESIDE])


_OF_A_GROUP = re.compile(
    "([\u4e00-\u9fff]{1,8}(?:人员|职工|家庭|毕业生|老年人|残疾人|学生|企业))(?:为单位)?(?:申请|办理|购买|领取)[^，。；]{0,12}的，"
)


def other_tasks(chosen: Candidate, read: Read) -> tuple[str, ...]:
    """Where the tasks of a unit are asked for and no annotation lists them: the other clauses of the paper that name the unit."""
    if not read.unit:
        return ()
    others = [one for one in chosen.paper.provisions if one is not chosen.found.provision and read.unit in one.text and one.label]
    return tuple(dict.fromkeys(one.label for one in others))[:MOST_BESIDE]


def is_list(one: Candidate) -> bool:
    return len(one.found.provision.members) > 1


MOST_BESIDE = 3
_IN_WHICH_CASES = re.compile("(?:什么|哪些|何种|哪[一几]?种)(?:样的)?(?:情况|情形|条件|时候)之?下?(?=会|要|应|得|可以?|能|就|才|不)")


def is_contested(chosen: Candidate, candidates: Sequence[Candidate], found: Found, cuts: Calibration, read: Read) -> bool:
    """Whether another policy answers as well with other figures; of a paper of one district or town, that the question does not name,
    also one that answers nearly as well."""
    if read.kind not in (Kind.PERIOD, Kind.AMOUNT):
        return False
    narrow = not read.places and len(set(places_in(chosen.paper.edition.title))) > 1
    least = chosen.score - (NEARLY if narrow else AS_WELL)
    given = _values(chosen)
    return any(
        one.stands
        and one.score >= least
        and one.paper is not chosen.paper
        and one.paper.category is chosen.paper.category is Category.POLICY
        and not given & _values(one)
        and decide(one.found, value_needed=True, dense=found.dense, cuts=cuts).outcome is Outcome.ANSWER
        for one in candidates
    )


def place_of(paper: Paper) -> str:
    """The district, county, town or street whose own rule a policy is, by whoever issued it as its title says; empty for one of a city, a
    province or of whose site this is."""
    if paper.category is not Category.POLICY or "关于" not in paper.edition.title:
        return ""
    places = _ISSUED_IN.findall(paper.edition.title.split("关于")[0].replace("人民政府", " "))
    if not places or places[-1].endswith(("省", "市")):
        return ""
    house = home(settings.REGION_CODE)
    return "" if house is not None and places[-1] in house.name else str(places[-1])


_ISSUED_IN = re.compile("[\u4e00-\u9fff]{2,3}?(?:省|市|区|县|镇|(?<!城)乡|街道)")


def is_narrower(paper: Paper, read: Read) -> bool:
    """Whether a paper is of one district only and what holds in the whole city was asked."""
    return bool(place_of(paper)) and not read.places and bool(_WHOLE.search(read.text))


_WHOLE = re.compile("市里|全市|市级|市本级|[我本]市(?!户籍|户口|居住|缴|就业|工作|人)")


def is_of_later(paper: Paper, read: Read, words: str = "") -> bool:
    """Whether every year asked about lies before this paper was made, and its words do not speak of one: it says nothing of that time."""
    made = {int(year) for year in re.findall(r"(?:19|20)\d\d", paper.edition.title)}
    made |= {paper.edition.formed_on.year} if paper.edition.formed_on else set()
    return bool(read.years and made) and max(read.years) < min(made) and not any(str(year) in words for year in read.years)


def is_of_another_year(paper: Paper, read: Read) -> bool:
    """Whether the question names a year that is not the paper's."""
    return bool(read.years) and not _of_year(paper, read.years)


def _values(one: Candidate) -> set[tuple[str, str]]:
    return {(figure.unit, str(figure.value)) for said in one.found.statements for figure in figures(said.text)}


def meant(asked: Asked, papers: Sequence[Paper], candidates: Sequence[Candidate], *, alone: bool) -> list[Paper]:
    """The paper a question about a whole paper is about; several of one family when they are meant equally; none when none is named."""
    read = asked.read
    if alone and papers:
        whole = fold(papers[0].named + "".join(block.text for block in papers[0].blocks))
        known = asked.bare or all(term.said_in(whole) >= SAID or (read.unit and term.word in _TASKS) for term in asked.telling)
        return [papers[0]] if known else []
    if read.doc_nos and (numbered := [paper for paper in papers if paper.edition.doc_no in read.doc_nos]):
        return numbered[:1]
    scored = []
    for paper in papers:
        # what extends or suspends the paper asked about is not meant; what repeals an article of yet another paper may be
        if read.kind is Kind.STANDING and any(_only_changes(paper, other) and _is_spoken_of(other, asked) for other in papers):
            continue
        share = coverage(asked.telling, (fold(paper.named), 1.0)) if asked.telling else 0.5
        by_one_clause = any(not set(one.found.missing) - {read.unit} for one in candidates if one.paper is paper)
        if share >= MEANT or (by_one_clause and share >= MEANT_WITH_A_CLAUSE):
            year = _OTHER_YEAR if paper.policy.pk in _off_year(read, papers) else 1.0
            scored.append((share * _factor(read, paper, papers) * year * (1.0 if paper.usable else 0.9), paper))
    own = [pair for pair in scored if pair[1].category is Category.POLICY]
    scored = sorted(own or scored, key=lambda pair: -pair[0])
    near = [paper for score, paper in scored if score >= scored[0][0] - MEANT_ALIKE and is_family(paper, scored[0][1])]
    return near if len(near) > 1 and not _told_apart(read, near) else near[:1]


def rivals(read: Read, candidates: Sequence[Candidate], cuts: Calibration) -> list[Paper]:
    """Papers of one family that answer equally well, when the question names neither year nor place of one of them."""
    best: dict[int, Candidate] = {}
    for one in candidates:
        if one.paper.usable and one.paper.category is Category.POLICY and not one.found.missing:
            best.setdefault(one.paper.policy.pk, one)
    leading = list(best.values())
    if not leading or leading[0].paper is not candidates[0].paper:
        return []
    named = bool(read.years or read.places)
    near = leading[: competing([one.score for one in leading], cuts.close if named else FAMILY_CLOSE * cuts.close)]
    family = [one.paper for one in near if is_family(one.paper, near[0].paper)]
    # what only extends or suspends another of them is not asked apart from it
    family = [one for one in family if not any(_only_changes(one, other) for other in family)]
    return family if len(family) > 1 and not _told_apart(read, family) else []


def replaced_by(new: Paper, papers: Sequence[Paper]) -> Paper | None:
    """The paper among these whose place the new one took."""
    return next((one for one in papers if one.successor and one.successor.pk == new.policy.pk != one.policy.pk), None)


def is_outside(asked: Asked, candidates: Sequence[Candidate]) -> bool:
    """Whether no clause found says anything of what is asked, but for acts and persons that every paper knows (密码, 红烧肉)."""
    own = {term.word for term in asked.telling if term.word not in COMMON and not term.word.isdecimal()}
    named = asked.read.doc_nos or asked.read.names
    return bool(own) and not named and not may_be_official(asked.read.text) and all(own <= set(one.found.missing) for one in candidates)


def says_all(one: Candidate, asked: Asked) -> bool:
    """Whether a clause with its paper speaks of all that is asked, but for what is done with it (申请, 领)."""
    return bool(asked.telling) and one.found.topical and not set(one.found.missing) - ACTS - _NOW


_NOW = frozenset(("现在", "还有", "如今", "目前", "继续", "还能", "还要", "还是"))


def speaks_of_all(paper: Paper, asked: Asked) -> bool:
    """Whether a paper speaks of all that is asked, in one clause or another."""
    whole = fold(paper.named + "\n".join(block.text for block in paper.blocks))
    return bool(asked.telling) and all(term.said_in(whole) >= SAID for term in asked.telling)


def of_other_years(read: Read, shown: Sequence[Candidate], *, on: date) -> str:
    """Said where a year is asked about of which there is no paper of this kind, and those shown are of other years; else empty."""
    own = {year: one.paper for one in shown if one.paper.category is Category.POLICY for year in _years_of(one.paper)}
    spoken_of = "".join(one.found.provision.text for one in shown)
    lacking = [year for year in read.years if year not in own and str(year) not in spoken_of]
    if not own or len(lacking) != 1 or shown[0].paper not in own.values():
        return ""
    there = retrieval.of_year(lacking[0], shown[0].paper.edition.title, on=on)
    if any(all(place in paper.named for place in read.places) for paper in there):
        return ""
    return f"本站没有{lacking[0]}年的这类文件，以下是{'、'.join(str(year) for year in sorted(own))}年的。"


def _years_of(paper: Paper) -> set[int]:
    return {int(year) for year in re.findall(r"(?:19|20)\d\d(?=年)", paper.edition.title)}


def suspended_by(paper: Paper, candidates: Sequence[Candidate]) -> Candidate | None:
    """The best clause of a paper that this one suspends or repeals without taking its place."""
    return next((one for one in candidates if not one.paper.usable and _only_changes(paper, one.paper)), None)


def _off_year(read: Read, papers: Sequence[Paper]) -> set[int]:
    """Papers of another year than the one named, where there is one of that year."""
    if not read.years or not any(_of_year(one, read.years) for one in papers):
        return set()
    return {one.policy.pk for one in papers if not _of_year(one, read.years)}


def _factor(read: Read, paper: Paper, papers: Sequence[Paper]) -> float:
    """What a paper's words are worth: its kind, and whether it is of the place that was named."""
    factor = _WORTH_OF[paper.category]
    if read.places and not _of_place(paper, read) and any(_of_place(one, read) for one in papers):
        factor *= _OTHER_PLACE
    return factor


def _of_year(paper: Paper, years: Sequence[int]) -> bool:
    formed = paper.edition.formed_on.year if paper.edition.formed_on else 0
    in_title = {int(year) for year in re.findall(r"(?:19|20)\d\d", paper.edition.title)}
    return bool(set(years) & (in_title or {formed}))


def _of_place(paper: Paper, read: Read) -> bool:
    """Whether a paper is of just the place named: 澜州市汀湾区 is not meant by 澜州市."""
    own = places_in(paper.edition.title) or (places_in(paper.named) if paper.category is Category.POLICY else ())
    return all(place in paper.named for place in read.places) and (not own or own[-1] in read.places)


def _only_changes(paper: Paper, other: Paper) -> bool:
    """Whether a paper says what becomes of the other without taking its place: it suspends, extends, repeals."""
    instead = other.successor is not None and other.successor.pk == paper.policy.pk
    return other is not paper and not instead and f"《{paper.edition.title[:60]}" in other.because


def _is_spoken_of(paper: Paper, asked: Asked) -> bool:
    return not asked.telling or coverage(asked.telling, (fold(paper.named), 1.0)) >= MEANT_WITH_A_CLAUSE


def is_family(one: Paper, other: Paper) -> bool:
    return one is other or fuzz.ratio(_stripped(one), _stripped(other)) >= SAME_FAMILY


_TASKS = frozenset(("任务", "工作", "职责", "事项", "事情", "重点任务"))  # of a unit's tasks no paper says the word itself
_PLACES = re.compile(r"(?:19|20)\d\d年?|[\u4e00-\u9fff]{2,3}(?:省|市|区|县|镇)|人民政府(?:办公[厅室])?|关于|印发|的通知|全省|全市")


def _stripped(paper: Paper) -> str:
    title = paper.edition.title
    return _PLACES.sub("", title[title.find("关于") :] if "关于" in title else title)


def _told_apart(read: Read, papers: Sequence[Paper]) -> bool:
    """Whether year and place leave one of these only."""
    kept = [paper for paper in papers if not read.years or _of_year(paper, read.years)]
    return len([paper for paper in kept if not read.places or _of_place(paper, read)]) == 1
