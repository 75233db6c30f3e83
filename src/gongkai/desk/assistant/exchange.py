"""问答库的导入导出 at the desk."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.assistant import faq
from gongkai.assistant.actions import exchange
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.exchange import CODE, HEADER, READ, as_json, cells, read_json, read_table
from gongkai.assistant.rules.permits import Permit
from gongkai.desk.assistant.finding import trail_of
from gongkai.desk.assistant.forms import FileForm
from gongkai.desk.door import MOST_EXPORTED, StaffRequest, ask, done, download, offices_where, show, staff
from gongkai.documents.checks import check_upload
from gongkai.documents.readers.sheets import sheets
from gongkai.documents.rules.encodings import decode
from gongkai.documents.rules.kinds import FileKind, kind_of_name
from gongkai.documents.writers import xlsx
from gongkai.people.models import Organisation
from gongkai.people.rules.permits import About
from gongkai.shared.clock import day_of, now
from gongkai.shared.refusal import Refused

LARGEST = 5 * 2**20
KINDS = ("xlsx", "json")


@staff(Permit.WRITE_ENTRY, acts=True)
def take_in(request: StaffRequest) -> HttpResponse:
    """A file of entries becomes drafts, all or none; rows with the number of an entry become a new version of it."""
    offices = [one for one in offices_where(request, Permit.WRITE_ENTRY) if one in offices_where(request, Permit.EXPORT_ENTRIES)]
    if not offices:
        ask(request, Permit.WRITE_ENTRY, About(""))
    form = FileForm(request.POST or None, request.FILES or None, offices=offices)

    def load(*, file: UploadedFile, office: Organisation, **given: Any) -> exchange.Taken:
        return exchange.take_in(_rows(file), office=office, **given)

    if request.method == "POST" and done(form, load, by=request.officer, at=now()):
        taken: exchange.Taken = form.result  # type: ignore[attr-defined]
        messages.success(
            request, f"新编 {len(taken.made)} 条草稿，另写新版 {len(taken.renewed)} 条，没有变化 {taken.unchanged} 条。草稿审核后才使用。"
        )
        if taken.renewed:
            messages.info(
                request, f"另写新版的：{'、'.join(one.code for one in taken.renewed[:20])}{' 等' if len(taken.renewed) > 20 else ''}。"
            )
        return redirect(reverse("desk:faq") + ("?state=draft" if taken.made else ""))
    return show(request, "desk/assistant/import.html", trail=[*trail_of(), ("导入", "")], form=form, columns=(CODE, *READ))


@staff(Permit.EXPORT_ENTRIES)
def hand_out(request: StaffRequest, kind: str) -> HttpResponse:
    """Everything of the offices whose base the officer may take out, as it is shown in the list; `?blank=1` the header alone."""
    if kind not in KINDS:
        raise Http404
    offices = offices_where(request, Permit.EXPORT_ENTRIES)
    if not offices:
        ask(request, Permit.EXPORT_ENTRIES, About(""))
    rows = faq.with_sources(faq.entries(request.actor).filter(office__in=offices)).prefetch_related(
        "maintainers", "versions__citations__policy"
    )
    entries = [] if "blank" in request.GET else list(rows[:MOST_EXPORTED])
    if kind == "json":
        given = [as_json(faq.as_written(version)) | {"code": one.code, "state": one.state} for one in entries if (version := _last(one))]
        return download(json.dumps({"entries": given}, ensure_ascii=False, indent=1).encode(), "政策问答库.json", "application/json")
    table = [cells(faq.as_written(version), _told(one)) for one in entries if (version := _last(one))]
    return download(xlsx.write(table, HEADER, "政策问答库"), "政策问答库.xlsx", FileKind.XLSX.media_type)


def _last(entry: FaqEntry) -> Any:
    """What is published, else what is being written."""
    return max(entry.versions.all(), key=lambda version: (version.pk == entry.current_id, version.number), default=None)


def _told(entry: FaqEntry) -> list[str]:
    current = entry.current
    published = day_of(current.published_at).isoformat() if current and current.published_at else ""
    return [entry.code, entry.words, entry.office.name, "、".join(one.name for one in entry.maintainers.all()), published]


def _rows(file: UploadedFile) -> list[Any]:
    if (file.size or 0) > min(LARGEST, settings.MAX_UPLOAD_MB * 2**20):
        raise Refused("文件超过 5 MB，请分成几个文件。", field="file")
    data, name = file.read(), file.name or ""
    if name.lower().endswith(".json"):
        return read_json(decode(data)[0])
    kind = kind_of_name(name)
    if kind in {FileKind.XLSX, FileKind.CSV}:
        check_upload(data, name)
    if kind not in {FileKind.XLSX, FileKind.CSV}:
        raise Refused("请选择 XLSX、CSV 或者 JSON 文件。", field="file")
    try:
        found = sheets(data, kind)
    except Refused:
        raise
    except Exception as error:  # the reader's own errors, whatever they are called
        raise Refused("这个文件打不开，可能已损坏，或者扩展名与内容不符。", field="file") from error
    return read_table(found[0].rows if found else ())
