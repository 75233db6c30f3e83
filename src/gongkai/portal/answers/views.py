"""政策问答: what offices have answered in advance and reviewed, each sentence with the words it rests on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.assistant import faq
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import State
from gongkai.policies import queries
from gongkai.policies.models import Policy
from gongkai.portal.page import answers_refusals, page_of, show
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

HOME = ("政策问答", "portal:answers")
ON_A_POLICY = 8  # entries named on the page of the paper they rest on; the list has them all
PAPERS_SHOWN = 12


@require_safe
@answers_refusals
def answers(request: HttpRequest) -> HttpResponse:
    """By topic, by paper, by words of the question. Refused for a topic or a paper that is not there."""
    on = today()
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    topic, code = request.GET.get("topic", "")[:60], request.GET.get("about", "")[:40]
    topics = faq.topics()
    if topic and topic not in {name for name, _ in topics}:
        raise Refused(f"现在没有“{topic[:20]}”主题的问答，请从全部问答里查找。", field="topic")
    paper = queries.visible(on).filter(code=code).first() if code else None
    if code and paper is None:
        raise Refused("没有这份文件，或者它现在不公开。请从全部问答里查找。", field="about")
    page = page_of(request, faq.with_sources(faq.published(q=text, topic=topic, policy=paper)))
    return show(
        request,
        "portal/answers/answers.html",
        section="portal:interpretations",
        trail=[(HOME[0], "")],
        page=page,
        q=text,
        topic=topic,
        paper=paper,
        narrowed=bool(text or topic or paper),
        topics=topics,
        papers=faq.papers(on)[:PAPERS_SHOWN],
    )


@require_safe
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """One entry with its sources as they stand today. Due for review it says so, without the answer; taken out of use: 410."""
    entry = faq.public_entry(code)
    if entry is None or entry.current is None or entry.code != code:
        raise Http404
    shown = faq.shown(entry, entry.current, today()) if entry.state == State.PUBLISHED else None
    return show(
        request,
        "portal/answers/answer.html",
        section="portal:interpretations",
        trail=[(HOME[0], reverse(HOME[1])), (entry.question, "")],
        status=410 if entry.state == State.RETIRED else 200,
        entry=entry,
        retired=entry.state == State.RETIRED,
        shown=shown if shown is not None and shown.holds else None,
    )


def about(policy: Policy) -> list[tuple[FaqEntry, str]]:
    """The published entries that rest on this paper with their addresses, the newest first, for its page; one query."""
    return [(entry, reverse("portal:answer", args=[entry.code])) for entry in faq.published(policy=policy)[:ON_A_POLICY]]
