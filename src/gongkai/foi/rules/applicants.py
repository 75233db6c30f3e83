"""申请人 (第二十七条): a natural person or one of five kinds of organisation, the columns of the annual report; masks of 领域规则 13.6."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from gongkai.publishing.rules import ids, masking, uscc
from gongkai.shared.labelled import Labelled


class ApplicantKind(Labelled):
    """The seven columns of table 3 are these six and their total (国办公开办函〔2021〕30号). The value is the key in exports."""

    NATURAL = "natural", "自然人"
    LEGAL_COMMERCIAL = "legal_commercial", "商业企业"
    LEGAL_RESEARCH = "legal_research", "科研机构"
    LEGAL_WELFARE = "legal_welfare", "社会公益组织"
    LEGAL_LAW = "legal_law", "法律服务机构"
    LEGAL_OTHER = "legal_other", "其他法人或组织"

    @property
    def is_natural(self) -> bool:
        return self is ApplicantKind.NATURAL


class IdKind(Labelled):
    RESIDENT = "resident", "居民身份证"
    HK_MACAO = "hk_macao", "港澳居民来往内地通行证"
    TAIWAN = "taiwan", "台湾居民来往大陆通行证"
    PASSPORT = "passport", "护照"
    FOREIGN_RESIDENT = "foreign_resident", "外国人永久居留身份证"
    USCC = "uscc", "统一社会信用代码"
    OTHER = "other", "其他证件"


class Material(Labelled):
    """What a file handed in with an application is."""

    APPLICATION = "application", "申请书"
    IDENTITY = "identity", "身份证明"
    AUTHORITY = "authority", "授权委托书"
    ENVELOPE = "envelope", "信封、签收单"
    CLARIFICATION = "clarification", "补正材料"
    REASON = "reason", "理由说明"
    OPINION = "opinion", "征求意见回复"
    PAYMENT = "payment", "缴费凭证"
    SERVICE = "service", "送达凭证"
    EVIDENCE = "evidence", "更正的证据材料"
    OTHER = "other", "其他材料"

    @property
    def is_sealed(self) -> bool:
        """Kept as sealed bytes, opened only under a permit and with a trace (领域规则 14.5): who somebody is, and what proves a record
        about him wrong (第四十一条), which tells of his house, his health, his money."""
        return self in (Material.IDENTITY, Material.AUTHORITY, Material.EVIDENCE)


ID_KINDS: dict[bool, tuple[IdKind, ...]] = {
    True: (IdKind.RESIDENT, IdKind.HK_MACAO, IdKind.TAIWAN, IdKind.PASSPORT, IdKind.FOREIGN_RESIDENT, IdKind.OTHER),
    False: (IdKind.USCC, IdKind.OTHER),
}


def id_kinds(kind: ApplicantKind) -> tuple[IdKind, ...]:
    """The kinds of identity number this applicant can have."""
    return ID_KINDS[kind.is_natural]


def plain_id(number: str) -> str:
    """An identity number as it is kept and compared: half width, capitals, no blanks."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def wrong_id(kind: IdKind, number: str, today: date) -> str:
    """What is wrong with an identity number, in Chinese; empty when nothing is (numbers without a checksum are only looked at for length)."""
    number = plain_id(number)
    if not number:
        return "请填写证件号码。"
    if kind is IdKind.RESIDENT and not ids.is_valid(number, today):
        return "居民身份证号有误：应为18位，且出生日期、校验位正确，请核对。"
    if kind is IdKind.USCC and not uscc.is_valid(number):
        return "统一社会信用代码有误：应为18位且校验位正确，请核对营业执照或登记证书。"
    if not 5 <= len(number) <= 30:
        return "证件号码长度不对，请核对。"
    return ""


@dataclass(frozen=True)
class Masked:
    """An applicant as shown where the full data is not needed (lists, supervision, exports)."""

    name: str
    id_number: str
    phone: str
    email: str
    address: str


def masked(kind: ApplicantKind, name: str, id_number: str = "", phone: str = "", email: str = "", address: str = "") -> Masked:
    """The irreversible forms of 13.6. An organisation's name and code are no personal data and stay; its contact person's do not."""
    return Masked(
        name=masking.name(name) if kind.is_natural and name else name,
        id_number=masked_id(id_number) if kind.is_natural else id_number,
        phone=masked_phone(phone),
        email=masking.email(email) if email else "",
        address=masking.address(address) if address else "",
    )


def masked_id(number: str) -> str:
    """Eighteen digits keep six and four; anything shorter keeps its last two."""
    if not number:
        return ""
    return masking.id_number(number) if len(number) >= 15 else masking.tail(number)


def phone_digits(number: str) -> str:
    """The number as it is compared: digits alone, of either width, without the country's +86."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", number) if sign.isascii() and sign.isdigit())
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) == 11 and digits[len(prefix)] == "1":
            return digits[len(prefix) :]
    return digits


def masked_phone(number: str) -> str:
    """138****1234; a landline keeps its area and last three, a short number its last two."""
    bare = "".join(sign for sign in number if sign.isdigit())
    if not bare:
        return ""
    if len(bare) == 11 and bare.startswith("1"):
        return masking.mobile(bare)
    return masking.landline(bare) if bare.startswith("0") and len(bare) >= 10 else masking.tail(bare)
