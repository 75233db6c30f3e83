"""经过: the steps of a case as they are written down, and what they amount to together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from gongkai.foi.rules.facts import (
    CaseFacts,
    Clarification,
    Consultation,
    Consulted,
    Delay,
    Draft,
    Extension,
    FeeNotice,
    ReasonRequest,
)
from gongkai.foi.rules.outcomes import Outcome
from gongkai.shared.labelled import Labelled

T = TypeVar("T")


class Action(Labelled):
    """What can be done with a case. The value is written down with the day; the label stands on the button."""

    SUBMIT = "submit", "提交申请"
    RECEIVE = "receive", "确认收到"
    REGISTER = "register", "登记"
    EXAMINE = "examine", "开始审查"
    CLARIFY = "clarify", "告知补正"
    TAKE_CLARIFICATION = "take_clarification", "收到补正"
    ASK_REASON = "ask_reason", "要求说明理由"
    TAKE_REASON = "take_reason", "收到理由"
    JUDGE_REASON = "judge_reason", "认定理由"
    DELAY = "delay", "确定延迟答复期限"
    DISPATCH = "dispatch", "转办"
    ASK_HELP = "ask_help", "请求协办"
    GIVE_HELP = "give_help", "反馈协办意见"
    RETURN = "return", "退回转办"
    SEARCH = "search", "记录检索"
    CONSULT_THIRD_PARTY = "consult_third_party", "征求第三方意见"
    CONSULT_CO_ORGAN = "consult_co_organ", "征求共同制作机关意见"
    RECORD_REACHED = "record_reached", "登记对方收到"
    RECORD_OPINION = "record_opinion", "登记意见"
    RECORD_SILENCE = "record_silence", "登记逾期未答复"
    CHARGE = "charge", "通知收费"
    RECORD_NOTICE = "record_notice", "登记收到通知"
    SEND = "send", "登记告知送出"
    RECORD_PAYMENT = "record_payment", "登记缴费"
    EXTEND = "extend", "延长答复期限"
    DRAFT = "draft", "拟稿"
    SUBMIT_DRAFT = "submit_draft", "送审"
    PASS_SECRECY = "pass_secrecy", "通过保密审查"
    PASS_LEGALITY = "pass_legality", "通过合法性审查"
    SEND_BACK = "send_back", "退回修改"
    SIGN = "sign", "签发"
    SERVE = "serve", "送达"
    CLOSE = "close", "终止处理"
    WITHDRAW = "withdraw", "撤回申请"
    ARCHIVE = "archive", "归档"
    MEET = "meet", "会商"
    NOTE = "note", "备注、沟通记录"
    REMIND = "remind", "催办"
    RECORD_DISPUTE = "record_dispute", "登记复议、诉讼"


@dataclass(frozen=True, slots=True)
class Happened:
    """One step on one day. `data` holds what the step needs, as JSON values:

    CLARIFY, ASK_REASON: answer_by (ISO day) · JUDGE_REASON: reasonable · DELAY, EXTEND: workdays · CHARGE: why · SEND: what (the step
    whose letter went out) · CLARIFY, ASK_REASON, EXTEND: to_send, where the applicant does not read it on the portal ·
    CONSULT_…: key; RECORD_REACHED, RECORD_OPINION, RECORD_SILENCE: the same key · DRAFT, CLOSE: outcome."""

    what: Action
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)


def gathered(happenings: Iterable[Happened]) -> CaseFacts:
    """The facts that these steps, in the order they were written down, amount to. Cancelled steps are left out by the caller.

    Nothing is judged here (that is `stages.require`, before a step is written); a step that answers a question nobody asked
    raises ValueError."""
    facts = CaseFacts()
    for happened in happenings:
        facts = after(facts, happened)
    return facts


def after(facts: CaseFacts, happened: Happened) -> CaseFacts:
    """The facts with one more step."""
    on, data = happened.on, happened.data
    match happened.what:
        case Action.SUBMIT:
            return replace(facts, submitted_on=on)
        case Action.RECEIVE:
            return replace(facts, submitted_on=facts.submitted_on or on, received_on=on)
        case Action.REGISTER:
            return replace(facts, registered_on=on)
        case Action.EXAMINE:
            return replace(facts, examined_on=on)
        case Action.DISPATCH:
            return replace(facts, is_dispatched=True)
        case Action.RETURN:
            return replace(facts, is_dispatched=False)
        case Action.ASK_HELP:
            return replace(facts, open_helps=facts.open_helps + 1)
        case Action.GIVE_HELP:
            return replace(facts, open_helps=max(0, facts.open_helps - 1))
        case Action.EXTEND:
            return replace(facts, extension=Extension(on, int(data["workdays"]), is_untold=bool(data.get("to_send"))))
        case Action.DELAY:
            return replace(facts, delay=Delay(on, int(data["workdays"])))
        case Action.CHARGE:
            # a row without its reason is older: it was written down for the day the notice reached the applicant
            return replace(facts, fee=FeeNotice(on, reached_on=None if "why" in data else on))
        case Action.RECORD_NOTICE:
            return _reached(facts, happened)
        case Action.SEND:
            return _sent(facts, happened)
        case Action.RECORD_PAYMENT:
            return replace(facts, fee=replace(_asked(facts.fee, happened), paid_on=on))
        case Action.CLARIFY:
            asked = Clarification(on, _day(data.get("answer_by")), on_its_way=bool(data.get("to_send")))
            return replace(facts, clarification=asked)
        case Action.TAKE_CLARIFICATION:
            return replace(facts, clarification=replace(_asked(facts.clarification, happened), answered_on=on))
        case Action.ASK_REASON | Action.TAKE_REASON | Action.JUDGE_REASON:
            return replace(facts, reason_request=_reason(facts, happened))
        case Action.CONSULT_THIRD_PARTY | Action.CONSULT_CO_ORGAN | Action.RECORD_REACHED | Action.RECORD_OPINION | Action.RECORD_SILENCE:
            return replace(facts, consultations=_consultations(facts, happened))
        case Action.DRAFT | Action.SUBMIT_DRAFT | Action.PASS_SECRECY | Action.PASS_LEGALITY | Action.SEND_BACK:
            return replace(facts, draft=_draft(facts, happened))
        case Action.SIGN:
            return replace(facts, signed_on=on, outcome=_asked(facts.draft, happened).outcome)
        case Action.CLOSE | Action.WITHDRAW:
            return replace(facts, ended_on=on, outcome=Outcome(data.get("outcome", Outcome.F3_OTHER)))
        case Action.SERVE:
            return replace(facts, served_on=facts.served_on or on)  # served again: the first day stands
        case Action.ARCHIVE:
            return replace(facts, archived_on=on)
        case Action.SEARCH | Action.MEET | Action.NOTE | Action.REMIND | Action.RECORD_DISPUTE:
            return facts


def _asked(question: T | None, happened: Happened) -> T:
    if question is None:
        raise ValueError(f"{happened.what} without what it answers")
    return question


def _reached(facts: CaseFacts, happened: Happened) -> CaseFacts:
    """The notice of what is open came to the applicant."""
    if (asked := facts.clarification) and asked.is_open:
        return replace(facts, clarification=replace(asked, reached_on=happened.on, on_its_way=False))
    if (reason := facts.reason_request) and reason.is_open:
        return replace(facts, reason_request=replace(reason, reached_on=happened.on, on_its_way=False))
    return replace(facts, fee=replace(_asked(facts.fee, happened), reached_on=happened.on))


def _sent(facts: CaseFacts, happened: Happened) -> CaseFacts:
    """The letter of an earlier step went out; sent again, the first day stands."""
    what = happened.data.get("what")
    if what == Action.EXTEND and (extension := facts.extension) and extension.is_untold:
        return replace(facts, extension=replace(extension, told_on=happened.on, is_untold=False))
    if what == Action.CLARIFY and (asked := facts.clarification) and asked.sent_on is None:
        return replace(facts, clarification=replace(asked, sent_on=happened.on))
    return facts


def _reason(facts: CaseFacts, happened: Happened) -> ReasonRequest:
    if happened.what is Action.ASK_REASON:
        return ReasonRequest(happened.on, _day(happened.data.get("answer_by")), on_its_way=bool(happened.data.get("to_send")))
    asked = _asked(facts.reason_request, happened)
    if happened.what is Action.TAKE_REASON:
        return replace(asked, answered_on=happened.on)
    return replace(asked, judged_on=happened.on, reasonable=bool(happened.data["reasonable"]))


def _consultations(facts: CaseFacts, happened: Happened) -> tuple[Consultation, ...]:
    on, key = happened.on, str(happened.data.get("key", ""))
    if happened.what in (Action.CONSULT_THIRD_PARTY, Action.CONSULT_CO_ORGAN):
        kind = Consulted.THIRD_PARTY if happened.what is Action.CONSULT_THIRD_PARTY else Consulted.CO_ORGAN
        return (*facts.consultations, Consultation(kind, on, key=key))
    if all(each.key != key for each in facts.consultations):
        raise ValueError(f"no consultation {key!r} to record {happened.what} of")
    return tuple(_told(each, happened) if each.key == key else each for each in facts.consultations)


def _told(consultation: Consultation, happened: Happened) -> Consultation:
    if happened.what is Action.RECORD_REACHED:
        return replace(consultation, reached_on=happened.on)
    if happened.what is Action.RECORD_OPINION:
        return replace(consultation, answered_on=happened.on)
    return replace(consultation, lapsed_on=happened.on)


def _draft(facts: CaseFacts, happened: Happened) -> Draft:
    if happened.what is Action.DRAFT:
        return Draft(Outcome(happened.data["outcome"]))
    draft = _asked(facts.draft, happened)
    if happened.what is Action.SUBMIT_DRAFT:
        return Draft(draft.outcome, is_submitted=True)
    if happened.what is Action.PASS_SECRECY:
        return replace(draft, secrecy_passed=True)
    if happened.what is Action.PASS_LEGALITY:
        return replace(draft, legality_passed=True)
    return Draft(draft.outcome)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
