"""What a large library must not make slow: the look-ups of every page, and how they are found."""

from django.db import connection
from tests.cast import ON, published

from gongkai.policies import queries, worklists


def plan(rows) -> str:
    return rows.explain()


def test_the_numbers_of_the_home_page_are_counted_once_a_minute(cast, django_assert_num_queries):
    published(cast)
    told = queries.numbers(ON)
    assert told["policies"] == 1
    with django_assert_num_queries(0):
        assert queries.numbers(ON) == told


def test_neighbours_are_the_next_newer_and_the_next_older_of_the_category(cast):
    days = ["2026-05-21", "2026-05-22", "2026-05-22", "2026-05-23", "2026-12-01"]
    first, second, third, last, scheduled = (published(cast, title=f"第{n}号通知", published_on=day).policy for n, day in enumerate(days))
    published(cast, title="解读", category="interpretation", published_on="2026-05-22")
    assert [queries.neighbours(policy, ON) for policy in (first, second, third, last)] == [
        (second, None),
        (third, first),
        (last, second),
        (None, third),
    ]
    assert scheduled.code


def test_the_counts_of_the_menu_do_not_walk_through_all_citations(cast):
    if connection.vendor != "sqlite":
        return  # PostgreSQL chooses by statistics, which a test library has none of
    rows = worklists.citations(cast.li.actor(), waiting="confirm")
    assert "citation_found_kind" in plan(rows)
    assert "policy_updated" in plan(queries.Policy.objects.order_by("-updated_at", "-id")[:20])
