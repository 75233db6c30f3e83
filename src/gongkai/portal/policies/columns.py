"""Columns beside the library: 政策解读, 政务资讯, 其他信息, and topic collections."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.policies import queries
from gongkai.policies.rules.kinds import Category
from gongkai.portal.page import answers_refusals, page_of, show
from gongkai.portal.policies.addresses import SECTIONS
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

INTRODUCTIONS = {
    Category.NEWS: "对政策和工作的报道。报道不是政策本身，办事请看文件原文。",
    Category.OTHER: "不属于政策文件、解读和资讯的公开信息。",
}


@require_safe
@answers_refusals
def column(request: HttpRequest, category: Category) -> HttpResponse:
    """The newest first, narrowed by words in the title and by issuer."""
    label, section = SECTIONS[category]
    title, issuer = words(request, "title"), words(request, "issuer")
    rows = queries.library(category, on=today(), title=title, issuer=issuer, by_published=True)
    return show(
        request,
        "portal/policies/column.html",
        section=section,
        trail=[(label, "")],
        label=label,
        introduction=INTRODUCTIONS[category],
        page=page_of(request, rows),
        title=title,
        issuer=issuer,
        here=reverse(section),
    )


@require_safe
@answers_refusals
def register(request: HttpRequest) -> HttpResponse:
    """规范性文件登记簿 (三统一): every normative paper with the number it was registered under, honest about those that have none."""
    asked = words(request, "asked")
    rows = queries.registered(on=today(), asked=asked)
    return show(
        request,
        "portal/policies/register.html",
        section="portal:library",
        trail=[("政策文件库", reverse("portal:library")), ("规范性文件登记簿", "")],
        page=page_of(request, rows),
        asked=asked,
        without=rows.filter(current__normative_reg_no="").count(),
    )


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return show(request, "portal/policies/topics.html", section="portal:topics", trail=[("政策专题", "")], topics=queries.topics(today()))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """A collection across levels and departments, in the groups its editor made."""
    found = get_object_or_404(queries.topics(today()), slug=slug)
    entries = queries.topic_entries(found, today())
    return show(
        request,
        "portal/policies/topic.html",
        section="portal:topics",
        trail=[("政策专题", reverse("portal:topics")), (found.name, "")],
        topic=found,
        size=len(entries),
        issuers=len({entry.policy.issuer for entry in entries}),
        groups=[(heading, [entry.policy for entry in rows]) for heading, rows in groupby(entries, key=lambda entry: entry.heading)],
    )


def words(request: HttpRequest, name: str) -> str:
    """A word of the address to look for. Refused when it is too long."""
    words = request.GET.get(name, "").strip()
    if len(words) > 120:
        raise Refused("查找的内容太长，最多 120 字。请只填关键词。", field=name)
    return words
