"""安全巡查 looks where a reader can look: pictures inside attachments, former texts, the words of 专题."""

import io
from datetime import timedelta

import pytest
from docx import Document
from PIL import Image
from tests.cast import AT, LET_PASS, body, drafted, let_off, published

from gongkai.documents.readers import ocr
from gongkai.policies.actions import bulk, drafts, review, topics
from gongkai.policies.models import Draft, Policy, Topic
from gongkai.policies.rules.kinds import Visibility
from gongkai.publishing.actions import patrol
from gongkai.publishing.models import Override, PatrolBatch, PatrolFinding, Word
from gongkai.publishing.rules.patrol import FORMER, Choice
from gongkai.shared import clock
from gongkai.shared.refusal import Refused

ID = "110101199003078515"
REASON = "经核实为依法应当公开的惩戒信息"


@pytest.fixture(autouse=True)
def _the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)


def walked(at=AT):
    """A full patrol, to its end."""
    batch = PatrolBatch.objects.create(slot=f"full:{at}", scope="full", began_at=at)
    while patrol.go_on(at):
        continue
    batch.refresh_from_db()
    assert batch.ended_at
    return batch


# —— pictures inside attachments ——


def picture(shade: int = 255) -> bytes:
    """Another shade is another picture: one content is stored once in a document."""
    held = io.BytesIO()
    Image.new("RGB", (300, 120), (shade, shade, shade)).save(held, "PNG")
    return held.getvalue()


def document(*pictures: bytes) -> bytes:
    """A DOCX with a sentence and these pictures."""
    made, held = Document(), io.BytesIO()
    made.add_paragraph("名单见图。")
    for one in pictures:
        made.add_picture(io.BytesIO(one))
    made.save(held)
    return held.getvalue()


@pytest.fixture
def reads(monkeypatch):
    """The component as if it were installed; what it recognises in any picture is put in the list."""
    words: list[str] = []
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "lines", lambda image: list(words))
    return words


def with_file(cast, data, name="名单.docx"):
    edition = drafted(cast)
    drafts.attach(edition, name, data, by=cast.li, at=AT)
    let_off(cast, edition)
    draft = Draft.objects.get(edition=edition)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    return edition


def grave():
    return PatrolFinding.objects.filter(level="高", gone_at=None)


def test_the_words_of_a_picture_inside_a_document_are_looked_at(cast, reads):
    edition = with_file(cast, document(picture()))
    reads.append(f"张某某 身份证号{ID}")
    batch = walked()
    (found,) = grave()
    assert (found.about, found.file, found.code) == (f"policies.edition:{edition.pk}", "名单.docx", "PII_ID")
    assert ID not in found.sample + found.message and (batch.pictures, batch.pictures_unread) == (1, 0)


def test_without_the_component_the_pictures_are_counted_as_not_looked_at(cast, monkeypatch):
    monkeypatch.setattr(ocr, "available", lambda: False)
    monkeypatch.setattr(ocr, "lines", lambda image: pytest.fail("there is nobody to read"))
    with_file(cast, document(picture(), picture(90)))
    batch = walked()
    assert (batch.pictures, batch.pictures_unread) == (2, 2) and not grave().exists()


def test_a_picture_that_cannot_be_opened_stops_nothing(cast, reads, monkeypatch):
    with_file(cast, document(picture(), picture(90)))
    seen = []

    def lines(image):
        seen.append(image)
        if len(seen) == 1:
            raise SyntaxError("broken PNG")
        return [f"身份证号{ID}"]

    monkeypatch.setattr(ocr, "lines", lines)
    batch = walked()
    assert (batch.pictures, batch.pictures_unread) == (2, 1) and grave().count() == 1


def test_no_more_than_so_many_pictures_of_one_document_are_read(cast, reads, monkeypatch):
    monkeypatch.setattr("gongkai.publishing.actions.files.MOST_INSIDE", 2)
    with_file(cast, document(*(picture(shade) for shade in (10, 20, 30, 40))))
    assert (batch := walked()).pictures == 4 and batch.pictures_unread == 2


def test_before_publication_the_reviewer_is_told_what_nobody_looked_through(cast):
    edition = drafted(cast)
    drafts.attach(edition, "名单.docx", document(picture()), by=cast.li, at=AT)
    draft = Draft.objects.get(edition=edition)
    drafts.submit(draft, by=cast.li, at=AT)
    found = review.inspect(draft, by=cast.li, at=AT).findings.get(code="UNREAD")
    assert (found.level, found.file) == ("低", "名单.docx") and "1 处图片" in found.message and not found.blocks
    with_file(cast, document(picture()))
    walked()
    assert not PatrolFinding.objects.filter(code="UNREAD").exists()


# —— what stands beside the text ——


@pytest.mark.parametrize(
    "facts", [{"title": f"关于张某某（{ID}）有关事项的通知"}, {"audience": [f"张某某{ID}"]}, {"source": f"张某某{ID}"}]
)
def test_a_title_or_other_facts_with_personal_values_do_not_go_out_unseen(cast, facts):
    edition = drafted(cast, **facts)
    let_off(cast, edition)
    drafts.submit(Draft.objects.get(edition=edition), by=cast.li, at=AT)
    found = review.inspect(Draft.objects.get(edition=edition), by=cast.li, at=AT).findings.get(code="PII_ID")
    assert found.blocks and found.where in ("标题", "面向对象", "来源") and ID not in found.sample


def test_the_name_of_an_attachment_is_looked_at_before_and_after(cast):
    edition = drafted(cast)
    drafts.attach(edition, f"张某某_{ID}.txt", "正文".encode(), by=cast.li, at=AT)
    drafts.submit(Draft.objects.get(edition=edition), by=cast.li, at=AT)
    assert review.inspect(Draft.objects.get(edition=edition), by=cast.li, at=AT).findings.get(code="PII_ID").blocks
    other = with_file(cast, "正文".encode(), f"李某某_{ID}.txt")
    Override.objects.all().delete()
    walked()
    assert grave().filter(about=f"policies.edition:{other.pk}").exists()


def test_masking_masks_the_title_and_leaves_the_telephone_of_the_office(cast):
    edition = published(cast, title=f"关于张某某（{ID}）有关事项的通知", at=AT - timedelta(hours=1))
    Override.objects.all().delete()
    walked()
    patrol.decide(grave().get(), choice="mask", reason="脱敏后重新公开", by=cast.zhou, at=AT)
    facts = Draft.objects.get(edition=edition).facts
    assert facts["title"] == "关于张某某（110101********8515）有关事项的通知" and facts["consult_phone"] == "0999-5550121"


# —— former texts ——


def test_what_a_correction_took_out_of_the_title_is_found_in_the_former_text(cast):
    edition = published(cast, title=f"关于张某某（{ID}）有关事项的通知", at=AT - timedelta(hours=2))
    draft = drafts.start_correction(edition, reason="误写了个人信息", by=cast.li, at=AT)
    drafts.save_draft(draft, draft.facts | {"title": "关于有关事项的通知"}, None, seen=draft.saves, by=cast.li, at=AT)
    bulk.carry_through(Draft.objects.get(edition=edition), writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    Override.objects.all().delete()
    walked()
    assert {one.file for one in grave()} == {f"{FORMER}第 1 版第 1 次公布"}


def corrected(cast, text="第一条 改造范围为全部小区。\n第二条 其他事项。"):
    """Published with an identity number, put right the next hour: the former text can still be read and compared."""
    edition = published(cast, text=f"第一条 王某某，身份证号{ID}。\n第二条 其他事项。", at=AT - timedelta(hours=2))
    draft = drafts.start_correction(edition, reason="误写了个人信息", by=cast.li, at=AT - timedelta(hours=1))
    drafts.save_draft(draft, draft.facts, body(text), seen=draft.saves, by=cast.li, at=AT - timedelta(hours=1))
    let_pass = {"writer": cast.li, "reviewer": cast.zhou, "signer": cast.wang, "let_pass": LET_PASS}
    bulk.carry_through(Draft.objects.get(edition=edition), at=AT - timedelta(hours=1), **let_pass)
    Override.objects.all().delete()  # as if nobody had let it pass
    return edition


def test_what_a_correction_left_behind_is_found_in_the_former_text(cast):
    edition = corrected(cast)
    walked()
    (found,) = grave()
    assert found.about == f"policies.edition:{edition.pk}" and found.file == f"{FORMER}第 1 版第 1 次公布"
    assert Choice.MASK not in patrol.choices_for(found)  # what was published is not rewritten
    patrol.decide(found, choice="withdraw", reason="历次文本里有个人信息", by=cast.zhou, at=AT)
    assert Policy.objects.get(pk=edition.policy_id).visibility == Visibility.WITHDRAWN


def test_a_former_edition_is_looked_at_like_a_former_text(cast):
    first = published(cast, text=f"第一条 王某某，身份证号{ID}。\n第二条 其他事项。", at=AT - timedelta(hours=2))
    second = drafts.start_edition(
        first.policy,
        first.texts.get().facts | {"doc_no": ""},
        body("第一条 全部小区。\n第二条 其他。"),
        by=cast.li,
        at=AT - timedelta(hours=1),
    )
    let_off(cast, second)
    bulk.carry_through(
        Draft.objects.get(edition=second),
        writer=cast.li,
        reviewer=cast.zhou,
        signer=cast.wang,
        at=AT - timedelta(hours=1),
        let_pass=LET_PASS,
    )
    Override.objects.all().delete()
    walked()
    assert {(one.about, one.file) for one in grave()} == {(f"policies.edition:{second.pk}", f"{FORMER}第 1 版第 1 次公布")}


def test_that_a_former_text_is_out_of_date_is_in_its_nature(cast):
    corrected(cast, text="第一条 报名时间：2026年3月1日至2026年3月31日。\n第二条 其他事项。")
    walked()
    assert {one.file for one in PatrolFinding.objects.filter(code="EXPIRED")} <= {""}


# —— 专题 ——


@pytest.fixture
def topic(cast):
    """Public, with words that were let through before anybody forbade them."""
    made = topics.create(slug="jiu-gai", name="老旧小区改造", intro="哪些小区能改，看这里的灰房子清单。", by=cast.li, at=AT)
    topics.approve(made, by=cast.wang, at=AT)
    forbidden = {"wrong": "灰房子", "right": "老旧小区", "kind": "不规范用语", "level": "中", "reason": "不规范"}
    Word.objects.create(**forbidden, by=cast.sun, since=AT - timedelta(days=1))
    return made


def of_topic(topic):
    return PatrolFinding.objects.filter(about=f"policies.topic:{topic.pk}", gone_at=None)


def test_the_words_of_a_topic_are_looked_at_every_night_and_taken_down_with_a_reason(cast, topic):
    patrol.begin_nightly(AT - timedelta(days=1))
    patrol.go_on(AT)
    patrol.begin_nightly(AT)
    patrol.go_on(AT)
    (found,) = of_topic(topic)
    assert (found.office, found.block, found.address) == (cast.housing, "intro", f"/topics/{topic.slug}/")
    patrol.decide(found, choice="withdraw", reason="用语不规范，改好再公开", by=cast.wang, at=AT)
    assert not Topic.objects.filter(pk=topic.pk, approved_at__isnull=False).exists() and not of_topic(topic).exists()


def test_a_topic_put_right_is_over_with_the_next_walk(cast, topic):
    walked()
    assert of_topic(topic).count() == 1
    topics.edit(topic, slug="jiu-gai", name="老旧小区改造", intro="哪些小区能改，看这里。", by=cast.zhao, at=AT)
    topics.approve(Topic.objects.get(pk=topic.pk), by=cast.wang, at=AT)
    walked(AT + timedelta(hours=1))
    assert not of_topic(topic).exists()


def test_whoever_wrote_a_topic_does_not_decide_that_its_words_stay(cast, topic):
    Topic.objects.filter(pk=topic.pk).update(proposed_by=cast.zhou)
    walked()
    with pytest.raises(Refused):
        patrol.decide(of_topic(topic).get(), choice="keep", reason=REASON, by=cast.zhou, at=AT)


def test_a_topic_nobody_approved_is_not_walked(cast):
    topics.create(slug="cao", name="草稿专题", intro="简介", by=cast.li, at=AT)
    assert walked().looked_at == 0
