"""The twenty-three replies and how they are contested."""

import pytest

from gongkai.foi.rules.grounds import Ground
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.outcomes import REGULATION, RULINGS, ClockEffect, Evidence, Outcome, RemedyKind, lacking, require_evidence
from gongkai.foi.rules.remedies import RemedyFacts, Respondent, choose, paragraph, reconsideration_organs
from gongkai.shared.refusal import Refused

# 领域规则 1.8, written out again: code, articles, row, letter, remedy
HANDBOOK = [
    ("A1_ALREADY_PUBLIC", "第三十六条第（一）项", "granted", "DOC14", "R2"),
    ("A2_GRANTED", "第三十六条第（二）项", "granted", "DOC14", "R2"),
    ("B_PARTIAL", "第三十七条", "partial_grant", "DOC15", "R1+R2"),
    ("C1_SECRET", "第十四条、第三十六条第（三）项", "denied_state_secret", "DOC16", "R1"),
    ("C2_LAW", "第十四条、第三十六条第（三）项", "denied_law_forbidden", "DOC16", "R1"),
    ("C3_SAFETY", "第十四条、第三十六条第（三）项", "denied_safety_stability", "DOC16", "R1"),
    ("C4_THIRD", "第十五条、第三十二条、第三十六条第（三）项", "denied_third_party_rights", "DOC16", "R1"),
    ("C5_INTERNAL", "第十六条第一款、第三十六条第（三）项", "denied_internal_affairs", "DOC16", "R1"),
    ("C6_PROCESS", "第十六条第二款、第三十六条第（三）项", "denied_process_info", "DOC16", "R1"),
    ("C7_ENFORCE", "第十六条第二款、第三十六条第（三）项", "denied_enforcement_case", "DOC16", "R1"),
    ("C8_QUERY", "第三十六条第（七）项", "denied_admin_query", "DOC24", "R2"),
    ("D1_NOT_FOUND", "第三十六条第（四）项", "unable_not_held", "DOC17", "R2"),
    ("D1_NOT_OURS", "第三十六条第（五）项", "unable_not_held", "DOC18", "R2"),
    ("D2_NEED_CREATE", "第三十八条", "unable_need_creation", "DOC19", "R2"),
    ("D3_STILL_UNCLEAR", "第三十条", "unable_unclear", "DOC19", "R2"),
    ("E1_PETITION", "第三十九条第一款", "not_processed_petition", "DOC20", "R2"),
    ("E2_REPEAT", "第三十六条第（六）项", "not_processed_repeat", "DOC21", "R2"),
    ("E3_PUBLICATION", "第三十九条第二款", "not_processed_publication", "DOC22", "R2"),
    ("E4_EXCESSIVE", "第三十五条", "not_processed_excessive", "DOC23", "R2"),
    ("E5_CONFIRM", "", "not_processed_confirm", "DOC20", "R2"),
    ("F1_NO_CORRECTION", "第三十条", "other_no_correction", "DOC25", "R2"),
    ("F2_NO_PAYMENT", "第四十二条、《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）", "other_no_payment", "DOC25", "R2"),
    ("F3_OTHER", "", "other_misc", "DOC25", ""),
]
REMEDY = RemedyFacts("澜州市人民政府", "澜州市东城区人民法院")


@pytest.mark.parametrize("code, basis, row, letter, remedy", HANDBOOK)
def test_the_table_says_what_the_handbook_says(code, basis, row, letter, remedy):
    ruling = RULINGS[Outcome(code)]
    assert (ruling.basis_text().removeprefix(REGULATION), ruling.row.value, ruling.letter.value, ruling.remedy.value) == (
        basis,
        row,
        letter,
        remedy,
    )
    assert ruling.needs
    assert ruling.letter.reader is (Reader.INSIDE if ruling.is_ending else Reader.APPLICANT)


def test_there_are_twenty_three():
    assert [code for code, *_ in HANDBOOK] == [outcome.value for outcome in Outcome] == [outcome.value for outcome in RULINGS]
    assert len(Outcome) == 23
    assert [outcome for outcome in Outcome if RULINGS[outcome].clock is ClockEffect.STOPS_WHEN_ENDED] == [
        Outcome.F1_NO_CORRECTION,
        Outcome.F2_NO_PAYMENT,
        Outcome.F3_OTHER,
    ]
    assert Outcome.D1_NOT_OURS.short == "D1"


@pytest.mark.parametrize("outcome", Outcome)
def test_reconsideration_comes_first_exactly_where_fourteen_to_sixteen_are_the_ground(outcome):
    ruling = RULINGS[outcome]
    assert (ruling.remedy is RemedyKind.R1) == bool(ruling.grounds)
    assert bool(ruling.grounds) == (ruling.letter is LetterKind.REFUSAL)
    text = paragraph(choose(outcome, ruling.grounds or [Ground.THIRD_PARTY]), REMEDY)
    assert ("应当先申请行政复议" in text) == (bool(ruling.grounds) or outcome is Outcome.B_PARTIAL)


def test_not_found_needs_a_search_and_a_third_partys_refusal_a_consultation():
    assert lacking(Outcome.D1_NOT_FOUND, ()) == (Evidence.SEARCH,)
    assert lacking(Outcome.C4_THIRD, [Evidence.GROUNDS]) == (Evidence.THIRD_PARTY_HEARD,)
    assert lacking(Outcome.E2_REPEAT, [Evidence.EARLIER_REPLY]) == ()
    with pytest.raises(Refused, match="还缺：检索记录") as refused:
        require_evidence(Outcome.D1_NOT_FOUND, ())
    assert refused.value.basis == f"{REGULATION}第三十六条第（四）项"
    require_evidence(Outcome.D1_NOT_FOUND, [Evidence.SEARCH])


def test_a_partial_reply_without_such_grounds_is_contested_either_way():
    assert choose(Outcome.B_PARTIAL) is RemedyKind.R2
    assert choose(Outcome.B_PARTIAL, [Ground.INTERNAL]) is RemedyKind.BOTH


def test_the_paragraphs_word_by_word():
    assert paragraph(RemedyKind.R1, REMEDY) == (
        "对本决定不服的，应当先申请行政复议：可以自收到之日起60日内向澜州市人民政府提出；"
        "对复议决定仍不服的，可以自收到复议决定书之日起15日内向澜州市东城区人民法院提起行政诉讼。"
    )
    assert paragraph(RemedyKind.R2, REMEDY) == (
        "对本答复不服的，可以自收到之日起60日内向澜州市人民政府申请行政复议，也可以自收到之日起6个月内直接向澜州市东城区人民法院提起行政诉讼。"
    )
    both = paragraph(RemedyKind.BOTH, RemedyFacts("甲", "乙", "https://example.invalid"))
    assert "对本答复中不予公开的部分不服的，应当先申请行政复议" in both
    assert "对本答复的其他部分不服的，可以自收到之日起60日内向甲申请行政复议，也可以自收到之日起6个月内直接向乙" in both
    assert both.endswith("行政复议申请可以通过互联网提交：https://example.invalid。")
    assert paragraph(RemedyKind.NONE, RemedyFacts("", "")) == ""


@pytest.mark.parametrize("facts, field", [(RemedyFacts("", "乙"), "reconsideration_organ"), (RemedyFacts("甲", " "), "court")])
def test_no_remedy_without_whom_to_turn_to(facts, field):
    with pytest.raises(Refused) as refused:
        paragraph(RemedyKind.R2, facts)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "respondent, organs",
    [
        (Respondent.DEPARTMENT, ("澜州市人民政府",)),
        (Respondent.GOVERNMENT, ("某省人民政府",)),
        (Respondent.PROVINCE, ("本机关",)),
        (Respondent.BRANCH_OFFICE, ("澜州市人民政府",)),
        (Respondent.AUTHORISED, ("澜州市人民政府",)),
        (Respondent.BRANCH, ("澜州市人民政府",)),
        (Respondent.MINISTRY, ("本机关",)),
        (Respondent.VERTICAL, ("省税务局",)),
        (Respondent.JUSTICE, ("澜州市人民政府", "省税务局")),
    ],
)
def test_the_organ_of_reconsideration_by_who_replied(respondent, organs):
    names = {"own_name": "本机关", "own_government": "澜州市人民政府", "upper_government": "某省人民政府", "upper_department": "省税务局"}
    assert reconsideration_organs(respondent, **names) == organs
    assert reconsideration_organs(Respondent.VERTICAL, own_name="本机关") == ()
