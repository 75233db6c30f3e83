"""A sentence beside the clauses it cites: copied, put otherwise, or saying what they do not say."""

import pytest

from gongkai.assistant.rules.laying import lay

CLAUSE = "第十三条　申请人应当符合下列条件：\n（四）未享受其他住房保障政策。"
WAITING = "轮候期一般不超过二年，轮候名次实时可查。"
PAPERS = "第二条 申请时提交居住证明和收入证明，不得委托他人办理。"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("未享受其他住房保障政策。", CLAUSE),
        ("轮候期一般不超过二年；", WAITING),
        ("提交居住证明和收入证明。", PAPERS),
    ],
)
def test_what_is_copied_needs_no_look(text, clause):
    laid = lay(text, [clause])
    assert laid.verbatim and not laid.grave and not laid.slight


@pytest.mark.parametrize(
    ("text", "clause", "why"),
    [
        ("公租房全部免费，不收租金。", CLAUSE, "几乎没有相同的字句"),
        ("公租房免费。", "免费乘车对象：\n（一）年满65周岁的老年人，不分户籍；", "几乎没有相同的字句"),
        ("享受其他住房保障政策。", CLAUSE, "“未”字"),
        ("轮候期一般不超过三年。", WAITING, "三年"),
        ("申请时提交居住证明和收入证明，可以委托他人办理。", PAPERS, "可以"),
        ("轮候期一般不超过二年，轮候名次不能实时查询。", WAITING, "不能"),
    ],
)
def test_what_contradicts_its_source_or_has_nothing_to_do_with_it_is_grave(text, clause, why):
    laid = lay(text, [clause])
    assert any(why in one for one in laid.grave), laid


@pytest.mark.parametrize(("text", "clause"), [("要带上居住证明和收入证明。", PAPERS), ("轮候一般不超过二年。", WAITING)])
def test_a_rewording_is_not_grave(text, clause):
    assert lay(text, [clause]).grave == ()


def test_a_sentence_without_a_source_is_told_elsewhere():
    assert not lay("可以。", []).grave
