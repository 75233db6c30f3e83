"""What names an applicant is taken out of the platform as a file: noted in the journal before it is handed over (领域规则 14.5)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongkai.foi.models import Case
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require


@transaction.atomic
def take_out(case: Case, what: str, row: int, *, by: Officer, at: datetime) -> None:
    """下载 of a file of the case that tells who asked: `what` it is and the number of its row. The door has asked whether the
    officer may see the applicant."""
    journal.write("foi.applicant.downloaded", about=case, by=by, at=at, data={"what": what, "row": row})


@transaction.atomic
def take_out_ledger(offices: Sequence[Organisation], rows: int, *, by: Officer, at: datetime) -> None:
    """导出台账 of these offices: it names no applicant, but tells what was asked for, and by how many. One entry for each office."""
    for office in offices:
        require(by.actor(), Permit.EXPORT, About(office.path), WHO_MAY)
        journal.write("foi.ledger.exported", about=office, by=by, at=at, data={"rows": rows})
