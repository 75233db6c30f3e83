"""The cast every room's tests may use: a county with two offices, 李四 and 王芳 at housing, 赵敏 at transport, an administrator above.
A conftest.py says `from gongkai.people.testing import house  # noqa: F401`."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from gongkai.people.models import Officer, Organisation, Post
from gongkai.people.rules.organisations import Kind
from gongkai.people.rules.permits import Role
from gongkai.shared.clock import BEIJING

NOW = datetime(2025, 6, 10, 9, 0, tzinfo=BEIJING)
PASSWORD = "Right-horse-7"  # noqa: S105


@dataclass
class House:
    county: Organisation
    housing: Organisation
    transport: Organisation
    admin: Officer
    li: Officer
    wang: Officer
    zhao: Officer


def officer(username: str, name: str, office: Organisation, *roles: Role) -> Officer:
    """An officer who holds these roles at the office since the new year, and signs in with PASSWORD."""
    made = Officer.objects.create_user(username, PASSWORD, name=name)
    for role in roles:
        Post.objects.create(officer=made, organisation=office, role=role, since=date(2025, 1, 1))
    return made


@pytest.fixture
def house(db: None) -> House:
    county = Organisation.objects.create(name="云泽县人民政府", short_name="县政府", kind=Kind.GOVERNMENT)
    housing = Organisation.objects.create(name="云泽县住房和城乡建设局", short_name="县住建局", parent=county, position=1)
    transport = Organisation.objects.create(name="云泽县交通运输局", parent=county, position=2)
    return House(
        county,
        housing,
        transport,
        admin=officer("admin", "周正", county, Role.ADMIN),
        li=officer("lisi", "李四", housing, Role.EDITOR),
        wang=officer("wangfang", "王芳", housing, Role.REVIEWER, Role.SIGNER),
        zhao=officer("zhaomin", "赵敏", transport, Role.EDITOR, Role.REVIEWER),
    )
