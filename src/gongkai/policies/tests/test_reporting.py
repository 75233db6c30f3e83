"""A paper of the library answers the item its column belongs to."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.cast import AT, published

from gongkai.catalogue.models import Bearer, Column, Duty, Publication
from gongkai.catalogue.rules.words import State
from gongkai.catalogue.tests.world import in_force
from gongkai.journal.models import Entry
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.reporting import report_to_the_catalogue


@pytest.fixture
def item(cast):
    cache.clear()
    return in_force(cast, "规范性文件", column=Column.objects.create(name="政策文件", category="policy", takes_papers=True))


def followed() -> None:
    entries = list(Entry.objects.filter(kind__startswith="policies."))
    report_to_the_catalogue(entries)
    report_to_the_catalogue(entries)


def test_a_published_paper_closes_the_duty_that_arose_with_it(cast, item):
    edition = published(cast)
    followed()
    made = Publication.objects.get()
    assert (Duty.objects.get().event_on, Duty.objects.get().state) == (edition.formed_on, State.ON_TIME)
    assert made.address == f"/policies/{edition.policy.code}/" and made.published_on == AT.date()


def test_an_earlier_date_on_the_paper_makes_it_no_less_late(cast, item):
    published(cast, formed_on="2026-03-02", published_on="2026-03-03")
    followed()
    assert Bearer.objects.get().state == State.LATE


def test_a_paper_older_than_the_catalogue_is_content_and_no_duty(cast, item):
    published(cast, formed_on="2020-03-02", published_on="2020-03-03")
    followed()
    assert not Duty.objects.exists() and Bearer.objects.get().state == State.ON_TIME


def test_withdrawal_is_reported_too(cast, item):
    policy = published(cast).policy
    followed()
    withdraw(policy, reason="附件含有个人信息", by=cast.wang, at=AT + timedelta(days=3))
    followed()
    assert Publication.objects.get().withdrawn_on is not None and Bearer.objects.get().state in (State.MISSING, State.OPEN)


def test_what_is_filed_nowhere_or_not_public_on_its_own_motion_is_not_reported(cast, item):
    Column.objects.update(topic="财政、金融、审计")
    published(cast)
    followed()
    assert not Publication.objects.exists()
