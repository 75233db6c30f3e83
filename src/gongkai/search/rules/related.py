"""相关搜索: what else one may look for: what many others asked with a word in common, other ways to say it, what the papers found are about."""

import re
from collections.abc import Iterable, Sequence

from gongkai.search.rules.asking import NOISE
from gongkai.search.rules.tokens import grams, key, plain_words

SHOWN = 8
FROM_TITLES = 3
LONGEST = 20  # characters
_ABOUT = re.compile(
    r"关于(?:进一步|切实|全面|加快|深入)?(?:印发|做好|加强|推进|支持|促进|规范|开展|调整|实施|完善|建立)?(?P<subject>[^《》〈〉（()）]{4,}?)(?:工作|有关问题|若干)*的"
)
_NAMED = re.compile(r"[《〈](?P<name>[^》〉]{4,})[》〉]")


def related(
    typed: str, asked: Iterable[tuple[str, int]], *, titles: Iterable[str] = (), synonyms: Sequence[tuple[str, str]] = ()
) -> tuple[str, ...]:
    """At most eight. `asked`: what many asked and how often, most first; `titles` of what was found, best first, as far as they share
    something with what was typed; `synonyms` (俗称, 正式说法): the formal word is offered for the other."""
    telling = _telling(typed)
    alike = [(len(telling & _telling(query)), times, query) for query, times in asked]
    alike = sorted((one for one in alike if one[0]), key=lambda one: (-one[0], -one[1], one[2]))
    offered = [query for _, _, query in alike]
    formal = [typed.replace(said, other) for said, other in synonyms if said in typed and other not in typed]
    pairs = {pair for one in (typed, *formal) for pair in grams(one)}
    subjects = [subject for title in titles if (subject := subject_of(title)) and pairs.intersection(grams(subject))]
    offered += formal + subjects[:FROM_TITLES]
    by_key = {key(one): one for one in reversed(offered) if len(one) <= LONGEST}  # of two that differ in marks alone, the first
    kept = [one for one in offered if by_key.get(key(one)) == one and key(one) and key(one) != key(typed)]
    return tuple(dict.fromkeys(kept))[:SHOWN]


def subject_of(title: str) -> str:
    """What a paper is about, in a few words of its title; empty when the title does not say it shortly."""
    found = _NAMED.search(title)
    if found:
        name = re.sub(r"[（(].*", "", found["name"])
        return name if len(name) <= LONGEST else ""
    about = _ABOUT.search(title)
    return about["subject"] if about and len(about["subject"]) <= LONGEST else ""


def _telling(text: str) -> set[str]:
    return {word for word in plain_words(text) if len(word) > 1 and word not in NOISE}
