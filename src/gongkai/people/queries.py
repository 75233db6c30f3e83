"""Finding organisations and officers, and deciding which of them someone may see. Each answers in a fixed number of queries."""

import hmac
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from gongkai.people.models import ApiKey, Authenticator, DocCode, Officer, Organisation, OrganisationName, Post, RecoveryCode
from gongkai.people.models.encrypted import blind_index
from gongkai.people.rules import api_keys
from gongkai.people.rules.accounts import plain_username
from gongkai.people.rules.organisations import Kind, Level, ids_in, path_of, plain
from gongkai.people.rules.permits import Actor, Role
from gongkai.people.sign_in_trace import kept_as


def reach_of(actor: Actor, field: str) -> Q:
    """Rows of the offices where the actor holds a role; for supervisors and administrators of everything below too."""
    reach = Q(pk=None)
    for path in actor.offices():
        reach |= Q(**{f"{field}__path": path})
    for role in (Role.SUPERVISOR, Role.ADMIN):
        for path in actor.offices(role):
            reach |= Q(**{f"{field}__path__startswith": path})
    return reach


# —— organisations ——


def root() -> Organisation | None:
    """The first organisation of the tree, after which the site is named; None in an empty house."""
    return Organisation.objects.filter(parent=None, closed_on=None).first()


def home(region_code: str) -> Organisation | None:
    """The government of this region, whose site this is; the root when there is none."""
    governments = Organisation.objects.filter(region_code=region_code, kind=Kind.GOVERNMENT, closed_on=None)
    return (governments.order_by("path").first() if region_code else None) or root()


def subtree(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisation and everything below it, closed ones too."""
    return Organisation.objects.at_or_below(organisation.path)


def in_tree_order(organisations: QuerySet[Organisation], *, by_level: bool = False) -> list[Organisation]:
    """Each organisation followed by what stands below it, brothers by position; `by_level`: a government's own departments before the
    governments below it. One query."""
    found = list(organisations)
    levels = list(Level) if by_level else []
    place = {one.pk: (levels.index(Level(one.level)) if by_level else 0, one.position, one.pk) for one in found}
    return sorted(found, key=lambda one: [place.get(pk, (0, 0, pk)) for pk in ids_in(one.path)])


def above(organisation: Organisation) -> list[Organisation]:
    """From the root down to the organisation's parent. One query."""
    ids = ids_in(organisation.path)[:-1]
    found = Organisation.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def organisation_named(name: str, *, near: Organisation | None = None) -> Organisation | None:
    """The one organisation that goes by this name: full name first, then short, other and former names; open ones before closed.
    Where several are equally good ("住房和城乡建设局" of two counties) the ones in the same branch as `near` win; None when it
    still cannot be told, or nothing matches. Two queries."""
    wanted = plain(name)
    if not wanted:
        return None
    own = list(Organisation.objects.filter(Q(name=wanted) | Q(short_name=wanted)))
    other = list(OrganisationName.objects.filter(name=wanted).select_related("organisation"))
    ranked = [((0 if one.name == wanted else 1, not one.is_open), one) for one in own]
    ranked += [((2, not row.organisation.is_open), row.organisation) for row in other if row.organisation not in own]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    candidates = [one for rank, one in ranked if rank == best]
    if near is not None and len(candidates) > 1:
        closeness = {one: _shared_depth(one.path, near.path) for one in candidates}
        candidates = [one for one in candidates if closeness[one] == max(closeness.values())]
    return candidates[0] if len(candidates) == 1 else None


def is_in_tree(place: str) -> bool:
    """Whether an organisation, open or closed, bears the name of this place: it is one of the tree's own. One query."""
    return Organisation.objects.filter(name__contains=place).exists()


def organisations_using_code(code: str, on: date) -> list[Organisation]:
    """Who signed papers with this 机关代字 on that day; several when a code was shared. One query."""
    rows = (
        DocCode.objects.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on), code=plain(code))
        .select_related("organisation")
        .order_by("organisation__position", "organisation_id")
    )
    return list(dict.fromkeys(row.organisation for row in rows))


def tree_problems() -> Iterator[str]:
    """Paths that disagree with the parents, in words; nothing when all is well. One query."""
    rows = list(Organisation.objects.order_by("id").values_list("id", "parent_id", "name", "path"))
    parents = {pk: parent for pk, parent, _, _ in rows}
    for pk, _, name, path in rows:
        line: list[int] = []
        one: int | None = pk
        while one is not None and one not in line:
            line.append(one)
            one = parents[one]
        if one is not None:
            yield f"机关 {pk}“{name}”的上级关系成环"
        elif path != path_of(line[::-1]):
            yield f"机关 {pk}“{name}”的路径为 {path}，应为 {path_of(line[::-1])}"


# —— officers ——


def offices_of(officer: Officer) -> QuerySet[Organisation]:
    """The organisations where the officer holds a post now."""
    return Organisation.objects.filter(posts__officer=officer, posts__until=None).distinct()


def posts_held(officer: Officer) -> QuerySet[Post]:
    """The officer's posts in force, with their organisations: one query."""
    return Post.objects.filter(officer=officer, until=None).select_related("organisation")


def officer_by_username(username: str) -> Officer | None:
    return Officer.objects.filter(username=plain_username(username)).first()


def visible_to(officer: Officer) -> QuerySet[Officer]:
    """Those this officer may see in the list of officers: colleagues of the same office, and for administrators and supervisors everyone at
    or below their own; officers who never held a post are seen by the administrators of a root. Posts come prefetched on demand with
    `with_posts`."""
    actor = officer.actor()
    seen = Q(pk=officer.pk)
    for path in actor.offices():
        seen |= Q(posts__organisation__path=path)
    for role in (Role.ADMIN, Role.SUPERVISOR):
        for path in actor.offices(role):
            seen |= Q(posts__organisation__path__startswith=path)
            if role is Role.ADMIN and len(ids_in(path)) == 1:
                seen |= Q(posts=None)
    return Officer.objects.filter(pk__in=Officer.objects.filter(seen).values("pk"))


def with_posts(officers: QuerySet[Officer]) -> QuerySet[Officer]:
    """The same officers, their posts and organisations fetched along: three queries however many there are."""
    return officers.prefetch_related("posts__organisation")


def officers_matching(officers: QuerySet[Officer], text: str) -> QuerySet[Officer]:
    """Those whose name or username contains the text, or whose phone number it is."""
    text = text.strip()
    if not text:
        return officers
    return officers.filter(Q(name__icontains=text) | Q(username__icontains=text) | Q(phone_index=blind_index(text)))


def organisations_managed_by(officer: Officer) -> QuerySet[Organisation]:
    """Where this officer is an administrator: their own office and everything below it."""
    managed = Q(pk__in=[])
    for path in officer.actor().offices(Role.ADMIN):
        managed |= Q(path__startswith=path)
    return Organisation.objects.filter(managed)


def holders(role: Role, organisation: Organisation) -> QuerySet[Officer]:
    """The active officers who hold this role at this very organisation now."""
    posts = Post.objects.filter(organisation=organisation, role=role, until=None)
    return Officer.objects.filter(is_active=True, pk__in=posts.values("officer"))


def holding(role: Role, paths: Iterable[str]) -> list[tuple[str, int]]:
    """(path, officer id) of who holds this role now at each of these very organisations. One query."""
    posts = Post.objects.filter(organisation__path__in=paths, role=role, until=None, officer__is_active=True)
    return list(posts.values_list("organisation__path", "officer_id").distinct())


def offices_answering_for(officer: Officer) -> list[str]:
    """The paths of the offices in charge of this account: those of the posts held now; of the last ones if none is held; the roots if there
    never was one."""
    posts = list(officer.posts.values_list("organisation__path", "until"))
    current = {path for path, until in posts if until is None}
    roots = Organisation.objects.filter(parent=None).values_list("path", flat=True)
    return sorted(current or {path for path, _ in posts} or set(roots)) or [""]


# —— sign-in ——


def locked_until(username: str, at: datetime) -> datetime | None:
    """When the lock-out after too many wrong passwords ends; None when the username is not locked at this time."""
    cool_off: timedelta = get_cool_off() or timedelta(0)
    attempts = AccessAttempt.objects.filter(username=kept_as(username), attempt_time__gt=at - cool_off)
    if (attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0) < settings.AXES_FAILURE_LIMIT:
        return None
    latest: datetime = max(attempts.values_list("attempt_time", flat=True))
    return latest + cool_off


def has_second_step(officer: Officer) -> bool:
    return bool(Authenticator.objects.filter(user=officer, confirmed=True).exists())


def recovery_codes_left(officer: Officer) -> int:
    return RecoveryCode.objects.filter(officer=officer, used_at=None).count()


def api_key(shown: str) -> ApiKey | None:
    """The standing key this text is; None when malformed, unknown, wrong or revoked."""
    prefix = api_keys.prefix_in(shown)
    key = ApiKey.objects.filter(prefix=prefix, revoked_at=None).select_related("organisation").first() if prefix else None
    return key if key and hmac.compare_digest(key.digest, api_keys.digest(shown)) else None


def _shared_depth(path: str, other: str) -> int:
    shared = 0
    for mine, theirs in zip(ids_in(path), ids_in(other), strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared
