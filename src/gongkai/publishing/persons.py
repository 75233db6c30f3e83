"""Words of published papers as they are shown again, in answers and in what a search found: numbers of persons are masked in them, whether
or not the paper was seen to already."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gongkai.documents.rules.paper import Block
from gongkai.publishing.models import PublicNumber
from gongkai.publishing.rules.inspection import personal_spans
from gongkai.publishing.rules.masking import replaced

_LONG = re.compile(r"(?<!\d)(?!0)\d(?:[ .·-]?\d){10,}[Xx]?")  # a mobile, an identity card, a bank card; no telephone with its area code


def blocks_without_persons(blocks: Iterable[Block], on: date) -> tuple[Block, ...]:
    """The blocks with mobiles, identity and card numbers masked, but for numbers registered as public ones. No query where there are none."""
    given = tuple(blocks)
    if not any(_LONG.search(text) for block in given for text in (block.text, *(cell for row in block.rows for cell in row))):
        return given
    public = frozenset(PublicNumber.objects.filter(until=None).values_list("number", flat=True))
    return tuple(
        replace(
            block, text=_masked(block.text, on, public), rows=tuple(tuple(_masked(cell, on, public) for cell in row) for row in block.rows)
        )
        for block in given
    )


def _masked(text: str, on: date, public: frozenset[str]) -> str:
    if not _LONG.search(text):
        return text
    spans = personal_spans(text, on, public)
    return replaced(text, [one for one in spans if _LONG.search(text[one[0] : one[1]])])
