"""文书的变量 (领域规则 2.3): what a template may name in braces, in Chinese, and which of it each letter must say."""

from enum import StrEnum

from gongkai.foi.rules.letter_kinds import LetterKind, Reader


class Variable(StrEnum):
    """A value a letter is filled from. Templates write `.label` in braces: {收到日期}. `.optional` ones may be empty: a paragraph
    that holds nothing else is then left out."""

    label: str
    optional: bool

    def __new__(cls, value: str, label: str = "", optional: bool = False) -> "Variable":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.optional = label, optional
        return member

    ORGAN = "organ", "机关名称"
    RECIPIENT = "recipient", "收件人"
    APPLICANT = "applicant", "申请人"
    CASE_NUMBER = "case_number", "登记号"
    TICKET = "ticket", "查询码"
    CHANNEL = "channel", "提交渠道"
    RECEIVED_ON = "received_on", "收到日期"
    REQUEST = "request", "申请内容"
    COURSE = "course", "办理经过", True
    DECISION = "decision", "处理决定"
    BASIS = "basis", "依据", True  # empty where no article names the decision (E5, F3)
    REASONS = "reasons", "事实和理由"
    SOURCE = "source", "公开途径"
    ITEMS = "items", "提供的信息"
    HOW = "how", "提供方式"
    WITHHELD = "withheld", "不予公开的内容"
    SEARCH = "search", "检索情况"
    RESPONSIBLE = "responsible", "负责机关及联系方式", True
    SPECIAL_LAW = "special_law", "特别规定"
    EARLIER_REPLY = "earlier_reply", "前次答复"
    REMEDY = "remedy", "救济途径", True  # empty only where the outcome has none (F3)
    DUE_ON = "due_on", "答复期限"
    UNCLEAR = "unclear", "需要补正的事项"
    ANSWER_BY = "answer_by", "回复期限"
    FACTS_OF_NUMBER = "facts_of_number", "申请数量频次情况"
    WORKDAYS = "workdays", "工作日数"
    DISCLOSED = "disclosed", "决定公开的内容"
    TASK = "task", "办理事项"
    AMOUNT = "amount", "收费金额"
    FORMULA = "formula", "计算过程"
    HOW_TO_PAY = "how_to_pay", "缴纳方式"
    HANDLER = "handler", "承办人"
    OPINIONS = "opinions", "审核意见", True
    MODE = "mode", "送达方式"
    SERVED_ON = "served_on", "送达日期"
    MAIL_NO = "mail_no", "邮件号", True
    PROOF = "proof", "签收情况", True
    NUMBER = "number", "文号"
    CONTACT = "contact", "联系方式"
    DATE = "date", "落款日期"


BY_LABEL = {variable.label: variable for variable in Variable}

# Nobody outside the office learns from a letter who asked (领域规则 14.5; 第三十二条 asks for an opinion on the information).
ABOUT_APPLICANT = frozenset({Variable.APPLICANT, Variable.TICKET, Variable.CHANNEL})
HIDES_APPLICANT = frozenset({Reader.THIRD_PARTY, Reader.ORGAN})

# What the drafter of a reply writes himself; whoever edits the letter as a document edits it there.
DRAFTERS = frozenset({Variable.HOW, Variable.ITEMS, Variable.REASONS, Variable.RESPONSIBLE, Variable.SPECIAL_LAW})

_V, _L = Variable, LetterKind
_REPLY = {_V.RECEIVED_ON, _V.REQUEST, _V.BASIS, _V.REMEDY}

REQUIRED: dict[LetterKind, frozenset[Variable]] = {
    kind: frozenset(wanted)
    for kind, wanted in {
        _L.APPLICATION: {_V.APPLICANT, _V.REQUEST, _V.HOW},
        _L.REGISTRATION: {_V.CASE_NUMBER, _V.RECEIVED_ON, _V.CHANNEL, _V.REQUEST, _V.DUE_ON, _V.HANDLER},
        _L.RECEIPT: {_V.CASE_NUMBER, _V.RECEIVED_ON, _V.TICKET, _V.DUE_ON},
        _L.CLARIFICATION: {_V.RECEIVED_ON, _V.UNCLEAR, _V.ANSWER_BY},
        _L.REASON_REQUEST: {_V.RECEIVED_ON, _V.FACTS_OF_NUMBER, _V.ANSWER_BY},
        _L.EXTENSION: {_V.RECEIVED_ON, _V.REASONS, _V.WORKDAYS, _V.DUE_ON},
        _L.THIRD_PARTY_CONSULTATION: {_V.REQUEST},
        _L.OPINION_FORM: {_V.REQUEST},
        _L.CONSULTATION_NOTICE: {_V.RECEIVED_ON},
        _L.THIRD_PARTY_NOTICE: {_V.DISCLOSED, _V.REASONS, _V.REMEDY},
        _L.CO_MAKER_CONSULTATION: {_V.REQUEST},
        _L.HELP_REQUEST: {_V.CASE_NUMBER, _V.TASK, _V.ANSWER_BY},
        _L.FEE_NOTICE: {_V.RECEIVED_ON, _V.AMOUNT, _V.FORMULA, _V.HOW_TO_PAY},
        _L.GRANT: {*_REPLY, _V.DECISION, _V.HOW},
        _L.PARTIAL_GRANT: {*_REPLY, _V.ITEMS, _V.WITHHELD, _V.REASONS},
        _L.REFUSAL: {*_REPLY, _V.REASONS},
        _L.NOT_FOUND: {*_REPLY, _V.SEARCH},
        _L.NOT_OURS: {*_REPLY, _V.REASONS},
        _L.CANNOT_PROVIDE: {*_REPLY, _V.REASONS},
        _L.PETITION: {*_REPLY, _V.REASONS},
        _L.REPEAT: {*_REPLY, _V.EARLIER_REPLY},
        _L.PUBLICATION: {*_REPLY, _V.HOW},
        _L.EXCESSIVE: {*_REPLY, _V.FACTS_OF_NUMBER, _V.REASONS},
        _L.SPECIAL_LAW: {*_REPLY, _V.SPECIAL_LAW},
        _L.TERMINATION: {*_REPLY, _V.REASONS},
        _L.PROOF_OF_SERVICE: {_V.NUMBER, _V.MODE, _V.SERVED_ON},
        _L.TO_PROACTIVE: {_V.REQUEST, _V.REASONS},
        _L.RECORD_CORRECTION: {_V.RECEIVED_ON, _V.REQUEST, _V.DECISION, _V.REASONS},
        _L.SIGN_OFF: {_V.CASE_NUMBER, _V.REQUEST, _V.DECISION, _V.HANDLER, _V.OPINIONS},
    }.items()
}
