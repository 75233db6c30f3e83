"""A list of the housing office with one entry, for tests of the room and of the doors."""

from datetime import date

from tests.cast import AT, Cast

from gongkai.registers.actions import keeping
from gongkai.registers.models import Entry, Register
from gongkai.registers.rules.schemas import BY_SLUG

FEE = {"name": "城镇垃圾处理费", "kind": "行政事业性收费", "collector": "市住建局", "basis": "价格法", "standard": "每户每月8元"}


def opened(cast: Cast, *, item=None, slug: str = "fees") -> Register:
    schema = BY_SLUG["fees"]
    return keeping.open_register(
        slug=slug, name=schema.name, basis=schema.basis, columns=schema.as_data(), owner=cast.housing, item=item, by=cast.li, at=AT
    )


ACCESS = {"name": "开办民办学校", "kind": "许可准入类", "sector": "教育", "measure": "未获得许可，不得设立民办学校", "national": "教育部"}


def from_above(cast: Cast, slug: str = "market-access") -> Register:
    """A list whose content comes from above, with what is filled in here beside it."""
    schema = BY_SLUG["market-access"]
    return keeping.open_register(
        slug=slug, name=schema.name, basis=schema.basis, columns=schema.as_data(), owner=cast.housing, by=cast.li, at=AT
    )


def proposed(cast: Cast, register: Register, entry=None, *, values=None, **others):
    given = {"valid_from": AT.date() if entry else date(2026, 1, 1), "note": "按目录清单公布", "by": cast.li, "at": AT} | others
    return keeping.propose(register, FEE | (values or {}), entry=entry, **given)


def listed(cast: Cast, register: Register, name: str = FEE["name"]) -> Entry:
    version = proposed(cast, register, values={"name": name})
    keeping.approve(version, by=cast.wang, at=AT)
    return Entry.objects.get(pk=version.entry_id)
