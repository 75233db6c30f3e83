"""A business system announces what has to be published; anybody reads the catalogue."""

from datetime import timedelta

import pytest
from tests.cast import AT

from gongkai.catalogue import queries
from gongkai.catalogue.models import Duty
from gongkai.catalogue.tests.world import in_force
from gongkai.people.actions.api_keys import issue_key
from gongkai.people.rules.api_keys import Scope
from gongkai.shared.clock import today

EVENTS, ITEMS = "/api/v1/catalogue/events", "/api/v1/catalogue/items"


@pytest.fixture
def key(cast):
    return issue_key("住房保障系统", organisation=cast.housing, by=cast.sun, at=AT, scopes=[Scope.CATALOGUE_ANNOUNCE])[1]


def announced(client, key, body, once="event-0001"):
    headers = {"X-API-Key": key} if key else {}
    return client.post(EVENTS, body, content_type="application/json", headers={**headers, "Idempotency-Key": once})


def event(item, /, **others):
    return {"item": item.code, "title": "第三批配租结果确定", "event_on": (today() - timedelta(days=3)).isoformat()} | others


def test_an_event_becomes_a_duty_with_its_date_and_a_line_on_the_desk(client, cast, key):
    item = in_force(cast)
    answer = announced(client, key, event(item))
    duty = Duty.objects.get()
    assert answer.status_code == 201 and answer.json()["due_on"] == (duty.due_on and duty.due_on.isoformat())
    assert duty.source == "住房保障系统" and list(queries.duties_to_do(cast.li.actor(), today=today())) == [duty]


def test_sending_it_again_makes_no_second_one_and_other_words_under_the_same_number_are_refused(client, cast, key):
    item = in_force(cast)
    statuses = [announced(client, key, event(item)).status_code for _ in range(2)]
    assert statuses == [201, 200] and Duty.objects.count() == 1
    assert announced(client, key, event(item, title="另一件事")).status_code == 409
    assert announced(client, key, event(in_force(cast, "公租房房源"))).status_code == 409 and Duty.objects.count() == 1


def test_what_happened_before_the_item_was_borne_or_has_no_readable_title_is_refused(client, cast, key):
    item = in_force(cast)
    assert announced(client, key, event(item, event_on="2025-12-31")).status_code == 400
    assert announced(client, key, event(item, title="\u200b\u202e")).status_code == 400
    assert not Duty.objects.exists()


def test_a_field_that_is_not_known_is_refused_not_passed_over(client, cast, key):
    """Else a mistyped “organ” would lay the duty on the sender."""
    answer = announced(client, key, event(in_force(cast)) | {"orgam": "市住建局"})
    assert answer.status_code == 400 and "orgam" in answer.content.decode() and not Duty.objects.exists()


def test_who_has_no_key_or_another_offices_announces_nothing(client, cast, key):
    item = in_force(cast)
    others = issue_key("交通", organisation=cast.transport, by=cast.sun, at=AT, scopes=[Scope.CATALOGUE_ANNOUNCE])[1]
    reader = issue_key("读", organisation=cast.housing, by=cast.sun, at=AT)[1]
    assert announced(client, "", event(item)).status_code == 401
    assert announced(client, reader, event(item)).status_code == 403
    assert announced(client, others, event(item)).status_code == 400
    assert announced(client, key, event(item, organ="澜州市交通运输局")).status_code == 400
    assert announced(client, key, event(item, item="990100-PD01-999")).status_code == 400
    assert not Duty.objects.exists()


def test_the_catalogue_is_read_page_by_page_with_how_it_stands(client, cast):
    for n in range(3):
        in_force(cast, f"事项{n}")
    first = client.get(ITEMS, {"size": 2}).json()
    second = client.get(ITEMS, {"size": 2, "cursor": first["next_cursor"]}).json()
    assert [one["name"] for one in first["items"] + second["items"]] == ["事项0", "事项1", "事项2"] and second["next_cursor"] is None
    assert first["items"][0]["state"] == "nothing_yet" and first["items"][0]["organ"] == "澜州市住房和城乡建设局"
    assert client.get(ITEMS, {"state": "late"}).json()["items"] == []
    assert client.get(ITEMS, {"category": "XX"}).status_code == 400
