"""An event of the catalogue begins a draft; what was chosen for a paper, and not a guess, is what it answers."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.cast import AT, LET_PASS, ON, body, drafted, facts, let_off, published

from gongkai.catalogue.actions import duties
from gongkai.catalogue.models import Bearer, Column, Duty, Publication
from gongkai.catalogue.rules.words import State
from gongkai.catalogue.tests.world import in_force
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import abandon, bulk, drafts, filing, publish
from gongkai.policies.actions.answering import draft_for
from gongkai.policies.actions.filing import Filed
from gongkai.policies.models import Draft, Edition
from gongkai.policies.reporting import report_to_the_catalogue
from gongkai.policies.told import begin_what_was_told
from gongkai.shared.refusal import Refused

DAY = ON - timedelta(days=3)


@pytest.fixture
def item(cast):
    cache.clear()
    return in_force(cast)


def announced(cast, item, number="0001", title="第三批配租结果确定", event_on=DAY):
    duty, _ = duties.announce_by_system(
        item, cast.housing, sender=cast.housing, number=number, title=title, event_on=event_on, source="住房保障系统", at=AT
    )
    return duty


def followed():
    """Both followers, each twice, over everything that happened."""
    for _ in range(2):
        begin_what_was_told(list(Entry.objects.filter(kind="catalogue.duty.arose").order_by("pk")))
        report_to_the_catalogue(list(Entry.objects.filter(kind__startswith="policies.").order_by("pk")))


def carried(cast, draft):
    """Through every step to publication, with everything a paper needs."""
    drafts.save_draft(
        draft, facts(**{**draft.facts, "published_on": ""}) | {"title": draft.facts["title"]}, body(), seen=draft.saves, by=cast.li, at=AT
    )
    let_off(cast, draft.edition)
    draft.refresh_from_db()
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)


def test_what_a_system_announces_is_a_draft_that_nobody_wrote_with_all_the_event_says(cast, item):
    duty = announced(cast, item)
    followed()
    draft = Draft.objects.get()
    edition = draft.edition
    assert (edition.duty, edition.item, draft.written_by, draft.wrote()) == (duty, item, None, frozenset())
    assert (edition.title, draft.facts["issuers"], draft.facts["formed_on"]) == (duty.title, [cast.housing.name], DAY.isoformat())
    assert (edition.policy.office, edition.policy.visibility, draft.submitted_at) == (cast.housing, "draft", None)
    assert [(one.to.name, one.link) for one in Notice.objects.all()] == [("李四", f"/desk/drafts/{edition.pk}/")]


def test_its_column_says_what_kind_of_paper_it_is(cast):
    cache.clear()
    topic = "城乡建设、环境保护"
    column = Column.objects.create(name="住房政策", category="policy", topic=topic, takes_papers=True)
    announced(cast, in_force(cast, column=column))
    followed()
    draft = Draft.objects.get()
    assert (draft.edition.policy.category, draft.facts["topic_l1"]) == ("policy", topic)


def test_what_the_calendar_the_library_or_an_officer_said_begins_no_draft(cast, item):
    duties.announce(item, cast.housing, title="自行登记", event_on=DAY, by=cast.li, at=AT)
    duties.announce(item, cast.housing, title="年报", event_on=DAY, key="2025", source=duties.BY_ITSELF, by=None, at=AT)
    published(cast)
    followed()
    assert not Draft.objects.exists()


def test_what_was_given_up_or_cancelled_does_not_come_back(cast, item):
    announced(cast, item)
    followed()
    abandon.abandon(Draft.objects.get(), by=cast.li, at=AT)
    other = announced(cast, item, "0002", "第四批")
    Duty.objects.filter(pk=other.pk).update(cancelled_at=AT)
    followed()
    assert not Edition.objects.exists() and Duty.objects.count() == 2


def test_an_officer_may_begin_it_anew_and_only_one_of_his_office(cast, item):
    duty = announced(cast, item)
    with pytest.raises(Refused):
        draft_for(duty, by=cast.zhao, at=AT)
    made, fresh = draft_for(duty, by=cast.li, at=AT)
    assert fresh and draft_for(duty, by=cast.li, at=AT) == (made, False)
    assert made.draft.written_by == cast.li


def test_publishing_it_closes_the_event_and_makes_no_duty_of_its_own(cast, item):
    duty = announced(cast, item)
    followed()
    carried(cast, Draft.objects.get())
    followed()
    duty.refresh_from_db()
    assert (duty.state, Duty.objects.count()) == (State.ON_TIME, 1)
    assert Publication.objects.get().answers == duty.key and Edition.objects.get().duty == duty


def test_a_chosen_item_goes_before_the_one_of_the_column_and_a_correction_moves_the_paper(cast, item):
    column = Column.objects.create(name="政策文件", category="policy", takes_papers=True)
    other = in_force(cast, "规范性文件", column=column)
    edition = drafted(cast, published_on="")
    drafts.save_draft(edition.draft, edition.draft.facts, None, seen=1, filed=Filed(item), by=cast.li, at=AT)
    carried(cast, Draft.objects.get())
    followed()
    assert Publication.objects.get(withdrawn_on=None).item == item and Duty.objects.get(cancelled_at=None).item == item
    correction = drafts.start_correction(Edition.objects.get(), reason="改列公开事项", by=cast.li, at=AT)
    assert filing.filed(correction).item == item
    drafts.save_draft(correction, correction.facts | {"title": "改过的标题"}, None, seen=1, filed=Filed(other), by=cast.li, at=AT)
    let_off(cast, correction.edition)
    correction.refresh_from_db()
    bulk.carry_through(correction, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    followed()
    standing = Publication.objects.get(withdrawn_on=None)
    assert (standing.item, standing.title) == (other, "改过的标题") and Duty.objects.get(cancelled_at=None).item == other


def test_a_review_is_about_the_item_too(cast, item):
    edition = drafted(cast)
    inspection = drafts.submit(edition.draft, by=cast.li, at=AT)
    edition.draft.refresh_from_db()
    drafts.save_draft(edition.draft, edition.draft.facts, None, seen=edition.draft.saves, filed=Filed(item), by=cast.li, at=AT)
    edition.draft.refresh_from_db()
    assert edition.draft.submitted_at is None
    assert drafts.submit(edition.draft, by=cast.li, at=AT).digest != inspection.digest


def test_one_event_has_one_paper(cast, item):
    duty = announced(cast, item)
    followed()
    edition = drafted(cast)
    with pytest.raises(Refused, match="已经有稿件"):
        drafts.save_draft(edition.draft, edition.draft.facts, None, seen=1, filed=Filed(item, duty), by=cast.li, at=AT)


@pytest.mark.parametrize("chosen", [("990100-PD01-999", ""), ("", "999999"), ("", "一"), ("x' OR 1", ""), ("", "9" * 40)])
def test_what_the_office_does_not_bear_cannot_be_chosen(cast, item, chosen):
    with pytest.raises(Refused):
        filing.choose(cast.housing, *chosen)


def test_an_event_of_another_item_or_office_cannot_be_chosen(cast, item):
    duty = announced(cast, item)
    other = in_force(cast, "另一事项")
    with pytest.raises(Refused, match="与所选的公开事项不同"):
        filing.choose(cast.housing, other.code, str(duty.pk))
    with pytest.raises(Refused):
        filing.choose(cast.transport, "", str(duty.pk))
    assert filing.choose(cast.housing, "", str(duty.pk)) == Filed(item, duty)


def test_a_cancelled_event_or_one_to_come_or_an_item_no_longer_borne_stops_the_paper(cast, item):
    duty = announced(cast, item, event_on=ON + timedelta(days=9))
    draft = draft_for(duty, by=cast.li, at=AT)[0].draft
    assert [one.field for one in filing.problems(draft, on=ON)] == ["duty"]
    duties.cancel(duty, reason="登记错了", by=_supervisor(cast), at=AT)
    assert "已经取消" in filing.problems(draft, on=ON)[0].message
    Bearer.objects.update(until=ON - timedelta(days=1))
    assert filing.problems(draft, on=ON)[0].field == "item"


def _supervisor(cast):
    Post.objects.create(officer=cast.sun, organisation=cast.city, role=Role.SUPERVISOR, since=ON - timedelta(days=900))
    return cast.sun


def test_withdrawing_the_paper_opens_the_event_again(cast, item):
    duty = announced(cast, item)
    followed()
    carried(cast, Draft.objects.get())
    followed()
    publish.withdraw(Edition.objects.get().policy, reason="附件含有个人信息", by=cast.wang, at=AT + timedelta(days=1))
    followed()
    duty.refresh_from_db()
    assert duty.state in (State.OPEN, State.MISSING)
