"""问答统计: a paper counts as answered from when an answer cites it, wherever the question was asked."""

import pytest
from django.core.cache import cache
from tests.cast import AT, published

from gongkai.assistant import knowledge, numbers
from gongkai.assistant.actions import asking, entries, making
from gongkai.assistant.rules.entries import Line, Source, Written
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category, RelationKind
from gongkai.search.actions.indexing import rebuild


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    cache.clear()


def test_a_paper_cited_by_an_answer_counts_as_answered_from(cast):
    text = "各区县：\n第一条 屋面改造每户补助3000元。\n第二条 居民自愿申请。"
    roofs = published(cast, title="澜州市住房和城乡建设局关于屋面改造补助的通知", text=text)
    sheds = published(cast, title="澜州市住房和城乡建设局关于充电棚的通知", text="各区县：\n第一条 充电棚由社区管理。")
    rebuild(on=AT.date())
    asking.ask("屋面改造每户补助多少钱", place="portal", at=AT)
    covered = numbers.coverage(cast.li.actor(), AT.date())
    assert (covered.papers, covered.with_answer) == (2, 1)
    assert covered.without == (sheds.policy,)
    assert covered.most_asked == ((roofs.policy, 1),)


def test_a_paper_asked_about_on_its_page_counts_once(cast):
    text = "各区县：\n第一条 屋面改造每户补助3000元。\n第二条 居民自愿申请。"
    roofs = published(cast, title="澜州市住房和城乡建设局关于屋面改造补助的通知", text=text)
    rebuild(on=AT.date())
    asking.ask("每户补助多少钱", place="policy", page=roofs.policy.code, at=AT)
    assert numbers.coverage(cast.li.actor(), AT.date()).most_asked == ((roofs.policy, 1),)


def test_a_question_answered_from_an_offices_paper_counts_for_it_wherever_it_was_asked(cast):
    text = "各区县：\n第一条 屋面改造每户补助3000元。\n第二条 居民自愿申请。"
    published(cast, title="澜州市住房和城乡建设局关于屋面改造补助的通知", text=text)
    rebuild(on=AT.date())
    asking.ask("屋面改造每户补助多少钱", place="portal", at=AT)
    assert numbers.months(cast.li.actor(), AT.date())[-1].total == 1
    assert numbers.months(cast.zhao.actor(), AT.date())[-1].total == 0


def test_a_question_answered_by_an_offices_entry_counts_for_it_whoever_issued_the_paper(cast):
    knowledge.forget()
    policy = published(cast, title="澜州市人民政府屋面改造办法", text="各区县：\n第一条 屋面改造每户补助3000元。").policy
    Policy.objects.filter(pk=policy.pk).update(office=cast.city)
    line = Line("屋面改造每户补助3000元。", (Source(policy.code, ""),))
    entry = entries.write(Written("屋面改造补助多少钱？", (line,)), office=cast.housing, by=cast.li, at=AT)
    entries.submit(entry.versions.get(), by=cast.li, at=AT)
    entries.publish(entry.versions.get(), by=cast.zhou, at=AT)
    rebuild(on=AT.date())
    kept = asking.ask("屋面改造补助多少钱", place="portal", at=AT)
    assert kept.answer.entry_id == entry.pk
    covered = numbers.coverage(cast.li.actor(), AT.date())  # the paper is the city's and names the housing office for enquiries
    assert (covered.papers, covered.with_entry, covered.with_answer) == (1, 1, 1)
    assert numbers.coverage(cast.zhao.actor(), AT.date()).papers == 0
    assert numbers.months(cast.li.actor(), AT.date())[-1].total == 1 and numbers.base(cast.li.actor(), AT.date()).by_entry == 1


def test_what_rests_on_an_explanation_counts_for_the_paper_it_explains_and_names_its_number(cast):
    knowledge.forget()
    paper = published(
        cast, title="澜州市住房和城乡建设局屋面改造办法", doc_no="澜建发〔2026〕9号", text="各区县：\n第一条 屋面改造由社区办理。"
    ).policy
    telling = [{"kind": RelationKind.INTERPRETS.value, "target": paper.code, "on": None, "until": None, "articles": ""}]
    reading = published(
        cast,
        title="《屋面改造办法》解读",
        text="问：要交押金吗？\n答：不需要，入住时也不收押金。",
        category=Category.INTERPRETATION,
        relations=telling,
    ).policy
    (entry,) = making.from_interpretation(reading, ["要交押金吗？"], office=cast.housing, by=cast.li, at=AT)
    entries.submit(entry.versions.get(), by=cast.li, at=AT)
    entries.publish(entry.versions.get(), by=cast.zhou, at=AT)
    covered = numbers.coverage(cast.li.actor(), AT.date())
    assert (covered.papers, covered.with_entry, covered.without) == (1, 1, ())
    (citation,) = knowledge.best(entry.current.question if entry.current else entry.question, on=AT.date()).citations
    assert citation.doc_no == "解读澜建发〔2026〕9号"
