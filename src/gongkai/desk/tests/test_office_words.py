"""The word list of one office: who sees and changes which, what it says of how long."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.publishing.models import Word
from gongkai.publishing.queries import word_list
from gongkai.shared.clock import day_of, today

WORD = {"wrong": "再接再励", "right": "再接再厉", "kind": "错别字", "level": "中", "reason": "本单位常见", "unless": ""}


@pytest.fixture
def chief(cast, desk):
    """周静 supervises the housing office and the transport office."""
    for office in (cast.housing, cast.transport):
        Post.objects.create(officer=cast.zhou, organisation=office, role=Role.SUPERVISOR, since="2020-01-02")
    return desk("zhou")


def page(browser, name="words", **query) -> str:
    return unescape(browser.get(reverse(f"desk:{name}"), query).content.decode())


def test_words_are_changed_for_one_office_and_stand_in_its_list_alone(chief, cast):
    wrong = word_list(today())[0].word.wrong
    here = reverse("desk:word-switch") + f"?wrong={wrong}&office={cast.housing.pk}"
    assert f"只对{cast.housing.name}的文件生效" in page(chief, "word-switch", wrong=wrong, office=cast.housing.pk)
    assert chief.post(here)["Location"] == reverse("desk:words") + f"?office={cast.housing.pk}"
    row = Word.objects.get()
    assert (row.office, row.off) == (cast.housing, True)
    until = day_of(row.since) + timedelta(days=366)
    listed = page(chief, office=cast.housing.pk, state="own")
    assert "本单位" in listed and "已停用" in listed and f"{until.year}年{until.month}月{until.day}日" in listed
    assert wrong not in page(chief, office=cast.transport.pk, state="own")


def test_a_word_of_ones_own_stays_and_an_exception_lapses_after_a_year(chief, cast):
    assert chief.post(reverse("desk:word") + f"?office={cast.housing.pk}", WORD | {"wrong": "澜洲市", "right": "澜州市"}).status_code == 302
    wrong = word_list(today())[0].word.wrong
    chief.post(reverse("desk:word-switch") + f"?wrong={wrong}&office={cast.housing.pk}")
    Word.objects.update(since=Word.objects.first().since - timedelta(days=400))
    lines = {line.word.wrong: line for line in word_list(today(), cast.housing)}
    assert (lines["澜洲市"].own, lines["澜洲市"].until) == (True, None)
    assert not lines[wrong].own and not lines[wrong].off


def test_another_offices_list_is_not_there_and_the_root_sees_any(chief, desk, cast):
    assert chief.get(reverse("desk:words"), {"office": cast.city.pk}).status_code == 404
    assert chief.get(reverse("desk:words"), {"office": "x"}).status_code == 404
    assert chief.post(reverse("desk:word") + f"?office={cast.city.pk}", WORD).status_code == 404
    assert desk("li").get(reverse("desk:words")).status_code == 403
    assert "全平台的词表" in page(desk("sun"))
    assert cast.transport.name in page(desk("sun"), office=cast.transport.pk)
    assert desk("sun").post(reverse("desk:word"), WORD | {"wrong": "澜洲市", "right": "澜州市"}).status_code == 302
    assert Word.objects.get(wrong="澜洲市").office is None
