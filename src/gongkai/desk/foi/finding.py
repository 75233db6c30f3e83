"""A case asked for by its number in the address: another office's is not there."""

from django.http import Http404
from django.urls import reverse

from gongkai.desk.door import StaffRequest
from gongkai.foi import queries
from gongkai.foi.models import Case


def find_case(request: StaffRequest, pk: int) -> Case:
    """404 for what the officer may not see. The applicant is opened only where `foi.rules.permits` says so."""
    case = queries.visible_to(request.officer).select_related("organ", "handler", "split_from", "repeat_of").filter(pk=pk).first()
    if case is None:
        raise Http404
    return case


def find_handled(request: StaffRequest, pk: int) -> Case:
    """For what names the applicant — drafts and letters are addressed to somebody: 404 for supervision too, which is not to know who asked."""
    seen = queries.case_seen_by(request.officer, pk)
    if seen is None or seen.applicant is None:
        raise Http404
    return seen.case


def trail_of(case: Case) -> list[tuple[str, str]]:
    return [("依申请公开", reverse("desk:foi")), (case.number or case.ticket, reverse("desk:foi-case", args=[case.pk]))]
