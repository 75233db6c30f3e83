"""An entry is proposed, approved, counts from its day, and is never rewritten."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from tests.cast import AT, ON

from gongkai.catalogue.models import Publication
from gongkai.catalogue.tests.world import in_force
from gongkai.registers import queries
from gongkai.registers.actions import keeping
from gongkai.registers.actions.importing import approve_many, import_entries
from gongkai.registers.followers import keep_up_with_the_day
from gongkai.registers.models import Entry, EntryVersion
from gongkai.registers.tests.world import FEE, listed, opened, proposed
from gongkai.shared.refusal import Refused


def test_an_entry_is_on_the_list_once_another_has_approved_it(cast):
    register = opened(cast)
    version = proposed(cast, register)
    assert not queries.public().exists()
    with pytest.raises(Refused):
        keeping.approve(version, by=cast.li, at=AT)
    keeping.approve(version, by=cast.wang, at=AT)
    assert [(one.code, one.name, one.is_listed) for one in Entry.objects.all()] == [("0001", FEE["name"], True)]


def test_another_office_keeps_nothing_here(cast):
    register = opened(cast)
    with pytest.raises(Refused):
        proposed(cast, register, by=cast.zhao)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"values": {"kind": "罚款"}}, "kind"),
        ({"values": {"name": ""}}, "name"),
        ({"note": "改"}, "note"),
        ({"valid_to": ON - timedelta(days=900)}, "valid_to"),
    ],
)
def test_what_is_wrong_is_said_at_its_column(cast, change, field):
    with pytest.raises(Refused) as refused:
        proposed(cast, opened(cast), **change)
    assert refused.value.field == field


def test_every_version_stays_with_what_it_changed(cast):
    register = opened(cast)
    entry = listed(cast, register)
    keeping.approve(proposed(cast, register, entry, values={"standard": "每户每月6元"}), by=cast.wang, at=AT)
    found = queries.history(register, entry)
    assert [(one.version.number, one.changed) for one in found] == [(2, [("收费标准", "每户每月8元", "每户每月6元")]), (1, [])]
    assert queries.as_of(register, ON - timedelta(days=1))[0][1].number == 1 and queries.as_of(register, ON)[0][1].number == 2


def test_a_published_version_is_immutable_in_the_database_too(cast):
    listed(cast, opened(cast))
    for attempt in (lambda: EntryVersion.objects.update(note="改写"), lambda: EntryVersion.objects.all().delete()):
        with pytest.raises((DatabaseError, Refused)), transaction.atomic():
            Entry.objects.update(current=None)
            attempt()


def test_entries_begin_and_end_with_their_days(cast):
    register = opened(cast)
    later = proposed(cast, register, valid_from=ON + timedelta(days=5), valid_to=ON + timedelta(days=9))
    keeping.approve(later, by=cast.wang, at=AT)
    for days, is_listed in ((4, False), (5, True), (9, True), (10, False)):
        keep_up_with_the_day(AT + timedelta(days=days))
        assert Entry.objects.get().is_listed is is_listed, days


def test_an_entry_taken_off_keeps_its_history(cast):
    register = opened(cast)
    entry = listed(cast, register)
    keeping.approve(proposed(cast, register, entry, ends=True, note="项目取消"), by=cast.wang, at=AT)
    assert not queries.entries(register).exists() and len(queries.history(register, entry)) == 2


def test_an_approved_entry_is_reported_to_the_catalogue(cast):
    item = in_force(cast, "收费目录清单", category="PD08")
    listed(cast, opened(cast, item=item))
    assert Publication.objects.get().address == "/registers/fees/0001/"


def test_a_table_is_taken_in_row_by_row(cast):
    register = opened(cast)
    head = ["编号", "项目名称", "种类", "执收单位", "收费依据", "收费标准"]
    rows = [
        head,
        ["", "停车费", "行政事业性收费", "住建局", "价格法", "5元"],
        ["", "坏的", "税", "", "", ""],
        ["0099", "没有", "", "", "", ""],
    ]
    given = {"valid_from": ON, "note": "年度更新", "by": cast.li, "at": AT}
    assert [one.said for one in import_entries(register, rows, **given)] == ["新增", "", ""]
    assert approve_many(list(EntryVersion.objects.all()), by=cast.wang, at=AT) == []
    assert [one.said for one in import_entries(register, rows, **given)] == ["没有变化", "", ""]
    exported = [queries.header(register), *queries.table(register, queries.as_of(register, ON))]
    assert [one.said for one in import_entries(register, [[str(cell) for cell in row] for row in exported], **given)] == ["没有变化"]


def test_personal_data_does_not_become_public(cast):
    version = proposed(cast, opened(cast), values={"standard": "联系人身份证号110101199003078515"})
    with pytest.raises(Refused):
        keeping.approve(version, by=cast.wang, at=AT)
