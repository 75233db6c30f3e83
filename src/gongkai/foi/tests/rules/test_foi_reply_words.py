"""What a reply says: the fields asked for, what becomes of them in the letter, the way there in words."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.foi.rules.course import course
from gongkai.foi.rules.facts import CaseFacts, Clarification, Consultation, Consulted, Delay, Extension, FeeNotice, ReasonRequest
from gongkai.foi.rules.letter_variables import REQUIRED, Variable
from gongkai.foi.rules.outcomes import RULINGS, Evidence, Outcome
from gongkai.foi.rules.reply_words import (
    OBJECTED_WITHHELD,
    RESPONSIBLE,
    THIRD_PARTY_REASON,
    Findings,
    Searched,
    against,
    corrected,
    fields,
    still_found,
    values,
)

FILLED = Findings(
    told={evidence.value: f"{evidence.value}的内容" for evidence in Evidence},
    body="补充说明",
    searches=(Searched("档案系统", "公租房", "全部文件", date(2026, 6, 1)),),
    earlier="澜住建依复〔2026〕1号，2026年5月6日",
    numbers="今年已提出126件申请。",
    judged="理由不合理",
    withheld="“附件1（区分处理）.pdf”第1页遮盖1处",
    files=("附件1（区分处理）.pdf", "说明.pdf"),
)
_BY_OTHERS = {Variable.DECISION, Variable.BASIS, Variable.REMEDY, Variable.RECEIVED_ON, Variable.REQUEST}
REPLIES = [outcome for outcome in Outcome if not RULINGS[outcome].is_ending]


@pytest.mark.parametrize("outcome", REPLIES)
def test_every_variable_the_letter_requires_is_filled_and_the_body_is_never_lost(outcome):
    said = values(outcome, FILLED)
    assert set(said) >= REQUIRED[RULINGS[outcome].letter] - _BY_OTHERS
    assert any("补充说明" in text for text in said.values())


@pytest.mark.parametrize("outcome", REPLIES)
def test_the_form_asks_for_what_the_outcome_needs_and_the_letter_uses_each_of_it(outcome):
    asked = fields(outcome)
    text = "".join(values(outcome, Findings(told={name: f"<{name}>" for name in asked})).values())
    assert {name for name in asked if f"<{name}>" in text} == set(asked) - {THIRD_PARTY_REASON}


def test_only_what_is_disclosed_may_be_against_a_third_party_and_only_not_ours_names_another():
    assert [outcome for outcome in Outcome if THIRD_PARTY_REASON in fields(outcome)] == [
        Outcome.A1_ALREADY_PUBLIC,
        Outcome.A2_GRANTED,
        Outcome.B_PARTIAL,
    ]
    assert [outcome for outcome in Outcome if RESPONSIBLE in fields(outcome)] == [Outcome.D1_NOT_OURS]


def test_a_reply_goes_against_who_does_not_agree_unless_a_partial_one_keeps_to_it():
    kept_to = {OBJECTED_WITHHELD: "3,7"}
    assert against(Outcome.B_PARTIAL, kept_to, ["3", "5", "7"]) == ("5",)
    assert against(Outcome.B_PARTIAL, {}, ["3"]) == against(Outcome.A2_GRANTED, kept_to, ["3"]) == ("3",)
    assert against(Outcome.C4_THIRD, {}, ["3"]) == ()
    assert corrected(Outcome.B_PARTIAL, Findings(told=kept_to | {"items": "改为2025年"}))[Variable.REASONS] == "改为2025年。"


def test_paragraphs_end_with_one_stop_and_clauses_with_none():
    grant = values(Outcome.A2_GRANTED, Findings(told={"items": "清单一\n清单二。"}, files=("a.pdf", "b.pdf")))
    assert grant[Variable.HOW] == "提供的信息：清单一。\n清单二。\n随本答复提供：1.a.pdf；2.b.pdf。"
    assert values(Outcome.E4_EXCESSIVE, FILLED)[Variable.FACTS_OF_NUMBER] == "今年已提出126件申请"


def test_what_is_empty_is_left_out_so_that_the_composer_names_it():
    assert values(Outcome.D1_NOT_FOUND, Findings()) == {}
    assert values(Outcome.C5_INTERNAL, Findings()) == {}


def test_a_search_is_told_with_who_searched_place_words_range_and_day():
    told = values(Outcome.D1_NOT_FOUND, FILLED)[Variable.SEARCH]
    assert told.startswith("2026年6月1日，本机关在档案系统，以“公租房”为检索词，检索范围为全部文件。")
    asked = replace(FILLED, searches=(replace(FILLED.searches[0], office="澜州市档案馆"),))
    assert values(Outcome.D1_NOT_FOUND, asked)[Variable.SEARCH].startswith("2026年6月1日，澜州市档案馆在档案系统，")


def test_what_was_found_counts_until_the_same_place_is_searched_again():
    one = Searched("档案系统", "公租房", "全部文件", date(2026, 6, 1), is_found=True)
    other = Searched("公文系统", "公租房", "全部文件", date(2026, 6, 2))
    assert still_found([one, other]) == (one,)
    assert still_found([one, other, replace(one, is_found=False)]) == ()


def test_a_record_is_put_right_or_not_or_is_not_ours():
    decided = {outcome: corrected(outcome, FILLED)[Variable.DECISION] for outcome in REPLIES}
    assert decided[Outcome.A2_GRANTED] == "本机关对该记录予以更正"
    assert decided[Outcome.D2_NEED_CREATE] == "本机关对该记录不予更正"
    assert decided[Outcome.D1_NOT_OURS] == "该记录不由本机关负责更正"


def test_the_way_is_told_in_the_order_of_the_law_and_silence_is_told_too():
    day = date(2026, 6, 1)
    facts = CaseFacts(
        outcome=Outcome.F1_NO_CORRECTION,
        clarification=Clarification(day),
        reason_request=ReasonRequest(day, answered_on=date(2026, 6, 3)),
        consultations=(Consultation(Consulted.THIRD_PARTY, day), Consultation(Consulted.CO_ORGAN, date(2026, 6, 2))),
        fee=FeeNotice(day, paid_on=date(2026, 6, 4)),
        extension=Extension(date(2026, 6, 5), 10),
        delay=Delay(date(2026, 6, 8), 15),
    )
    assert course(facts) == (
        "本机关于2026年6月1日告知您补正，您未在期限内补正。"
        "本机关于2026年6月1日要求您说明理由，您于2026年6月3日作了说明。"
        "本机关于2026年6月1日就您申请的信息征求了第三方的意见。"
        "本机关于2026年6月2日就您申请的信息征求了共同制作机关的意见。"
        "本机关于2026年6月1日通知您缴纳信息处理费，您于2026年6月4日缴纳。"
        "经批准，本件答复期限于2026年6月5日延长10个工作日。"
        "本机关于2026年6月8日确定延迟答复15个工作日。"
    )
    assert course(CaseFacts()) == ""


def test_who_withdraws_before_the_time_is_over_has_let_nothing_run_out():
    day = date(2026, 6, 1)
    facts = CaseFacts(clarification=Clarification(day, date(2026, 12, 20)), reason_request=ReasonRequest(day), fee=FeeNotice(day))
    told = course(replace(facts, outcome=Outcome.F3_OTHER))
    assert told == "本机关于2026年6月1日告知您补正。本机关于2026年6月1日要求您说明理由。本机关于2026年6月1日通知您缴纳信息处理费。"
    assert course(replace(facts, outcome=Outcome.F2_NO_PAYMENT)).endswith("通知您缴纳信息处理费，您未在期限内缴纳。")
    judged = replace(facts, reason_request=ReasonRequest(day, judged_on=day, reasonable=False))
    assert "要求申请人说明理由，申请人未在期限内说明。" in course(judged, "申请人") and "您" not in course(judged, "申请人")
