"""文件清理 on paper: which opinion fits which standing, what counts as carried out, when offices are reminded."""

from datetime import date, timedelta

import pytest

from gongkai.policies.rules.campaigns import FollowUp, Progress, Verdict, follow_up, is_overdue, problem, reminder, together
from gongkai.policies.rules.validity import Status

DUE = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("verdict", "status", "fits"),
    [
        (Verdict.KEEP, Status.VALID, True),
        (Verdict.KEEP, Status.PARTIAL, True),
        (Verdict.KEEP, Status.NOT_YET, True),
        (Verdict.KEEP, Status.EXPIRED, False),
        (Verdict.KEEP, Status.REPEALED, False),
        (Verdict.AMEND, Status.EXPIRED, True),
        (Verdict.AMEND, Status.REPEALED, False),
        (Verdict.REPEAL, Status.REPEALED, True),
        (Verdict.EXPIRE, Status.REPEALED, False),
        (Verdict.EXPIRE, Status.EXPIRED, True),
    ],
)
def test_an_opinion_has_to_fit_what_the_paper_is_worth(verdict, status, fits):
    assert (problem(verdict, status) == "") is fits


@pytest.mark.parametrize(
    ("verdict", "status", "has_draft", "has_newer", "stands"),
    [
        (Verdict.KEEP, Status.VALID, False, False, FollowUp.NOTHING),
        (Verdict.AMEND, Status.VALID, False, False, FollowUp.TO_DO),
        (Verdict.AMEND, Status.VALID, True, False, FollowUp.UNDER_WAY),
        (Verdict.AMEND, Status.VALID, False, True, FollowUp.DONE),
        (Verdict.AMEND, Status.REPEALED, False, False, FollowUp.DONE),  # a new paper took its place
        (Verdict.REPEAL, Status.VALID, False, True, FollowUp.TO_DO),
        (Verdict.REPEAL, Status.VALID, True, False, FollowUp.UNDER_WAY),
        (Verdict.REPEAL, Status.REPEALED, False, False, FollowUp.DONE),
        (Verdict.EXPIRE, Status.EXPIRED, False, False, FollowUp.DONE),
        (Verdict.REPEAL, Status.EXPIRED, False, False, FollowUp.TO_DO),
    ],
)
def test_an_opinion_is_carried_out_by_published_facts_alone(verdict, status, has_draft, has_newer, stands):
    assert follow_up(verdict, status, has_draft=has_draft, has_newer=has_newer) is stands


@pytest.mark.parametrize(
    ("days_left", "said"),
    [
        (31, ""), (30, "before-30"), (8, "before-30"), (7, "before-7"), (2, "before-7"), (1, "before-1"), (0, "before-1"),
        (-1, "late-0"), (-7, "late-0"), (-8, "late-1"), (-15, "late-2"),
    ],
)  # fmt: skip
def test_reminders_come_before_the_day_and_every_week_after_it(days_left, said):
    assert reminder(DUE, DUE - timedelta(days=days_left)) == said


def test_progress_adds_up_and_a_hundred_percent_means_all():
    all_but_one = Progress(open=1, checked=199)
    assert (all_but_one.percent, all_but_one.is_done) == (99, False)
    assert together([all_but_one, Progress(returned=1, proposed=2)]) == Progress(1, 1, 2, 199)
    assert Progress().percent == 0


def test_only_what_is_unfinished_after_its_day_is_overdue():
    assert is_overdue(DUE, Progress(proposed=1), DUE + timedelta(days=1))
    assert not is_overdue(DUE, Progress(proposed=1), DUE)
    assert not is_overdue(DUE, Progress(checked=1), DUE + timedelta(days=1))
