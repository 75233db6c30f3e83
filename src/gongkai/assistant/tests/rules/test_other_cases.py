"""“In which cases …” is not answered by one article as if it were all."""

from types import SimpleNamespace

import pytest

from gongkai.assistant.choosing import Candidate, is_list, other_cases
from gongkai.assistant.rules.extracting import extract
from gongkai.assistant.rules.routing import read
from gongkai.assistant.rules.words import terms_of
from gongkai.policies.rules.cleaning import PlainLine, clean
from gongkai.policies.rules.provisions import provisions
from gongkai.policies.rules.structure import structure

TITLE = "澜州市人才公寓管理办法"
BOUGHT = "第七条 承租人购买住房、获赠住房或者继承住房的，应当腾退人才公寓。"
LEFT = "第八条 承租人离开本市、离职或者失去资格的，应当腾退人才公寓。"
LISTED = ("第六条 承租人有下列行为之一的，应当腾退人才公寓：", "（一）转租、转借的；", "（二）拖欠租金的。")
OTHER = "第九条 人才公寓由住房保障中心负责维修。"


def others(question, *lines):
    """The articles named beside the first of those written here, and whether the first is a list."""
    paper = SimpleNamespace(usable=True, is_gone=lambda provision: False)
    asked = read(question)
    terms = terms_of(asked.subject, lambda words: dict.fromkeys(words, 4.0), ())
    written = provisions(structure(clean([PlainLine(line) for line in lines]).lines).blocks)
    found = [extract(one, terms, TITLE, asked.kind, asked.text) for one in written]
    candidates = [Candidate(paper, one, one.score) for one in found]
    return other_cases(candidates[0], candidates, asked), is_list(candidates[0])


@pytest.mark.parametrize("question", ["人才公寓什么情况下会被腾退", "哪些情形应当腾退人才公寓"])
def test_one_sentence_is_not_all_cases_where_another_article_tells_of_one(question):
    assert others(question, BOUGHT, LEFT, OTHER) == (("第八条",), False)
    assert others(question, BOUGHT, OTHER) == ((), False)


def test_beside_a_list_of_cases_the_other_articles_are_named():
    assert others("人才公寓什么情况下会被腾退", *LISTED, BOUGHT, OTHER) == (("第七条",), True)


def test_a_question_that_does_not_ask_for_cases_has_none():
    assert others("人才公寓腾退以后要多久", BOUGHT, LEFT) == ((), False)
