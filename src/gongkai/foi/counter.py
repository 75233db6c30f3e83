"""窗口, read: what was handed in together, and who read what on the spot. Only for the offices that handle applications themselves."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from gongkai.foi.models import Case, JointIntake, Visit
from gongkai.foi.rules.applicants import ApplicantKind, masked


def intakes_at(offices: Collection[int]) -> QuerySet[JointIntake]:
    """Newest first, each with how many cases it has (`number`)."""
    return JointIntake.objects.filter(organ_id__in=offices).select_related("organ", "by").annotate(number=Count("cases")).order_by("-id")


def cases_of(intake: JointIntake) -> list[tuple[Case, str]]:
    """In the order of the list, each with the masked name of who asks. One query."""
    cases = intake.cases.select_related("organ").order_by("id")
    return [(case, masked(ApplicantKind(case.applicant_kind), case.applicant_name).name) for case in cases]


def slips_of(intake: JointIntake) -> list[tuple[int, Case, bool]]:
    """The number on the list, the case with its applicant unmasked (`actions.counter.open_slips` before it is shown), and whether the
    applicant can look it up on the site, which takes a telephone number. Without what has been destroyed. One query."""
    cases = enumerate(intake.cases.select_related("organ").order_by("id"), 1)
    return [(row, case, bool(case.phone_key)) for row, case in cases if not case.destroyed_on]


def visits_at(offices: Collection[int]) -> QuerySet[Visit]:
    """查阅登记, the latest first."""
    return Visit.objects.filter(office_id__in=offices).select_related("office", "case", "by").defer("id_number")


def masked_reader(visit: Visit) -> str:
    """The masked name; empty for who read public papers."""
    return masked(ApplicantKind.NATURAL, visit.name).name if visit.name else ""
