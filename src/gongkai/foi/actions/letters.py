"""文书: templates kept by versions; a letter composed, numbered, signed and noted in the journal in one transaction; its PDF made after."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.documents.actions import store
from gongkai.documents.models import StoredFile
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper
from gongkai.documents.writers import pdf
from gongkai.foi.actions.inspecting import require_no_one_elses
from gongkai.foi.actions.intake import next_serial
from gongkai.foi.actions.telling import handlers, tell_of
from gongkai.foi.actions.texts import in_words
from gongkai.foi.letters import DECISIONS, as_values, paper_of, request_of
from gongkai.foi.models import Case, Consultation, Letter, LetterTemplate, OrganSettings
from gongkai.foi.organs import contact_of, doc_code, settings_of, template_of, template_row
from gongkai.foi.rules.course import course
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.letter_variables import HIDES_APPLICANT, Variable
from gongkai.foi.rules.letters import Template, Value, compose, of_correction, validate
from gongkai.foi.rules.numbering import letter_code, letter_number, series_of
from gongkai.foi.rules.outcomes import RemedyKind
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.standing import facts_of
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused

NOT_NUMBERED = "（签发时编号）"
DUE_UNKNOWN = "法定期限届满之日（有关年度放假安排公布后确定）"
MOST_TEMPLATE = 10_000  # characters of a template: ten pages
CODE_BYTES = 16
VERIFY_PATH = "/foi/verify/"  # the page of the public site where anybody checks a letter; printed, so it stays


@transaction.atomic
def issue(
    case: Case,
    kind: LetterKind,
    facts: Mapping[Variable, Value],
    *,
    by: Officer,
    at: datetime,
    remedy: RemedyKind = RemedyKind.NONE,
    consultation: Consultation | None = None,
    template: Template | None = None,
    inspected: bool = False,
) -> Letter:
    """Sign a letter: composed from the organ's template (or this one), the case and these facts, with the next number of its series.
    `case` is held and the permit of the step it belongs to has been asked. `inspected`: reviewers have seen what was found in it. Errors:
    Refused when a value, the 机关代字 or the court is missing, or when it tells somebody else's personal data."""
    series = series_of(kind)
    serial = next_serial(case.organ, at.year, series)
    number = letter_number(doc_code(case.organ, at.date()), series, at.year, serial)
    code = letter_code(secrets.token_bytes(CODE_BYTES))
    own = None if template or of_correction_case(case, kind) else template_row(case.organ, kind)
    template = template or in_force(case, kind)
    paper = composed(case, kind, facts, at=at, consultation=consultation, number=number, template=template)
    if template.is_addressed:
        if not inspected:
            require_no_one_elses(case, paper, consultation, at=at)
        paper = replace(paper, footer_note=f"文书验证码 {code}，可在{settings.SITE_URL}{VERIFY_PATH}核验本文书")
    values = as_values(paper)
    letter = Letter.objects.create(
        case=case,
        kind=kind,
        number=number,
        series=series,
        year=at.year,
        serial=serial,
        organ=case.organ,
        code=code,
        template=own,
        paper=json.dumps(values, ensure_ascii=False),
        remedy=remedy,
        digest=sm3(canonical(values)),
        consultation=consultation,
        signed_by=by,
        signed_at=at,
    )
    told = {"case": case.pk, "kind": str(kind), "number": number, "digest": letter.digest}
    journal.write("foi.letter.signed", about=letter, by=by, at=at, data=told)
    return letter


def composed(
    case: Case,
    kind: LetterKind,
    facts: Mapping[Variable, Value],
    *,
    at: datetime,
    consultation: Consultation | None = None,
    number: str = NOT_NUMBERED,
    template: Template | None = None,
) -> Paper:
    """The letter as it would be signed now; nothing is kept and no number used. Errors: Refused as in `issue`."""
    known = known_of(case, kind, at=at, consultation=consultation) | {Variable.NUMBER: number}
    return compose(kind, {**known, **facts}, template or in_force(case, kind))


def in_force(case: Case, kind: LetterKind) -> Template:
    """The template for this case: what asks for a correction (第四十一条) has its own, an organ's speak of applications for information."""
    return of_correction_case(case, kind) or template_of(case.organ, kind)


def of_correction_case(case: Case, kind: LetterKind) -> Template | None:
    return of_correction(kind) if case.is_correction else None


def pdf_of(letter: Letter, *, at: datetime) -> StoredFile:
    """The letter's PDF, made on first need and kept; its digest stands in the journal. Made again, it is the same."""
    if letter.pdf is None:
        data = pdf.write(paper_of(letter))
        with transaction.atomic():
            stored = store(data, kind=FileKind.PDF, private=True)
            if Letter.objects.filter(pk=letter.pk, pdf=None).update(pdf=stored):  # else another node was faster
                journal.write("foi.letter.made", about=letter, by=None, at=at, data={"number": letter.number, "pdf": stored.digest})
        letter.refresh_from_db(fields=["pdf"])
    assert letter.pdf is not None
    return letter.pdf


def tell_signed(letter: Letter, *, at: datetime) -> int:
    """Tell who handles the case that its reply is signed and waits to be served; once, however often it is called. How many were told."""
    if letter.kind not in DECISIONS or LetterKind(letter.kind).reader is Reader.INSIDE:
        return 0
    due = f"，答复期限：{in_words(letter.case.due_on)}" if letter.case.due_on else ""
    body = f"《{letter.name}》（{letter.number}）已签发，请及时送达{due}。"
    return tell_of(letter.case, handlers(letter.case), "答复已签发", body, at=at, key=f"foi.letter:{letter.pk}")


@transaction.atomic
def edit_template(organ: Organisation, kind: LetterKind, title: str, body: str, *, by: Officer, at: datetime) -> LetterTemplate:
    """Save a template as the organ's next version; letters signed before keep the paper they have. Errors: Refused naming what the
    template lacks or what is unknown in it."""
    require(by.actor(), Permit.EDIT_TEMPLATES, About(organ.path), WHO_MAY)
    Organisation.objects.select_for_update().get(pk=organ.pk)
    template = Template(kind, " ".join(title.split()), "\n".join(line.rstrip() for line in body.strip().splitlines()))
    for field, text, most in (("title", template.title, 200), ("body", template.body, MOST_TEMPLATE)):
        if len(text) > most:
            raise Refused(f"内容太长：最多 {most} 字，现在 {len(text)} 字。", field=field)
    validate(template)
    latest = template_row(organ, kind)
    if latest and (latest.title, latest.body) == (template.title, template.body):
        return latest
    row = LetterTemplate.objects.create(
        organ=organ, kind=kind, version=(latest.version if latest else 0) + 1, title=template.title, body=template.body, by=by, at=at
    )
    journal.write("foi.template.saved", about=row, by=by, at=at, data={"kind": str(kind), "version": row.version})
    return row


@transaction.atomic
def set_organ(organ: Organisation, values: Mapping[str, str], *, by: Officer, at: datetime) -> OrganSettings:
    """Save what the organ's letters say about itself: fields of OrganSettings by name. Errors: Refused for an address that is none."""
    require(by.actor(), Permit.EDIT_TEMPLATES, About(organ.path), WHO_MAY)
    own = settings_of(organ)
    for name, value in values.items():
        if name not in ORGAN_FIELDS:
            raise ValueError(f"no setting {name!r}")
        setattr(own, name, " ".join(value.split()))
    own.by, own.at = by, at
    try:
        own.full_clean(exclude=["id", "organ", "by", "at"])
    except ValidationError as wrong:
        field = next(iter(wrong.message_dict))
        raise Refused(f"“{ORGAN_FIELDS[field]}”填写有误：网址请以 https:// 开头，其他各项不要太长。", field=field) from wrong
    own.save()
    journal.write("foi.organ.set", about=own, by=by, at=at, data={"organ": organ.pk, "fields": sorted(values)})
    return own


ORGAN_FIELDS = {
    "reconsideration_organ": "行政复议机关",
    "reconsideration_url": "行政复议网上渠道",
    "court": "一审法院",
    "phone": "联系电话",
    "address": "办公地址",
    "hours": "办公时间",
    "payment": "信息处理费缴纳方式",
}


def known_of(case: Case, kind: LetterKind, *, at: datetime, consultation: Consultation | None = None) -> dict[Variable, Value]:
    """What every letter of this case could say."""
    hidden = kind.reader in HIDES_APPLICANT and consultation is not None
    known: dict[Variable, Value] = {
        Variable.ORGAN: case.organ.name,
        Variable.DATE: at.date(),
        Variable.CONTACT: contact_of(case.organ),
        Variable.RECIPIENT: consultation.party if hidden and consultation else case.applicant_name,
        Variable.APPLICANT: case.applicant_name,
        Variable.CASE_NUMBER: case.number or "",
        Variable.TICKET: case.ticket,
        Variable.CHANNEL: case.get_channel_display(),
        Variable.REQUEST: consultation.question if hidden and consultation else request_of(case),
        Variable.COURSE: course(facts_of(case)),
        Variable.DUE_ON: case.due_on or DUE_UNKNOWN,
        Variable.HANDLER: case.handler.name if case.handler else "",
        Variable.REMEDY: "",
    }
    if case.received_on:
        known[Variable.RECEIVED_ON] = case.received_on
    return known
