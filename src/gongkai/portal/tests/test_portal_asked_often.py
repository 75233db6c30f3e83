from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.cast import published

from gongkai.portal.policies import asked_often
from gongkai.search.models import SearchCount
from gongkai.shared.clock import today


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def test_a_half_typed_query_is_offered_the_papers_it_may_become(client, cast, indexed):
    paper = published(cast, doc_no="澜建发〔2026〕7号")
    indexed()
    for typed in ("老旧", "laojiu", "澜建发"):
        (row,) = client.get(reverse("portal:suggest"), {"q": typed}).json()["suggestions"]
        assert (row["title"], row["doc_no"], row["url"]) == (
            paper.title,
            "澜建发〔2026〕7号",
            reverse("portal:policy", args=[paper.policy.code]),
        )
    for nothing in ("", " ", "\x00", "查无此词", "x" * 5000):
        assert client.get(reverse("portal:suggest"), {"q": nothing}).json() == {"suggestions": []}


def test_without_an_index_nothing_is_offered(client, db, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "none"
    assert client.get(reverse("portal:suggest"), {"q": "老旧"}).json() == {"suggestions": []}


@pytest.mark.parametrize("page", ["/", "/topics/", "/search"])
def test_every_search_box_knows_where_suggestions_are(client, db, page):
    assert f'data-suggest="{reverse("portal:suggest")}"' in client.get(page).content.decode()


def test_a_search_is_counted_once_for_a_reader_and_nobody_is_kept(client, cast, indexed):
    published(cast)
    indexed()
    for _ in range(3):
        client.get("/search", {"q": "老旧小区"})
    client.get("/search", {"q": "老旧小区", "page": "1", "sort": "published"})
    client.get("/search", {"q": "老旧小区", "tab": "news"})
    client.get("/search", {"q": "查无此事 13900001111"})
    rows = {row.query: (row.times, row.without_result) for row in SearchCount.objects.all()}
    assert rows == {"老旧小区": (1, 0), "查无此事 ＊": (1, 1)}
    assert "127.0.0.1" not in " ".join(map(str, cache._cache))


def test_a_machine_counts_only_so_often(client, cast, indexed, monkeypatch):
    indexed()
    monkeypatch.setattr(asked_often, "COUNTED_AN_HOUR", 2)
    for n in range(5):
        client.get("/search", {"q": f"补贴{n}"})
    assert SearchCount.objects.count() == 2


def test_what_is_asked_most_and_found_is_offered(client, db, indexed):
    indexed()
    rows = [("公租房", 9, 0), ("社保", 20, 0), ("从没找到", 50, 50), ("只问过一次", 1, 0), ("我叫＊", 30, 0), ("长" * 30, 30, 0)]
    for query, times, empty in rows:
        SearchCount.objects.create(day=today(), query=query, times=times, without_result=empty)
        SearchCount.objects.create(day=today() - timedelta(days=1), query=query, times=1)
    SearchCount.objects.create(day=today(), query="一天里一个人问了很多次", times=99)
    SearchCount.objects.create(day=today() - timedelta(days=95), query="去年的事", times=99)
    shown = client.get("/search").content.decode()
    assert shown.index("社保") < shown.index("公租房")
    for hidden in ("从没找到", "只问过一次", "我叫", "长长", "去年的事", "一天里"):
        assert hidden not in shown
