"""入库检查的格式规范 part: how the facts and the text of a paper depart from the standards for official papers. Nothing here stops
publication; 要素齐全 is asked in `facts.problems` with what `standards` require, 全量覆盖 of the whole library in `quality`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gongkai.documents.rules.paper import Block
from gongkai.policies.rules import docno, index_no, periods
from gongkai.policies.rules.facts import Part, Problem, as_date
from gongkai.policies.rules.genres import genre_of
from gongkai.policies.rules.kinds import Category, DocumentClass
from gongkai.policies.rules.standards import Standards
from gongkai.shared.refusal import Refused

REG_NO = "^[A-Z]{2,6}(PR|CR|DR|TR)-[0-9]{4}-[0-9]{7}$"  # 规范性文件登记号（领域规则 6.7），各地不一，待复核
LONG_TEXT = 1500  # characters after which a paper usually has 条 or headings


def problems(facts: Mapping[str, Any], blocks: Sequence[Block], category: Category, standards: Standards) -> list[Problem]:
    """What of the form is not as it should be, each for a second look."""
    if category is not Category.POLICY:
        return []
    return [Problem(field, message, blocking=False, part=Part.FORM) for field, message in _departures(facts, blocks, standards)]


def _departures(facts: Mapping[str, Any], blocks: Sequence[Block], standards: Standards) -> Iterator[tuple[str, str]]:
    if facts["doc_no"]:
        try:
            docno.parse(facts["doc_no"])
        except Refused as refused:
            yield "doc_no", refused.message
    if not facts["index_no"]:
        yield "index_no", "没有索引号；编辑页会给出本单位的下一个号。"
    elif not index_no.parse(facts["index_no"]):
        yield "index_no", f"索引号“{facts['index_no'][:40]}”不是已知的编号格式，请核对有没有多字少字。"
    named = genre_of(facts["title"])
    if named is None:
        yield "title", "标题没有以公文种类（通知、意见等）结尾，请核对标题是否完整。"
    elif facts["genre"] and facts["genre"] != named.name and named.confidence > 0.9:
        yield "genre", f"{named.how}，公文种类却是“{facts['genre']}”，请核对。"
    normative = facts["document_class"] == DocumentClass.NORMATIVE
    if normative and facts["normative_reg_no"] and not re.fullmatch(REG_NO, facts["normative_reg_no"]):
        yield "normative_reg_no", f"登记号“{facts['normative_reg_no'][:40]}”与通行的编号格式不同，请核对。"
    period = periods.Period(as_date(facts["effective_on"]), as_date(facts["expires_on"]))
    if normative and period.effective_on and period.expires_on and period.effective_on <= period.expires_on:
        longest, trial = standards.longest_years, standards.longest_trial_years
        said = periods.problems(facts["title"], period, normative=True, longest=longest, longest_trial=trial)
        yield from (("expires_on", says) for says in said)
    if sum(len(block.text) for block in blocks) > LONG_TEXT and not any(block.number for block in blocks):
        yield "text", "正文较长而没有识别出条、章或者“一、”一类的层次，请核对分段。"
