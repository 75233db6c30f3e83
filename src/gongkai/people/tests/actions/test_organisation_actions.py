from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from gongkai.people.actions import organisations
from gongkai.people.models import DocCode, Organisation
from gongkai.people.queries import organisation_named, organisations_using_code, tree_problems
from gongkai.people.rules.organisations import MAX_DEPTH, Kind, Level, NameKind
from gongkai.people.rules.permits import Role
from gongkai.people.testing import officer
from gongkai.shared.refusal import Refused

DAY = date(2025, 6, 10)


def division(house, name="政策法规科", under=None):
    return organisations.create(name, under=under or house.housing, by=house.admin, level=Level.COUNTY, kind=Kind.DIVISION)


def test_an_administrator_sets_up_an_organisation_below_their_own(house):
    made = division(house)
    assert made.path == f"{house.housing.path}{made.pk}/"


@pytest.mark.parametrize("who", ["li", "wang", "zhao"])
def test_others_do_not(house, who):
    with pytest.raises(Refused, match="系统管理员"):
        organisations.create("科", under=house.housing, by=getattr(house, who), level=Level.COUNTY, kind=Kind.DIVISION)
    with pytest.raises(Refused, match="系统管理员"):
        organisations.rename(house.housing, "新名", by=getattr(house, who), on=DAY)
    assert Organisation.objects.count() == 3


@pytest.mark.parametrize(
    ("name", "facts", "field"),
    [
        ("云泽县 交通运输局", {}, ""),
        ("", {}, "name"),
        ("新局", {"region_code": "37021"}, "region_code"),
        ("新局", {"uscc": "91350100M000100Y44"}, "uscc"),
        ("新局", {"level": Level.CITY}, "level"),
        ("长" * 121, {}, "name"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(house, name, facts, field):
    given = {"level": Level.COUNTY, "kind": Kind.DEPARTMENT, **facts}
    with pytest.raises(Refused) as refused:
        organisations.create(name, under=house.county, by=house.admin, **given)
    assert refused.value.field == field
    assert refused.value.message


def test_a_renamed_organisation_is_still_found_by_its_old_name(house):
    assert organisations.rename(house.housing, "云泽县住房保障局", by=house.admin, on=DAY) == "云泽县住房和城乡建设局"
    assert organisation_named("云泽县住房和城乡建设局") == organisation_named("云泽县住房保障局") == house.housing
    former = house.housing.other_names.get()
    assert (former.kind, former.until) == (NameKind.FORMER, date(2025, 6, 9))


def test_a_name_may_be_taken_up_again_and_given_up_twice(house):
    for name in ("甲局", "乙局", "甲局", "丙局"):
        organisations.rename(house.housing, name, by=house.admin, on=DAY)
    assert set(house.housing.other_names.values_list("name", flat=True)) == {"云泽县住房和城乡建设局", "甲局", "乙局"}


def test_a_name_already_taken_by_a_brother_is_refused(house):
    with pytest.raises(Refused, match="已有这个名称"):
        organisations.rename(house.housing, "云泽县交通运输局", by=house.admin, on=DAY)


def test_a_branch_moves_whole(house):
    science = division(house)
    desk = division(house, "窗口", under=science)
    moved = organisations.move(house.housing, under=house.transport, by=house.admin)
    assert moved.path == f"{house.transport.path}{house.housing.pk}/"
    desk.refresh_from_db()
    assert desk.path == f"{house.transport.path}{house.housing.pk}/{science.pk}/{desk.pk}/"
    assert list(tree_problems()) == []


def test_roles_follow_a_moved_office(house):
    organisations.move(house.housing, under=house.transport, by=house.admin)
    assert set(house.li.actor().roles) == {f"{house.transport.path}{house.housing.pk}/"}


def test_an_organisation_is_not_moved_below_itself(house):
    science = division(house)
    for under in (house.housing, science):
        with pytest.raises(Refused, match="它自己或它的下级"):
            organisations.move(house.housing, under=under, by=house.admin)
    with pytest.raises(Refused, match="最高一级"):
        organisations.move(house.county, under=house.housing, by=house.admin)


def test_moving_asks_at_both_ends(house):
    mover = officer("mover", "吴江", house.housing, Role.ADMIN)
    science = division(house)
    with pytest.raises(Refused, match="设立、调整、撤销"):
        organisations.move(science, under=house.transport, by=mover)
    with pytest.raises(Refused, match="设立、调整、撤销"):
        organisations.move(house.transport, under=house.housing, by=mover)


def test_the_tree_does_not_grow_deeper_than_the_path_column(house):
    below = house.housing
    while below.depth < MAX_DEPTH - 1:
        below = division(house, f"第{below.depth}层", under=below)
    with pytest.raises(Refused, match=f"最多{MAX_DEPTH}层"):
        division(house, "再下一层", under=below)
    with pytest.raises(Refused, match=f"最多{MAX_DEPTH}层"):
        organisations.move(house.housing, under=house.transport, by=house.admin)


def test_a_closed_organisation_ends_its_posts_and_codes_and_names_its_successor(house):
    DocCode.objects.create(organisation=house.housing, code="云建发", valid_from=date(2019, 3, 1))
    closed = organisations.close(house.housing, by=house.admin, on=DAY, succeeded_by=house.transport)
    assert (closed.closed_on, closed.succeeded_by) == (DAY, house.transport)
    assert house.wang.actor().roles == {}
    assert organisations_using_code("云建发", DAY) == [house.housing]
    assert organisations_using_code("云建发", date(2025, 6, 11)) == []


def test_an_organisation_with_open_ones_below_is_not_closed(house):
    science = division(house)
    with pytest.raises(Refused, match="还有下级机关"):
        organisations.close(house.housing, by=house.admin, on=DAY)
    organisations.close(science, by=house.admin, on=DAY)
    organisations.close(house.housing, by=house.admin, on=DAY)
    with pytest.raises(Refused, match="已经撤销"):
        organisations.close(house.housing, by=house.admin, on=DAY)


def test_no_office_abolishes_itself(house):
    office_admin = officer("wujiang", "吴江", house.housing, Role.ADMIN)
    with pytest.raises(Refused, match="系统管理员"):
        organisations.close(house.housing, by=office_admin, on=DAY)


@pytest.mark.parametrize("successor", ["housing", "closed"])
def test_the_successor_is_another_open_organisation(house, successor):
    house.closed = Organisation.objects.create(name="旧局", parent=house.county, closed_on=DAY)
    with pytest.raises(Refused, match="承接机关"):
        organisations.close(house.housing, by=house.admin, on=DAY, succeeded_by=getattr(house, successor))


def test_a_code_is_in_use_once_at_a_time(house):
    add = organisations.add_doc_code
    first = add(house.housing, "云建发", by=house.admin, valid_from=date(2015, 1, 1), valid_to=date(2018, 12, 31))
    add(house.housing, "云建发", by=house.admin, valid_from=date(2019, 1, 1))
    for valid_from, valid_to in ((None, None), (date(2018, 12, 31), date(2018, 12, 31)), (date(2030, 1, 1), None)):
        with pytest.raises(Refused, match="已登记"):
            add(house.housing, "云 建发", by=house.admin, valid_from=valid_from, valid_to=valid_to)
    with pytest.raises(Refused, match="不能早于"):
        organisations.end_doc_code(first, by=house.admin, on=date(2014, 1, 1))
    assert organisations.end_doc_code(first, by=house.admin, on=date(2017, 1, 1)).valid_to == date(2017, 1, 1)


def test_a_name_entered_by_mistake_is_taken_back(house):
    name = organisations.add_name(house.housing, "县建设局", kind=NameKind.OTHER, by=house.admin)
    with pytest.raises(Refused, match="已登记过这个名称"):
        organisations.add_name(house.housing, "县建 设局", kind=NameKind.OTHER, by=house.admin)
    organisations.remove_name(name, by=house.admin)
    assert organisation_named("县建设局") is None


def test_only_plain_facts_are_edited(house):
    assert organisations.edit(house.housing, by=house.admin, short_name="住建 局", position=7).short_name == "住建局"
    with pytest.raises(ValueError, match="path"):
        organisations.edit(house.housing, by=house.admin, path="1/")


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle(house):
    pair = [division(house, "甲科"), division(house, "乙科")]
    start = Barrier(2)

    def swap(which: int) -> bool:
        start.wait()
        try:
            organisations.move(pair[which], under=pair[1 - which], by=house.admin)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(swap, range(2))) == [False, True]
    assert list(tree_problems()) == []
