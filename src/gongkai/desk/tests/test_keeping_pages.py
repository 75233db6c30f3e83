"""机构、人员、密钥、日历、检查字典、专题、通知、日志."""

import re

import pytest
from axes.models import AccessAttempt
from django.urls import reverse
from tests.cast import AT, published

from gongkai.desk.tests.papers import HOLIDAYS
from gongkai.journal import actions as journal
from gongkai.journal.models import Duty, Entry, Retry
from gongkai.notices.actions import tell
from gongkai.notices.models import Notice
from gongkai.people.models import ApiKey, Officer, Organisation, Post
from gongkai.people.queries import api_key
from gongkai.people.rules.permits import Role
from gongkai.people.sign_in_trace import kept_as
from gongkai.policies.models import Topic
from gongkai.publishing.models import PublicNumber, Word
from gongkai.shared.clock import now, today
from gongkai.workdays.models import HolidayNotice


def at(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


# —— organisations ——


def test_an_organisation_is_set_up_renamed_moved_and_closed(desk, cast):
    sun = desk("sun")
    facts = {
        "name": "澜州市城市更新局",
        "short_name": "市更新局",
        "level": "city",
        "kind": "department",
        "region_code": "990100",
        "uscc": "",
        "position": "9",
    }
    answer = sun.post(at("organisation-new", cast.city.pk), facts)
    made = Organisation.objects.get(name="澜州市城市更新局")
    assert answer.url == at("organisation", made.pk)
    sun.post(at("organisation-rename", made.pk), {"name": "澜州市城市更新中心"})
    page = sun.get(at("organisation", made.pk)).content.decode()
    assert "澜州市城市更新中心" in page and "曾用名" in page
    sun.post(at("organisation-move", made.pk), {"under": cast.housing.pk})
    made.refresh_from_db()
    assert made.parent == cast.housing
    assert "还有下级机关" in sun.post(at("organisation-close", cast.housing.pk), {"succeeded_by": ""}).content.decode()
    sun.post(at("organisation-close", made.pk), {"succeeded_by": cast.housing.pk})
    assert "澜州市城市更新中心" not in sun.get(at("organisations")).content.decode()
    assert "澜州市城市更新中心" in sun.get(at("organisations"), {"closed": "1"}).content.decode()


def test_what_the_rules_hold_against_an_organisation_stands_at_its_field(desk, cast):
    facts = {"name": "某局", "short_name": "", "level": "city", "kind": "department", "region_code": "99x", "uscc": "", "position": "0"}
    page = desk("sun").post(at("organisation-new", cast.city.pk), facts).content.decode()
    assert "行政区划代码：行政区划代码应为6位数字" in page and 'value="某局"' in page


def test_names_and_codes_are_kept(desk, cast):
    sun, housing = desk("sun"), cast.housing
    sun.post(at("organisation-add-name", housing.pk), {"name": "市房管局", "kind": "former", "since": "", "until": "2018-12-31"})
    sun.post(at("organisation-add-code", housing.pk), {"code": "澜住建发", "valid_from": "2019-01-01", "valid_to": ""})
    page = sun.get(at("organisation", housing.pk)).content.decode()
    assert "市房管局" in page and "澜住建发" in page
    assert (
        "不能早于" in sun.post(at("organisation-end-code", housing.pk, housing.doc_codes.get().pk), {"on": "2018-01-01"}).content.decode()
    )
    sun.post(at("organisation-end-code", housing.pk, housing.doc_codes.get().pk), {"on": "2026-01-01"})
    sun.post(at("organisation-remove-name", housing.pk, housing.other_names.get().pk))
    assert not housing.other_names.exists() and str(housing.doc_codes.get().valid_to) == "2026-01-01"


# —— officers and keys ——


def first_password(page: str) -> str:
    return re.search(r'<p class="secret"><code>([^<]+)</code>', page)[1]


def test_an_account_is_opened_its_password_is_shown_once_and_works(desk, cast):
    sun = desk("sun")
    facts = {
        "username": "chenchen",
        "name": "陈晨",
        "email": "",
        "phone": "",
        "external_id": "",
        "organisation": cast.housing.pk,
        "roles": ["editor"],
    }
    page = sun.post(at("officer-new"), facts).content.decode()
    password = first_password(page)
    chen = Officer.objects.get(username="chenchen")
    assert chen.check_password(password) and chen.must_change_password
    assert password not in sun.get(at("officer", chen.pk)).content.decode()
    assert password not in str(list(Entry.objects.values_list("data", flat=True)))
    again = sun.post(at("officer-new"), facts).content.decode()
    assert "已有这个用户名" in again and 'value="陈晨"' in again


def test_posts_are_given_and_ended(desk, cast):
    sun, li = desk("sun"), cast.li
    sun.post(at("officer-appoint", li.pk), {"organisation": cast.transport.pk, "role": "reviewer"})
    post = li.posts.get(role="reviewer")
    assert "已担任" in sun.post(at("officer-appoint", li.pk), {"organisation": cast.transport.pk, "role": "reviewer"}).content.decode()
    sun.post(at("officer-retire", li.pk, post.pk))
    post.refresh_from_db()
    assert post.until is not None
    assert sun.get(at("officer-retire", li.pk, post.pk)).status_code == 404


def test_a_locked_account_is_unlocked_and_a_closed_one_reopened(desk, cast):
    sun, li = desk("sun"), cast.li
    AccessAttempt.objects.create(username=kept_as("lisi"), failures_since_start=9, user_agent="x", get_data="", post_data="")
    assert "已锁定" in sun.get(at("officer", li.pk)).content.decode()
    sun.post(at("officer-unlock", li.pk))
    assert "已锁定" not in sun.get(at("officer", li.pk)).content.decode()
    sun.post(at("officer-deactivate", li.pk))
    assert "已停用" in sun.get(at("officer", li.pk)).content.decode()
    password = first_password(sun.post(at("officer-reactivate", li.pk)).content.decode())
    li.refresh_from_db()
    assert li.is_active and li.check_password(password)
    password = first_password(sun.post(at("officer-reset", li.pk)).content.decode())
    li.refresh_from_db()
    assert li.check_password(password)


def test_nobody_manages_their_own_account(desk, cast):
    page = desk("sun").get(at("officer", cast.sun.pk)).content.decode()
    assert at("officer-deactivate", cast.sun.pk) not in page and "不由您管理" in page
    refused = desk("sun").post(at("officer-appoint", cast.sun.pk), {"organisation": cast.city.pk, "role": "signer"})
    assert "没有办理" in refused.content.decode() and cast.sun.posts.count() == 1


def test_an_officer_of_two_offices_is_not_taken_over_by_the_admin_of_one(desk, cast):
    Post.objects.create(officer=cast.zhao, organisation=cast.transport, role=Role.ADMIN, since=AT.date())
    Post.objects.create(officer=cast.li, organisation=cast.transport, role=Role.EDITOR, since=AT.date())
    refused = desk("zhao").post(at("officer-reset", cast.li.pk)).content.decode()
    assert "没有办理" in refused and 'class="secret"' not in refused


def test_a_key_is_shown_once_and_revoked(desk, cast):
    sun = desk("sun")
    shown = first_password(
        sun.post(at("key-new"), {"name": "省库同步", "organisation": cast.housing.pk, "scopes": ["read", "foi:read"]}).content.decode()
    )
    key = ApiKey.objects.get()
    listed = sun.get(at("keys")).content.decode()
    assert api_key(shown) == key and shown not in listed
    assert key.scopes == ["read", "foi:read"] and "不含申请人信息" in listed
    sun.post(at("key-revoke", key.pk))
    assert api_key(shown) is None


# —— calendar ——


@pytest.fixture
def second(cast) -> Officer:
    officer = Officer.objects.create_user("heping", "x", name="何平")
    Post.objects.create(officer=officer, organisation=cast.city, role=Role.SUPERVISOR, since=AT.date())
    return officer


def test_a_notice_is_previewed_proposed_and_confirmed_by_another(desk, cast, second):
    sun = desk("sun")
    assert "尚未公布" in sun.get(at("calendar"), {"year": "2027"}).content.decode()
    seen = sun.post(at("holiday-propose"), {"text": HOLIDAYS, "look": "1"}).content.decode()
    assert "2027年10月1日（周五） 国庆节" in seen and "提交给另一人确认" in seen and not HolidayNotice.objects.filter(year=2027).exists()
    answer = sun.post(at("holiday-propose"), {"text": HOLIDAYS, "propose": "1"})
    notice = HolidayNotice.objects.get(year=2027)
    assert answer.url == at("holiday-notice", notice.pk)
    page = sun.get(answer.url).content.decode()
    assert "须由另一位" in page and at("holiday-confirm", notice.pk) not in page
    assert "没有办理" in sun.post(at("holiday-confirm", notice.pk)).content.decode()
    other = desk(None)
    other.force_login(second, backend="gongkai.people.backends.OfficerBackend")
    assert at("holiday-confirm", notice.pk) in other.get(at("holiday-notice", notice.pk)).content.decode()
    other.post(at("holiday-confirm", notice.pk))
    page = sun.get(at("calendar"), {"year": "2027"}).content.decode()
    assert "尚未公布" not in page and 'class="made_up"' in page


def test_a_notice_that_contradicts_itself_cannot_be_proposed(desk):
    bad = HOLIDAYS.replace("10月9日（周六）", "10月9日（周日）")
    page = desk("sun").post(at("holiday-propose"), {"text": bad, "look": "1"}).content.decode()
    assert "通知写的是周日" in page and "提交给另一人确认" not in page
    page = desk("sun").post(at("holiday-propose"), {"text": bad, "propose": "1"}).content.decode()
    assert "通知不能采用" in page and "国庆节" in page  # what was pasted is still there
    assert "没有找到" in desk("sun").post(at("holiday-propose"), {"text": "你好", "look": "1"}).content.decode()


def test_a_notice_is_sent_back_with_a_reason(desk, cast, second):
    sun = desk("sun")
    sun.post(at("holiday-propose"), {"text": HOLIDAYS, "propose": "1"})
    notice = HolidayNotice.objects.get(year=2027)
    sun.post(at("holiday-reject", notice.pk), {"reason": "文号写错"})
    assert "文号写错" in sun.get(at("holiday-notice", notice.pk)).content.decode()


def test_an_editor_sees_the_calendar_and_changes_nothing(desk):
    li = desk("li")
    page = li.get(at("calendar"), {"year": "2026"}).content.decode()
    assert 'class="off"' in page and at("holiday-propose") not in page
    assert li.get(at("holiday-propose")).status_code == 403
    assert li.get(at("calendar"), {"year": "abcd"}).status_code == 400
    assert li.get(at("calendar"), {"year": "1066"}).status_code == 400


# —— dictionaries of inspection ——


def test_a_word_is_added_changed_and_switched_off(desk, cast):
    sun = desk("sun")
    word = {"wrong": "再接再励", "right": "再接再厉", "kind": "错别字", "level": "中", "reason": "成语误写", "unless": ""}
    sun.post(at("word"), word)
    assert Word.objects.get(until=None).right == "再接再厉"
    assert "本地" in sun.get(at("words"), {"q": "再接再励"}).content.decode()
    changed = sun.post(at("word") + "?wrong=再接再励", word | {"unless": "无关"})
    assert "例外词语：例外词语必须包含" in changed.content.decode()
    assert "停用后，检查不再提出" in sun.get(at("word-switch") + "?wrong=再接再励").content.decode()
    sun.post(at("word-switch") + "?wrong=再接再励")
    assert Word.objects.get(until=None).off
    assert "再接再励" in sun.get(at("words"), {"state": "off"}).content.decode()
    assert sun.get(at("word-switch") + "?wrong=没有这个词").status_code == 404


def test_a_public_number_is_registered_and_retired(desk, cast):
    wang = desk("wang")
    assert "号码不完整" in wang.post(at("number-new"), {"office": cast.housing.pk, "number": "1", "unit": "市住建局"}).content.decode()
    wang.post(at("number-new"), {"office": cast.housing.pk, "number": "0999-5550177", "unit": "市住建局", "purpose": "咨询"})
    row = PublicNumber.objects.get()
    assert "09995550177" in wang.get(at("numbers")).content.decode()
    Post.objects.create(officer=cast.zhao, organisation=cast.transport, role=Role.REVIEWER, since=AT.date())
    assert desk("zhao").post(at("number-retire", row.pk)).status_code == 403
    wang.post(at("number-retire", row.pk))
    assert "09995550177" not in wang.get(at("numbers")).content.decode()


# —— topics ——


def test_a_topic_is_made_filled_ordered_and_removed(desk, cast):
    li = desk("li")
    policy = published(cast, title="澜州市老旧小区改造办法").policy
    bad = li.post(at("topic-new"), {"name": "老旧小区", "slug": "老旧小区", "intro": "", "audience": "", "position": "0"})
    assert "网址名：网址名只能用小写字母" in bad.content.decode()
    li.post(at("topic-new"), {"name": "老旧小区", "slug": "lao-jiu", "intro": "", "audience": "居民", "position": "0"})
    topic = Topic.objects.get()
    li.post(at("topic", topic.pk), {"target": policy.code, "heading": "市级"})
    assert "已经在这个专题里" in li.post(at("topic", topic.pk), {"target": policy.code}).content.decode()
    entry = topic.entries.get()
    li.post(at("topic-arrange", topic.pk), {f"position-{entry.pk}": "7", f"heading-{entry.pk}": "省级", "position-999": "1"})
    entry.refresh_from_db()
    assert (entry.position, entry.heading) == (7, "省级")
    li.post(at("topic-take-out", topic.pk, entry.pk))
    assert not topic.entries.exists()
    li.post(at("topic-remove", topic.pk))
    assert not Topic.objects.exists()
    kinds = set(Entry.objects.filter(kind__startswith="policies.topic").values_list("kind", flat=True))
    assert kinds == {f"policies.topic.{what}" for what in ("created", "edited", "entry_added", "entry_removed", "removed")}


# —— notices ——


def test_a_notice_is_read_and_leads_where_it_points(desk, cast):
    tell([cast.li, cast.zhao], subject="有稿件退回", body="", link="/desk/drafts/", at=AT)
    li = desk("li")
    mine, hers = Notice.objects.get(to=cast.li), Notice.objects.get(to=cast.zhao)
    assert li.post(at("notice-read", hers.pk)).status_code == 404
    assert li.post(at("notice-read", mine.pk)).url == "/desk/drafts/"
    assert not li.get(at("notices"), {"state": "unread"}).context["page"].paginator.count
    tell([cast.li], subject="又一条", body="", link="", at=AT)
    li.post(at("notices-read-all"))
    assert not Notice.objects.filter(to=cast.li, read_at=None).exists()


# —— journal ——


def test_an_entry_shows_its_proof_once_it_is_sealed(desk, cast):
    entry = journal.write("policies.edition.drafted", about="policies.policy:7", by=cast.li, at=now(), data={"edition": 1})
    sun = desk("sun")
    assert "还没有封存" in sun.get(at("journal-entry", entry.pk)).content.decode()
    journal.place()
    journal.seal(at=now())
    page = sun.get(at("journal-entry", entry.pk)).content.decode()
    assert "核验通过" in page and "版次" in page
    assert sun.get(at("journal-entry", 999999)).status_code == 404


def test_a_parked_entry_is_shown_and_tried_again(desk, cast):
    entry = journal.write("policies.edition.drafted", about="policies.policy:7", by=cast.li, at=now())
    duty = Duty.objects.create(name="search.index")
    retry = Retry.objects.create(duty=duty, entry=entry, attempts=8, due_at=now(), error="OSError: disk", parked_at=now())
    sun = desk("sun")
    home = sun.get(at("home")).content.decode()
    assert "搁置的后台任务" in home
    assert "OSError: disk" in sun.get(at("background")).content.decode()
    sun.post(at("unpark", retry.pk))
    retry.refresh_from_db()
    assert retry.parked_at is None
    assert sun.post(at("unpark", retry.pk)).status_code == 404


def test_an_admin_of_one_office_does_not_read_the_journal_of_all(desk, cast):
    Post.objects.create(officer=cast.zhao, organisation=cast.transport, role=Role.ADMIN, since=today())
    answer = desk("zhao").get(at("journal"))
    assert answer.status_code == 403 and "操作日志记着所有单位的事" in answer.content.decode()
    assert "操作日志" not in desk("zhao").get(at("home")).content.decode()
