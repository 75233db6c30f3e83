"""依申请公开文书清单 (领域规则 2.2). No national form exists; each organ edits its own templates of these kinds."""

from enum import StrEnum


class Reader(StrEnum):
    """Who a letter is written to."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    ORGAN = "organ"
    INSIDE = "inside"

    @property
    def label(self) -> str:
        return {"applicant": "申请人", "third_party": "第三方", "organ": "其他机关", "inside": "内部"}[self.value]


class LetterKind(StrEnum):
    """The value is the code of 2.2; `.label` the name printed on the letter, `.reader` who gets it."""

    label: str
    reader: Reader

    def __new__(cls, value: str, label: str = "", reader: Reader = Reader.APPLICANT) -> "LetterKind":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.reader = label, reader
        return member

    APPLICATION = "DOC01", "政府信息公开申请表", Reader.APPLICANT
    REGISTRATION = "DOC02", "政府信息公开申请登记表", Reader.INSIDE
    RECEIPT = "DOC03", "政府信息公开申请登记回执", Reader.APPLICANT
    CLARIFICATION = "DOC04", "政府信息公开申请补正告知书", Reader.APPLICANT
    REASON_REQUEST = "DOC05", "政府信息公开申请说明理由告知书", Reader.APPLICANT
    EXTENSION = "DOC06", "政府信息公开延期答复告知书", Reader.APPLICANT
    THIRD_PARTY_CONSULTATION = "DOC07", "政府信息公开征求第三方意见书", Reader.THIRD_PARTY
    OPINION_FORM = "DOC08", "政府信息公开征求意见回执", Reader.THIRD_PARTY
    CONSULTATION_NOTICE = "DOC09", "政府信息公开征求意见告知书", Reader.APPLICANT
    THIRD_PARTY_NOTICE = "DOC10", "政府信息公开告知书", Reader.THIRD_PARTY
    CO_MAKER_CONSULTATION = "DOC11", "政府信息公开征求意见函", Reader.ORGAN
    HELP_REQUEST = "DOC12", "政府信息公开申请转办（协办）单", Reader.INSIDE
    FEE_NOTICE = "DOC13", "政府信息公开信息处理费收费通知书", Reader.APPLICANT
    GRANT = "DOC14", "政府信息公开答复书", Reader.APPLICANT
    PARTIAL_GRANT = "DOC15", "政府信息部分公开答复书", Reader.APPLICANT
    REFUSAL = "DOC16", "政府信息不予公开答复书", Reader.APPLICANT
    NOT_FOUND = "DOC17", "政府信息不存在答复书", Reader.APPLICANT
    NOT_OURS = "DOC18", "政府信息非本机关负责公开答复书", Reader.APPLICANT
    CANNOT_PROVIDE = "DOC19", "政府信息无法提供答复书", Reader.APPLICANT
    PETITION = "DOC20", "政府信息公开申请不予处理告知书", Reader.APPLICANT
    REPEAT = "DOC21", "政府信息公开申请不予重复处理告知书", Reader.APPLICANT
    PUBLICATION = "DOC22", "公开出版物获取途径告知书", Reader.APPLICANT
    EXCESSIVE = "DOC23", "政府信息公开申请不予处理告知书（明显超过合理范围）", Reader.APPLICANT
    SPECIAL_LAW = "DOC24", "依照特别规定办理告知书", Reader.APPLICANT
    TERMINATION = "DOC25", "政府信息公开申请终止处理记录", Reader.INSIDE
    PROOF_OF_SERVICE = "DOC26", "政府信息公开文书送达回证", Reader.INSIDE
    TO_PROACTIVE = "DOC27", "政府信息转主动公开审批单", Reader.INSIDE
    RECORD_CORRECTION = "DOC28", "政府信息更正告知书", Reader.APPLICANT
    SIGN_OFF = "DOC29", "政府信息公开答复审核签批单", Reader.INSIDE
