"""账号与口令（等保三级，领域规则 14.4【推】，待复核）."""

import re
import string
import unicodedata
from datetime import datetime, timedelta

PASSWORD_CLASSES = 3  # of four: upper case, lower case, digits, signs
PASSWORD_DAYS = 90  # 定期更换
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # for what is read aloud or copied from paper: no 0/O, 1/l/I


def plain_username(text: str) -> str:
    """As it is kept and compared: no spaces around it, half-width, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def is_username(text: str) -> bool:
    """Three to sixty letters, digits and . _ - ; begins with a letter or digit."""
    return USERNAME.fullmatch(text) is not None


def classes_in(password: str) -> int:
    """How many of the four kinds of character it holds; any character beyond letters and digits counts as a sign."""
    return sum(
        (
            any(one in string.ascii_uppercase for one in password),
            any(one in string.ascii_lowercase for one in password),
            any(one in string.digits for one in password),
            any(one not in string.ascii_letters + string.digits for one in password),
        )
    )


def password_is_due(set_at: datetime | None, at: datetime, days: int = PASSWORD_DAYS) -> bool:
    """Whether the password has stood for longer than allowed; never when its day is not known or `days` is 0."""
    return days > 0 and set_at is not None and at - set_at > timedelta(days=days)
