"""What a tantivy index holds of an entry: its fields, and an entry as a document of it."""

import tantivy

from gongkai.search.rules.fields import WITH_ORDER, WITHOUT_ORDER, fields
from gongkai.search.rules.index import EXPIRED_WEIGHT, Entry, Facet, Unit
from gongkai.search.rules.wording import wording_number

STORED = {"anchor": "anchor", "title": "title", "doc_no": "number"}  # of a hit -> of the index
DOUBLED = 2  # tantivy multiplies a score by log2(2 + weight): twice for a text in force, 1.6 times for an expired one
_WEIGHT, _WEIGHT_EXPIRED = 2.0**DOUBLED - 2, 2 ** (DOUBLED * EXPIRED_WEIGHT) - 2
_NUMBERS = ("policy", "edition", "digest", "public_from", "published_on", "formed_on", "is_current", "is_expired", "wording")


def document_of(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    texts = {**fields(entry), "readers": " ".join(entry.readers), "days": " ".join(entry.days)}
    for name, text in (*texts.items(), ("anchor", entry.anchor), ("title", entry.title), ("number", entry.doc_no)):
        document.add_text(name, text)
    for facet, given in entry.facets.items():
        for value in given:
            document.add_text(f"facet_{facet}", value)
    for name, number in _numbers(entry).items():
        document.add_integer(name, number)
    document.add_float("weight", _WEIGHT_EXPIRED if entry.is_expired else _WEIGHT)
    return document


def _numbers(entry: Entry) -> dict[str, int]:
    return {
        "policy": entry.policy_id,
        "edition": entry.edition_id,
        "digest": entry.digest,
        "public_from": entry.public_from.toordinal(),
        "published_on": entry.published_on.toordinal(),
        "formed_on": entry.formed_on.toordinal(),
        "is_current": int(entry.is_current),
        "is_expired": int(entry.is_expired),
        "wording": wording_number(entry) if entry.unit is Unit.CLAUSE else 0,
    }


def _build_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in STORED.values():
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in WITH_ORDER:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (*WITHOUT_ORDER, "readers", "days"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for facet in Facet:
        builder.add_text_field(f"facet_{facet}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field("weight", fast=True)
    return builder.build()


SCHEMA = _build_schema()
