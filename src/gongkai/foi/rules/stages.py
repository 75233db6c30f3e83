"""办理环节 (领域规则 1.10.1): one table of moves. Buttons, guards, tests and the printed procedure come from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.foi.rules.facts import CaseFacts
from gongkai.foi.rules.happenings import Action, Happened, after
from gongkai.foi.rules.outcomes import RULINGS, lacking
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.people.rules.permits import About, Actor, may
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused


class Stage(Labelled):
    """Where a case stands: a shadow of its facts, see `stage_of`."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已提交（待确认收到）"
    RECEIVED = "received", "已收到（待登记）"
    REGISTERED = "registered", "已登记（待审查）"
    UNDER_REVIEW = "under_review", "审查中"
    CLARIFYING = "clarifying", "待申请人补正"
    EXPLAINING = "explaining", "待说明理由"
    DISPATCHED = "dispatched", "承办中"
    CONSULTING = "consulting", "征求意见中"
    FEE_NOTIFIED = "fee_notified", "待缴费"
    DRAFTING = "drafting", "拟稿中"
    LEGAL_REVIEW = "legal_review", "审核中"
    AWAITING_SIGNATURE = "awaiting_signature", "待签发"
    SIGNED = "signed", "已签发（待送达）"
    SERVED = "served", "已送达（待归档）"
    CLOSED = "closed", "已终止"
    ARCHIVED = "archived", "已归档"

    @property
    def is_closed(self) -> bool:
        """办结: served, ended or archived."""
        return self in (Stage.SERVED, Stage.CLOSED, Stage.ARCHIVED)


def stage_of(facts: CaseFacts) -> Stage:
    """The stage that the facts amount to: the latest thing that is still open."""
    if facts.archived_on:
        return Stage.ARCHIVED
    if facts.served_on:
        return Stage.SERVED
    if facts.ended_on:
        return Stage.CLOSED
    if facts.signed_on:
        return Stage.SIGNED
    if facts.received_on is None:
        return Stage.SUBMITTED if facts.submitted_on else Stage.DRAFT
    if facts.registered_on is None:
        return Stage.RECEIVED
    if facts.examined_on is None:
        return Stage.REGISTERED
    if facts.clarification and facts.clarification.is_open:
        return Stage.CLARIFYING
    if facts.reason_request and facts.reason_request.is_open:
        return Stage.EXPLAINING
    if facts.fee and facts.fee.is_open:
        return Stage.FEE_NOTIFIED
    if facts.open_consultations:
        return Stage.CONSULTING
    if facts.draft:
        if facts.draft.is_passed:
            return Stage.AWAITING_SIGNATURE
        return Stage.LEGAL_REVIEW if facts.draft.is_submitted else Stage.DRAFTING
    return Stage.DISPATCHED if facts.is_dispatched else Stage.UNDER_REVIEW


def stage_since(happenings: Iterable[Happened]) -> date | None:
    """The day on which the stage that these steps amount to began: the step that led to it; None without any."""
    facts, since, at = CaseFacts(), None, None
    for happened in happenings:
        facts = after(facts, happened)
        if (stage := stage_of(facts)) is not at:
            at, since = stage, happened.on
    return since


@dataclass(frozen=True)
class Guard:
    """A condition on the facts on a day. `says` is what must be so, in Chinese, and what to do."""

    holds: Callable[[CaseFacts, date], bool]
    says: str
    basis: str = ""


@dataclass(frozen=True)
class Move:
    """One row: from which stages, who may, under which guards, and to which stages it can lead (empty: the stage stays).

    `warns` are guards that do not forbid: the step is done, its lateness is said. `by_applicant`: the applicant may do it as well."""

    action: Action
    sources: frozenset[Stage]
    permit: Permit
    then: frozenset[Stage] = frozenset()
    guards: tuple[Guard, ...] = ()
    warns: tuple[Guard, ...] = ()
    by_applicant: bool = False


@dataclass(frozen=True)
class Offer:
    """A button: what could be done now by this officer. `blocked` says, in Chinese, why it cannot be done yet (empty: it can)."""

    action: Action
    blocked: str = ""

    @property
    def label(self) -> str:
        return self.action.label


def require(action: Action, facts: CaseFacts, on: date) -> Move:
    """The row of the table, or Refused with the reason and the article. Whether the officer may is asked apart (`permits`)."""
    move, stage = MOVES[action], stage_of(facts)
    if stage not in move.sources:
        raise Refused(f"这件申请现在是“{stage.label}”，不能办理“{action.label}”。请刷新页面查看最新进展。")
    for guard in move.guards:
        if not guard.holds(facts, on):
            raise Refused(f"现在不能办理“{action.label}”：{guard.says}。", basis=guard.basis)
    return move


def warnings(action: Action, facts: CaseFacts, on: date) -> tuple[str, ...]:
    """What is late or unusual about doing this now, in Chinese; it may be done all the same."""
    return tuple(guard.says for guard in MOVES[action].warns if not guard.holds(facts, on))


def offers(actor: Actor, about: About, facts: CaseFacts, on: date) -> tuple[Offer, ...]:
    """The buttons for this officer at this stage, in the order of the table."""
    return tuple(
        Offer(move.action, _blocked(move, facts, on)) for move in _from(stage_of(facts)) if may(actor, move.permit, about, WHO_MAY)
    )


def offers_to_applicant(facts: CaseFacts, on: date) -> tuple[Offer, ...]:
    """What the applicant can do now on the tracking page."""
    return tuple(Offer(move.action, _blocked(move, facts, on)) for move in _from(stage_of(facts)) if move.by_applicant)


def procedure(who: Mapping[Permit, str]) -> str:
    """The table as Markdown for the procedure handbook. `who` gives the Chinese wording of each permit's holders."""
    lines = ["| 步骤 | 在哪些环节可以办 | 谁可以办 | 不能办时怎样说 | 办后环节 |", "|---|---|---|---|---|"]
    for move in MOVES.values():
        sources = "、".join(stage.label for stage in Stage if stage in move.sources)
        holders = who[move.permit] + ("；申请人" if move.by_applicant else "")
        refusals = "；".join(
            before + guard.says + (f"（{guard.basis}）" if guard.basis else "")
            for before, guards in (("", move.guards), ("只提示：", move.warns))
            for guard in guards
        )
        then = "、".join(stage.label for stage in Stage if stage in move.then) or "不变"
        lines.append(f"| {move.action.label} | {sources} | {holders} | {refusals or '—'} | {then} |")
    return "\n".join(lines) + "\n"


def _from(stage: Stage) -> tuple[Move, ...]:
    return tuple(move for move in MOVES.values() if stage in move.sources)


def _blocked(move: Move, facts: CaseFacts, on: date) -> str:
    return next((guard.says for guard in move.guards if not guard.holds(facts, on)), "")


_S, _A, _P = Stage, Action, Permit

# Where the office itself works on the case: the clock runs or waits for others, nothing is signed.
WORKING = frozenset({_S.UNDER_REVIEW, _S.DISPATCHED, _S.CONSULTING, _S.DRAFTING, _S.LEGAL_REVIEW, _S.AWAITING_SIGNATURE})
_HELD = frozenset({_S.UNDER_REVIEW, _S.DISPATCHED, _S.DRAFTING})  # at somebody's desk, nothing open
_BEFORE_SIGNING = WORKING | {_S.RECEIVED, _S.REGISTERED, _S.CLARIFYING, _S.EXPLAINING, _S.FEE_NOTIFIED}
_EVERYWHERE = frozenset(Stage) - {_S.DRAFT}
_ANY_WORK = frozenset({_S.UNDER_REVIEW, _S.DISPATCHED, _S.CONSULTING, _S.DRAFTING})  # where an answered question leads back to

_ONCE_CLARIFIED = Guard(
    lambda facts, on: facts.clarification is None, "补正须一次性告知，已经告知过，不能再次要求补正", "政府信息公开条例第三十条"
)
_CLARIFY_IN_TIME = Guard(
    lambda facts, on: facts.clarify_by is None or on <= facts.clarify_by,
    "补正告知应在收到申请之日起7个工作日内发出，现已超过",
    "政府信息公开条例第三十条",
)
_ONCE_ASKED = Guard(lambda facts, on: facts.reason_request is None, "已经要求过说明理由", "政府信息公开条例第三十五条")
_ONCE_EXTENDED = Guard(lambda facts, on: facts.extension is None, "答复期限只能延长一次，已经延长过", "政府信息公开条例第三十三条")
_EXTEND_IN_TIME = Guard(
    lambda facts, on: facts.due_on is None or on <= facts.due_on, "原答复期限已经届满，不能再延长，请尽快答复", "政府信息公开条例第三十三条"
)
_REASONED = Guard(
    lambda facts, on: bool(facts.reason_request and facts.reason_request.reasonable),
    "只有申请人说明的理由经认定合理，才可以确定延迟答复的合理期限",
    "政府信息公开条例第三十五条",
)
_DELAYED_ONCE = Guard(lambda facts, on: facts.delay is None, "已经确定过延迟答复的期限", "政府信息公开条例第三十五条")
_BEFORE_DUE = Guard(
    lambda facts, on: facts.due_on is None or on <= facts.due_on,
    "答复期限已经届满，不能再用补正、收费重新计算期限，请尽快答复",
    "政府信息公开条例第三十条、第三十三条",
)
_ONE_FEE = Guard(lambda facts, on: facts.fee is None, "同一件申请只能收费一次，不得重复计算", "国办函〔2020〕109号")


def _is_on_its_way(facts: CaseFacts, on: date) -> bool:
    """Whether the notice of what is open has not come to the applicant, as far as anybody wrote down."""
    for asked in (facts.clarification, facts.reason_request):
        if asked and asked.is_open:
            return asked.on_its_way
    return facts.fee is None or facts.fee.reached_on is None


_NOTICE_ON_ITS_WAY = Guard(
    _is_on_its_way,
    "已经登记过申请人收到通知的日期，或者申请人在网上当时就能看到；登记错了的，请用“更正误登”",
)
_CLARIFICATION_REACHED = Guard(
    lambda facts, on: not (facts.clarification and facts.clarification.is_open and facts.clarification.on_its_way),
    "补正期限自申请人收到补正告知书起算，请先“登记收到通知”，或者在文书送达里登记签收",
    "政府信息公开条例第三十条",
)
_NOTICE_REACHED = Guard(
    lambda facts, on: facts.fee is None or not facts.fee.is_open or facts.fee.reached_on is not None,
    "缴费期限自申请人收到收费通知次日起算，请先“登记收到通知”",
    "国办函〔2020〕109号",
)
_OPEN_CONSULTATION = Guard(lambda facts, on: bool(facts.open_consultations), "没有等待答复的征求意见")
_NOT_SECRECY_PASSED = Guard(lambda facts, on: not (facts.draft and facts.draft.secrecy_passed), "保密审查已经通过")
_NOT_LEGALITY_PASSED = Guard(lambda facts, on: not (facts.draft and facts.draft.legality_passed), "合法性审查已经通过")
_EVIDENCE = Guard(
    lambda facts, on: facts.draft is not None and not lacking(facts.draft.outcome, facts.evidence),
    "这种处理决定需要的材料还不齐（见拟稿页“送审前还缺”）",
)
_IS_REPLY = Guard(
    lambda facts, on: facts.draft is not None and not RULINGS[facts.draft.outcome].is_ending,
    "终止处理不用拟答复，请用“终止处理”或者“撤回申请”",
)
_HELPS_ANSWERED = Guard(lambda facts, on: facts.open_helps == 0, "还有协办单位没有反馈")
_LAPSED = Guard(
    lambda facts, on: bool(facts.lapsed),
    "申请人的补正期限或者缴费期限还没有届满；申请人撤回、死亡或者终止的，请用“撤回申请”并写明原因",
    "政府信息公开条例第三十条",
)
_HELP_OPEN = Guard(lambda facts, on: facts.open_helps > 0, "没有等待反馈的协办")
_IN_TIME = Guard(
    lambda facts, on: facts.due_on is None or on <= facts.due_on, "答复期限已经届满，本次送达将记为超期", "政府信息公开条例第三十三条"
)


def _move(
    action: Action,
    sources: frozenset[Stage] | set[Stage],
    permit: Permit,
    then: set[Stage] | frozenset[Stage] = frozenset(),
    guards: tuple[Guard, ...] = (),
    warns: tuple[Guard, ...] = (),
    by_applicant: bool = False,
) -> Move:
    return Move(action, frozenset(sources), permit, frozenset(then), guards, warns, by_applicant)


MOVES: dict[Action, Move] = {
    move.action: move
    for move in (
        _move(_A.SUBMIT, {_S.DRAFT}, _P.RECEIVE, {_S.SUBMITTED}, by_applicant=True),
        _move(_A.RECEIVE, {_S.DRAFT, _S.SUBMITTED}, _P.RECEIVE, {_S.RECEIVED}),
        _move(_A.REGISTER, {_S.RECEIVED}, _P.REGISTER, {_S.REGISTERED}),
        _move(_A.EXAMINE, {_S.REGISTERED}, _P.REGISTER, {_S.UNDER_REVIEW}),
        _move(_A.CLARIFY, _HELD, _P.CLARIFY, {_S.CLARIFYING}, (_ONCE_CLARIFIED, _BEFORE_DUE), (_CLARIFY_IN_TIME,)),
        _move(_A.TAKE_CLARIFICATION, {_S.CLARIFYING}, _P.CLARIFY, _ANY_WORK, by_applicant=True),
        _move(_A.ASK_REASON, _HELD, _P.ASK_REASON, {_S.EXPLAINING}, (_ONCE_ASKED,)),
        _move(_A.TAKE_REASON, {_S.EXPLAINING}, _P.ASK_REASON, {_S.EXPLAINING}, by_applicant=True),
        _move(_A.JUDGE_REASON, {_S.EXPLAINING}, _P.ASK_REASON, _ANY_WORK),
        _move(_A.DELAY, WORKING, _P.DELAY, guards=(_REASONED, _DELAYED_ONCE, _EXTEND_IN_TIME)),
        _move(_A.DISPATCH, {_S.UNDER_REVIEW, _S.DISPATCHED}, _P.DISPATCH, {_S.DISPATCHED}),
        _move(_A.ASK_HELP, WORKING, _P.DISPATCH),
        _move(_A.GIVE_HELP, WORKING, _P.HANDLE, guards=(_HELP_OPEN,)),
        _move(_A.RETURN, {_S.DISPATCHED}, _P.HANDLE, {_S.UNDER_REVIEW}),
        _move(_A.SEARCH, WORKING, _P.HANDLE),
        _move(_A.CONSULT_THIRD_PARTY, _HELD | {_S.CONSULTING}, _P.CONSULT, {_S.CONSULTING}),
        _move(_A.CONSULT_CO_ORGAN, _HELD | {_S.CONSULTING}, _P.CONSULT, {_S.CONSULTING}),
        _move(_A.RECORD_REACHED, {_S.CONSULTING}, _P.CONSULT, {_S.CONSULTING}, (_OPEN_CONSULTATION,)),
        _move(_A.RECORD_OPINION, {_S.CONSULTING}, _P.CONSULT, _ANY_WORK, (_OPEN_CONSULTATION,)),
        _move(_A.RECORD_SILENCE, {_S.CONSULTING}, _P.CONSULT, _ANY_WORK, (_OPEN_CONSULTATION,)),
        _move(_A.CHARGE, _HELD, _P.CHARGE, {_S.FEE_NOTIFIED}, (_ONE_FEE, _BEFORE_DUE)),
        _move(_A.RECORD_NOTICE, {_S.CLARIFYING, _S.EXPLAINING, _S.FEE_NOTIFIED}, _P.SERVE, guards=(_NOTICE_ON_ITS_WAY,)),
        _move(_A.SEND, _EVERYWHERE - {_S.ARCHIVED, _S.SUBMITTED}, _P.SERVE),
        _move(_A.RECORD_PAYMENT, {_S.FEE_NOTIFIED}, _P.CHARGE, _ANY_WORK),
        _move(_A.EXTEND, WORKING, _P.EXTEND, guards=(_ONCE_EXTENDED, _EXTEND_IN_TIME)),
        _move(_A.DRAFT, _HELD, _P.DRAFT, {_S.DRAFTING}),
        _move(_A.SUBMIT_DRAFT, {_S.DRAFTING}, _P.DRAFT, {_S.LEGAL_REVIEW}, (_IS_REPLY, _EVIDENCE), (_HELPS_ANSWERED,)),
        _move(_A.PASS_SECRECY, {_S.LEGAL_REVIEW}, _P.REVIEW_SECRECY, {_S.LEGAL_REVIEW, _S.AWAITING_SIGNATURE}, (_NOT_SECRECY_PASSED,)),
        _move(_A.PASS_LEGALITY, {_S.LEGAL_REVIEW}, _P.REVIEW_LEGALITY, {_S.LEGAL_REVIEW, _S.AWAITING_SIGNATURE}, (_NOT_LEGALITY_PASSED,)),
        _move(_A.SEND_BACK, {_S.LEGAL_REVIEW, _S.AWAITING_SIGNATURE}, _P.SEND_BACK, {_S.DRAFTING}),
        _move(_A.SIGN, {_S.AWAITING_SIGNATURE}, _P.SIGN, {_S.SIGNED}, (_EVIDENCE,), (_IN_TIME,)),
        _move(_A.SERVE, {_S.SIGNED, _S.CLOSED}, _P.SERVE, {_S.SERVED}, (), (_IN_TIME,)),
        _move(_A.CLOSE, {_S.CLARIFYING, _S.FEE_NOTIFIED}, _P.CLOSE, {_S.CLOSED}, (_CLARIFICATION_REACHED, _NOTICE_REACHED, _LAPSED)),
        _move(_A.WITHDRAW, _BEFORE_SIGNING | {_S.SUBMITTED}, _P.RECEIVE, {_S.CLOSED}, by_applicant=True),
        _move(_A.ARCHIVE, {_S.SERVED, _S.CLOSED}, _P.ARCHIVE, {_S.ARCHIVED}),
        _move(_A.MEET, _BEFORE_SIGNING, _P.NOTE),
        _move(_A.NOTE, _EVERYWHERE - {_S.ARCHIVED}, _P.NOTE),
        _move(_A.REMIND, _BEFORE_SIGNING | {_S.SUBMITTED, _S.SIGNED}, _P.REMIND),
        _move(_A.RECORD_DISPUTE, _EVERYWHERE, _P.RECORD_DISPUTE),
    )
}


# What usually comes next; the other steps are for when it does not.
USUAL: Mapping[Stage, tuple[Action, ...]] = {
    _S.SUBMITTED: (_A.RECEIVE,),
    _S.RECEIVED: (_A.REGISTER,),
    _S.REGISTERED: (_A.EXAMINE,),
    _S.UNDER_REVIEW: (_A.DRAFT,),
    _S.CLARIFYING: (_A.TAKE_CLARIFICATION,),
    _S.EXPLAINING: (_A.JUDGE_REASON, _A.TAKE_REASON),
    _S.DISPATCHED: (_A.DRAFT,),
    _S.CONSULTING: (_A.RECORD_OPINION,),
    _S.FEE_NOTIFIED: (_A.RECORD_PAYMENT,),
    _S.DRAFTING: (_A.SUBMIT_DRAFT, _A.DRAFT),
    _S.LEGAL_REVIEW: (_A.PASS_SECRECY, _A.PASS_LEGALITY),
    _S.AWAITING_SIGNATURE: (_A.SIGN,),
    _S.SIGNED: (_A.SERVE,),
    _S.SERVED: (_A.ARCHIVE,),
    _S.CLOSED: (_A.ARCHIVE,),
}


def usual(offers: Iterable[Offer], stage: Stage) -> Action | None:
    """Of what can be done now, the step that usually comes next; None where it is somebody else's to do."""
    open_ones = {offer.action for offer in offers if not offer.blocked}
    return next((action for action in USUAL.get(stage, ()) if action in open_ones), None)
