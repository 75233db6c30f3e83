"""Items, inheritance, the chain of days, the statutory categories."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.catalogue.rules import days, items
from gongkai.catalogue.rules.categories import CATEGORIES, category_named, short
from gongkai.catalogue.rules.inheriting import Line, compared
from gongkai.catalogue.rules.items import Written
from gongkai.shared.refusal import Refused

BUDGET = Written(
    name="部门预算", content="收支总表；三公经费", basis="预算法第十四条", limit_text="财政部门批复后20日内", tiers=("city", "county")
)


def test_the_fifteen_statutory_categories_and_the_additions_are_built_in():
    assert [one.code for one in CATEGORIES[:15]] == [f"PD{n:02}" for n in range(1, 16)]
    assert len([one for one in CATEGORIES if one.article == "政府信息公开条例第二十一条"]) == 14
    assert CATEGORIES[10].article == "政府信息公开条例第二十条第十一项"
    assert category_named("财政预算、决算信息").code == "PD07" and category_named("社会救助") is None
    assert all(len(short(one.code)) <= 12 for one in CATEGORIES)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"content": " "}, "content"),
        ({"limit_text": "尽快"}, "limit_text"),
        ({"limit_text": "公示不少于"}, "limit_text"),
        ({"channels": ()}, "channels"),
        ({"audience": "group"}, "group"),
        ({"tiers": ()}, "tiers"),
        ({"retention_days": -1}, "retention_days"),
        ({"channel_limits": (("new_media", "很快"),)}, "channel_limits"),
        ({"name": "长" * 201}, "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_column(change, field):
    with pytest.raises(Refused) as refused:
        items.require(replace(BUDGET, **change))
    assert refused.value.field == field


def test_an_item_survives_being_kept_as_data():
    written = replace(BUDGET, channel_limits=(("new_media", "3个工作日内"),), channels=("website", "new_media"))
    assert items.from_data(written.as_data()) == written
    assert {channel: limit.n for channel, limit in items.limits_of(written).items()} == {"website": 20, "new_media": 3}


def test_a_county_sees_what_it_took_over_changed_left_out_and_added():
    above = [
        Line("c1", BUDGET),
        Line("c2", replace(BUDGET, name="部门决算")),
        Line("c3", replace(BUDGET, name="只在市级", tiers=("city",))),
        Line("c4", BUDGET, is_ended=True),
        Line("c5", replace(BUDGET, name="采购")),
    ]
    below = [
        Line("x1", replace(BUDGET, unit="财务科", tiers=("county",)), parent="c1"),
        Line("x2", replace(BUDGET, name="部门决算", limit_text="10日内"), parent="c2"),
        Line("x4", BUDGET, parent="c4"),
        Line("x9", replace(BUDGET, name="本县自设")),
    ]
    found = compared(above, below, "county")
    assert [one.code for one in found.taken] == ["x1"]
    assert [(one.below.code, one.changed) for one in found.changed] == [("x2", (("公开时限", "财政部门批复后20日内", "10日内"),))]
    assert [one.code for one in found.missing] == ["c5"]
    assert [one.code for one in found.ended] == ["x4"] and [one.code for one in found.own] == ["x9"]


def test_a_day_that_is_rewritten_breaks_the_chain():
    chain, previous = [], days.NONE_BEFORE
    for n in range(3):
        on = date(2026, 6, 1) + timedelta(days=n)
        digest = days.digest(1, on, {"a": ["missing", n]}, previous)
        chain.append(days.Day(1, on, {"a": ["missing", n]}, previous, digest))
        previous = digest
    assert days.broken(chain) == []
    rewritten = [chain[0], replace(chain[1], states={"a": ["on_time", 0]}), chain[2]]
    assert days.broken(rewritten) == [date(2026, 6, 2)]
    assert days.broken([chain[0], chain[2]]) == [date(2026, 6, 3)]
