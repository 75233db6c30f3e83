"""处理决定 (领域规则 1.8): the twenty-three ways an application can end, each with its articles, annual-report row, letter and remedy.

One table. `D1` is two codes because its two letters say different things; both land in the same row."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gongkai.foi.rules.grounds import Ground
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.rows import Row
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused

REGULATION = "《中华人民共和国政府信息公开条例》"
FEE_RULES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"


class Outcome(StrEnum):
    """The code kept with a case. Its meaning stands in `RULINGS`."""

    A1_ALREADY_PUBLIC = "A1_ALREADY_PUBLIC"
    A2_GRANTED = "A2_GRANTED"
    B_PARTIAL = "B_PARTIAL"
    C1_SECRET = "C1_SECRET"  # noqa: S105 - a code, no password
    C2_LAW = "C2_LAW"
    C3_SAFETY = "C3_SAFETY"
    C4_THIRD = "C4_THIRD"
    C5_INTERNAL = "C5_INTERNAL"
    C6_PROCESS = "C6_PROCESS"
    C7_ENFORCE = "C7_ENFORCE"
    C8_QUERY = "C8_QUERY"
    D1_NOT_FOUND = "D1_NOT_FOUND"
    D1_NOT_OURS = "D1_NOT_OURS"
    D2_NEED_CREATE = "D2_NEED_CREATE"
    D3_STILL_UNCLEAR = "D3_STILL_UNCLEAR"
    E1_PETITION = "E1_PETITION"
    E2_REPEAT = "E2_REPEAT"
    E3_PUBLICATION = "E3_PUBLICATION"
    E4_EXCESSIVE = "E4_EXCESSIVE"
    E5_CONFIRM = "E5_CONFIRM"
    F1_NO_CORRECTION = "F1_NO_CORRECTION"
    F2_NO_PAYMENT = "F2_NO_PAYMENT"
    F3_OTHER = "F3_OTHER"

    @property
    def label(self) -> str:
        return RULINGS[self].name

    @property
    def short(self) -> str:
        """A1, B, D1 … as people say it."""
        return self.value.partition("_")[0]


class Withdrawn(Labelled):
    """F3: why an application ended before it was answered. Only who withdrew it can be told that it ended."""

    BY_APPLICANT = "by_applicant", "申请人撤回"
    DIED = "died", "申请人死亡"
    DISSOLVED = "dissolved", "申请单位终止"


class RemedyKind(StrEnum):
    """救济途径 (领域规则 2.4). R1: 复议前置, only for refusals under 第十四至十六条 (行政复议法第二十三条)."""

    R1 = "R1"
    R2 = "R2"
    BOTH = "R1+R2"  # 部分公开: the withheld part R1, the rest R2
    NONE = ""


class Evidence(StrEnum):
    """What must be on file before an outcome may be signed."""

    words: str

    def __new__(cls, value: str, words: str = "") -> "Evidence":
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    PUBLIC_SOURCE = "public_source", "主动公开的途径（网址、载体或地点）"
    ITEMS = "items", "所提供信息的清单，或获取的方式、途径、时间"
    GROUNDS = "grounds", "不公开的条款和理由"
    REDACTIONS = "redactions", "区分处理清单（遮盖了什么、依据哪一条）"
    SECRET_BASIS = "secret_basis", "国家秘密标志或者定密依据"
    FORBIDDING_LAW = "forbidding_law", "禁止公开的法律、行政法规名称和条款"
    THIRD_PARTY_HEARD = "third_party_heard", "第三方意见，或者第三方逾期未提出意见的记录"
    SPECIAL_LAW = "special_law", "有特别规定的法律、行政法规名称"
    SEARCH = "search", "检索记录（检索系统、关键词、范围、检索人、时间）"
    NOT_OURS = "not_ours", "不属于本机关负责公开的理由"
    REASONS = "reasons", "事实和理由"
    CLARIFIED = "clarified", "补正记录（已告知补正且申请人已补正）"
    EARLIER_REPLY = "earlier_reply", "对同一申请人相同申请的前次答复（文号、日期）"
    WHERE_SOLD = "where_sold", "公开出版物的获取途径"
    REASON_REJECTED = "reason_rejected", "说明理由的要求，以及理由不合理（或逾期未说明）的认定"
    CLARIFICATION_LAPSED = "clarification_lapsed", "补正告知及申请人逾期未补正的记录"
    PAYMENT_LAPSED = "payment_lapsed", "收费通知及申请人逾期未缴费的记录"
    ENDING = "ending", "终止原因（申请人撤回、死亡或终止等）及其材料"


class ClockEffect(StrEnum):
    """When the clock stops: the reply when served (寄出之日), an ending at once."""

    STOPS_WHEN_SERVED = "served"
    STOPS_WHEN_ENDED = "ended"


@dataclass(frozen=True)
class Ruling:
    """One row of 1.8. `basis` is printed in letters; `grounds` are those 第十四至十六条 that this outcome itself states."""

    outcome: Outcome
    name: str
    basis: tuple[str, ...]
    row: Row
    letter: LetterKind
    remedy: RemedyKind
    needs: tuple[Evidence, ...]
    clock: ClockEffect = ClockEffect.STOPS_WHEN_SERVED
    grounds: tuple[Ground, ...] = ()

    @property
    def is_ending(self) -> bool:
        """Ended without a reply (F1–F3): a record, not a decision on the information."""
        return self.clock is ClockEffect.STOPS_WHEN_ENDED

    @property
    def discloses(self) -> bool:
        return self.row in (Row.GRANTED, Row.PARTIAL_GRANT)

    def basis_text(self) -> str:
        """依据 as it stands in a sentence: “《…条例》第三十六条第（二）项”. Empty where no article exists."""
        return "、".join(self.basis)


def _of(*articles: str) -> tuple[str, ...]:
    first, *others = articles
    return (f"{REGULATION}{first}", *others)


_REFUSED = "第三十六条第（三）项"
_E, _R, _L, _O = Evidence, Row, LetterKind, Outcome

_TABLE = (
    Ruling(
        _O.A1_ALREADY_PUBLIC,
        "已主动公开，告知获取途径",
        _of("第三十六条第（一）项"),
        _R.GRANTED,
        _L.GRANT,
        RemedyKind.R2,
        (_E.PUBLIC_SOURCE,),
    ),
    Ruling(_O.A2_GRANTED, "予以公开", _of("第三十六条第（二）项"), _R.GRANTED, _L.GRANT, RemedyKind.R2, (_E.ITEMS,)),
    Ruling(
        _O.B_PARTIAL,
        "部分公开",
        _of("第三十七条"),
        _R.PARTIAL_GRANT,
        _L.PARTIAL_GRANT,
        RemedyKind.BOTH,
        (_E.ITEMS, _E.REDACTIONS, _E.GROUNDS),
    ),
    Ruling(
        _O.C1_SECRET,
        "不予公开：属于国家秘密",
        _of("第十四条", _REFUSED),
        _R.DENIED_STATE_SECRET,
        _L.REFUSAL,
        RemedyKind.R1,
        (_E.GROUNDS, _E.SECRET_BASIS),
        grounds=(Ground.SECRET,),
    ),
    Ruling(
        _O.C2_LAW,
        "不予公开：其他法律、行政法规禁止公开",
        _of("第十四条", _REFUSED),
        _R.DENIED_LAW_FORBIDDEN,
        _L.REFUSAL,
        RemedyKind.R1,
        (_E.GROUNDS, _E.FORBIDDING_LAW),
        grounds=(Ground.LAW,),
    ),
    Ruling(
        _O.C3_SAFETY,
        "不予公开：危及“三安全一稳定”",
        _of("第十四条", _REFUSED),
        _R.DENIED_SAFETY_STABILITY,
        _L.REFUSAL,
        RemedyKind.R1,
        (_E.GROUNDS,),
        grounds=(Ground.SAFETY,),
    ),
    Ruling(
        _O.C4_THIRD,
        "不予公开：保护第三方合法权益",
        _of("第十五条", "第三十二条", _REFUSED),
        _R.DENIED_THIRD_PARTY_RIGHTS,
        _L.REFUSAL,
        RemedyKind.R1,
        (_E.GROUNDS, _E.THIRD_PARTY_HEARD),
        grounds=(Ground.THIRD_PARTY,),
    ),
    Ruling(
        _O.C5_INTERNAL,
        "不予公开：三类内部事务信息",
        _of("第十六条第一款", _REFUSED),
        _R.DENIED_INTERNAL_AFFAIRS,
        _L.REFUSAL,
        RemedyKind.R1,
        (_E.GROUNDS,),
        grounds=(Ground.INTERNAL,),
    ),
    Ruling(
        _O.C6_PROCESS,
        "不予公开：四类过程性信息",
        _of("第十六条第二款", _REFUSED),
        _R.DENIED_PROCESS_INFO,
        _L.REFUSAL,
        RemedyKind.R1,
        (_E.GROUNDS,),
        grounds=(Ground.PROCESS,),
    ),
    Ruling(
        _O.C7_ENFORCE,
        "不予公开：行政执法案卷信息",
        _of("第十六条第二款", _REFUSED),
        _R.DENIED_ENFORCEMENT_CASE,
        _L.REFUSAL,
        RemedyKind.R1,
        (_E.GROUNDS,),
        grounds=(Ground.ENFORCEMENT,),
    ),
    # R2: it does not rest on 第十四至十六条 (领域规则 1.8 【推】, 待复核)
    Ruling(
        _O.C8_QUERY,
        "行政查询事项，依照特别规定办理",
        _of("第三十六条第（七）项"),
        _R.DENIED_ADMIN_QUERY,
        _L.SPECIAL_LAW,
        RemedyKind.R2,
        (_E.SPECIAL_LAW,),
    ),
    Ruling(
        _O.D1_NOT_FOUND, "经检索，信息不存在", _of("第三十六条第（四）项"), _R.UNABLE_NOT_HELD, _L.NOT_FOUND, RemedyKind.R2, (_E.SEARCH,)
    ),
    Ruling(
        _O.D1_NOT_OURS, "不属于本机关负责公开", _of("第三十六条第（五）项"), _R.UNABLE_NOT_HELD, _L.NOT_OURS, RemedyKind.R2, (_E.NOT_OURS,)
    ),
    Ruling(
        _O.D2_NEED_CREATE,
        "没有现成信息，需要另行制作",
        _of("第三十八条"),
        _R.UNABLE_NEED_CREATION,
        _L.CANNOT_PROVIDE,
        RemedyKind.R2,
        (_E.REASONS,),
    ),
    Ruling(
        _O.D3_STILL_UNCLEAR, "补正后申请内容仍不明确", _of("第三十条"), _R.UNABLE_UNCLEAR, _L.CANNOT_PROVIDE, RemedyKind.R2, (_E.CLARIFIED,)
    ),
    Ruling(
        _O.E1_PETITION,
        "信访、投诉、举报，不予处理",
        _of("第三十九条第一款"),
        _R.NOT_PROCESSED_PETITION,
        _L.PETITION,
        RemedyKind.R2,
        (_E.REASONS,),
    ),
    Ruling(
        _O.E2_REPEAT,
        "重复申请，不予重复处理",
        _of("第三十六条第（六）项"),
        _R.NOT_PROCESSED_REPEAT,
        _L.REPEAT,
        RemedyKind.R2,
        (_E.EARLIER_REPLY,),
    ),
    Ruling(
        _O.E3_PUBLICATION,
        "要求提供公开出版物，告知获取途径",
        _of("第三十九条第二款"),
        _R.NOT_PROCESSED_PUBLICATION,
        _L.PUBLICATION,
        RemedyKind.R2,
        (_E.WHERE_SOLD,),
    ),
    Ruling(
        _O.E4_EXCESSIVE,
        "申请数量、频次明显超过合理范围且理由不合理，不予处理",
        _of("第三十五条"),
        _R.NOT_PROCESSED_EXCESSIVE,
        _L.EXCESSIVE,
        RemedyKind.R2,
        (_E.REASON_REJECTED,),
    ),
    # no article of the regulation names it; the annual report's form does
    Ruling(
        _O.E5_CONFIRM, "要求确认或重新出具已获取信息，不予处理", (), _R.NOT_PROCESSED_CONFIRM, _L.PETITION, RemedyKind.R2, (_E.REASONS,)
    ),
    Ruling(
        _O.F1_NO_CORRECTION,
        "无正当理由逾期不补正，不再处理",
        _of("第三十条"),
        _R.OTHER_NO_CORRECTION,
        _L.TERMINATION,
        RemedyKind.R2,
        (_E.CLARIFICATION_LAPSED,),
        ClockEffect.STOPS_WHEN_ENDED,
    ),
    Ruling(
        _O.F2_NO_PAYMENT,
        "逾期未缴纳信息处理费，不再处理",
        (f"{REGULATION}第四十二条", FEE_RULES),
        _R.OTHER_NO_PAYMENT,
        _L.TERMINATION,
        RemedyKind.R2,
        (_E.PAYMENT_LAPSED,),
        ClockEffect.STOPS_WHEN_ENDED,
    ),
    Ruling(
        _O.F3_OTHER,
        "其他：申请人撤回、死亡或终止等",
        (),
        _R.OTHER_MISC,
        _L.TERMINATION,
        RemedyKind.NONE,
        (_E.ENDING,),
        ClockEffect.STOPS_WHEN_ENDED,
    ),
)

RULINGS: dict[Outcome, Ruling] = {ruling.outcome: ruling for ruling in _TABLE}


def ruling(outcome: Outcome) -> Ruling:
    """The row of the table. Every outcome has one."""
    return RULINGS[outcome]


def lacking(outcome: Outcome, on_file: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What this outcome still needs, in the order of the table; empty when it may be signed."""
    have = set(on_file)
    return tuple(need for need in RULINGS[outcome].needs if need not in have)


def require_evidence(outcome: Outcome, on_file: Iterable[Evidence]) -> None:
    """Refused naming every missing piece, with the article the outcome rests on."""
    if missing := lacking(outcome, on_file):
        wanted = "；".join(need.words for need in missing)
        raise Refused(f"作出“{outcome.label}”的答复前，还缺：{wanted}。请补齐后再送审、签发。", basis=RULINGS[outcome].basis_text())
