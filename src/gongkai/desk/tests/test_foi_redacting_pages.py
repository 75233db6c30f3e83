"""区分处理 at the desk: boxes and words are taken out of the file the applicant gets; nobody else's file is there; nothing hostile breaks it."""

import pytest
from django.db import connection
from django.urls import reverse
from tests.cast import AT

from gongkai.documents import redaction
from gongkai.documents.readers import read
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import pdf
from gongkai.foi.actions import replies
from gongkai.foi.actions.intake import Handed
from gongkai.foi.models import ReplyFile
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import SECRET, drafted, named_list, passed, ready
from gongkai.journal.models import Entry

BOX = {"page": "1", "left": "10", "top": "20", "right": "90", "bottom": "60", "ground": "privacy", "DELETE": ""}


@pytest.fixture
def file(cast) -> ReplyFile:
    case = examined(ready(cast))
    drafted(cast, case, Outcome.B_PARTIAL, items="配租名单", grounds="名单中的身份证号属于个人隐私")
    return replies.attach(case, Handed("配租名单.pdf", named_list()), by=cast.li, at=AT)


def address(file: ReplyFile, name: str = "foi-redact", *more: object) -> str:
    return reverse(f"desk:{name}", args=[file.reply.case_id, file.pk, *more])


def sent(marks=(), words=(), do: str = "redact", initial: int = 0, taken: int = 0) -> dict[str, str]:
    """What the form sends: rows of boxes, rows of (words, ground); `initial`, `taken`: how many of them stood there before."""
    rows = {f"marks-{n}-{name}": value for n, mark in enumerate(marks) for name, value in (BOX | mark).items() if value != ""}
    rows |= {f"words-{n}-{name}": value for n, word in enumerate(words) for name, value in zip(("text", "ground"), word, strict=True)}
    counts = {
        "marks-TOTAL_FORMS": len(marks),
        "marks-INITIAL_FORMS": initial,
        "words-TOTAL_FORMS": len(words),
        "words-INITIAL_FORMS": taken,
    }
    return {**rows, **counts, "do": do, "seen": ReplyFile.objects.last().stored.digest}


def test_the_pages_are_pictures_of_the_original(desk, file):
    page = desk("li").get(address(file))
    text = page.content.decode()
    picture = address(file, "foi-redact-page", "original", 1)
    assert page.status_code == 200 and picture in text
    assert " style=" not in text and "<script>" not in text and "onclick" not in text
    drawn = desk("li").get(picture)
    assert drawn["Content-Type"] == "image/png" and drawn.content.startswith(b"\x89PNG")
    assert "no-store" in drawn["Cache-Control"] and "no-store" in page["Cache-Control"]


def test_a_box_of_numbers_takes_what_lies_under_it_out_of_the_file(desk, file):
    page = desk("li").post(address(file), sent([{}]))
    text = page.content.decode()
    file.refresh_from_db()
    assert "处理好了" in text and "个人隐私（第十五条）" in text
    assert file.redaction["marks"] == [{"page": 1, "box": [0.1, 0.2, 0.9, 0.6], "ground": "privacy"}]
    made = file.stored.read()
    assert SECRET not in read(made, "成品.pdf").text and SECRET.encode() not in made
    assert SECRET in read(file.original.read(), "原件.pdf").text
    later = desk("li").get(address(file)).content.decode()
    assert "上次处理的结果" in later and 'value="10.0"' in later


def test_words_are_found_then_taken_out_on_every_page_and_kept_sealed(desk, file):
    li = desk("li")
    words = [(SECRET, "privacy"), ("没有这几个字", "internal")]
    found = li.post(address(file), sent(words=words, do="find")).content.decode()
    assert f"“{SECRET}”：1 处" in found and "“没有这几个字”：没有找到" in found and 'class="found"' in found
    file.refresh_from_db()
    assert not file.redaction
    text = li.post(address(file), sent(words=words)).content.decode()
    assert "没有找到这几个字" in text and "处理好了" in text
    file.refresh_from_db()
    assert SECRET not in read(file.stored.read(), "成品.pdf").text
    assert SECRET not in str(file.redaction)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM foi_replyfile WHERE id = %s", [file.pk])
        assert SECRET not in cursor.fetchone()[0]
    assert not any(SECRET in str(entry.data) for entry in Entry.objects.all())


def test_words_taken_out_once_stay_out_when_a_box_is_added(desk, file):
    """The file is made anew from the original: what was found by its words must not come back unseen."""
    li = desk("li")
    li.post(address(file), sent(words=[(SECRET, "privacy")]))
    again = li.get(address(file))
    rows = again.context["words"]
    assert [form.initial for form in rows.initial_forms] == [{"text": SECRET, "ground": "privacy"}]
    assert f'value="{SECRET}"' in again.content.decode()
    low = {"top": "80", "bottom": "90"}
    assert li.post(address(file), sent([low], words=[(SECRET, "privacy")], taken=1)).status_code == 200
    file.refresh_from_db()
    assert SECRET not in read(file.stored.read(), "成品.pdf").text and len(file.redaction["marks"]) == 1
    li.post(address(file), sent([low], words=[(SECRET, "privacy")], initial=1, taken=1) | {"words-0-DELETE": "on"})
    file.refresh_from_db()
    assert SECRET in read(file.stored.read(), "成品.pdf").text and not file.words


def test_a_page_opened_before_another_took_words_out_does_not_bring_them_back(desk, file):
    li = desk("li")
    old = sent([{"top": "80", "bottom": "90"}])
    li.post(address(file), sent(words=[(SECRET, "privacy")]))
    page = li.post(address(file), old)
    assert page.status_code == 422 and "又重新处理过" in page.content.decode()
    file.refresh_from_db()
    assert SECRET not in read(file.stored.read(), "成品.pdf").text


def test_what_repeats_outside_a_box_is_told_with_its_place(desk, file):
    twice = pdf.write(
        Paper("名单", tuple(Block(BlockKind.PARAGRAPH, text) for text in (f"证号{SECRET}", "其他内容" * 200, f"证号{SECRET}")))
    )
    case = file.reply.case
    other = replies.attach(case, Handed("两处.pdf", twice), by=case.handler, at=AT)
    place = redaction.words(twice, SECRET)[0]
    left, top, right, bottom = (str(edge * 100) for edge in place.box)
    text = desk("li").post(address(other), sent([{"left": left, "top": top, "right": right, "bottom": bottom}])).content.decode()
    assert "框里的文字在别处还能看到" in text and "data-add-box" in text and 'class="repeat"' in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"left": "NaN"}, "0 到 100"),
        ({"left": "inf"}, "0 到 100"),
        ({"right": "1e400"}, "0 到 100"),
        ({"top": "-1"}, "0 到 100"),
        ({"bottom": "9" * 5000}, "0 到 100"),
        ({"left": ""}, "0 到 100"),
        ({"left": "95"}, "右边要大于左边"),
        ({"page": "2"}, "没有这一页"),
        ({"page": "9" * 5000}, "请填写页码"),
        ({"page": "0"}, "请填写页码"),
        ({"page": "①"}, "请填写页码"),
        ({"ground": ""}, "请选择不公开的依据"),
        ({"ground": "<script>"}, "请选择不公开的依据"),
    ],
)
def test_a_box_that_is_none_is_told_and_nothing_is_done(desk, file, wrong, said):
    page = desk("li").post(address(file), sent([wrong]))
    text = page.content.decode()
    assert page.status_code == 422 and said in text and 'id="errors"' in text and "<script>" not in text
    file.refresh_from_db()
    assert not file.redaction


@pytest.mark.parametrize(
    "forged", [{"marks-TOTAL_FORMS": "x"}, {"marks-TOTAL_FORMS": "999999999"}, {"words-INITIAL_FORMS": ""}, {"do": "?"}]
)
def test_a_forged_form_does_nothing(desk, file, forged):
    page = desk("li").post(address(file), sent([{}]) | forged)
    assert page.status_code in {200, 422}
    file.refresh_from_db()
    assert not file.redaction


def test_more_than_a_form_holds_is_refused(desk, file):
    page = desk("li").post(address(file), sent([{"left": str(n / 10)} for n in range(121)]))
    assert page.status_code == 422 and "一次最多 120 处" in page.content.decode()


def test_nothing_to_blacken_is_told(desk, file):
    page = desk("li").post(address(file), sent())
    assert page.status_code == 422 and "没有处理" in page.content.decode()


def test_a_row_struck_out_counts_for_nothing(desk, file):
    li = desk("li")
    li.post(address(file), sent([{}, {"top": "70", "bottom": "80"}]))
    li.post(address(file), sent([{}, {"top": "70", "bottom": "80", "DELETE": "on"}], initial=2))
    file.refresh_from_db()
    assert [mark["box"][1] for mark in file.redaction["marks"]] == [0.2]


def test_more_rows_come_for_who_has_no_script(desk, file):
    text = desk("li").post(address(file), sent([{"right": ""}], do="more")).content.decode()
    assert 'class="error"' not in text  # half a row may wait for the rest
    assert 'name="marks-3-page"' in text and 'value="10"' in text


def test_another_offices_file_is_not_there(desk, cast, file):
    other = examined(cast)
    for who in ("zhao", "sun"):
        browser = desk(who)
        for name, more in (("foi-redact", ()), ("foi-redact-page", ("original", 1)), ("foi-redact-page", ("result", 1))):
            assert browser.get(address(file, name, *more)).status_code in {403, 404}, (who, name)
        assert browser.post(address(file), sent([{}])).status_code in {403, 404}
    wrong_case = reverse("desk:foi-redact", args=[other.pk, file.pk])
    assert desk("li").get(wrong_case).status_code == 404
    assert desk("li").get(address(file, "foi-redact-page", "original", 9)).status_code == 404
    assert desk("li").get(address(file, "foi-redact-page", "etc", 1)).status_code == 404
    file.refresh_from_db()
    assert not file.redaction


def test_a_reviewer_does_not_redact(desk, file):
    assert desk("zhou").post(address(file), sent([{}])).status_code == 403


def test_what_is_under_review_is_not_changed(desk, cast, file):
    desk("li").post(address(file), sent([{}]))
    passed(cast, file.reply.case)
    before = ReplyFile.objects.get(pk=file.pk).redaction
    page = desk("li").post(address(file), sent([{"top": "1"}]))
    assert page.status_code == 422 and "拟稿中" in page.content.decode()
    assert ReplyFile.objects.get(pk=file.pk).redaction == before


def test_what_is_no_pdf_is_refused_in_words(desk, cast, file):
    other = replies.attach(file.reply.case, Handed("说明.txt", "说明".encode()), by=cast.li, at=AT)
    page = desk("li").get(address(other))
    assert page.status_code == 400 and "只有 PDF" in page.content.decode()
