"""三同步: what was tried to get a paper, or an explanation, past the gate, and what stops it."""

from datetime import timedelta

import pytest
from tests.cast import AT, LET_PASS, ON, body, drafted, facts, let_off, published

from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import abandon, bulk, drafts, interpreting, kit, review
from gongkai.policies.actions.interpreting import Telling
from gongkai.policies.actions.publish import publish, withdraw
from gongkai.policies.actions.reviewed import draft_digest
from gongkai.policies.models import ImportItem, Interpretation, InterpretationExemption
from gongkai.policies.rules.interpreting import Form, Ground, Perspective
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.policies.tests.actions.test_kit_drafts import RULES
from gongkai.policies.tests.actions.test_three_sync import imported, normative, submitted
from gongkai.policies.tests.explaining import WORDS, explained, planned
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.shared.refusal import Refused

MEASURES = "澜州市住房和城乡建设局关于印发澜州市房屋安全管理办法的通知"
VIDEO = Telling(Form.VIDEO, Perspective.PRESS, "", "https://v.example.gov.cn/1")


def through(cast, edition, at=AT):
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=at, let_pass=LET_PASS)


def related(policy):
    return [{"kind": "interprets", "target": policy.code, "on": None, "until": None, "articles": ""}]


def stopped(draft, field):
    return [one.message for one in drafts.problems(draft, on=ON) if one.blocking and one.field == field]


def test_a_correction_that_makes_a_normative_paper_of_another_is_stopped(cast):
    edition = published(cast)
    draft = drafts.start_correction(edition, reason="类别有误", by=cast.li, at=AT)
    drafts.save_draft(draft, facts(document_class="normative"), None, seen=draft.saves, by=cast.li, at=AT)
    assert "没有解读方案" in stopped(draft, "interpretation")[0]
    drafts.save_draft(draft, facts(expires_on="2031-05-31"), None, seen=draft.saves, by=cast.li, at=AT)
    assert "有效期" in stopped(draft, "document_class")[0]


def test_a_day_typed_for_an_imported_paper_makes_no_history(cast):
    edition = imported(cast, published_on="2026-05-21")
    assert "没有解读方案" in stopped(edition.draft, "interpretation")[0]
    interpreting.exempt(edition, ground=Ground.HISTORIC, reason="五月已在旧网站公开", by=cast.zhou, at=AT)
    assert not stopped(edition.draft, "interpretation")


def test_a_day_in_a_manifest_is_typed_too(cast):
    edition = imported(cast, "发布日期：2026-05-21\n", published_on="2026-05-21")
    item = ImportItem.objects.get(edition=edition)
    item.draft["fields"]["published_on"] |= {"raw": ""}
    item.save()
    assert stopped(edition.draft, "interpretation")


@pytest.mark.parametrize("category", [Category.OTHER, Category.NEWS, Category.INTERPRETATION])
def test_a_normative_paper_is_not_drafted_as_something_else(cast, category):
    assert "政策文件起草" in stopped(drafted(cast, category=category, document_class="normative").draft, "document_class")[0]
    for given in ({"normative_reg_no": "LZCR-2026-0030001"}, {"doc_no": "澜住建规〔2026〕9号"}):
        assert "政策文件起草" in stopped(drafted(cast, category=category, **given).draft, "document_class")[0]


ARTICLES = "第一条 为了规范房屋安全管理，制定本办法。\n第二条 业主负责日常检查。\n第三条 违反规定的，责令改正。"
PROSE = "近日，市住房和城乡建设局出台房屋安全管理办法。\n办法明确了检查责任。"


@pytest.mark.parametrize("title", ["澜州市出台房屋安全管理办法", "一图看懂：房屋安全管理办法"])
def test_news_may_speak_of_measures_in_its_headline(cast, title):
    edition = drafted(cast, category=Category.NEWS, title=title, text=PROSE)
    assert not stopped(edition.draft, "document_class")


@pytest.mark.parametrize("category", [Category.NEWS, Category.INTERPRETATION])
@pytest.mark.parametrize(
    "given", [{"title": "关于印发《澜州市房屋安全管理办法》的通知"}, {"title": "房屋安全管理办法", "doc_no": "澜住建发〔2026〕9号"}]
)
def test_measures_are_not_put_out_as_news_or_explanation_of_themselves(cast, category, given):
    assert "政策文件起草" in stopped(drafted(cast, category=category, text=PROSE, **given).draft, "document_class")[0]


def test_measures_in_articles_are_no_news(cast):
    edition = drafted(cast, category=Category.NEWS, title="澜州市房屋安全管理办法", text=ARTICLES)
    assert "政策文件起草" in stopped(edition.draft, "document_class")[0]


@pytest.mark.parametrize(
    "given",
    [{"title": MEASURES}, {"normative_reg_no": "LZCR-2026-0030001"}, {"doc_no": "澜住建规〔2026〕9号"}, {"expires_on": "2031-05-31"}],
)
def test_a_paper_that_looks_normative_and_is_marked_other_waits_for_somebody_who_did_not_write_it(cast, given):
    edition = drafted(cast, **given)
    with pytest.raises(Refused, match="文件类别却是“其他文件”"):
        drafts.submit(edition.draft, by=cast.li, at=AT)
    interpreting.exempt(edition, ground=Ground.NO_NORM, reason="只管本局内部的事", by=cast.zhou, at=AT)
    drafts.submit(edition.draft, by=cast.li, at=AT)


def test_a_normative_paper_is_not_called_none_by_an_exemption(cast):
    with pytest.raises(Refused, match="由起草人改为"):
        interpreting.exempt(normative(cast), ground=Ground.NO_NORM, reason="只管本局内部的事", by=cast.zhou, at=AT)


def test_an_exemption_does_not_outlive_its_text(cast):
    edition = normative(cast)
    let_off(cast, edition)
    drafts.save_draft(edition.draft, edition.draft.facts, body(WORDS), seen=edition.draft.saves, by=cast.li, at=AT)
    with pytest.raises(Refused, match="没有解读方案"):
        drafts.submit(edition.draft, by=cast.li, at=AT)
    let_off(cast, edition)
    drafts.submit(edition.draft, by=cast.li, at=AT)


def test_an_exemption_by_one_who_then_wrote_a_part_does_not_count(cast):
    Post.objects.create(officer=cast.zhou, organisation=cast.housing, role=Role.EDITOR, since=ON - timedelta(days=9))
    edition = normative(cast)
    let_off(cast, edition)
    drafts.attach(edition, "附件.txt", "附件内容".encode(), by=cast.zhou, at=AT)
    InterpretationExemption.objects.update(digest="")
    assert stopped(edition.draft, "interpretation")


def test_where_it_is_played_is_reviewed_with_its_words(cast):
    edition = normative(cast)
    material = explained(cast, edition)
    submitted(cast, material)
    before = draft_digest(material.draft)
    interpreting.describe(material.draft, VIDEO, by=cast.li, at=AT)
    material.draft.refresh_from_db()
    assert material.draft.submitted_at is None and draft_digest(material.draft) != before
    drafts.submit(material.draft, by=cast.li, at=AT)
    submitted(cast, edition)
    publish(edition, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="还没有对当前文本做保密审查"):
        publish(material, by=cast.wang, at=AT)


def test_how_a_public_explanation_is_told_changes_only_with_its_correction(cast):
    paper = published(cast, title="解读", category=Category.INTERPRETATION, relations=related(published(cast).policy), telling=VIDEO)
    draft = drafts.start_correction(paper, reason="播放地址变了", by=cast.li, at=AT)
    moved = Telling(Form.VIDEO, Perspective.PRESS, "", "https://v.example.gov.cn/2")
    interpreting.describe(draft, moved, by=cast.li, at=AT)
    assert Interpretation.objects.get().address == VIDEO.address
    through(cast, draft.edition)
    assert Interpretation.objects.get().address == moved.address


def test_the_writer_waives_nothing_and_a_waiver_of_a_writer_does_not_count(cast):
    material = explained(cast, normative(cast), words=WORDS.replace("0999-5550121", "电话"))
    one = Interpretation.objects.get(paper=material.policy)
    with pytest.raises(Refused, match="权限"):
        interpreting.waive(one, point="names", reason="写在图里了", by=cast.li, at=AT)
    interpreting.waive(one, point="names", reason="写在图里了", by=cast.zhou, at=AT)
    one.refresh_from_db()
    assert one.waived == {"names": {"why": "写在图里了", "by": cast.zhou.pk}}


def test_an_explanation_its_paper_went_out_with_is_not_abandoned(cast):
    edition = normative(cast)
    material = explained(cast, edition)
    drafts.submit(material.draft, by=cast.li, at=AT)
    submitted(cast, edition)
    publish(edition, by=cast.wang, at=AT)
    with pytest.raises(Refused, match="不能放弃"):
        abandon.abandon(material.draft, by=cast.li, at=AT)
    other = explained(cast, edition, plan=edition.plans.get())
    drafts.submit(other.draft, by=cast.li, at=AT)
    abandon.abandon(material.draft, by=cast.li, at=AT)


def test_an_explanation_of_nothing_is_stopped_and_one_begun_by_hand_passes_the_checklist(cast):
    alone = drafted(cast, title="解读", category=Category.INTERPRETATION, text=WORDS)
    assert "没有连到它解读的政策文件" in stopped(alone.draft, "interpretation")[0]
    policy = published(cast).policy
    short = drafted(cast, title="解读", category=Category.INTERPRETATION, text="很短。", relations=related(policy))
    assert any("说清主要内容" in one for one in stopped(short.draft, "interpretation"))
    good = drafted(cast, title="解读", category=Category.INTERPRETATION, text=WORDS, relations=related(policy))
    assert not stopped(good.draft, "interpretation")


def test_a_relation_made_by_hand_does_not_bring_an_explanation_out_before_its_paper(cast):
    early = drafted(cast, title="解读", category=Category.INTERPRETATION, text=WORDS, relations=related(drafted(cast).policy))
    drafts.submit(early.draft, by=cast.li, at=AT)
    review.review_secrecy(early.draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=AT)
    with pytest.raises(Refused, match="请先签发文件"):
        publish(early, by=cast.wang, at=AT)


@pytest.fixture
def repeated(cast):
    """A public paper, the system's picture of it, a list of its month and what a person wrote."""
    edition = drafted(cast, text=RULES, title=MEASURES, document_class="normative", published_on="2026-05-21")
    made = kit.draft(planned(cast, edition), Form.PICTURE, by=cast.li, at=AT)
    interpreting.approve(Interpretation.objects.get(paper=made.policy), by=cast.li, at=AT)
    drafts.submit(made.draft, by=cast.li, at=AT)
    through(cast, edition)
    through(cast, made)
    digest = kit.monthly_digest(2026, 5, office=cast.housing, by=cast.li, at=AT)
    interpreting.approve(Interpretation.objects.get(paper=digest.policy), by=cast.li, at=AT)
    through(cast, digest)
    wrote = published(cast, title="局长讲办法", category=Category.INTERPRETATION, relations=related(edition.policy))
    return edition.policy, made.policy, digest.policy, wrote.policy


def test_what_the_system_made_of_a_withdrawn_paper_goes_down_with_it(cast, repeated):
    policy, made, digest, wrote = repeated
    policy.refresh_from_db()
    withdraw(policy, reason="条款有误需要重新制定", by=cast.wang, at=AT)
    for paper in (made, digest):
        paper.refresh_from_db()
        assert paper.visibility == Visibility.WITHDRAWN
        assert policy.code in paper.withdrawals.get().reason
    wrote.refresh_from_db()
    assert wrote.visibility == Visibility.PUBLIC


def test_nothing_more_is_published_about_a_withdrawn_paper(cast, repeated):
    policy, _, digest, wrote = repeated
    withdraw(policy, reason="条款有误需要重新制定", by=cast.wang, at=AT)
    for paper, said in ((wrote, "已经撤回，不能再公开"), (digest, "已经撤回。请删去")):
        edition = paper.editions.get()
        draft = drafts.start_correction(edition, reason="改一个错字", by=cast.li, at=AT)
        drafts.submit(draft, by=cast.li, at=AT)
        with pytest.raises(Refused, match=said):
            publish(edition, by=cast.wang, at=AT)
