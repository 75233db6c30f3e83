"""A table in, a table out."""

import io
import json
import zipfile

import pytest
from tests.cast import AT, ON

from gongkai.catalogue.actions import importing, items, proposing
from gongkai.catalogue.actions.importing import import_items, read_table
from gongkai.catalogue.exporting import table
from gongkai.catalogue.models import Column, Item, ItemVersion, Proposal
from gongkai.catalogue.rules.sheets import HEADER
from gongkai.catalogue.tests.world import in_force, written
from gongkai.documents.writers import xlsx
from gongkai.people.models import Organisation, Post
from gongkai.people.rules.organisations import Kind, Level
from gongkai.people.rules.permits import Role
from gongkai.shared.refusal import Refused

TWO_ROWS_OF_HEADINGS = [
    ["保障性住房领域基层政务公开标准目录"],
    ["序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开方式", "公开层级"],
    ["", "一级事项", "二级事项", "", "", "", "", "", "", "", ""],
    ["1", "配给管理", "保障性住房申请", "申请条件", "条例第二十条", "信息形成之日起20个工作日内", "市住建局",
     "■政府网站 □政府公报\n■两微一端", "√全社会", "主动", "市、县"],
    ["2", "", "轮候信息", "轮候人姓名、轮候号", "条例第二十条", "实时公开", "", "政府网站", "特定群体：轮候家庭", "主动", "县级"],
    ["3", "", "坏的一行", "", "条例第二十条", "尽快", "火星局", "心灵感应", "全社会", "主动", "天庭"],
]  # fmt: skip


def imported(cast, rows, **others):
    given = {"owner": cast.housing, "effective_from": ON, "note": "按标准目录编制", "category": "PD11", "by": cast.li, "at": AT} | others
    return import_items(rows, **given)


def test_the_standard_table_is_read_with_merged_cells_and_ticked_boxes(cast):
    done = imported(cast, TWO_ROWS_OF_HEADINGS)
    assert [one.said for one in done] == ["新增", "新增", ""]
    first, second = ItemVersion.objects.order_by("pk")
    assert (first.item.heading.name, first.data["name"], first.data["channels"]) == ("配给管理", "保障性住房申请", ["website", "new_media"])
    assert (second.item.heading.name, second.data["audience"], second.data["group"]) == ("配给管理", "group", "轮候家庭")
    assert {column for column, _ in done[2].problems} == {"公开内容", "公开时限", "公开主体", "公开渠道和载体", "公开层级"}


def test_importing_the_same_table_again_changes_nothing(cast):
    imported(cast, TWO_ROWS_OF_HEADINGS)
    assert [one.said for one in imported(cast, TWO_ROWS_OF_HEADINGS)] == ["没有变化", "没有变化", ""]
    assert Item.objects.count() == 2


def test_what_is_exported_is_read_back_unchanged_as_xlsx_and_as_json(cast):
    column = Column.objects.create(name="住房保障")
    in_force(
        cast,
        column=column,
        channel_limits=(("new_media", "3个工作日内"),),
        retention_days=90,
        refresh_days=30,
        unit="住保科",
        anchor="结果确定",
    )
    in_force(cast, "轮候信息", limit_text="实时公开", audience="group", group="轮候家庭")
    rows = table(Item.objects.all())
    data = xlsx.write(rows, HEADER, "目录")
    assert [one.said for one in imported(cast, read_table(data, "目录.xlsx"), category="")] == ["没有变化", "没有变化"]
    as_json = json.dumps({"items": [dict(zip(HEADER, row, strict=True)) for row in rows]}, ensure_ascii=False).encode()
    assert [one.said for one in imported(cast, read_table(as_json, "目录.json"), category="")] == ["没有变化", "没有变化"]


def test_a_changed_row_is_a_new_version_that_waits(cast):
    item = in_force(cast)
    rows = [list(HEADER), *table(Item.objects.all())]
    rows[1][3] = "配租名单"
    assert [one.said for one in imported(cast, [[str(cell) for cell in row] for row in rows])] == ["调整"]
    assert importing.approve_many(list(ItemVersion.objects.filter(approved_at=None)), by=cast.wang, at=AT) == []
    item.refresh_from_db()
    assert item.current.number == 2 and item.current.data["content"] == "配租名单"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF"),
        ("a.xlsx", b"PK not really"),
        ("a.json", b"{"),
        ("a.json", b'{"items": 3}'),
        ("a.csv", b"a,b\n1,2"),
        ("a.json", b"[" * 200_000),
        ("a.json", b'[{"a": "\\ud800"}]'),
    ],
)
def test_what_is_no_catalogue_is_told_in_words(cast, name, data):
    with pytest.raises(Refused) as refused:
        imported(cast, read_table(data, name))
    assert refused.value.field == "file"


def test_another_office_imports_nothing_here(cast):
    with pytest.raises(Refused):
        imported(cast, TWO_ROWS_OF_HEADINGS, by=cast.zhao)


def test_what_many_people_asked_for_becomes_an_item_in_draft(cast):
    proposal = proposing.suggest(cast.housing, key="foi:1", title="历年配租名单", reason="三人申请同一信息", asked=3, at=AT)
    assert proposing.suggest(cast.housing, key="foi:1", title="历年配租名单", reason="", asked=5, at=AT) == proposal
    version = proposing.accept(proposal, category="PD11", heading="住房保障", content="名单", by=cast.li, at=AT)
    proposal = Proposal.objects.get()
    assert proposal.asked == 5 and proposal.item == version.item and version.approved_at is None
    with pytest.raises(Refused):
        proposing.turn_down(proposal, reason="已经处理", by=cast.li, at=AT)
    assert written().limit_text == version.data["limit_text"]


ROW = ["1", "住房保障", "轮候信息", "轮候号", "条例", "实时公开", "", "政府网站", "全社会", "主动", "市级", "PD11", "", "", ""]


def told(cast, *rows, **others):
    done = imported(cast, [list(HEADER[:15]), *rows], **others)
    return [(one.said, " ".join(message for _, message in one.problems)) for one in done]


def changed(**cells):
    row = list(ROW)
    for name, value in cells.items():
        row[HEADER.index(name)] = value
    return row


@pytest.mark.parametrize(("cells", "says"), [
    ({"二级事项": ""}, "请填写二级事项"),
    ({"二级事项": "轮候\u202e息信"}, "看不见的控制字符"),
    ({"公开内容": "轮候号\x07"}, "看不见的控制字符"),
    ({"一级事项": "住房\u200b保障"}, "看不见的控制字符"),
])  # fmt: skip
def test_a_row_without_its_name_or_with_unseen_letters_is_told(cast, cells, says):
    [(said, why)] = told(cast, changed(**cells))
    assert said == "" and says in why and not Item.objects.exists()


def test_a_second_row_of_the_same_item_is_told(cast):
    [(first, _), (second, why)] = told(cast, ROW, changed(公开内容="别的"))
    assert (first, second) == ("新增", "") and "第 2 行" in why


def test_only_what_a_tier_above_has_made_public_is_taken_over(cast):
    county = Organisation.objects.create(
        name="汀湾区人民政府", level=Level.COUNTY, kind=Kind.GOVERNMENT, parent=cast.city, region_code="990101"
    )
    Post.objects.create(officer=cast.li, organisation=county, role=Role.EDITOR, since=ON)
    public = in_force(cast)
    waiting = items.propose(
        written("没有批准的"), heading=public.heading, owner=cast.housing, bearers=[cast.housing], effective_from=ON, note="新增事项", by=cast.li, at=AT
    ).item  # fmt: skip
    [(said, why)] = told(cast, changed(上级事项编码=waiting.code), owner=county)
    assert said == "" and "没有编码" in why
    [(said, why)] = told(cast, changed(上级事项编码=public.code))  # of the same tier
    assert said == "" and "没有编码" in why
    assert told(cast, changed(上级事项编码=public.code), owner=county) == [("新增", "")]


def test_a_bomb_is_refused_before_it_is_unfolded(monkeypatch):
    monkeypatch.setattr("gongkai.catalogue.actions.importing.sheets", None)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 8_000_000)
    with pytest.raises(Refused):
        read_table(data.getvalue(), "a.xlsx")
