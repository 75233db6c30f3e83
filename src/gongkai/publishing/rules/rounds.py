"""三审三校: rounds of review. Nobody reviews their own text, nor two rounds of the same text; what changes after a round goes back to it."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.people.rules.permits import Role

SMALL_CHANGE = 0.1  # 改动不超过十分之一的句子，回到改动时的那一轮；再多就从头审起【推】
MOST_ROUNDS = 5
LIKE = 0.5  # sentences with less than half in common are not one sentence that was amended
NEAR = 12  # how far ahead a sentence's earlier wording is looked for
_DIGITS = "零一二三四五六七八九〇"
_PLACES = {"十": 10, "百": 100, "千": 1000}
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[零〇一二两三四五六七八九十百千万亿]+")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?[”’」』）]*")


@dataclass(frozen=True)
class Round:
    """One round: its name, the role that may do it, working days for it, and the officer named for it (0: anyone of that role)."""

    name: str
    role: Role
    workdays: int
    officer: int = 0

    def as_dict(self) -> dict[str, object]:
        return {"name": self.name, "role": self.role.value, "workdays": self.workdays, "officer": self.officer}


THREE_ROUNDS = (  # 三审三校；最后一轮就是签发【推，时限待复核】
    Round("初审", Role.REVIEWER, 2),
    Round("复审", Role.REVIEWER, 2),
    Round("终审签发", Role.SIGNER, 1),
)


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it stands: the anchor of its paragraph and its number in there, from 1."""

    anchor: str
    number: int
    text: str

    @property
    def name(self) -> str:
        return f"{self.anchor}.{self.number}"


@dataclass(frozen=True)
class Change:
    """What became of a sentence since the last round: kept, new, gone or changed (`before` → `after`)."""

    how: str
    before: Sentence | None
    after: Sentence | None


def rounds_of(rows: Iterable[Mapping[str, object]]) -> tuple[Round, ...]:
    """A plan as it is kept, as rounds."""
    return tuple(Round(str(row["name"]), Role(str(row["role"])), int(str(row["workdays"])), int(str(row["officer"]))) for row in rows)


def default(count: int) -> tuple[Round, ...]:
    """The last so many of the three rounds."""
    return THREE_ROUNDS[-count:] if count else ()


def sentences(paragraphs: Iterable[tuple[str, str]]) -> tuple[Sentence, ...]:
    """Sentences of (anchor, text) paragraphs; the empty ones are left out."""
    found = []
    for anchor, text in paragraphs:
        parts = [part.strip() for part in _SENTENCE.findall(text)]
        found += [Sentence(anchor, number, part) for number, part in enumerate((part for part in parts if part), 1)]
    return tuple(found)


def changes(before: Sequence[Sentence], after: Sequence[Sentence]) -> tuple[Change, ...]:
    """Sentence by sentence, in the order of the new text. Sentences that only moved to another paragraph number are kept; one that is
    unlike any near it was not amended: the old one is gone, the new one is new."""
    found: list[Change] = []
    matcher = SequenceMatcher(None, [one.text for one in before], [one.text for one in after], autojunk=False)
    for how, old, old_end, new, new_end in matcher.get_opcodes():
        if how == "equal":
            found += [Change("kept", a, b) for a, b in zip(before[old:old_end], after[new:new_end], strict=True)]
            continue
        for one in after[new:new_end]:
            likes = [(_likeness(before[at].text, one.text), -at) for at in range(old, min(old + NEAR, old_end))]
            likeness, at = max(likes, default=(0.0, 0))
            if likeness < LIKE:
                found.append(Change("new", None, one))
                continue
            found += [Change("gone", gone, None) for gone in before[old:-at]]
            found.append(Change("changed", before[-at], one))
            old = 1 - at
        found += [Change("gone", one, None) for one in before[old:old_end]]
    return tuple(found)


def _likeness(one: str, other: str) -> float:
    """How much they have in common, however their figures are written."""
    texts = [_FIGURE.sub(lambda figure: _in_digits(figure[0]), text[:300]).rstrip("。！？；") for text in (one, other)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0


def touches_figures(found: Iterable[Change]) -> bool:
    """Whether a number, a date or a sum of money is another, is new or is gone: 三年 for 3年 is the same."""
    return any(_figures(change.before) != _figures(change.after) for change in found if change.how != "kept")


def _figures(one: Sentence | None) -> list[str]:
    return [_in_digits(figure) for figure in _FIGURE.findall(one.text.replace(",", ""))] if one else []


def _in_digits(numeral: str) -> str:
    """十二 → 12, 二〇二五 → 2025; those too large or oddly written stay as they are."""
    if len(numeral) > 1 and all(sign in _DIGITS for sign in numeral):
        return "".join(str(_DIGITS.index(sign) % 10) for sign in numeral)
    total, at_hand = 0, None
    for sign in numeral.replace("两", "二"):
        if sign in _DIGITS:
            at_hand = _DIGITS.index(sign) % 10
        elif sign in _PLACES:
            total, at_hand = total + (1 if at_hand is None else at_hand) * _PLACES[sign], None
        else:
            return numeral
    return str(total + (at_hand or 0))


def share_changed(found: Sequence[Change]) -> float:
    """How much of the text is not as it was; 0 for the same text."""
    return sum(change.how != "kept" for change in found) / len(found) if found else 0.0


def resumes_at(passed: int, *, returned_at: int, share: float, weighty: bool = False) -> int:
    """The round a resubmitted text goes to, from 1: back to the round that returned it or, not returned, the last that passed it; from the
    beginning when more than a small part of it is new, or the change is `weighty`: figures, facts, files, relations."""
    if weighty or share > SMALL_CHANGE:
        return 1
    return max(1, returned_at or passed)


def waiting_round(starts_at: int, passed: Collection[int], total: int) -> int:
    """The first round still to be done; 0 when none is left."""
    return next((number for number in range(starts_at, total + 1) if number not in passed), 0)


def why_not(
    one: Round, number: int, *, officer: int, stands_in_for: Collection[int], writers: Collection[int], done: Mapping[int, int]
) -> str:
    """Why this officer may not do round `number`; empty when they may. `done`: {round: who did it} of this text, `stands_in_for`: the
    officers whose deputy this one is today."""
    if officer in writers:
        return "起草人不审自己写的稿件"
    others = [at for at, who in done.items() if who == officer and at != number]
    if others:
        return f"您已审过第{others[0]}轮，同一稿件不能由一个人审两轮"
    if one.officer and officer != one.officer and one.officer not in stands_in_for:
        return "这一轮指定由别人办理；本人不在岗时，由登记的代理人办理"
    return ""
