"""动态口令: setting up an authenticator, proving a code, recovery codes."""

import base64
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.people import throttle
from gongkai.people.models import Authenticator, Officer, RecoveryCode
from gongkai.people.rules import second_step as rules
from gongkai.people.rules.accounts import UNMISTAKABLE
from gongkai.shared.refusal import Refused

TRIES, TRIES_WITHIN = 5, timedelta(minutes=15)


@transaction.atomic
def begin(officer: Officer) -> bytes:
    """The secret of the authenticator being set up: the same until it is confirmed. Refused when one is in use already."""
    device, _ = Authenticator.objects.select_for_update().get_or_create(
        user=officer, defaults={"name": "动态口令", "confirmed": False, "secret": _written(secrets.token_bytes(rules.SECRET_BYTES))}
    )
    if device.confirmed:
        raise Refused("您已启用动态口令。如更换手机，请先停用再重新设置。")
    return _secret(device)


@transaction.atomic
def confirm(officer: Officer, code: str, *, at: datetime) -> tuple[Authenticator, list[str]]:
    """The first right code puts the authenticator in use; ten recovery codes come back, shown once."""
    device = Authenticator.objects.select_for_update().filter(user=officer, confirmed=False).first()
    if device is None:
        raise Refused("没有待确认的动态口令，请重新开始设置。")
    _spend(device, code, at)
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    return device, _new_recovery_codes(officer)


def prove(officer: Officer, code: str, *, at: datetime) -> Authenticator:
    """The officer's authenticator, when the code is right: six digits from the app or a recovery code. Refused otherwise, and after
    five tries in a quarter of an hour."""
    if not throttle.allow(f"second-step:{officer.pk}", TRIES, TRIES_WITHIN, at):  # counted outside: a refusal must not undo the count
        raise Refused("验证码尝试次数过多，请15分钟后再试。", field="code")
    with transaction.atomic():
        device: Authenticator | None = Authenticator.objects.select_for_update().filter(user=officer, confirmed=True).first()
        if device is None:
            raise Refused("您尚未启用动态口令。")
        if not _spend_recovery_code(officer, code, at):
            _spend(device, code, at)
        return device


@transaction.atomic
def stop(officer: Officer) -> None:
    """The officer gives up the authenticator; the caller has just asked for a code."""
    Authenticator.objects.filter(user=officer).delete()
    RecoveryCode.objects.filter(officer=officer).delete()


@transaction.atomic
def renew_recovery_codes(officer: Officer) -> list[str]:
    """Ten new recovery codes, shown once; the old ones are void."""
    return _new_recovery_codes(officer)


def _spend(device: Authenticator, code: str, at: datetime) -> None:
    step = rules.matching_step(_secret(device), "".join(code.split()), at, used=device.last_step)
    if step is None:
        raise Refused("验证码不正确或已用过，请等待应用显示下一组数字后再试。如一直不正确，请核对手机时间。", field="code")
    device.last_step = step
    device.save(update_fields=["last_step"])


def _spend_recovery_code(officer: Officer, code: str, at: datetime) -> bool:
    digest = rules.recovery_digest(code, officer.pk)
    return RecoveryCode.objects.filter(officer=officer, digest=digest, used_at=None).update(used_at=at) == 1


def _new_recovery_codes(officer: Officer) -> list[str]:
    RecoveryCode.objects.filter(officer=officer).delete()
    codes = [
        "-".join("".join(secrets.choice(UNMISTAKABLE.lower()) for _ in range(5)) for _ in range(3)) for _ in range(rules.RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(RecoveryCode(officer=officer, digest=rules.recovery_digest(code, officer.pk)) for code in codes)
    return codes


def _secret(device: Authenticator) -> bytes:
    return base64.b64decode(device.secret)


def _written(secret: bytes) -> str:
    return base64.b64encode(secret).decode()
