"""Role by permit by own or another organ, written out."""

import pytest

from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.people.rules.permits import About, Actor, Role, may

OWN, OTHER, CITY = "1/2/", "1/3/", "1/"
P = Permit
EDITOR = {
    P.READ, P.SEE_APPLICANT, P.REVEAL_IDENTITY, P.RECEIVE, P.REGISTER, P.CLARIFY, P.ASK_REASON, P.DISPATCH, P.HANDLE, P.CONSULT, P.CHARGE,
    P.DRAFT, P.SERVE, P.ARCHIVE, P.PROPOSE_DESTRUCTION, P.NOTE, P.RECORD_DISPUTE, P.EXPORT, P.SEE_NUMBERS,
}  # fmt: skip
REVIEWER = {P.READ, P.SEE_APPLICANT, P.REVIEW_SECRECY, P.REVIEW_LEGALITY, P.SEND_BACK, P.NOTE, P.SEE_NUMBERS}
SIGNER = {
    P.READ, P.SEE_APPLICANT, P.REVEAL_IDENTITY, P.DELAY, P.DISPATCH, P.EXTEND, P.SEND_BACK, P.SIGN, P.CLOSE, P.DESTROY, P.NOTE, P.REMIND,
    P.RECORD_DISPUTE, P.EXPORT, P.SEE_NUMBERS, P.APPROVE_PROACTIVE, P.PUBLISH_PRECEDENT, P.EDIT_TEMPLATES, P.SET_POLICIES,
}  # fmt: skip
SUPERVISOR = {P.READ, P.REMIND, P.HEAR_COMPLAINT, P.SEE_NUMBERS}
ADMIN = {P.EDIT_TEMPLATES, P.SET_POLICIES}
TABLE = {Role.EDITOR: EDITOR, Role.REVIEWER: REVIEWER, Role.SIGNER: SIGNER, Role.SUPERVISOR: SUPERVISOR, Role.ADMIN: ADMIN}


@pytest.mark.parametrize("permit", Permit)
@pytest.mark.parametrize("role", Role)
def test_who_may_do_what_in_her_own_office_and_nowhere_else(role, permit):
    actor = Actor(7, "某人", {OWN: frozenset({role})})
    assert may(actor, permit, About(OWN, written_by=1), WHO_MAY) == (permit in TABLE[role])
    assert not may(actor, permit, About(OTHER, written_by=1), WHO_MAY)
    above = Actor(8, "上级", {CITY: frozenset({role})})
    assert may(above, permit, About(OWN, written_by=1), WHO_MAY) == (permit in TABLE[role] and role in (Role.SUPERVISOR, Role.ADMIN))


@pytest.mark.parametrize("permit", [P.REVIEW_SECRECY, P.REVIEW_LEGALITY, P.SIGN, P.PUBLISH_PRECEDENT])
def test_whoever_wrote_it_neither_reviews_nor_signs_it(permit):
    everything = Actor(7, "身兼数职", {OWN: frozenset(Role)})
    assert may(everything, permit, About(OWN, written_by=1), WHO_MAY)
    assert not may(everything, permit, About(OWN, written_by=7), WHO_MAY)


def test_supervision_and_administration_never_see_who_asked():
    for role in (Role.SUPERVISOR, Role.ADMIN):
        actor = Actor(7, "某人", {CITY: frozenset({role})})
        assert not any(may(actor, permit, About(OWN), WHO_MAY) for permit in (P.SEE_APPLICANT, P.REVEAL_IDENTITY, P.EXPORT))


def test_no_permit_is_left_without_a_row_and_each_says_what_it_is():
    assert set(WHO_MAY) == set(Permit)
    assert all(permit.value.startswith("foi:") and permit.words != permit.value for permit in Permit)
