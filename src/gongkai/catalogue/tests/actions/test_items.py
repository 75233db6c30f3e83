"""A version is proposed by one, approved by another, and never changed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import AT, ON

from gongkai.catalogue import queries
from gongkai.catalogue.actions import items
from gongkai.catalogue.actions.importing import approve_many
from gongkai.catalogue.followers import keep_up_with_the_day
from gongkai.catalogue.models import Bearer, DayRecord, Duty, Item, ItemVersion
from gongkai.catalogue.rules.words import State
from gongkai.catalogue.tests.world import in_force, written
from gongkai.journal.models import Entry
from gongkai.shared.refusal import Refused


def proposed(cast, item, **others):
    given = {"bearers": [cast.housing], "effective_from": ON, "note": "补充公开内容", "by": cast.li, "at": AT} | others
    return items.propose(given.pop("written", written(content="配租名单")), item=item, **given)


def test_an_item_gets_a_code_and_counts_once_another_has_approved_it(cast):
    item = in_force(cast)
    assert item.code == "990100-PD11-001" and item.current.number == 1
    assert Bearer.objects.get().organ == cast.housing and Bearer.objects.get().state == State.NOTHING_YET
    assert in_force(cast, "公租房房源").code == "990100-PD11-002"
    kinds = list(Entry.objects.filter(kind__startswith="catalogue.item").values_list("kind", flat=True))
    assert kinds.count("catalogue.item.proposed") == kinds.count("catalogue.item.approved") == 2


def test_whoever_wrote_a_version_does_not_approve_it(cast):
    version = proposed(cast, in_force(cast))
    with pytest.raises(Refused):
        items.approve(version, by=cast.li, at=AT)
    with pytest.raises(Refused):
        items.approve(version, by=cast.zhao, at=AT)


def test_another_office_writes_nothing_here(cast):
    with pytest.raises(Refused):
        proposed(cast, in_force(cast), by=cast.zhao)


def test_one_version_is_in_hand_at_a_time(cast):
    item = in_force(cast)
    proposed(cast, item)
    with pytest.raises(Refused):
        proposed(cast, item)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"note": "改"}, "note"),
        ({"effective_from": ON - timedelta(days=1)}, "effective_from"),
        ({"bearers": []}, "bearers"),
        ({"effective_from": ON + timedelta(days=9000)}, "effective_from"),
    ],
)
def test_what_is_wrong_with_a_version_is_said(cast, change, field):
    with pytest.raises(Refused) as refused:
        proposed(cast, in_force(cast), **change)
    assert refused.value.field == field


def test_an_organ_outside_the_office_bears_nothing(cast):
    with pytest.raises(Refused):
        proposed(cast, in_force(cast), bearers=[cast.transport])


def test_an_approved_version_is_immutable_in_the_database_too(cast):
    version = in_force(cast).current
    with pytest.raises(Refused):
        version.save()
    for attempt in (lambda: ItemVersion.objects.update(change_note="改写"), lambda: ItemVersion.objects.all().delete()):
        with pytest.raises((DatabaseError, Refused)), transaction.atomic():
            Item.objects.update(current=None)
            attempt()


def test_a_version_of_a_later_day_waits_for_it(cast):
    item = in_force(cast)
    items.approve(proposed(cast, item, effective_from=ON + timedelta(days=10)), by=cast.wang, at=AT)
    item.refresh_from_db()
    assert item.current.number == 1
    assert items.bring_into_force(on=ON + timedelta(days=9)) == 0
    assert items.bring_into_force(on=ON + timedelta(days=10)) == 1
    assert items.bring_into_force(on=ON + timedelta(days=11)) == 0
    item.refresh_from_db()
    assert item.current.number == 2


def test_an_ended_item_leaves_the_catalogue_and_its_bearers_end(cast):
    item = in_force(cast)
    items.approve(proposed(cast, item, ends=True, note="职能划出，不再公开"), by=cast.wang, at=AT)
    assert not queries.public().exists() and Bearer.objects.get().until == ON - timedelta(days=1)
    with pytest.raises(Refused):
        proposed(cast, Item.objects.get())


def test_a_declined_first_version_leaves_nothing_and_a_later_one_leaves_the_item(cast):
    item = in_force(cast)
    items.decline(proposed(cast, item), reason="依据写得不对", by=cast.wang, at=AT)
    assert item.versions.count() == 1
    heading = item.heading
    new = items.propose(
        written("新事项"),
        heading=heading,
        owner=cast.housing,
        bearers=[cast.housing],
        effective_from=ON,
        note="新增事项",
        by=cast.li,
        at=AT,
    )
    items.decline(new, reason="与现有事项重复", by=cast.wang, at=AT)
    assert Item.objects.count() == 1


def test_words_with_personal_data_do_not_become_public(cast):
    version = proposed(cast, in_force(cast), written=written(content="联系人身份证号110101199003078515"))
    with pytest.raises(Refused):
        items.approve(version, by=cast.wang, at=AT)


def test_every_version_stands_in_the_public_notice_with_what_it_changed(cast):
    item = in_force(cast)
    items.approve(proposed(cast, item), by=cast.wang, at=AT)
    found = queries.with_changes(list(queries.notices()))
    assert [(one.kind, one.changed) for one in found] == [("调整", [("公开内容", "配租名单；房源；时间", "配租名单")]), ("新增", [])]
    assert [one.kind for one in queries.history(item)] == ["调整", "新增"]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2005, 1, 1), ON - timedelta(days=400)])
def test_a_first_version_reaches_back_a_year_and_not_before_the_regulation(cast, day):
    with pytest.raises(Refused) as refused:
        in_force(cast, since=day)
    assert refused.value.field == "effective_from" and not ItemVersion.objects.exists()


def test_a_version_of_an_impossible_day_stops_no_other(cast):
    heading = in_force(cast).heading
    given = {
        "heading": heading,
        "owner": cast.housing,
        "bearers": [cast.housing],
        "effective_from": ON,
        "note": "新增事项",
        "by": cast.li,
        "at": AT,
    }
    bad, good = (items.propose(written(name), **given) for name in ("坏的", "好的"))
    ItemVersion.objects.filter(pk=bad.pk).update(effective_from=date(1, 1, 1))
    [(refused, why)] = approve_many([bad, good], by=cast.wang, at=AT)
    assert refused == bad and "2008年5月1日" in why and Item.objects.filter(name="好的", current=good.pk).exists()


def test_one_old_item_does_not_stop_the_record_of_the_day(cast):
    in_force(cast, "旧的", limit_text="按月公开")
    Bearer.objects.update(since=date(2005, 1, 1))
    in_force(cast, "按期的", limit_text="按季度公开")
    Item.objects.filter(name="旧的").update(name="旧\u202e的")  # cannot be announced
    keep_up_with_the_day(AT)
    assert Duty.objects.filter(item__name="按期的").count() == 1
    assert DayRecord.objects.filter(on=ON, organ=cast.housing).exists()
