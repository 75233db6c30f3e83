"""For a query that found nothing: papers whose titles share something with it, and papers that bore its 文号 in an earlier edition."""

from collections.abc import Sequence
from datetime import date

from gongkai.policies.models import Edition
from gongkai.policies.queries import visible
from gongkai.search.index import backend
from gongkai.search.rules.index import Ask, Facet, Unit
from gongkai.search.rules.query import parse
from gongkai.search.rules.readers import names_of
from gongkai.search.rules.saved import IN_FORCE
from gongkai.search.rules.tokens import grams

MOST = 5


def similar(text: str, *, on: date) -> Sequence[int]:
    """At most five public policies in force, the likeliest first, by the pairs of characters in their titles. Raises NoIndex."""
    parsed = parse(text)
    sought = " ".join((parsed.free, *(phrase.text for phrase in parsed.phrases)))
    pairs = tuple(dict.fromkeys(one for one in grams(sought) if len(one) > 1 and not one.isascii()))
    if not pairs:
        return ()
    ask = Ask(Unit.DOCUMENT, on, names_of(None), grams=pairs, title_weight=1.0, filters={Facet.STANDING: IN_FORCE}, limit=MOST)
    return [hit.policy_id for hit in backend().search(ask).hits]


def former(text: str, *, on: date) -> list[Edition]:
    """Earlier editions with the 文号 that was typed: the index finds what is current, but people come with the old number. One query."""
    numbers = parse(text).doc_nos
    if not numbers:
        return []
    rows = Edition.objects.filter(doc_no__in=numbers, first_text_at__isnull=False, published_on__lte=on, policy__in=visible(on))
    return list(rows.select_related("policy").order_by("-policy", "-number")[:MOST])
