"""解读素材: what a paper says to those it concerns, sentence by sentence in its own words, each with the clause it stands in.

Nothing here is written, only found: a sentence that is not in the paper cannot come out. `unsourced` proves it of any text made of these."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Any

from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.policies.rules.provisions import Provision, Statement, forwards, is_forwarding, provisions
from gongkai.shared.labelled import Labelled

MOST = 5  # sentences of a section: a picture is read in a minute
MOST_HEADS = 12  # of a work plan, each with a sentence
LONGEST = 180  # characters of a sentence that is shown
FROM_FACTS = "文件要素"
DAMAGED = "〓"


class Section(Labelled):
    """要点: who, what, how much, by when, where to apply, whom to call."""

    FOR = "for", "谁适用"
    WHAT = "what", "做什么"
    MUCH = "much", "有多少"
    WHEN = "when", "什么时候"
    HOW = "how", "怎么办"
    CALL = "call", "问谁"


@dataclass(frozen=True)
class Quoted:
    """A sentence of the paper as it stands there. `is_member`: one of the list the sentence before it opens."""

    text: str
    label: str
    anchor: str = ""
    is_member: bool = False
    is_head: bool = False
    chapter: str = ""  # of an item of a work plan: the heading it stands under

    @property
    def cite(self) -> str:
        return f"（见{self.label}）"

    def __str__(self) -> str:
        return self.text + self.cite


@dataclass(frozen=True)
class KeyPoints:
    """`name`: what the paper is called without its issuer and 通知; `sections` in order, those the paper says nothing about left out."""

    title: str
    name: str
    doc_no: str
    issuer: str
    sections: tuple[tuple[Section, tuple[Quoted, ...]], ...]

    @property
    def missing(self) -> tuple[Section, ...]:
        return tuple(one for one in Section if one not in dict(self.sections))


STRONG = 9  # a sign that says it outright; weaker ones are heard only where there is no better
_N = r"[\d一二两三四五六七八九十百千〇零.]+"
_SIGNS: dict[Section, tuple[tuple[int, str], ...]] = {
    Section.FOR: (
        (
            6,
            r"(?:应当|须|需)?(?:同时)?符合(?:下列|以下)条件|申请[^，。；]{2,24}的，(?:应当|须|需)(?:同时)?(?:具有|持有|具备|符合)|不得申请",
        ),
        (5, r"可以(?:单独|统一)?申请|均可申请|适用本(?:办法|规定|细则|措施|意见)|适用于"),
        (3, r"所称[^，。]{2,24}[，是]|面向[^，。]{2,30}|对象(?:是|为)"),
    ),
    Section.MUCH: (
        (
            6,
            rf"(?:补助|补贴|奖励|资助|减免|缴纳|罚款|支付|补偿|最高|不超过|标准)[^。；]{{0,30}}(?:{_N}(?:万|亿|千)?元|百分之{_N}|{_N}[%％])",
        ),
        (5, rf"{_N}(?:万|亿)?元"),
        (3, rf"百分之{_N}|{_N}[%％]|{_N}平方米|{_N}倍"),
    ),
    Section.WHEN: (
        (6, r"自.{2,20}起施行|有效期(?:至|为)"),
        (4, rf"{_N}个?(?:工作日|小时)(?:之?内|以?前)"),
        (4, r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日|底)?(?:之?前|以前)"),
        (3, rf"{_N}(?:日|天|个月|年)(?:之?内|以?前)"),
    ),
    Section.HOW: (
        (6, r"(?:向|到)[^，。；]{2,40}(?:提出申请|提出|申请|申报)|免申即享|直接拨付"),
        (5, r"提交[^，。；]{0,20}(?:申请书|材料|授权书)|(?:通过|登录)[^，。；]{2,30}(?:申请|提出|办理|登记|预约|申报)"),
        (3, r"受理|公示|一次性告知|数据(?:共享|比对)"),
    ),
    Section.WHAT: (
        (4, r"给予|发放|免收|免费|优先|提供[^，。]{2,20}(?:服务|支持|保障)|实行|减半"),
        (3, r"支持|鼓励|建立|设立|开展|推进|加强|完善|实施|不得"),
    ),
}
_DUTY = re.compile(r"[（(](?:责任|牵头|主责|主办|配合|负责|承办)[^（）()]*(?:[（(][^（）()]*[)）][^（）()]*)*[)）][。；]?$")
_PURPOSE = re.compile(r"(?:制定|制订|作出|提出)(?:本|如下|以下)[^，。]{0,12}。$|如下[：:]$")
_NUMBER = re.compile(
    r"^(?:第[一二三四五六七八九十百零〇\d]+条|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])[\s　]*"
)


def key_points(title: str, facts: Mapping[str, Any], blocks: Sequence[Block]) -> KeyPoints:
    """The key points of a paper."""
    cut = [one for one in provisions(blocks) if not is_forwarding(one)]
    heads = [one for one in cut if one.head]
    chosen = _assigned(cut)
    if len(heads) >= 5:  # a work plan: its items are what it does, and nothing is said twice
        told = chosen[Section.WHAT] = _of_heads(heads)
        for section in (Section.FOR, Section.MUCH, Section.WHEN, Section.HOW):
            chosen[section] = [one for one in chosen.get(section, []) if one.text not in {each.text for each in told}]
    call = _call(facts)
    sections = [(one, tuple(chosen[one])) for one in Section if chosen.get(one)]
    if call:
        sections.append((Section.CALL, call))
    return KeyPoints(title, _name(title), facts.get("doc_no") or "", "、".join(facts.get("issuers") or ()), tuple(sections))


def _assigned(cut: Sequence[Provision]) -> dict[Section, list[Quoted]]:
    """Each sentence stands in the one section it says most for; of each section the best, in the order of the paper."""
    found: dict[Section, list[tuple[int, int, list[Quoted]]]] = {}
    place = 0
    for provision in cut:
        for group in _groups(provision):
            place += 1
            whole = "".join(one.text for one in group)
            ranked = sorted(((_score(section, whole), -order, section) for order, section in enumerate(_SIGNS)), reverse=True)
            score, _, section = ranked[0]
            if score > 0:
                found.setdefault(section, []).append((score, place, group))
    chosen = {}
    for section, groups in found.items():
        strong = [one for one in groups if one[0] >= STRONG]
        best = sorted(strong if len(strong) > 1 or section is Section.HOW else groups, key=lambda one: (-one[0], one[1]))[:MOST]
        chosen[section] = [quoted for _, _, group in sorted(best, key=lambda one: one[1]) for quoted in group]
    return chosen


def _score(section: Section, text: str) -> int:
    best = max((score for score, sign in _SIGNS[section] if re.search(sign, text)), default=0)
    return best * 2 - (1 if len(text) > 90 else 0) if best else 0


def _groups(provision: Provision) -> list[list[Quoted]]:
    """The sentences of a provision; one that opens a list stands together with its members."""
    groups: list[list[Quoted]] = []
    opened = False
    for one in _whole(provision.statements):
        if one.is_head or forwards(one.text) or _PURPOSE.search(one.text):
            continue
        quoted = _quoted(one)
        if one.is_member and opened:
            groups[-1].append(quoted)
            continue
        opened = one.text.rstrip().endswith(("：", ":"))
        if opened or _stands_alone(quoted.text):
            groups.append([quoted])
        else:
            opened = False
    return [group for group in groups if len(group) > 1 or not group[0].text.endswith(("：", ":"))]


_EXCEPTS = re.compile(r"但|另有|(?:法律|法规|规章|合同|国家|前款)[^，。；]{0,16}(?:另有|除外)")


def _whole(statements: Iterable[Statement]) -> Iterable[Statement]:
    """Sentences whole: what a semicolon only divides stays together to the full stop, and an exception with what it excepts from."""
    before: Statement | None = None
    for one in statements:
        apart = before is None or one.anchor != before.anchor or one.is_member or one.is_head or before.is_head
        if before is not None and not apart and (before.text.endswith("；") or _EXCEPTS.match(one.text)):
            before = replace(before, text=before.text + one.text)
            continue
        if before is not None:
            yield before
        before = one
    if before is not None:
        yield before


def _stands_alone(text: str) -> bool:
    return 8 <= len(text) <= LONGEST and DAMAGED not in text and "\t" not in text and text[-1:] in "。；！"


def _quoted(one: Statement, *, is_head: bool = False) -> Quoted:
    text = _DUTY.sub("", one.text).strip()
    if not one.is_member:
        text = _NUMBER.sub("", text)
    return Quoted(text, clause_name(one), one.anchor, one.is_member, is_head)


def clause_name(one: Statement) -> str:
    """第十三条第（一）项; 第一项, of what is numbered 一、itself; 第一部分（二）, of what stands under the heading 一、; 正文第2段."""
    if not one.label:
        number = re.search(r"p(\d+)$", one.anchor)
        return f"正文第{number[1]}段" if number else "正文"
    is_item = one.label.endswith("、") and not re.search(r"p\d+$", one.anchor)
    return re.sub(r"^([一二三四五六七八九十]+)、", r"第\1项" if is_item else r"第\1部分", one.label)


def clauses(blocks: Iterable[Block]) -> dict[str, str]:
    """{name of a clause: the anchor of its block}, for links from a citation to the text."""
    found: dict[str, str] = {}
    for provision in provisions(blocks):
        for one in provision.statements:
            found.setdefault(clause_name(one), one.anchor)
    return found


def _of_heads(heads: Sequence[Provision]) -> list[Quoted]:
    """The items of a work plan, spread over its chapters, each with the first sentence short enough to be read."""
    kept = heads if len(heads) <= MOST_HEADS else [heads[len(heads) * at // MOST_HEADS] for at in range(MOST_HEADS)]
    found: list[Quoted] = []
    for one in kept:
        head = next(each for each in one.statements if each.is_head)
        chapter = _NUMBER.sub("", one.headings[0]) if one.headings else ""
        found.append(replace(_quoted(head, is_head=True), chapter=chapter))
        after = (_quoted(each) for each in _whole(one.statements) if not each.is_head and not each.is_member)
        short = [each for each in after if _stands_alone(each.text) and len(each.text) <= 90]
        found += [replace(each, chapter=chapter) for each in short[: 2 if len(heads) < 9 else 1]]
    return found


def _call(facts: Mapping[str, Any]) -> tuple[Quoted, ...]:
    dept, phone = facts.get("consult_dept") or "", facts.get("consult_phone") or ""
    return (Quoted(f"{dept}{'，电话' if dept else '电话'}{phone}。", FROM_FACTS),) if phone else ()


def _name(title: str) -> str:
    """What people call it: 《…》 or what was 印发, else the title from 关于 on."""
    carried = re.search(r"印发[《<]?(.{4,80}?)[》>]?的通知$", title)
    if carried:
        return carried[1]
    about = re.search(r"关于.{4,}$", title)
    return about[0] if about else title


# —— what is made of them: every text one paragraph a line ——


def picture_text(points: KeyPoints) -> str:
    """一图读懂: a heading a section; of a work plan a heading a chapter."""
    lines = [f"一图读懂《{points.name}》", _opening(points)]
    cards = [
        (chapter or section.label, list(under))
        for section, quotes in points.sections
        for chapter, under in groupby(quotes, key=lambda one: one.chapter)
    ]
    for number, (label, under) in zip(_ORDER, cards, strict=False):
        lines.append(f"{number}、{label}")
        lines += [str(one) for one in under]
    return "\n".join(lines)


def qa_text(points: KeyPoints) -> str:
    """简明问答: a question a section, and one for every item of a work plan."""
    lines = [f"《{points.name}》问答", _opening(points)]
    for section, quotes in points.sections:
        for question, answer in _asked(section, quotes):
            lines += [f"问：{question}", *(f"{'' if place else '答：'}{one}" for place, one in enumerate(answer))]
    return "\n".join(lines)


def script_text(points: KeyPoints) -> str:
    """讲稿, to be read aloud: by a person or by a digital one."""
    lines = [f"《{points.name}》讲稿", _opening(points)]
    for place, (section, quotes) in enumerate(points.sections):
        lines.append(f"{_ORDER[place]}、{_SPOKEN[section]}")
        lines += [str(one) for one in quotes]
    return "\n".join(lines)


def minutes(text: str) -> int:
    """How long reading aloud takes, at 240 characters a minute; at least one."""
    return max(1, round(len(re.sub(r"（见[^）]*(?:）[^）]*)?）$|\s", "", text, flags=re.M)) / 240))


_ORDER = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六")
_SPOKEN = {
    Section.FOR: "先说谁适用",
    Section.WHAT: "再说做什么",
    Section.MUCH: "大家关心的数",
    Section.WHEN: "时间要记好",
    Section.HOW: "办理这样走",
    Section.CALL: "不清楚问这里",
}
_QUESTIONS = {
    Section.FOR: "哪些人、哪些事适用？",
    Section.WHAT: "主要做什么？",
    Section.MUCH: "标准、数额是多少？",
    Section.WHEN: "时间上有什么规定？",
    Section.HOW: "怎么办理？",
    Section.CALL: "还有问题，向谁咨询？",
}


def _opening(points: KeyPoints) -> str:
    number = f"（{points.doc_no}）" if points.doc_no else ""
    return f"{points.title}{number}（见{FROM_FACTS}）"


def _asked(section: Section, quotes: Sequence[Quoted]) -> Iterable[tuple[str, list[Quoted]]]:
    if not any(one.is_head for one in quotes):
        yield _QUESTIONS[section], list(quotes)
        return
    for place, one in enumerate(quotes):
        after = list(takewhile(lambda each: not each.is_head, quotes[place + 1 :]))
        if one.is_head and after:
            yield f"在“{one.text.rstrip('。')}”方面做什么？", after


def as_blocks(text: str) -> tuple[Block, ...]:
    """One of these texts as blocks: its first line the title, 一、 the headings."""
    first, *lines = text.splitlines()
    blocks = [Block(BlockKind.TITLE, first, anchor="t")]
    headings = paragraphs = 0
    for line in lines:
        number = re.match(r"[一二三四五六七八九十]+、", line)
        if number:
            headings += 1
            blocks.append(Block(BlockKind.HEADING, line, number[0], 1, f"h{headings}"))
        else:
            paragraphs += 1
            blocks.append(Block(BlockKind.PARAGRAPH, line, anchor=f"p{paragraphs}"))
    return tuple(blocks)


# —— as a picture shows it ——


@dataclass(frozen=True)
class Row:
    """A line of a card; `kind`: head, plain or member. The clause is told once for lines that follow each other."""

    text: str
    clause: str
    kind: str


@dataclass(frozen=True)
class Card:
    label: str
    rows: tuple[Row, ...]


def cards(blocks: Sequence[Block]) -> tuple[Card, ...]:
    """The headings of an explanation with what stands under each; what stands before the first is no card."""
    found: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING and block.level == min(one.level for one in blocks if one.kind is BlockKind.HEADING):
            found.append((block.text, []))
        elif found and block.text.strip():
            found[-1][1].append(block)
    return tuple(Card(_NUMBER.sub("", label), tuple(_rows(under))) for label, under in found if under)


def _rows(blocks: Sequence[Block]) -> Iterable[Row]:
    read = [cited(block.text.strip()) for block in blocks]
    whole = [re.sub(r"第（[^）]*）项$", "", clause) for _, clause in read]  # members of a list share the clause that opens it
    for place, (text, clause) in enumerate(read):
        following = read[place + 1][1] if place + 1 < len(read) else ""
        is_head = clause == following and len(text) <= 26 and text.endswith("。")
        is_last = place + 1 == len(read) or whole[place + 1] != whole[place]
        told = whole[place] if is_last else ""
        kind = "head" if is_head else "member" if re.match(r"[（(][一二三四五六七八九十\d]+[)）]", text) else "plain"
        yield Row(text.rstrip("。") if is_head else text, told, kind)


# —— proof ——

CITED = re.compile(r"（见((?:[^（）]|（[^（）]*）)+)）$")


def cited(text: str) -> tuple[str, str]:
    """(the sentence, the clause it names); an empty clause when none is named."""
    found = CITED.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def unsourced(blocks: Iterable[Block], source: Sequence[Block], facts: Mapping[str, Any]) -> list[str]:
    """The sentences that name no clause, or whose words do not stand in the paper as they do here. Titles, headings and questions say
    nothing that needs a source."""
    there = _even(plain_text(source))
    given = [_even(str(facts.get(name) or "")) for name in ("title", "doc_no", "consult_phone")]
    bare = []
    for block in blocks:
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING) or block.text.startswith(("问：", "问:")):
            continue
        words, clause = cited(re.sub(r"^答[：:]", "", block.text.strip()))
        even = _even(words)
        if clause == FROM_FACTS:
            if not any(one and one in even for one in given):
                bare.append(block.text)
        elif not clause or even not in there:
            bare.append(block.text)
    return bare


def _even(text: str) -> str:
    return re.sub(r"[\s　\W_]", "", text)
