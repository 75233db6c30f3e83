"""Lists as the publishing room reviews and patrols them: each version of an entry that the public may read (“registers.version:12”), also
those of the past; an entry (“registers.entry:5”) while it is on its way round."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.models import Officer
from gongkai.publishing.models import TakenDown
from gongkai.publishing.rules.material import Material
from gongkai.publishing.subjects import Kind, Published, register
from gongkai.registers.actions import keeping
from gongkai.registers.models import EntryVersion, Register
from gongkai.registers.queries import ENTRY, VERSION, down_among, public
from gongkai.shared.refusal import Refused


def published(after: int, since: datetime | None, size: int) -> list[Published]:
    rows = _approved().filter(pk__gt=after).order_by("pk")
    if since is not None:
        rows = rows.filter(approved_at__gte=since)
    kept = list(rows[:size])
    if not kept:
        return []
    down = down_among(one.pk for one in kept)
    shown = [_published(one) for one in kept if one.pk not in down]
    return shown if len(kept) < size or len(shown) == size else [*shown, *published(kept[-1].pk, since, size - len(shown))]


def find(about: str) -> Published | None:
    one = _approved().filter(pk=_row(about)).first()
    return _published(one) if one and not TakenDown.objects.filter(about=about).exists() else None


def withdraw(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    one = _approved().filter(pk=_row(about)).first()
    if one is None:
        raise Refused("这一版已经不在了，请刷新页面查看。")
    return keeping.take_down(one, reason=reason, by=by, at=at)


def writers(about: str) -> frozenset[int]:
    return frozenset(EntryVersion.objects.filter(pk=_row(about)).values_list("made_by", flat=True))


def sign(about: str, *, seen: str, by: Officer, at: datetime) -> object:
    version = _in_hand(about)
    if seen and seen != keeping.said(version).digest():
        raise Refused("您打开之后，内容又改过。请看过新内容后再办理。")
    return keeping.approve(version, by=by, at=at)


def send_back(about: str, *, reason: str, by: Officer, at: datetime) -> object:
    return keeping.send_back(_in_hand(about), reason=reason, by=by, at=at)


def _in_hand(about: str) -> EntryVersion:
    rows = EntryVersion.objects.select_related("entry__register__owner").filter(entry=_row(about), approved_at=None)
    version = rows.first()
    if version is None:
        raise Refused("这一条已经批准或者退回，请刷新页面查看。")
    return version


def _approved() -> QuerySet[EntryVersion]:
    return EntryVersion.objects.filter(approved_at__isnull=False).select_related("entry__register__owner")


def _published(one: EntryVersion) -> Published:
    register_ = one.entry.register
    address = reverse("portal:register-entry", args=[register_.slug, one.entry.code])
    title = f"{register_.name}：{one.values.get(register_.columns[0]['name'], '')}（第 {one.number} 版）"
    return Published(f"{VERSION}:{one.pk}", one.pk, title, address, register_.owner, lambda: material(one))


def material(one: EntryVersion) -> Material:
    """Everything of a version that is public, a column a block."""
    words = [(column.name, one.values.get(column.name, "")) for column in one.entry.register.schema()]
    return Material("", tuple(Block(BlockKind.PARAGRAPH, text, anchor=name) for name, text in [*words, ("entry-note", one.note)] if text))


def _row(about: str) -> int:
    return int(about.rpartition(":")[2])


def registers_published(after: int, since: datetime | None, size: int) -> list[Published]:
    """The lists themselves, always all of them: they are few and their words change only with their row."""
    return [_register(one) for one in public().filter(pk__gt=after).order_by("pk")[:size]]


def register_found(about: str) -> Published | None:
    one = public().filter(pk=_row(about)).first()
    return _register(one) if one else None


def _register(one: Register) -> Published:
    address = reverse("portal:register", args=[one.slug])
    words = (one.name, one.basis, *(column.label for column in one.schema()))
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, anchor=f"p{n}") for n, text in enumerate(words, 1) if text)
    return Published(f"registers.register:{one.pk}", one.pk, one.name, address, one.owner, lambda: Material("", blocks))


register(
    Kind(
        "registers.register",
        "清单",
        published=registers_published,
        find=register_found,
        mend="清单的名称、依据和栏目请联系系统管理员修改。",
    )
)
register(Kind(VERSION, "清单条目", published=published, find=find, withdraw=withdraw, writers=writers))
register(Kind(ENTRY, "清单条目", publish=sign, send_back=send_back, by_plan=True))
