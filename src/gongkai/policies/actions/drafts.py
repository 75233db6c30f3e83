"""Writing: a draft is begun, saved, given its files and sent for review. Nothing here is public."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from gongkai.documents.actions import take_in
from gongkai.documents.checks import safe_name
from gongkai.documents.models import StoredFile
from gongkai.documents.rules.kinds import PLAYED, TEXTUAL, FileKind
from gongkai.documents.rules.paper import Block, plain_text
from gongkai.documents.rules.synthetic import TAKEN_OFF, is_marked_synthetic
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions import filing, review, three_sync
from gongkai.policies.actions.filing import NOWHERE, Filed
from gongkai.policies.actions.reviewed import as_it_stands, beside, draft_digest, hold, material, reference
from gongkai.policies.actions.standards import standards_on
from gongkai.policies.models import Attachment, CodeSerial, Draft, Edition, Policy
from gongkai.policies.rules import admission, code, docno, likeness
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.policies.rules.naming import name_key
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Inspection
from gongkai.shared.refusal import Refused

Facts = Mapping[str, Any]
CHANGED = "签发之后稿件又改动了。"


@transaction.atomic
def start(
    category: Category,
    facts: Facts,
    blocks: Sequence[Block],
    *,
    office: Organisation,
    by: Officer | None,
    at: datetime,
    relations: Sequence[Mapping[str, Any]] = (),
    filed: Filed = NOWHERE,
) -> Edition:
    """A new policy with its first edition as a draft. The policy gets its code now and keeps it for ever. `by` None: the platform itself
    begins it, for an officer to write."""
    if by is not None:
        require(by.actor(), Permit.WRITE, About(office.path), WHO_MAY)
    policy = Policy.objects.create(code=_next_code(office, at.year), category=category, office=office, created_at=at, created_by=by)
    edition = _edition(policy, 1, facts, blocks, by=by, at=at, relations=relations, filed=filed)
    policy.title, policy.updated_at = edition.title, at
    policy.save(update_fields=["title", "updated_at"])
    journal.write("policies.edition.drafted", about=policy, by=by, at=at, data={"edition": edition.number})
    return edition


@transaction.atomic
def start_edition(
    policy: Policy, facts: Facts, blocks: Sequence[Block], *, by: Officer, at: datetime, relations: Sequence[Mapping[str, Any]] = ()
) -> Edition:
    """The next edition of a policy (修订) as a draft. Errors: Refused while another edition is still a draft."""
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    require(by.actor(), Permit.WRITE, About(policy.office.path), WHO_MAY)
    unfinished = policy.editions.filter(first_text_at=None).first()
    if unfinished:
        raise Refused(f"第 {unfinished.number} 版还是草稿，请先发布或放弃它，再起草新版。")
    last = policy.editions.select_related("item").order_by("number").last()
    number = policy.editions.count() + 1
    filed = Filed(last.item if last else None)
    edition = _edition(policy, number, facts, blocks, by=by, at=at, relations=relations, filed=filed)
    journal.write("policies.edition.drafted", about=policy, by=by, at=at, data={"edition": edition.number})
    return edition


@transaction.atomic
def start_correction(edition: Edition, *, reason: str, by: Officer, at: datetime) -> Draft:
    """更正: a draft that starts from what is published. Publishing it leaves a new Text; the old one stays."""
    policy = Policy.objects.select_for_update(of=("self",)).select_related("office").get(pk=edition.policy_id)
    require(by.actor(), Permit.WRITE, About(policy.office.path), WHO_MAY)
    text = edition.texts.first()
    if text is None:
        raise Refused("这一版还没有发布，直接修改草稿即可。")
    if len(reason.strip()) < 4:
        raise Refused("请写明更正的原因，至少四个字。", field="reason")
    draft, fresh = Draft.objects.get_or_create(
        edition=edition,
        defaults={
            "facts": text.facts,
            "blocks": text.blocks,
            "reason": reason.strip(),
            "written_by": by,
            "writers": [by.pk],
            "noted": [by.pk],
            "saved_at": at,
            "relations": declared(edition),
            "telling": three_sync.telling_now(policy),
            "filed": filing.as_published(edition),
        },
    )
    if not fresh:
        raise Refused("这一版已有一份更正草稿，请在那一份上修改。")
    journal.write("policies.edition.correction_started", about=policy, by=by, at=at, data={"edition": edition.number})
    return draft


@transaction.atomic
def save_draft(
    draft: Draft,
    facts: Facts,
    blocks: Sequence[Block] | None,
    *,
    seen: int,
    by: Officer,
    at: datetime,
    relations: Sequence[Mapping[str, Any]] | None = None,
    filed: Filed | None = None,
) -> Draft:
    """Save over the draft that was seen (`seen` is its save count). `relations`, `filed` None: as they are. Errors: Refused when someone
    saved in between, or it is gone; for an event that another paper answers."""
    held = hold(draft)
    edition = held.edition
    require(by.actor(), Permit.WRITE, About(edition.policy.office.path), WHO_MAY)
    if held.saves != seen:
        raise Refused("您打开之后，别人已保存过这份草稿。请重新打开核对后再改；您刚才填写的内容还在本页，可先复制。")
    held.facts = fact_rules.tidy(facts)
    held.blocks = held.blocks if blocks is None else [block.as_dict() for block in blocks]
    held.relations = held.relations if relations is None else list(relations)
    if filed is not None:
        filing.require_free(edition, filed)
        held.filed = filed.as_data()
    held.written_by, held.saved_at, held.saves = by, at, held.saves + 1
    touched(held, by)
    publishing.text_changed(reference(held), why=CHANGED, at=at)
    if by.pk not in held.noted:  # once an officer and round: the journal tells who wrote, not every keystroke
        held.noted = [*held.noted, by.pk]
        journal.write("policies.edition.saved", about=edition.policy, by=by, at=at, data={"edition": edition.number})
    held.save()
    if not edition.is_published:
        _show_on_edition(edition, held)
    draft.refresh_from_db()
    return draft


def submit(draft: Draft, *, seen: str = "", by: Officer, at: datetime) -> Inspection:
    """送审: the draft is complete, is inspected and goes to review. `seen`: the digest of what the officer was shown. Its files are read
    before the transaction begins. Errors: Refused with everything that is missing, or when the draft has changed meanwhile."""
    now = as_it_stands(draft)
    require(by.actor(), Permit.WRITE, About(now.edition.policy.office.path), WHO_MAY)
    review.require_as_seen(now, seen)
    missing = [problem.message for problem in problems(now, on=at.date()) if problem.blocking]
    if not now.blocks:
        missing.append("正文是空的。")
    if missing:
        raise Refused("还不能送审：" + "".join(missing))
    looked = publishing.look(reference(now), material(now, at.date()), on=at.date(), office=now.edition.policy.office)
    with transaction.atomic():
        held = hold(draft)
        inspection = review.keep(held, looked, draft_digest(now), by=by, at=at)
        held.submitted_at, held.returned, held.noted = at, "", []
        held.save(update_fields=["submitted_at", "returned", "noted"])
        _send_round(held, by=by, at=at)
        journal.write("policies.edition.submitted", about=held.edition.policy, by=by, at=at, data={"edition": held.edition.number})
    draft.submitted_at, draft.returned, draft.noted = at, "", []
    return inspection


def _send_round(draft: Draft, *, by: Officer, at: datetime) -> None:
    """三审三校: of news, what another site wrote is a repost and names it."""
    policy, title = draft.edition.policy, draft.facts["title"]
    paragraphs = [(block.anchor, plain_text([block])) for block in draft.body()]
    publishing.circulate(
        reference(draft),
        kind=f"policies.{policy.category}",
        title=title,
        office=policy.office,
        digest=draft_digest(draft),
        beside=beside(draft),
        paragraphs=paragraphs if any(text == title for _, text in paragraphs) else [("title", title), *paragraphs],
        writers=draft.wrote(),
        by=by,
        at=at,
        source=draft.facts["source"] if policy.category == Category.NEWS else "",
    )


@transaction.atomic
def send_back(draft: Draft, *, reason: str, by: Officer, at: datetime) -> None:
    """退回 to its writer with a reason."""
    draft = hold(draft)
    policy = draft.edition.policy
    require(by.actor(), Permit.RETURN, About(policy.office.path), WHO_MAY)
    if not draft.submitted_at:
        raise Refused("这份草稿还没有送审，不需要退回。")
    if len(reason.strip()) < 4:
        raise Refused("请写明退回的理由，至少四个字。", field="reason")
    draft.submitted_at, draft.returned = None, reason.strip()[:300]
    draft.save(update_fields=["submitted_at", "returned"])
    publishing.text_changed(reference(draft), why="签发之后稿件被退回了。", at=at)
    publishing.note_return(reference(draft), reason=reason, by=by, at=at)
    journal.write("policies.edition.returned", about=policy, by=by, at=at, data={"edition": draft.edition.number})


@dataclass(frozen=True)
class Prepared:
    """A file ready to be put to an edition: read, checked and cleaned, so that nothing slow is left for a transaction."""

    name: str
    original: StoredFile
    public: StoredFile | None
    removed: tuple[str, ...] = ()
    is_source: bool = False
    is_synthetic: bool = False  # it said of itself that a machine made it


def prepare(name: str, data: bytes, *, is_source: bool = False, played: bool = False) -> Prepared:
    """Check a file and clean its public copy; what was removed is told. `played`: audio and video too. Errors: Refused for a bad file."""
    taken = take_in(data, name, settings.MAX_UPLOAD_MB * 2**20, played=played)
    is_synthetic = played and FileKind(taken.original.kind) in PLAYED and is_marked_synthetic(data)
    removed = (*([TAKEN_OFF] if is_synthetic else []), *taken.removed)
    return Prepared(safe_name(name)[:200], taken.original, taken.public, removed, is_source, is_synthetic)


def prepare_stored(name: str, original: StoredFile, *, is_source: bool = False) -> Prepared:
    """The same for a file already kept. The source of an import that is mere text (a page pasted with all around it), or whose format
    cannot be cleaned (DOC), is kept without a public copy: the published text itself can be had as PDF, OFD and DOCX."""
    only_kept = Prepared(safe_name(name)[:200], original, None, is_source=True)
    if is_source and FileKind(original.kind) in TEXTUAL:
        return only_kept
    try:
        return prepare(name, original.read(), is_source=is_source)
    except Refused:
        if not is_source:
            raise
        return only_kept


def put_file(edition: Edition, file: Prepared) -> Attachment:
    """Only the row."""
    return Attachment.objects.create(
        edition=edition,
        position=edition.attachments.count(),
        name=file.name,
        is_source=file.is_source,
        original=file.original,
        public=file.public,
        removed=list(file.removed),
    )


def attach(edition: Edition, name: str, data: bytes, *, by: Officer, at: datetime) -> Attachment:
    """Give the draft of an edition a file; an explanation may have audio and video, and one that says of itself that a
    machine made it is told so to readers. Errors: Refused for a bad file, or when there is no draft."""
    require(by.actor(), Permit.WRITE, About(edition.policy.office.path), WHO_MAY)
    file = prepare(name, data, played=edition.policy.category == Category.INTERPRETATION)
    with transaction.atomic():
        draft = _in_hand(edition)
        attachment = put_file(draft.edition, file)
        if file.is_synthetic:
            draft.telling |= {"synthetic": True}
            draft.save(update_fields=["telling"])
        _note_file("policies.edition.file_attached", draft, attachment, by=by, at=at)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: Officer, at: datetime) -> None:
    """Take a file off again: at once when it was never public; else with the publication of the correction in hand, and those who
    open an earlier text still find it there. Errors: Refused when there is no draft, or the file is gone already."""
    draft = _in_hand(attachment.edition)
    require(by.actor(), Permit.WRITE, About(draft.edition.policy.office.path), WHO_MAY)
    found = draft.edition.attachments.filter(pk=attachment.pk, hidden_at=None, leaving=False).first()
    if found is None:
        raise Refused("这个附件已经不在了，可能刚刚由别人删除。请刷新页面查看。")
    _note_file("policies.edition.file_detached", draft, found, by=by, at=at)
    if found.shown_at:
        found.leaving = True
        found.save(update_fields=["leaving"])
    else:
        found.delete()


def _in_hand(edition: Edition) -> Draft:
    """The draft of an edition, held."""
    draft = Draft.objects.filter(edition=edition.pk).first()
    if draft is None:
        raise Refused("这一版没有正在起草的稿件，不能增减附件。已公开的，请先起草更正。")
    return hold(draft)


def _note_file(kind: str, draft: Draft, file: Attachment, *, by: Officer, at: datetime) -> None:
    touched(draft, by)
    publishing.text_changed(reference(draft), why=CHANGED, at=at)
    draft.save(update_fields=["submitted_at", "writers"])
    policy = draft.edition.policy
    digest = (file.public or file.original).digest
    journal.write(kind, about=policy, by=by, at=at, data={"edition": draft.edition.number, "attachment": file.pk, "digest": digest})


def touched(draft: Draft, by: Officer) -> None:
    """Whoever changes a draft has written a part of it; it has to be submitted anew."""
    draft.submitted_at = None
    draft.writers = sorted({*draft.writers, by.pk})


def declared(edition: Edition) -> list[dict[str, Any]]:
    """The confirmed relations of an edition in the form a draft declares them."""
    return [
        {
            "kind": relation.kind,
            "target": relation.target.code,
            "on": relation.on.isoformat() if relation.on else None,
            "until": relation.until.isoformat() if relation.until else None,
            "articles": relation.articles,
        }
        for relation in edition.relations.filter(citation=None).select_related("target")
    ]


def problems(draft: Draft, *, on: date) -> list[fact_rules.Problem]:
    """Everything wrong with the draft's facts: in themselves, and beside what is public already."""
    facts, edition = fact_rules.tidy(draft.facts), draft.edition
    policy = edition.policy
    others = [
        fact_rules.Published(other.number, other.doc_no, other.published_on, other.effective_on)
        for other in policy.editions.exclude(first_text_at=None).exclude(pk=edition.pk).order_by("number")
    ]
    is_open = policy.visibility == Visibility.PUBLIC and edition.published_on is not None and edition.published_on <= on
    beside = fact_rules.problems_beside(facts, edition.number, others, is_public=edition.is_published and is_open, on=on)
    category, standards = Category(policy.category), standards_on(on)
    own = fact_rules.problems(facts, category, standards.needed_of(category, facts["document_class"]))
    catalogued = filing.problems(draft, on=on)
    return own + admission.problems(facts, draft.body(), category, standards) + beside + three_sync.problems(draft, on=on) + catalogued


def _next_code(office: Organisation, year: int) -> str:
    region = office.region_code or settings.REGION_CODE
    if not region:
        raise Refused(f"机构“{office.name}”没有填写行政区划代码，无法生成一策一码。请先在机构管理中补充。")
    CodeSerial.objects.get_or_create(region=region, year=year)
    row = CodeSerial.objects.select_for_update().get(region=region, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return code.make(region, year, row.last)


def _edition(
    policy: Policy,
    number: int,
    facts: Facts,
    blocks: Sequence[Block],
    *,
    by: Officer | None,
    at: datetime,
    relations: Sequence[Mapping[str, Any]],
    filed: Filed,
) -> Edition:
    tidied = fact_rules.tidy(facts)
    if not tidied["title"] or len(tidied["title"]) > fact_rules.TITLE_LONGEST:
        raise Refused(f"标题不能为空，也不能超过 {fact_rules.TITLE_LONGEST} 字。", field="title")
    edition = Edition.objects.create(policy=policy, number=number, title=tidied["title"], created_at=at, created_by=by)
    draft = Draft.objects.create(
        edition=edition,
        facts=tidied,
        blocks=[block.as_dict() for block in blocks],
        relations=list(relations),
        filed=filed.as_data(),
        written_by=by,
        writers=[by.pk] if by else [],
        noted=[by.pk] if by else [],
        saved_at=at,
    )
    _show_on_edition(edition, draft)
    return edition


def _show_on_edition(edition: Edition, draft: Draft) -> None:
    """An unpublished edition shows its draft's facts, so that work lists can be sorted and duplicates found."""
    put_facts(edition, draft.facts)
    put_fingerprint(edition, draft.body())
    filing.put(edition, draft.filed)
    edition.save()


def put_facts(edition: Edition, facts: Facts) -> None:
    for name in fact_rules.LABELS:
        if name in fact_rules.DATES:
            setattr(edition, name, fact_rules.as_date(facts[name]))
        elif name != "issuers":
            setattr(edition, name, facts[name])
    edition.name_key = name_key(facts["title"])
    number = _number(facts["doc_no"])
    if number:
        edition.doc_no, edition.doc_unit = str(number), number.code[:40]
        edition.doc_year, edition.doc_seq = number.year, number.number
    else:
        edition.doc_unit, edition.doc_year, edition.doc_seq = "", None, None


def _number(written: str) -> docno.DocNo | None:
    """What is printed stands even when it is no 发文字号 by the grammar; it is only not taken apart then."""
    try:
        return docno.parse(written) if written else None
    except Refused:
        return None


def put_fingerprint(edition: Edition, blocks: Sequence[Block]) -> None:
    edition.fingerprint = likeness.fingerprint(plain_text(blocks))
    edition.band_0, edition.band_1, edition.band_2, edition.band_3 = (
        likeness.bands(edition.fingerprint) if edition.fingerprint is not None else (None, None, None, None)
    )
