"""改稿: a draft goes out as DOCX and comes back as its text; it is reviewed and signed as it came back."""

import io
from datetime import date

import pytest
from docx import Document
from tests.cast import AT

from gongkai.documents.rules.paper import plain_text
from gongkai.foi.actions import editing, replies
from gongkai.foi.actions.intake import Handed
from gongkai.foi.letters import paper_of
from gongkai.foi.models import Case, Reply
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import drafted, ready, signed
from gongkai.journal.models import Entry
from gongkai.people.models import Post
from gongkai.people.rules.permits import Role
from gongkai.shared.refusal import Refused

GROUNDS = "属于内部工作流程"


@pytest.fixture
def office(cast):
    return ready(cast)


@pytest.fixture
def case(office) -> Case:
    return drafted(office, examined(office), Outcome.C5_INTERNAL, grounds=GROUNDS)


def changed(case: Case, old: str, new: str) -> Handed:
    """The draft as an officer saves it after replacing some words in a word processor."""
    document = Document(io.BytesIO(editing.to_edit(case, at=AT)))
    paragraph = next(one for one in document.paragraphs if old in one.text)
    paragraph.text = paragraph.text.replace(old, new)
    saved = io.BytesIO()
    document.save(saved)
    return Handed("改好.docx", saved.getvalue())


def test_the_letter_is_signed_as_it_came_back(case, office):
    editing.take_edited(case, changed(case, GROUNDS, "纯属本机关内部的流转记录"), by=office.li, at=AT)
    text = plain_text(paper_of(signed(office, case)).blocks)
    assert "纯属本机关内部的流转记录" in text and GROUNDS not in text and "⟦" not in text
    assert "2026年6月1日" in text and "行政复议" in text and "张三" in text
    assert Entry.objects.filter(kind="foi.reply.edited", about=f"foi.case:{case.pk}").count() == 1


def test_who_edits_it_is_an_author_and_does_not_review_it(case, office):
    Post.objects.create(officer=office.zhou, organisation=office.housing, role=Role.EDITOR, since=date(2020, 1, 2))
    editing.take_edited(case, changed(case, GROUNDS, "纯属内部流转"), by=office.zhou, at=AT)
    assert office.zhou.pk in Reply.objects.get(case=case).authors
    replies.submit(case, by=office.li, at=AT)
    with pytest.raises(Refused):
        replies.pass_secrecy(case, by=office.zhou, at=AT)


def test_what_lies_with_the_reviewers_is_edited_only_after_it_was_sent_back(case, office):
    file = changed(case, GROUNDS, "纯属内部流转")
    replies.submit(case, by=office.li, at=AT)
    with pytest.raises(Refused, match="只有拟稿中"):
        editing.take_edited(case, file, by=office.li, at=AT)
    replies.send_back(case, "请改", by=office.zhou, at=AT)
    editing.take_edited(case, file, by=office.li, at=AT)
    assert "纯属内部流转" in Reply.objects.get(case=case).letter_body


def test_a_document_whose_filled_in_parts_were_changed_is_refused_and_nothing_is_lost(case, office):
    editing.take_edited(case, changed(case, GROUNDS, "第一次改"), by=office.li, at=AT)
    with pytest.raises(Refused, match="“收到日期”由系统填写"):
        editing.take_edited(case, changed(case, "2026年6月1日", "2026年5月1日"), by=office.li, at=AT)
    assert "第一次改" in Reply.objects.get(case=case).letter_body
    with pytest.raises(Refused, match="DOCX"):
        editing.take_edited(case, Handed("改好.txt", b"text"), by=office.li, at=AT)


def test_fields_saved_anew_and_going_back_write_it_by_the_template_again(case, office):
    editing.take_edited(case, changed(case, GROUNDS, "纯属内部流转"), by=office.li, at=AT)
    drafted(office, case, Outcome.C5_INTERNAL, grounds=GROUNDS)
    assert Reply.objects.get(case=case).letter_body  # saved without a change: the edited text stays
    drafted(office, case, Outcome.C5_INTERNAL, grounds="属于另一种流程")
    assert Reply.objects.get(case=case).letter_body == ""
    editing.take_edited(case, changed(case, "属于另一种流程", "纯属内部流转"), by=office.li, at=AT)
    editing.drop_edited(case, by=office.li, at=AT)
    assert "属于另一种流程" in plain_text(replies.preview(case, at=AT).blocks)


def test_an_edited_letter_still_names_the_files_that_go_with_it(office):
    case = drafted(office, examined(office), Outcome.A2_GRANTED, items="配租结果")
    replies.attach(case, Handed("结果.txt", "第一户".encode()), by=office.li, at=AT)
    editing.take_edited(case, changed(case, "结果.txt", "一个附件"), by=office.li, at=AT)
    with pytest.raises(Refused, match="没有写随答复提供的文件"):
        replies.submit(case, by=office.li, at=AT)
