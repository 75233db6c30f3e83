"""公开清单 for machines: lists, entries on a day, history, changes; read-only and counted like everything open."""

from datetime import timedelta

import pytest
from tests.cast import AT, ON

from gongkai.journal import worker
from gongkai.journal.models import Entry
from gongkai.registers.actions import keeping
from gongkai.registers.followers import keep_up_with_the_day
from gongkai.registers.tests.world import FEE, listed, opened, proposed

LISTS, ENTRIES, CHANGES = "/api/v1/registers", "/api/v1/registers/fees/entries", "/api/v1/registers/changes"


@pytest.fixture
def register(cast):
    return opened(cast)


def dearer(cast, register, entry, *, at=AT + timedelta(days=9), **others):
    version = proposed(cast, register, entry, values={"standard": "每户每月9元"}, valid_from=at.date(), at=at, **others)
    return keeping.approve(version, by=cast.wang, at=at)


def test_a_list_stands_with_its_columns_once_something_is_on_it(client, cast, register):
    assert client.get(LISTS).json() == {"items": []} and client.get(ENTRIES).status_code == 404
    listed(cast, register)
    (one,) = client.get(LISTS).json()["items"]
    assert (one["slug"], one["owner"], one["listed"], one["columns"][0]["label"]) == ("fees", "澜州市住房和城乡建设局", 1, "项目名称")


def test_entries_are_those_of_the_day_in_the_words_of_that_day(client, cast, register):
    entry = listed(cast, register)
    dearer(cast, register, entry)
    before = client.get(ENTRIES, {"on": ON.isoformat()}).json()["items"][0]
    after = client.get(ENTRIES, {"on": (ON + timedelta(days=9)).isoformat()}).json()["items"][0]
    assert (before["values"]["standard"], after["values"]["standard"]) == (FEE["standard"], "每户每月9元")
    assert client.get(ENTRIES, {"on": "2025-01-01"}).json()["items"] == []


def test_a_long_list_is_read_page_by_page_and_a_cursor_is_of_its_day(client, cast, register):
    for n in range(5):
        listed(cast, register, f"费{n}")
    day = {"on": ON.isoformat(), "size": 2}
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(ENTRIES, {**day, "cursor": cursor}).json()
        found, cursor = found + [one["code"] for one in page["items"]], page["next_cursor"]
    assert found == ["0001", "0002", "0003", "0004", "0005"]
    other = client.get(ENTRIES, {**day, "on": "2026-07-01", "cursor": client.get(ENTRIES, day).json()["next_cursor"]})
    assert other.status_code == 400 and "游标" in other.json()["message"]
    assert [one["name"] for one in client.get(ENTRIES, {"q": "费3"}).json()["items"]] == ["费3"]


def test_an_entry_tells_all_it_ever_said_and_what_waits_is_not_told(client, cast, register):
    entry = listed(cast, register)
    dearer(cast, register, entry)
    proposed(cast, register, entry, values={"standard": "还没批准"}, valid_from=ON + timedelta(days=10), at=AT + timedelta(days=10))
    answer = client.get(f"{ENTRIES}/{entry.code}")
    told = answer.json()["versions"]
    assert [one["version"] for one in told] == [2, 1] and told[0]["changed"] == [["收费标准", FEE["standard"], "每户每月9元"]]
    assert "还没批准" not in answer.content.decode() and client.get(f"{ENTRIES}/9999").status_code == 404


def test_changes_tell_what_left_the_list_without_its_words(client, cast, register):
    entry = listed(cast, register)
    worker.drain()
    first = client.get(CHANGES).json()
    assert [(one["code"], one["listed"]) for one in first["items"]] == [(entry.code, True)] and not first["more"]
    dearer(cast, register, entry, ends=True)
    worker.drain()
    (gone,) = client.get(CHANGES, {"cursor": first["next_cursor"]}).json()["items"]
    assert (gone["listed"], gone["entry"]) == (False, None)


def told(client, cursor=""):
    """(code, name, listed, has words) of each change after the cursor, and the next cursor."""
    worker.drain()
    found = client.get(CHANGES, {"cursor": cursor} if cursor else {}).json()
    return [(one["code"], one["name"], one["listed"], one["entry"] is not None) for one in found["items"]], found["next_cursor"]


def test_a_take_down_is_told_also_of_an_entry_that_has_nothing_else(client, cast, register):
    entry = listed(cast, register)
    seen, cursor = told(client)
    assert seen == [(entry.code, FEE["name"], True, True)]
    keeping.take_down(entry.versions.get(), reason="写了个人信息", by=cast.wang, at=AT)
    assert told(client, cursor)[0] == told(client)[0] == [(entry.code, "", False, False)]
    later = proposed(cast, register, entry, valid_from=ON + timedelta(days=30))
    keeping.approve(later, by=cast.wang, at=AT)
    assert told(client)[0] == [(entry.code, "", False, False)]  # the mended one has yet to begin, and hides nothing of what went before


def test_a_day_that_begins_or_ends_an_entry_is_told_once(client, cast, register):
    first, last = AT + timedelta(days=9), AT + timedelta(days=19)
    version = proposed(cast, register, valid_from=first.date(), valid_to=last.date())
    keeping.approve(version, by=cast.wang, at=AT)
    nothing, cursor = told(client)
    assert nothing == []  # approved, and not public before its day
    for day in (AT, first, first, last, last + timedelta(days=1), last + timedelta(days=2)):
        keep_up_with_the_day(day)
    assert list(Entry.objects.filter(kind__in=("registers.entry.begun", "registers.entry.ended")).values_list("kind", flat=True)) == [
        "registers.entry.begun",
        "registers.entry.ended",
    ]
    assert told(client, cursor)[0] == [(version.entry.code, FEE["name"], False, False)]


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        (ENTRIES, {"on": "昨天"}, 400),
        (ENTRIES, {"size": 101}, 400),
        (ENTRIES, {"day": "2026-01-01"}, 422),
        (ENTRIES, {"cursor": "x"}, 400),
        (CHANGES, {"cursor": "x"}, 400),
        (ENTRIES.replace("fees", "no-such"), {}, 404),
        (ENTRIES + "/..%2F..%2Fetc", {}, 404),
    ],
)
def test_what_is_wrong_is_told_in_words(client, cast, register, path, given, status):
    listed(cast, register)
    answer = client.get(path, given)
    assert answer.status_code == status and answer.json()["message"]


def test_nothing_is_written_through_it(client, cast, register):
    listed(cast, register)
    assert {client.post(path, {}, content_type="application/json").status_code for path in (LISTS, ENTRIES, CHANGES)} == {405}


@pytest.mark.parametrize("size", [10, 100])
def test_a_page_asks_equally_often_for_ten_and_for_a_hundred(client, cast, register, size, django_assert_max_num_queries):
    for n in range(size):
        listed(cast, register, f"费{n:03}")
    with django_assert_max_num_queries(8):
        assert len(client.get(ENTRIES, {"size": 100, "on": ON.isoformat()}).json()["items"]) == size
