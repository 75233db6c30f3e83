"""What an applicant does on the page of the case: clarify, explain, withdraw, rate."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.foi.actions import intake, waits, work
from gongkai.foi.actions.intake import Handed
from gongkai.foi.models import Case
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.receipt import Element
from gongkai.foi.rules.stages import offers_to_applicant
from gongkai.foi.standing import standing_of
from gongkai.portal.foi.views import HOME, held, opened
from gongkai.portal.page import show
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

CLOSED = "为了保护您的信息，申请打开半小时后会自动关闭，刚才的内容没有提交。请用查询码和手机号码重新打开，再提交一次。"


@never_cache
@csrf_protect
@require_POST
def act(request: HttpRequest, here: str, what: str) -> HttpResponse:
    """Do it and go back to the case; a refusal is told there, with what was typed kept in the message's place: also when the case has
    closed by itself meanwhile, or was never open here."""
    if what not in ACTS:
        raise Http404
    case = held(request, here)
    try:
        if case is None:
            raise Refused(CLOSED)
        said = ACTS[what](request, case)
    except Refused as refused:
        return show(
            request,
            "portal/foi/refused.html",
            section="portal:foi",
            trail=[(HOME[0], reverse(HOME[1])), ("没有办成", "")],
            status=422 if case else 404,
            back=reverse("portal:foi-case", args=[here]) if case else reverse("portal:foi-track"),
            why=str(refused),
            lost="、".join(file.name or "文件" for _, sent in request.FILES.lists() for file in sent),
            typed=[request.POST[name] for name in (*intake.REQUEST, "text") if request.POST.get(name, "").strip()],
        )
    messages.success(request, said)
    return HttpResponseRedirect(reverse("portal:foi-case", args=[here]))


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD"])
def withdraw(request: HttpRequest, here: str) -> HttpResponse:
    """Asked once more before the application is withdrawn."""
    case = opened(request, here)
    offered = offers_to_applicant(standing_of(case, on=today()).facts, today())
    if all(offer.action is not Action.WITHDRAW for offer in offered):
        return HttpResponseRedirect(reverse("portal:foi-case", args=[here]))
    steps = [(HOME[0], reverse(HOME[1])), ("撤回申请", "")]
    return show(request, "portal/foi/withdraw.html", section="portal:foi", trail=steps, case=case, here=here)


def _clarify(request: HttpRequest, case: Case) -> str:
    asked = {name: request.POST[name] for name in intake.REQUEST if name in request.POST}
    elements = {Element.ID.value: request.POST["id_number"]} if request.POST.get("id_number", "").strip() else {}
    files = [
        *_files(request, Material.EVIDENCE if case.is_correction else Material.CLARIFICATION),
        *_files(request, Material.IDENTITY, "id_proof"),
        *_files(request, Material.AUTHORITY, "authority"),
    ]
    waits.take_clarification(case, request.POST.get("text", ""), asked=asked, elements=elements, by=None, at=now(), files=files)
    return "补正已经提交。自收到补正之日起重新计算答复期限。"


def _explain(request: HttpRequest, case: Case) -> str:
    waits.take_reason(case, request.POST.get("text", ""), by=None, at=now(), files=_files(request, Material.REASON))
    return "理由已经提交，机关认定后会告知您。"


def _withdraw(request: HttpRequest, case: Case) -> str:
    waits.withdraw(case, request.POST.get("text", "").strip() or "申请人在网上撤回", by=None, at=now())
    return "申请已经撤回。需要时可以重新提出。"


def _rate(request: HttpRequest, case: Case) -> str:
    score = request.POST.get("score", "")
    if score not in {"1", "2", "3", "4", "5"}:
        raise Refused("请选择满意度。", field="score")
    work.rate(case, int(score), request.POST.get("text", ""), at=now())
    return "谢谢您的评价。"


def _files(request: HttpRequest, material: Material, name: str = "file") -> list[Handed]:
    return [Handed(file.name or material.label, file.read(), material) for file in request.FILES.getlist(name)]


ACTS = {"clarification": _clarify, "reason": _explain, "withdrawal": _withdraw, "satisfaction": _rate}
