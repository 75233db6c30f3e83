"""The pages of a draft and of a policy: conflicts, returns, relations, files, corrections, withdrawal."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import AT, body, drafted, published

from gongkai.desk.tests.test_from_file_to_publication import sent
from gongkai.desk.writing import as_blocks, as_text
from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import drafts, review
from gongkai.policies.models import Draft, Edition, ImportBatch, ImportItem, Policy, Text
from gongkai.policies.rules.kinds import ItemState
from gongkai.publishing.models import Override, WhitelistEntry
from gongkai.shared.clock import now, today

LIST = "第一条 联系人王某某，身份证号110101199003078515。"


def address(name: str, edition: Edition, *more: int) -> str:
    return reverse(f"desk:{name}", args=[edition.pk, *more])


@pytest.fixture
def edition(cast) -> Edition:
    return drafted(cast)


def test_a_draft_is_begun_without_a_file(desk, cast):
    answer = desk("li").post(reverse("desk:draft-new"), {"office": cast.housing.pk, "category": "news", "title": "新建保障房交付"})
    draft = Draft.objects.get()
    assert answer.url == address("draft-edit", draft.edition) and draft.edition.policy.category == "news"


def test_facts_and_text_are_saved_and_taken_apart_anew(desk, edition):
    form = desk("li").get(address("draft-edit", edition)).context["form"]
    text = form.initial["text"] + "\n第三条 本通知自印发之日起施行。"
    answer = desk("li").post(address("draft-edit", edition), sent(form) | {"text": text, "issuers": "甲局、乙局"})
    assert answer.url == address("draft", edition)
    draft = Draft.objects.get()
    assert draft.facts["issuers"] == ["甲局", "乙局"] and draft.saves == 2
    assert [block.number for block in draft.body() if block.kind is BlockKind.ARTICLE] == ["第一条", "第二条", "第三条"]


def test_a_save_over_someone_elses_is_refused_and_nothing_typed_is_lost(desk, cast, edition):
    form = desk("li").get(address("draft-edit", edition)).context["form"]
    drafts.save_draft(edition.draft, edition.draft.facts, None, seen=1, by=cast.li, at=now())
    answer = desk("li").post(address("draft-edit", edition), sent(form) | {"source": "我填的来源"})
    page = answer.content.decode()
    assert answer.status_code == 200 and "别人已保存过这份草稿" in page and 'value="我填的来源"' in page
    assert "在新窗口打开现在的稿件" in page
    assert Draft.objects.get().facts["source"] == ""


def test_what_is_typed_is_shown_taken_apart_beside_it_and_not_kept(desk, edition):
    answer = desk("li").post(address("draft-preview", edition), {"title": "题目", "text": "第一条 预览的一条。"})
    assert 'class="article"' in answer.content.decode() and "<html" not in answer.content.decode()
    assert "预览的一条" not in str(Draft.objects.get().blocks)


def test_an_incomplete_draft_says_what_is_missing_and_offers_no_submission(desk, cast):
    edition = drafted(cast, topic_l1="")
    page = desk("li").get(address("draft", edition)).content.decode()
    assert "还不能送审" in page and "请填写主题分类" in page and address("draft-submit", edition) not in page
    refused = desk("li").post(address("draft-submit", edition)).content.decode()
    assert "请填写主题分类" in refused


def test_a_returned_draft_waits_on_the_writers_desk_with_the_reason(desk, edition):
    desk("li").post(address("draft-submit", edition))
    short = desk("wang").post(address("draft-return", edition), {"reason": "改"})
    assert "至少四个字" in short.content.decode()
    desk("wang").post(address("draft-return", edition), {"reason": "主送机关要写全"})
    home = desk("li").get(reverse("desk:home")).content.decode()
    assert "已退回" in home and "主送机关要写全" in home
    assert "退回意见" in desk("li").get(address("draft", edition)).content.decode()


def test_a_finding_shows_masked_where_it_stands_and_passes_only_with_a_reason(desk, cast):
    edition = drafted(cast, text=LIST)
    desk("li").post(address("draft-submit", edition))
    page = desk("wang").get(address("draft", edition))
    assert "110101199003078515" not in page.content.decode().split('id="inspection"')[1].split("<h2>要素")[0]
    finding = page.context["state"].standing[0]
    assert f'href="#{finding.block}"' in page.content.decode()
    here = address("draft-override", edition, finding.pk)
    assert "至少10个字" in desk("wang").post(here, {"reason": "可以"}).content.decode()
    assert not Override.objects.exists()
    desk("wang").post(here, {"reason": "此人为公开公示对象，已征得同意"})
    page = desk("wang").get(address("draft", edition)).content.decode()
    assert "已由王芳放行：此人为公开公示对象" in page


def test_a_finding_of_an_earlier_text_cannot_be_let_pass(desk, cast):
    edition = drafted(cast, text=LIST)
    draft = edition.draft
    drafts.submit(draft, by=cast.li, at=AT)
    finding = review.inspect(draft, by=cast.li, at=AT).findings.first()
    drafts.save_draft(draft, draft.facts, body("第一条 改过了。"), seen=1, by=cast.li, at=AT)
    answer = desk("wang").get(address("draft-override", edition, finding.pk))
    assert answer.status_code == 400 and "重新检查" in answer.content.decode()


def test_a_false_alarm_goes_on_the_whitelist_until_a_day(desk, cast):
    Post.objects.create(officer=cast.sun, organisation=cast.housing, role=Role.SUPERVISOR, since=date(2020, 1, 1))
    edition = drafted(cast, text=LIST)
    drafts.submit(edition.draft, by=cast.li, at=now())
    finding = review.inspect(edition.draft, by=cast.li, at=now()).findings.first()
    here = address("draft-allow", edition, finding.pk)
    assert (
        "最长一年"
        in desk("sun").post(here, {"everywhere": "here", "until": "2099-01-01", "reason": "测试数据，不是真实的身份证号"}).content.decode()
    )
    answer = desk("sun").post(here, {"everywhere": "here", "until": str(today()), "reason": "测试数据，不是真实的身份证号"})
    assert answer.status_code == 302 and WhitelistEntry.objects.get().about == f"policies.edition:{edition.pk}"
    page = desk("sun").get(reverse("desk:allowances")).content.decode()
    assert "提前结束" in page and edition.title in page and "policies.edition" not in page
    desk("sun").post(reverse("desk:allowance-end", args=[WhitelistEntry.objects.get().pk]))
    assert "已提前结束" in desk("sun").get(reverse("desk:allowances")).content.decode()


def test_withholding_needs_its_basis(desk, edition):
    desk("li").post(address("draft-submit", edition))
    answer = desk("wang").post(address("draft-secrecy", edition), {"conclusion": "不予公开", "basis": ""})
    assert "依据：" in answer.content.decode() and "请写明依据" in answer.content.decode()
    assert "请选择审查结论" in desk("wang").post(address("draft-secrecy", edition), {"note": ""}).content.decode()
    desk("wang").post(address("draft-secrecy", edition), {"conclusion": "不予公开", "basis": "第十六条，内部管理信息"})
    page = desk("wang").get(address("draft", edition))
    assert any("不予公开" in one for one in page.context["state"].missing)
    assert address("draft-publish", edition) not in page.content.decode()


def test_signing_too_early_is_refused_with_everything_that_is_missing(desk, edition):
    desk("li").post(address("draft-submit", edition))
    page = desk("wang").get(address("draft-publish", edition)).content.decode()
    assert "还差 1 项" in page and ">签发公开</button>" not in page
    refused = desk("wang").post(address("draft-publish", edition)).content.decode()
    assert "还没有对当前文本做保密审查" in refused and not Text.objects.exists()


def test_a_relation_is_declared_by_number_by_title_and_taken_back(desk, cast, edition):
    old = published(cast, title="澜州市房屋租赁管理办法", doc_no="澜政发〔2020〕3号")
    published(cast, title="澜州市房屋租赁管理办法实施细则", doc_no="澜政发〔2020〕4号")
    li, here = desk("li"), address("draft-relations", edition)
    several = li.post(here, {"kind": "repeals", "target": "租赁管理"})
    assert "有 2 份文件符合" in several.content.decode() and old.policy.code in several.content.decode()
    li.post(here, {"kind": "repeals", "target": "澜政发〔2020〕3号", "on": "2026-07-01", "articles": "第三条"})
    assert Draft.objects.get().relations == [
        {"kind": "repeals", "target": old.policy.code, "on": "2026-07-01", "until": None, "articles": "第三条"}
    ]
    assert "库里没有找到" in li.post(here, {"kind": "repeals", "target": "查无此文"}).content.decode()
    assert "2026-13-01" in li.post(here, {"kind": "repeals", "target": "澜政发〔2020〕3号", "on": "2026-13-01"}).content.decode()
    li.post(here, {"remove": "0"})
    assert Draft.objects.get().relations == []


def test_a_file_is_attached_cleaned_told_and_taken_off(desk, edition):
    li, here = desk("li"), address("draft-files", edition)
    li.post(here, {"files": [SimpleUploadedFile("附件1.html", "<p>正文</p><!-- 内部批注：张某 --><script>x()</script>".encode())]})
    file = edition.attachments.get()
    page = li.get(here).content.decode()
    assert "附件1.html" in page and file.removed and file.removed[0] in page
    cleaned = li.get(address("draft-file", edition, file.pk)).content.decode()
    assert "张某" not in cleaned and "<script>" not in cleaned
    assert "张某" in li.get(address("draft-file-original", edition, file.pk)).content.decode()
    li.post(address("draft-detach", edition, file.pk))
    assert not edition.attachments.exists()


def test_a_renamed_program_is_refused_with_the_reason(desk, edition):
    answer = desk("li").post(address("draft-files", edition), {"files": [SimpleUploadedFile("附件.pdf", b"MZ\x90\x00" + b"\0" * 200)]})
    assert answer.status_code == 200 and "没有上传" in answer.content.decode() and not edition.attachments.exists()


def test_an_abandoned_draft_leaves_nothing_and_its_file_may_come_again(desk, cast, edition):
    item = ImportItem.objects.create(batch_id=_batch(cast), position=1, name="a.txt", state=ItemState.CONFIRMED, edition=edition)
    assert "不能恢复" in desk("li").get(address("draft-abandon", edition)).content.decode()
    assert desk("li").post(address("draft-abandon", edition)).url == reverse("desk:drafts")
    item.refresh_from_db()
    assert not Policy.objects.exists() and item.state == ItemState.DISCARDED
    assert desk("li").get(address("draft", edition)).status_code == 404


def _batch(cast) -> int:
    return ImportBatch.objects.create(name="批", office=cast.housing, by=cast.li, at=AT).pk


def test_a_correction_starts_from_the_published_text_and_giving_it_up_leaves_that_alone(desk, cast):
    edition = published(cast)
    page = desk("li").get(reverse("desk:policy", args=[edition.policy.code])).content.decode()
    here = reverse("desk:policy-correction", args=[edition.policy.code, 1])
    assert here in page
    answer = desk("li").post(here, {"reason": "原文漏字"})
    assert answer.url == address("draft-edit", edition)
    assert "已有一份更正草稿" in desk("li").post(here, {"reason": "原文漏字"}).content.decode()
    desk("li").post(address("draft-abandon", edition))
    assert Text.objects.count() == 1 and Policy.objects.count() == 1


def test_the_next_edition_starts_from_the_text_in_force(desk, cast):
    edition = published(cast)
    answer = desk("li").post(reverse("desk:policy-edition", args=[edition.policy.code]), {"change_note": "扩大范围"})
    fresh = Edition.objects.get(number=2)
    assert answer.url == address("draft-edit", fresh)
    assert fresh.draft.blocks == edition.texts.get().blocks and fresh.draft.facts["change_note"] == "扩大范围"
    page = desk("li").get(reverse("desk:policy", args=[edition.policy.code])).content.decode()
    assert "打开在办稿件" in page and reverse("desk:policy-edition", args=[edition.policy.code]) not in page


def test_withdrawal_says_what_follows_and_shows_its_reason_afterwards(desk, cast):
    policy = published(cast).policy
    here = reverse("desk:policy-withdrawal", args=[policy.code])
    assert "原网址只显示撤回说明" in desk("wang").get(here).content.decode()
    assert "至少四个字" in desk("wang").post(here, {"reason": "误"}).content.decode()
    desk("wang").post(here, {"reason": "内容有误，修改后重新发布"})
    page = desk("wang").get(reverse("desk:policy", args=[policy.code])).content.decode()
    assert "已撤回" in page and "内容有误，修改后重新发布" in page


def test_a_policy_page_opens_before_anything_is_published(desk, edition):
    page = desk("li").get(reverse("desk:policy", args=[edition.policy.code])).content.decode()
    assert "草稿" in page and "未发布" in page


def test_a_text_of_the_future_can_be_looked_at(desk, cast):
    later = f"{today().year + 1}-01-01"
    policy = published(cast, published_on=later).policy
    page = desk("li").get(reverse("desk:policy", args=[policy.code])).content.decode()
    there = reverse("desk:policy-text", args=[policy.code, 1, 1])
    assert "才公开" in page and there in page
    assert "现在尚未公开" in desk("li").get(there).content.decode()
    assert desk("li").get(reverse("desk:policy-text", args=[policy.code, 1, 9])).status_code == 404


def test_a_found_citation_that_would_repeal_waits_for_a_word(desk, cast):
    old = published(cast, title="澜州市房屋租赁管理办法", doc_no="澜政发〔2020〕3号")
    new = published(
        cast, title="新的通知", doc_no="澜政发〔2026〕9号", text="第一条 《澜州市房屋租赁管理办法》（澜政发〔2020〕3号）同时废止。"
    )
    citation = new.citations.get()
    assert citation.kind in {"repeals", "replaces"}
    li, wang = desk("li"), desk("wang")
    assert "待确认" in li.get(reverse("desk:citations")).content.decode()
    here = reverse("desk:citation-confirm", args=[citation.pk])
    form = sent(li.get(here).context["form"]) | {"on": "2026-06-01"}
    li.post(here, form)
    old.policy.refresh_from_db()
    assert old.policy.standing == "valid"  # whoever wrote the paper does not decide what it does to another
    wang.post(here, form)
    old.policy.refresh_from_db()
    assert old.policy.standing == "repealed"
    assert not wang.get(reverse("desk:citations")).context["page"].paginator.count


def test_citations_are_dismissed_one_by_one_and_many_at_once(desk, cast):
    new = published(cast, text="第一条 根据《甲法》《乙法》《丙法》制定。")
    first, *rest = new.citations.order_by("pk")
    li = desk("li")
    li.post(reverse("desk:citation-dismiss", args=[first.pk]))
    chosen = {"citation": [one.pk for one in rest] + ["x"]}
    asked = li.post(reverse("desk:citations-dismiss"), chosen).content.decode()
    assert f"不再查找这 {len(rest)} 条" in asked
    li.post(reverse("desk:citations-dismiss"), chosen | {"sure": "1"})
    assert not new.citations.filter(dismissed_at=None).exists()


@pytest.mark.parametrize(
    "rows",
    [(("序号", "单位"), ("1", "市住建局")), (("甲", "乙", "丙"), ("1", "", "3"), ("2", "b", ""))],
)
def test_a_table_survives_the_text_box(rows):
    before = (
        Block(BlockKind.PARAGRAPH, "前面一段。", anchor="p1"),
        Block(BlockKind.TABLE, "", anchor="tb1", rows=rows),
        Block(BlockKind.PARAGRAPH, "后面一段。", anchor="p2"),
    )
    after = as_blocks(as_text(before) + "\n再加一段。", "")
    assert [block.rows for block in after if block.kind is BlockKind.TABLE] == [rows]


def test_a_text_that_was_not_touched_keeps_its_blocks(desk, edition):
    blocks = edition.draft.body()
    assert as_blocks(as_text(blocks).replace("\n", "\r\n"), "", blocks) == blocks
