"""主动公开事项目录: what each organ must publish, by when, and whether it has; what changed in the catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.catalogue import queries
from gongkai.catalogue.exporting import STATE, table_with_states
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.catalogue.queries import Asked, Borne
from gongkai.catalogue.rules.categories import BY_CODE, short
from gongkai.catalogue.rules.inheriting import differences
from gongkai.catalogue.rules.items import LABELS, shown
from gongkai.catalogue.rules.limits import GENERAL_RULE, SPECIAL, said
from gongkai.catalogue.rules.sheets import HEADER
from gongkai.catalogue.rules.words import Audience, Channel, State, Tier
from gongkai.people.models import Organisation
from gongkai.people.queries import home
from gongkai.portal import open_data
from gongkai.portal.page import answers_refusals, page_of, show
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused
from gongkai.ui.pieces import Choice, Event, Facet, Fact

SECTION = "portal:catalogue"
TITLE = "主动公开事项目录"
DUTIES_SHOWN = 12
PUBLISHED_SHOWN = 12
_COLUMNS = ("content", "basis", "limit_text", "channels", "audience", "mode", "tiers")


@require_safe
@answers_refusals
def browse(request: HttpRequest) -> HttpResponse:
    """By field, organ, tier and audience. A fixed number of queries however long the catalogue."""
    asked = asked_in(request.GET)
    rows = queries.browsed(asked)
    page = page_of(request, rows)
    everything = queries.browsed(replace(asked, state=""))
    return show(
        request,
        "portal/catalogue/browse.html",
        section=SECTION,
        trail=[(TITLE, "")],
        page=page,
        asked=asked,
        states=[(state, n, _with(request.GET, "state", state.value)) for state, n in queries.states(everything)],
        facets=_facets(request.GET, asked),
        chosen=_chosen(request.GET, asked),
        on=today(),
        recorded=queries.last_recorded(),
        downloads=[(kind.upper(), _file(request.GET, kind)) for kind in open_data.KINDS],
    )


def _file(given: QueryDict, kind: str) -> str:
    """The address of the list as it is narrowed here, to take away."""
    kept = given.copy()
    kept.pop("page", None)
    address = reverse("portal:catalogue-file", args=[kind])
    return f"{address}?{kept.urlencode()}" if kept else address


def asked_in(given: QueryDict) -> Asked:
    """Refused for a value that names nothing."""
    for name, values in (("category", BY_CODE), ("tier", {one.value for one in Tier}), ("state", {one.value for one in State}),
                         ("audience", {one.value for one in Audience})):  # fmt: skip
        if given.get(name) and given[name] not in values:
            raise Refused(f"筛选条件“{given[name][:20]}”不认识，请从目录首页重新选择。", field=name)
    organ = given.get("organ", "")
    if organ and not (organ.isascii() and organ.isdigit() and len(organ) < 12):
        raise Refused("没有这个机关，请从目录首页重新选择。", field="organ")
    if organ and not Organisation.objects.filter(pk=int(organ)).exists():
        raise Refused("没有这个机关，请从目录首页重新选择。", field="organ")
    text = " ".join(given.get("q", "").replace("\0", "").split())[:100]
    field = given.get("field", "").replace("\0", "")[:40]
    if field and field not in queries.fields_used():
        raise Refused(f"没有“{field[:20]}”这个领域，请从目录首页重新选择。", field="field")
    return Asked(
        text, given.get("category", ""), field, int(organ or 0), given.get("tier", ""), given.get("audience", ""), given.get("state", "")
    )


def _facets(given: QueryDict, asked: Asked) -> list[Facet]:
    rows = queries.browsed(asked)
    organs = queries.counted(rows, "organ")
    named = dict(Organisation.objects.filter(pk__in=organs).order_by("path").values_list("pk", "name"))
    states = queries.counted(rows, "state")
    categories = queries.counted(rows, "item__heading__category")
    fields = queries.counted(rows, "item__heading__field")
    tiers = queries.counted(rows, "organ__level")
    audiences = queries.counted(rows, "item__audience")

    def facet(label: str, name: str, choices: Sequence[tuple[Any, str, int]]) -> Facet:
        return Facet(label, tuple(_choice(given, name, str(value), text, n) for value, text, n in choices if n))

    return [
        facet("公开情况", "state", [(one.value, one.label, states.get(one.value, 0)) for one in State]),
        facet("公开机关", "organ", [(pk, name, organs[pk]) for pk, name in named.items()]),
        facet("法定类别", "category", [(code, short(code), categories.get(code, 0)) for code in BY_CODE]),
        facet("领域", "field", [(name, str(name), n) for name, n in sorted(fields.items(), key=lambda pair: str(pair[0])) if name]),
        facet("层级", "tier", [(one.value, one.label, tiers.get(one.value, 0)) for one in Tier]),
        facet("公开对象", "audience", [(one.value, one.label, audiences.get(one.value, 0)) for one in Audience]),
    ]


def _choice(given: QueryDict, name: str, value: str, label: str, n: int) -> Choice:
    is_chosen = given.get(name) == value
    return Choice(label, n, _without(given, name) if is_chosen else _with(given, name, value), is_chosen)


def _with(given: QueryDict, name: str, value: str) -> str:
    changed = given.copy()
    changed.pop("page", None)
    changed[name] = value
    return f"{reverse('portal:catalogue')}?{changed.urlencode()}"


def _without(given: QueryDict, name: str) -> str:
    changed = given.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    return f"{reverse('portal:catalogue')}?{changed.urlencode()}" if changed else reverse("portal:catalogue")


def _chosen(given: QueryDict, asked: Asked) -> list[tuple[str, str]]:
    organ = Organisation.objects.filter(pk=asked.organ).first() if asked.organ else None
    named = [
        ("q", f"“{asked.q}”" if asked.q else ""),
        ("state", State(asked.state).label if asked.state else ""),
        ("organ", organ.name if organ else "没有这个机关" if asked.organ else ""),
        ("category", short(asked.category) if asked.category else ""),
        ("field", asked.field),
        ("tier", Tier(asked.tier).label if asked.tier else ""),
        ("audience", Audience(asked.audience).label if asked.audience else ""),
    ]
    return [(label, _without(given, name)) for name, label in named if label]


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """The ten columns, how each organ stands, what was published, every version."""
    one = Item.objects.select_related("heading", "owner", "parent__current", "current__column").filter(code=code).first()
    if one is None or one.current is None:
        raise Http404
    history = queries.history(one)
    return show(
        request,
        "portal/catalogue/item.html",
        section=SECTION,
        trail=[(TITLE, reverse("portal:catalogue")), (one.name, "")],
        item=one,
        version=one.current,
        facts=_facts(one, one.current),
        borne=[_borne(row) for row in queries.with_everything(one, today())] if not one.is_ended else [],
        differs=differences(one.parent.current.written, one.current.written) if one.parent and one.parent.current else (),
        history=history,
        events=[_event(change) for change in history],
        taken_over=queries.public().filter(parent=one).select_related("owner").order_by("owner__path"),
        on=today(),
    )


def _facts(one: Item, version: ItemVersion) -> list[Fact]:
    written = version.written
    category = BY_CODE[one.heading.category]
    found = [
        Fact("法定类别", category.name, f"{reverse('portal:catalogue')}?category={category.code}", why=category.article, wide=True),
        Fact("一级事项", one.heading.name),
        Fact("二级事项", written.name),
    ]
    for name in _COLUMNS:
        value = version.audience_label if name == "audience" else shown(name, getattr(written, name))
        found.append(Fact(LABELS[name], value, wide=name in ("content", "basis", "limit_text", "channels")))
    found += [
        Fact(LABELS[name], shown(name, getattr(written, name)), wide=name == "channel_limits")
        for name in ("channel_limits", "anchor", "unit")
        if getattr(written, name)
    ]
    found += [Fact("保留期限", shown("retention_days", written.retention_days)), Fact("编制机关", one.owner.name)]
    if version.column:
        found.append(Fact("公开栏目", version.column.name, version.column.address))
    found.append(Fact("事项编码", one.code))
    return found


def _borne(row: Borne) -> dict[str, Any]:
    """What the page shows of one organ. What an event is called becomes public with what was published for it, and not before."""
    return {
        "organ": row.bearer.organ,
        "standing": row.standing,
        "says": says(row.standing.state, row.standing.days),
        "outcomes": [(one, says(one.state, one.days), Channel(one.channel).label) for one in row.standing.outcomes[::-1][:DUTIES_SHOWN]],
        "publications": row.publications[:PUBLISHED_SHOWN],
        "more": max(0, len(row.publications) - PUBLISHED_SHOWN),
    }


def says(state: State, days: int) -> str:
    """“逾期未公开，已逾期3天”"""
    if days and state is State.MISSING:
        return f"{state.label}，已逾期{days}天"
    if days and state is State.STALE:
        return f"{state.label}，已超过{days}天"
    return f"{state.label}，迟{days}天" if days else state.label


def _event(change: queries.Change) -> Event:
    version = change.version
    changed = "；".join(f"{label}由“{before or '（空）'}”改为“{after or '（空）'}”" for label, before, after in change.changed)
    return Event(
        f"第{version.number}版：{change.kind}",
        version.effective_from,
        version.change_note + (f"。{changed[:600]}" if changed else ""),
        shape="stop" if version.ends else "now" if version.pk == version.item.current_id else "",
    )


@require_safe
@answers_refusals
def changes(request: HttpRequest) -> HttpResponse:
    """变更公告: every approved version, the newest first."""
    page = page_of(request, queries.notices())
    return show(
        request,
        "portal/catalogue/changes.html",
        section=SECTION,
        trail=[(TITLE, reverse("portal:catalogue")), ("目录变更公告", "")],
        page=page,
        changes=queries.with_changes(list(page.object_list)),
    )


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """公开时限一览: the general limit and the special ones, each with its article."""
    house = home(settings.REGION_CODE)
    here = settings.REGION_CODE or (house.region_code if house else "")
    rows = [(one, said(one.limit)) for one in (GENERAL_RULE, *SPECIAL) if one.holds_in(here)]
    trail = [(TITLE, reverse("portal:catalogue")), ("公开时限", "")]
    return show(request, "portal/catalogue/limits.html", section=SECTION, trail=trail, rows=rows)


@require_safe
@answers_refusals
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """The catalogue as it is narrowed, in the standard layout with how each organ stands; what is imported elsewhere says the same again."""
    asked = asked_in(request.GET)
    items = queries.public().filter(pk__in=queries.browsed(asked).order_by().values("item")) if asked != Asked() else queries.public()
    return open_data.answer(kind, TITLE, (*HEADER, STATE), lambda: table_with_states(items), {"title": TITLE, "as_of": today()})
