"""收到申请 (第二十九条、第三十一条; 国办公开办函〔2015〕207号): what an application must contain and on which day it counts as received."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from gongkai.foi.rules.applicants import ApplicantKind
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused

ELEMENTS_BASIS = "政府信息公开条例第二十九条"
RECEIPT_BASIS = "政府信息公开条例第三十一条"
CONFIRM_WORKDAYS = 1  # to confirm with the applicant what arrived online, by fax or e-mail: no article says how soon (待复核)


class Channel(Labelled):
    """接收渠道: how the application came."""

    ONLINE = "online", "网上提交"
    COUNTER = "counter", "当面提交"
    ORAL = "oral", "口头申请（代填）"
    MAIL_SIGNED = "mail_signed", "挂号信、邮政快递"
    MAIL_ORDINARY = "mail_ordinary", "平常信函"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"
    PLATFORM = "platform", "其他平台转来"


class Carrier(Labelled):
    """信息的载体 (第四十条)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子数据"
    COPY = "copy", "复制件"
    VIEW = "view", "查阅、抄录"


class Delivery(Labelled):
    """获取信息的途径."""

    MAIL = "mail", "邮寄"
    ONLINE = "online", "网上获取"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"
    PICK_UP = "pick_up", "自行领取"


class Element(StrEnum):
    """What 第二十九条 asks for, by the name of the form's field."""

    words: str

    def __new__(cls, value: str, words: str = "") -> "Element":
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    NAME = "name", "姓名或者名称"
    ID = "id_number", "证件号码"
    ID_PROOF = "id_proof", "身份证明"
    REPRESENTATIVE = "representative", "法定代表人或者经办人姓名"
    AUTHORITY = "authority", "授权委托书"
    CONTACT = "phone", "联系方式（电话、电子邮箱、通信地址至少一项）"
    INFORMATION = "info_title", "所需信息的名称、文号或者便于查询的其他特征描述（至少一项）"
    CARRIER = "carrier", "所需信息的形式（载体）"
    DELIVERY = "delivery", "获取信息的途径"
    ADDRESS = "address", "邮寄地址（选择邮寄时）"
    EMAIL = "email", "电子邮箱（选择电子邮件时）"
    FAX = "fax", "传真号码（选择传真时）"


@dataclass(frozen=True)
class Application:
    """What the applicant filled in. Neither a purpose nor a “special need” is asked for: 第二十七条 no longer knows it."""

    kind: ApplicantKind
    name: str = ""
    id_number: str = ""
    has_id_proof: bool = False
    representative: str = ""
    agent: str = ""
    has_authority: bool = False
    phone: str = ""
    email: str = ""
    address: str = ""
    fax: str = ""
    info_title: str = ""
    info_doc_no: str = ""
    info_text: str = ""
    carrier: Carrier | None = None
    delivery: Delivery | None = None


TEXTS = tuple(each.name for each in fields(Application) if each.type is str)  # what is typed in, by the names of the form's fields


def missing(application: Application) -> tuple[Element, ...]:
    """The elements of 第二十九条 that are not there, in the order of the form. Their absence is a reason to ask for a clarification
    (第三十条), never to turn the application away at the door."""
    a = application
    wanted = (
        (Element.NAME, bool(a.name.strip())),
        (Element.ID, bool(a.id_number.strip())),
        (Element.ID_PROOF, a.has_id_proof),
        (Element.REPRESENTATIVE, a.kind.is_natural or bool(a.representative.strip())),
        (Element.AUTHORITY, not a.agent.strip() or a.has_authority),
        (Element.CONTACT, any(way.strip() for way in (a.phone, a.email, a.address))),
        (Element.INFORMATION, any(text.strip() for text in (a.info_title, a.info_doc_no, a.info_text))),
        (Element.CARRIER, a.carrier is not None),
        (Element.DELIVERY, a.delivery is not None),
        (Element.ADDRESS, a.delivery is not Delivery.MAIL or bool(a.address.strip())),
        (Element.EMAIL, a.delivery is not Delivery.EMAIL or bool(a.email.strip())),
        (Element.FAX, a.delivery is not Delivery.FAX or bool(a.fax.strip())),
    )
    return tuple(element for element, present in wanted if not present)


class ConfirmPolicy(Labelled):
    """网上提交怎样算“双方确认” (第三十一条第三项 does not say): an office chooses, the choice is recorded. 待复核."""

    BY_OFFICER = "by_officer", "经办人点“确认收到”之日（默认）"
    ON_SUBMISSION = "on_submission", "提交成功、申请人看到回执之日"


@dataclass(frozen=True)
class Arrival:
    """What is known about how an application came in.

    `arrived_on`: handed over at the counter, filled in for an oral applicant and signed by him, delivered, sent online.
    `signed_for_on`: the organ signed for the letter. `confirmed_on`: both sides confirmed it.
    `at_disclosure_office`: False when it was addressed to another division or a person of the organ (207号).
    `reachable_again_on`: the applicant could not be reached and this is the day contact was restored (207号)."""

    arrived_on: date
    signed_for_on: date | None = None
    confirmed_on: date | None = None
    at_disclosure_office: bool = True
    reachable_again_on: date | None = None


@dataclass(frozen=True)
class NeedsConfirmation:
    """Not yet received in the law's sense: whom to ask, since when, why. The clock has not begun."""

    since: date
    says: str
    basis: str

    @property
    def tells(self) -> str:
        """The same for the applicant: what happens next, and what he need not do."""
        return f"受理机关应在{CONFIRM_WORKDAYS}个工作日内与您确认收到，双方确认之日为收到日，答复期限从次日起算。您不用再做什么，请留意电话和进度页"


def received_on(channel: Channel, arrival: Arrival, policy: ConfirmPolicy = ConfirmPolicy.BY_OFFICER) -> date | NeedsConfirmation:
    """收到申请之日 (第三十一条): day zero of the clock, or what is still to be confirmed with the applicant.

    Refused when the dates contradict each other (confirmed before it arrived)."""
    _in_order(arrival)
    if not arrival.at_disclosure_office:
        return _confirmed(
            arrival, "寄给其他内设机构或者个人的申请，公开机构收到当日应与申请人电话确认，确认之日为收到日", "国办公开办函〔2015〕207号"
        )
    if channel in (Channel.COUNTER, Channel.ORAL):
        return arrival.arrived_on
    if channel is Channel.MAIL_SIGNED:
        if arrival.signed_for_on is None:
            return NeedsConfirmation(arrival.arrived_on, "请登记签收单上的签收日期，签收之日为收到日", RECEIPT_BASIS)
        return arrival.signed_for_on
    if channel in (Channel.ONLINE, Channel.PLATFORM) and policy is ConfirmPolicy.ON_SUBMISSION:
        return arrival.arrived_on
    return _confirmed(arrival, _WHY[channel], RECEIPT_BASIS)


def needs_confirmation(channel: Channel, policy: ConfirmPolicy = ConfirmPolicy.BY_OFFICER) -> bool:
    """Whether something must be confirmed with the applicant before an application of this channel counts as received."""
    return isinstance(received_on(channel, Arrival(date.min, signed_for_on=date.min), policy), NeedsConfirmation)


def late_confirmation(channel: Channel, arrived_on: date, received_on: date, *, at_disclosure_office: bool = True) -> str:
    """What is unusual about this day of receipt, for the officer who writes it down; empty when nothing is. An ordinary letter, and one
    that came to somebody else in the organ, is confirmed on the day it comes (第三十一条, 207号); one that is signed for comes that day."""
    if received_on <= arrived_on:
        return ""
    if channel is Channel.MAIL_SIGNED and at_disclosure_office:
        return f"签收日期晚于登记的到达日期（{_in_words(arrived_on)}），请核对签收单"
    if channel is Channel.MAIL_ORDINARY or not at_disclosure_office:
        return f"应在收到当日与申请人确认：{_in_words(arrived_on)}到达，{_in_words(received_on)}才确认，请写明原因备查"
    return ""


def _in_words(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"


# 207号 (2015) let an e-mail count from the day the system got it; 第三十一条 (2019) asks both sides to confirm and prevails (U12).
_WHY = {
    Channel.MAIL_ORDINARY: "平常信函应在收到当日与申请人确认，确认之日为收到日",
    Channel.ONLINE: "网上提交的申请，双方确认之日为收到日，请在1个工作日内确认收到",
    Channel.PLATFORM: "其他平台转来的申请，双方确认之日为收到日，请在1个工作日内确认收到",
    Channel.FAX: "传真提交的申请，双方确认之日为收到日，请与申请人确认",
    Channel.EMAIL: "电子邮件提交的申请，双方确认之日为收到日，请与申请人确认",
}


def _confirmed(arrival: Arrival, says: str, basis: str) -> date | NeedsConfirmation:
    if arrival.confirmed_on is None:
        if arrival.reachable_again_on:
            return arrival.reachable_again_on
        return NeedsConfirmation(arrival.arrived_on, says, basis)
    return arrival.confirmed_on


def _in_order(arrival: Arrival) -> None:
    for later, what in (
        (arrival.signed_for_on, "签收日期"),
        (arrival.confirmed_on, "确认日期"),
        (arrival.reachable_again_on, "恢复联络日期"),
    ):
        if later is not None and later < arrival.arrived_on:
            raise Refused(f"{what}不能早于申请到达的日期，请核对。", basis=RECEIPT_BASIS)
