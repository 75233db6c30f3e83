"""`start.py import`: files, folders, ZIPs or manifests from the command line, through the same steps as at the desk."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from gongkai.documents.rules.kinds import kind_of_name
from gongkai.journal import actions as journal
from gongkai.journal import leases, worker
from gongkai.journal.models import Duty
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import offices_of
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import intake
from gongkai.policies.actions.bulk import carry_through
from gongkai.policies.models import ImportBatch, ImportItem
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import Category, ItemState
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

READING = "policies.intake"  # the worker's duty
DEMO_EDITOR, DEMO_REVIEWER, DEMO_SIGNER = "chenli", "zhoujing", "hansong"


@dataclass(frozen=True)
class People:
    """Who stands for this import. Without reviewer and signer nothing is published."""

    editor: Officer
    reviewer: Officer | None = None
    signer: Officer | None = None


def run(paths: list[Path], *, by: str, reviewer: str, signer: str, publish: bool) -> int:
    """Import and read; in trial mode also confirm and, unless only drafts are wanted, publish in the names given, which the journal
    marks as done by command. In earnest nobody's review is recorded who saw nothing: the items wait at the desk. Prints one line a file.
    Returns an exit code."""
    if not settings.TRIAL:
        print("正式运行：只识别成待确认的草稿；确认、保密审查和签发由各人登录工作台办理。", file=sys.stderr)
    with journal.through("command"):
        return _run(paths, _people(by, reviewer, signer, publish=publish and settings.TRIAL))


def _run(paths: list[Path], people: People) -> int:
    office = _office(people.editor)
    uploads = list(_files(paths))
    batch = intake.receive(uploads, name="、".join(path.name for path in paths)[:200], office=office, by=people.editor, at=now())
    _recognise(batch)
    failed = 0
    for item in batch.items.select_related("twin__batch").order_by("position"):
        print(_settled(_cut_off(item) or item, people))
        failed += item.state == ItemState.FAILED
    worker.drain()
    print(f"导入批次：/desk/imports/{batch.pk}/")
    return 1 if failed else 0


def _recognise(batch: ImportBatch) -> None:
    """Read the batch, or watch while the worker does: one reader at a time, or each would count as a failed try of the other."""
    leases.release_the_dead()
    duty, _ = Duty.objects.get_or_create(name=READING, node="", defaults={"due_at": now()})
    total = batch.items.count()
    while (done := batch.items.exclude(state=ItemState.WAITING).count()) < total:
        print(f"\r正在识别 {done}/{total}", end="", file=sys.stderr, flush=True)
        with leases.held(duty) as ours:
            if ours:
                intake.read_waiting(at=now(), limit=5, batch=batch)
        if not ours:
            time.sleep(0.2)
    print(f"\r识别完毕 {total}/{total}", file=sys.stderr)


def _cut_off(item: ImportItem) -> ImportItem | None:
    """The same file from an earlier import that ended before it was confirmed: it is gone on with."""
    earlier = item.twin if item.state == ItemState.DUPLICATE else None
    if earlier is None or earlier.state != ItemState.READY or earlier.batch.office_id != item.batch.office_id:
        return None
    return earlier


def _settled(item: ImportItem, people: People) -> str:
    """Confirm one item as read, and publish it when that was asked. What cannot be settled here waits at the desk."""
    if item.state != ItemState.READY:
        return f"{ItemState(item.state).label}  {item.name}  {item.message}"
    draft = item.draft
    label = Category(draft["category"]).label
    if item.similar:
        return f"待确认  {item.name}  与库中文件近似（{item.similar[0]['why']}），请在工作台比对后确认"
    if people.reviewer is None or people.signer is None:
        return f"待确认  {item.name}  识别为{label}，请在工作台确认"
    try:
        with transaction.atomic():
            edition = intake.confirm(item, evidence.as_facts(draft), category=Category(draft["category"]), by=people.editor, at=now())
            carry_through(edition.draft, writer=people.editor, reviewer=people.reviewer, signer=people.signer, at=now())
    except Refused as refusal:
        return f"待确认  {item.name}  {refusal}"
    damaged = sum(flag["kind"] == "destroyed" for flag in draft["flags"])
    note = f"（原文有 {damaged} 处文字损坏，已用〓标出，请对照原件更正）" if damaged else ""
    return f"已发布  {item.name}  {label}《{edition.title}》 一策一码 {edition.policy.code}{note}"


def _people(by: str, reviewer: str, signer: str, *, publish: bool) -> People:
    if settings.TRIAL:
        by, reviewer, signer = by or DEMO_EDITOR, reviewer or DEMO_REVIEWER, signer or DEMO_SIGNER
    if not by:
        raise Refused("请用 --by 写明以哪个采编账号导入。")
    if not publish or not reviewer:
        return People(_officer(by))
    return People(_officer(by), _officer(reviewer), _officer(signer or reviewer))


def _officer(username: str) -> Officer:
    found = Officer.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Refused(f"没有账号“{username}”，或已停用。")
    return found


def _office(editor: Officer) -> Organisation:
    offices = offices_of(editor).filter(posts__officer=editor, posts__role=Role.EDITOR, posts__until=None)
    office = offices.order_by("path").first()
    if office is None:
        raise Refused(f"{editor.name}没有采编岗位，不能导入。")
    return office


def _files(paths: list[Path]) -> list[intake.Upload]:
    """Every importable file, folders walked in order; names keep the folders below the path given."""
    found = []
    for path in paths:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if each.is_file() and not each.is_symlink()]
            for each in inside:
                if kind_of_name(each.name) is None:
                    print(f"跳过    {each.name}  不是可导入的文件类型", file=sys.stderr)
                elif each.stat().st_size:
                    found.append(intake.Upload(str(each.relative_to(path)), _read(each)))
        elif path.is_file():
            found.append(intake.Upload(path.name, _read(path)))
        else:
            raise Refused(f"找不到 {path}。")
    return found


def _read(path: Path) -> bytes:
    if path.stat().st_size > settings.MAX_UPLOAD_MB * 2**20:
        raise Refused(f"{path.name} 有 {path.stat().st_size / 2**20:.0f} MB，超过 {settings.MAX_UPLOAD_MB} MB 的上限。")
    return path.read_bytes()
