"""The steps of a case at the desk: one table from a step to its form, its action and its words. Which of them an officer sees, and why
one cannot be done yet, comes from `foi.rules.stages.offers`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, ask, deed, staff
from gongkai.desk.foi import forms as f
from gongkai.desk.foi.finding import find_case, trail_of
from gongkai.desk.plain_forms import NothingForm
from gongkai.foi import queries
from gongkai.foi.actions import archive, intake, replies, serving, told, waits, work
from gongkai.foi.actions.steps import about
from gongkai.foi.models import Case, Consultation
from gongkai.foi.rules import splitting, stages
from gongkai.foi.rules.applicants import ApplicantKind, Material, id_kinds
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.receipt import Delivery, Element
from gongkai.foi.rules.service import ServiceMode, modes_for
from gongkai.foi.rules.stages import MOVES
from gongkai.foi.standing import standing_of
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders
from gongkai.people.rules.permits import Role
from gongkai.shared.clock import today


@dataclass(frozen=True)
class Page:
    """A step as a page: the form, what does it, what is told beforehand and afterwards. `about`: what the form is made with."""

    form: type[forms.Form]
    do: Callable[..., Any]
    said: str
    says: str = ""
    about: Callable[[Case], dict[str, Any]] = lambda case: {}
    danger: bool = False


def _offices(case: Case) -> QuerySet[Organisation]:
    """Who can be asked: the offices beside, above and below the organ, within its own government; never the organ itself."""
    above = case.organ.path.rsplit("/", 2)[0] + "/" if case.organ.parent_id else case.organ.path
    return Organisation.objects.open().at_or_below(above).exclude(pk=case.organ_id)


def _with_offices(case: Case) -> dict[str, Any]:
    return {"offices": _offices(case)}


def _open_consultations(case: Case) -> dict[str, Any]:
    return {"asked": case.consultations.filter(answer="")}


def _open_assignments(case: Case) -> dict[str, Any]:
    return {"asked": case.assignments.filter(answered_at=None).select_related("office")}


def _on_consultation(do: Callable[..., Any]) -> Callable[..., Any]:
    """The actions about a consultation take it in the place of the case."""

    def doing(case: Case, *, consultation: Consultation, **given: Any) -> Any:
        return do(consultation, **given)

    return doing


def filed(do: Callable[..., Any]) -> Callable[..., Any]:
    """The files of the form as what the action takes: a list of files handed in."""

    def doing(*about: Any, file: Sequence[UploadedFile] = (), **given: Any) -> Any:
        return do(*about, files=_handed(file), **given)

    return doing


def _handed(files: Sequence[UploadedFile], material: Material = Material.OTHER) -> list[intake.Handed]:
    return [intake.Handed(file.name or material.label, file.read(), material) for file in files]


def _on_assignment(do: Callable[..., Any]) -> Callable[..., Any]:
    def doing(case: Case, *, assignment: Any, **given: Any) -> Any:
        return do(assignment, **given)

    return doing


def _consult(kind: Consultation.Kind) -> Callable[..., Any]:
    def doing(case: Case, *, by: Officer, at: datetime, seen: int | None = None, **given: Any) -> Any:
        return told.consult(case, kind, by=by, at=at, seen=seen, **given)

    return doing


def _note(case: Case, *, kind: str, text: str, by: Officer, at: datetime, seen: int | None = None) -> Any:
    return work.note(case, work.Note.Kind(kind), text, by=by, at=at)


def _remind(case: Case, *, text: str, by: Officer, at: datetime, seen: int | None = None) -> Any:
    return work.remind(case, text, by=by, at=at)


def _with_what_lacks(case: Case) -> dict[str, Any]:
    return {"lacks_id": not case.id_number, "kinds": id_kinds(ApplicantKind(case.applicant_kind)), "is_correction": case.is_correction}


def _take_clarification(
    case: Case,
    *,
    file: Sequence[UploadedFile] = (),
    id_proof: Sequence[UploadedFile] = (),
    authority: Sequence[UploadedFile] = (),
    id_number: str = "",
    by: Officer,
    at: datetime,
    **given: Any,
) -> Any:
    files = [
        *_handed(file, Material.EVIDENCE if case.is_correction else Material.CLARIFICATION),
        *_handed(id_proof, Material.IDENTITY),
        *_handed(authority, Material.AUTHORITY),
    ]
    asked = {name: given.pop(name) for name in intake.REQUEST}
    elements = {Element.ID.value: id_number} if id_number.strip() else {}
    return waits.take_clarification(case, asked=asked, elements=elements, files=files, by=by, at=at, **given)


PAGES: dict[Action, Page] = {
    Action.RECEIVE: Page(
        f.ReceiptForm,
        intake.confirm_receipt,
        "已确认收到，期限开始计算。",
        about=lambda case: {"is_signed_for": intake.is_signed_for(case)},
    ),
    Action.REGISTER: Page(NothingForm, told.register, "已登记。", "登记后生成登记号。"),
    Action.EXAMINE: Page(
        NothingForm, intake.examine, "已开始审查。", "请核对三件事：内容是否明确、是否由本机关负责、是否重复申请。您将成为承办人。"
    ),
    Action.CLARIFY: Page(
        f.ClarifyForm,
        told.clarify,
        "已告知补正。",
        "补正须在收到申请之日起7个工作日内一次性告知，以送出之日为准；补正的期限自申请人收到起算。收到补正后重新计算期限。"
        "申请人不在网上获取的，请送出告知书并登记送达、签收。",
    ),
    Action.TAKE_CLARIFICATION: Page(f.ClarifiedForm, _take_clarification, "已登记补正，期限重新计算。", about=_with_what_lacks),
    Action.ASK_REASON: Page(f.AskReasonForm, told.ask_reason, "已要求说明理由。"),
    Action.TAKE_REASON: Page(f.AnswerForm, filed(waits.take_reason), "已登记理由。"),
    Action.JUDGE_REASON: Page(f.JudgeReasonForm, waits.judge_reason, "已作出认定。"),
    Action.DELAY: Page(f.DelayForm, told.delay, "已确定延迟答复的期限。"),
    Action.DISPATCH: Page(f.DispatchForm, told.dispatch, "已转办。", about=_with_offices),
    Action.ASK_HELP: Page(f.AskHelpForm, told.ask_help, "已请求协办。", about=_with_offices),
    Action.GIVE_HELP: Page(f.HelpForm, _on_assignment(work.give_help), "已反馈。", about=_open_assignments),
    Action.RETURN: Page(f.GiveBackForm, _on_assignment(work.give_back), "已退回。", about=_open_assignments),
    Action.SEARCH: Page(f.SearchForm, work.search, "已记录检索。", "答复“信息不存在”之前必须有检索记录。"),
    Action.CONSULT_THIRD_PARTY: Page(
        f.ConsultForm,
        _consult(Consultation.Kind.THIRD_PARTY),
        "已记录征求意见，期限暂停计算。",
        "第三方自收到之日起15个工作日内提出意见；逾期未提出的，由本机关依法决定。",
    ),
    Action.CONSULT_CO_ORGAN: Page(
        f.ConsultOrganForm,
        _consult(Consultation.Kind.CO_ORGAN),
        "已记录征求意见，期限暂停计算。",
        "对方自收到之日起15个工作日内提出意见，逾期视为同意公开。",
    ),
    Action.RECORD_REACHED: Page(f.ReachedForm, _on_consultation(waits.record_reached), "已登记。", about=_open_consultations),
    Action.RECORD_OPINION: Page(
        f.OpinionForm, filed(_on_consultation(waits.record_opinion)), "已登记意见，次日恢复计时。", about=_open_consultations
    ),
    Action.RECORD_SILENCE: Page(
        f.OpenConsultationForm, _on_consultation(waits.record_silence), "已登记逾期未答复。", about=_open_consultations
    ),
    Action.CHARGE: Page(
        f.ChargeForm,
        told.charge,
        "收费通知书已签发。送到申请人之后，请“登记收到通知”。",
        "只有数量、频次明显超过合理范围的才收费；金额由系统按国办函〔2020〕109号计算。通知以今天为准，期限从今天起暂停。",
    ),
    Action.RECORD_NOTICE: Page(f.NoticeForm, filed(waits.record_notice), "已登记收到，期限由此起算。"),
    Action.RECORD_PAYMENT: Page(f.PaymentForm, filed(waits.record_payment), "已登记缴费，期限重新计算。"),
    Action.EXTEND: Page(
        f.ExtendForm, told.extend, "已批准延长。", "只能延长一次，须在原期限届满前批准并送出告知书；届满之后才送出的不发生延长的效力。"
    ),
    Action.WITHDRAW: Page(
        f.WithdrawForm,
        told.withdraw,
        "已登记，终止处理记录已生成。",
        "申请人书面撤回、死亡或者终止的，在这里登记。这件申请不再办理，计入年报“其他处理”的“其他”。",
        danger=True,
    ),
    Action.CLOSE: Page(f.CloseForm, told.close, "已终止处理。", danger=True),
    Action.SUBMIT_DRAFT: Page(NothingForm, replies.submit, "已送审。", "送审后不能再改，审查人看到的就是签发的内容。"),
    Action.PASS_SECRECY: Page(
        f.OpinionTextForm, replies.pass_secrecy, "保密审查已通过。", "先审查、后公开。起草人不能审查自己写的答复；审查人不能签发同一件。"
    ),
    Action.PASS_LEGALITY: Page(
        f.OpinionTextForm, replies.pass_legality, "合法性审查已通过。", "核对处理决定、依据条款、理由和救济途径。审查人不能签发同一件。"
    ),
    Action.SEND_BACK: Page(f.WhyForm, replies.send_back, "已退回修改。"),
    Action.SIGN: Page(NothingForm, replies.sign, "已签发，文书编号已生成。", "签发后文书不可更改。起草人、审查人不能签发。"),
    Action.SERVE: Page(
        f.ServeForm,
        filed(serving.serve),
        "已登记送达。",
        "邮寄必须用邮政企业，以交邮之日为准；网上送达须附提交行政复议申请的网上渠道。",
        about=lambda case: {"modes": modes_for(Delivery(case.delivery))},
    ),
    Action.ARCHIVE: Page(NothingForm, archive.archive, "已归档，归档包已生成。", "归档后这件申请只读。"),
    Action.NOTE: Page(f.NoteForm, _note, "已记下。"),
    Action.REMIND: Page(f.RemindForm, _remind, "已催办。"),
}


SERVED_BY = {Delivery.MAIL: ServiceMode.MAIL_POST, Delivery.PICK_UP: ServiceMode.DIRECT}  # the others are called alike
OTHERWISE = frozenset({Action.DRAFT})  # steps with pages of their own
SHOWN = frozenset(PAGES) | OTHERWISE


@staff(Permit.READ, acts=True)
def act(request: StaffRequest, pk: int, what: str) -> HttpResponse:
    """The page of one step. The version of the case travels with the form, so that nobody overwrites what another has just done."""
    if what not in MOVES or Action(what) not in PAGES:
        raise Http404
    action = Action(what)
    page, case = PAGES[action], find_case(request, pk)
    form = page.form(request.POST or None, request.FILES or None, initial=initial_of(case), **page.about(case))
    facts = standing_of(case, on=today()).facts
    if request.method != "POST":  # nobody fills in what will only be refused
        ask(request, MOVES[action].permit, about(case, request.officer, action))
        stages.require(action, facts, today())
    seen = request.POST.get("seen", str(case.version))
    answer = deed(
        request,
        form,
        page.do,
        case,
        title=action.label,
        button=action.label,
        back=reverse("desk:foi-case", args=[case.pk]),
        said=page.said,
        says=page.says or (division(case) if action in (Action.DISPATCH, Action.ASK_HELP) else ""),
        trail=trail_of(case),
        danger=page.danger,
        warned=stages.warnings(action, facts, today()),
        given={"seen": int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1},
        seen=case.version if request.method != "POST" else seen,
    )
    if isinstance(answer, HttpResponseRedirect) and not queries.visible_to(request.officer).filter(pk=pk).exists():
        messages.info(request, "这件申请不再由您的单位办理，您看到的是其余的申请。")
        return redirect("desk:foi")
    return answer


def initial_of(case: Case) -> dict[str, object]:
    """What a form begins with: today, the information as it is described, the way in which the applicant wants the reply."""
    days = dict.fromkeys(("on", "arrived_on", "sent_on"), today())
    return {**days, "mode": SERVED_BY.get(Delivery(case.delivery), case.delivery), **{name: getattr(case, name) for name in intake.REQUEST}}


@staff(Permit.DISPATCH, acts=True)
def assign(request: StaffRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = f.HandlerForm(request.POST or None, officers=holders(Role.EDITOR, case.organ))
    back = reverse("desk:foi-case", args=[case.pk])
    return deed(request, form, work.assign, case, title="指定承办人", button="指定", back=back, said="已指定承办人。", trail=trail_of(case))


@staff(Permit.REGISTER, acts=True)
def split(request: StaffRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    asked = case.info_text or case.info_title
    items = "\n".join(" ".join(one.split()) for one in splitting.requests(asked)) or asked
    form = f.SplitForm(request.POST or None, initial={"parts": items})
    back, trail = reverse("desk:foi-case", args=[case.pk]), trail_of(case)
    return deed(
        request, form, told.split, case, title="拆分申请", button="拆分", back=back, said="已拆分。", says=division(case), trail=trail
    )


def division(case: Case) -> str:
    """分办: which offices answer for which part of a request about taken land or houses, by the table; empty for any other."""
    parts = splitting.split(f"{case.info_title}\n{case.info_text}")
    named = "；".join(f"{part.category}（{part.responsible}）" for part in parts)
    return f"征地拆迁类申请，按分办规则涉及：{named}。是否这样分，由您判断。" if named else ""
