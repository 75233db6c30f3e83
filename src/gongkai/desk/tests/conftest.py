"""A browser at the desk for each of the cast, behind the real gate."""

import pytest
from django.test import Client
from tests.cast import Cast


@pytest.fixture(autouse=True)
def passwords_do_not_run_out(settings):
    settings.PASSWORD_DAYS = 0


@pytest.fixture
def desk(cast: Cast, settings):
    """desk("li") → a browser in which 李四 is signed in; desk(None): nobody."""

    def browser(who: str | None) -> Client:
        client = Client()
        if who:
            client.force_login(getattr(cast, who), backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return browser
