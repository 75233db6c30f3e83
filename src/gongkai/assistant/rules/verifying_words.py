"""Words of a sentence beside those of its source: things and deeds the source does not name, members left out of its enumerations, and
what is joined by 或者 and by 并 put together in another way."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from gongkai.assistant.rules import force
from gongkai.assistant.rules.problems import Problem, Trouble
from gongkai.search.rules.tokens import HAN, grams, plain_words


def foreign(said: str, source: str) -> Iterator[Problem]:
    """Words the source has not, but for those by which people say the same more plainly."""
    for word in dict.fromkeys(plain_words(force.without(said, instead="，"))):
        if _is_thing(word) and not _is_made_of(word, source):
            yield Problem(Trouble.STRANGE, word, "", f"依据中没有“{word}”")


def _is_thing(word: str) -> bool:
    """Whether the word names a thing or a deed; numbers are looked at elsewhere."""
    return bool(_HAN_WORD.fullmatch(word)) and word not in _PLAINER and not _NUMERAL.search(word)


def _is_made_of(word: str, source: str) -> bool:
    """Whether the word, or it in two parts, stands in the source; one character may be a plainer word."""
    cuts = ((word[:at], word[at:]) for at in range(1, len(word)))
    return word in source or any(all(part in source or part in _PLAINER for part in cut) and max(map(len, cut)) > 1 for cut in cuts)


_NUMERAL = re.compile("[一二三四五六七八九十百千万亿两〇零半]")
_HAN_WORD = re.compile(rf"[{HAN}]{{2,}}")
_PLAINER = frozenset((Path(__file__).parents[1] / "data" / "plainer.txt").read_text(encoding="utf-8").split())


def left_out(window: Sequence[str], said: str) -> Iterator[Problem]:
    """Members of an enumeration (A、B、C) of which others are told, and a further duty that begins with 并."""
    told = set(grams(said))
    for sentence in window:
        for run in _RUN.findall(sentence):
            members = [member for member in force.without(run).split("、") if len(member) > 1]
            shares = [_share(member, told) for member in members]
            if len(members) > 1 and max(shares, default=0) >= _TOLD:
                for at, member in enumerate(members):
                    itself = member[-_ITSELF:] if at == 0 else member[:_ITSELF] if at == len(members) - 1 else member
                    if _share(itself, told) < _UNTOLD and itself not in said:
                        yield Problem(Trouble.LIMIT, "", member, f"漏了并列的“{member}”")
        pieces = re.split(r"[，；。：,;:]", sentence)
        for before, piece in pairwise(pieces):
            if piece.startswith("并") and len(piece) > 3 and _share(before, told) >= _TOLD and _share(piece, told) < _UNTOLD:
                yield Problem(Trouble.CONDITION, "", piece, f"漏了“{piece}”")


_RUN = re.compile(rf"[{HAN}A-Za-z0-9]+(?:、[{HAN}A-Za-z0-9]+)+")
_TOLD, _UNTOLD = 0.6, 0.34
_ITSELF = 5  # characters of the first and the last member, beside which something else stands


def _share(part: str, told: set[str]) -> float:
    found = set(grams(part))
    return len(found & told) / len(found) if found else 1.0


def recoupled(said: str, source: str) -> Iterator[Problem]:
    """Two words of the source one after the other, where the second everywhere in it follows another: 公示结果 for 审核结果."""
    theirs: dict[str, set[str]] = {}
    for one, other in pairwise(plain_words(force.without(source))):
        theirs.setdefault(other, set()).add(one)
    for one, other in pairwise(plain_words(force.without(said))):
        before = theirs.get(other)
        if before and one not in before and one in source and _is_thing(one) and all(map(_is_thing, {other, *before})):
            yield Problem(Trouble.STRANGE, one + other, min(before) + other, f"依据中没有“{one}{other}”，是“{min(before)}{other}”")


def regrouped(said: str, source: str) -> Iterator[Problem]:
    """Where the source joins by 或者 and by 并, a comma more or less before one of them says who must do what."""
    theirs, ours = _joined(source), _joined(said)
    if {kind for kind, _ in theirs} == {"或", "并"} and ours and not _is_within(ours, theirs):
        yield Problem(Trouble.LIMIT, "或者……并", "", "“或者”“并”连起来的部分与依据不同")


_JOINED = re.compile(r"([，,]?)(?:(或者|或)|(并且|并|且)(?![列行发存联举]))")


def _joined(text: str) -> list[tuple[str, bool]]:
    return [("或" if either else "并", bool(comma)) for comma, either, _ in _JOINED.findall(text)]


def _is_within(ours: Sequence[tuple[str, bool]], theirs: Sequence[tuple[str, bool]]) -> bool:
    left = iter(theirs)
    return all(one in left for one in ours)
