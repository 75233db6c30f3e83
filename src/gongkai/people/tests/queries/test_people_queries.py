from datetime import date

import pytest

from gongkai.people.models import DocCode, Officer, Organisation, OrganisationName, Post
from gongkai.people.queries import (
    above,
    holders,
    in_tree_order,
    offices_of,
    organisation_named,
    organisations_managed_by,
    organisations_using_code,
    root,
    subtree,
    tree_problems,
    visible_to,
    with_posts,
)
from gongkai.people.rules.permits import Role
from gongkai.people.testing import officer


@pytest.mark.parametrize(
    "typed",
    [
        "云泽县住房和城乡建设局",
        " 云泽县 住房和城乡建设局\n",
        "县住建局",
        "云泽县建设局",
        "云泽县房产管理局（房改办）",
        "云泽县房产管理局(房改办)",
    ],
)
def test_an_organisation_is_found_by_any_of_its_names(house, typed):
    OrganisationName.objects.create(organisation=house.housing, name="云泽县建设局", kind="former", until=date(2019, 3, 1))
    OrganisationName.objects.create(organisation=house.housing, name="云泽县房产管理局(房改办)")
    assert organisation_named(typed) == house.housing


def test_an_unknown_name_is_nobody(house):
    assert organisation_named("青州市住房和城乡建设局") is None
    assert organisation_named("") is None
    assert organisation_named("云泽县") is None


def test_a_present_name_is_stronger_than_a_former_one(house):
    OrganisationName.objects.create(organisation=house.housing, name="云泽县交通运输局", kind="former")
    assert organisation_named("云泽县交通运输局") == house.transport


def test_an_open_organisation_is_stronger_than_a_closed_one(house):
    closed = Organisation.objects.create(name="云泽县水利局", parent=house.county, closed_on=date(2019, 3, 1))
    assert organisation_named("云泽县水利局") == closed
    reopened = Organisation.objects.create(name="云泽县水利局", parent=house.county)
    assert organisation_named("云泽县水利局") == reopened


def test_a_name_of_two_is_told_apart_by_what_is_near(house):
    east = Organisation.objects.create(name="东镇人民政府", parent=house.county, level="township")
    west = Organisation.objects.create(name="西镇人民政府", parent=house.county, level="township")
    offices = [Organisation.objects.create(name="党政办公室", parent=town, level="township") for town in (east, west)]
    assert organisation_named("党政办公室") is None
    assert organisation_named("党政办公室", near=west) == offices[1]
    assert organisation_named("党政办公室", near=house.housing) is None


def test_a_code_changes_hands(house):
    DocCode.objects.create(organisation=house.housing, code="云建发", valid_to=date(2019, 2, 28))
    DocCode.objects.create(organisation=house.transport, code="云建发", valid_from=date(2019, 3, 1))
    DocCode.objects.create(organisation=house.housing, code="云住建发", valid_from=date(2019, 3, 1))
    assert organisations_using_code("云建发", date(2019, 2, 28)) == [house.housing]
    assert organisations_using_code("云建发", date(2019, 3, 1)) == [house.transport]
    assert organisations_using_code(" 云住 建发", date(2025, 1, 1)) == [house.housing]
    assert organisations_using_code("云住建发", date(2019, 2, 28)) == []


def test_a_code_may_be_shared(house):
    for one in (house.transport, house.housing):
        DocCode.objects.create(organisation=one, code="云联发")
    assert organisations_using_code("云联发", date(2025, 1, 1)) == [house.housing, house.transport]


def test_the_tree_is_listed_parents_first_and_brothers_by_position(house):
    late = Organisation.objects.create(name="政策法规科", parent=house.housing, position=2)
    early = Organisation.objects.create(name="办公室", parent=house.housing, position=1)
    house.transport.position = 0
    house.transport.save()
    assert in_tree_order(subtree(house.county)) == [house.county, house.transport, house.housing, early, late]
    assert above(late) == [house.county, house.housing]
    assert root() == house.county


def test_officers_see_their_colleagues_and_administrators_everyone_below(house):
    newcomer = Officer.objects.create_user("new", name="新人")
    assert set(visible_to(house.li)) == {house.li, house.wang}
    assert set(visible_to(house.zhao)) == {house.zhao}
    assert set(visible_to(house.admin)) == {house.admin, house.li, house.wang, house.zhao, newcomer}
    assert set(visible_to(newcomer)) == {newcomer}


def test_an_administrator_of_an_office_sees_no_further(house):
    office_admin = officer("wujiang", "吴江", house.housing, Role.ADMIN)
    assert set(visible_to(office_admin)) == {office_admin, house.li, house.wang}
    assert set(organisations_managed_by(office_admin)) == {house.housing}
    assert set(organisations_managed_by(house.admin)) == {house.county, house.housing, house.transport}
    assert not organisations_managed_by(house.li).exists()


def test_holders_and_offices_follow_the_posts_in_force(house):
    assert list(holders(Role.SIGNER, house.housing)) == [house.wang]
    assert list(offices_of(house.wang)) == [house.housing]
    house.wang.posts.update(until=date(2025, 6, 1))
    assert not holders(Role.SIGNER, house.housing).exists()
    assert not offices_of(house.wang).exists()


@pytest.mark.parametrize("number", [10, 100])
def test_the_number_of_queries_does_not_grow_with_the_house(house, number, django_assert_num_queries):
    offices = [Organisation.objects.create(name=f"{n}局", short_name=f"{n}", parent=house.county) for n in range(number)]
    for n, office in enumerate(offices):
        DocCode.objects.create(organisation=office, code="云合发")
        member = Officer.objects.create(username=f"officer{n}", name=f"员{n}")
        Post.objects.create(officer=member, organisation=office, role=Role.EDITOR, since=date(2025, 1, 1))
    with django_assert_num_queries(4):  # the actor, the officers, their posts, the posts' organisations
        listed = [(one.name, [post.organisation.name for post in one.posts.all()]) for one in with_posts(visible_to(house.admin))]
    assert len(listed) == number + 4
    with django_assert_num_queries(1):
        assert len(in_tree_order(subtree(house.county))) == number + 3
    with django_assert_num_queries(2):
        assert organisation_named("3局") == offices[3]
    with django_assert_num_queries(1):
        assert len(organisations_using_code("云合发", date(2025, 1, 1))) == number
    with django_assert_num_queries(1):
        assert list(tree_problems()) == []


def test_a_path_that_disagrees_with_the_parents_is_named(house):
    Organisation.objects.filter(pk=house.housing.pk).update(path="9/")
    assert [problem for problem in tree_problems() if "住房和城乡建设局" in problem] == list(tree_problems()) != []
    Organisation.objects.filter(pk=house.county.pk).update(parent=house.transport)
    assert any("成环" in problem for problem in tree_problems())
