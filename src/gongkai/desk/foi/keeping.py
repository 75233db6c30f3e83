"""复议诉讼、会商: what is kept about cases beside their own course."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, ask, chosen, deed, offices_where, page_of, show, staff
from gongkai.desk.foi.beside_forms import ConclusionForm, MeetingForm, ReviewForm
from gongkai.desk.foi.numbers import scope_of
from gongkai.foi import queries
from gongkai.foi.actions import records, work
from gongkai.foi.models import Case, Meeting, Review
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.report import DisputeKind, DisputeResult
from gongkai.people.models import Organisation
from gongkai.people.rules.permits import About
from gongkai.shared.clock import today

FOI = ("依申请公开", "desk:foi")


# —— 复议、诉讼 ——


@staff(Permit.READ)
def reviews(request: StaffRequest) -> HttpResponse:
    """The reviews and lawsuits of the organs seen. With `?year= organ= whole= kind= result=`: those of one cell of table 4."""
    kind = chosen(request, "kind", [one.value for one in DisputeKind])
    result = chosen(request, "result", [one.value for one in DisputeResult])
    if "year" in request.GET:
        scope = scope_of(request)
        found = _of_year(Review.objects.filter(organ_id__in=scope.organs), scope.year, result)
        heading = f"{scope.name}，{scope.year} 年年度报告表四"
    else:
        found = _with_result(Review.objects.filter(organ_id__in=queries.reach_of(request.actor).organs), result)
        heading = ""
    if kind:
        found = found.filter(kind=kind)
    return show(
        request,
        "desk/foi/reviews.html",
        trail=[(FOI[0], reverse(FOI[1])), ("复议诉讼", "")],
        heading=heading,
        selects=[
            ("kind", "类别", kind, [(one.value, one.label) for one in DisputeKind]),
            ("result", "结果", result, [(one.value, one.label) for one in DisputeResult if one is not DisputeResult.TOTAL]),
        ],
        filtered=bool(kind or result or heading),
        page=page_of(request, found.select_related("organ", "case").defer(*(f"case__{name}" for name in queries.SEALED))),
        may_record=[office.path for office in offices_where(request, Permit.RECORD_DISPUTE)],
    )


@staff(Permit.RECORD_DISPUTE, acts=True)
def new_review(request: StaffRequest) -> HttpResponse:
    organs = Organisation.objects.filter(pk__in=[office.pk for office in offices_where(request, Permit.RECORD_DISPUTE)])
    form = ReviewForm(
        request.POST or None,
        organs=organs,
        cases=Case.objects.filter(organ__in=organs),
        initial={"accepted_on": today(), "case": named_case(request, organs)},
    )
    return deed(
        request,
        form,
        records.record_review,
        title="登记复议、诉讼",
        button="登记",
        back=reverse("desk:foi-reviews"),
        said="已登记。",
        trail=[(FOI[0], reverse(FOI[1])), ("复议诉讼", reverse("desk:foi-reviews"))],
    )


@staff(Permit.RECORD_DISPUTE, acts=True)
def conclude(request: StaffRequest, pk: int) -> HttpResponse:
    review = Review.objects.filter(organ_id__in=queries.reach_of(request.actor).organs).select_related("organ").filter(pk=pk).first()
    if review is None:
        raise Http404
    ask(request, Permit.RECORD_DISPUTE, About(review.organ.path))
    return deed(
        request,
        ConclusionForm(request.POST or None, initial={"on": today()}),
        records.conclude_review,
        review,
        title=f"登记结果：{review.docket}",
        says="结果计入年度报告表四，登记后不能修改。",
        button="登记结果",
        back=reverse("desk:foi-reviews"),
        said="已登记结果。",
        trail=[(FOI[0], reverse(FOI[1])), ("复议诉讼", reverse("desk:foi-reviews"))],
    )


def _of_year(found: QuerySet[Review], year: int, result: str) -> QuerySet[Review]:
    """As `foi.numbers.dispute_table` counts them."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = found.filter(Q(concluded_on=None) | Q(concluded_on__gte=first), accepted_on__lte=last)
    if result == DisputeResult.PENDING:
        return found.filter(Q(concluded_on=None) | Q(concluded_on__gt=last))
    if result in ("", DisputeResult.TOTAL):
        return found
    return found.filter(concluded_on__lte=last, result=result)


def _with_result(found: QuerySet[Review], result: str) -> QuerySet[Review]:
    if result in ("", DisputeResult.TOTAL):
        return found
    return found.filter(result="" if result == DisputeResult.PENDING else result)


# —— 会商 ——


@staff(Permit.NOTE)
def meetings(request: StaffRequest) -> HttpResponse:
    """The meetings of one's own office; `?standing=yes`: only those that set a line."""
    standing = chosen(request, "standing", ["yes"])
    found = _meetings(request)
    return show(
        request,
        "desk/foi/meetings.html",
        trail=[(FOI[0], reverse(FOI[1])), ("会商", "")],
        selects=[("standing", "结论", standing, [("yes", "形成口径的")])],
        filtered=bool(standing),
        page=page_of(request, found.filter(is_standing=True) if standing else found),
    )


@staff(Permit.NOTE)
def meeting(request: StaffRequest, pk: int) -> HttpResponse:
    """The minutes, with the cases that the officer may see."""
    one = _meetings(request).filter(pk=pk).first()
    if one is None:
        raise Http404
    cases = queries.visible_to(request.officer).filter(meetings=one).defer(*queries.SEALED)
    return show(request, "desk/foi/meeting.html", trail=[*_of_meetings(), (one.subject, "")], one=one, cases=cases)


@staff(Permit.NOTE, acts=True)
def new_meeting(request: StaffRequest) -> HttpResponse:
    offices = offices_where(request, Permit.NOTE)
    form = MeetingForm(
        request.POST or None,
        cases=Case.objects.filter(organ__in=offices),
        initial={"on": today(), "cases": named_case(request, offices)},
    )
    return deed(
        request,
        form,
        work.meet,
        title="记录会商",
        says="每件申请的经过里都会记上这次会商。纪要里不要写申请人是谁。",
        button="保存",
        back=reverse("desk:foi-meetings"),
        said="已保存会商纪要。",
        trail=_of_meetings(),
    )


def _meetings(request: StaffRequest) -> QuerySet[Meeting]:
    offices = [office.pk for office in offices_where(request, Permit.NOTE)]
    return Meeting.objects.filter(office_id__in=offices).select_related("office", "by")


def _of_meetings() -> list[tuple[str, str]]:
    return [(FOI[0], reverse(FOI[1])), ("会商", reverse("desk:foi-meetings"))]


def named_case(request: StaffRequest, organs: Iterable[Organisation]) -> str:
    """`?case=` of these organs, as its number or ticket: what a form that was opened from a case begins with."""
    asked = request.GET.get("case", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return ""
    case = Case.objects.filter(organ__in=organs, pk=asked).values_list("number", "ticket").first()
    return (case[0] or case[1]) if case else ""
