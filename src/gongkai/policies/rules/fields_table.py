"""The metadata a page prints beside a paper: labels and their synonyms, read into typed values.

A value is believed only if it is of its field's kind, so an empty cell never swallows the label or the line that follows it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.policies.rules.cleaning import Cleaned, CleanLine, Flag
from gongkai.policies.rules.docno import DocNo
from gongkai.policies.rules.fields import CERTAIN, GUESS, LIKELY, FieldName, Found, Value, is_empty, typed

# Every label as written, without inner spaces. None: a label we know only so that it ends the value before it.
_LABELS: dict[FieldName | None, str] = {
    FieldName.TITLE: "标题|文件名称|信息名称|公文名称|文件标题|公文标题|ArticleTitle",
    FieldName.ISSUERS: "发文机关|发文单位|发布机构|发布机关|发布单位|发文机构|制定机关|制发机关|公布机关|发文部门|公开主体|信息发布机构",
    FieldName.DOC_NO: "发文字号|发文文号|文号|文件编号|文件字号|公文字号|发布文号|文件文号|发文号",
    FieldName.INDEX_NO: "索引号|索引编号|信息索引号|信息索引|identifier|索取号",
    FieldName.TOPIC: "主题分类|主题类别|所属主题|主题分类名称|信息分类",
    FieldName.GENRE: "公文种类|体裁分类|体裁|文种|公文体裁",
    FieldName.FORMED_ON: "成文日期|成文时间|生成日期|形成日期|制发日期|发文日期|发文时间|签发日期|印发日期",
    FieldName.PUBLISHED_ON: "发布日期|发布时间|公开日期|公布日期|公开时间|上网日期|发表时间|发布于|PubDate",
    FieldName.UPDATED_ON: "更新时间|更新日期|修改时间",
    FieldName.EFFECTIVE_ON: "生效日期|生效时间|施行日期|实施日期|施行时间|实施时间|执行日期",
    FieldName.EXPIRES_ON: "废止日期|失效日期|失效时间|废止时间|有效期至|终止日期|有效期截止日期|停用日期",
    FieldName.VALIDITY: "有效性|文件效力|时效|时效性|效力状态|文件有效性|是否有效|文件状态|效力",
    FieldName.NORMATIVE_REG_NO: "规范性文件登记号|规范性文件号|统一编号|规范性文件统一编号|规范性文件编号|登记号|统一登记号",
    FieldName.CONSULT_DEPT: "政策咨询部门|咨询部门|政策咨询单位|咨询单位|政策咨询机关",
    FieldName.CONSULT_PHONE: "政策咨询电话|咨询电话|联系电话|政策咨询|咨询热线",
    FieldName.DISCLOSURE: "公开属性|公开方式|公开类型|信息公开属性",
    FieldName.ADDRESSEES: "主送机关|主送单位|主送",
    FieldName.SOURCE: "信息来源|文章来源|稿件来源|来源|ContentSource",
    None: "主题词|关键词|关键字|公开范围|公开时限|公开目录|组配分类|服务对象|有效期|浏览量|浏览次数|浏览|点击数|点击量|点击率|"
    "阅读量|阅读次数|访问量|责任编辑|编辑|作者|文章作者|"
    "摘要|内容概述|概述|附件下载|字体大小|字体|字号|文字大小|打印|分享到|分享|联系人|保护视力色|信息类别|载体类型|记录形式|公开程序|行业分类|所属机构|审核",
}
FIELD_OF = {label: name for name, labels in _LABELS.items() for label in labels.split("|")}
_SPACED_LABELS = "|".join(" ?".join(map(re.escape, label)) for label in sorted(FIELD_OF, key=len, reverse=True))
_LABEL = re.compile(rf"(?:^|(?<=[ 】\]）；;|]))[【\[]?(?P<label>{_SPACED_LABELS})[】\]]?(?P<sep> ?[：:] ?| (?=\S)|$|(?<=[】\]]))")
_LONGEST_LINE = 240
_TOP, _BOTTOM = 16, 8  # lines of a page where a table may begin
_UNIT_AND_PHONE = re.compile(r"^[\u3400-\u9fff（）]{3,30} ?[：: ] ?[\d（()）转、 -]{7,40}$")


@dataclass(frozen=True)
class Pair:
    """A label of a line with what follows it up to the next label. `name` is None for a label that is no field of ours."""

    name: FieldName | None
    label: str
    raw: str
    start: int


@dataclass(frozen=True)
class Table:
    """What the printed metadata said. `candidates` keeps every reading in the order met; `used` are the indexes of lines of the
    cleaned text that are metadata and not text of the paper."""

    cleaned: Cleaned
    candidates: dict[FieldName, list[Found]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    flags: list[Flag] = field(default_factory=list)

    def add(self, name: FieldName, found: Found) -> None:
        self.candidates.setdefault(name, []).append(found)

    def believe(self, pair: Pair, line: CleanLine, at: int, how: str = "") -> None:
        """Take a value if it is of the field's kind; say so if a filled cell is not. `at` is the line's index, -1 for furniture."""
        name, raw = pair.name, pair.raw.strip()
        if name is None:
            return
        if name is FieldName.SOURCE:
            raw = raw.split(" ")[0]
        value = typed(name, raw)
        place = line.sources[0] if line.sources else 0
        after = max(0, line.text.find(pair.label)) + len(pair.label) if pair.label in line.text else 0
        if value is not None:
            self.add(name, found_in(self.cleaned, line, at, raw, value, how or f"元数据表“{pair.label}”一栏", CERTAIN, after))
            if isinstance(value, DocNo) and value.irregular:
                message = f"文号“{raw}”不规范：{'；'.join(value.irregular)}。"
                self.flags.append(Flag("doc_no", message, place, self.cleaned.source_text(line)))
        elif not is_empty(raw) and name not in (FieldName.GENRE, FieldName.SOURCE):
            message = f"“{pair.label}”一栏写的是“{raw[:40]}”，认不出来，请核对。"
            self.flags.append(Flag("suspicious", message, place, self.cleaned.source_text(line)))


def found_in(cleaned: Cleaned, line: CleanLine, at: int, raw: str, value: Value, how: str, confidence: float, after: int = 0) -> Found:
    """A value found in a line of the cleaned text (index `at`, -1 for furniture), with its span there and its source."""
    tight = raw if raw in line.text else raw.replace(" ", "")
    start = max(0, line.text.find(tight, after)) if tight else 0
    end = start + len(tight) if line.text[start : start + len(tight)] == tight else start
    return Found(value, raw, how, confidence, at + 1, start, end, line.sources, cleaned.source_text(line))


def read_table(cleaned: Cleaned, facts: Mapping[str, str]) -> Table:
    """The labelled values of a page: hidden facts (meta tags), table rows, `label value` lines, and what furniture lines tell."""
    table = Table(cleaned)
    for at, line in enumerate(cleaned.lines):
        if at in table.used:
            continue
        if line.rows:
            _from_rows(table, at, line)
        else:
            _from_line(table, at, line)
    for dropped in cleaned.dropped:
        for pair in pairs(dropped.line.spaced):
            table.believe(pair, dropped.line, -1, f"网页上“{pair.label}”之后")
    _from_facts(table, facts)
    return table


def _from_facts(table: Table, facts: Mapping[str, str]) -> None:
    for key, raw in facts.items():
        name = FIELD_OF.get(re.sub(r"[\s：:]", "", key))
        value = typed(name, raw) if name else None
        if name and value is not None:
            table.add(name, Found(value, raw, f"网页标记“{key}”", CERTAIN))


def _from_rows(table: Table, at: int, line: CleanLine) -> None:
    hits = 0
    for row in line.rows:
        if not _is_label_value_row(row):
            continue
        for cell, following in zip(row, [*row[1:], ""], strict=True):
            label = re.sub(r"[\s：:【】\[\]]", "", cell)
            if label in FIELD_OF:
                hits += 1
                if re.sub(r"[\s：:【】\[\]]", "", following) not in FIELD_OF:
                    table.believe(Pair(FIELD_OF[label], label, following, 0), line, at)
                continue
            for pair in pairs(cell):
                hits += 1
                table.believe(pair, line, at)
    if hits and hits >= len(line.rows):
        table.used.add(at)


def _is_label_value_row(row: Sequence[str]) -> bool:
    """Labels stand in every other column. A heading row (序号、文件名称、文号) has them side by side or last."""
    named = [at for at, cell in enumerate(row) if re.sub(r"[\s：:【】\[\]]", "", cell) in FIELD_OF]
    if len(row) == 1 or not named:
        return any(pairs(cell) for cell in row)
    return all(at % 2 == 0 for at in named)


def _from_line(table: Table, at: int, line: CleanLine) -> None:
    lines = table.cleaned.lines
    found = pairs(line.spaced)
    beside = bool({at - 1, at - 2, at - 3} & table.used)
    if not found or not (beside or at < _TOP or at >= len(lines) - _BOTTOM) or not _is_metadata(line.spaced, found):
        return
    consult_only = all(pair.name in (FieldName.CONSULT_PHONE, FieldName.CONSULT_DEPT) for pair in found)
    if consult_only and not (beside or at >= len(lines) - _BOTTOM):
        return  # a contact inside the text belongs to the text
    if not beside and not any(is_empty(pair.raw) or (pair.name and typed(pair.name, pair.raw) is not None) for pair in found):
        if at < _TOP:
            table.believe(found[0], line, at)  # says that the value is no good; the line may be text (实施时间：7月至9月) and stays
        return
    before = line.spaced[: found[0].start].strip()
    day = typed(FieldName.PUBLISHED_ON, before) if before and found[0].name is FieldName.SOURCE else None
    if day is not None:
        table.add(FieldName.PUBLISHED_ON, found_in(table.cleaned, line, at, before, day, "来源之前的日期", LIKELY))
    if before and typed(FieldName.SOURCE, before) and any(pair.name is FieldName.PUBLISHED_ON for pair in found):
        table.add(FieldName.SOURCE, found_in(table.cleaned, line, at, before, before, "发布日期之前的名称", GUESS))
    table.used.add(at)
    for pair in found:
        following = lines[at + 1] if len(found) == 1 and at + 1 < len(lines) else None
        if pair.raw or pair.name is None or following is None:
            table.believe(pair, line, at)
        elif not following.rows and not pairs(following.spaced) and _stands_alone(pair.name, following.spaced):
            table.believe(Pair(pair.name, pair.label, following.spaced, 0), following, at + 1, f"元数据表“{pair.label}”下一行")
            table.used.add(at + 1)
        elif pair.name is FieldName.CONSULT_PHONE:
            table.used.update(n for n in range(at + 1, min(at + 5, len(lines))) if _UNIT_AND_PHONE.match(lines[n].spaced))


def pairs(text: str) -> list[Pair]:
    """Each label of a line with its raw value, in order."""
    if len(text) > _LONGEST_LINE or text.endswith("。"):
        return []
    matches = list(_LABEL.finditer(text))
    ends = [*(match.start() for match in matches[1:]), len(text)][: len(matches)]
    labels = [match["label"].replace(" ", "") for match in matches]
    return [
        Pair(FIELD_OF[label], label, text[match.end() : end].strip(" |；;"), match.start())
        for match, end, label in zip(matches, ends, labels, strict=True)
    ]


def _is_metadata(text: str, found: Sequence[Pair]) -> bool:
    """The line begins with a label, or a short name stands before a label with a colon; and something in it is a value or empty."""
    start = found[0].start
    if start > 0 and (start > 30 or re.search(r"[，。；“《]", text[:start]) or not re.match(r"[【\[]?[^：:]{2,12}[：:]", text[start:])):
        return False
    known = [pair for pair in found if pair.name]
    if start == 0 and known and known[0] is found[0] and len(text) <= 40 and re.match(r"[^：:]{2,12}[：:]", text):
        return True  # a label with a colon is one even when its value is no good
    return any(is_empty(pair.raw) or (pair.name and typed(pair.name, pair.raw) is not None) for pair in known)


def _stands_alone(name: FieldName, text: str) -> bool:
    return name not in (FieldName.TITLE, FieldName.SOURCE, FieldName.CONSULT_DEPT, FieldName.ADDRESSEES) and typed(name, text) is not None
