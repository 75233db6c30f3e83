"""What is blackened is gone from every layer; what stands beside it stays. 第三十七条."""

import io
import json
from itertools import product

import pytest
from PIL import Image, ImageChops, ImageDraw
from pypdf import PdfReader, PdfWriter

from gongkai.documents import redaction
from gongkai.documents.redaction import Ground, Mark, Word, bounded, child, looking, original, raster, rebuilding
from gongkai.documents.tests.made import exposed
from gongkai.documents.tests.redaction import planted
from gongkai.documents.tests.redaction.planted import AFTER, BEFORE, LAST, OTHER, SECRET
from gongkai.shared.refusal import Refused

SHAPES = [*product((0, 90, 180, 270), (False, True))]


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, request):
    """A process for every question takes its time; what is said to it and back is the same JSON here."""

    def run(task, data, wanted):
        answer, body = child.done(json.loads(json.dumps({"task": task, **wanted})), data)
        return json.loads(json.dumps(answer)), body

    if "process" not in request.node.name:
        monkeypatch.setattr(bounded, "run", run)


def seen(data: bytes, page: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(redaction.picture(data, page, raster.DPI / 72))).convert("RGB")


def assert_gone(data: bytes, *secrets: str) -> None:
    bare = "".join(exposed(data).split()).casefold()
    texts = (planted.text_by_pypdf(data).casefold(), planted.text_by_pdfium(data).casefold())
    for secret in secrets:
        folded = secret.casefold()
        for encoding in ("utf-8", "utf-16-be", "utf-16-le", "gb18030"):
            assert secret.encode(encoding) not in data
            assert secret.encode(encoding).hex() not in bare
        assert folded not in bare
        assert all(folded not in text for text in texts)


def without(image: Image.Image, places, page: int = 1) -> Image.Image:
    """The picture with the boxes (and two pixels around) painted grey."""
    copy = image.copy()
    for place in places:
        if place.page == page:
            left, top, right, bottom = raster.pixels(place.box, *copy.size)
            ImageDraw.Draw(copy).rectangle((left - 2, top - 2, right + 2, bottom + 2), fill="grey")
    return copy


def worst(one: Image.Image, other: Image.Image) -> int:
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


@pytest.mark.parametrize(("degrees", "crop"), SHAPES)
def test_a_word_is_gone_and_its_neighbours_stay_however_the_page_lies(degrees, crop):
    data = planted.turned(planted.paper(), degrees, crop)
    places = redaction.words(data, SECRET)
    made = redaction.redact(data, [place.marked(Ground.PRIVACY) for place in places])
    assert len(places) == 1
    assert_gone(made.data, SECRET)
    assert BEFORE in planted.text_by_pypdf(made.data)
    assert AFTER in planted.text_by_pypdf(made.data)
    # PDFium sorts the characters of a line from left to right, and so reads lines that are displayed upside down backwards.
    assert LAST[:: -1 if degrees == 180 else 1] in planted.text_by_pdfium(made.data)
    assert worst(without(seen(data), places), without(seen(made.data), places)) <= 16
    assert made.readable and not made.missing and not made.unread and not made.repeats


@pytest.mark.parametrize(("degrees", "crop"), SHAPES)
def test_two_originals_that_differ_only_in_the_secret_give_the_same_bytes(degrees, crop):
    one, other = (planted.turned(planted.paper(name), degrees, crop) for name in (SECRET, OTHER))
    marks = [place.marked(Ground.PRIVACY) for place in redaction.words(one, SECRET)]
    assert worst(seen(one), seen(other)) > 100
    # The two names' inks differ by a hair at the edges: the box of one is drawn around both.
    marks += [place.marked(Ground.PRIVACY) for place in redaction.words(other, OTHER)]
    assert redaction.redact(one, marks).data == redaction.redact(other, marks).data


@pytest.mark.parametrize("words", [True, False], ids=["recognised", "picture only"])
def test_on_a_scan_the_pixels_are_gone(words):
    one, other = (planted.scanned(planted.paper(name), words) for name in (SECRET, OTHER))
    marks = [place.marked(Ground.PRIVACY) for name in (SECRET, OTHER) for place in redaction.words(planted.paper(name), name)]
    made = redaction.redact(one, marks)
    assert made.data == redaction.redact(other, marks).data
    assert_gone(made.data, SECRET)
    assert worst(without(seen(one), marks), without(seen(made.data), marks)) <= 16
    left, top, right, bottom = raster.pixels(marks[0].box, *seen(made.data).size)
    inside = seen(made.data).crop((left + 2, top + 2, right - 2, bottom - 2))
    assert sum(inside.convert("L").histogram()[40:215]) < 0.2 * inside.width * inside.height  # black, and the white ground


def test_words_are_found_on_a_scan_through_its_recognised_layer_and_cover_the_picture_of_them():
    data = planted.scanned(planted.paper(), words=True)
    (found,), (there,) = redaction.words(data, SECRET), redaction.words(planted.paper(), SECRET)
    assert all(abs(a - b) < 0.02 for a, b in zip(found.box, there.box, strict=True))
    assert found.box[0] <= there.box[0] + 0.002 and found.box[2] >= there.box[2] - 0.002
    assert_gone(redaction.redact(data, (), words=[Word(SECRET, Ground.PRIVACY)]).data, SECRET)


def test_a_page_that_cannot_be_searched_says_so():
    data = planted.scanned(planted.paper(), words=False)
    assert [page.unread for page in redaction.pages(data)] == [True]
    assert [page.unread for page in redaction.pages(planted.paper())] == [False]
    made = redaction.redact(data, [Mark(1, (0.1, 0.1, 0.2, 0.2), Ground.TRADE)], words=[Word(SECRET, Ground.PRIVACY)])
    assert (made.missing, made.unread) == ((SECRET,), (1,))
    with pytest.raises(Refused, match="扫描件"):
        redaction.redact(data, (), words=[Word(SECRET, Ground.PRIVACY)])


def test_nothing_hidden_anywhere_comes_along():
    data, secrets = planted.everywhere()
    assert len(secrets) > 20
    assert sum(secret in exposed(data) for secret in secrets) > 20
    made = redaction.redact(data, [Mark(1, (0.8, 0.9, 0.9, 0.95), Ground.PRIVACY)])
    assert_gone(made.data, *secrets)
    assert "Replaced" in planted.text_by_pypdf(made.data)
    assert "ChenLihua" in planted.text_by_pypdf(made.data)


def test_words_are_found_under_a_replacement_text_in_it_and_in_a_form_field():
    data, secrets = planted.everywhere()
    (replacing,), (replaced,) = redaction.words(data, secrets[planted.REPLACEMENT]), redaction.words(data, "Replaced")
    assert replacing.box == pytest.approx(replaced.box, abs=0.01)
    assert len(redaction.words(data, "chen lihua")) == 1
    made = redaction.redact(data, (), words=[Word("Chen Lihua", Ground.PRIVACY), Word("Replaced", Ground.TRADE)])
    assert_gone(made.data, "ChenLihua", "Replaced", *secrets)


def test_words_that_lie_beneath_a_picture_are_not_in_the_text_layer():
    made = redaction.redact(planted.beneath(), [Mark(1, (0.8, 0.9, 0.9, 0.95), Ground.PRIVACY)])
    assert_gone(made.data, "Underneath")
    assert "Beside" in planted.text_by_pypdf(made.data)


def test_a_word_goes_from_every_page():
    data = planted.paper(pages=2)
    made = redaction.redact(data, (), words=[Word("陈 丽华", Ground.PRIVACY)])
    assert [one.pages for one in made.summary.withheld] == [tuple(place.page for place in redaction.words(data, SECRET))]
    assert len(made.summary.withheld[0].pages) == 2
    assert_gone(made.data, SECRET)


def test_what_stands_under_a_box_and_elsewhere_too_is_pointed_out():
    data = planted.paper(pages=2)
    first, second = redaction.words(data, SECRET)
    made = redaction.redact(data, [first.marked(Ground.PRIVACY)])
    assert [place.page for place in made.repeats] == [second.page]
    assert made.repeats[0].box == pytest.approx(second.box, abs=1e-6)
    assert planted.text_by_pypdf(made.data).count(SECRET) == 1


def test_the_ground_is_printed_in_the_box_and_read_aloud():
    data = planted.paper()
    made = redaction.redact(data, [Mark(1, (0.2, 0.6, 0.6, 0.65), Ground.TRADE)])
    box = raster.pixels((0.2, 0.6, 0.6, 0.65), *seen(made.data).size)
    shades = seen(made.data).crop(box).convert("L").histogram()
    assert shades[0] > shades[255] > 100
    assert "【此处不予公开：商业秘密】" in planted.text_by_pypdf(made.data)


def test_a_ground_that_spells_the_removed_word_is_not_printed():
    data = planted.paper("个人隐私")
    made = redaction.redact(data, (), words=[Word("个人隐私", Ground.PRIVACY)])
    assert_gone(made.data, "个人隐私")
    (place,) = redaction.words(data, "个人隐私")
    left, top, right, bottom = raster.pixels(place.box, *seen(made.data).size)
    assert seen(made.data).crop((left, top, right, bottom)).getextrema() == ((0, 0), (0, 0), (0, 0))


def test_the_same_input_gives_the_same_bytes_and_the_original_is_untouched_elsewhere():
    data = planted.paper(pages=2)
    marks = [Mark(1, (0.1, 0.2, 0.5, 0.3), Ground.PRIVACY), Mark(2, (0.1, 0.2, 0.5, 0.3), Ground.PROCESS)]
    made = redaction.redact(data, marks)
    assert made == redaction.redact(data, marks[::-1])
    assert len(PdfReader(io.BytesIO(made.data)).pages) == len(redaction.pages(data))
    for before, after in zip(redaction.pages(data), redaction.pages(made.data), strict=True):
        assert (after.width, after.height) == pytest.approx((before.width, before.height), abs=0.01)


def test_the_reply_letter_gets_a_sentence():
    data = planted.paper(pages=2)
    marks = [
        Mark(1, (0.1, 0.2, 0.2, 0.3), Ground.PRIVACY),
        Mark(2, (0.1, 0.2, 0.2, 0.3), Ground.PRIVACY),
        Mark(2, (0.5, 0.5, 0.6, 0.6), Ground.PROCESS),
    ]
    assert redaction.redact(data, marks).summary.sentence == (
        "根据《中华人民共和国政府信息公开条例》第三十七条，对该信息作区分处理后向你提供，"
        "其中第1—2页共2处，属于个人隐私，依据第十五条不予公开；第2页共1处，属于过程性信息，依据第十六条第二款决定不予公开。其余内容照原件提供。"
    )


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        (Mark(9, (0.1, 0.1, 0.2, 0.2), Ground.TRADE), "没有第 9 页"),
        (Mark(0, (0.1, 0.1, 0.2, 0.2), Ground.TRADE), "没有第 0 页"),
        (Mark(1, (0.2, 0.1, 0.1, 0.2), Ground.TRADE), "没有面积"),
        (Mark(1, (1.1, 0.1, 1.2, 0.2), Ground.TRADE), "页面之外"),
        (Mark(1, (float("nan"), 0.1, 1.2, 0.2), Ground.TRADE), "位置不对"),
    ],
)
def test_a_mark_that_is_no_box_on_a_page_is_refused(mark, said):
    with pytest.raises(Refused, match=said):
        redaction.redact(planted.paper(), [mark])


def test_nothing_to_blacken_is_refused():
    with pytest.raises(Refused, match="还没有框选"):
        redaction.redact(planted.paper(), ())
    with pytest.raises(Refused, match="空的"):
        redaction.redact(planted.paper(), (), words=[Word(" \u200b", Ground.TRADE)])


def test_a_process_of_its_own_answers_the_same():
    data, marks, words = planted.paper(), [Mark(1, (0.1, 0.7, 0.5, 0.8), Ground.TRADE)], [Word(SECRET, Ground.PRIVACY)]
    in_process = (
        redaction.pages(data),
        redaction.picture(data, 1),
        redaction.words(data, SECRET),
        redaction.redact(data, marks, words=words),
    )
    assert in_process[0] == looking.pages(data)
    assert in_process[1] == looking.drawn(data, 1, 1.5)
    assert in_process[2] == looking.words(data, SECRET)
    assert in_process[3] == rebuilding.redact(data, marks, words)


def test_locked_and_broken_files_are_refused_by_the_process():
    locked = PdfWriter(clone_from=PdfReader(io.BytesIO(planted.paper())))
    locked.encrypt("secret", algorithm="AES-256")
    for data, said in ((planted.written(locked), "密码"), (b"%PDF-1.7 nothing", "损坏"), (b"", "损坏"), (planted.paper()[:900], "损坏")):
        with pytest.raises(Refused, match=said):
            redaction.pages(data)


def test_a_process_that_draws_an_exploding_file_is_stopped():
    with pytest.raises(Refused, match="太复杂"):
        bounded.run("pages", planted.exploding(), {}, seconds=3)


def test_too_many_pages_and_too_large_a_page_are_refused(monkeypatch):
    writer = PdfWriter()
    writer.add_blank_page(14_000, 14_000)
    with pytest.raises(Refused, match="幅面太大"):
        redaction.redact(planted.written(writer), [Mark(1, (0.1, 0.1, 0.2, 0.2), Ground.TRADE)])
    monkeypatch.setattr(original, "PAGES", 2)
    with pytest.raises(Refused, match="2 页"):
        looking.pages(planted.paper(pages=2))


def test_a_picture_for_the_screen_has_the_displayed_size():
    data = planted.turned(planted.paper(), 90, crop=True)
    (facts,) = redaction.pages(data)
    image = Image.open(io.BytesIO(redaction.picture(data, 1, 2.0)))
    assert image.size == pytest.approx((facts.width * 2, facts.height * 2), abs=1)
    assert facts.width > facts.height
    with pytest.raises(Refused, match="没有第 2 页"):
        redaction.picture(data, 2)
    with pytest.raises(Refused, match="比例"):
        redaction.picture(data, 1, 50)
