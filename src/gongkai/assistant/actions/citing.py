"""Finding the words an entry rests on: which paper, which clause, as it reads today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.assistant.knowledge import Standing, standing_now
from gongkai.assistant.models import FaqCitation, FaqVersion
from gongkai.assistant.rules.entries import Line, Source, clause_with, repealed_within
from gongkai.policies.models import Policy
from gongkai.policies.worklists import targets
from gongkai.search.rules.entries import Clause
from gongkai.shared.refusal import Refused


@dataclass(frozen=True)
class Cited:
    """A source that was found."""

    policy: Policy
    quote: str
    now: Standing
    clause: Clause


def cite(lines: Sequence[Line], on: date) -> tuple[list[dict[str, object]], list[Cited]]:
    """The answer as a version keeps it, [{text, sources}], and what it cites, each once. A source without a quotation quotes the sentence
    itself. Errors: Refused for the first source that names no paper, one not in force, or words that do not stand in it."""
    papers = {source.paper: _paper(source.paper, on) for line in lines for source in line.sources}
    now = standing_now({policy.pk for policy in papers.values()}, on)
    cited: dict[tuple[int, str], int] = {}
    found: list[Cited] = []
    kept: list[dict[str, object]] = []
    for line in lines:
        numbers = []
        for source in line.sources:
            policy, quote = papers[source.paper], source.quote or line.text
            if (policy.pk, quote) not in cited:
                cited[policy.pk, quote] = len(found)
                found.append(_found(source, policy, quote, now.get(policy.pk)))
            numbers.append(cited[policy.pk, quote])
        kept.append({"text": line.text, "sources": list(dict.fromkeys(numbers))})
    return kept, found


def resolved(lines: Sequence[Line], on: date) -> tuple[Line, ...]:
    """The sentences with each paper by its code and every quotation written out. Errors as above."""
    kept, cited = cite(lines, on)
    return tuple(
        Line(line.text, tuple(Source(cited[n].policy.code, cited[n].quote) for n in row["sources"]))  # type: ignore[attr-defined]
        for line, row in zip(lines, kept, strict=True)
    )


def keep(version: FaqVersion, cited: Sequence[Cited]) -> None:
    """The citations of a version being written, in the place of those it had."""
    version.citations.all().delete()
    FaqCitation.objects.bulk_create(
        FaqCitation(
            version=version,
            position=position,
            policy=one.policy,
            edition=one.now.edition,
            anchor=one.clause.anchor,
            label=one.clause.number,
            quote=one.quote,
            clause=one.clause.text,
        )
        for position, one in enumerate(cited)
    )


def _paper(named: str, on: date) -> Policy:
    found = targets(named.strip("《》 "), on, limit=2)
    if not found:
        raise Refused(f"公开的文件里没有“{named[:60]}”，请填写一策一码、文号或者完整的标题。", field="lines")
    if len(found) > 1:
        raise Refused(f"叫“{named[:60]}”的文件不止一件，请改填一策一码或者文号。", field="lines")
    return found[0]


def _found(source: Source, policy: Policy, quote: str, now: Standing | None) -> Cited:
    if now is None or not now.standing.status.is_in_force:
        why = now.standing.because if now else "不公开"
        raise Refused(f"《{policy.title}》{why}，不能作为现行答复的出处。", field="lines")
    clause = clause_with(quote, now.clauses)
    if clause is None:
        shown = quote if len(quote) <= 40 else quote[:40] + "……"
        hint = "请从文件页面复制原话。" if source.quote else "答句不是原文照录的，请在“引用原话”里粘贴所依据的那句话。"
        raise Refused(f"《{policy.title}》现行文本里没有“{shown}”。{hint}", field="lines")
    if now.partly or (now.repealed and repealed_within(clause.number, now.repealed)):
        raise Refused(f"《{policy.title}》的{clause.number or '这一段'}已被部分废止，不能作为现行答复的出处。", field="lines")
    return Cited(policy, quote, now, clause)
