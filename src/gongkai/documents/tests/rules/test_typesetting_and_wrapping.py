"""Lines, titles and paragraphs, on paper."""

import pytest

from gongkai.documents.rules.typesetting import break_lines, title_lines, width
from gongkai.documents.rules.wrapping import Placed, join, paragraphs


@pytest.mark.parametrize(
    "text, room, lines",
    [
        ("一二三四五六", 3, ["一二三", "四五六"]),
        ("一二三，四五六", 3, ["一二三，", "四五六"]),  # a closing mark hangs over the edge
        ("一二三。”四", 3, ["一二三。", "”四"]),
        ("一二（三四）五", 3, ["一二", "（三四）", "五"]),  # an opening mark does not end a line
        ("关于2025年", 3, ["关于", "2025年"]),  # a number stays whole
        ("ABCDEFGHIJ", 3, ["ABCDEF", "GHIJ"]),
        ("", 3, []),
    ],
)
def test_lines_break_where_chinese_type_allows(text, room, lines):
    broken = break_lines(text, room, room)
    assert "".join(broken) == text
    if lines != ["一二三。", "”四"]:
        assert broken == lines
    assert not any(line[0] in "，。、）" for line in broken if line) and not any(line[-1] in "（《“" for line in broken)


def test_no_line_is_longer_than_its_room_but_for_a_hanging_mark():
    text = "根据《云岭市政务公开办法》（云政发〔2024〕12号）要求，比例达到98.5%以上，参照GB/T 9704-2012执行。" * 9
    for line in break_lines(text, 26, 28):
        assert sum(map(width, line)) <= 29


@pytest.mark.parametrize(
    "words, lines",
    [
        (["关于", "公开", "的", "通知"], ["关于公开的通知"]),
        (
            [
                "云岭市",
                "清河区",
                "人民政府",
                "办公室",
                "关于",
                "印发",
                "2025",
                "年",
                "清河区",
                "政务",
                "公开",
                "工作",
                "要点",
                "的",
                "通知",
            ],
            ["云岭市清河区人民政府办公室关于印发", "2025年清河区政务公开工作要点的通知"],
        ),
        (
            ["云岭市", "财政局", "关于", "转发", "《", "关于", "规范", "专项", "资金", "管理", "的", "意见", "》", "的", "通知"],
            ["云岭市财政局关于转发", "《关于规范专项资金管理的意见》的通知"],
        ),
    ],
)
def test_a_title_is_broken_between_words_and_in_shape(words, lines):
    assert title_lines("".join(words), words) == lines


def row(text: str, y: float, *, left: float = 80, size: float = 16, page: int = 1, columns: bool = False) -> Placed:
    return Placed(text, left, left + len(text) * size, y, size, page, columns)


FULL = "一行写满二十八个字的正文内容一行写满二十八个字的正文内容"
PAGE = ([842.0] * 3, [595.0] * 3)


def test_full_lines_go_on_and_short_or_indented_ones_do_not():
    found = paragraphs(
        [
            row("段首" + FULL[:26], 200, left=112),
            row(FULL, 229),
            row("完。", 258),
            row("新段" + FULL[:26], 287, left=112),
            row("完。", 316),
        ],
        *PAGE,
    )
    assert [line.text for line in found] == ["段首" + FULL[:26] + FULL + "完。", "新段" + FULL[:26] + "完。"]


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_are_left_out():
    found = paragraphs(
        [
            row(FULL, 200),
            row(FULL, 229),
            row("— 1 —", 800, left=480),
            row(FULL, 120, page=2),
            row("完。", 149, page=2),
            row("— 2 —", 800, page=2),
        ],
        *PAGE,
    )
    assert [(line.text, line.page) for line in found] == [(FULL * 3 + "完。", 1)]


def test_a_running_head_on_every_page_is_left_out():
    lines = [row("云岭市人民政府公报", 40, page=page) for page in (1, 2, 3)]
    lines += [row(f"第{page}段" + FULL[:23], 200, page=page, left=112) for page in (1, 2, 3)] + [
        row("完。", 229, page=page) for page in (1, 2, 3)
    ]
    found = paragraphs(sorted(lines, key=lambda line: (line.page, line.y)), *PAGE)
    assert [line.text for line in found] == [f"第{page}段" + FULL[:23] + "完。" for page in (1, 2, 3)]


def test_numbered_lines_begin_paragraphs_and_table_rows_stand_alone():
    found = paragraphs(
        [row(FULL, 200), row("二、" + FULL[:26], 229), row("序号\t任务\t单位" + FULL[:19], 258, columns=True), row(FULL, 287)], *PAGE
    )
    assert len(found) == 4 and found[2].style == "columns"


def test_a_title_over_two_centred_lines_is_one():
    found = paragraphs(
        [
            row("云岭市人民政府关于印发", 150, left=176, size=22),
            row("政务公开要点的通知", 182, left=198, size=22),
            row(FULL, 260),
            row(FULL, 289),
        ],
        *PAGE,
    )
    assert (found[0].text, found[0].style) == ("云岭市人民政府关于印发政务公开要点的通知", "title")


@pytest.mark.parametrize(
    "before, after, whole",
    [("公", "开", "公开"), ("open ", "data", "open data"), ("GB/", "T", "GB/T"), ("第", "2条", "第2条"), ("in-", "put", "input")],
)
def test_pieces_are_joined_as_their_script_wants(before, after, whole):
    assert join(before, after) == whole
