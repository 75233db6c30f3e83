from decimal import Decimal

import pytest

from gongkai.assistant.rules.amounts import amounts, figure, loose_bounds, plain


@pytest.mark.parametrize(
    "text, unit, value, bound",
    [
        ("二十个工作日内", "工作日", 20, "内"),
        ("不超过20个工作日", "工作日", 20, "≤"),
        ("十五日前", "日", 15, "前"),
        ("15天", "日", 15, ""),
        ("3个月后", "月", 3, "后"),
        ("3万元以上", "元", 30000, "≥"),
        ("一万二千元", "元", 12000, ""),
        ("１，５００．５元", "元", "1500.5", ""),
        ("1.2亿元", "元", 120000000, ""),
        ("百分之五", "%", 5, ""),
        ("5％左右", "%", 5, "≈"),
        ("千分之五", "‰", 5, ""),
        ("年满六十周岁", "岁", 60, "≥"),
        ("未满18周岁", "岁", 18, "<"),
        ("第三十三条", "第条", 33, ""),
        ("五间以下", "间", 5, "≤"),
        ("0999-5550115", "", 999, ""),
    ],
)
def test_a_number_has_one_form_however_it_is_written(text, unit, value, bound):
    first = amounts(plain(text))[0]
    assert (first.unit, first.value, first.bound) == (unit, Decimal(value), bound)


@pytest.mark.parametrize(
    "text, day, bound",
    [
        ("2025年3月1日起施行", (2025, 3, 1), "起"),
        ("二〇二五年三月一日前", (2025, 3, 1), "前"),
        ("2025-03-01", (2025, 3, 1), ""),
        ("自3月1日", (0, 3, 1), "起"),
        ("2027年底前", (2027, 0, 0), "前"),
        ("执行至2026年12月31日", (2026, 12, 31), "前"),
    ],
)
def test_a_day_has_one_form_however_it_is_written(text, day, bound):
    first = amounts(plain(text))[0]
    assert (first.unit, first.value, first.bound) == ("日期", day, bound)


def test_what_is_no_number_is_none():
    assert figure("万万") is None
    assert amounts("公共租赁住房") == ()


def test_bounds_of_what_is_no_number_are_told_apart_from_those_of_numbers():
    assert loose_bounds("县级以上人民政府对超过规定面积三平方米以上的（以下简称超标）") == (("≥", "以上"), (">", "超过"))
