"""Changes to organisations, officers and keys, each with its journal entry in the same transaction: people stands below the journal
and cannot write it. The doors call these; the signatures are those of `gongkai.people.actions`, with `at` for the time."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.journal.actions import write
from gongkai.people.actions import api_keys, encryption, officers, organisations, second_step
from gongkai.people.models import ApiKey, DocCode, Officer, Organisation, OrganisationName, Post
from gongkai.people.rules.api_keys import Scope
from gongkai.people.rules.organisations import Kind, Level, NameKind
from gongkai.people.rules.permits import Role
from gongkai.shared.clock import BEIJING

# —— organisations ——


@transaction.atomic
def plant(name: str, *, level: Level, at: datetime, kind: Kind = Kind.GOVERNMENT, **facts: Any) -> Organisation:
    planted = organisations.plant(name, level=level, kind=kind, **facts)
    write("people.organisation.created", about=planted, by=None, at=at, data={"name": planted.name})
    return planted


@transaction.atomic
def create_organisation(
    name: str, *, under: Organisation, level: Level, kind: Kind, by: Officer, at: datetime, **facts: Any
) -> Organisation:
    created = organisations.create(name, under=under, by=by, level=level, kind=kind, **facts)
    write("people.organisation.created", about=created, by=by, at=at, data={"name": created.name, "under": under.pk})
    return created


@transaction.atomic
def rename(organisation: Organisation, name: str, *, by: Officer, at: datetime) -> str:
    former = organisations.rename(organisation, name, by=by, on=_day(at))
    write("people.organisation.renamed", about=organisation, by=by, at=at, data={"from": former, "to": name})
    return former


@transaction.atomic
def edit_organisation(organisation: Organisation, *, by: Officer, at: datetime, **facts: Any) -> Organisation:
    edited = organisations.edit(organisation, by=by, **facts)
    write("people.organisation.edited", about=edited, by=by, at=at, data={"changed": sorted(facts)})
    return edited


@transaction.atomic
def move(organisation: Organisation, *, under: Organisation, by: Officer, at: datetime) -> Organisation:
    old = organisation.path
    moved = organisations.move(organisation, under=under, by=by)
    write("people.organisation.moved", about=moved, by=by, at=at, data={"from": old, "to": moved.path})
    return moved


@transaction.atomic
def close(organisation: Organisation, *, by: Officer, at: datetime, succeeded_by: Organisation | None = None) -> Organisation:
    closed = organisations.close(organisation, by=by, on=_day(at), succeeded_by=succeeded_by)
    successor = succeeded_by.pk if succeeded_by else None
    write("people.organisation.closed", about=closed, by=by, at=at, data={"succeeded_by": successor})
    return closed


@transaction.atomic
def add_name(
    organisation: Organisation,
    name: str,
    *,
    kind: NameKind,
    by: Officer,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
) -> OrganisationName:
    added = organisations.add_name(organisation, name, kind=kind, by=by, since=since, until=until)
    write("people.organisation.name_added", about=organisation, by=by, at=at, data={"name": added.name, "kind": kind.value})
    return added


@transaction.atomic
def remove_name(name: OrganisationName, *, by: Officer, at: datetime) -> None:
    organisations.remove_name(name, by=by)
    write("people.organisation.name_removed", about=name.organisation, by=by, at=at, data={"name": name.name})


@transaction.atomic
def add_doc_code(
    organisation: Organisation, code: str, *, by: Officer, at: datetime, valid_from: date | None = None, valid_to: date | None = None
) -> DocCode:
    added = organisations.add_doc_code(organisation, code, by=by, valid_from=valid_from, valid_to=valid_to)
    write("people.organisation.doc_code_added", about=organisation, by=by, at=at, data=_code(added))
    return added


@transaction.atomic
def end_doc_code(doc_code: DocCode, *, by: Officer, on: date, at: datetime) -> DocCode:
    ended = organisations.end_doc_code(doc_code, by=by, on=on)
    write("people.organisation.doc_code_ended", about=ended.organisation, by=by, at=at, data=_code(ended))
    return ended


# —— officers ——


@transaction.atomic
def create_officer(
    username: str, name: str, *, organisation: Organisation, roles: Iterable[Role], by: Officer, at: datetime, **facts: str
) -> tuple[Officer, str]:
    roles = list(roles)
    officer, password = officers.create(username, name, organisation=organisation, roles=roles, by=by, at=at, **facts)
    data = {"organisation": organisation.pk, "roles": sorted(role.value for role in roles)}
    write("people.officer.created", about=officer, by=by, at=at, data=data)
    return officer, password


@transaction.atomic
def create_admin(
    username: str,
    password: str,
    name: str,
    *,
    at: datetime,
    organisation_name: str = "",
    level: Level = Level.COUNTY,
    region_code: str = "",
) -> Officer:
    """For the command line: an administrator at the root of the tree. In an empty house the root is planted first, under
    `organisation_name` (Refused when that is empty)."""
    organisation = Organisation.objects.filter(parent=None, closed_on=None).first()
    if organisation is None:
        organisation = plant(organisation_name, level=level, at=at, region_code=region_code)
    officer = officers.create_admin(username, password, name, organisation=organisation, at=at)
    write("people.officer.created", about=officer, by=None, at=at, data={"organisation": organisation.pk, "roles": [Role.ADMIN.value]})
    return officer


@transaction.atomic
def edit_officer(officer: Officer, *, by: Officer, at: datetime, **facts: str) -> Officer:
    edited = officers.edit(officer, by=by, **facts)
    write("people.officer.edited", about=edited, by=by, at=at, data={"changed": sorted(facts)})
    return edited


@transaction.atomic
def appoint(officer: Officer, organisation: Organisation, role: Role, *, by: Officer, at: datetime) -> Post:
    post = officers.appoint(officer, organisation, role, by=by, on=_day(at))
    write("people.post.appointed", about=officer, by=by, at=at, data={"organisation": organisation.pk, "role": role.value})
    return post


@transaction.atomic
def retire(post: Post, *, by: Officer, at: datetime) -> Post:
    retired = officers.retire(post, by=by, on=_day(at))
    data = {"organisation": retired.organisation_id, "role": retired.role}
    write("people.post.retired", about=retired.officer, by=by, at=at, data=data)
    return retired


@transaction.atomic
def reset_password(officer: Officer, *, by: Officer, at: datetime) -> str:
    password = officers.reset_password(officer, by=by, at=at)
    write("people.officer.password_reset", about=officer, by=by, at=at)
    return password


@transaction.atomic
def remove_second_step(officer: Officer, *, by: Officer, at: datetime) -> None:
    officers.remove_second_step(officer, by=by)
    write("people.officer.second_step_removed", about=officer, by=by, at=at)


@transaction.atomic
def deactivate(officer: Officer, *, by: Officer, at: datetime) -> Officer:
    closed = officers.deactivate(officer, by=by)
    write("people.officer.deactivated", about=closed, by=by, at=at)
    return closed


@transaction.atomic
def reactivate(officer: Officer, *, by: Officer, at: datetime) -> str:
    password = officers.reactivate(officer, by=by, at=at)
    write("people.officer.reactivated", about=officer, by=by, at=at)
    return password


@transaction.atomic
def unlock(officer: Officer, *, by: Officer, at: datetime) -> None:
    officers.unlock(officer, by=by)
    write("people.officer.unlocked", about=officer, by=by, at=at)


# —— what officers do themselves ——


def signed_in(officer: Officer, *, at: datetime, through: str) -> None:
    """`through`: password or identity."""
    write("people.officer.signed_in", about=officer, by=officer, at=at, data={"through": through})


def signed_out(officer: Officer, *, at: datetime) -> None:
    write("people.officer.signed_out", about=officer, by=officer, at=at)


def sign_in_failed(username: str, *, at: datetime, locked: bool = False) -> None:
    """What was typed is not noted, it may be a password in the wrong box: only whose account it was, if there is one."""
    officer = Officer.objects.filter(username=username).first()
    about = officer if officer is not None else "people.officer:unknown"
    write("people.officer.sign_in_failed", about=about, by=None, at=at)
    if locked:
        write("people.officer.locked", about=about, by=None, at=at)


@transaction.atomic
def change_password(officer: Officer, *, old: str, new: str, at: datetime) -> Officer:
    changed = officers.change_password(officer, old=old, new=new, at=at)
    write("people.officer.password_changed", about=changed, by=changed, at=at)
    return changed


@transaction.atomic
def confirm_second_step(officer: Officer, code: str, *, at: datetime) -> tuple[Any, list[str]]:
    """(the authenticator, ten recovery codes to be shown once)."""
    confirmed = second_step.confirm(officer, code, at=at)
    write("people.officer.second_step_started", about=officer, by=officer, at=at)
    return confirmed


@transaction.atomic
def stop_second_step(officer: Officer, *, at: datetime) -> None:
    second_step.stop(officer)
    write("people.officer.second_step_removed", about=officer, by=officer, at=at)


@transaction.atomic
def renew_recovery_codes(officer: Officer, *, at: datetime) -> list[str]:
    codes = second_step.renew_recovery_codes(officer)
    write("people.officer.recovery_codes_renewed", about=officer, by=officer, at=at)
    return codes


# —— keys ——


@transaction.atomic
def issue_key(
    name: str, *, organisation: Organisation, by: Officer, at: datetime, scopes: Iterable[Scope] = (Scope.READ,)
) -> tuple[ApiKey, str]:
    key, shown = api_keys.issue_key(name, organisation=organisation, by=by, at=at, scopes=scopes)
    write(
        "people.api_key.issued", about=key, by=by, at=at, data={"organisation": organisation.pk, "prefix": key.prefix, "scopes": key.scopes}
    )
    return key, shown


@transaction.atomic
def revoke_key(key: ApiKey, *, by: Officer, at: datetime) -> ApiKey:
    revoked = api_keys.revoke_key(key, by=by, at=at)
    write("people.api_key.revoked", about=revoked, by=by, at=at, data={"prefix": revoked.prefix})
    return revoked


def seal_again(*, at: datetime) -> int:
    """Sealed columns under the current key (people.actions.encryption); in batches, so the entry follows the work."""
    changed = encryption.seal_again()
    write("people.encryption.sealed_again", about="people.encryption:fields", by=None, at=at, data={"values": changed})
    return changed


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()


def _code(doc_code: DocCode) -> dict[str, Any]:
    days = {"from": doc_code.valid_from, "to": doc_code.valid_to}
    return {"code": doc_code.code, **{side: day.isoformat() if day else None for side, day in days.items()}}
