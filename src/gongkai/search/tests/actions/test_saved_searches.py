import re
from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from tests.cast import AT, ON, published

from gongkai.journal.models import Entry
from gongkai.notices import followers as post
from gongkai.notices.models import Mail, Notice
from gongkai.people.models import RateWindow
from gongkai.search import saving
from gongkai.search.actions.saving import confirm, end, save, see_to_ends, subscribe, tell_of_new
from gongkai.search.models import SavedSearch
from gongkai.search.rules.index import Facet
from gongkai.search.rules.saved import Wanted
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db

ZHANG = "zhangsan@example.com"
RENTS = Wanted("公租房", "/search?tab=all&q=x", {Facet.CATEGORY: ("policy",)})
NEXT_MORNING = datetime.combine(ON + timedelta(days=1), datetime.min.time(), BEIJING).replace(hour=8, minute=30)


@pytest.fixture(autouse=True)
def _with_mail_server(settings):
    settings.EMAIL_HOST = "smtp.example.gov.cn"
    settings.SITE_URL = "https://zwgk.example.gov.cn"


def confirmed(wanted: Wanted = RENTS, address: str = ZHANG) -> SavedSearch:
    subscribe(wanted, address, at=AT)
    row = SavedSearch.objects.get(wanted_index__isnull=False, officer=None, confirmed_at=None)
    confirm(row, at=AT)
    row.refresh_from_db()
    return row


def sent(at: datetime) -> list[str]:
    outbox.outbox.clear()
    post.send(at)
    return [message.body for message in outbox.outbox]


def a_new_paper(cast, title="澜州市住房和城乡建设局关于公租房工作的通知", at=AT + timedelta(hours=1), **more):
    return published(cast, title=title, at=at, **more)


def test_an_address_is_told_nothing_before_its_owner_confirmed(cast, indexed):
    assert subscribe(RENTS, ZHANG, at=AT)
    (body,) = sent(AT)
    assert "公租房" not in body and "不用理会" in body
    token = re.search(r"https://zwgk\.example\.gov\.cn/subscriptions/([\w-]+)/$", body)[1]
    a_new_paper(cast)
    indexed()
    assert tell_of_new(at=NEXT_MORNING) == 0
    row = saving.by_token(token)
    assert row is not None and not row.is_on(ON)
    confirm(row, at=AT)
    assert saving.by_token(token).is_on(ON)
    assert tell_of_new(at=NEXT_MORNING) == 1


def test_the_mail_to_an_address_nobody_confirmed_carries_no_word_of_a_stranger(cast):
    subscribe(Wanted("恭喜中奖请回电话", "/search?q=x", {}), ZHANG, at=AT)
    sent(AT)
    (message,) = outbox.outbox
    assert not any(word in f"{message.subject}{message.body}" for word in ("恭喜", "中奖", "电话"))


def test_nothing_in_the_database_tells_the_address_the_words_or_the_token(cast):
    subscribe(RENTS, ZHANG, at=AT)
    row = SavedSearch.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM search_savedsearch")
        kept = str(cursor.fetchall())
    assert row.address == ZHANG and row.search() == RENTS
    for secret in (ZHANG, "zhangsan", "公租房", row.token):
        assert secret not in kept
    assert not any(secret in str(entry.data) for entry in Entry.objects.all() for secret in (ZHANG, "公租房"))


def test_new_papers_are_told_once_and_only_those_that_meet_the_whole_search(cast, indexed):
    a_new_paper(cast, title="澜州市住房和城乡建设局关于公租房旧事的通知", at=AT - timedelta(hours=1))
    row = confirmed()
    sent(AT)
    new = a_new_paper(cast)
    a_new_paper(cast, title="澜州市住房和城乡建设局关于老旧小区的通知")
    indexed()
    assert tell_of_new(at=NEXT_MORNING) == 1
    assert tell_of_new(at=NEXT_MORNING + timedelta(minutes=5)) == 0
    (body,) = sent(NEXT_MORNING)
    assert new.title in body and new.policy.get_absolute_url() in body
    assert "老旧小区" not in body and "旧事" not in body
    assert f"/subscriptions/{row.token}/" in body
    assert tell_of_new(at=NEXT_MORNING + timedelta(days=1)) == 0


def test_a_paper_dated_a_day_to_come_is_told_when_it_is_public(cast, indexed):
    confirmed()
    a_new_paper(cast, published_on=str(ON + timedelta(days=2)), effective_on=str(ON + timedelta(days=2)))
    for days, told in ((1, 0), (2, 1), (3, 0)):
        indexed(ON + timedelta(days=days))
        assert tell_of_new(at=NEXT_MORNING + timedelta(days=days - 1)) == told


def test_it_is_told_in_the_morning_once_the_index_has_had_time(cast, indexed):
    confirmed()
    a_new_paper(cast)
    indexed()
    assert tell_of_new(at=NEXT_MORNING.replace(hour=7)) == 0
    assert tell_of_new(at=NEXT_MORNING.replace(hour=8, minute=10)) == 0
    assert tell_of_new(at=NEXT_MORNING.replace(hour=23)) == 1
    assert Mail.objects.order_by("-pk").first().due_at.astimezone(BEIJING).hour == 7  # quiet hours hold it back


def test_without_an_index_nothing_is_told_and_nothing_is_lost(cast, indexed, settings, tmp_path):
    confirmed()
    a_new_paper(cast)
    settings.INDEX_DIR = tmp_path / "none yet"
    assert tell_of_new(at=NEXT_MORNING) == 0
    indexed()
    assert tell_of_new(at=NEXT_MORNING + timedelta(days=3)) == 1


def test_an_officer_is_told_on_the_desk(cast, indexed):
    row = save(RENTS, by=cast.zhao, at=AT)
    assert save(RENTS, by=cast.zhao, at=AT) == row
    a_new_paper(cast)
    indexed()
    assert tell_of_new(at=NEXT_MORNING) == 1
    notice = Notice.objects.get(to=cast.zhao)
    assert (notice.subject, notice.link) == ("您订阅的检索有1份新文件", RENTS.address)
    assert "公租房工作" in notice.body
    with pytest.raises(Refused, match="本人"):
        end(row, at=AT, by=cast.li)
    end(row, at=AT, by=cast.zhao)
    assert not SavedSearch.objects.exists()


def test_ending_deletes_everything_whoever_ends_it(cast):
    row = confirmed()
    with pytest.raises(Refused, match="系统管理员"):
        end(row, at=AT, by=cast.li)
    end(row, at=AT)
    assert not SavedSearch.objects.exists()
    end(confirmed(), at=AT, by=cast.sun)
    kinds = list(Entry.objects.filter(kind__startswith="search.saved").order_by("pk").values_list("kind", "by_name"))
    assert kinds == [
        ("search.saved.confirmed", ""),
        ("search.saved.ended", ""),
        ("search.saved.confirmed", ""),
        ("search.saved.ended", "孙洁"),
    ]


def test_nobody_is_pestered_in_anothers_name():
    for _ in range(9):
        assert subscribe(RENTS, ZHANG, at=AT)
    assert Mail.objects.count() == 5
    RateWindow.objects.all().delete()
    for n in range(25):
        RateWindow.objects.all().delete()
        subscribe(Wanted(f"检索词{n}", "/search", {}), ZHANG, at=AT)
    assert SavedSearch.objects.count() == 20


def test_who_is_subscribed_already_is_not_told_so_and_gets_no_second_mail():
    confirmed()
    mails = Mail.objects.count()
    assert subscribe(RENTS, ZHANG.upper(), at=AT)
    assert Mail.objects.count() == mails


def test_without_a_mail_server_nothing_is_kept(settings):
    settings.EMAIL_HOST = ""
    assert not subscribe(RENTS, ZHANG, at=AT)
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("address", ["", "zhang", "zhang@", "a b@example.com", "zhang@example.com, li@example.com", "x" * 200 + "@a.cn"])
def test_an_address_is_one_address(address):
    with pytest.raises(Refused, match="邮箱"):
        subscribe(RENTS, address, at=AT)


def test_there_must_be_something_to_look_for(cast):
    for act in (lambda: subscribe(Wanted("", "/search", {}), ZHANG, at=AT), lambda: save(Wanted("", "/search", {}), by=cast.li, at=AT)):
        with pytest.raises(Refused, match="先写检索词"):
            act()


def test_it_ends_after_a_year_unless_renewed_and_its_owner_is_reminded_once(cast):
    row, officers = confirmed(), save(RENTS, by=cast.li, at=AT)
    sent(AT)
    assert see_to_ends(at=AT + timedelta(days=340)) == (0, 0)
    soon = AT + timedelta(days=352)
    assert see_to_ends(at=soon) == (2, 0)
    assert see_to_ends(at=soon) == (0, 0)
    (body,) = sent(soon)
    assert "即将" not in body and "续期一年" in body and row.token in body
    assert Notice.objects.filter(to=cast.li, subject="检索订阅即将到期").count() == 1
    confirm(row, at=soon)
    assert see_to_ends(at=AT + timedelta(days=366)) == (0, 1)
    assert SavedSearch.objects.get() == row
    assert not SavedSearch.objects.filter(pk=officers.pk).exists()


def test_what_is_never_confirmed_is_forgotten():
    subscribe(RENTS, ZHANG, at=AT)
    assert see_to_ends(at=AT + timedelta(days=2)) == (0, 0)
    assert see_to_ends(at=AT + timedelta(days=4)) == (0, 1)
    assert not SavedSearch.objects.exists()
