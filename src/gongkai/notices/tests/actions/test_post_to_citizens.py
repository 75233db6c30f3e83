from datetime import datetime, timedelta
from smtplib import SMTPDataError

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from gongkai.notices import actions, queries
from gongkai.notices.followers import send
from gongkai.notices.models import Mail
from gongkai.people.actions.encryption import seal_again
from gongkai.shared.clock import BEIJING

NOON = datetime(2026, 3, 2, 12, tzinfo=BEIJING)
TONIGHT = NOON.replace(hour=23)
ZHANG = "zhangsan@example.com"

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_mail_server(settings):
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    settings.SITE_URL = "https://zwgk.example.gov.cn"


def post(**more) -> bool:
    return actions.post(ZHANG, **{"subject": "有新文件", "body": "“公租房”有1份新文件。", "link": "/search?q=x", "at": NOON, **more})


def kept() -> str:
    """Everything the database holds of mails."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_mail")
        return str(cursor.fetchall())


@pytest.mark.usefixtures("with_mail_server")
def test_a_citizen_gets_the_mail_and_then_neither_address_nor_words_are_kept():
    assert post()
    assert ZHANG not in kept() and "公租房" not in kept()
    send(NOON)
    (message,) = outbox.outbox
    assert (message.to, message.body) == ([ZHANG], "“公租房”有1份新文件。\n\nhttps://zwgk.example.gov.cn/search?q=x")
    sent = Mail.objects.get()
    assert (sent.state, sent.recipient, sent.body, sent.subject) == (Mail.State.SENT, "", "", "有新文件")


def test_without_a_mail_server_nothing_is_kept():
    assert not queries.sends_mail()
    assert not post()
    assert not Mail.objects.exists()


@pytest.mark.usefixtures("with_mail_server")
def test_with_a_key_it_is_posted_once():
    assert queries.sends_mail()
    assert post(key="search.saved:1:2026-03-02")
    assert not post(key="search.saved:1:2026-03-02")
    assert post() and post()
    assert Mail.objects.count() == 3


@pytest.mark.usefixtures("with_mail_server")
def test_it_waits_for_the_morning_unless_the_person_waits_for_it():
    post(at=TONIGHT)
    post(at=TONIGHT, at_once=True)
    send(TONIGHT)
    assert len(outbox.outbox) == 1
    send(NOON + timedelta(days=1))
    assert len(outbox.outbox) == 2


@pytest.mark.usefixtures("with_mail_server")
def test_a_refused_one_shows_no_address_to_officers(monkeypatch):
    def refuse(self, messages):
        raise SMTPDataError(550, f"<{ZHANG}> unknown".encode())

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    post()
    for n in range(12):
        send(NOON + timedelta(hours=n * 2))
    (failed,) = queries.failed_mails()
    assert failed.shown_to == "z***@e***.com"
    assert ZHANG not in failed.error and "unknown" in failed.error


@pytest.mark.parametrize("link", ["https://elsewhere.example", "//elsewhere.example"])
def test_a_link_leads_nowhere_but_to_this_site(link):
    with pytest.raises(ValueError, match="path"):
        post(link=link)


@pytest.mark.usefixtures("with_mail_server")
def test_sealed_mails_follow_a_new_key(settings):
    post()
    settings.FIELD_KEYS = ["k9:another-secret-of-length", *settings.FIELD_KEYS]
    assert seal_again() >= 2
    assert "k9:" in kept()
    assert Mail.objects.get().recipient == ZHANG


@pytest.mark.usefixtures("with_mail_server")
def test_a_mail_that_can_be_ended_says_where_and_forgets_it_once_sent():
    post(unsubscribe="/subscriptions/secret/")
    post()
    assert "secret" not in kept()
    send(NOON)
    headers = [message.extra_headers.get("List-Unsubscribe") for message in outbox.outbox]
    assert headers == ["<https://zwgk.example.gov.cn/subscriptions/secret/>", None]
    assert {mail.unsubscribe for mail in Mail.objects.all()} == {""}
