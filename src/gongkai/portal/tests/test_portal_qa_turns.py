"""How an answer is printed: long sources folded, other papers named as such, what was withdrawn gone whole, every step a link."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, published

from gongkai.assistant import shaping
from gongkai.assistant.choosing import Asked
from gongkai.assistant.models import Question
from gongkai.assistant.rules import routing
from gongkai.assistant.rules.answers import Answer, Kind, Outcome, Step, as_json, from_json
from gongkai.policies.actions.publish import withdraw
from gongkai.portal.assistant.showing import FOLDED_FROM, brief

LIST = "\n".join(
    (
        "各区县：",
        "第一条 老旧小区改造按照下列顺序进行：",
        "（一）先改造水电气热等基础设施；",
        "（二）再改造屋面和外墙；",
        "（三）最后改造绿化和停车。",
    )
)
CABS = "澜州市交通运输局关于网约车管理的通知"
CAB_RULES = "各区县：\n第一条 网约车驾驶员应当有三年以上驾驶经历，并且没有酒后驾驶记录。\n第二条 网约车平台应当为乘客购买保险。"


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: AT)
    for module in ("gongkai.portal.assistant.views", "gongkai.portal.limits"):
        monkeypatch.setattr(f"{module}.now", lambda: AT)
    for module in ("views", "suggesting"):
        monkeypatch.setattr(f"gongkai.portal.assistant.{module}.today", AT.date)


@pytest.fixture
def papers(cast, indexed):
    """(about houses, about cabs)."""
    houses = published(cast, text=LIST, doc_no="澜建发〔2026〕7号")
    cabs = published(cast, title=CABS, text=CAB_RULES, doc_no="澜交发〔2026〕8号")
    indexed()
    return houses, cabs


def turn(client, question, **more) -> str:
    client.post(reverse("portal:qa"), {"q": question, **more})
    page = unescape(client.get(reverse("portal:qa")).content.decode())
    return page[page.rindex('<article class="turn"') : page.rindex("</article>")]


def rewritten(client, **changes) -> str:
    """The page with the last answer as if it had been kept so."""
    question = Question.objects.latest("pk")
    question.answer = as_json(from_json({**question.answer, **changes}))
    question.save()
    return unescape(client.get(reverse("portal:qa")).content.decode())


def test_a_long_source_shows_what_is_relied_on_and_folds_the_rest():
    before, relied, after = "前面的话。" * 40, "申请人应当提交下列材料：户口簿；收入证明。", "后面的话。" * 40
    shown = brief(((before, False), (relied, True), (after, False)))
    text = "".join(piece for piece, _ in shown)
    assert (relied, True) in shown
    assert text.startswith("…") and text.endswith("。…") and len(text) < 200


@pytest.mark.parametrize("text", ["", "短" * FOLDED_FROM])
def test_a_short_source_is_shown_whole(text):
    assert brief(((text, True),)) == ()


def test_a_list_in_which_all_is_relied_on_is_cut_at_the_end_of_a_member():
    members = tuple((f"（{n}）第{n}项材料，由申请人在受理之前提交；\n", True) for n in range(30))
    text = "".join(piece for piece, _ in brief(members))
    assert text.startswith("（0）") and text.rstrip("…").endswith(("；", "\n"))


def test_a_long_source_can_be_opened_without_a_script(client, cast, indexed):
    long = (
        "第一条 改造范围为2000年底前建成的小区，" + "包括各区县已经登记在册的住宅小区、单位宿舍和房改房，" * 20 + "由街道办事处组织实施。"
    )
    published(cast, text=f"各区县：\n{long}")
    indexed()
    page = turn(client, "老旧小区改造范围是什么")
    assert '<details class="whole"><summary>' in page and "展开全文" in page
    whole = page.split('<details class="whole">', 1)[1]
    assert "由街道办事处组织实施。" in re.sub("<[^>]+>", "", whole)


def test_where_the_paper_of_the_page_does_not_tell_it_that_is_said_and_all_papers_can_be_asked(client, papers):
    houses, _ = papers
    question = "渣土车怎么处罚"
    turn(client, question, page=houses.policy.code)
    asked = rewritten(client, **as_json(shaping.refused(Asked(routing.read(question), (), question, bare=False))))
    assert "这份文件里没有说到所问的事。在本站公开的其他文件里也没有查到" in asked
    widened = re.search(r'<form[^>]*data-qa-option>.*?name="q" value="渣土车怎么处罚">.*?name="about" value="">([^<]+)<', asked, re.S)
    assert widened and "问全部文件" in widened[1]
    assert "这份文件" not in turn(client, question, about=""), "asked of all papers it is about no page"


def test_what_is_shown_from_other_papers_on_the_page_of_one_is_said_to_be_from_others(client, papers):
    houses, cabs = papers
    question = "网约车司机要什么条件"
    assert "出自其他文件" not in turn(client, question)
    assert "有的出自其他文件" in turn(client, question, page=houses.policy.code)
    cards = [one for one in Question.objects.latest("pk").answer["cards"] if one["code"] == cabs.policy.code]
    shown = rewritten(client, cards=cards)
    assert "这份文件里没有找到能直接回答的内容，以下出自其他文件。" in shown
    client.post(reverse("portal:qa-fresh"))
    turn(client, question, page=cabs.policy.code)
    assert "出自其他文件" not in rewritten(client, cards=cards)


def test_members_that_carry_their_own_numbers_get_no_dots(client, papers):
    assert '<ul class="said own" data-answer>' in turn(client, "老旧小区改造按照哪些顺序进行")


def test_of_a_list_from_a_paper_that_was_withdrawn_not_even_the_count_is_left(client, cast, papers):
    houses, _ = papers
    asked = turn(client, "老旧小区改造按照哪些顺序进行")
    assert "共 3 项" in asked and "屋面和外墙" in asked
    withdraw(houses.policy, reason="内容有误", by=cast.wang, at=AT)
    page = client.get(reverse("portal:qa")).content.decode()
    after = page[page.index('<article class="turn"') : page.rindex("</article>")]
    assert after.split("qa-tools")[0].count("已经撤回") == 1
    for gone in ("共 3 项", "屋面", "顺序进行：", "0999-5550121", houses.title):
        assert gone not in after


def test_a_withdrawn_paper_is_not_among_the_papers_to_choose_from(client, cast, papers):
    houses, cabs = papers
    turn(client, "老旧小区改造按照哪些顺序进行")
    options = [{"words": one.title, "code": one.policy.code} for one in papers]
    withdraw(houses.policy, reason="内容有误", by=cast.wang, at=AT)
    page = rewritten(client, outcome="clarify", options=options, citations=[], sentences=[], cards=[])
    assert cabs.title in page and houses.title not in page


def test_clauses_of_papers_withdrawn_since_leave_no_empty_promise(client, cast, papers):
    assert "最相关的内容" in turn(client, "网约车司机要什么条件")
    for one in papers:
        withdraw(one.policy, reason="内容有误", by=cast.wang, at=AT)
    page = client.get(reverse("portal:qa")).content.decode()
    assert "最相关的内容" not in page and "已经撤回" in page


def test_every_step_is_a_link_in_words(client, papers):
    houses, _ = papers
    turn(client, "老旧小区改造按照哪些顺序进行")
    steps = (
        Step("填写公开申请", "apply"),
        Step("对公开工作投诉、举报", "complain"),
        Step("预约办理", "service", "老旧小区"),
        Step("看办事的文件", "service", houses.policy.code),
        Step("看登记", "somewhere-new"),
    )
    page = rewritten(client, steps=[{"words": one.words, "kind": one.kind, "target": one.target} for one in steps])
    links = dict(re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page[page.index('class="next') : page.rindex("</article>")]))
    assert {words: address.split("?")[0] for address, words in links.items()} == {
        "填写公开申请": reverse("portal:foi-apply"),
        "对公开工作投诉、举报": reverse("portal:foi-complaint"),
        "预约办理": reverse("portal:search"),
        "看办事的文件": reverse("portal:policy", args=[houses.policy.code]),
        "看登记": reverse("portal:search"),
    }
    for address in links:
        assert client.get(address).status_code in (200, 302), address


def test_an_answer_without_sentences_shows_its_steps_too(client, papers):
    turn(client, "老旧小区改造按照哪些顺序进行")
    bare = Answer(Outcome.REFUSED, Kind.SERVICE, note="请到这里办理。", steps=(Step("填写公开申请", "apply"),))
    page = rewritten(client, **as_json(bare))
    assert ">填写公开申请</a>" in page


def test_who_asks_for_a_door_of_this_site_is_led_to_it_and_not_said_to_have_found_nothing(client, papers):
    page = turn(client, "我要投诉")
    assert f'href="{reverse("portal:foi-complaint")}"' in page
    assert f'href="{reverse("portal:enquiry")}"' in page and "searched=" not in page


def test_turns_on_pages_of_papers_cost_no_more_queries(client, papers, monkeypatch):
    monkeypatch.setattr("gongkai.assistant.actions.asking.PER_MINUTE", 100)

    def counted() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(reverse("portal:qa"))
        return len(made)

    turn(client, "网约车司机要什么条件", page=papers[0].policy.code)
    few = counted()
    for paper in papers * 3:
        turn(client, "网约车司机要什么条件", page=paper.policy.code)
    assert counted() <= few
