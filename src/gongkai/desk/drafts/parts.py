"""稿件的关系和附件."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, as_download, done, download, press, show, staff
from gongkai.desk.drafts.finding import find_draft
from gongkai.desk.drafts.forms import AttachForm, RelationForm
from gongkai.desk.drafts.views import declared
from gongkai.documents.rules.kinds import PLAYED
from gongkai.people.models import Officer
from gongkai.policies import worklists
from gongkai.policies.actions import drafts
from gongkai.policies.models import Attachment, Draft
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.permits import Permit
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui import playing


@staff(Permit.WRITE, acts=True)
def relations(request: StaffRequest, edition: int) -> HttpResponse:
    """Which papers this one amends, repeals, implements … They count once it is published."""
    draft = find_draft(request, edition, Permit.WRITE)
    if "remove" in request.POST:
        return press(request, _remove, draft, back=request.path, said="已删除这条关系。", at_place=request.POST["remove"])
    form = RelationForm(request.POST or None)
    candidates: list[Any] = []
    if form.is_valid():
        candidates = worklists.targets(form.cleaned_data["target"], today())
        if len(candidates) > 1:
            form.add_error("target", f"有 {len(candidates)} 份文件符合，请在下面选一份，或填写它的一策一码。")
        elif done(form, _add, draft, candidates, by=request.officer, at=now()):
            messages.success(request, "已加入这条关系，发布时生效。")
            return redirect(request.path)
    context = {"draft": draft, "edition": draft.edition, "form": form, "relations": declared(draft), "candidates": candidates[:20]}
    trail = [("稿件", reverse("desk:drafts")), (draft.edition.title, reverse("desk:draft", args=[edition])), ("文件关系", "")]
    return show(request, "desk/drafts/relations.html", trail=trail, **context)


def _add(draft: Draft, found: list[Any], *, kind: str, target: str, on: Any, until: Any, articles: str, by: Officer, at: datetime) -> Draft:
    if not found:
        raise Refused("库里没有找到已公开的这份文件。可以先导入它，或发布后由“引用与关系”清单自动连上。", field="target")
    if found[0].pk == draft.edition.policy_id:
        raise Refused("文件不能与自己建立关系。历次修订请用“起草新版”。", field="target")
    fresh = {
        "kind": kind,
        "target": found[0].code,
        "on": on.isoformat() if on else None,
        "until": until.isoformat() if until else None,
        "articles": articles,
    }
    kept = [one for one in draft.relations if (one["kind"], one["target"]) != (kind, fresh["target"])]
    return drafts.save_draft(draft, draft.facts, None, seen=draft.saves, relations=[*kept, fresh], by=by, at=at)


def _remove(draft: Draft, *, at_place: str, by: Officer, at: datetime) -> Draft:
    kept = [one for place, one in enumerate(draft.relations) if str(place) != at_place]
    return drafts.save_draft(draft, draft.facts, None, seen=draft.saves, relations=kept, by=by, at=at)


@staff(Permit.WRITE, acts=True)
def files(request: StaffRequest, edition: int) -> HttpResponse:
    """Attachments: added, and told what was cleaned out of them."""
    draft = find_draft(request, edition, Permit.WRITE)
    takes_played = draft.edition.policy.category == Category.INTERPRETATION
    form = AttachForm(request.POST or None, request.FILES or None, takes_played=takes_played)
    if done(form, _attach, draft, by=request.officer, at=now()):
        messages.success(request, f"已上传 {len(form.result)} 个附件。")  # type: ignore[attr-defined]
        was, draft = draft.telling.get("synthetic"), find_draft(request, edition, Permit.WRITE)
        if draft.telling.get("synthetic") and not was:
            messages.info(request, "文件里带着“人工智能生成合成”的标识，已经注明，公众播放时会看到提示。")
        return redirect(request.path)
    trail = [("稿件", reverse("desk:drafts")), (draft.edition.title, reverse("desk:draft", args=[edition])), ("附件", "")]
    context = {"draft": draft, "edition": draft.edition, "form": form, "files": worklists.files_of(draft.edition)}
    return show(request, "desk/drafts/files.html", trail=trail, **context)


def _attach(draft: Draft, *, files: list[UploadedFile], by: Officer, at: datetime) -> list[Attachment]:
    attached = []
    for file in files:
        try:
            attached.append(drafts.attach(draft.edition, file.name or "附件", file.read(), by=by, at=at))
        except Refused as refused:
            done_before = f"前 {len(attached)} 个已上传。" if attached else ""
            raise Refused(f"“{file.name}”没有上传：{refused}{done_before}", field="files") from None
    return attached


@staff(Permit.WRITE, acts=True)
def detach(request: StaffRequest, edition: int, file: int) -> HttpResponse:
    draft = find_draft(request, edition, Permit.WRITE)
    back = reverse("desk:draft-files", args=[edition])
    if request.method != "POST":
        return redirect(back)
    return press(request, _detach, _file(draft, file), back=back, said="附件已删除。")


def _detach(attachment: Attachment, *, by: Officer, at: datetime) -> None:
    drafts.detach(attachment, by=by, at=at)


@staff(Permit.READ_DRAFTS)
def original(request: StaffRequest, edition: int, file: int) -> HttpResponse:
    """The file as handed in: for staff only."""
    found = _file(find_draft(request, edition), file)
    return download(found.original.read(), found.name)


@staff(Permit.READ_DRAFTS)
def cleaned(request: StaffRequest, edition: int, file: int) -> HttpResponseBase:
    """The copy that will be public; of audio and video any part of it, for the player of those who review it."""
    found = _file(find_draft(request, edition), file)
    if found.public is None:
        raise Http404
    if found.public.kind in PLAYED:
        return as_download(playing.answer(request, found.public, f'"{found.public.digest}"'), found.name)
    return download(found.public.read(), found.name, found.public.media_type)


def _file(draft: Draft, pk: int) -> Attachment:
    for file in worklists.files_of(draft.edition):
        if file.pk == pk:
            return file
    raise Http404
