"""The standard table of a catalogue (领域规则 11.3): rows to items and back, whatever the office did to its headings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gongkai.catalogue.rules import items
from gongkai.catalogue.rules.categories import BY_CODE, category_named
from gongkai.catalogue.rules.items import Written
from gongkai.catalogue.rules.text import UNSEEN, has_unseen
from gongkai.catalogue.rules.words import Audience, Channel, Mode, Tier

HEADER = (
    "序号", "一级事项", "二级事项", "公开内容", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "公开方式", "公开层级",
    "法定类别", "领域", "事项编码", "上级事项编码", "责任处室", "起算事件", "栏目", "保留天数", "更新周期（天）", "其他渠道时限",
)  # fmt: skip
_SYNONYMS = {
    "一级事项": ("一级事项", "一级公开事项", "公开事项一级事项"),
    "二级事项": ("二级事项", "二级公开事项", "公开事项名称", "公开事项二级事项", "事项名称"),
    "公开内容": ("公开内容", "公开内容（要素）", "公开内容要素", "公开要素"),
    "公开依据": ("公开依据", "依据"),
    "公开时限": ("公开时限", "时限"),
    "公开主体": ("公开主体", "公开责任主体", "责任主体"),
    "公开渠道和载体": ("公开渠道和载体", "公开渠道", "渠道和载体", "渠道"),
    "公开对象": ("公开对象", "对象"),
    "公开方式": ("公开方式", "方式"),
    "公开层级": ("公开层级", "层级"),
    "法定类别": ("法定类别", "类别"),
    "领域": ("领域", "试点领域"),
    "事项编码": ("事项编码", "编码"),
    "上级事项编码": ("上级事项编码",),
    "责任处室": ("责任处室", "责任科室", "责任人"),
    "起算事件": ("起算事件",),
    "栏目": ("栏目", "公开栏目"),
    "保留天数": ("保留天数",),
    "更新周期（天）": ("更新周期（天）", "更新周期"),
    "其他渠道时限": ("其他渠道时限",),
}
_NEEDED = ("二级事项", "公开内容", "公开依据", "公开时限")
_TICKED = re.compile(r"[■☑√✓✔▇●]\s*([^■□☑√✓✔▇●○☐\n]+)")
MOST_ROWS = 5000


@dataclass(frozen=True)
class Row:
    """A line of the table as read. `problems`: (column, what is wrong); organs, column and codes are names still to be looked up."""

    line: int
    written: Written
    category: str
    heading: str
    field: str
    code: str
    parent: str
    organs: tuple[str, ...]
    column: str
    problems: tuple[tuple[str, str], ...]


def rows_in(table: Sequence[Sequence[str]], *, category: str = "", field: str = "") -> tuple[list[Row], str]:
    """The items of a table, and what is wrong with the table as a whole (empty: nothing). `category`, `field`: where the table does not say."""
    place = _header(table)
    if place is None:
        return [], "没有找到表头。第一行（或前几行中的一行）应有“公开内容”“公开依据”“公开时限”等栏名；可以先下载样表。"
    at, columns = place
    if missing := [name for name in _NEEDED if name not in columns]:
        return [], f"表里缺少{'、'.join(f'“{name}”' for name in missing)}一栏，请补上后再上传。"
    found: list[Row] = []
    above: dict[str, str] = {}
    for line, cells in enumerate(table[at:], at + 1):
        values = {name: cells[n].strip() if n < len(cells) else "" for name, n in columns.items()}
        if not any(values[name] for name in _NEEDED):
            continue
        for name in ("一级事项", "法定类别", "领域"):  # merged cells: the value stands in the first row only
            above[name] = values.get(name) or above.get(name, "")
        found.append(_row(line, values | above, category, field))
    if len(found) > MOST_ROWS:
        return [], f"一次最多导入 {MOST_ROWS} 项，这张表有 {len(found)} 项。请分成几张表。"
    return found, "" if found else "表里没有公开事项。"


def _header(table: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]] | None:
    """(the first row after it, column by name); a second row of headings (一级事项、二级事项 under 公开事项) belongs to it."""
    for at, cells in enumerate(table[:10]):
        columns = _columns(cells)
        if "公开内容" in columns or ("公开依据" in columns and "公开时限" in columns):
            after = at + 1
            if after < len(table) and (below := _columns(table[after])):
                columns, after = below | columns, after + 1
            return after, columns
    return None


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for n, cell in enumerate(cells):
        plain = re.sub(r"[\s*＊]", "", cell).replace("(", "（").replace(")", "）")
        for name, synonyms in _SYNONYMS.items():
            if plain in synonyms:
                found.setdefault(name, n)
    return found


def _row(line: int, values: Mapping[str, str], category: str, field: str) -> Row:
    problems: list[tuple[str, str]] = []

    def value(name: str) -> str:
        return values.get(name, "")

    channels, unknown = _listed(value("公开渠道和载体"), {one.label: one.value for one in Channel})
    problems += [("公开渠道和载体", f"不认识的渠道“{one[:20]}”，请用标准目录里的名称。") for one in unknown]
    tiers, unknown = _listed(value("公开层级"), _TIERS)
    problems += [("公开层级", f"不认识的层级“{one[:20]}”，请写省、市、县、乡、村。") for one in unknown]
    audience, group = _audience(value("公开对象"))
    mode = Mode.ON_REQUEST if "依申请" in value("公开方式") and "主动" not in value("公开方式") else Mode.PROACTIVE
    days = {}
    for name in ("保留天数", "更新周期（天）"):
        text = value(name).removesuffix("天") or "0"
        if text in ("长期", "永久"):
            text = "0"
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            problems.append((name, f"“{text[:20]}”不是天数，请写整数；长期保留的写“长期”。"))
            text = "0"
        days[name] = int(text)
    other, wrong = _other_limits(value("其他渠道时限"))
    problems += [("其他渠道时限", one) for one in wrong]
    written = Written(
        name=value("二级事项"),
        content=value("公开内容"),
        basis=value("公开依据"),
        limit_text=value("公开时限"),
        channels=channels or (Channel.WEBSITE.value,),
        audience=audience,
        group=group,
        mode=mode.value,
        tiers=tiers,
        unit=value("责任处室"),
        anchor=value("起算事件"),
        channel_limits=other,
        retention_days=days["保留天数"],
        refresh_days=days["更新周期（天）"],
    )
    asked = value("法定类别")
    known = category_named(asked) if asked else BY_CODE.get(category)
    if known is None:
        problems.append(
            ("法定类别", f"“{asked[:20]}”不是法定公开类别，请写编码（如 PD07）。" if asked else "请在表里写明法定类别，或者上传时选一个。")
        )
    problems += [(items.LABELS[name], message) for name, message in items.problems(written)]
    problems += [
        (name, f"{name}{UNSEEN}")
        for name in ("一级事项", "公开主体", "领域", "事项编码", "上级事项编码", "栏目")
        if has_unseen(value(name))
    ]
    return Row(
        line=line,
        written=written,
        category=known.code if known else "",
        heading=value("一级事项") or value("二级事项"),
        field=value("领域") or field,
        code=value("事项编码"),
        parent=value("上级事项编码"),
        organs=tuple(one for one in _split(value("公开主体")) if one),
        column=value("栏目"),
        problems=tuple(problems),
    )


_TIERS = {form: one.value for one in Tier for form in (one.label, one.label[0], {"乡级": "乡镇"}.get(one.label, one.label))} | {
    "区": "county", "区县": "county", "县区": "county", "镇": "township", "街道": "township", "乡镇（街道）": "township", "社区": "village",
    "乡、村级": "township", "国家级": "",
}  # fmt: skip


def _split(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"[、，,;；\n]", text) if one.strip()]


def _listed(text: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    """The values of a cell: ticked boxes where there are any, else whatever is listed; and what is not known."""
    ticked = [one.strip() for one in _TICKED.findall(text)]
    said = ticked or ([] if "□" in text or "☐" in text else _split(text))
    plain = {re.sub(r"[\s()（）]", "", name): value for name, value in known.items()}
    values, unknown = [], []
    for one in said:
        bare = re.sub(r"[\s()（）]|√$", "", one)
        if bare in plain:
            values.append(plain[bare])
        elif found := [value for name, value in plain.items() if len(bare) > 1 and (name.startswith(bare) or bare.startswith(name))]:
            values.append(found[0])
        else:
            unknown.append(one)
    return tuple(dict.fromkeys(value for value in values if value)), unknown


def _audience(text: str) -> tuple[str, str]:
    ticked = "、".join(_TICKED.findall(text)) or text
    said = re.sub(r"特定群[体众](?:（群体）)?[:：（]?", "", ticked).strip("）) ")
    if not ticked.strip() or "全社会" in ticked or "社会公众" in ticked:
        return Audience.EVERYBODY.value, ""
    return Audience.GROUP.value, said or ticked.strip()


def _other_limits(text: str) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """ "两微一端：3个工作日内；政府公报：按季度" → by channel."""
    found, wrong = {}, []
    for part in re.split(r"[;；\n]", text):
        if not part.strip():
            continue
        name, _, limit = part.replace(":", "：").partition("：")
        channel = next((one for one in Channel if one.label == name.strip()), None)
        if channel is None or not limit.strip():
            wrong.append(f"“{part.strip()[:20]}”看不懂，请写成“两微一端：3个工作日内”。")
        elif channel is not Channel.WEBSITE:
            found[channel.value] = limit.strip()
    return tuple(sorted(found.items())), wrong


@dataclass(frozen=True)
class Printed:
    """What a line of the exported table is made of."""

    code: str
    parent: str
    category: str
    heading: str
    field: str
    written: Written
    organs: Sequence[str]
    column: str


def lines(rows: Iterable[Printed]) -> list[list[object]]:
    """The rows under HEADER; reading them in again changes nothing."""
    found: list[list[object]] = []
    for n, one in enumerate(rows, 1):
        written = one.written
        found.append(
            [
                n, one.heading, written.name, written.content, written.basis, written.limit_text, "、".join(one.organs),
                items.shown("channels", written.channels), written.group if written.audience == Audience.GROUP else Audience.EVERYBODY.label,
                Mode(written.mode).label, items.shown("tiers", written.tiers), one.category, one.field, one.code, one.parent, written.unit,
                written.anchor, one.column, written.retention_days or "长期", written.refresh_days or "",
                items.shown("channel_limits", written.channel_limits),
            ]
        )  # fmt: skip
    return found
