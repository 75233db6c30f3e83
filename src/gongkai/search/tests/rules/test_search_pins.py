from datetime import date, timedelta

import pytest

from gongkai.search.rules.pins import PinFacts, on_top, wrong_until

DAY = date(2026, 6, 1)


def pin(words: str, policy: int, *, whole: bool = True, until: date = DAY) -> PinFacts:
    return PinFacts(words, whole, policy, until)


@pytest.mark.parametrize(
    ("typed", "whole", "fits"),
    [
        ("公租房", True, True),
        ("“公租房”", True, True),
        ("公租房申请", True, False),
        ("公租房申请", False, True),
        ("租房", False, False),
        ("", False, False),
    ],
)
def test_a_pin_is_for_its_words(typed, whole, fits):
    assert bool(on_top((pin("公租房", 1, whole=whole),), typed, DAY)) is fits


def test_a_pin_ends_after_its_last_day():
    assert on_top((pin("公租房", 1),), "公租房", DAY + timedelta(days=1)) == ()


def test_the_same_words_come_before_words_held_and_three_are_the_most():
    pins = (pin("租", 1, whole=False), pin("公租房", 2, whole=False), pin("公租房申请", 3), pin("申请", 4, whole=False))
    assert on_top(pins, "公租房申请", DAY) == (3, 2, 4)


@pytest.mark.parametrize(("days", "wrong"), [(-1, "不能早于今天"), (0, ""), (366, ""), (367, "最长一年")])
def test_how_long_a_pin_may_stay(days, wrong):
    said = wrong_until(DAY + timedelta(days=days), DAY)
    assert (wrong in said) and bool(said) is bool(wrong)
