"""What was read from a file, arranged for the confirmation page: the original line by line, every value with its evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.forms import BoundField

from gongkai.desk.imports.forms import ConfirmForm
from gongkai.documents.rules.paper import Block
from gongkai.policies.actions.reviewed import shown_facts
from gongkai.policies.models import ImportItem
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.kinds import Category
from gongkai.publishing.queries import rulebook
from gongkai.publishing.rules.hits import Hit
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import Material

LINES_SHOWN = 3000
SUGGESTED = "index_no:suggested"  # what is pressed to take the number offered
_READ_AS = {"topic_l1": ("topic", "topic_l1"), "topic_l2": ("topic", "topic_l2"), "stated_validity": ("validity", "stated_validity"),
            "formed_on": ("formed_on", "signed_on")}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of the original; `told`: the facts read from it; `flags`: what is wrong with it."""

    number: int
    text: str
    told: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Where a value was read and how sure that is. `others`: (what to press, value) of readings that differ."""

    how: str
    confidence: float
    lines: tuple[int, ...]
    source: str
    others: tuple[tuple[str, str], ...] = ()

    @property
    def is_given(self) -> bool:
        return self.how.startswith("清单")


@dataclass(frozen=True)
class Row:
    field: BoundField
    evidence: Evidence | None
    suggested: str = ""  # a value of our own making, offered where none was read


@dataclass(frozen=True)
class Duty:
    clause: str
    role: str
    units: tuple[str, ...]
    lines: tuple[int, ...] = field(default=())


def lines(draft: Mapping[str, Any]) -> list[Line]:
    """The original, its first LINES_SHOWN lines."""
    told: dict[int, list[str]] = {}
    for name, found in draft["fields"].items():
        for number in found["lines"]:
            told.setdefault(number, []).append(_label(name))
    flags: dict[int, list[str]] = {}
    for flag in draft["flags"]:
        if flag["line"]:
            flags.setdefault(flag["line"], []).append(flag["message"])
    shown = enumerate(draft["original"][:LINES_SHOWN], 1)
    return [Line(number, text, tuple(dict.fromkeys(told.get(number, ()))), tuple(flags.get(number, ()))) for number, text in shown]


def rows(form: ConfirmForm, draft: Mapping[str, Any], *, suggested: str = "") -> Iterator[tuple[str, list[Row]]]:
    """The form by groups, each field with its evidence; `suggested`: the 索引号 offered."""
    for legend, fields in form.groups():
        yield legend, [Row(one, evidence_of(draft, one.name), suggested if one.name == "index_no" else "") for one in fields]


def evidence_of(draft: Mapping[str, Any], name: str) -> Evidence | None:
    """The evidence for a field of the form; None where nothing was read."""
    for read_as in _READ_AS.get(name, (name,)):
        found = draft["fields"].get(read_as)
        if found:
            others = tuple((f"{read_as}:{at}", _shown(value)) for at, value in enumerate(found.get("others", ())))
            return Evidence(found["how"], found["confidence"], tuple(found["lines"]), found["source"], others if name != "topic_l2" else ())
    return None


def other_value(draft: Mapping[str, Any], pressed: str) -> dict[str, str]:
    """The fields of the form after “改用” was pressed; nothing for a button that is not there."""
    name, _, at = pressed.partition(":")
    others = draft["fields"].get(name, {}).get("others", [])
    if not (at.isascii() and at.isdigit() and int(at) < len(others)):
        return {}
    value = others[int(at)]
    if name == "topic":
        return dict(zip(("topic_l1", "topic_l2"), [*value, "", ""], strict=False))
    target = next((field for field, names in _READ_AS.items() if name in names), name)
    return {target: _shown(value)}


def duties(draft: Mapping[str, Any]) -> list[Duty]:
    """Who is charged with what, clause by clause."""
    texts = {block.get("anchor"): block["text"] for block in draft["blocks"]}
    return [
        Duty(
            duty.get("clause") or texts.get(duty["anchor"], ""),
            duty["role"],
            tuple(duty["units"]),
            tuple(draft["sources"].get(duty["anchor"], ())),
        )
        for duty in draft["duties"]
    ]


def blocks(draft: Mapping[str, Any]) -> tuple[Block, ...]:
    return tuple(Block.from_dict(value) for value in draft["blocks"])


def foreseen(item: ImportItem, facts: Mapping[str, Any], category: Category, on: date) -> tuple[Hit, ...]:
    """What the inspection before publication would find in the text as it stands; nothing of it is kept."""
    numbers = frozenset(str(facts[name]) for name in ("index_no", "doc_no", "normative_reg_no") if facts.get(name))
    material = Material(title=str(facts.get("title") or ""), blocks=blocks(item.draft), fields=shown_facts(facts), own_numbers=numbers)
    return inspect_paper(material, rulebook(on, item.batch.office), about=f"policies.importitem:{item.pk}", today=on)


def _label(name: str) -> str:
    labels = {"topic": "主题分类", "validity": "有效性", "signed_on": "落款日期", "updated_on": "更新日期", "validity_period": "有效期"}
    return labels.get(name) or fact_rules.LABELS.get(name, name)


def _shown(value: Any) -> str:
    return "、".join(str(part) for part in value if part) if isinstance(value, list) else str(value)
