"""缺口: gathered from what was not answered well, given to an office with a date, closed by an entry, by a paper or with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from gongkai.assistant.actions.asking import UNSAID
from gongkai.assistant.knowledge import synonyms
from gongkai.assistant.models import FaqEntry, Gap, GapQuestion, Question
from gongkai.assistant.responsible import explained, to_answer, with_editors
from gongkai.assistant.rules.answers import Kind, Outcome
from gongkai.assistant.rules.entries import State
from gongkai.assistant.rules.gaps import (
    GAP_WORKDAYS,
    LOW,
    REMIND_WORKDAYS,
    Close,
    Cluster,
    answers,
    home_of,
    in_order,
    is_worth_gathering,
    telling,
)
from gongkai.assistant.rules.matching import Asked, Synonyms, read
from gongkai.assistant.rules.permits import WHO_MAY, Permit
from gongkai.assistant.rules.routing import NOT_OURS_TO_ANSWER
from gongkai.assistant.shaping import ELSEWHERE, ELSEWHERE_BEFORE, NOTHING_NAMED, OUTSIDE
from gongkai.journal import actions as journal
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders
from gongkai.people.rules.permits import About, Role, require
from gongkai.policies import queries as policies
from gongkai.policies.models import Edition, Policy
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused
from gongkai.workdays import queries as workdays
from gongkai.workdays.rules.calendar import NotYetKnown

GATHERED_AT_ONCE = 2000
READ_FOR_WORDS = 50  # questions of a gap from which its telling words are taken


def trouble() -> QuerySet[Question]:
    """The questions that were not answered well: refused, evidence only, not liked, or answered without much confidence. Small talk is none,
    nor what was refused rightly: about persons, other regions, secrets, or about nothing that could be told."""
    badly = Q(outcome__in=[Outcome.REFUSED, Outcome.EVIDENCE]) | Q(liked=Question.Liked.NO) | Q(outcome=Outcome.ANSWER, confidence__lt=LOW)
    rightly = Q(answer__note__in=[why.label for why in NOT_OURS_TO_ANSWER]) | Q(text=UNSAID)
    for words in (ELSEWHERE, ELSEWHERE_BEFORE, NOTHING_NAMED, OUTSIDE):
        rightly |= Q(answer__note__icontains=words)
    refused_rightly = Question.objects.filter(rightly, outcome=Outcome.REFUSED).exclude(liked=Question.Liked.NO)
    return Question.objects.filter(badly).exclude(kind=Kind.CHAT).exclude(pk__in=refused_rightly.values("pk"))


def gather(*, at: datetime) -> int:
    """Put every such question that is in no gap yet, and that an entry could tell, into the gap it belongs to, or begin one. Returns how many were put. The same questions
    always gather the same way; running twice changes nothing."""
    words = synonyms(_day(at))
    waiting = trouble().filter(in_gap=None).select_related("policy").order_by("pk").iterator(GATHERED_AT_ONCE)
    questions = list(islice((one for one in waiting if is_worth_gathering(one.text)), GATHERED_AT_ONCE))
    about = _papers_of(questions)
    answering = to_answer({paper.pk: paper for paper in about.values()}.values())
    clusters = [
        Cluster(gap.pk, gap.office_id, gap.inside, gap.policy_id, read(gap.sample, words))
        for gap in Gap.objects.filter(closed_at=None).order_by("pk").only("office", "inside", "policy", "sample")
    ]
    touched: set[int] = set()
    for question in questions:
        asked = read(question.text, words)
        paper = about.get(question.pk)
        inside = question.office_id is not None
        office = question.office_id if inside else answering[paper.pk].pk if paper else None
        policy = paper.pk if paper else None
        key = home_of(asked, office=office, inside=inside, policy=policy, among=clusters)
        with transaction.atomic():
            if key is None:
                key = _begin(question, office=office, inside=inside, paper=paper, at=at).pk
                clusters.append(Cluster(key, office, inside, policy, asked))
            GapQuestion.objects.get_or_create(question=question, defaults={"gap_id": key})
        touched.add(key)
    for gap in Gap.objects.filter(pk__in=touched):
        _count(gap, words)
    return len(questions)


@transaction.atomic
def assign(gap: Gap, *, office: Organisation, by: Officer, at: datetime) -> Gap:
    """交办: to an office, due in ten working days. Refused for what was asked inside another office, for what is closed, and for an office
    where nobody could see to it."""
    gap = _locked(gap)
    require(by.actor(), Permit.ASSIGN_GAP, About(office.path), WHO_MAY)
    if gap.office is not None:
        require(by.actor(), Permit.ASSIGN_GAP, About(gap.office.path), WHO_MAY)
    _require_open(gap)
    if gap.inside and gap.office_id != office.pk:
        raise Refused("这是单位内部提出的问题，只能由该单位自己办理。", field="office")
    if not office.is_open or not with_editors([office.path]):
        raise Refused(f"{office.name}没有在岗的编辑人员，交办了没有人能办。请选择别的单位，或者先为它指定编辑人员。", field="office")
    gap.office, gap.assigned_at, gap.assigned_by = office, at, by
    gap.due_on = workdays.calendar().workday_after(_day(at), GAP_WORKDAYS)
    gap.save()
    journal.write("assistant.gap.assigned", about=gap, by=by, at=at, data={"office": office.pk, "due_on": gap.due_on})
    _tell(
        gap,
        f"问答缺口：{gap}",
        f"请在{_said(gap.due_on)}前编入问答库、公开文件或者说明理由。",
        at=at,
        key=f"assistant.gap:{gap.pk}:{at.isoformat()}",
    )
    return gap


@dataclass(frozen=True)
class Closing:
    """What closes a gap: an entry of the office, a paper of it, or a reason."""

    how: Close
    entry: FaqEntry | None = None
    policy: Policy | None = None
    reason: str = ""


@transaction.atomic
def close(gap: Gap, closing: Closing, *, by: Officer, at: datetime) -> Gap:
    """办结. Refused when what is named does not close it: an entry not published, a paper not public, no reason; and an entry that does not
    look like an answer to it, unless a reason says why it is one."""
    gap = _locked(gap)
    if gap.office is None:
        raise Refused("这个缺口还没有交给部门。请先交办。")
    require(by.actor(), Permit.CLOSE_GAP, About(gap.office.path), WHO_MAY)
    _require_open(gap)
    if closing.how is Close.ENTRY and (closing.entry is None or closing.entry.state != State.PUBLISHED):
        raise Refused("请填写已经发布的问答编号，例如 WD000012。", field="entry")
    said = " ".join(closing.reason.split())[:300]
    if closing.how is Close.ENTRY and closing.entry and len(said) < 4 and not does_answer(closing.entry, gap, on=_day(at)):
        raise Refused(
            f"{closing.entry.code} 问的是“{closing.entry.question}”，看不出回答了这个缺口。请核对编号；确实回答了的，请在“说明”里写明理由。",
            field="reason",
        )
    if closing.how is Close.DOCUMENT and (closing.policy is None or not policies.visible(_day(at)).filter(pk=closing.policy.pk).exists()):
        raise Refused("请填写已经公开的文件的一策一码或者文号。", field="policy")
    if closing.how is Close.REASON and len(closing.reason.strip()) < 4:
        raise Refused("请写明为什么不编入问答库。", field="reason")
    gap.closed_at, gap.closed_by, gap.closed_how = at, by, closing.how
    gap.closed_entry = closing.entry if closing.how is Close.ENTRY else None
    gap.closed_policy = closing.policy if closing.how is Close.DOCUMENT else None
    gap.closed_because = said
    gap.save()
    journal.write("assistant.gap.closed", about=gap, by=by, at=at, data={"how": closing.how.value})
    return gap


def does_answer(entry: FaqEntry, gap: Gap, *, on: date) -> bool:
    """Whether what an entry says in its published version is about what a gap asks (rules.gaps.answers)."""
    version = entry.current
    if version is None:
        return False
    words = synonyms(on)
    cited = {one.policy_id: one.policy for one in version.citations.select_related("policy")}
    about = {gap.policy_id} & {*cited, *(paper.pk for row in explained(cited).values() for paper in row)}
    texts = Question.objects.filter(in_gap__gap=gap).order_by("pk").values_list("text", flat=True)[:READ_FOR_WORDS]
    return answers(
        [read(text, words) for text in (gap.sample, *texts)],
        [read(text, words) for text in (version.question, *version.wordings)],
        read(" ".join(f"{paper.title} {paper.doc_no}" for paper in cited.values()), words),
        of_its_paper=bool(about),
        written_for=entry.gap_id == gap.pk,
    )


def remind(*, at: datetime) -> int:
    """Tell the office of every open gap that is due within two working days, and again once it is overdue. Returns how many."""
    on = _day(at)
    try:
        soon = workdays.calendar().workday_after(on, REMIND_WORKDAYS)
    except NotYetKnown:  # the next year's days off are not announced yet: remind on the day itself
        soon = on
    found = 0
    for gap in Gap.objects.filter(closed_at=None, due_on__lte=soon).select_related("office").order_by("due_on", "pk"):
        late = gap.due_on is not None and gap.due_on < on
        subject = f"问答缺口{'已逾期' if late else '将到期'}：{gap}"
        found += _tell(
            gap,
            subject,
            f"办理期限为{_said(gap.due_on)}。",
            at=at,
            key=f"assistant.gap-due:{gap.pk}:{gap.due_on}:{'late' if late else 'soon'}",
        )
    return found


def _papers_of(questions: Iterable[Question]) -> dict[int, Policy]:
    """The paper each question is about: the one on whose page it was asked, else the one found first, when there was one to show."""
    papers = {question.pk: question.policy for question in questions if question.policy}
    found = {
        question.pk: question.retrieved[0][0]
        for question in questions
        if question.pk not in papers and question.outcome != Outcome.REFUSED and question.retrieved
    }
    editions = Edition.objects.filter(pk__in=set(found.values())).select_related("policy").in_bulk()
    return papers | {pk: editions[edition].policy for pk, edition in found.items() if edition in editions}


def _begin(question: Question, *, office: int | None, inside: bool, paper: Policy | None, at: datetime) -> Gap:
    gap = Gap.objects.create(
        office_id=office,
        inside=inside,
        policy=paper,
        topic=paper.topic_l1 if paper else "",
        sample=question.text,
        first_at=question.asked_at,
        last_at=question.asked_at,
    )
    journal.write("assistant.gap.found", about=gap, by=None, at=at, data={"policy": paper.pk if paper else None})
    return gap


def _count(gap: Gap, words: Synonyms) -> None:
    rows = Question.objects.filter(in_gap__gap=gap)
    counted = rows.aggregate(asked=Count("pk"), askers=Count("conversation", distinct=True), last=Max("asked_at"))
    texts: list[Asked] = [read(text, words) for text in rows.order_by("pk").values_list("text", flat=True)[:READ_FOR_WORDS]]
    gap.asked, gap.askers, gap.last_at = counted["asked"], counted["askers"], counted["last"]
    gap.words = in_order(telling(texts), gap.sample)
    gap.save(update_fields=["asked", "askers", "last_at", "words"])


def _tell(gap: Gap, subject: str, body: str, *, at: datetime, key: str) -> int:
    officers = holders(Role.EDITOR, gap.office) if gap.office else []
    return tell(officers, subject=subject, body=body, link=f"/desk/answers/gaps/{gap.pk}/", at=at, about=gap, key=key)


def _locked(gap: Gap) -> Gap:
    return Gap.objects.select_for_update(of=("self",)).select_related("office").get(pk=gap.pk)


def _require_open(gap: Gap) -> None:
    if gap.closed_at is not None:
        raise Refused("这个缺口已经办结。")


def _said(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else "期限"


def _day(at: datetime) -> date:
    return at.astimezone(BEIJING).date()
