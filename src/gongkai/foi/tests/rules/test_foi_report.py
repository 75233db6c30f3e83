"""Table 3 of the annual report: computed, reconciled, and quarrelled with."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.foi.rules.applicants import ApplicantKind
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.report import (
    KINDS,
    Column,
    CountedCase,
    Counts,
    DisputeKind,
    DisputeResult,
    added,
    counted,
    dispute_table,
    printed,
    row_of,
    rows_of,
    table,
)
from gongkai.foi.rules.report_checks import SECTIONS, Severity, of_cases, of_disputes, of_sum, of_table, of_text, of_year_roll
from gongkai.foi.rules.rows import RESULT_ROWS, Row

NATURAL, SHOP, LAW = ApplicantKind.NATURAL, ApplicantKind.LEGAL_COMMERCIAL, ApplicantKind.LEGAL_LAW
NO_DISPUTES = dispute_table({})

DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@st.composite
def cases(draw) -> CountedCase:
    received = draw(st.none() | DAYS)
    closed = draw(st.none() | st.dates(received, date(2026, 12, 31))) if received else None
    outcome = draw(st.sampled_from(Outcome)) if closed else None
    return CountedCase(draw(st.sampled_from(ApplicantKind)), received, closed, outcome, draw(st.booleans()) and draw(st.booleans()))


@settings(max_examples=200, deadline=None)
@given(some=st.lists(cases(), max_size=40), year=st.integers(2023, 2026))
def test_every_table_computed_from_cases_reconciles_with_itself_its_cases_and_the_year_before(some, year):
    now, before = table(counted(some, year)), table(counted(some, year - 1))
    assert of_table(now, before) == ()
    assert of_cases(some, now, year) == ()
    assert of_sum(now, [table(counted([case], year)) for case in some]) == ()
    new, over = now[Row.NEW_RECEIVED][Column.TOTAL], now[Row.CARRIED_OVER][Column.TOTAL]
    assert new + over == now[Row.TOTAL_PROCESSED][Column.TOTAL] + now[Row.CARRIED_FORWARD][Column.TOTAL]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_lands_in_exactly_one_row(outcome):
    found = table(counted([CountedCase(NATURAL, date(2025, 3, 1), date(2025, 3, 20), outcome)], 2025))
    assert [row for row in RESULT_ROWS if found[row][Column.NATURAL]] == [row_of(outcome)]
    assert found[Row.TOTAL_PROCESSED][Column.TOTAL] == 1


def test_the_outcomes_fill_every_row_of_results():
    assert {row_of(outcome) for outcome in Outcome} == set(RESULT_ROWS)
    assert len(RESULT_ROWS) == 21
    assert len(Outcome) == 23 == len(RESULT_ROWS) + 2  # 已主动公开与予以公开、不存在与非本机关 share a row


def test_a_case_is_counted_where_its_days_put_it():
    case = CountedCase(SHOP, date(2024, 12, 20), date(2025, 1, 10), Outcome.C4_THIRD)
    assert rows_of(case, 2023) == ()
    assert rows_of(case, 2024) == (Row.NEW_RECEIVED, Row.CARRIED_FORWARD)
    assert rows_of(case, 2025) == (Row.CARRIED_OVER, Row.DENIED_THIRD_PARTY_RIGHTS)
    assert rows_of(case, 2026) == ()
    assert rows_of(replace(case, closed_on=None, outcome=None), 2026) == (Row.CARRIED_OVER, Row.CARRIED_FORWARD)
    assert rows_of(replace(case, is_correction=True), 2024) == ()
    assert rows_of(CountedCase(SHOP, None), 2024) == ()


def sample():
    """A real shape: new 66 (58 natural, 7 commercial, 1 law firm), carried over 2."""
    return table(
        Counts(
            new={NATURAL: 58, SHOP: 7, LAW: 1},
            carried_over={NATURAL: 2},
            results={
                (Outcome.A2_GRANTED, NATURAL): 30,
                (Outcome.A1_ALREADY_PUBLIC, NATURAL): 10,
                (Outcome.D1_NOT_FOUND, NATURAL): 17,
                (Outcome.B_PARTIAL, SHOP): 7,
                (Outcome.E1_PETITION, LAW): 1,
            },
            carried_forward={NATURAL: 3},
        )
    )


def test_the_sample_adds_up():
    found = sample()
    assert of_table(found) == ()
    assert found[Row.GRANTED] == {**dict.fromkeys(Column, 0), Column.NATURAL: 40, Column.TOTAL: 40}
    assert found[Row.TOTAL_PROCESSED][Column.TOTAL] == 65
    assert printed(found)[0][2:] == ["58", "7", "0", "0", "1", "0", "66"]
    assert len(printed(found)) == 25


def changed(row: Row, column: Column, value: object):
    found = {each: dict(cells) for each, cells in sample().items()}
    found[row][column] = value
    return found


@pytest.mark.parametrize(
    "row, column, value, codes",
    [
        (Row.NEW_RECEIVED, Column.NATURAL, 59, {"AR01", "AR03"}),
        (Row.GRANTED, Column.NATURAL, 41, {"AR02", "AR03"}),
        (Row.TOTAL_PROCESSED, Column.TOTAL, 66, {"AR01", "AR02", "AR03"}),
        (Row.CARRIED_FORWARD, Column.TOTAL, 4, {"AR01", "AR03"}),
        (Row.PARTIAL_GRANT, Column.LEGAL_OTHER, "/", {"AR06"}),
        (Row.PARTIAL_GRANT, Column.LEGAL_OTHER, "", {"AR06"}),
        (Row.PARTIAL_GRANT, Column.LEGAL_OTHER, -1, {"AR06"}),
        (Row.PARTIAL_GRANT, Column.LEGAL_OTHER, 1.5, {"AR06"}),
        (Row.PARTIAL_GRANT, Column.LEGAL_OTHER, True, {"AR06"}),
    ],
)
def test_a_changed_cell_is_found(row, column, value, codes):
    problems = of_table(changed(row, column, value))
    assert {problem.code for problem in problems} == codes
    assert all(problem.severity is Severity.ERROR and problem.says for problem in problems)


def test_carried_over_must_be_what_last_year_carried_forward():
    last = table(Counts(new={NATURAL: 3}, carried_forward={NATURAL: 3}))
    problems = of_table(sample(), last)
    assert [(problem.code, problem.column) for problem in problems] == [("AR04", Column.NATURAL), ("AR04", Column.TOTAL)]
    assert problems[0].says == "自然人列：上年年报结转3件，本年“上年结转”为2件，两者应当相等"


def test_cases_that_cannot_be_counted_are_named():
    closed = CountedCase(NATURAL, date(2025, 3, 1), date(2025, 3, 20), None, number="20250301-370212-A012-0001")
    backwards = CountedCase(NATURAL, date(2025, 3, 2), date(2025, 3, 1), Outcome.A2_GRANTED, number="20250302-370212-A012-0001")
    problems = of_cases([closed, backwards], table(Counts(carried_forward={NATURAL: 1})), 2025)
    assert [problem.code for problem in problems] == ["AR09", "AR11", "AR10"]
    unserved = CountedCase(NATURAL, date(2025, 3, 1), None, Outcome.A2_GRANTED, number="甲")
    (hint,) = of_cases([unserved], table(Counts(carried_forward={NATURAL: 1})), 2025)
    assert (hint.severity, hint.says) == (Severity.WARNING, "甲：已作出处理决定但未送达，仍计入结转")
    assert "20250301-370212-A012-0001：已经办结，但没有处理决定" in problems[0].says


def test_a_sum_that_is_not_the_sum_of_its_parts_is_found():
    whole = added([sample(), sample()])
    assert of_sum(whole, [sample(), sample()]) == ()
    assert {problem.code for problem in of_sum(whole, [sample()])} == {"AR12"}


def test_table_four_adds_up_by_group():
    counts = {(DisputeKind.RECONSIDERATION, DisputeResult.UPHELD): 4, (DisputeKind.RECONSIDERATION, DisputeResult.PENDING): 1}
    found = dispute_table(counts)
    assert found[DisputeKind.RECONSIDERATION][DisputeResult.TOTAL] == 5
    assert found[DisputeKind.LAWSUIT][DisputeResult.TOTAL] == 0
    assert of_disputes(found) == ()
    wrong = {**found, DisputeKind.LAWSUIT: {**found[DisputeKind.LAWSUIT], DisputeResult.TOTAL: 1}}
    assert [problem.code for problem in of_disputes(wrong)] == ["AR05"]
    below = {**found, DisputeKind.LAWSUIT: {**found[DisputeKind.LAWSUIT], DisputeResult.TOTAL: -1, DisputeResult.OTHER: -1}}
    assert [problem.code for problem in of_disputes(below)] == ["AR06"]


def test_documents_in_force_roll_from_year_to_year():
    assert of_year_roll(40, 6, 4, 42) == ()
    assert [problem.code for problem in of_year_roll(40, 6, 4, 43)] == ["AR13"]


REPORT = "\n".join(
    [
        "一、总体情况",
        "本年度共收到政府信息公开申请66件，其中本年新收66件，上年结转2件，结转下年度继续办理3件。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
)


def test_the_text_must_say_what_the_tables_say():
    assert of_text(REPORT, sample(), NO_DISPUTES) == ()
    for said, instead, code in (
        ("上年结转2件", "上年结转5件", "AR07"),
        ("结转下年度继续办理3件", "结转下年度继续办理2件", "AR07"),
        ("新收66件", "新收65件", "AR07"),
        ("申请66件", "申请70件", "AR08"),
        ("二、主动公开政府信息情况\n", "", "AR14"),
        ("六、其他需要报告的事项", "六、其他需要报告的事项\n本年行政复议3件，行政诉讼2件。", "AR07"),
    ):
        assert {problem.code for problem in of_text(REPORT.replace(said, instead), sample(), NO_DISPUTES)} == {code}, instead


def test_a_total_that_includes_last_years_cases_must_say_so():
    bare = REPORT.replace("申请66件，其中本年新收66件，上年结转2件", "申请68件")
    assert {problem.code for problem in of_text(bare, sample(), NO_DISPUTES)} == {"AR08"}
    assert of_text(bare.replace("申请68件", "申请68件（含上年结转）"), sample(), NO_DISPUTES) == ()


def test_sections_out_of_order_are_found():
    text = "\n".join(reversed(SECTIONS))
    assert {problem.code for problem in of_text(text, sample(), NO_DISPUTES)} == {"AR14"}


def test_a_report_like_last_years_is_noticed():
    body = REPORT + "本机关坚持以公开为常态、不公开为例外，健全机制，加强培训，提高答复质量，推动各科室落实责任。" * 3
    assert {problem.code for problem in of_text(body, sample(), NO_DISPUTES, body + "下一步继续努力。")} == {"AR15"}


def test_the_columns_are_the_applicants_kinds_and_their_total():
    assert [column.value for column in KINDS] == [kind.value for kind in ApplicantKind]
    assert list(Column)[-1] is Column.TOTAL
