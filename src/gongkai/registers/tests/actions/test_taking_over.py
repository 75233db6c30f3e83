"""A list as data: shown before it is kept, taken over whole or not at all; given out and taken over again it is the same to the byte."""

import json
from datetime import timedelta

import pytest
from tests.cast import AT, ON

from gongkai.registers import queries
from gongkai.registers.actions import keeping
from gongkai.registers.actions.importing import approve_many, import_entries
from gongkai.registers.actions.taking_over import planned, take_over
from gongkai.registers.models import Entry, EntryVersion, UpstreamEdition
from gongkai.registers.rules.given import LARGEST, MOST_ROWS, as_text, rows_in
from gongkai.registers.rules.schemas import BY_SLUG
from gongkai.registers.tests.world import ACCESS, FEE, from_above, listed, opened, proposed
from gongkai.shared.refusal import Refused


def said(values, of="fees", **more):
    """Values under the headings of a list."""
    labels = {one.name: one.label for one in BY_SLUG[of].columns}
    return {labels[name]: value for name, value in values.items()} | more


def text(*items):
    return json.dumps({"items": list(items)}, ensure_ascii=False)


def access(code, /, **values):
    return said(ACCESS | values, "market-access") | {"编号": code}


def taken(cast, register, given, *, edition="", at=AT, approved=True, **others):
    plan = take_over(register, given, **{"valid_from": at.date(), "note": "按清单更新", **others}, edition=edition, by=cast.li, at=at)
    if approved:
        approve_many(list(EntryVersion.objects.filter(approved_at=None)), by=cast.wang, at=at)
    return plan


def exported(client, register):
    return client.get(f"/registers/{register.slug}.json").content


# —— as data ——


def test_what_is_given_out_and_taken_over_elsewhere_is_given_out_the_same_to_the_byte(cast, client):
    first, second = opened(cast), opened(cast, slug="fees-2")
    listed(cast, first)
    ends = proposed(cast, first, values={"name": "不动产登记费", "relief": "小微企业免收\n“引号”与\\"}, valid_to=ON + timedelta(days=900))
    keeping.approve(ends, by=cast.wang, at=AT)
    data = exported(client, first)
    taken(cast, second, data.decode())
    assert exported(client, second) == data and len(json.loads(data)["items"]) == 2


def test_nothing_is_kept_by_looking(cast):
    register = opened(cast)
    plan = planned(register, text(said(FEE)), valid_from=ON, note="按清单更新", on=ON)
    assert (plan.counts, plan.wrong) == ([("新增", 1), ("调整", 0), ("移出", 0), ("没有变化", 0)], ())
    assert not Entry.objects.exists()


def test_one_fault_and_nothing_is_taken_over_and_every_fault_has_its_row(cast):
    register = opened(cast)
    given = text(
        said(FEE), said(FEE | {"name": ""}), said(FEE | {"name": "乙", "kind": "罚款"}), said(FEE, 火星=1), said(FEE | {"name": ["甲"]}),
        said(FEE | {"name": "丙"}, 生效日期="明天"), said(FEE | {"name": "丁"}, 编号="../x"),
    )  # fmt: skip
    plan = planned(register, given, valid_from=ON, note="按清单更新", on=ON)
    assert {line for line, _, _ in plan.wrong} == {2, 3, 4, 5, 6, 7}
    assert any("出现了两次" in why for line, _, why in plan.wrong if line == 4)
    with pytest.raises(Refused, match="一条也没有导入"):
        take_over(register, given, valid_from=ON, note="按清单更新", by=cast.li, at=AT)
    with pytest.raises(Refused, match=r"第 1 条.*编号只能"):
        take_over(register, text(said(FEE | {"name": "丁"}, 编号="../x")), valid_from=ON, note="按清单更新", by=cast.li, at=AT)
    assert not Entry.objects.exists()


def test_what_is_the_same_stays_and_what_differs_begins_on_the_day_of_the_form(cast):
    register = opened(cast)
    listed(cast, register)
    entry = Entry.objects.get()
    old = {"编号": entry.code, "生效日期": "2026-01-01", "变更说明": "按目录清单公布"}
    with pytest.raises(Refused, match="没有要改的"):
        taken(cast, register, text(said(FEE, **old)))
    taken(cast, register, text(said(FEE | {"standard": "每户每月6元"}, **old)))
    entry.refresh_from_db()
    assert (entry.current.number, entry.current.valid_from, entry.current.note) == (2, ON, "按清单更新")


def test_another_office_takes_over_nothing_and_a_waiting_version_is_told(cast):
    register = opened(cast)
    with pytest.raises(Refused):
        take_over(register, text(said(FEE)), valid_from=ON, note="按清单更新", by=cast.zhao, at=AT)
    entry = listed(cast, register)
    proposed(cast, register, entry, values={"standard": "七元"})
    given = text(said(FEE | {"standard": "六元"}, 编号=entry.code))
    assert "等待批准" in planned(register, given, valid_from=ON, note="按清单更新", on=ON).wrong[0][2]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "null",
        "[]",
        "{}",
        "[1]",
        '{"items": {}}',
        "{" * 5000,
        '[{"项目名称": "\\ud800"}]',
        " " * (LARGEST + 1),
        json.dumps([{}] * (MOST_ROWS + 1)),
    ],
    ids=range(10),
)
def test_what_is_no_list_is_refused_in_words(given):
    with pytest.raises(Refused):
        rows_in(given, BY_SLUG["fees"].columns)


def test_a_table_is_the_same_data_under_its_headings():
    rows = rows_in(
        as_text([["说明"], ["编号", "项目名称", ""], ["0001", "甲", "x"], ["", "", ""]], BY_SLUG["fees"].columns), BY_SLUG["fees"].columns
    )
    assert [(one.code, one.values["name"]) for one in rows] == [("0001", "甲")]
    with pytest.raises(Refused, match="没有找到表头"):
        as_text([["甲", "乙"]], BY_SLUG["fees"].columns)


# —— sent again ——


TABLE = [[one.label for one in BY_SLUG["fees"].columns], [(FEE | {"name": "甲费"}).get(one.name, "") for one in BY_SLUG["fees"].columns]]


def test_the_same_file_sent_again_proposes_nothing_again(cast):
    register = opened(cast)
    given = text(said(FEE | {"name": "甲费"}), said(FEE | {"name": "乙费"}, 编号="0100"))
    taken(cast, register, given, approved=False)
    assert planned(register, given, valid_from=ON, note="按清单更新", on=ON).counts[-1] == ("没有变化", 2)
    with pytest.raises(Refused, match="没有要改的"):
        taken(cast, register, given)
    assert [one.said for one in import_entries(register, TABLE, valid_from=ON, note="按清单更新", by=cast.li, at=AT)] == ["没有变化"]
    assert EntryVersion.objects.count() == Entry.objects.count() == 2


def test_the_same_table_sent_again_proposes_nothing_again(cast):
    register = opened(cast)
    found = [import_entries(register, TABLE, valid_from=ON, note="按清单更新", by=cast.li, at=AT)[0].said for _ in range(3)]
    assert found == ["新增", "没有变化", "没有变化"] and EntryVersion.objects.count() == 1


def test_what_was_approved_and_has_yet_to_begin_is_known_too(cast):
    register, later = opened(cast), ON + timedelta(days=30)
    given = text(said(FEE | {"name": "甲费"}))
    taken(cast, register, given, valid_from=later)
    with pytest.raises(Refused, match="没有要改的"):
        taken(cast, register, given, valid_from=later)
    assert not Entry.objects.get().is_listed and EntryVersion.objects.count() == 1


def test_other_content_for_what_waits_is_told_with_its_row(cast):
    register = opened(cast)
    taken(cast, register, text(said(FEE | {"name": "甲费"}), said(FEE | {"name": "乙费"}, 编号="0100")), approved=False)
    other = text(said(FEE | {"name": "甲费", "standard": "六元"}), said(FEE | {"name": "丙费"}, 编号="0100"))
    plan = planned(register, other, valid_from=ON, note="按清单更新", on=ON)
    assert [(line, "等待批准" in why) for line, _, why in plan.wrong] == [(1, True), (2, True)]
    table = [TABLE[0], ["六元" if cell == FEE["standard"] else cell for cell in TABLE[1]]]
    (one,) = import_entries(register, table, valid_from=ON, note="按清单更新", by=cast.li, at=AT)
    assert "等待批准" in one.problem and EntryVersion.objects.count() == 2


@pytest.mark.parametrize("approved", [False, True])
def test_a_file_that_says_what_stands_now_undoes_nothing_that_waits_or_has_yet_to_begin(cast, approved):
    register = opened(cast)
    entry = listed(cast, register)
    coming = proposed(cast, register, entry, values={"standard": "七元"}, valid_from=ON + timedelta(days=30))
    if approved:
        keeping.approve(coming, by=cast.wang, at=AT)
    for standard in (FEE["standard"], "七元"):
        plan = planned(register, text(said(FEE | {"standard": standard})), valid_from=ON, note="按清单更新", on=ON)
        assert plan.counts[-1] == ("没有变化", 1) and not plan.wrong
    table = [[one.label for one in register.schema()], [FEE.get(one.name, "") for one in register.schema()]]
    assert [one.said for one in import_entries(register, table, valid_from=ON, note="按清单更新", by=cast.li, at=AT)] == ["没有变化"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": "甲\u202e费"}, "控制字符"),
        ({"name": "甲\x07费"}, "控制字符"),
        ({"name": "甲\n费"}, "一行"),
        ({"name": "甲\u2028费"}, "一行"),
        ({"name": "甲\t费"}, "一行"),
        ({"standard": "每户\u200b八元"}, "控制字符"),
    ],
)
def test_letters_nobody_sees_and_names_of_two_lines_are_told_at_the_preview(cast, change, says):
    plan = planned(opened(cast), text(said(FEE | change)), valid_from=ON, note="按清单更新", on=ON)
    assert [(line, says in why) for line, _, why in plan.wrong] == [(1, True)]


def test_a_note_nobody_can_read_as_it_is_written_is_told(cast):
    plan = planned(opened(cast), text(said(FEE, 变更说明="按清单\u202e更新")), valid_from=ON, note="按清单更新", on=ON)
    assert "变更说明里有看不见的控制字符" in plan.wrong[0][2]


def test_lines_of_a_long_column_stay(cast):
    plan = planned(opened(cast), text(said(FEE | {"standard": "每户：\n八元"})), valid_from=ON, note="按清单更新", on=ON)
    assert plan.wrong == ()


# —— from above ——


def annotated(cast, register, code, agency, at=AT):
    entry = register.entries.get(code=code)
    version = keeping.propose(
        register, entry.current.values | {"agency": agency}, entry=entry, valid_from=at.date(), note="填写本地主管部门", by=cast.li, at=at
    )
    keeping.approve(version, by=cast.wang, at=at)


def to_look(register):
    return sorted(register.entries.filter(queries.TO_LOOK_AT).values_list("code", flat=True))


def test_an_edition_from_above_is_the_whole_list_and_keeps_what_is_filled_in_here(cast):
    register = from_above(cast)
    taken(
        cast,
        register,
        text(access("010101"), access("010102", name="开办幼儿园"), access("020101", name="经营烟花爆竹")),
        edition="2025年版",
    )
    assert to_look(register) == ["010101", "010102", "020101"]  # the local office of each is still to be named
    for code, agency in (("010101", "市教育局"), ("010102", "市教育局"), ("020101", "市应急管理局")):
        annotated(cast, register, code, agency)
    assert to_look(register) == []
    later = AT + timedelta(days=30)
    newer = text(
        access("010101"),
        access("010102", name="开办幼儿园", measure="未获得许可，不得设立幼儿园、托育机构"),
        access("030101", name="经营网约车"),
    )
    plan = taken(cast, register, newer, edition="2026年版", at=later)
    assert plan.counts == [("新增", 1), ("调整", 1), ("移出", 1), ("没有变化", 1)]
    kept = {one.code: (one.is_listed, one.current.values["agency"]) for one in register.entries.select_related("current")}
    assert kept == {"010101": (True, "市教育局"), "010102": (True, "市教育局"), "020101": (False, "市应急管理局"), "030101": (True, "")}
    assert to_look(register) == ["010102", "030101"]
    made = UpstreamEdition.objects.get(name="2026年版")
    assert (made.added, made.changed, made.ended, made.same) == (1, 1, 1, 1)
    assert queries.edition_on(register, later.date()) == made and queries.edition_on(register, ON).name == "2025年版"


def test_what_the_file_says_in_local_columns_does_not_come_from_above(cast):
    register = from_above(cast)
    taken(cast, register, text(access("010101") | {"本地主管部门": "别处的局"}), edition="2025年版")
    assert register.entries.get().current.values["agency"] == ""


def test_an_edition_is_taken_over_once_and_only_into_a_list_from_above(cast):
    register = from_above(cast)
    taken(cast, register, text(access("010101")), edition="2025年版")
    with pytest.raises(Refused, match="已经导入过"):
        taken(cast, register, text(access("010102", name="乙")), edition="2025年版")
    with pytest.raises(Refused, match="没有本地填写的栏目"):
        taken(cast, opened(cast), text(said(FEE)), edition="2025年版")


def test_by_hand_the_local_office_has_to_be_named(cast):
    with pytest.raises(Refused, match="请填写本地主管部门"):
        keeping.propose(from_above(cast), ACCESS, valid_from=ON, note="手工新增", by=cast.li, at=AT)


@pytest.mark.parametrize("size", [10, 100])
def test_looking_asks_equally_often_for_ten_and_for_a_hundred(cast, size, django_assert_max_num_queries):
    register = from_above(cast)
    given = text(*(access(f"{n:04}", name=f"事项{n}") for n in range(size)))
    with django_assert_max_num_queries(5):
        assert len(planned(register, given, valid_from=ON, note="按清单更新", edition="2025年版", on=ON).moving) == size
