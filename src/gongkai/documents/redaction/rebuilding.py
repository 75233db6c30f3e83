"""遮盖、重建、核对。在单独的进程里运行（见 bounded），不读写任何文件。"""

from collections.abc import Iterable, Iterator, Sequence

from gongkai.documents.redaction import marks as grounds
from gongkai.documents.redaction import matching, original, proof, raster, textlayer
from gongkai.documents.redaction.bounded import Deadline
from gongkai.documents.redaction.looking import places
from gongkai.documents.redaction.marks import Mark, Place, Redacted, Word
from gongkai.documents.redaction.matching import Char, Spelled
from gongkai.documents.redaction.original import Original, Page
from gongkai.documents.redaction.output import File
from gongkai.documents.redaction.textlayer import Run
from gongkai.shared.refusal import Refused

OUTPUT = 200 * 2**20  # bytes
REPEATS = 200


def redact(data: bytes, marks: Iterable[Mark], words: Sequence[Word] = ()) -> Redacted:
    """See the package. Two passes: first find all marks and what they take away, then draw the pages anew without it."""
    deadline = Deadline()
    with original.opened(data) as document:
        drawn_marks = grounds.checked(marks, len(document))
        all_marks, missing, unread = _with_words(document, drawn_marks, words, deadline)
        if not all_marks:
            raise Refused(
                "没有要遮盖的地方：既没有框选，也没有找到所填的文字。扫描件里的文字查找不到，请在页面上框选"
                if words
                else "还没有框选要遮盖的地方",
                field="marks",
            )
        needles = [word.text for word in words]
        rebuilt = _Rebuilt(document, all_marks, needles, deadline)
        removed = [*needles, *(text for text in rebuilt.taken if text not in rebuilt.kept_elsewhere)]
        readable = True
        made = rebuilt.data(readable)
        problems = proof.survivors(made, removed)
        if problems:  # a reader may join the words that stay in another order: without a text layer there is nothing to join
            readable = False
            made = rebuilt.data(readable)
            problems = proof.survivors(made, removed)
        if problems:
            raise Refused(f"核对没有通过：{'；'.join(problems)}。文件没有生成，请联系管理员", basis="条例第三十七条", field="file")
        return Redacted(made, grounds.summary(all_marks), missing, unread, rebuilt.repeats, readable)


def _with_words(
    document: Original, drawn_marks: tuple[Mark, ...], words: Sequence[Word], deadline: Deadline
) -> tuple[tuple[Mark, ...], tuple[str, ...], tuple[int, ...]]:
    """The drawn marks and one for each place of the words not under one already; words found nowhere; pages that cannot be searched."""
    if any(not matching.plain(word.text) for word in words):
        raise Refused("要遮盖的文字里有一条是空的，请删掉", field="words")
    if not words:
        return drawn_marks, (), ()
    found: list[Mark] = []
    seen: set[str] = set()
    unread: list[int] = []
    for number in range(1, len(document) + 1):
        deadline.keep()
        with document.page(number) as page:
            for word in words:
                for place in places(page, word.text):
                    seen.add(word.text)
                    if not any(mark.page == number and matching.covers(mark.box, place.box) for mark in (*drawn_marks, *found)):
                        found.append(place.marked(word.ground))
            if page.facts.unread:
                unread.append(number)
    missing = tuple(dict.fromkeys(word.text for word in words if word.text not in seen))
    return grounds.checked((*drawn_marks, *found), len(document)), missing, tuple(unread)


class _Rebuilt:
    """The pages drawn anew. `taken`: the lines of text under the marks; `kept_elsewhere`: those of them still to be read on purpose,
    at `repeats`."""

    def __init__(self, document: Original, marks: Sequence[Mark], needles: Sequence[str], deadline: Deadline) -> None:
        self._pages: list[tuple[float, float, raster.Packed, list[Run]]] = []
        taken: dict[str, None] = {}
        kept: list[tuple[int, float, float, Spelled]] = []
        size = 0
        for number in range(1, len(document) + 1):
            deadline.keep()
            mine = [mark for mark in marks if mark.page == number]
            with document.page(number) as page:
                image = page.picture(raster.DPI / 72)
                raster.burn(image, [mark for mark in mine if textlayer.tells(mark, needles)], labels=True)
                raster.burn(image, [mark for mark in mine if not textlayer.tells(mark, needles)], labels=False)
                snapped = [_snapped(mark, image.size) for mark in mine]
                packed = raster.packed(image)
                taken |= dict.fromkeys(_under(page, snapped))
                chars = page.seen()
                runs = textlayer.remaining(chars, snapped, needles)
                kept.append((number, page.width, page.height, Spelled([char for char in chars if not _hit(char, snapped)])))
                self._pages.append((page.width, page.height, packed, runs))
            size += len(packed.data)
            if size > OUTPUT:
                raise Refused(f"遮盖后的文件超过 {OUTPUT // 2**20} MB。请拆开后分别处理", field="file")
        self.taken = tuple(taken)
        self.kept_elsewhere: set[str] = set()
        repeats: dict[Place, None] = {}
        for text in self.taken:
            for number, width, height, left in kept:
                for stretch in left.found(text):
                    self.kept_elsewhere.add(text)
                    for box in matching.boxes((left.chars[at] for at in stretch), width, height):
                        repeats[Place(number, box)] = None
            deadline.keep()
        self.repeats = tuple(repeats)[:REPEATS]

    def data(self, readable: bool) -> bytes:
        file = File()
        for width, height, packed, runs in self._pages:
            file.add(width, height, packed, runs if readable else [])
        return file.data()


def _snapped(mark: Mark, size: tuple[int, int]) -> Mark:
    """The mark grown to the whole pixels that were blackened."""
    left, top, right, bottom = raster.pixels(mark.box, *size)
    return Mark(mark.page, (left / size[0], top / size[1], right / size[0], bottom / size[1]), mark.ground)


def _hit(char: Char, marks: Sequence[Mark]) -> bool:
    return any(matching.intersects(char.ink, mark.box) for mark in marks)


def _under(page: Page, marks: Sequence[Mark]) -> Iterator[str]:
    """The words under the marks, line by line, of every reading and every layer; single characters are no words."""
    for chars in page.readings:
        for mark in marks:
            line: list[str] = []
            for char in (*chars, Char("\n", (0, 0, 0, 0), (0, 0, 0, 0))):
                if char.text in "\r\n" or not matching.intersects(char.ink, mark.box):
                    if len(matching.plain("".join(line))) > 1:
                        yield "".join(line)
                    line = []
                else:
                    line.append(char.text)
