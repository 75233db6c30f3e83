"""Other papers named in a text: 《…》 with their 文号, and in what manner they are named (根据、废止、修改、转发 …)."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules import citations_manner as manner
from gongkai.policies.rules.docno import DocNo, FoundDocNo, find_all
from gongkai.policies.rules.genres import carried_title, ends_like_title
from gongkai.policies.rules.kinds import RelationKind
from gongkai.policies.rules.structure_marks import bare


@dataclass(frozen=True)
class Citation:
    """A paper named in the block `anchor` at `start:end` of its text. `on` is the day a repeal takes effect when the sentence says so;
    `articles` the part of it that is touched. The relation is a proposal with its `confidence`; `how` says what it rests on."""

    title: str
    doc_no: DocNo | None
    relation: RelationKind
    anchor: str
    start: int
    end: int
    raw: str
    confidence: float
    how: str
    on: date | None = None
    articles: str = ""


@dataclass(frozen=True)
class _Mention:
    title: str
    doc_no: DocNo | None
    start: int
    end: int


@dataclass(frozen=True)
class Own:
    """What the paper says of itself, and therefore does not cite."""

    titles: frozenset[str]
    doc_no: DocNo | None

    @staticmethod
    def of(title: str, blocks: Sequence[Block], doc_no: DocNo | None) -> "Own":
        inner = [block.text for block in blocks if block.kind is BlockKind.TITLE]
        return Own(frozenset(bare(each) for each in (title, carried_title(title), *inner) if each), doc_no)


def citations(blocks: Sequence[Block], own: Own, *, interprets: bool = False) -> tuple[Citation, ...]:
    """Every paper cited, each once (its strongest mention), in the order first met. `interprets`: the text is a 解读."""
    found: list[Citation] = []
    short: set[str] = set()
    lasting: manner.Manner | None = None
    for block in blocks:
        if block.rows:
            found += _from_table(block, own, lasting)
            continue
        for offset, part in _stretches(block):
            mentions = [m for m in _mentions(part.text, short) if not _is_own(m, own)]
            lasting = manner.lasting(part, lasting, bool(mentions))
            for at, mention in enumerate(mentions):
                before = mentions[at - 1] if at else None
                context = _Context(part.text, block.kind is BlockKind.TITLE, before, mentions[at + 1 : at + 13], lasting)
                told = _manner(mention, context, found[-1] if found else None)
                cited = _citation(part, mention, told)
                found.append(replace(cited, start=cited.start + offset, end=cited.end + offset) if offset else cited)
    if interprets:
        found = _interpreted(found)
    return _each_once(found)


LONGEST_STRETCH = 4000  # characters of a paragraph read at once; no sentence of a paper is as long


def _stretches(block: Block) -> Iterator[tuple[int, Block]]:
    """A block as it is, an enormous one in stretches that end with a sentence where they can; with where in the block each begins."""
    text, at = block.text, 0
    while len(text) - at > LONGEST_STRETCH:
        end = max(text.rfind(mark, at, at + LONGEST_STRETCH) for mark in "。；") + 1
        end = end or text.rfind("》", at, at + LONGEST_STRETCH) + 1 or at + LONGEST_STRETCH
        yield at, replace(block, text=text[at:end])
        at = end
    yield at, replace(block, text=text[at:]) if at else block


_BRACKETED_AFTER = re.compile(r"^\s*[（(〔\[]?[^（()）。；《]{0,14}$")
_SHORT_FOR = re.compile(r"(?:以下|下)?(?:统称|简称|称)(?:为|：)?[“\"']?$")
_SHORT_NAME = re.compile(r"(?:以下|下)?(?:统称|简称|称)(?:为|：)?[“\"']?《([^》]{2,20})》")
# Without a number only names of rules and plans are taken for papers; 《…报告》《…速览》 are as often books and columns.
_BOOKISH = re.compile(r"(?:报告|白皮书|问答|解读|建议|讲话|说明|表|总结|安排|机制|政策|简报|宣言|文件)(?:[（(].{1,12}[）)])?$")

_ONLY_A_KIND = re.compile(
    r"^(?:办法|规定|细则|条例|通知|意见|决定|方案|规划|要点|规则|公告|标准|指南|实施意见|实施方案|实施办法|实施细则|纲要|计划)$"
)


def _mentions(text: str, short: set[str]) -> list[_Mention]:
    numbers = list(find_all(text))
    mentions: list[_Mention] = []
    for start, end in _titles(text):
        title = _tidy(text[start + 1 : end - 1])
        if _SHORT_FOR.search(text[max(0, start - 8) : start]):
            short.add(bare(title))
            continue
        number = _number_beside(text, start, end, numbers)
        if number is None and (bare(title) in short or not ends_like_title(title) or _BOOKISH.search(title) or _ONLY_A_KIND.match(title)):
            continue
        span = (start, end) if number is None else (min(start, number.start), _closed(text, max(end, number.end)))
        if number:
            numbers.remove(number)
        mentions.append(_Mention(title, number.doc_no if number else None, *span))
    covered = [(m.start, m.end) for m in mentions]
    mentions += [_unmarked(text, n) for n in numbers if not any(a <= n.start < b for a, b in covered)]
    short |= {bare(match[1]) for match in _SHORT_NAME.finditer(text)}
    return sorted(mentions, key=lambda each: each.start)


_UNMARKED = re.compile(
    r"(?:^[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d][、.．]|^)(?P<title>[^《》，。；：、]{6,120})[（(]$"
)


def _unmarked(text: str, number: FoundDocNo) -> _Mention:
    """A number by itself; in a list, with the title printed before it without 《》."""
    before = _UNMARKED.search(text[: number.start])
    if before and ends_like_title(before["title"]):
        return _Mention(_tidy(before["title"]), number.doc_no, before.start("title"), _closed(text, number.end))
    return _Mention("", number.doc_no, number.start, number.end)


def _titles(text: str) -> list[tuple[int, int]]:
    """Spans of outermost 《…》, nested marks kept inside; an unclosed one is left alone."""
    if "》" not in text:
        return []
    spans, depth, opened = [], 0, 0
    for at, char in enumerate(text):
        if char == "《":
            if depth == 0:
                opened = at
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, at + 1))
    return spans


def _tidy(title: str) -> str:
    return re.sub(r"\s+", "", title).replace("《", "〈").replace("》", "〉")


def _number_beside(text: str, start: int, end: int, numbers: Sequence[FoundDocNo]) -> FoundDocNo | None:
    for number in numbers:
        between = text[end : number.start] if number.start >= end else ""
        if number.start >= end and between[:1] in ("（", "(", "〔", "[") and _BRACKETED_AFTER.match(between):
            return number
        if number.start == end or (number.end <= start and re.fullmatch(r"(?:文件|文)?[）)]?", text[number.end : start])):
            return number
    return None


def _closed(text: str, end: int) -> int:
    closing = re.match(r"(?:文件|文)?[^（()）。；《]{0,30}[）)]", text[end:])
    return end + closing.end() if closing else end


def _is_own(mention: _Mention, own: Own) -> bool:
    if mention.doc_no is not None and mention.doc_no == own.doc_no:
        return True
    return bool(mention.title) and mention.doc_no is None and bare(mention.title) in own.titles


@dataclass(frozen=True)
class _Context:
    text: str
    in_title: bool
    before: _Mention | None
    later: Sequence[_Mention]
    lasting: manner.Manner | None


def _manner(mention: _Mention, context: _Context, previous: Citation | None) -> manner.Manner:
    lead = context.text[context.before.end if context.before else 0 : mention.start]
    rest = manner.without(context.text, mention.end, [(m.start, m.end) for m in context.later])
    said = manner.after(rest)
    if said or not (context.before and previous and manner.joins(lead)):
        return said or manner.before(lead, title_line=context.in_title) or context.lasting or manner.MENTIONED
    return manner.Manner(previous.relation, previous.confidence, f"与前一份文件并列（{previous.how}）")


def _citation(block: Block, mention: _Mention, told: manner.Manner) -> Citation:
    sure = told.confidence if mention.doc_no and mention.title else min(told.confidence, 0.7)
    on = manner.day_in_sentence(block.text, mention.start) if told.relation in manner.ENDING else None
    articles = manner.articles_after(block.text[mention.end :]) if told.relation is not RelationKind.MENTIONS else ""
    relation = RelationKind.PARTIALLY_REPEALS if articles and told.relation is RelationKind.REPEALS else told.relation
    raw = block.text[mention.start : mention.end]
    return Citation(mention.title, mention.doc_no, relation, block.anchor, mention.start, mention.end, raw, sure, told.how, on, articles)


def _from_table(block: Block, own: Own, lasting: manner.Manner | None) -> list[Citation]:
    """Rows of a catalogue of papers: a number in one cell, the title in another."""
    found = []
    told = lasting or manner.MENTIONED
    for row in block.rows:
        numbers = [n for cell in row for n in find_all(cell)]
        titles = [_tidy(cell).strip("《》〈〉") for cell in row if len(cell) >= 6 and ends_like_title(cell.strip()) and not find_all(cell)]
        title, number = titles[0] if titles else "", numbers[0].doc_no if numbers else None
        if not number and (not title or told is manner.MENTIONED):
            continue
        mention = _Mention(title, number, 0, 0)
        if not _is_own(mention, own):
            sure = told.confidence if title and number else min(told.confidence, 0.6)
            found.append(Citation(title, number, told.relation, block.anchor, 0, 0, " ".join(row).strip(), sure, f"表格所列；{told.how}"))
    return found


def _interpreted(found: list[Citation]) -> list[Citation]:
    """In a 解读 the paper explained is the one its title names, else the first with a number, else the first."""
    named = [c for c in found if c.anchor == "t"] or [c for c in found if c.doc_no and c.relation is RelationKind.MENTIONS]
    target = next(iter(named or found), None)
    if target is None:
        return found
    key = bare(target.title)
    return [
        Citation(**{**vars(c), "relation": RelationKind.INTERPRETS, "how": "解读的对象"})
        if c is target or (key and bare(c.title) == key)
        else c
        for c in found
    ]


def _each_once(found: Sequence[Citation]) -> tuple[Citation, ...]:
    """One citation a paper: the strongest, completed by a number or title another mention gives."""
    kept = _Kept()
    for citation in found:
        at = kept.place_of(citation)
        if at is None:
            kept.add(citation)
            continue
        other = kept.citations[at]
        best = citation if manner.STRENGTH[citation.relation] > manner.STRENGTH[other.relation] else other
        whole = {"doc_no": best.doc_no or citation.doc_no or other.doc_no, "title": best.title or other.title or citation.title}
        kept.put(at, Citation(**{**vars(best), **whole}))
    return tuple(kept.citations)


class _Kept:
    """Citations found again by number and by title, so that a catalogue of thousands is read in time. Places are kept in order."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []
        self._numbered: dict[DocNo, list[int]] = {}
        self._titled: dict[str, list[int]] = {}
        self._only_titled: dict[str, list[int]] = {}

    def place_of(self, citation: Citation) -> int | None:
        """The first with the same number or, where one of the two has none, the same title."""
        titled = self._only_titled if citation.doc_no else self._titled
        same = titled.get(bare(citation.title), [])[:1] if citation.title else []
        if citation.doc_no:
            same += self._numbered.get(citation.doc_no, [])[:1]
        return min(same, default=None)

    def add(self, citation: Citation) -> None:
        self.citations.append(citation)
        self._file(len(self.citations) - 1)

    def put(self, at: int, citation: Citation) -> None:
        for places in self._places(self.citations[at]):
            del places[bisect_left(places, at)]
        self.citations[at] = citation
        self._file(at)

    def _file(self, at: int) -> None:
        for places in self._places(self.citations[at]):
            insort(places, at)

    def _places(self, citation: Citation) -> Iterator[list[int]]:
        if citation.doc_no:
            yield self._numbered.setdefault(citation.doc_no, [])
        if citation.title:
            yield self._titled.setdefault(bare(citation.title), [])
        if citation.title and not citation.doc_no:
            yield self._only_titled.setdefault(bare(citation.title), [])
