"""操作日志：what happened, its proof, and background work that needs a person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import NotPermitted, StaffRequest, chosen, may_over_all, press, show, staff
from gongkai.desk.journal.subjects import subjects
from gongkai.desk.journal.words import ROOMS, WORDS, told
from gongkai.journal import actions, proofs, queries
from gongkai.journal.rules import seals
from gongkai.notices.queries import failed_mails
from gongkai.people.models import Officer
from gongkai.people.queries import officer_by_username
from gongkai.people.rules.permits import Permit
from gongkai.search.rules.permits import Permit as Search
from gongkai.shared.refusal import Refused

MAILS_SHOWN = 50


@staff(Permit.READ_JOURNAL)
def listing(request: StaffRequest) -> HttpResponse:
    """Filters by kind, about, officer and day; pages by the number of the entry, so that a far page costs no more."""
    whole_house(request)
    kind = chosen(request, "kind", [*(f"{room}." for room in ROOMS), *WORDS])
    officer, day, about = _officer(request), _day(request), request.GET.get("about", "").replace("\0", "").strip()[:120]
    before = request.GET.get("before", "")
    if before and not (before.isascii() and before.isdigit() and len(before) < 19):
        raise Refused("翻页的编号不认识，请回到日志首页。")
    page = queries.entries(about=about, kind=kind, by=officer, day=day, before=int(before) if before else None)
    known = subjects(request, page.entries)
    kinds: Sequence[tuple[str, str]] = [(f"{room}.", f"{name}（全部）") for room, name in ROOMS.items()] + list(WORDS.items())
    return show(
        request,
        "desk/journal/list.html",
        trail=[("操作日志", "")],
        page=page,
        rows=[(entry, known.get(entry.about)) for entry in page.entries],
        kinds=kinds,
        kind=kind,
        about=about,
        username=request.GET.get("officer", ""),
        day=day,
        filtered=any((kind, about, officer, day)),
    )


@staff(Permit.READ_JOURNAL)
def entry(request: StaffRequest, pk: int) -> HttpResponse:
    """One entry with the proof that it is what it was when it was sealed."""
    whole_house(request)
    page = queries.entries(before=pk + 1, limit=1)
    if not page.entries or page.entries[0].pk != pk:
        raise Http404
    one = page.entries[0]
    try:
        proof, why_not = proofs.inclusion(one), ""
    except Refused as refused:
        proof, why_not = None, str(refused)
    holds = proof is not None and seals.verify(proof, proof.batch.seal)
    return show(
        request, "desk/journal/entry.html", trail=[("操作日志", reverse("desk:journal")), (f"第 {pk} 号", "")],
        entry=one, proof=proof, why_not=why_not, holds=holds, told=told(one.data), subject=subjects(request, [one]).get(one.about),
    )  # fmt: skip


@staff(Permit.READ_JOURNAL)
def background(request: StaffRequest) -> HttpResponse:
    """Whether the background work is well: duties, what was parked, the newest seals."""
    whole_house(request)
    context: dict[str, Any] = {"parked": queries.parked(), "standings": queries.standings(), "seals": queries.checkpoints(limit=10)}
    context |= {"mails": failed_mails()[:MAILS_SHOWN], "may_rebuild": may_over_all(request, Search.REBUILD)}
    return show(request, "desk/journal/background.html", trail=[("操作日志", reverse("desk:journal")), ("后台任务与封存", "")], **context)


@staff(Permit.READ_JOURNAL, acts=True)
def unpark(request: StaffRequest, pk: int) -> HttpResponse:
    whole_house(request)
    back = reverse("desk:background")
    retries: QuerySet = queries.parked()
    retry = retries.filter(pk=pk).first()
    if retry is None:
        raise Http404
    if request.method != "POST":
        return redirect(back)
    return press(request, actions.unpark, retry, back=back, said="已重新排队，稍后自动重试。")


def whole_house(request: StaffRequest) -> None:
    """The journal tells of every office, so it is read by those who oversee all of them."""
    if not may_over_all(request, Permit.READ_JOURNAL):
        raise NotPermitted(
            "操作日志记着所有单位的事，由本级政府的系统管理员或监督管理人员查阅。稿件和政策页面下方的“经过”里有您经办事项的记录。"
        )


def _officer(request: StaffRequest) -> Officer | None:
    username = request.GET.get("officer", "").replace("\0", "").strip()[:60]
    if not username:
        return None
    found = officer_by_username(username)
    if found is None:
        raise Refused(f"没有用户名为“{username}”的人员。")
    return found


def _day(request: StaffRequest) -> date | None:
    raw = request.GET.get("day", "").strip()
    try:
        return date.fromisoformat(raw) if raw else None
    except ValueError:
        raise Refused(f"日期“{raw[:20]}”不对，请按 2025-06-10 的样式填写。") from None
