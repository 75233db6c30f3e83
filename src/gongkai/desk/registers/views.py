"""清单 at the desk: opening a list, writing and importing entries, approving them."""

import json
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.catalogue.actions.importing import read_table
from gongkai.catalogue.models import Item
from gongkai.desk.door import (
    StaffRequest,
    allowed,
    ask,
    chosen,
    deed,
    done,
    may_somewhere,
    offices_where,
    page_of,
    show,
    staff,
    text_filter,
)
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.desk.together import approved_together
from gongkai.people.models import Organisation
from gongkai.people.rules.permits import About
from gongkai.publishing import rounds
from gongkai.registers import queries
from gongkai.registers.actions import importing, keeping
from gongkai.registers.actions.taking_over import Plan, planned, take_over
from gongkai.registers.models import Entry, EntryVersion, Register
from gongkai.registers.rules.given import LARGEST, as_text, decoded
from gongkai.registers.rules.permits import Permit
from gongkai.registers.rules.schemas import BY_SLUG, SCHEMAS, ListColumn, changes
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui.fields import day
from gongkai.ui.pieces import Fact
from gongkai.ui.templatetags.ui import zh_date

NOTE_HELP = "会向社会公开。"
LOOK = "look"


class RegisterForm(forms.Form):
    owner = forms.ModelChoiceField(Organisation.objects.none(), label="编制机关", empty_label=None)
    schema = forms.ChoiceField(
        label="栏目",
        choices=[*((one.slug, one.name) for one in SCHEMAS), ("", "自定义（在下面写）")],
        required=False,
        initial=SCHEMAS[0].slug,
    )
    name = forms.CharField(label="清单名称", max_length=120, required=False, help_text="不填为所选清单的名称。")
    slug = forms.SlugField(label="网址名", max_length=60, help_text="小写字母、数字和连字符，公开后不再改。")
    item = forms.ModelChoiceField(
        Item.objects.none(),
        label="对应的公开事项",
        required=False,
        empty_label="没有",
        help_text="批准公布的条目登记为这个事项的公开内容。",
    )
    columns = forms.CharField(
        label="自定义栏目", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text='JSON 列表，第一栏是名称，例如 [{"name": "name", "label": "名称"}, {"name": "fee", "label": "金额", "kind": "number"}]。',
    )  # fmt: skip

    def __init__(self, *args: Any, owners: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Organisation.objects.filter(pk__in=[one.pk for one in owners])  # type: ignore[attr-defined]
        items = Item.objects.filter(bearers__organ__in=owners, bearers__until=None, is_ended=False).distinct()
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """The columns of a list, and from when to when they count."""

    valid_from = day("生效日期")
    valid_to = day("失效日期", "长期有效的不填。", required=False)
    note = forms.CharField(label="变更说明", max_length=300, help_text=NOTE_HELP)

    def __init__(self, *args: Any, columns: tuple[ListColumn, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [one.name for one in columns]
        own = {one.name: _field(one) for one in columns}
        self.fields = {**own, **self.fields}

    def values(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name] or "") for name in self.names}


def _field(one: ListColumn) -> forms.Field:
    if one.kind == "choice":
        return forms.ChoiceField(label=one.label, required=one.needed, choices=[("", "请选择"), *((text, text) for text in one.choices)])
    if one.kind == "date":
        return day(one.label, required=one.needed)
    widget = forms.Textarea(attrs={"rows": 3}) if one.kind == "long" else forms.TextInput()
    return forms.CharField(label=one.label, required=one.needed, widget=widget)


class ImportForm(forms.Form):
    """`text`: the data of a file that was shown already and is now to be taken over."""

    file = forms.FileField(
        label="清单文件",
        help_text="XLSX、XLS、CSV，表头用清单的栏名；或者 JSON，样式同公开页下载的，先预览，再整份导入。",
    )
    text = forms.CharField(required=False, max_length=LARGEST, strip=False, widget=forms.HiddenInput)
    valid_from = day("生效日期")
    note = forms.CharField(label="变更说明", max_length=300, help_text=NOTE_HELP)
    edition = forms.CharField(
        label="上级清单的版次",
        max_length=60,
        required=False,
        help_text="整份上级清单的新版才填，例如 2026年版：新版没有的条目移出，本地填写的保留，有变化的列出来复核。",
    )

    def __init__(self, *args: Any, register: Register, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("text")
        if not any(one.local for one in register.schema()):
            del self.fields["edition"]


def _trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("清单", reverse("desk:registers")), *more]


@staff(Permit.READ)
def listing(request: StaffRequest) -> HttpResponse:
    page = page_of(request, queries.registers_of(request.actor))
    return show(request, "desk/registers/list.html", trail=[("清单", "")], page=page, may_open=may_somewhere(request.actor, Permit.OPEN))


@staff(Permit.OPEN, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    owners = offices_where(request, Permit.OPEN)
    form = RegisterForm(request.POST or None, owners=owners, initial={"owner": owners[0] if owners else None})

    def do(*, owner: Any, schema: str, name: str, slug: str, item: Any, columns: str, by: Any, at: Any) -> Register:
        built_in = BY_SLUG.get(schema)
        given = {"slug": slug, "owner": owner, "item": item, "by": by, "at": at}
        if built_in is not None:
            return keeping.open_register(name=name or built_in.name, basis=built_in.basis, columns=built_in.as_data(), **given)
        try:
            written = json.loads(columns or "null")
        except ValueError:
            raise Refused("自定义栏目不是正确的 JSON，请核对引号和逗号。", field="columns") from None
        return keeping.open_register(name=name, basis="", columns=written, **given)

    return deed(
        request,
        form,
        do,
        title="建立清单",
        button="建立",
        back=reverse("desk:registers"),
        said="已建立，可以逐条编写或者导入。",
        trail=_trail(),
    )


@staff(Permit.READ)
def register(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    q = text_filter(request)
    state = chosen(request, "state", [LOOK])
    rows = one.entries.select_related("current").order_by("-is_listed", "code")
    to_look = rows.filter(queries.TO_LOOK_AT)
    if q:
        rows = rows.filter(name__icontains=q)
    if state:
        rows = rows.filter(queries.TO_LOOK_AT)
    has_local = any(column.local for column in one.schema())
    context = {
        "register": one,
        "page": page_of(request, rows),
        "q": q,
        "search": "名称",
        "selects": [("state", "本地填写", state, [(LOOK, "待复核")])] if has_local else [],
        "filtered": bool(q or state),
        "editions": list(one.editions.select_related("taken_by")[:10]),
        "to_look": to_look.count() if has_local else 0,
        "look": LOOK,
        "may_write": allowed(request, Permit.WRITE, About(one.owner.path)),
    }
    return show(request, "desk/registers/register.html", trail=_trail((one.name, "")), **context)


@staff(Permit.WRITE, acts=True)
def entry_new(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.WRITE, About(one.owner.path))
    form = EntryForm(request.POST or None, columns=one.schema(), initial={"valid_from": today(), "note": "新增条目"})
    back = reverse("desk:register", args=[one.pk])
    return deed(
        request, form, _proposing(one, form, None), title=f"新增条目：{one.name}", button="提交批准", back=back, said="已提交，另一人批准后公布。",
        trail=_trail((one.name, back)),
    )  # fmt: skip


@staff(Permit.WRITE, acts=True)
def entry(request: StaffRequest, pk: int) -> HttpResponse:
    """A new version of an entry."""
    one = _find_entry(request, pk)
    last = one.versions.order_by("-number").first()
    start = dict(last.values) if last else {}
    form = EntryForm(request.POST or None, columns=one.register.schema(), initial=start | {"valid_from": today()})
    back = reverse("desk:register", args=[one.register_id])
    return deed(
        request, form, _proposing(one.register, form, one), title=f"修改：{one.name}", button="提交批准", back=back, said="已提交，另一人批准后公布。",
        says="以前的内容都留着，公众可以逐版比较。", trail=_trail((one.register.name, back)),
    )  # fmt: skip


def _proposing(register: Register, form: EntryForm, one: Entry | None) -> Any:
    def do(*, valid_from: Any, valid_to: Any, note: str, by: Any, at: Any, **_: Any) -> EntryVersion:
        return keeping.propose(register, form.values(), entry=one, valid_from=valid_from, valid_to=valid_to, note=note, by=by, at=at)

    return do


@staff(Permit.WRITE, acts=True)
def end(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find_entry(request, pk)
    form = ReasonForm(request.POST or None, label="移出的理由", help_text=NOTE_HELP)
    back = reverse("desk:register", args=[one.register_id])

    def do(*, reason: str, by: Any, at: Any) -> EntryVersion:
        values = one.current.values if one.current else {}
        return keeping.propose(one.register, values, entry=one, valid_from=at.date(), note=reason, ends=True, by=by, at=at)

    return deed(
        request, form, do, title=f"移出清单：{one.name}", says="另一人批准后移出，历次内容仍可查。", button="提交批准", danger=True, back=back,
        said="已提交，另一人批准后移出。", trail=_trail((one.register.name, back)),
    )  # fmt: skip


@staff(Permit.WRITE, acts=True)
def import_page(request: StaffRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    ask(request, Permit.WRITE, About(one.owner.path))
    form = ImportForm(request.POST or None, request.FILES or None, register=one, initial={"valid_from": today(), "note": "按清单更新"})
    plan, text, found = Looked(None, "", [])
    if request.method == "POST" and done(form, _importing(one), by=request.officer, at=now()):
        plan, text, found = form.result  # type: ignore[attr-defined]
        if plan and not text:
            messages.success(request, "已导入，另一人批准后公布：" + "，".join(f"{said} {n} 条" for said, n in plan.counts) + "。")
            return redirect("desk:register-versions")
    context = {
        "form": form,
        "register": one,
        "wrong": [row for row in found if not row.said],
        "taken": sum(bool(row.said) for row in found),
        "found": found,
        "plan": plan,
        "text": text,
    }
    back = reverse("desk:register", args=[one.pk])
    return show(request, "desk/registers/import.html", trail=_trail((one.name, back), ("导入", "")), back=back, **context)


class Looked(NamedTuple):
    """What sending a file did: a plan with the text it was read from, to be sent back; a plan carried out, without; or a table's rows."""

    plan: Plan | None
    text: str
    found: list[importing.Taken]


def _importing(register: Register) -> Any:
    """What sending the form does: a table is imported row by row; data is shown first, and taken over when it comes back."""

    def do(*, file: Any, text: str, valid_from: Any, note: str, edition: str = "", by: Any, at: Any) -> Looked:
        given = {"valid_from": valid_from, "note": note}
        if text and not file:
            return Looked(take_over(register, text, edition=edition, by=by, at=at, **given), "", [])
        if file.name.lower().endswith(".json"):
            read = decoded(file.read(LARGEST * 4))
        elif edition:
            read = as_text(read_table(file.read(), file.name), register.schema())
        else:
            return Looked(None, "", importing.import_entries(register, read_table(file.read(), file.name), by=by, at=at, **given))
        return Looked(planned(register, read, edition=edition, on=at.date(), **given), read, [])

    return do


@staff(Permit.READ, acts=True)
def versions(request: StaffRequest) -> HttpResponse:
    waiting = queries.waiting(request.actor)
    if request.method == "POST":
        return approved_together(request, waiting, importing.approve_many, named=lambda one: one.entry.name, back="desk:register-versions")
    page = page_of(request, waiting, 100)
    sent = rounds.on_their_way(keeping.about_entry(one.entry) for one in page.object_list)
    rows = [
        (
            one,
            _changed(one),
            sent.get(keeping.about_entry(one.entry)),
            allowed(request, Permit.WRITE, About(one.entry.register.owner.path)),
        )
        for one in page.object_list
    ]
    may_approve = may_somewhere(request.actor, Permit.APPROVE)
    return show(request, "desk/registers/versions.html", trail=_trail(("待批准", "")), page=page, rows=rows, may_approve=may_approve)


@staff(Permit.APPROVE, acts=True)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    one = _waiting(request, pk)
    register_ = one.entry.register
    facts = [Fact(column.label, one.values.get(column.name, ""), wide=column.kind == "long") for column in register_.schema()]
    facts += [Fact("生效日期", zh_date(one.valid_from)), Fact("失效日期", zh_date(one.valid_to)), Fact("变更说明", one.note, wide=True)]
    return deed(
        request, NothingForm(request.POST if request.method == "POST" else None), keeping.approve, one, title=f"批准：{one.entry.name}",
        says="移出清单。" if one.ends else "批准后公布。", button="批准", back=reverse("desk:register-versions"), said="已批准并公布。",
        trail=_trail(("待批准", reverse("desk:register-versions"))), facts=facts, changed=_changed(one),
    )  # fmt: skip


@staff(Permit.APPROVE, acts=True)
def decline(request: StaffRequest, pk: int) -> HttpResponse:
    one = _waiting(request, pk)
    return deed(
        request, ReasonForm(request.POST or None, label="退回的理由"), keeping.decline, one, title=f"退回：{one.entry.name}", button="退回",
        back=reverse("desk:register-versions"), said="已退回。", trail=_trail(("待批准", reverse("desk:register-versions"))),
        changed=_changed(one),
    )  # fmt: skip


def _changed(one: EntryVersion) -> list[tuple[str, str, str]]:
    """(column, as listed, as proposed); nothing of what is new or ends altogether."""
    held = one.entry.current
    return list(changes(one.entry.register.schema(), held.values, one.values)) if held and not one.ends else []


def _find(request: StaffRequest, pk: int) -> Register:
    one = queries.registers_of(request.actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def _find_entry(request: StaffRequest, pk: int) -> Entry:
    rows = Entry.objects.filter(register__in=queries.registers_of(request.actor).values("pk"))
    one = rows.select_related("register__owner", "current").filter(pk=pk).first()
    if one is None:
        raise Http404
    ask(request, Permit.WRITE, About(one.register.owner.path))
    return one


def _waiting(request: StaffRequest, pk: int) -> EntryVersion:
    one = queries.waiting(request.actor).filter(pk=pk).first()
    if one is None:
        raise Http404
    ask(request, Permit.APPROVE, About(one.entry.register.owner.path, written_by=one.made_by_id))
    return one
