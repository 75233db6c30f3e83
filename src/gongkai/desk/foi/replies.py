"""拟答复: the decision, its words, its files; the letter as it will be signed; letters as files."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk.door import StaffRequest, allowed, ask, deed, done, download, press, show, staff
from gongkai.desk.foi.finding import find_case, find_handled, trail_of
from gongkai.desk.foi.forms import DraftForm, FileForm, OutcomeForm
from gongkai.desk.plain_forms import ReasonForm
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.rules.paper import Paper
from gongkai.foi import letters
from gongkai.foi.actions import editing, inspecting, reading, replies
from gongkai.foi.actions.intake import Handed
from gongkai.foi.actions.letters import pdf_of
from gongkai.foi.actions.steps import Step, about
from gongkai.foi.models import Case, Letter, Reply, ReplyFile
from gongkai.foi.rules import reply_words, stages
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import RULINGS, Outcome, lacking
from gongkai.foi.rules.permits import Permit
from gongkai.foi.standing import standing_of
from gongkai.people.models import Officer
from gongkai.publishing.rules.hits import NAMES
from gongkai.publishing.rules.permits import Permit as Publishing
from gongkai.publishing.rules.publishability import REASON_LENGTH
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused

MAKERS = {"docx": letters.docx_of, "ofd": letters.ofd_of}


@staff(Permit.DRAFT, acts=True)
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """拟稿. First the decision (`?outcome=`), then what it needs to say; saved again and again until it is submitted."""
    case = find_handled(request, pk)
    if request.method != "POST":  # nobody writes what will only be refused
        ask(request, Permit.DRAFT, about(case, request.officer, Action.DRAFT))
        stages.require(Action.DRAFT, standing_of(case, on=today()).facts, today())
    reply = Reply.objects.filter(case=case).first()
    outcome = _outcome(request.GET.get("outcome") or (reply.outcome if reply else ""))
    if outcome is None:
        choice = OutcomeForm(request.GET or None)
        return show(request, "desk/foi/outcome.html", trail=[*trail_of(case), ("拟稿", "")], case=case, form=choice, rulings=_rulings())
    told = reply.facts if reply and reply.outcome == outcome else {}
    initial: dict[str, object] = {name: told.get(name, "") for name in reply_words.fields(outcome)} | {"body": reply.body if reply else ""}
    initial[reply_words.OBJECTED_WITHHELD] = told.get(reply_words.OBJECTED_WITHHELD, "").split(",")
    form = DraftForm(request.POST or None, outcome=outcome, objecting=replies.objecting(case), initial=initial)
    seen = request.POST.get("seen", "")
    if request.method == "POST" and done(form, _saved(case, outcome, seen), by=request.officer, at=now()):
        messages.success(request, "已保存。")
        return redirect("desk:foi-draft", pk=case.pk)
    on_file = standing_of(case, on=today()).facts.evidence
    preview, missing = _previewed(case) if reply else (None, "")
    looked = inspecting.look(case, preview, at=now()) if preview else None
    return show(
        request,
        "desk/foi/draft.html",
        trail=[*trail_of(case), ("拟稿", "")],
        case=case,
        reply=reply,
        form=form,
        seen=case.version,
        outcome=outcome,
        ruling=RULINGS[outcome],
        exists=replies.why_it_exists(case, outcome),
        lacking=[need.words for need in lacking(outcome, on_file)],
        files=reply.files.select_related("stored", "original") if reply else (),
        file_form=FileForm(),
        blocks=preview.blocks if preview else (),
        preview=preview,
        missing=missing,
        hits=[(hit, hit.place.in_words(), NAMES[hit.code]) for hit in looked.hits] if looked else [],
    )


@staff(Permit.DRAFT)
def to_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The draft as a DOCX to edit."""
    case = find_handled(request, pk)
    ask(request, Permit.DRAFT, about(case, request.officer, Action.DRAFT))
    data = editing.to_edit(case, at=now())
    reading.take_out(case, "draft", case.pk, by=request.officer, at=now())
    return download(data, f"答复编辑稿（{case}）.docx", FileKind.DOCX.media_type)


@staff(Permit.DRAFT, acts=True)
def edited(request: StaffRequest, pk: int) -> HttpResponse:
    """The edited DOCX comes back, or (`drop`) the organ's template is gone back to."""
    case = find_handled(request, pk)
    back = reverse("desk:foi-draft", args=[case.pk])
    if request.method != "POST":
        return redirect(back)
    if "drop" in request.POST:
        return press(request, editing.drop_edited, case, back=back, said="正文已恢复为按模板生成。")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请选择改好的 DOCX 文件。")
        return redirect(back)
    sent = form.cleaned_data["file"]
    said = "正文已换成您改好的文稿，请看右边签发后的样子，无误后送审。"
    return press(request, editing.take_edited, case, Handed(sent.name, sent.read()), back=back, said=said)


@staff(Permit.DRAFT, acts=True)
def attach(request: StaffRequest, pk: int) -> HttpResponse:
    case = find_handled(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    back = reverse("desk:foi-draft", args=[case.pk])
    if request.method != "POST" or not form.is_valid():
        messages.error(request, "请选择要上传的文件。")
        return redirect(back)
    sent = form.cleaned_data["file"]
    return press(request, replies.attach, case, Handed(sent.name, sent.read()), back=back, said="文件已附上，隐藏信息已清除。")


@staff(Permit.DRAFT, acts=True)
def detach(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    case = find_handled(request, pk)
    row = _file(case, file)
    if request.method != "POST":
        raise Http404
    return press(request, replies.detach, row, back=reverse("desk:foi-draft", args=[case.pk]), said="文件已取下。")


@staff(Permit.READ)
def reply_file(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """A file as the applicant will get it, under the name he will see: a redacted copy does not keep the name of its original."""
    case = find_handled(request, pk)
    row = _file(case, file)
    if row.stored is None:
        raise Http404
    data = row.stored.read()
    reading.take_out(case, "reply_file", row.pk, by=request.officer, at=now())
    return download(data, next(name for name, one in letters.files_given(case) if one.pk == row.pk))


@staff(Permit.READ)
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """The reply as it would be signed now, with what was found in it when it was submitted."""
    case = find_handled(request, pk)
    reply = Reply.objects.filter(case=case).first()
    paper, missing = _previewed(case)
    return show(
        request,
        "desk/foi/preview.html",
        trail=[*trail_of(case), ("答复预览", "")],
        case=case,
        paper=paper,
        missing=missing,
        blocks=paper.blocks if paper else (),
        inspected=inspecting.inspected(case, reply) if reply else None,
        may_let_pass=allowed(request, Publishing.OVERRIDE, about(case)),
    )


@staff(Publishing.OVERRIDE, acts=True)
def let_pass(request: StaffRequest, pk: int, finding: int) -> HttpResponse:
    """放行 one finding with the reason in writing, by somebody who wrote no part of the reply."""
    case = find_handled(request, pk)
    ask(request, Publishing.OVERRIDE, about(case))
    reply = Reply.objects.filter(case=case).first()
    found = inspecting.inspected(case, reply) if reply else None
    one = next((each for each in found.findings if each.pk == finding), None) if found else None
    if one is None:
        raise Http404
    return deed(
        request,
        ReasonForm(
            request.POST or None,
            label="放行理由",
            help_text=f"至少 {REASON_LENGTH} 个字，说清为什么可以写进答复。理由连同您的姓名记入日志。",
        ),
        inspecting.let_pass,
        case,
        one,
        title="写明理由后放行",
        says=f"{one.where}：{one.message}（{one.sample}）。放行后这一处不再阻止审查和签发，由您对此负责。",
        button="放行",
        danger=True,
        back=reverse("desk:foi-preview", args=[case.pk]) + "#findings",
        said="已放行。",
        trail=trail_of(case),
    )


@staff(Permit.READ)
def letter(request: StaffRequest, pk: int, letter: int, kind: str) -> HttpResponse:
    """A signed letter as PDF, OFD or DOCX: for who handles the case; the slip to offices asked to help names nobody and is theirs too."""
    case = find_case(request, pk)
    one = Letter.objects.filter(case=case, pk=letter).select_related("pdf").first()
    if one and one.kind != LetterKind.HELP_REQUEST:
        find_handled(request, pk)
    if one is None or kind not in ("pdf", *MAKERS):
        raise Http404
    name = f"{one.name}（{one.number}）.{kind}"
    data = pdf_of(one, at=now()).read() if kind == "pdf" else MAKERS[kind](one)
    reading.take_out(case, f"letter.{kind}", one.pk, by=request.officer, at=now())
    return download(data, name, FileKind(kind).media_type)


def _saved(case: Case, outcome: Outcome, seen: str) -> Callable[..., Step]:
    def save(*, by: Officer, at: datetime, body: str, **told: str) -> Step:
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
        return replies.draft(case, outcome, told, body, by=by, at=at, seen=version)

    return save


def _previewed(case: Case) -> tuple[Paper | None, str]:
    try:
        return replies.preview(case, at=now()), ""
    except Refused as refused:
        return None, str(refused)


def _outcome(text: str) -> Outcome | None:
    try:
        return Outcome(text) if text else None
    except ValueError:
        raise Http404 from None


def _rulings() -> list[tuple[str, str]]:
    return [(ruling.name, "、".join(ruling.basis)) for ruling in RULINGS.values()]


def _file(case: Case, pk: int) -> ReplyFile:
    reply = Reply.objects.filter(case=case).first()
    row = reply.files.select_related("stored", "reply__case").filter(pk=pk).first() if reply else None
    if row is None:
        raise Http404
    return row
