import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.search.rules.highlights import excerpt, highlight
from gongkai.search.rules.query import parse


def marked(text: str, typed: str, formal: tuple[str, ...] = ()) -> list[str]:
    return [piece for piece, hit in highlight(text, parse(typed), formal) if hit]


@pytest.mark.parametrize(
    ("text", "typed", "hits"),
    [
        ("关于公共租赁住房申请的通知", "公共租赁住房", ["公共租赁住房"]),
        ("公租房的申请与公租房的退出", "公租房 退出", ["公租房", "公租房", "退出"]),
        ("依据青政办发 [2025] 5 号办理", "青政办发〔2025〕5号", ["青政办发 [2025] 5 号"]),
        ("ＰＤＦ格式", "pdf", ["ＰＤＦ"]),
        ("决策、执行、管理公开", "“决策执行”", ["决策、执行"]),
        ("名单公示", "机关:名单", []),
    ],
)
def test_what_was_searched_is_marked_as_it_stands_in_the_text(text, typed, hits):
    assert marked(text, typed) == hits


def test_the_formal_words_of_a_colloquial_query_are_marked():
    assert marked("公共租赁住房管理办法", "公租房", ("公共租赁住房",)) == ["公共租赁住房"]


def test_question_words_are_not_marked():
    assert marked("如何申请的问题是什么", "如何申请公租房？") == ["申请"]


def test_markup_in_a_text_stays_text():
    pieces = highlight("<b>公开</b>", parse("公开"))
    assert pieces == (("<b>", False), ("公开", True), ("</b>", False))


@given(st.text(max_size=60), st.text(max_size=40))
def test_the_pieces_are_the_text_character_for_character(text, typed):
    assert "".join(piece for piece, _ in highlight(text, parse(typed))) == text


def test_the_excerpt_is_the_sentence_that_covers_most_of_the_query():
    text = "第一条 为了规范管理，制定本办法。\n第二条 申请公租房应当提交收入证明和居住证。\n第三条 本办法自发布之日起施行。"
    pieces = excerpt(text, parse("申请公租房需要什么证明？"))
    assert "收入证明" in "".join(piece for piece, _ in pieces)
    assert pieces[0] == ("…", False)
    assert ("公租房", True) in pieces or ("申请公租房", True) in pieces


def test_a_long_sentence_is_cut_around_its_first_hit():
    text = "的" * 300 + "公租房" + "了" * 300
    shown = "".join(piece for piece, _ in excerpt(text, parse("公租房"), longest=80))
    assert "公租房" in shown
    assert len(shown) <= 82


def test_rare_words_count_more_in_choosing_the_sentence():
    text = "通知 通知 规定 规定。公租房。"
    rarity = {"通知": 0.1, "规定": 0.1, "公租房": 9.0}
    pieces = excerpt(text, parse("通知 规定 公租房"), longest=8, rarity=lambda terms: {term: rarity.get(term, 0.0) for term in terms})
    assert ("公租房", True) in pieces


def test_the_excerpt_of_nothing_is_nothing():
    assert excerpt("", parse("公开")) == ()
