"""Who may do what, as a table of values; no database."""

import pytest

from gongkai.people.rules.permits import (
    WHO_MAY,
    About,
    Actor,
    Permit,
    Role,
    did_not_write_it,
    is_admin,
    is_editor_there,
    is_not_about_oneself,
    is_reviewer_there,
    is_signer_there,
    is_supervisor,
    maps_of,
    may,
    printed,
    require,
)
from gongkai.shared.refusal import Refused

COUNTY, HOUSING, TRANSPORT, DIVISION, TWELFTH = "1/", "1/2/", "1/3/", "1/2/4/", "12/"

LI = Actor(10, "李四", {HOUSING: frozenset({Role.EDITOR})})
WANG = Actor(11, "王芳", {HOUSING: frozenset({Role.REVIEWER, Role.SIGNER})})
ZHAO = Actor(12, "赵敏", {TRANSPORT: frozenset({Role.EDITOR, Role.REVIEWER, Role.SIGNER})})
ADMIN = Actor(13, "周正", {COUNTY: frozenset({Role.ADMIN})})
BUREAU_ADMIN = Actor(14, "吴江", {HOUSING: frozenset({Role.ADMIN})})
SUPERVISOR = Actor(15, "郑和", {COUNTY: frozenset({Role.SUPERVISOR})})
COUNTY_EDITOR = Actor(16, "冯远", {COUNTY: frozenset({Role.EDITOR, Role.SIGNER})})
NOBODY = Actor(17, "张三", {})
EVERYONE = [LI, WANG, ZHAO, ADMIN, BUREAU_ADMIN, SUPERVISOR, COUNTY_EDITOR, NOBODY]


@pytest.mark.parametrize(
    ("asks", "yes"),
    [
        (is_editor_there, {"李四"}),
        (is_reviewer_there, {"王芳"}),
        (is_signer_there, {"王芳"}),
        (is_supervisor, {"郑和"}),
        (is_admin, {"周正", "吴江"}),
    ],
)
def test_each_question_is_answered_yes_for_exactly_these_people_at_housing(asks, yes):
    assert {actor.name for actor in EVERYONE if asks(actor, About(HOUSING))} == yes


@pytest.mark.parametrize(
    ("permit", "at_housing", "at_county", "at_transport"),
    [
        (Permit.MANAGE_ORGANISATION, {"周正", "吴江"}, {"周正"}, {"周正"}),
        (Permit.ARRANGE_ORGANISATIONS, {"周正", "吴江"}, {"周正"}, {"周正"}),
        (Permit.MANAGE_OFFICER, {"周正", "吴江"}, {"周正"}, {"周正"}),
        (Permit.ISSUE_API_KEY, {"周正", "吴江"}, {"周正"}, {"周正"}),
        (Permit.READ_JOURNAL, {"周正", "吴江", "郑和"}, {"周正", "郑和"}, {"周正", "郑和"}),
    ],
)
def test_the_permission_table(permit, at_housing, at_county, at_transport):
    for office, expected in ((HOUSING, at_housing), (COUNTY, at_county), (TRANSPORT, at_transport)):
        assert {actor.name for actor in EVERYONE if may(actor, permit, About(office), WHO_MAY)} == expected


def test_every_permit_stands_in_the_map():
    assert set(WHO_MAY) == set(Permit)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.SIGNER])
def test_an_office_role_covers_its_own_office_only(role):
    actor = Actor(1, "x", {HOUSING: frozenset({role})})
    assert [actor.holds(role, office) for office in (HOUSING, DIVISION, COUNTY, TRANSPORT)] == [True, False, False, False]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMIN])
def test_supervision_and_administration_reach_down_but_not_up(role):
    actor = Actor(1, "x", {HOUSING: frozenset({role})})
    assert [actor.holds(role, office) for office in (HOUSING, DIVISION, COUNTY, TRANSPORT)] == [True, True, False, False]


def test_organisation_1_is_not_above_organisation_12():
    assert not ADMIN.holds(Role.ADMIN, TWELFTH)


@pytest.mark.parametrize("actor", EVERYONE, ids=lambda actor: actor.name)
@pytest.mark.parametrize("permit", list(Permit))
def test_what_belongs_to_no_office_is_permitted_to_nobody(actor, permit):
    assert not may(actor, permit, About(""), WHO_MAY)


def test_whoever_wrote_it_does_not_review_it():
    both = Actor(10, "李四", {HOUSING: frozenset({Role.EDITOR, Role.REVIEWER})})
    who_may = {Permit.MANAGE_OFFICER: [[is_reviewer_there, did_not_write_it]]}
    assert not may(both, Permit.MANAGE_OFFICER, About(HOUSING, written_by=10), who_may)
    assert may(both, Permit.MANAGE_OFFICER, About(HOUSING, written_by=11), who_may)


def test_nobody_manages_their_own_account():
    assert not may(ADMIN, Permit.MANAGE_OFFICER, About(COUNTY, concerns=13), WHO_MAY)
    assert not is_not_about_oneself(ADMIN, About(COUNTY, concerns=13))


def test_a_permit_without_a_row_is_given_to_nobody():
    assert not may(ADMIN, Permit.MANAGE_OFFICER, About(COUNTY), {})


def test_a_refusal_says_who_may():
    with pytest.raises(Refused, match=r"管理人员账号与任职.*系统管理员且不是给自己办.*联系"):
        require(LI, Permit.MANAGE_OFFICER, About(HOUSING), WHO_MAY)


def test_the_map_prints_as_a_markdown_table():
    table = printed({"people": WHO_MAY})
    assert table.splitlines()[0] == "| 模块 | 事项 | 谁可以办 | 标识 |"
    assert "| people | 查阅操作日志 | 本单位或上级机关的系统管理员，或本单位或上级机关的监督管理人员 | `people:journal:read` |" in table
    assert len(table.splitlines()) == 2 + len(WHO_MAY)


def test_the_maps_of_the_rooms_are_found_by_their_place():
    assert maps_of(["gongkai.shared", "gongkai.people"]) == {"people": WHO_MAY}


def test_a_permission_carries_its_words_and_is_its_value():
    assert Permit.READ_JOURNAL == "people:journal:read"
    assert Permit.READ_JOURNAL.words == "查阅操作日志"
    assert Permit("people:journal:read") is Permit.READ_JOURNAL
