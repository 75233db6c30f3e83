"""公开指南: every organ that can be asked, and how it is reached."""

from django.urls import reverse
from tests.cast import AT

from gongkai.foi.models import OrganSettings
from gongkai.people.models import Organisation


def test_the_guide_tells_how_each_organ_is_reached_and_leads_to_asking_it(client, cast):
    OrganSettings.objects.create(
        organ=cast.housing, phone="0999-5550121", address="澜州市滨江路1号", hours="工作日9:00—17:00", by=cast.sun, at=AT
    )
    page = client.get(reverse("portal:foi-guide")).content.decode()
    assert page.index(cast.city.name) < page.index(cast.housing.name) and "0999-5550121" in page and "澜州市滨江路1号" in page
    assert "还没有登记，请向上级机关询问" in page
    assert f"{reverse('portal:foi-apply')}?organ={cast.housing.pk}" in page
    assert reverse("portal:foi-guide") in client.get("/").content.decode()


def test_the_guide_costs_the_same_for_ten_organs_and_for_a_hundred(client, cast, django_assert_max_num_queries):
    for upto in (10, 100):
        for n in range(Organisation.objects.count(), upto):
            Organisation.objects.create(name=f"第{n}局", level="city", kind="department", parent=cast.city, region_code="990100")
        with django_assert_max_num_queries(3):
            client.get(reverse("portal:foi-guide"))
