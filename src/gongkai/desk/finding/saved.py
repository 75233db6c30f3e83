"""检索订阅: an officer's own, told on the desk; and, for administrators, those of citizens, without telling who they are."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, deed, page_of, press, show, staff
from gongkai.desk.plain_forms import NothingForm
from gongkai.notices.rules.addresses import masked_address
from gongkai.people.models import Officer
from gongkai.policies.rules.kinds import Category
from gongkai.search.actions import saving as actions
from gongkai.search.models import SavedSearch
from gongkai.search.queries import about_search
from gongkai.search.rules.index import Facet
from gongkai.search.rules.masking import masked
from gongkai.search.rules.permits import Permit
from gongkai.search.rules.saved import Wanted
from gongkai.search.saving import of_citizens, saved_by
from gongkai.shared.clock import today

TRAIL = ("检索订阅", "desk:saved")
CITIZENS = ("公众的检索订阅", "desk:saved-citizens")


class SearchForm(forms.Form):
    text = forms.CharField(label="检索词", required=False, max_length=200, help_text="和公众搜索的写法一样，例如 公租房，或者 标题:养老。")
    category = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *((one.value, one.label) for one in Category)])
    issuer = forms.CharField(label="发文机关", required=False, max_length=120, help_text="全称；不填为全部机关。")
    title_only = forms.BooleanField(label="只在标题里查", required=False)
    exact = forms.BooleanField(label="精确匹配", required=False)


@staff()
def listing(request: StaffRequest) -> HttpResponse:
    page = page_of(request, saved_by(request.officer))
    rows = [(row, row.search(), row.is_on(today())) for row in page.object_list]
    oversees = allowed(request, Permit.OVERSEE_SAVED, about_search())
    return show(request, "desk/finding/saved.html", trail=[(TRAIL[0], "")], page=page, rows=rows, oversees=oversees)


@staff(acts=True)
def new(request: StaffRequest) -> HttpResponse:
    return deed(
        request,
        SearchForm(request.POST or None),
        _save,
        title="订阅检索",
        says="有符合条件的新文件公开时，第二天早上在工作台通知您。",
        button="订阅",
        back=reverse(TRAIL[1]),
        said="已订阅。",
        trail=[(TRAIL[0], reverse(TRAIL[1]))],
    )


def _save(*, text: str, category: str, issuer: str, title_only: bool, exact: bool, by: Officer, at: datetime) -> SavedSearch:
    text, issuer = " ".join(text.split()), issuer.strip()
    filters = {Facet.CATEGORY: (category,), Facet.ISSUER: (issuer,)}
    asked = {"tab": category or "all", "q": text, "issuer": issuer, "in": "title" * title_only, "match": "exact" * exact}
    address = f"{reverse('portal:search')}?{urlencode({name: value for name, value in asked.items() if value})}"
    kept = {facet: values for facet, values in filters.items() if values[0]}
    return actions.save(Wanted(text, address, kept, title_only=title_only, exact=exact), by=by, at=at)


@staff(acts=True)
def renew(request: StaffRequest, pk: int) -> HttpResponse:
    """For another year."""
    row = _own(request, pk)
    if request.method != "POST":
        return redirect(TRAIL[1])
    return press(request, _renew, row, back=reverse(TRAIL[1]), said="已续期一年。")


def _renew(row: SavedSearch, *, by: Officer, at: datetime) -> None:
    actions.save(row.search(), by=by, at=at)


@staff(acts=True)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    row = _own(request, pk)
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.end,
        row,
        title="取消订阅",
        says=f"以后有符合{row.search().in_words()}的新文件，不再通知您。",
        button="取消订阅",
        back=reverse(TRAIL[1]),
        said="已取消。",
        trail=[(TRAIL[0], reverse(TRAIL[1]))],
    )


def _own(request: StaffRequest, pk: int) -> SavedSearch:
    row = saved_by(request.officer).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@staff(Permit.OVERSEE_SAVED)
def citizens(request: StaffRequest) -> HttpResponse:
    """How many there are and how they are kept; addresses and words masked."""
    ask(request, Permit.OVERSEE_SAVED, about_search())
    page = page_of(request, of_citizens(), 50)
    rows = [(row, masked_address(row.address), masked(row.search().in_words()), row.is_on(today())) for row in page.object_list]
    return show(request, "desk/finding/citizens.html", trail=[(TRAIL[0], reverse(TRAIL[1])), (CITIZENS[0], "")], page=page, rows=rows)


@staff(Permit.OVERSEE_SAVED, acts=True)
def stop(request: StaffRequest, pk: int) -> HttpResponse:
    ask(request, Permit.OVERSEE_SAVED, about_search())
    row = of_citizens().filter(pk=pk).first()
    if row is None:
        raise Http404
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.end,
        row,
        title=f"停止 {masked_address(row.address)} 的订阅",
        says="不再向这个邮箱发送，地址立即删除，也不另行通知。用于邮箱主人来电要求退订等情形。",
        button="停止",
        danger=True,
        back=reverse(CITIZENS[1]),
        said="已停止。",
        trail=[(TRAIL[0], reverse(TRAIL[1])), (CITIZENS[0], reverse(CITIZENS[1]))],
    )
