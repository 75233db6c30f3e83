"""动态口令 (RFC 6238) and recovery codes, with the time handed in."""

import base64
import hmac
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

from gongkai.shared.digest import sm3

STEP_SECONDS = 30  # RFC 6238's default, the only one every authenticator app knows
DIGITS = 6
TOLERANCE = 1  # steps: a phone's clock may be half a minute off either way
SECRET_BYTES = 20  # RFC 4226 recommends 160 bits
RECOVERY_CODES = 10


def code_at(secret: bytes, step: int) -> str:
    """The six digits for a step of thirty seconds since 1970."""
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    offset = digest[-1] & 0x0F
    number: int = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // STEP_SECONDS


def matching_step(secret: bytes, code: str, at: datetime, used: int) -> int | None:
    """The step this code belongs to, or None. A step up to `used` has been spent: no code is good twice."""
    now = step_at(at)
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if step > used and hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def enrolment_address(secret: bytes, username: str, issuer: str) -> str:
    """The otpauth:// address an authenticator app reads from the QR code."""
    label = quote(f"{issuer}:{username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': spoken(secret), 'issuer': issuer, 'digits': DIGITS, 'period': STEP_SECONDS})}"


def spoken(secret: bytes) -> str:
    """The secret as letters and digits to be typed by hand (base32)."""
    return base64.b32encode(secret).decode().rstrip("=")


def recovery_digest(code: str, officer_id: int) -> str:
    """What is kept of a recovery code; spaces, dashes and case do not matter."""
    return sm3(f"{officer_id}:{''.join(one for one in code.lower() if one.isalnum())}".encode())
