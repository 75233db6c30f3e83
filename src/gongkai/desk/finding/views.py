"""检索：the words people say and the words papers say, and having the index built anew."""

from datetime import date, datetime

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.desk.door import StaffRequest, ask, deed, offices_where, page_of, show, staff, text_filter
from gongkai.desk.facts_form import DayInput
from gongkai.desk.imports.forms import OfficeForm
from gongkai.desk.plain_forms import NothingForm
from gongkai.desk.rows import synonyms
from gongkai.people.models import Officer, Organisation
from gongkai.search.actions.indexing import ask_rebuild
from gongkai.search.actions.synonyms import add_synonym, remove_synonym
from gongkai.search.models import Synonym
from gongkai.search.queries import about_search, health
from gongkai.search.rules.permits import Permit
from gongkai.shared.clock import today


class SynonymForm(OfficeForm):
    said = forms.CharField(label="俗称", max_length=20, help_text="群众常用的说法，例如 房本。")
    formal = forms.CharField(label="正式说法", max_length=40, help_text="文件里的说法，例如 不动产权证书。")
    expires_on = forms.DateField(
        label="有效期至", required=False, widget=DayInput(), help_text="最后使用的一天，例如一次活动的简称；长期使用的不填。"
    )


@staff(Permit.SYNONYMS)
def words(request: StaffRequest) -> HttpResponse:
    ask(request, Permit.SYNONYMS, about_search())
    q = text_filter(request)
    context = {"page": page_of(request, synonyms(q), 50), "q": q, "search": "俗称或正式说法", "filtered": bool(q), "today": today()}
    return show(request, "desk/finding/synonyms.html", trail=[("同义词", "")], **context)


@staff(Permit.SYNONYMS, acts=True)
def add(request: StaffRequest) -> HttpResponse:
    ask(request, Permit.SYNONYMS, about_search())
    return deed(
        request,
        SynonymForm(
            request.POST or None, offices=offices_where(request, Permit.SYNONYMS), initial={"said": request.GET.get("said", "")[:20]}
        ),
        _add,
        title="增加同义词",
        says="搜其中一个，另一个也找得到。已经有的一对，会改成新的负责单位和有效期。",
        button="增加",
        back=reverse("desk:synonyms"),
        said="已增加，一分钟内各处检索都按它办。",
        trail=[("同义词", reverse("desk:synonyms"))],
    )


def _add(*, said: str, formal: str, office: Organisation, expires_on: date | None, by: Officer, at: datetime) -> Synonym:
    return add_synonym(said, formal, office=office, expires_on=expires_on, by=by, at=at)


@staff(Permit.SYNONYMS, acts=True)
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    ask(request, Permit.SYNONYMS, about_search())
    row = synonyms().filter(pk=pk).first()
    if row is None:
        raise Http404
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        remove_synonym,
        row,
        title=f"删除同义词“{row.said}”",
        says=f"以后搜“{row.said}”不再同时找“{row.formal}”。",
        button="删除",
        danger=True,
        back=reverse("desk:synonyms"),
        said="已删除。",
        trail=[("同义词", reverse("desk:synonyms"))],
    )


@staff(Permit.REBUILD, acts=True)
def rebuild(request: StaffRequest) -> HttpResponse:
    """Each node builds its index anew when it comes to it; the old one answers until then."""
    ask(request, Permit.REBUILD, about_search())
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        ask_rebuild,
        title="重建检索索引",
        says=f"现在的索引：{health().message}。重建在后台进行，期间检索照常使用原来的索引；文件多时要几分钟。平时不需要重建，检索结果明显不对时才用。",
        button="重建",
        back=reverse("desk:background"),
        said="已安排重建，各台服务器轮到时自动进行。",
        trail=[("操作日志", reverse("desk:journal")), ("后台任务与封存", reverse("desk:background"))],
    )
