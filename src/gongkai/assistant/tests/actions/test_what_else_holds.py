"""What must be told beside an answer, or instead of it: later changes, other cases, whose rule it is, that something is over; and replies in
words to a question asked back."""

import pytest
from django.core.cache import cache
from tests.cast import AT, published

from gongkai.assistant import choosing, retrieval
from gongkai.assistant.actions import asking
from gongkai.assistant.rules.answers import Outcome
from gongkai.policies.rules.kinds import Category
from gongkai.search.actions.indexing import rebuild

LIFTS = """各区县：
第一条 老旧住宅加装电梯适用本办法。
第二条 对2026年12月31日前竣工的加装电梯项目，按照每台18万元给予补助。"""


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()


def ask(text, **more):
    return asking.ask(text, place="portal", at=more.pop("at", AT), **more)


def told(kept):
    return "".join(one.text for one in kept.answer.sentences)


@pytest.fixture
def lifts(cast):
    first = published(
        cast, title="澜州市住房和城乡建设局关于加装电梯办法的通知", text=LIFTS, doc_no="澜建发〔2025〕3号", expires_on="2026-12-31"
    )
    published(
        cast,
        title="澜州市住房和城乡建设局关于延长《澜州市住房和城乡建设局关于加装电梯办法的通知》有效期的通知",
        text="各区县：\n有效期延长至2028年12月31日。该办法第二条规定的补助期限相应延长，2028年12月31日前竣工的给予补助。",
        doc_no="澜建发〔2026〕8号",
        relations=[{"kind": "extends", "target": first.policy.code, "on": "2026-06-01", "until": "2028-12-31"}],
    )
    rebuild(on=AT.date())
    return first


def test_what_a_later_paper_says_of_the_article_stands_beside_it(lifts):
    kept = ask("加装电梯每台补助多少钱")
    assert kept.answer.outcome is Outcome.ANSWER, "the paper and the one that only extends it are not asked apart"
    assert "18万元" in told(kept) and "2028年12月31日前竣工" in told(kept)
    assert "澜建发〔2026〕8号" in kept.answer.note


def test_the_paper_chosen_is_not_asked_back_about_again(lifts):
    kept = ask("加装电梯每台补助多少钱", about=lifts.policy.code)
    assert kept.answer.outcome is Outcome.ANSWER and "18万元" in told(kept)


# —— a question asked back, and the reply in words ——

DUTIES = (
    "各部门：\n一、推进会议公开。会议开放由办公室组织。（责任单位：{who}）\n二、加强信息公开培训。全年培训不少于两次。（责任单位：{who}）"
)


@pytest.fixture
def two_years(cast):
    for year, who in ((2024, "区教育局"), (2026, "区卫生健康局")):
        published(
            cast,
            title=f"澜州市汀湾区人民政府办公室关于印发{year}年政务公开工作要点的通知",
            text=DUTIES.format(who=who),
            doc_no=f"汀政办发〔{year}〕4号",
            formed_on=f"{year}-05-20",
        )
    rebuild(on=AT.date())


@pytest.mark.parametrize(
    ("reply", "who"), [("2024年的", "区教育局"), ("2026", "区卫生健康局"), ("第二个", "区教育局"), ("最后一份", "区教育局")]
)
def test_a_question_asked_back_may_be_answered_in_words(two_years, reply, who):
    first = ask("政务公开工作要点信息公开培训由谁负责")
    assert first.answer.outcome is Outcome.CLARIFY
    second = ask(reply, key=first.key)
    assert who in told(second)
    assert second.answer.note.startswith("按《")


def test_another_question_after_one_asked_back_is_asked_for_itself(two_years, lifts):
    first = ask("政务公开工作要点信息公开培训由谁负责")
    assert "18万元" in told(ask("加装电梯每台补助多少钱", key=first.key))


# —— every case, and whose rule ——


def test_both_annotations_of_a_clause_are_told(cast):
    text = """各部门：
一、加强政务公开专区建设。完善专区功能，开展现场解读。（责任单位：区行政审批局）将专区延伸到景区和客运站。（责任单位：区交通运输局）
二、加强信息公开培训。全年培训不少于两次。（责任单位：区司法局）"""
    published(cast, title="汀湾区人民政府办公室关于印发2026年政务公开工作要点的通知", text=text)
    rebuild(on=AT.date())
    assert "区行政审批局" in told(kept := ask("汀湾区2026年政务公开专区建设由谁负责")) and "区交通运输局" in told(kept)


def test_one_task_of_a_unit_is_not_told_as_if_it_were_all(cast):
    text = "各区县：\n第一条 市公寓中心负责公寓的登记。\n第二条 公寓由居民申请。\n第三条 市公寓中心每年公布公寓清单。"
    published(cast, title="澜州市住房和城乡建设局关于公寓管理的通知", text=text)
    rebuild(on=AT.date())
    kept = ask("公寓管理通知里市公寓中心负责什么")
    assert kept.answer.outcome is not Outcome.ANSWER or "第三条也可能有关" in kept.answer.note, told(kept)


def test_the_other_cases_of_a_value_are_told_with_it(cast):
    text = (
        "各区县：\n第一条 新建公寓单套建筑面积以四十至六十平方米为主；面向多子女家庭的，单套建筑面积不超过八十平方米。公寓由运营单位管理。"
    )
    published(cast, title="澜州市住房和城乡建设局关于公寓建设的通知", text=text)
    rebuild(on=AT.date())
    kept = ask("公寓单套建筑面积多大")
    assert "六十平方米" in told(kept) and "八十平方米" in told(kept) and "运营单位" not in told(kept)


@pytest.fixture
def of_a_district(cast):
    text = "各部门：\n一、培育科技企业。对首次认定的高新技术企业，给予10万元奖励。"
    published(cast, title="澜州市屿北区人民政府关于支持科技企业发展的意见", text=text)
    rebuild(on=AT.date())


def test_a_rule_of_one_district_is_said_to_be_its_own(of_a_district):
    kept = ask("首次认定的高新技术企业奖励多少")
    assert "10万元" in told(kept) and "这是屿北区的规定" in kept.answer.note
    assert "这是屿北区的规定" not in ask("屿北区首次认定的高新技术企业奖励多少").answer.note


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("澜州市屿北区人民政府关于支持科技企业发展的意见", "屿北区"),
        ("棠川县青禾镇人民政府关于防汛的通知", "青禾镇"),
        ("澜州市汀湾区人民政府望潮街道办事处关于老年助餐的通知", "望潮街道"),
        ("澜州市人民政府办公厅关于同意建立澜州市托育服务联席会议的函", ""),
        ("澜州市城乡建设局关于汀湾区改造的批复", ""),
        ("澜州市住房和城乡建设局等三部门关于印发预售资金监督办法的通知", ""),
    ],
)
def test_whose_rule_a_paper_is_stands_before_its_subject(cast, title, place):
    edition = published(cast, title=title)
    (paper,) = retrieval.present([edition.policy_id], on=AT.date())
    assert choosing.place_of(paper) == place


def test_a_rule_of_one_district_is_not_the_city_s(of_a_district):
    first = ask("市里首次认定的高新技术企业奖励多少")
    assert first.answer.outcome is Outcome.EVIDENCE
    assert "10万元" in told(ask("屿北区呢", key=first.key))


def test_a_district_that_is_not_ours_is_refused(of_a_district):
    kept = ask("城阳区首次认定的高新技术企业奖励多少")
    assert kept.answer.outcome is Outcome.REFUSED and "城阳区" in kept.answer.note


# —— over ——


def test_asked_whether_it_still_holds_it_is_said_that_it_was_repealed(cast):
    text = "各区县：\n第一条 对绿色工厂给予20万元奖励。\n第二条 对技术改造项目给予补助。"
    first = published(cast, title="澜州市住房和城乡建设局关于企业奖励政策的通知", text=text, doc_no="澜建发〔2025〕4号")
    gone = [{"kind": "partially_repeals", "target": first.policy.code, "on": AT.date().isoformat(), "articles": "第一条"}]
    published(
        cast,
        title="澜州市住房和城乡建设局关于停止部分奖励的决定",
        text="各区县：\n停止有关奖励。",
        relations=gone,
        doc_no="澜建发〔2026〕9号",
    )
    rebuild(on=AT.date())
    kept = ask("绿色工厂奖励20万还有吗")
    assert kept.answer.outcome is Outcome.ANSWER
    assert "第一条已经废止" in told(kept) and "澜建发〔2026〕9号" in told(kept)


def test_asked_whether_it_can_still_be_applied_for_it_is_said_that_it_expired(cast):
    text = "各区县：\n第一条 稳岗返还由企业申请。"
    published(
        cast,
        title="澜州市住房和城乡建设局关于稳岗返还的通知",
        text=text,
        formed_on="2025-05-20",
        effective_on="2025-06-01",
        expires_on="2026-05-31",
    )
    rebuild(on=AT.date())
    kept = ask("企业稳岗返还现在还能申请吗")
    assert "失效" in told(kept), (kept.answer.note, kept.answer.cards)


# —— persons ——


def test_the_number_of_a_person_is_masked_wherever_it_is_shown_again(cast):
    published(
        cast,
        title="公寓选房活动提醒",
        category=Category.NEWS,
        text="公寓选房活动即将举行。\n选房活动现场联系人王某某，手机13800135791。",
    )
    rebuild(on=AT.date())
    kept = ask("公寓选房活动现场联系人手机号码是多少")
    assert "13800135791" not in str(kept.answer)


# —— neither ours nor any office's ——


@pytest.mark.parametrize("question", ["红烧肉怎么做", "股票能买吗", "我的密码忘了怎么办"])
def test_what_is_no_matter_of_any_office_is_not_sent_on(lifts, question):
    kept = ask(question)
    assert kept.answer.outcome is Outcome.REFUSED and kept.answer.steps == ()
    assert "换个说法" not in kept.answer.note and "不在本站公开的政策文件范围内" in kept.answer.note


def test_in_a_conversation_what_names_nothing_known_is_not_turned_away(lifts):
    first = ask("加装电梯每台补助多少钱")
    assert "不在本站公开的政策文件范围内" not in ask("多久能弄下来", key=first.key).answer.note


def test_what_another_office_may_answer_is_sent_on(lifts):
    assert {step.kind for step in ask("护照丢了怎么补").answer.steps} == {"enquire", "apply", "phone"}
