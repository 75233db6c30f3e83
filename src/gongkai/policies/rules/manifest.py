"""清单: a table that lists files with what is known of each. Read whole or refused whole, errors by row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.policies.rules.facts import DATES, LABELS, as_date
from gongkai.policies.rules.fields_dates import only_date
from gongkai.policies.rules.kinds import Category, Disclosure, DocumentClass
from gongkai.shared.refusal import Refused

FILE_COLUMN = "文件"
ATTACHMENTS_COLUMN = "附件"
CATEGORY_COLUMN = "类别"
_SEPARATORS = str.maketrans("；;、,，", "|||||")
SYNONYMS = {
    "文件名": FILE_COLUMN,
    "正文文件": FILE_COLUMN,
    "附件文件": ATTACHMENTS_COLUMN,
    "发文单位": "发文机关",
    "发布机构": "发文机关",
    "文号": "发文字号",
    "生效日期": "施行日期",
    "废止日期": "有效期至",
    "失效日期": "有效期至",
    "咨询部门": "政策咨询部门",
    "咨询电话": "政策咨询电话",
}
_NAMES = {label: name for name, label in LABELS.items()}
_CODED = {
    "disclosure": {one.label: one.value for one in Disclosure},
    "document_class": {one.label: one.value for one in DocumentClass},
}
_CATEGORIES = {one.label: one.value for one in Category}
ERRORS_SHOWN = 20


@dataclass(frozen=True)
class Listed:
    """One row: the file, its attachments, and the facts it gives (only those filled in)."""

    row: int
    file: str
    attachments: tuple[str, ...]
    facts: dict[str, Any]
    category: str = ""


def read(rows: Sequence[Sequence[str]], files: Collection[str]) -> list[Listed]:
    """The rows of a manifest, header first. `files` are the names handed in with it. Errors: Refused naming every wrong row."""
    if not rows:
        raise Refused("清单是空的。第一行应为表头，至少有“文件”一栏。")
    columns = [SYNONYMS.get(cell.strip(), cell.strip()) for cell in rows[0]]
    unknown = [name for name in columns if name and name not in {*_NAMES, FILE_COLUMN, ATTACHMENTS_COLUMN, CATEGORY_COLUMN}]
    errors = [f"表头“{name[:20]}”不认识，可用的有：文件、附件、类别、{'、'.join(_NAMES)}" for name in unknown]
    if FILE_COLUMN not in columns:
        errors.append("缺少“文件”一栏")
    if repeated := sorted({name for name in columns if name and columns.count(name) > 1}):
        errors.append(f"表头重复：{'、'.join(repeated)}")
    if errors:
        raise Refused("清单没有导入。" + "；".join(errors) + "。")
    listed: list[Listed] = []
    seen: dict[str, int] = {}
    for number, cells in enumerate(rows[1:], start=2):
        values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        if not any(values.values()):
            continue
        one, wrong = _row(number, values, files)
        if one.file in seen:
            wrong.append(f"文件“{one.file[:60]}”与第 {seen[one.file]} 行重复")
        seen[one.file] = number
        errors += [f"第 {number} 行：{message}" for message in wrong]
        listed.append(one)
    if errors:
        rest = f"；另有 {len(errors) - ERRORS_SHOWN} 处" if len(errors) > ERRORS_SHOWN else ""
        raise Refused("清单没有导入，请改正后重新提交。" + "；".join(errors[:ERRORS_SHOWN]) + rest + "。")
    if not listed:
        raise Refused("清单只有表头，没有内容。")
    return listed


def _row(number: int, values: dict[str, str], files: Collection[str]) -> tuple[Listed, list[str]]:
    wrong = []
    file = values.pop(FILE_COLUMN, "")
    attachments = tuple(filter(None, (name.strip() for name in values.pop(ATTACHMENTS_COLUMN, "").translate(_SEPARATORS).split("|"))))
    if not file:
        wrong.append("“文件”一栏是空的")
    wrong += [f"找不到文件“{name[:60]}”" for name in (file, *attachments) if name and name not in files]
    category = values.pop(CATEGORY_COLUMN, "")
    if category and category not in _CATEGORIES:
        wrong.append(f"类别“{category[:20]}”应为{'、'.join(_CATEGORIES)}之一")
    facts: dict[str, Any] = {}
    for label, cell in values.items():
        if not cell:
            continue
        name = _NAMES[label]
        value, problem = _value(name, label, cell)
        facts[name] = value
        if problem:
            wrong.append(problem)
    return Listed(number, file, attachments, facts, _CATEGORIES.get(category, "")), wrong


def _value(name: str, label: str, cell: str) -> tuple[Any, str]:
    if name in DATES:
        day = as_date(cell) or only_date(cell)
        return (day.isoformat() if day else cell), "" if day else f"{label}“{cell[:20]}”不是有效日期，请写成 2025-06-10"
    if name in {"issuers", "audience"}:
        return [part.strip() for part in cell.translate(_SEPARATORS).split("|") if part.strip()], ""
    if name in _CODED:
        coded = _CODED[name].get(cell)
        return coded or cell, "" if coded else f"{label}“{cell[:20]}”应为{'、'.join(_CODED[name])}之一"
    return cell, ""
