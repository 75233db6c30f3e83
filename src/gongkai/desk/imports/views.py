"""导入：交进文件，看进度，逐件确认."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.desk.door import (
    StaffRequest,
    ask,
    chosen,
    deed,
    done,
    download,
    offices_where,
    page_of,
    picked,
    show,
    staff,
)
from gongkai.desk.imports import reading
from gongkai.desk.imports.confirming import confirm_form, one_by_one, suggested_index_no
from gongkai.desk.imports.forms import PasteForm, UploadForm
from gongkai.desk.issuers import not_issued_by
from gongkai.desk.plain_forms import NothingForm, TextForm
from gongkai.desk.rows import with_flags
from gongkai.desk.writing import as_blocks, as_text
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.writers import xlsx
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About
from gongkai.policies import queries, worklists
from gongkai.policies.actions import intake, repair
from gongkai.policies.models import ImportBatch, ImportItem
from gongkai.policies.rules import evidence, facts, manifest
from gongkai.policies.rules.compare import compare
from gongkai.policies.rules.kinds import ItemState
from gongkai.policies.rules.permits import Permit
from gongkai.publishing.rules.hits import Level
from gongkai.shared.clock import now, today
from gongkai.ui.pieces import Choice, Facet

ITEMS_A_PAGE = 50


@staff(Permit.IMPORT)
def batches(request: StaffRequest) -> HttpResponse:
    page = page_of(request, queries.batches_of(request.officer))
    counts = queries.batch_counts(page.object_list)
    rows = [(batch, counts.get(batch.pk, {})) for batch in page.object_list]
    return show(request, "desk/imports/batches.html", trail=[("导入", "")], page=page, rows=rows)


@staff(Permit.IMPORT, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    """Files, a folder, a ZIP, a manifest."""
    form = UploadForm(request.POST or None, request.FILES or None, offices=offices_where(request, Permit.IMPORT))
    if done(form, _receive_files, form, by=request.officer, at=now()):
        return redirect("desk:import-batch", form.result.pk)  # type: ignore[attr-defined]
    bounds = {"limit": settings.MAX_UPLOAD_MB, "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
    return show(request, "desk/imports/new.html", trail=[("导入", reverse("desk:imports")), ("上传文件", "")], form=form, **bounds)


def _receive_files(form: UploadForm, *, files: Any, paths: str, name: str, office: Organisation, by: Officer, at: datetime) -> ImportBatch:
    first = files[0].name or "文件"
    named = name or (first if len(files) == 1 else f"{first} 等 {len(files)} 个文件")
    return intake.receive(form.uploads(), name=named, office=office, by=by, at=at)


@staff(Permit.IMPORT, acts=True)
def paste(request: StaffRequest) -> HttpResponse:
    form = PasteForm(request.POST or None, offices=offices_where(request, Permit.IMPORT))
    if done(form, _receive_text, form, by=request.officer, at=now()):
        return redirect("desk:import-batch", form.result.pk)  # type: ignore[attr-defined]
    return show(request, "desk/imports/paste.html", trail=[("导入", reverse("desk:imports")), ("粘贴正文", "")], form=form)


def _receive_text(form: PasteForm, *, title: str, text: str, office: Organisation, by: Officer, at: datetime) -> ImportBatch:
    return intake.receive([form.upload()], name=form.batch_name(), office=office, by=by, at=at)


@staff(Permit.IMPORT)
def template(request: StaffRequest, kind: str) -> HttpResponse:
    """An empty manifest with every column there is."""
    header = [manifest.FILE_COLUMN, manifest.ATTACHMENTS_COLUMN, manifest.CATEGORY_COLUMN, *facts.LABELS.values()]
    if kind == "csv":
        return download(("\ufeff" + ",".join(header) + "\r\n").encode(), "导入清单.csv", FileKind.CSV.media_type)
    return download(xlsx.write([], header, "导入清单"), "导入清单.xlsx", FileKind.XLSX.media_type)


@staff(Permit.IMPORT)
def batch(request: StaffRequest, pk: int) -> HttpResponse:
    """The items of a batch with what became of each; while some wait to be read, the page looks again every second."""
    one = _find_batch(request, pk)
    state = chosen(request, "state", [state.value for state in ItemState])
    page = page_of(request, with_flags(worklists.items_of(one, state)), ITEMS_A_PAGE)
    context = _progress(one) | {"batch": one, "page": page, "state": state, "facets": [_states(one, state)]}
    if getattr(request, "htmx", False):
        return render(request, "desk/imports/batch_items.html", context)
    return show(request, "desk/imports/batch.html", trail=[("导入", reverse("desk:imports")), (one.name, "")], **context)


@staff(Permit.IMPORT, acts=True)
def discard_many(request: StaffRequest, pk: int) -> HttpResponse:
    """放弃 the chosen items, or all that wait or failed, with a result for each."""
    one = _find_batch(request, pk)
    items = list(worklists.items_of(one).filter(pk__in=picked(request, "item")))
    back = reverse("desk:import-batch", args=[pk])
    if not items:
        messages.error(request, "请先勾选要放弃的文件。")
        return redirect(back)
    if "sure" not in request.POST:
        context = {"batch": one, "items": items, "back": back}
        return show(
            request, "desk/imports/discard_many.html", trail=[("导入", reverse("desk:imports")), (one.name, back), ("放弃", "")], **context
        )
    one_by_one(request, items, lambda item: intake.discard(item, by=request.officer, at=now()), said="已放弃 {} 件。")
    return redirect(back)


@staff(Permit.IMPORT, acts=True)
def item(request: StaffRequest, pk: int) -> HttpResponse:
    """确认: the original on the left, what was read from it on the right."""
    one = find_item(request, pk)
    trail = [("导入", reverse("desk:imports")), (one.batch.name, reverse("desk:import-batch", args=[one.batch_id]))]
    if one.state != ItemState.READY:
        return show(request, "desk/imports/item_closed.html", trail=[*trail, (one.name, "")], item=one)
    form, alike = confirm_form(request, one)
    pressed = request.POST.get("use")
    if request.method == "POST" and not pressed and form.is_valid():
        given = {"category": form.category_chosen(), "edition_of": form.edition_of(), "relations": form.relations()}
        if done(form, _confirm, one, form.facts(), given, by=request.officer, at=now()):
            messages.success(request, f"“{one.name}”已确认，成为稿件。")
            following = worklists.next_to_confirm(one) if "next" in request.POST else None
            return redirect("desk:import-item", following.pk) if following else redirect("desk:draft", form.result.pk)  # type: ignore[attr-defined]
    read = one.draft
    hits = reading.foreseen(one, evidence.as_facts(read), form.category_read(), today())
    context = {
        "item": one,
        "form": form,
        "read": read,
        "flags_total": len(read["flags"]) + len(read["warnings"]),
        "lines": reading.lines(read),
        "hidden_lines": max(0, len(read["original"]) - reading.LINES_SHOWN),
        "groups": list(reading.rows(form, read, suggested=suggested_index_no(one))),
        "duties": reading.duties(read),
        "blocks": reading.blocks(read),
        "not_here": [cited for cited in read["citations"] if not any(form_.cited is cited for form_ in form.citations)],
        "alike": alike,
        "foreign": not_issued_by(one.batch.office, evidence.as_facts(read)["issuers"]),
        "hits": hits,
        "stopping": [hit for hit in hits if hit.level is Level.HIGH],
        "following": worklists.next_to_confirm(one),
    }
    return show(request, "desk/imports/item.html", trail=[*trail, (one.name, "")], **context)


def _confirm(item: ImportItem, values: dict[str, Any], given: dict[str, Any], *, by: Officer, at: datetime, **_typed: Any) -> Any:
    return intake.confirm(item, values, by=by, at=at, **given)


@staff(Permit.IMPORT, acts=True)
def text(request: StaffRequest, pk: int) -> HttpResponse:
    """修改正文 before confirmation: the text is taken apart anew when saved."""
    one = find_item(request, pk)
    here = reverse("desk:import-item", args=[pk])
    if one.state != ItemState.READY:
        return redirect(here)
    before = reading.blocks(one.draft)
    title = str(evidence.value(one.draft, "title") or "")
    form = TextForm(request.POST or None, initial={"text": as_text(before)})
    if done(form, _repair, one, title, by=request.officer, at=now()):
        messages.success(request, "正文已保存，并重新识别了条款结构和引用的文件。")
        return redirect(here)
    trail = [("导入", reverse("desk:imports")), (one.name, here), ("修改正文", "")]
    return show(request, "desk/imports/text.html", trail=trail, item=one, form=form, lines=reading.lines(one.draft), back=here)


def _repair(item: ImportItem, title: str, *, text: str, by: Officer, at: datetime) -> ImportItem:
    return repair.repair(item, as_blocks(text, title, reading.blocks(item.draft)), by=by, at=at)


@staff(Permit.IMPORT)
def original(request: StaffRequest, pk: int) -> HttpResponse:
    """The file as it was handed in, for the officer's disk."""
    one = find_item(request, pk)
    if one.original is None:
        raise Http404
    return download(one.original.read(), one.name)


@staff(Permit.IMPORT)
def comparison(request: StaffRequest, pk: int, code: str, edition: int) -> HttpResponse:
    """This item against an edition it resembles."""
    one = find_item(request, pk)
    alike = worklists.editions_alike([(code, str(edition))], request.actor, today())
    if not alike or one.state != ItemState.READY:
        raise Http404
    result = compare(worklists.blocks_of(alike[0]), reading.blocks(one.draft))
    trail = [("导入", reverse("desk:imports")), (one.name, reverse("desk:import-item", args=[pk])), ("对比", "")]
    names = (f"{alike[0].title}（第 {alike[0].number} 版）", f"这次导入的“{one.name}”")
    return show(request, "desk/compare.html", trail=trail, title="对比近似文件", comparison=result, names=names)


@staff(Permit.IMPORT, acts=True)
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    one = find_item(request, pk)
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        intake.discard,
        one,
        title=f"放弃“{one.name}”",
        says="这一件的识别结果不再保留，文件不会进入政策库；原件仍留在本批次里，以后可以重新导入。",
        button="放弃这一件",
        danger=True,
        back=reverse("desk:import-batch", args=[one.batch_id]),
        said=f"已放弃“{one.name}”。",
        trail=[("导入", reverse("desk:imports")), (one.batch.name, reverse("desk:import-batch", args=[one.batch_id]))],
    )


def find_item(request: StaffRequest, pk: int) -> ImportItem:
    found = worklists.items(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    ask(request, Permit.IMPORT, About(found.batch.office.path))
    return found


def _find_batch(request: StaffRequest, pk: int) -> ImportBatch:
    found = queries.batches_of(request.officer).filter(pk=pk).first()
    if found is None:
        raise Http404
    ask(request, Permit.IMPORT, About(found.office.path))
    return found


def _progress(batch: ImportBatch) -> dict[str, Any]:
    counts = queries.batch_counts([batch]).get(batch.pk, {})
    waiting, total = counts.get(ItemState.WAITING, 0), sum(counts.values())
    return {"waiting": waiting, "total": total, "read": total - waiting, "counts": counts}


def _states(batch: ImportBatch, state: str) -> Facet:
    counts = queries.batch_counts([batch]).get(batch.pk, {})
    here = reverse("desk:import-batch", args=[batch.pk])
    choices = [
        Choice(one.label, counts[one.value], here if state == one else f"{here}?state={one.value}", state == one)
        for one in ItemState
        if counts.get(one.value)
    ]
    return Facet("状态", tuple(choices))
