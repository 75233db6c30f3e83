"""定时发布: at its moment, exactly once, whatever happens to the worker."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from tests.cast import AT, LET_PASS, drafted

from gongkai.notices.models import Notice
from gongkai.policies.actions import abandon, drafts, review, scheduling
from gongkai.policies.models import Edition, Text
from gongkai.policies.rules.kinds import Category
from gongkai.publishing import actions as publishing
from gongkai.publishing import rounds
from gongkai.publishing.actions import releases
from gongkai.publishing.models import Release
from gongkai.publishing.queries import findings_of
from gongkai.shared.refusal import Refused

DUE = AT + timedelta(hours=2)


def ready(cast):
    edition = drafted(cast, category=Category.NEWS)
    for finding in findings_of(drafts.submit(edition.draft, by=cast.li, at=AT)):
        if finding.blocks:
            publishing.override(finding, by=cast.zhou, reason=LET_PASS, at=AT)
    review.review_secrecy(edition.draft, conclusion="可以公开", by=cast.zhou, at=AT)
    return edition


def scheduled(cast):
    return scheduling.schedule(ready(cast), due_at=DUE, by=cast.wang, at=AT)


def test_it_is_published_at_its_moment_and_not_before(cast):
    row = scheduled(cast)
    assert releases.publish_due(DUE - timedelta(seconds=1)) == 0 and not Text.objects.exists()
    assert releases.publish_due(DUE) == 1
    row.refresh_from_db()
    assert row.done_at == DUE and Text.objects.get().published_by == cast.wang
    assert releases.publish_due(DUE) == 0 and Text.objects.count() == 1


def test_what_may_not_be_published_may_not_be_set_for_later(cast):
    edition = drafted(cast, category=Category.NEWS)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    with pytest.raises(Refused, match="还不能发布"):
        scheduling.schedule(edition, due_at=DUE, by=cast.wang, at=AT)
    assert not Release.objects.exists()


@pytest.mark.parametrize("due", [AT, AT - timedelta(days=1), AT + timedelta(days=400)])
def test_the_moment_lies_ahead_and_within_a_year(cast, due):
    with pytest.raises(Refused, match="一年以内"):
        scheduling.schedule(ready(cast), due_at=due, by=cast.wang, at=AT)


def test_a_draft_changed_after_the_signature_is_not_published_and_the_signer_is_told(cast):
    row = scheduled(cast)
    draft = Edition.objects.get().draft
    drafts.save_draft(draft, {**draft.facts, "source": "别处"}, None, seen=draft.saves, by=cast.li, at=AT)
    row.refresh_from_db()
    assert row.failed_at == AT and "改动" in row.failure  # at once, not when its moment comes
    assert rounds.current(row.about).waits_for == 0
    assert releases.publish_due(DUE) == 0 and not Text.objects.exists()
    assert Notice.objects.get(key=f"publishing.release:{row.pk}").to == cast.wang
    assert releases.publish_due(DUE) == 0 and Notice.objects.filter(key__startswith="publishing.release").count() == 1


@pytest.mark.parametrize("step", ["sent back", "given up"])
def test_a_draft_sent_back_or_given_up_is_not_published_and_the_signer_is_told(cast, step):
    row = scheduled(cast)
    draft = Edition.objects.get().draft
    if step == "sent back":
        drafts.send_back(draft, reason="日期请再核对", by=cast.zhou, at=AT)
        assert rounds.current(row.about).opinions.get().passed is False
    else:
        abandon.abandon(draft, by=cast.li, at=AT)
    row.refresh_from_db()
    assert row.failed_at == AT and Notice.objects.get(key=f"publishing.release:{row.pk}").to == cast.wang


def test_what_is_signed_for_a_moment_awaits_no_signature_until_it_is_cancelled(cast):
    row = scheduled(cast)
    assert not rounds.waiting(cast.wang.actor()).exists()
    releases.cancel(row, by=cast.wang, at=AT)
    assert rounds.waiting(cast.wang.actor()).get().now.role == "signer"


def test_one_that_breaks_does_not_keep_the_others_back(cast, monkeypatch):
    broken = Release.objects.create(about="policies.edition:0", title="甲", office=cast.housing, digest="", by=cast.wang, at=AT, due_at=AT)
    scheduled(cast)
    find = releases.kind_of

    def kind_of(about):
        if about == broken.about:
            raise KeyError(about)
        return find(about)

    monkeypatch.setattr(releases, "kind_of", kind_of)
    assert releases.publish_due(DUE) == 1
    broken.refresh_from_db()
    assert broken.failed_at and "系统内部错误" in broken.failure


def test_a_cancelled_one_is_not_published(cast):
    row = scheduled(cast)
    with pytest.raises(Refused):
        releases.cancel(row, by=cast.li, at=AT)
    releases.cancel(row, by=cast.wang, at=AT)
    assert releases.publish_due(DUE) == 0
    with pytest.raises(Refused, match="已经发布、取消"):
        releases.cancel(row, by=cast.wang, at=AT)


def test_only_one_moment_waits_for_a_draft(cast):
    row = scheduled(cast)
    with pytest.raises(Refused, match="已经设定"):
        scheduling.schedule(Edition.objects.get(), due_at=DUE + timedelta(hours=1), by=cast.wang, at=AT)
    releases.cancel(row, by=cast.wang, at=AT)
    assert scheduling.schedule(Edition.objects.get(), due_at=DUE + timedelta(hours=1), by=cast.wang, at=AT)


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_one_publishes(cast, monkeypatch):
    row = scheduled(cast)
    write = releases.journal.write

    def killed(kind, **given):
        if kind == "publishing.release.done":
            raise SystemExit("killed")
        return write(kind, **given)

    with monkeypatch.context() as patch:
        patch.setattr(releases.journal, "write", killed)
        with pytest.raises(SystemExit):
            releases.publish_due(DUE)
    row.refresh_from_db()
    assert row.done_at is None and not Text.objects.exists()
    assert releases.publish_due(DUE) == 1 and Text.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_publish_it_once(cast):
    scheduled(cast)
    gate, told = threading.Barrier(4), []

    def work():
        try:
            gate.wait()
            told.append(releases.publish_due(DUE))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0, 0, 0, 1], (told, connection.vendor)
    assert Text.objects.count() == 1
