"""The account pages before two plain pages of a desk, so that these tests need nothing else of it."""

from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, include, path

from gongkai.desk.accounts import urls
from gongkai.people.testing import PASSWORD, house  # noqa: F401


def a_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(getattr(request, "officer", None) or "nobody")


def plain_refusal(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return HttpResponse("refused", status=403 if reason else 404)


class Door:
    """A visitor's browser at the account pages."""

    def __init__(self) -> None:
        self.client = Client()

    def sign_in(self, username: str = "lisi", password: str = PASSWORD, **given: str):
        return self.client.post("/desk/sign-in/", {"username": username, "password": password, **given})

    def home(self, **headers: str):
        return self.client.get("/desk/", headers=headers)

    @property
    def is_in(self) -> bool:
        return self.home().status_code == 200


@pytest.fixture
def door(settings, house) -> Door:  # noqa: F811
    pages = ModuleType("pages_for_account_tests")
    desk = [path("", a_page, name="home"), path("work/", a_page, name="work"), *urls.urlpatterns]
    portal = [path(address, a_page, name=name) for address, name in (("", "home"), ("look", "look"), ("manifest", "manifest"))]
    pages.urlpatterns = [path("desk/", include((desk, "desk"))), path("", include((portal, "portal")))]
    pages.handler404 = plain_refusal
    settings.CSRF_FAILURE_VIEW = plain_refusal
    settings.ROOT_URLCONF = pages
    settings.AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "gongkai.people.backends.OfficerBackend"]
    if "gongkai.desk.accounts.gate.Gate" not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "gongkai.desk.accounts.gate.Gate"]
    clear_url_caches()
    return Door()
