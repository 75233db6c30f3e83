"""An index without an index: every entry looked at, every time. The conformance suite runs on it too, and it is what others are
compared with."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from gongkai.search.backend import Health, NoIndex, Stats
from gongkai.search.rules.days import around
from gongkai.search.rules.index import EXPIRED_WEIGHT, Ask, Entry, Facet, Field, Found, Hit, Sort, Sought, Unit
from gongkai.search.rules.tokens import edged_grams, initials, key, pinyin, title_grams, words
from gongkai.search.rules.wording import wording_number


class PlainIndex:
    def __init__(self) -> None:
        self.shown: dict[int, list[Entry]] | None = None
        self.written: dict[int, list[Entry]] = {}
        self.vectors: dict[int, np.ndarray] = {}

    def upsert(self, policy_id: int, entries: Iterable[Entry]) -> None:
        self._entries()
        self.written[policy_id] = list(entries)

    def delete(self, policy_id: int) -> None:
        self.upsert(policy_id, [])

    def commit(self) -> None:
        if self.shown is not None:
            merged = {**self.shown, **self.written}
            self.shown = {policy: entries for policy, entries in merged.items() if entries}
        self.written = {}

    def replace(self, policies: Iterable[tuple[int, Sequence[Entry]]]) -> int:
        self.shown = {policy: list(entries) for policy, entries in policies}
        return len(self.shown)

    def search(self, ask: Ask) -> Found:
        every = [entry for entry in self._entries() if entry.unit is ask.unit]
        found = sorted((entry for entry in every if self._meets(entry, ask, None)), key=lambda entry: _order(entry, ask))
        page = found[ask.offset : ask.offset + ask.limit]
        hits = tuple(_hit(entry, ask) for entry in page)
        return Found(hits, len(found), {facet: self._count(every, ask, facet) for facet in ask.facets})

    def vector_search(self, ask: Ask, question: np.ndarray) -> tuple[Hit, ...]:
        allowed = replace(ask, words=(), grams=(), groups=(), promoted=())
        clauses = [entry for entry in self._entries() if entry.unit is Unit.CLAUSE and self._meets(entry, allowed, None)]
        near = [(self.vectors[number], entry) for entry in clauses if (number := wording_number(entry)) in self.vectors]
        order = sorted(((float(vector @ question), entry) for vector, entry in near), key=lambda one: (-one[0], one[1].key))
        hits = [_hit(entry, ask) for _, entry in order[: ask.limit]]
        return tuple(hit._replace(score=cosine, dense=cosine) for hit, (cosine, _) in zip(hits, order, strict=False))

    def cosines(self, question: np.ndarray, wordings: Sequence[int]) -> Mapping[int, float]:
        return {number: float(self.vectors[number] @ question) for number in wordings if number in self.vectors}

    def without_vectors(self, limit: int, besides: Collection[int] = ()) -> Mapping[int, int]:
        held = self._wordings().items()
        return dict([(number, policy) for number, policy in held if number not in self.vectors and number not in besides][:limit])

    def add_vectors(self, wordings: Sequence[int], vectors: np.ndarray) -> None:
        self.vectors |= dict(zip(wordings, vectors, strict=True))

    def forget_vectors(self) -> int:
        surplus = self.vectors.keys() - self._wordings().keys()
        self.vectors = {number: vector for number, vector in self.vectors.items() if number not in surplus}
        return len(surplus)

    def _wordings(self) -> dict[int, int]:
        return {wording_number(entry): entry.policy_id for entry in self._entries() if entry.unit is Unit.CLAUSE}

    def rarity(self, words: Iterable[str]) -> dict[str, float]:
        clauses = [set(tokens_of(entry, Field.WORDS)) for entry in self._entries() if entry.unit is Unit.CLAUSE]
        return {word: 1 / (1 + sum(word in clause for clause in clauses)) for word in words}

    def known(self) -> Mapping[int, int]:
        return {entry.policy_id: entry.digest for entry in self._entries()}

    def stats(self) -> Stats:
        entries = [] if self.shown is None else list(self._entries())
        documents = sum(entry.unit is Unit.DOCUMENT for entry in entries)
        return Stats(documents, len(entries) - documents, 0, 0)

    def health(self) -> Health:
        return Health(self.shown is not None, "索引正常" if self.shown is not None else "索引尚未建立或正在重建")

    def wipe(self) -> None:
        self.shown = None

    def _entries(self) -> Iterator[Entry]:
        if self.shown is None:
            raise NoIndex
        return (entry for entries in self.shown.values() for entry in entries)

    def _count(self, every: Sequence[Entry], ask: Ask, facet: Facet) -> tuple[tuple[str, int], ...]:
        counted = Counter(value for entry in every if self._meets(entry, ask, facet) for value in entry.facets.get(facet, ()))
        return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))

    @staticmethod
    def _meets(entry: Entry, ask: Ask, besides: Facet | None) -> bool:
        return (
            bool(set(ask.names) & set(entry.readers))
            and entry.public_from <= ask.today
            and (bool(set(around(ask.as_of)) & set(entry.days)) if ask.as_of else entry.is_current)
            and (not ask.policies or entry.policy_id in ask.policies)
            and all(
                set(values) & set(entry.facets.get(facet, ())) for facet, values in ask.filters.items() if values and facet is not besides
            )
            and _has_the_words(entry, ask)
        )


def _hit(entry: Entry, ask: Ask) -> Hit:
    number = wording_number(entry) if entry.unit is Unit.CLAUSE else 0
    facts = (entry.policy_id, entry.edition_id, entry.anchor, _score(entry, ask), entry.title, entry.doc_no, entry.is_expired, number)
    return Hit(*facts)


def _has_the_words(entry: Entry, ask: Ask) -> bool:
    if not all(any(holds(entry, sought) for sought in group) for group in ask.all_of):
        return False
    if any(holds(entry, sought) for sought in ask.none_of):
        return False
    promoted = any(entry.edition_id == edition for edition, _ in ask.promoted)
    if ask.groups and ask.at_least:
        return promoted or sum(any(holds(entry, sought) for sought in group) for group in ask.groups) >= ask.at_least
    return bool(ask.all_of) or not (ask.words + ask.grams) or promoted or _words_met(entry, ask) > 0


def tokens_of(entry: Entry, field: Field) -> list[str]:
    where = (entry.key, entry.digest, field)
    if where not in _TOKENS:
        _TOKENS[where] = _READ[field](entry)
    return _TOKENS[where]


_TOKENS: dict[tuple[str, int, Field], list[str]] = {}
_READ: dict[Field, Callable[[Entry], list[str]]] = {
    Field.TITLE: lambda entry: title_grams(entry.title),
    Field.NAME: lambda entry: [key(entry.title)],
    Field.BODY: lambda entry: edged_grams(entry.text),
    Field.DOC_NO: lambda entry: title_grams(entry.doc_no) if entry.doc_no else [],
    Field.ISSUER: lambda entry: edged_grams(" ".join(entry.issuers)),
    Field.TOPIC: lambda entry: edged_grams(" ".join(entry.facets.get(Facet.TOPIC_L1, ()) + entry.facets.get(Facet.TOPIC_L2, ()))),
    Field.PINYIN: lambda entry: pinyin(entry.title) if entry.unit is Unit.DOCUMENT else [],
    Field.INITIALS: lambda entry: initials(pinyin(entry.title)) if entry.unit is Unit.DOCUMENT else [],
    Field.ARTICLE: lambda entry: [entry.article],
    Field.WORDS: lambda entry: words(entry.title) + words(entry.text),
}


def holds(entry: Entry, sought: Sought) -> bool:
    tokens, part = tokens_of(entry, sought.field), list(sought.tokens)
    return any(tokens[start : start + len(part)] == part for start in range(len(tokens) - len(part) + 1))


def _words_met(entry: Entry, ask: Ask) -> float:
    """Not BM25: how many of the words are there."""
    met = float(len(set(words(entry.text)) & set(ask.words)))
    if ask.title_weight:
        title = len(set(words(entry.title)) & set(ask.words)) + len(set(tokens_of(entry, Field.TITLE)) & set(ask.grams))
        return met + ask.title_weight * title
    return met + len(set(tokens_of(entry, Field.BODY)) & set(ask.grams))


def _score(entry: Entry, ask: Ask) -> float:
    score = _words_met(entry, ask)
    score += sum(bonus for sought, bonus in ask.bonuses if holds(entry, sought))
    if (one := ask.preferred) and one.category in entry.facets.get(Facet.CATEGORY, ()):
        score += one.gain * (sum(any(holds(entry, sought) for sought in group) for group in one.groups) >= one.at_least)
    score += sum(gain for edition, gain in ask.promoted if edition == entry.edition_id)
    return score * (EXPIRED_WEIGHT if entry.is_expired else 1)


def _order(entry: Entry, ask: Ask) -> tuple[float, str]:
    first = {Sort.PUBLISHED: entry.published_on.toordinal(), Sort.FORMED: entry.formed_on.toordinal()}.get(ask.sort)
    return (-(_score(entry, ask) if first is None else first), entry.key)
