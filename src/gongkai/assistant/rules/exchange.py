"""问答库的导入导出: rows of a table and entries of a JSON file, read whole or refused whole, errors by row."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.assistant.rules.entries import Channel, Line, Source, Written
from gongkai.shared.refusal import Refused

MOST_ROWS = 500
ERRORS_SHOWN = 20
QUESTION, WORDINGS, ANSWER, PAPERS, QUOTES = "问题", "其他问法", "答案", "出处文件", "引用原话"
TOPIC, CHANNELS, AUDIENCE, REVIEW_ON = "主题", "使用渠道", "面向对象", "复核日期"
READ = (QUESTION, WORDINGS, ANSWER, PAPERS, QUOTES, TOPIC, CHANNELS, AUDIENCE, REVIEW_ON)
CODE = "编号"  # of an entry there is already: the row is what it is to say from now on
TOLD = (CODE, "状态", "责任单位", "维护人", "发布时间")  # written on export; but for the number passed over on import
HEADER = (*TOLD[:1], *READ, *TOLD[1:])
AND = "｜"  # between several sources of one sentence
_NAMES = {channel.label: channel.value for channel in Channel} | {channel.value: channel.value for channel in Channel}


@dataclass(frozen=True)
class Row:
    """An entry of a file with the number of its row, from which errors are told; `code`: of the entry it changes, empty for a new one."""

    number: int
    written: Written
    code: str = ""


def read_table(rows: Sequence[Sequence[str]]) -> list[Row]:
    """The entries of a table, header first. The lines of 答案, 出处文件 and 引用原话 belong together by their place in the cell; a single
    paper holds for every sentence. Errors: Refused naming every wrong row."""
    if not rows:
        raise Refused(f"表格是空的。第一行应为表头：{'、'.join(READ)}。", field="file")
    columns = [cell.strip() for cell in rows[0]]
    errors = [f"表头“{name[:20]}”不认识，可用的有：{'、'.join(READ)}" for name in columns if name and name not in HEADER]
    errors += [f"缺少“{name}”一栏" for name in (QUESTION, ANSWER, PAPERS) if name not in columns]
    errors += [f"表头重复：{name}" for name in sorted({name for name in columns if name and columns.count(name) > 1})]
    if errors:
        raise Refused("没有导入。" + "；".join(errors) + "。", field="file")
    found, problems = [], []
    for number, cells in enumerate(rows[1:], start=2):
        values = {name: cell for name, cell in zip(columns, cells, strict=False) if name in READ}
        code = next((cell.strip()[:20] for name, cell in zip(columns, cells, strict=False) if name == CODE), "")
        if not any(cell.strip() for cell in values.values()):
            continue
        try:
            found.append(Row(number, _of_cells(values), code))
        except Refused as refused:
            problems.append((number, refused.message))
    return _whole(found, problems)


def read_json(text: str) -> list[Row]:
    """The entries of {"entries": [{question, wordings, lines: [{text, sources: [{paper, quote}]}], topic, channels, audience, review_on, code}]}.
    Errors: Refused naming every wrong one."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("文件不是有效的 JSON（UTF-8）。", field="file") from None
    entries = given.get("entries") if isinstance(given, dict) else None
    if not isinstance(entries, list):
        raise Refused('JSON 应为 {"entries": […]}。', field="file")
    found, problems = [], []
    for number, one in enumerate(entries, start=1):
        try:
            found.append(Row(number, _of_json(one), _text(one, "code").strip()[:20] if isinstance(one, dict) else ""))
        except Refused as refused:
            problems.append((number, refused.message))
    return _whole(found, problems)


def refused_rows(problems: Iterable[tuple[int, str]]) -> Refused:
    """One refusal that names the rows."""
    told = [f"第 {number} 行：{message.rstrip('。')}" for number, message in sorted(problems)]
    rest = f"；另有 {len(told) - ERRORS_SHOWN} 处" if len(told) > ERRORS_SHOWN else ""
    return Refused("一条也没有导入，请改正后重新提交。" + "；".join(told[:ERRORS_SHOWN]) + rest + "。", field="file")


def cells(written: Written, told: Sequence[str]) -> list[str]:
    """The row of an entry as `read_table` reads it; `told` are the cells of TOLD."""
    return [
        told[0],
        written.question,
        "\n".join(written.wordings),
        "\n".join(line.text for line in written.lines),
        "\n".join(AND.join(source.paper for source in line.sources) for line in written.lines),
        "\n".join(AND.join(source.quote for source in line.sources) for line in written.lines),
        written.topic,
        "、".join(Channel(channel).label for channel in written.channels),
        "、".join(written.audience),
        written.review_on.isoformat() if written.review_on else "",
        *told[1:],
    ]


def as_json(written: Written) -> dict[str, Any]:
    """The entry as `read_json` reads it."""
    return {
        "question": written.question,
        "wordings": list(written.wordings),
        "lines": [{"text": line.text, "sources": [{"paper": s.paper, "quote": s.quote} for s in line.sources]} for line in written.lines],
        "topic": written.topic,
        "channels": list(written.channels),
        "audience": list(written.audience),
        "review_on": written.review_on.isoformat() if written.review_on else None,
    }


def same(one: Written, other: Written) -> bool:
    """Whether two tidy entries say the same; a day of review that is not named changes nothing, nor does the order of channels."""

    def said(written: Written) -> tuple[object, ...]:
        lines = [(line.text, [(source.paper, source.quote or line.text) for source in line.sources]) for line in written.lines]
        return written.question, lines, written.wordings, written.topic, set(written.channels), written.audience

    dated = one.review_on and other.review_on
    return said(one) == said(other) and (not dated or one.review_on == other.review_on)


def _whole(found: list[Row], problems: list[tuple[int, str]]) -> list[Row]:
    if problems:
        raise refused_rows(problems)
    if not found:
        raise Refused("文件里没有条目。", field="file")
    if len(found) > MOST_ROWS:
        raise Refused(f"一次最多导入 {MOST_ROWS} 条，这个文件有 {len(found)} 条，请分成几个文件。", field="file")
    return found


def _of_cells(values: Mapping[str, str]) -> Written:
    sentences = _lines(values.get(ANSWER, ""))
    papers, quotes = values.get(PAPERS, "").strip("\n").split("\n"), values.get(QUOTES, "").split("\n")
    if len(papers) > 1 and len(papers) != len(sentences):
        raise Refused(f"答案有 {len(sentences)} 行，出处文件有 {len(papers)} 行；应一行对一行，或者只写一个文件")
    if any(quotes) and len(quotes) > len(sentences):
        raise Refused(f"答案有 {len(sentences)} 行，引用原话有 {len(quotes)} 行；应一行对一行")
    lines = []
    for n, sentence in enumerate(sentences):
        named = _parts(papers[n] if len(papers) > 1 else papers[0])
        quoted = _parts(quotes[n]) if n < len(quotes) and quotes[n].strip() else [""] * len(named)
        if len(named) != len(quoted):
            raise Refused(f"答案第 {n + 1} 句有 {len(named)} 个出处文件、{len(quoted)} 段引用原话；用“{AND}”分开时应一一对应")
        lines.append(Line(sentence, tuple(Source(paper, quote) for paper, quote in zip(named, quoted, strict=True))))
    return Written(
        question=values.get(QUESTION, ""),
        lines=tuple(lines),
        wordings=tuple(_lines(values.get(WORDINGS, ""))),
        topic=values.get(TOPIC, ""),
        channels=_channels(_list(values.get(CHANNELS, ""))),
        audience=tuple(_list(values.get(AUDIENCE, ""))),
        review_on=_day(values.get(REVIEW_ON, "")),
    )


def _of_json(one: object) -> Written:
    if not isinstance(one, dict):
        raise Refused("应为一个对象")
    unknown = set(one) - {"question", "wordings", "lines", "topic", "channels", "audience", "review_on", "code", "state"}
    if unknown:
        raise Refused(f"不认识“{min(unknown)[:20]}”")
    lines = []
    for line in _array(one, "lines", dict):
        sources = tuple(Source(_text(source, "paper"), _text(source, "quote")) for source in _array(line, "sources", dict))
        lines.append(Line(_text(line, "text"), sources))
    return Written(
        question=_text(one, "question"),
        lines=tuple(lines),
        wordings=tuple(_array(one, "wordings", str)),
        topic=_text(one, "topic"),
        channels=_channels(_array(one, "channels", str)),
        audience=tuple(_array(one, "audience", str)),
        review_on=_day(_text(one, "review_on")),
    )


def _text(of: Mapping[str, Any], name: str) -> str:
    value = of.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(f"“{name}”应为文字")
    return value or ""


def _array(of: Mapping[str, Any], name: str, kind: type) -> list[Any]:
    value = of.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
        raise Refused(f"“{name}”应为列表")
    return value


def _channels(named: Sequence[str]) -> tuple[str, ...]:
    if unknown := [name for name in named if name not in _NAMES]:
        raise Refused(f"没有“{unknown[0][:20]}”这个渠道，可用：{'、'.join(channel.label for channel in Channel)}")
    return tuple(_NAMES[name] for name in named) or tuple(channel.value for channel in Channel)


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell.strip()[:10]) if cell.strip() else None
    except ValueError:
        raise Refused(f"复核日期“{cell[:20]}”不对，请写成 2027-06-10") from None


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(AND)]


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("，", "、").replace(",", "、").replace("；", "、").split("、") if part.strip()]
