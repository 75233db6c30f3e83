"""The desk's pages about the search: judging, pins, counts, saved searches, synonyms; who may enter, what each step does."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, published

from gongkai.desk.tests.finding_world import a_citizen, a_pin
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.search import kept
from gongkai.search.actions.indexing import rebuild
from gongkai.search.actions.judging import evaluate
from gongkai.search.models import JudgedQuery, Judgement, Pin, SavedSearch, SearchCount, Synonym
from gongkai.shared.clock import now, today

FOR_THE_WHOLE_SITE = ("relevance", "judged-new", "evaluation", "pins", "pin-new", "search-log", "synonyms", "synonym-new", "saved-citizens")


@pytest.fixture
def library(cast, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    kept.forget()
    editions = [
        published(cast, title="澜州市住房和城乡建设局关于公租房申请的通知", doc_no="澜建发〔2026〕7号"),
        published(cast, title="澜州市住房和城乡建设局关于公租房租金的通知", doc_no="澜建发〔2026〕8号"),
    ]
    rebuild(on=today())
    yield editions
    kept.forget()


def text(answer) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize("name", FOR_THE_WHOLE_SITE)
def test_what_is_for_the_whole_site_is_seen_to_at_its_top(desk, cast, name):
    assert desk("li").get(reverse(f"desk:{name}")).status_code == 403
    assert desk("sun").get(reverse(f"desk:{name}")).status_code == 200
    Post.objects.create(officer=cast.zhao, organisation=cast.transport, role=Role.ADMIN, since="2020-01-02")
    assert desk("zhao").get(reverse(f"desk:{name}")).status_code == 403  # an administrator, but of one office


def test_a_supervisor_of_the_whole_site_judges_pins_and_reads_counts_but_keeps_no_synonyms(desk, cast):
    Post.objects.create(officer=cast.zhou, organisation=cast.city, role=Role.SUPERVISOR, since="2020-01-02")
    seen = {name: desk("zhou").get(reverse(f"desk:{name}")).status_code for name in FOR_THE_WHOLE_SITE}
    assert {name for name, status in seen.items() if status == 403} == {"synonyms", "synonym-new", "saved-citizens"}
    assert "检索效果" in text(desk("zhou").get(reverse("desk:home")))
    assert "检索效果" not in text(desk("li").get(reverse("desk:home")))


def test_results_are_judged_on_one_page_and_measured(desk, cast, library):
    sun = desk("sun")
    answer = sun.post(reverse("desk:judged-new"), {"text": "公租房"})
    query = JudgedQuery.objects.get()
    here = reverse("desk:judged", args=[query.pk])
    assert answer["Location"] == here
    page = text(sun.get(here))
    names = re.findall(r'name="(grade:\d+:[^"]*)" value="3"', page)
    assert len(names) == 2 and "公租房申请" in page
    assert sun.post(here, {names[0]: "3", names[1]: "0", "grade:999999:": "3"}).status_code == 302
    assert sorted(Judgement.objects.values_list("grade", "by__name")) == [(0, "孙洁"), (3, "孙洁")]
    assert sun.post(here, {names[0]: "9"}).status_code == 400
    assert sun.post(here, {names[0]: ""}).status_code == 302
    assert Judgement.objects.get().grade == 0
    sun.post(here, {names[0]: "3"})
    assert "还没有评测" in text(sun.get(reverse("desk:relevance")))
    evaluate(at=now(), because="search.evaluation.asked", on=today())
    evaluate(at=now(), because="search.pin.set", on=today())
    page = text(sun.get(reverse("desk:relevance")))
    assert "1.000" in page and "不变" in page and "置顶文件" in page
    assert sun.post(reverse("desk:evaluation")).status_code == 302
    assert sun.post(reverse("desk:judged-remove", args=[query.pk])).status_code == 302
    assert not JudgedQuery.objects.exists()


def test_without_an_index_what_was_judged_can_still_be_looked_at(desk, cast, library, settings, tmp_path):
    desk("sun").post(reverse("desk:judged-new"), {"text": "公租房"})
    query = JudgedQuery.objects.get()
    Judgement.objects.create(query=query, edition=library[0], grade=3, by=cast.sun, at=AT)
    settings.INDEX_DIR = tmp_path / "none"
    assert "现在不在前十条" in text(desk("sun").get(reverse("desk:judged", args=[query.pk])))


def test_a_paper_is_pinned_by_its_number_and_taken_off(desk, cast, library):
    sun = desk("sun")
    sent = {"words": "房租", "whole": "whole", "code": "公租房", "reason": "问得多", "until": str(today()), "office": cast.city.pk}
    page = text(sun.post(reverse("desk:pin-new"), sent))
    assert "找到不止一份" in page and library[0].policy.code in page
    assert "没有找到" in text(sun.post(reverse("desk:pin-new"), sent | {"code": "查无此文"}))
    assert sun.post(reverse("desk:pin-new"), sent | {"code": "澜建发〔2026〕8号"}).status_code == 302
    row = Pin.objects.get()
    assert (row.policy, row.whole, row.office, row.by) == (library[1].policy, True, cast.city, cast.sun)
    assert "置顶中" in text(sun.get(reverse("desk:pins")))
    assert sun.post(reverse("desk:pin-end", args=[row.pk])).status_code == 302
    assert "已结束" in text(sun.get(reverse("desk:pins")))
    assert sun.get(reverse("desk:pin-end", args=[row.pk])).status_code == 404


def test_counts_are_shown_masked_with_chart_and_table_and_the_rare_only_as_numbers(desk, cast):
    for back in (0, 1):
        day = today() - timedelta(days=back)
        SearchCount.objects.create(day=day, query="公租房", times=4)
        SearchCount.objects.create(day=day, query="小饭桌", times=3, without_result=3)
    SearchCount.objects.create(day=today(), query="张三的低保", times=1)
    SearchCount.objects.create(day=today() - timedelta(days=200), query="去年的事", times=50)
    for span in ("", "30", "91", "365"):
        page = text(desk("sun").get(reverse("desk:search-log"), {"span": span}))
        assert "<svg" in page and "公租房" in page and "张三" not in page
        assert page.index("小饭桌") < page.index("搜得最多的")
        assert ("<b>65</b>" in page) is (span == "365") and ("<b>15</b>" in page) is (span != "365")
    assert "去年的事" not in page
    prefilled = f"{reverse('desk:synonym-new')}?said={quote('小饭桌')}"
    assert prefilled in page and 'value="小饭桌"' in text(desk("sun").get(prefilled))
    assert desk("sun").get(reverse("desk:search-log"), {"span": "7"}).status_code == 400
    assert desk("sun").get(reverse("desk:search-log"), {"export": "xlsx"}).content[:2] == b"PK"


def test_an_officer_saves_a_search_renews_and_ends_it_and_nobody_else_sees_it(desk, cast):
    li = desk("li")
    answer = li.post(reverse("desk:saved-new"), {"text": "公租房", "category": "policy", "issuer": "澜州市住房和城乡建设局", "exact": "on"})
    assert answer.status_code == 302
    row = SavedSearch.objects.get()
    wanted = row.search()
    assert (row.officer, wanted.exact, wanted.address.startswith("/search?tab=policy&q=")) == (cast.li, True, True)
    assert "“公租房”，澜州市住房和城乡建设局，精确" in text(li.get(reverse("desk:saved")))
    assert li.get(wanted.address).status_code == 200
    assert "公租房" not in text(desk("zhao").get(reverse("desk:saved")))
    for name in ("saved-end", "saved-renew"):
        assert desk("zhao").post(reverse(f"desk:{name}", args=[row.pk])).status_code == 404
    SavedSearch.objects.update(expires_on=today())
    assert li.post(reverse("desk:saved-renew", args=[row.pk])).status_code == 302
    assert SavedSearch.objects.get().expires_on > today() + timedelta(days=300)
    assert 'id="errors"' in text(li.post(reverse("desk:saved-new"), {"text": " "}))
    assert li.post(reverse("desk:saved-end", args=[row.pk])).status_code == 302
    assert not SavedSearch.objects.exists()


def test_citizens_subscriptions_are_shown_masked_and_can_be_stopped(desk, cast):
    row = a_citizen()
    page = text(desk("sun").get(reverse("desk:saved-citizens")))
    assert "z***@e***.com" in page and "zhangsan" not in page
    assert desk("li").post(reverse("desk:saved-stop", args=[row.pk])).status_code == 403
    assert desk("sun").post(reverse("desk:saved-stop", args=[row.pk])).status_code == 302
    assert not SavedSearch.objects.exists()


def test_a_synonym_has_an_owner_and_a_last_day(desk, cast):
    sent = {"said": "国补", "formal": "消费品以旧换新", "office": cast.city.pk, "expires_on": str(today())}
    assert desk("sun").post(reverse("desk:synonym-new"), sent).status_code == 302
    row = Synonym.objects.get(said="国补")
    assert (row.office, row.by, row.expires_on) == (cast.city, cast.sun, today())
    Synonym.objects.filter(pk=row.pk).update(expires_on=today() - timedelta(days=1))
    page = text(desk("sun").get(reverse("desk:synonyms"), {"q": "国补"}))
    assert "已到期，不再使用" in page and "澜州市人民政府" in page
    assert "随平台提供" in text(desk("sun").get(reverse("desk:synonyms"), {"q": "公租房"}))


def a_query(cast, n: int) -> None:
    query = JudgedQuery.objects.create(text=f"检索词{n}", by=cast.sun, at=AT)
    Judgement.objects.create(query=query, edition=cast.paper, grade=n % 4, by=cast.sun, at=AT)


def a_count(cast, n: int) -> None:
    for back in (0, 1):
        SearchCount.objects.create(day=today() - timedelta(days=back), query=f"检索词{n}", times=5, without_result=n % 2)


LISTS = [
    ("relevance", a_query),
    ("pins", lambda cast, n: a_pin(cast, cast.paper.policy, f"检索词{n}")),
    ("search-log", a_count),
    ("saved-citizens", lambda cast, n: a_citizen(n)),
    ("synonyms", lambda cast, n: Synonym.objects.create(said=f"俗称{n}", formal="正式说法", office=cast.city, by=cast.sun, at=AT)),
]


@pytest.mark.parametrize(("name", "make"), LISTS, ids=[name for name, _ in LISTS])
def test_a_list_costs_the_same_at_ten_rows_and_at_a_hundred(desk, cast, name, make):
    object.__setattr__(cast, "paper", published(cast))
    sun = desk("sun")

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            assert sun.get(reverse(f"desk:{name}")).status_code == 200
        return len(caught)

    for n in range(10):
        make(cast, n)
    queries()  # the first request of a session costs more
    few = queries()
    for n in range(10, 100):
        make(cast, n)
    assert queries() == few <= 14


def test_judging_costs_the_same_for_one_paper_and_for_many(desk, cast, library):
    query = JudgedQuery.objects.create(text="公租房", by=cast.sun, at=AT)
    here = reverse("desk:judged", args=[query.pk])

    def queries() -> int:
        desk("sun").get(here)
        with CaptureQueriesContext(connection) as caught:
            desk("sun").get(here)
        return len(caught)

    few = queries()
    for edition in [published(cast, title=f"澜州市住房和城乡建设局关于公租房第{n}批的通知") for n in range(6)]:
        Judgement.objects.create(query=query, edition=edition, grade=2, by=cast.sun, at=AT)
    rebuild(on=today())
    assert queries() == few
