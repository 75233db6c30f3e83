"""Who answers for a paper: the office it belongs to, those that issued it, and the one it names for enquiries."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from gongkai.assistant.models import FaqEntry
from gongkai.people.models import Officer, Organisation, OrganisationName
from gongkai.people.queries import holders, holding
from gongkai.people.rules.organisations import Kind
from gongkai.people.rules.permits import Role
from gongkai.policies.models import Edition, Issuer, Policy, Relation
from gongkai.policies.rules.kinds import RelationKind


def offices_of(policies: Iterable[Policy]) -> dict[int, frozenset[int]]:
    """By policy, the organisations that answer for it; of an explanation those of the papers it explains too. At most six queries, however
    many there are."""
    own = {policy.pk: policy for policy in policies}
    told = explained(own)
    papers = own | {paper.pk: paper for row in told.values() for paper in row}
    consulted = _consulted(papers.values())
    found = {pk: {paper.office_id} | ({consulted[pk].pk} if pk in consulted else set()) for pk, paper in papers.items()}
    of_edition = {paper.current_id: pk for pk, paper in papers.items() if paper.current_id}
    rows = Issuer.objects.filter(edition__in=list(of_edition), organisation__isnull=False)
    for edition, organisation in rows.values_list("edition", "organisation"):
        found[of_edition[edition]].add(organisation)
    return {pk: frozenset(found[pk].union(*(found[paper.pk] for paper in told.get(pk, ())))) for pk in own}


def answers_for(office: Organisation, offices: Collection[int]) -> bool:
    """Whether the office is one of these; the general office of a government speaks for it."""
    return office.pk in offices or (office.kind == Kind.GENERAL_OFFICE and office.parent_id in offices)


def explained(interpretations: Collection[int]) -> dict[int, list[Policy]]:
    """The papers that these policies explain, by the policy that explains them; nothing of those that explain none. One query."""
    rows = Relation.objects.filter(source__policy__in=interpretations, kind=RelationKind.INTERPRETS).select_related("target", "source")
    found: dict[int, list[Policy]] = {}
    for row in rows.order_by("pk"):
        if row.target not in found.setdefault(row.source.policy_id, []):
            found[row.source.policy_id].append(row.target)
    return found


def to_answer(policies: Iterable[Policy]) -> dict[int, Organisation]:
    """Whom what people ask about a paper is given to: the department it names for enquiries, where somebody works there, else the office
    it belongs to. At most five queries, however many there are."""
    papers = {policy.pk: policy for policy in policies}
    consulted = _consulted(papers.values())
    manned = with_editors(one.path for one in consulted.values())
    offices = Organisation.objects.in_bulk({paper.office_id for paper in papers.values()})
    return {
        pk: one if (one := consulted.get(pk)) is not None and one.is_open and one.path in manned else offices[paper.office_id]
        for pk, paper in papers.items()
    }


def with_editors(paths: Iterable[str]) -> set[str]:
    """Those of these very organisations where an editor is at work. One query."""
    return {path for path, _ in holding(Role.EDITOR, list(paths))}


def maintainers_of(entry: FaqEntry) -> list[Officer]:
    """Those named who still work; else the editors of the office."""
    named = list(entry.maintainers.filter(is_active=True, posts__organisation=entry.office_id, posts__until=None).distinct())
    return named or list(holders(Role.EDITOR, entry.office))


def _consulted(policies: Iterable[Policy]) -> dict[int, Organisation]:
    """The organisation each paper names for enquiries, as far as it can be told; of several of one name that in the paper's own branch."""
    papers = {policy.current_id: policy for policy in policies if policy.current_id}
    names = dict(Edition.objects.filter(pk__in=list(papers)).exclude(consult_dept="").values_list("pk", "consult_dept"))
    bearing = _bearing(set(names.values()))
    homes = Organisation.objects.in_bulk({papers[edition].office_id for edition in names})
    found = {}
    for edition, name in names.items():
        policy = papers[edition]
        there = bearing.get(name, [])
        near = [one for one in there if _branch(one.path, homes[policy.office_id].path)] if len(there) > 1 else there
        if len(near) == 1:
            found[policy.pk] = near[0]
    return found


def _bearing(names: Collection[str]) -> Mapping[str, list[Organisation]]:
    """The organisations that go by each of these names. Two queries."""
    found: dict[str, list[Organisation]] = {name: [] for name in names}
    if not names:
        return found
    for one in Organisation.objects.filter(Q(name__in=names) | Q(short_name__in=names)).order_by("path"):
        for name in {one.name, one.short_name} & found.keys():
            found[name].append(one)
    for row in OrganisationName.objects.filter(name__in=names).select_related("organisation"):
        if row.organisation not in found[row.name]:
            found[row.name].append(row.organisation)
    return found


def _branch(path: str, home: str) -> bool:
    """Whether the organisation stands beside or below the one at `home`: under the same government."""
    return path.startswith(home) or path.rstrip("/").rpartition("/")[0] == home.rstrip("/").rpartition("/")[0]
