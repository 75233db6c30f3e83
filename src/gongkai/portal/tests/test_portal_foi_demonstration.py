"""办事流程演示 on the portal: every step has its page, the first is where one begins, no other number is a step."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from gongkai.foi.rules.demonstration import COURSE

ADDRESS = reverse("portal:foi-demonstration")


def test_every_step_has_a_page_that_leads_on_to_the_next(client, cast):
    for number, (action, says) in enumerate(COURSE.items(), 1):
        page = client.get(ADDRESS, {"step": number}).content.decode()
        assert f"<h1>{action.label}</h1>" in page and says in page
        assert (f'href="?step={number + 1}">下一步' in page) is (number < len(COURSE))
        assert page.count('aria-current="step"') == 1
    assert reverse("portal:foi-apply") in page  # the last leads to asking


def test_without_a_number_it_is_the_first_and_the_procedure_leads_there(client, cast):
    assert f"<h1>{next(iter(COURSE)).label}</h1>" in client.get(ADDRESS).content.decode()
    assert ADDRESS in client.get(reverse("portal:foi")).content.decode()


@pytest.mark.parametrize("step", ["0", "99", "-1", "", "x", "1e3", "٣", "9" * 5000])
def test_what_is_no_step_is_not_found(client, cast, step):
    assert client.get(f"{ADDRESS}?step={quote(step)}").status_code == 404
