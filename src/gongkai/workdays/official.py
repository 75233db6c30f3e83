"""The notices delivered with the system. What they say is kept as days, so that reading them needs no parser."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from gongkai.shared.digest import canonical, sm3

NOTICES = Path(__file__).with_name("data") / "notices.json"
DELIVERED_BY = "随系统提供"


def notices() -> list[dict[str, Any]]:
    """year, title, number, issued_on, text, off and made_up (ISO day to festival) of each."""
    return json.loads(NOTICES.read_text(encoding="utf-8"))


def load(notice_model: Any, day_model: Any) -> None:
    """Write the delivered notices as confirmed, except for years that have one. A migration hands in its own models."""
    for notice in notices():
        if notice_model.objects.filter(year=notice["year"], state="confirmed").exists():
            continue
        issued_on = date.fromisoformat(notice["issued_on"])
        at = datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=UTC)
        row = notice_model.objects.create(
            **{name: notice[name] for name in ("year", "title", "number", "text")},
            issued_on=issued_on,
            digest=sm3(canonical([notice["year"], notice["off"], notice["made_up"]])),
            state="confirmed",
            proposed_by_name=DELIVERED_BY,
            proposed_at=at,
            decided_by_name=DELIVERED_BY,
            decided_at=at,
        )
        day_model.objects.bulk_create(
            day_model(notice=row, day=date.fromisoformat(day), kind=kind, festival=festival)
            for kind in ("off", "made_up")
            for day, festival in notice[kind].items()
        )
