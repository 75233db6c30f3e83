"""A case opened in a browser with its code and telephone, as an applicant does."""

from django.test import Client
from django.urls import reverse

from gongkai.foi.models import Case

PHONE = "13900001234"


def opened(client: Client, case: Case) -> str:
    """The address of the case in this browser; the same each time."""
    answer = client.post(reverse("portal:foi-track"), {"ticket": case.ticket, "phone": PHONE})
    assert answer.status_code == 302
    return answer["Location"]


def handle(client: Client, case: Case) -> str:
    """The word under which the case is open in this browser."""
    return opened(client, case).rstrip("/").rpartition("/")[2]
