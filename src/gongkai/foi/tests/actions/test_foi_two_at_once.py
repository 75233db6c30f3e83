"""Two officers act on one case in one moment: one wins, the other is told in words, and nothing is done twice."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connections

from gongkai.foi.actions import intake, waits, work
from gongkai.foi.models import Case, Consultation, Fee, Happening, Serial
from gongkai.foi.rules.fees import Mode
from gongkai.foi.rules.happenings import Action
from gongkai.foi.tests.cases import answered, examined, on, peopled, received
from gongkai.journal.models import Entry
from gongkai.shared.refusal import Refused

AT = on("2026-06-01")
ROUNDS = 3
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.parametrize("_round", range(ROUNDS))]


@pytest.fixture
def town(cast):
    return peopled(cast)


def together(*acts: Callable[[], object]) -> list[str]:
    """What came of each, done at the same moment on connections of their own: "done" or the words of the refusal."""
    barrier, came = Barrier(len(acts)), [""] * len(acts)

    def run(n: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            came[n] = "done"
        except Refused as refusal:
            came[n] = str(refusal)
        except Exception as error:
            came[n] = f"{type(error).__name__}: {error}"
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def one_won(came: list[str], words: str) -> bool:
    assert came.count("done") == 1, came
    (told,) = [each for each in came if each != "done"]
    assert words in told, came
    return True


def test_a_page_loaded_before_somebody_else_acted_is_told_so(town, _round):
    case = examined(town)
    seen = Case.objects.get(pk=case.pk).version
    came = together(
        lambda: waits.extend(case, 10, "需要核实", by=town.wang, at=AT, seen=seen),
        lambda: waits.clarify(case, ["年份"], answer_by=date(2026, 6, 12), by=town.li, at=AT, seen=seen),
    )
    assert one_won(came, "有了新的进展")
    assert Happening.objects.filter(case=case, kind__in=[Action.EXTEND, Action.CLARIFY]).count() == 1


def test_what_is_done_once_is_done_once_even_without_a_page(town, _round):
    case = examined(town)
    came = together(*[lambda: waits.extend(case, 10, "需要核实", by=town.wang, at=AT)] * 2)
    assert one_won(came, "只能延长一次")
    assert Happening.objects.filter(kind=Action.EXTEND).count() == Entry.objects.filter(kind="foi.case.extend").count() == 1


def test_one_fee_and_one_answer_to_a_question(town, _round):
    case = examined(town)
    assert one_won(together(*[lambda: waits.charge(case, Mode.BY_PAGE, pages=100, why="本月已提出31件", by=town.li, at=AT)] * 2), "待缴费")
    other = examined(town)
    waits.consult(other, Consultation.Kind.THIRD_PARTY, party="某公司", question="意见", by=town.li, at=AT)
    row = other.consultations.get()
    came = together(
        lambda: waits.record_opinion(row, Consultation.Answer.AGREES, on=AT.date(), by=town.li, at=AT),
        lambda: waits.record_opinion(row, Consultation.Answer.REFUSES, "商业秘密", on=AT.date(), by=town.li, at=AT),
    )
    assert one_won(came, "已经登记为")
    assert Fee.objects.count() == 1


def test_the_applicant_withdraws_while_the_head_extends(town, _round):
    case = examined(town)
    came = together(lambda: waits.withdraw(case, "不要了", by=None, at=AT), lambda: waits.extend(case, 10, "需要核实", by=town.wang, at=AT))
    case.refresh_from_db()
    assert came[0] == "done" and case.stage == "closed"
    assert came[1] == "done" or "已经办结" in came[1]


def test_numbers_given_at_once_have_neither_gap_nor_double(town, _round):
    cases = [received(town) for _ in range(6)]
    came = together(*[lambda case=case: intake.register(case, by=town.li, at=AT) for case in cases])
    assert came == ["done"] * 6
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [number[-4:] for number in numbers] == [f"{n:04}" for n in range(1, 7)]
    assert Serial.objects.get().last == 6


def test_one_meeting_about_two_cases_and_another_the_other_way_round_do_not_wait_for_each_other_for_ever(town, _round):
    one, two = examined(town), examined(town)
    given = {"on": AT.date(), "present": "两局", "by": town.li, "at": AT}
    came = together(lambda: work.meet([one, two], "议题", **given), lambda: work.meet([two, one], "议题", **given))
    assert came == ["done", "done"]
    assert Happening.objects.filter(kind=Action.MEET).count() == 4


def test_a_case_is_put_away_once(town, _round):
    case = answered(town)
    assert one_won(together(*[lambda: work.archive(case, by=town.li, at=AT)] * 2), "已归档")
    assert Happening.objects.filter(kind=Action.ARCHIVE).count() == 1
