import pytest
from django.contrib.auth import authenticate

from gongkai.people.actions import api_keys, officers, second_step
from gongkai.people.models import ApiKey, Authenticator, Officer, RecoveryCode
from gongkai.people.queries import api_key, has_second_step, recovery_codes_left
from gongkai.people.rules import second_step as rules
from gongkai.people.rules.permits import Role
from gongkai.people.testing import NOW, PASSWORD, officer
from gongkai.shared.refusal import Refused

DAY = NOW.date()


def create(house, **given):
    facts = {"username": "sunli", "name": "孙丽", "organisation": house.housing, "roles": [Role.EDITOR], "by": house.admin, "at": NOW}
    return officers.create(**{**facts, **given})


def test_a_new_officer_has_an_initial_password_to_be_changed(house):
    made, password = create(house, username=" SunLi ", phone="13800138000")
    assert (made.username, made.must_change_password, made.check_password(password)) == ("sunli", True, True)
    assert made.actor().roles == {house.housing.path: frozenset({Role.EDITOR})}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "lisi"}, "username"),
        ({"username": "李四"}, "username"),
        ({"name": " "}, "name"),
        ({"email": "not-an-address"}, "email"),
        ({"roles": []}, "roles"),
    ],
)
def test_wrong_facts_of_an_officer_are_refused_at_their_field(house, given, field):
    with pytest.raises(Refused) as refused:
        create(house, **given)
    assert refused.value.field == field
    assert Officer.objects.count() == 4


def test_one_identity_belongs_to_one_officer(house):
    create(house, external_id="370212001")
    with pytest.raises(Refused, match="已绑定"):
        create(house, username="sunli2", external_id="370212001")


@pytest.mark.parametrize("who", ["li", "wang", "zhao"])
def test_only_administrators_manage_accounts(house, who):
    by = getattr(house, who)
    for attempt in (
        lambda: create(house, by=by),
        lambda: officers.appoint(house.li, house.housing, Role.SIGNER, by=by, on=DAY),
        lambda: officers.retire(house.wang.posts.first(), by=by, on=DAY),
        lambda: officers.reset_password(house.admin, by=by, at=NOW),
        lambda: officers.deactivate(house.admin, by=by),
        lambda: officers.edit(house.admin, by=by, name="x"),
        lambda: officers.remove_second_step(house.admin, by=by),
        lambda: officers.unlock(house.admin, by=by),
    ):
        with pytest.raises(Refused, match="管理人员账号与任职"):
            attempt()


def test_nobody_appoints_themself(house):
    with pytest.raises(Refused, match="不是给自己办"):
        officers.appoint(house.admin, house.housing, Role.SIGNER, by=house.admin, on=DAY)


def test_a_post_is_held_once_and_stays_in_the_record_when_it_ends(house):
    with pytest.raises(Refused, match="已担任"):
        officers.appoint(house.li, house.housing, Role.EDITOR, by=house.admin, on=DAY)
    post = officers.retire(house.li.posts.get(), by=house.admin, on=DAY)
    assert (post.until, house.li.actor().roles) == (DAY, {})
    with pytest.raises(Refused, match="已经结束"):
        officers.retire(post, by=house.admin, on=DAY)
    officers.appoint(house.li, house.housing, Role.EDITOR, by=house.admin, on=DAY)
    assert house.li.posts.count() == 2


def test_the_administrator_of_one_office_does_not_take_over_powers_held_at_another(house):
    office_admin = officer("wujiang", "吴江", house.housing, Role.ADMIN)
    officers.appoint(house.li, house.transport, Role.SIGNER, by=house.admin, on=DAY)
    with pytest.raises(Refused):
        officers.reset_password(house.li, by=office_admin, at=NOW)
    assert officers.reset_password(house.wang, by=office_admin, at=NOW)
    assert officers.reset_password(house.li, by=house.admin, at=NOW)


def test_an_officer_without_posts_answers_to_the_last_office(house):
    office_admin = officer("wujiang", "吴江", house.housing, Role.ADMIN)
    officers.retire(house.li.posts.get(), by=house.admin, on=DAY)
    assert officers.reset_password(house.li, by=office_admin, at=NOW)
    newcomer = Officer.objects.create_user("new", name="新人")
    with pytest.raises(Refused):
        officers.reset_password(newcomer, by=office_admin, at=NOW)
    assert officers.reset_password(newcomer, by=house.admin, at=NOW)


def test_a_closed_account_holds_nothing_until_it_is_opened_again(house):
    officers.deactivate(house.li, by=house.admin)
    house.li.refresh_from_db()
    assert (house.li.is_active, house.li.check_password(PASSWORD), house.li.actor().roles) == (False, False, {})
    with pytest.raises(Refused, match="停用"):
        officers.reset_password(house.li, by=house.admin, at=NOW)
    with pytest.raises(Refused, match="停用"):
        officers.appoint(house.li, house.transport, Role.EDITOR, by=house.admin, on=DAY)
    password = officers.reactivate(house.li, by=house.admin, at=NOW)
    house.li.refresh_from_db()
    assert house.li.check_password(password)
    assert house.li.actor().roles


@pytest.mark.parametrize(
    ("new", "why"),
    [("Short-1", "10"), ("1234567890123", "数字"), ("Wangfang-1", "相似"), (PASSWORD, "相同")],
)
def test_a_weak_new_password_is_refused_in_chinese(house, new, why):
    with pytest.raises(Refused, match=why) as refused:
        officers.change_password(house.wang, old=PASSWORD, new=new, at=NOW)
    assert refused.value.field == "new"


def test_the_old_password_must_be_right(house):
    with pytest.raises(Refused, match="原密码不正确"):
        officers.change_password(house.li, old="wrong", new="Brand-new-88x", at=NOW)
    officers.change_password(house.li, old=PASSWORD, new="Brand-new-88x", at=NOW)
    assert Officer.objects.get(pk=house.li.pk).check_password("Brand-new-88x")


def test_generated_passwords_satisfy_the_rules_and_differ(house):
    first, second = (officers.reset_password(house.li, by=house.admin, at=NOW) for _ in range(2))
    assert first != second
    assert len(first) == 19


def test_the_first_administrator_needs_a_good_password(house):
    with pytest.raises(Refused):
        officers.create_admin("root", "123456", "管理员", organisation=house.county, at=NOW)
    made = officers.create_admin("root", "Strong-enough-1", "管理员", organisation=house.county, at=NOW)
    assert made.actor().roles == {house.county.path: frozenset({Role.ADMIN})}


# —— second step ——


def code_now(officer: Officer, at=NOW) -> str:
    return rules.code_at(second_step._secret(Authenticator.objects.get(user=officer)), rules.step_at(at))


def test_an_authenticator_counts_once_its_first_code_was_right(house):
    secret = second_step.begin(house.li)
    assert second_step.begin(house.li) == secret
    with pytest.raises(Refused, match="不正确"):
        second_step.confirm(house.li, "000000" if code_now(house.li) != "000000" else "111111", at=NOW)
    assert not has_second_step(house.li)
    _, codes = second_step.confirm(house.li, code_now(house.li), at=NOW)
    assert has_second_step(house.li)
    assert len(set(codes)) == recovery_codes_left(house.li) == 10
    with pytest.raises(Refused, match="已启用"):
        second_step.begin(house.li)


def test_recovery_codes_are_kept_as_digests_and_good_once(house):
    second_step.begin(house.li)
    _, codes = second_step.confirm(house.li, code_now(house.li), at=NOW)
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    assert second_step.prove(house.li, codes[0].upper(), at=NOW)
    with pytest.raises(Refused):
        second_step.prove(house.li, codes[0], at=NOW)
    assert recovery_codes_left(house.li) == 9
    renewed = second_step.renew_recovery_codes(house.li)
    with pytest.raises(Refused):
        second_step.prove(house.li, codes[1], at=NOW)
    assert second_step.prove(house.li, renewed[0], at=NOW)


@pytest.mark.django_db(transaction=True)
def test_after_five_tries_even_the_right_code_waits(house):
    second_step.begin(house.li)
    second_step.confirm(house.li, code_now(house.li), at=NOW)
    for _ in range(5):
        with pytest.raises(Refused, match="不正确"):
            second_step.prove(house.li, "not-it", at=NOW)
    with pytest.raises(Refused, match="15分钟"):
        second_step.prove(house.li, code_now(house.li), at=NOW)


def test_an_administrator_removes_a_lost_authenticator(house):
    second_step.begin(house.li)
    second_step.confirm(house.li, code_now(house.li), at=NOW)
    officers.remove_second_step(house.li, by=house.admin)
    assert (has_second_step(house.li), recovery_codes_left(house.li)) == (False, 0)


# —— keys ——


def test_a_key_is_shown_once_and_kept_as_a_digest(house):
    key, shown = api_keys.issue_key("县融媒体中心取数", organisation=house.housing, by=house.admin, at=NOW)
    assert shown not in str(ApiKey.objects.values().get())
    assert api_key(shown) == key
    assert [api_key(text) for text in ("", shown[:-1], shown[:-1] + ("a" if shown[-1] != "a" else "b"), "gk_x")] == [None] * 4


def test_a_used_key_notes_the_day_with_one_write(house, django_assert_num_queries):
    _, shown = api_keys.issue_key("取数", organisation=house.housing, by=house.admin, at=NOW)
    with django_assert_num_queries(2):
        assert api_keys.use_key(shown, on=DAY).last_used_on == DAY
    with django_assert_num_queries(1):
        api_keys.use_key(shown, on=DAY)


def test_a_revoked_key_opens_nothing(house):
    key, shown = api_keys.issue_key("取数", organisation=house.housing, by=house.admin, at=NOW)
    with pytest.raises(Refused):
        api_keys.revoke_key(key, by=house.li, at=NOW)
    api_keys.revoke_key(key, by=house.admin, at=NOW)
    assert api_keys.use_key(shown, on=DAY) is None


def test_demo_officers_are_refused_when_the_trial_mode_is_off(house, settings, rf):
    settings.AUTHENTICATION_BACKENDS = ["gongkai.people.backends.OfficerBackend"]
    Officer.objects.filter(pk=house.li.pk).update(demo=True)
    settings.TRIAL = True
    assert authenticate(rf.post("/"), username="lisi", password=PASSWORD) == house.li
    settings.TRIAL = False
    assert authenticate(rf.post("/"), username="lisi", password=PASSWORD) is None
