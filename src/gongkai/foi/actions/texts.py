"""Texts as officers type them: there, not too long, and without the applicant's particulars where others read them."""

import re
from collections.abc import Iterable
from datetime import date

from gongkai.foi.models import Case
from gongkai.publishing.rules.material import fold
from gongkai.shared.refusal import Refused

_WORDS = re.compile(r"[\w.·]+")
_NO_NAME = re.compile(r"身份|证件|号码|电话|手机|代理|委托|律师|系")  # of “王五，身份证号码 …”: the words that name nobody
LEAST_ADDRESS, ADDRESS_TAIL = 6, 8  # an address is known by its end: 号3单元502室
NAMELESS = frozenset({"匿名", "未留", "不详", "无"})  # what is written where a complainant gives no name
LEAST_DIGITS = 7  # a shorter number is looked for nowhere: it would be found everywhere


def said(text: str, otherwise: str, field: str, most: int = 500, basis: str = "") -> str:
    """The text without blanks around it. Refused when there is none (`otherwise` says what to do) or too much of it."""
    text = text.strip()
    if not text:
        raise Refused(otherwise, basis=basis, field=field)
    if len(text) > most:
        raise Refused(f"内容太长，最多 {most} 字，现在 {len(text)} 字。", field=field)
    return text


def in_words(day: date) -> str:
    """2025年7月1日."""
    return f"{day:%Y年%-m月%-d日}"


READ_BY_OTHERS = "这段文字会给申请人以外的人看到"
IN_THE_COURSE = "这段文字会留在办理经过里，那里不写申请人是谁（文书的收件人由系统填写）"


def require_unnamed(case: Case, *texts: str, field: str, since: str = READ_BY_OTHERS, basis: str = "个人信息保护法第六条") -> None:
    """Nothing, or Refused naming what stands in the text (never the value): the applicant's name, the numbers of paper, telephone and fax,
    e-mail, address, and the names of a representative or agent. `since`: why it may not stand there."""
    told = [particular for particular, values in _particulars(case) if any(_stands_in(value, text) for value in values for text in texts)]
    if told:
        raise Refused(f"内容里出现了申请人的{'、'.join(told)}。请删去后再办理：{since}。", basis=basis, field=field)


def require_complainant_unnamed(name: str, contact: str, *texts: tuple[str, str]) -> None:
    """Nothing, or Refused at the field whose text (field, text) tells who complained: the organ complained about is not to know."""
    reached = [contact] if any(sign.isdigit() or sign == "@" for sign in contact) else []  # “未留” tells nobody
    for field, text in texts:
        if any(_stands_in(value, text) for value in ([] if name in NAMELESS else [name]) + reached):
            raise Refused(
                "内容里出现了投诉人的姓名（名称）或者联系方式。请改写为“投诉人”：这段文字被投诉的机关能看到。",
                basis="个人信息保护法第六条",
                field=field,
            )


def _particulars(case: Case) -> Iterable[tuple[str, list[str]]]:
    yield "姓名或者名称", [case.applicant_name]
    yield "代表人或者代理人姓名、证件", [case.representative, *(word for word in _WORDS.findall(case.agent) if not _NO_NAME.search(word))]
    yield "证件号码", [case.id_number]
    yield "电话", [case.phone, case.fax]
    yield "电子邮箱", [case.email]
    yield "通信地址", [_plain(case.address)[-ADDRESS_TAIL:]] if len(case.address) >= LEAST_ADDRESS else []


def _stands_in(value: str, text: str) -> bool:
    wanted = _plain(value)
    if wanted.isdigit() and len(wanted) < LEAST_DIGITS:
        return False
    return len(wanted) > 1 and wanted in _plain(text)


def _plain(text: str) -> str:
    """Letters and digits alone, half-width and small: neither blanks nor hyphens hide a number."""
    return "".join(sign for sign in fold(text).lower() if sign.isalnum())
