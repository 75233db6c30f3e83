"""智能问答 for everybody: the page, its stream, what people think of an answer. Works by plain posts; a script only makes it quicker."""

import json
import secrets
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.assistant import queries, wording
from gongkai.assistant.actions import asking
from gongkai.assistant.rules.answers import Scope
from gongkai.assistant.rules.routing import LONGEST
from gongkai.people.throttle import client_address
from gongkai.policies import queries as policies
from gongkai.policies.models import Policy
from gongkai.portal.assistant.showing import shown
from gongkai.portal.assistant.suggesting import suggestions
from gongkai.portal.limits import too_many, within
from gongkai.portal.page import show
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

COOKIE = "qa"  # the key of the conversation, gone with the browser window
MINUTE = timedelta(minutes=1)
LIKES_PER_HOUR = 100
TOO_OFTEN = f"为了让大家都能用，同一来源每分钟最多提问 {asking.PER_MINUTE} 次、每小时 {asking.PER_HOUR} 次。请稍等一会儿再问；着急的话请拨打 12345。"


@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def qa(request: HttpRequest) -> HttpResponse:
    """Ask, and read what was answered. `?q=` and `?about=` fill in the form."""
    error = ""
    if request.method == "POST":
        if not _allowed(request):
            return too_many(request, TOO_OFTEN, heading="问得太快了", period=MINUTE)
        if request.POST.get("about") == "" and not request.POST.get("q", "").strip():
            asking.widen(request.COOKIES.get(COOKIE, ""))
            return HttpResponseRedirect(reverse("portal:qa"))
        try:
            kept = _asked(request)
        except Refused as refused:
            error = refused.message
        else:
            return _with_key(HttpResponseRedirect(reverse("portal:qa") + f"#q{kept.question.number}"), kept.key)
    given = request.POST if request.method == "POST" else request.GET
    questions, scope = queries.conversation(request.COOKIES.get(COOKIE, ""), at=now())
    about = _policy(given.get("about", ""))
    return show(
        request,
        "portal/assistant/qa.html",
        section="portal:qa",
        trail=[("智能问答", "")],
        status=422 if error else 200,
        typed=given.get("q", "")[:LONGEST],
        error=error,
        turns=shown(questions, on=today()),
        form=_form(about, scope),
        suggested=suggestions(about.code if about else "") if not questions else (),
    )


@csrf_protect
@never_cache
@require_safe
def panel(request: HttpRequest, code: str) -> HttpResponse:
    """The form inside the page of a policy, fetched when it is opened."""
    policy = _policy(code)
    context = {"form": _form(policy, Scope(), page=True), "suggested": suggestions(code) if policy else (), "inside": True}
    return HttpResponse(render_to_string("portal/assistant/form.html", context, request))


@csrf_protect
@never_cache
@require_POST
def stream(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same as a post to the page, told step by step as server-sent events: stage, sentence, done; or refused."""
    if not _allowed(request):
        return _events([("refused", {"message": TOO_OFTEN})], status=429)
    try:
        kept = _asked(request, reword=False)
    except Refused as refused:
        return _events([("refused", {"message": refused.message})], status=422)
    response = _events(_told(request, kept))
    return _with_key(response, kept.key)


@csrf_protect
@never_cache
@require_POST
def like(request: HttpRequest) -> HttpResponse:
    """有帮助 / 没有帮助, with a reason if one is given."""
    if not within(request, "qa-like", LIKES_PER_HOUR):
        return too_many(request, f"同一来源每小时最多评价 {LIKES_PER_HOUR} 次。")
    number = request.POST.get("number", "")
    try:
        asking.like(
            int(number) if number.isdecimal() and len(number) < 7 else 0,
            key=request.COOKIES.get(COOKIE, ""),
            liked=request.POST.get("liked") == "yes",
            why=request.POST.get("why", ""),
        )
    except Refused as refused:
        return show(
            request, "portal/message.html", status=400, code=400, heading="没有记下评价", lines=[refused.message], trail=[("智能问答", "")]
        )
    return HttpResponseRedirect(reverse("portal:qa") + f"#q{number}")


@csrf_protect
@never_cache
@require_POST
def fresh(request: HttpRequest) -> HttpResponse:
    """Begin a new conversation."""
    response = HttpResponseRedirect(reverse("portal:qa"))
    response.delete_cookie(COOKIE)
    return response


def _allowed(request: HttpRequest) -> bool:
    return asking.may_ask(client_address(request.META, behind_proxy=settings.BEHIND_PROXY), at=now())


def _asked(request: HttpRequest, *, reword: bool = True) -> asking.Kept:
    page = request.POST.get("page", "")[:24]
    return asking.ask(
        request.POST.get("suggested") or request.POST.get("q", ""),
        place="policy" if page else "portal",
        at=now(),
        key=request.COOKIES.get(COOKIE, ""),
        page=page,
        about=request.POST["about"][:24] if "about" in request.POST else None,
        token=request.POST.get("token", "")[:40],
        reword=reword,
    )


def _told(request: HttpRequest, kept: asking.Kept) -> Iterator[tuple[str, dict[str, Any]]]:
    """The extracted answer first; then, where a model is set up, its verified sentences, and the whole once more as it is kept."""
    answer = kept.answer
    yield (
        "stage",
        {"message": f"找到 {len(answer.citations) or len(answer.cards)} 处依据" if answer.citations or answer.cards else "已查完"},
    )
    for one in answer.sentences:
        yield "sentence", {"text": one.text, "citations": [at + 1 for at in one.citations]}
    spoken_of = render_to_string("portal/assistant/scope.html", {"form": _form(None, answer.scope)}) if answer.scope.titles else ""
    after = {"number": kept.question.number, "token": secrets.token_urlsafe(16), "scope": spoken_of}
    yield "answer", {"html": _html(request, kept)} | after  # from here on the next question can be asked
    if not kept.again and wording.is_possible(answer):
        yield "stage", {"message": "正在换成更好懂的说法"}
        better = []
        for sentence in wording.stream(kept.question.text, answer, now=now()):
            better.append(sentence)
            yield "worded", {"text": sentence.text, "citations": [at + 1 for at in sentence.citations]}
        if better:
            kept = asking.worded(kept, wording.worded(answer, better))
            yield "answer", {"html": _html(request, kept)} | after
    yield "done", after


def _html(request: HttpRequest, kept: asking.Kept) -> str:
    (turn,) = shown([kept.question], on=today())
    return render_to_string("portal/assistant/turn.html", {"turn": turn, "form": _form(None, kept.answer.scope)}, request)


def _events(events: Any, *, status: int = 200) -> StreamingHttpResponse:
    lines = (f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode() for name, data in events)
    response = StreamingHttpResponse(lines, status=status, content_type="text/event-stream; charset=utf-8")
    response["X-Accel-Buffering"] = "no"
    return response


def _form(about: Policy | None, scope: Scope, *, page: bool = False) -> dict[str, Any]:
    """What the form holds: a fresh token, the policy it is about (of a page: fixed), and what the conversation is about."""
    titles = (about.title,) if about else scope.titles
    return {
        "token": secrets.token_urlsafe(16),
        "page": about.code if about and page else "",
        "about": about.code if about and not page else "",
        "titles": titles,
        "question": "" if about else scope.question,
        "longest": LONGEST,
    }


def _policy(code: str) -> Policy | None:
    return policies.visible(today()).filter(code=code).first() if code else None


def _with_key(response: Any, key: str) -> Any:
    response.set_cookie(COOKIE, key, httponly=True, samesite="Lax", secure=settings.HTTPS_ONLY)
    return response
