"""The columns of a catalogue item are on public pages, so the patrol looks at them; what is found is put right by a new version."""

from datetime import timedelta

import pytest
from tests.cast import AT

from gongkai.catalogue.actions import items
from gongkai.catalogue.tests.world import in_force, written
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.publishing.actions import patrol
from gongkai.publishing.models import PatrolBatch, PatrolFinding, Word
from gongkai.publishing.rules.patrol import Choice
from gongkai.publishing.subjects import kind_named
from gongkai.shared import clock
from gongkai.shared.refusal import Refused


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


@pytest.fixture
def item(cast):
    """In force, with a word in its content that was forbidden afterwards."""
    made = in_force(cast, content="灰房子配租名单；房源；时间", at=AT - timedelta(days=2))
    forbidden = {"wrong": "灰房子", "right": "老旧小区", "kind": "不规范用语", "level": "中", "reason": "不规范"}
    Word.objects.create(**forbidden, by=cast.sun, since=AT - timedelta(days=1))
    return made


def walked(at=AT, since=None):
    PatrolBatch.objects.create(
        slot=f"{at:%m-%d %H:%M} {since and since.hour}", scope="increment" if since else "full", began_at=at, since=since
    )
    patrol.go_on(at)
    return PatrolFinding.objects.filter(about__startswith="catalogue.item", gone_at=None)


def test_what_an_item_says_in_public_is_looked_at(cast, item):
    (found,) = walked()
    assert (found.about, found.office, found.code) == (f"catalogue.item:{item.pk}", cast.housing, "ERR_TYPO")
    assert found.title == f"公开事项：{item.name}" and item.code in found.address


def test_it_is_not_taken_out_from_under_its_duties_but_put_right_by_a_new_version(cast, item):
    (found,) = walked()
    assert patrol.choices_for(found) == (Choice.KEEP,) and "提出这个事项的新版" in kind_named(found.about).mend
    for choice in ("withdraw", "archive", "mask"):
        with pytest.raises(Refused):
            patrol.decide(found, choice=choice, reason="用语不规范需要更正", by=cast.wang, at=AT)
    given = {"bearers": [cast.housing], "effective_from": AT.date(), "note": "改正不规范用语", "by": cast.li, "at": AT}
    items.approve(items.propose(written(), item=item, **given), by=cast.wang, at=AT)
    assert not walked(AT + timedelta(hours=1)).exists()


def test_a_night_walks_only_the_items_that_changed(cast, item):
    assert not walked(since=AT - timedelta(hours=1)).exists()
    assert walked(since=AT - timedelta(days=3)).exists()


def test_whoever_wrote_the_version_does_not_decide_that_it_stays(cast, item):
    Post.objects.create(officer=cast.li, organisation=cast.housing, role=Role.REVIEWER, since=AT.date())
    (found,) = walked()
    with pytest.raises(Refused):
        patrol.decide(found, choice="keep", reason="经核实为小区的通用名称", by=Officer.objects.get(pk=cast.li.pk), at=AT)
    patrol.decide(found, choice="keep", reason="经核实为小区的通用名称", by=cast.wang, at=AT)


def test_what_is_only_proposed_is_not_walked(cast):
    heading = items.add_heading(category="PD11", name="住房保障", field="", owner=cast.housing, by=cast.li, at=AT)
    given = {"bearers": [cast.housing], "effective_from": AT.date(), "note": "首次编制目录", "by": cast.li, "at": AT}
    items.propose(written(content="灰房子名单"), heading=heading, owner=cast.housing, **given)
    Word.objects.create(wrong="灰房子", kind="不规范用语", level="中", reason="不规范", by=cast.sun, since=AT)
    assert not walked().exists()
