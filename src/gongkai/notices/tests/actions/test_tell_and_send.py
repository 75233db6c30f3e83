from datetime import UTC, datetime, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.core.mail.message import sanitize_address

from gongkai.notices import actions, queries
from gongkai.notices.followers import send
from gongkai.notices.models import Mail, Notice
from gongkai.people.models import Officer
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

NOON = datetime(2026, 3, 2, 12, tzinfo=BEIJING)
TONIGHT = NOON.replace(hour=23)


@pytest.fixture
def li(db) -> Officer:
    return Officer.objects.create(username="lisi", name="李四", email="lisi@example.gov.cn")


@pytest.fixture
def zhao(db) -> Officer:
    return Officer.objects.create(username="zhaomin", name="赵敏")


@pytest.fixture
def with_mail_server(settings):
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    settings.DEFAULT_FROM_EMAIL = "zwgk@example.gov.cn"


def tell(*officers: Officer, at: datetime = NOON, **more: str) -> int:
    return actions.tell(
        officers, subject="有一件待审核", body="《若干措施》待您审核。", link="/desk/review/1/", at=at, about="policies.edition:1", **more
    )


def test_an_officer_finds_the_notice_on_the_desk_and_nobody_else_does(li, zhao):
    assert tell(li) == 1
    (notice,) = queries.visible_to(li)
    assert (notice.subject, notice.link, notice.about, notice.read_at) == ("有一件待审核", "/desk/review/1/", "policies.edition:1", None)
    assert (queries.unread(li).count(), queries.unread(zhao).count()) == (1, 0)
    assert not queries.visible_to(zhao).exists()


def test_reading_counts_the_first_time(li):
    tell(li)
    notice = Notice.objects.get()
    actions.mark_read(notice, by=li, at=NOON)
    actions.mark_read(notice, by=li, at=TONIGHT)
    notice.refresh_from_db()
    assert notice.read_at == NOON
    assert queries.unread(li).count() == 0


def test_nobody_reads_for_somebody_else(li, zhao):
    tell(li)
    with pytest.raises(Refused, match="不是发给您的"):
        actions.mark_read(Notice.objects.get(), by=zhao, at=NOON)


def test_all_of_ones_own_can_be_marked_read(li, zhao):
    tell(li, zhao)
    tell(li)
    assert actions.mark_all_read(by=li, at=NOON) == 2
    assert (queries.unread(li).count(), queries.unread(zhao).count()) == (0, 1)


def test_an_officer_named_twice_is_told_once_and_one_who_left_not_at_all(li, zhao):
    zhao.is_active = False
    assert tell(li, li, zhao) == 1


def test_with_a_key_an_officer_is_told_only_once(li, zhao):
    assert tell(li, key="policies.review:1") == 1
    assert tell(li, zhao, key="policies.review:1") == 1
    assert tell(li, key="policies.review:2") == 1
    assert Mail.objects.count() == 2


@pytest.mark.parametrize("link", ["https://elsewhere.example", "//elsewhere.example", "javascript:alert(1)", "desk/"])
def test_a_link_leads_nowhere_but_to_this_site(li, link):
    with pytest.raises(ValueError, match="path"):
        actions.tell([li], subject="x", body="", link=link, at=NOON)


def test_without_a_mail_server_nothing_is_sent_and_it_is_said_so(li):
    tell(li)
    send(NOON)
    assert Mail.objects.get().get_state_display() == "未配置邮件"
    assert outbox.outbox == []


@pytest.mark.usefixtures("with_mail_server")
def test_an_email_goes_out_once_with_the_full_address_of_the_page(li, zhao, settings):
    settings.SITE_URL = "https://zwgk.example.gov.cn"
    tell(li, zhao)
    send(NOON)
    send(NOON + timedelta(seconds=5))
    (message,) = outbox.outbox
    assert (message.to, message.subject, message.from_email) == (["lisi@example.gov.cn"], "有一件待审核", "zwgk@example.gov.cn")
    assert message.body == "《若干措施》待您审核。\n\nhttps://zwgk.example.gov.cn/desk/review/1/"
    assert message.extra_headers["Message-ID"] == f"<notice-{Mail.objects.get().pk}@zwgk.example.gov.cn>"
    assert (Mail.objects.get().state, Mail.objects.get().sent_at) == (Mail.State.SENT, NOON)


@pytest.mark.usefixtures("with_mail_server")
def test_line_breaks_in_a_subject_make_no_headers(li):
    actions.tell([li], subject="标题\nBcc: x@example.com", body="", link="", at=NOON)
    send(NOON)
    assert outbox.outbox[0].subject == "标题 Bcc: x@example.com"
    assert outbox.outbox[0].recipients() == ["lisi@example.gov.cn"]


@pytest.mark.usefixtures("with_mail_server")
def test_at_night_it_waits_for_the_morning_unless_the_office_wants_otherwise(li, settings):
    tell(li, at=TONIGHT)
    send(TONIGHT)
    assert outbox.outbox == []
    send(NOON + timedelta(days=1))
    assert len(outbox.outbox) == 1
    tell(li, at=datetime(2026, 3, 2, 16, tzinfo=UTC))  # midnight in Beijing
    assert Mail.objects.get(state=Mail.State.WAITING).due_at == datetime(2026, 3, 3, 7, 30, tzinfo=BEIJING)
    Mail.objects.filter(state=Mail.State.WAITING).delete()
    settings.QUIET_HOURS = ""
    tell(li, at=TONIGHT)
    send(TONIGHT)
    assert len(outbox.outbox) == 2


@pytest.mark.usefixtures("with_mail_server")
def test_a_refused_email_is_tried_eight_times_then_given_up_and_shown(li, monkeypatch):
    def refuse(self, messages):
        raise SMTPDataError(550, b"mailbox unavailable")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    tell(li)
    send(NOON)
    waiting = Mail.objects.get()
    assert (waiting.state, waiting.attempts, waiting.due_at) == (Mail.State.WAITING, 1, NOON + timedelta(seconds=10))
    for n in range(1, 12):
        send(NOON + timedelta(hours=n * 2))
    (failed,) = queries.failed_mails()
    assert failed.attempts == 8
    assert "mailbox unavailable" in failed.error


@pytest.mark.usefixtures("with_mail_server")
def test_a_server_that_cannot_be_reached_costs_no_email_an_attempt(li, monkeypatch):
    def lost(self, messages):
        raise SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", lost)
        tell(li)
        with pytest.raises(SMTPServerDisconnected):
            send(NOON)
    assert Mail.objects.get().attempts == 0
    send(NOON)
    assert len(outbox.outbox) == 1


@pytest.mark.usefixtures("with_mail_server")
def test_an_address_that_cannot_be_written_does_not_stop_the_others(li, zhao, monkeypatch):
    def write(_self, messages):
        return len([sanitize_address(message.to[0], "utf-8") for message in messages])

    monkeypatch.setattr(EmailBackend, "send_messages", write)
    zhao.email = "zhaomin@example.gov.cn"
    tell(li, zhao)
    Mail.objects.filter(pk=Mail.objects.earliest("pk").pk).update(recipient="@@")
    assert actions.send_waiting(at=NOON) == 1
    assert list(Mail.objects.order_by("pk").values_list("state", flat=True)) == [Mail.State.WAITING, Mail.State.SENT]


def test_what_waits_for_a_server_that_is_set_no_more_stays_and_is_no_error(li, with_mail_server, settings):
    tell(li)
    settings.EMAIL_HOST = ""
    assert actions.send_waiting(at=NOON) == 0
    assert Mail.objects.get().state == Mail.State.WAITING
