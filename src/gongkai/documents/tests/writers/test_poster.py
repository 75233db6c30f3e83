import io

from PIL import Image

from gongkai.documents.writers.poster import Poster, PosterCard, PosterRow, png, svg

CARD = PosterCard(
    "有多少", [PosterRow("按照百分之六十缴纳，最高不超过500元。", "第三条", "plain"), PosterRow("（一）#标记 *不解释* $x$", "", "member")]
)
POSTER = Poster("一图读懂《办法》", "一图读懂", "办法", ["市住建局"], [CARD], ["办事以原文为准。"], "https://www.example.gov.cn/p/1")


def test_the_png_is_as_wide_as_a_phone_shows_and_grows_with_what_is_said():
    one, more = (Image.open(io.BytesIO(png(each))) for each in (POSTER, Poster(**{**POSTER.__dict__, "cards": [CARD] * 4})))
    assert one.width == more.width == 1125 and more.height > one.height + 600


def test_the_same_poster_gives_the_same_picture_and_marks_in_words_are_only_words():
    assert svg(POSTER) == svg(POSTER)
    assert b"<script" not in svg(POSTER) and svg(POSTER).startswith(b"<svg")
