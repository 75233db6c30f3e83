"""申请前的帮助: what is public already is shown for the words typed, counted by nobody's name, and never stands in the way."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.cast import AT, published

from gongkai.foi.actions import records
from gongkai.foi.models import Case, HelpDay
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.replying import brought_to, ready
from gongkai.portal.foi import similar

PIECE = "portal:foi-similar"


@pytest.fixture(autouse=True)
def _counted_anew():
    cache.clear()


@pytest.fixture
def public(cast, indexed):
    """A paper and an earlier answer that anybody may read."""
    paper = published(cast)
    indexed()
    return paper.policy


@pytest.fixture
def answer(cast):
    case, _ = brought_to(ready(cast), Outcome.A2_GRANTED)
    made = records.make_precedent(
        case, title="申请公开公租房配租结果", request="公共租赁住房的配租结果", reasoning="属于主动公开内容", tags=[], by=cast.li, at=AT
    )
    return records.approve_precedent(made, by=cast.wang, at=AT)


def counts(organ) -> tuple[int, int, int, int]:
    row = HelpDay.objects.filter(organ=organ).first()
    return (row.shown, row.opened, row.submitted, row.satisfied) if row else (0, 0, 0, 0)


def test_earlier_answers_and_public_papers_are_shown_and_counted_once_for_one_application(client, cast, public, answer):
    typed = {"organ": cast.housing.pk, "info_title": public.title}
    page = client.post(reverse(PIECE), typed).content.decode()
    assert public.title in page and f'name="helped" value="{cast.housing.pk}"' in page
    more = client.post(reverse(PIECE), {**typed, "info_title": "公租房配租结果", "helped": cast.housing.pk}).content.decode()
    assert answer.title in more and "张三" not in more
    assert counts(cast.housing) == (1, 0, 0, 0)


def test_an_answer_is_not_shown_before_it_is_public(client, cast, answer):
    records.withdraw_precedent(answer, "有误", by=cast.wang, at=AT)
    page = client.post(reverse(PIECE), {"info_title": "公租房配租结果"}).content.decode()
    assert answer.title not in page and HelpDay.objects.count() == 0
    assert client.get(reverse("portal:foi-look", args=["answer", answer.pk])).status_code == 404


def test_what_is_opened_is_counted_on_the_way_to_it(client, cast, public, answer):
    page = client.post(reverse(PIECE), {"organ": cast.housing.pk, "info_title": "公租房配租结果"}).content.decode()
    (link,) = re.findall(r'href="(/foi/similar/answer/[^"]+)"', page)
    assert client.get(link)["Location"] == reverse("portal:foi-precedent", args=[answer.pk])
    assert counts(cast.housing) == (1, 1, 0, 0)
    assert client.get(reverse("portal:foi-look", args=["other", "1"])).status_code == 404


def test_without_a_script_the_words_are_looked_up_by_a_button_and_nothing_typed_is_lost(client, cast, filled, answer):
    page = client.post(reverse("portal:foi-apply"), filled(info_title="公租房配租结果", look="1"))
    text = page.content.decode()
    assert page.status_code == 200 and answer.title in text and 'value="张三"' in text and "13900001234" in text
    assert not Case.objects.filter(info_title="公租房配租结果").exists()
    assert "没有找到相近" in client.post(reverse("portal:foi-apply"), filled(info_title="毫不相干的东西", look="1")).content.decode()


def test_whether_it_was_enough_is_counted_and_asking_is_never_hindered(client, cast, filled, answer):
    client.post(reverse(PIECE), {"organ": cast.housing.pk, "info_title": "公租房配租结果"})
    cases = Case.objects.count()
    assert "没有提交申请" in client.post(reverse("portal:foi-apply"), {"enough": cast.housing.pk}).content.decode()
    assert Case.objects.count() == cases and counts(cast.housing) == (1, 0, 0, 1)
    assert client.post(reverse("portal:foi-apply"), filled(helped=cast.housing.pk)).status_code == 302
    assert Case.objects.count() == cases + 1 and counts(cast.housing) == (1, 0, 1, 1)


def test_a_machine_does_not_make_the_figures(client, cast, answer, monkeypatch):
    monkeypatch.setattr(similar, "COUNTED_PER_HOUR", 2)
    for _ in range(5):
        client.post(reverse(PIECE), {"organ": cast.housing.pk, "info_title": "公租房配租结果"})
    for organ in ("999999", "x", "-1", "٣"):
        assert client.post(reverse(PIECE), {"organ": organ, "info_title": "公租房配租结果"}).status_code == 200
    assert counts(cast.housing) == (2, 0, 0, 0) and HelpDay.objects.count() == 1
