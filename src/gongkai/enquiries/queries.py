"""Reading letters: their senders by the ticket they were given, offices those that are theirs to answer."""

from django.db.models import F, QuerySet

from gongkai.enquiries.models import Enquiry
from gongkai.people.queries import reach_of
from gongkai.people.rules.permits import Actor, Role


def by_ticket(typed: str) -> Enquiry | None:
    """The letter of this ticket, however it was typed: small letters, blanks, no hyphen."""
    signs = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    rows = Enquiry.objects.select_related("policy", "office")
    return rows.filter(ticket=f"{signs[:8]}-{signs[8:]}").first() if signs else None


def letters(actor: Actor) -> "QuerySet[Enquiry]":
    """The letters of the actor's offices and of those they oversee: what waits first, by its last day, then the newest."""
    rows = Enquiry.objects.filter(reach_of(actor, "office")).select_related("policy", "office", "answered_by")
    return rows.order_by(F("answered_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "-id")


def waiting(actor: Actor) -> "QuerySet[Enquiry]":
    """Those that the actor may answer, to be counted."""
    paths = {path for role in (Role.EDITOR, Role.REVIEWER, Role.SIGNER) for path in actor.offices(role)}
    return Enquiry.objects.filter(office__path__in=paths, answered_at=None)
