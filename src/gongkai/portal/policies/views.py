"""Reading the library: a policy, its past texts, its code, its files."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai.assistant.models import FaqEntry
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import BlockKind
from gongkai.policies import queries
from gongkai.policies.actions import counting
from gongkai.policies.models import Policy
from gongkai.policies.queries import PolicyPage, RelationRow
from gongkai.policies.rules.cleaning_pinyin import MISSING
from gongkai.policies.rules.kinds import CHANGING, Category, RelationKind
from gongkai.policies.rules.lifecycle import Stage
from gongkai.portal.answers import views as answers
from gongkai.portal.page import answers_refusals, show
from gongkai.portal.policies import addresses, body, explaining, readers
from gongkai.portal.policies.facts import cited_name, grid
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui.pieces import Event
from gongkai.ui.templatetags.ui import ui_qr, zh_date

MADE = (FileKind.PDF, FileKind.OFD, FileKind.DOCX)  # formats any text can be had in
SHOWN_AT_ONCE = 8  # related papers of one kind; the others unfold
NOT_SHOWN_AS_RELATED = {RelationKind.INTERPRETS}


@require_safe
@answers_refusals
def policy(request: HttpRequest, code: str, edition: int | None = None) -> HttpResponse:
    """The page of a policy; `edition` names a past one, `?text=` an earlier publication of it."""
    text = whole_number(request.GET.get("text"))
    page = queries.page(code, on=today(), edition=edition, text=text)
    if page is None:
        return gone(request, code)
    column, section = addresses.SECTIONS[Category(page.policy.category)]
    newer, older = queries.neighbours(page.policy, today()) if page.is_current else (None, None)
    blocks = page.text.body()
    asked = answers.about(page.policy)
    latest_text = text is None or text == page.edition.texts.count()
    return show(
        request,
        "portal/policies/policy.html",
        section=section,
        trail=[(column, reverse(section)), (page.edition.title, "")],
        column=column,
        doc=page,
        issuers="、".join(page.text.facts["issuers"]),
        canonical=addresses.reading(page.policy),
        corrected=_corrected(page),
        latest_text=latest_text,
        updated_at=page.policy.updated_at if page.is_current and latest_text else page.text.published_at,
        stopped=page.is_current and _is_policy(page) and not page.standing.status.is_in_force,
        facts=grid(page),
        lines=body.lines(blocks, page.edition.title),
        damaged=any(MISSING in block.text for block in blocks),
        contents=body.contents(blocks),
        has_own_title=any(block.kind is BlockKind.TITLE for block in blocks),
        letterhead=body.letterhead(page.text.facts),
        doc_no=page.text.facts["doc_no"],
        downloads=_downloads(page),
        files=_files(page),
        steps=_steps(page, _named(asked)) if _is_policy(page) else (),
        asked=asked,
        history=_history(page),
        compare=_compare(page),
        compare_with_current=_compare(page, with_current=True),
        **explaining.beside(page),
        related=_related(page),
        unresolved=[cited_name(one) for one in page.citations if one.target_id is None],
        proof=_proof(page),
        enquiry=reverse("portal:enquiry") + f"?about={page.policy.code}",
        correction=reverse("portal:correction") + f"?about={page.policy.code}",
        qr=_qr(page.policy),
        newer=newer,
        older=older,
    )


@require_safe
def seen(request: HttpRequest, code: str) -> HttpResponse:
    """浏览量, asked for after the page has loaded; a reader counts once an hour for a policy."""
    page = queries.visible(today()).filter(code=code).first()
    if page is None:
        raise Http404
    if readers.is_new(request, code, at=now()):
        counting.seen(page, on=today())
    response = JsonResponse({"views": queries.view_count(page)})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@answers_refusals
def code(request: HttpRequest, code: str) -> HttpResponse:
    """一策一码: the seven fixed segments of a policy's life (领域规则 6.10). `?v=` leads to that edition's text."""
    edition = whole_number(request.GET.get("v"))
    page = queries.page(code, on=today(), edition=edition)
    if page is None:
        return gone(request, code)
    if edition:
        return policy(request, code, edition)
    column, section = addresses.SECTIONS[Category(page.policy.category)]
    return show(
        request,
        "portal/policies/code.html",
        section=section,
        trail=[(column, reverse(section)), (page.edition.title, addresses.reading(page.policy)), ("一策一码", "")],
        doc=page,
        facts=grid(page),
        reading=addresses.reading(page.policy),
        short=addresses.short(page.policy),
        segments=_segments(page),
        qr=_qr(page.policy),
    )


def gone(request: HttpRequest, code: str) -> HttpResponse:
    gone = queries.tombstone(code)
    if gone is None:
        raise Http404
    return show(
        request,
        "portal/policies/tombstone.html",
        status=410,
        section="portal:library",
        trail=[("政策文件", reverse("portal:library")), ("已撤回", "")],
        policy=gone,
        withdrawal=next((one for one in gone.withdrawals.all() if one.lifted_at is None), None),
    )


def _corrected(page: PolicyPage) -> str:
    """Where the text shown is compared with the one before its correction (更正); empty when there was none to show."""
    if page.text.number == 1 or page.first_text >= page.text.number:
        return ""
    pair = {"from": f"{page.edition.number}.{page.text.number - 1}", "to": f"{page.edition.number}.{page.text.number}"}
    return reverse("portal:compare", args=[page.policy.code]) + "?" + urlencode(pair)


def _is_policy(page: PolicyPage) -> bool:
    return page.policy.category == Category.POLICY


def whole_number(raw: str | None) -> int | None:
    """A positive whole number from the address, None when there is none. Refused for anything else."""
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 7 and int(raw)):
        raise Refused(f"版本号“{raw[:20]}”不是有效的数字。请从文件页面的“历次修订”中选择。")
    return int(raw)


def _qr(policy: Policy) -> SafeString:
    return ui_qr(addresses.short(policy), "一策一码二维码")


def _steps(page: PolicyPage, asked: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The rail; the paper itself stands there as its day of publication, the knowledge base with what rests on it."""
    own = {Stage.PUBLICATION: [(zh_date(page.edition.published_on), "#main")], Stage.QUESTIONS: asked}
    return [{"label": step.stage.label, "links": own.get(step.stage) or _read(step.links)} for step in page.steps]


def _named(asked: list[tuple[FaqEntry, str]]) -> list[tuple[str, str]]:
    return [(entry.question, address) for entry, address in asked]


def _read(links: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Links to papers as links to the pages where they are read."""
    return [(name, addresses.reading_from_short(url)) for name, url in links]


def _segments(page: PolicyPage) -> list[dict[str, Any]]:
    """Segments two to seven; the first is the metadata grid."""
    links = {step.stage: _read(step.links) for step in page.steps} | {Stage.QUESTIONS: _named(answers.about(page.policy))}
    texts = [(f"{edition.title}（第 {edition.number} 版）", addresses.reading(page.policy, edition.number)) for edition in page.editions]
    return [
        {"label": "二、政策依据", "links": links[Stage.BASIS]},
        {"label": "三、意见征集与采纳反馈", "links": links[Stage.CONSULTATION] + links[Stage.FEEDBACK]},
        {"label": "四、正文与历次文本", "links": texts},
        {"label": "五、解读与问答", "links": links[Stage.INTERPRETATION] + links[Stage.QUESTIONS]},
        {"label": "六、办理、申报与兑现", "links": links[Stage.SERVICE]},
        {"label": "七、实施评价", "links": links[Stage.EVALUATION]},
    ]


def _history(page: PolicyPage) -> list[Event]:
    """Every edition and every change from outside, newest first; nothing when there is only the first text."""
    made = [
        Event(
            title=f"第 {edition.number} 版" + ("（现行文本）" if edition.pk == page.policy.current_id else ""),
            day=edition.effective_on or edition.published_on,
            text=edition.change_note or ("首次发布" if edition.number == 1 else ""),
            url="" if edition.pk == page.edition.pk else addresses.reading(page.policy, edition.number),
            shape="now" if edition.pk == page.policy.current_id else "",
        )
        for edition in page.editions
    ]
    done = [
        Event(
            title=f"{row.label}：{row.policy.title}" + (f"（{row.articles}）" if row.articles else ""),
            day=row.on or row.policy.published_on,
            url=addresses.reading(row.policy),
            shape="stop" if row.kind in {RelationKind.REPEALS, RelationKind.REPLACES, RelationKind.DECLARES_EXPIRED} else "",
        )
        for row in page.incoming
        if row.kind in CHANGING
    ]
    events = sorted(made + done, key=lambda event: (event.day is not None, event.day), reverse=True)
    return events if len(events) > 1 else []


def _compare(page: PolicyPage, *, with_current: bool = False) -> str:
    if len(page.editions) < 2:
        return ""
    if with_current:
        if page.is_current:
            return ""
        current = next((one.number for one in page.editions if one.pk == page.policy.current_id), page.editions[-1].number)
        pair = {"from": page.edition.number, "to": current}
    else:
        pair = {"from": page.editions[-2].number, "to": page.editions[-1].number}
    return reverse("portal:compare", args=[page.policy.code]) + "?" + urlencode(pair)


def _related(page: PolicyPage) -> list[tuple[str, list[RelationRow], list[RelationRow]]]:
    """(how they are related, the first ones, the others)."""
    rows = [row for row in (*page.outgoing, *page.incoming) if row.kind not in NOT_SHOWN_AS_RELATED]
    groups = [(label, list(group)) for label, group in groupby(sorted(rows, key=lambda row: row.label), key=lambda row: row.label)]
    return [(label, group[:SHOWN_AT_ONCE], group[SHOWN_AT_ONCE:]) for label, group in groups]


def _proof(page: PolicyPage) -> str:
    return reverse("portal:proof", args=[page.policy.code, page.edition.number, page.text.number])


def _downloads(page: PolicyPage) -> list[tuple[str, str]]:
    query = "" if page.is_current else f"?text={page.text.number}"
    return [
        (kind.value.upper(), reverse("portal:download", args=[page.policy.code, page.edition.number, kind.value]) + query) for kind in MADE
    ]


def _files(page: PolicyPage) -> list[dict[str, Any]]:
    return [
        {
            "name": one.name,
            "url": reverse("portal:attachment", args=[page.policy.code, one.pk]),
            "kind": FileKind(one.public.kind).label,
            "size": one.public.size,
            "is_source": one.is_source,
        }
        for one in page.files
        if one.public
    ]
