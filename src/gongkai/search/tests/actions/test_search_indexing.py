from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from tests.cast import AT, ON, published

from gongkai.journal import duties, worker
from gongkai.journal.duties import registered
from gongkai.journal.models import Entry
from gongkai.policies.actions.publish import withdraw
from gongkai.search import followers, queries
from gongkai.search.actions.indexing import Repair, ask_rebuild, compare, keep_up, rebuild
from gongkai.search.backend import BeingRebuilt, NoIndex
from gongkai.search.index import backend
from gongkai.search.searching import SearchRequest
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"


def found(text: str = "老旧小区改造", on=ON) -> list[int]:
    return [hit.policy_id for hit in queries.search(SearchRequest(on=on, text=text)).hits]


def test_a_published_paper_is_found_and_a_withdrawn_one_is_not(cast):
    edition = published(cast)
    rebuild(on=ON)
    assert found() == [edition.policy_id]
    withdraw(edition.policy, reason="内容有误，需要更正", by=cast.wang, at=AT)
    keep_up([edition.policy_id], on=ON)
    assert found() == []


def test_a_draft_is_never_indexed(cast):
    from tests.cast import drafted

    draft = drafted(cast)
    rebuild(on=ON)
    keep_up([draft.policy_id], on=ON)
    assert found() == []


def test_the_follower_builds_a_missing_index_and_then_keeps_up(cast):
    first = published(cast)
    followers.index(list(Entry.objects.filter(kind="policies.edition.published")))
    assert found() == [first.policy_id]
    second = published(cast, title="澜州市住房和城乡建设局关于公共租赁住房年审的公告")
    followers.index(list(Entry.objects.filter(kind="policies.edition.published").order_by("-pk")[:1]))
    assert found("公共租赁住房年审") == [second.policy_id]


def test_the_follower_may_be_told_the_same_again(cast):
    published(cast)
    entries = list(Entry.objects.filter(kind="policies.edition.published"))
    for _ in range(3):
        followers.index(entries)
    assert queries.stats().documents == 1


def test_the_comparison_finds_and_repairs_whatever_is_wrong(cast):
    kept, changed, lost = (published(cast, title=f"澜州市住房和城乡建设局关于第{n}号事项的通知") for n in (1, 2, 3))
    rebuild(on=ON)
    index = backend()
    index.delete(lost.policy_id)
    index.upsert(changed.policy_id, [])
    index.upsert(99_999, _as_another_policy(changed, 99_999))
    index.commit()
    assert compare(on=ON) == Repair(missing=2, stale=0, surplus=1)
    assert not compare(on=ON)
    assert set(found("事项")) == {kept.policy_id, changed.policy_id, lost.policy_id}


def test_the_comparison_sees_a_fact_that_changed(cast):
    edition = published(cast)
    rebuild(on=ON)
    edition.policy.refresh_from_db()
    edition.policy.has_interpretation = True
    edition.policy.save()
    assert compare(on=ON) == Repair(stale=1)
    assert not compare(on=ON)


def test_a_paper_dated_later_enters_on_its_day(cast):
    edition = published(cast, published_on=(ON + timedelta(days=3)).isoformat())
    rebuild(on=ON)
    assert found() == []
    compare(on=ON + timedelta(days=3))
    assert found(on=ON + timedelta(days=3)) == [edition.policy_id]


def test_without_an_index_nothing_can_be_kept_up_and_search_says_so(cast):
    edition = published(cast)
    with pytest.raises(NoIndex):
        keep_up([edition.policy_id], on=ON)
    assert not queries.health().ready
    with pytest.raises(Refused, match="正在建立索引"):
        found()


def test_a_deleted_index_is_rebuilt_by_the_duty(cast, monkeypatch):
    edition = published(cast)
    followers.present(AT)
    assert found() == [edition.policy_id]
    backend().wipe()
    followers.present(AT)
    assert found() == [edition.policy_id]


def test_two_rebuilds_do_not_get_in_each_others_way(cast):
    edition = published(cast)
    rebuild(on=ON)

    def while_being_filled():
        with pytest.raises(BeingRebuilt):
            rebuild(on=ON)
        followers.index(list(Entry.objects.filter(kind="policies.edition.published")))  # the old one is kept up meanwhile
        assert found() == [edition.policy_id]
        yield from ()

    assert backend().replace(while_being_filled()) == 0
    assert found() == []
    compare(on=ON)
    assert found() == [edition.policy_id]


def test_a_rebuild_that_fails_leaves_the_old_index(cast):
    edition = published(cast)
    rebuild(on=ON)

    def broken():
        yield 1, []
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        backend().replace(broken())
    assert found() == [edition.policy_id]
    rebuild(on=ON)
    assert len([path for path in backend().folder.iterdir() if path.is_dir()]) == 1


def test_an_index_of_another_make_is_as_good_as_none_and_is_rebuilt(cast, monkeypatch):
    edition = published(cast)
    rebuild(on=ON)
    monkeypatch.setattr("gongkai.search.tantivy_index.MAKE", "v999")
    assert not queries.health().ready
    followers.present(AT)
    assert found() == [edition.policy_id]


def test_a_damaged_index_is_not_ready_instead_of_raising(cast, settings):
    published(cast)
    rebuild(on=ON)
    backend()
    settings.INDEX_DIR = settings.INDEX_DIR.rename(settings.INDEX_DIR.with_name("moved"))
    for meta in settings.INDEX_DIR.rglob("meta.json"):
        meta.write_text("not an index")
    assert not queries.health().ready
    with pytest.raises(NoIndex):
        found()


def test_only_an_administrator_asks_for_a_rebuild(cast):
    published(cast)
    with pytest.raises(Refused, match="系统管理员"):
        ask_rebuild(by=cast.li, at=AT)
    ask_rebuild(by=cast.sun, at=AT)
    rebuild(on=ON)
    backend().upsert(99_999, [])
    backend().commit()
    followers.index(list(Entry.objects.filter(kind=followers.REBUILD)))
    assert queries.stats().documents == 1


def test_the_nightly_comparison_reaches_every_node_through_the_journal(cast):
    published(cast)
    followers.comparison(AT)
    assert Entry.objects.filter(kind=followers.COMPARE).count() == 1


def test_the_worker_indexes_what_was_published(cast):
    edition = published(cast)
    worker.drain()
    assert found() == [edition.policy_id]


def _as_another_policy(edition, policy_id: int):
    from gongkai.policies.indexing import for_index
    from gongkai.search.rules.entries import entries_of

    policy = next(iter(for_index([edition.policy_id], on=ON)))
    return entries_of(replace(policy, policy_id=policy_id))


def test_every_node_looks_after_its_own_index(settings):
    every = registered()
    assert {every[name].node for name in ("search.index", "search.present")} == {settings.NODE}


def test_one_index_in_postgresql_answers_on_every_node(cast, settings):
    if connection.vendor != "postgresql":
        pytest.skip("只在 PostgreSQL 上：python3 start.py test --postgres")
    settings.SEARCH_INDEX = "postgres"
    edition = published(cast)
    followers.present(AT)
    settings.NODE, settings.INDEX_DIR = "node2", settings.INDEX_DIR / "of another node"
    assert found() == [edition.policy_id]
    withdraw(edition.policy, reason="内容有误，需要更正", by=cast.wang, at=AT)
    followers.index(list(Entry.objects.filter(kind__startswith="policies.")))
    assert found() == []
    assert not settings.INDEX_DIR.exists()


def test_a_node_that_was_off_catches_up_by_itself(cast, settings, tmp_path, monkeypatch):
    """Each node has an index and a bookmark of its own."""

    def runs(node: str) -> None:
        settings.NODE, settings.INDEX_DIR = node, tmp_path / node
        monkeypatch.setattr(duties, "_registered", {"search.index": replace(registered()["search.index"], node=node)})
        worker.drain()

    first = published(cast)
    runs("node1")
    runs("node2")
    assert found("") == [first.policy_id]
    withdraw(first.policy, reason="内容有误，需要更正", by=cast.wang, at=AT)
    second = published(cast, title="澜州市住房和城乡建设局关于公共租赁住房年审的公告")
    runs("node1")
    assert found("") == [second.policy_id]
    settings.INDEX_DIR = tmp_path / "node2"  # off meanwhile: as it was
    assert found("") == [first.policy_id]
    runs("node2")
    assert found("") == [second.policy_id]
