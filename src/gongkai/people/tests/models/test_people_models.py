from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gongkai.people.models import DocCode, Officer, Organisation, OrganisationName, Post
from gongkai.people.rules.permits import Actor, Role


def test_a_new_organisation_knows_its_path(house):
    division = Organisation.objects.create(name="政策法规科", parent=house.housing)
    assert division.path == f"{house.county.pk}/{house.housing.pk}/{division.pk}/"
    assert division.depth == 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda house: Organisation.objects.create(name="云泽县 交通运输局", parent=house.county),
        lambda house: Organisation.objects.create(name="云泽县人民政府"),
        lambda house: Organisation.objects.filter(pk=house.housing.pk).update(succeeded_by=house.transport),
        lambda house: OrganisationName.objects.create(organisation=house.housing, name="x", since=date(2025, 1, 2), until=date(2025, 1, 1)),
        lambda house: DocCode.objects.create(organisation=house.housing, code="x", valid_from=date(2025, 1, 2), valid_to=date(2025, 1, 1)),
        lambda house: Post.objects.create(officer=house.li, organisation=house.housing, role=Role.EDITOR, since=date(2025, 1, 1)),
        lambda house: Post.objects.create(officer=house.li, organisation=house.housing, role="king", since=date(2025, 1, 1)),
        lambda house: Post.objects.filter(officer=house.li).update(until=date(2024, 1, 1)),
        lambda house: Officer.objects.create_user("LiSi", name="冒名"),
    ],
)
def test_the_database_refuses(house, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(house)


def test_the_name_of_a_closed_organisation_may_be_used_again(house):
    Organisation.objects.filter(pk=house.transport.pk).update(closed_on=date(2025, 1, 1))
    assert Organisation.objects.create(name="云泽县交通运输局", parent=house.county).pk != house.transport.pk


def test_an_actor_holds_the_roles_of_the_posts_in_force(house, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor = house.wang.actor()
    assert actor == Actor(house.wang.pk, "王芳", {house.housing.path: frozenset({Role.REVIEWER, Role.SIGNER})})
    house.wang.posts.filter(role=Role.SIGNER).update(until=date(2025, 6, 1))
    assert house.wang.actor().roles == {house.housing.path: frozenset({Role.REVIEWER})}


def test_an_inactive_officer_holds_nothing(house):
    house.wang.is_active = False
    assert house.wang.actor().roles == {}
