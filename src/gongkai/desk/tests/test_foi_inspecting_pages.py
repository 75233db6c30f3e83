"""What was found in a reply stands before its drafter and its reviewers; letting it pass is a page of its own."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from tests.cast import AT

from gongkai.documents.rules.paper import Paper
from gongkai.documents.writers import docx
from gongkai.foi.actions import replies
from gongkai.foi.models import Case
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import drafted, ready
from gongkai.publishing.models import Finding

PHONE = "13812345678"


@pytest.fixture
def case(cast) -> Case:
    return drafted(cast, examined(ready(cast)), Outcome.C5_INTERNAL, grounds=f"联系人手机{PHONE}，属于内部工作流程")


def page(browser, name: str, *args) -> str:
    return browser.get(reverse(f"desk:{name}", args=args)).content.decode()


def test_the_drafter_sees_what_was_found_before_it_is_submitted(desk, case):
    text = page(desk("li"), "foi-draft", case.pk)
    assert "内容检查" in text and "138" in text and "没有起草的人写明理由" in text


def test_the_reviewer_sees_it_cannot_pass_it_and_lets_it_pass_in_writing(desk, case, cast):
    replies.submit(case, by=cast.li, at=AT)
    zhou = desk("zhou")
    passing = reverse("desk:foi-act", args=[case.pk, "pass_secrecy"])
    assert "检查发现的 1 处问题还没有处理" in page(zhou, "foi-case", case.pk)
    assert "检查发现的 1 处问题" in zhou.post(passing, {"opinion": "同意", "seen": case.version + 1}).content.decode()
    there = reverse("desk:foi-let-pass", args=[case.pk, Finding.objects.get().pk])
    assert there in page(zhou, "foi-preview", case.pk) and there not in page(desk("li"), "foi-preview", case.pk)
    assert desk("li").post(there, {"reason": "这是机关公开的办公信息，可以公开"}).status_code == 403
    assert desk("zhao").get(there).status_code in (403, 404)
    assert zhou.post(there, {"reason": "这是机关公开的办公信息，可以公开"}).status_code == 302
    assert "已由周静放行：这是机关公开的办公信息" in page(zhou, "foi-preview", case.pk)
    assert "还没有处理" not in page(zhou, "foi-case", case.pk)
    assert zhou.get(there.replace(f"/{Finding.objects.get().pk}/", "/99999/")).status_code == 404


def test_a_draft_goes_out_as_a_document_and_comes_back(desk, case):
    li = desk("li")
    out = li.get(reverse("desk:foi-draft-docx", args=[case.pk]))
    document = Document(io.BytesIO(out.content))
    one = next(each for each in document.paragraphs if PHONE in each.text)
    one.text = one.text.replace(f"联系人手机{PHONE}，", "")
    saved = io.BytesIO()
    document.save(saved)
    there = reverse("desk:foi-draft-edited", args=[case.pk])
    page_after = li.post(there, {"file": SimpleUploadedFile("改好.docx", saved.getvalue())}, follow=True).content.decode()
    assert "正文已换成您改好的文稿" in page_after and "内容检查" not in page_after
    refused = li.post(there, {"file": SimpleUploadedFile("别的.docx", docx.write(Paper("别的", ())))}, follow=True).content.decode()
    assert "不是从本页下载的编辑稿" in refused
    assert "已恢复" in li.post(there, {"drop": "1"}, follow=True).content.decode()
    assert desk("zhou").get(reverse("desk:foi-draft-docx", args=[case.pk])).status_code == 403
    assert desk("zhao").get(reverse("desk:foi-draft-docx", args=[case.pk])).status_code == 404
