from datetime import date

import pytest

from gongkai.workdays import official
from gongkai.workdays.rules.calendar import Calendar


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The days of 2024, 2025 and 2026 as delivered."""
    notices = official.notices()
    return Calendar(
        off={date.fromisoformat(day): name for notice in notices for day, name in notice["off"].items()},
        made_up={date.fromisoformat(day): name for notice in notices for day, name in notice["made_up"].items()},
        years=frozenset(notice["year"] for notice in notices),
    )
