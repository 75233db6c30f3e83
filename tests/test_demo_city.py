"""The demo city is loaded whole, once, on whatever day that is."""

from datetime import date, datetime

import pytest
from demo import foi_stories, load
from demo.foi import Days

from gongkai.config import checking
from gongkai.foi.models import Case, Happening, Letter
from gongkai.foi.rules.stages import Stage
from gongkai.journal import actions as journal
from gongkai.journal import worker
from gongkai.journal.models import Entry
from gongkai.people.models import Organisation
from gongkai.policies.models import Policy
from gongkai.shared.clock import BEIJING
from gongkai.workdays.queries import calendar


@pytest.mark.parametrize("on", [date(2026, 2, 24), date(2027, 2, 1)], ids=str)
def test_the_stories_can_be_told_on_any_day(db, on):
    organisations = load._organisations()
    foi_stories.load(organisations, load._officers(organisations), on=on)
    last = Happening.objects.order_by("-at").first().at.astimezone(BEIJING).date()
    assert last < on and last.year in calendar().years


def test_a_day_before_is_a_working_day_of_a_year_with_a_notice(db):
    days = Days.until(date(2026, 10, 8))
    assert days.before(1).date() == date(2026, 9, 30)
    assert Days.until(date(2027, 3, 1)).before(1).date() == date(2026, 12, 30)


@pytest.mark.django_db
def test_the_whole_city_is_loaded_once_and_start_check_finds_nothing(settings, tmp_path, capsys):
    settings.INDEX_DIR = tmp_path / "index"
    said = load.load_if_empty()
    zhang = Case.objects.get(stage=Stage.SUBMITTED)
    assert zhang.ticket in said and "lisi" in said
    before = {model: model.objects.count() for model in (Case, Policy, Organisation, Letter, Entry)}
    assert before[Case] == 23 and before[Policy] > 50
    assert load.load_if_empty() == ""
    assert before == {model: model.objects.count() for model in before}
    assert not Letter.objects.filter(pdf=None).exists()
    worker.drain()
    journal.seal(at=datetime.now(tz=BEIJING))
    assert checking.run() == 0, capsys.readouterr().out
