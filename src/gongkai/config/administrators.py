"""`start.py createadmin`: the first account of a real installation."""

import getpass
import os
import sys

from gongkai.people.actions.officers import create_admin
from gongkai.shared.refusal import Refused


def create(username: str, name: str) -> None:
    """Ask twice for the password (or take GONGKAI_ADMIN_PASSWORD when there is no terminal) and make the account."""
    if sys.stdin.isatty():
        password = getpass.getpass("口令（至少 10 位）：")
        if getpass.getpass("再输一次：") != password:
            raise Refused("两次输入的口令不一致。")
    else:
        password = os.environ.get("GONGKAI_ADMIN_PASSWORD", "")
        if not password:
            raise Refused("没有终端可以输入口令，请用环境变量 GONGKAI_ADMIN_PASSWORD 提供。")
    create_admin(username=username, password=password, name=name)
    print(f"已建立系统管理员“{name}”（{username}）。")
