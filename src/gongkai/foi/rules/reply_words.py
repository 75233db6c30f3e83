"""What a reply says (领域规则 1.8、2.3): which fields its drafter fills in, and what becomes of them in the letter."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letter_variables import Variable
from gongkai.foi.rules.outcomes import RULINGS, Evidence, Outcome

RESPONSIBLE = "responsible"  # 第三十六条第（五）项: the organ that is responsible and how to reach it, where it can be told
THIRD_PARTY_REASON = "third_party_reason"  # 第三十二条: why it is disclosed although the third party does not agree
OBJECTED_WITHHELD = "objected_withheld"  # keys of consultations, by commas: a partial disclosure gives out nothing they do not agree to
STILL_UNCLEAR = "您补正后的申请内容仍不明确，本机关据此无法确定您需要的政府信息"

TYPED = frozenset(
    {
        Evidence.PUBLIC_SOURCE,
        Evidence.ITEMS,
        Evidence.GROUNDS,
        Evidence.SECRET_BASIS,
        Evidence.FORBIDDING_LAW,
        Evidence.SPECIAL_LAW,
        Evidence.NOT_OURS,
        Evidence.REASONS,
        Evidence.WHERE_SOLD,
    }
)


@dataclass(frozen=True)
class Searched:
    """One 检索记录."""

    place: str
    words: str
    reach: str
    on: date
    office: str = ""  # which was asked to search; empty: the organ itself
    is_found: bool = False  # what is asked for was found there


@dataclass(frozen=True)
class Findings:
    """What is on file. `told`: the fields, by name; `numbers`, `judged`: what was said when reasons were asked for and judged
    (第三十五条); `earlier`: number and date of the earlier reply; `withheld`: the account of the redactions."""

    told: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    searches: tuple[Searched, ...] = ()
    earlier: str = ""
    numbers: str = ""
    judged: str = ""
    withheld: str = ""
    files: tuple[str, ...] = ()


def fields(outcome: Outcome) -> dict[str, str]:
    """The fields of the drafting form for this outcome: name and Chinese label, in the order of the letter. Those the outcome needs
    stand in the table of outcomes; the others may stay empty."""
    wanted = {need.value: need.words for need in RULINGS[outcome].needs if need in TYPED}
    if outcome is Outcome.D1_NOT_OURS:
        wanted[RESPONSIBLE] = "负责公开该信息的机关名称和联系方式（能够确定的应当告知）"
    if RULINGS[outcome].discloses:
        wanted[THIRD_PARTY_REASON] = "第三方不同意公开而决定公开的理由（征求过意见且第三方不同意时必填）"
    return wanted


def values(outcome: Outcome, found: Findings) -> dict[Variable, str]:
    """The letter's variables that only this reply knows. An empty value is left out: the composer names what is missing."""
    return {variable: text for variable, text in _values(outcome, found) if text}


def against(outcome: Outcome, told: Mapping[str, str], objecting: Iterable[str]) -> tuple[str, ...]:
    """Of the third parties who do not agree (keys of their consultations), those against whom the reply discloses: all of them, but in a
    partial disclosure those whose objection is kept to."""
    if not RULINGS[outcome].discloses:
        return ()
    kept_to = told.get(OBJECTED_WITHHELD, "").split(",") if outcome is Outcome.B_PARTIAL else ()
    return tuple(key for key in objecting if key not in kept_to)


def disclosed(found: Findings) -> str:
    """What is given out, as a third party is told of it (第三十二条): what the reply says it provides, and the files."""
    told = found.told
    return _lines(told.get(Evidence.ITEMS, "") or told.get(Evidence.PUBLIC_SOURCE, ""), _enclosed(found.files, "随答复提供"))


def corrected(outcome: Outcome, found: Findings) -> dict[Variable, str]:
    """更正自身信息 (第四十一条): the record is put right, or not, or it is another organ's to do so."""
    decided = "本机关对该记录予以更正" if RULINGS[outcome].discloses else "本机关对该记录不予更正"
    if outcome is Outcome.D1_NOT_OURS:
        decided = "该记录不由本机关负责更正"
    said = (text for name, text in found.told.items() if name != OBJECTED_WITHHELD)
    return {Variable.DECISION: decided, Variable.REASONS: _lines(*said, found.body)}


def _values(outcome: Outcome, found: Findings) -> Iterator[tuple[Variable, str]]:
    told = {name: text.strip() for name, text in found.told.items()}
    match RULINGS[outcome].letter:
        case LetterKind.GRANT:
            yield (
                Variable.HOW,
                _lines(
                    _after("获取途径：", told.get(Evidence.PUBLIC_SOURCE, "")),
                    _after("提供的信息：", told.get(Evidence.ITEMS, "")),
                    found.body,
                    _enclosed(found.files),
                ),
            )
        case LetterKind.PARTIAL_GRANT:
            yield Variable.ITEMS, _lines(told.get(Evidence.ITEMS, ""), _enclosed(found.files))
            yield Variable.WITHHELD, found.withheld
            yield Variable.REASONS, _lines(told.get(Evidence.GROUNDS, ""), found.body)
        case LetterKind.REFUSAL:
            bases = (
                _after("定密依据：", told.get(Evidence.SECRET_BASIS, "")),
                _after("禁止公开的规定：", told.get(Evidence.FORBIDDING_LAW, "")),
            )
            yield Variable.REASONS, _lines(told.get(Evidence.GROUNDS, ""), *bases, found.body)
        case LetterKind.NOT_FOUND:
            yield Variable.SEARCH, _lines("；".join(map(_searched, found.searches)), found.body)
        case LetterKind.NOT_OURS:
            yield Variable.REASONS, _lines(told.get(Evidence.NOT_OURS, ""), found.body)
            yield Variable.RESPONSIBLE, _lines(_after("负责公开的机关及其联系方式：", told.get(RESPONSIBLE, "")))
        case LetterKind.CANNOT_PROVIDE:
            unclear = STILL_UNCLEAR if outcome is Outcome.D3_STILL_UNCLEAR else ""
            yield Variable.REASONS, _lines(unclear, told.get(Evidence.REASONS, ""), found.body)
        case LetterKind.PETITION:
            yield Variable.REASONS, _lines(told.get(Evidence.REASONS, ""), found.body)
        case LetterKind.REPEAT:
            yield Variable.EARLIER_REPLY, _lines(found.earlier, found.body)
        case LetterKind.PUBLICATION:
            yield Variable.HOW, _lines(told.get(Evidence.WHERE_SOLD, ""), found.body)
        case LetterKind.EXCESSIVE:
            yield Variable.FACTS_OF_NUMBER, _clause(found.numbers)
            yield Variable.REASONS, _lines(found.judged, found.body)
        case LetterKind.SPECIAL_LAW:
            yield Variable.SPECIAL_LAW, _clause(told.get(Evidence.SPECIAL_LAW, ""))
            yield Variable.COURSE, _lines(found.body)


def still_found(searches: Iterable[Searched]) -> tuple[Searched, ...]:
    """The places where what is asked for was found, as last searched: “不存在” cannot be answered while there is one."""
    last = {search.place: search for search in searches}
    return tuple(search for search in last.values() if search.is_found)


def _searched(search: Searched) -> str:
    return f"{search.on:%Y年%-m月%-d日}，{search.office or '本机关'}在{search.place}，以“{search.words}”为检索词，检索范围为{search.reach}"


def _enclosed(files: tuple[str, ...], how: str = "随本答复提供") -> str:
    return f"{how}：" + "；".join(f"{n}.{name}" for n, name in enumerate(files, 1)) if files else ""


def _after(words: str, text: str) -> str:
    return f"{words}{text}" if text else ""


def _lines(*texts: str) -> str:
    """One paragraph each, with its full stop; a stop the template adds is made one with it."""
    kept = (" ".join(line.split()) for text in texts for line in text.splitlines() if line.strip())
    return "\n".join(line if line[-1] in "。！？：" else f"{line}。" for line in kept)


def _clause(text: str) -> str:
    """What stands inside a sentence of the template."""
    return " ".join(text.split()).rstrip("。；，")
