"""Reading letters: their senders by the ticket they were given, nobody else by anything."""

from gongkai.enquiries.models import Enquiry


def by_ticket(typed: str) -> Enquiry | None:
    """The letter of this ticket, however it was typed: small letters, blanks, no hyphen."""
    signs = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    return Enquiry.objects.select_related("policy").filter(ticket=f"{signs[:8]}-{signs[8:]}").first() if signs else None
