"""Working on a case: giving it to an office or a person, helping, searching, talking, meeting, urging; and putting it away."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from gongkai.foi.actions.steps import Step, about, hold, take
from gongkai.foi.actions.telling import handlers, tell_of
from gongkai.foi.actions.texts import in_words, require_unnamed, said
from gongkai.foi.models import Assignment, Case, Meeting, Note, SearchRecord
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.stages import Stage
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders
from gongkai.people.rules.permits import About, Role, may, require
from gongkai.shared.refusal import Refused

# —— 转办、协办 ——


@transaction.atomic
def dispatch(case: Case, office: Organisation, task: str, due_on: date, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """转办: this office leads the work, until a day inside the legal one; given to another office before, it is taken from there."""
    held = hold(case, seen)
    _check_task(held, office, task, due_on, at.date())
    held.assignments.filter(is_lead=True, answered_at=None).update(answered_at=at, answered_by=by, returned_for="改派其他单位")
    step = _give(held, Action.DISPATCH, office, task, due_on, by=by, at=at)
    tell_of(step.case, holders(Role.EDITOR, office), "依申请公开转办", f"{task.strip()}，请于{in_words(due_on)}前反馈。", at=at)
    return step


@transaction.atomic
def ask_help(
    case: Case, offices: Sequence[Organisation], task: str, due_on: date, *, by: Officer, at: datetime, seen: int | None = None
) -> list[Step]:
    """请求协办: of one office or several, until a day inside the legal one. One step for each."""
    held = hold(case, seen)
    if not offices:
        raise Refused("请选择协办单位。", field="offices")
    steps = []
    for office in dict.fromkeys(offices):
        _check_task(held, office, task, due_on, at.date())
        if held.assignments.filter(office=office, answered_at=None).exists():
            raise Refused(f"“{office}”已经在办理这件申请，不用再请求协办。", field="offices")
        steps.append(_give(held, Action.ASK_HELP, office, task, due_on, by=by, at=at))
        tell_of(held, holders(Role.EDITOR, office), "依申请公开协办", f"{task.strip()}，请于{in_words(due_on)}前反馈。", at=at)
    return steps


@transaction.atomic
def give_help(assignment: Assignment, answer: str, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """反馈协办意见: by the office that was asked, or typed in at the organ."""
    held, asked = _open(assignment, seen, by)
    if asked.is_lead:
        raise Refused("主办单位请直接拟稿或者退回，不用反馈协办意见。")
    told = said(answer, "请填写反馈意见。", "answer", 5000)
    step = take(held, Action.GIVE_HELP, by=by, at=at, data={"assignment": asked.pk})
    _answered(asked, by=by, at=at, answer=told)
    tell_of(step.case, handlers(step.case), "协办单位已反馈", f"{asked.office}已反馈协办意见。", at=at)
    return step


@transaction.atomic
def give_back(assignment: Assignment, why: str, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """退回: the office says why it is not its business. A case returned by its lead office is back with the organ's own."""
    held, asked = _open(assignment, seen, by)
    told = said(why, "请写明退回的原因。", "why", 500)
    action = Action.RETURN if asked.is_lead else Action.GIVE_HELP
    step = take(held, action, by=by, at=at, data={"assignment": asked.pk, "returned": True})
    _answered(asked, by=by, at=at, returned_for=told)
    tell_of(step.case, handlers(step.case), "转办退回", f"{asked.office}退回了这件申请，原因：{told}", at=at)
    return step


@transaction.atomic
def assign(case: Case, handler: Officer, *, by: Officer, at: datetime, seen: int | None = None) -> Case:
    """指定承办人: an editor of the organ. They are told."""
    held = hold(case, seen)
    require(by.actor(), Permit.DISPATCH, about(held), WHO_MAY)
    if held.closed_on:
        raise Refused("这件申请已经办结，不用再指定承办人。")
    if not may(handler.actor(), Permit.HANDLE, About(held.organ.path), WHO_MAY):
        raise Refused(f"{handler}不是{held.organ}的采编人员，不能承办这件申请。", field="handler")
    held.handler = handler
    held.version += 1
    held.save(update_fields=["handler", "version"])
    journal.write("foi.case.assigned", about=held, by=by, at=at, data={"to": handler.pk})
    if handler != by:
        tell_of(held, [handler], "指定您承办", _until(held), at=at)
    return held


# —— 检索、备注、会商 ——


@transaction.atomic
def search(
    case: Case,
    *,
    place: str,
    words: str,
    reach: str,
    found: str,
    is_found: bool | None = None,
    by: Officer,
    at: datetime,
    seen: int | None = None,
) -> tuple[Step, SearchRecord]:
    """记录检索: in which system or archive, with which words, in what range, with what result, whether that is what is asked for, by whom
    and when. The letter says who searched: the organ, or the office that was asked to work on the case."""
    held = hold(case, seen)
    texts = [
        said(text, f"请填写{label}。", field, most)
        for field, text, label, most in (
            ("place", place, "检索的系统或档案", 200),
            ("words", words, "检索词", 300),
            ("reach", reach, "检索范围", 300),
            ("found", found, "检索结果", 5000),
        )
    ]
    record = SearchRecord.objects.create(
        case=held,
        **dict(zip(("place", "words", "reach", "found"), texts, strict=True)),
        is_found=is_found,
        office=_asked_office(held, by),
        by=by,
        at=at,
    )
    return take(held, Action.SEARCH, by=by, at=at, data={"search": record.pk}), record


@transaction.atomic
def note(case: Case, kind: Note.Kind, text: str, *, by: Officer, at: datetime) -> Note:
    """内部备注, or what was said with the applicant."""
    held = hold(case)
    if kind == Note.Kind.APPLICANT:
        raise Refused("申请人来文请用“收到补正”“收到理由”登记。", field="kind")
    told = said(text, "请填写内容。", "text", 5000)
    take(held, Action.NOTE, by=by, at=at, data={"kind": kind})
    return Note.objects.create(case=held, kind=kind, text=told, by=by, at=at)


@transaction.atomic
def meet(
    cases: Sequence[Case],
    subject: str,
    *,
    on: date,
    present: str,
    opinions: str = "",
    conclusion: str = "",
    is_standing: bool = False,
    by: Officer,
    at: datetime,
) -> Meeting:
    """会商: one meeting about one or several cases of an organ, with its minutes. It is written down at each of them."""
    if not cases:
        raise Refused("请选择会商的申请件。", field="cases")
    if on > at.date():
        raise Refused("会商日期不能在今天之后。", field="on")
    if is_standing and not conclusion.strip():
        raise Refused("形成口径的，请写明结论。", field="conclusion")
    if len({case.organ_id for case in cases}) > 1:
        raise Refused("一次会商只能选同一机关的申请件。", field="cases")
    meeting = Meeting.objects.create(
        office_id=cases[0].organ_id,
        subject=said(subject, "请填写议题。", "subject", 200),
        on=on,
        present=said(present, "请填写参会单位。", "present", 2000),
        opinions=opinions.strip()[:5000],
        conclusion=conclusion.strip()[:5000],
        is_standing=is_standing,
        by=by,
        at=at,
    )
    for pk in sorted({case.pk for case in cases}):
        held = hold(pk)
        require_unnamed(held, subject, present, opinions, conclusion, field="conclusion")
        take(held, Action.MEET, by=by, at=at, data={"meeting": meeting.pk})
        meeting.cases.add(held)
    return meeting


# —— 催办 ——


@transaction.atomic
def remind(case: Case, text: str = "", *, by: Officer, at: datetime) -> Step:
    """催办: the handler is told, and the offices that have not answered."""
    step = take(case, Action.REMIND, by=by, at=at)
    asked = Assignment.objects.filter(case=step.case, answered_at=None).select_related("office")
    hearers = {*handlers(step.case), *(officer for row in asked for officer in holders(Role.EDITOR, row.office))}
    tell_of(step.case, hearers, "催办", "。".join(filter(None, [text.strip()[:300], _until(step.case)])), at=at)
    return step


# —— 重复、评价 ——


@transaction.atomic
def mark_repeat(case: Case, earlier: Case, *, by: Officer, at: datetime, seen: int | None = None) -> Case:
    """标记重复: the same applicant had asked this organ for the same before and was answered (第三十六条第（六）项)."""
    held = hold(case, seen)
    require(by.actor(), Permit.REGISTER, about(held), WHO_MAY)
    basis = "政府信息公开条例第三十六条第（六）项"
    if held.closed_on or held.decided_on:
        raise Refused("这件申请已经作出处理，不能再标记重复。")
    if earlier.organ_id != held.organ_id or earlier.applicant_key != held.applicant_key or earlier.pk >= held.pk:
        raise Refused("只有同一申请人此前向本机关提出的申请才能作为前次申请。", basis=basis, field="earlier")
    if not earlier.decided_on or not earlier.outcome or RULINGS[Outcome(earlier.outcome)].is_ending:
        raise Refused("前次申请还没有答复，不能按重复申请处理。", basis=basis, field="earlier")
    held.repeat_of = earlier
    held.version += 1
    held.save(update_fields=["repeat_of", "version"])
    journal.write("foi.case.repeat_marked", about=held, by=by, at=at, data={"earlier": earlier.pk})
    return held


@transaction.atomic
def rate(case: Case, score: int, text: str = "", *, at: datetime) -> Case:
    """评价: by the applicant, once, after the reply was served. 1 to 5."""
    held = hold(case)
    if not held.served_on:
        raise Refused("收到答复后才能评价。")
    if held.satisfaction is not None:
        raise Refused("您已经评价过了，谢谢。")
    if not 1 <= score <= 5:
        raise Refused("请选择 1 到 5 分。", field="score")
    held.satisfaction, held.satisfaction_text = score, text.strip()[:500]
    held.save(update_fields=["satisfaction", "satisfaction_text"])
    journal.write("foi.case.rated", about=held, by=None, at=at, data={"score": score})
    return held


# —— 归档 ——


@transaction.atomic
def archive(case: Case, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """The step of 归档: nothing is added any more; kept for ten years, or thirty when it was disputed. The package is made by
    `actions.archive.archive`, which calls this."""
    step = take(case, Action.ARCHIVE, by=by, at=at, seen=seen)
    keep_for_its_term(step.case)
    return step


def keep_for_its_term(case: Case) -> None:
    """The end of the term of retention of an archived, held case; longer once it is disputed, also later."""
    if case.archived_on:
        years = settings.FOI_RETENTION_YEARS_DISPUTED if case.reviews.exists() else settings.FOI_RETENTION_YEARS
        case.retained_until = date(case.archived_on.year + years, 12, 31)  # the term runs from the year after (档案保管期限从次年起算)
        case.save(update_fields=["retained_until"])


def _give(case: Case, action: Action, office: Organisation, task: str, due_on: date, *, by: Officer, at: datetime) -> Step:
    row = Assignment.objects.create(
        case=case, office=office, is_lead=action is Action.DISPATCH, task=task.strip(), due_on=due_on, by=by, at=at
    )
    return take(case, action, by=by, at=at, data={"assignment": row.pk, "office": office.pk, "due_on": due_on.isoformat()})


def _check_task(case: Case, office: Organisation, task: str, due_on: date, today: date) -> None:
    require_unnamed(case, said(task, "请写明事项。", "task", 500), field="task")
    if office.pk == case.organ_id:
        raise Refused("不能转给受理机关自己，请指定承办人。", field="office")
    if not office.is_open:
        raise Refused(f"“{office}”已经撤销，请转给承接其职责的单位。", field="office")
    if due_on < today:
        raise Refused("反馈期限不能早于今天。", field="due_on")
    if case.due_on and due_on > case.due_on:
        raise Refused(f"反馈期限不能晚于法定答复期限（{in_words(case.due_on)}）。", basis="政府信息公开条例第三十三条", field="due_on")


def _asked_office(case: Case, by: Officer) -> Organisation | None:
    """The office that was asked to work on the case and whose officer this is; None for the organ's own."""
    actor = by.actor()
    if may(actor, Permit.HANDLE, About(case.organ.path), WHO_MAY):
        return None
    asked = case.assignments.filter(answered_at=None).select_related("office")
    return next((row.office for row in asked if may(actor, Permit.HANDLE, About(row.office.path), WHO_MAY)), None)


def _open(assignment: Assignment, seen: int | None, by: Officer) -> tuple[Case, Assignment]:
    """The case, held, and its assignment; Refused when it was answered, or it is another office's."""
    held = hold(assignment.case_id, seen)
    asked = held.assignments.select_related("office").get(pk=assignment.pk)
    actor = by.actor()
    if not any(may(actor, Permit.HANDLE, About(path), WHO_MAY) for path in (asked.office.path, held.organ.path)):
        require(actor, Permit.HANDLE, About(asked.office.path), WHO_MAY)
    if asked.answered_at:
        raise Refused("这次转办已经反馈或者退回，请刷新页面查看。")
    if Stage(held.stage).is_closed:
        raise Refused("这件申请已经办结。")
    return held, asked


def _answered(asked: Assignment, *, by: Officer, at: datetime, answer: str = "", returned_for: str = "") -> None:
    asked.answered_at, asked.answered_by, asked.answer, asked.returned_for = at, by, answer, returned_for
    asked.save(update_fields=["answered_at", "answered_by", "answer", "returned_for"])


def _until(case: Case) -> str:
    return f"答复期限：{in_words(case.due_on)}" if case.due_on else "答复期限暂未确定"
