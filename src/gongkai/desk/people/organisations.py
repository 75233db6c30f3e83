"""机构：the tree, and what is done to one organisation."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, deed, done, press, show, staff
from gongkai.desk.people.forms import (
    CloseForm,
    DocCodeForm,
    LastDayForm,
    MoveForm,
    NameForm,
    NewOrganisationForm,
    OrganisationForm,
    RenameForm,
)
from gongkai.journal import offices
from gongkai.people import queries
from gongkai.people.models import Organisation
from gongkai.people.rules.permits import About, Permit
from gongkai.shared.clock import now, today


@staff(Permit.MANAGE_ORGANISATION)
def tree(request: StaffRequest) -> HttpResponse:
    managed = queries.in_tree_order(queries.organisations_managed_by(request.officer))
    closed = request.GET.get("closed") == "1"
    rows = [one for one in managed if closed or one.is_open]
    top = min((one.depth for one in rows), default=0)
    context = {"rows": [(one, one.depth - top) for one in rows], "closed": closed, "hidden": len(managed) - len(rows)}
    return show(request, "desk/people/tree.html", trail=[("机构", "")], **context)


@staff(Permit.MANAGE_ORGANISATION)
def organisation(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_organisation(request, pk)
    parent = one.parent
    return show(
        request,
        "desk/people/organisation.html",
        trail=[*_trail(one)[:-1], (one.name, "")],
        one=one,
        above=queries.above(one),
        names=list(one.other_names.all()),
        codes=list(one.doc_codes.all()),
        children=list(one.children.filter(closed_on=None)),
        officers=queries.with_posts(queries.visible_to(request.officer).filter(posts__organisation=one, posts__until=None).distinct()),
        may_arrange=parent is not None and allowed(request, Permit.ARRANGE_ORGANISATIONS, About(parent.path)),
        today=today(),
    )


@staff(Permit.ARRANGE_ORGANISATIONS, acts=True)
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """A new organisation under this one."""
    parent = find_organisation(request, pk)
    form = NewOrganisationForm(request.POST or None, initial={"level": parent.level, "region_code": parent.region_code})
    if done(form, offices.create_organisation, under=parent, by=request.officer, at=now()):
        return redirect("desk:organisation", form.result.pk)  # type: ignore[attr-defined]
    context = {"form": form, "title": f"在{parent.name}下设立机关", "button": "设立", "back": reverse("desk:organisation", args=[pk])}
    return show(request, "desk/deed.html", trail=[*_trail(parent), ("设立", "")], **context)


@staff(Permit.MANAGE_ORGANISATION, acts=True)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_organisation(request, pk)
    initial = {name: getattr(one, name) for name in OrganisationForm.base_fields}
    return _step(
        request, one, OrganisationForm(request.POST or None, initial=initial), offices.edit_organisation, title="修改资料", button="保存"
    )


@staff(Permit.MANAGE_ORGANISATION, acts=True)
def rename(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_organisation(request, pk)
    says = "机关更名后，已公开的文件上仍是当时的名称；按原名称也能查到它。"
    return _step(request, one, RenameForm(request.POST or None), offices.rename, title=f"{one.name}更名", button="更名", says=says)


@staff(Permit.ARRANGE_ORGANISATIONS, acts=True)
def move(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_organisation(request, pk)
    form = MoveForm(request.POST or None, offered=[each for each in _open(request) if not each.path.startswith(one.path)])
    says = "它和它的所有下级一起移动；上级机关的管理员、监督人员随之变化。"
    return _step(request, one, form, offices.move, title=f"调整{one.name}的隶属关系", button="移动", says=says)


@staff(Permit.ARRANGE_ORGANISATIONS, acts=True)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_organisation(request, pk)
    form = CloseForm(request.POST if request.method == "POST" else None, offered=[each for each in _open(request) if each.pk != pk])
    says = "撤销后，在这里的任职当天全部结束，机关代字停用，不能再起草文件。已公开的文件照常公开。不能恢复。"
    return _step(request, one, form, offices.close, title=f"撤销{one.name}", button="撤销这个机关", says=says, danger=True)


@staff(Permit.MANAGE_ORGANISATION, acts=True)
def add_name(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_organisation(request, pk)
    return _step(request, one, NameForm(request.POST or None), offices.add_name, title="登记别名或曾用名", button="登记")


@staff(Permit.MANAGE_ORGANISATION, acts=True)
def remove_name(request: StaffRequest, pk: int, name: int) -> HttpResponse:
    one = find_organisation(request, pk)
    found = one.other_names.filter(pk=name).first()
    if found is None:
        raise Http404
    back = reverse("desk:organisation", args=[pk])
    if request.method != "POST":
        return redirect(back)
    return press(request, offices.remove_name, found, back=back, said="已删除这个名称。")


@staff(Permit.MANAGE_ORGANISATION, acts=True)
def add_code(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_organisation(request, pk)
    return _step(request, one, DocCodeForm(request.POST or None), offices.add_doc_code, title="登记机关代字", button="登记")


@staff(Permit.MANAGE_ORGANISATION, acts=True)
def end_code(request: StaffRequest, pk: int, code: int) -> HttpResponse:
    one = find_organisation(request, pk)
    found = one.doc_codes.filter(pk=code).first()
    if found is None:
        raise Http404
    form = LastDayForm(request.POST or None, initial={"on": today()})
    return _step(request, one, form, offices.end_doc_code, found, title=f"停用代字“{found.code}”", button="停用")


def _step(request: StaffRequest, one: Organisation, form: Any, do: Any, *args: Any, **words: Any) -> HttpResponse:
    """A step on an organisation, back to its page."""
    back = reverse("desk:organisation", args=[one.pk])
    return deed(request, form, do, *(args or (one,)), back=back, said="已保存。", trail=_trail(one), **words)


def find_organisation(request: StaffRequest, pk: int) -> Organisation:
    """An organisation this officer manages; others are not there."""
    found = queries.organisations_managed_by(request.officer).filter(pk=pk).select_related("parent", "succeeded_by").first()
    if found is None:
        raise Http404
    ask(request, Permit.MANAGE_ORGANISATION, About(found.path))
    return found


def _open(request: StaffRequest) -> list[Organisation]:
    return queries.in_tree_order(queries.organisations_managed_by(request.officer).filter(closed_on=None))


def _trail(one: Organisation) -> list[tuple[str, str]]:
    return [("机构", reverse("desk:organisations")), (one.name, reverse("desk:organisation", args=[one.pk]))]
