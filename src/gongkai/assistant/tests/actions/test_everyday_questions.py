"""Questions as people type them, asked of published papers: two things at once, misspelt, after one another, of a year there is no paper of."""

import pytest
from django.core.cache import cache
from tests.cast import AT, published

from gongkai.assistant.actions import asking
from gongkai.assistant.rules.answers import Outcome
from gongkai.search.actions.indexing import rebuild

FLATS = """各区县：
第一条 人才公寓的申请适用本办法。
第十三条 以家庭为单位申请人才公寓的，应当在本市连续缴纳社会保险满二年。
第十五条 外来务工人员申请人才公寓的，应当在本市连续缴纳社会保险满一年。
第十六条 人才公寓运营单位应当公开报修时限，报修服务热线：0999-5550188。
第十七条 入住信息实行电子联单管理，联单信息保存期限不少于三年。"""
MEALS = """各社区：
一、服务对象
居住在本街道的60周岁以上老年人。
二、供餐时间
供餐时间为每日11时至12时30分、17时至18时。
三、价格和补贴
（一）午餐每份15元，晚餐每份12元。
（二）送餐补贴基准为每份2元。
（三）补贴金额高于餐费的，按照餐费发放。"""
PLAN = """各部门：
一、政策解读。全面推行解读材料与文件同步起草、同步审签、同步发布，解读材料应当讲清政策背景、主要内容、新旧变化和办理方式，不得简单摘抄文件，
涉及群众切身利益的应当采用问答、图示、案例等形式。责任单位为市政府办公室。"""

DEEDS = """各部门：
一、重点任务
（一）居家养老提升行动。每年为不少于1200户家庭实施适老化改造。
（二）老年助餐便利行动。对省级示范助餐点、市级示范助餐点，分别给予20万元、5万元奖励。
（三）智慧监管护航行动。建立综合监管平台，监管结果向社会公开。"""


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()


@pytest.fixture
def papers(cast):
    published(cast, title="澜州市住房和城乡建设局关于印发澜州市人才公寓管理办法的通知", text=FLATS, doc_no="澜建规〔2026〕1号")
    published(cast, title="澜州市民政局关于开展老年助餐服务的通知", text=MEALS, doc_no="澜民发〔2026〕3号")
    published(cast, title="澜州市人民政府办公室关于印发2026年政务公开工作要点的通知", text=PLAN, doc_no="澜政办发〔2026〕4号")
    published(cast, title="澜州市民政局关于印发澜州市养老服务行动方案的通知", text=DEEDS, doc_no="澜民发〔2026〕5号")
    rebuild(on=AT.date())


def ask(text, **more):
    return asking.ask(text, place="portal", at=AT, **more)


def told(kept):
    return "".join(one.text for one in kept.answer.sentences)


@pytest.mark.usefixtures("papers")
def test_what_is_told_of_one_group_only_stands_with_what_is_told_of_the_others():
    kept = ask("申请人才公寓社会保险要交满几年")
    assert kept.answer.outcome is Outcome.ANSWER
    assert "满一年" in told(kept) and "满二年" in told(kept) and "不同情形" in kept.answer.note


@pytest.mark.usefixtures("papers")
def test_who_names_the_group_is_told_of_it_alone():
    assert "满二年" not in told(ask("外来务工人员申请人才公寓社会保险要交满几年"))


@pytest.mark.usefixtures("papers")
def test_what_an_amount_is_held_to_in_the_next_item_is_told_with_it():
    kept = ask("老年助餐送餐补贴基准每份多少钱")
    assert "每份2元" in told(kept) and "按照餐费发放" in told(kept)


@pytest.mark.usefixtures("papers")
def test_two_things_asked_at_once_are_both_answered():
    kept = ask("老年助餐午餐多少钱，供餐时间是几点")
    assert "15元" in told(kept) and "17时至18时" in told(kept)


@pytest.mark.usefixtures("papers")
def test_a_misspelt_word_is_taken_for_the_one_papers_have_and_this_is_said():
    kept = ask("人才公寓电子连单保存几年")
    assert "“连单”按“联单”" in kept.answer.note and "不少于三年" in told(kept)


@pytest.mark.usefixtures("papers")
def test_a_number_given_in_the_text_for_just_that_is_told_from_there():
    assert "0999-5550188" in told(ask("人才公寓报修打什么电话"))


@pytest.mark.usefixtures("papers")
def test_a_year_of_which_there_is_no_paper_is_said_not_to_be_there():
    kept = ask("2024年政务公开工作要点的责任单位是谁")
    assert kept.answer.outcome is Outcome.EVIDENCE
    assert "没有2024年的" in kept.answer.note and "2026年的" in kept.answer.note
    assert "没有2026年的" not in ask("2026年政务公开工作要点有什么要求").answer.note


@pytest.mark.usefixtures("papers")
def test_the_clause_that_holds_the_value_asked_for_is_shown_though_it_does_not_say_the_word():
    kept = ask("老年助餐晚饭几点开")
    assert any("17时至18时" in one.text for one in kept.answer.cards) or "17时至18时" in told(kept)


@pytest.mark.usefixtures("papers")
def test_items_asked_for_by_their_class_are_all_named():
    kept = ask("养老服务行动方案有哪些行动")
    assert [one.text for one in kept.answer.sentences] == [
        "（一）居家养老提升行动。",
        "（二）老年助餐便利行动。",
        "（三）智慧监管护航行动。",
    ]
    assert "共 3 项" in kept.answer.note


@pytest.mark.usefixtures("papers")
def test_a_sentence_that_told_of_both_answers_of_the_other_too():
    first = ask("省级示范助餐点奖励多少钱")
    assert "20万元、5万元" in told(first)
    second = ask("市级示范助餐点呢", key=first.key)
    assert second.answer.outcome is Outcome.ANSWER and told(second) == told(first)
