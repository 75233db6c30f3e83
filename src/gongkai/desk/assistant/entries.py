"""政策问答库 at the desk: the list, one entry, and each step of its life."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.assistant import faq
from gongkai.assistant.actions import entries as actions
from gongkai.assistant.actions import passing
from gongkai.assistant.looking import Look, look_over
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.assistant.rules.entries import Channel, State
from gongkai.assistant.rules.laying import Laid
from gongkai.assistant.rules.permits import Permit
from gongkai.desk.assistant.finding import BASE, about, find_draft, find_entry, trail_of
from gongkai.desk.assistant.forms import ConfirmForm, MaintainersForm, PassOnForm, VouchForm
from gongkai.desk.door import StaffRequest, allowed, ask, chosen, deed, may_somewhere, page_of, press, show, staff, text_filter
from gongkai.desk.plain_forms import NothingForm, ReasonForm
from gongkai.people.models import Officer
from gongkai.people.queries import in_tree_order
from gongkai.publishing import rounds
from gongkai.publishing.actions import joining
from gongkai.publishing.rules.permits import Permit as Rounds
from gongkai.shared.clock import today
from gongkai.ui.pieces import Fact

SHAPES = {State.PUBLISHED: "good", State.DUE: "stop", State.SUBMITTED: "wait", State.DRAFT: "wait", State.RETIRED: ""}


@staff(Permit.READ_QUESTIONS)
def listing(request: StaffRequest) -> HttpResponse:
    """The entries of one's own offices, last changed first."""
    q, topics = text_filter(request), faq.topics_of(request.actor)
    state, topic = chosen(request, "state", list(State)), chosen(request, "topic", topics)
    channel = chosen(request, "channel", list(Channel))
    page = page_of(request, faq.entries(request.actor, q=q, state=state, topic=topic, channel=channel))
    return show(
        request,
        "desk/assistant/entries.html",
        trail=[(BASE, "")],
        q=q,
        search="问题里的词或者编号",
        selects=[
            ("state", "状态", state, [(one.value, one.label) for one in State]),
            ("topic", "主题", topic, [(one, one) for one in topics]),
            ("channel", "渠道", channel, [(one.value, one.label) for one in Channel]),
        ],
        filtered=bool(q or state or topic or channel),
        page=page,
        rows=[(one, SHAPES[State(one.state)]) for one in page.object_list],
        waiting=faq.to_review(request.actor).count() if may_somewhere(request.actor, Permit.REVIEW_ENTRY) else 0,
        may_write=may_somewhere(request.actor, Permit.WRITE_ENTRY),
        may_export=may_somewhere(request.actor, Permit.EXPORT_ENTRIES),
    )


@staff(Permit.READ_QUESTIONS)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """One entry: what is published, what is in hand, near questions, every version."""
    entry, on = find_entry(request, pk), today()
    draft = faq.in_hand(entry)
    writes, reviews = allowed(request, Permit.WRITE_ENTRY, about(entry)), allowed(request, Permit.REVIEW_ENTRY, about(entry, entry.current))
    is_open = entry.current is not None and entry.retired_at is None
    circulation = rounds.current(actions.about_entry(entry)) if draft else None
    return show(
        request,
        "desk/assistant/entry.html",
        trail=[*trail_of(), (entry.code, "")],
        entry=entry,
        shape=SHAPES[State(entry.state)],
        published=faq.shown(entry, entry.current, on) if entry.current else None,
        draft=faq.shown(entry, draft, on) if draft else None,
        channels=_channels(entry.current or draft),
        maintainers=entry.maintainers.all(),
        versions=entry.versions.filter(published_at__isnull=False).select_related("published_by").order_by("-number"),
        alike=faq.alike(entry.question, request.actor, on=on, but=entry.pk),
        seen_offices=request.actor.offices(),
        may_write=writes,
        looked=look_over(entry, draft, on) if draft else None,
        may_pass=writes and draft is not None and entry.current is None,
        may_vouch=_may_vouch(request, draft, circulation),
        may_submit=writes and draft is not None and draft.submitted_at is None,
        circulation=circulation,
        may_review=bool(draft and draft.submitted_at)
        and circulation is None
        and allowed(request, Permit.REVIEW_ENTRY, about(entry, draft)),
        may_start=writes and is_open and draft is None,
        may_confirm=is_open and reviews,
        may_retire=is_open and allowed(request, Permit.REVIEW_ENTRY, about(entry)),
    )


def _may_vouch(request: StaffRequest, draft: FaqVersion | None, circulation: object) -> bool:
    """Whether this officer is to sign a version that goes round, and so may answer for it beforehand; without rounds it is asked on publishing."""
    return bool(circulation and draft and draft.submitted_at and joining.may_sign_last(actions.about_entry(draft.entry), request.officer))


def _channels(version: FaqVersion | None) -> list[str]:
    return [Channel(one).label for one in version.channels] if version else []


@staff(Permit.READ_QUESTIONS)
def version(request: StaffRequest, pk: int, number: int) -> HttpResponse:
    """A version as it was published."""
    entry = find_entry(request, pk)
    kept = entry.versions.filter(number=number, published_at__isnull=False).select_related("published_by", "written_by").first()
    if kept is None:
        raise Http404
    return show(
        request,
        "desk/assistant/version.html",
        trail=[*trail_of(entry), (f"第 {number} 版", "")],
        entry=entry,
        shown=faq.shown(entry, kept, today()),
        channels=_channels(kept),
    )


@staff(Permit.WRITE_ENTRY, acts=True)
def start(request: StaffRequest, pk: int) -> HttpResponse:
    """另写一版, from what is published."""
    entry = find_entry(request, pk)
    ask(request, Permit.WRITE_ENTRY, about(entry))
    if request.method != "POST":
        return redirect("desk:faq-entry", pk)
    return press(request, actions.start_version, entry, back=reverse("desk:faq-entry", args=[pk]), said="已另起一版，可以修改了。")


@staff(Permit.WRITE_ENTRY, acts=True)
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    """送审, with what its signer will be asked about told beforehand."""
    draft = find_draft(request, pk)
    look = look_over(draft.entry, draft, today())
    return _step(
        request,
        draft.entry,
        actions.submit,
        draft,
        title="送审",
        says="每一句都要有出处。审核人不能是写过这一版的人。",
        warned=look.told() if request.method != "POST" else [],
        button="送审",
        said="已送审。",
        permit=Permit.WRITE_ENTRY,
    )


@staff(Permit.REVIEW_ENTRY, acts=True)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    draft = find_draft(request, pk)
    ask(request, Permit.REVIEW_ENTRY, about(draft.entry, draft))
    return deed(
        request,
        ReasonForm(request.POST or None, label="退回意见"),
        actions.send_back,
        draft,
        title="退回",
        button="退回",
        back=reverse("desk:faq-entry", args=[pk]),
        said="已退回。",
        trail=trail_of(draft.entry),
    )


@staff(Permit.REVIEW_ENTRY, acts=True)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """审核, 保密审查 and 发布 in one step, with everything that becomes public in sight, each sentence laid beside its source."""
    draft = find_draft(request, pk)
    ask(request, Permit.REVIEW_ENTRY, about(draft.entry, draft))
    look = look_over(draft.entry, draft, today())
    form: Any = VouchForm(_sent(request)) if look.points() and not look.taken else NothingForm(_sent(request))
    return deed(
        request,
        form,
        actions.publish,
        draft,
        title="审核发布",
        says=f"通过后在{'、'.join(_channels(draft))}使用。请核对每一句与原话相符，并作保密审查：没有国家秘密、商业秘密和个人隐私。",
        warned=look.told()[1:] if look.taken else look.told(),
        missing=look.told()[:1] if look.taken else [],
        facts=_facts(draft, look),
        button="审核通过，发布",
        back=reverse("desk:faq-entry", args=[pk]),
        said="已发布。",
        trail=trail_of(draft.entry),
    )


def _sent(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _facts(draft: FaqVersion, look: Look) -> list[Fact]:
    """What becomes public, sentence by sentence with what of it does not stand in its source, and who answers nearly the same."""
    seen = faq.shown(draft.entry, draft, today())
    facts = [Fact("问题", draft.question, wide=True), Fact("其他问法", "；".join(draft.wordings), wide=True)]
    for n, ((text, _), laid) in enumerate(zip(seen.lines, look.sentences, strict=True), 1):
        facts += [Fact(f"答案第 {n} 句", text, wide=True), Fact(f"第 {n} 句核对", _compared(laid), wide=True)]
    for n, one in enumerate(seen.held, 1):
        about_it = f"（解读{one.explains}）" if one.explains else ""
        facts.append(Fact(f"出处 {n}", f"《{one.citation.edition.title}》{about_it}{one.citation.label}：{one.citation.quote}", wide=True))
    near = [f"{one.entry.code}“{one.entry.question}”（{one.entry.office.name}）" for one in look.near]
    return [*facts, Fact("近似的已发布问答", "；".join(near) or "没有", wide=True)]


def _compared(laid: Laid) -> str:
    if laid.verbatim:
        return "逐字见于出处。"
    if laid.grave:
        return f"与出处不符：{'；'.join((*laid.grave, *laid.slight))}。"
    return f"和原文说法不同：{'；'.join(laid.slight)}。" if laid.slight else "不是原文照录，数字、日期、否定与出处一致。"


@staff(Rounds.REVIEW_ROUND, acts=True)
def vouch(request: StaffRequest, pk: int) -> HttpResponse:
    """确认: before the last round, its signer answers for what was pointed out."""
    draft = find_draft(request, pk)
    if not _may_vouch(request, draft, True):
        ask(request, Permit.REVIEW_ENTRY, about(draft.entry, draft))
    look = look_over(draft.entry, draft, today())
    return deed(
        request,
        VouchForm(_sent(request)),
        actions.vouch,
        draft,
        title="确认发布",
        says="下面这些地方，要由签发人写明理由才能签发公开。",
        warned=look.points(),
        facts=_facts(draft, look),
        button="确认",
        back=reverse("desk:faq-entry", args=[pk]),
        said="已确认，可以签发公开。",
        trail=trail_of(draft.entry),
    )


@staff(Permit.WRITE_ENTRY, acts=True)
def pass_on(request: StaffRequest, pk: int) -> HttpResponse:
    """转交: the draft is another office's matter."""
    draft = find_draft(request, pk)
    ask(request, Permit.WRITE_ENTRY, about(draft.entry))
    offices = in_tree_order(passing.offices_to_pass_to(draft.entry))
    return deed(
        request,
        PassOnForm(_sent(request), offices=offices, likely=passing.suggested(draft.entry, draft, today())),
        passing.pass_on,
        draft.entry,
        title="转交",
        says="转交后草稿归对方单位，由它核对、补全、送审，或者并入已有的条目；本单位不再看到。",
        button="转交",
        back=reverse("desk:faq"),
        said="已转交。",
        trail=trail_of(draft.entry),
    )


@staff(Permit.REVIEW_ENTRY, acts=True)
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """复核无误: everything it rests on still stands."""
    entry = find_entry(request, pk)
    if entry.current is None:
        raise Http404
    ask(request, Permit.REVIEW_ENTRY, about(entry, entry.current))
    return deed(
        request,
        ConfirmForm(request.POST or None, on=today()),
        actions.confirm,
        entry,
        title="复核无误",
        says="系统会再核对一遍引用的条款。内容要改的，请“另写一版”。",
        button="确认无误",
        back=reverse("desk:faq-entry", args=[pk]),
        said="已确认，继续使用。",
        trail=trail_of(entry),
    )


@staff(Permit.REVIEW_ENTRY, acts=True)
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    entry = find_entry(request, pk)
    ask(request, Permit.REVIEW_ENTRY, about(entry))
    return deed(
        request,
        ReasonForm(request.POST or None, label="下线理由"),
        actions.retire,
        entry,
        title="下线",
        says="下线后网站、热线、大厅和新媒体都不再使用，各版仍然留存。",
        button="下线",
        back=reverse("desk:faq-entry", args=[pk]),
        said="已下线。",
        trail=trail_of(entry),
        danger=True,
    )


@staff(Permit.WRITE_ENTRY, acts=True)
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    draft = find_draft(request, pk)
    return _step(
        request,
        draft.entry,
        actions.discard,
        draft,
        title="删除草稿",
        says="草稿删除后不能恢复。已经发布的各版不受影响。",
        button="删除",
        said="草稿已删除。",
        permit=Permit.WRITE_ENTRY,
        back="" if draft.entry.current_id else reverse("desk:faq"),
        danger=True,
    )


@staff(Permit.WRITE_ENTRY, acts=True)
def maintainers(request: StaffRequest, pk: int) -> HttpResponse:
    """Who is told when the entry is due."""
    entry = find_entry(request, pk)
    ask(request, Permit.WRITE_ENTRY, about(entry))
    people = Officer.objects.filter(is_active=True, posts__organisation=entry.office, posts__until=None).distinct()
    return deed(
        request,
        MaintainersForm(request.POST or None, people=people, initial={"officers": entry.maintainers.all()}),
        lambda officers, **given: actions.set_maintainers(entry, officers, **given),
        title="维护人",
        says="条目待复核时通知这些人。",
        button="保存",
        back=reverse("desk:faq-entry", args=[pk]),
        said="已保存维护人。",
        trail=trail_of(entry),
    )


def _step(
    request: StaffRequest,
    entry: FaqEntry,
    do: object,
    *args: object,
    permit: Permit,
    back: str = "",
    version: FaqVersion | None = None,
    **page: object,
) -> HttpResponse:
    """A step that needs nothing but a yes."""
    ask(request, permit, about(entry, version))
    form = NothingForm(_sent(request))
    return deed(request, form, do, *args, back=back or reverse("desk:faq-entry", args=[entry.pk]), trail=trail_of(entry), **page)  # type: ignore[arg-type]
