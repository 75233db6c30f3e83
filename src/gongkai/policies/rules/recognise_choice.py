"""One value a field from all that were read: the same value twice is one; differing values are both kept and flagged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gongkai.policies.rules.cleaning import Cleaned, Flag
from gongkai.policies.rules.docno import DocNo
from gongkai.policies.rules.fields import GUESS, FieldName, Found, Value
from gongkai.policies.rules.structure import Structure
from gongkai.policies.rules.structure_marks import bare

_CONTRADICTED = 0.5  # what is left of the certainty when the paper says two things
# Inferred readings of these only fill a gap; they are no second opinion on what is printed.
_SILENT = (
    FieldName.TOPIC,
    FieldName.GENRE,
    FieldName.DOCUMENT_CLASS,
    FieldName.SOURCE,
    FieldName.ISSUERS,
    FieldName.CONSULT_DEPT,
    FieldName.UPDATED_ON,
)


def choose(
    candidates: Mapping[FieldName, Sequence[Found]], cleaned: Cleaned, shape: Structure
) -> tuple[dict[FieldName, Found], list[Flag]]:
    """(the chosen value of each field, flags of contradictions). The surest wins, at equal sureness the first read."""
    fields: dict[FieldName, Found] = {}
    flags: list[Flag] = []
    for name in FieldName:
        distinct = _distinct(candidates.get(name, ()))
        if not distinct:
            continue
        best = max(distinct, key=lambda found: found.confidence)
        others = tuple(found for found in distinct if found is not best and (found.confidence > GUESS or name not in _SILENT))
        if name in _SILENT:
            others = tuple(found for found in others if found.confidence >= best.confidence)
        if others:
            flags.append(_contradiction(name, best, others))
            best = replace(best, confidence=min(best.confidence, _CONTRADICTED), others=others)
        fields[name] = best
    return fields, flags


def _distinct(found: Sequence[Found]) -> list[Found]:
    kept: dict[object, Found] = {}
    for each in found:
        key = _key(each.value)
        if key not in kept or each.confidence > kept[key].confidence:
            kept[key] = each
    return list(kept.values())


def _key(value: Value) -> object:
    if isinstance(value, DocNo):
        return (value.code, value.year, value.number)
    return bare(value) if isinstance(value, str) else value


def _contradiction(name: FieldName, best: Found, others: Sequence[Found]) -> Flag:
    said = "；".join(f"{found.how}为“{found.raw}”" for found in (best, *others))
    return Flag("conflict", f"{name.label}前后不一致：{said}。请核对。", best.source_lines[0] if best.source_lines else 0, best.source_text)
