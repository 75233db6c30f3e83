"""Accounts and posts: 开户、任职、免职、停用、重置口令."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gongkai.people.models import Authenticator, Officer, Organisation, Post, RecoveryCode
from gongkai.people.queries import offices_answering_for
from gongkai.people.rules.accounts import UNMISTAKABLE, is_username, plain_username
from gongkai.people.rules.permits import WHO_MAY, About, Permit, Role, require
from gongkai.people.sign_in_trace import kept_as
from gongkai.shared.refusal import Refused


@transaction.atomic
def create(
    username: str,
    name: str,
    *,
    organisation: Organisation,
    roles: Iterable[Role],
    by: Officer,
    at: datetime,
    email: str = "",
    phone: str = "",
    external_id: str = "",
) -> tuple[Officer, str]:
    """A new officer with these roles at the organisation, and the initial password, which is shown once and must be changed."""
    require(by.actor(), Permit.MANAGE_OFFICER, About(organisation.path), WHO_MAY)
    roles = list(roles)
    if not roles:
        raise Refused("请至少选择一个角色。", field="roles")
    officer = Officer(must_change_password=True, password_set_at=at)
    _set_facts(officer, username=username, name=name, email=email, phone=phone, external_id=external_id)
    password = _new_password()
    officer.set_password(password)
    officer.save()
    for role in roles:
        _hold(officer, organisation, role, at.date())
    return officer, password


@transaction.atomic
def create_admin(username: str, password: str, name: str, *, organisation: Organisation, at: datetime) -> Officer:
    """The first administrator, made from the command line. Asks no permit: whoever can run it holds the database. The password
    must satisfy the rules for all passwords."""
    officer = Officer(password_set_at=at)
    _set_facts(officer, username=username, name=name)
    _set_password(officer, password, at)
    _hold(officer, organisation, Role.ADMIN, at.date())
    return officer


@transaction.atomic
def edit(officer: Officer, *, by: Officer, **facts: str) -> Officer:
    """Change name, email, phone, username or external_id."""
    _require_charge(by, officer)
    officer = _locked(officer)
    _set_facts(officer, **facts)
    officer.save()
    return officer


@transaction.atomic
def appoint(officer: Officer, organisation: Organisation, role: Role, *, by: Officer, on: date) -> Post:
    """任职: the officer holds the role at the organisation from now on; nobody appoints themself."""
    require(by.actor(), Permit.MANAGE_OFFICER, About(organisation.path, concerns=officer.pk), WHO_MAY)
    officer = _locked(officer)
    if not officer.is_active:
        raise Refused("该账号已停用，不能任职。")
    return _hold(officer, organisation, role, on)


@transaction.atomic
def retire(post: Post, *, by: Officer, on: date) -> Post:
    """免职: the post ends now and stays in the record."""
    require(by.actor(), Permit.MANAGE_OFFICER, About(post.organisation.path, concerns=post.officer_id), WHO_MAY)
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.until is not None:
        raise Refused("该任职已经结束。")
    post.until = max(on, post.since)
    post.save(update_fields=["until"])
    return post


@transaction.atomic
def reset_password(officer: Officer, *, by: Officer, at: datetime) -> str:
    """A new initial password, shown once; every session of the officer ends, and a lock-out is lifted."""
    _require_charge(by, officer)
    officer = _locked(officer)
    if not officer.is_active:
        raise Refused("该账号已停用，请先恢复启用。")
    return _start_afresh(officer, at)


@transaction.atomic
def remove_second_step(officer: Officer, *, by: Officer) -> None:
    """The phone is lost and the recovery codes too: the officer sets up a new authenticator after the next sign-in."""
    _require_charge(by, officer)
    Authenticator.objects.filter(user=officer).delete()
    RecoveryCode.objects.filter(officer=officer).delete()


@transaction.atomic
def deactivate(officer: Officer, *, by: Officer) -> Officer:
    """停用: no more sign-in, and every session ends with the next click. Posts stay in the record but give no permit."""
    _require_charge(by, officer)
    officer = _locked(officer)
    officer.is_active = False
    officer.set_unusable_password()  # so that a session from before does not come back to life with the account
    officer.save()
    return officer


@transaction.atomic
def reactivate(officer: Officer, *, by: Officer, at: datetime) -> str:
    """恢复启用, with a new initial password, shown once."""
    _require_charge(by, officer)
    officer = _locked(officer)
    officer.is_active = True
    return _start_afresh(officer, at)


@transaction.atomic
def unlock(officer: Officer, *, by: Officer) -> None:
    """Lift the lock-out after too many wrong passwords."""
    _require_charge(by, officer)
    forget_failures(username=kept_as(officer.username))


@transaction.atomic
def change_password(officer: Officer, *, old: str, new: str, at: datetime) -> Officer:
    """The officer's own change. The caller keeps the present session alive; all others end."""
    officer = _locked(officer)
    if not officer.check_password(old):
        raise Refused("原密码不正确。", field="old")
    if officer.check_password(new):
        raise Refused("新密码不能与原密码相同。", field="new")
    _set_password(officer, new, at)
    return officer


def _require_charge(by: Officer, officer: Officer) -> None:
    """Whoever manages an account must be in charge of every office the officer works for: the administrator of one of two offices
    cannot take over the powers held at the other."""
    actor = by.actor()
    for path in offices_answering_for(officer):
        require(actor, Permit.MANAGE_OFFICER, About(path, concerns=officer.pk), WHO_MAY)


def _set_facts(officer: Officer, **facts: str) -> None:
    for fact, value in facts.items():
        if fact not in {"username", "name", "email", "phone", "external_id"}:
            raise ValueError(f"not a plain fact of an officer: {fact}")
        setattr(officer, fact, plain_username(value) if fact == "username" else value.strip())
    if not is_username(officer.username):
        raise Refused("用户名须为3至60位字母、数字或 . _ -，并以字母或数字开头。", field="username")
    if not officer.name:
        raise Refused("请填写姓名。", field="name")
    try:
        if officer.email:
            validate_email(officer.email)
        officer.validate_constraints()
        officer.validate_unique()
    except ValidationError as wrong:
        messages = getattr(wrong, "error_dict", None)
        field = next(iter(messages)) if messages else "email"
        raise Refused(wrong.messages[0], field="" if field == "__all__" else field) from None


def _hold(officer: Officer, organisation: Organisation, role: Role, on: date) -> Post:
    if not organisation.is_open:
        raise Refused("该机关已撤销，不能在其任职。", field="organisation")
    if officer.posts.filter(organisation=organisation, role=role, until=None).exists():
        raise Refused(f"{officer}已担任{organisation}的{role.label}。", field="role")
    return Post.objects.create(officer=officer, organisation=organisation, role=role, since=on)


def _set_password(officer: Officer, password: str, at: datetime) -> None:
    try:
        validate_password(password, officer)
    except ValidationError as wrong:
        raise Refused("".join(wrong.messages), field="new") from None
    officer.set_password(password)
    officer.password_set_at, officer.must_change_password = at, False
    officer.save()


def _start_afresh(officer: Officer, at: datetime) -> str:
    password = _new_password()
    officer.set_password(password)
    officer.password_set_at, officer.must_change_password = at, True
    officer.save()
    forget_failures(username=kept_as(officer.username))
    return password


def _new_password() -> str:
    """Sixteen characters in four groups, easy to read aloud; about 90 bits."""
    return "-".join("".join(secrets.choice(UNMISTAKABLE) for _ in range(4)) for _ in range(4))


def _locked(officer: Officer) -> Officer:
    return Officer.objects.select_for_update().get(pk=officer.pk)
