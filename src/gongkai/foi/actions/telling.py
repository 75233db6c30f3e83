"""Telling officers about a case. Never the applicant's name: a notice goes out by e-mail too."""

from collections.abc import Iterable
from datetime import datetime

from gongkai.foi.models import Case
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders
from gongkai.people.rules.permits import Role


def link(case: Case) -> str:
    """The page of the case at the desk."""
    return f"/desk/foi/{case.pk}/"


def handlers(case: Case) -> list[Officer]:
    """Who has the case in hand: its handler, or everybody who could take it up at the organ."""
    return [case.handler] if case.handler and case.handler.is_active else list(holders(Role.EDITOR, case.organ))


def heads(organ: Organisation) -> list[Officer]:
    return list(holders(Role.SIGNER, organ))


def tell_of(case: Case, officers: Iterable[Officer], subject: str, body: str, *, at: datetime, key: str = "") -> int:
    """Put a notice about the case on these desks; with a `key`, once. How many were told."""
    return tell(officers, subject=f"{subject}：{case}", body=body, link=link(case), at=at, about=case, key=key)
