"""谁可以做什么: roles, the small questions asked of them, and the map from a permit to the answers that allow it.

Each room keeps its own `Permit` and `WHO_MAY` beside its rules:

    class Permit(Permission):
        PUBLISH = "policies:edition:publish", "发布文件"

    WHO_MAY: WhoMay = {Permit.PUBLISH: [[is_signer_there, did_not_write_it]]}

A permit is given when every question of any one row is answered yes. A predicate's docstring is its Chinese name, printed in the
rulebook and in refusals. A permit without a row is given to nobody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec

from gongkai.people.rules.organisations import ids_in, is_at_or_below
from gongkai.shared.refusal import Refused


class Role(StrEnum):
    """领域规则 0.4: 采编 → 审核（含保密审查）→ 签发; supervision and administration beside them."""

    EDITOR = "editor"
    REVIEWER = "reviewer"
    SIGNER = "signer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        return {"editor": "采编", "reviewer": "审核（保密审查）", "signer": "签发", "supervisor": "监督管理", "admin": "系统管理"}[
            self.value
        ]


REACHING_DOWN = frozenset(
    {Role.SUPERVISOR, Role.ADMIN}
)  # 条例第三条: 主管部门推进、指导、协调、监督本行政区域; the rest act for their own office


class Permission(StrEnum):
    """The base of each room's `Permit`: a value such as "policies:edition:publish" and what it is in Chinese."""

    words: str

    def __new__(cls, value: str, words: str = "") -> "Permission":
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words or value
        return member


@dataclass(frozen=True)
class Actor:
    """Who asks: the roles held now, by the path of the organisation they are held at."""

    officer_id: int
    name: str
    roles: Mapping[str, frozenset[Role]]

    def holds(self, role: Role, office_path: str) -> bool:
        """Whether this role covers the office: held at that very office or, for supervision and administration, anywhere above it."""
        return any(
            role in held and (path == office_path or (role in REACHING_DOWN and is_at_or_below(office_path, path)))
            for path, held in self.roles.items()
            if path
        )

    def holds_anywhere(self, role: Role) -> bool:
        return any(role in held for held in self.roles.values())

    def offices(self, role: Role | None = None) -> list[str]:
        """The paths where the actor holds this role (any role when None), in order."""
        return sorted(path for path, held in self.roles.items() if role is None or role in held)


@dataclass(frozen=True)
class About:
    """What is asked about: the office it belongs to and, where it matters, who wrote it and which officer it concerns.
    `writers`: everybody who wrote a part of it, besides the one who wrote last."""

    office_path: str
    written_by: int | None = None
    concerns: int | None = None
    writers: frozenset[int] = frozenset()


Predicate = Callable[[Actor, About], bool]
WhoMay = Mapping[StrEnum, Sequence[Sequence[Predicate]]]


def is_editor_there(actor: Actor, about: About) -> bool:
    """本单位采编人员"""
    return actor.holds(Role.EDITOR, about.office_path)


def is_reviewer_there(actor: Actor, about: About) -> bool:
    """本单位审核（保密审查）人员"""
    return actor.holds(Role.REVIEWER, about.office_path)


def is_signer_there(actor: Actor, about: About) -> bool:
    """本单位签发人"""
    return actor.holds(Role.SIGNER, about.office_path)


def is_supervisor(actor: Actor, about: About) -> bool:
    """本单位或上级机关的监督管理人员"""
    return actor.holds(Role.SUPERVISOR, about.office_path)


def is_admin(actor: Actor, about: About) -> bool:
    """本单位或上级机关的系统管理员"""
    return actor.holds(Role.ADMIN, about.office_path)


def is_root_admin(actor: Actor, about: About) -> bool:
    """最高一级机关的系统管理员"""
    return any(len(ids_in(path)) == 1 for path in actor.offices(Role.ADMIN))


def did_not_write_it(actor: Actor, about: About) -> bool:
    """不是起草人本人"""
    return about.written_by != actor.officer_id and actor.officer_id not in about.writers


def is_not_about_oneself(actor: Actor, about: About) -> bool:
    """不是给自己办"""
    return about.concerns != actor.officer_id


class Permit(Permission):
    """What this room permits. The journal is read through the desk by those who oversee an office."""

    MANAGE_ORGANISATION = "people:organisation:manage", "维护机关名称、代字"
    ARRANGE_ORGANISATIONS = "people:organisation:arrange", "设立、调整、撤销下级机关"
    MANAGE_OFFICER = "people:officer:manage", "管理人员账号与任职"
    ISSUE_API_KEY = "people:api-key:issue", "签发、停用开放接口密钥"
    READ_JOURNAL = "people:journal:read", "查阅操作日志"


WHO_MAY: WhoMay = {
    Permit.MANAGE_ORGANISATION: [[is_admin]],
    Permit.ARRANGE_ORGANISATIONS: [[is_admin]],  # asked about the parent: no office abolishes itself
    Permit.MANAGE_OFFICER: [[is_admin, is_not_about_oneself]],
    Permit.ISSUE_API_KEY: [[is_admin]],
    Permit.READ_JOURNAL: [[is_admin], [is_supervisor]],
}


def may(actor: Actor, permit: StrEnum, about: About, who_may: WhoMay) -> bool:
    """Whether the permit is given; False for a permit the map does not hold."""
    return any(all(asks(actor, about) for asks in row) for row in who_may.get(permit, ()))


def require(actor: Actor, permit: StrEnum, about: About, who_may: WhoMay) -> None:
    """Nothing, or Refused saying who may and what to do."""
    if not may(actor, permit, about, who_may):
        raise Refused(f"您没有办理“{_named(permit)}”的权限：须由{_who(permit, who_may)}办理。请联系本单位系统管理员。")


def printed(maps: Mapping[str, WhoMay]) -> str:
    """{"policies": WHO_MAY, …} → one Markdown table: room, what, who, permit."""
    lines = ["| 模块 | 事项 | 谁可以办 | 标识 |", "|---|---|---|---|"]
    for room, who_may in maps.items():
        lines += [f"| {room} | {_named(permit)} | {_who(permit, who_may)} | `{permit.value}` |" for permit in who_may]
    return "\n".join(lines) + "\n"


def maps_of(rooms: Iterable[str]) -> dict[str, WhoMay]:
    """The map of every room in the list of packages ("gongkai.policies", …) that keeps `rules/permits.py`, in order, by its short name.
    The caller names the rooms: people knows none of those above it."""
    found: dict[str, WhoMay] = {}
    for room in rooms:
        if find_spec(f"{room}.rules") and find_spec(f"{room}.rules.permits"):
            who_may = getattr(import_module(f"{room}.rules.permits"), "WHO_MAY", None)
            if who_may is not None:
                found[room.rpartition(".")[2]] = who_may
    return found


def _named(permit: StrEnum) -> str:
    return getattr(permit, "words", permit.value)


def _who(permit: StrEnum, who_may: WhoMay) -> str:
    rows = ["且".join((asks.__doc__ or asks.__name__).strip() for asks in row) for row in who_may.get(permit, ())]
    return "，或".join(rows) or "（无人）"
