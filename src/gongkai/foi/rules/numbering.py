"""编号和送达方式 (领域规则 2.5、2.6): registration numbers, tickets the applicant types, letter numbers, and what each way of serving needs."""

from datetime import date
from enum import StrEnum

from gongkai.foi.rules.letter_kinds import LetterKind, Reader

# Neither 0 and O nor 1, I and L. Thirty-one signs, a prime: the weighted sum below finds every wrong sign and every two exchanged.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TICKET_LENGTH = 8  # without its check sign: 31**8 tickets


def case_number(day: date, region_code: str, organ_id: int, serial: int) -> str:
    """申请登记号, such as 20250603-370212-A012-0007: the day it was registered, 6 digits of 行政区划, the organ, the serial of the day."""
    return f"{day:%Y%m%d}-{region_code}-A{organ_id:03}-{serial:04}"


def ticket(random_bytes: bytes) -> str:
    """查询码: eight random signs and a check sign. Errors: ValueError with fewer than 8 bytes."""
    if len(random_bytes) < TICKET_LENGTH:
        raise ValueError("a ticket takes at least 8 random bytes")
    left = int.from_bytes(random_bytes)
    signs = ""
    for _ in range(TICKET_LENGTH):
        left, at = divmod(left, len(SIGNS))
        signs += SIGNS[at]
    return signs + _check_sign(signs)


def is_ticket(text: str) -> bool:
    """Whether the text is a ticket typed without a mistake; whether there is such a case is not asked here."""
    typed = read_ticket(text)
    return len(typed) == TICKET_LENGTH + 1 and all(sign in SIGNS for sign in typed) and _check_sign(typed[:-1]) == typed[-1]


def read_ticket(text: str) -> str:
    """The ticket as it is kept, from what was typed: capitals, without blanks and hyphens."""
    return "".join(sign for sign in text.upper() if not sign.isspace() and sign not in "-－—")


def _check_sign(signs: str) -> str:
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in enumerate(signs, 1)) % len(SIGNS)]


class Series(StrEnum):
    """文书的编号类别: each counted apart, by organ and year. The value stands in the number after 机关代字 (2.5 【推】, 待复核)."""

    label: str

    def __new__(cls, value: str, label: str) -> "Series":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    REPLY = "依复", "答复和处理决定"
    NOTICE = "依告", "告知申请人的过程文书"
    CONSULTATION = "依征", "征求意见及告知第三方"
    INSIDE = "依办", "内部办理单"


# 对信息本身作出的处理决定, whatever it is called on the paper.
DECISIONS = frozenset(
    {
        LetterKind.GRANT,
        LetterKind.PARTIAL_GRANT,
        LetterKind.REFUSAL,
        LetterKind.NOT_FOUND,
        LetterKind.NOT_OURS,
        LetterKind.CANNOT_PROVIDE,
        LetterKind.PETITION,
        LetterKind.REPEAT,
        LetterKind.PUBLICATION,
        LetterKind.EXCESSIVE,
        LetterKind.SPECIAL_LAW,
        LetterKind.RECORD_CORRECTION,
    }
)


def series_of(kind: LetterKind) -> Series:
    """The series a letter is numbered in."""
    if kind in DECISIONS:
        return Series.REPLY
    return {
        Reader.APPLICANT: Series.NOTICE,
        Reader.THIRD_PARTY: Series.CONSULTATION,
        Reader.ORGAN: Series.CONSULTATION,
        Reader.INSIDE: Series.INSIDE,
    }[kind.reader]


def letter_number(doc_code: str, series: Series, year: int, serial: int) -> str:
    """文号, such as 青建依复〔2025〕12号: 六角括号, the serial from 1, without leading zeros and without 第 (GB/T 9704-2012)."""
    return f"{doc_code}{series}〔{year}〕{serial}号"


class ServiceNeed(StrEnum):
    """What must be there before a letter may be served in a certain way."""

    words: str

    def __new__(cls, value: str, words: str) -> "ServiceNeed":
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    MAIL_NO = "mail_no", "邮件号"
    SIGNED_FOR = "signed_for_on", "受送达人签收的日期"
    ELECTRONIC_WISH = "electronic_wish", "申请人在申请中要求以电子方式提供"
    RECONSIDERATION_ONLINE = "reconsideration_online", "提交行政复议申请的网上渠道"


class ServiceMode(StrEnum):
    """送达方式: the first three are those of 国办公开办函〔2016〕235号; the electronic ones rest on the applicant's own wish (第四十条).
    By mail only 邮政企业, and the day of posting counts."""

    label: str
    needs: tuple[ServiceNeed, ...]

    def __new__(cls, value: str, label: str, needs: tuple[ServiceNeed, ...]) -> "ServiceMode":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.needs = label, needs
        return member

    DIRECT = "direct", "直接送达", (ServiceNeed.SIGNED_FOR,)
    ENTRUSTED = "entrusted", "委托其他行政机关代为送达", (ServiceNeed.SIGNED_FOR,)
    MAIL_POST = "mail_post", "邮政企业邮寄（不得到付）", (ServiceNeed.MAIL_NO,)
    ONLINE = "online", "网上送达", (ServiceNeed.ELECTRONIC_WISH, ServiceNeed.RECONSIDERATION_ONLINE)
    EMAIL = "email", "电子邮件送达", (ServiceNeed.ELECTRONIC_WISH, ServiceNeed.RECONSIDERATION_ONLINE)
    FAX = "fax", "传真送达", (ServiceNeed.ELECTRONIC_WISH,)

    @property
    def over_the_internet(self) -> bool:
        """Then a way to ask for reconsideration over the internet has to be given with it (行政复议法第二十二条)."""
        return self in (ServiceMode.ONLINE, ServiceMode.EMAIL)
