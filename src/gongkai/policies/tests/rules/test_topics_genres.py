"""主题分类, 公文种类 and 文件类别."""

import pytest

from gongkai.policies.rules.genres import ORDER, carried_title, class_of, ends_like_title, genre_of
from gongkai.policies.rules.kinds import DocumentClass
from gongkai.policies.rules.topics import TOPICS, guess, topic_named


def test_there_are_twenty_two_classes():
    assert len(TOPICS) == 22
    assert sum(len(seconds) for seconds in TOPICS.values()) > 110


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("政务公开", ("综合政务", "政务公开")),
        ("综合政务", ("综合政务", "")),
        ("综合政务-文秘工作", ("综合政务", "文秘工作")),
        ("综合政务/其他", ("综合政务", "其他")),
        ("综合政务>政务公开", ("综合政务", "政务公开")),
        ("城乡建设、环境保护\\城乡建设(含住房)", ("城乡建设、环境保护", "城乡建设（含住房）")),
        ("城乡建设、环境保护", ("城乡建设、环境保护", "")),
        ("农业、畜牧业、渔业", ("农业、林业、水利", "农业、畜牧业、渔业")),
        ("其他", ("其他", "")),
        ("住房", None),
        ("综合政务-美食", None),
        ("", None),
    ],
)
def test_a_class_is_believed_only_if_the_table_has_it(text, topic):
    assert topic_named(text) == topic


def test_a_blank_topic_is_guessed_with_low_confidence_and_says_why():
    found = guess("云川市住房租赁管理办法", "为规范房屋租赁，加强住房保障。")
    assert found.topic == ("城乡建设、环境保护", "城乡建设（含住房）")
    assert found.confidence <= 0.5
    assert "住房" in found.words
    assert guess("关于某事的函", "收悉。") is None


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于印发《停车管理办法》的通知", "通知"),
        ("云川市人民政府关于加强停车管理的意见（试行）", "意见"),
        ("云川市人民政府令", ORDER),
        ("关于废止部分文件的决定", "决定"),
        ("关于云川公路项目核准的批复", "批复"),
        ("关于请予支持的函", "函"),
        ("第30次常务会议纪要", "纪要"),
        ("关于2024年预算执行情况的报告", "报告"),
        ("云川市停车场收费公告", "公告"),
        ("政策全解析", None),
    ],
)
def test_the_title_ends_in_the_genre(title, genre):
    found = genre_of(title)
    assert (found.name if found else None) == genre


def test_a_rule_printed_by_itself_goes_out_by_order_but_is_not_sure():
    assert genre_of("云川市停车管理办法", doc_no_is_order=True).name == ORDER
    assert genre_of("云川市停车管理办法").confidence < 0.5


@pytest.mark.parametrize(
    ("title", "code", "is_order", "registered", "expected"),
    [
        ("云川市停车管理办法", "云川市人民政府令", True, False, DocumentClass.RULE),
        ("关于印发停车管理办法的通知", "云政规", False, False, DocumentClass.NORMATIVE),
        ("关于停车的通知", "云政办规", False, False, DocumentClass.NORMATIVE),
        ("关于停车的通知", "云政发", False, True, DocumentClass.NORMATIVE),
        ("关于印发2025年工作要点的通知", "云政办发", False, False, DocumentClass.OTHER),
        ("关于表彰先进的通知", "云规划发", False, False, DocumentClass.OTHER),
    ],
)
def test_the_class_shows_itself_by_order_register_number_or_code(title, code, is_order, registered, expected):
    assert class_of(title, code, is_order=is_order, registered=registered)[0] is expected


def test_what_a_notice_carries():
    assert carried_title("关于印发《2025年要点》的通知") == "2025年要点"
    assert carried_title("云川市民政局关于印发2025年要点的通知") == "2025年要点"
    assert carried_title("关于加强管理的通知") == ""


def test_a_line_that_ends_like_the_name_of_a_paper():
    assert ends_like_title("云川市停车管理办法（试行）")
    assert not ends_like_title("优化营商环境见成效")
