"""置顶."""

from datetime import date, datetime

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, ask, deed, offices_where, page_of, show, staff, text_filter
from gongkai.desk.facts_form import DayInput
from gongkai.desk.imports.forms import OfficeForm
from gongkai.desk.plain_forms import NothingForm
from gongkai.people.models import Officer, Organisation
from gongkai.policies import worklists
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Visibility
from gongkai.policies.rules.validity import Status
from gongkai.search.actions import pins as actions
from gongkai.search.models import Pin
from gongkai.search.queries import about_search
from gongkai.search.relevance import pins
from gongkai.search.rules.permits import Permit
from gongkai.shared.clock import today
from gongkai.shared.refusal import Refused

TRAIL = ("置顶", "desk:pins")
NAMED = 5  # papers named to choose from


class PinForm(OfficeForm):
    words = forms.CharField(label="检索词", max_length=40, help_text="公众搜这个词时置顶，例如 公租房。")
    whole = forms.TypedChoiceField(
        label="怎样算符合",
        coerce=lambda value: value == "whole",
        choices=[("whole", "检索词就是它"), ("part", "检索词里有它")],
        help_text="“检索词里有它”会影响更多检索，请慎用。",
    )
    code = forms.CharField(label="文件", max_length=200, help_text="填一策一码、发文字号或标题里的几个字。只能置顶公开并且现行有效的。")
    reason = forms.CharField(label="理由", max_length=200, help_text="为什么要置顶，例如 办事群众问得最多。")
    until = forms.DateField(label="有效期至", widget=DayInput(), help_text="最长一年，到期自动取消。")


@staff(Permit.PIN)
def listing(request: StaffRequest) -> HttpResponse:
    """Every pin; one whose paper is no longer in force or public is said to do nothing."""
    ask(request, Permit.PIN, about_search())
    q = text_filter(request)
    page = page_of(request, pins(q), 50)
    rows = [(row, _state(row)) for row in page.object_list]
    context = {"page": page, "rows": rows, "q": q, "search": "检索词或文件标题", "filtered": bool(q)}
    return show(request, "desk/finding/pins.html", trail=[(TRAIL[0], "")], **context)


@staff(Permit.PIN, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    ask(request, Permit.PIN, about_search())
    words = text_filter(request, "words")[:40]
    return deed(
        request,
        PinForm(request.POST or None, offices=offices_where(request, Permit.PIN), initial={"words": words}),
        _pin,
        title="置顶文件",
        says="符合检索词时这份文件排在最前面，并标明“置顶”。看不到它的人、筛选条件不符时不显示；失效、撤回后自动不再置顶。",
        button="置顶",
        back=reverse(TRAIL[1]),
        said="已置顶，一分钟内各处检索都按它办。",
        trail=[(TRAIL[0], reverse(TRAIL[1]))],
    )


def _pin(*, code: str, words: str, whole: bool, office: Organisation, reason: str, until: date, by: Officer, at: datetime) -> Pin:
    return actions.pin(_named(code), words=words, whole=whole, office=office, reason=reason, until=until, by=by, at=at)


def _named(text: str) -> Policy:
    found = worklists.targets(text.replace("\0", ""), today())
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refused("库里没有找到已公开的这份文件。", field="code")
    listed = "；".join(f"{one.title}（{one.code}）" for one in found[:NAMED])
    raise Refused(f"找到不止一份，请填其中一份的一策一码：{listed}{'……' if len(found) > NAMED else ''}", field="code")


@staff(Permit.PIN, acts=True)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    ask(request, Permit.PIN, about_search())
    row = pins().filter(pk=pk, ended_at=None).first()
    if row is None:
        raise Http404
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        actions.unpin,
        row,
        title=f"结束“{row.words}”的置顶",
        says=f"《{row.policy.title}》以后按相关度排列。",
        button="结束置顶",
        danger=True,
        back=reverse(TRAIL[1]),
        said="已结束。",
        trail=[(TRAIL[0], reverse(TRAIL[1]))],
    )


def _state(row: Pin) -> tuple[str, str]:
    """(word, shape)."""
    if row.ended_at:
        return "已结束", "past"
    if row.until < today():
        return "已到期", "past"
    is_public = row.policy.visibility == Visibility.PUBLIC and (row.policy.published_on or date.max) <= today()
    if not is_public or not Status(row.policy.standing).is_in_force:
        return "文件已失效或撤回，不显示", "stop"
    return "置顶中", "good"
