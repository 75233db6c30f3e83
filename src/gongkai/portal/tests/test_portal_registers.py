"""Lists as the public reads them."""

import json

import pytest
from django.urls import reverse
from tests.cast import AT, ON

from gongkai.registers.actions import keeping
from gongkai.registers.tests.world import FEE, listed, opened, proposed


def text(client, name, *args, **given):
    answer = client.get(reverse(f"portal:{name}", args=args), given)
    return answer.status_code, answer.content.decode()


def test_a_list_is_there_once_something_is_on_it(client, cast):
    register = opened(cast)
    assert text(client, "register", "fees")[0] == 404 and "还没有清单" in text(client, "registers")[1]
    proposed(cast, register)
    assert text(client, "register", "fees")[0] == 404
    listed(cast, register, "停车费")
    status, page = text(client, "register", "fees")
    assert status == 200 and "停车费" in page and FEE["name"] not in page


def test_a_list_shows_how_it_was_on_a_day(client, cast):
    register = opened(cast)
    entry = listed(cast, register)
    keeping.approve(proposed(cast, register, entry, ends=True, note="项目取消"), by=cast.wang, at=AT)
    listed(cast, register, "停车费")
    assert FEE["name"] not in text(client, "register", "fees")[1]
    assert FEE["name"] in text(client, "register", "fees", as_of="2026-05-01")[1]
    status, page = text(client, "register-entry", "fees", entry.code)
    assert status == 200 and "这一条现在不在清单上" in page and "项目取消" in page
    assert text(client, "register", "fees", as_of="x")[0] == 400


def test_what_changed_stands_beside_what_it_was(client, cast):
    register = opened(cast)
    entry = listed(cast, register)
    keeping.approve(proposed(cast, register, entry, values={"standard": "每户每月6元"}, valid_from=ON), by=cast.wang, at=AT)
    page = text(client, "register-entry", "fees", entry.code)[1]
    assert "每户每月8元" in page and "每户每月6元" in page


@pytest.mark.parametrize("size", [10, 100])
def test_a_list_asks_equally_often_for_ten_entries_and_for_a_hundred(client, cast, size, django_assert_max_num_queries):
    register = opened(cast)
    for n in range(size):
        listed(cast, register, f"项目{n}")
    for given in ({}, {"as_of": "2026-06-01"}):
        with django_assert_max_num_queries(5):
            text(client, "register", "fees", **given)


def test_a_list_is_there_to_take_away(client, cast):
    listed(cast, opened(cast))
    for kind in ("csv", "xlsx", "json"):
        assert text_of(client, kind).status_code == 200
    found = json.loads(text_of(client, "json").content)
    assert found["items"][0]["项目名称"] == FEE["name"] and found["columns"][0]["label"] == "项目名称"


def text_of(client, kind):
    return client.get(reverse("portal:register-file", args=["fees", kind]))
