"""What stands beside the cases: complaints, reviews and lawsuits, precedents, and how an organ counts its time."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.foi.actions.steps import about, hold, take
from gongkai.foi.actions.telling import heads
from gongkai.foi.actions.texts import in_words, require_complainant_unnamed, require_unnamed, said
from gongkai.foi.actions.work import keep_for_its_term
from gongkai.foi.models import Case, ClockChoice, Complaint, Precedent, Review
from gongkai.foi.rules import complaints, numbering
from gongkai.foi.rules.clock_policies import QUESTIONS, ClockPolicies
from gongkai.foi.rules.happenings import Action
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.foi.rules.words import pairs
from gongkai.journal import actions as journal
from gongkai.journal.models import Entry
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.publishing import actions as publishing
from gongkai.publishing.actions import joining
from gongkai.publishing.actions.inspecting import look
from gongkai.publishing.rules.hits import NAMES, Code
from gongkai.publishing.rules.material import Material
from gongkai.publishing.rules.permits import WHO_MAY as WHO_MAY_PUBLISHING
from gongkai.publishing.rules.permits import Permit as Patrol
from gongkai.shared.refusal import Refused
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import NotYetKnown

# what an anonymised case may not hold, however harmless the inspection of a public paper finds it
_PERSONAL = frozenset(code for code in Code if code.startswith("PII_"))


# —— 监督投诉 ——


@transaction.atomic
def complain(
    organ: Organisation,
    kind: Complaint.Kind,
    text: str,
    *,
    name: str,
    contact: str,
    case: Case | None = None,
    way: Complaint.Way = Complaint.Way.ONLINE,
    arrived_on: date | None = None,
    by: Officer | None = None,
    at: datetime,
) -> Complaint:
    """投诉举报 by anybody, about an organ and perhaps one of the complainant's own cases (the door has asked for its ticket).
    Comes back with its own ticket; the supervisors at and above the organ see it. What came by letter, telephone or in person is entered
    by one of them (`by`), for the day it arrived. Errors: Refused."""
    if by is not None:
        require(by.actor(), Permit.HEAR_COMPLAINT, About(organ.path), WHO_MAY)
    arrived = arrived_on or at.date()
    if arrived > at.date():
        raise Refused("收到日期不能在今天之后。", field="arrived_on")
    if case is not None and case.organ_id != organ.pk:
        raise Refused("这件申请不是向该机关提出的，请核对。", field="case")
    told = said(text, "请写明投诉的内容。", "text", 2000, complaints.BASIS)
    who = said(name, "请填写您的姓名或者单位名称。", "name", 100)
    contacted = said(contact, "请填写联系方式，以便告知处理结果。", "contact", 200)
    try:
        due_on: date | None = complaints.hear_by(arrived, calendar())
    except NotYetKnown:
        due_on = None
    complaint = Complaint.objects.create(
        ticket=numbering.ticket(secrets.token_bytes(8)),
        organ=organ,
        case=case,
        kind=kind,
        text=told,
        name=who,
        contact=contacted,
        way=way,
        entered_by=by,
        arrived_on=arrived,
        at=at,
        due_on=due_on,
    )
    journal.write("foi.complaint.received", about=complaint, by=by, at=at, data={"kind": kind, "way": way})
    return complaint


@transaction.atomic
def hear(
    complaint: Complaint,
    finding: str,
    *,
    is_founded: bool,
    order: str = "",
    order_due_on: date | None = None,
    by: Officer,
    at: datetime,
) -> Complaint:
    """查证: by supervision, at the organ or above it. What is found true is ordered to be put right by a day (第四十七条第二款). The organ
    reads both texts: they are refused while they tell who complained."""
    held = _complaint(complaint)
    require(by.actor(), Permit.HEAR_COMPLAINT, About(held.organ.path), WHO_MAY)
    if held.answered_at:
        raise Refused("这件投诉已经办结，请刷新页面查看。")
    held.finding = said(finding, "请写明查证结论，结论会告知投诉人。", "finding", 2000)
    if is_founded:
        held.order = said(order, "查证属实的，请写明整改要求。", "order", 2000, complaints.BASIS)
        if order_due_on is None or order_due_on < at.date():
            raise Refused("请填写整改期限，不能早于今天。", field="order_due_on")
        held.order_due_on = order_due_on
    elif order.strip():
        raise Refused("查证不属实的，不提整改要求。", field="order")
    require_complainant_unnamed(held.name, held.contact, ("finding", held.finding), ("order", held.order))
    held.is_founded, held.answered_at, held.answered_by = is_founded, at, by
    held.save(update_fields=["finding", "is_founded", "order", "order_due_on", "answered_at", "answered_by"])
    journal.write("foi.complaint.heard", about=held, by=by, at=at, data={"founded": is_founded})
    if is_founded and held.order_due_on:
        body = f"请于{in_words(held.order_due_on)}前整改并反馈：{held.order}"
        tell(heads(held.organ), subject="投诉查证属实，请整改", body=body, link=f"/desk/foi/complaints/{held.pk}/", at=at, about=held)
    return held


@transaction.atomic
def report_mended(complaint: Complaint, done: str, *, by: Officer, at: datetime) -> Complaint:
    """整改反馈: by the organ, once."""
    held = _complaint(complaint)
    require(by.actor(), Permit.RECORD_DISPUTE, About(held.organ.path), WHO_MAY)
    if not held.is_founded:
        raise Refused("这件投诉没有整改要求。")
    if held.order_done:
        raise Refused("已经反馈过整改情况，请刷新页面查看。")
    held.order_done = said(done, "请写明整改情况。", "done", 2000)
    held.save(update_fields=["order_done"])
    journal.write("foi.complaint.mended", about=held, by=by, at=at)
    return held


# —— 复议、诉讼 ——


@transaction.atomic
def record_review(
    organ: Organisation,
    kind: Review.Kind,
    docket: str,
    *,
    accepted_on: date,
    case: Case | None = None,
    by: Officer,
    at: datetime,
) -> Review:
    """登记复议、诉讼: of a case of ours, or about 主动公开 without one. A docket stands once."""
    number = said(docket, "请填写案号。", "docket", 80)
    if accepted_on > at.date():
        raise Refused("受理日期不能在今天之后。", field="accepted_on")
    held = hold(case) if case else None
    if held is None:
        require(by.actor(), Permit.RECORD_DISPUTE, About(organ.path), WHO_MAY)
    elif held.organ_id != organ.pk:
        raise Refused("这件申请不是该机关办理的，请核对。", field="case")
    if Review.objects.filter(organ=organ, kind=kind, docket=number).exists():
        raise Refused(f"案号“{number}”已经登记过。", field="docket")
    review = Review.objects.create(case=held, organ=organ, kind=kind, docket=number, accepted_on=accepted_on, by=by, at=at)
    if held:
        keep_for_its_term(take(held, Action.RECORD_DISPUTE, by=by, at=at, on=accepted_on, data={"review": review.pk}).case)
    else:
        journal.write("foi.review.recorded", about=review, by=by, at=at)
    return review


@transaction.atomic
def conclude_review(review: Review, result: Review.Result, *, on: date, summary: str = "", by: Officer, at: datetime) -> Review:
    """登记结果: for table 4 of the annual report."""
    held = Review.objects.select_for_update(of=("self",)).select_related("organ").get(pk=review.pk)
    require(by.actor(), Permit.RECORD_DISPUTE, About(held.organ.path), WHO_MAY)
    if held.result:
        raise Refused("结果已经登记过，请刷新页面查看。")
    if not held.accepted_on <= on <= at.date():
        raise Refused("审结日期须在受理日期之后、今天之前。", field="on")
    held.result, held.concluded_on, held.summary = result, on, summary.strip()[:2000]
    held.save(update_fields=["result", "concluded_on", "summary"])
    journal.write("foi.review.concluded", about=held, by=by, at=at, data={"result": result})
    return held


# —— 案例 ——


@transaction.atomic
def make_precedent(
    case: Case, *, title: str, request: str, reasoning: str, tags: Sequence[str] = (), by: Officer, at: datetime
) -> Precedent:
    """案例: a case that was answered, told without its applicant. Public only once another officer has approved it. Refused, naming what
    stands where, while anything personal is left in it."""
    held = hold(case)
    require(by.actor(), Permit.DRAFT, about(held), WHO_MAY)
    if not held.closed_on or not held.outcome:
        raise Refused("办结的申请才能编成案例。")
    if Precedent.objects.filter(case=held).exists():
        raise Refused("这件申请已经编过案例。")
    precedent = Precedent(
        case=held,
        organ=held.organ,
        title=said(title, "请填写案由。", "title", 200),
        request=said(request, "请填写申请内容（脱敏）。", "request", 2000),
        outcome=held.outcome,
        basis=RULINGS[Outcome(held.outcome)].basis_text(),
        reasoning=said(reasoning, "请填写理由要点。", "reasoning", 5000),
        aftermath="；".join(f"{row.get_kind_display()}：{row.get_result_display()}" for row in held.reviews.exclude(result=""))[:200],
        tags=[tag.strip()[:20] for tag in tags if tag.strip()][:10],
        by=by,
        at=at,
    )
    require_anonymous(precedent, on=at.date())
    precedent.words = pairs(precedent.title, precedent.request, precedent.reasoning, *precedent.tags)
    precedent.save()
    journal.write("foi.precedent.made", about=precedent, by=by, at=at)
    _send_round(precedent, by=by, at=at)
    return precedent


@transaction.atomic
def rewrite_precedent(
    precedent: Precedent, *, title: str, request: str, reasoning: str, tags: Sequence[str] = (), by: Officer, at: datetime
) -> Precedent:
    """修改案例 that is not public: because a round returned it, or it was taken down. It goes round anew where the organ has set rounds;
    whoever wrote it before still does not approve it. Refused once it is public, and as in `make_precedent`."""
    held = Precedent.objects.select_for_update(of=("self",)).select_related("organ", "case").get(pk=precedent.pk)
    require(by.actor(), Permit.DRAFT, About(held.organ.path), WHO_MAY)
    if held.public_on:
        raise Refused("已公开的案例请先撤下，再修改。")
    held.title = said(title, "请填写案由。", "title", 200)
    held.request = said(request, "请填写申请内容（脱敏）。", "request", 2000)
    held.reasoning = said(reasoning, "请填写理由要点。", "reasoning", 5000)
    held.tags = [tag.strip()[:20] for tag in tags if tag.strip()][:10]
    require_anonymous(held, on=at.date())
    held.words = pairs(held.title, held.request, held.reasoning, *held.tags)
    held.by, held.at = by, at
    held.save(update_fields=["title", "request", "reasoning", "tags", "words", "by", "at"])
    journal.write("foi.precedent.rewritten", about=held, by=by, at=at)
    _send_round(held, by=by, at=at)
    return held


@transaction.atomic
def return_precedent(precedent: Precedent, *, reason: str, by: Officer, at: datetime) -> None:
    """退回案例 in a round. Refused when it is on no round."""
    held = Precedent.objects.select_for_update(of=("self",)).get(pk=precedent.pk)
    if not joining.send_back(about_precedent(held), reason=reason, by=by, at=at):
        raise Refused("这个案例没有在逐轮审核，请刷新页面查看。")
    journal.write("foi.precedent.returned", about=held, by=by, at=at, data={"reason": reason.strip()[:300]})


def writers_of(precedent: Precedent) -> frozenset[int]:
    """Everybody who wrote a part of it."""
    told = Entry.objects.filter(
        about=about_precedent(precedent), kind__in=("foi.precedent.made", "foi.precedent.rewritten"), by__isnull=False
    )
    return frozenset({precedent.by_id, *told.values_list("by", flat=True)})


def about_precedent(precedent: Precedent) -> str:
    """How the publishing room names a precedent."""
    return f"foi.precedent:{precedent.pk}"


def told_in(precedent: Precedent) -> joining.Said:
    """What a precedent would make public."""
    words = [
        ("title", "案由", precedent.title),
        ("request", "申请内容", precedent.request),
        ("reasoning", "理由要点", precedent.reasoning),
        ("tags", "标签", "、".join(precedent.tags)),
    ]
    beside = [
        ("处理决定", Outcome(precedent.outcome).label),
        ("依据条款", precedent.basis),
        ("复议诉讼结果", precedent.aftermath),
    ]
    return joining.Said(precedent.title, tuple((anchor, f"{label}：{text}") for anchor, label, text in words if text), tuple(beside))


def _send_round(precedent: Precedent, *, by: Officer, at: datetime, anew: bool = False) -> None:
    joining.send(
        about_precedent(precedent),
        told_in(precedent),
        office=precedent.organ,
        writers=writers_of(precedent),
        by=by,
        at=at,
        anew=anew,
    )


@transaction.atomic
def approve_precedent(precedent: Precedent, *, by: Officer, at: datetime) -> Precedent:
    """公开案例: by a head who did not write it, after another look for anything personal; where it went round, its last round."""
    held = Precedent.objects.select_for_update(of=("self",)).select_related("organ", "case").get(pk=precedent.pk)
    require(by.actor(), Permit.PUBLISH_PRECEDENT, About(held.organ.path, writers=writers_of(held)), WHO_MAY)
    if held.public_on:
        raise Refused("这个案例已经公开。")
    joining.require_passed(about_precedent(held), told_in(held), by=by, at=at)
    require_anonymous(held, on=at.date())
    held.approved_by, held.public_on = by, at.date()
    held.save(update_fields=["approved_by", "public_on"])
    publishing.end(about_precedent(held), at=at, signed_by=by)
    journal.write("foi.precedent.published", about=held, by=by, at=at)
    return held


@transaction.atomic
def withdraw_precedent(precedent: Precedent, why: str, *, by: Officer, at: datetime) -> Precedent:
    """撤下案例: by a head of the organ. It stays inside, and goes round from the beginning before it is public again."""
    held = Precedent.objects.select_for_update(of=("self",)).select_related("organ", "by").get(pk=precedent.pk)
    require(by.actor(), Permit.SIGN, About(held.organ.path), WHO_MAY)
    return _take_down(held, why, by=by, at=at)


@transaction.atomic
def take_down_precedent(precedent: Precedent, why: str, *, by: Officer, at: datetime) -> Precedent:
    """撤下案例 because the patrol found something in it: also by a reviewer, who decides such findings."""
    held = Precedent.objects.select_for_update(of=("self",)).select_related("organ", "by").get(pk=precedent.pk)
    require(by.actor(), Patrol.DECIDE_PATROL, About(held.organ.path), WHO_MAY_PUBLISHING)
    return _take_down(held, why, by=by, at=at)


def _take_down(held: Precedent, why: str, *, by: Officer, at: datetime) -> Precedent:
    reason = said(why, "请写明撤下的理由。", "why", 300)
    if not held.public_on:
        raise Refused("这个案例没有公开。")
    held.approved_by, held.public_on = None, None
    held.save(update_fields=["approved_by", "public_on"])
    journal.write("foi.precedent.withdrawn", about=held, by=by, at=at, data={"why": reason})
    _send_round(held, by=held.by, at=at, anew=True)
    return held


def require_anonymous(precedent: Precedent, *, on: date) -> None:
    """Nothing, or Refused: none of the applicant's particulars, and nothing personal that the inspection of public papers finds."""
    texts = (precedent.title, precedent.request, precedent.reasoning, *precedent.tags)
    if precedent.case:
        require_unnamed(precedent.case, *texts, field="request")
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, anchor=f"p{at}") for at, text in enumerate(texts, 1))
    looked = look("foi.precedent", Material(precedent.title, blocks), on=on, office=precedent.organ)
    found = [hit for hit in looked.hits if hit.blocks or hit.code in _PERSONAL]
    if found:
        raise Refused(
            "案例里还有不能公开的内容："
            + "；".join(dict.fromkeys(f"{NAMES[hit.code]}（{hit.sample}）" for hit in found))
            + "。请删去后再保存。",
            basis="个人信息保护法第二十五条",
            field="request",
        )


# —— 计时口径 ——


@transaction.atomic
def choose(organ: Organisation, question: str, choice: str, why: str, *, by: Officer, at: datetime) -> ClockChoice:
    """确定计时口径 where the law leaves it open (rules.clock_policies), with the reason. A follower then computes the organ's open cases
    anew and tells the handlers of those whose date moved."""
    require(by.actor(), Permit.SET_POLICIES, About(organ.path), WHO_MAY)
    if question not in QUESTIONS:
        raise Refused("没有这个问题。", field="question")
    try:
        ClockPolicies.of({question: choice})
    except ValueError:
        raise Refused("没有这个选项，请重新选择。", field="choice") from None
    made = ClockChoice.objects.create(
        organ=organ, question=question, choice=choice, why=said(why, "请写明这样确定的理由，以便日后查证。", "why", 2000), by=by, at=at
    )
    journal.write("foi.clock.chosen", about=made, by=by, at=at, data={"organ": organ.pk, "question": question, "choice": choice})
    return made


def _complaint(complaint: Complaint) -> Complaint:
    return Complaint.objects.select_for_update(of=("self",)).select_related("organ").get(pk=complaint.pk)
