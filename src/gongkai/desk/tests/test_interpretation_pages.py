"""解读 at the desk: the gate told in words, the plan, the kit, approval, the pictures, what is owed and what is asked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.cast import AT, drafted, published

from gongkai.assistant.models import Conversation, Question
from gongkai.policies.actions import interpreting, kit
from gongkai.policies.drawing import draw_what_was_asked_for
from gongkai.policies.models import Draft, Interpretation, InterpretationExemption, InterpretationPlan, Policy
from gongkai.policies.rules.interpreting import Form, Ground
from gongkai.policies.tests.explaining import explained, planned
from gongkai.shared.clock import now

RULES = """澜州市老旧小区改造办法
第一条 本市建成二十年以上的老旧住宅小区适用本办法，居民自愿、政府支持、多方出资。
第二条 每户补助不超过3000元，困难家庭按照百分之五十减收，由区住房城乡建设部门核定后直接拨付。
第三条 居民可以向社区居民委员会提出申请，居民委员会应当自收到申请之日起十个工作日内书面答复。
第四条 本办法自2026年7月1日起施行，有效期至2031年6月30日。
"""


def address(name, *arguments):
    return reverse(f"desk:{name}", args=arguments)


def html(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def paper(cast):
    return drafted(cast, text=RULES, document_class="normative", title="澜州市住建局关于印发老旧小区改造办法的通知")


PLAN = {
    "stage": "release",
    "interpreter": "局长 王芳",
    "forms_": ["picture"],
    "channels": ["政府网站"],
    "outline": "怎么改、谁出钱。",
    "due_on": "2026-06-03",
    "clause": "",
}


def test_the_desk_refuses_to_submit_a_normative_paper_without_interpretation(cast, desk, paper):
    li = desk("li")
    assert "还没有解读方案" in html(li.get(address("draft", paper.pk)))
    answer = html(li.post(address("draft-submit", paper.pk), {"seen": ""}))
    assert "还没有解读方案" in answer and not Draft.objects.get(edition=paper).submitted_at


def test_from_plan_to_picture_to_submission(cast, desk, paper, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    li = desk("li")
    assert li.post(address("explain-plan", paper.pk), PLAN | {"office": cast.housing.pk}).status_code == 302
    plan = InterpretationPlan.objects.get()
    assert "自动起草" in html(li.get(address("explain", paper.pk))) and "每户补助不超过3000元" in html(li.get(address("explain", paper.pk)))
    made = li.post(address("explain-kit", plan.pk), {"form": "picture"})
    one = Interpretation.objects.get()
    assert made["Location"] == address("interpretation", one.paper.code)
    assert "还没有人看过并确认" in html(li.get(made["Location"]))
    assert "正在绘制" in html(li.get(address("interpretation-picture", one.paper.code)))
    draw_what_was_asked_for(now())
    assert "<img" in html(li.get(address("interpretation-picture", one.paper.code)))
    assert li.get(address("interpretation-picture-file", one.paper.code)).content.startswith(b"\x89PNG")
    form = li.get(address("interpretation-approve", one.paper.code)).context["form"]
    assert li.post(address("interpretation-approve", one.paper.code), {"seen": form["seen"].value()}).status_code == 302
    assert li.post(address("draft-submit", paper.pk), {"seen": ""}).status_code == 302


def test_a_request_draws_nothing_and_what_cannot_be_drawn_is_said_once(cast, desk, paper, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    made = kit.draft(planned(cast, paper), Form.PICTURE, by=cast.li, at=AT)
    calls = []

    def broken(drawing):
        calls.append(drawing)
        raise ValueError("no such letter")

    monkeypatch.setattr("gongkai.documents.writers.poster.png", broken)
    page, file = (address(name, made.policy.code) for name in ("interpretation-picture", "interpretation-picture-file"))
    for _ in range(3):
        assert "正在绘制" in html(desk("li").get(page)) and desk("li").get(file)["Location"] == page
    part = html(desk("li").get(page, headers={"HX-Request": "true"}))
    assert "<html" not in part and 'hx-trigger="every 1s"' in part and not calls
    draw_what_was_asked_for(now())
    draw_what_was_asked_for(now())
    answer = desk("li").get(page)
    assert len(calls) == 1 and "没有画成" in answer.content.decode() and "正在绘制" not in answer.content.decode()


def test_what_was_typed_stays_when_a_plan_is_not_whole(cast, desk, paper):
    answer = html(desk("li").post(address("explain-plan", paper.pk), PLAN | {"office": cast.housing.pk, "interpreter": ""}))
    assert "怎么改、谁出钱。" in answer and not InterpretationPlan.objects.exists()


def test_words_changed_after_they_were_shown_are_not_approved(cast, desk, paper):
    made = kit.draft(planned(cast, paper), Form.PICTURE, by=cast.li, at=AT)
    answer = html(desk("li").post(address("interpretation-approve", made.policy.code), {"seen": "0" * 64}))
    assert "别人改动了这份解读" in answer


def test_an_exemption_is_agreed_to_by_another_and_can_be_taken_back(cast, desk, paper):
    assert desk("li").get(address("explain-exempt", paper.pk)).status_code == 403
    zhou = desk("zhou")
    assert zhou.post(address("explain-exempt", paper.pk), {"ground": "internal", "reason": "只涉及本局内部"}).status_code == 302
    assert "免予解读" in html(zhou.get(address("explain", paper.pk)))
    assert zhou.post(address("explain-take-back", paper.pk), {}).status_code == 302 and not InterpretationExemption.objects.exists()


def test_only_the_named_drafters_write_and_they_see_the_paper_for_it(cast, desk, paper):
    plan = planned(cast, paper, office=cast.transport)
    assert "谁起草、谁解读" in desk("li").get(address("explain-begin", plan.pk)).content.decode()
    zhao = desk("zhao")
    assert "每户补助不超过3000元" in html(zhao.get(address("explain", paper.pk)))
    assert (
        zhao.post(address("explain-begin", plan.pk), {"title": "交通局的解读", "form": "text", "perspective": "chief"}).status_code == 302
    )


def test_a_point_that_does_not_apply_is_told_with_its_reason_by_one_who_did_not_write(cast, desk, paper):
    made = explained(cast, paper, words="《老旧小区改造办法》。")
    li = desk("li")
    page = address("interpretation", made.policy.code)
    assert "适用范围与对象" in html(li.get(page))
    assert li.post(address("interpretation-waive", made.policy.code, "for_whom"), {"reason": "只有一句话说明"}).status_code == 403
    zhou = desk("zhou")
    assert zhou.post(address("interpretation-waive", made.policy.code, "for_whom"), {"reason": "只有一句话说明"}).status_code == 302
    assert "不适用：只有一句话说明" in html(li.get(page))
    assert "不能免" in html(zhou.post(address("interpretation-waive", made.policy.code, "content"), {"reason": "就是不想写"}))


def test_what_is_owed_stands_on_the_page_with_its_last_day(cast, desk):
    late = published(cast, document_class="normative", title="没人解读的办法")
    InterpretationExemption.objects.all().delete()
    answer = html(desk("li").get(address("interpretations")))
    assert late.title in answer and "2026年5月26日" in answer and "已逾期" in answer and "0%" in answer
    assert desk("li").get(address("interpretations") + "?export=xlsx").content.startswith(b"PK")
    Policy.objects.update(published_on="2024-05-21")  # before explanations had a last day: counted, and said to be
    answer = html(desk("li").get(address("interpretations")))
    assert late.title not in answer and "另有 1 件在2025年4月23日以前公开" in answer
    assert late.title not in html(desk("zhao").get(address("interpretations")))


def asked(edition, anchor, times):
    for at in range(times):
        talk = Conversation.objects.create(key=f"{anchor}-{at}", begun_at=now(), last_at=now())
        Question.objects.create(
            conversation=talk, number=1, place="portal", text="补助多少", kind="amount", outcome="answered", answer={},
            retrieved=[[edition.pk, anchor, 1.0, 0.0]], asked_at=now() - timedelta(minutes=1),
        )  # fmt: skip


def test_the_clause_asked_about_most_becomes_a_follow_up(cast, desk):
    edition = published(cast, text=RULES)
    anchors = [block.anchor for block in edition.texts.get().body() if block.number]
    asked(edition, anchors[1], 3)
    asked(edition, anchors[0], 1)
    li = desk("li")
    answer = html(li.get(address("interpretation-asked")))
    assert "第二条" in answer and "第一条" not in answer
    to = address("explain-plan", edition.pk) + "?clause=第二条&asked=999999"
    assert "近 90 天有 3 次问到这一条" in html(li.get(to))
    given = PLAN | {"office": cast.housing.pk, "stage": "follow", "clause": "第二条"}
    assert li.post(to, given).status_code == 302
    plan = InterpretationPlan.objects.get()
    assert plan.because == "近 90 天有 3 次问到这一条" and plan.clause == "第二条"
    assert "已提出" in html(li.get(address("interpretation-asked")))
    assert "第二条" not in html(desk("zhao").get(address("interpretation-asked")))


def test_the_digest_is_made_as_a_draft_and_said_to_be_made_by_the_system(cast, desk):
    published(
        cast, text=RULES, published_on=str((now().replace(day=1) - timedelta(days=1)).date()), effective_on="", formed_on="2026-05-20"
    )
    month = (now().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    answer = desk("li").post(address("interpretation-digest"), {"office": cast.housing.pk, "month": month})
    assert answer.status_code == 302 and "AI 生成" in html(desk("li").get(answer["Location"]))


@pytest.mark.parametrize("many", [10, 100])
def test_the_lists_cost_the_same_at_ten_and_at_a_hundred(cast, desk, paper, many, django_assert_max_num_queries):
    plan = planned(cast, paper)
    for at in range(many):
        interpreting.begin(plan, interpreting.Telling(), title=f"解读 {at}", by=cast.li, at=AT)
    li = desk("li")
    with django_assert_max_num_queries(20):
        html(li.get(address("interpretation-material")))
    with django_assert_max_num_queries(32):
        html(li.get(address("interpretations")))


def test_another_office_sees_nothing_of_it(cast, desk, paper):
    made = kit.draft(planned(cast, paper), Form.QA, by=cast.li, at=AT)
    interpreting.exempt(paper, ground=Ground.INTERNAL, reason="只涉及本局内部", by=cast.zhou, at=AT)
    zhao = desk("zhao")
    for to in (address("explain", paper.pk), address("explain-plan", paper.pk), address("interpretation", made.policy.code)):
        assert zhao.get(to).status_code == 404
    assert made.title not in html(zhao.get(address("interpretation-material")))
