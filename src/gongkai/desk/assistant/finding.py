"""One entry of the officer's own offices, and the way back from its pages."""

from django.http import Http404
from django.urls import reverse

from gongkai.assistant import faq
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.desk.door import StaffRequest, Trail
from gongkai.people.rules.permits import About

BASE = "政策问答库"


def find_entry(request: StaffRequest, pk: int) -> FaqEntry:
    """404 for an entry of another office."""
    found = faq.entry(request.actor, pk)
    if found is None:
        raise Http404
    return found


def find_draft(request: StaffRequest, pk: int) -> FaqVersion:
    """The version in hand of an entry; 404 when there is none."""
    version = faq.in_hand(find_entry(request, pk))
    if version is None:
        raise Http404
    return version


def about(entry: FaqEntry, version: FaqVersion | None = None) -> About:
    """What the permits are asked about: the office and, for a version, who wrote it."""
    if version is None:
        return About(entry.office.path)
    return About(entry.office.path, written_by=version.written_by_id, writers=version.wrote())


def trail_of(entry: FaqEntry | None = None) -> Trail:
    base = [(BASE, reverse("desk:faq"))]
    return [*base, (entry.code, reverse("desk:faq-entry", args=[entry.pk]))] if entry else base
