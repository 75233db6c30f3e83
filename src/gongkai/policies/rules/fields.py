"""The fields of a paper's metadata (领域规则 6.2), what a value of each looks like, and a value with its evidence."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.policies.rules.docno import DocNo, find_all, parse
from gongkai.policies.rules.fields_dates import only_date
from gongkai.policies.rules.genres import GENRES, ORDER
from gongkai.policies.rules.kinds import Disclosure, DocumentClass
from gongkai.policies.rules.topics import topic_named
from gongkai.policies.rules.units import is_signing_unit, only_phone, split_units
from gongkai.shared.refusal import Refused

CERTAIN, LIKELY, GUESS = 0.95, 0.75, 0.4  # printed under its own label · read from where it belongs · inferred


class FieldName(StrEnum):
    TITLE = "title"
    ISSUERS = "issuers"
    DOC_NO = "doc_no"
    INDEX_NO = "index_no"
    TOPIC = "topic"
    GENRE = "genre"
    DOCUMENT_CLASS = "document_class"
    FORMED_ON = "formed_on"
    PUBLISHED_ON = "published_on"
    UPDATED_ON = "updated_on"
    EFFECTIVE_ON = "effective_on"
    EXPIRES_ON = "expires_on"
    VALIDITY = "validity"
    VALIDITY_PERIOD = "validity_period"
    NORMATIVE_REG_NO = "normative_reg_no"
    ADDRESSEES = "addressees"
    SIGNATURE = "signature"
    SIGNED_ON = "signed_on"
    DISCLOSURE = "disclosure"
    CONSULT_DEPT = "consult_dept"
    CONSULT_PHONE = "consult_phone"
    SOURCE = "source"

    @property
    def label(self) -> str:
        return _SHOWN[self]


_SHOWN = {
    FieldName.TITLE: "标题",
    FieldName.ISSUERS: "发文机关",
    FieldName.DOC_NO: "发文字号",
    FieldName.INDEX_NO: "索引号",
    FieldName.TOPIC: "主题分类",
    FieldName.GENRE: "公文种类",
    FieldName.DOCUMENT_CLASS: "文件类别",
    FieldName.FORMED_ON: "成文日期",
    FieldName.PUBLISHED_ON: "发布日期",
    FieldName.UPDATED_ON: "更新日期",
    FieldName.EFFECTIVE_ON: "施行日期",
    FieldName.EXPIRES_ON: "废止日期",
    FieldName.VALIDITY: "有效性",
    FieldName.VALIDITY_PERIOD: "有效期",
    FieldName.NORMATIVE_REG_NO: "规范性文件登记号",
    FieldName.ADDRESSEES: "主送机关",
    FieldName.SIGNATURE: "落款",
    FieldName.SIGNED_ON: "落款日期",
    FieldName.DISCLOSURE: "公开属性",
    FieldName.CONSULT_DEPT: "政策咨询部门",
    FieldName.CONSULT_PHONE: "政策咨询电话",
    FieldName.SOURCE: "来源",
}

Value = str | date | DocNo | tuple[str, ...] | Disclosure | DocumentClass


@dataclass(frozen=True)
class Found:
    """A value with its evidence. `line` is 1-based in the cleaned text and `start:end` the span in that line; `source_lines` and
    `source_text` are where it stood in the original. All zero and empty when it came from the page's hidden facts or by inference."""

    value: Value
    raw: str
    how: str
    confidence: float
    line: int = 0
    start: int = 0
    end: int = 0
    source_lines: tuple[int, ...] = ()
    source_text: str = ""
    others: tuple["Found", ...] = ()  # differing values for the same field, when the paper contradicts itself


_EMPTY = re.compile(r"^(?:无|暂无|空|—+|-+|/+|\\|null|None|　|…)?$", re.IGNORECASE)


def is_empty(raw: str) -> bool:
    """Whether a cell says that there is nothing (空、无、—)."""
    return bool(_EMPTY.match(raw.strip(" ：:;；")))


def typed(name: FieldName, raw: str) -> Value | None:
    """The value of a cell if it is of the field's kind, else None. Never raises."""
    text = raw.strip(" ：:;；")
    if is_empty(text):
        return None
    return _READERS[name](text)


# What a value of each kind looks like


def _doc_no(text: str) -> DocNo | None:
    try:
        return parse(text)
    except Refused:
        return None


def _index_no(text: str) -> str | None:
    text = text.replace(" ", "")
    return (
        text
        if re.fullmatch(r"(?=(?:.*\d){4})[A-Za-z0-9\u3400-\u9fff〔〕\[\]（）()./_—:-]{5,60}", text) and not re.search(r"[年月]", text)
        else None
    )


def _reg_no(text: str) -> str | None:
    text = re.sub(r"[\s—－–]", lambda m: "" if m[0].isspace() else "-", text)
    return text if re.fullmatch(r"(?=.*\d{3})[A-Za-z0-9\u3400-\u9fff〔〕\[\]-]{5,40}", text) else None


def _validity(text: str) -> str | None:
    found = re.match(
        r"^(?:现行|继续|全文)?(?:有效|失效|废止|已废止|已失效|部分失效|部分有效|部分废止|已修改|被修改|修改|尚未生效|未生效|停止执行)$",
        text,
    )
    return text if found else {"是": "有效", "否": "失效"}.get(text)


def _issuers(text: str) -> tuple[str, ...] | None:
    names = tuple(name for part in re.split(r"[ 　]+", text) for name in split_units(part)) if len(text) <= 200 else ()
    return names if names and all(re.fullmatch(r"[\u3400-\u9fff（）()·]{2,40}", name) for name in names) else None


def _genre(text: str) -> str | None:
    if text in ("令", "命令", "政府令"):
        return ORDER
    return text if text in GENRES else None


def disclosure_of(text: str) -> Disclosure | None:
    """公开属性 from its own words or from a 附注 such as （此件公开发布）."""
    if re.search(r"依申请", text):
        return Disclosure.ON_REQUEST
    if re.search(r"不予?公开|不公开|不得公开", text):
        return Disclosure.WITHHELD
    return Disclosure.PROACTIVE if re.search(r"主动公开|公开发布|全文公开|可公开|公开$", text) else None


def _title(text: str) -> str | None:
    """A title, the name of the site after it cut off; a page often calls itself by the office's name, which is no title."""
    text = re.split(r" ?[_|｜] ?| - ", text)[0].strip()
    return text if 4 <= len(text) <= 300 and not is_signing_unit(text) else None


def _name(text: str) -> str | None:
    return (
        text
        if re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9（）()·、，\-“” ]{2,60}", text) and not only_date(text) and not find_all(text)
        else None
    )


def _topic(text: str) -> tuple[str, ...] | None:
    return topic_named(text)


_READERS: dict[FieldName, Callable[[str], Value | None]] = {
    FieldName.TITLE: _title,
    FieldName.ISSUERS: _issuers,
    FieldName.DOC_NO: _doc_no,
    FieldName.INDEX_NO: _index_no,
    FieldName.TOPIC: _topic,
    FieldName.GENRE: _genre,
    FieldName.DOCUMENT_CLASS: lambda text: None,
    FieldName.FORMED_ON: only_date,
    FieldName.PUBLISHED_ON: only_date,
    FieldName.UPDATED_ON: only_date,
    FieldName.EFFECTIVE_ON: only_date,
    FieldName.EXPIRES_ON: only_date,
    FieldName.VALIDITY: _validity,
    FieldName.VALIDITY_PERIOD: lambda text: text,
    FieldName.NORMATIVE_REG_NO: _reg_no,
    FieldName.ADDRESSEES: lambda text: split_units(text) or None,
    FieldName.SIGNATURE: _issuers,
    FieldName.SIGNED_ON: only_date,
    FieldName.DISCLOSURE: disclosure_of,
    FieldName.CONSULT_DEPT: _name,
    FieldName.CONSULT_PHONE: only_phone,
    FieldName.SOURCE: _name,
}
