"""A question to the index as SQL: which entries may be found, and what each of them gains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from gongkai.search.postgres_tables import LENGTH, SCHEMA, TIMES, said, term
from gongkai.search.rules.days import around
from gongkai.search.rules.fields import STANDING_IN, any_word_will_do, is_a_phrase, ranked, telling, worth_reading
from gongkai.search.rules.index import Ask, Facet, Hit, Preferred, Sought, Unit

HIT = "policy, edition, anchor, title, number, is_expired, wording"  # and a score: a row that `hit` reads
K1, B = 1.2, 0.75  # of BM25, as tantivy has them


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its values."""

    text: str
    values: tuple[object, ...] = ()


def all_of(parts: Sequence[Sql]) -> Sql:
    return _joined(" AND ", parts) if parts else Sql("true")


def any_of(parts: Sequence[Sql]) -> Sql:
    return _joined(" OR ", parts) if parts else Sql("false")


def _joined(word: str, parts: Sequence[Sql]) -> Sql:
    return Sql("(" + word.join(part.text for part in parts) + ")", tuple(value for part in parts for value in part.values))


def narrowed(ask: Ask) -> dict[Facet | str, Sql]:
    """What must hold besides the words, by the facet it belongs to."""
    found: dict[Facet | str, Sql] = {
        "unit": Sql("unit = %s", (ask.unit.value,)),
        "readers": Sql("readers && %s", (list(ask.names),)),
        "shown": Sql("public_from <= %s", (ask.today,)),
        "day": Sql("days && %s", (list(around(ask.as_of)),)) if ask.as_of else Sql("is_current"),
    }
    if ask.policies:
        found["policies"] = Sql("policy = ANY(%s)", (list(ask.policies),))
    for facet, values in ask.filters.items():
        if values:
            found[facet] = Sql("facets && %s", ([f"{facet}:{said(value)}" for value in values if value == said(value)],))
    return found


def needed(ask: Ask) -> list[Sql]:
    """Which words must be there, and which must not."""
    parts = [any_of([_sought(sought) for sought in group]) for group in ask.all_of]
    if ask.groups and ask.at_least:
        parts.append(any_of([_met(ask.groups, ask.at_least), *_promoted(ask)]))
    parts += [Sql(f"NOT {found.text}", found.values) for found in (any_of([_sought(one) for one in ask.none_of]),) if ask.none_of]
    return parts


def _sought(sought: Sought) -> Sql:
    names = STANDING_IN[sought.field]
    if is_a_phrase(sought):
        part = f" {' '.join(sought.tokens)} "
        return any_of(
            [Sql(f"(terms @> %s AND position(%s in {name}) > 0)", ([term(name, token) for token in sought.tokens], part)) for name in names]
        )
    return Sql("terms && %s", ([term(name, token) for name in names for token in sought.tokens],))


def _met(groups: Sequence[Sequence[Sought]], at_least: int) -> Sql:
    each = [any_of([_sought(sought) for sought in group]) for group in groups]
    if at_least in {1, len(each)}:
        return any_of(each) if at_least == 1 else all_of(each)
    counted = _joined(" + ", [Sql(f"({one.text})::int", one.values) for one in each])
    return all_of([any_of(each), Sql(f"{counted.text} >= {at_least}", counted.values)])


def _promoted(ask: Ask) -> list[Sql]:
    return [Sql("edition = ANY(%s)", ([edition for edition, _ in ask.promoted],))] if ask.promoted else []


@dataclass(frozen=True)
class Known:
    """What the index knows of its entries as a whole, and of the terms of a question how often they stand."""

    entries: Mapping[Unit, int]
    lengths: Mapping[str, int]
    frequencies: Mapping[int, int]

    def rarity(self, unit: Unit, name: str, token: str) -> float:
        """The inverse document frequency, as tantivy computes it."""
        frequency = self.frequencies.get(term(name, token), 0)
        return log(1 + (self.entries[unit] - frequency + 0.5) / (frequency + 0.5))

    def mean(self, unit: Unit, name: str) -> float:
        return max(1.0, self.lengths.get(f"{unit} {name}", 0) / max(1, self.entries[unit]))


def frequencies(cursor: Any, unit: Unit, terms: Sequence[int]) -> dict[int, int]:
    cursor.execute(
        f"SELECT term, sum(frequency)::int FROM {SCHEMA}.posting WHERE unit = %s AND term = ANY(%s) GROUP BY term",
        [unit.value, list(terms)],
    )
    return dict(cursor.fetchall())


def scored(ask: Ask, known: Known) -> tuple[Sql, list[Sql]]:
    """(id, gain) of every entry that gains anything, and what else must hold of those that may be found."""
    counted = [(known.frequencies.get(term(name, token), 0), name, token) for name, token, _ in ranked(ask)]
    kept = worth_reading(counted)
    terms = [one for one in ranked(ask) if one[:2] in kept]
    parts, besides = [], []
    among = ""
    if any_word_will_do(ask):
        chosen = [term(name, token) for name, token in telling(counted)]
        looked = Sql(f"id IN (SELECT unnest(entries) FROM {SCHEMA}.posting WHERE unit = %s AND term = ANY(%s))", (ask.unit.value, chosen))
        besides.append(any_of([looked, *_promoted(ask)]) if chosen else Sql("false"))
        among = f"JOIN (SELECT DISTINCT unnest(entries) FROM {SCHEMA}.posting WHERE unit = %s AND term = ANY(%s)) AS looked(id) ON looked.id = e"
        parts.append(_by_words(ask, terms, known, Sql(among, (ask.unit.value, chosen))))
    elif terms:
        parts.append(_by_words(ask, terms, known, Sql("")))
    parts += [_gain(ask.unit, _sought(sought), bonus) for sought, bonus in ask.bonuses]
    if ask.preferred:
        parts.append(_preferred(ask.unit, ask.preferred))
    if ask.promoted:
        editions, gains = zip(*ask.promoted, strict=True)
        promoted = f"SELECT id, gain FROM {SCHEMA}.entry JOIN unnest(%s::bigint[], %s::float8[]) AS g(edition, gain) USING (edition) WHERE unit = %s"
        parts.append(Sql(promoted, (list(editions), list(gains), ask.unit.value)))
    if not parts:
        return Sql("SELECT NULL::integer AS id, 0::float8 AS gain WHERE false"), besides
    union = _joined(" UNION ALL ", parts)
    return Sql(f"SELECT id, sum(gain) AS gain FROM {union.text} AS gained(id, gain) GROUP BY id", union.values), besides


def _by_words(ask: Ask, terms: Sequence[tuple[str, str, float]], known: Known, among: Sql) -> Sql:
    """BM25 of every term in every entry."""
    there = [one for one in terms if known.frequencies.get(term(one[0], one[1]))]
    numbers = [term(name, token) for name, token, _ in there]
    weights = [weight * (K1 + 1) * known.rarity(ask.unit, name, token) for name, token, weight in there]
    means = [known.mean(ask.unit, name) for name, _, _ in there]
    text = f"""SELECT e, c.weight * {TIMES} / ({TIMES} + {K1 * (1 - B)} + {K1 * B} * {LENGTH} / c.mean)
        FROM unnest(%s::bigint[], %s::float8[], %s::float8[]) AS c(term, weight, mean)
        JOIN {SCHEMA}.posting p ON p.unit = %s AND p.term = c.term, unnest(p.entries, p.counts) AS x(e, n) {among.text}"""
    return Sql(text, (numbers, weights, means, ask.unit.value, *among.values))


def _gain(unit: Unit, found: Sql, gain: float) -> Sql:
    return Sql(f"SELECT id, %s::float8 FROM {SCHEMA}.entry WHERE unit = %s AND {found.text}", (gain, unit.value, *found.values))


def _preferred(unit: Unit, one: Preferred) -> Sql:
    of_category = Sql("facets @> %s", ([f"{Facet.CATEGORY}:{one.category}"],))
    return _gain(unit, all_of([_met(one.groups, one.at_least), of_category]), one.gain)


def hit(row: Sequence[Any]) -> Hit:
    policy, edition, anchor, title, number, is_expired, wording, score = row
    return Hit(policy, edition, anchor, float(score), title, number, is_expired, wording)
