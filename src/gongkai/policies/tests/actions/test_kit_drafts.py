from datetime import date

import pytest
from tests.cast import AT, LET_PASS, drafted, published

from gongkai.policies import interpretations, picturing
from gongkai.policies.actions import bulk, drafts, interpreting, kit
from gongkai.policies.models import Interpretation, Policy
from gongkai.policies.rules.interpreting import DIGEST, Form, Perspective
from gongkai.policies.tests.explaining import planned
from gongkai.shared.refusal import Refused

RULES = """澜州市老旧小区改造办法
第一条 本市建成二十年以上的住宅小区适用本办法。
第二条 每户补助不超过3000元，困难家庭按照百分之五十减收。
第三条 居民可以向社区居民委员会提出申请，居民委员会应当自收到之日起十个工作日内答复。
第四条 本办法自2026年7月1日起施行，有效期至2031年6月30日。
"""


@pytest.fixture
def plan(cast):
    edition = drafted(cast, text=RULES, title="澜州市住房和城乡建设局关于印发澜州市老旧小区改造办法的通知", document_class="normative")
    return planned(cast, edition, forms=[Form.PICTURE.value])


@pytest.mark.parametrize("form", [Form.PICTURE, Form.QA, Form.AUDIO])
def test_the_kit_drafts_from_the_papers_own_sentences_and_marks_it(cast, plan, form):
    made = kit.draft(plan, form, by=cast.li, at=AT)
    one = Interpretation.objects.get(paper=made.policy)
    assert one.machine_made and one.perspective == Perspective.AI and one.of == plan.edition and one.approved_at is None
    facts, source = kit.what_it_says(plan.edition)
    assert kit.kit.unsourced(made.draft.body(), source, facts) == []


def test_a_picture_of_the_kit_carries_a_paper_through_the_gate_once_a_person_has_read_it(cast, plan):
    made = kit.draft(plan, Form.PICTURE, by=cast.li, at=AT)
    interpreting.approve(Interpretation.objects.get(paper=made.policy), by=cast.li, at=AT)
    drafts.submit(made.draft, by=cast.li, at=AT)
    for edition in (plan.edition, made):
        bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    plan.edition.policy.refresh_from_db()
    assert plan.edition.policy.has_interpretation
    drawn = picturing.poster(made.title, made.texts.get().body(), plan.edition.texts.get().facts, machine_made=True)
    assert [card.label for card in drawn.cards] == ["谁适用", "有多少", "什么时候", "怎么办", "问谁"] and "AI 生成" in drawn.foot[0]


def test_a_form_the_kit_does_not_know_and_a_paper_without_anything_to_quote_are_refused(cast, plan):
    with pytest.raises(Refused, match="不能自动起草"):
        kit.draft(plan, Form.VIDEO, by=cast.li, at=AT)
    empty = planned(cast, drafted(cast, text="正文。", consult_phone=""))
    with pytest.raises(Refused, match="没有找到"):
        kit.draft(empty, Form.QA, by=cast.li, at=AT)


def test_the_digest_of_a_month_names_its_policies_and_raises_no_coverage(cast):
    policy = published(cast, text=RULES, published_on="2026-05-21").policy
    published(cast, title="六月的通知", published_on="2026-06-01")
    made = kit.monthly_digest(2026, 5, office=cast.housing, by=cast.li, at=AT)
    text = "\n".join(block.text for block in made.draft.body())
    assert made.title == "2026年5月重要政策速览" and policy.code in text and "六月的通知" not in text and "（见第二条）" in text
    assert Interpretation.objects.get(paper=made.policy).column == DIGEST
    with pytest.raises(Refused, match="已经生成过"):
        kit.monthly_digest(2026, 5, office=cast.housing, by=cast.li, at=AT)
    interpreting.approve(Interpretation.objects.get(paper=made.policy), by=cast.li, at=AT)
    bulk.carry_through(made.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    assert not Policy.objects.get(pk=policy.pk).has_interpretation
    assert [one.paper for one in interpretations.listing(date(2026, 6, 1), column=DIGEST)] == [made.policy]
    assert list(interpretations.link_problems(date(2026, 6, 1))) == []


@pytest.mark.parametrize("month, why", [((2026, 6), "没有过完"), ((2026, 4), "没有公开政策文件")])
def test_no_digest_of_a_month_that_is_not_over_or_has_nothing(cast, month, why):
    with pytest.raises(Refused, match=why):
        kit.monthly_digest(*month, office=cast.housing, by=cast.li, at=AT)
