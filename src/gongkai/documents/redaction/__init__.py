"""区分处理（第三十七条）：在 PDF 上框选或按文字遮盖，注明依据，重建一份删去的内容在哪一层都找不到的新文件。

The new file is written from nothing: each page a picture of what the original displays, with the boxes burnt in, and over it an
invisible text layer of the words that stay. No object of the original comes along. How sure that is: docs in README of this folder.
"""

from collections.abc import Iterable, Sequence

from gongkai.documents.redaction import bounded
from gongkai.documents.redaction.marks import Box, Ground, Mark, PageFacts, Place, Redacted, Summary, Withheld, Word

__all__ = ["Box", "Ground", "Mark", "PageFacts", "Place", "Redacted", "Summary", "Withheld", "Word", "pages", "picture", "redact", "words"]


def pages(data: bytes) -> tuple[PageFacts, ...]:
    """Each page of a PDF as displayed. Refused when it has a password, is broken, has too many pages or takes too long."""
    answer, _ = bounded.run("pages", data, {})
    return tuple(PageFacts(**facts) for facts in answer)


def picture(data: bytes, page: int, scale: float = 1.5) -> bytes:
    """The page (from 1) as PNG, `scale` pixels to the point: the same drawing the new file is made of, so that a box drawn on it lands
    where it was drawn. Form values and seals are shown, comments are not (they are not carried over)."""
    _, png = bounded.run("picture", data, {"page": page, "scale": scale})
    return png


def words(data: bytes, needle: str) -> tuple[Place, ...]:
    """Every place of the words on any page, one box to a line; blanks, line breaks, letter case and 全角/半角 make no difference.
    Words of an invisible layer count too (文字识别), so a box may stand on a scan, or on what looks blank. Refused when empty."""
    answer, _ = bounded.run("words", data, {"needle": needle})
    return tuple(Place(place["page"], tuple(place["box"])) for place in answer)


def redact(data: bytes, marks: Iterable[Mark], *, words: Sequence[Word] = ()) -> Redacted:
    """The PDF rebuilt without what stands under the marks, and without the words wherever they stand; the same input gives the same
    bytes. Refused when there is nothing to blacken, a mark lies on no page, the PDF is hostile, or the last check still finds a
    removed word in the result."""
    wanted = {
        "marks": [(mark.page, mark.box, mark.ground) for mark in marks],
        "words": [(word.text, word.ground) for word in words],
    }
    told, made = bounded.run("redact", data, wanted)
    withheld = tuple(Withheld(Ground(w["ground"]), w["places"], tuple(w["pages"])) for w in told["summary"]["withheld"])
    repeats = tuple(Place(place["page"], tuple(place["box"])) for place in told["repeats"])
    return Redacted(made, Summary(withheld), tuple(told["missing"]), tuple(told["unread"]), repeats, told["readable"])
