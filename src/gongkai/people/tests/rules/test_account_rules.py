from datetime import UTC, datetime, timedelta

import pytest

from gongkai.people.rules import second_step
from gongkai.people.rules.accounts import classes_in, is_username, password_is_due, plain_username
from gongkai.people.rules.api_keys import digest, prefix_in, written
from gongkai.people.rules.organisations import Level, is_at_or_below, is_uscc, may_stand_under, plain

RFC_SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_rfc_6238(seconds, code):
    assert second_step.code_at(RFC_SECRET, seconds // 30) == code


@pytest.mark.parametrize(("late", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_off(late, good):
    at = datetime(2025, 6, 10, 1, 0, tzinfo=UTC)
    code = second_step.code_at(RFC_SECRET, second_step.step_at(at + timedelta(seconds=late)))
    assert (second_step.matching_step(RFC_SECRET, code, at, used=-1) is not None) == good


def test_no_code_is_good_twice():
    at = datetime(2025, 6, 10, 1, 0, tzinfo=UTC)
    code = second_step.code_at(RFC_SECRET, second_step.step_at(at))
    step = second_step.matching_step(RFC_SECRET, code, at, used=-1)
    assert step is not None
    assert second_step.matching_step(RFC_SECRET, code, at, used=step) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "二八七〇八二", "287082 ", "-87082"])
def test_what_is_not_six_right_digits_does_not_match(code):
    assert second_step.matching_step(RFC_SECRET, code, datetime.fromtimestamp(59, UTC), used=-1) is None


def test_the_enrolment_address_can_be_read_by_an_authenticator_app():
    address = second_step.enrolment_address(RFC_SECRET, "lisi", "云泽县政务公开")
    assert address.startswith("otpauth://totp/%E4%BA%91")
    assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
    assert "period=30" in address


def test_a_recovery_code_may_be_typed_any_way_but_is_good_for_one_officer():
    assert second_step.recovery_digest("abcde-fghjk", 1) == second_step.recovery_digest(" ABCDE FGHJK ", 1)
    assert second_step.recovery_digest("abcde-fghjk", 1) != second_step.recovery_digest("abcde-fghjk", 2)


@pytest.mark.parametrize(
    ("typed", "good"),
    [
        ("lisi", True),
        (" LiSi ", True),
        ("ｌｉｓｉ", True),
        ("li", False),
        ("李四", False),
        ("-lisi", False),
        ("a" * 61, False),
        ("li si", False),
    ],
)
def test_which_usernames_will_do(typed, good):
    assert is_username(plain_username(typed)) == good


@pytest.mark.parametrize(
    ("password", "classes"), [("abc", 1), ("abcABC", 2), ("abcABC1", 3), ("abc-1", 3), ("密码", 1), ("aB1!", 4), ("", 0)]
)
def test_the_kinds_of_character_are_counted(password, classes):
    assert classes_in(password) == classes


@pytest.mark.parametrize(("days", "limit", "due"), [(90, 90, False), (91, 90, True), (400, 0, False)])
def test_a_password_falls_due(days, limit, due):
    at = datetime(2025, 6, 10, tzinfo=UTC)
    assert password_is_due(at - timedelta(days=days), at, limit) == due
    assert not password_is_due(None, at, limit)


def test_only_a_whole_key_has_a_prefix():
    key = written("0a1b2c3d", "s" * 43)
    assert prefix_in(key) == "0a1b2c3d"
    assert [prefix_in(text) for text in ("", key[:-1], key + "x", key.upper(), "Bearer " + key)] == [None] * 5
    assert digest(key) != digest(written("0a1b2c3d", "t" * 43))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("云泽县 住房和\u3000城乡建设局", "云泽县住房和城乡建设局"), ("教育局(体育局)", "教育局（体育局）"), ("ＡＢ局", "AB局")],
)
def test_a_name_is_kept_without_spaces_and_with_one_kind_of_bracket(typed, kept):
    assert plain(typed) == kept


def test_a_higher_level_does_not_stand_under_a_lower():
    assert may_stand_under(Level.COUNTY, Level.CITY)
    assert may_stand_under(Level.COUNTY, Level.COUNTY)
    assert not may_stand_under(Level.CITY, Level.COUNTY)


def test_a_path_is_below_another_by_whole_steps():
    assert is_at_or_below("1/2/", "1/")
    assert not is_at_or_below("12/", "1/")
    assert not is_at_or_below("1/", "")


@pytest.mark.parametrize(
    ("code", "right"),
    [("91350100M000100Y43", True), ("91350100M000100Y44", False), ("91350100M000100Y4", False), ("91350100I000100Y43", False)],
)
def test_the_check_digit_of_a_credit_code(code, right):
    assert is_uscc(code) == right
