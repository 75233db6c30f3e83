"""What an entry of the journal is about, by its name, with the page of the desk where it stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Model
from django.urls import reverse

from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.permits import Permit as Assistant
from gongkai.desk.door import StaffRequest, may_over_all
from gongkai.journal.models import Entry
from gongkai.people.models import ApiKey, Officer, Organisation
from gongkai.people.rules.permits import Permit as People
from gongkai.policies.models import Edition, ImportBatch, Policy, Topic
from gongkai.policies.rules.kinds import Visibility
from gongkai.policies.rules.permits import Permit as Policies
from gongkai.publishing.models import PublicNumber, WhitelistEntry, Word
from gongkai.publishing.rules.permits import Permit as Publishing
from gongkai.search.models import Synonym
from gongkai.search.rules.permits import Permit as Search
from gongkai.shared.clock import today
from gongkai.workdays.models import HolidayNotice


@dataclass(frozen=True)
class Subject:
    """`url`: empty where the reader of the journal may not open the page."""

    words: str
    url: str


@dataclass(frozen=True)
class _Named:
    model: type[Model]
    words: str  # the field that names it
    url: Callable[[Any], str]
    permit: StrEnum | None = None  # needed to open the page


_NAMED = {
    one.model._meta.label_lower: one
    for one in (
        _Named(Policy, "title", lambda row: reverse("desk:policy", args=[row.code]), Policies.READ_DRAFTS),
        _Named(Edition, "title", lambda row: reverse("desk:draft", args=[row.pk]), Policies.READ_DRAFTS),
        _Named(ImportBatch, "name", lambda row: reverse("desk:import-batch", args=[row.pk]), Policies.IMPORT),
        _Named(FaqEntry, "question", lambda row: reverse("desk:faq-entry", args=[row.pk]), Assistant.READ_QUESTIONS),
        _Named(Topic, "name", lambda row: reverse("desk:topic", args=[row.pk]), Policies.TOPICS),
        _Named(Organisation, "name", lambda row: reverse("desk:organisation", args=[row.pk]), People.MANAGE_ORGANISATION),
        _Named(Officer, "name", lambda row: reverse("desk:officer", args=[row.pk]), People.MANAGE_OFFICER),
        _Named(ApiKey, "name", lambda row: reverse("desk:keys"), People.ISSUE_API_KEY),
        _Named(Word, "wrong", lambda row: reverse("desk:words"), Publishing.KEEP_WORDS),
        _Named(PublicNumber, "unit", lambda row: reverse("desk:numbers"), Publishing.KEEP_NUMBERS),
        _Named(Synonym, "said", lambda row: reverse("desk:synonyms"), Search.SYNONYMS),
        _Named(HolidayNotice, "number", lambda row: reverse("desk:holiday-notice", args=[row.pk])),
    )
}


_TO_FIND = ("code", "visibility", "published_on")


def subjects(request: StaffRequest, entries: Iterable[Entry | WhitelistEntry]) -> dict[str, Subject]:
    """By what the entries are about ("policies.policy:12"), for what still exists: one query a kind of thing."""
    wanted: dict[str, set[int]] = {}
    for entry in entries:
        kind, _, pk = entry.about.partition(":")
        if kind in _NAMED and pk.isascii() and pk.isdigit() and len(pk) < 19:
            wanted.setdefault(kind, set()).add(int(pk))
    found = {}
    for kind, pks in wanted.items():
        named = _NAMED[kind]
        opens = named.permit is None or may_over_all(request, named.permit)
        for row in named.model._default_manager.filter(pk__in=pks).only("pk", named.words, *(_TO_FIND if named.model is Policy else [])):
            url = named.url(row) if opens else _public_page(row)
            found[f"{kind}:{row.pk}"] = Subject(getattr(row, named.words) or f"{kind}:{row.pk}", url)
    return found


def _public_page(row: Model) -> str:
    """Where everybody sees a policy, if everybody does."""
    shown = isinstance(row, Policy) and row.visibility == Visibility.PUBLIC and row.published_on and row.published_on <= today()
    return row.get_absolute_url() if shown else ""  # type: ignore[attr-defined]
