from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client

from gongkai.journal import offices
from gongkai.journal.duties import registered
from gongkai.journal.models import Entry
from gongkai.people.models import Officer
from gongkai.people.sign_in_trace import kept_as
from gongkai.people.testing import PASSWORD
from gongkai.shared.clock import now


def kinds() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


def test_an_officer_signs_in_and_the_journal_knows(door, house):
    response = door.sign_in()
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert door.home().content.decode() == "李四"
    entry = Entry.objects.get()
    assert (entry.kind, entry.about, entry.by) == ("people.officer.signed_in", f"people.officer:{house.li.pk}", house.li)
    assert door.client.get("/desk/sign-in/").status_code == 302


def test_the_username_may_be_typed_in_capitals_or_full_width(door):
    assert door.sign_in(username=" ＬＩＳＩ ").status_code == 302


@pytest.mark.parametrize(("username", "password"), [("lisi", "wrong"), ("nobody", PASSWORD), ("lisi", PASSWORD + " ")])
def test_a_wrong_name_and_a_wrong_password_read_the_same(door, username, password):
    response = door.sign_in(username, password)
    assert response.status_code == 200
    assert "用户名或密码不正确。连续输错5次，账号将锁定30分钟。" in response.content.decode()
    assert not door.is_in
    assert kinds() == ["people.officer.sign_in_failed"]


def test_what_was_typed_is_neither_journalled_nor_kept(door):
    door.sign_in("my-secret-password", "my-secret-password-2")
    assert "secret" not in str(list(Entry.objects.values()))
    kept = str(list(AccessAttempt.objects.values()))
    assert "secret" not in kept
    assert "127.0.0.1" not in kept


def test_a_name_is_kept_as_a_digest_whether_it_exists_or_not_and_for_a_week(door, house):
    door.sign_in("lisi", "wrong")
    door.sign_in("nobody", "wrong")
    rows = list(AccessAttempt.objects.values_list("username", "ip_address"))
    assert sorted(rows) == sorted([(kept_as("lisi"), None), (kept_as("nobody"), None)])
    assert not any("lisi" in name or "nobody" in name for name, _ in rows)
    AccessAttempt.objects.filter(username=kept_as("lisi")).update(attempt_time=now() - timedelta(days=8))
    registered()["people.sign_in_traces"].do(now())
    assert [name for (name,) in AccessAttempt.objects.values_list("username")] == [kept_as("nobody")]


def test_a_name_that_does_not_exist_is_locked_like_one_that_does(door):
    said = []
    for name in ("lisi", "nobody"):
        answers = [door.sign_in(name, "wrong") for _ in range(6)]
        said.append([(answer.status_code, "账号已锁定" in answer.content.decode()) for answer in answers])
    assert said[0] == said[1]


def test_five_wrong_passwords_lock_the_account_for_thirty_minutes(door, settings):
    settings.SITE = {**settings.SITE, "phone": "0532-00000000"}
    for _ in range(4):
        assert door.sign_in(password="wrong").status_code == 200
    fifth = door.sign_in(password="wrong")
    assert fifth.status_code == 429
    assert "连续输错密码5次，账号已锁定，请在30分钟后（" in fifth.content.decode()
    assert "联系本单位系统管理员解锁，或拨打0532-00000000" in fifth.content.decode()
    assert door.sign_in().status_code == 429
    assert not door.is_in
    assert kinds() == ["people.officer.sign_in_failed"] * 5 + ["people.officer.locked"]


def test_trying_while_locked_does_not_prolong_the_lock(door):
    for _ in range(5):
        door.sign_in(password="wrong")
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=29))
    assert "请在1分钟后" in door.sign_in().content.decode()
    AccessAttempt.objects.update(attempt_time=now() - timedelta(minutes=31))
    assert door.sign_in().status_code == 302


def test_one_lock_does_not_touch_the_others(door):
    for _ in range(5):
        door.sign_in(password="wrong")
    assert door.sign_in("wangfang").status_code == 302


def test_an_administrator_lifts_the_lock(door, house):
    for _ in range(5):
        door.sign_in(password="wrong")
    offices.unlock(house.li, by=house.admin, at=now())
    assert door.sign_in().status_code == 302


def test_a_right_password_forgets_the_wrong_ones(door):
    for _ in range(2):
        for _ in range(4):
            door.sign_in(password="wrong")
        assert door.sign_in().status_code == 302
        door.client.post("/desk/sign-out/")


@pytest.mark.django_db(transaction=True)
def test_spraying_many_accounts_from_one_address_is_stopped(door, monkeypatch):
    monkeypatch.setattr("gongkai.desk.accounts.views.ADDRESS_TRIES", 3)
    assert [door.sign_in(f"user{n}", "wrong").status_code for n in range(5)] == [200, 200, 200, 429, 429]


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "http:/evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "///evil.example",
        "/desk/\r\nSet-Cookie: a=b",
        "work/",
        "",
    ],
)
def test_a_hostile_next_leads_home(door, hostile):
    response = door.sign_in(next=hostile)
    assert response.status_code == 302
    assert "evil" not in response["Location"]
    assert "Set-Cookie" not in response["Location"] or "\n" not in response["Location"]
    assert response["Location"].startswith("/desk/")


def test_the_page_asked_for_comes_after_signing_in(door):
    sent = door.client.get("/desk/work/?page=2")
    assert sent["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fwork%2F%3Fpage%3D2"
    page = door.client.get(sent["Location"]).content.decode()
    assert 'name="next" value="/desk/work/?page=2"' in page
    assert door.sign_in(next="/desk/work/?page=2")["Location"] == "/desk/work/?page=2"


def test_a_script_in_next_is_shown_as_text(door):
    page = door.client.get("/desk/sign-in/", {"next": '/"><script>x</script>'}).content.decode()
    assert "<script>x" not in page


def test_a_session_planted_beforehand_is_worth_nothing(door):
    door.client.get("/desk/sign-in/")
    session = door.client.session
    session["planted"] = True
    session.save()
    door.client.cookies["sessionid"] = session.session_key
    door.sign_in()
    assert door.client.cookies["sessionid"].value != session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key
    assert thief.get("/desk/").status_code == 302


def test_signing_out_ends_the_session_for_good(door):
    door.sign_in()
    key = door.client.cookies["sessionid"].value
    assert door.client.get("/desk/sign-out/").status_code == 405
    door.client.post("/desk/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()
    assert not door.is_in
    assert kinds()[-1] == "people.officer.signed_out"


def test_a_forged_form_from_elsewhere_is_refused(door):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/desk/sign-in/", {"username": "lisi", "password": PASSWORD}).status_code == 403


def test_a_closed_account_is_out_with_the_next_click_and_stays_out(door, house):
    door.sign_in()
    offices.deactivate(house.li, by=house.admin, at=now())
    assert not door.is_in
    assert "不正确" in door.sign_in().content.decode()
    offices.reactivate(house.li, by=house.admin, at=now())
    assert not door.is_in


def test_a_reset_password_ends_every_session(door, house):
    door.sign_in()
    offices.reset_password(house.li, by=house.admin, at=now())
    assert not door.is_in


def test_demo_accounts_are_refused_outside_the_trial_mode(door, house, settings):
    Officer.objects.filter(pk=house.li.pk).update(demo=True)
    settings.TRIAL = True
    assert door.sign_in().status_code == 302
    settings.TRIAL = False
    assert not door.is_in
    assert "演示账号只能在试用模式下使用" in door.sign_in().content.decode()
    assert "演示账号" not in door.sign_in(password="wrong").content.decode()


def test_an_idle_half_hour_ends_the_session_and_a_click_puts_it_off(door):
    door.sign_in()
    door.home()
    first = Session.objects.get().expire_date
    session = door.client.session
    session["seen"] -= 120
    session.save()
    Session.objects.update(expire_date=now() + timedelta(minutes=5))
    door.home()
    assert Session.objects.get().expire_date >= first
    assert Session.objects.get().expire_date <= now() + timedelta(minutes=30)
    Session.objects.update(expire_date=now() - timedelta(seconds=1))
    assert not door.is_in


def test_a_busy_minute_writes_the_session_once(door, django_assert_num_queries):
    door.sign_in()
    door.home()
    with django_assert_num_queries(2):  # the session, the officer
        door.home()


def test_an_htmx_request_without_a_session_sends_the_whole_page_to_sign_in(door):
    response = door.home(**{"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, "/desk/sign-in/")


def test_a_page_of_the_portal_is_open(door):
    assert door.client.get("/").status_code == 200


def test_the_sign_in_page_says_what_is_missing_and_offers_no_identity_provider_unless_there_is_one(door, settings):
    page = door.client.post("/desk/sign-in/", {"username": ""}).content.decode()
    assert "请填写这一项" in page
    assert "统一身份认证" not in page
    settings.OIDC_ENABLED = True
    assert "统一身份认证" in door.client.get("/desk/sign-in/").content.decode()


@pytest.mark.parametrize("username", ["a\0b", "x" * 61, "' OR 1=1 --", "{{7*7}}", "<script>"])
def test_odd_usernames_do_no_harm(door, username):
    response = door.sign_in(username)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")
    assert "49" not in response.content.decode().split("用户名或密码", 1)[0][-200:]
