"""A draft, a paper of a later day and a withdrawn one are in no list, feed, count, suggestion or correction, whatever the index still holds."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.cast import AT, drafted, published

from gongkai.policies.actions.publish import withdraw
from gongkai.policies.models import Topic, TopicEntry
from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import now, today

WALK = (
    "/", "/policies/?standing=all", "/search?q=密字改造", "/search?q=密字工程&standing=all", "/search?q=密子工程", "/search?q=mizigongcheng",
    "/search/suggest?q=密字", "/search/suggest?q=mizi", "/search/suggest?q=mzgc", "/search/suggest?q=澜密发", "/interpretations/", "/news/",
    "/others/", "/topics/", "/topics/mi/", "/feeds/latest.atom", "/feeds/interpretations.atom", "/feeds/topics/mi.atom",
    "/feeds/issuer.atom?name=澜州市住房和城乡建设局", "/sitemap.xml", "/sitemap-pages.xml", "/sitemap-0.xml", "/map/", "/favourites/",
    "/api/v1/policies", "/api/v1/policies?title=密字", "/api/v1/policies?as_of={day}", "/api/v1/search?q=密字工程", "/api/v1/topics",
    "/api/v1/topics/mi",
)  # fmt: skip


@pytest.fixture
def hidden(cast, settings, tmp_path):
    """One public paper and three that are not; the index was built while the withdrawn one was public."""
    cache.clear()
    settings.INDEX_DIR = tmp_path / "index"
    public = published(cast)
    later = (now().date() + timedelta(days=9)).isoformat()
    shown = {"text": "第一条 密字工程的密字改造。"}
    draft = drafted(cast, title="密字工程一号草稿", doc_no="澜密发〔2026〕1号", **shown)
    future = published(cast, title="密字工程二号以后公布", doc_no="澜密发〔2026〕2号", published_on=later, effective_on=later, **shown)
    gone = published(cast, title="密字工程三号撤回", doc_no="澜密发〔2026〕3号", **shown)
    topic = Topic.objects.create(slug="mi", name="某专题")
    for edition in (draft, future, gone):
        TopicEntry.objects.create(topic=topic, policy=edition.policy)
    rebuild(on=today())
    withdraw(gone.policy, reason="文件有误，撤回核对", by=cast.wang, at=AT)
    return public, [draft, future, gone]


@pytest.mark.parametrize("indexed_again", [False, True], ids=["before the index follows", "after"])
@pytest.mark.parametrize("address", WALK)
def test_what_is_not_public_is_nowhere(client, hidden, address, indexed_again):
    _, secret = hidden
    if indexed_again:
        rebuild(on=today())
    answer = client.get(address.format(day=today().isoformat()))
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    assert answer.status_code in {200, 404}
    for edition in secret:
        assert edition.title not in text
        assert edition.policy.code not in text
        assert edition.doc_no not in text
    assert "您要找的是不是" not in text
    if "did_you_mean" in text:
        assert answer.json()["did_you_mean"] is None


def test_nothing_hidden_is_counted(client, hidden):
    public, _ = hidden
    rebuild(on=today())
    home = client.get("/").content.decode()
    assert "<b>1</b><span>份文件在库" in home
    found = client.get("/api/v1/search?q=澜州市住房和城乡建设局").json()
    counts = {row["count"] for values in found["facets"].values() for row in values}
    assert counts <= {1}
    topics = {row["slug"]: row["size"] for row in client.get("/api/v1/topics").json()}
    assert topics.get("mi", 0) == 0
    assert public.title in client.get("/policies/?standing=all").content.decode()
