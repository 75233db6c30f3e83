"""编号 (领域规则 2.5): numbers as the law's readers write them, tickets that survive being typed."""

from datetime import date
from itertools import pairwise

import pytest

from gongkai.foi.rules import numbering
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.numbering import SIGNS, Series, ServiceMode, ServiceNeed, is_ticket, series_of, ticket
from gongkai.foi.rules.outcomes import RULINGS

TICKET = ticket(bytes(range(8)))


def test_a_registration_number_names_day_region_organ_and_serial():
    assert numbering.case_number(date(2025, 6, 3), "370212", 12, 7) == "20250603-370212-A012-0007"
    assert numbering.case_number(date(2025, 6, 3), "370212", 1234, 10001) == "20250603-370212-A1234-10001"


def test_a_ticket_has_nine_signs_none_of_them_easily_mistaken():
    assert len(TICKET) == 9
    assert not set(TICKET) & set("01ILO")
    assert is_ticket(TICKET)


def test_a_ticket_may_be_typed_small_and_with_blanks():
    assert is_ticket(f" {TICKET[:3].lower()}-{TICKET[3:6]} {TICKET[6:]}")
    assert not is_ticket(TICKET[:-1])
    assert not is_ticket("")
    assert not is_ticket("编号编号编号编号编")


def test_every_single_wrong_sign_of_a_ticket_is_found():
    wrong = [TICKET[:at] + sign + TICKET[at + 1 :] for at in range(9) for sign in SIGNS if sign != TICKET[at]]
    assert len(wrong) == 270
    assert not any(is_ticket(each) for each in wrong)


def test_two_neighbouring_signs_exchanged_are_found():
    mixed = ticket(b"\x91\x02\xf3\x44\x15\x76\x87\x28")
    for at, (one, other) in enumerate(pairwise(mixed)):
        if one != other:
            assert not is_ticket(mixed[:at] + other + one + mixed[at + 2 :])


def test_a_ticket_is_not_made_from_too_little_chance():
    with pytest.raises(ValueError, match="8 random bytes"):
        ticket(b"short")


def test_a_letter_number_has_hexagonal_brackets_no_zeros_and_no_word_before():
    assert numbering.letter_number("青建", Series.REPLY, 2025, 12) == "青建依复〔2025〕12号"


def test_every_decision_is_numbered_as_a_reply_and_every_ending_as_an_inside_record():
    for ruling in RULINGS.values():
        assert series_of(ruling.letter) is (Series.INSIDE if ruling.is_ending else Series.REPLY)


def test_every_kind_of_letter_has_a_series():
    assert {kind: series_of(kind) for kind in LetterKind if kind.reader is Reader.THIRD_PARTY} == {
        LetterKind.THIRD_PARTY_CONSULTATION: Series.CONSULTATION,
        LetterKind.OPINION_FORM: Series.CONSULTATION,
        LetterKind.THIRD_PARTY_NOTICE: Series.CONSULTATION,
    }
    assert series_of(LetterKind.CLARIFICATION) is Series.NOTICE
    assert series_of(LetterKind.FEE_NOTICE) is Series.NOTICE


def test_mail_needs_its_number_and_the_internet_needs_the_wish_and_the_way_to_reconsideration():
    assert ServiceMode.MAIL_POST.needs == (ServiceNeed.MAIL_NO,)
    assert [mode for mode in ServiceMode if ServiceNeed.RECONSIDERATION_ONLINE in mode.needs] == [ServiceMode.ONLINE, ServiceMode.EMAIL]
    assert all((ServiceNeed.RECONSIDERATION_ONLINE in mode.needs) == mode.over_the_internet for mode in ServiceMode)
    assert ServiceNeed.ELECTRONIC_WISH in ServiceMode.FAX.needs
