"""Writing an entry: the question, and the sentences of its answer each with its source."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.assistant import faq
from gongkai.assistant import gaps as reading
from gongkai.assistant.actions import entries as actions
from gongkai.assistant.models import FaqEntry, Gap
from gongkai.assistant.rules.entries import Origin, Written
from gongkai.assistant.rules.permits import Permit
from gongkai.desk.assistant.finding import about, find_draft, trail_of
from gongkai.desk.assistant.forms import EntryForm, LineRows, lines_of, rows_of
from gongkai.desk.door import StaffRequest, ask, done, offices_where, show, staff
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About
from gongkai.shared.clock import now, today

MORE_LINES = 4


@staff(Permit.WRITE_ENTRY, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    """A new entry; `?gap=` begins with what a gap asks."""
    offices = offices_where(request, Permit.WRITE_ENTRY)
    if not offices:
        ask(request, Permit.WRITE_ENTRY, About(""))
    gap = _gap(request)
    if gap is not None and gap.office in offices:
        offices = [gap.office]

    def write(written: Written, *, office: Organisation, **given: Any) -> FaqEntry:
        origin = Origin.GAP if gap else Origin.HAND
        return actions.write(written, office=office, gap=gap, origin=origin, **given)

    begun = Written(gap.sample if gap else "", (), topic=gap.topic if gap else "")
    return _page(request, write, begun, offices=offices, title="新写问答", trail=[*trail_of(), ("新写问答", "")], gap=gap)


@staff(Permit.WRITE_ENTRY, acts=True)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The version in hand; what was saved by somebody else meanwhile is not written over."""
    draft = find_draft(request, pk)
    ask(request, Permit.WRITE_ENTRY, about(draft.entry))
    sent = request.POST.get("seen", "")
    seen = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else draft.saves

    def save(written: Written, *, by: Officer, at: Any) -> FaqEntry:
        return actions.save(draft, written, seen=seen, by=by, at=at).entry

    return _page(
        request,
        save,
        faq.as_written(draft),
        title=f"修改 {draft.entry.code}",
        trail=[*trail_of(draft.entry), ("修改", "")],
        seen=seen,
        draft=draft,
        back=reverse("desk:faq-entry", args=[pk]),
    )


def _page(request: StaffRequest, do: Any, begun: Written, *, offices: Any = (), back: str = "", **context: Any) -> HttpResponse:
    sent = request.POST if request.method == "POST" and "more" not in request.POST else None
    given = {name: getattr(begun, name) for name in ("question", "topic", "channels", "review_on")}
    given |= {"wordings": "\n".join(begun.wordings), "audience": "、".join(begun.audience)}
    form = EntryForm(sent, offices=offices, initial=given)
    rows = LineRows(sent, initial=rows_of(begun), prefix="line")
    if "more" in request.POST:  # more rows, nothing saved
        form, rows = _with_more(request, offices)
    elif sent is not None and form.is_valid() and rows.is_valid():
        lines = lines_of(rows)

        def write(*, by: Officer, at: Any, office: Any = None, **_: Any) -> FaqEntry:
            place = {"office": office} if office else {}
            entry: FaqEntry = do(form.written(lines), by=by, at=at, **place)
            return entry

        if done(form, write, by=request.officer, at=now()):
            entry: FaqEntry = form.result  # type: ignore[attr-defined]
            near = faq.alike(entry.question, request.actor, on=today(), but=entry.pk)
            messages.success(request, "已保存。" + (f"有 {len(near)} 条近似的问题，请看下面的对照。" if near else ""))
            return redirect("desk:faq-entry", entry.pk)
    return show(request, "desk/assistant/write.html", form=form, rows=rows, back=back or reverse("desk:faq"), **context)


def _with_more(request: StaffRequest, offices: Any) -> tuple[EntryForm, Any]:
    """The form as typed with four more rows for sentences."""
    typed = request.POST.copy()
    count = typed.get("line-TOTAL_FORMS", "")
    most = LineRows.max_num
    typed["line-TOTAL_FORMS"] = str(min(most, int(count) + MORE_LINES) if count.isascii() and count.isdigit() and len(count) < 4 else most)
    form, rows = EntryForm(typed, offices=offices), LineRows(typed, prefix="line")
    form.errors.clear()
    return form, rows


def _gap(request: StaffRequest) -> Gap | None:
    raw = request.GET.get("gap", "")
    if not raw:
        return None
    gap = reading.gap(request.actor, int(raw)) if raw.isascii() and raw.isdigit() and len(raw) < 19 else None
    if gap is None or gap.closed_at is not None:
        raise Http404
    return gap
