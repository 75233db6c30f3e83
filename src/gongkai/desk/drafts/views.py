"""稿件：起草、修改、送审、检查、保密审查、退回、签发."""

from datetime import datetime
from typing import Any

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
    exported,
    may_somewhere,
    offices_where,
    page_of,
    press,
    show,
    staff,
    text_filter,
)
from gongkai.desk.drafts.finding import find_draft, state_of
from gongkai.desk.drafts.forms import AllowForm, DraftForm, NewDraftForm, SecrecyForm, SeenForm
from gongkai.desk.drafts.playing import played
from gongkai.desk.facts_form import as_typed
from gongkai.desk.history import history
from gongkai.desk.issuers import not_issued_by
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.desk.reviews.forms import ScheduleForm
from gongkai.desk.writing import as_blocks, as_text
from gongkai.people.models import Officer, Organisation
from gongkai.policies import worklists
from gongkai.policies.actions import abandon, drafts, filing, publish, review, scheduling
from gongkai.policies.actions.filing import Filed
from gongkai.policies.actions.reviewed import about, draft_digest
from gongkai.policies.models import Draft, Edition, Interpretation
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.compare import compare
from gongkai.policies.rules.kinds import Category, Disclosure, DocumentClass
from gongkai.policies.rules.permits import Permit
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import Finding
from gongkai.publishing.rules.permits import Permit as Publishing
from gongkai.publishing.rules.publishability import REASON_LENGTH
from gongkai.shared.clock import now, today
from gongkai.shared.refusal import Refused
from gongkai.ui.pieces import Fact
from gongkai.ui.templatetags.ui import zh_date, zh_moment

_CODED = {one.value: one.label for one in (*DocumentClass, *Disclosure)}
STATES = [("told", "待起草"), ("writing", "起草中"), ("returned", "已退回"), ("submitted", "已送审")]


@staff(Permit.READ_DRAFTS)
def listing(request: StaffRequest) -> HttpResponse:
    state, q = chosen(request, "state", [key for key, _ in STATES]), text_filter(request)
    rows = worklists.drafts(request.actor, q=q, state=state)
    if request.GET.get("export") == "xlsx":
        return exported(rows, ["标题", "一策一码", "责任单位", "起草人", "状态", "最近保存"], _cells, "稿件")
    return show(
        request,
        "desk/drafts/list.html",
        trail=[("稿件", "")],
        page=page_of(request, rows),
        q=q,
        search="标题、文号或一策一码",
        selects=[("state", "状态", state, STATES)],
        filtered=bool(q or state),
        may_write=may_somewhere(request.actor, Permit.WRITE),
    )


def _cells(draft: Draft) -> list[object]:
    policy = draft.edition.policy
    return [draft.edition.title, policy.code, policy.office.name, writer_of(draft), state_words(draft), zh_moment(draft.saved_at)]


def state_words(draft: Draft) -> str:
    return "已送审" if draft.submitted_at else "已退回" if draft.returned else "起草中" if draft.written_by else "待起草"


def writer_of(draft: Draft) -> str:
    return draft.written_by.name if draft.written_by else "业务系统告知"


@staff(Permit.WRITE, acts=True)
def new(request: StaffRequest) -> HttpResponse:
    form = NewDraftForm(request.POST or None, offices=offices_where(request, Permit.WRITE))
    if done(form, _start, by=request.officer, at=now()):
        return redirect("desk:draft-edit", form.result.pk)  # type: ignore[attr-defined]
    context = {"form": form, "title": "起草新稿", "button": "开始起草", "back": reverse("desk:drafts")}
    return show(request, "desk/deed.html", trail=[("稿件", reverse("desk:drafts")), ("起草新稿", "")], **context)


def _start(*, office: Organisation, category: str, title: str, by: Officer, at: datetime) -> Edition:
    return drafts.start(Category(category), fact_rules.empty() | {"title": title}, (), office=office, by=by, at=at)


@staff(Permit.READ_DRAFTS)
def page(request: StaffRequest, edition: int) -> HttpResponse:
    """The draft: what it says, what was found, what is missing, the next steps, everything that happened."""
    draft = find_draft_or_policy(request, edition)
    if isinstance(draft, str):
        return redirect("desk:policy", draft)
    facts, filed = fact_rules.tidy(draft.facts), filing.filed(draft)
    files = worklists.files_of(draft.edition)
    context = {
        "draft": draft,
        "edition": draft.edition,
        "policy": draft.edition.policy,
        "state": state_of(request, draft),
        "facts": _in_words(facts, filed),
        "blocks": draft.body(),
        "relations": declared(draft),
        "files": files,
        "played": played(files),
        "history": history(draft.edition.policy, draft.edition),
        "words": state_words(draft),
        "telling": Interpretation(**draft.telling) if draft.telling else None,
        "filed": filed,
        "foreign": not_issued_by(draft.edition.policy.office, facts["issuers"]),
    }
    return show(request, "desk/drafts/draft.html", trail=[*_trail(draft)[:-1], (draft.edition.title, "")], **context)


def find_draft_or_policy(request: StaffRequest, edition: int) -> Draft | str:
    """The draft; or, when it has been published meanwhile, the code of its policy."""
    draft = worklists.draft(request.actor, edition)
    if draft is not None:
        return find_draft(request, edition)
    policy = worklists.policies(request.actor).filter(editions=edition).first()
    if policy is None:
        raise Http404
    return policy.code


def _in_words(facts: dict[str, Any], filed: Filed) -> list[Fact]:
    """Every fact as a reader sees it, and which item of the catalogue the paper answers."""
    shown = as_typed(facts) | {name: zh_date(fact_rules.as_date(facts[name])) or facts[name] or "" for name in fact_rules.DATES}
    shown |= {name: _CODED.get(facts[name], facts[name]) for name in ("document_class", "disclosure")}
    told = [Fact(label, str(shown[name] or ""), wide=name in {"title", "addressees"}) for name, label in fact_rules.LABELS.items()]
    return [*told, Fact("公开事项", filed.words or "按栏目对应", wide=True)]


def declared(draft: Draft) -> list[dict[str, Any]]:
    """The relations a draft declares, with the policies they are about."""
    known = worklists.policies_by_code(relation["target"] for relation in draft.relations)
    return [relation | {"policy": known.get(relation["target"])} for relation in draft.relations]


@staff(Permit.WRITE, acts=True)
def edit(request: StaffRequest, edition: int) -> HttpResponse:
    draft = find_draft(request, edition, Permit.WRITE)
    chosen, office = filing.filed(draft), draft.edition.policy.office
    initial = fact_rules.tidy(draft.facts) | {"text": as_text(draft.body()), "seen": draft.saves}
    initial |= {"item": chosen.item.code if chosen.item else "", "duty": chosen.duty.pk if chosen.duty else ""}
    form = DraftForm(request.POST or None, initial=initial, office=office, chosen=chosen.duty, next_index_no=_next_index_no(draft))
    if form.is_valid() and done(form, _save, draft, form.facts(), by=request.officer, at=now()):
        messages.success(request, "已保存。" + ("稿件改动后要重新送审。" if draft.submitted_at else ""))
        return redirect("desk:draft", edition)
    context = {"form": form, "draft": draft, "edition": draft.edition, "blocks": draft.body(), "groups": list(form.groups())}
    return show(request, "desk/drafts/edit.html", trail=[*_trail(draft), ("修改", "")], **context)


def _next_index_no(draft: Draft) -> str:
    """The 索引号 to offer: for policies that were never published."""
    policy = draft.edition.policy
    if draft.edition.is_published or policy.category != Category.POLICY:
        return ""
    return worklists.next_index_no(policy.office, today().year)


def _save(
    draft: Draft, facts: dict[str, Any], *, text: str, seen: int, item: str, duty: str, by: Officer, at: datetime, **_typed: Any
) -> Draft:
    blocks = as_blocks(text, facts["title"], draft.body())
    chosen = filing.choose(draft.edition.policy.office, item, duty)
    return drafts.save_draft(draft, facts, blocks, seen=seen, filed=chosen, by=by, at=at)


@staff(Permit.WRITE, acts=True)
def preview(request: StaffRequest, edition: int) -> HttpResponse:
    """How the text being typed would be taken apart: for the side of the text box, nothing is kept."""
    draft = find_draft(request, edition, Permit.WRITE)
    text, title = request.POST.get("text", "").replace("\0", "")[:500_000], request.POST.get("title", "")[:500]
    return render(request, "desk/paper.html", {"blocks": as_blocks(text, title, draft.body())})


@staff(Permit.WRITE, acts=True)
def submit(request: StaffRequest, edition: int) -> HttpResponse:
    """送审, with the inspection on the way."""
    draft = find_draft(request, edition, Permit.WRITE)
    return deed(
        request,
        SeenForm(request.POST if request.method == "POST" else None, initial={"seen": draft_digest(draft)}),
        drafts.submit,
        draft,
        title="送审",
        says="送审后自动做一次内容检查，再由审核（保密审查）人员和签发人处理。送审后如再修改，要重新送审。",
        button="送审",
        back=reverse("desk:draft", args=[edition]),
        said="已送审，并完成了内容检查。",
        trail=_trail(draft),
    )


@staff(Publishing.INSPECT, acts=True)
def inspect(request: StaffRequest, edition: int) -> HttpResponse:
    draft = find_draft(request, edition)
    if request.method != "POST":
        return redirect("desk:draft", edition)
    return press(request, review.inspect, draft, back=reverse("desk:draft", args=[edition]) + "#inspection", said="检查完成，结果见下。")


@staff(Publishing.OVERRIDE, acts=True)
def override(request: StaffRequest, edition: int, finding: int) -> HttpResponse:
    """放行 one finding with the reason in writing."""
    draft = find_draft(request, edition)
    ask(request, Publishing.OVERRIDE, about(draft))
    one = _finding(request, draft, finding)
    return deed(
        request,
        ReasonForm(
            request.POST or None, label="放行理由", help_text=f"至少 {REASON_LENGTH} 个字，说清为什么可以公开。理由连同您的姓名记入日志。"
        ),
        publishing.override,
        one,
        title="写明理由后放行",
        says=f"{one.where}：{one.message}（{one.sample}）。放行后这一处不再阻止发布，由您对此负责。",
        button="放行",
        danger=True,
        back=reverse("desk:draft", args=[edition]) + "#inspection",
        said="已放行。",
        trail=_trail(draft),
    )


@staff(Publishing.ALLOW, acts=True)
def allow(request: StaffRequest, edition: int, finding: int) -> HttpResponse:
    """白名单: a false alarm that should not come again."""
    draft = find_draft(request, edition)
    ask(request, Publishing.ALLOW, about(draft))
    one = _finding(request, draft, finding)
    return deed(
        request,
        AllowForm(request.POST or None),
        publishing.allow,
        one,
        title="列入误报白名单",
        says=f"{one.where}：{one.message}（{one.sample}）。列入后，有效期内检查不再提出它；重新检查后生效。",
        button="列入白名单",
        back=reverse("desk:draft", args=[edition]) + "#inspection",
        said="已列入白名单，请重新检查。",
        trail=_trail(draft),
    )


def _finding(request: StaffRequest, draft: Draft, pk: int) -> Finding:
    """A finding of the latest inspection of the text as it stands."""
    for finding in state_of(request, draft).findings:
        if finding.pk == pk:
            return finding
    raise Refused("这个问题不在最近一次检查的结果里，稿件可能又改过。请回到稿件重新检查。")


@staff(Publishing.REVIEW_SECRECY, acts=True)
def secrecy(request: StaffRequest, edition: int) -> HttpResponse:
    draft = find_draft(request, edition)
    ask(request, Publishing.REVIEW_SECRECY, about(draft))
    return deed(
        request,
        SecrecyForm(request.POST or None, initial={"seen": draft_digest(draft)}),
        review.review_secrecy,
        draft,
        title="保密审查",
        says="审查的是稿件现在的文字、元数据和附件；之后任何改动都要重新审查（政府信息公开条例第十七条，保密法实施条例第四十二条）。",
        button="记录审查结论",
        back=reverse("desk:draft", args=[edition]),
        said="已记录保密审查结论。",
        trail=_trail(draft),
        **reviewed(draft),
    )


@staff(Permit.RETURN, acts=True)
def send_back(request: StaffRequest, edition: int) -> HttpResponse:
    draft = find_draft(request, edition, Permit.RETURN)
    return deed(
        request,
        ReasonForm(request.POST or None, label="退回意见", help_text="说清要改什么，起草人会在“我的工作”里看到。"),
        drafts.send_back,
        draft,
        title="退回起草人",
        button="退回",
        back=reverse("desk:draft", args=[edition]),
        said="已退回。",
        trail=_trail(draft),
    )


@staff(Permit.PUBLISH, acts=True)
def sign(request: StaffRequest, edition: int) -> HttpResponse:
    """签发公开."""
    draft = find_draft(request, edition, Permit.PUBLISH)
    day = fact_rules.as_date(draft.facts.get("published_on"))
    when = f"到 {day.year} 年 {day.month} 月 {day.day} 日" if day and day > now().date() else "立即"
    return deed(
        request,
        SeenForm(request.POST if request.method == "POST" else None, initial={"seen": draft_digest(draft)}),
        publish.publish,
        draft.edition,
        title="签发公开",
        says=f"签发后{when}向社会公开，文本不可再改；以后只能发布更正或新版次，每一次的文本都保留。",
        button="签发公开",
        back=reverse("desk:policy", args=[draft.edition.policy.code]),
        said="已签发公开。",
        trail=_trail(draft),
        missing=state_of(request, draft).missing,
        **reviewed(draft),
    )


@staff(Permit.PUBLISH, acts=True)
def schedule(request: StaffRequest, edition: int) -> HttpResponse:
    """定时发布: signed now, public at its moment."""
    draft = find_draft(request, edition, Permit.PUBLISH)
    return deed(
        request,
        ScheduleForm(request.POST or None, initial={"seen": draft_digest(draft)}),
        scheduling.schedule,
        draft.edition,
        title="定时发布",
        says="现在签发，到时自动公开。在那以前稿件改动、退回或者放弃了，定时发布当即取消并通知您；到时有任何一项不再符合发布条件的，也不发布并通知您。",
        button="签发并定时发布",
        back=reverse("desk:draft", args=[edition]),
        said="已签发，到时自动公开。",
        trail=_trail(draft),
        missing=state_of(request, draft).missing,
        **reviewed(draft),
    )


def reviewed(draft: Draft) -> dict[str, Any]:
    """What the officer is deciding about: the text, its facts and files, and what changed since readers last got a text."""
    before, files = worklists.last_text(draft.edition.policy), worklists.files_of(draft.edition)
    return {
        "draft": draft,
        "blocks": draft.body(),
        "facts": _in_words(fact_rules.tidy(draft.facts), filing.filed(draft)),
        "files": files,
        "played": played(files),
        "before": before,
        "changes": compare(before.body(), draft.body()) if before else None,
    }


@staff(Permit.WRITE, acts=True)
def give_up(request: StaffRequest, edition: int) -> HttpResponse:
    draft = find_draft(request, edition, Permit.WRITE)
    kept = (
        "已公开的文本不受影响，照常公开。"
        if draft.edition.is_published
        else "这一版从未公开，连同它的附件一起删除，不能恢复；导入的原件可以重新导入。"
    )
    return deed(
        request,
        NothingForm(request.POST if request.method == "POST" else None),
        abandon.abandon,
        draft,
        title="放弃草稿",
        says=f"放弃《{draft.edition.title}》的这份草稿。{kept}",
        button="放弃草稿",
        danger=True,
        back=reverse("desk:drafts"),
        said="草稿已放弃。",
        trail=_trail(draft),
    )


def _trail(draft: Draft) -> list[tuple[str, str]]:
    return [("稿件", reverse("desk:drafts")), (draft.edition.title, reverse("desk:draft", args=[draft.edition_id]))]
