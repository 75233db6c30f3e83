"""窗口: applications handed in together, and reading on the spot."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from gongkai.foi.actions import intake
from gongkai.foi.actions.intake import Submission
from gongkai.foi.actions.steps import about, hold
from gongkai.foi.actions.texts import require_unnamed, said
from gongkai.foi.models import Case, JointIntake, Visit
from gongkai.foi.rules import counter
from gongkai.foi.rules.applicants import plain_id, wrong_id
from gongkai.foi.rules.counter import MOST_TOGETHER, Reader, RowRefused, Shown
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.receipt import Channel
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.models.encrypted import blind_index
from gongkai.people.rules.permits import About, require
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

MOST_PAGES = 10_000


# —— 集中受理 ——


def take_in_together(
    organ: Organisation, submissions: Sequence[Submission], *, place: str = "", key: str, by: Officer, at: datetime
) -> JointIntake:
    """集中受理: all of these become cases, received on the same day and registered one after the other; or none does. Sent twice under one
    `key` (of the form, up to 32 signs) they are taken in once. Errors: Refused; RowRefused telling which one has to be mended, and where."""
    for permit in (Permit.RECEIVE, Permit.REGISTER):
        require(by.actor(), permit, About(organ.path), WHO_MAY)
    whole = f"{key}:{sm3(repr((organ.pk, place, [(one.application, one.arrival) for one in submissions])).encode())[:31]}"
    if earlier := _taken_before(key, whole):
        return earlier
    try:
        return _taken_in(organ, submissions, place=place, key=whole, by=by, at=at)
    except IntegrityError:
        if earlier := _taken_before(key, whole):  # sent twice in one moment
            return earlier
        raise


def _taken_before(key: str, whole: str) -> JointIntake | None:
    """What was taken in from the same form with the same content. Refused when the content was another."""
    earlier = JointIntake.objects.filter(key__startswith=f"{key}:").first()
    if earlier and earlier.key != whole:
        raise Refused("这一页已经受理过一次，当时填的与现在不同，这次没有受理。要再受理一批，请重新打开“集中录入”。")
    return earlier


@transaction.atomic
def _taken_in(organ: Organisation, submissions: Sequence[Submission], *, place: str, key: str, by: Officer, at: datetime) -> JointIntake:
    if len(submissions) < 2:
        raise Refused("集中受理至少要有两件申请；只有一件的，请用“录入申请”。")
    if len(submissions) > MOST_TOGETHER:
        raise Refused(f"一次最多受理 {MOST_TOGETHER} 件，现在有 {len(submissions)} 件，请分几次录入。")
    if len({(one.channel, one.arrival) for one in submissions}) > 1 or submissions[0].channel is not Channel.COUNTER:
        raise Refused("集中受理的都是当天当面提交的申请。")
    if len(place) > JointIntake._meta.get_field("place").max_length:  # type: ignore[operator]
        raise Refused("地点太长。", field="place")
    if submissions[0].arrival.arrived_on > at.date():  # what all of them share is no fault of the first
        raise Refused("提交日期不能在今天之后。", field="arrived_on")
    counter.require_apart([one.application for one in submissions])
    made = JointIntake.objects.create(organ=organ, key=key, on=submissions[0].arrival.arrived_on, place=place.strip(), by=by, at=at)
    cases = []
    for row, submission in enumerate(submissions):
        try:
            cases.append(intake.register(intake.submit(organ, submission, by=by, at=at), by=by, at=at).case)
        except Refused as refused:
            raise RowRefused(row, refused) from refused
    made.cases.set(cases)
    journal.write("foi.intake.joint", about=made, by=by, at=at, data={"organ": organ.pk, "cases": [case.pk for case in cases]})
    return made


@transaction.atomic
def open_slips(intake: JointIntake, *, by: Officer, at: datetime) -> None:
    """打开回执, which name who asked beside the code of their case, so that each is handed to the right one: journalled before anything is
    shown (领域规则 14.5)."""
    require(by.actor(), Permit.REVEAL_IDENTITY, About(intake.organ.path), WHO_MAY)
    cases = list(intake.cases.order_by("id").values_list("pk", flat=True))
    journal.write("foi.intake.slips_opened", about=intake, by=by, at=at, data={"cases": cases})


# —— 现场查阅 ——


@transaction.atomic
def record_visit(
    office: Organisation,
    shown: Shown,
    *,
    case: Case | None = None,
    on: date,
    began: time,
    ended: time | None = None,
    read: str,
    copied: str = "",
    pages: int = 0,
    by: Officer,
    at: datetime,
) -> Visit:
    """查阅登记: what was read on the spot, of public papers without asking who reads, or of a case that was answered so, by its applicant
    (whose paper must be that of the application) or by somebody sent by them. Errors: Refused naming the field."""
    held = hold(case) if case else None
    require(by.actor(), Permit.RECEIVE, about(held) if held else About(office.path), WHO_MAY)
    if held and held.organ_id != office.pk:
        raise Refused("这件申请不是该机关办理的，请核对。", field="case")
    if on > at.date():
        raise Refused("查阅日期不能在今天之后。", field="on")
    for field, moment, what in (("began", began, "开始"), ("ended", ended, "结束")):
        if moment and on == at.date() and moment > at.time():
            raise Refused(f"{what}时间还没有到，请在查阅之后登记。", field=field)
    if ended and ended <= began:
        raise Refused("结束时间要在开始时间之后。", field="ended")
    if not 0 <= pages <= MOST_PAGES:
        raise Refused(f"复制页数请填写 0 至 {MOST_PAGES}。", field="pages")
    told = said(read, "请写明查阅了哪些内容。", "read", 2000)
    if len(copied.strip()) > 500:
        raise Refused("抄录、复制的内容最多 500 字。", field="copied")
    if held:
        _require_reader(held, shown, on)
        require_unnamed(held, told, copied, field="read")
    elif shown.reader is not Reader.PUBLIC:
        raise Refused("申请人来查阅的，请填写登记号或者查询码。", field="case")
    known = held is not None
    made = Visit.objects.create(
        office=office,
        case=held,
        reader=shown.reader,
        name=shown.name.strip() if known else "",
        id_kind=shown.id_kind if known else "",
        id_number=plain_id(shown.id_number) if known else "",
        on=on,
        began=began,
        ended=ended,
        read=told,
        copied=copied.strip(),
        pages=pages,
        by=by,
        at=at,
    )
    journal.write("foi.visit.recorded", about=held or made, by=by, at=at, data={"visit": made.pk, "reader": shown.reader, "pages": pages})
    return made


@transaction.atomic
def reveal_reader(visit: Visit, *, why: str, by: Officer, at: datetime) -> Visit:
    """查看查阅人: the reason is journalled before anything is shown (领域规则 14.5)."""
    held = Visit.objects.select_for_update(of=("self",)).select_related("office").get(pk=visit.pk)
    require(by.actor(), Permit.REVEAL_IDENTITY, About(held.office.path), WHO_MAY)
    if len(why.strip()) < 2:
        raise Refused("请写明查看原因。查看会留下记录。", field="why")
    journal.write("foi.visitor.revealed", about=held, by=by, at=at, data={"why": why.strip()[:200]})
    return held


def _require_reader(case: Case, shown: Shown, on: date) -> None:
    if case.destroyed_on:
        raise Refused("这件申请已经按期销毁，没有可以查阅的内容。", field="case")
    counter.require_readable(case.outcome, case.served_on, on)
    if shown.reader is Reader.PUBLIC:
        raise Refused("查阅申请件的，请选择是申请人本人还是受委托的人。", field="reader")
    said(shown.name, "请填写查阅人的姓名。", "name", 100)
    if wrong := wrong_id(shown.id_kind, shown.id_number, on):
        raise Refused(wrong, field="id_number")
    is_own = blind_index(f"{shown.id_kind}:{plain_id(shown.id_number)}") == case.applicant_key
    if shown.reader is Reader.APPLICANT and case.id_number and not is_own:
        raise Refused("证件与申请时的不一致，不能按本人查阅登记。受委托的，请选择“申请人委托的人”并核对授权委托书。", field="id_number")
