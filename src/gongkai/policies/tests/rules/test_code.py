import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from gongkai.policies.rules.code import PolicyCode, check_character, make, parse, verify
from gongkai.shared.refusal import Refused

CODES = st.builds(make, st.from_regex(r"[1-9][0-9]{5}", fullmatch=True), st.integers(1949, 2100), st.integers(1, 999_999))
CHARACTERS = "0123456789XABCZ-"


def test_a_code_is_region_year_serial_and_check():
    code = make("370212", 2025, 37)
    assert re.fullmatch(r"370212-2025-000037-[\dX]", code)
    assert parse(code) == PolicyCode("370212", 2025, 37)


def test_the_example_in_the_refusal_is_itself_a_right_code():
    with pytest.raises(Refused) as caught:
        parse("青政办发〔2025〕7号")
    example = re.search(r"\d{6}-\d{4}-\d{6}-[\dX]", caught.value.message)
    assert example
    assert verify(example[0])


@pytest.mark.parametrize("serial", range(1, 40))
def test_the_check_character_agrees_with_an_independent_implementation(serial):
    digits = f"3702122025{serial:06}"
    assert check_character(digits) == mod_11_2.calc_check_digit(digits)


def test_some_codes_end_in_x():
    assert any(make("370212", 2025, serial).endswith("X") for serial in range(1, 40))


@given(CODES)
def test_a_code_read_back_is_the_same_code(code):
    assert str(parse(code)) == code


@given(CODES, st.data())
def test_any_single_wrong_character_is_found(code, data):
    place = data.draw(st.sampled_from([n for n, character in enumerate(code) if character != "-"]))
    wrong = data.draw(st.sampled_from([c for c in CHARACTERS if c != code[place]]))
    assert not verify(code[:place] + wrong + code[place + 1 :])


@given(CODES, st.data())
def test_any_swap_of_neighbours_is_found(code, data):
    bare = code.replace("-", "")
    places = [n for n in range(len(bare) - 1) if bare[n] != bare[n + 1]]
    n = data.draw(st.sampled_from(places))
    assert not verify(bare[:n] + bare[n + 1] + bare[n] + bare[n + 2 :])


@given(CODES, st.integers(0, 16))
def test_a_lost_character_is_found(code, n):
    bare = code.replace("-", "")
    assert not verify(bare[:n] + bare[n + 1 :])


def test_people_type_codes_in_many_ways():
    serial = next(n for n in range(1, 40) if make("370212", 2025, n).endswith("X"))
    code = make("370212", 2025, serial)
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", "—"),
        code.replace("-", " "),
        f"　{code} ",
        code.translate(FULL_WIDTH),
    ):
        assert parse(typed) == PolicyCode("370212", 2025, serial), typed


FULL_WIDTH = str.maketrans("0123456789X-", "０１２３４５６７８９Ｘ－")


@pytest.mark.parametrize(
    "region, year, serial", [("37021", 2025, 1), ("070212", 2025, 1), ("370212", 1900, 1), ("370212", 2025, 0), ("370212", 2025, 10**6)]
)
def test_parts_out_of_range_make_no_code(region, year, serial):
    with pytest.raises(ValueError, match="not a"):
        make(region, year, serial)


def test_a_checked_code_with_an_impossible_part_is_refused():
    digits = "3702120000000001"
    with pytest.raises(Refused, match="超出范围"):
        parse(digits + check_character(digits))
