"""签发与停用开放接口密钥."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from gongkai.people.models import ApiKey, Officer, Organisation
from gongkai.people.queries import api_key
from gongkai.people.rules import api_keys as rules
from gongkai.people.rules.permits import WHO_MAY, About, Permit, require
from gongkai.shared.refusal import Refused


@transaction.atomic
def issue_key(
    name: str, *, organisation: Organisation, by: Officer, at: datetime, scopes: Iterable[rules.Scope] = (rules.Scope.READ,)
) -> tuple[ApiKey, str]:
    """A key for an organisation's use, and its text, which is shown once and cannot be had again."""
    require(by.actor(), Permit.ISSUE_API_KEY, About(organisation.path), WHO_MAY)
    if not name.strip():
        raise Refused("请填写密钥的用途。", field="name")
    opened = list(dict.fromkeys(scopes))
    if rules.Scope.FOI_APPLICANT in opened and rules.Scope.FOI_READ not in opened:
        raise Refused("申请人信息随台账取得：请同时选择读取申请进度和台账。", field="scopes")
    prefix = secrets.token_hex(4)
    shown = rules.written(prefix, secrets.token_urlsafe(32))
    key = ApiKey.objects.create(
        name=name.strip()[:80],
        organisation=organisation,
        prefix=prefix,
        digest=rules.digest(shown),
        scopes=[scope.value for scope in opened],
        created_at=at,
        created_by=by,
    )
    return key, shown


@transaction.atomic
def revoke_key(key: ApiKey, *, by: Officer, at: datetime) -> ApiKey:
    """The key opens nothing from now on."""
    require(by.actor(), Permit.ISSUE_API_KEY, About(key.organisation.path), WHO_MAY)
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
    return key


def use_key(shown: str, *, on: date) -> ApiKey | None:
    """The standing key this text is, noted as used on this day (one write a day); None for any other text."""
    key = api_key(shown)
    if key is not None and key.last_used_on != on:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=on)
        key.last_used_on = on
    return key
