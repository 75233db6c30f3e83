from datetime import datetime, time

import pytest

from gongkai.notices.rules import quiet
from gongkai.shared.clock import BEIJING


def beijing(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        (beijing(2, 12), beijing(2, 12)),
        (beijing(2, 21, 59), beijing(2, 21, 59)),
        (beijing(2, 22), beijing(3, 7, 30)),
        (beijing(2, 23, 59), beijing(3, 7, 30)),
        (beijing(3, 0), beijing(3, 7, 30)),
        (beijing(3, 7, 29), beijing(3, 7, 30)),
        (beijing(3, 7, 30), beijing(3, 7, 30)),
    ],
)
def test_what_is_written_at_night_is_sent_in_the_morning(written, sent):
    assert quiet.earliest(written, quiet.hours("22:00-07:30")) == sent


def test_quiet_hours_may_lie_within_one_day():
    noon = quiet.hours("12:00-14:00")
    assert quiet.earliest(beijing(2, 13), noon) == beijing(2, 14)
    assert quiet.earliest(beijing(2, 15), noon) == beijing(2, 15)


def test_without_quiet_hours_everything_goes_at_once():
    assert quiet.hours(" ") is None
    assert quiet.earliest(beijing(2, 3), None) == beijing(2, 3)


def test_the_customary_hours_can_be_read():
    assert quiet.hours(quiet.CUSTOMARY) == (time(22), time(7, 30))


@pytest.mark.parametrize("text", ["22-7", "夜里", "25:00-07:00", "22:00"])
def test_other_texts_are_refused(text):
    with pytest.raises(ValueError):
        quiet.hours(text)
