"""Relations and citations: papers find each other, whichever arrives first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gongkai.documents.rules.paper import Block
from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.actions.shadows import refresh
from gongkai.policies.actions.turn import take_turn
from gongkai.policies.models import Citation, Edition, Interpretation, Policy, Relation
from gongkai.policies.rules import citations as citation_rules
from gongkai.policies.rules import docno
from gongkai.policies.rules.facts import as_date
from gongkai.policies.rules.interpreting import DIGEST
from gongkai.policies.rules.kinds import CHANGING, Category, RelationKind
from gongkai.policies.rules.naming import name_key
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.policies.rules.structure_marks import bare
from gongkai.shared.refusal import Refused


def declare(edition: Edition, relations: Iterable[Mapping[str, Any]], *, by: Officer) -> set[Policy]:
    """Write the relations a draft declared. Returns the policies they touch. Errors: Refused for an unknown code or a circle."""
    touched: set[Policy] = {relation.target for relation in edition.relations.filter(citation=None).select_related("target")}
    edition.relations.filter(citation=None).delete()
    for value in relations:
        target = Policy.objects.filter(code=value["target"]).first()
        if target is None:
            raise Refused(f"关系中的一策一码“{value['target']}”在库里找不到，请核对。")
        if target.pk == edition.policy_id:
            raise Refused("文件不能与自己建立关系。历次修订请用“起草新版”。")
        kind = RelationKind(value["kind"])
        _require_no_circle(edition, target, kind)
        Relation.objects.update_or_create(
            source=edition,
            kind=kind,
            target=target,
            defaults={
                "on": as_date(value.get("on")),
                "until": as_date(value.get("until")),
                "articles": str(value.get("articles") or "")[:200],
                "citation": None,
                "confirmed_by": by,
            },
        )
        touched.add(target)
    return touched


def cite(edition: Edition, blocks: tuple[Block, ...], *, at: datetime) -> set[Policy]:
    """Read the citations out of a text anew and tie those whose paper is here. Returns the policies found."""
    dismissed = set(edition.citations.exclude(dismissed_at=None).values_list("raw", flat=True))
    edition.relations.exclude(citation=None).filter(confirmed_by=None).delete()
    confirmed = {relation.target_id: relation for relation in edition.relations.exclude(citation=None)}
    edition.citations.all().delete()  # what a person confirmed stays, and is tied to the new citation below
    own_numbers = set(edition.policy.editions.values_list("doc_no", flat=True)) | {edition.doc_no}
    rows = Citation.objects.bulk_create(
        Citation(
            edition=edition,
            anchor=found.anchor[:60],
            raw=found.raw[:600],
            title=found.title[:500],
            name_key=name_key(found.title),
            doc_no=str(found.doc_no or "")[:80],
            kind=found.relation,
            on=found.on,
            articles=found.articles[:200],
            dismissed_at=at if found.raw[:600] in dismissed else None,
        )
        for found in citation_rules.citations(blocks, _own(edition, blocks), interprets=_interprets(edition))
        if str(found.doc_no or "") not in own_numbers - {""} and name_key(found.title) != edition.name_key
    )
    candidates = _published().filter(
        Q(doc_no__in={row.doc_no for row in rows if row.doc_no}) | Q(name_key__in={row.name_key for row in rows if row.name_key})
    )
    known = list(candidates.exclude(policy=edition.policy_id).select_related("policy").order_by("number"))
    touched = set()
    for row in rows:
        target = _meant(row, known)
        if target:
            _tie(row, target, at=at)
            touched.add(target)
            if target.pk in confirmed:
                Relation.objects.filter(pk=confirmed.pop(target.pk).pk).update(citation=row)
    return touched


def welcome(policy: Policy, *, at: datetime) -> set[Policy]:
    """A paper has arrived: every open citation of it resolves itself. Returns the policies that cite it."""
    if policy.category != Category.POLICY:
        return set()
    editions = list(policy.editions.exclude(first_text_at=None))
    waiting = (
        Citation.objects.filter(target=None, edition__first_text_at__isnull=False)
        .filter(
            Q(doc_no__in={one.doc_no for one in editions if one.doc_no})
            | Q(name_key__in={one.name_key for one in editions if one.name_key})
        )
        .exclude(edition__policy=policy)
        .select_related("edition__policy")
    )
    rivals = list(_published().filter(name_key__in={one.name_key for one in waiting if one.name_key}).select_related("policy"))
    citing = set()
    for citation in waiting:
        if _meant(citation, [one for one in rivals if one.policy_id != citation.edition.policy_id] + editions) == policy:
            _tie(citation, policy, at=at)
            citing.add(citation.edition.policy)
    return citing


@transaction.atomic
def confirm(citation: Citation, *, kind: RelationKind, on: date | None, articles: str = "", by: Officer, at: datetime) -> Relation:
    """An officer says what a resolved citation does to its target (废止、替代… need a person)."""
    edition = citation.edition
    permit = Permit.RELATE_CHANGING if kind in CHANGING else Permit.RELATE
    require(by.actor(), permit, About(edition.policy.office.path, written_by=edition.created_by_id), WHO_MAY)
    take_turn()
    if citation.target is None or citation.dismissed_at:
        raise Refused("被引用的文件还没有入库，或已标为不再查找，不能确认关系。")
    _require_no_circle(edition, citation.target, kind)
    Relation.objects.filter(citation=citation).delete()
    relation, _ = Relation.objects.update_or_create(
        source=edition,
        kind=kind,
        target=citation.target,
        defaults={"on": on, "articles": articles[:200], "citation": citation, "confirmed_by": by},
    )
    refresh(citation.target, on=at.date())
    journal.write(
        "policies.relation.confirmed",
        about=edition.policy,
        by=by,
        at=at,
        data={"kind": kind.value, "target": citation.target.code, "touched": [citation.target.pk]},
    )
    return relation


@transaction.atomic
def dismiss(citation: Citation, *, by: Officer, at: datetime) -> None:
    """不再查找: the cited paper will not come into this library (a law, a paper of another place)."""
    require(by.actor(), Permit.RELATE, About(citation.edition.policy.office.path), WHO_MAY)
    citation.dismissed_at = at
    citation.save(update_fields=["dismissed_at"])
    journal.write("policies.citation.dismissed", about=citation.edition.policy, by=by, at=at, data={"citation": citation.pk})


def _require_no_circle(edition: Edition, target: Policy, kind: RelationKind) -> None:
    if kind in CHANGING and Relation.objects.filter(source__policy=target, target=edition.policy, kind__in=CHANGING).exists():
        raise Refused(f"《{target.title}》已经废止或改变了本文件，两个文件不能互相废止。")


def _own(edition: Edition, blocks: tuple[Block, ...]) -> citation_rules.Own:
    number = docno.find_all(edition.doc_no)
    return citation_rules.Own.of(edition.title, blocks, number[0].doc_no if number else None)


def _interprets(edition: Edition) -> bool:
    """Whether what it cites is what it explains; a monthly digest only names its policies."""
    if edition.policy.category != Category.INTERPRETATION:
        return False
    return not Interpretation.objects.filter(paper=edition.policy, column=DIGEST).exists()


def _published() -> QuerySet[Edition]:
    """What a citation can mean: policies. An interpretation titled like its policy is not meant."""
    return Edition.objects.filter(first_text_at__isnull=False, policy__category=Category.POLICY)


def _meant(citation: Citation, editions: Sequence[Edition]) -> Policy | None:
    """The policy a citation means: by its number; without one by its full title, or by its short name when only one answers to it."""
    if citation.doc_no:
        return next((one.policy for one in editions if one.doc_no == citation.doc_no), None)
    named = [one for one in editions if citation.name_key and one.name_key == citation.name_key]
    fully = {one.policy for one in named if bare(one.title) == bare(citation.title)}
    policies = fully or {one.policy for one in named}
    return policies.pop() if len(policies) == 1 else None


def _tie(citation: Citation, target: Policy, *, at: datetime) -> None:
    citation.target, citation.resolved_at = target, at
    citation.save(update_fields=["target", "resolved_at"])
    kind = RelationKind(citation.kind)
    if kind not in CHANGING:  # what changes a paper's validity is a person's word, never a guess
        Relation.objects.get_or_create(
            source=citation.edition,
            kind=kind,
            target=target,
            defaults={"citation": citation, "on": citation.on, "articles": citation.articles},
        )
