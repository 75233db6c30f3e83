"""A sentence of an entry beside the clauses it cites (领域规则 18: 逐句有出处): what of it does not stand there.

Entries are written by people, who put things in everyday words; so a rewording is only pointed out. What decides about rights and money
is another matter: numbers, dates, amounts, 可以 and 不得, what is denied, or a sentence that has nothing to do with its source."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.assistant.rules.entries import solid
from gongkai.assistant.rules.problems import Problem, Trouble
from gongkai.assistant.rules.verifying import check
from gongkai.search.rules.tokens import grams

LEAST_SHARED = 0.3  # 答句与所引条款相同的字对少于这一比例，视为与出处无关【推】
SHORTEST = 6  # characters of a sentence that counts as copied: “可以。” stands in many clauses
_ENDS = "。；;，,：:！!？? "
_DENYING = "不未非无没勿莫"
_DECIDES = frozenset(
    {
        Trouble.NUMBER,
        Trouble.DATE,
        Trouble.PERIOD,
        Trouble.AMOUNT,
        Trouble.SHARE,
        Trouble.BOUND,
        Trouble.DOC_NO,
        Trouble.ARTICLE,
        Trouble.MODAL,
        Trouble.NEGATION,
        Trouble.OPPOSITE,
    }
)


@dataclass(frozen=True)
class Laid:
    """`verbatim`: it stands so in its source; `grave`: what contradicts it or is not told by it; `slight`: what is only put otherwise."""

    text: str
    verbatim: bool = False
    grave: tuple[str, ...] = ()
    slight: tuple[str, ...] = ()


def lay(text: str, clauses: Sequence[str]) -> Laid:
    """The sentence beside the clauses it cites; nothing to say of a sentence that cites none."""
    if not clauses:
        return Laid(text)
    denied = [_copied(text, clause) for clause in clauses]
    if "" in denied:
        return Laid(text, verbatim=True)
    if cut := next(filter(None, denied), None):
        return Laid(text, grave=(f"原文前面有“{cut}”字，这里没有照录，意思相反",))
    source = "\n".join(clauses)
    said, stands = set(grams(text)), set(grams(source))
    if said and len(said & stands) / len(said) < LEAST_SHARED:
        return Laid(text, grave=("这一句和所引的条款几乎没有相同的字句，看不出是从哪里来的",))
    found = check(text, source)
    grave = tuple(dict.fromkeys(_why(one) for one in found if _is_grave(one)))
    slight = tuple(dict.fromkeys(_why(one) for one in found if not _is_grave(one)))
    return Laid(text, grave=grave, slight=slight)


def _copied(text: str, clause: str) -> str | None:
    """Empty when the sentence stands so in the clause; the denying word left out before it where that is all the difference; None when it does not stand there."""
    wanted, there = solid(text).strip(_ENDS), solid(clause)
    if len(wanted) < SHORTEST:
        return None
    left_out: str | None = None
    at = there.find(wanted)
    while at >= 0:
        before = there[at - 1] if at else ""
        if not before or before not in _DENYING:
            return ""
        left_out = before
        at = there.find(wanted, at + 1)
    return left_out


def _is_grave(one: Problem) -> bool:
    """Added words that decide, and denials left out; 应当 or 可以 left out changes little."""
    if one.kind not in _DECIDES:
        return False
    return bool(one.said) or one.kind is Trouble.NEGATION or any(sign in one.source for sign in "不禁严免无")


def _why(one: Problem) -> str:
    return one.why
