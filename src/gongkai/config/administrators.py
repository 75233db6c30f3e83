"""`start.py createadmin`: the first account of a real installation, and its first organisation."""

import getpass
import os
import sys

from gongkai.journal import offices
from gongkai.people.rules.organisations import Level
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

_LEVELS = {"省": Level.PROVINCE, "市": Level.CITY, "县": Level.COUNTY, "乡": Level.TOWNSHIP}


def create(username: str, name: str, *, organisation: str, region: str, level: str) -> None:
    """Ask twice for the password (or take GONGKAI_ADMIN_PASSWORD when there is no terminal) and make the account. In an empty house
    the organisation at the top of the tree is made first."""
    if level not in _LEVELS:
        raise Refused(f"层级只能是{'、'.join(_LEVELS)}之一。")
    officer = offices.create_admin(
        username, _password(), name, at=now(), organisation_name=organisation, level=_LEVELS[level], region_code=region
    )
    print(f"已建立系统管理员“{officer.name}”（{officer.username}）。现在可以启动平台并登录 /desk/。")


def _password() -> str:
    if not sys.stdin.isatty():
        given = os.environ.get("GONGKAI_ADMIN_PASSWORD", "")
        if not given:
            raise Refused("没有终端可以输入口令，请用环境变量 GONGKAI_ADMIN_PASSWORD 提供。")
        return given
    password = getpass.getpass("口令（至少 10 位）：")
    if getpass.getpass("再输一次：") != password:
        raise Refused("两次输入的口令不一致。")
    return password
