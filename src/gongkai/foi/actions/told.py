"""Steps together with the letters that tell of them: both are done, or neither. The doors call these, not the bare steps.

Each takes what the step takes (see `intake`, `waits`, `work`) and gives back the step and the letters signed with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.documents.rules.paper import Paper
from gongkai.foi.actions import intake, waits, work
from gongkai.foi.actions.letters import DUE_UNKNOWN, composed, issue
from gongkai.foi.actions.steps import Step
from gongkai.foi.models import Case, Consultation, Letter
from gongkai.foi.organs import remedy_facts, settings_of, template_row
from gongkai.foi.rules import fees
from gongkai.foi.rules.course import THE_APPLICANT, YOU, course
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.letter_variables import Variable
from gongkai.foi.rules.letters import Template, Value, of_ending, ruling_facts
from gongkai.foi.rules.outcomes import Outcome, Withdrawn
from gongkai.foi.rules.remedies import choose
from gongkai.foi.rules.waits import PAYMENT_WORKDAYS
from gongkai.foi.standing import facts_of
from gongkai.people.models import Officer, Organisation
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

PAY_UNTIL = f"收到本通知次日起第{PAYMENT_WORKDAYS}个工作日"  # no letter knows the day it will come
# 第三十五条: no kind of its own in 2.2; the same letter as for an extension, on another article
DELAYED = Template(
    LetterKind.EXTENSION,
    "政府信息公开延迟答复告知书",
    "本机关于{收到日期}收到您提出的政府信息公开申请（登记号：{登记号}），申请内容为：{申请内容}。\n"
    "您说明的理由合理，但{事实和理由}，不能在法定期限内答复。根据《中华人民共和国政府信息公开条例》第三十五条，"
    "本机关确定延迟{工作日数}个工作日答复，将于{答复期限}前（含当日）答复。",
)
ENDED_FOR = {
    Outcome.F1_NO_CORRECTION: "申请人无正当理由逾期不补正",
    Outcome.F2_NO_PAYMENT: "申请人逾期未按收费通知缴纳信息处理费",
    Outcome.F3_OTHER: "申请人撤回申请",
}
UNPROVED = "申请人没有在期限内补充，本机关无法核实该记录是否准确"  # F1 of a correction: 第四十一条 wants evidence


@dataclass(frozen=True)
class Told:
    """What was done and the letters signed with it."""

    step: Step
    letters: tuple[Letter, ...] = ()

    @property
    def case(self) -> Case:
        return self.step.case

    @property
    def warnings(self) -> tuple[str, ...]:
        return self.step.warnings


@transaction.atomic
def register(case: Case, *, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """登记 and 登记回执."""
    step = intake.register(case, by=by, at=at, seen=seen)
    return Told(step, (issue(step.case, LetterKind.RECEIPT, {}, by=by, at=at),))


@transaction.atomic
def split(case: Case, parts: Sequence[str], *, by: Officer, at: datetime, seen: int | None = None) -> list[Case]:
    """一事一申请, and a 登记回执 for each new case."""
    made = intake.split(case, parts, by=by, at=at, seen=seen)
    for each in made:
        issue(each, LetterKind.RECEIPT, {}, by=by, at=at)
    return made


@transaction.atomic
def clarify(case: Case, items: Sequence[str], *, answer_by: date, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """告知补正 and 补正告知书."""
    step = waits.clarify(case, items, answer_by=answer_by, by=by, at=at, seen=seen)
    unclear = "\n".join(f"{n}.{item.rstrip('。；')}。" for n, item in enumerate(step.happening.data["items"], 1))
    facts: dict[Variable, Value] = {Variable.UNCLEAR: unclear, Variable.ANSWER_BY: answer_by}
    return Told(step, (issue(step.case, LetterKind.CLARIFICATION, facts, by=by, at=at),))


@transaction.atomic
def ask_reason(case: Case, why: str, *, answer_by: date, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """要求说明理由 and 说明理由告知书 (第三十五条)."""
    step = waits.ask_reason(case, why, answer_by=answer_by, by=by, at=at, seen=seen)
    facts: dict[Variable, Value] = {Variable.FACTS_OF_NUMBER: _clause(why), Variable.ANSWER_BY: answer_by}
    return Told(step, (issue(step.case, LetterKind.REASON_REQUEST, facts, by=by, at=at),))


@transaction.atomic
def delay(case: Case, workdays: int, why: str, *, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """确定延迟答复的合理期限 and the letter that says so (第三十五条)."""
    step = waits.delay(case, workdays, why, by=by, at=at, seen=seen)
    facts: dict[Variable, Value] = {Variable.REASONS: _clause(why), Variable.WORKDAYS: workdays}
    return Told(step, (issue(step.case, LetterKind.EXTENSION, facts, by=by, at=at, template=DELAYED),))


@transaction.atomic
def extend(case: Case, workdays: int, why: str, *, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """延长答复期限 and 延期答复告知书 with the new date."""
    step = waits.extend(case, workdays, why, by=by, at=at, seen=seen)
    due = waits.due_once_told(step.case) or DUE_UNKNOWN
    facts: dict[Variable, Value] = {Variable.REASONS: _clause(why), Variable.WORKDAYS: workdays, Variable.DUE_ON: due}
    return Told(step, (issue(step.case, LetterKind.EXTENSION, facts, by=by, at=at),))


@transaction.atomic
def consult(
    case: Case,
    kind: Consultation.Kind,
    *,
    party: str,
    question: str,
    contact: str = "",
    organ: Organisation | None = None,
    by: Officer,
    at: datetime,
    seen: int | None = None,
) -> Told:
    """征求意见: the letter to who is asked, which never tells who asked, and — once a day — the one that tells the applicant."""
    step = waits.consult(case, kind, party=party, question=question, contact=contact, organ=organ, by=by, at=at, seen=seen)
    asked = step.case.consultations.get(pk=step.happening.data["key"])
    to_party = LetterKind.THIRD_PARTY_CONSULTATION if kind == Consultation.Kind.THIRD_PARTY else LetterKind.CO_MAKER_CONSULTATION
    letters = [issue(step.case, to_party, {}, by=by, at=at, consultation=asked)]
    earlier = step.case.letters.filter(kind=LetterKind.CONSULTATION_NOTICE).last()
    if earlier is None or earlier.signed_at.astimezone(BEIJING).date() != at.date():
        letters.append(issue(step.case, LetterKind.CONSULTATION_NOTICE, {}, by=by, at=at))
    return Told(step, tuple(letters))


def opinion_form(consultation: Consultation, *, at: datetime) -> Paper:
    """征求意见回执: the form that goes along, for the third party to fill in. It has no number."""
    return composed(consultation.case, LetterKind.OPINION_FORM, {}, at=at, consultation=consultation, number="")


@transaction.atomic
def charge(case: Case, mode: fees.Mode, *, why: str, pages: int = 0, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """通知收费 and 收费通知书 with the reason, the formula, the way to pay and how long the applicant has from the day it comes."""
    step = waits.charge(case, mode, why=why, pages=pages, by=by, at=at, seen=seen)
    how = settings_of(step.case.organ).payment
    if not how:
        raise Refused("本机关还没有登记信息处理费的缴纳方式，不能发出收费通知。请先登记。", basis=fees.BASIS, field="payment")
    facts: dict[Variable, Value] = {
        Variable.AMOUNT: step.happening.data["amount"],
        Variable.FORMULA: step.happening.data["formula"],
        Variable.HOW_TO_PAY: _clause(how),
        Variable.FACTS_OF_NUMBER: _clause(step.happening.data["why"]),
        Variable.ANSWER_BY: PAY_UNTIL,
    }
    return Told(step, (issue(step.case, LetterKind.FEE_NOTICE, facts, by=by, at=at),))


@transaction.atomic
def dispatch(case: Case, office: Organisation, task: str, due_on: date, *, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """转办 and its slip."""
    step = work.dispatch(case, office, task, due_on, by=by, at=at, seen=seen)
    return Told(step, (_slip(step.case, task, due_on, by=by, at=at),))


@transaction.atomic
def ask_help(
    case: Case, offices: Sequence[Organisation], task: str, due_on: date, *, by: Officer, at: datetime, seen: int | None = None
) -> Told:
    """请求协办 and one slip for all who are asked."""
    steps = work.ask_help(case, offices, task, due_on, by=by, at=at, seen=seen)
    return Told(steps[-1], (_slip(steps[-1].case, task, due_on, by=by, at=at),))


@transaction.atomic
def withdraw(
    case: Case,
    why: str,
    material: str = "",
    *,
    cause: Withdrawn | None = None,
    by: Officer | None,
    at: datetime,
    seen: int | None = None,
) -> Told:
    """撤回申请 and 终止处理记录. When the applicant withdraws by himself (`by` None) the record is made by the officer who archives it."""
    step = waits.withdraw(case, why, material, cause=cause, by=by, at=at, seen=seen)
    return Told(step, (record_ending(step.case, by=by, at=at),) if by else ())


@transaction.atomic
def close(case: Case, outcome: Outcome, *, by: Officer, at: datetime, seen: int | None = None) -> Told:
    """终止处理 and its record."""
    step = waits.close(case, outcome, by=by, at=at, seen=seen)
    return Told(step, (record_ending(step.case, by=by, at=at),))


def record_ending(case: Case, *, by: Officer, at: datetime) -> Letter:
    """终止处理记录 (DOC25) of a held case that ended without a reply: a letter to who let the time run out or withdrew, a record of who died
    or was dissolved; an organ's own template is a record of both."""
    outcome = Outcome(case.outcome)
    ended = case.happenings.filter(kind__in=[Action.CLOSE, Action.WITHDRAW]).last()
    data = ended.data if ended else {}
    why = _clause(data.get("why", "") or ENDED_FOR[outcome])
    if data.get("material"):
        why += f"（材料：{_clause(data['material'])}）"
    facts: dict[Variable, Value] = dict(ruling_facts(outcome, remedy_facts(case.organ)))
    if case.is_correction and outcome is Outcome.F1_NO_CORRECTION:
        facts[Variable.BASIS], why = "", UNPROVED  # 第三十条 is of applications for information
    is_told = outcome is not Outcome.F3_OTHER or (
        ended is not None and (ended.by_id is None or data.get("cause") == Withdrawn.BY_APPLICANT)
    )
    has_own = not case.is_correction and template_row(case.organ, LetterKind.TERMINATION) is not None
    template = of_ending(case.is_correction) if is_told and not has_own else None
    facts[Variable.REASONS] = why.replace(THE_APPLICANT, YOU) if template else why
    facts[Variable.COURSE] = course(facts_of(case), YOU if template else THE_APPLICANT)
    if not case.received_on:  # withdrawn before both sides had confirmed it
        facts[Variable.RECEIVED_ON] = case.submitted_at.astimezone(BEIJING).date()
    facts[Variable.CASE_NUMBER] = case.number or "未登记"
    return issue(case, LetterKind.TERMINATION, facts, by=by, at=at, remedy=choose(outcome), template=template)


def _slip(case: Case, task: str, due_on: date, *, by: Officer, at: datetime) -> Letter:
    return issue(case, LetterKind.HELP_REQUEST, {Variable.TASK: task.strip(), Variable.ANSWER_BY: due_on}, by=by, at=at)


def _clause(text: str) -> str:
    """What stands inside a sentence of the letter."""
    return " ".join(text.split()).rstrip("。；，")
