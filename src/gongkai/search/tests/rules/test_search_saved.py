from gongkai.search.rules.index import Facet
from gongkai.search.rules.saved import Wanted, read


def test_a_saved_search_is_read_as_it_was_written():
    wanted = Wanted("公租房", "/search?q=x", {Facet.ISSUER: ("市住建局",), Facet.CATEGORY: ("policy",)}, title_only=True)
    assert read(wanted.written()) == wanted


def test_it_is_said_in_words():
    filters = {Facet.ISSUER: ("市住建局",), Facet.INTERPRETED: ("yes",), Facet.STANDING: ("valid",), Facet.CATEGORY: ("policy",)}
    assert Wanted("公租房", "", filters, title_only=True, exact=True).in_words() == "“公租房”，市住建局，有解读，只查标题，精确"
    assert Wanted("", "", {}).in_words() == "全部文件"
