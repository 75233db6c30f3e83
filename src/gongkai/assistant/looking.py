"""Looking a version over before it is published: each sentence beside its clauses, whose papers it cites, who answers the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.assistant.knowledge import Rival, rivals
from gongkai.assistant.models import FaqEntry, FaqVersion
from gongkai.assistant.responsible import answers_for, offices_of
from gongkai.assistant.rules.laying import Laid, lay
from gongkai.assistant.rules.matching import VERY_NEAR
from gongkai.people.models import Organisation
from gongkai.policies.models import Policy

SHOWN = 5


@dataclass(frozen=True)
class Near:
    """A published entry that asks the same, or nearly."""

    entry: FaqEntry
    rival: Rival


@dataclass(frozen=True)
class Look:
    """`near`: entries that ask the same or nearly, the same first; `foreign`: whose papers are cited, when none is the office's own."""

    office: Organisation
    sentences: tuple[Laid, ...]
    near: tuple[Near, ...]
    foreign: str

    @property
    def taken(self) -> FaqEntry | None:
        """The entry of another office that answers this question already and goes before this one."""
        return next((one.entry for one in self._others() if one.rival.same and one.rival.goes_first), None)

    @property
    def competing(self) -> list[FaqEntry]:
        """What asks the same, whichever is answered."""
        return [one.entry for one in self.near if one.rival.same]

    def points(self) -> list[str]:
        """What is not published unless its signer answers for it with a reason."""
        said = [f"答案第 {n} 句与出处不符：{'；'.join(one.grave)}。" for n, one in enumerate(self.sentences, 1) if one.grave]
        said += [self.foreign] if self.foreign else []
        for one in self._others():
            if one.entry != self.taken and (one.rival.same or one.rival.likeness >= VERY_NEAR):
                said.append(
                    f"{one.entry.office.name}已经回答{'同一' if one.rival.same else '很相近的'}问题：{one.entry.code}“{one.entry.question}”。"
                )
        return said

    def remarks(self) -> list[str]:
        """What is only worth a look: sentences put otherwise than their source."""
        return [f"答案第 {n} 句和原文说法不同：{'；'.join(one.slight)}。" for n, one in enumerate(self.sentences, 1) if one.slight]

    def told(self) -> list[str]:
        """Everything, what forbids it first."""
        one = self.taken
        said = f"{one.office.name}已经发布了同一个问题（{one.code}“{one.question}”），这一条不能发布，请“转交”该单位。" if one else ""
        return [*([said] if said else []), *self.points(), *self.remarks()]

    def _others(self) -> Iterator[Near]:
        return (one for one in self.near if one.entry.office_id != self.office.pk)


def look_over(entry: FaqEntry, version: FaqVersion, on: date) -> Look:
    """A version as whoever signs it should see it; a fixed number of queries."""
    version.entry = entry
    cited = list(version.citations.select_related("policy__office"))
    sentences = tuple(lay(line["text"], [cited[n].clause for n in line["sources"] if n < len(cited)]) for line in version.lines)
    found = rivals(version, on=on)[:SHOWN]
    entries = FaqEntry.objects.filter(pk__in=[one.entry for one in found]).select_related("office").in_bulk()
    near = tuple(Near(entries[one.entry], one) for one in found if one.entry in entries)
    papers = {one.policy_id: one.policy for one in cited}
    return Look(entry.office, sentences, near, _foreign(entry.office, list(papers.values())))


def _foreign(office: Organisation, cited: Sequence[Policy]) -> str:
    offices = offices_of(cited)
    if not cited or any(answers_for(office, offices[paper.pk]) for paper in cited):
        return ""
    named = "、".join(f"《{paper.title}》（{paper.office.name}）" for paper in cited[:3])
    return f"所引的文件都不是{office.name}制发或者负责解答的：{named}。"
