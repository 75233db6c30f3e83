"""Offices are reminded of the explanations they owe: on the working day before, on the last day and once it is late; each once."""

from datetime import date, timedelta

import pytest
from tests.cast import AT, published

from gongkai.notices.models import Mail, Notice
from gongkai.policies.models import InterpretationExemption, Policy
from gongkai.policies.reminding import remind_of_explanations
from gongkai.policies.rules.interpreting import Reminder, reminder
from gongkai.workdays.queries import calendar


@pytest.fixture
def unexplained(cast):
    """Public on Thursday 2026-05-21: three working days later is Tuesday 2026-05-26."""
    edition = published(cast, document_class="normative", title="没人解读的办法")
    InterpretationExemption.objects.all().delete()
    return edition.policy


def told_on(day):
    """What is said at half past eight of that day, the duty run twice, to whom."""
    before = set(Notice.objects.values_list("pk", flat=True))
    for hour in (8, 9):
        remind_of_explanations(AT.replace(month=day.month, day=day.day, hour=hour, minute=35))
    return sorted((one.to.name, one.subject.partition("：")[0]) for one in Notice.objects.exclude(pk__in=before).select_related("to"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "on", "step"),
    [
        (date(2026, 5, 26), date(2026, 5, 22), None),
        (date(2026, 5, 26), date(2026, 5, 25), Reminder.BEFORE),
        (date(2026, 5, 26), date(2026, 5, 26), Reminder.DUE),
        (date(2026, 5, 26), date(2026, 5, 27), Reminder.LATE),
        (date(2026, 5, 25), date(2026, 5, 22), Reminder.BEFORE),  # Friday before a Monday
        (date(2026, 5, 25), date(2026, 5, 23), Reminder.BEFORE),  # what Friday missed is said on Saturday
        (None, date(2026, 5, 25), None),
    ],
)
def test_the_step_that_has_come(due, on, step):
    assert reminder(due, on, calendar()) is step


def test_each_step_is_told_once_and_the_late_one_also_to_who_signs(cast, unexplained):
    assert told_on(date(2026, 5, 22)) == []
    assert told_on(date(2026, 5, 25)) == [("李四", "解读下一个工作日到期")]
    assert told_on(date(2026, 5, 26)) == [("李四", "解读今天到期")]
    assert told_on(date(2026, 5, 27)) == [("李四", "解读已逾期"), ("王芳", "解读已逾期")]
    assert told_on(date(2026, 5, 28)) == []


def test_what_was_explained_exempted_or_withdrawn_is_not_told(cast, unexplained):
    Policy.objects.filter(pk=unexplained.pk).update(has_interpretation=True)
    assert told_on(date(2026, 5, 26)) == []
    Policy.objects.filter(pk=unexplained.pk).update(has_interpretation=False, visibility="withdrawn")
    assert told_on(date(2026, 5, 26)) == []


def test_at_night_it_waits_for_the_morning(cast, unexplained, settings):
    settings.EMAIL_HOST, settings.QUIET_HOURS = "mail.example", "22:00-07:30"
    cast.li.email = "li@example.gov.cn"
    cast.li.save()
    night = AT.replace(month=5, day=26, hour=23, minute=0)
    remind_of_explanations(night)
    assert Mail.objects.get().due_at >= night + timedelta(hours=8)
