"""What is said of a paper from its table of facts, and of one that is asked for by a number: whose number it is, and what of it holds today."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gongkai.assistant import retrieval
from gongkai.assistant.retrieval import Paper
from gongkai.assistant.rules.about import Fact
from gongkai.assistant.rules.answers import Answer, Outcome, Passage, Sentence, Step
from gongkai.assistant.rules.routing import Read
from gongkai.assistant.structured import Draft, article_of, cite, name_of
from gongkai.policies import queries as policies
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.validity import said

LONGEST_QUOTE = 160  # characters of what an earlier edition said


def told(paper: Paper, fact: Fact) -> Draft | None:
    """The fact of a paper that is asked for; None where its table does not hold it."""
    values = _values(paper, fact)
    if not values:
        return None
    quote = "；".join(f"{name}：{value}" for name, value in values)
    who = f"《{paper.edition.title}》" if fact is Fact.NUMBER else name_of(paper)
    text = f"{who}的{'，'.join(f'{name}是{value}' for name, value in values)}。" if fact is not Fact.WHAT else _whole(paper)
    sentences = [Sentence(text, (0,), verbatim=False)]
    if paper.category is Category.POLICY and not paper.usable:
        because = f"：{paper.because}" if paper.because else ""
        sentences.append(Sentence(f"这份文件{paper.standing}{because}，不能作为现行依据。", (0,), verbatim=False))
    steps = (Step("看这份文件", "policy", paper.policy.code),)
    return Draft(tuple(sentences), (cite(paper, quote, label="文件信息"),), steps=steps)


def _values(paper: Paper, fact: Fact) -> list[tuple[str, str]]:
    edition = paper.edition
    dates = [("成文日期", edition.formed_on), ("发布日期", edition.published_on)]
    table = {
        Fact.NUMBER: [("发文字号", edition.doc_no)],
        Fact.INDEX: [("索引号", edition.index_no)],
        Fact.ISSUERS: [("发文机关", "、".join(paper.issuers))],
        Fact.TOPIC: [("主题分类", "·".join(one for one in (edition.topic_l1, edition.topic_l2) if one))],
        Fact.DATES: [(name, said(day)) for name, day in dates if day],
        Fact.WHAT: [("标题", edition.title)],
    }
    return [(name, value) for name, value in table[fact] if value]


def _whole(paper: Paper) -> str:
    """What kind of paper it is, in one sentence."""
    edition = paper.edition
    if paper.category is not Category.POLICY:
        return f"这是一篇{paper.category.label}：《{edition.title}》。"
    issued = "、".join(paper.issuers)
    when = f"{said(edition.formed_on)}印发" if edition.formed_on else "印发"
    return f"{edition.doc_no or '这份文件'}是{issued}{when}的《{edition.title}》，{paper.standing}。"


# —— asked for by a number ——


def not_here(read: Read, *, on: date) -> Answer | None:
    """Said where no paper bears the number asked for: that it was withdrawn, or that it is not here. None where one bears it."""
    if not read.doc_nos or policies.visible(on).filter(editions__doc_no__in=read.doc_nos, editions__first_text_at__isnull=False).exists():
        return None
    gone = list(policies.taken_down().filter(editions__doc_no__in=read.doc_nos)[:1])
    numbers = "、".join(read.doc_nos)
    if gone:
        note = f"{numbers}已经撤回，不再公开，不能作为依据，内容也不能再引用。"
    else:
        note = f"本站公开的文件里没有找到{numbers}。请核对文号；文号无误的，可能不是本站公开的文件。"
    steps = (Step("网上咨询", "enquire"), Step("申请公开政府信息", "apply", read.text))
    return Answer(Outcome.REFUSED, read.kind, note=note, steps=steps)


def names_another(read: Read, codes: Sequence[str], *, on: date) -> bool:
    """Whether the question names a paper, by number or title, that is none of those spoken of."""
    if read.doc_nos:
        return True
    if not read.names:
        return False
    named = retrieval.by_names(read.names, on=on)
    return bool(named) and not any(paper.policy.code in codes for paper in named)


def earlier_edition(read: Read, paper: Paper, *, on: date) -> Paper | None:
    """The earlier edition of the paper whose number was named, as it stands today; None where its present number was."""
    if not read.doc_nos or paper.edition.doc_no in read.doc_nos:
        return None
    texts = [one for one in policies.texts_to_compare(paper.policy, on) if one.edition.doc_no in read.doc_nos]
    return retrieval.past(paper, texts[-1], on=on) if texts else None


def of_earlier(answer: Answer, old: Paper, new: Paper, quoted: Passage | None) -> Answer:
    """The answer from the present edition to a question about an earlier one: whose number was named, what it said then, what holds now."""
    because = f"（{old.because}）" if old.because else ""
    then = f"当时写的是：“{_cut(quoted.text)}”" if quoted else ""
    now = "现行规定如下。" if answer.outcome is Outcome.ANSWER else "现行版本的有关内容见下。"
    note = f"{old.edition.doc_no}是《{new.edition.title}》之前的版本，{old.standing}{because}，不能作为现行依据；现行版本是{new.edition.doc_no or '新版'}。"
    return replace(
        answer,
        note=" ".join(one for one in (note, then, now, _other(answer)) if one),
        cards=(*answer.cards, *((quoted,) if quoted else ())),
    )


def _other(answer: Answer) -> str:
    return "" if answer.outcome is not Outcome.ANSWER else answer.note


def standing_of_earlier(old: Paper, new: Paper) -> Draft:
    """Whether an earlier edition is in force: it is not, and which one is."""
    because = old.because or new.because
    sentences = (
        Sentence(f"{name_of(old)}：{old.standing}。{because}。".replace("。。", "。"), (0,), verbatim=False),
        Sentence(f"现行版本是{name_of(new)}：{new.standing}。{new.because}。".replace("。。", "。"), (1,), verbatim=False),
    )
    cited = (cite(old, because, label="有效性", in_force=False), cite(new, new.because, label="有效性"))
    return Draft(sentences, cited, steps=(Step(f"看《{new.edition.title}》", "policy", new.policy.code),))


def clause_of(paper: Paper, number: str) -> Passage | None:
    """The article of this number as it stands in the paper, whatever the paper is worth today."""
    found = article_of(paper, number)
    return paper.passage(found) if found else None


def _cut(text: str) -> str:
    text = re.sub(r"\s*\n\s*", "", text).strip()
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "……"
