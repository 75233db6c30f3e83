"""每月抽查: drawn by a seed, judged by two who do not see each other, settled by a third; and what follows from it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from gongkai.assistant.models import Calibration, Question, Sample, SampleItem, Verdict
from gongkai.assistant.queries import calibration
from gongkai.assistant.rules import evaluating
from gongkai.assistant.rules.answers import Kind, Outcome
from gongkai.assistant.rules.evaluating import Figures, Said
from gongkai.assistant.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders, home, root
from gongkai.people.rules.permits import About, Role, require
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused


def house() -> Organisation:
    """The organisation whose site this is: its officers judge the sample, its administrators are told. Refused in an empty house."""
    found = home(settings.REGION_CODE)
    if found is None:
        raise Refused("还没有登记机关。")
    return found


def month_of(text: str) -> date:
    """“2026-10” as its first day. Refused for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m").replace(tzinfo=BEIJING).date()
    except ValueError:
        raise Refused(f"月份“{text[:20]}”不对，应写成 2026-10 的样子。") from None


@transaction.atomic
def draw(month: date, *, size: int, by: Officer | None, at: datetime) -> Sample:
    """The sample of a month, drawn from what the public asked; drawing again gives back the one drawn before. Refused for a month that is
    not over, or without questions."""
    if by is not None:
        require(by.actor(), Permit.CALIBRATE, About(house().path), WHO_MAY)
    month = month.replace(day=1)
    if kept := Sample.objects.filter(month=month).first():
        return kept
    begins = datetime(month.year, month.month, 1, tzinfo=BEIJING)
    ends = datetime(month.year + month.month // 12, month.month % 12 + 1, 1, tzinfo=BEIJING)
    if at < ends:
        raise Refused(f"{month.year}年{month.month}月还没有结束，下月再抽。")
    asked = (
        Question.objects.filter(office=None, asked_at__gte=begins, asked_at__lt=ends)
        .exclude(outcome=Outcome.CLARIFY)
        .exclude(kind=Kind.CHAT)
    )
    ids = list(asked.values_list("pk", flat=True))
    if not ids:
        raise Refused(f"{month.year}年{month.month}月没有公众提问，不用抽查。")
    seed = f"{month:%Y-%m}"
    sample = Sample.objects.create(month=month, seed=seed, size=size, asked=len(ids), drawn_at=at, drawn_by=by)
    chosen = evaluating.drawn(ids, seed=seed, size=size)
    SampleItem.objects.bulk_create(SampleItem(sample=sample, position=n, question_id=pk) for n, pk in enumerate(chosen, 1))
    journal.write("assistant.sample.drawn", about=sample, by=by, at=at, data={"size": len(chosen), "asked": len(ids), "seed": seed})
    return sample


@transaction.atomic
def judge(item: SampleItem, *, accurate: bool, cited: bool | None, note: str = "", by: Officer, at: datetime) -> Verdict:
    """One person's verdict on one answer. The first two do not see each other's; where they differ a third settles it. The last verdict of a
    sample settles the sample."""
    require(by.actor(), Permit.JUDGE, About(house().path), WHO_MAY)
    held = SampleItem.objects.select_for_update(of=("self",)).select_related("question", "sample").get(pk=item.pk)
    before = list(held.verdicts.all())
    if any(one.by_id == by.pk for one in before):
        raise Refused("这一题您已经评过，要由别人再评。")
    if is_settled(before):
        raise Refused("这一题已经评定。")
    has_citations = bool(held.question.answer.get("citations")) and held.question.outcome != Outcome.REFUSED
    if has_citations and cited is None:
        raise Refused("请评判出处是否正确。", field="cited")
    verdict = Verdict.objects.create(
        item=held,
        round=len(before) + 1,
        accurate=accurate,
        cited=cited if has_citations else None,
        note=" ".join(note.split())[:300],
        by=by,
        at=at,
    )
    journal.write("assistant.sample.judged", about=held.sample, by=by, at=at, data={"item": held.position, "round": verdict.round})
    if is_settled([*before, verdict]):
        _settle_if_done(held.sample, at=at)
    return verdict


def is_settled(verdicts: list[Verdict]) -> bool:
    """Whether two agree, or a third has spoken."""
    return len(verdicts) > 2 or (len(verdicts) == 2 and agree(*verdicts))


def agree(one: Verdict, other: Verdict) -> bool:
    return (one.accurate, one.cited) == (other.accurate, other.cited)


@dataclass(frozen=True)
class Progress:
    """`waiting`: judged by fewer than two; `disputed`: the two differ and nobody has settled it."""

    settled: int
    waiting: int
    disputed: int
    figures: Figures


def progress(sample: Sample) -> Progress:
    """How far a sample has come, and what it says so far; three queries."""
    said: list[Said] = []
    pairs: list[tuple[bool, bool]] = []
    waiting = disputed = 0
    for item in sample.items.select_related("question").prefetch_related("verdicts"):
        verdicts = list(item.verdicts.all())
        if len(verdicts) > 1:
            pairs.append((verdicts[0].accurate, verdicts[1].accurate))
        if is_settled(verdicts):
            said.append(Said(item.question.outcome, verdicts[-1].accurate, verdicts[-1].cited))
        elif len(verdicts) == 2:
            disputed += 1
        else:
            waiting += 1
    return Progress(len(said), waiting, disputed, evaluating.figures(said, pairs))


def _settle_if_done(sample: Sample, *, at: datetime) -> None:
    now = progress(sample)
    if now.waiting or now.disputed or sample.settled_at:
        return
    sample.settled_at = at
    sample.save(update_fields=["settled_at"])
    accuracy = now.figures.accuracy
    journal.write("assistant.sample.settled", about=sample, by=None, at=at, data={"right": accuracy.right, "of": accuracy.of})
    if now.figures.is_below(settings.ASSISTANT_BAR):
        _fall_back(sample, now.figures, at=at)


def _fall_back(sample: Sample, found: Figures, *, at: datetime) -> None:
    """不达标回退检索式问答 (领域规则 18): no direct answers until somebody sets another calibration."""
    said = f"{sample.month:%Y-%m} 抽查回答正确 {found.accuracy.right}/{found.accuracy.of}，低于 {settings.ASSISTANT_BAR}%"
    calibrate(direct=False, reason=f"{said}，停止直接回答，只给依据条款。", at=at, by=None, basis={"sample": f"{sample.month:%Y-%m}"})
    tell(
        holders(Role.ADMIN, root() or house()) | holders(Role.ADMIN, house()),
        subject="智能问答已停止直接回答",
        body=f"{said}。现在只给出依据条款。改进后请在“校准”里恢复。",
        link="/desk/answers/samples/",
        at=at,
        key=f"assistant.fallback:{sample.pk}",
    )


@transaction.atomic
def calibrate(
    *,
    at: datetime,
    by: Officer | None,
    reason: str,
    direct: bool | None = None,
    direct_from: float | None = None,
    cut: float | None = None,
    basis: dict[str, object] | None = None,
) -> Calibration:
    """A new calibration, in force at once; what is not named stays as it is. `by` None: the system, or a command."""
    if by is not None:
        require(by.actor(), Permit.CALIBRATE, About(house().path), WHO_MAY)
    if not reason.strip():
        raise Refused("请写明为什么调整。", field="reason")
    if direct_from is not None and not 0 <= direct_from <= 1:
        raise Refused("把握下限应在 0 到 1 之间。", field="direct_from")
    now = calibration(at)
    row = Calibration.objects.create(
        version=f"{at.astimezone(BEIJING):%Y%m%d}-{Calibration.objects.count() + 1}",
        direct=now.direct if direct is None else direct,
        direct_from=now.direct_from if direct_from is None else direct_from,
        cut=now.dense_cut if cut is None else cut,
        effective_from=at,
        basis=basis or {},
        reason=" ".join(reason.split())[:300],
        by=by,
        at=at,
    )
    journal.write("assistant.calibration.set", about=row, by=by, at=at, data={"version": row.version, "direct": row.direct})
    return row


@dataclass(frozen=True)
class Learned:
    """What the reviewed questions say the cuts should be; None where there are too few, or no point is good enough."""

    reviewed: int
    direct_from: float | None
    cut: float | None


def learned() -> Learned:
    """Learn the cuts from every settled answer of every sample."""
    pairs: list[tuple[float, bool]] = []
    cosines: list[float] = []
    items = SampleItem.objects.filter(question__outcome=Outcome.ANSWER, question__entry_id=None).select_related("question")
    for item in items.prefetch_related("verdicts"):
        verdicts = list(item.verdicts.all())
        if not is_settled(verdicts):
            continue
        pairs.append((item.question.confidence, verdicts[-1].accurate))
        dense = [row[3] for row in item.question.retrieved if len(row) > 3 and row[3] is not None]
        if verdicts[-1].accurate and dense:
            cosines.append(max(dense))
    return Learned(len(pairs), evaluating.direct_from(pairs), evaluating.cut(cosines))


def recalibrate(*, at: datetime, by: Officer | None) -> tuple[Learned, Calibration | None]:
    """Learn the cuts and set them; (what was learned, the new calibration or None when nothing could be)."""
    found = learned()
    if found.direct_from is None and found.cut is None:
        return found, None
    basis = {"reviewed": found.reviewed, "target": str(evaluating.TARGET)}
    row = calibrate(direct_from=found.direct_from, cut=found.cut, reason=f"据 {found.reviewed} 题评定校准", basis=basis, at=at, by=by)
    return found, row
