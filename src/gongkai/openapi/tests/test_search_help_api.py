import pytest
from django.core.cache import cache
from tests.cast import published

from gongkai.search import kept
from gongkai.search.actions.indexing import rebuild
from gongkai.search.actions.pins import pin
from gongkai.shared.clock import now, today


@pytest.fixture(autouse=True)
def _a_fresh_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()
    kept.forget()
    yield
    kept.forget()


def test_a_search_tells_pins_as_pins_and_related_searches(client, cast):
    rents = published(cast, title="澜州市住房和城乡建设局关于公租房租金的通知")
    other = published(cast)
    rebuild(on=today())
    rents.policy.refresh_from_db()
    pin(rents.policy, words="旧小区", whole=False, office=cast.housing, reason="问得多", until=today(), by=cast.sun, at=now())
    told = client.get("/api/v1/search", {"q": "老旧小区"}).json()
    assert [(item["policy"]["code"], item["pinned"]) for item in told["items"]] == [(rents.policy.code, True), (other.policy.code, False)]
    assert told["related"] == ["老旧小区改造"]
