"""The paper itself comes before what is said about it: which papers a question prefers."""

from datetime import date

import pytest

from gongkai.search.rules.asking import Frame, ask_for
from gongkai.search.rules.index import Field, Unit
from gongkai.search.rules.query import parse
from gongkai.search.rules.tokens import phrase

SYNONYMS = (("公租房", "公共租赁住房"),)


def preferred(text, unit=Unit.DOCUMENT):
    return ask_for(parse(text), Frame(unit=unit, today=date(2026, 6, 1), names=()), SYNONYMS).preferred


@pytest.mark.parametrize("text", ["公租房申请", "公租房怎么申请", "公租房要等多久？"])
def test_who_asks_about_a_thing_by_its_common_name_is_shown_the_papers_called_by_the_formal_one(text):
    found = preferred(text)
    assert [sought.tokens for sought in found.groups[0]] == [tuple(phrase("公租房")), tuple(phrase("公共租赁住房"))]
    assert all(sought.field is Field.TITLE for group in found.groups for sought in group) and len(found.groups) == 1


def test_a_question_that_names_nothing_known_prefers_no_paper_and_neither_does_one_for_clauses():
    assert preferred("押金退不退？") is None
    assert preferred("公租房怎么申请", Unit.CLAUSE) is None
