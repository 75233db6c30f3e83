"""Sound and film of an explanation before it is public: those who read the draft play them, where they decide; nobody else does."""

from pathlib import Path

import pytest
from django.urls import reverse
from tests.cast import AT, LET_PASS, drafted, let_off, published

from gongkai.documents.tests.played import test_played as samples
from gongkai.policies.actions import bulk, drafts, interpreting
from gongkai.policies.actions.interpreting import Telling
from gongkai.policies.models import Draft
from gongkai.policies.rules.interpreting import Form
from gongkai.policies.rules.kinds import Category
from gongkai.publishing.models import Circulation

CLIP = (Path(samples.__file__).parent / "clip.mp4").read_bytes()


@pytest.fixture
def sent(cast):
    """An explanation with a film, on its way: (edition, the address of the film)."""
    relation = {"kind": "interprets", "target": published(cast).policy.code, "on": None, "until": None, "articles": ""}
    edition = drafted(cast, title="加装电梯政策讲解", category=Category.INTERPRETATION, relations=[relation])
    interpreting.describe(edition.draft, Telling(Form.VIDEO), by=cast.li, at=AT)
    drafts.attach(edition, "讲解.mp4", CLIP, by=cast.li, at=AT)
    let_off(cast, edition)
    drafts.submit(Draft.objects.get(edition=edition), by=cast.li, at=AT)
    return edition, reverse("desk:draft-file", args=[edition.pk, edition.attachments.get().pk])


def pages(edition):
    """Where somebody writes, reviews or signs it."""
    one = Circulation.objects.filter(about=f"policies.edition:{edition.pk}").order_by("number").last()
    return {
        "draft": reverse("desk:draft", args=[edition.pk]),
        "round": reverse("desk:round", args=[one.pk]),
        "secrecy": reverse("desk:draft-secrecy", args=[edition.pk]),
        "explanation": reverse("desk:interpretation", args=[edition.policy.code]),
    }


@pytest.mark.parametrize("name", ["draft", "round", "secrecy", "explanation"])
def test_who_decides_plays_it_on_the_page_where_it_is_decided(desk, sent, name):
    edition, film = sent
    answer = desk("zhou").get(pages(edition)[name])
    assert answer.status_code == 200 and f'<video controls playsinline preload="metadata" src="{film}"' in answer.content.decode()


def test_it_is_the_cleaned_file_and_any_part_of_it_and_no_cache_keeps_it(desk, sent):
    edition, film = sent
    public = edition.attachments.get().public.read()
    answer = desk("zhou").get(film)
    assert b"".join(answer.streaming_content) == public != CLIP
    part = desk("zhou").get(film, HTTP_RANGE="bytes=100-199")
    assert part.status_code == 206 and b"".join(part.streaming_content) == public[100:200]
    for one in (answer, part):
        assert (
            "no-store" in one["Cache-Control"] and one["X-Content-Type-Options"] == "nosniff" and "attachment" in one["Content-Disposition"]
        )
    assert desk("zhou").get(film, HTTP_RANGE=f"bytes={len(public)}-").status_code == 416


@pytest.mark.parametrize("name", ["zhao", "sun"])
def test_another_office_and_the_administrator_find_nothing(desk, sent, name):
    edition, film = sent
    for address in (film, film + "original/", pages(edition)["draft"], pages(edition)["round"]):
        answer = desk(name).get(address)
        assert answer.status_code in (403, 404) and not answer.streaming, address


def test_the_public_cannot_reach_it_before_it_is_out(client, sent):
    edition, film = sent
    file = edition.attachments.get()
    assert client.get(film).status_code == 302  # to sign in
    assert client.get(reverse("portal:attachment", args=[edition.policy.code, file.pk])).status_code == 404
    assert client.get(reverse("portal:policy", args=[edition.policy.code])).status_code == 404


def test_once_it_is_out_the_round_shows_no_player_of_a_draft_that_is_gone(cast, desk, sent):
    edition, film = sent
    bulk.carry_through(Draft.objects.get(edition=edition), writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    address = pages(edition)["round"]
    assert "<video" not in desk("zhou").get(address).content.decode()
    assert desk("zhou").get(film).status_code == 404
