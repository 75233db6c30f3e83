"""看原件：有几页、什么样、要找的字在哪儿。在单独的进程里运行（见 bounded），不读写任何文件。"""

import io
from collections.abc import Iterator

from gongkai.documents.redaction import matching, original
from gongkai.documents.redaction.bounded import Deadline
from gongkai.documents.redaction.marks import Box, PageFacts, Place
from gongkai.documents.redaction.original import Page
from gongkai.shared.refusal import Refused

SCALE = (0.05, 4.0)  # of a picture for the screen, pixels to the point
PLACES = 2_000


def pages(data: bytes) -> tuple[PageFacts, ...]:
    deadline = Deadline()
    with original.opened(data) as document:
        made = []
        for number in range(1, len(document) + 1):
            deadline.keep()
            with document.page(number) as page:
                made.append(page.facts)
        return tuple(made)


def drawn(data: bytes, number: int, scale: float) -> bytes:
    if not SCALE[0] <= scale <= SCALE[1]:
        raise Refused(f"显示比例只能在 {SCALE[0]} 到 {SCALE[1]} 之间", field="scale")
    with original.opened(data) as document, document.page(number) as page:
        out = io.BytesIO()
        page.picture(scale).save(out, "PNG")
        return out.getvalue()


def words(data: bytes, needle: str) -> tuple[Place, ...]:
    if not matching.plain(needle):
        raise Refused("请输入要查找的文字", field="words")
    deadline = Deadline()
    with original.opened(data) as document:
        found: list[Place] = []
        for number in range(1, len(document) + 1):
            deadline.keep()
            with document.page(number) as page:
                found += places(page, needle)
            if len(found) > PLACES:
                raise Refused(f"这几个字出现了 {PLACES} 次以上。请用更长、更具体的文字查找", field="words")
        return tuple(found)


def places(page: Page, needle: str) -> Iterator[Place]:
    """Each place once, whichever reading of the page spells the needle."""
    told: set[Box] = set()
    for spelled in page.spelled:
        for stretch in spelled.found(needle):
            for box in matching.boxes((spelled.chars[at] for at in stretch), page.width, page.height):
                if box not in told:
                    told.add(box)
                    yield Place(page.number, box)
