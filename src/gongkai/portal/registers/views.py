"""清单: each list as of a day, each entry with everything it ever said, files to take away."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.portal import open_data
from gongkai.portal.page import answers_refusals, page_of, show
from gongkai.registers import queries
from gongkai.registers.models import Register
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused
from gongkai.ui.pieces import Fact

SECTION = "portal:catalogue"
HOME = ("清单", "portal:registers")
CATALOGUE = ("主动公开事项目录", "portal:catalogue")


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    return show(
        request,
        "portal/registers/list.html",
        section=SECTION,
        trail=[(CATALOGUE[0], reverse(CATALOGUE[1])), (HOME[0], "")],
        registers=queries.public(),
    )


@require_safe
@answers_refusals
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on the list today, or was on a day gone by."""
    one = _find(slug)
    q = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    day = _day(request.GET.get("as_of", ""))
    if day is None:
        page = page_of(request, queries.entries(one, q=q))
        rows = [(entry, entry.current) for entry in page.object_list]
    else:
        page = page_of(request, [pair for pair in queries.as_of(one, day) if q in pair[0].name])
        rows = list(page.object_list)
    columns = one.schema()
    return show(
        request,
        "portal/registers/register.html",
        section=SECTION,
        trail=_trail((one.name, "")),
        register=one,
        page=page,
        head=[column.label for column in columns[:4]],
        rows=[
            (entry, [(column.label, version.values.get(column.name, "")) for column in columns[1:4]], version.valid_from)
            for entry, version in rows
            if version is not None
        ],
        q=q,
        as_of=day,
        edition=queries.edition_on(one, day or today()),
        downloads=[(kind.upper(), reverse("portal:register-file", args=[one.slug, kind])) for kind in open_data.KINDS],
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"日期“{text[:20]}”不是有效的日期，请写成 2026-01-31 这样。", field="as_of") from None


@require_safe
def entry(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One entry; what has left the list says so and stays readable."""
    one = _find(slug)
    found = queries.published_entry(one, code)
    if found is None or found.current is None:
        raise Http404
    facts = [Fact(column.label, found.current.values.get(column.name, ""), wide=column.kind == "long") for column in one.schema()]
    return show(
        request,
        "portal/registers/entry.html",
        section=SECTION,
        trail=_trail((one.name, reverse("portal:register", args=[one.slug])), (found.name, "")),
        register=one,
        entry=found,
        facts=facts,
        history=queries.history(one, found),
    )


@require_safe
def file(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    one = _find(slug)
    more = {"title": one.name, "basis": one.basis, "office": one.owner.name, "as_of": today(), "columns": one.columns}
    return open_data.answer(kind, one.name, queries.header(one), lambda: queries.table(one, queries.as_of(one, today())), more)


def _find(slug: str) -> Register:
    one = queries.public().select_related("item").filter(slug=slug).first()
    if one is None:
        raise Http404
    return one


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(CATALOGUE[0], reverse(CATALOGUE[1])), (HOME[0], reverse(HOME[1])), *more]
