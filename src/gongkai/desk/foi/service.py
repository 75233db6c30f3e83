"""文书送达 at the desk: letters that end no case — an extension, a clarification, a fee notice, what a third party is told — go out and are
signed for; and 更正误登 of the last step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, deed, staff
from gongkai.desk.foi.acts import filed, initial_of
from gongkai.desk.foi.finding import find_case, find_handled, trail_of
from gongkai.desk.foi.forms import MistakeForm, ServeForm, SignedForForm
from gongkai.foi.actions import serving, waits
from gongkai.foi.actions.steps import TAKEN_BACK, about, last_step
from gongkai.foi.letters import DECISIONS, ON_THE_WAY
from gongkai.foi.models import Case, Happening, Letter, Service
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.permits import Permit
from gongkai.foi.rules.receipt import Delivery
from gongkai.foi.rules.service import ON_PAPER, ServiceMode, modes_for
from gongkai.foi.rules.stages import MOVES
from gongkai.people.models import Officer
from gongkai.shared.clock import BEIJING


@dataclass(frozen=True)
class Sent:
    """A letter and how it went out. `may_serve`: whether this officer may write that down now."""

    pk: int
    kind: str
    number: str
    services: Sequence[Service]
    may_serve: bool


@dataclass(frozen=True)
class Mistaken:
    """The last step, which can be taken back."""

    pk: int
    label: str


def sent_of(request: StaffRequest, case: Case) -> list[Sent]:
    """Every letter of a case that goes out, in the order of signing: two queries. What ends the case is served by the step 送达 first."""
    may = allowed(request, Permit.SERVE, about(case)) and case.archived_on is None
    return [
        Sent(
            letter.pk,
            letter.name,
            letter.number,
            tuple(letter.services.all()),
            may and (letter.kind not in DECISIONS or case.served_on is not None),
        )
        for letter in case.letters.defer("paper").prefetch_related("services")
        if serving.is_sent_out(letter)
    ]


def mistaken_of(request: StaffRequest, case: Case) -> Mistaken | None:
    """The last step, where it is of those that can be taken back and is this officer's to do."""
    step = last_step(case)
    if step is None or step.by_id is None or (action := Action(step.kind)) not in TAKEN_BACK:
        return None
    may = allowed(request, MOVES[action].permit, about(case, request.officer, action))
    return Mistaken(step.pk, action.label) if may else None


@staff(Permit.SERVE, acts=True)
def serve(request: StaffRequest, pk: int, letter: int) -> HttpResponse:
    """登记送达 of one letter that moves no stage; or of a reply that is sent once more."""
    case = find_handled(request, pk)
    ask(request, Permit.SERVE, about(case))
    one = Letter.objects.filter(case=case, pk=letter).select_related("case__organ").first()
    if one is None or not serving.is_sent_out(one):
        raise Http404
    to_applicant = one.consultation_id is None
    modes = modes_for(Delivery(case.delivery)) if to_applicant else ON_PAPER
    initial = initial_of(case) | ({} if to_applicant else {"mode": ServiceMode.MAIL_POST})
    if initial["mode"] == ServiceMode.ONLINE and one.kind in ON_THE_WAY:  # it stands on the applicant's page since it was signed
        initial["sent_on"] = one.signed_at.astimezone(BEIJING).date()
    return deed(
        request,
        ServeForm(request.POST or None, request.FILES or None, initial=initial, modes=modes),
        filed(serving.serve_other),
        one,
        title=f"登记送达：《{one.name}》",
        button="登记送达",
        back=_back(case),
        said="已登记送达。",
        says=f"{one.number}。邮寄必须用邮政企业，以交邮之日为准。",
        trail=trail_of(case),
    )


@staff(Permit.SERVE, acts=True)
def signed_for(request: StaffRequest, pk: int, service: int) -> HttpResponse:
    """登记签收 of a letter that went by post."""
    case = find_handled(request, pk)
    ask(request, Permit.SERVE, about(case))
    row = Service.objects.filter(letter__case=case, pk=service).select_related("letter__case__organ").first()
    if row is None:
        raise Http404
    return deed(
        request,
        SignedForForm(request.POST or None, request.FILES or None, initial=initial_of(case)),
        filed(serving.record_signed_for),
        row,
        title="登记签收",
        button="登记签收",
        back=_back(case),
        said="已登记签收。",
        says=f"《{row.letter.name}》（{row.letter.number}），{row.get_mode_display()}。",
        trail=trail_of(case),
    )


@staff(Permit.READ, acts=True)
def take_back(request: StaffRequest, pk: int, step: int) -> HttpResponse:
    """更正误登: of the last step, by who may do it; both rows stay."""
    case = find_case(request, pk)
    row = Happening.objects.filter(case=case, pk=step).select_related("case__organ").first()
    if row is None:
        raise Http404
    action = Action(row.kind)
    ask(request, MOVES[action].permit, about(case, request.officer, action))
    return deed(
        request,
        MistakeForm(request.POST or None),
        _taken_back,
        row,
        title=f"更正误登：{action.label}",
        button="更正误登",
        back=_back(case),
        said=f"“{action.label}”已更正，期限和环节重新计算。",
        says=f"登记的日期是{row.on:%Y年%-m月%-d日}。更正后，这一步和更正的原因都保留在经过里；请再按实际情况重新登记。",
        trail=trail_of(case),
        danger=True,
    )


def _taken_back(row: Happening, *, why: str, by: Officer, at: datetime) -> Case:
    return waits.take_back(row, why, by=by, at=at)


def _back(case: Case) -> str:
    return reverse("desk:foi-case", args=[case.pk])
