"""The search page uses what is answered and can be narrowed as the library can: reviewed answers on top, facets, a day."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import published

from gongkai.assistant.actions import entries
from gongkai.assistant.models import FaqEntry
from gongkai.assistant.rules.entries import Line, Source, Written
from gongkai.policies.actions.publish import withdraw
from gongkai.search.models import SearchCount
from gongkai.shared.clock import now

RENTS = "澜州市住房和城乡建设局关于公共租赁住房租金的通知"
QUESTION = "公租房租金怎么交？"
SAID = "租金按月缴纳，每月十日前交清。"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def paper(cast, indexed):
    edition = published(
        cast,
        title=RENTS,
        text=f"各区县：\n第一条 {SAID}\n第二条 申请公租房应当有居住证。",
        doc_no="澜建发〔2026〕7号",
        topic_l1="城乡建设、环境保护",
    )
    indexed()
    return edition


def made(cast, paper, question: str = QUESTION) -> FaqEntry:
    written = Written(question, (Line(SAID, (Source(paper.policy.code, SAID),)),), topic="住房")
    entry = entries.write(written, office=cast.housing, by=cast.li, at=now())
    entries.submit(entry.versions.get(), by=cast.li, at=now())
    return entries.publish(entry.versions.get(), by=cast.wang, at=now())


@pytest.fixture
def entry(cast, paper) -> FaqEntry:
    return made(cast, paper)


def shown(client, **query) -> str:
    answer = client.get(reverse("portal:search"), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def on_top(page: str) -> str:
    return (
        page[page.index('class="reviewed"') : page.index("</section>", page.index('class="reviewed"'))]
        if 'class="reviewed"' in page
        else ""
    )


def test_the_reviewed_answer_to_the_question_stands_on_top_with_its_source(client, paper, entry):
    page = shown(client, q="公租房租金怎么交")
    card = on_top(page)
    assert page.index('class="reviewed"') < page.index('<ul class="list">')
    assert "已审核" in card and SAID in card and QUESTION in card
    assert f'href="{reverse("portal:answer", args=[entry.code])}"' in card
    assert f'href="{reverse("portal:policy", args=[paper.policy.code])}#' in card and f"《{RENTS}》第一条" in card


def test_only_the_very_question_brings_it_on_the_first_page_of_everything(client, entry):
    assert on_top(shown(client, q="公租房租金")) == on_top(shown(client, q="公租房租金怎么交", tab="policy")) == ""


def test_an_entry_whose_source_is_gone_is_not_shown(client, cast, paper, entry):
    withdraw(paper.policy, reason="内容有误", by=cast.wang, at=now())
    assert on_top(shown(client, q="公租房租金怎么交")) == ""


def test_a_question_can_be_asked_with_its_words_though_something_was_found(client, paper):
    page = shown(client, q="谁可以申请公租房")
    assert "没有找到" not in page
    link = re.search(r'直接问：<a href="([^"]+)"', page)
    assert (
        link
        and 'maxlength="' in client.get(link[1]).content.decode()
        and "谁可以申请公租房" in unescape(client.get(link[1]).content.decode())
    )
    assert "直接问" not in shown(client, q="公租房"), "no question"


def test_what_points_to_a_person_does_not_go_along(client, paper):
    link = re.search(r'直接问：<a href="([^"]+)"', shown(client, q="我的手机13900001234能申请公租房吗"))
    assert link and "13900001234" not in link[1]


def test_results_are_narrowed_by_year_organ_and_topic_and_each_can_be_taken_away(client, cast, paper, indexed):
    published(cast, title="澜州市住房和城乡建设局关于公共租赁住房补贴的通知", formed_on="2025-05-20", topic_l1="财政、金融、审计")
    indexed()
    page = shown(client, q="公共租赁住房", tab="policy")
    for param, value, label in (("year", "2025", "年份：2025年"), ("topic", "财政、金融、审计", "主题分类：财政、金融、审计")):
        link = next(one for one in re.findall(r'href="(/search\?[^"]+)"', page) if f"{param}=" in one and ("2026" not in one))
        assert "tab=policy" in link
        narrowed = shown(client, q="公共租赁住房", tab="policy", **{param: value})
        assert "补贴的通知" in re.sub("<[^>]+>", "", narrowed) and "租金的通知" not in re.sub("<[^>]+>", "", narrowed)
        assert label in narrowed and "全部清除" in narrowed
        back = re.search(rf'<a href="([^"]+)"[^>]*>{label}', narrowed)[1]
        assert "租金的通知" in re.sub("<[^>]+>", "", unescape(client.get(back).content.decode()))
    assert "发文机关" in page and "澜州市住房和城乡建设局" in page


@pytest.mark.parametrize("address", ["/search?q=公共租赁住房&as_of=2026-06-15", "/policies/?q=公共租赁住房&as_of=2026-06-15"])
def test_the_day_is_shown_can_be_changed_and_taken_away_on_both_lists(client, paper, address):
    page = unescape(client.get(address).content.decode())
    assert re.search(r'<input type="date" name="as_of" value="2026-06-15"', page)
    assert "在 2026年6月15日 有效的" in page
    back = re.search(r'<a href="([^"]+)"[^>]*>截至2026年6月15日有效', page)[1]
    assert "as_of" not in back and client.get(back).status_code == 200


def test_nothing_found_because_it_was_narrowed_can_be_widened_again(client, paper):
    page = shown(client, q="公共租赁住房", year="1999")
    assert "没有找到" in page and "年份：1999年" in page
    assert not SearchCount.objects.exists(), "what was narrowed tells nothing of what this site lacks"
    link = re.search(r'<a href="([^"]+)"[^>]*>去掉筛选条件再找', page)[1]
    assert "租金的通知" in re.sub("<[^>]+>", "", unescape(client.get(link).content.decode()))


def test_the_card_costs_the_same_however_many_entries_there_are(client, cast, paper, entry):
    def counted() -> int:
        client.get("/search", {"q": "公租房租金怎么交"})
        with CaptureQueriesContext(connection) as made:
            client.get("/search", {"q": "公租房租金怎么交"})
        return len(made)

    few = counted()
    for n in range(5):
        made(cast, paper, f"第{n}批配租什么时候开始？")
    assert counted() == few
