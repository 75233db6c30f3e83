"""What of a provision answers a question: the one or two sentences that say most of it, and how much of it they say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gongkai.assistant.rules.acts import acts_of, is_said
from gongkai.assistant.rules.answers import Kind
from gongkai.assistant.rules.counterparts import is_hollow
from gongkai.assistant.rules.fitting import figures, fits, settles, unmet_figures
from gongkai.assistant.rules.words import COMMON, SAID, Term, coverage, missing
from gongkai.policies.rules.provisions import Provision, Statement
from gongkai.search.rules.tokens import fold, grams

HEADING, TITLE = 0.95, 0.9  # how far a word in the headings above, or in the paper's title, counts as said
MOST_SENTENCES = 2
GAIN = 0.08  # the share of the question a second sentence must add
FITS = 0.12  # what a sentence gains that has the kind of value asked for
MEMBERS = 0.08  # what a provision gains that is a list itself, where a list is asked for
DIRECT = 0.1  # what a sentence gains that says the words itself, not by its headings and title
PHRASE = 0.06  # what a sentence gains that holds the question's pairs of characters: 重点签约 is not 签约 and 重点 apart
HOLLOW = 0.3  # what a sentence loses that says only what the paper is for, what it repeals, or that another rule holds
BOUND = 0.04  # what “最长、最高、至少” in the question gives to a sentence with such a bound
IN_HEAD = 0.1  # what a provision gains whose own name, or the heading above it, says what is asked for
IN_TITLE = 0.15  # what it gains by standing in a paper named after what is asked for
NAMED_SO = 0.85  # how far a title must say a word to be named after it
MOSTLY = 0.66  # of what the title leaves unsaid must stand with a time or an amount
LEAST_OWN = 0.3  # of the question's weight: what a title leaves unsaid counts as so much at least, or one light word would decide
SAID_BEFORE = 0.4  # of it at least before the value or in its half-sentence
ACT_SAID = 0.5  # of what is asked to be done must stand in the sentence that says whether, or by whom
MENTIONED = 0.7  # how far a word inside 《》 counts: there another paper is named
RAREST = 4.0  # a word that stands nowhere weighs no more than this when the subject of a question is looked for


@dataclass(frozen=True)
class Extract:
    """`said`: the share of the question's weight that title, headings and provision say; `sure`: the same of the chosen sentences with
    their headings; `missing`: telling words said nowhere in it; `unsaid`: telling words the chosen sentences and those beside them leave
    out, and of two things compared the one they leave to the title; `named`: the share of the telling words that title and headings name; `fits`: the kind of value asked for is there."""

    provision: Provision
    statements: tuple[Statement, ...]
    said: float
    sure: float
    named: float
    subject: bool  # the paper is named after one of the longer telling words
    missing: tuple[str, ...]
    unsaid: tuple[str, ...]
    telling: int
    by_title: bool  # the title says every telling word: nothing tells which clause is meant but the kind of value
    broken: bool  # of two words side by side (生育津贴, 教师资格证) it says one only: it speaks of something else
    topical: bool  # something of the question is said beyond acts and persons that many papers know
    figures_met: bool  # by the chosen sentences and those beside them
    fits: bool
    score: float
    known: float = 0.0  # as `said`, where what no paper says (运走) weighs no more than a rare word
    shared: bool = False  # it says two rare words of the question, one of which its paper is named after, or three
    hollow: bool = False  # the chosen sentences only say what the paper is for, what it repeals, or that another rule holds
    alike: tuple[Statement, ...] = ()  # beside the chosen ones, of a value: others of the same place that say as much of what is asked


def extract(provision: Provision, terms: Sequence[Term], title: str, kind: Kind, question: str) -> Extract:
    """The best of this provision. `title` is all that names the paper: its title, issuers, number, year."""
    named, text = fold(title), fold(provision.text)
    # a figure that holds here (62岁 in 60至64周岁) says nothing more; one that does not, counts as not said
    whole, terms = terms, [term for term in terms if term.telling or not figures(term.word) or unmet_figures(term.word, [provision.text])]
    above = fold("\n".join((*(one for one in provision.headings if not _OF_SEVERAL.search(one)), provision.head)))
    said = coverage(terms, (text, 1.0), (above, HEADING), (named, TITLE))
    asked_of_it = [term for term in terms if term.said_in(named) < NAMED_SO]
    own = asked_of_it or list(terms)
    heading = provision.headings[-1] if provision.headings else ""
    telling = [term for term in terms if term.telling]
    # a time or an amount must stand where the question's own words stand; a responsible unit stands at the end of its clause
    acts = acts_of(question, tuple(term.word for term in terms))
    beyond_title = [term for term in asked_of_it if term.telling and kind in (Kind.PERIOD, Kind.AMOUNT)]
    act = _asked_act(telling, question)  # what may be done, or is done by whom: a title that names it says neither
    before = dict(zip(provision.statements[1:], provision.statements, strict=False))
    carried_on = {one: fold(other.text) for one, other in before.items() if other.text.endswith("；")}
    lead = next((one for one in provision.statements if _leads(one)), None)
    carried_on |= {one: fold(lead.text) for one in provision.members if lead is not None}
    conditions = kind is Kind.LIST and "条件" in question
    paid = [term for term in terms if term.word in _PAID_AS.findall(question)] if kind is Kind.AMOUNT else []
    # whether something may be done stands in what leads to the list it is a member of: “不得生产加工下列食品：”
    leads_to = dict.fromkeys(provision.members, f"\n{lead.text}") if lead is not None and kind is Kind.FACT else {}
    leads_for = dict.fromkeys(provision.members, lead.text) if lead is not None else {}
    fitting = {
        one: fits(one.text, kind, question, heading + leads_to.get(one, ""))
        and not unmet_figures(question, [one.text, title])
        and (not beyond_title or _of_it(one.text, carried_on.get(one, ""), above, beyond_title, kind, question))
        and all(_is_done(act_of, one.text, carried_on.get(one, "") + heading, kind, question) for act_of in acts)
        # a payment by its name (岗位补贴) is not told of by another under a heading that says the word
        and all(
            max(term.said_in(fold(one.text)), term.said_in(named), term.said_in(fold(leads_for.get(one, "") + provision.head))) >= SAID
            for term in paid
        )
        and (not conditions or _is_of_whom(asked_of_it, fold(one.text), above))
        and (not act or coverage(act, (carried_on.get(one, "") + _done(fold(one.text), question, kind), 1.0), (above, 1.0)) >= ACT_SAID)
        for one in provision.statements
    }
    ranked = sorted(
        (one for one in provision.statements if not one.is_head or figures(one.text) or settles(one.text)),
        key=lambda one: (
            coverage(own, *_said(one.text), (above, HEADING))
            + FITS * fitting[one]
            + PHRASE * _phrased(question, one.text)
            + (FITS if fitting[one] and _bounded_as_asked(question, one.text) else 0.0)
            - (HOLLOW if is_hollow(one.text, kind, question) else 0.0)
        ),
        reverse=True,
    )
    chosen = _with_exceptions(_chosen(ranked, own, above, fitting), provision.statements, kind)
    inside = tuple(one for one in provision.statements if one in chosen)
    words = fold("\n".join(one.text for one in inside))
    blocks = {one.anchor for one in inside}
    beside = fold("\n".join(one.text for one in provision.statements if one.anchor in blocks or _leads(one)))
    sides = _sides(telling, fold(question)) if kind is Kind.COMPARE else ()
    led = any(_leads(one) for one in inside) and provision.members  # a sentence that opens a list brings the list with it
    holds = any(fitting[one] for one in (*inside, *(led or ())))
    if kind is Kind.LIST and len(provision.members) > 1:
        listing = any(one.is_member or one is lead for one in inside)
        of_it = _is_list_of(telling, fold(lead.text) if lead else "", above, named, by_title=not any(one.telling for one in asked_of_it))
        holds = of_it if listing else holds
    own_said = _own_said(asked_of_it, terms, words, above)
    sure = coverage(terms, (words, 1.0), (above, HEADING), (named, TITLE))
    about = coverage(own, (fold(provision.head or heading), 1.0)) if asked_of_it else 0.0
    about = 1.0 if kind is Kind.LIST and _WHICH_PLACES.search(question) and _ITS_PLACES.search(provision.head) else about
    by_title = coverage(telling, (named, 1.0)) if telling else 0.0
    hollow = bool(inside) and all(is_hollow(one.text, kind, question) for one in inside)
    return Extract(
        provision=provision,
        statements=inside,
        said=said,
        sure=sure,
        named=_named(telling, named, above),
        subject=any(term.said_in(named) >= NAMED_SO and max(map(len, (term.word, *term.others))) > 2 for term in telling),
        missing=tuple(term.word for term in missing(terms, text, above, named)),
        unsaid=(
            *(term.word for term in (*missing(terms, words, beside, above, named), *missing(sides, words, beside))),
            *(term.word for term in terms if len(term.word) == 1 and not _is_one_said(term, words, beside, above, named)),
        ),
        telling=len(telling),
        by_title=not any(term.telling for term in asked_of_it),
        broken=_is_broken(terms, fold(question), text, above, named),
        topical=_is_topical(telling, text, above, named) or _is_of_that_age(whole, text),
        figures_met=not unmet_figures(question, [words, beside, above, title]),
        fits=holds,
        score=0.5 * said
        + 0.35 * own_said
        + 0.15 * sure
        + (FITS if holds else 0.0)
        + (MEMBERS if kind is Kind.LIST and len(provision.members) > 1 else 0.0)
        + DIRECT * coverage(terms, (words, 1.0))
        + PHRASE * _phrased(question, words)
        + (BOUND if holds and _bounded_as_asked(question, words) else 0.0)
        + IN_HEAD * about
        + IN_TITLE * by_title,
        known=_known(telling, text, above, named),
        shared=_is_shared(telling, text, above, named),
        hollow=hollow,
        alike=_alike(provision, inside, asked_of_it, fitting, question) if kind in (Kind.PERIOD, Kind.AMOUNT) else (),
    )


def _known(telling: Sequence[Term], *texts: str) -> float:
    """The share of the telling words that is said, where three of them are or all but one."""
    said = [term for term in telling if any(term.said_in(text) >= SAID for text in texts)]
    whole = sum(min(term.weight, RAREST) for term in telling)
    many = len(said) >= MANY_SAID or (len(said) == len(telling) - 1 >= 2)
    return sum(min(term.weight, RAREST) for term in said) / whole if whole and many else 0.0


MANY_SAID = 3


def _is_shared(telling: Sequence[Term], text: str, above: str, title: str) -> bool:
    """Whether a clause shares so much with a question that it is shown, though nothing may be stated."""
    own = [term for term in telling if term.word not in COMMON]
    here = [term for term in own if max(term.said_in(text), term.said_in(above)) >= SAID]
    named = [term for term in own if term.said_in(title) >= SAID]
    both = {*here, *named}
    heard = [term for term in own if term.heard]  # 共享来的数据能拿去用吗: of what no paper has no clause can speak
    if here and len(both) > 1 and bool(named) and all(term in both for term in heard):
        return True
    weight = sum(min(term.weight, RAREST + 2) for term in both)
    return bool(here) and len(both) > 1 and weight >= SHARED and (bool(named) or len(here) >= MANY_SAID)


SHARED = 6.5  # of the weight: two words that few papers have


def _alike(
    provision: Provision, chosen: Sequence[Statement], own: Sequence[Term], fitting: dict[Statement, bool], question: str
) -> tuple[Statement, ...]:
    """The other cases of what is asked (单套面积: 以四十至六十平方米为主；面向多子女家庭的……): of the same paragraph, saying as many of the words
    that the title leaves unsaid. None where the question picks one of them by a figure, or by 最多 and the like."""
    if not chosen or not any(term.telling for term in own) or figures(question) or any(asked.search(question) for asked, _ in _BOUNDS):
        return ()
    telling = [term for term in own if term.telling]
    least = min(coverage(telling, (fold(one.text), 1.0)) for one in chosen if fitting[one]) if any(fitting[one] for one in chosen) else 1.0
    places = {one.anchor for one in chosen}
    found = [
        one
        for one in provision.statements
        if one not in chosen
        and not one.is_head
        and one.anchor in places
        and not all(
            re.search(f"{re.escape(term.word)}期?(?:间|内)", one.text) for term in telling
        )  # 轮候期内: only when, not how long it is
        and (fitting[one] or any(f"{term.word}{value}" in one.text for term in telling for value in _VALUES_OF))
        and coverage(telling, (fold(one.text), 1.0)) >= max(least, ACT_SAID)
    ]
    return tuple(found[:MOST_ALIKE])


MOST_ALIKE = 3
_VALUES_OF = ("时间", "期限", "时限", "标准", "金额", "面积", "日期")  # “结束时间与当地正常下班时间相衔接” tells one without a figure


def roughly(provision: Provision, terms: Sequence[Term], title: str, kind: Kind, question: str) -> float:
    """A first ranking of many provisions, without their sentences. `title` is folded."""
    said = coverage(terms, (fold(provision.text), 1.0), (fold(" ".join((*provision.headings, provision.head))), HEADING), (title, TITLE))
    listed = kind is Kind.LIST and len(provision.members) > 1
    return said + (FITS if listed or fits(provision.text, kind, question) else 0.0)


_WHICH_PLACES, _ITS_PLACES = re.compile("(?:哪些|什么)(?:地方|区域|地区|范围)"), re.compile("范围|区域|地域|地点")
_PAID_AS = re.compile("([\u4e00-\u9fff]{2})(?:补贴|补助|津贴)")
_OF_SEVERAL = re.compile(r"^第.{1,3}章\s*[^，。]{2,6}[和与及、][^，。]{2,6}$")  # 车辆和驾驶员: not which stands below


def _phrased(question: str, text: str) -> float:
    pairs = _pairs_of(question)
    return len(pairs & set(grams(text))) / len(pairs) if pairs else 0.0


@lru_cache(maxsize=256)
def _pairs_of(question: str) -> frozenset[str]:
    return frozenset(pair for pair in grams(question) if len(pair) > 1)


def _bounded_as_asked(question: str, text: str) -> bool:
    return any(asked.search(question) and bounded.search(text) for asked, bounded in _BOUNDS)


_BOUNDS = (
    (re.compile("最[长高多大迟晚贵]|上限|至多"), re.compile("不得?超过|不得?[高多大]于|最[长高多大迟晚]|以[内下]|上限")),
    (re.compile("最[短低少小早]|下限|至少"), re.compile("不得?[低少小]于|至少|最[短低少小]|以上|下限")),
)


def _said(text: str) -> tuple[tuple[str, float], tuple[str, float]]:
    """A text without what it only names, and with it."""
    folded = fold(text)
    return (_NAMES.sub(" ", folded), 1.0), (folded, MENTIONED)


_NAMES = re.compile("《[^》]*》")


def _own_said(own: Sequence[Term], terms: Sequence[Term], words: str, above: str) -> float:
    """How much of what the title leaves unsaid the sentences say."""
    whole = sum(term.weight for term in own)
    least = LEAST_OWN * sum(term.weight for term in terms)
    if not whole:
        return 1.0
    return 1.0 - whole * (1.0 - coverage(own, *_said(words), (above, HEADING))) / max(whole, least)


def _named(telling: Sequence[Term], title: str, above: str) -> float:
    weights = {term: min(term.weight, RAREST) for term in telling}
    whole = sum(weights.values())
    return sum(weights[term] for term in telling if max(term.said_in(title), term.said_in(above)) >= SAID) / whole if whole else 1.0


_ACT = re.compile(
    "(?:能不能|可不可以|能否|可否|是否|是不是|要不要|用不用|需不需要|会不会|可以|应当|必须|需要|(?<![功性技智职不才可潜节动热机])能(?![源力量耗效级动手干人否够]))(.{2,}?)(?:吗|么)?[？?。]?$"
    "|(?:由谁|谁来?|(?:由|归)?(?:哪[一两三几]?个|什么|哪些)(?:部门|单位|机关|处室|科室|机构))(?:来|去|负责)?(.{2,}?)的?[？?。]?$"
    "|(?:什么时候|何时|几时|几号|哪一?天|多久|多长时间|几个?(?:工作)?[天日月]内?)(?:才|就|能|可以|会|要|之?内|之?前)*(.{2,}?)的?[？?。]?$"
)


def _asked_act(telling: Sequence[Term], question: str) -> tuple[Term, ...]:
    """The telling words of what may be done, or of what somebody does: 转租 of “公租房可以转租吗”."""
    asked = _ACT.search(question)
    tail = fold(asked[1] or asked[2] or asked[3]) if asked else ""
    return tuple(term for term in telling if term.word in tail)


def _of_it(text: str, before: str, above: str, own: Sequence[Term], kind: Kind, question: str) -> bool:
    """Whether a time or an amount is of what is asked: it stands in the sentence, and what it is of stands before it or beside it, not in a
    later half-sentence. “正常经营一年以上，还可以申请贷款” tells no term of the loan."""
    told = before + _done(fold(text), question)
    if coverage(own, (told, 1.0), (above, 1.0)) < MOSTLY:
        return False
    halves = _halves(text)
    so_far = ["".join(halves[: at + 1]) for at in range(len(halves))]
    holding = [fits(_measured(half, until), kind, question, above) for half, until in zip(halves, so_far, strict=True)]
    told_before = [coverage(own, (before + fold(until), 1.0), (above, 1.0)) >= SAID_BEFORE for until in so_far]
    return any(one and said for one, said in zip(holding, told_before, strict=True)) or not any(holding)


def _halves(text: str) -> list[str]:
    """The half-sentences; one that only says when (“10月底前，”) with what it says it of."""
    found: list[str] = []
    for half in re.split("(?<=[，；。：])", text):
        if found and _ONLY_WHEN.fullmatch(found[-1]):
            found[-1] += half
        else:
            found.append(half)
    return found


def _measured(half: str, until: str) -> str:
    """A half-sentence with what its amount is for, where that is told before it only: 全日托每人每月不超过1800元，半日托不超过1100元."""
    if "每" in half or not (measures := _MEASURE.findall(until)):
        return half
    return f"{measures[-1]}{half}"


_ONLY_WHEN = re.compile(
    "(?:务必|应当|须|要)?(?:在|于|自|从|到)?[^，。；：]{0,8}?[0-9一二三四五六七八九十]{1,4}(?:年|月|日|个?工作日|天)[^，。；：]{0,4}(?:前|起|内|后|底|止)，"
)
_MEASURE = re.compile("每[人生户台张个][^，。；]{0,4}?[年月天日次期](?=[^，。；]{0,6}[0-9一二三四五六七八九十百])")


def _is_done(act: re.Pattern[str], text: str, before: str, kind: Kind, question: str) -> bool:
    """Whether what is done is said: of a time or an amount not after it, but before it or in its half-sentence."""
    if kind not in (Kind.PERIOD, Kind.AMOUNT):
        return bool(act.search(text + before))
    halves = re.split("(?<=[，；。：])", text)
    holding = [at for at, half in enumerate(halves) if fits(half, kind, question, before)]
    return any(act.search(before + "".join(halves[: at + 1])) for at in holding) if holding else bool(act.search(before + text))


def _is_of_whom(asked: Sequence[Term], text: str, above: str) -> bool:
    """Whether conditions are of whom or what is asked: named before what they must be, not by what is asked of another."""
    before = _MUST.split(text, maxsplit=1)[0]
    return all(
        max(term.said_in(before), term.said_in(above)) >= SAID
        for term in asked
        if term.telling and "条件" not in term.word and term.said_in(text) >= SAID
    )


_MUST = re.compile("应当|必须|须|具备|符合|具有")


def _is_one_said(term: Term, *texts: str) -> bool:
    return any(is_said(term.word, text) or term.said_in(text) >= SAID for text in texts)


def _is_list_of(telling: Sequence[Term], lead: str, above: str, named: str, *, by_title: bool) -> bool:
    """Whether a list is of what is asked: the sentence that leads to it, the headings above and the title say all of it, not one of its
    members; where the title alone says all, the lead speaks of it too."""
    if missing(telling, lead, above, named):
        return False
    return not by_title or any(term.said_in(text) >= SAID for term in telling for text in (lead, above))


def _done(text: str, question: str, kind: Kind = Kind.FACT) -> str:
    """A text without what is only told about: “公布发放情况” is not 发放; of whoever does it, without what it comes before:
    “在施工前备案” does not say who builds."""
    text = text if _TOLD.search(question) else _TOLD.sub(" ", text)
    return text if kind is not Kind.WHO or _BESIDE.search(question) else _BESIDE.sub(" ", text)


_BESIDE = re.compile("在?[\u4e00-\u9fff]{2}之?前(?!期)")
_TOLD = re.compile("[\u4e00-\u9fff]{2}(?:情况|进展|明细)")


def _is_topical(telling: Sequence[Term], *texts: str) -> bool:
    own = [term for term in telling if term.word not in COMMON]
    return not telling or any(term.said_in(text) >= SAID for term in own for text in texts)


def _is_of_that_age(terms: Sequence[Term], text: str) -> bool:
    """Whether a clause speaks of people of just the age that is asked about, where nothing else is: of 老人 many do, of 100岁 few."""
    return all(term.word in COMMON for term in terms if term.telling) and any(
        term.word.endswith("岁") and term.said_in(text) >= SAID for term in terms
    )


def _is_broken(terms: Sequence[Term], question: str, *texts: str) -> bool:
    """Whether a word of the question stands side by side with one that is said, and is not said itself."""
    at = {term: question.find(term.word) for term in terms}
    placed = sorted(((start, term) for term, start in at.items() if start >= 0), key=lambda pair: pair[0])
    return any(
        first + len(one.word) == second
        and (one.telling or other.telling)
        and len({_is_one_said(term, *texts) if len(term.word) == 1 else not missing([term], *texts) for term in (one, other)}) > 1
        for (first, one), (second, other) in pairwise(placed)
    )


_JOINS = re.compile("和|与|跟|同(?![时意等一])|相?比")


def _sides(telling: Sequence[Term], question: str) -> tuple[Term, ...]:
    """The two things set side by side: the word that ends nearest before the joining one, and the one that begins nearest after it. One
    sentence tells them apart only if it speaks of both; that its paper bears the name of one is not enough."""
    join = _JOINS.search(question)
    if join is None:
        return ()
    before = [term for term in telling if 0 <= question.find(term.word) < join.start()]
    after = [term for term in telling if question.find(term.word) >= join.end()]
    nearest = (
        *sorted(before, key=lambda term: question.find(term.word))[-1:],
        *sorted(after, key=lambda term: question.find(term.word))[:1],
    )
    return nearest if before and after else ()


def _leads(statement: Statement) -> bool:
    return statement.text.endswith(("：", ":"))


def _chosen(ranked: Sequence[Statement], terms: Sequence[Term], above: str, fitting: dict[Statement, bool]) -> tuple[Statement, ...]:
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


def _with_exceptions(chosen: tuple[Statement, ...], statements: Sequence[Statement], kind: Kind) -> tuple[Statement, ...]:
    """What is taken back or widened in the next breath (“合同另有约定的，最长不超过60日”) is part of what is said, and so is by whom how much
    of an amount is paid (“第二类家庭按照基准的百分之七十发放”)."""
    after = dict(pairwise(statements))
    more = tuple(
        after[one]
        for one in chosen
        if one in after
        and after[one].anchor == one.anchor
        and (_EXCEPTS.match(after[one].text) or (kind is Kind.AMOUNT and figures(one.text) and grades(after[one].text)))
    )
    return (*chosen, *(one for one in more if one not in chosen))


def grades(text: str) -> bool:
    """Whether a sentence tells of the amount before it what part of it whoever gets or pays, or what it is held to."""
    return bool(_GRADES.search(text))


_GRADES = re.compile(
    "按照?(?:基准|上述标准|该标准|前[款项]标准|标准)的?百分之|个人(?:负担|承担|缴纳|自付)(?:的)?部分|^其中[，,]?[^。；]{2,}|"
    "(?:补贴|补助|津贴|奖励)?(?:金额|总额|标准)?(?:高于|超过|低于|不足)[^，。；]{2,14}的，[^。；]*(?:按照?|不再|据实)|"
    "同一[^，。；]{1,14}只(?:能)?(?:享受|补贴|补助|奖励|申领|申请|领取)一[次种项]|不(?:得)?重复(?:享受|补助|奖励|领取)"
)


_EXCEPTS = re.compile("但|(?:合同|法律、法规|国家|省|本办法)?另有(?:约定|规定)")
