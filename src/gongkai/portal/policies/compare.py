"""历次修订对比: two published texts of one policy, clause by clause."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from gongkai.policies import queries
from gongkai.policies.models import Text
from gongkai.policies.queries import PolicyPage
from gongkai.policies.rules.compare import PieceKind, Row, RowKind, compare
from gongkai.policies.rules.kinds import Category
from gongkai.portal.page import answers_refusals, show
from gongkai.portal.policies.addresses import SECTIONS, reading
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused
from gongkai.ui.templatetags.ui import zh_date

JUMP_LONGEST = 16  # characters of a clause without a number


@require_safe
@answers_refusals
def comparison(request: HttpRequest, code: str) -> HttpResponse:
    """`?from=1&to=2`: editions by number, or "1.2" for the second publication of edition 1; the last two unless named. Only what
    changed, unless `?show=all`."""
    page = queries.page(code, on=today())
    if page is None:
        raise Http404
    texts = {_key(text): text for text in queries.texts_to_compare(page.policy, today())}
    latest = {str(text.edition.number): text for text in texts.values()}  # oldest first, so the last one stands
    if len(texts) < 2:
        raise Refused("这份文件只有一个文本，没有可以对比的版本。")
    keys = list(texts)
    old = _chosen(request, "from", keys[-2], texts, latest)
    new = _chosen(request, "to", keys[-1], texts, latest)
    result = compare(old.body(), new.body())
    whole = request.GET.get("show") == "all"
    pair = {"from": _key(old), "to": _key(new)}
    column, section = SECTIONS[Category(page.policy.category)]
    return show(
        request,
        "portal/policies/compare.html",
        section=section,
        trail=[(column, reverse(section)), (page.policy.title, reading(page.policy)), ("历次修订对比", "")],
        policy=page.policy,
        here=reverse("portal:compare", args=[code]),
        choices=[(key, _name(text, page)) for key, text in texts.items()],
        old=(_key(old), _name(old, page)),
        new=(_key(new), _name(new, page)),
        swapped=keys.index(_key(old)) > keys.index(_key(new)),
        summary=result.summary,
        rows=[_row(place, row) for place, row in enumerate(result.rows) if row.kind is not RowKind.SAME or whole],
        jumps=_jumps(result.rows),
        whole=whole,
        unchanged=result.summary.same,
        to_whole=f"?{urlencode({**pair, 'show': 'all'})}",
        to_changes=f"?{urlencode(pair)}",
    )


def _key(text: Text) -> str:
    return f"{text.edition.number}.{text.number}"


def _chosen(request: HttpRequest, name: str, default: str, texts: dict[str, Text], latest: dict[str, Text]) -> Text:
    raw = request.GET.get(name, default)
    chosen = texts.get(raw) or latest.get(raw)
    if chosen is None:
        raise Refused(f"没有编号为“{raw[:20]}”的文本。可以对比的有：{'、'.join(texts)}。", field=name)
    return chosen


def _name(text: Text, page: PolicyPage) -> str:
    current = "，现行" if text.pk == page.text.pk else ""
    again = f"第 {text.number} 次发布，" if text.number > 1 else ""
    return f"第 {text.edition.number} 版（{again}{zh_date(text.edition.published_on)}{current}）"


def _jumps(rows: tuple[Row, ...]) -> list[tuple[str, str, str]]:
    """(anchor, what happened, to which clause) for every change, in order."""
    return [
        (f"r{place}", _label(row), row.renumbered or block.number or Truncator(block.text).chars(JUMP_LONGEST))
        for place, row in enumerate(rows)
        if row.kind is not RowKind.SAME and (block := row.new or row.old)
    ]


def _label(row: Row) -> str:
    return row.kind.label + ("并修改" if row.kind is RowKind.MOVED and row.reworded else "")


def _row(place: int, row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "anchor": f"r{place}",
        "label": _label(row),
        "renumbered": row.renumbered,
        "old": [(piece.text, piece.kind is PieceKind.DELETE) for piece in row.pieces if piece.kind is not PieceKind.INSERT]
        if row.old
        else None,
        "new": [(piece.text, piece.kind is PieceKind.INSERT) for piece in row.pieces if piece.kind is not PieceKind.DELETE]
        if row.new
        else None,
    }
