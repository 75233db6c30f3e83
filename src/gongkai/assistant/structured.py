"""Answers that are read off a paper's facts and structure, not searched for in its sentences: telephone, standing, tasks of a unit, parts of a
list, what changed. Each returns a draft, or None where the paper does not hold it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz

from gongkai.assistant.retrieval import Paper, past
from gongkai.assistant.rules.answers import Citation, Sentence, Step, quoted
from gongkai.assistant.rules.extracting import Extract, grades
from gongkai.assistant.rules.fitting import figures
from gongkai.assistant.rules.words import SAID, Term, coverage
from gongkai.documents.rules.paper import Block, BlockKind, plain_text
from gongkai.policies import queries as policies
from gongkai.policies.rules.compare import Row, RowKind, compare
from gongkai.policies.rules.fields_dates import chinese_number
from gongkai.policies.rules.provisions import Provision, Statement, forwards, headings
from gongkai.policies.rules.units import Duty, duties
from gongkai.policies.rules.validity import Status, said
from gongkai.search.rules.query import article_number
from gongkai.search.rules.tokens import fold, grams

MOST_CHANGES = 9  # of a comparison, told one by one
SHORT = 120  # characters: longer items are no list but provisions
OF_THE_HEADING = 0.5  # the share of what is asked for that a heading must name for its items to be the list
LONGEST_NAMED = 40  # characters of a task where its responsible unit is told
PAIRED = 60.0  # percent: so alike are two clauses of different papers that tell of one matter
LONGEST_QUOTE = 320  # characters of a clause in a comparison


@dataclass(frozen=True)
class Draft:
    """What an answer will be made of; sentences cite by the numbers of `citations`."""

    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    note: str = ""
    steps: tuple[Step, ...] = ()
    provisions: tuple[Provision, ...] = ()  # whose cards are shown


def cite(paper: Paper, quote: str, *, label: str = "", anchor: str = "", in_force: bool | None = None) -> Citation:
    return Citation(
        code=paper.policy.code,
        edition_id=paper.edition.pk,
        title=paper.edition.title,
        doc_no=paper.edition.doc_no,
        label=label,
        anchor=anchor,
        quote=quote,
        standing=paper.standing,
        in_force=paper.usable if in_force is None else in_force,
    )


def name_of(paper: Paper) -> str:
    """《…》（文号）"""
    return quoted(paper.edition.title) + (f"（{paper.edition.doc_no}）" if paper.edition.doc_no else "")


def telephone(paper: Paper, terms: Sequence[Term] = (), question: str = "") -> Draft | None:
    """The telephone asked for: one that the text gives for just that (举报, 投诉, 报修), else the one for questions about the paper; None
    where the question is for that of a place of its own (某社区的助餐点)."""
    wanted = [term for term in terms if _FOR_WHAT.search(term.word)]
    if (told := told_number(paper, terms)) is not None:
        return told
    edition = paper.edition
    of_a_place = _OF_A_PLACE.search(question)
    if wanted or not edition.consult_phone or (of_a_place and of_a_place[1] not in edition.consult_dept):
        return None
    who = edition.consult_dept or (paper.issuers[0] if paper.issuers else "")
    text = f"{name_of(paper)}的政策咨询部门是{who}，咨询电话：{edition.consult_phone}。"
    steps = (Step(f"拨打 {edition.consult_phone}", "phone", edition.consult_phone),)
    quoted = f"{edition.consult_dept} {edition.consult_phone}".strip()
    return Draft((Sentence(text, (0,), verbatim=False),), (cite(paper, quoted, label="政策咨询"),), steps=steps)


def told_number(paper: Paper, terms: Sequence[Term]) -> Draft | None:
    """The number that the text gives for just what is asked (举报, 报修, 值班); None where nothing of the kind is asked or told."""
    wanted = [term for term in terms if _FOR_WHAT.search(term.word)]
    for provision in paper.provisions if wanted else ():
        for one in provision.statements:
            numbers = _NUMBER.findall(one.text)
            if numbers and all(term.said_in(one.text) for term in wanted):
                steps = (Step(f"拨打 {numbers[0]}", "phone", numbers[0]),)
                cited = cite(paper, one.text, label=one.label, anchor=one.anchor)
                return Draft((Sentence(one.text, (0,)),), (cited,), steps=steps, provisions=(provision,))
    return None


_OF_A_PLACE = re.compile(
    "([\u4e00-\u9fff]{2,}(?:社区|村委会|村|小学|中学|学校|幼儿园|医院|中心|站|[餐置阅]点|所|窗口|公司|集团))的?(?:咨询|联系|服务)?(?:电话|号码|热线)"
)
_FOR_WHAT = re.compile("举报|投诉|报修|报警|报案|监督|预约|挂号|急救|救援|求助|值班|值守")
_NUMBER = re.compile(r"(?<!\d)(?:0\d{2,3}-?)?\d{7,8}(?!\d)|(?<!\d)1\d{4}(?!\d)|(?<!\d)400-?\d{3}-?\d{4}(?!\d)")


def standing(paper: Paper) -> Draft:
    """Whether a paper is in force, from when to when, and which fact made it so."""
    because = paper.because or paper.worth.standing.because
    status = paper.standing
    sentences = [Sentence(f"{name_of(paper)}：{status}。{because}。", (0,), verbatim=False)]
    changes_on = paper.worth.standing.changes_on
    if changes_on and paper.worth.standing.status is Status.VALID and said(changes_on) not in because and "有效期至" not in because:
        sentences.append(Sentence(f"{said(changes_on)}起情况有变化，以届时公布的为准。", (0,), verbatim=False))
    if paper.successor is not None and paper.successor.pk != paper.policy.pk:
        number = f"（{paper.successor.doc_no}）" if paper.successor.doc_no else ""
        sentences.append(Sentence(f"现行依据是《{paper.successor.title}》{number}。", (0,), verbatim=False))
    steps = (Step(f"看《{paper.successor.title}》", "policy", paper.successor.code),) if paper.successor else ()
    return Draft(tuple(sentences), (cite(paper, because, label="有效性"),), steps=steps)


def over(paper: Paper, provision: Provision) -> Draft | None:
    """That a paper, or this clause of it, no longer holds, and which fact made it so; None where it does."""
    if not paper.usable:
        return replace(standing(paper), provisions=(provision,))
    if not paper.is_gone(provision):
        return None
    because = paper.because or paper.worth.standing.because
    where = f"{name_of(paper)}{provision.label}"
    text = f"{where}已经废止，不再执行。{because}。"
    return Draft((Sentence(text, (0,), verbatim=False),), (cite(paper, because, label="有效性"),), provisions=(provision,))


def tasks_of(paper: Paper, unit: str) -> Draft | None:
    """Every clause of a paper this unit answers for, complete, with the count; from the responsible-unit annotations alone."""
    mine = [(duty, named) for duty in duties(paper.blocks) if (named := _names(duty, unit))]
    if not mine:
        return None
    sentences, citations, cut = [], [], {one.anchor: one for one in paper.provisions}
    used = []
    for place, (duty, named) in enumerate(mine):
        provision = cut.get(duty.anchor) or next(
            (one for one in paper.provisions if any(b.anchor == duty.anchor for b in one.blocks)), None
        )
        label = provision.label if provision else ""
        quote = duty.clause + duty.raw if duty.end else duty.clause
        role = duty.role if duty.role.startswith("牵头") or duty.role.startswith("配合") else "责任单位"
        sentences.append(Sentence(f"{duty.clause}（{role}：{'、'.join(duty.units)}）", (place,)))
        citations.append(cite(paper, quote, label=label, anchor=duty.anchor))
        used += [provision] if provision and provision not in used else []
        del named
    whose = f"{name_of(paper)}中，责任单位写明“{unit}”的任务共 {len(mine)} 项。"
    return Draft(tuple(sentences), tuple(citations), note=whose, provisions=tuple(used))


def _names(duty: Duty, unit: str) -> bool:
    if unit in ("办公室", "办公厅"):  # every office has one: only where it stands so
        return unit in duty.units
    short = re.sub(r"^(?:市|区|县|省|各)", "", unit)
    return any(one == unit or one.endswith(unit) or (len(short) > 2 and re.sub(r"^.*?[市区县省]", "", one) == short) for one in duty.units)


def responsible(paper: Paper, found: Extract, terms: Sequence[Term] = ()) -> Draft | None:
    """Who answers for the clause that was found, from its annotation: of several in one clause all where the clause as a whole is asked for
    (its name says every word), else the one whose sentences were chosen, and that there are others."""
    anchors = {block.anchor for block in found.provision.blocks}
    mine = [duty for duty in duties(paper.blocks) if duty.anchor in anchors]
    if not mine:
        return None
    named = fold(" ".join((paper.named, *found.provision.headings, found.provision.head)))
    whole = bool(terms) and all(term.said_in(named) >= SAID for term in terms if term.telling)
    chosen = [duty for duty in mine if any(one.text[:20] in duty.clause + duty.raw for one in found.statements)]
    chosen = mine if whole or not chosen else chosen
    note = "" if len(chosen) == len(mine) else f"同一条里分别写明了 {len(mine)} 处责任单位，这里是与所问最相关的，请一并看原文。"
    sentences, citations = [], []
    for place, duty in enumerate(chosen):
        what = _last_sentence(duty.clause) if len(mine) > 1 else (found.provision.head or _last_sentence(duty.clause))
        sentences.append(Sentence(f"{duty.role}：{'、'.join(duty.units)}（{_short(what)}）。", (place,), verbatim=False))
        citations.append(cite(paper, duty.clause + duty.raw, label=found.provision.label, anchor=duty.anchor))
    return Draft(tuple(sentences), tuple(citations), note=note, provisions=(found.provision,))


def _last_sentence(text: str) -> str:
    return [one for one in re.split(r"(?<=[。；])", text) if one.strip()][-1:][0] if text.strip() else text


def _short(text: str) -> str:
    text = text.strip().rstrip("。；")
    if len(text) <= LONGEST_NAMED:
        return text
    cut = text[:LONGEST_NAMED]
    return (cut.rpartition("，")[0] or cut) + "……"


def members(paper: Paper, provision: Provision) -> Draft | None:
    """Every member of the list in a provision, with the count; None where it holds no list."""
    listed = provision.members
    if len(listed) < 2:
        return None
    lead = next((one for one in provision.statements if not one.is_member and re.search("[：:]$", one.text)), None)
    draft = stated(paper, ((lead,) if lead else ()) + listed, provision)
    return replace(draft, note=f"共 {len(listed)} 项，全部列出。")


def siblings(paper: Paper, provision: Provision, terms: Sequence[Term]) -> Draft | None:
    """Every item under the heading that names what is asked for, with the count: of a long item its name."""
    if not provision.headings:
        return None
    beside = [one for one in paper.provisions if one.headings == provision.headings and one.blocks[0].kind is BlockKind.ITEM]
    beyond = [term for term in terms if term.said_in(fold(paper.named)) < SAID]
    own = [term for term in beyond if term.telling] or [term for term in beyond if len(term.word) > 1]
    if (
        len(beside) < 2
        or max(len(one.text) for one in beside) > SHORT
        or coverage(own, (fold(provision.headings[-1]), 1.0)) < OF_THE_HEADING
    ):
        return None
    chosen = [(one, next(iter(one.statements))) for one in beside if one.statements]
    citations = tuple(cite(paper, said.text, label=said.label, anchor=said.anchor) for _, said in chosen)
    sentences = tuple(Sentence(said.text, (place,)) for place, (_, said) in enumerate(chosen))
    return Draft(sentences, citations, note=f"“{provision.headings[-1]}”共 {len(chosen)} 项，全部列出。")


def named_items(paper: Paper, question: str) -> Draft | None:
    """Where the items of a class are asked for (哪些行动) and those of a paper are named so (居家养老提升行动): their names, all of them."""
    asked = _OF_A_CLASS.search(question)
    if asked is None:
        return None
    named = [one for one in paper.provisions if one.head.rstrip("。：；").endswith(asked[1]) and one.statements]
    if len(named) < FEWEST_NAMED or len({one.headings for one in named}) > 1:
        return None
    heads = [one.statements[0] for one in named]
    citations = tuple(cite(paper, one.text, label=one.label, anchor=one.anchor) for one in heads)
    sentences = tuple(Sentence(one.text, (place,)) for place, one in enumerate(heads))
    return Draft(sentences, citations, note=f"共 {len(heads)} 项，全部列出。", provisions=tuple(named))


FEWEST_NAMED = 3
_OF_A_CLASS = re.compile("(?:哪些|哪几[个项种大]|几[个项种大]|什么)(?:具体|重点|主要)?([\u4e00-\u9fff]{2,4})[？?。]?$")


def asks_parts(text: str) -> bool:
    """Whether a question is about the parts of a paper."""
    return bool(re.search(r"(?:几|哪几?|哪些)(?:个)?(?:大)?(?:部分|章|大块|板块)", text))


def parts(paper: Paper) -> Draft | None:
    """The parts of a paper, by its headings of the highest level."""
    found = headings(paper.blocks)
    if len(found) < 2:
        return None
    citations = tuple(cite(paper, one.text, label=one.number, anchor=one.anchor) for one in found)
    sentences = tuple(Sentence(one.text, (place,)) for place, one in enumerate(found))
    return Draft(sentences, citations, note=f"{name_of(paper)}共分 {len(found)} 个部分。")


def article(paper: Paper, number: str) -> Draft | None:
    """The article of this number (“14”, “14-1”), whole; None where there is none or it was taken out."""
    found = article_of(paper, number)
    return stated(paper, found.statements, found) if found and not paper.is_gone(found) else None


def article_of(paper: Paper, number: str) -> Provision | None:
    """The article of this number; in a paper without articles its part of that number (第二条 is then 二、)."""
    articles = [one for one in paper.provisions if one.label.startswith("第") and article_number(one.label)]
    if articles:
        return next((one for one in articles if article_number(one.label) == number), None)
    return next((one for one in paper.provisions if (part := _PART.fullmatch(one.label)) and _count(part[1]) == number), None)


_PART = re.compile("([一二三四五六七八九十]{1,3})、")


def _count(written: str) -> str:
    return str(chinese_number(written))


def asks_editions(text: str) -> bool:
    """Whether a comparison is of texts, not of two things in one text."""
    return bool(
        re.search(
            r"新旧|新老|老办法|旧办法|老规定|旧规定|新版|旧版|老版|修订|修改|原来|以前|之前|上一?版|变化|改了|变了|怎么变|有变吗|调整|新增|(?:19|20)\d\d",
            text,
        )
    )


def compared(old: Paper, new: Paper, words: Sequence[str], question: str = "") -> Draft:
    """What changed from the old text to the new, clause by clause; of many the clauses that speak of `words`, else the first ones. What
    says most of the question comes first."""
    done, same = compare(old.blocks, new.blocks), old.policy.pk == new.policy.pk
    reworded = [row for row in done.rows if row.kind is not RowKind.SAME and row.reworded and _is_a_clause(row.new or row.old)]
    if not _FORCE_ASKED.search(question):
        reworded = [row for row in reworded if not _OF_FORCE.search(_both(row.old, row.new))] or reworded
    about = _about(reworded, words)
    shown = _nearest_first(about, question, words)[:MOST_CHANGES] or _of_every_kind(reworded)
    sentences, citations = [], []
    for row in shown:
        numbers = []
        if row.old:
            citations.append(cite(old, _cut(row.old), label=row.old.number, anchor=row.old.anchor))
            numbers.append(len(citations) - 1)
        if row.new:
            citations.append(cite(new, _cut(row.new), label=row.new.number, anchor=row.new.anchor))
            numbers.append(len(citations) - 1)
        sentences += _changes(row, numbers, same=same)
    note = f"{_edition(old, new)}逐条比对：{done.summary}。"
    if len(shown) < len(reworded):
        where = "见“逐条对比”" if same else "请对照两份原文"
        note += f"下面列出其中 {len(shown)} 处{'与所问有关的' if about else ''}，全部变化{where}。"
    note += "" if new.usable else f"{name_of(new)}也已不是现行规定。"
    side_by_side = Step("看逐条对比" if same else f"看《{new.edition.title}》", "policy", new.policy.code)
    steps = (side_by_side,) if same else (side_by_side, Step(f"看《{old.edition.title}》", "policy", old.policy.code))
    return Draft(tuple(sentences), tuple(citations), note=note, steps=steps)


# since when a text holds and which it repeals differs between any two: told only where it is asked
_OF_FORCE = re.compile("本[一-鿿]{2,4}自[^，。；]{2,20}起(?:施行|试行|实施|执行)|同时废止")
_FORCE_ASKED = re.compile("施行|生效|有效期|到期|废止|什么时候|何时|哪天|日期")


def _about(rows: Sequence[Row], words: Sequence[str]) -> list[Row]:
    """The changes that speak of most of these words, and the items of a list such a one opens; in the order of the text."""
    said = [sum(_speaks_of(word, _both(row.old, row.new)) for word in words) for row in rows]
    most = max(said, default=0)
    found: list[Row] = []
    listing = False  # the rows run through the items of a list that is shown
    for row, count in zip(rows, said, strict=True):
        block = row.new or row.old
        listing = listing and block is not None and block.kind is BlockKind.ITEM
        if (count and count == most) or listing:
            found.append(row)
            listing = listing or (block is not None and block.text.endswith(("：", ":")))
    return found


def _speaks_of(word: str, text: str) -> bool:
    """Whether a clause speaks of a word: of 政策解读 also where it says 解读 alone."""
    return word in text or (len(word) == FOUR and word[2:] in text)


FOUR = 4  # characters: two words of two


def _is_named(block: Block | None, words: Sequence[str]) -> bool:
    return block is not None and any(_speaks_of(word, block.text[:_NAME]) for word in words)


_NAME = 24  # characters in which a clause names what it is about


def _nearest_first(rows: Sequence[Row], question: str, words: Sequence[str]) -> list[Row]:
    """The changes in order of how many pairs of the question's characters they hold, a list behind the sentence that opens it; first those
    named after one of the words."""
    asked = {pair for pair in grams(question) if len(pair) > 1}
    groups: list[list[Row]] = []
    for row in rows:
        block = row.new or row.old
        if (
            groups
            and block is not None
            and block.kind is BlockKind.ITEM
            and _both(groups[-1][0].old, groups[-1][0].new).endswith(("：", ":"))
        ):
            groups[-1].append(row)
        else:
            groups.append([row])
    of_values = bool(_OF_VALUES.search(question))
    groups.sort(
        key=lambda group: (
            not any(_is_named(row.old, words) or _is_named(row.new, words) for row in group),
            -max(len(asked & set(grams(_both(row.old, row.new)))) + 2 * (of_values and _figures_changed(row)) for row in group),
        )
    )
    return [row for group in groups for row in group]


def _figures_changed(row: Row) -> bool:
    """Whether a clause stands in both texts with other figures: 不超过三年, 不超过二年."""
    if row.old is None or row.new is None:
        return False
    old, new = ({(one.unit, str(one.value)) for one in figures(block.text)} for block in (row.old, row.new))
    return bool(old and new and old != new)


_OF_VALUES = re.compile("时间|多久|期限?|年限|几[年天月]|多少|标准|金额|比例|额度|租金|费")


def _of_every_kind(rows: Sequence[Row]) -> list[Row]:
    """Some that were changed, some that are new, some that are gone."""
    each = MOST_CHANGES // 3
    some = [row for kind in (RowKind.CHANGED, RowKind.ADDED, RowKind.REMOVED) for row in [one for one in rows if one.kind is kind][:each]]
    rest = [row for row in rows if not any(row is one for one in some)][: MOST_CHANGES - len(some)]
    return [*some, *rest]


def _is_a_clause(block: Block | None) -> bool:
    ruling = block is not None and block.kind in _CLAUSES and len(block.text) > len(block.number) + 8
    return ruling and block is not None and not forwards(block.text)


_CLAUSES = {BlockKind.ARTICLE, BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.HEADING}


def _edition(old: Paper, new: Paper) -> str:
    if old.policy.pk == new.policy.pk:
        return f"{name_of(new)}与之前的版本（{old.edition.doc_no or '旧版'}）"
    return f"{name_of(old)}与{name_of(new)}"


def _changes(row: Row, numbers: Sequence[int], *, same: bool) -> list[Sentence]:
    """A change in words. `same`: of two editions of one paper; of two papers a clause that has no counterpart in its place may stand elsewhere
    in other words, and two that are little alike are told each for itself."""
    old, new = row.old, row.new
    if old is not None and new is not None and (same or fuzz.ratio(old.text, new.text) >= PAIRED):
        return [_quoting(f"原来：{_cut(old)}　现在：{_cut(new)}", numbers)]
    was, now = ("删去", "新增") if same else ("原规定", "新规定")
    told = [f"{was}：{_cut(old)}"] if old is not None else []
    told += [f"{now}：{_cut(new)}"] if new is not None else []
    return [_quoting(text, (number,)) for text, number in zip(told, numbers, strict=True)]


def _quoting(text: str, numbers: Sequence[int]) -> Sentence:
    """Word for word only where nothing was left out."""
    return Sentence(text, tuple(numbers), verbatim=_LEFT_OUT not in text)


def _both(old: Block | None, new: Block | None) -> str:
    return (old.text if old else "") + (new.text if new else "")


def _cut(block: Block | None) -> str:
    text = plain_text([block]) if block else ""
    if len(text) <= LONGEST_QUOTE:
        return text
    whole = max(text.rfind(mark, 0, LONGEST_QUOTE) for mark in "。；") + 1  # whole sentences, where there is one
    return text[: whole or LONGEST_QUOTE] + _LEFT_OUT


_LEFT_OUT = "……"


def stated(paper: Paper, statements: Sequence[Statement], provision: Provision) -> Draft:
    """The sentences themselves, each with its place."""
    gone = paper.is_gone(provision)
    citations = tuple(cite(paper, one.text, label=one.label, anchor=one.anchor, in_force=paper.usable and not gone) for one in statements)
    sentences = tuple(Sentence(one.text, (place,)) for place, one in enumerate(statements))
    return Draft(sentences, citations, provisions=(provision,))


def with_another(draft: Draft, other: Draft, note: str = "不同情形分别有规定，一并列出。") -> Draft:
    """Both drafts as one, the second behind the first."""
    shift = len(draft.citations)
    more = tuple(replace(one, citations=tuple(number + shift for number in one.citations)) for one in other.sentences)
    return replace(
        draft,
        sentences=(*draft.sentences, *more),
        citations=(*draft.citations, *other.citations),
        provisions=(*draft.provisions, *other.provisions),
        note=draft.note if note in draft.note else f"{draft.note} {note}".strip(),
    )


def restricted(paper: Paper, provision: Provision) -> Draft | None:
    """The item behind this one that tells of the amount in it what it is held to (“补贴金额高于实际租金的，按照实际租金发放”)."""
    at = paper.provisions.index(provision)
    behind = paper.provisions[at + 1] if at + 1 < len(paper.provisions) else None
    if behind is None or behind.headings != provision.headings or behind.blocks[0].kind is not BlockKind.ITEM:
        return None
    if len(behind.text) > SHORT or not grades(behind.text):
        return None
    return stated(paper, behind.statements, behind)


def earlier(paper: Paper, *, on: date) -> Paper | None:
    """The edition before the current one, with its text."""
    texts = [text for text in policies.texts_to_compare(paper.policy, on) if text.edition_id != paper.edition.pk]
    return past(paper, texts[-1], on=on) if texts else None
