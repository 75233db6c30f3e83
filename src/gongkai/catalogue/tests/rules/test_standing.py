"""The state of an item: from facts only, in whatever order they came."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.catalogue.rules.limits import GENERAL, Kind, Limit, Sense
from gongkai.catalogue.rules.standing import Dates, DutyFacts, PublicationFacts, VersionFacts, standing
from gongkai.catalogue.rules.words import State
from gongkai.workdays.rules.calendar import Calendar

YEARS = frozenset({2025, 2026})
PLAIN = Calendar({}, {}, YEARS)
NEW_YEAR = Calendar({date(2026, 1, 1): "元旦", date(2026, 1, 2): "元旦", date(2026, 1, 3): "元旦"}, {date(2026, 1, 4): "元旦"}, YEARS)
VERSION = VersionFacts(date(2025, 1, 1))
EVENT = DutyFacts("a", date(2026, 3, 2))  # due on 30 March
DUE = date(2026, 3, 30)


def state(*publications, duties=(EVENT,), version=VERSION, day=date(2026, 6, 1), calendar=PLAIN):
    return standing([version], duties, publications, day, Dates(calendar))


def published(day, **others):
    return PublicationFacts(f"p{day}", day, **others)


def test_nothing_has_happened_yet():
    assert state(duties=()).state is State.NOTHING_YET


def test_published_on_the_last_day_is_in_time():
    assert state(published(DUE)).state is State.ON_TIME


def test_what_is_late_stays_late_whatever_is_published_afterwards():
    found = state(published(date(2026, 3, 31)), published(date(2026, 4, 1)))
    assert (found.state, found.days, found.times_late) == (State.LATE, 1, 1)


def test_publishing_on_the_weekend_after_is_late():
    """E9: due on Friday 23 January 2026; the Saturday after is a day late."""
    event = DutyFacts("e9", date(2025, 12, 25))
    assert state(published(date(2026, 1, 23)), duties=[event], calendar=NEW_YEAR).state is State.ON_TIME
    found = state(published(date(2026, 1, 24)), duties=[event], calendar=NEW_YEAR)
    assert (found.state, found.days) == (State.LATE, 1)


def test_a_duty_is_open_until_its_day_and_missing_from_the_next():
    assert state(day=DUE).state is State.OPEN and state(day=DUE).due == DUE
    found = state(day=DUE + timedelta(days=3))
    assert (found.state, found.days) == (State.MISSING, 3)


def test_an_empty_page_is_no_publication():
    assert state(published(date(2026, 3, 3), is_empty=True)).state is State.EMPTY
    assert state(published(date(2026, 3, 3), is_empty=True), published(date(2026, 3, 9))).state is State.ON_TIME


def test_the_wrong_column_is_said():
    version = replace(VERSION, column=7)
    assert state(published(date(2026, 3, 3), column=8), version=version).state is State.WRONG_COLUMN
    assert state(published(date(2026, 3, 3), column=8), published(date(2026, 3, 5), column=7), version=version).state is State.ON_TIME


def test_taken_down_too_early_it_is_missing_again_and_after_its_time_it_is_not():
    gone = published(date(2026, 3, 3), withdrawn_on=date(2026, 4, 2))
    assert state(gone).state is State.MISSING
    assert state(gone, day=date(2026, 4, 1)).state is State.ON_TIME
    assert state(gone, version=replace(VERSION, retention_days=30)).state is State.ON_TIME


def test_content_that_was_not_renewed_is_stale():
    version = replace(VERSION, refresh_days=60)
    found = state(published(date(2026, 3, 3)), version=version)
    assert (found.state, found.days) == (State.STALE, 30)
    assert state(published(date(2026, 3, 3)), published(date(2026, 5, 3)), version=version).state is State.ON_TIME


def test_a_standing_item_is_owed_from_the_day_it_takes_effect():
    version = VersionFacts(date(2026, 3, 2), {"website": Limit(Kind.LONG_TERM)})
    assert state(duties=(), version=version, day=DUE).state is State.OPEN
    assert state(duties=(), version=version).state is State.MISSING
    assert state(published(date(2020, 1, 1)), duties=(), version=version).state is State.ON_TIME  # it stood there before


def test_what_must_be_published_before_it_happens_is_owed_before():
    version = VersionFacts(date(2025, 1, 1), {"website": Limit(Kind.NATURAL_DAYS, 30, sense=Sense.BEFORE)})
    event = DutyFacts("buy", date(2026, 7, 10))
    assert state(duties=[event], version=version, day=date(2026, 6, 1)).due == date(2026, 6, 10)
    assert state(duties=[event], version=version, day=date(2026, 6, 11)).state is State.MISSING
    assert state(published(date(2026, 6, 10), answers="buy"), duties=[event], version=version, day=date(2026, 7, 1)).state is State.ON_TIME


def test_each_channel_has_its_own_limit():
    version = VersionFacts(date(2025, 1, 1), {"website": GENERAL, "new_media": Limit(Kind.WORKDAYS, 3)})
    found = state(published(date(2026, 3, 10)), version=version)
    assert found.state is State.MISSING  # the website is in time, the other channel is not
    assert state(published(date(2026, 3, 10)), published(date(2026, 3, 4), channel="new_media"), version=version).state is State.ON_TIME


def test_a_duty_is_judged_by_the_version_in_force_when_it_arose():
    later = VersionFacts(date(2026, 3, 10), {"website": Limit(Kind.WORKDAYS, 2)})
    found = standing([VERSION, later], [EVENT], [published(date(2026, 3, 20))], date(2026, 6, 1), Dates(PLAIN))
    assert found.state is State.ON_TIME


def test_a_date_beyond_the_notices_is_not_guessed():
    event = DutyFacts("z", date(2026, 12, 25))
    assert state(duties=[event], day=date(2026, 12, 28)).state is State.UNDATED
    assert state(published(date(2026, 12, 27)), duties=[event], day=date(2026, 12, 28)).state is State.ON_TIME


DAYS = st.dates(date(2025, 6, 1), date(2026, 12, 31))
DUTIES = st.lists(st.builds(DutyFacts, st.sampled_from("abcdef"), DAYS), max_size=6, unique_by=lambda one: one.key)
PUBLICATIONS = st.lists(
    st.builds(
        PublicationFacts,
        st.text("xyz", min_size=1, max_size=5),
        DAYS,
        st.sampled_from(["", "", *"abcdef"]),
        st.sampled_from([0, 1, 2]),
        st.sampled_from(["website", "new_media"]),
        st.booleans(),
        st.one_of(st.none(), st.dates(date(2027, 1, 1), date(2027, 6, 1)), st.just(date(2026, 12, 31))),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)
VERSIONS = st.lists(
    st.builds(
        VersionFacts,
        DAYS,
        st.sampled_from(
            [{"website": GENERAL}, {"website": Limit(Kind.LONG_TERM)}, {"website": GENERAL, "new_media": Limit(Kind.REALTIME)}]
        ),
        st.sampled_from([0, 1]),
        st.sampled_from([0, 90]),
        st.sampled_from([0, 30]),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.effective_from,
)


@given(VERSIONS, DUTIES, PUBLICATIONS, DAYS, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_state_depends_on_which_facts_there_are_and_not_on_their_order(versions, duties, publications, day, dice):
    dates = Dates(PLAIN)
    expected = standing(versions, duties, publications, day, dates)
    for facts in (versions, duties, publications):
        dice.shuffle(facts)
    assert standing(versions, duties, publications, day, Dates(PLAIN)) == expected


@given(DUTIES, PUBLICATIONS, DAYS)
@settings(max_examples=80, deadline=None)
def test_what_is_known_tomorrow_changes_nothing_about_today(duties, publications, day):
    today = standing([VERSION], duties, [one for one in publications if one.published_on <= day], day, Dates(PLAIN))
    assert standing([VERSION], duties, publications, day, Dates(PLAIN)) == today


@pytest.mark.parametrize("state_", list(State))
def test_every_state_has_words_and_a_shape(state_):
    assert state_.label and state_.shape
