"""保管期满: one officer proposes that a case be destroyed, another decides. What names anybody, or was said about the matter, is gone for
good; who received it, when, how it ended and what the annual tables count stays. Nothing is ever destroyed by itself."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from gongkai.documents.actions import discard
from gongkai.documents.models import StoredFile
from gongkai.foi.actions.steps import hold
from gongkai.foi.actions.texts import in_words, said
from gongkai.foi.models import ArchivePackage, Case, Destruction, Letter, ReplyFile, Service
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.shared.refusal import Refused

MOST_YEARS = 100
# What is emptied: texts that name somebody or tell of the matter. Names of fields, by the rows that hold them.
_OF_CASE = (
    *("applicant_name", "applicant_key", "id_number", "representative", "agent", "phone", "phone_key", "email", "fax", "address"),
    *("needs_help", "purpose", "info_title", "info_doc_no", "info_text", "words", "confirmed_by", "satisfaction_text"),
)
_BESIDE = {
    "searches": ("place", "words", "reach", "found"),
    "consultations": ("party", "contact", "question", "reason"),
    "assignments": ("task", "answer", "returned_for"),
    "fees": ("receipt_no",),
    "complaints": ("name", "contact", "text", "finding", "order", "order_done"),
    "reviews": ("summary",),
    "visits": ("name", "id_number", "read", "copied"),
}
_OF_REPLY = ("body", "letter_body", "secrecy_opinion", "legality_opinion", "returned_for")


@transaction.atomic
def propose(case: Case, reason: str, *, by: Officer, at: datetime) -> Destruction:
    """建议销毁: the case was looked at once more, and nothing in it is worth keeping. Errors: Refused before its term is over, while it is
    disputed or complained of, or when it was proposed already."""
    held = hold(case)
    require(by.actor(), Permit.PROPOSE_DESTRUCTION, About(held.organ.path), WHO_MAY)
    told = said(reason, "请写明鉴定意见：为什么不用继续保管。", "reason")
    _require_over(held, at.date())
    if held.destructions.filter(is_approved=None).exists():
        raise Refused("已经有人建议销毁这件申请，等待批准。")
    made = Destruction.objects.create(case=held, reason=told, by=by, at=at)
    journal.write("foi.destruction.proposed", about=made, by=by, at=at, data={"case": held.pk})
    return made


@transaction.atomic
def decide(
    proposal: Destruction, is_approved: bool, opinion: str = "", *, keep_years: int | None = None, by: Officer, at: datetime
) -> Destruction:
    """批准销毁, by the head and never by who proposed it; or 继续保管 for some more years, with the reason. Errors: Refused."""
    held = hold(proposal.case_id)
    row = Destruction.objects.select_for_update().get(pk=proposal.pk)
    require(by.actor(), Permit.DESTROY, About(held.organ.path, written_by=row.by_id), WHO_MAY)
    if row.is_approved is not None:
        raise Refused("这份销毁建议已经有了决定，请刷新页面查看。")
    if not is_approved:
        said(opinion, "继续保管的，请写明理由。", "opinion")
        if not keep_years or not 1 <= keep_years <= MOST_YEARS:
            raise Refused(f"继续保管的，请填写再保管几年：1 至 {MOST_YEARS} 年。", field="keep_years")
    _require_over(held, at.date())
    row.is_approved, row.opinion, row.decided_by, row.decided_at = is_approved, opinion.strip()[:500], by, at
    row.save()
    data: dict[str, object] = {"case": held.pk, "approved": is_approved}
    if not is_approved and keep_years:
        held.retained_until = date(at.year + keep_years, 12, 31)
        held.save(update_fields=["retained_until"])
        data["until"] = held.retained_until.isoformat()
    journal.write("foi.destruction.decided", about=row, by=by, at=at, data=data)
    if is_approved:
        files = _destroy(held, at.date())
        journal.write("foi.case.destroyed", about=held, by=by, at=at, data={"files": files, "proposed_by": row.by_id})
    return row


def _require_over(case: Case, today: date) -> None:
    if case.destroyed_on:
        raise Refused("这件申请已经销毁。")
    if case.retained_until is None or today <= case.retained_until:
        until = in_words(case.retained_until) if case.retained_until else "归档后才确定"
        raise Refused(f"这件申请的保管期还没有届满（{until}），不能销毁。", basis=settings.FOI_DESTRUCTION_BASIS)
    if case.reviews.filter(concluded_on=None).exists():
        raise Refused("这件申请还有没有审结的复议或者诉讼，不能销毁。", basis=settings.FOI_DESTRUCTION_BASIS)
    if case.complaints.filter(answered_at=None).exists():
        raise Refused("对这件申请还有没有查证完的投诉，不能销毁。", basis=settings.FOI_DESTRUCTION_BASIS)


def _destroy(case: Case, today: date) -> list[list[str]]:
    """Empty and delete, in the caller's transaction. Comes back with the files whose bytes are to be erased: digest and shelf."""
    files = _files_of(case)
    for rows in (
        ReplyFile.objects.filter(reply__case=case),
        case.files,
        ArchivePackage.objects.filter(case=case),
        case.notes,
        case.wordings,
    ):
        rows.all().delete()
    Letter.objects.filter(case=case).update(paper="", pdf=None)  # number, kind and day stay: no gap appears in a series
    Service.objects.filter(letter__case=case).update(mail_no="")
    for review in case.reviews.all():
        review.docket = f"已销毁-{review.pk}"  # one row a docket
        review.save(update_fields=["docket"])
    for name, fields in _BESIDE.items():
        getattr(case, name).update(**dict.fromkeys(fields, ""))
    if reply := getattr(case, "reply", None):
        _empty(reply, _OF_REPLY, facts={}, authors=reply.authors)
    _empty(case, _OF_CASE, likeness=None, idempotency_key=None, destroyed_on=today)
    return [[one.digest, one.shelf] for one in files if discard(one)]


def _files_of(case: Case) -> list[StoredFile]:
    held: Iterable[tuple[int | None, ...]] = (
        *case.files.values_list("stored"),
        *ReplyFile.objects.filter(reply__case=case).values_list("stored", "original"),
        *case.letters.values_list("pdf"),
        *ArchivePackage.objects.filter(case=case).values_list("stored"),
    )
    return list(StoredFile.objects.filter(pk__in={pk for row in held for pk in row if pk}).order_by("pk"))


def _empty(row: Model, fields: Iterable[str], **others: object) -> None:
    values = dict.fromkeys(fields, "") | others
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
