import pytest

from gongkai.search.rules.index import Facet
from gongkai.search.rules.saved import Wanted, may_be_mailed, read


def test_a_saved_search_is_read_as_it_was_written():
    wanted = Wanted("公租房", "/search?q=x", {Facet.ISSUER: ("市住建局",), Facet.CATEGORY: ("policy",)}, title_only=True)
    assert read(wanted.written()) == wanted


def test_it_is_said_in_words():
    filters = {Facet.ISSUER: ("市住建局",), Facet.INTERPRETED: ("yes",), Facet.STANDING: ("valid",), Facet.CATEGORY: ("policy",)}
    assert Wanted("公租房", "", filters, title_only=True, exact=True).in_words() == "“公租房”，市住建局，有解读，只查标题，精确"
    assert Wanted("", "", {}).in_words() == "全部文件"


@pytest.mark.parametrize("text", ["公租房", "澜政规〔2025〕5号", "2025年政务公开工作要点", "垃圾分类 GB/T 9704"])
def test_a_search_may_be_mailed(text):
    assert may_be_mailed(Wanted(text, ""))


@pytest.mark.parametrize("text", ["中奖请看 http://a.b", "点 evil.top 领奖", "ｅｖｉｌ．ｔｏｐ", "加微信13900001234", "领" * 61])
def test_a_message_dressed_as_a_search_is_mailed_to_nobody(text):
    assert not may_be_mailed(Wanted(text, ""))
    assert may_be_mailed(Wanted("公租房", "", {Facet.ISSUER: (text,)})) is (len(text) > 60)
