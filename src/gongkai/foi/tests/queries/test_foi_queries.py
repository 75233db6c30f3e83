"""Lists, looking for a case, the board, the annual tables, topics, likeness: what they find, and that ten rows cost as much as a hundred."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.foi import earlier, numbers, worklist
from gongkai.foi.actions import proactive, records, waits, work
from gongkai.foi.models import Case, Review
from gongkai.foi.queries import Filters, Order, Tab, case_seen_by, inbox, organs_of, tracked, visible_to
from gongkai.foi.rules import report
from gongkai.foi.rules.applicants import ApplicantKind, IdKind
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.report import Column, CountedCase, DisputeKind, DisputeResult
from gongkai.foi.rules.rows import Row
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import COMPANY_USCC, OTHER_ID, answered, examined, later, on, peopled, received, submitted
from gongkai.shared.refusal import Refused

AT = on("2026-06-01")
ROADS = {"info_title": "青石路改造工程竣工验收报告", "info_text": "申请公开青石路道路改造工程竣工验收报告全文"}


@pytest.fixture
def town(cast):
    return peopled(cast)


def copies(case: Case, many: int, **others) -> list[Case]:
    """Rows like this one, with numbers and tickets of their own: lists only look at the row."""
    fields = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields if field.attname != "id"}
    first = Case.objects.count()
    rows = [
        Case(
            **fields
            | {"number": f"X{first + n:08}", "ticket": f"T{first + n:08}", "idempotency_key": None}
            | {k: v(n) if callable(v) else v for k, v in others.items()}
        )
        for n in range(many)
    ]
    return Case.objects.bulk_create(rows)


def found(officer, **filters) -> list[Case]:
    return [line.case for line in inbox(officer, Filters(**filters)).lines]


# —— 清单 ——


def test_open_cases_come_by_their_date_and_those_without_one_last(town):
    second, first = examined(town, at=later(3)), examined(town)
    waiting = waits.clarify(examined(town), ["年份"], answer_by=date(2026, 6, 15), by=town.li, at=AT).case
    unconfirmed = submitted(town)
    done = answered(town)
    assert found(town.li) == [first, second, unconfirmed, waiting]
    assert found(town.li, order=Order.NEWEST) == [unconfirmed, waiting, first, second]
    assert found(town.li, tab=Tab.CLOSED) == [done]
    assert found(town.li, tab=Tab.ALL) == [done, unconfirmed, waiting, first, second]


def test_each_filter_narrows(town):
    mine, roads = examined(town), examined(town, **ROADS)
    company = submitted(
        town, kind=ApplicantKind.LEGAL_COMMERCIAL, name="某公司", representative="李某", id_kind=IdKind.USCC, id_number=COMPANY_USCC
    )
    waits.extend(roads, 5, "核实", by=town.wang, at=AT)
    for filters, expected in (
        ({"stage": Stage.SUBMITTED}, {company}),
        ({"applicant_kind": ApplicantKind.LEGAL_COMMERCIAL}, {company}),
        ({"due_by": date(2026, 6, 30)}, {mine}),
        ({"received_from": date(2026, 6, 2)}, set()),
        ({"received_to": AT.date()}, {mine, roads}),
        ({"handler": town.li.pk}, {mine, roads}),
        ({"organ": town.transport.pk}, set()),
        ({"channel": "fax"}, set()),
        ({"is_paused": True}, set()),
        ({"tab": Tab.MINE}, {mine, roads}),
        ({"tab": Tab.ASKED}, set()),
        ({"words": "验收报告", "tab": Tab.MINE}, {roads}),
    ):
        assert set(found(town.li, **filters)) == expected, filters


def test_pages_follow_one_another(town):
    copies(examined(town), 6)
    first, last = inbox(town.li, number=1, size=4), inbox(town.li, number=2, size=4)
    assert (len(first.lines), first.has_next, len(last.lines), last.has_next) == (4, True, 3, False)
    assert not {line.case.pk for line in first.lines} & {line.case.pk for line in last.lines}
    assert inbox(town.li, number=0, size=4).number == 1


# —— 查找 ——


@pytest.mark.parametrize("text", ["验收", "青石路", "竣工验收报告", "改造 报告", "20260601", "20260601-990100-A", "验收报告全文"])
def test_a_case_is_found_by_what_it_asks_for_and_by_its_number(town, text):
    case = examined(town, **ROADS)
    assert found(town.li, words=text) == [case]


@pytest.mark.parametrize("text", ["报告验收工程配租", "配租", "2026060", "张三", "13900001234", "' | '1", "&!():*", "a:b & c", "%"])
def test_a_case_is_not_found_by_what_it_does_not_say(town, text):
    examined(town, **ROADS)
    assert found(town.li, words=text) == []


def test_a_case_is_found_by_its_ticket_or_the_beginning_of_it(town):
    case, _ = examined(town), examined(town)
    Case.objects.filter(pk=case.pk).update(ticket="A2BCDEFGH")
    assert found(town.li, words="A2BCDEFGH") == found(town.li, words="a2bc") == [case]
    assert found(town.zhao, words="A2BCDEFGH") == []
    Case.objects.filter(pk=case.pk).update(ticket="XRACLCYYC")  # a code of letters alone is a code all the same
    assert found(town.li, words="xraclcyyc") == [case]


def test_one_character_looks_at_the_names(town):
    roads = examined(town, **ROADS)
    examined(town)
    assert found(town.li, words="路") == [roads]


def test_the_applicant_follows_his_case_with_ticket_and_telephone(town):
    case = submitted(town)
    assert tracked(f" {case.ticket.lower()} ", "139 0000 1234") == case
    assert tracked(case.ticket, "13900001235") is None and tracked(case.ticket, "") is None
    with pytest.raises(Refused, match="查询码"):
        tracked("ABC", "13900001234")


# —— 条数不增加查询 ——


def counted(do) -> int:
    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


@pytest.mark.parametrize("who", ["li", "qian", "he"])
def test_a_hundred_rows_cost_as_many_queries_as_ten(town, who):
    officer = getattr(town, who)
    done = answered(town)
    records.record_review(town.housing, Review.Kind.LAWSUIT, "1号", accepted_on=AT.date(), case=done, by=town.li, at=AT)
    case = work.ask_help(examined(town), [town.planning], "请核实", date(2026, 6, 12), by=town.li, at=AT)[0].case
    organs = [one.pk for one in organs_of(officer.actor())]
    whole_year = (date(2026, 1, 1), date(2026, 12, 31))
    asking = {
        **{f"inbox {tab}": (lambda tab=tab: inbox(officer, Filters(tab, words="配租"), size=100)) for tab in Tab},
        "one": lambda: case_seen_by(officer, case.pk),
        "board": lambda: numbers.board(organs, AT.date()),
        "table": lambda: numbers.annual_table(organs, 2026),
        "behind": lambda: list(numbers.behind(organs, 2026, Row.GRANTED)),
        "disputes": lambda: numbers.dispute_table(organs, 2026),
        "course": lambda: numbers.course(organs, *whole_year),
        "topics": lambda: numbers.hot_topics(organs, *whole_year),
        "similar": lambda: earlier.similar(case, among=visible_to(officer)),
        "repetition": lambda: earlier.repetition(case),
        "worth publishing": lambda: earlier.worth_publishing(town.housing.pk, AT.date()),
    }
    copies(case, 9)
    copies(done, 9)
    ten = {name: counted(do) for name, do in asking.items()}
    copies(case, 90)
    copies(done, 90)
    assert {name: counted(do) for name, do in asking.items()} == ten
    assert max(ten.values()) <= 5, ten


# —— 看板 ——


def test_the_board_counts_by_stage_and_by_how_near_the_date_is(town):
    case = examined(town)
    due = [date(2026, 5, 29), date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 4), date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 16)]
    copies(case, 7, due_on=lambda n: due[n])
    copies(case, 2, is_paused=True, due_on=None, stage=Stage.CLARIFYING)
    submitted(town)
    answered(town)
    board = numbers.board([town.housing.pk], AT.date())
    assert board.by_band() == {-1: 1, 0: 1, 1: 1, 3: 1, 5: 1, 10: 1}
    assert (board.total, board.paused) == (11, 2)
    assert (board.later, board.undated) == (2, 1)
    stages = board.by_stage()
    assert (stages[Stage.UNDER_REVIEW], stages[Stage.CLARIFYING], stages[Stage.SUBMITTED], stages[Stage.SIGNED]) == (8, 2, 1, 0)
    assert {line.organ for line in board.lines} == {town.housing.pk}


def test_before_the_next_years_notice_the_board_counts_what_is_known(town):
    case = examined(town)
    copies(case, 1, due_on=date(2026, 12, 28))
    copies(case, 1, due_on=date(2026, 12, 31))
    board = numbers.board([town.housing.pk], date(2026, 12, 28))
    assert (board.by_band()[0], board.by_band()[3], board.by_band()[5]) == (1, 1, 0)
    assert board.by_band()[-1] == 1


# —— 年度报告 ——


def test_the_table_counted_by_the_database_is_the_one_counted_case_by_case(town):
    case = answered(town)
    days = [None, *(date(2024, 12, 20) + timedelta(days=97 * n) for n in range(9))]
    outcomes = list(Outcome)
    kinds = list(ApplicantKind)
    copies(
        case,
        400,
        received_on=lambda n: date(2024, 11, 15) + timedelta(days=2 * n),
        closed_on=lambda n: days[n % 10] and max(days[n % 10], date(2024, 11, 15) + timedelta(days=2 * n)),
        outcome=lambda n: outcomes[n % 23] if days[n % 10] else "",
        applicant_kind=lambda n: kinds[n % 6],
        is_correction=lambda n: n % 17 == 0,
    )
    copies(case, 3, received_on=None)
    rows = [
        CountedCase(
            ApplicantKind(one.applicant_kind),
            one.received_on,
            one.closed_on,
            Outcome(one.outcome) if one.outcome else None,
            one.is_correction,
        )
        for one in Case.objects.all()
    ]
    for year in (2024, 2025, 2026, 2027):
        table = numbers.annual_table([town.housing.pk], year)
        assert table == report.table(report.counted(rows, year)), year
        for column in Column:
            new, over = table[Row.NEW_RECEIVED][column], table[Row.CARRIED_OVER][column]
            assert new + over == table[Row.TOTAL_PROCESSED][column] + table[Row.CARRIED_FORWARD][column], (year, column)
            for row in Row:
                assert numbers.behind([town.housing.pk], year, row, column).count() == table[row][column], (year, row, column)
    assert numbers.annual_table([town.transport.pk], 2026)[Row.TOTAL_PROCESSED][Column.TOTAL] == 0


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_lands_in_its_row(town, outcome):
    copies(answered(town), 1, outcome=outcome, closed_on=date(2026, 7, 1))
    table = numbers.annual_table([town.housing.pk], 2026)
    assert table[RULINGS[outcome].row][Column.NATURAL] == (2 if RULINGS[outcome].row is Row.GRANTED else 1)


def test_the_table_of_disputes_counts_results_of_the_year_and_what_was_left_open(town):
    for n, (accepted, concluded, result) in enumerate(
        (
            (date(2025, 12, 1), date(2026, 2, 1), Review.Result.UPHELD),
            (date(2025, 6, 1), date(2025, 8, 1), Review.Result.CORRECTED),
            (date(2026, 3, 1), None, ""),
            (date(2026, 3, 1), date(2026, 5, 1), Review.Result.CORRECTED),
        )
    ):
        Review.objects.create(
            organ=town.housing,
            kind=Review.Kind.RECONSIDERATION,
            docket=f"{n}号",
            accepted_on=accepted,
            concluded_on=concluded,
            result=result,
            by=town.li,
            at=AT,
        )
    of_2026 = numbers.dispute_table([town.housing.pk], 2026)[DisputeKind.RECONSIDERATION]
    assert list(of_2026.values()) == [1, 1, 0, 1, 3]
    of_2025 = numbers.dispute_table([town.housing.pk], 2025)[DisputeKind.RECONSIDERATION]
    assert (of_2025[DisputeResult.CORRECTED], of_2025[DisputeResult.PENDING]) == (1, 1)


# —— 时效、趋势、热点、相似 ——


def test_timeliness_and_trend_tell_the_late_from_the_others(town):
    done = answered(town)
    copies(done, 1, closed_on=date(2026, 7, 1))
    copies(examined(town), 1, due_on=date(2026, 5, 29))
    organs = [town.housing.pk, town.transport.pk]
    course = numbers.course(organs, date(2026, 1, 1), date(2026, 12, 31))
    (line,) = course.timeliness(numbers.board(organs, AT.date()))
    assert (line.closed, line.late, line.open, line.overdue, line.on_time) == (2, 1, 2, 1, 0.5)
    months = numbers.course([town.housing.pk], date(2026, 5, 1), date(2026, 7, 31)).months()
    assert [(each.month, each.received, each.closed, each.late) for each in months] == [(5, 0, 0, 0), (6, 4, 1, 0), (7, 0, 1, 1)]


def test_a_topic_is_what_different_applicants_asked_for(town):
    for _ in range(2):
        examined(town, **ROADS)
    examined(town)
    examined(town, name="李雷", id_number=OTHER_ID)
    (topic,) = numbers.hot_topics([town.housing.pk], AT.date(), AT.date())
    assert (topic.title, topic.cases, topic.applicants) == ("2025年度公租房配租名单", 2, 2)


def test_what_was_asked_before_is_found_most_alike_first(town):
    same, year, other = answered(town), answered(town, info_title="2024年度公租房配租名单"), answered(town, **ROADS)
    near = answered(town, info_title="公租房配租名单公示情况")
    asks = examined(town, info_title="2025年度公租房配租名单和结果")
    found_ = earlier.similar(asks, among=visible_to(town.li))
    assert [each.case for each in found_] == [same, year, near] and other not in [each.case for each in found_]
    assert earlier.similar(asks, among=visible_to(town.zhao)) == ()
    assert earlier.similar(examined(town, info_title="", info_text="信息"), among=visible_to(town.li)) == ()


def test_a_repetition_is_the_same_applicants_and_was_answered(town):
    first = answered(town)
    answered(town, examined(town, name="李雷", id_number=OTHER_ID))
    again = examined(town, at=later(30))
    assert earlier.repetition(again).earlier.key == str(first.pk)
    assert earlier.repetition(examined(town, at=later(30), **ROADS)) is None
    assert earlier.repetition(submitted(town)) is None


def test_what_three_got_is_worth_publishing_until_it_was_proposed(town):
    ids = [None, OTHER_ID, "990100197001010017"]
    cases = [answered(town, examined(town, **({"id_number": one} if one else {}))) for one in ids[:2]]
    assert earlier.worth_publishing(town.housing.pk, AT.date()) == ()
    cases.append(answered(town, examined(town, id_number="", phone="13900008888")))
    (suggestion,) = earlier.worth_publishing(town.housing.pk, AT.date())
    assert suggestion.applicants == 3 and {each.key for each in suggestion.asked} == {str(case.pk) for case in cases}
    proactive.propose(cases, "年度配租名单", "三个申请人申请", by=town.li, at=AT)
    assert earlier.worth_publishing(town.housing.pk, AT.date()) == ()


# —— 我的工作 ——


def test_what_waits_for_an_officer_is_what_that_officer_can_do_next(cast):
    town = peopled(cast)
    fresh, mine, others = received(cast), examined(cast), examined(cast)
    Case.objects.filter(pk=others.pk).update(handler=town.zhou)
    waiting = passed_on(cast, Stage.LEGAL_REVIEW)

    def of(officer):
        return set(worklist.waiting_for(officer, officer.actor()))

    assert of(town.li) == {fresh, mine}
    assert of(town.zhou) == of(town.wang) == {waiting} and of(town.zhao) == set()  # 王芳 reviews and signs
    Case.objects.filter(pk=waiting.pk).update(stage=Stage.AWAITING_SIGNATURE)
    assert of(town.wang) == {waiting} and of(town.zhou) == set()
    work.dispatch(mine, town.planning, "请检索", later(5).date(), by=town.li, at=AT)
    assert of(town.he) == {mine}


def test_a_case_that_stays_too_long_at_a_step_is_told_and_found(cast):
    case, other = examined(cast), examined(cast, at=later(3))
    on = later(3).date()  # 4 June 2026: three working days after the first, the limit of the examination is one
    pace = worklist.pace_on(on)
    assert (pace.says(case), pace.says(other)) == ("本环节已 3 个工作日，内部时限 1 个", "")
    assert [line.case for line in inbox(cast.li, Filters(slow=pace.slow())).lines] == [case]
    assert worklist.pace_on(date(2031, 6, 3)).began == {} and worklist.pace_on(date(2031, 6, 3)).says(case) == ""


def passed_on(cast, stage: Stage) -> Case:
    case = examined(cast)
    Case.objects.filter(pk=case.pk).update(stage=stage)
    return case
