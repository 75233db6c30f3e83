"""The way to publication: inspection, written answers for what it found, secrecy review, the gate."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.publishing.models import Finding, Inspection, Override, SecrecyReview
from gongkai.publishing.queries import inspection_of, missing_for_publication, rulebook
from gongkai.publishing.rules.hits import Hit
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import Material
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.publishing.rules.publishability import REASON_LENGTH, Conclusion, is_real_reason
from gongkai.shared.refusal import Refused

NOT_EXEMPT = "经审查，不属于政府信息公开条例第十四条至第十六条规定的不予公开情形"


@dataclass(frozen=True)
class Looked:
    """What an inspection saw, before it is kept: `hits`, the gravest first, and the version of the rules that saw them."""

    hits: tuple[Hit, ...]
    rulebook: str


def look(about: str, material: Material, *, on: date, office: Organisation | None = None) -> Looked:
    """The work of an inspection of a paper of this office; writes nothing, so that no transaction has to wait for it."""
    book = rulebook(on, office)
    return Looked(inspect_paper(material, book, about=about, today=on), book.version())


def inspect(
    about: str, material: Material, *, office: Organisation, written_by: int | None, by: Officer | None, at: datetime, digest: str = ""
) -> Inspection:
    """Inspect everything that would go out together and keep what was found. `digest` names exactly what was inspected (by default
    the material's own); `written_by` is the writer's id; `by` None means the system itself. Refused without the permit."""
    looked = look(about, material, on=at.date(), office=office)
    return keep(about, looked, office=office, written_by=written_by, by=by, at=at, digest=digest or material.digest())


@transaction.atomic
def keep(
    about: str, looked: Looked, *, office: Organisation, written_by: int | None, by: Officer | None, at: datetime, digest: str
) -> Inspection:
    """Keep what a look at the text of this digest found. Refused without the permit."""
    if by is not None:
        require(by.actor(), Permit.INSPECT, About(office.path, written_by=written_by), WHO_MAY)
    inspection = Inspection.objects.create(
        about=about, digest=digest, office=office, written_by_id=written_by, by=by, at=at, rulebook=looked.rulebook
    )
    Finding.objects.bulk_create(
        Finding(
            inspection=inspection,
            position=position,
            code=hit.code,
            level=hit.level,
            file=hit.place.file[:255],
            block=hit.place.block[:60],
            line=hit.place.line,
            start=hit.place.start,
            end=hit.place.end,
            column=hit.place.column[:120],
            sample=hit.sample[:120],
            message=hit.message[:300],
            advice=hit.advice[:300],
            fingerprint=hit.fingerprint,
        )
        for position, hit in enumerate(looked.hits, 1)
    )
    found = Counter(str(hit.level) for hit in looked.hits)
    data = {"inspection": inspection.pk, "digest": inspection.digest, "rulebook": inspection.rulebook, "found": dict(found)}
    journal.write("publishing.paper.inspected", about=about, by=by, at=at, data=data)
    return inspection


@transaction.atomic
def override(finding: Finding, *, by: Officer, reason: str, at: datetime) -> Override:
    """Let one finding pass, in writing. Refused to the writer, without a real reason (10 characters), for a finding that
    does not block, has been let pass already, or belongs to a text that was inspected again since."""
    inspection = Inspection.objects.select_for_update().select_related("office").get(pk=finding.inspection_id)
    require(by.actor(), Permit.OVERRIDE, About(inspection.office.path, written_by=inspection.written_by_id), WHO_MAY)
    latest = inspection_of(inspection.about, inspection.digest)
    if latest is not None and latest.pk != inspection.pk:
        raise Refused("这份文稿之后又检查过，请对最新一次检查的结果办理。")
    if not finding.blocks:
        raise Refused("低级别提示不影响发布，不需要放行。")
    if Override.objects.filter(finding=finding).exists():
        raise Refused("这个问题已经放行。")
    if not is_real_reason(reason):
        raise Refused(f"请写明放行理由，至少{REASON_LENGTH}个字，说清为什么可以公开。", field="reason")
    passed = Override.objects.create(finding=finding, by=by, at=at, reason=reason.strip())
    data = {
        "inspection": inspection.pk,
        "finding": finding.position,
        "code": finding.code,
        "level": finding.level,
        "digest": inspection.digest,
    }
    journal.write("publishing.finding.overridden", about=inspection.about, by=by, at=at, data=data)
    return passed


@transaction.atomic
def review_secrecy(
    about: str,
    digest: str,
    *,
    office: Organisation,
    written_by: int | None,
    by: Officer,
    at: datetime,
    conclusion: str,
    basis: str = "",
    note: str = "",
) -> SecrecyReview:
    """保密审查 of exactly this text. Refused to the writer; 不予公开 and 不能确定 need their basis in writing."""
    require(by.actor(), Permit.REVIEW_SECRECY, About(office.path, written_by=written_by), WHO_MAY)
    if conclusion not in set(Conclusion):
        raise Refused("请选择审查结论：可以公开、不予公开或者不能确定。", field="conclusion")
    if conclusion == Conclusion.OPEN:
        basis = basis.strip() or NOT_EXEMPT
    elif not basis.strip():
        raise Refused("请写明依据，例如适用的条款和具体内容。", basis="政府信息公开条例第十四条至第十七条", field="basis")
    review = SecrecyReview.objects.create(
        about=about,
        digest=digest,
        office=office,
        written_by_id=written_by,
        by=by,
        at=at,
        conclusion=conclusion,
        basis=basis.strip()[:200],
        note=note.strip(),
    )
    data = {"review": review.pk, "digest": digest, "conclusion": str(conclusion)}
    journal.write("publishing.secrecy.reviewed", about=about, by=by, at=at, data=data)
    return review


def require_publishable(about: str, digest: str, *, written_by: int | None, writers: Collection[int] = ()) -> None:
    """Nothing when this text was inspected, every blocking finding was answered by another person, and a secrecy reviewer other
    than its writers concluded 可以公开; else Refused with everything that is missing, numbered."""
    said = missing_for_publication(about, digest, written_by=written_by, writers=writers)
    if said:
        listed = "；".join(f"{n}. {reason}" for n, reason in enumerate(said, 1))
        raise Refused(f"还不能发布，以下{len(said)}项没有完成：{listed}。", basis="保密法实施条例第四十二条、政府信息公开条例第十七条")
