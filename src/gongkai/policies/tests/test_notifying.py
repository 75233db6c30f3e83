"""Who is told what, once, and with nobody's name in it."""

from datetime import date, timedelta

import pytest
from tests.cast import AT, LET_PASS, drafted, let_off

from gongkai.journal import worker
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.actions.shadows import bring_up_to
from gongkai.policies.notifying import remind_of_expiry, tell_of

TITLE = "澜州市住房和城乡建设局关于做好老旧小区改造工作的通知"


def told(officer=None):
    """[(to, subject, link)] in order; all of them without an officer."""
    rows = Notice.objects.filter(**({"to": officer} if officer else {})).order_by("pk")
    return [(notice.to.name, notice.subject, notice.link) for notice in rows.select_related("to")]


def carried(cast, edition, at=AT):
    let_off(cast, edition, at=at)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=at, let_pass=LET_PASS)
    edition.refresh_from_db()
    return edition


def test_a_submitted_paper_is_told_to_the_reviewers_of_its_office_and_not_to_who_wrote_it(cast):
    Post.objects.create(officer=cast.li, organisation=cast.housing, role=Role.REVIEWER, since=date(2020, 1, 2))
    Post.objects.create(officer=cast.zhao, organisation=cast.transport, role=Role.REVIEWER, since=date(2020, 1, 2))
    edition = drafted(cast)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    worker.drain()
    reviewers = {name for name, _, _ in told()}
    assert cast.zhou.name in reviewers
    assert not reviewers & {"李四", "赵敏"}
    assert set(told()) == {(name, f"待审核：{TITLE}", f"/desk/drafts/{edition.pk}/") for name in reviewers}


def test_a_paper_sent_back_is_told_to_its_writer_without_the_reason(cast):
    edition = drafted(cast)
    drafts.submit(edition.draft, by=cast.li, at=AT)
    drafts.send_back(edition.draft, reason="王某的电话号码请删去", by=cast.zhou, at=AT)
    worker.drain()
    assert told() == [("李四", f"已退回：{TITLE}", f"/desk/drafts/{edition.pk}/")]  # nothing is left for the reviewers
    assert "王某" not in str(list(Notice.objects.values()))


def test_a_published_paper_is_told_to_who_handed_it_in_and_only_once(cast):
    edition = carried(cast, drafted(cast))
    worker.drain()
    assert told() == [("李四", f"已签发：{TITLE}", f"/desk/policies/{edition.policy.code}/")]
    assert Notice.objects.get().body == "文件已发布，公众可以看到。"
    tell_of(list(Entry.objects.filter(kind="policies.edition.published")))
    assert Notice.objects.count() == 1


def test_of_a_whole_batch_one_notice_is_told_and_each_paper_stands_among_those_read(cast):
    for number in range(1, 6):
        carried(cast, drafted(cast, doc_no=f"澜住建发〔2026〕{number}号"))
    worker.drain()
    unread = Notice.objects.get(read_at=None)
    assert (unread.to.name, unread.subject, unread.link) == ("李四", "已签发：5件文件", "/desk/policies/")
    assert unread.body.splitlines() == [f"已签发：{TITLE}"] * 5
    assert Notice.objects.exclude(read_at=None).count() == 5
    tell_of(list(Entry.objects.filter(kind="policies.edition.published")))
    assert Notice.objects.count() == 6


def test_a_paper_signed_beforehand_is_told_again_when_its_day_comes(cast):
    carried(cast, drafted(cast, published_on="2026-06-10"))
    worker.drain()
    assert Notice.objects.get().body == "文件已签发，将在2026年6月10日公开。"
    for days in (5, 9, 10):
        bring_up_to(AT + timedelta(days=days))
        worker.drain()
    assert [subject for _, subject, _ in told()] == [f"已签发：{TITLE}", f"已公开：{TITLE}"]


@pytest.mark.parametrize(("expires_on", "is_told"), [("2026-06-30", True), ("2026-07-01", True), ("2026-07-02", False)])
def test_the_editors_are_reminded_once_within_thirty_days_of_the_end(cast, expires_on, is_told):
    edition = carried(cast, drafted(cast, expires_on=expires_on))
    other = Officer.objects.create_user("another", "a-long-password", name="又一采编", password_set_at=AT)
    Post.objects.create(officer=other, organisation=cast.housing, role=Role.EDITOR, since=date(2020, 1, 2))
    remind_of_expiry(AT)
    remind_of_expiry(AT + timedelta(hours=1))
    wanted = [(name, f"有效期将满：{TITLE}", f"/desk/policies/{edition.policy.code}/") for name in ("又一采编", "李四")]
    assert sorted(told()) == (wanted if is_told else [])


def test_no_reminder_for_what_is_no_longer_in_force(cast):
    edition = carried(cast, drafted(cast, expires_on="2026-06-20"))
    edition.policy.refresh_from_db()
    edition.policy.standing = "repealed"
    edition.policy.save()
    remind_of_expiry(AT)
    assert told() == []


def test_no_notice_names_an_officer(cast):
    carried(cast, drafted(cast, expires_on="2026-06-20"))
    remind_of_expiry(AT)
    worker.drain()
    written = " ".join(notice.subject + notice.body for notice in Notice.objects.all())
    assert not [name for name in Officer.objects.values_list("name", flat=True) if name in written]
    assert written
