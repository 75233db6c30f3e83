"""From a file's lines to a draft with evidence: what the paper is, its metadata, its structure, whom it cites and whom it charges.

Nothing here decides: every value says where it stood and how sure we are, and an officer confirms."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from gongkai.documents.rules.paper import Block, BlockKind
from gongkai.policies.rules.citations import Citation, Own, citations
from gongkai.policies.rules.cleaning import Cleaned, Flag, SourceLine, clean
from gongkai.policies.rules.docno import DocNo
from gongkai.policies.rules.fields import FieldName, Found
from gongkai.policies.rules.fields_body import body_fields
from gongkai.policies.rules.fields_table import Table, read_table
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.recognise_category import Judged, judge
from gongkai.policies.rules.recognise_choice import choose
from gongkai.policies.rules.structure import Structure, structure
from gongkai.policies.rules.units import Contact, Duty, contacts, duties, is_signing_unit


@dataclass(frozen=True)
class Draft:
    """What was read from one file. `text` is the cleaned text, one line a line: `Found.line` counts in it from 1."""

    category: Category
    reason: str  # why this category, in Chinese
    fields: dict[FieldName, Found]
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    duties: tuple[Duty, ...]
    contacts: tuple[Contact, ...]
    attachments: tuple[str, ...]
    flags: tuple[Flag, ...]
    steps: tuple[str, ...]
    text: str = field(repr=False, default="")
    sources: Mapping[str, tuple[int, ...]] = field(default_factory=dict, repr=False)  # anchor -> 1-based source lines

    def value(self, name: FieldName) -> object | None:
        """The value of a field, None when it was not found."""
        found = self.fields.get(name)
        return found.value if found else None


def recognise(lines: Iterable[SourceLine], name: str = "", facts: Mapping[str, str] | None = None) -> Draft:
    """Read one file. `name` is the file name, `facts` what the format said beside the text (meta tags). Never raises for odd text."""
    cleaned = clean(lines)
    table = read_table(cleaned, facts or {})
    body = [line for at, line in enumerate(cleaned.lines) if at not in table.used]
    titled = next(iter(table.candidates.get(FieldName.TITLE, [])), None)
    shape = structure(body, title_hint=str(titled.value) if titled else "")
    index = {id(line): at for at, line in enumerate(cleaned.lines)}
    candidates = _merged(table, body_fields(cleaned, shape, index, name))
    fields, conflicts = choose(candidates, cleaned, shape)
    judged = judge(cleaned, shape, fields)
    if judged.category is Category.INTERPRETATION:
        fields = _issued_by_source(fields)
    if judged.category is not Category.POLICY:
        fields = _without_policy_guesses(fields, judged.category)
    doc_no = fields[FieldName.DOC_NO].value if FieldName.DOC_NO in fields else None
    title = str(fields[FieldName.TITLE].value) if FieldName.TITLE in fields else shape.head.title
    cited = citations(
        shape.blocks,
        Own.of(title, shape.blocks, doc_no if isinstance(doc_no, DocNo) else None),
        interprets=judged.category is Category.INTERPRETATION,
    )
    return Draft(
        judged.category,
        judged.reason,
        fields,
        shape.blocks,
        cited,
        duties(shape.blocks),
        _called(cleaned, fields),
        _attachments(shape),
        (*cleaned.flags, *table.flags, *conflicts, *shape.flags, *_missing(fields, judged), *_secret_marks(shape, cleaned)),
        cleaned.steps,
        cleaned.text,
        {block.anchor: line.sources for block, line in zip(shape.blocks, shape.origin, strict=True)},
    )


def _merged(table: Table, body: Mapping[FieldName, Sequence[Found]]) -> dict[FieldName, list[Found]]:
    return {name: [*table.candidates.get(name, []), *body.get(name, [])] for name in FieldName}


_POLICY_ONLY = (
    FieldName.GENRE,
    FieldName.DOCUMENT_CLASS,
    FieldName.ADDRESSEES,
    FieldName.EFFECTIVE_ON,
    FieldName.EXPIRES_ON,
    FieldName.VALIDITY_PERIOD,
)


def _without_policy_guesses(fields: dict[FieldName, Found], category: Category) -> dict[FieldName, Found]:
    """News speaks of other papers' dates and kinds; only what is printed under a label is its own."""
    dropped = {name for name in _POLICY_ONLY if name in fields and not fields[name].how.startswith(("元数据表", "网页标记"))}
    if category is Category.NEWS and FieldName.DOC_NO in fields and not fields[FieldName.DOC_NO].how.startswith(("元数据表", "网页标记")):
        dropped.add(FieldName.DOC_NO)
    return {name: found for name, found in fields.items() if name not in dropped}


def _issued_by_source(fields: dict[FieldName, Found]) -> dict[FieldName, Found]:
    """A 解读 is signed by nobody; the office named as its source gave it."""
    source = fields.get(FieldName.SOURCE)
    if FieldName.ISSUERS in fields or source is None or not is_signing_unit(str(source.value)):
        return fields
    return fields | {FieldName.ISSUERS: replace(source, value=(str(source.value),), how="来源栏所写机关", confidence=0.6)}


def _called(cleaned: Cleaned, fields: Mapping[FieldName, Found]) -> tuple[Contact, ...]:
    """Each number once; the one in the table belongs to the department in the table."""
    dept, phone = fields.get(FieldName.CONSULT_DEPT), fields.get(FieldName.CONSULT_PHONE)
    called: dict[str, Contact] = {}
    for contact in contacts(_every_line(cleaned)):
        if dept and phone and not contact.unit and contact.phone == phone.value:
            contact = replace(contact, unit=str(dept.value))
        called.setdefault(contact.phone, contact)
    return tuple(called.values())


def _every_line(cleaned: Cleaned) -> list[str]:
    rows = [" ".join(row) for line in cleaned.lines for row in line.rows]
    return [line.spaced for line in cleaned.lines if not line.rows] + rows


_LIST_MARK = re.compile(r"^附件?\d{0,2}[：:]?|^\d{1,2}[.．、]")


def _attachments(shape: Structure) -> tuple[str, ...]:
    """Names from 附件说明; without one, the titles of the annexes themselves."""
    listed: list[str] = []
    annexes: list[str] = []
    pending = False
    for block in shape.blocks:
        if block.kind is BlockKind.ATTACHMENT and block.anchor.startswith("fj"):
            listed += [part for part in _split_list(block.text) if part]
        elif block.kind is BlockKind.ATTACHMENT:
            bare = re.sub(r"^附件?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[：:、.]?", "", block.text)
            annexes += [bare] if bare else []
            pending = not bare
        elif pending and block.kind is BlockKind.TITLE:
            annexes.append(block.text)
            pending = False
    return tuple(dict.fromkeys(listed or annexes))


def _split_list(text: str) -> list[str]:
    body = re.sub(r"^附件?[：:]", "", text)
    parts = re.split(r"(?:(?<=^)|(?<=[；;）)\u3400-\u9fff ]))\d{1,2}[.．、](?!\d)", body)
    return [part.strip(" ；;。") for part in parts]


def _missing(fields: Mapping[FieldName, Found], judged: Judged) -> list[Flag]:
    needed = [FieldName.TITLE]
    if judged.category is Category.POLICY:
        needed += [FieldName.ISSUERS, FieldName.DOC_NO, FieldName.FORMED_ON]
    return [Flag("missing", f"没有找到{name.label}，请补充。") for name in needed if name not in fields]


def _secret_marks(shape: Structure, cleaned: Cleaned) -> list[Flag]:
    """份号、密级、紧急程度 must not stand on a public paper (领域规则 6.5、13.4)."""
    return [
        Flag(
            "suspicious",
            f"版头有“{line.text}”，公开的文件不得出现份号、密级和紧急程度标志，请先作保密审查。",
            line.sources[0],
            cleaned.source_text(line),
        )
        for line in shape.head.secrecy
    ]
