"""检索订阅, read: what a saved search finds, and whose there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db.models import QuerySet

from gongkai.people.models import Officer
from gongkai.people.rules.permits import Actor
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy
from gongkai.search.index import backend
from gongkai.search.kept import kept
from gongkai.search.models import SavedSearch
from gongkai.search.rules.asking import Frame, ask_for
from gongkai.search.rules.index import Sort, Unit
from gongkai.search.rules.query import parse
from gongkai.search.rules.readers import names_of
from gongkai.search.rules.saved import Wanted
from gongkai.shared.digest import sm3


def newest(wanted: Wanted, *, on: date, among: Sequence[int] = (), actor: Actor | None = None, limit: int = 50) -> list[Policy]:
    """The newest papers that meet the whole search, by its words, with its filters and the reader's permission; `among`: only these. One
    that meets a part of it is not what was asked to be told of. Two queries at most. Raises NoIndex; Refused for an odd query."""
    frame = Frame(
        unit=Unit.DOCUMENT,
        today=on,
        names=names_of(actor),
        filters=wanted.filters,
        sort=Sort.PUBLISHED,
        limit=limit,
        title_only=wanted.title_only,
        exact=wanted.exact,
    )
    ask = replace(ask_for(parse(wanted.text), frame, kept().synonyms(on)), policies=tuple(among))
    return policies.listed([hit.policy_id for hit in backend().search(ask).hits], on=on)


def saved_by(officer: Officer) -> QuerySet[SavedSearch]:
    return SavedSearch.objects.filter(officer=officer).order_by("-id")


def by_token(token: str) -> SavedSearch | None:
    """A citizen's saved search by the token in the links of its mails."""
    return SavedSearch.objects.filter(token_digest=sm3(token.encode())).first() if token else None


def of_citizens() -> QuerySet[SavedSearch]:
    """Confirmed ones, the newest first."""
    return SavedSearch.objects.filter(officer=None, confirmed_at__isnull=False).order_by("-id")
