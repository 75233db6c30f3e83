"""Every address of the desk, asked with numbers no row can have and with whatever a form never sends: 404, or told in Chinese."""

import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gongkai.desk import urls
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role

ENDS_THE_SESSION = {"sign-out"}
FOR_A_DATABASE = [("9" * 30,), ("\x00",)]  # what one database takes and another does not; the others are the same to both
ODD = FOR_A_DATABASE if connection.vendor == "postgresql" else [*FOR_A_DATABASE, ("-1", "²", "<b>")]
ASKED = (
    *("page", "state", "q", "kind", "about", "officer", "day", "before", "year", "list", "wrong", "export", "visibility", "standing"),
    *("category", "under", "organisation", "role", "next"),
)
SENT = (
    *("item", "citation", "sure", "use", "remove", "target", "text", "title", "seen", "office", "category", "place", "kind", "on", "until"),
    *("articles", "reason", "number", "name", "slug", "position", "heading", "conclusion", "basis", "note", "everywhere", "paths", "files"),
    *("look", "propose", "issued_on", "wrong", "right", "level", "unless", "unit", "purpose", "organisation", "roles", "role", "since"),
    *("username", "email", "phone", "code", "valid_from", "valid_to", "closed_on", "parent", "formed_on", "topic_l1", "doc_no", "said"),
)
HAS_CHINESE = re.compile(r"[\u4e00-\u9fff]")
HERE = [one for one in urls.urlpatterns if one.name not in ENDS_THE_SESSION]


@pytest.fixture
def everyone(desk, cast, world) -> Client:
    """孙洁 with every role there is, so that no permit stands before what is tested."""
    for role in Role:
        for office in (cast.city, cast.housing):
            Post.objects.get_or_create(officer=cast.sun, organisation=office, role=role, since="2020-01-02")
    return desk("sun")


def each(names: tuple[str, ...], odd: tuple[str, ...], at: int) -> dict[str, str]:
    """One of the odd values for each name, another one at the next address."""
    return {name: odd[(at + place) % len(odd)] for place, name in enumerate(names)}


def is_told(answer: HttpResponse, of: object) -> None:
    assert answer.status_code in (200, 302, 400, 403, 404, 405, 429), of
    if answer.status_code in (200, 400, 403) and answer["Content-Type"].startswith("text/html"):
        assert HAS_CHINESE.search(answer.content.decode()), of


def test_a_number_no_row_has_is_not_found(everyone, world):
    for one in HERE:
        given = world.get(one.name) or {}
        for value in (value for value in given.values() if isinstance(value, int)):
            for number in (0, 2**63, 10**29):
                here = reverse(f"desk:{one.name}", kwargs=given).replace(f"/{value}/", f"/{number}/")
                is_told(everyone.post(here), here)
                answer = everyone.get(here)
                is_told(answer, here)
                assert len(given) > 1 or answer.status_code in (404, 405), here


@pytest.mark.parametrize("odd", ODD)
def test_whatever_an_address_is_asked_with(everyone, world, odd):
    for at, one in enumerate(HERE):
        here = reverse(f"desk:{one.name}", kwargs=world.get(one.name))
        is_told(everyone.get(here, each(ASKED, odd, at)), (here, odd, at))
    for name, parameter in (("journal", "before"), ("journal", "day"), ("journal", "about"), ("calendar", "year"), ("drafts", "page")):
        for value in odd:
            is_told(everyone.get(reverse(f"desk:{name}"), {parameter: value}), (name, parameter, value))


@pytest.mark.parametrize("odd", ODD)
def test_whatever_a_form_is_sent_with(everyone, world, odd):
    for at, one in enumerate(HERE):
        here = reverse(f"desk:{one.name}", kwargs=world.get(one.name))
        is_told(everyone.post(here, each(SENT, odd, at)), (here, odd, at))


def test_many_numbers_at_once_may_hold_one_that_is_none(everyone, world):
    batch = reverse("desk:import-discard-many", kwargs=world["import-discard-many"])
    for here, name, pk in ((batch, "item", world["import-item"]["pk"]), (reverse("desk:citations-dismiss"), "citation", 1)):
        answer = everyone.post(here, {name: ["9" * 30, str(pk), "-1", "²", "\x00"]})
        is_told(answer, here)
    assert "放弃 1 件" in everyone.post(batch, {"item": ["9" * 30, str(world["import-item"]["pk"])]}).content.decode()
