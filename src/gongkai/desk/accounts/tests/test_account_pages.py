import re
from datetime import timedelta

import pytest

from gongkai.journal.models import Entry
from gongkai.people.actions import second_step
from gongkai.people.models import Authenticator, Officer
from gongkai.people.rules import second_step as rules
from gongkai.people.testing import PASSWORD
from gongkai.shared.clock import now

NEW = "Brand-new-88x"


def change(door, old=PASSWORD, new=NEW, again=NEW):
    return door.client.post("/desk/account/password/", {"old": old, "new": new, "again": again})


def code_of(officer: Officer, steps: int = 0) -> str:
    secret = second_step._secret(Authenticator.objects.get(user=officer))
    return rules.code_at(secret, rules.step_at(now()) + steps)


def enrol(door, officer: Officer) -> list[str]:
    """Set up an authenticator through the pages; the recovery codes shown."""
    door.client.get("/desk/account/second-step/")
    page = door.client.post("/desk/account/second-step/", {"code": code_of(officer)}).content.decode()
    Authenticator.objects.update(last_step=-1)  # the tests are quicker than the clock
    return re.findall(r"<code>([a-z0-9-]{17})</code>", page)


def test_an_initial_password_must_be_changed_before_anything_else(door, house):
    Officer.objects.filter(pk=house.li.pk).update(must_change_password=True)
    door.sign_in(next="/desk/work/")
    assert door.client.get("/desk/work/")["Location"] == "/desk/account/password/?next=%2Fdesk%2Fwork%2F"
    assert "须先设置新密码" in door.client.get("/desk/account/password/").content.decode()
    assert change(door).status_code == 302
    assert door.client.get("/desk/work/").status_code == 200


def test_an_old_password_must_be_changed(door, house, settings):
    Officer.objects.filter(pk=house.li.pk).update(password_set_at=now() - timedelta(days=91))
    door.sign_in()
    assert door.home().status_code == 302
    settings.PASSWORD_DAYS = 0
    assert door.is_in


def test_changing_the_password_keeps_this_session_and_ends_the_others(door, house):
    elsewhere = type(door)()
    elsewhere.sign_in()
    door.sign_in()
    before = door.client.cookies["sessionid"].value
    assert change(door).status_code == 302
    assert door.client.cookies["sessionid"].value != before
    assert (door.is_in, elsewhere.is_in) == (True, False)
    assert Entry.objects.latest("id").kind == "people.officer.password_changed"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old": "wrong"}, "原密码不正确"),
        ({"again": "Other-88xyz"}, "两次输入的新密码不一致"),
        ({"new": "short", "again": "short"}, "10"),
        ({"new": PASSWORD, "again": PASSWORD}, "不能与原密码相同"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(door, house, given, said):
    door.sign_in()
    assert said in change(door, **given).content.decode()
    assert Officer.objects.get(pk=house.li.pk).check_password(PASSWORD)


def test_three_kinds_of_character_are_asked_for(door, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": "gongkai.people.password_policy.SeveralClasses"}]
    door.sign_in()
    assert "至少3种" in change(door, new="onlylowercase", again="onlylowercase").content.decode()
    assert change(door).status_code == 302


def test_my_account_shows_my_posts_and_nobody_elses(door):
    door.sign_in()
    page = door.client.get("/desk/account/").content.decode()
    assert "云泽县住房和城乡建设局 · 采编（2025年1月1日起）" in page
    assert "王芳" not in page


# —— the second step ——


def test_after_setting_it_up_signing_in_takes_two_steps(door, house):
    door.sign_in()
    page = door.client.get("/desk/account/second-step/").content.decode()
    assert "<svg" in page
    codes = enrol(door, house.li)
    assert len(codes) == 10
    door.client.post("/desk/sign-out/")

    assert door.sign_in(next="/desk/work/")["Location"] == "/desk/sign-in/code/"
    assert not door.is_in
    assert "李四" in door.client.get("/desk/sign-in/code/").content.decode()
    response = door.client.post("/desk/sign-in/code/", {"code": code_of(house.li)})
    assert response["Location"] == "/desk/work/"
    assert door.is_in
    assert Entry.objects.filter(kind="people.officer.signed_in").count() == 2


def test_the_session_key_changes_at_each_step(door, house):
    door.sign_in()
    enrol(door, house.li)
    door.client.post("/desk/sign-out/")
    door.sign_in()
    between = door.client.cookies["sessionid"].value
    door.client.post("/desk/sign-in/code/", {"code": code_of(house.li)})
    assert door.client.cookies["sessionid"].value != between


def test_a_recovery_code_opens_once(door, house):
    door.sign_in()
    codes = enrol(door, house.li)
    door.client.post("/desk/sign-out/")
    for expected in (302, 200):
        door.sign_in()
        assert door.client.post("/desk/sign-in/code/", {"code": codes[0].upper()}).status_code == expected
        door.client.post("/desk/sign-out/")


def test_a_wrong_code_signs_nobody_in(door, house):
    door.sign_in()
    enrol(door, house.li)
    door.client.post("/desk/sign-out/")
    door.sign_in()
    assert "不正确" in door.client.post("/desk/sign-in/code/", {"code": "abcdef"}).content.decode()
    assert not door.is_in
    assert Entry.objects.latest("id").kind == "people.officer.sign_in_failed"


@pytest.mark.django_db(transaction=True)
def test_codes_cannot_be_guessed_in_a_row(door, house):
    door.sign_in()
    enrol(door, house.li)
    door.client.post("/desk/sign-out/")
    door.sign_in()
    said = [door.client.post("/desk/sign-in/code/", {"code": "abcdef"}).content.decode() for _ in range(6)]
    assert "15分钟" not in said[4]
    assert "15分钟" in said[5]
    assert "15分钟" in door.client.post("/desk/sign-in/code/", {"code": code_of(house.li)}).content.decode()


def test_the_password_step_is_good_for_five_minutes_and_one_account(door, house):
    door.sign_in()
    enrol(door, house.li)
    door.client.post("/desk/sign-out/")
    door.sign_in()
    session = door.client.session
    session["second_step_of"] = {**session["second_step_of"], "at": (now() - timedelta(minutes=6)).isoformat()}
    session.save()
    response = door.client.post("/desk/sign-in/code/", {"code": code_of(house.li)})
    assert response["Location"] == "/desk/sign-in/"
    door.sign_in()
    Officer.objects.filter(pk=house.li.pk).update(password="changed-meanwhile")
    assert door.client.post("/desk/sign-in/code/", {"code": code_of(house.li)})["Location"] == "/desk/sign-in/"
    assert type(door)().client.get("/desk/sign-in/code/")["Location"] == "/desk/sign-in/"


def test_a_role_that_demands_it_cannot_work_without_it(door, house, settings):
    settings.SECOND_STEP_ROLES = ["signer"]
    door.sign_in("wangfang")
    assert door.client.get("/desk/work/")["Location"] == "/desk/account/second-step/?next=%2Fdesk%2Fwork%2F"
    assert "您的角色须启用" in door.client.get("/desk/account/second-step/").content.decode()
    enrol(door, house.wang)
    assert door.client.get("/desk/work/").status_code == 200
    other = type(door)()
    other.sign_in()
    assert other.client.get("/desk/work/").status_code == 200


def test_a_session_from_before_steps_up(door, house, settings):
    before = type(door)()
    before.sign_in("wangfang")
    door.sign_in("wangfang")
    enrol(door, house.wang)
    settings.SECOND_STEP_ROLES = ["signer"]
    assert before.client.get("/desk/work/")["Location"] == "/desk/sign-in/code/?next=%2Fdesk%2Fwork%2F"
    response = before.client.post("/desk/sign-in/code/", {"code": code_of(house.wang), "next": "/desk/work/"})
    assert response["Location"] == "/desk/work/"
    assert before.client.get("/desk/work/").status_code == 200


def test_giving_it_up_and_new_recovery_codes_ask_for_a_code(door, house):
    door.sign_in()
    old = enrol(door, house.li)
    page = "/desk/account/second-step/"
    assert "还有 10 个恢复码" in door.client.get(page).content.decode()
    assert "不正确" in door.client.post(page, {"code": "abcdef", "do": "stop"}).content.decode()
    renewed = door.client.post(page, {"code": old[0], "do": "renew"}).content.decode()
    assert "<code>" in renewed
    assert old[1] not in renewed
    assert "不正确" in door.client.post(page, {"code": old[1], "do": "stop"}).content.decode()
    assert door.client.post(page, {"code": code_of(house.li), "do": "stop"})["Location"] == "/desk/account/"
    assert not Authenticator.objects.exists()
    assert Entry.objects.latest("id").kind == "people.officer.second_step_removed"


def test_account_pages_are_never_kept_by_the_browser(door):
    assert "no-store" in door.client.get("/desk/sign-in/")["Cache-Control"]
    door.sign_in()
    for page in ("account/", "account/password/", "account/second-step/"):
        assert "no-store" in door.client.get(f"/desk/{page}")["Cache-Control"]
