import html
import re

import pytest
from django.urls import reverse
from tests.cast import AT, published

from gongkai.policies.actions.publish import withdraw
from gongkai.policies.actions.shadows import bring_up_to
from gongkai.policies.rules.kinds import Category
from gongkai.shared.clock import now

LIBRARY = "/policies/"


@pytest.fixture
def shelf(cast, indexed):
    """Two in force, one expired, one interpretation."""
    made = {
        "estate": published(cast, doc_no="澜建发〔2026〕7号"),
        "lift": published(cast, title="澜州市住房和城乡建设局关于既有住宅加装电梯的意见", genre="意见", text="第一条 加装电梯由业主协商。"),
        "old": published(
            cast, title="澜州市住房和城乡建设局关于临时管控的通告", genre="通告", effective_on="2026-05-21", expires_on="2026-06-30"
        ),
        "reading": published(cast, category=Category.INTERPRETATION, title="加装电梯政策解读", text="电梯费用怎么分摊。"),
    }
    bring_up_to(now())
    indexed()
    return made


def test_the_library_shows_what_is_in_force_and_offers_the_rest(client, shelf):
    shown = client.get(LIBRARY).content.decode()
    assert "老旧小区改造" in shown
    assert "临时管控" not in shown
    assert "包含历史文件" in shown
    assert "临时管控" in client.get(LIBRARY, {"standing": "all"}).content.decode()


def test_interpretations_are_not_in_the_library(client, shelf):
    assert "加装电梯政策解读" not in client.get(LIBRARY, {"standing": "all"}).content.decode()


def test_valid_as_of_a_day_finds_what_was_valid_then(client, shelf):
    assert "临时管控" in client.get(LIBRARY, {"as_of": "2026-06-15"}).content.decode()
    assert "临时管控" not in client.get(LIBRARY, {"as_of": "2026-07-15"}).content.decode()


def test_facets_narrow_and_carry_counts(client, shelf):
    shown = client.get(LIBRARY, {"genre": "意见"}).content.decode()
    assert "加装电梯" in shown
    assert "老旧小区改造" not in shown
    assert "公文种类：意见" in shown


def test_nothing_in_force_but_something_past_is_said_and_offered(client, shelf):
    shown = client.get(LIBRARY, {"q": "临时管控", "in": "title"}).content.decode()
    assert "现行有效的文件里没有符合条件的" in shown
    assert "standing=all" in shown


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"year": "abcd"}, "不是有效的年份"),
        ({"topic": "不存在的主题"}, "没有“不存在的主题”这个主题分类"),
        ({"genre": "告示"}, "没有“告示”这个公文种类"),
        ({"standing": "maybe"}, "有效性“maybe”不在可选范围内"),
        ({"sort": "random"}, "排序方式"),
        ({"as_of": "2025-13-40"}, "不是有效日期"),
        ({"as_of": "0001-01-01"}, "1949"),
        ({"page": "x"}, "不是有效的数字"),
        ({"page": "0"}, "不是有效的数字"),
        ({"q": "租" * 400}, "最多 300 个字"),
        ({"in": "footnotes"}, "查找范围"),
        ({"match": "psychic"}, "匹配方式"),
    ],
)
def test_a_bad_parameter_is_answered_in_words_and_never_with_an_empty_list(client, shelf, query, words):
    response = client.get(LIBRARY, query)
    assert response.status_code == 400
    assert words in response.content.decode()


@pytest.mark.parametrize("address", [LIBRARY, "/interpretations/", "/search?q=通知"])
def test_a_page_beyond_the_end_does_not_exist(client, shelf, address):
    assert client.get(address + ("&" if "?" in address else "?") + "page=99").status_code == 404


def test_without_an_index_the_list_comes_from_the_database(client, cast, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "none"
    published(cast)
    shown = client.get(LIBRARY, {"genre": "通知"}).content.decode()
    assert "老旧小区改造" in shown
    assert "正在建立索引" in shown


def test_search_finds_across_categories_with_a_count_on_each_tab(client, shelf):
    shown = client.get("/search", {"q": "电梯"}).content.decode()
    assert "加装电梯政策解读".replace("电梯", "<mark>电梯</mark>") in shown
    assert '政策解读<span class="count">1</span>' in shown
    assert '政策文件<span class="count">1</span>' in shown


def test_a_search_that_only_past_papers_answer_shows_them_and_says_so(client, shelf):
    shown = client.get("/search", {"q": "临时管控"}).content.decode()
    assert "现行有效的文件里没有找到" in shown
    assert 'class="status stop">失效<' in shown


def test_what_takes_effect_later_is_told_beside_what_is_in_force(client, cast, shelf, indexed):
    published(cast, title="澜州市住房和城乡建设局关于电梯维护的办法", genre="办法", effective_on="2099-01-01")
    indexed()
    for address in ("/search?q=电梯", LIBRARY):
        shown = client.get(address).content.decode()
        assert "另有 1 " in shown and "已经公布、尚未生效" in shown and "电梯维护" not in re.sub("<[^>]+>", "", shown)
        link = html.unescape(re.search(r'href="([^"]*standing=not_yet[^"]*)"', shown)[1])
        assert "电梯</mark>维护" in client.get(link).content.decode() or "电梯维护" in client.get(link).content.decode()


@pytest.mark.parametrize("field", ["index_no", "normative_reg_no"])
def test_the_number_of_a_paper_opens_it(client, cast, shelf, field):
    paper = published(cast, title="澜州市住房和城乡建设局关于电梯维护的通知", **{field: "LZCR-2026-0010002"}).policy
    for number in (paper.code, "LZCR-2026-0010002", "lzcr-2026-0010002"):
        assert client.get("/search", {"q": number})["Location"] == reverse("portal:policy", args=[paper.code])
    assert client.get("/search", {"q": "LZCR-2026-0010003"}).status_code == 200


def test_the_examples_of_the_search_page_find_something(client, shelf):
    number = re.search(r'href="([?]q=[^"]*)"><code>澜建发\[2026\] 7号', client.get("/search").content.decode())[1]
    assert "老旧小区改造" in client.get(f"/search{number}").content.decode()


def test_a_search_without_result_gives_advice(client, shelf):
    shown = client.get("/search", {"q": "量子纠缠态制备"}).content.decode()
    assert "没有找到：量子纠缠态制备" in shown
    assert "换一个更常用或更短的说法" in shown


def test_what_was_typed_is_printed_as_text(client, shelf):
    shown = client.get("/search", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in shown


def test_a_withdrawn_policy_is_not_shown_though_the_index_still_holds_it(client, cast, shelf):
    withdraw(shelf["lift"].policy, reason="需要重新核对内容", by=cast.wang, at=AT)
    assert "关于既有住宅" not in client.get(LIBRARY).content.decode()
    assert "关于既有住宅" not in client.get("/search", {"q": "电梯"}).content.decode()


@pytest.mark.parametrize("address", [LIBRARY, LIBRARY + "?q=通知", "/search?q=通知", "/interpretations/", "/topics/", "/"])
def test_a_list_costs_the_same_queries_at_any_length(client, cast, indexed, address, django_assert_max_num_queries):
    published(cast)
    indexed()
    client.get(address)
    for number in range(4):
        published(cast, title=f"澜州市住房和城乡建设局关于第{number}批改造的通知", doc_no=f"澜建发〔2026〕{number + 20}号")
    indexed()
    with django_assert_max_num_queries(8):
        assert client.get(address).status_code == 200


def test_the_column_of_interpretations_is_narrowed_by_title(client, shelf):
    assert "加装电梯政策解读" in client.get(reverse("portal:interpretations"), {"title": "电梯"}).content.decode()
    assert "没有符合条件的内容" in client.get(reverse("portal:interpretations"), {"title": "公积金"}).content.decode()


def test_the_register_finds_a_normative_paper_by_its_number_and_says_which_have_none(client, cast, django_assert_num_queries):
    facts = {"document_class": "normative", "expires_on": "2031-06-19"}
    numbered = published(cast, normative_reg_no="LZCR-2026-0120007", **facts)
    published(cast, title="澜州市住房和城乡建设局关于加装电梯的意见", **facts)
    published(cast, title="澜州市住房和城乡建设局关于不是规范性文件的通知")
    shown = client.get("/register/").content.decode()
    assert "共 2 件，其中 1 件没有查到登记号" in shown and "不是规范性文件的通知" not in shown
    found = client.get("/register/", {"asked": "0120007"}).content.decode()
    assert "共 1 件<" in found and "加装电梯" not in found
    assert '/register/?asked=LZCR-2026-0120007"' in client.get(f"/policies/{numbered.policy.code}/").content.decode()
    assert client.get("/register/", {"asked": "无" * 121}).status_code == 400
    for _ in range(8):
        published(cast, **facts)
    with django_assert_num_queries(3):
        client.get("/register/")
