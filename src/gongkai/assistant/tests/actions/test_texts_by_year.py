"""A matter that was ruled in several years: what changed between two of them, what one of them said, of which year there is none, and which
of several papers a reply chooses."""

import pytest
from django.core.cache import cache
from tests.cast import AT, LET_PASS, body, facts, published

from gongkai.assistant.actions import asking
from gongkai.assistant.rules.answers import Outcome
from gongkai.policies.actions import bulk, drafts
from gongkai.search.actions.indexing import rebuild

OLD = """各区县：
第一条 为了规范人才公寓管理，制定本办法。
第二条 市住房和城乡建设局负责全市人才公寓的管理工作。
第三条 申请人才公寓应当在本市连续缴纳社会保险满二年。
第四条 人才公寓租赁合同期限不超过三年。
第五条 违反本办法转租人才公寓的，处1000元以上3000元以下罚款。
第六条 违反本办法改变人才公寓用途的，处500元以上2000元以下罚款。"""
NEW = OLD.replace("满二年", "满一年").replace("不超过三年", "不超过五年") + "\n第七条 2024年印发的《人才公寓工作通知》同时废止。"
FIRST, SECOND = "澜建发〔2024〕7号", "澜建发〔2026〕20号"
TITLE = "澜州市住房和城乡建设局关于规范人才公寓工作的通知"


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()


@pytest.fixture
def flats(cast):
    then = {"formed_on": "2024-05-20", "published_on": "2024-05-21", "effective_on": "2024-06-01"}
    edition = published(cast, title=TITLE, text=OLD, doc_no=FIRST, **then)
    day = AT.date().isoformat()
    later = {"formed_on": day, "published_on": day, "effective_on": day}
    after = drafts.start_edition(edition.policy, facts(title=TITLE, doc_no=SECOND, **later), body(NEW), by=cast.li, at=AT)
    bulk.carry_through(after.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    rebuild(on=AT.date())
    return edition


def ask(text, **more):
    return asking.ask(text, place="portal", at=AT, **more)


def told(kept):
    return "".join(one.text for one in kept.answer.sentences)


@pytest.mark.usefixtures("flats")
@pytest.mark.parametrize(
    "question", ["人才公寓办法2024年和2026年有什么不同", "2024年的人才公寓办法和现在有什么不同", "人才公寓2024年和2026年合同期限有什么变化"]
)
def test_two_texts_of_a_paper_are_told_apart_by_their_years(question):
    kept = ask(question)
    assert kept.answer.outcome is Outcome.ANSWER and "不超过三年" in told(kept) and "不超过五年" in told(kept)
    assert {one.doc_no for one in kept.answer.citations} == {FIRST, SECOND}


@pytest.mark.usefixtures("flats")
def test_of_a_year_without_a_text_that_is_said_and_where_the_others_stand():
    kept = ask("人才公寓办法2022年和2026年有什么不同")
    assert kept.answer.outcome is Outcome.EVIDENCE and not kept.answer.sentences
    assert "本站没有2022年的文件" in kept.answer.note and FIRST in kept.answer.note
    assert [one.words for one in kept.answer.steps].count("看逐条对比") == 1


@pytest.mark.usefixtures("flats")
def test_what_is_shown_is_never_so_sure_as_what_is_stated():
    assert ask("人才公寓可以养宠物吗").answer.confidence <= 0.5


@pytest.mark.usefixtures("flats")
def test_of_an_earlier_year_the_text_of_then_is_shown_as_no_longer_in_force():
    first = ask("人才公寓租赁合同期限不超过几年")
    assert "五年" in told(first)
    then = ask("2024年的呢", key=first.key)
    assert then.answer.outcome is Outcome.EVIDENCE and "看2024年的" in then.answer.note
    assert {(one.doc_no, one.in_force) for one in then.answer.cards} == {(FIRST, False)}
    assert "三年" in then.answer.cards[0].text


@pytest.mark.usefixtures("flats")
@pytest.mark.parametrize("question", ["人才公寓由哪个部门主管", "人才公寓归谁管", "人才公寓的主管部门是谁"])
def test_who_has_charge_of_all_is_told_by_the_sentence_that_says_so(question):
    kept = ask(question)
    assert kept.answer.outcome is Outcome.ANSWER and "负责全市人才公寓的管理工作" in told(kept)


@pytest.mark.usefixtures("flats")
def test_one_penalty_of_several_is_not_told_as_if_it_were_all():
    kept = ask("人才公寓怎么处罚")
    assert kept.answer.outcome is Outcome.EVIDENCE and {"第五条", "第六条"} <= {one.label for one in kept.answer.cards}
    assert "3000元" in told(ask("转租人才公寓怎么处罚"))


@pytest.mark.usefixtures("flats")
def test_how_far_somebodys_case_is_is_asked_of_the_office():
    kept = ask("张三的人才公寓申请批了吗")
    assert kept.answer.outcome is Outcome.REFUSED and not kept.answer.cards
    assert "只有办理单位知道" in kept.answer.note and "12345" in kept.answer.note
    assert "张三" not in kept.question.text


@pytest.mark.usefixtures("flats")
def test_a_group_of_people_named_anew_is_understood_and_said_so():
    first = ask("申请人才公寓要缴纳社会保险几年")
    then = ask("那学生呢", key=first.key)
    assert "学生申请人才公寓" in then.answer.note and not then.answer.sentences


PLAN = """各部门：
为做好政务公开工作，制定本要点。
一、深化政策公开
（一）惠企政策逐条拆解。
二、加强政策解读
（二）解读与文件同步公开。"""


@pytest.fixture
def plans(cast):
    for place, year, day, number in (
        ("澜州市", 2026, "2026-04-16", "澜政办发〔2026〕9号"),
        ("汀湾区", 2026, "2026-05-08", "汀政办发〔2026〕4号"),
        ("澜州市", 2025, "2025-04-22", "澜政办发〔2025〕11号"),
    ):
        title = f"{place}人民政府办公室关于印发{year}年政务公开工作要点的通知"
        published(cast, title=title, text=PLAN, doc_no=number, formed_on=day, published_on=day, effective_on=day)
    rebuild(on=AT.date())


@pytest.mark.usefixtures("plans")
def test_a_reply_to_the_question_back_is_understood_by_year_place_and_age():
    first = ask("政务公开工作要点有哪些任务")
    assert len(first.answer.options) == 3
    again = ask("2026年的", key=first.key)
    assert again.answer.outcome is Outcome.CLARIFY and len(again.answer.options) == 2
    city = ask("市里的", key=first.key)
    assert city.answer.outcome is Outcome.ANSWER and {one.doc_no for one in city.answer.citations} == {"澜政办发〔2026〕9号"}
    assert "深化政策公开" in told(city) and "制定本要点" not in told(city)


@pytest.mark.usefixtures("plans")
def test_all_of_them_are_answered_each_behind_its_name():
    first = ask("政务公开工作要点有哪些任务")
    every = ask("都要", key=first.key)
    assert every.answer.outcome is Outcome.ANSWER and told(every).count("《") == 3
    assert len({one.doc_no for one in every.answer.citations}) == 3
    newest = ask("最新的", key=ask("政务公开工作要点有哪些任务").key)
    assert {one.doc_no for one in newest.answer.citations} == {"汀政办发〔2026〕4号"}


LIFTS = """各区县：
第一条 加装电梯遵循业主自愿的原则。
第二条 备案机关应当组织加装电梯的联合审查。"""


def test_who_does_one_thing_of_a_matter_has_no_charge_of_it(cast):
    published(cast, title="澜州市住房和城乡建设局关于规范加装电梯工作的通知", text=LIFTS, doc_no="澜建发〔2026〕30号")
    rebuild(on=AT.date())
    assert ask("加装电梯归谁管").answer.outcome is Outcome.EVIDENCE


@pytest.mark.usefixtures("flats")
def test_of_a_year_without_a_text_a_follow_up_states_nothing():
    first = ask("人才公寓租赁合同期限不超过几年")
    then = ask("2019年的呢", key=first.key)
    assert then.answer.outcome is Outcome.EVIDENCE and "本站没有2019年" in then.answer.note and not then.answer.sentences
    assert "五年" in told(ask("2026年的呢", key=first.key))


@pytest.mark.usefixtures("plans")
def test_of_a_plan_of_another_year_nothing_is_told_and_what_is_not_offered_is_said():
    first = ask("政务公开工作要点有哪些任务")
    none = ask("2019年的", key=first.key)
    assert none.answer.outcome is Outcome.CLARIFY and "没有“2019年的”" in none.answer.note and len(none.answer.options) == 3
    assert ask("2028年政务公开工作要点有哪些任务").answer.outcome is not Outcome.ANSWER


GRANT = """各区县：
第一条 符合人才公寓申请条件、未入住的下列人员，可以申请租房补贴：
（一）新就业无房职工；
（二）引进人才。"""


def test_a_list_tells_no_two_things_apart(cast):
    published(cast, title="澜州市住房和城乡建设局关于人才公寓和租房补贴的通知", text=GRANT, doc_no="澜建发〔2026〕31号")
    rebuild(on=AT.date())
    assert ask("人才公寓和租房补贴有什么区别").answer.outcome is not Outcome.ANSWER
    assert "引进人才" in told(ask("哪些人可以申请租房补贴"))


@pytest.mark.usefixtures("flats")
def test_since_when_two_texts_hold_is_told_apart_only_where_it_is_asked():
    assert "废止" not in told(ask("人才公寓办法2024年和2026年有什么不同"))


def test_on_the_page_of_a_paper_its_name_need_not_be_said(flats):
    kept = ask("归哪个部门管", page=flats.policy.code)
    assert kept.answer.outcome is Outcome.ANSWER and "负责全市人才公寓的管理工作" in told(kept)
    assert "负责全市人才公寓的管理工作" not in told(ask("转租归哪个部门管", page=flats.policy.code))
