"""Items of the catalogue: lists, versions, approval, import and export, and what differs from the catalogue above."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.catalogue import queries
from gongkai.catalogue.actions import importing, items
from gongkai.catalogue.exporting import as_objects, table
from gongkai.catalogue.models import Item, ItemVersion
from gongkai.catalogue.rules.categories import BY_CODE
from gongkai.catalogue.rules.items import LABELS, changes, shown
from gongkai.catalogue.rules.permits import Permit
from gongkai.catalogue.rules.sheets import HEADER
from gongkai.desk.catalogue.forms import ImportForm, ItemForm, typed
from gongkai.desk.catalogue.work import find_item, trail
from gongkai.desk.door import (
    StaffRequest,
    allowed,
    ask,
    deed,
    done,
    download,
    may_somewhere,
    offices_where,
    page_of,
    show,
    staff,
    text_filter,
)
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.desk.together import approved_together
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.writers import xlsx
from gongkai.people.models import Organisation
from gongkai.people.rules.permits import About
from gongkai.shared.clock import now, today
from gongkai.shared.digest import canonical
from gongkai.shared.refusal import Refused
from gongkai.ui.pieces import Fact
from gongkai.ui.templatetags.ui import zh_date

MOST_AT_ONCE = 500
BACK = "注意：生效日期早于今天，从那天起应按期公开的会马上列入待办，已经过了期的计为逾期。"


@staff(Permit.READ)
def item_list(request: StaffRequest) -> HttpResponse:
    q = text_filter(request)
    rows = queries.items_of(request.actor).order_by("heading__category", "heading__position", "code")
    if q:
        rows = rows.filter(name__icontains=q)
    context = {"page": page_of(request, rows), "q": q, "filtered": bool(q), "may_write": may_somewhere(request.actor, Permit.WRITE)}
    return show(request, "desk/catalogue/items.html", trail=trail(("公开事项", "")), search="事项名称", selects=[], **context)


@staff(Permit.READ)
def item(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_item(request, pk)
    in_hand = one.versions.filter(approved_at=None).select_related("made_by").first()
    context = {
        "item": one,
        "facts": _facts(one, one.current or in_hand),
        "borne": queries.with_everything(one, today()),
        "history": queries.history(one),
        "in_hand": in_hand,
        "may_approve": bool(in_hand and queries.approvable(request.officer, request.actor).filter(pk=in_hand.pk).exists()),
        "may_write": allowed(request, Permit.WRITE, About(one.owner.path)) and not one.is_ended,
        "may_confirm": may_somewhere(request.actor, Permit.CONFIRM),
        "may_withdraw": may_somewhere(request.actor, Permit.WITHDRAW),
        "may_announce": may_somewhere(request.actor, Permit.ANNOUNCE) and not one.is_ended and one.current_id is not None,
    }
    return show(request, "desk/catalogue/item.html", trail=trail((one.name, "")), **context)


def _facts(one: Item, version: ItemVersion | None) -> list[Fact]:
    """What a version says, in force or waiting: the columns, whom it binds and under what it stands."""
    if version is None:
        return []
    written, category = version.written, BY_CODE[one.heading.category]
    organs = Organisation.objects.filter(pk__in=version.bearers).order_by("path").values_list("name", flat=True)
    return (
        [
            Fact("法定类别", f"{category.code} {category.name}", why=category.article, wide=True),
            Fact("一级事项", one.heading.name + (f"（{one.heading.field}）" if one.heading.field else "")),
            Fact("公开主体", "、".join(organs), wide=True),
            *([Fact("上级事项", f"{one.parent.name}（{one.parent.code}）")] if one.parent else []),
        ]
        + [
            Fact(label, shown(name, getattr(written, name)), wide=name in ("content", "basis", "channels", "limit_text"))
            for name, label in LABELS.items()
        ]
        + [Fact("公开栏目", version.column.name if version.column else "")]
    )


@staff(Permit.WRITE, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    owners = offices_where(request, Permit.WRITE)
    initial = {"owner": owners[0] if owners else None, "effective_from": today(), "note": "新增公开事项"}
    form = ItemForm(request.POST or None, owners=owners, initial=initial)

    def do(*, owner: Any, category: str, heading: str, field: str, by: Any, at: Any, **_: Any) -> ItemVersion:
        place = items.add_heading(category=category, name=heading, field=field, owner=owner, by=by, at=at)
        return items.propose(form.written(), heading=place, owner=owner, by=by, at=at, **_given(form))

    return deed(
        request, form, do, title="新增公开事项", button="提交批准", back=reverse("desk:catalogue-items"), said="已提交，另一人批准后公布。",
        says="十栏按国办发〔2019〕54号标准目录填写。由本单位审核、签发人员批准。", trail=trail(("公开事项", reverse("desk:catalogue-items"))),
    )  # fmt: skip


def _given(form: ItemForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "column": data["column"], "bearers": list(data["bearers"]), "effective_from": data["effective_from"], "note": data["note"],
    }  # fmt: skip


def _initial(one: Item) -> dict[str, Any]:
    last = one.versions.order_by("-number").first()
    if last is None:
        return {}
    return typed(last.written) | {"column": last.column_id, "bearers": last.bearers, "effective_from": today()}


@staff(Permit.WRITE, acts=True)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """A new version; the old ones stay as they were."""
    one = _own(request, pk)
    form = ItemForm(request.POST or None, owners=[one.owner], is_new=False, initial=_initial(one))

    def do(*, by: Any, at: Any, **_: Any) -> ItemVersion:
        return items.propose(form.written(), item=one, by=by, at=at, **_given(form))

    back = reverse("desk:catalogue-item", args=[one.pk])
    return deed(
        request, form, do, title=f"提出新版本：{one.name}", button="提交批准", back=back, said="新版本已提交，另一人批准后公布。",
        says="以前的版本不变；以前的事情仍按当时的版本判断。", trail=trail((one.name, back)),
    )  # fmt: skip


@staff(Permit.WRITE, acts=True)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    one = _own(request, pk)
    form = ReasonForm(request.POST or None, label="取消的理由", help_text="会在“目录变更公告”里向社会公布。")

    def do(*, reason: str, by: Any, at: Any) -> ItemVersion:
        if one.current is None:
            raise Refused("这个事项还没有生效的版本。")
        bearers = list(Organisation.objects.filter(pk__in=one.current.bearers))
        return items.propose(
            one.current.written,
            item=one,
            column=one.current.column,
            bearers=bearers,
            effective_from=at.date(),
            note=reason,
            ends=True,
            by=by,
            at=at,
        )

    back = reverse("desk:catalogue-item", args=[one.pk])
    return deed(
        request, form, do, title=f"取消事项：{one.name}", says="另一人批准后，事项从目录里去掉，历史仍可查。", button="提交批准", danger=True, back=back,
        said="已提交，另一人批准后取消。", trail=trail((one.name, back)),
    )  # fmt: skip


def _own(request: StaffRequest, pk: int) -> Item:
    one = find_item(request, pk)
    ask(request, Permit.WRITE, About(one.owner.path))
    return one


@staff(Permit.READ, acts=True)
def versions(request: StaffRequest) -> HttpResponse:
    """Versions that wait for approval; many at once, each told by itself."""
    waiting = queries.versions_in_hand(request.actor)
    if request.method == "POST":
        return approved_together(
            request, waiting, importing.approve_many, named=lambda one: one.data["name"], back="desk:catalogue-versions"
        )
    page = page_of(request, waiting, 100)
    mine = set(
        queries.approvable(request.officer, request.actor).filter(pk__in=[one.pk for one in page.object_list]).values_list("pk", flat=True)
    )
    rows = [(one, _changed(one), one.pk in mine) for one in page.object_list]
    return show(
        request,
        "desk/catalogue/versions.html",
        trail=trail(("待批准", "")),
        page=page,
        rows=rows,
        may_approve=bool(mine),
    )


@staff(Permit.APPROVE, acts=True)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    one = _waiting(request, pk)
    facts = [Fact("生效日期", zh_date(one.effective_from)), Fact("变更说明", one.change_note, wide=True), *_facts(one.item, one)]
    is_back = one.item.current_id is None and one.effective_from < today()
    return deed(
        request, NothingForm(request.POST if request.method == "POST" else None), items.approve, one, title=f"批准：{one.data['name']}",
        says="取消这个事项。" if one.ends else "批准后公布，从生效日期起按它计算。" + (BACK if is_back else ""), button="批准", back=reverse("desk:catalogue-versions"), said="已批准并公布。",
        trail=trail(("待批准", reverse("desk:catalogue-versions"))), facts=facts, changed=_changed(one),
    )  # fmt: skip


@staff(Permit.APPROVE, acts=True)
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    one = _waiting(request, pk)
    return deed(
        request, ReasonForm(request.POST or None, label="退回的理由"), items.decline, one, title=f"退回：{one.data['name']}",
        says="这个版本作废，理由留在日志里；需要时重新提出。", button="退回", back=reverse("desk:catalogue-versions"), said="已退回。",
        trail=trail(("待批准", reverse("desk:catalogue-versions"))), changed=_changed(one),
    )  # fmt: skip


def _changed(one: ItemVersion) -> list[tuple[str, str, str]]:
    """(column, as in force, as proposed); nothing of what is new or ends altogether."""
    held = one.item.current
    return list(changes(held.written, one.written)) if held and not one.ends else []


def _waiting(request: StaffRequest, pk: int) -> ItemVersion:
    one = queries.versions_in_hand(request.actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    ask(request, Permit.APPROVE, About(one.item.owner.path, written_by=one.made_by_id))
    return one


@staff(Permit.WRITE, acts=True)
def import_page(request: StaffRequest) -> HttpResponse:
    """A standard table or JSON; what became of every row."""
    owners = offices_where(request, Permit.WRITE)
    initial = {"owner": owners[0] if owners else None, "effective_from": today(), "note": "按标准目录编制"}
    form = ImportForm(request.POST or None, request.FILES or None, owners=owners, initial=initial)

    def do(*, file: Any, by: Any, at: Any, **values: Any) -> list[importing.Imported]:
        return importing.import_items(importing.read_table(file.read(), file.name), by=by, at=at, **values)

    found: list[importing.Imported] = []
    if request.method == "POST" and done(form, do, by=request.officer, at=now()):
        found = form.result  # type: ignore[attr-defined]
    context = {
        "form": form,
        "wrong": [one for one in found if not one.said],
        "taken": {said: sum(one.said == said for one in found) for said in ("新增", "调整", "没有变化")} if found else None,
    }
    return show(request, "desk/catalogue/import.html", trail=trail(("导入", "")), **context)


@staff(Permit.READ)
def export(request: StaffRequest, kind: str) -> HttpResponse:
    """The catalogue of the officer's offices in the standard layout, or an empty table to fill in."""
    rows = queries.items_of(request.actor).prefetch_related(None)
    if kind == "json":
        return download(canonical({"items": as_objects(rows)}), "主动公开事项目录.json", "application/json")
    if kind not in ("xlsx", "template"):
        raise Http404
    title = "主动公开事项目录样表" if kind == "template" else "主动公开事项目录"
    return download(xlsx.write(table(rows) if kind == "xlsx" else [], HEADER, title), f"{title}.xlsx", FileKind.XLSX.media_type)


@staff(Permit.READ)
def inheritance(request: StaffRequest) -> HttpResponse:
    """上下级目录: what a government took over, changed, left out, added."""
    places = queries.governments(request.actor)
    raw = request.GET.get("government", "")
    government = next((one for one in places if str(one.pk) == raw), None)
    if raw and government is None:
        raise Http404
    government = government or (places[0] if places else None)
    found = queries.inheritance(government) if government else None
    selects = [("government", "哪一级", str(government.pk) if government else "", [(str(one.pk), one.name) for one in places])]
    names = {one.code: one.pk for one in queries.seen_items(request.actor)}
    context = {
        "government": government,
        "found": found,
        "selects": selects,
        "names": names,
        "may_write": may_somewhere(request.actor, Permit.WRITE),
    }
    return show(request, "desk/catalogue/inheritance.html", trail=trail(("上下级目录", "")), **context)


@staff(Permit.WRITE, acts=True)
def adopt(request: StaffRequest, code: str) -> HttpResponse:
    """沿用 an item of the tier above: its ten columns, to be changed where this office does otherwise."""
    above = queries.public().filter(code=code).select_related("heading", "current__column", "owner").first()
    if above is None or above.current is None:
        raise Http404
    owners = [one for one in offices_where(request, Permit.WRITE) if above.owner.path != one.path]
    start = typed(above.current.written) | {
        "owner": owners[0] if owners else None, "category": above.heading.category, "heading": above.heading.name, "field": above.heading.field,
        "column": above.current.column_id, "bearers": owners[:1], "effective_from": today(), "note": f"沿用上级事项“{above.name}”",
    }  # fmt: skip
    form = ItemForm(request.POST or None, owners=owners, initial=start)

    def do(*, owner: Any, category: str, heading: str, field: str, by: Any, at: Any, **_: Any) -> ItemVersion:
        place = items.add_heading(category=category, name=heading, field=field, owner=owner, by=by, at=at)
        return items.propose(form.written(), heading=place, owner=owner, parent=above, by=by, at=at, **_given(form))

    back = reverse("desk:catalogue-inheritance")
    return deed(
        request, form, do, title=f"沿用：{above.name}", says=f"上级事项由{above.owner.name}编制。照抄或者改动都可以，不同之处会列出来。", button="提交批准",
        back=back, said="已提交，另一人批准后公布。", trail=trail(("上下级目录", back)),
    )  # fmt: skip
