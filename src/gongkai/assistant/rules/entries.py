"""政策问答库: what an entry is made of, when it is in order, and whether the words it rests on still stand."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.search.rules.entries import Clause
from gongkai.search.rules.tokens import grams
from gongkai.shared.labelled import Labelled

QUESTION_LONGEST, LINE_LONGEST, QUOTE_LONGEST, TAG_LONGEST, TOPIC_LONGEST = 120, 400, 600, 20, 40
MOST_WORDINGS, MOST_LINES, MOST_TAGS = 20, 12, 10
REVIEW_LATEST = timedelta(days=731)  # 复核间隔最长两年【推】，待复核
REVIEW_USUAL = timedelta(days=365)  # 没有写明时一年后复核【推】，待复核


class State(Labelled):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审核"
    PUBLISHED = "published", "已发布"
    DUE = "due", "待复核"
    RETIRED = "retired", "已下线"


class Channel(Labelled):
    """Where an entry may be used; the interface gives each its own."""

    SITE = "site", "网站"
    HOTLINE = "hotline", "12345热线"
    HALL = "hall", "办事大厅"
    MEDIA = "media", "政务新媒体"


class Origin(Labelled):
    HAND = "hand", "手工编写"
    INTERPRETATION = "interpretation", "政策解读"
    ENQUIRY = "enquiry", "来信"
    GAP = "gap", "问答缺口"
    IMPORT = "import", "导入"
    HOTLINE = "hotline", "热线回传"


class Holds(Labelled):
    """Whether a citation still says what it said."""

    YES = "yes", "仍然有效"
    CHANGED = "changed", "引用的条款已修改"
    NOT_IN_FORCE = "not_in_force", "引用的文件已不再有效"
    GONE = "gone", "引用的文件已不公开"


@dataclass(frozen=True)
class Source:
    """Where a sentence is taken from: a paper, by 一策一码, 文号 or title, and words that stand in it."""

    paper: str
    quote: str


@dataclass(frozen=True)
class Line:
    """A sentence of the answer with what it rests on."""

    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Written:
    """An entry as it is written, by hand or in a file."""

    question: str
    lines: tuple[Line, ...]
    wordings: tuple[str, ...] = ()
    topic: str = ""
    channels: tuple[str, ...] = tuple(channel.value for channel in Channel)
    audience: tuple[str, ...] = ()
    review_on: date | None = None


def state_of(*, published: bool, submitted: bool, due: bool, retired: bool) -> State:
    """The state, from the facts."""
    if retired:
        return State.RETIRED
    if published:
        return State.DUE if due else State.PUBLISHED
    return State.SUBMITTED if submitted else State.DRAFT


def tidy(written: Written, *, on: date) -> Written:
    """The same without blanks, empty lines and repetitions, and with a day of review."""
    wordings = dict.fromkeys(filter(None, map(_plain, written.wordings)))
    wordings.pop(_plain(written.question), None)
    lines = tuple(
        Line(_plain(line.text), tuple(Source(_plain(one.paper), _plain(one.quote)) for one in line.sources if _plain(one.paper)))
        for line in written.lines
        if _plain(line.text)
    )
    return Written(
        _plain(written.question),
        lines,
        tuple(wordings),
        _plain(written.topic),
        tuple(dict.fromkeys(written.channels)),
        tuple(dict.fromkeys(filter(None, map(_plain, written.audience)))),
        written.review_on or on + REVIEW_USUAL,
    )


def problems(written: Written, *, on: date) -> Iterator[tuple[str, str]]:
    """(field, message) for everything wrong with a tidy entry, finished or not, that can be told from it alone."""
    if len(written.question) < 4:
        yield "question", "请写出完整的问题，至少 4 个字。"
    for asked in (written.question, *written.wordings):
        if len(asked) > QUESTION_LONGEST:
            yield "question" if asked == written.question else "wordings", f"“{asked[:20]}……”超过 {QUESTION_LONGEST} 字，请写短一些。"
    if len(written.wordings) > MOST_WORDINGS:
        yield "wordings", f"其他问法最多 {MOST_WORDINGS} 条。"
    if len(written.lines) > MOST_LINES:
        yield "lines", f"答案最多 {MOST_LINES} 句，请分成几条。"
    for n, line in enumerate(written.lines, 1):
        if len(line.text) > LINE_LONGEST:
            yield "lines", f"答案第 {n} 句超过 {LINE_LONGEST} 字，请分成几句。"
        if any(len(source.quote) > QUOTE_LONGEST for source in line.sources):
            yield "lines", f"答案第 {n} 句的引用原话超过 {QUOTE_LONGEST} 字，请只引用用得着的一段。"
    if not written.channels:
        yield "channels", "请至少选择一个使用渠道。"
    if unknown := [channel for channel in written.channels if channel not in set(Channel)]:
        yield "channels", f"没有“{unknown[0][:20]}”这个渠道，可用：{'、'.join(channel.label for channel in Channel)}。"
    if len(written.audience) > MOST_TAGS or any(len(tag) > TAG_LONGEST for tag in written.audience):
        yield "audience", f"面向对象最多 {MOST_TAGS} 个，每个不超过 {TAG_LONGEST} 字。"
    if len(written.topic) > TOPIC_LONGEST:
        yield "topic", f"主题最多 {TOPIC_LONGEST} 字。"
    if written.review_on and not on < written.review_on <= on + REVIEW_LATEST:
        yield "review_on", f"复核日期应在今天之后、{REVIEW_LATEST.days // 365} 年之内。"


def unfinished(lines: Sequence[int]) -> Iterator[str]:
    """What is still missing before an entry may go to review. `lines`: for each sentence of the answer, how many sources it has."""
    if not lines:
        yield "还没有答案。"
    for n, sources in enumerate(lines, 1):
        if not sources:
            yield f"答案第 {n} 句没有出处：每一句都要写明取自哪个文件的哪句话。"


def clause_with(quote: str, clauses: Iterable[Clause]) -> Clause | None:
    """The clause in which these words stand, blanks aside; the shortest where several hold them."""
    wanted = solid(quote)
    found = [clause for clause in clauses if wanted and wanted in solid(clause.text)]
    return min(found, key=lambda clause: len(clause.text), default=None)


def still_says(kept: str, number: str, clauses: Sequence[Clause]) -> Clause | None:
    """The clause that reads as the cited one did, whatever its number is now; None when none does. `kept`: the clause as cited.
    The whole clause counts: an exception added beside the quoted words changes what they are worth."""
    wanted = _without_number(kept, number)
    return next((clause for clause in clauses if _without_number(clause.text, clause.number) == wanted), None)


def repealed_within(label: str, articles: Sequence[str]) -> bool:
    """Whether a partial repeal that names these articles took the one so labelled away; one that names none may have taken any."""
    named = [part for article in articles for part in re.split(r"[、，,和及\s]+", article) if part]
    return not named or any(label.startswith(part) or part.startswith(label) for part in named)


_ASKED = re.compile(
    r"^(?:第?[一二三四五六七八九十0-9]{1,3}[、.．]?\s?)?(?:问|问题|Q)\s?[一二三四五六七八九十0-9]{0,3}\s?[:：]\s*(?P<text>\S.*)$"
)
_ANSWERED = re.compile(r"^(?:答|回答|A)\s?[:：]\s*(?P<text>.*)$")
_ENDS = re.compile(r"(?<=[。！？；])")


def questions_in(paragraphs: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
    """(question, sentences of the answer) for every 问：… 答：… of an interpretation, in order. An answer goes on over the
    paragraphs that follow it, up to the next question or a heading."""
    found: list[tuple[str, list[str]]] = []
    answering = False
    for paragraph in map(_plain, paragraphs):
        if asked := _ASKED.match(paragraph):
            found.append((asked["text"], []))
            answering = False
        elif found and (answered := _ANSWERED.match(paragraph)):
            found[-1][1].append(answered["text"])
            answering = True
        elif answering and not re.match(r"[一二三四五六七八九十]{1,3}、", paragraph):
            found[-1][1].append(paragraph)
        else:
            answering = False
    return [(question, sentences("".join(answer))) for question, answer in found if "".join(answer)]


def subject_of(own: str, *interpreted: str) -> str:
    """What an interpretation of this title speaks of: the paper its title names or, if it names none, the paper it interprets; without what
    papers are called by (印发…的通知)."""
    named = _NAMED.search(own)
    title = named[1] if named else next(iter(interpreted), own)
    return _CALLED.sub("", title)


_NAMED = re.compile(r"《([^《》]{2,60})》")
_CALLED = re.compile(
    r"^.*?关于(?:印发|做好|提高|调整|进一步|加强|规范|完善|加快|推进|开展|支持|公布|明确)*|(?:的)?(?:通知|意见|公告|通告|决定|函|批复)$|的$|(?:政策)?(?:解读|问答|十问)$"
)


def with_subject(question: str, subject: str) -> str:
    """A question that only makes sense under the title of its interpretation (“谁可以领？”) with what it is about before it."""
    says_it = set(grams(subject)) & set(grams(question))
    return question if says_it or not subject else f"{subject}：{question}"


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of an answer."""
    return tuple(part for part in map(_plain, _ENDS.split(text)) if part)


def solid(text: str) -> str:
    """The text without any blank: how a quotation is compared."""
    return "".join(text.split())


def _without_number(text: str, number: str) -> str:
    return solid(text).removeprefix(solid(number))


def _plain(text: str) -> str:
    """Single blanks, and none of the signs nobody sees (control signs, zero width, changes of direction)."""
    return " ".join("".join(sign if sign.isspace() or unicodedata.category(sign)[0] != "C" else "" for sign in text).split())
