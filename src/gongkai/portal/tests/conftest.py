import pytest
from django.urls import reverse

from gongkai.search.actions.indexing import rebuild
from gongkai.shared.clock import today
from gongkai.ui import site


@pytest.fixture(autouse=True)
def _fresh_site_name():
    site.forget_name()


@pytest.fixture
def indexed(settings, tmp_path):
    """Call it once everything is published: the index then holds it all."""
    settings.INDEX_DIR = tmp_path / "index"
    return lambda: rebuild(on=today())


@pytest.fixture
def filled(client, cast):
    """What 张三 types; others(field=value) changes it."""

    def filling(**others):
        key = client.get(reverse("portal:foi-apply")).context["form"]["key"].value()
        return {
            "organ": cast.housing.pk,
            "info_title": "某小区消防验收意见书",
            "carrier": "electronic",
            "delivery": "online",
            "kind": "natural",
            "name": "张三",
            "id_kind": "resident",
            "id_number": "11010519491231002X",
            "phone": "13900001234",
            "key": key,
            **others,
        }

    return filling
