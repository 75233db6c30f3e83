"""收件: one ledger for every channel, from the first word to the registration number."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.documents.actions import store
from gongkai.documents.checks import check_upload
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.names import safe_name
from gongkai.foi.actions.steps import Step, about, hold, take
from gongkai.foi.models import Case, CaseFile, Happening, Serial, Wording
from gongkai.foi.rules import numbering, receipt
from gongkai.foi.rules.applicants import ApplicantKind, IdKind, Material, id_kinds, phone_digits, plain_id, wrong_id
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.receipt import Application, Arrival, Channel, ConfirmPolicy, Element
from gongkai.foi.rules.stages import Stage
from gongkai.foi.rules.words import pairs
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.models.encrypted import blind_index
from gongkai.people.rules.permits import require
from gongkai.policies.rules.likeness import fingerprint
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

MOST_FILES = 10
SHORTEST_PHONE = 7  # digits of a local number
PROOF_KINDS = frozenset({FileKind.JPG, FileKind.PNG, FileKind.PDF, FileKind.DOCX})
PROVES_WHO = frozenset({Material.IDENTITY, Material.AUTHORITY})
CHOSEN_IN = {Material.IDENTITY: "id_proof"} | {  # the field of a form where a file of this kind is chosen; otherwise it is `file`
    each: each.value for each in (Material.AUTHORITY, Material.EVIDENCE, Material.APPLICATION, Material.ENVELOPE)
}
MOST_TEXT = 5000  # characters of a description: about four pages, more than any request read so far
REQUEST = {"info_title": 200, "info_doc_no": 80, "info_text": MOST_TEXT}  # what says which information is wanted, and how long it may be
IN_FORCE = date(2008, 5, 1)  # 国务院令第492号: nobody applied before
UNPROVED = "请写明怎样与申请人确认的（例如通话时间、短信、回执），以便日后查证。"
PRIVACY_NOTICE = "2026-1"  # the version of the notice shown with the form (个人信息保护法第十七条)


@dataclass(frozen=True)
class Handed:
    """A file handed in with an application or later."""

    name: str
    data: bytes
    material: Material = Material.OTHER


@dataclass(frozen=True)
class Submission:
    """An application as it came: what the form of 第二十九条 asks for, by which way, and when."""

    application: Application
    channel: Channel
    arrival: Arrival
    id_kind: IdKind = IdKind.RESIDENT
    purpose: str = ""
    needs_help: str = ""
    confirmed_by: str = ""
    is_correction: bool = False
    files: Sequence[Handed] = ()


def submit(organ: Organisation, submission: Submission, *, by: Officer | None, at: datetime, key: str = "") -> Case:
    """Take an application into the ledger: by the applicant (`by` None) or typed in by an officer for another channel. Sent twice under
    one `key` it is one case. Where the law needs no confirmation (第三十一条) the day of receipt stands at once. Errors: Refused naming
    the field to mend; nothing is kept then."""
    _check(submission, at.date(), by)
    if by is not None:
        require(by.actor(), Permit.RECEIVE, about(Case(organ=organ)), WHO_MAY)
    kinds = [checked(file) for file in submission.files]
    content = sm3(canonical(_content(organ, submission)))
    if earlier := _sent_before(key, content):
        return earlier
    try:
        return _taken_in(organ, submission, kinds, content, by=by, at=at, key=key)
    except IntegrityError:
        if earlier := _sent_before(key, content):  # the same, sent twice in one moment
            return earlier
        raise


def _sent_before(key: str, content: str) -> Case | None:
    """The case that was made under this key; Refused when it was made of something else."""
    earlier = Case.objects.filter(idempotency_key=key).first() if key else None
    if earlier and earlier.happenings.values_list("data__content", flat=True).first() != content:
        raise Refused("这个提交编号已经用于另一份申请。请刷新页面重新填写。", field="key")
    return earlier


def _taken_in(
    organ: Organisation, submission: Submission, kinds: Sequence[FileKind], content: str, *, by: Officer | None, at: datetime, key: str
) -> Case:
    with transaction.atomic():
        case = _kept(organ, submission, at=at, key=key)
        for file, kind in zip(submission.files, kinds, strict=True):
            _keep(case, file, kind, by=by, at=at)
        data = {"content": content} | ({} if submission.arrival.at_disclosure_office else {"elsewhere": True})
        take(case, Action.SUBMIT, by=by, at=at, on=submission.arrival.arrived_on, data=data, by_applicant=by is None)
        day = receipt.received_on(submission.channel, submission.arrival, confirm_policy())
        if isinstance(day, date):
            take(case, Action.RECEIVE, by=by, at=at, on=day)
        case.refresh_from_db()
        return case


def confirm_receipt(case: Case, *, on: date, how: str, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """确认收到 (第三十一条): both sides confirmed it on this day; `how` is what proves it (a call, a message, the applicant's receipt). Of a
    letter that is signed for (`is_signed_for`) the day of the signature, and what shows it."""
    if not how.strip() and is_signed_for(case):
        raise Refused("请写明依据，例如签收单、邮件号，以便日后查证。", basis=receipt.RECEIPT_BASIS, field="how")
    if not how.strip():
        raise Refused(UNPROVED, basis=receipt.RECEIPT_BASIS, field="how")
    with transaction.atomic():
        step = take(case, Action.RECEIVE, by=by, at=at, on=on, seen=seen)
        step.case.confirmed_by = how.strip()[:200]
        step.case.save(update_fields=["confirmed_by"])
        return replace(step, warnings=(*step.warnings, *late_receipt(step.case)))


def is_signed_for(case: Case) -> bool:
    """Whether its day of receipt is the day somebody signed for it: registered mail to the office itself (第三十一条第二项)."""
    return case.channel == Channel.MAIL_SIGNED and not _came(case)[1]


def late_receipt(case: Case) -> tuple[str, ...]:
    """What is unusual about the day of receipt of a case, in Chinese; empty when nothing is."""
    arrived, elsewhere = _came(case)
    if arrived is None or case.received_on is None:
        return ()
    late = receipt.late_confirmation(Channel(case.channel), arrived, case.received_on, at_disclosure_office=not elsewhere)
    return (late,) if late else ()


def _came(case: Case) -> tuple[date | None, bool]:
    """The day an application arrived, and whether it came to another division or a person of the organ."""
    first = case.happenings.filter(kind=Action.SUBMIT).first()
    return (first.on, bool(first.data.get("elsewhere"))) if first else (None, False)


@transaction.atomic
def register(case: Case, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """登记: give it its number, unique and without gaps within the organ's day."""
    step = take(case, Action.REGISTER, by=by, at=at, seen=seen)
    held = step.case
    serial = next_serial(held.organ, at.year, f"REG{at:%m%d}")
    held.number = numbering.case_number(at.date(), held.organ.region_code or "000000", held.organ_id, serial)
    held.words = _words(held)
    held.save(update_fields=["number", "words"])
    return step


@transaction.atomic
def examine(case: Case, *, by: Officer, at: datetime, seen: int | None = None) -> Step:
    """开始审查: whoever examines it is its handler until it is given to another."""
    step = take(case, Action.EXAMINE, by=by, at=at, seen=seen)
    step.case.handler = by
    step.case.save(update_fields=["handler"])
    return step


@transaction.atomic
def split(case: Case, parts: Sequence[str], *, by: Officer, at: datetime, seen: int | None = None) -> list[Case]:
    """一事一申请: several things asked for in one application become cases of their own, all received on the same day, with the same
    materials; the case itself keeps the first part, and what was asked for at first beside it. Returns the new ones. Errors: Refused with fewer than two parts, or once anything was answered."""
    held = hold(case, seen)
    require(by.actor(), Permit.REGISTER, about(held), WHO_MAY)
    wanted = [" ".join(part.split()) for part in parts if part.strip()]
    if len(wanted) < 2:
        raise Refused("拆分至少要有两项内容，请每项写一行。", field="parts")
    if held.stage not in (Stage.REGISTERED, Stage.UNDER_REVIEW):
        raise Refused("只有登记之后、转办之前的申请可以拆分。")
    received = held.received_on
    made = []
    for part in wanted[1:]:
        fields = {field.attname: getattr(held, field.attname) for field in Case._meta.concrete_fields if field.attname not in _OWN}
        own = {"info_title": part[:200], "info_text": part, "likeness": fingerprint(part), "split_from": held, "ticket": _ticket()}
        child = Case.objects.create(**fields | own)
        take(child, Action.SUBMIT, by=by, at=at, on=received)
        take(child, Action.RECEIVE, by=by, at=at, on=received)
        register(child, by=by, at=at)
        for file in held.files.all():  # who asks, and for whom, is proved for each of them
            CaseFile.objects.create(
                case=child, name=file.name, kind=file.kind, stored=file.stored, sealed=file.sealed, by=file.by, at=file.at
            )
        made.append(Case.objects.get(pk=child.pk))
    reword(held, {"info_title": wanted[0][:200], "info_text": wanted[0]}, at=at)
    held.version += 1
    held.save(update_fields=["version"])
    journal.write("foi.case.split", about=held, by=by, at=at, data={"into": [each.pk for each in made]})
    return made


@transaction.atomic
def add_file(case: Case, file: Handed, *, by: Officer | None, at: datetime) -> CaseFile:
    """A further file of the case. The caller has asked the permit of the step it belongs to."""
    return _keep(hold(case), file, checked(file), by=by, at=at)


def reword(case: Case, asked: Mapping[str, str], *, at: datetime, happening: Happening | None = None) -> bool:
    """The information is described anew in a held case (the fields of REQUEST that are given); what stood there is kept beside it. Whether
    anything is different. Errors: Refused when nothing would be left, or too much."""
    was = {name: getattr(case, name) for name in REQUEST}
    now = was | {name: asked[name].strip() for name in REQUEST if name in asked}
    if all(now[name].splitlines() == was[name].strip().splitlines() for name in REQUEST):  # a browser ends its lines in its own way
        return False
    if not any(now.values()):
        raise Refused(f"请填写{Element.INFORMATION.words}。", basis=receipt.ELEMENTS_BASIS, field="info_text")
    for name, text in now.items():
        _require_short(name, text, REQUEST[name])
        setattr(case, name, text)
    Wording.objects.create(case=case, happening=happening, at=at, **was)
    case.words, case.likeness = _words(case), fingerprint("".join(now.values()))
    case.save(update_fields=[*REQUEST, "words", "likeness"])
    return True


def unword(case: Case, happening: Happening) -> None:
    """A clarification was written down by mistake: what had stood before stands again."""
    was = case.wordings.last()
    if was and was.happening_id == happening.pk:
        for name in REQUEST:
            setattr(case, name, getattr(was, name))
        case.words, case.likeness = _words(case), fingerprint("".join(getattr(case, name) for name in REQUEST))
        case.save(update_fields=[*REQUEST, "words", "likeness"])
        was.delete()


def supply(case: Case, elements: Mapping[str, str], today: date, *, id_kind: IdKind | None = None) -> None:
    """The elements of 第二十九条 that were not there, as a clarification brings them, put into a held case; `id_kind`: of which paper the
    number is that comes now. The caller has taken the step. Errors: Refused for a wrong number, or a change of what is already there."""
    if id_kind and not case.id_number and elements.get(Element.ID.value, "").strip():
        if id_kind not in id_kinds(ApplicantKind(case.applicant_kind)):
            raise Refused(f"{ApplicantKind(case.applicant_kind).label}的证件不能是“{id_kind.label}”，请重新选择。", field="id_kind")
        case.id_kind = id_kind
    for element, value in elements.items():
        if element not in _SUPPLIED:
            raise Refused(f"不能补充“{element}”。", field=element)
        told = plain_id(value) if element == Element.ID.value else value.strip()
        if before := getattr(case, element):
            if told and told.upper() != before.upper():
                raise Refused("申请中已经有这一项，与补充的不一致。如需更改，请联系受理机关。", field=element)
            continue
        setattr(case, element, told)
    if elements.get(Element.ID.value, "").strip() and (wrong := wrong_id(IdKind(case.id_kind), case.id_number, today)):
        raise Refused(wrong, field="id_number")
    case.applicant_key, case.phone_key = _applicant_key(case), blind_index(phone_digits(case.phone))
    case.save(update_fields=["applicant_key", "phone_key", "id_kind", *_SUPPLIED])


@transaction.atomic
def reveal(case: Case, *, why: str, by: Officer, at: datetime) -> Case:
    """查看证件号码和身份证明: the reason is journalled before anything is shown (领域规则 14.5)."""
    held = hold(case)
    require(by.actor(), Permit.REVEAL_IDENTITY, about(held), WHO_MAY)
    if len(why.strip()) < 2:
        raise Refused("请写明查看原因。查看会留下记录。", field="why")
    journal.write("foi.applicant.revealed", about=held, by=by, at=at, data={"why": why.strip()[:200]})
    return held


@transaction.atomic
def open_sealed(file: CaseFile, *, by: Officer, at: datetime) -> bytes:
    """The bytes of an identity proof; each opening is journalled."""
    held = hold(file.case)
    require(by.actor(), Permit.REVEAL_IDENTITY, about(held), WHO_MAY)
    journal.write("foi.proof.opened", about=held, by=by, at=at, data={"file": file.pk})
    return base64.b64decode(file.sealed)


def next_serial(organ: Organisation, year: int, series: str) -> int:
    """The next number of a series. Call it in the transaction that uses the number: its row is locked until then, so there is neither
    a gap nor a double."""
    Serial.objects.get_or_create(organ=organ, year=year, series=series)
    row = Serial.objects.select_for_update().get(organ=organ, year=year, series=series)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def confirm_policy() -> ConfirmPolicy:
    """网上提交怎样算“双方确认”, as this installation has decided (setting FOI_CONFIRM)."""
    return ConfirmPolicy(settings.FOI_CONFIRM)


_OWN = frozenset({"id", "number", "ticket", "idempotency_key", "stage", "version", "handler_id", "split_from_id", "repeat_of_id"}) | {
    "words",
    "likeness",
    "warned",
    "outcome",
    "due_on",
    "is_paused",
}


# what an applicant may fill in later: nothing that is there already is changed
_SUPPLIED = tuple(
    element.value for element in (Element.ID, Element.REPRESENTATIVE, Element.CONTACT, Element.EMAIL, Element.ADDRESS, Element.FAX)
)
_BY_ONESELF = (Channel.ONLINE, Channel.PLATFORM)


def _check(submission: Submission, today: date, by: Officer | None) -> None:
    a = submission.application
    if by is None and submission.channel not in _BY_ONESELF:
        raise Refused("这个渠道的申请由行政机关登记。", field="channel")
    if by is None and submission.arrival != Arrival(submission.arrival.arrived_on):
        raise Refused("收到日由行政机关确认。", basis=receipt.RECEIPT_BASIS, field="arrived_on")
    if submission.arrival.confirmed_on and not submission.confirmed_by.strip():
        raise Refused(UNPROVED, basis=receipt.RECEIPT_BASIS, field="confirmed_by")
    lacking = set(receipt.missing(a))
    refused_at_the_door = {Element.NAME, Element.INFORMATION, Element.CONTACT} if by is None else {Element.NAME, Element.INFORMATION}
    for element in (each for each in Element if each in lacking & refused_at_the_door):
        raise Refused(f"请填写{element.words}。", basis=receipt.ELEMENTS_BASIS, field=element.value)
    if a.id_number.strip() and submission.id_kind not in id_kinds(a.kind):
        raise Refused(f"{a.kind.label}的证件不能是“{submission.id_kind.label}”，请重新选择。", field="id_kind")
    if a.id_number.strip() and (wrong := wrong_id(submission.id_kind, a.id_number, today)):
        raise Refused(wrong, field="id_number")
    if by is None and (wrong := wrong_phone(a.phone)):
        raise Refused(wrong, field="phone")
    for field, text, most in (
        ("name", a.name, 100),
        *((name, getattr(a, name), most) for name, most in REQUEST.items()),
        ("purpose", submission.purpose, 200),
        ("needs_help", submission.needs_help, 100),
        ("address", a.address, 300),
        ("email", a.email, 254),
        ("phone", a.phone, 40),
        ("fax", a.fax, 40),
        ("agent", a.agent, 200),
        ("representative", a.representative, 100),
    ):
        _require_short(field, text, most)
    if len(submission.files) > MOST_FILES:
        raise Refused(f"一次最多上传 {MOST_FILES} 个文件。", field="files")
    if submission.arrival.arrived_on > today:
        raise Refused("到达日期不能在今天之后。", field="arrived_on")
    if submission.arrival.arrived_on < IN_FORCE:
        raise Refused("到达日期在政府信息公开条例施行（2008年5月1日）之前，请核对年份。", field="arrived_on")


def wrong_phone(phone: str) -> str:
    """What is wrong with the telephone an applicant gives; empty when nothing is, or none is given."""
    if phone.strip() and len(phone_digits(phone)) < SHORTEST_PHONE:
        return "电话号码不完整，无法联系到您，也不能用它查询进度。请填写完整的号码。"
    return ""


def _require_short(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Refused(f"内容太长：最多 {most} 字，现在 {len(text)} 字。请精简，或者把详细说明作为材料上传。", field=field)


def checked(file: Handed) -> FileKind:
    """What kind of file it is. Errors: Refused, naming the file and the field it was chosen in, when it cannot be taken."""
    field = CHOSEN_IN.get(file.material, "file")
    try:
        kind = check_upload(file.data, file.name, settings.MAX_UPLOAD_MB * 2**20)
    except Refused as refused:
        raise Refused(f"“{safe_name(file.name)}”{refused.message}", basis=refused.basis, field=field) from None
    if file.material in PROVES_WHO and kind not in PROOF_KINDS:
        raise Refused(f"{file.material.label}请上传照片（JPG、PNG）、PDF 或者 Word 文件，不能是 {kind.label}。", field=field)
    return kind


def _kept(organ: Organisation, submission: Submission, *, at: datetime, key: str) -> Case:
    a = submission.application
    case = Case(
        organ=organ,
        ticket=_ticket(),
        channel=submission.channel,
        is_correction=submission.is_correction,
        submitted_at=at,
        confirmed_by=submission.confirmed_by[:200],
        idempotency_key=key or None,
        applicant_kind=a.kind,
        applicant_name=a.name.strip(),
        id_kind=submission.id_kind,
        id_number=plain_id(a.id_number),
        representative=a.representative.strip(),
        agent=a.agent.strip(),
        phone=a.phone.strip(),
        phone_key=blind_index(phone_digits(a.phone)),
        email=a.email.strip(),
        fax=a.fax.strip(),
        address=a.address.strip(),
        needs_help=submission.needs_help.strip(),
        privacy_notice=PRIVACY_NOTICE,
        info_title=a.info_title.strip(),
        info_doc_no=a.info_doc_no.strip(),
        info_text=a.info_text.strip(),
        purpose=submission.purpose.strip(),
        carrier=a.carrier or receipt.Carrier.ELECTRONIC,
        delivery=a.delivery or receipt.Delivery.ONLINE,
        likeness=fingerprint(f"{a.info_title}{a.info_doc_no}{a.info_text}"),
        stage=Stage.DRAFT,
    )
    case.words, case.applicant_key = _words(case), _applicant_key(case)
    case.save(force_insert=True)
    return case


def _keep(case: Case, file: Handed, kind: FileKind, *, by: Officer | None, at: datetime) -> CaseFile:
    sealed = file.material.is_sealed
    return CaseFile.objects.create(
        case=case,
        name=file.name[:200],
        kind=file.material,
        stored=None if sealed else store(file.data, kind=kind, private=True),
        sealed=base64.b64encode(file.data).decode() if sealed else "",
        by=by,
        at=at,
    )


def _content(organ: Organisation, submission: Submission) -> dict[str, object]:
    a = submission.application
    who = (a.kind, a.name, submission.id_kind, a.id_number, a.representative, a.agent, a.phone, a.email, a.address, a.fax)
    return {
        "organ": organ.pk,
        "who": blind_index("\n".join(who)),
        "what": [a.info_title, a.info_doc_no, a.info_text, submission.purpose, submission.is_correction],
        "how": [a.carrier, a.delivery, submission.needs_help],
        "files": [sm3(file.data) for file in submission.files],
    }


def _words(case: Case) -> str:
    return pairs(case.number or "", case.info_title, case.info_doc_no, case.info_text)


def _applicant_key(case: Case) -> str:
    """The blind index of who asks: the number of the paper, else name and telephone."""
    return blind_index(
        f"{IdKind(case.id_kind)}:{case.id_number}" if case.id_number else f"{case.applicant_name}|{phone_digits(case.phone)}"
    )


def _ticket() -> str:
    return numbering.ticket(secrets.token_bytes(8))
