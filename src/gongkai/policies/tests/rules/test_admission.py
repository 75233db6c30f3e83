"""入库检查, its rules in versions, the forms of 索引号, the score and the gaps in a series."""

import re
from dataclasses import replace

import pytest
from tests.cast import body, facts

from gongkai.policies.rules import admission, index_no
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.facts import Part
from gongkai.policies.rules.kinds import Category, DocumentClass
from gongkai.policies.rules.quality import Measures, Series, gaps, percent
from gongkai.policies.rules.standards import Standards, from_data, problem, put_in_order

GOOD = {"index_no": "119901007000051110/2026-1000023", "doc_no": "澜住建发〔2026〕9号"}


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({}, None),
        ({"doc_no": "澜住建发2026第9"}, "doc_no"),
        ({"index_no": ""}, "index_no"),
        ({"index_no": "12-34"}, "index_no"),
        ({"title": "关于做好老旧小区改造工作的"}, "title"),
        ({"genre": "意见"}, "genre"),
        ({"document_class": "normative", "normative_reg_no": "登记1号"}, "normative_reg_no"),
        ({"document_class": "normative", "normative_reg_no": "LZCR-2026-0010006"}, None),
        ({"document_class": "normative", "expires_on": "2036-06-01"}, "expires_on"),
        ({"expires_on": "2036-06-01"}, None),
    ],
)
def test_what_departs_from_the_form_is_named_and_stops_nothing(others, field):
    tidied = fact_rules.tidy(facts(**GOOD | others))
    found = admission.problems(tidied, body(), Category.POLICY, Standards())
    assert {one.field for one in found} == ({field} if field else set()), found
    assert not any(one.blocking for one in found) and {one.part for one in found} <= {Part.FORM}


def test_a_long_text_without_any_structure_is_told():
    tidied = fact_rules.tidy(facts(**GOOD))
    assert [one.field for one in admission.problems(tidied, body("现通知如下。" * 400), Category.POLICY, Standards())] == ["text"]
    assert not admission.problems(tidied, body("一、现通知如下。\n" * 300), Category.POLICY, Standards())


def test_news_is_asked_for_no_form():
    assert not admission.problems(fact_rules.tidy({}), (), Category.NEWS, Standards())


def test_the_limits_of_validity_are_those_of_the_version():
    tidied = fact_rules.tidy(facts(**GOOD, document_class="normative", expires_on="2036-05-31"))
    assert not admission.problems(tidied, body(), Category.POLICY, Standards(longest_years=10))


@pytest.mark.parametrize(
    ("text", "maker", "year"),
    [
        ("2554214002754374236", "", None),
        ("19059120230915143805", "", None),
        ("00511755800020020210058", "005117558", 2021),
        ("11370322004222241N/2026-5566124", "11370322004222241N", 2026),
        ("000014349/2017-00110", "000014349", 2017),
        ("035210000/2025-00016", "035210000", 2025),
    ],
)
def test_the_forms_of_index_numbers_seen_on_pages_are_read(text, maker, year):
    read = index_no.parse(text)
    assert (read.maker, read.year) == (maker, year) and re.search(index_no.ANY_FORM, text)


@pytest.mark.parametrize(
    "text", ["", "123", "澜住建发〔2026〕9号", "11370322004222241N/26-1", "000014349/2017-00110-2", "2554214002754374236x"]
)
def test_anything_else_is_no_index_number(text):
    assert index_no.parse(text) is None and not re.search(index_no.ANY_FORM, text)


def test_a_version_requires_what_it_says_of_each_class_and_nothing_of_news():
    needed = Standards().needed | {DocumentClass.NORMATIVE: put_in_order(["expires_on", "normative_reg_no"])}
    strict = Standards(1, needed)
    assert strict.needed_of(Category.POLICY, "normative") == ("title", "issuers", "expires_on", "normative_reg_no", "disclosure")
    assert strict.needed_of(Category.POLICY, "other") == fact_rules.NEEDED[Category.POLICY]
    assert strict.needed_of(Category.NEWS, "normative") == ("title",)
    assert from_data(1, strict.as_data()) == strict


def test_what_is_always_needed_cannot_be_dropped_and_dates_of_publication_not_be_asked():
    assert put_in_order(["published_on", "stated_validity"]) == ("title", "issuers", "disclosure")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, ""),
        ({"longest_trial_years": 6}, "longest_years"),
        ({"longest_years": 99}, "longest_years"),
        ({"reminder_months": ()}, "reminder_months"),
        ({"reminder_months": (6, 6)}, "reminder_months"),
        ({"reminded_days": 0}, "reminded_days"),
    ],
)
def test_values_out_of_range_are_named(wrong, field):
    assert problem(replace(Standards(), **wrong))[0] == field


def test_the_score_weighs_the_shares_that_can_be_judged():
    assert Measures(total=10, complete=10, linked=10, in_time=5, judged=5).score == 100
    assert Measures(total=10, complete=5, linked=0, in_time=10, judged=10).score == 50
    assert Measures(total=10, complete=10, linked=10).score == 100
    assert Measures().score is None
    assert (percent(199, 200), percent(0, 0)) == (99, None)


def test_gaps_are_listed_as_people_write_them():
    (gap,) = gaps(
        [Series("澜政发", 2026, frozenset({1, 3, 7, 8})), Series("澜政办发", 2026, frozenset({5})), Series("函", 2026, frozenset({1, 2}))]
    )
    assert (gap.series.code, gap.says) == ("澜政发", "2、4-6")
