"""送达 (国办公开办函〔2016〕235号; 领域规则 2.6): how a letter may go out, and which day counts."""

from datetime import date

from gongkai.foi.rules.receipt import Delivery
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused

BASIS = "国办公开办函〔2016〕235号"
ONLINE_BASIS = "行政复议法第二十二条"


class ServiceMode(Labelled):
    DIRECT = "direct", "直接送达"
    ENTRUSTED = "entrusted", "委托其他行政机关代为送达"
    MAIL_POST = "mail_post", "邮寄送达（邮政企业）"
    ONLINE = "online", "网上送达"
    EMAIL = "email", "电子邮件"
    FAX = "fax", "传真"

    @property
    def is_electronic(self) -> bool:
        return self in (ServiceMode.ONLINE, ServiceMode.EMAIL, ServiceMode.FAX)


ON_PAPER = (ServiceMode.DIRECT, ServiceMode.ENTRUSTED, ServiceMode.MAIL_POST)
ASKED_FOR = {Delivery.ONLINE: ServiceMode.ONLINE, Delivery.EMAIL: ServiceMode.EMAIL, Delivery.FAX: ServiceMode.FAX}


def modes_for(delivery: Delivery) -> tuple[ServiceMode, ...]:
    """How a letter may reach an applicant who asked for this way (第四十条): the electronic way asked for, or on paper."""
    asked = ASKED_FOR.get(delivery)
    return (asked, *ON_PAPER) if asked else ON_PAPER


def served_on(mode: ServiceMode, *, sent_on: date, signed_for_on: date | None = None) -> date:
    """The day that is compared with the due date. By mail the day of posting; handed over, the day it was signed for; electronically
    the day it was sent. Refused when a letter handed over has not been signed for, or was signed for before it went out."""
    if signed_for_on and signed_for_on < sent_on:
        raise Refused("签收日期不能早于送出日期，请核对。", basis=BASIS, field="signed_for_on")
    if mode in (ServiceMode.DIRECT, ServiceMode.ENTRUSTED):
        if signed_for_on is None:
            raise Refused("直接送达、委托送达以受送达人签收之日为准，请登记签收日期。", basis=BASIS, field="signed_for_on")
        return signed_for_on
    return sent_on


def require_day(mode: ServiceMode, *, sent_on: date, on: date, read_from: date | None = None, is_proved: bool = False) -> None:
    """Nothing, or Refused: what is written down on a day (`on`) about a letter sent by wire. On the portal it is served at the moment it
    stands there, today or since `read_from`; an e-mail or a fax of a day that is past needs what proves it."""
    if mode is ServiceMode.ONLINE and sent_on != (day := read_from or on):
        raise Refused(
            f"网上送达以申请人在网上能够看到之日为准，这份文书是{day:%Y年%-m月%-d日}，不能填写别的日期。", basis=BASIS, field="sent_on"
        )
    if mode in (ServiceMode.EMAIL, ServiceMode.FAX) and sent_on < on and not is_proved:
        raise Refused(f"补记以前发出的{mode.label}，请上传发送记录作为凭证。", basis=BASIS, field="file")


def require_lawful(
    mode: ServiceMode, delivery: Delivery, *, carrier: str = "", mail_no: str = "", has_remedy: bool = True, reconsideration_url: str = ""
) -> None:
    """Nothing, or Refused: mail only through the post office and with its number; electronically only as the applicant asked, and a
    decision (`has_remedy`) only together with the online channel for reconsideration."""
    if mode is ServiceMode.MAIL_POST:
        if not is_post_office(carrier):
            raise Refused("邮寄送达只能通过邮政企业（邮政快递EMS、挂号信等），不能使用其他快递公司。", basis=BASIS, field="carrier")
        if not mail_no.strip():
            raise Refused("请填写邮件号，交邮之日以邮政凭证为准。", basis=BASIS, field="mail_no")
    if not mode.is_electronic:
        return
    if mode not in modes_for(delivery):
        raise Refused(
            f"申请人要求的获取途径是“{delivery.label}”，不能改用{mode.label}。请按申请人要求的途径或者书面送达。",
            basis="政府信息公开条例第四十条",
            field="mode",
        )
    if has_remedy and not reconsideration_url.strip():
        raise Refused(
            "通过互联网送达的，应当同时提供提交行政复议申请的互联网渠道。请先登记复议机关的网上渠道，或者改为书面送达。",
            basis=ONLINE_BASIS,
            field="reconsideration_url",
        )


def is_post_office(carrier: str) -> bool:
    """Whether the carrier is the post (China Post, EMS); a private courier is not."""
    name = carrier.strip().upper()
    return name == "EMS" or "邮政" in name or name in {"挂号信", "挂号"}
