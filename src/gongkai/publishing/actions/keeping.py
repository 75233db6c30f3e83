"""Keeping the reference data: words, public numbers, allowances. Each change ends a row and adds one."""

from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, may, require
from gongkai.publishing.models import Finding, Inspection, PublicNumber, WhitelistEntry, Word
from gongkai.publishing.queries import LONGEST_ALLOWANCE_DAYS
from gongkai.publishing.rules import phones
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.publishing.rules.publishability import REASON_LENGTH, is_real_reason
from gongkai.publishing.rules.rulebook import NEVER_ALLOWED
from gongkai.publishing.rules.words import WrongWord
from gongkai.shared.refusal import Refused

NUMBER_DIGITS = range(3, 13)  # 110 … 0999-55501012


@transaction.atomic
def change_word(word: WrongWord, *, by: Officer, at: datetime, off: bool = False, office: Organisation | None = None) -> Word:
    """Add a wrong word, change one, or switch one off, for the papers of one office. Without an office: for everybody's when an
    administrator of the root does it, else for those of the officer's own office. The former row, if any, ends now and stays."""
    office = office or _own_office(by)
    if office is None:
        require(by.actor(), Permit.KEEP_WORDS_FOR_ALL, About(""), WHO_MAY)
    else:
        require(by.actor(), Permit.KEEP_WORDS, About(office.path), WHO_MAY)
    if len(word.wrong.strip()) < 2:
        raise Refused("错误写法至少两个字，太短会误伤正常文字。", field="wrong")
    if word.wrong == word.right:
        raise Refused("建议写法与错误写法相同。", field="right")
    if not word.reason.strip():
        raise Refused("请写明理由，起草人会看到它。", field="reason")
    if any(word.wrong not in phrase for phrase in word.unless):
        raise Refused("例外词语必须包含错误写法本身。", field="unless")
    Word.objects.filter(wrong=word.wrong, office=office, until=None).update(until=at)
    row = Word.objects.create(
        wrong=word.wrong,
        right=word.right,
        kind=word.kind,
        level=word.level,
        reason=word.reason,
        unless=list(word.unless),
        off=off,
        office=office,
        by=by,
        since=at,
    )
    data = {"wrong": row.wrong, "right": row.right, "off": off, "office": row.office_id}
    journal.write("publishing.word.changed", about=row, by=by, at=at, data=data)
    return row


def _own_office(by: Officer) -> Organisation | None:
    """Where the officer keeps words; none for everywhere. Errors: Refused when that is several offices and none was named."""
    actor = by.actor()
    if may(actor, Permit.KEEP_WORDS_FOR_ALL, About(""), WHO_MAY):
        return None
    paths = [path for path in actor.offices() if may(actor, Permit.KEEP_WORDS, About(path), WHO_MAY)]
    if len(paths) > 1:
        raise Refused("您在几个单位负责错敏词，请选择为哪一个单位修改。", field="office")
    return Organisation.objects.filter(path__in=paths).first()


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
    """白名单: this value is no finding any more, in this paper or everywhere (in every paper of its office; of every office when an
    administrator of the root says so), until a day at most a year away. Refused to whoever wrote the paper, and for a mark of secrecy.
    A finding without a value of its own (a missing attachment) can only be allowed in its paper."""
    inspection = finding.inspection
    about = About(inspection.office.path, written_by=inspection.written_by_id, writers=_writers(inspection.about))
    require(by.actor(), Permit.ALLOW, about, WHO_MAY)
    if finding.code in NEVER_ALLOWED:
        raise Refused("密级或内部标志不能列入白名单。确属误标的，请改正文稿；应当保密的，不得公开。", basis="保密法实施条例第四十二条")
    if everywhere and not finding.fingerprint:
        raise Refused("这类问题只能对这一份文件设白名单。")
    if not at.date() <= until <= at.date() + timedelta(days=LONGEST_ALLOWANCE_DAYS):
        raise Refused("有效期应从今天起、最长一年，到期重新核实。", field="until")
    if not is_real_reason(reason):
        raise Refused(f"请写明理由，至少{REASON_LENGTH}个字。", field="reason")
    entry = WhitelistEntry.objects.create(
        code=finding.code,
        office=None if everywhere and may(by.actor(), Permit.ALLOW_FOR_ALL, about, WHO_MAY) else inspection.office,
        about="" if everywhere else inspection.about,
        fingerprint=finding.fingerprint,
        sample=finding.sample,
        until=until,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    data = {"code": entry.code, "until": until.isoformat(), "office": entry.office_id, "paper": entry.about}
    journal.write("publishing.whitelist.added", about=entry, by=by, at=at, data=data)
    return entry


def _writers(about: str) -> frozenset[int]:
    """Whoever wrote a state of the paper that was inspected."""
    rows = Inspection.objects.filter(about=about).exclude(written_by=None).order_by()
    return frozenset(rows.values_list("written_by", flat=True).distinct())


@transaction.atomic
def end_allowance(entry: WhitelistEntry, *, by: Officer, at: datetime) -> None:
    """End an entry before its day."""
    if entry.office is None:
        require(by.actor(), Permit.ALLOW_FOR_ALL, About(""), WHO_MAY)
    else:
        require(by.actor(), Permit.ALLOW, About(entry.office.path), WHO_MAY)
    WhitelistEntry.objects.filter(pk=entry.pk, ended_at=None).update(ended_at=at)
    journal.write("publishing.whitelist.ended", about=entry, by=by, at=at)
