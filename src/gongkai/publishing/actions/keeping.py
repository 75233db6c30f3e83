"""Keeping the reference data: words, public numbers, allowances. Each change ends a row and adds one."""

from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.publishing.models import Finding, PublicNumber, WhitelistEntry, Word
from gongkai.publishing.queries import LONGEST_ALLOWANCE_DAYS
from gongkai.publishing.rules import phones
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.publishing.rules.publishability import REASON_LENGTH, is_real_reason
from gongkai.publishing.rules.words import WrongWord
from gongkai.shared.refusal import Refused

NUMBER_DIGITS = range(3, 13)  # 110 … 0999-55501012


@transaction.atomic
def change_word(word: WrongWord, *, by: Officer, at: datetime, off: bool = False) -> Word:
    """Add a wrong word, change one, or switch one off. The former row, if any, ends now and stays."""
    require(by.actor(), Permit.KEEP_WORDS, About(""), WHO_MAY)
    if len(word.wrong.strip()) < 2:
        raise Refused("错误写法至少两个字，太短会误伤正常文字。", field="wrong")
    if word.wrong == word.right:
        raise Refused("建议写法与错误写法相同。", field="right")
    if not word.reason.strip():
        raise Refused("请写明理由，起草人会看到它。", field="reason")
    if any(word.wrong not in phrase for phrase in word.unless):
        raise Refused("例外词语必须包含错误写法本身。", field="unless")
    Word.objects.filter(wrong=word.wrong, until=None).update(until=at)
    row = Word.objects.create(
        wrong=word.wrong,
        right=word.right,
        kind=word.kind,
        level=word.level,
        reason=word.reason,
        unless=list(word.unless),
        off=off,
        by=by,
        since=at,
    )
    journal.write("publishing.word.changed", about=row, by=by, at=at, data={"wrong": row.wrong, "right": row.right, "off": off})
    return row


@transaction.atomic
def register_number(number: str, *, unit: str, office: Organisation, by: Officer | None, at: datetime, purpose: str = "") -> PublicNumber:
    """Put a number on the list of public office numbers; one already there stays as it is. `by` None: the system itself."""
    if by is not None:
        require(by.actor(), Permit.KEEP_NUMBERS, About(office.path), WHO_MAY)
    digits = phones.digits(number)
    if len(digits) not in NUMBER_DIGITS:
        raise Refused("电话号码不完整，请连同区号填写。", field="number")
    known = PublicNumber.objects.filter(number=digits, until=None).first()
    if known:
        return known
    row = PublicNumber.objects.create(number=digits, unit=unit, purpose=purpose, office=office, by=by, since=at)
    journal.write("publishing.number.registered", about=row, by=by, at=at, data={"unit": unit, "purpose": purpose})
    return row


@transaction.atomic
def retire_number(row: PublicNumber, *, by: Officer, at: datetime) -> None:
    """Take a number off the list."""
    require(by.actor(), Permit.KEEP_NUMBERS, About(row.office.path), WHO_MAY)
    PublicNumber.objects.filter(pk=row.pk, until=None).update(until=at)
    journal.write("publishing.number.retired", about=row, by=by, at=at)


@transaction.atomic
def allow(finding: Finding, *, everywhere: bool, until: date, reason: str, by: Officer, at: datetime) -> WhitelistEntry:
    """白名单: this value is no finding any more, in this paper or everywhere, until a day at most a year away. A finding
    without a value of its own (a missing attachment) can only be allowed in its paper."""
    inspection = finding.inspection
    require(by.actor(), Permit.ALLOW, About(inspection.office.path), WHO_MAY)
    if everywhere and not finding.fingerprint:
        raise Refused("这类问题只能对这一份文件设白名单。")
    if not at.date() <= until <= at.date() + timedelta(days=LONGEST_ALLOWANCE_DAYS):
        raise Refused("有效期应从今天起、最长一年，到期重新核实。", field="until")
    if not is_real_reason(reason):
        raise Refused(f"请写明理由，至少{REASON_LENGTH}个字。", field="reason")
    entry = WhitelistEntry.objects.create(
        code=finding.code,
        about="" if everywhere else inspection.about,
        fingerprint=finding.fingerprint,
        sample=finding.sample,
        until=until,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    journal.write("publishing.whitelist.added", about=entry, by=by, at=at, data={"code": entry.code, "until": until.isoformat()})
    return entry


@transaction.atomic
def end_allowance(entry: WhitelistEntry, *, office: Organisation, by: Officer, at: datetime) -> None:
    """End an entry before its day."""
    require(by.actor(), Permit.ALLOW, About(office.path), WHO_MAY)
    WhitelistEntry.objects.filter(pk=entry.pk, ended_at=None).update(ended_at=at)
    journal.write("publishing.whitelist.ended", about=entry, by=by, at=at)
