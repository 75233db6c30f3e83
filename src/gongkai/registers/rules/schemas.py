"""A list as data: its columns, what may stand in them, how two versions differ. Nine kinds are built in (领域规则 1.11); others are written
the same way as JSON."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.catalogue.rules.text import UNSEEN, has_unseen
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused

LONGEST = {"text": 200, "long": 4000, "number": 30, "date": 10, "choice": 60}
MOST_COLUMNS = 30
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class ColumnKind(Labelled):
    TEXT = "text", "一行文字"
    LONG = "long", "多行文字"
    NUMBER = "number", "数字"
    DATE = "date", "日期"
    CHOICE = "choice", "选项"


@dataclass(frozen=True)
class ListColumn:
    name: str
    label: str
    kind: str = "text"
    needed: bool = False
    choices: tuple[str, ...] = ()
    local: bool = False  # of a list that comes from above: filled in here, and not part of what comes

    def as_data(self) -> dict[str, Any]:
        data = {"name": self.name, "label": self.label, "kind": self.kind, "needed": self.needed, "choices": list(self.choices)}
        return data | ({"local": True} if self.local else {})


@dataclass(frozen=True)
class Schema:
    """The first column names an entry."""

    slug: str
    name: str
    basis: str
    columns: tuple[ListColumn, ...]

    def as_data(self) -> list[dict[str, Any]]:
        return [one.as_data() for one in self.columns]


def columns_in(data: Any) -> tuple[ListColumn, ...]:
    """The columns written as JSON. Refused with what is wrong."""
    if not isinstance(data, list) or not data or len(data) > MOST_COLUMNS:
        raise Refused(f"栏目应是一个列表，1 到 {MOST_COLUMNS} 栏。", field="columns")
    found = []
    for one in data:
        if not isinstance(one, Mapping) or not _NAME.fullmatch(str(one.get("name", ""))) or not str(one.get("label", "")).strip():
            raise Refused("每一栏要有 name（小写字母开头的英文名）和 label（中文栏名）。", field="columns")
        kind = str(one.get("kind", "text"))
        if kind not in LONGEST:
            raise Refused(f"“{one['label']}”的 kind 只能是 text、long、number、date、choice。", field="columns")
        choices = tuple(str(choice) for choice in one.get("choices", ()))
        if kind == "choice" and not choices:
            raise Refused(f"“{one['label']}”是选项，请写明 choices。", field="columns")
        needed, local = bool(one.get("needed")), bool(one.get("local"))
        found.append(ListColumn(str(one["name"]), str(one["label"]).strip()[:40], kind, needed, choices, local))
    if found[0].local:
        raise Refused("第一栏是条目的名称，不能是本地填写的。", field="columns")
    if len({one.name for one in found}) < len(found):
        raise Refused("有两栏的 name 相同。", field="columns")
    return (ListColumn(found[0].name, found[0].label, found[0].kind, True, found[0].choices), *found[1:])


def tidy(columns: Sequence[ListColumn], values: Mapping[str, Any]) -> dict[str, str]:
    """Known columns only, as stripped text."""
    return {one.name: str(values.get(one.name) or "").strip() for one in columns}


def problems(columns: Sequence[ListColumn], values: Mapping[str, str], *, from_above: bool = False) -> list[tuple[str, str]]:
    """(column, what is wrong) of tidied values. `from_above`: they came with an edition from above, what is local may still be wanting."""
    found = []
    for one in columns:
        value = values[one.name]
        if not value:
            if one.needed and not (from_above and one.local):
                found.append((one.name, f"请填写{one.label}。"))
        elif len(value) > LONGEST[one.kind]:
            found.append((one.name, f"{one.label}有 {len(value)} 字，最多 {LONGEST[one.kind]} 字。"))
        elif has_unseen(value):
            found.append((one.name, f"{one.label}{UNSEEN}"))
        elif one.kind == "text" and ("\t" in value or len(value.splitlines()) > 1):
            found.append((one.name, f"{one.label}应写在一行里，请去掉换行和制表符。"))
        elif one.kind == "number" and not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", value):
            found.append((one.name, f"{one.label}“{value[:20]}”不是数字。"))
        elif one.kind == "date" and not _is_day(value):
            found.append((one.name, f"{one.label}“{value[:20]}”不是日期，请写成 2026-01-31。"))
        elif one.kind == "choice" and value not in one.choices:
            found.append((one.name, f"{one.label}应是：{'、'.join(one.choices)}。"))
    return found


def wrong_note(note: str) -> str:
    """What is wrong with a 变更说明; empty when nothing is."""
    if not 4 <= len(note.strip()) <= 300:
        return "请写明变更说明，4 到 300 字；会向社会公开。"
    return f"变更说明{UNSEEN}" if has_unseen(note) else ""


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False


def changes(columns: Sequence[ListColumn], before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(label, before, after) of each column that differs."""
    return [
        (one.label, before.get(one.name, ""), after.get(one.name, ""))
        for one in columns
        if before.get(one.name, "") != after.get(one.name, "")
    ]


def carried(columns: Sequence[ListColumn], above: Mapping[str, str], here: Mapping[str, str]) -> dict[str, str]:
    """What came from above with what was filled in here."""
    return {one.name: (here if one.local else above).get(one.name, "") for one in columns}


@dataclass(frozen=True)
class Span:
    """When a version counts; `ends`: from its day the entry is off the list."""

    number: int
    valid_from: date
    valid_to: date | None = None
    ends: bool = False


def standing_on(spans: Sequence[Span], day: date) -> int | None:
    """The number of the version in force on the day; None when there is none."""
    begun = [one for one in spans if one.valid_from <= day]
    last = max(begun, key=lambda one: (one.valid_from, one.number), default=None)
    if last is None or last.ends or (last.valid_to is not None and last.valid_to < day):
        return None
    return last.number


def _schema(slug: str, name: str, basis: str, *columns: str) -> Schema:
    """Columns as "name:label:kind!@": “!” where it is needed, “@” where it is filled in here, choices after “=” parted by “/”."""
    found = []
    for text in columns:
        name_, label, kind = (*text.split(":"), "text")[:3]
        kind, _, listed = kind.rstrip("!@").partition("=")
        found.append(ListColumn(name_, label, kind, "!" in text, tuple(listed.split("/")) if listed else (), "@" in text))
    return Schema(slug, name, basis, tuple(found))


SCHEMAS = (
    _schema(
        "powers", "权责清单", "政府信息公开条例第二十条；关于推行地方各级政府工作部门权力清单制度的指导意见",
        "name:事项名称:text!", "kind:类型:choice=许可/处罚/强制/征收/给付/检查/确认/奖励/裁决/其他!", "basis:设定依据:long!", "agency:实施主体:text!",
        "unit:承办机构", "duty:责任事项:long", "liability:追责情形:long", "level:层级",
    ),
    _schema(
        "fees", "行政事业性收费和政府性基金目录清单", "优化营商环境条例第二十五条",
        "name:项目名称:text!", "kind:种类:choice=行政事业性收费/政府性基金!", "collector:执收单位:text!", "basis:收费依据:long!", "standard:收费标准:long!",
        "management:资金管理方式", "relief:减免政策:long",
    ),
    _schema(
        "permits", "行政许可事项清单", "行政许可法第三十条",
        "name:事项名称:text!", "agency:实施机关:text!", "basis:设定依据:long!", "condition:许可条件:long!", "material:申请材料:long", "days:承诺时限（工作日）:number",
        "fee:收费", "term:有效期限",
    ),
    _schema(
        "enforcement", "行政执法事项清单", "行政处罚法第三十四条、第三十九条",
        "name:执法事项:text!", "kind:类别:choice=行政处罚/行政强制/行政检查/行政征收/其他!", "agency:执法主体:text!", "basis:依据:long!", "discretion:裁量基准:long",
        "procedure:程序:long", "remedy:救济渠道:long",
    ),
    _schema(
        "enforcement-reports", "行政执法年度报告", "国办发〔2018〕118号",
        "year:年度:text!", "agency:执法主体:text!", "officers:执法人员数:number", "permits:许可件数:number", "penalties:处罚件数:number", "forces:强制件数:number",
        "inspections:检查次数:number", "disputes:复议诉讼件数:number", "note:说明:long",
    ),
    _schema(
        "inspections", "行政检查事项清单", "国办发〔2024〕54号",
        "name:检查事项:text!", "agency:检查主体:text!", "object:检查对象:text!", "basis:检查依据:long!", "content:检查内容:long!", "frequency:年度频次上限",
    ),
    _schema(
        "inspection-plans", "年度行政检查计划", "优化营商环境条例第五十四条",
        "name:计划名称:text!", "year:年度:text!", "agency:检查主体:text!", "object:对象范围:text!", "ratio:抽查比例", "method:方式", "period:时间",
    ),
    _schema(
        "relief", "社会救助标准", "社会救助暂行办法第十条",
        "name:救助项目:text!", "area:适用范围:text!", "amount:标准（元/月）:number!", "basis:依据:long!", "agency:主管部门", "procedure:申请程序:long",
    ),
    _schema(
        "market-access", "市场准入负面清单", "优化营商环境条例第二十条（待复核）",
        "name:事项:text!", "kind:类别:choice=禁止准入类/许可准入类!", "sector:所属行业", "measure:禁止或者许可准入措施:long!", "national:国家主管部门",
        "agency:本地主管部门:text!@", "remark:本地办理说明:long@",
    ),
)  # fmt: skip
BY_SLUG = {one.slug: one for one in SCHEMAS}
