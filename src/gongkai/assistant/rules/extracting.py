"""What of a provision answers a question: the one or two sentences that say most of it, and how much of it they say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.figures import Sort, figures
from gongkai.assistant.rules.provisions import Provision, Statement
from gongkai.assistant.rules.words import Term, coverage, missing
from gongkai.search.rules.tokens import fold

HEADING, TITLE = 0.95, 0.9  # how far a word in the headings above, or in the paper's title, counts as said
SAID = 0.6  # how far a word must be said to count as said at all
MOST_SENTENCES = 2
GAIN = 0.08  # the share of the question a second sentence must add
IN_HEAD = 0.1  # what a provision gains whose own name says what is asked for
FITS = 0.12  # what a sentence gains that has the kind of value asked for


@dataclass(frozen=True)
class Extract:
    """`said`: the share of the question's weight that title, headings and provision say; `sure`: the same of the chosen sentences with
    their headings; `missing`: telling words said nowhere in it; `fits`: the kind of value asked for is there; `score` ranks."""

    provision: Provision
    statements: tuple[Statement, ...]
    said: float
    sure: float
    missing: tuple[str, ...]
    fits: bool
    score: float
    named: float = 0.0  # the share of the telling words that title and headings name


def extract(provision: Provision, terms: Sequence[Term], title: str, kind: Kind, question: str) -> Extract:
    """The best of this provision. `title` is all that names the paper: its title, issuers, number, year."""
    named, above, text = fold(title), fold("\n".join((*provision.headings, provision.head))), fold(provision.text)
    said = coverage(terms, (text, 1.0), (above, HEADING), (named, TITLE))
    own = [term for term in terms if term.said_in(named) < 0.9] or list(terms)
    fitting = {one: fits(one.text, kind, question) for one in provision.statements}
    ranked = sorted(
        (one for one in provision.statements if not one.is_head),
        key=lambda one: coverage(own, (fold(one.text), 1.0), (above, HEADING)) + FITS * fitting[one],
        reverse=True,
    )
    chosen = _chosen(ranked, own, above, kind, fitting)
    inside = [one for one in provision.statements if one in chosen]
    words = fold("\n".join(one.text for one in inside))
    holds = any(fitting[one] for one in inside)
    sure = coverage(terms, (words, 1.0), (above, HEADING), (named, TITLE))
    own_said = coverage(own, (words, 1.0), (above, HEADING))
    lacking = missing(terms, text, above, named)
    telling = [term for term in terms if term.telling]
    whole = sum(term.weight for term in telling)
    by_name = sum(term.weight for term in telling if max(term.said_in(named), term.said_in(above)) >= SAID) / whole if whole else 1.0
    about = coverage(own, (fold(provision.head), 1.0)) if provision.head else 0.0
    score = 0.5 * said + 0.35 * own_said + 0.15 * sure + (FITS if holds else 0.0) + IN_HEAD * about
    return Extract(provision, tuple(inside), said, sure, tuple(term.word for term in lacking), holds, score, by_name)


def _chosen(
    ranked: Sequence[Statement], terms: Sequence[Term], above: str, kind: Kind, fitting: dict[Statement, bool]
) -> tuple[Statement, ...]:
    """The best sentence, and another that says what the first does not."""
    if not ranked:
        return ()
    chosen = [ranked[0]]
    covered = coverage(terms, (fold(ranked[0].text), 1.0), (above, HEADING))
    for one in ranked[1:]:
        both = coverage(terms, (fold("\n".join([*(each.text for each in chosen), one.text])), 1.0), (above, HEADING))
        helps = both - covered >= GAIN or (fitting[one] and not any(fitting[each] for each in chosen))
        if helps and len(chosen) < MOST_SENTENCES:
            chosen.append(one)
            covered = both
    return tuple(chosen)


_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底)?|\d{4}年|每(?:年|月|季度|半年|周|日)|之日|当日|及时|立即|年底|月底|年初|届满")
_AGENT = re.compile(
    r"负责|牵头|主管|承担|组织实施|会同|责任(?:单位|处室|部门|科室|主体)|主办|应当由|由[^，。；]{2,30}(?:实施|组织|承担|负责|审核|受理|办理|核准|批准|处罚|责令|清运|查处|认定|发放|确定|制定)|"
    r"(?:部门|机关|政府|局|委员会|办事处|机构|单位|中心|企业)[^，。；]{0,12}(?:应当|负责|受理|审核|认定|核准|公布|责令|可以)"
)
_HOW_TO = re.compile(
    r"(?:向|到|由)[^，。；]{2,40}(?:提出|申请|提交|登记|办理|受理)|(?:通过|登录)[^，。；]{2,30}(?:申请|提出|登记|办理|查询|预约)|(?:申请|登记|办理)[^，。；]{0,12}(?:提交|凭|持)|"
    r"(?:凭|持)[^，。；]{2,30}(?:登记|办理|申请|乘车|享受)|免申即享|应当提交|提交申请"
)
_MEANS = re.compile(r"是指|所称|是：|系指")
_ASKS_MEANING = re.compile(r"什么是|是什么意思|指(?:的是)?什么|是指什么|含义|定义|指哪些")


def fits(text: str, kind: Kind, question: str) -> bool:
    """Whether a text holds the kind of value asked for."""
    if kind is Kind.PERIOD:
        return any(one.sort is Sort.SPAN for one in figures(text)) or bool(_DATE.search(text))
    if kind is Kind.AMOUNT:
        return any(one.sort in (Sort.SUM, Sort.COUNT) for one in figures(text)) or bool(
            re.search(r"第[一二三四五六七八九十\d]+(?:位|名)", text)
        )
    if kind is Kind.WHO:
        return bool(_AGENT.search(text))
    if kind is Kind.SERVICE:
        return bool(_HOW_TO.search(text))
    return bool(_ASKS_MEANING.search(question) and _MEANS.search(text))


def needs_value(kind: Kind) -> bool:
    """Whether an answer of this kind must hold a value: without one there is no answer, only what may bear on it."""
    return kind in (Kind.PERIOD, Kind.AMOUNT, Kind.WHO)


def unmet_figures(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The figures of a question that none of the texts holds: “收入 5000 元能不能申请” is not answered by a clause about a share."""
    there = {(one.value, one.unit) for text in texts for one in figures(text)}
    return tuple(question[one.start : one.end] for one in figures(question) if (one.value, one.unit) not in there and not _is_year(one))


def _is_year(figure: object) -> bool:
    return getattr(figure, "unit", "") == "年" and getattr(figure, "value", 0) >= 1900
