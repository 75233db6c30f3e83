"""Writing: a draft is begun, saved, given its files and sent for review. Nothing here is public."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gongkai.documents.actions import take_in
from gongkai.documents.checks import safe_name
from gongkai.documents.models import StoredFile
from gongkai.documents.rules.kinds import TEXTUAL, FileKind
from gongkai.documents.rules.paper import Block, plain_text
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies.models import Attachment, CodeSerial, Draft, Edition, Policy
from gongkai.policies.rules import code, docno, likeness
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.naming import name_key
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

Facts = Mapping[str, Any]


@transaction.atomic
def start(
    category: Category,
    facts: Facts,
    blocks: Sequence[Block],
    *,
    office: Organisation,
    by: Officer,
    at: datetime,
    relations: Sequence[Mapping[str, Any]] = (),
) -> Edition:
    """A new policy with its first edition as a draft. The policy gets its code now and keeps it for ever."""
    require(by.actor(), Permit.WRITE, About(office.path), WHO_MAY)
    policy = Policy.objects.create(code=_next_code(office, at.year), category=category, office=office, created_at=at, created_by=by)
    edition = _edition(policy, 1, facts, blocks, by=by, at=at, relations=relations)
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
    number = policy.editions.count() + 1
    edition = _edition(policy, number, facts, blocks, by=by, at=at, relations=relations)
    journal.write("policies.edition.drafted", about=policy, by=by, at=at, data={"edition": edition.number})
    return edition


@transaction.atomic
def start_correction(edition: Edition, *, reason: str, by: Officer, at: datetime) -> Draft:
    """更正: a draft that starts from what is published. Publishing it leaves a new Text; the old one stays."""
    require(by.actor(), Permit.WRITE, About(edition.policy.office.path), WHO_MAY)
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
            "saved_at": at,
            "relations": declared(edition),
        },
    )
    if not fresh:
        raise Refused("这一版已有一份更正草稿，请在那一份上修改。")
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
) -> Draft:
    """Save over the draft that was seen (`seen` is its save count). Errors: Refused when someone saved in between."""
    edition = draft.edition
    require(by.actor(), Permit.WRITE, About(edition.policy.office.path), WHO_MAY)
    tidied = fact_rules.tidy(facts)
    values: dict[str, Any] = {"facts": tidied, "written_by": by, "saved_at": at, "submitted_at": None, "saves": F("saves") + 1}
    if blocks is not None:
        values["blocks"] = [block.as_dict() for block in blocks]
    if relations is not None:
        values["relations"] = list(relations)
    if not Draft.objects.filter(pk=draft.pk, saves=seen).update(**values):
        raise Refused("您打开之后，别人已保存过这份草稿。请重新打开核对后再改；您刚才填写的内容还在本页，可先复制。")
    draft.refresh_from_db()
    if not edition.is_published:
        _show_on_edition(edition, draft)
    return draft


@transaction.atomic
def submit(draft: Draft, *, by: Officer, at: datetime) -> None:
    """送审: the draft is complete and goes to review; it is inspected on the way. Errors: Refused with everything that is missing."""
    policy = draft.edition.policy
    require(by.actor(), Permit.WRITE, About(policy.office.path), WHO_MAY)
    missing = [problem.message for problem in fact_rules.problems(draft.facts, Category(policy.category)) if problem.blocking]
    if not draft.blocks:
        missing.append("正文是空的。")
    if missing:
        raise Refused("还不能送审：" + "".join(missing))
    draft.submitted_at, draft.returned = at, ""
    draft.save(update_fields=["submitted_at", "returned"])
    journal.write("policies.edition.submitted", about=policy, by=by, at=at, data={"edition": draft.edition.number})


@transaction.atomic
def send_back(draft: Draft, *, reason: str, by: Officer, at: datetime) -> None:
    """退回 to its writer with a reason."""
    policy = draft.edition.policy
    require(by.actor(), Permit.RETURN, About(policy.office.path), WHO_MAY)
    if not draft.submitted_at:
        raise Refused("这份草稿还没有送审，不需要退回。")
    if len(reason.strip()) < 4:
        raise Refused("请写明退回的理由，至少四个字。", field="reason")
    draft.submitted_at, draft.returned = None, reason.strip()[:300]
    draft.save(update_fields=["submitted_at", "returned"])
    journal.write("policies.edition.returned", about=policy, by=by, at=at, data={"edition": draft.edition.number})


@transaction.atomic
def attach(edition: Edition, name: str, data: bytes, *, by: Officer, at: datetime) -> Attachment:
    """Give the edition a file. The public copy is cleaned here and now; what was removed is told. Errors: Refused for a bad file."""
    require(by.actor(), Permit.WRITE, About(edition.policy.office.path), WHO_MAY)
    _take_back(edition)
    return _attach(edition, name, data)


def attach_stored(edition: Edition, name: str, original: StoredFile, *, is_source: bool = False) -> Attachment:
    """The same for a file already kept. The source of an import that is mere text (a page pasted with all around it), or whose format
    cannot be cleaned (DOC), is kept without a public copy: the published text itself can be had as PDF, OFD and DOCX."""
    if is_source and FileKind(original.kind) in TEXTUAL:
        return _kept_only(edition, name, original)
    try:
        return _attach(edition, name, original.read(), is_source=is_source)
    except Refused:
        if not is_source:
            raise
        return _kept_only(edition, name, original)


def _kept_only(edition: Edition, name: str, original: StoredFile) -> Attachment:
    return Attachment.objects.create(
        edition=edition, position=edition.attachments.count(), name=safe_name(name)[:200], is_source=True, original=original
    )


@transaction.atomic
def detach(attachment: Attachment, *, by: Officer) -> None:
    """Take a file off again, before it was ever public."""
    require(by.actor(), Permit.WRITE, About(attachment.edition.policy.office.path), WHO_MAY)
    if attachment.shown_at:
        raise Refused("这个附件已经公开，不能单独删除。不宜继续公开的，请撤回文件。")
    _take_back(attachment.edition)
    attachment.delete()


def _take_back(edition: Edition) -> None:
    """A draft whose files change has to be submitted anew."""
    Draft.objects.filter(edition=edition).update(submitted_at=None)


def _attach(edition: Edition, name: str, data: bytes, *, is_source: bool = False) -> Attachment:
    taken = take_in(data, name, settings.MAX_UPLOAD_MB * 2**20)
    return Attachment.objects.create(
        edition=edition,
        position=edition.attachments.count(),
        name=safe_name(name)[:200],
        is_source=is_source,
        original=taken.original,
        public=taken.public,
        removed=list(taken.removed),
    )


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


def draft_digest(draft: Draft) -> str:
    """The SM3 digest of the draft as it stands: what an inspection and a secrecy review are about."""
    return digest_with(draft, draft.facts)


def digest_with(draft: Draft, facts: Facts) -> str:
    """The same for the facts as they will be published (with the 发布日期 filled in)."""
    files = draft.edition.attachments.select_related("public").order_by("position", "id")
    return fact_rules.digest_of(facts, draft.blocks, [(file.name, file.public.digest) for file in files if file.public])


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
    by: Officer,
    at: datetime,
    relations: Sequence[Mapping[str, Any]],
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
        written_by=by,
        saved_at=at,
    )
    _show_on_edition(edition, draft)
    return edition


def _show_on_edition(edition: Edition, draft: Draft) -> None:
    """An unpublished edition shows its draft's facts, so that work lists can be sorted and duplicates found."""
    put_facts(edition, draft.facts)
    put_fingerprint(edition, draft.body())
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
