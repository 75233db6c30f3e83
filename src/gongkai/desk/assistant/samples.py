"""每月抽查 at the desk: judged by two who do not see each other; and the calibration that follows."""

from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from gongkai.assistant import queries
from gongkai.assistant.actions import evaluation
from gongkai.assistant.models import Calibration, Question, Sample, SampleItem
from gongkai.assistant.rules.answers import Outcome
from gongkai.assistant.rules.permits import Permit
from gongkai.desk.assistant.finding import trail_of
from gongkai.desk.assistant.forms import CalibrationForm, VerdictForm
from gongkai.desk.door import StaffRequest, allowed, ask, deed, page_of, show, staff
from gongkai.people.rules.permits import About
from gongkai.shared.clock import now
from gongkai.ui.pieces import Fact

TITLE = "每月抽查"


@staff(Permit.JUDGE)
def listing(request: StaffRequest) -> HttpResponse:
    """Every sample with what it says, and the calibrations."""
    _ask(request)
    page = page_of(request, Sample.objects.all(), 12)
    return show(
        request,
        "desk/assistant/samples.html",
        trail=[*trail_of(), (TITLE, "")],
        page=page,
        rows=[(sample, evaluation.progress(sample)) for sample in page.object_list],
        bar=f"{settings.ASSISTANT_BAR}%",
        now=queries.calibration(now()),
        calibrations=Calibration.objects.select_related("by")[:12],
        may_calibrate=allowed(request, Permit.CALIBRATE, _here()),
    )


@staff(Permit.JUDGE)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """One sample: what is still to judge, for this officer; figures once everything is settled, so that nobody judges by them."""
    _ask(request)
    sample = Sample.objects.filter(pk=pk).first()
    if sample is None:
        raise Http404
    items = sample.items.select_related("question").prefetch_related("verdicts")
    now = evaluation.progress(sample)
    figures = now.figures
    return show(
        request,
        "desk/assistant/sample.html",
        trail=[*trail_of(), (TITLE, reverse("desk:samples")), (f"{sample.month:%Y-%m}", "")],
        sample=sample,
        now=now,
        rates=figures.rates if sample.settled_at else [],
        kappa=f"{figures.kappa:.2f}" if figures.kappa is not None else "—",
        rows=[(item, Outcome(item.question.outcome).label, *_standing(item, request.officer.pk)) for item in items],
    )


@staff(Permit.JUDGE, acts=True)
def judge(request: StaffRequest, pk: int, position: int) -> HttpResponse:
    """One answer as it was given; the other's verdict is not shown."""
    _ask(request)
    item = SampleItem.objects.filter(sample=pk, position=position).select_related("question", "sample").first()
    if item is None:
        raise Http404
    question = item.question
    form = VerdictForm(
        request.POST or None,
        has_citations=bool(question.answer.get("citations")) and question.outcome != Outcome.REFUSED,
        is_refusal=question.outcome != Outcome.ANSWER,
    )
    back = reverse("desk:sample", args=[pk])
    return deed(
        request,
        form,
        lambda accurate, cited=None, note="", **given: evaluation.judge(item, accurate=accurate, cited=cited, note=note, **given),
        title=f"第 {position} 题",
        button="提交评判",
        back=back,
        said="已提交评判。",
        trail=[*trail_of(), (TITLE, reverse("desk:samples")), (f"{item.sample.month:%Y-%m}", back)],
        facts=list(_as_given(question)),
    )


def _as_given(question: Question) -> Iterator[Fact]:
    """What was asked and what was given, as it was."""
    yield Fact("问题（脱敏）", question.text, wide=True)
    yield Fact("结果", Outcome(question.outcome).label, wide=True)
    for n, sentence in enumerate(question.answer.get("sentences", ()), 1):
        yield Fact(f"答句 {n}", sentence["text"], wide=True)
    for n, one in enumerate(question.answer.get("citations", ()), 1):
        name = f"《{one['title']}》{one['label']}" if "title" in one else ""
        yield Fact(f"出处 {n}", f"{name}：{one['quote']}" if name else one["quote"], wide=True)
    for n, card in enumerate(question.answer.get("cards", ()), 1):
        yield Fact(f"依据 {n}", f"《{card['title']}》{card['label']}：{card['text'][:300]}", wide=True)
    if question.answer.get("note"):
        yield Fact("说明", question.answer["note"], wide=True)


@staff(Permit.CALIBRATE, acts=True)
def calibrate(request: StaffRequest) -> HttpResponse:
    """A new calibration, by hand."""
    ask(request, Permit.CALIBRATE, _here())
    cuts = queries.calibration(now())
    begun = {"direct": "yes" if cuts.direct else "no", "direct_from": cuts.direct_from}
    return deed(
        request,
        CalibrationForm(request.POST or None, initial=begun),
        evaluation.calibrate,
        title="调整校准",
        says="立即生效；以前的各版留存备查。",
        button="启用",
        back=reverse("desk:samples"),
        said="新的校准已启用。",
        trail=[*trail_of(), (TITLE, reverse("desk:samples"))],
    )


def _standing(item: SampleItem, officer: int) -> tuple[str, bool]:
    """(in words, may this officer judge it): whether others have judged says nothing about what they said."""
    verdicts = list(item.verdicts.all())
    if evaluation.is_settled(verdicts):
        return "已评定", False
    if any(one.by_id == officer for one in verdicts):
        return "您已评判", False
    return ("待第三人裁定" if len(verdicts) == 2 else "待评判"), True


def _here() -> About:
    return About(evaluation.house().path)


def _ask(request: StaffRequest) -> None:
    """The sample is everybody's questions: for those who work at, or oversee, the organisation whose site this is."""
    ask(request, Permit.JUDGE, _here())
