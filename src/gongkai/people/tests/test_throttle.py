from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from gongkai.people.models import RateWindow
from gongkai.people.testing import NOW
from gongkai.people.throttle import allow, client_address

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_the_limit_is_reached_exactly_and_the_next_window_is_free():
    assert [allow("x", 3, HOUR, NOW) for _ in range(5)] == [True, True, True, False, False]
    assert allow("y", 3, HOUR, NOW)
    assert allow("x", 3, HOUR, NOW + HOUR)


@pytest.mark.django_db
def test_windows_that_are_over_are_swept_away():
    for n in range(5):
        allow(f"key {n}", 1, HOUR, NOW)
    allow("later", 1, HOUR, NOW + 2 * HOUR)
    assert RateWindow.objects.count() == 1


@pytest.mark.django_db
def test_the_key_is_not_kept_in_plain_words():
    allow("sign-in:203.0.113.7", 1, HOUR, NOW)
    assert "203" not in RateWindow.objects.get().key or len(RateWindow.objects.get().key) == 64


@pytest.mark.django_db(transaction=True)
def test_four_threads_together_are_allowed_the_limit_and_no_more():
    def hits(_: int) -> int:
        try:
            return sum(allow("shared", 50, HOUR, NOW) for _ in range(40))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(hits, range(4))) == 50
    assert RateWindow.objects.get().count == 160


@pytest.mark.parametrize(
    ("meta", "behind_proxy", "address"),
    [
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, False, "10.0.0.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 203.0.113.7"}, True, "203.0.113.7"),
        ({"REMOTE_ADDR": "10.0.0.1"}, True, "10.0.0.1"),
        ({}, False, ""),
        ({"REMOTE_ADDR": "2001:db8:1:2:aaaa::7"}, False, "2001:db8:1:2::/64"),  # one line, whichever of its addresses it takes
        ({"REMOTE_ADDR": "::ffff:203.0.113.7"}, False, "203.0.113.7"),
    ],
)
def test_only_our_own_proxy_is_believed(meta, behind_proxy, address):
    assert client_address(meta, behind_proxy=behind_proxy) == address
