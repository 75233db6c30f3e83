"""What an application must contain, when it counts as received, who applied."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.foi.rules.applicants import ApplicantKind, IdKind, Material, id_kinds, masked, masked_id, masked_phone, wrong_id
from gongkai.foi.rules.receipt import (
    Application,
    Arrival,
    Carrier,
    Channel,
    ConfirmPolicy,
    Delivery,
    Element,
    NeedsConfirmation,
    missing,
    needs_confirmation,
    received_on,
)
from gongkai.shared.refusal import Refused

SATURDAY, TUESDAY = date(2025, 5, 31), date(2025, 6, 3)
CONFIRMED = Arrival(SATURDAY, confirmed_on=TUESDAY)
C = Channel


@pytest.mark.parametrize(
    "channel, arrival, day",
    [
        (C.COUNTER, Arrival(TUESDAY), TUESDAY),
        (C.ORAL, Arrival(TUESDAY), TUESDAY),
        (C.MAIL_SIGNED, Arrival(SATURDAY, signed_for_on=TUESDAY), TUESDAY),
        (C.MAIL_ORDINARY, CONFIRMED, TUESDAY),
        (C.ONLINE, CONFIRMED, TUESDAY),  # E10: 周末网上提交，周二确认
        (C.PLATFORM, CONFIRMED, TUESDAY),
        (C.FAX, CONFIRMED, TUESDAY),
        (C.EMAIL, CONFIRMED, TUESDAY),
        (C.COUNTER, replace(CONFIRMED, at_disclosure_office=False), TUESDAY),
        (C.MAIL_SIGNED, replace(CONFIRMED, at_disclosure_office=False, signed_for_on=SATURDAY), TUESDAY),
        (C.MAIL_ORDINARY, Arrival(SATURDAY, reachable_again_on=TUESDAY), TUESDAY),
    ],
)
def test_the_day_of_receipt_by_channel(channel, arrival, day):
    assert received_on(channel, arrival) == day


@pytest.mark.parametrize("channel", [C.MAIL_ORDINARY, C.ONLINE, C.PLATFORM, C.FAX, C.EMAIL])
def test_what_must_be_confirmed_has_not_been_received_before(channel):
    found = received_on(channel, Arrival(SATURDAY))
    assert isinstance(found, NeedsConfirmation)
    assert (found.since, found.basis) == (SATURDAY, "政府信息公开条例第三十一条")
    assert "确认之日为收到日" in found.says
    assert needs_confirmation(channel)


def test_only_mail_that_was_signed_for_and_what_was_handed_over_need_no_confirmation():
    assert [channel for channel in Channel if not needs_confirmation(channel)] == [C.COUNTER, C.ORAL, C.MAIL_SIGNED]
    assert isinstance(received_on(C.MAIL_SIGNED, Arrival(SATURDAY)), NeedsConfirmation)


def test_an_application_sent_to_another_division_is_confirmed_by_telephone():
    found = received_on(C.COUNTER, Arrival(SATURDAY, at_disclosure_office=False))
    assert found.basis == "国办公开办函〔2015〕207号"


def test_an_office_may_let_the_submission_itself_be_the_confirmation():
    assert received_on(C.ONLINE, Arrival(SATURDAY), ConfirmPolicy.ON_SUBMISSION) == SATURDAY
    assert isinstance(received_on(C.EMAIL, Arrival(SATURDAY), ConfirmPolicy.ON_SUBMISSION), NeedsConfirmation)
    assert not needs_confirmation(C.ONLINE, ConfirmPolicy.ON_SUBMISSION)


@pytest.mark.parametrize("later", ["signed_for_on", "confirmed_on", "reachable_again_on"])
def test_nothing_is_confirmed_before_it_arrived(later):
    with pytest.raises(Refused, match="不能早于"):
        received_on(C.ONLINE, replace(Arrival(TUESDAY), **{later: SATURDAY}))


COMPLETE = Application(
    ApplicantKind.NATURAL,
    name="张三",
    id_number="11010519491231002X",
    has_id_proof=True,
    phone="13800001234",
    info_title="2024年公租房配租名单",
    carrier=Carrier.ELECTRONIC,
    delivery=Delivery.ONLINE,
)


@pytest.mark.parametrize(
    "changes, elements",
    [
        ({}, ()),
        ({"name": " "}, (Element.NAME,)),
        ({"id_number": "", "has_id_proof": False}, (Element.ID, Element.ID_PROOF)),
        ({"phone": "", "address": "澜州市东城区"}, ()),
        ({"phone": ""}, (Element.CONTACT,)),
        ({"info_title": "", "info_doc_no": "澜建发〔2024〕3号"}, ()),
        ({"info_title": "", "info_text": "去年的名单"}, ()),
        ({"info_title": ""}, (Element.INFORMATION,)),
        ({"carrier": None, "delivery": None}, (Element.CARRIER, Element.DELIVERY)),
        ({"delivery": Delivery.MAIL}, (Element.ADDRESS,)),
        ({"delivery": Delivery.EMAIL}, (Element.EMAIL,)),
        ({"delivery": Delivery.FAX}, (Element.FAX,)),
        ({"agent": "王某"}, (Element.AUTHORITY,)),
        ({"agent": "王某", "has_authority": True}, ()),
        ({"kind": ApplicantKind.LEGAL_LAW}, (Element.REPRESENTATIVE,)),
        ({"kind": ApplicantKind.LEGAL_LAW, "representative": "李某"}, ()),
    ],
)
def test_the_elements_of_an_application(changes, elements):
    assert missing(replace(COMPLETE, **changes)) == elements


def test_no_purpose_is_asked_for():
    assert "purpose" not in {element.value for element in Element}
    assert all(element.words for element in Element)


ON = date(2026, 6, 1)


@pytest.mark.parametrize(
    "kind, number, says",
    [
        (IdKind.RESIDENT, "11010519491231002x", ""),
        (IdKind.RESIDENT, "110105194912310021", "居民身份证号有误"),
        (IdKind.USCC, "11370322004222241N", ""),
        (IdKind.USCC, "11110000000013426W", "统一社会信用代码有误"),
        (IdKind.PASSPORT, "E12345678", ""),
        (IdKind.PASSPORT, "E1", "长度不对"),
        (IdKind.OTHER, " ", "请填写证件号码"),
    ],
)
def test_identity_numbers_are_checked_as_far_as_they_can_be(kind, number, says):
    found = wrong_id(kind, number, ON)
    assert (says in found) and bool(found) == bool(says)


def test_persons_and_organisations_have_their_own_kinds_of_number():
    assert IdKind.USCC not in id_kinds(ApplicantKind.NATURAL)
    assert id_kinds(ApplicantKind.LEGAL_WELFARE)[0] is IdKind.USCC
    assert [kind.is_natural for kind in ApplicantKind] == [True, False, False, False, False, False]


def test_a_person_is_masked_an_organisations_name_is_not():
    person = masked(
        ApplicantKind.NATURAL, "欧阳小明", "11010519491231002X", "13800001234", "zhang@example.invalid", "澜州市东城区幸福街道5号"
    )
    assert (person.name, person.id_number, person.phone) == ("欧阳**", "110105********002X", "138****1234")
    assert (person.email, person.address) == ("z***@example.invalid", "澜州市东城区幸福街道***")
    firm = masked(ApplicantKind.LEGAL_COMMERCIAL, "澜州某某公司", "11370322004222241N", "0532-88880000")
    assert (firm.name, firm.id_number, firm.phone) == ("澜州某某公司", "11370322004222241N", "0532-*****000")


def test_masks_of_short_and_empty_values_give_nothing_away():
    assert (masked_id(""), masked_id("E12345678")) == ("", "*******78")
    assert (masked_phone(""), masked_phone("无"), masked_phone("12345")) == ("", "", "***45")
    assert masked(ApplicantKind.NATURAL, "") == masked(ApplicantKind.LEGAL_OTHER, "")


def test_proofs_of_identity_and_authority_and_what_proves_a_record_about_oneself_wrong_are_sealed():
    assert {material for material in Material if material.is_sealed} == {Material.IDENTITY, Material.AUTHORITY, Material.EVIDENCE}
