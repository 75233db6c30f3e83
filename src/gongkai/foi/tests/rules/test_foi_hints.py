"""Hints: what a request says leads to articles; a person judges."""

import pytest

from gongkai.foi.rules.hints import hints
from gongkai.foi.rules.outcomes import RULINGS, Outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("我要举报某公司偷排污水，请查处", Outcome.E1_PETITION),
        ("申请公开2024年局长办公会会议纪要", Outcome.C6_PROCESS),
        ("申请公开中标单位的投标文件和报价", Outcome.C4_THIRD),
        ("查询我家房屋的不动产登记资料", Outcome.C8_QUERY),
        ("请汇总近五年各区拆迁数据并作统计分析", Outcome.D2_NEED_CREATE),
        ("某案的询问笔录和现场笔录", Outcome.C7_ENFORCE),
        ("请确认该文件是否有效", Outcome.E5_CONFIRM),
        ("2020年统计年鉴", Outcome.E3_PUBLICATION),
        ("单位后勤采购的内部管理制度", Outcome.C5_INTERNAL),
    ],
)
def test_what_a_request_says_leads_to_the_articles_that_may_fit(text, outcome):
    assert outcome in [one.ruling.outcome for one in hints(text)]


def test_a_plain_request_has_no_hint():
    assert hints("申请公开澜州市老旧小区改造实施方案") == ()


def test_how_similar_requests_ended_is_a_hint_but_an_ending_without_reply_is_none():
    found = hints("某方案", [Outcome.A2_GRANTED, Outcome.A2_GRANTED, Outcome.F1_NO_CORRECTION])
    assert [(one.ruling, one.why) for one in found] == [(RULINGS[Outcome.A2_GRANTED], "相近的申请有 2 件这样答复")]


def test_the_words_of_the_request_come_before_the_past_and_each_outcome_stands_once():
    found = hints("会议纪要", [Outcome.A2_GRANTED, Outcome.C6_PROCESS])
    assert [one.ruling.outcome for one in found] == [Outcome.C6_PROCESS, Outcome.A2_GRANTED]
