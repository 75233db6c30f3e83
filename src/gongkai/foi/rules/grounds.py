"""不公开的法定情形 (第十四至十六条; 领域规则 1.2)."""

from enum import StrEnum


class Ground(StrEnum):
    """Why a piece of information is withheld. `.must` says whether the law forbids disclosure or only allows refusing it."""

    label: str
    article: str
    must: bool

    def __new__(cls, value: str, label: str = "", article: str = "", must: bool = False) -> "Ground":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.article, member.must = label, article, must
        return member

    SECRET = "EX14_SECRET", "依法确定为国家秘密", "第十四条", True
    LAW = "EX14_LAW", "法律、行政法规禁止公开", "第十四条", True
    SAFETY = "EX14_SAFETY", "公开后可能危及国家安全、公共安全、经济安全、社会稳定", "第十四条", True
    THIRD_PARTY = "EX15_THIRD", "涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害", "第十五条", True
    INTERNAL = "EX16_INTERNAL", "人事管理、后勤管理、内部工作流程等内部事务信息", "第十六条第一款", False
    PROCESS = "EX16_PROCESS", "讨论记录、过程稿、磋商信函、请示报告等过程性信息", "第十六条第二款", False
    ENFORCEMENT = "EX16_ENFORCE", "行政执法案卷信息", "第十六条第二款", False
