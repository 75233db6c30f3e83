"""年度报告表三的行 (国办公开办函〔2021〕30号; 领域规则 4.3): where every case lands exactly once."""

from enum import StrEnum


class Row(StrEnum):
    """The value is the key used in exports; `.number` and `.label` are what the printed table says."""

    number: str
    label: str

    def __new__(cls, value: str, number: str = "", label: str = "") -> "Row":
        member = str.__new__(cls, value)
        member._value_ = value
        member.number, member.label = number, label
        return member

    NEW_RECEIVED = "new_received", "一", "本年新收政府信息公开申请数量"
    CARRIED_OVER = "carried_over", "二", "上年结转政府信息公开申请数量"
    GRANTED = "granted", "三（一）", "予以公开"
    PARTIAL_GRANT = "partial_grant", "三（二）", "部分公开（区分处理的，只计这一情形，不计其他情形）"
    DENIED_STATE_SECRET = "denied_state_secret", "三（三）1", "属于国家秘密"
    DENIED_LAW_FORBIDDEN = "denied_law_forbidden", "三（三）2", "其他法律行政法规禁止公开"
    DENIED_SAFETY_STABILITY = "denied_safety_stability", "三（三）3", "危及“三安全一稳定”"
    DENIED_THIRD_PARTY_RIGHTS = "denied_third_party_rights", "三（三）4", "保护第三方合法权益"
    DENIED_INTERNAL_AFFAIRS = "denied_internal_affairs", "三（三）5", "属于三类内部事务信息"
    DENIED_PROCESS_INFO = "denied_process_info", "三（三）6", "属于四类过程性信息"
    DENIED_ENFORCEMENT_CASE = "denied_enforcement_case", "三（三）7", "属于行政执法案卷"
    DENIED_ADMIN_QUERY = "denied_admin_query", "三（三）8", "属于行政查询事项"
    UNABLE_NOT_HELD = "unable_not_held", "三（四）1", "本机关不掌握相关政府信息"
    UNABLE_NEED_CREATION = "unable_need_creation", "三（四）2", "没有现成信息需要另行制作"
    UNABLE_UNCLEAR = "unable_unclear", "三（四）3", "补正后申请内容仍不明确"
    NOT_PROCESSED_PETITION = "not_processed_petition", "三（五）1", "信访举报投诉类申请"
    NOT_PROCESSED_REPEAT = "not_processed_repeat", "三（五）2", "重复申请"
    NOT_PROCESSED_PUBLICATION = "not_processed_publication", "三（五）3", "要求提供公开出版物"
    NOT_PROCESSED_EXCESSIVE = "not_processed_excessive", "三（五）4", "无正当理由大量反复申请"
    NOT_PROCESSED_CONFIRM = "not_processed_confirm", "三（五）5", "要求行政机关确认或重新出具已获取信息"
    OTHER_NO_CORRECTION = "other_no_correction", "三（六）1", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    OTHER_NO_PAYMENT = "other_no_payment", "三（六）2", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    OTHER_MISC = "other_misc", "三（六）3", "其他"
    TOTAL_PROCESSED = "total_processed", "三（七）", "总计"
    CARRIED_FORWARD = "carried_forward", "四", "结转下年度继续办理"


GROUPS: dict[str, tuple[Row, ...]] = {
    "三（一）": (Row.GRANTED,),
    "三（二）": (Row.PARTIAL_GRANT,),
    "三（三）": tuple(row for row in Row if row.number.startswith("三（三）")),
    "三（四）": tuple(row for row in Row if row.number.startswith("三（四）")),
    "三（五）": tuple(row for row in Row if row.number.startswith("三（五）")),
    "三（六）": tuple(row for row in Row if row.number.startswith("三（六）")),
}
GROUP_LABELS = {
    "三（一）": "予以公开",
    "三（二）": "部分公开",
    "三（三）": "不予公开",
    "三（四）": "无法提供",
    "三（五）": "不予处理",
    "三（六）": "其他处理",
}
RESULT_ROWS: tuple[Row, ...] = tuple(row for rows in GROUPS.values() for row in rows)  # the rows that add up to 三（七）
