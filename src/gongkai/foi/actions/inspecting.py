"""What the office writes is looked through for other people's personal data (and whatever else must not go out), by the detectors that
papers are inspected with: a reply with its files before it is reviewed, any other letter before it is signed. The applicant's own data,
in a letter to the applicant, is none of it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.cache import cache
from django.db import transaction

from gongkai.documents.rules.paper import Block, Paper
from gongkai.foi.actions.steps import about, hold
from gongkai.foi.letters import files_given, request_of
from gongkai.foi.models import Case, Consultation, Reply
from gongkai.foi.organs import contact_of
from gongkai.people.models import Officer
from gongkai.people.rules.permits import require
from gongkai.publishing.actions import inspecting
from gongkai.publishing.actions.files import file_text
from gongkai.publishing.actions.inspecting import Looked
from gongkai.publishing.models import Finding, Inspection
from gongkai.publishing.queries import findings_of, inspection_of
from gongkai.publishing.rules.hits import Hit
from gongkai.publishing.rules.material import FileText, Material
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.shared.refusal import Refused

KEPT = 600  # seconds that a look is kept for who opens the page again
_PARTS = re.compile(r"[\s、，,；;：:]+")
_SHORTEST = 2  # characters of a part that is somebody's own
_PERSONAL = "PII_"


@dataclass(frozen=True)
class Inspected:
    """The inspection of exactly what was submitted; `standing`: what still keeps it from being passed."""

    inspection: Inspection
    findings: tuple[Finding, ...]

    @property
    def standing(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.blocks and not hasattr(one, "override"))


def look(case: Case, paper: Paper, *, at: datetime) -> Looked:
    """What is found in the reply as it would be signed, and in its files; nothing is kept but for a while. The files are read: not
    for a transaction."""
    files = [file_text(row.stored.read(), name) for name, row in files_given(case) if row.stored]
    material = _material(paper, _of_applicant(case), files)
    key = f"foi.look.{case.pk}.{material.digest()}"
    looked: Looked | None = cache.get(key)
    if looked is None:
        looked = _look(case, material, at)
        cache.set(key, looked, KEPT)
    return looked


def keep(case: Case, looked: Looked, digest: str, *, written_by: Officer, at: datetime) -> Inspection:
    """Keep what was found, for who reviews it. The platform does it, whoever submits the reply."""
    return inspecting.keep(_about(case), looked, office=case.organ, written_by=written_by.pk, by=None, at=at, digest=digest)


def inspected(case: Case, reply: Reply) -> Inspected | None:
    """The findings of what was submitted, with who let them pass; None while it is being written. Two queries."""
    inspection = inspection_of(_about(case), reply.digest) if reply.digest else None
    return Inspected(inspection, tuple(findings_of(inspection))) if inspection else None


def why_not_pass(case: Case, reply: Reply) -> str:
    """Why the reply can be neither passed nor signed yet; empty when it can."""
    found = inspected(case, reply)
    if found is None:
        return "这份答复还没有检查过，请退回后重新送审。"
    if not found.standing:
        return ""
    return (
        f"检查发现的 {len(found.standing)} 处问题还没有处理（{found.standing[0].message}等）。请退回修改，或者由没有起草的人写明理由放行。"
    )


@transaction.atomic
def let_pass(case: Case, finding: Finding, reason: str, *, by: Officer, at: datetime) -> None:
    """放行 one finding of what lies under review, in writing, by a reviewer or signer who wrote no part of it. Errors: Refused."""
    held = hold(case)
    require(by.actor(), Permit.OVERRIDE, about(held), WHO_MAY)
    found = inspected(held, held.reply) if hasattr(held, "reply") else None
    if found is None or finding.inspection_id != found.inspection.pk:
        raise Refused("答复已经改过或者退回了，请对最新一次检查的结果办理。")
    inspecting.override(finding, by=by, reason=reason, at=at)


def require_no_one_elses(case: Case, paper: Paper, consultation: Consultation | None, *, at: datetime) -> None:
    """Nothing when a letter about to be signed tells no personal data but its reader's own; else Refused. What it must say it can say
    without: there is no letting it pass."""
    own = [consultation.party, consultation.contact] if consultation else _of_applicant(case)
    found = [one for one in _look(case, _material(paper, own), at).hits if one.blocks and one.code.startswith(_PERSONAL)]
    if found:
        raise Refused(
            f"文书里有别人的个人信息：{_told(found)}。请改写后再办理。", basis="个人信息保护法第三十四条、政府信息公开条例第十五条"
        )


def _look(case: Case, material: Material, at: datetime) -> Looked:
    return inspecting.look(_about(case), material, on=at.date(), office=case.organ)


def _about(case: Case) -> str:
    return f"foi.case:{case.pk}"


def _of_applicant(case: Case) -> list[str]:
    """The applicant's own particulars, and the application as the letter quotes it."""
    told = [case.applicant_name, case.id_number, case.phone, case.email, case.fax, case.address, request_of(case)]
    return [*told, *_PARTS.split(case.representative), *_PARTS.split(case.agent), contact_of(case.organ)]


def _material(paper: Paper, own: Collection[str], files: Iterable[FileText] = ()) -> Material:
    """The paper with what is the reader's own blanked out, sign by sign, so that places stay where they are."""
    blanks = {value: " " * len(value) for text in own for value in (text, " ".join(text.split())) if len(value) >= _SHORTEST}

    def blanked(text: str) -> str:
        for value in sorted(blanks, key=len, reverse=True):
            text = text.replace(value, blanks[value])
        return text

    def block(one: Block) -> Block:
        return replace(one, text=blanked(one.text), rows=tuple(tuple(map(blanked, row)) for row in one.rows))

    return Material(
        paper.title,
        tuple(map(block, paper.blocks)),
        tuple(
            replace(one, text=blanked(one.text), tables=tuple(tuple(tuple(map(blanked, row)) for row in table) for table in one.tables))
            for one in files
        ),
    )


def _told(found: Iterable[Hit]) -> str:
    return "；".join(f"{one.message}（{one.sample}）" for one in list(found)[:3])
