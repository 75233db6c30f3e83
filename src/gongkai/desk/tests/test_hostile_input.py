"""What should never have been sent: script in a paper, oversize, odd encodings, climbing names, forged choices."""

import io
import json
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import drafted

from gongkai.desk.tests.test_from_file_to_publication import PAPER, handed_in, read, sent, upload
from gongkai.policies.models import Draft, ImportBatch, ImportItem, Policy
from gongkai.policies.rules.kinds import ItemState

SCRIPT = "<script>alert(1)</script>"


def send(desk, cast, *files: SimpleUploadedFile, **more: str):
    return desk("li").post(reverse("desk:import-new"), {"office": cast.housing.pk, "files": list(files), "paths": "", "name": "", **more})


def test_script_in_a_paper_is_text_on_every_page(desk, cast):
    item = read(handed_in(desk, cast, upload("恶意.txt", PAPER.replace("现就", f"{SCRIPT}现就").replace("关于加强", f"关于{SCRIPT}加强"))))
    li = desk("li")
    page = li.get(reverse("desk:import-item", args=[item.pk]))
    assert SCRIPT not in page.content.decode() and "&lt;script&gt;" in page.content.decode()
    li.post(reverse("desk:import-item", args=[item.pk]), sent(page.context["form"]) | {"source": f'"><img src=x onerror=alert(1)>{SCRIPT}'})
    draft = Draft.objects.get()
    for name in ("draft", "draft-edit"):
        shown = li.get(reverse(f"desk:{name}", args=[draft.edition_id])).content.decode()
        assert SCRIPT not in shown and "<img src=x" not in shown, name
    assert SCRIPT not in li.get(reverse("desk:drafts")).content.decode()


def test_no_page_has_script_or_style_of_its_own(desk, cast):
    edition = drafted(cast)
    for name, args in (
        ("home", ()),
        ("import-new", ()),
        ("drafts", ()),
        ("draft", (edition.pk,)),
        ("draft-edit", (edition.pk,)),
        ("calendar", ()),
    ):
        page = desk("li").get(reverse(f"desk:{name}", args=args))
        text = page.content.decode()
        assert " style=" not in text and "<style" not in text and " onclick" not in text, name
        assert "<script>" not in text and "unsafe-inline" not in page["Content-Security-Policy"], name


def test_a_file_over_the_limit_is_refused_before_it_is_read(desk, cast, settings):
    settings.MAX_UPLOAD_MB = 1
    answer = send(desk, cast, SimpleUploadedFile("大.txt", b"x" * (2**20 + 1)))
    page = answer.content.decode()
    assert answer.status_code == 200 and "超过单个文件 1 MB 的上限" in page and not ImportBatch.objects.exists()


def test_nothing_chosen_is_told(desk, cast):
    page = desk("li").post(reverse("desk:import-new"), {"office": cast.housing.pk}).content.decode()
    assert 'id="errors"' in page and "文件" in page


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("程序.pdf", b"MZ\x90\x00" + b"\0" * 300, "程序"),
        ("坏.docx", b"not a zip at all", "内容"),
        ("空.txt", b"", "空"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_the_reason(desk, cast, name, data, said):
    answer = send(desk, cast, SimpleUploadedFile(name, data))
    assert answer.status_code == 200 and said in answer.content.decode() and not ImportBatch.objects.exists()


def test_among_good_files_a_bad_one_stands_as_failed(desk, cast):
    answer = send(desk, cast, upload("好.txt"), SimpleUploadedFile("程序.pdf", b"MZ\x90\x00" + b"\0" * 300))
    assert answer.status_code == 302
    bad = ImportItem.objects.get(state=ItemState.FAILED)
    page = desk("li").get(reverse("desk:import-batch", args=[bad.batch_id])).content.decode()
    assert "程序.pdf" in page and bad.message[:10] in page
    assert desk("li").get(reverse("desk:import-item", args=[bad.pk])).status_code == 200
    assert desk("li").get(reverse("desk:import-original", args=[bad.pk])).status_code == 404


def test_a_zip_bomb_is_refused(desk, cast):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("炸弹.txt", b"0" * (300 * 2**20))
    answer = send(desk, cast, SimpleUploadedFile("炸弹.zip", buffer.getvalue()))
    assert answer.status_code == 200 and "炸弹.zip" in answer.content.decode() and not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    "paths", ['["../../etc/通知.txt"]', '["/etc/通知.txt"]', '["C:\\\\x\\\\通知.txt"]', "[1]", "{", '["别的.txt"]', '["a","b"]', "null"]
)
def test_a_forged_folder_is_not_followed(desk, cast, paths):
    assert send(desk, cast, upload("通知.txt"), paths=paths).status_code == 302
    assert ImportItem.objects.get().name == "通知.txt"


def test_folders_told_by_the_browser_put_attachments_to_their_paper(desk, cast):
    files = [upload("通知.txt"), upload("附件1.txt", "附件"), upload("另一份.txt", PAPER.replace("12号", "19号"))]
    send(desk, cast, *files, paths=json.dumps(["甲/通知.txt", "甲/附件1.txt", "乙/另一份.txt"]))
    assert {item.name: [one["name"] for one in item.companions] for item in ImportItem.objects.all()} == {
        "通知.txt": ["附件1.txt"],
        "另一份.txt": [],
    }


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig", "big5"])
def test_odd_encodings_are_read_or_refused_never_garbled(desk, cast, encoding):
    text = PAPER if encoding != "big5" else "臺北市政府關於加強房屋租賃管理的通知\n各區：\n現就有關事項通知如下。\n"
    item = read(handed_in(desk, cast, SimpleUploadedFile("编码.txt", text.encode(encoding))))
    page = desk("li").get(reverse("desk:import-item", args=[item.pk])).content.decode()
    assert item.state == ItemState.FAILED or ("房屋租" in page and "锟斤拷" not in page)


def test_a_title_of_ten_thousand_characters_is_refused_at_its_field(desk, cast):
    item = read(handed_in(desk, cast))
    li, here = desk("li"), reverse("desk:import-item", args=[item.pk])
    page = li.post(here, sent(li.get(here).context["form"]) | {"title": "长" * 10_000}).content.decode()
    assert "标题最多 500 字，现在有 10000 字" in page and not Policy.objects.exists()


@pytest.mark.parametrize("text", ["' OR 1=1 --", "{{ 7*7 }}{% debug %}", "%00", "\x00", "../../etc/passwd", "a" * 5000, "％＿", "\\"])
def test_whatever_is_looked_for_is_only_looked_for(desk, cast, text):
    drafted(cast)
    for who, name in (("li", "drafts"), ("li", "policies"), ("li", "citations"), ("sun", "officers"), ("sun", "words"), ("sun", "numbers")):
        answer = desk(who).get(reverse(f"desk:{name}"), {"q": text})
        assert answer.status_code == 200, name
        if "{{" in text:
            assert 'value="{{ 7*7 }}{% debug %}"' in answer.content.decode(), name


def test_a_choice_that_was_not_offered_is_refused(desk, cast):
    item = read(handed_in(desk, cast))
    foreign = drafted(cast).policy  # not among the similar ones
    li, here = desk("li"), reverse("desk:import-item", args=[item.pk])
    good = sent(li.get(here).context["form"])
    for forged in (
        {"place": foreign.code},
        {"category": "绝密"},
        {"disclosure": "x"},
        {"formed_on": "2026-02-30"},
        {"title": "有\x00的标题"},
    ):
        answer = li.post(here, good | forged)
        assert answer.status_code == 200 and 'id="errors"' in answer.content.decode(), forged
    assert Policy.objects.count() == 1


def test_papers_cannot_be_imported_into_another_office(desk, cast):
    answer = desk("li").post(reverse("desk:import-new"), {"office": cast.transport.pk, "files": [upload()]})
    assert answer.status_code == 200 and not ImportBatch.objects.exists()
    assert desk("li").post(reverse("desk:draft-new"), {"office": cast.transport.pk, "category": "policy", "title": "题"}).status_code == 200
    assert not Policy.objects.exists()


def test_a_paper_of_many_lines_is_cut_on_the_page_and_says_so(desk, cast):
    long = PAPER + "\n".join(f"第{n}段正文内容。" for n in range(4000))
    item = read(handed_in(desk, cast, upload("长.txt", long)))
    page = desk("li").get(reverse("desk:import-item", args=[item.pk])).content.decode()
    assert 'id="L3000"' in page and 'id="L3001"' not in page and "请下载原件查看" in page


def test_the_limits_are_told_beforehand(desk):
    page = desk("li").get(reverse("desk:import-new")).content.decode()
    assert f"不超过 {settings.MAX_UPLOAD_MB} MB" in page
