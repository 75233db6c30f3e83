import io

import pytest
from django.urls import reverse
from PIL import Image
from tests.cast import AT, LET_PASS, body, drafted, published

from gongkai.journal import worker
from gongkai.policies.actions import bulk, drafts, interpreting, kit
from gongkai.policies.actions.interpreting import Telling
from gongkai.policies.actions.publish import withdraw
from gongkai.policies.drawing import draw_what_was_asked_for
from gongkai.policies.models import Interpretation
from gongkai.policies.rules.interpreting import Form, Perspective, Stage
from gongkai.policies.rules.kinds import Category
from gongkai.policies.tests.actions.test_kit_drafts import RULES
from gongkai.policies.tests.explaining import WORDS, planned
from gongkai.shared.clock import now

TITLE = "澜州市住房和城乡建设局关于印发澜州市老旧小区改造办法的通知"


@pytest.fixture
def drawn(cast, settings, tmp_path):
    """A paper with its picture, both public, before the worker had a turn: (policy, explanation)."""
    settings.DATA_DIR = str(tmp_path)
    edition = drafted(cast, text=RULES, title=TITLE, document_class="normative")
    made = kit.draft(planned(cast, edition), Form.PICTURE, by=cast.li, at=AT)
    interpreting.approve(Interpretation.objects.get(paper=made.policy), by=cast.li, at=AT)
    drafts.submit(made.draft, by=cast.li, at=AT)
    for one in (edition, made):
        bulk.carry_through(one.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
        one.policy.refresh_from_db()
    return edition.policy, made.policy


def told(cast, policy, telling, title="加装电梯政策解读"):
    relation = {"kind": "interprets", "target": policy.code, "on": None, "until": None, "articles": ""}
    return published(cast, title=title, category=Category.INTERPRETATION, relations=[relation], telling=telling).policy


def page(client, name, *arguments, **asked):
    answer = client.get(reverse(f"portal:{name}", args=arguments), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_policy_shows_its_explanations_by_stage_with_form_and_who_tells(client, cast, drawn):
    policy, paper = drawn
    told(cast, policy, Telling(Form.VIDEO, Perspective.PRESS, "", "https://v.example.gov.cn/1"))
    html = page(client, "policy", policy.code)
    for words in ("发布解读", "一图读懂", "AI 生成", "视频", "记者评", reverse("portal:policy", args=[paper.code])):
        assert words in html


def test_an_explanation_shows_its_policy_with_validity_the_clauses_it_cites_and_that_it_was_made_by_the_system(client, drawn):
    policy, paper = drawn
    html = page(client, "policy", paper.code)
    anchor = kit.kit.clauses(policy.current.texts.get().body())["第二条"]
    for words in (TITLE, ">有效<", "AI 生成", f"{reverse('portal:policy', args=[policy.code])}#{anchor}", "逐句摘出"):
        assert words in html


def test_a_video_is_played_elsewhere_and_its_words_stand_here(client, cast, drawn):
    paper = told(cast, drawn[0], Telling(Form.VIDEO, Perspective.CHIEF, "", "https://v.example.gov.cn/1"))
    html = page(client, "policy", paper.code)
    assert "https://v.example.gov.cn/1" in html and "内容与下面的文字相同" in html and "局长讲" in html


def the_worker_has_its_turn():
    worker.drain()
    draw_what_was_asked_for(now())


def test_a_request_draws_nothing_and_says_that_the_picture_is_being_drawn(client, drawn, monkeypatch):
    for kind in ("png", "svg"):
        monkeypatch.setattr(f"gongkai.documents.writers.poster.{kind}", lambda _: pytest.fail("drawn inside a request"))
    _, paper = drawn
    html = page(client, "picture", paper.code)
    assert "正在后台绘制" in html and "下载长图" not in html and "每户补助不超过3000元" in html
    for kind in ("png", "svg"):
        answer = client.get(reverse("portal:picture-file", args=[paper.code, kind]))
        assert answer.status_code == 503 and answer["Retry-After"] == "5" and "长图正在绘制" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"] and "public" not in answer["Cache-Control"]


def test_the_worker_draws_what_was_published_before_anybody_asks(client, drawn):
    _, paper = drawn
    the_worker_has_its_turn()
    assert "下载长图" in page(client, "picture", paper.code)
    assert client.get(reverse("portal:picture-file", args=[paper.code, "png"])).status_code == 200


def test_what_could_not_be_drawn_is_told_and_asked_for_later(client, drawn, monkeypatch):
    _, paper = drawn
    with monkeypatch.context() as broken:
        broken.setattr("gongkai.documents.writers.poster.png", lambda _: b"x" / 0)
        the_worker_has_its_turn()
    assert "没有画成" in page(client, "picture", paper.code)
    answer = client.get(reverse("portal:picture-file", args=[paper.code, "png"]))
    assert answer.status_code == 503 and answer["Retry-After"] == "600" and "没有画成" in answer.content.decode()


def test_the_picture_is_a_page_and_two_files_and_says_the_same(client, drawn):
    _, paper = drawn
    the_worker_has_its_turn()
    html = page(client, "picture", paper.code)
    assert "每户补助不超过3000元" in html and "依据 第二条" in html and "AI 生成" in html
    png = client.get(reverse("portal:picture-file", args=[paper.code, "png"]))
    assert Image.open(io.BytesIO(png.content)).width == 1125
    svg = client.get(reverse("portal:picture-file", args=[paper.code, "svg"]))
    assert svg["Content-Type"] == "image/svg+xml" and "sandbox" in svg["Content-Security-Policy"]
    assert client.get(reverse("portal:picture-file", args=[paper.code, "svg"]), HTTP_IF_NONE_MATCH=svg["ETag"]).status_code == 304


def test_a_picture_is_drawn_anew_when_the_facts_of_its_paper_are_corrected(client, cast, drawn):
    policy, paper = drawn
    file = reverse("portal:picture-file", args=[paper.code, "svg"])
    the_worker_has_its_turn()
    before = client.get(file)["ETag"]
    draft = drafts.start_correction(policy.current, reason="文号印错了", by=cast.li, at=AT)
    drafts.save_draft(draft, draft.facts | {"doc_no": "澜住建规〔2026〕8号"}, None, seen=draft.saves, by=cast.li, at=AT)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    the_worker_has_its_turn()
    assert client.get(file)["ETag"] != before


def test_what_a_person_wrote_of_a_withdrawn_paper_says_so(client, cast, drawn):
    policy, paper = drawn
    other = told(cast, policy, Telling(Form.QA))
    withdraw(policy, reason="条款有误需要重新制定", by=cast.wang, at=AT)
    assert client.get(reverse("portal:policy", args=[paper.code])).status_code == 410
    assert "本文解读的文件已由发布机关撤回" in page(client, "policy", other.code)
    assert "解读的文件已撤回" in page(client, "interpretations")


def test_what_has_no_picture_is_not_there(client, cast, drawn):
    policy, paper = drawn
    other = told(cast, policy, Telling(Form.QA))
    for code in (policy.code, other.code, "nothing"):
        assert client.get(reverse("portal:picture", args=[code])).status_code == 404
        assert client.get(reverse("portal:picture-file", args=[code, "png"])).status_code == 404
    assert client.get(reverse("portal:picture-file", args=[paper.code, "exe"])).status_code == 404


def test_the_list_is_narrowed_by_each_facet_and_a_strange_value_is_refused_in_words(client, cast, drawn):
    policy, paper = drawn
    told(cast, policy, Telling(Form.QA, Perspective.DIVISION, "政策面对面"))
    assert paper.title in page(client, "interpretations", form="picture")
    html = page(client, "interpretations", column="政策面对面")
    assert "加装电梯政策解读" in html and f"解读《{TITLE}》" in html and f'{reverse("portal:policy", args=[paper.code])}"' not in html
    assert "没有符合条件的内容" in page(client, "interpretations", form="qa", stage="again")
    assert client.get(reverse("portal:interpretations"), {"form": "x"}).status_code == 400


@pytest.mark.parametrize("many", [10, 100])
def test_the_list_and_the_page_of_a_policy_cost_the_same_at_ten_and_at_a_hundred(client, cast, drawn, many, django_assert_max_num_queries):
    policy, paper = drawn
    for at in range(many):
        paper.pk, paper.code, paper.current = None, f"X-{at}", None
        paper.save()
        Interpretation.objects.create(paper=paper, of=policy.current)
    with django_assert_max_num_queries(8):
        page(client, "interpretations")
    with django_assert_max_num_queries(8):
        page(client, "policy", policy.code)


def test_the_title_of_a_paper_that_is_not_public_is_not_told_by_what_explains_its_draft(client, cast):
    edition = drafted(cast, text=RULES, title="还没有公开的办法", document_class="normative")
    early = interpreting.begin(
        planned(cast, edition, stage=Stage.DRAFT), Telling(), title="征求意见稿说明", blocks=body(WORDS), by=cast.li, at=AT
    )
    row = Interpretation.objects.get(paper=early.policy)
    interpreting.waive(row, point="names", reason="说明里不写标题", by=cast.zhou, at=AT)
    bulk.carry_through(early.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    html = page(client, "interpretations")
    assert "征求意见稿说明" in html and "还没有公开的办法" not in html
    assert client.get("/api/v1/interpretations").json()["items"][0]["of_code"] == ""
