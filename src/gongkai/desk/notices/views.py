"""通知."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, chosen, page_of, press, show, staff
from gongkai.notices import actions, queries
from gongkai.shared.clock import now


@staff()
def listing(request: StaffRequest) -> HttpResponse:
    state = chosen(request, "state", ["unread"])
    rows = queries.visible_to(request.officer)
    page = page_of(request, rows.filter(read_at=None) if state else rows)
    unread = queries.unread(request.officer).count()
    return show(request, "desk/notices/list.html", trail=[("通知", "")], page=page, state=state, unread=unread)


@staff(acts=True)
def read(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark one read, and go where it leads."""
    notice = queries.visible_to(request.officer).filter(pk=pk).first()
    if notice is None:
        raise Http404
    if request.method == "POST":
        actions.mark_read(notice, by=request.officer, at=now())
        return redirect(notice.link or "desk:notices")
    return redirect("desk:notices")


@staff(acts=True)
def read_all(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:notices")
    return press(request, actions.mark_all_read, back=reverse("desk:notices"), said="全部标为已读。")
