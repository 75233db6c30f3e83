from datetime import date, datetime, timedelta

import pytest

from gongkai.journal import actions, queries
from gongkai.journal.actions import write
from gongkai.journal.rules import seals
from gongkai.journal.tests.conftest import NOON
from gongkai.people.models import Officer
from gongkai.shared.clock import BEIJING


def test_entries_come_newest_first_and_page_by_page(db, note, django_assert_num_queries):
    written = [note(n=n).pk for n in range(7)]
    seen, before = [], None
    for _ in range(3):
        with django_assert_num_queries(1):
            page = queries.entries(limit=3, before=before)
        seen.append([entry.pk for entry in page.entries])
        before = page.older
    assert seen == [written[:3:-1], written[3:0:-1], written[:1]]
    assert before is None


def test_a_full_last_page_has_none_after_it(db, note):
    note()
    note()
    assert queries.entries(limit=2).older is None


def test_entries_are_found_by_what_they_are_about_their_kind_officer_and_day(li):
    wang = Officer.objects.create(username="wangfang", name="王芳")
    midnight = datetime(2026, 3, 2, tzinfo=BEIJING)
    write("policies.edition.published", about=li, by=li, at=midnight)
    write("policies.edition.withdrawn", about=li, by=wang, at=midnight - timedelta(microseconds=1))
    write("people.post.held", about=wang, by=wang, at=midnight + timedelta(days=1))

    def kinds(**wanted):
        return [entry.kind.split(".")[-1] for entry in queries.entries(**wanted).entries]

    assert kinds(about=li) == kinds(about=f"people.officer:{li.pk}") == kinds(kind="policies.") == ["withdrawn", "published"]
    assert kinds(by=wang) == ["held", "withdrawn"]
    assert kinds(day=date(2026, 3, 2)) == ["published"]
    assert kinds(day=date(2026, 3, 1)) == ["withdrawn"]
    assert kinds(by=wang, kind="people.") == ["held"]


def test_checkpoints_come_newest_first(db, note, monkeypatch):
    monkeypatch.setattr(seals, "MOST_LEAVES", 1)
    for _ in range(5):
        note()
    actions.place()
    actions.seal(at=NOON)
    assert [batch.number for batch in queries.checkpoints(limit=2)] == [5, 4]
    assert [batch.number for batch in queries.checkpoints(before=4)] == [3, 2, 1]


@pytest.mark.usefixtures("no_other_duties")
def test_standings_say_how_far_each_duty_is_behind(db, note):
    from gongkai.journal import worker
    from gongkai.journal.duties import every, follower

    follower("test.f", kinds=("test.",))(lambda entries: None)
    every("test.s", seconds=60)(lambda now: None)
    worker.drain()
    note()
    note()
    actions.place()
    assert {(one.duty.name, one.behind, one.retrying, one.parked) for one in queries.standings()} == {
        ("test.f", 2, 0, 0),
        ("test.s", 0, 0, 0),
    }
