"""Atom feeds: the newest of everything, of one issuer, of one topic, and the journal's public seals."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongkai.journal import queries as journal
from gongkai.people.models import Organisation
from gongkai.policies import queries
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import Status
from gongkai.portal.page import KEPT_BY_CACHES, answers_refusals, show
from gongkai.shared.clock import BEIJING, today
from gongkai.shared.refusal import Refused
from gongkai.ui.site import site

SIZE = 50


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Which feeds there are and what they are for."""
    return show(request, "portal/site/feeds.html", trail=[("订阅", "")], topics=queries.topics(today()))


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def latest(request: HttpRequest) -> HttpResponse:
    return feed_of("最新政策文件", request.path, queries.newest(Category.POLICY, on=today(), count=SIZE))


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def interpretations(request: HttpRequest) -> HttpResponse:
    return feed_of("最新政策解读", request.path, queries.newest(Category.INTERPRETATION, on=today(), count=SIZE))


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
@answers_refusals
def issuer(request: HttpRequest) -> HttpResponse:
    """`?name=`: the sponsor's name as printed."""
    name = request.GET.get("name", "").strip()
    if not name:
        raise Refused("请写明要订阅的发文机关，例如 ?name=临江市人民政府办公室。", field="name")
    rows = queries.library(Category.POLICY, on=today(), issuer=name, by_published=True)[:SIZE]
    if not rows and not Organisation.objects.filter(name=name).exists():
        raise Refused(f"没有叫“{name[:40]}”的发文机关。请写文件上印的全称，或者到订阅页面选择。", field="name")
    return feed_of(f"{name}的政策文件", request.get_full_path(), rows)


@require_safe
@cache_control(public=True, max_age=KEPT_BY_CACHES)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(queries.topics(today()), slug=slug)
    policies = sorted((entry.policy for entry in queries.topic_entries(found, today())), key=_day, reverse=True)
    return feed_of(f"专题：{found.name}", request.path, policies[:SIZE])


@require_safe
@cache_control(public=True, max_age=60)
def seals(request: HttpRequest) -> HttpResponse:
    """The journal's seals: whoever keeps one can later show that nothing before it was changed."""
    feed = _empty("操作日志封印", request.path)
    for batch in journal.checkpoints(limit=SIZE):
        feed.add_item(
            title=f"第 {batch.number} 批封印",
            link=f"{site().url}{reverse('portal:feed-journal')}#batch-{batch.number}",
            unique_id=f"urn:gongkai:seal:{batch.seal}",
            description=f"记录 {batch.first_position}–{batch.last_position}，封印 {batch.seal}，上一封印 {batch.previous_seal}",
            pubdate=batch.sealed_at,
            updateddate=batch.sealed_at,
        )
    return _sent(feed)


def feed_of(title: str, address: str, policies: Iterable[Policy]) -> HttpResponse:
    """These policies as an Atom feed; `address`: path and query of the feed itself."""
    feed = _empty(title, address)
    for policy in policies:
        standing = Status(policy.standing).label if policy.standing and policy.category == Category.POLICY else ""
        feed.add_item(
            title=policy.title,
            link=site().url + reverse("portal:policy", args=[policy.code]),
            unique_id=f"{site().url}{policy.get_absolute_url()}",
            description="　".join(filter(None, (policy.doc_no, policy.issuer, standing))),
            author_name=policy.issuer or None,
            pubdate=_midnight(policy.published_on),
            updateddate=policy.updated_at or _midnight(policy.published_on),
            categories=[one for one in (policy.topic_l1, policy.topic_l2) if one],
        )
    return _sent(feed)


def _empty(title: str, address: str) -> Atom1Feed:
    here = site().url + address
    return Atom1Feed(
        title=f"{title} - {site().name}",
        link=site().url + reverse("portal:home"),
        description=title,
        language="zh-CN",
        feed_url=here,
        feed_guid=here,
    )


def _sent(feed: Atom1Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _day(policy: Policy) -> date:
    return policy.published_on or date.min


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), BEIJING) if day else None
