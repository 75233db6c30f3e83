"""每月抽查: two judge without seeing each other, a third settles; a month below the bar ends direct answering."""

from datetime import date, datetime

import pytest
from tests.cast import AT

from gongkai.assistant.actions import evaluation
from gongkai.assistant.models import Calibration, Conversation, Question
from gongkai.assistant.queries import calibration
from gongkai.assistant.rules.answers import Kind, Outcome
from gongkai.assistant.rules.evaluating import ENOUGH
from gongkai.notices.models import Notice
from gongkai.people.models import Officer, Post
from gongkai.people.rules.permits import Role
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused

MAY = date(2026, 5, 1)
IN_MAY = datetime(2026, 5, 20, 10, tzinfo=BEIJING)


@pytest.fixture
def judges(cast, settings) -> list[Officer]:
    """Four of the city's office."""
    settings.REGION_CODE = "990100"
    found = [Officer.objects.create_user(f"judge{n}", "a-long-password", name=f"评判{n}") for n in range(4)]
    for officer in found:
        Post.objects.create(officer=officer, organisation=cast.city, role=Role.REVIEWER, since=date(2020, 1, 2))
    return found


def ask(n: int, outcome: Outcome = Outcome.ANSWER, *, confidence: float = 0.8, **others) -> None:
    conversation = Conversation.objects.create(key=f"{outcome}{n}{confidence}", begun_at=IN_MAY, last_at=IN_MAY)
    answer = {"citations": [{"quote": "甲"}]} if outcome == Outcome.ANSWER else {}
    given = {"kind": Kind.FACT, "answer": answer, "asked_at": IN_MAY, "place": "portal", **others}
    Question.objects.create(conversation=conversation, number=1, text=f"问题{n}", outcome=outcome, confidence=confidence, **given)


def judged(judges, *, right: int, of: int) -> None:
    for n in range(of):
        ask(n)
    sample = evaluation.draw(MAY, size=of, by=None, at=AT)
    for n, item in enumerate(sample.items.all()):
        for judge in judges[:2]:
            evaluation.judge(item, accurate=n < right, cited=True, by=judge, at=AT)


def test_a_sample_is_drawn_once_from_what_the_public_asked(cast, judges):
    for n in range(10):
        ask(n)
    ask(99, office=cast.housing)
    ask(98, Outcome.CLARIFY)
    sample = evaluation.draw(MAY, size=4, by=None, at=AT)
    assert sample.asked == 10 and sample.items.count() == 4
    assert evaluation.draw(MAY, size=9, by=None, at=AT) == sample
    assert set(sample.items.values_list("question__office", flat=True)) == {None}


@pytest.mark.parametrize(("month", "why"), [(date(2026, 6, 1), "还没有结束"), (date(2026, 4, 1), "没有公众提问")])
def test_a_month_that_goes_on_or_is_empty_is_refused(cast, judges, month, why):
    with pytest.raises(Refused, match=why):
        evaluation.draw(month, size=5, by=None, at=AT)


def test_where_two_differ_a_third_settles(cast, judges):
    ask(1)
    item = evaluation.draw(MAY, size=1, by=None, at=AT).items.get()
    evaluation.judge(item, accurate=True, cited=True, by=judges[0], at=AT)
    with pytest.raises(Refused, match="您已经评过"):
        evaluation.judge(item, accurate=True, cited=True, by=judges[0], at=AT)
    evaluation.judge(item, accurate=False, cited=True, by=judges[1], at=AT)
    assert (evaluation.progress(item.sample).disputed, evaluation.progress(item.sample).settled) == (1, 0)
    evaluation.judge(item, accurate=False, cited=True, by=judges[2], at=AT)
    now = evaluation.progress(item.sample)
    assert (now.settled, now.figures.accuracy.right, now.figures.accuracy.of) == (1, 0, 1)
    with pytest.raises(Refused, match="已经评定"):
        evaluation.judge(item, accurate=True, cited=True, by=judges[3], at=AT)


def test_officers_of_other_offices_do_not_judge(cast, judges):
    ask(1)
    item = evaluation.draw(MAY, size=1, by=None, at=AT).items.get()
    with pytest.raises(Refused, match="没有办理"):
        evaluation.judge(item, accurate=True, cited=True, by=cast.li, at=AT)


def test_a_month_below_the_bar_ends_direct_answering_and_tells_the_administrators(cast, judges):
    assert calibration(AT).direct
    judged(judges, right=ENOUGH - 4, of=ENOUGH)
    assert not calibration(AT).direct
    assert Notice.objects.filter(to=cast.sun, subject__contains="停止直接回答").count() == 1


def test_a_month_above_the_bar_changes_nothing(cast, judges):
    judged(judges, right=ENOUGH, of=ENOUGH)
    assert calibration(AT).direct and not Calibration.objects.exists()


def test_the_cut_is_learned_from_settled_answers_and_kept_as_a_new_calibration(cast, judges):
    for n in range(90):
        ask(n, confidence=0.9, retrieved=[[1, "a", 2.0, 0.8]])
    for n in range(30):
        ask(n, confidence=0.4, retrieved=[[1, "a", 2.0, 0.6]])
    sample = evaluation.draw(MAY, size=200, by=None, at=AT)
    for item in sample.items.select_related("question"):
        for judge in judges[:2]:
            evaluation.judge(item, accurate=item.question.confidence > 0.5, cited=True, by=judge, at=AT)
    learned, row = evaluation.recalibrate(at=AT, by=None)
    assert (learned.reviewed, learned.direct_from, learned.cut) == (120, 0.9, 0.8)
    assert row is not None and calibration(AT).direct_from == 0.9
    with pytest.raises(Refused, match="不能修改"):
        row.save()


def test_without_enough_reviewed_answers_nothing_is_set(cast, judges):
    assert evaluation.recalibrate(at=AT, by=None)[1] is None


def test_only_an_administrator_sets_a_calibration(cast, judges):
    with pytest.raises(Refused, match="没有办理"):
        evaluation.calibrate(direct=False, reason="停用", by=judges[0], at=AT)
    assert not evaluation.calibrate(direct=False, reason="停用", by=cast.sun, at=AT).direct
