"""问答统计: a paper counts as answered from when an answer cites it, wherever the question was asked."""

import pytest
from django.core.cache import cache
from tests.cast import AT, published

from gongkai.assistant import numbers
from gongkai.assistant.actions import asking
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
