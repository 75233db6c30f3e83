"""Entries made of what is there: the questions of interpretations, and letters."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.assistant import faq
from gongkai.assistant.actions import making
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.permits import Permit
from gongkai.desk.assistant.finding import trail_of
from gongkai.desk.door import StaffRequest, ask, deed, page_of, show, staff
from gongkai.desk.plain_forms import NothingForm
from gongkai.people.rules.permits import About
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui.pieces import Fact


@staff(Permit.WRITE_ENTRY)
def interpretations(request: StaffRequest) -> HttpResponse:
    """Public interpretations of one's own offices."""
    page = page_of(request, faq.interpretations(request.actor, today()))
    return show(request, "desk/assistant/interpretations.html", trail=[*trail_of(), ("由解读编写", "")], page=page)


@staff(Permit.WRITE_ENTRY, acts=True)
def interpretation(request: StaffRequest, code: str) -> HttpResponse:
    """The questions of one interpretation, to be ticked; those made already lead to their entries."""
    policy = faq.interpretations(request.actor, today()).filter(code=code).select_related("office").first()
    if policy is None:
        raise Http404
    if request.method == "POST":
        ask(request, Permit.WRITE_ENTRY, About(policy.office.path))
        try:
            made = making.from_interpretation(policy, request.POST.getlist("question"), office=policy.office, by=request.officer, at=now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(request.path)
        messages.success(request, f"已编成 {len(made)} 条草稿，请逐条补全后送审。")
        return redirect(reverse("desk:faq") + "?state=draft")
    return show(
        request,
        "desk/assistant/interpretation.html",
        trail=[*trail_of(), ("由解读编写", reverse("desk:faq-interpretations")), (policy.title, "")],
        policy=policy,
        found=faq.suggested(policy, today()),
    )


@staff(Permit.WRITE_ENTRY)
def enquiries(request: StaffRequest) -> HttpResponse:
    """The newest letters about one's own papers, masked."""
    rows = faq.enquiries(request.actor, today())
    return show(request, "desk/assistant/enquiries.html", trail=[*trail_of(), ("由来信编写", "")], rows=rows)


@staff(Permit.WRITE_ENTRY, acts=True)
def enquiry(request: StaffRequest, pk: int) -> HttpResponse:
    letter = faq.enquiry(request.actor, pk)
    if letter is None or letter.policy is None:
        raise Http404
    ask(request, Permit.WRITE_ENTRY, About(letter.policy.office.path))
    office = letter.policy.office
    form = NothingForm(request.POST if request.method == "POST" else None)
    back = reverse("desk:faq-enquiries")
    response = deed(
        request,
        form,
        lambda **given: making.from_enquiry(letter, office=office, **given),
        title="由来信编写",
        says="来信中的个人信息已经隐去。编成草稿后请改写成大家都会问的问题，再补上答案和出处。",
        button="编成草稿",
        back=back,
        said="已编成草稿。",
        trail=[*trail_of(), ("由来信编写", back)],
        facts=[
            Fact("来信内容（已脱敏）", making.without_persons(letter.text, today()), wide=True),
            Fact("有关文件", letter.policy.title, wide=True),
        ],
    )
    made: FaqEntry | None = getattr(form, "result", None)
    return redirect("desk:faq-edit", made.pk) if made else response
