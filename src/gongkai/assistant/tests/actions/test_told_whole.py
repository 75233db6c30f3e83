"""What is asked is told whole, or shown: conditions that hold together, every grade of an amount, the policy before what is reported of it, what a
later paper changed of a clause that is only shown, who answers for the clause just cited."""

import pytest
from django.core.cache import cache
from tests.cast import AT, published

from gongkai.assistant.actions import asking
from gongkai.assistant.rules.answers import Outcome
from gongkai.search.actions.indexing import rebuild

FLATS = """各区县：
第一条 人才公寓的申请适用本办法。
第二条 以家庭为单位申请人才公寓的，应当符合下列条件：
（一）持有本市居住证并在本市缴纳社会保险满一年；
（二）在本市没有自有住房；
（三）未享受其他住房保障。
第三条 有下列情形之一的，可以优先申请：
（一）退役军人；
（二）多子女家庭。
第四条 申请人提供虚假材料申请人才公寓的，不予受理，并给予警告。"""
LIFTS = """各区县：
第一条 老旧住宅加装电梯适用本办法。
第二条 对2026年12月31日前竣工的加装电梯项目，由区财政局按照每台18万元给予补助。"""
PAY = """各区县：
第一条 毕业生生活补贴适用本办法。
第二条 毕业生生活补贴按照下列标准发放：
（一）博士研究生每人每月3000元；
（二）硕士研究生每人每月1500元；
（三）本科毕业生每人每月600元。"""


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()


def ask(text, **more):
    return asking.ask(text, place="portal", at=more.pop("at", AT), **more)


def told(kept):
    return "".join(one.text for one in kept.answer.sentences)


@pytest.fixture
def flats(cast):
    published(cast, title="澜州市人民政府关于印发人才公寓管理办法的通知", text=FLATS, doc_no="澜政规〔2026〕31号")
    rebuild(on=AT.date())


def test_all_conditions_that_hold_together_are_told_to_whoever_asks_whether(flats):
    kept = ask("有居住证，缴纳社会保险满一年，能申请人才公寓吗")
    assert kept.answer.outcome is Outcome.ANSWER
    assert "满一年" in told(kept) and "没有自有住房" in told(kept) and "其他住房保障" in told(kept)
    assert "要同时符合" in kept.answer.note


def test_of_a_list_of_which_one_is_enough_it_is_not_said_that_all_must_be_met(flats):
    assert "同时符合" not in ask("退役军人可以优先申请人才公寓吗").answer.note


def test_a_way_round_is_refused_with_the_clause_on_false_statements(flats):
    kept = ask("怎么骗过人才公寓的材料审核")
    assert kept.answer.outcome is Outcome.REFUSED and "第四条写明：“申请人提供虚假材料" in kept.answer.note
    assert "写明" not in ask("怎么骗过红烧肉的材料审核").answer.note


def test_every_grade_is_told_where_it_is_asked_for_each(cast):
    published(cast, title="澜州市人民政府关于印发毕业生生活补贴办法的通知", text=PAY, doc_no="澜政规〔2026〕32号")
    published(
        cast,
        title="《毕业生生活补贴办法》解读",
        text="毕业生按照学历领取每月600元至3000元生活补贴，最长三年。",
        category="interpretation",
    )
    rebuild(on=AT.date())
    kept = ask("毕业生生活补贴每个学历分别是多少")
    assert kept.answer.outcome is Outcome.ANSWER, (kept.answer.note, [(c.label, c.text[:50]) for c in kept.answer.cards])
    assert all(grade in told(kept) for grade in ("3000元", "1500元", "本科毕业生每人每月600元"))


@pytest.fixture
def lifts(cast):
    first = published(cast, title="澜州市住房和城乡建设局关于加装电梯办法的通知", text=LIFTS, doc_no="澜建发〔2025〕3号")
    published(
        cast,
        title="澜州市住房和城乡建设局关于延长《澜州市住房和城乡建设局关于加装电梯办法的通知》有效期的通知",
        text="各区县：\n有效期延长至2028年12月31日。该办法第二条规定的补助期限相应延长，2028年12月31日前竣工的给予补助。",
        doc_no="澜建发〔2026〕8号",
        relations=[{"kind": "extends", "target": first.policy.code, "on": "2026-06-01", "until": "2028-12-31"}],
    )
    rebuild(on=AT.date())
    return first


def test_what_was_changed_since_stands_beside_a_clause_that_is_only_shown(lifts):
    kept = ask("老旧住宅加装电梯补助的账户名称是什么", about=lifts.policy.code)
    assert kept.answer.outcome is Outcome.EVIDENCE
    assert "后来有变化" in kept.answer.note and "2028年12月31日前竣工" in kept.answer.note
    labels = [one.label for one in kept.answer.cards]
    assert "第二条" in labels and any("2028年12月31日" in one.text for one in kept.answer.cards)
    texts = [one.text for one in kept.answer.cards]
    assert len(set(texts)) == len(texts)


def test_what_became_of_it_is_asked_of_the_paper_that_changed_it(lifts):
    first = ask("加装电梯每台补助多少钱")
    assert first.answer.outcome is Outcome.ANSWER
    assert "2028年12月31日" in told(ask("这个补助延长到什么时候", key=first.key))


def test_who_is_in_charge_of_this_matter_is_asked_of_the_clause_just_cited(cast):
    text = """各部门：
一、政策解读。解读材料应当在文件公布后3个工作日内发布。（责任单位：市司法局）
二、信息公开培训。全年培训不少于两次。（责任单位：市教育局）"""
    published(cast, title="澜州市人民政府办公室关于印发2026年政务公开工作要点的通知", text=text)
    rebuild(on=AT.date())
    first = ask("解读材料在文件公布后几个工作日内发布")
    assert "3个工作日" in told(first)
    assert "市司法局" in told(kept := ask("这件事谁负责", key=first.key)) and "市教育局" not in told(kept)


def test_of_what_is_asked_for_each_one_alone_does_not_pass_for_all(cast):
    text = "各部门：\n一、《甲办法》等86件文件继续有效。\n二、《乙办法》等9件文件宣布失效。\n三、《丙办法》等4件文件予以废止。"
    published(cast, title="澜州市人民政府关于文件清理结果的决定", text=text, doc_no="澜政发〔2026〕51号")
    rebuild(on=AT.date())
    kept = ask("文件清理结果，继续有效的、失效的、废止的分别有多少件")
    assert all(count in told(kept) for count in ("86件", "9件", "4件"))


def test_of_another_place_it_is_only_said_that_there_is_no_such_paper(flats):
    note = ask("北京的人才公寓怎么申请").answer.note
    assert "本站没有北京这方面的文件" in note and "只公开" not in note


def test_the_policy_is_told_before_what_is_only_reported_of_it(cast):
    text = """各社区：
一、服务对象
居住在本街道的60周岁以上老年人。
二、补贴标准
午餐每份15元，晚餐每份12元。60至79周岁老年人每餐补贴2元，80周岁以上老年人每餐补贴4元。"""
    published(cast, title="望潮街道办事处关于印发老年助餐实施办法的通知", text=text, doc_no="望街发〔2026〕19号")
    report = "助餐点每天提供两荤两素一汤，午餐15元，80周岁以上老年人享受补贴后实付11元。"
    published(cast, title="望潮街道两处老年助餐点开张", text=report, category="news")
    rebuild(on=AT.date())
    kept = ask("82岁老人在望潮街道吃午餐，补贴多少")
    assert "实付11元" not in told(kept) and "资讯报道" not in kept.answer.note
    assert "每餐补贴4元" in told(kept)
