"""Keeping a list: an entry is proposed by one person, approved by another, and counts from its day."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from gongkai.catalogue.actions import duties
from gongkai.catalogue.actions.duties import Report
from gongkai.catalogue.models import Item
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions import joining
from gongkai.publishing.models import TakenDown
from gongkai.publishing.rules.hits import Level
from gongkai.publishing.rules.material import Material
from gongkai.registers.models import Entry, EntryVersion, Register, UpstreamEdition
from gongkai.registers.queries import ENTRY, VERSION, down_among
from gongkai.registers.rules import schemas
from gongkai.registers.rules.given import CODES, WRONG_CODE
from gongkai.registers.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


@transaction.atomic
def open_register(
    *, slug: str, name: str, basis: str, columns: Any, owner: Organisation, item: Item | None = None, by: Officer, at: datetime
) -> Register:
    """A new list of the office. Errors: Refused for columns that say nothing and a name that is taken."""
    require(by.actor(), Permit.OPEN, About(owner.path), WHO_MAY)
    found = schemas.columns_in(columns)
    if not name.strip():
        raise Refused("请填写清单名称。", field="name")
    if not SLUG.fullmatch(slug):
        raise Refused("网址名只能由小写字母、数字和连字符组成，最多 60 个。", field="slug")
    if Register.objects.filter(slug=slug).exists():
        raise Refused("这个网址名已经用过，请换一个。", field="slug")
    if item is not None and not item.bearers.filter(organ=owner, until=None).exists():
        raise Refused("所选公开事项的公开主体里没有本单位。", field="item")
    register = Register.objects.create(
        slug=slug, name=name.strip(), basis=basis.strip(), columns=[one.as_data() for one in found], owner=owner, item=item, opened_at=at
    )
    journal.write("registers.register.opened", about=register, by=by, at=at, data={"name": register.name})
    return register


@transaction.atomic
def propose(
    register: Register,
    values: Mapping[str, Any],
    *,
    entry: Entry | None = None,
    valid_from: date,
    valid_to: date | None = None,
    note: str,
    ends: bool = False,
    code: str = "",
    edition: UpstreamEdition | None = None,
    by: Officer,
    at: datetime,
) -> EntryVersion:
    """A new entry, or a new version of one; it goes round where the office has set rounds for its lists, and takes the place of a version
    that was returned there. `code`: of a new entry that has its number already. `edition`: it came with one from above. Errors: Refused at
    the column that is wrong, for days that passed, and while a version waits."""
    require(by.actor(), Permit.WRITE, About(register.owner.path), WHO_MAY)
    columns = register.schema()
    tidied = schemas.tidy(columns, values)
    for column, message in schemas.problems(columns, tidied, from_above=edition is not None):
        raise Refused(message, field=column)
    if wrong := schemas.wrong_note(note):
        raise Refused(wrong, field="note")
    if valid_to is not None and valid_to < valid_from:
        raise Refused("失效日期不能早于生效日期。", field="valid_to")
    if entry is not None and entry.current_id is not None and valid_from < at.date():
        raise Refused("改动只能从今天或者以后起生效。", field="valid_from")
    if entry is None:
        entry = Entry.objects.create(register=register, code=_code(register, code), name=tidied[columns[0].name][:200])
    else:
        entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    waiting = entry.versions.filter(approved_at=None).first()
    if waiting is not None and not joining.is_returned(about_entry(entry)):
        raise Refused("这一条已有一个版本等待批准。")
    if waiting is not None:
        waiting.delete()
    number = (entry.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = EntryVersion.objects.create(
        entry=entry,
        number=number,
        values=tidied,
        valid_from=valid_from,
        valid_to=valid_to,
        ends=ends,
        note=note.strip(),
        edition=edition,
        made_by=by,
        made_at=at,
    )
    joining.send(about_entry(entry), said(version), office=register.owner, writers=[by.pk], by=by, at=at)
    journal.write("registers.entry.proposed", about=entry, by=by, at=at, data={"version": number, "register": register.slug})
    return version


@transaction.atomic
def approve(version: EntryVersion, *, by: Officer, at: datetime) -> EntryVersion:
    """批准公布; where it went round, its last round. The catalogue is told, where the list answers one of its items."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("register__owner", "register__item").get(pk=version.entry_id)
    version = _in_hand(version)
    register = entry.register
    require(by.actor(), Permit.APPROVE, About(register.owner.path, written_by=version.made_by_id), WHO_MAY)
    joining.require_passed(about_entry(entry), said(version), by=by, at=at)
    _require_fit_to_be_shown(version, register, at)
    if version.valid_from < at.date() and entry.current_id is not None:
        version.valid_from = at.date()
    version.approved_by, version.approved_at = by, at
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError:
        raise Refused("等待批准期间已经过了失效日期，请退回改写。") from None
    publishing.end(about_entry(entry), at=at, signed_by=by)
    bring_up_to(entry, on=at.date())
    data = {"version": version.number, "register": register.slug, "note": version.note, "ends": version.ends}
    journal.write("registers.entry.approved", about=entry, by=by, at=at, data=data)
    if register.item is not None:
        made = Report(f"{VERSION}:{version.pk}", f"{register.name}：{entry.name}", at.date(), f"/registers/{register.slug}/{entry.code}/",
                      register.item.current.column if register.item.current else None)  # fmt: skip
        duties.report(register.item, register.owner, made, by=None, at=at)
    return version


@transaction.atomic
def decline(version: EntryVersion, *, reason: str, by: Officer, at: datetime) -> None:
    """退回 what is not going to be published: the version is thrown away."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("register__owner").get(pk=version.entry_id)
    version = _in_hand(version)
    require(by.actor(), Permit.APPROVE, About(entry.register.owner.path, written_by=version.made_by_id), WHO_MAY)
    if len(reason.strip()) < 4:
        raise Refused("请写明退回的理由，至少四个字。", field="reason")
    data = {"version": version.number, "register": entry.register.slug, "reason": reason.strip()[:300]}
    journal.write("registers.entry.declined", about=entry, by=by, at=at, data=data)
    publishing.end(about_entry(entry), at=at)
    version.delete()
    if not entry.versions.exists():
        entry.delete()


@transaction.atomic
def send_back(version: EntryVersion, *, reason: str, by: Officer, at: datetime) -> None:
    """退回修改 in a round: the version stays for its writer to mend. Errors: Refused when it is on no round."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("register__owner").get(pk=version.entry_id)
    version = _in_hand(version)
    if not joining.send_back(about_entry(entry), reason=reason, by=by, at=at):
        raise Refused("这一条没有在逐轮审核，请用“退回”办理。")
    data = {"version": version.number, "register": entry.register.slug, "reason": reason.strip()[:300]}
    journal.write("registers.entry.returned", about=entry, by=by, at=at, data=data)


def about_entry(entry: Entry) -> str:
    """How the publishing room names an entry."""
    return f"{ENTRY}:{entry.pk}"


def said(version: EntryVersion) -> joining.Said:
    """What a version would make public."""
    register = version.entry.register
    words = [(one.name, f"{one.label}：{text}") for one in register.schema() if (text := version.values.get(one.name, ""))]
    spans = [
        ("生效日期", f"{version.valid_from:%Y年%-m月%-d日}"),
        ("失效日期", f"{version.valid_to:%Y年%-m月%-d日}" if version.valid_to else ""),
    ]
    beside = [("清单", register.name), ("版本", f"第 {version.number} 版"), *spans, ("移出清单", "是" if version.ends else "")]
    name = version.values.get(register.schema()[0].name, "")
    return joining.Said(f"{register.name}：{name}", (*words, ("entry-note", f"变更说明：{version.note}")), tuple(beside))


@transaction.atomic
def take_down(version: EntryVersion, *, reason: str, by: Officer, at: datetime) -> None:
    """撤下 an approved version, as the patrol decided: from the list, the history and every file. The version before does not stand in for
    it; a mended one is proposed like any other. Errors: Refused when it is not public."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("register__owner").get(pk=version.entry_id)
    require(by.actor(), Permit.TAKE_DOWN, About(entry.register.owner.path), WHO_MAY)
    name = f"{VERSION}:{version.pk}"
    if version.approved_at is None or TakenDown.objects.filter(about=name).exists():
        raise Refused("这一版没有公布，或者已经撤下，请刷新页面查看。")
    if len(reason.strip()) < 4:
        raise Refused("请写明撤下的理由，至少四个字。", field="reason")
    TakenDown.objects.create(about=name, reason=reason.strip()[:500], by=by, at=at)
    bring_up_to(entry, on=at.date())
    duties.take_down([name], on=at.date(), at=at)
    data = {"version": version.number, "register": entry.register.slug, "reason": reason.strip()[:300]}
    journal.write("registers.entry.taken_down", about=entry, by=by, at=at, data=data)


@transaction.atomic
def keep_up(entry: Entry, *, on: date, at: datetime) -> None:
    """What an entry is on a day that came: journalled where the day began or ended something, so that who follows the list hears of it;
    once, however often it is looked at."""
    held = Entry.objects.select_for_update(of=("self",)).select_related("register").get(pk=entry.pk)
    before = (held.is_listed, held.current_id)
    bring_up_to(held, on=on)
    if (held.is_listed, held.current_id) != before:
        kind = "registers.entry.begun" if held.is_listed else "registers.entry.ended"
        data = {"version": held.current.number if held.current else 0, "register": held.register.slug}
        journal.write(kind, about=held, by=None, at=at, data=data)


def bring_up_to(entry: Entry, *, on: date) -> None:
    """The shadows of an entry as of the day. What was taken down is shown nowhere, nor does the version before stand again."""
    versions = {one.number: one for one in entry.versions.filter(approved_at__isnull=False)}
    number = schemas.standing_on([one.span() for one in versions.values()], on)
    down = down_among(one.pk for one in versions.values())
    begun = [one for one in versions.values() if one.valid_from <= on and one.pk not in down]
    standing = versions.get(number) if number else None
    if standing is not None and standing.pk in down:
        standing = None
    entry.current = standing or max(begun, key=lambda one: (one.valid_from, one.number), default=None)
    entry.is_listed = standing is not None
    if entry.current is not None:
        entry.name = entry.current.values.get(entry.register.columns[0]["name"], "")[:200]
    entry.save()


def _code(register: Register, given: str) -> str:
    if not given:
        return _next_code(register)
    if not CODES.fullmatch(given):
        raise Refused(WRONG_CODE, field="code")
    if register.entries.filter(code=given).exists():
        raise Refused(f"编号 {given} 已经有一条。", field="code")
    return given


def _next_code(register: Register) -> str:
    Register.objects.select_for_update(of=("self",)).get(pk=register.pk)
    taken = [int(code) for code in register.entries.values_list("code", flat=True) if code.isdigit()]
    return f"{max(taken, default=0) + 1:04}"


def _in_hand(version: EntryVersion) -> EntryVersion:
    found = EntryVersion.objects.select_for_update(of=("self",)).filter(pk=version.pk, approved_at=None).first()
    if found is None:
        raise Refused("这个版本已经批准或者退回，请刷新页面查看。")
    return found


def _require_fit_to_be_shown(version: EntryVersion, register: Register, at: datetime) -> None:
    words = [text for text in (*version.values.values(), version.note) if text]
    said = Material(title="", blocks=tuple(Block(BlockKind.PARAGRAPH, text, anchor="entry") for text in words))
    looked = publishing.look(f"registers.entry:{version.entry_id}", said, on=at.date(), office=register.owner)
    if grave := [hit for hit in looked.hits if hit.level is Level.HIGH]:
        raise Refused(f"条目会向社会公开，里面{'；'.join(f'{hit.message}（{hit.sample}）' for hit in grave[:5])}。请退回改写。")
