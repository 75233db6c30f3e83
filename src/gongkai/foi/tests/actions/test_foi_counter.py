"""窗口: applications handed in together are each a case of its own; who reads on the spot is known where it must be, and only there."""

from datetime import time, timedelta

import pytest
from django.db import connection
from tests.cast import AT, ON

from gongkai.foi.actions.counter import record_visit, reveal_reader, take_in_together
from gongkai.foi.models import Case, JointIntake, Visit
from gongkai.foi.rules.applicants import IdKind
from gongkai.foi.rules.counter import MOST_TOGETHER, Reader, RowRefused, Shown
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.receipt import Arrival, Channel
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import OTHER_ID, ZHANG_ID, answered, examined, submission
from gongkai.journal.models import Entry
from gongkai.shared.refusal import Refused

ZHANG = Shown(Reader.APPLICANT, "张三", IdKind.RESIDENT, ZHANG_ID)
SENT = Shown(Reader.AGENT, "李律师", IdKind.RESIDENT, OTHER_ID)
PUBLIC = Shown(Reader.PUBLIC)


def at_counter(n: int, **others):
    """Somebody without a paper asks for something of their own."""
    told = {"name": f"村民{n}", "id_number": "", "info_title": f"第{n}户的补偿方案", "info_text": ""}
    return submission(channel=Channel.COUNTER, **(told | others))


def together(cast, submissions, key="k", by=None, organ=None, **others):
    return take_in_together(organ or cast.housing, submissions, key=key, by=by or cast.li, at=AT, **others)


# —— 集中受理 ——


def test_each_is_a_case_of_its_own_received_on_the_same_day_and_registered_in_order(cast):
    made = together(cast, [at_counter(n) for n in range(3)], place="青石镇便民服务中心")
    cases = list(made.cases.order_by("id"))
    assert [case.applicant_name for case in cases] == ["村民0", "村民1", "村民2"]
    assert {case.received_on for case in cases} == {ON} == {made.on}
    assert {case.stage for case in cases} == {Stage.REGISTERED} and len({case.due_on for case in cases}) == 1
    serials = [int(case.number.rpartition("-")[2]) for case in cases]
    assert serials == list(range(serials[0], serials[0] + 3))
    assert Entry.objects.get(kind="foi.intake.joint").data["cases"] == [case.pk for case in cases]


def test_one_that_cannot_be_taken_stops_all_and_is_named(cast):
    with pytest.raises(RowRefused) as refused:
        together(cast, [at_counter(0), at_counter(1, id_number="110101199001010011"), at_counter(2)])
    assert (refused.value.row, refused.value.field) == (1, "id_number")
    assert not Case.objects.exists() and not JointIntake.objects.exists()


def test_the_same_person_asking_the_same_twice_on_one_list_is_told(cast):
    with pytest.raises(RowRefused, match="与第 1 件是同一个人") as refused:
        together(cast, [at_counter(0, id_number=ZHANG_ID), at_counter(1), at_counter(0, id_number=f" {ZHANG_ID} ", name="张三")])
    assert refused.value.row == 2


def test_sent_twice_they_are_taken_in_once(cast):
    first = together(cast, [at_counter(0), at_counter(1)])
    assert together(cast, [at_counter(0), at_counter(1)]) == first
    assert Case.objects.count() == 2


def test_a_form_gone_back_to_and_changed_is_told_that_it_was_taken_in(cast):
    together(cast, [at_counter(0), at_counter(1)])
    with pytest.raises(Refused, match="已经受理过一次"):
        together(cast, [at_counter(0), at_counter(2)])
    assert Case.objects.count() == 2


@pytest.mark.parametrize(("many", "says"), [(0, "至少要有两件"), (1, "至少要有两件"), (MOST_TOGETHER + 1, "一次最多受理 50 件")])
def test_too_few_and_too_many_are_refused(cast, many, says):
    with pytest.raises(Refused, match=says):
        together(cast, [at_counter(n) for n in range(many)])
    assert not Case.objects.exists()


def test_only_what_was_handed_in_on_one_day_at_the_counter_stands_on_one_list(cast):
    for other in ({"channel": Channel.FAX}, {"arrival": Arrival(ON - timedelta(days=1))}):
        with pytest.raises(Refused, match="当天当面"):
            together(cast, [at_counter(0), submission(**({"channel": Channel.COUNTER} | other))])


def test_nobody_takes_in_for_another_organ_or_without_the_role(cast):
    for by, organ in ((cast.li, cast.transport), (cast.zhao, cast.housing), (cast.wang, cast.housing), (cast.sun, cast.housing)):
        with pytest.raises(Refused):
            together(cast, [at_counter(0), at_counter(1)], by=by, organ=organ)
    assert not Case.objects.exists()


# —— 现场查阅 ——


def visit(cast, shown=PUBLIC, case=None, *, by=None, **others):
    given = {"on": ON, "began": time(9), "ended": time(9, 20), "read": "《澜州市公租房管理办法》"} | others
    return record_visit(cast.housing, shown, case=case, by=by or cast.li, at=AT, **given)


def test_who_reads_public_papers_is_not_kept(cast):
    made = visit(cast, Shown(Reader.PUBLIC, "王先生", IdKind.RESIDENT, OTHER_ID), pages=3, copied="第二章")
    assert (made.name, made.id_number, made.id_kind) == ("", "", "") and made.pages == 3
    assert "王先生" not in str(Entry.objects.get(kind="foi.visit.recorded").data)


def test_the_applicant_reads_what_the_case_was_answered_with(cast):
    case = answered(cast)
    made = visit(cast, ZHANG, case, read="配租名单第1至3页")
    assert made.case == case and Entry.objects.get(kind="foi.visit.recorded").about == f"foi.case:{case.pk}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_number FROM foi_visit WHERE id = %s", [made.pk])
        assert "张三" not in str(row := cursor.fetchone()) and ZHANG_ID not in str(row)


def test_somebody_sent_by_the_applicant_reads_under_their_own_name(cast):
    assert visit(cast, SENT, answered(cast), read="名单").name == "李律师"


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        (Shown(Reader.APPLICANT, "张三", IdKind.RESIDENT, OTHER_ID), "id_number"),  # not the paper of the application
        (Shown(Reader.APPLICANT, "", IdKind.RESIDENT, ZHANG_ID), "name"),
        (Shown(Reader.AGENT, "某人", IdKind.RESIDENT, "123"), "id_number"),
        (PUBLIC, "reader"),
    ],
)
def test_a_case_is_not_read_by_somebody_unknown(cast, shown, field):
    with pytest.raises(Refused) as refused:
        visit(cast, shown, answered(cast), read="名单")
    assert refused.value.field == field and not Visit.objects.exists()


def test_a_case_is_read_from_the_day_its_reply_was_served(cast):
    case = answered(cast)
    Case.objects.filter(pk=case.pk).update(served_on=None)
    with pytest.raises(Refused, match="还没有送达"):
        visit(cast, ZHANG, case, read="名单")
    Case.objects.filter(pk=case.pk).update(served_on=ON)
    with pytest.raises(Refused, match="不能早于答复送达之日"):
        visit(cast, ZHANG, case, read="名单", on=ON - timedelta(days=1))


def test_a_wrong_day_is_the_fault_of_none_of_them(cast):
    with pytest.raises(Refused) as refused:
        together(cast, [at_counter(0, arrival=Arrival(ON + timedelta(days=1))), at_counter(1, arrival=Arrival(ON + timedelta(days=1)))])
    assert not isinstance(refused.value, RowRefused) and refused.value.field == "arrived_on"


def test_a_case_that_gave_nothing_or_is_not_decided_is_not_read(cast):
    for case in (examined(cast), answered(cast, outcome=Outcome.C5_INTERNAL)):
        with pytest.raises(Refused) as refused:
            visit(cast, ZHANG, case, read="名单")
        assert refused.value.field == "case"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"on": ON + timedelta(days=1)}, "on"),
        ({"ended": time(8)}, "ended"),
        ({"began": time(9, 31), "ended": None}, "began"),  # later today
        ({"ended": time(9, 31)}, "ended"),
        ({"pages": -1}, "pages"),
        ({"pages": 10**7}, "pages"),
        ({"read": " "}, "read"),
        ({"read": "长" * 2001}, "read"),
        ({"copied": "长" * 501}, "copied"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(cast, wrong, field):
    with pytest.raises(Refused) as refused:
        visit(cast, **wrong)
    assert refused.value.field == field and not Visit.objects.exists()


def test_what_was_read_does_not_name_the_applicant(cast):
    with pytest.raises(Refused, match="申请人的姓名"):
        visit(cast, ZHANG, answered(cast), read="张三的配租名单")


def test_another_office_neither_records_nor_sees_who_reads(cast):
    case = answered(cast)
    made = visit(cast, ZHANG, case, read="名单")
    for by in (cast.zhao, cast.sun, cast.wang):
        with pytest.raises(Refused):
            visit(cast, by=by)
    for by in (cast.zhao, cast.sun, cast.zhou):
        with pytest.raises(Refused):
            reveal_reader(made, why="核对来访", by=by, at=AT)
    assert not Entry.objects.filter(kind="foi.visitor.revealed").exists()


def test_seeing_who_reads_is_asked_why_and_journalled(cast):
    made = visit(cast, ZHANG, answered(cast), read="名单")
    with pytest.raises(Refused):
        reveal_reader(made, why=" ", by=cast.li, at=AT)
    assert reveal_reader(made, why="核对来访", by=cast.li, at=AT).id_number == ZHANG_ID
    assert Entry.objects.get(kind="foi.visitor.revealed").data == {"why": "核对来访"}
