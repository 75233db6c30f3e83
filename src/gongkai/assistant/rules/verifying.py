"""Whether a sentence says what its source says, and nothing else (领域规则 18: 逐句有出处).

The sentence is laid beside the sentence of the source that it is most like (and neighbours it may have drawn together). Then whatever
decides about rights and duties must be the same there: numbers with their units and bounds, dates, document and article numbers, who
is spoken of and in which order, 应当、可以、不得, negations, limits, conditions; and most of its words must be the source's. Likeness
of meaning as a model sees it proves nothing here: “不得” and “可以” look alike to it.

A sentence that passes may still be a poor one; one that fails may be right. Whoever asks falls back to the source's own words."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from gongkai.assistant.rules import force, parties, verifying_numbers, verifying_words
from gongkai.assistant.rules.amounts import plain
from gongkai.assistant.rules.problems import Problem, Trouble
from gongkai.search.rules.tokens import HAN, grams

COVERED = 0.55  # of the pairs of characters of a sentence stand in its source
PIECE_COVERED = 0.4  # of those of any part of it between two commas
TOLD = 0.5  # of the pairs of characters of a source are in the sentence that stands for it
LONGEST = 500  # characters of a sentence


def check(sentence: str, source: str) -> tuple[Problem, ...]:
    """All that is wrong with the sentence, empty when it says what the source says. Takes time in proportion to the two texts."""
    if len(sentence) > LONGEST:
        return (Problem(Trouble.STRANGE, sentence[:20] + "…", "", f"一句超过{LONGEST}字，不予核对"),)
    said = plain(sentence)
    if not _HAS_HAN.search(said):
        return (Problem(Trouble.STRANGE, sentence[:40], "", "没有可以核对的内容"),)
    beside = _Beside(said, _window(said, _sentences(plain(source))))
    return tuple(dict.fromkeys(problem for look in _LOOKS for problem in look(beside)))


def stands_for(sentence: str, source: str) -> tuple[Problem, ...]:
    """As `check`, of a sentence shown in place of the whole source: one that leaves out a part of it may be true and still mislead."""
    said, whole = plain(sentence), plain(source)
    told = _share(set(grams(whole)), set(grams(said)))
    short = (Problem(Trouble.CONDITION, "", "", f"只说了依据的{told:.0%}"),) if told < TOLD else ()
    return (*check(sentence, source), *short, *verifying_words.left_out(_sentences(whole), said), *verifying_words.recoupled(said, whole))


_HAS_HAN = re.compile(f"[{HAN}]")
_END = re.compile(r"[^。；！？;!?\n]+[。；！？;!?\n]*")
_PIECE = re.compile(r"[^，。；：！？,;:!?（）()《》“”]+")
_WORTH = 0.12  # what a neighbour must add to be laid beside a sentence too
_NEIGHBOURS = 2


class _Beside:
    """The sentence and the part of the source it is compared with."""

    def __init__(self, said: str, window: list[str]) -> None:
        self.said, self.window, self.source = said, window, "".join(window)
        self.said_grams, self.source_grams = set(grams(said)), set(grams(self.source))

    def told(self) -> list[str]:
        """The parts of the source that the sentence tells again: what decides in them may not be left out."""
        said = set(grams(force.without(self.said)))
        pieces = [part for sentence in self.window for piece in _PIECE.findall(sentence) for part in piece.split("、")]
        return [piece for piece in pieces if _share(set(grams(force.without(piece))), said) >= 0.5]


def _sentences(source: str) -> list[str]:
    return _END.findall(source) or [source]


def _share(part: set[str], of: set[str]) -> float:
    return len(part & of) / len(part) if part else 0.0


def _window(said: str, sentences: list[str]) -> list[str]:
    wanted = set(grams(said))
    have = [set(grams(sentence)) & wanted for sentence in sentences]
    best = max(range(len(sentences)), key=lambda at: len(have[at]))
    first = last = best
    covered = set(have[best])
    for _ in range(_NEIGHBOURS):
        beside = [at for at in (first - 1, last + 1) if 0 <= at < len(sentences)]
        at = max(beside, key=lambda at: len(have[at] - covered), default=best)
        if len(have[at] - covered) < _WORTH * max(1, len(wanted)):
            break
        covered |= have[at]
        first, last = min(first, at), max(last, at)
    return sentences[first : last + 1]


def _strange(beside: _Beside) -> Iterator[Problem]:
    for run in _FOREIGN.findall(beside.said):
        yield Problem(Trouble.STRANGE, run, "", f"“{run}”不是公文用字")
    for word in _LATIN.findall(beside.said):
        if word not in beside.source:
            yield Problem(Trouble.STRANGE, word, "", f"依据中没有“{word}”")
    covered = _share(beside.said_grams, beside.source_grams)
    if covered < COVERED:
        yield Problem(Trouble.STRANGE, beside.said[:40], beside.source[:40], f"只有{covered:.0%}的字句见于依据，不足{COVERED:.0%}")
    for piece in _PIECE.findall(beside.said):
        found = set(grams(piece))
        if len(found) >= 5 and _share(found, beside.source_grams) < PIECE_COVERED:
            yield Problem(Trouble.STRANGE, piece, "", f"依据中没有“{piece}”这样的话")


_FOREIGN = re.compile(rf"[^{HAN}0-9A-Za-z，。；：！？、（）()《》〈〉“”‘’\"'〔〕\[\]【】—\-－–~～·….,;:!?%‰/％+＋×㎡℃°]{{1,10}}")
_LATIN = re.compile(r"[A-Za-z]{1,20}")


def _who(beside: _Beside) -> Iterator[Problem]:
    for name, other in parties.strangers(beside.said, beside.source):
        yield Problem(Trouble.OFFICE, name, other, f"依据中没有“{name}”" + (f"，是“{other}”" if other else ""))
    if swapped := parties.swapped(beside.said, beside.source):
        one, other = swapped
        yield Problem(Trouble.PARTIES, f"{one}……{other}", f"{other}……{one}", f"“{one}”和“{other}”的位置与依据相反")


def _force(beside: _Beside) -> Iterator[Problem]:
    told = "，".join(beside.told())
    yield from _added(Trouble.MODAL, force.modals(beside.said), force.modals(beside.source), in_order=True)
    yield from _dropped(Trouble.MODAL, beside, told, force.modals, may_drop={"应当"})
    yield from _added(Trouble.NEGATION, force.negations(beside.said), force.negations(beside.source))
    yield from _dropped(Trouble.NEGATION, beside, told, force.negations)
    yield from _moved(beside)
    yield from _added(Trouble.LIMIT, force.limits(beside.said), force.limits(beside.source))
    yield from _dropped(Trouble.LIMIT, beside, told, force.limits)
    yield from _dropped(Trouble.CONDITION, beside, told, force.conditions)
    if pair := force.opposite(beside.said, beside.source):
        yield Problem(Trouble.OPPOSITE, *pair, f"“{pair[0]}”，依据是“{pair[1]}”")


Reader = Callable[[str], tuple[force.Mark, ...]]


def _added(kind: Trouble, ours: Iterable[force.Mark], theirs: Iterable[force.Mark], *, in_order: bool = False) -> Iterator[Problem]:
    """Deciding words the source has not, or not in this order."""
    left = list(theirs)
    words = "、".join(dict.fromkeys(mark.words for mark in left))
    for mark in ours:
        at = next((at for at, other in enumerate(left) if other.sense == mark.sense), None)
        if at is None:
            yield Problem(kind, mark.words, words, f"“{mark.words}”" + (f"，依据是“{words}”" if words else "依据中没有"))
        else:
            left = left[at + 1 :] if in_order else left[:at] + left[at + 1 :]


def _dropped(kind: Trouble, beside: _Beside, told: str, read: Reader, *, may_drop: Iterable[str] = ()) -> Iterator[Problem]:
    """Deciding words of what is told again, missing from the sentence."""
    have = Counter(mark.sense for mark in read(beside.said))
    for mark in read(told):
        if have[mark.sense] > 0:
            have[mark.sense] -= 1
        elif mark.sense not in may_drop:
            yield Problem(kind, "", mark.words, f"漏了依据中的“{mark.words}”")


def _moved(beside: _Beside) -> Iterator[Problem]:
    """A negation of something else than in the source."""
    denied = "，".join(beside.source[mark.at : mark.at + len(mark.words) + 6] for mark in force.negations(beside.source))
    for mark in force.negations(beside.said):
        after = "".join(_HAS_HAN.findall(beside.said[mark.at + len(mark.words) : mark.at + len(mark.words) + 3]))
        if denied and after and not any(letter in denied for letter in after):
            yield Problem(Trouble.NEGATION, mark.words + after, "", f"依据中否定的不是“{after}”")


def _conditions(beside: _Beside) -> Iterator[Problem]:
    """A part that begins 除、因、经 or ends 的、时、后, left out while what depends on it is told."""
    for sentence in beside.window:
        pieces = [piece for piece in _PIECE.findall(sentence) if len(piece) > 1]
        shares = [_share(set(grams(piece)), beside.said_grams) for piece in pieces]
        for at, piece in enumerate(pieces):
            others = _what_depends(pieces, shares, at)
            untold = shares[at] < 0.4 or (shares[at] < 0.7 and piece[-3:] not in beside.said)
            if untold and max(others, default=0) >= 0.5:
                yield Problem(Trouble.CONDITION, "", piece, f"漏了条件“{piece}”")


def _what_depends(pieces: list[str], shares: list[float], at: int) -> list[float]:
    """How far what depends on a part is told; empty where the part is no condition."""
    if _BUT.search(pieces[at]):
        return shares[max(0, at - 1) : at]
    if not _IF.search(pieces[at]):
        return []
    rest = next((place for place in range(at + 1, len(pieces)) if not _IF.search(pieces[place])), at)
    return shares[at + 1 : rest + 1]


_IF = re.compile(r"^(?:除|因|经|未经|符合|在.{2,30}[下内]$|如|若|凡|对|有下列)|(?:的|时|后|情况下|的情形)$")
_BUT = re.compile(r"^但|^且|^并(?:应当|须)|除外$|^(?:最高|最低|最长|累计|每)")


def _narrowed(beside: _Beside) -> Iterator[Problem]:
    """Whom or what is spoken of without the words that narrow it: 经营者 for 按期安装并稳定运行的经营者."""
    for match in _NARROWED.finditer(beside.source):
        which, whom = match.groups()
        always = beside.source.count(whom) == beside.source.count("的" + whom)
        left_out = always and whom in beside.said and "的" + whom not in beside.said and _share(set(grams(which)), beside.said_grams) < 0.35
        if left_out or _stands_bare(beside, which, whom + beside.source[match.end() : match.end() + _GOES_ON]):
            yield Problem(Trouble.CONDITION, whom, f"{which}的{whom}", f"“{whom}”在依据中限于“{which}的{whom}”")


def _stands_bare(beside: _Beside, which: str, as_it_goes_on: str) -> bool:
    """Whether the sentence goes on from the same word in the same way, but with nothing before it that narrows."""
    if len(as_it_goes_on) < 2 + _GOES_ON or beside.source.count(as_it_goes_on) != beside.source.count("的" + as_it_goes_on):
        return False
    at = beside.said.find(as_it_goes_on)
    before = beside.said[max(0, at - 3) : at]
    return at >= 0 and not before.endswith(("的", which[-2:]))


_GOES_ON = 2  # characters
_NARROWED = re.compile(rf"([{HAN}]{{4,16}})的([{HAN}]{{2}})")


def _numbers(beside: _Beside) -> Iterator[Problem]:
    return verifying_numbers.problems(beside.said, beside.source)


def _words(beside: _Beside) -> Iterator[Problem]:
    yield from verifying_words.foreign(beside.said, beside.source)
    yield from verifying_words.regrouped(beside.said, beside.source)


_LOOKS = (_strange, _numbers, _who, _force, _conditions, _narrowed, _words)
