"""编号 (领域规则 2.5): numbers as the law's readers write them, codes that survive being typed."""

from datetime import date
from itertools import pairwise

import pytest

from gongkai.foi.rules import numbering
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.numbering import ALPHABET, Series, letter_code, read_code, series_of, ticket
from gongkai.foi.rules.outcomes import RULINGS
from gongkai.shared.refusal import Refused

CODES = (ticket(bytes(range(8))), letter_code(b"\x91\x02\xf3\x44\x15\x76\x87\x28\x19\xaa\x3b\xcc"))


def is_code(typed):
    try:
        return bool(read_code(typed))
    except Refused:
        return False


def test_a_registration_number_names_day_region_organ_and_serial():
    assert numbering.case_number(date(2025, 6, 3), "370212", 12, 7) == "20250603-370212-A012-0007"
    assert numbering.case_number(date(2025, 6, 3), "370212", 1234, 10001) == "20250603-370212-A1234-10001"


def test_a_ticket_has_nine_signs_a_letter_code_thirteen_none_easily_mistaken():
    assert [len(code) for code in CODES] == [9, 13]
    assert not set("".join(CODES)) & set("01IOU")


@pytest.mark.parametrize("code", CODES)
def test_a_code_may_be_typed_small_wide_and_with_blanks(code):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert read_code(f" {code[:3].lower()}-{code[3:6]} {code[6:]}") == read_code(wide) == code
    assert not is_code(code[:-1])
    assert not is_code("")
    assert not is_code("编号编号编号编号编")


@pytest.mark.parametrize(("code", "which"), list(zip(CODES, ("查询码", "文书验证码"), strict=True)))
def test_a_mistyped_code_is_told_by_its_own_name(code, which):
    with pytest.raises(Refused, match=f"^{which}有输错的地方"):
        read_code(code[:-1] + ("2" if code[-1] != "2" else "3"))


@pytest.mark.parametrize("code", CODES)
def test_every_single_wrong_sign_is_found(code):
    wrong = [code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in ALPHABET if sign != code[at]]
    assert len(wrong) == 30 * len(code)
    assert not any(is_code(each) for each in wrong)


@pytest.mark.parametrize("code", CODES)
def test_two_neighbouring_signs_exchanged_are_found(code):
    exchanged = [code[:at] + other + one + code[at + 2 :] for at, (one, other) in enumerate(pairwise(code)) if one != other]
    assert len(exchanged) > 5
    assert not any(is_code(each) for each in exchanged)


def test_a_code_is_not_made_from_too_little_chance():
    with pytest.raises(ValueError, match="8 random bytes"):
        ticket(b"short")


def test_a_letter_number_has_hexagonal_brackets_no_zeros_and_needs_the_code_of_the_organ():
    assert numbering.letter_number("青建", Series.REPLY, 2025, 12) == "青建依复〔2025〕12号"
    with pytest.raises(Refused, match="机关代字"):
        numbering.letter_number(" ", Series.REPLY, 2025, 12)


def test_every_ending_is_an_inside_record_and_every_decision_is_none():
    for ruling in RULINGS.values():
        assert (series_of(ruling.letter) is Series.INSIDE) == ruling.is_ending


def test_what_goes_to_third_parties_never_counts_among_the_replies():
    assert {series_of(kind) for kind in LetterKind if kind.reader is not Reader.APPLICANT} == {
        Series.CONSULTATION,
        Series.NOTICE,
        Series.INSIDE,
    }
    assert series_of(LetterKind.CLARIFICATION) is series_of(LetterKind.FEE_NOTICE) is Series.NOTICE


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([], ""),
        (["澜住建"], "澜住建"),
        (["澜建字", "澜住建发", "澜住建规"], "澜住建"),
        (["澜政发", "澜州市人民政府令"], "澜政"),
        (["澜政办函"], "澜政办"),
        (["沪规"], "沪规"),
    ],
)
def test_letters_carry_the_code_without_the_sign_of_a_kind_of_paper(codes, code):
    assert numbering.letter_code_of(codes) == code
