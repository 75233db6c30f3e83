"""The same file sent by two at one moment is proposed once."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections
from tests.cast import AT, ON

from gongkai.registers.actions.importing import import_entries
from gongkai.registers.actions.taking_over import take_over
from gongkai.registers.models import Entry, EntryVersion
from gongkai.registers.tests.actions.test_taking_over import TABLE, said, text
from gongkai.registers.tests.world import FEE, opened
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def together(act: Callable[[], str]) -> list[str]:
    """What came of doing it twice at the same moment, on connections of their own."""
    barrier, came = Barrier(2), []

    def run() -> None:
        barrier.wait()
        try:
            came.append(act())
        except Refused as refusal:
            came.append(str(refusal))
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(came)


def test_a_json_list_sent_twice_at_once_is_proposed_once(cast):
    register = opened(cast)

    def act() -> str:
        take_over(register, text(said(FEE), said(FEE | {"name": "乙费"})), valid_from=ON, note="按清单更新", by=cast.li, at=AT)
        return "done"

    came = together(act)
    assert came[0] == "done" and "没有要改的" in came[1]
    assert Entry.objects.count() == EntryVersion.objects.count() == 2


def test_a_table_sent_twice_at_once_is_proposed_once(cast):
    register = opened(cast)
    came = together(lambda: import_entries(register, TABLE, valid_from=ON, note="按清单更新", by=cast.li, at=AT)[0].said)
    assert came == ["新增", "没有变化"] and EntryVersion.objects.count() == 1
