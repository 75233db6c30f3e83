"""The facts of a document (领域规则 6.2) as plain JSON values: which there are, which are needed, and what is wrong with them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.policies.rules.kinds import Category, Disclosure, DocumentClass
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.labelled import Labelled

TITLE_LONGEST = 500
DATES = ("formed_on", "published_on", "effective_on", "expires_on")

LABELS = {
    "title": "标题",
    "issuers": "发文机关",
    "doc_no": "发文字号",
    "index_no": "索引号",
    "topic_l1": "主题分类",
    "topic_l2": "二级主题",
    "genre": "公文种类",
    "document_class": "文件类别",
    "formed_on": "成文日期",
    "published_on": "发布日期",
    "effective_on": "施行日期",
    "expires_on": "有效期至",
    "stated_validity": "原页所载有效性",
    "normative_reg_no": "规范性文件登记号",
    "disclosure": "公开属性",
    "addressees": "主送机关",
    "signature": "落款",
    "consult_dept": "政策咨询部门",
    "consult_phone": "政策咨询电话",
    "source": "来源",
    "audience": "面向对象",
    "change_note": "修订说明",
}
_LONGEST = {
    "doc_no": 80,
    "index_no": 60,
    "topic_l1": 40,
    "topic_l2": 40,
    "genre": 12,
    "stated_validity": 20,
    "normative_reg_no": 60,
    "addressees": 500,
    "signature": 300,
    "consult_dept": 120,
    "consult_phone": 60,
    "source": 120,
    "change_note": 200,
}

# 要素齐全：缺了就不能发布（领域规则 6.2“必填”）。解读、资讯只要标题、来源机关和日期。
NEEDED = {
    Category.POLICY: ("title", "issuers", "topic_l1", "genre", "formed_on", "disclosure"),
    Category.INTERPRETATION: ("title", "issuers"),
    Category.NEWS: ("title",),
    Category.OTHER: ("title", "issuers"),
}


class Part(Labelled):
    """入库检查 has three parts; the third, 全量覆盖, is about the library and not one paper."""

    FACTS = "facts", "要素齐全"
    FORM = "form", "格式规范"


@dataclass(frozen=True)
class Problem:
    """Something wrong with one fact; `blocking` ones stop publication, the others only ask for a second look."""

    field: str
    message: str
    blocking: bool = True
    part: Part = Part.FACTS


def empty() -> dict[str, Any]:
    """Every fact, unfilled."""
    values: dict[str, Any] = dict.fromkeys(LABELS, "")
    return (
        values
        | {
            "issuers": [],
            "audience": [],
            "disclosure": Disclosure.PROACTIVE.value,
            "document_class": DocumentClass.OTHER.value,
        }
        | dict.fromkeys(DATES)
    )


def tidy(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts in their one shape: known names only, strings stripped, dates as ISO strings or None."""
    tidied = empty()
    for name, default in tidied.items():
        value = facts.get(name, default)
        if name in DATES:
            tidied[name] = value.isoformat() if isinstance(value, date) else (str(value).strip() or None if value else None)
        elif isinstance(default, list):
            tidied[name] = [text for text in (str(item).strip() for item in value or []) if text]
        else:
            tidied[name] = str(value or "").strip() or (default if name in {"disclosure", "document_class"} else "")
    return tidied


def problems(facts: Mapping[str, Any], category: Category, needed: Sequence[str] | None = None) -> list[Problem]:
    """Everything wrong with tidied facts, in the order of the form. `needed`: the facts required (rules.standards), else NEEDED."""
    found = [Problem(name, f"请填写{LABELS[name]}。") for name in (NEEDED[category] if needed is None else needed) if not facts[name]]
    if len(facts["title"]) > TITLE_LONGEST:
        found.append(Problem("title", f"标题有 {len(facts['title'])} 字，最多 {TITLE_LONGEST} 字。请核对是否把正文粘贴到了标题里。"))
    found += [Problem(name, f"{LABELS[name]}过长，最多 {longest} 字。") for name, longest in _LONGEST.items() if len(facts[name]) > longest]
    found += [Problem("issuers", f"发文机关“{name[:20]}…”过长，最多 120 字。") for name in facts["issuers"] if len(name) > 120]
    days = {name: as_date(facts[name]) for name in DATES}
    found += [
        Problem(name, f"{LABELS[name]}“{str(facts[name])[:20]}”不是有效日期，请按 2025-06-10 的样式填写。")
        for name in DATES
        if facts[name] and not days[name]
    ]
    found += _order(days)
    if facts["disclosure"] not in set(Disclosure):
        found.append(Problem("disclosure", "公开属性只能是主动公开、依申请公开或不予公开。"))
    elif facts["disclosure"] != Disclosure.PROACTIVE:
        found.append(Problem("disclosure", "公开属性不是“主动公开”，不能在网上发布。"))
    if facts["document_class"] not in set(DocumentClass):
        found.append(Problem("document_class", "文件类别只能是政府规章、行政规范性文件或其他文件。"))
    if category is Category.POLICY:
        found += _advice(facts)
    return found


@dataclass(frozen=True)
class Published:
    """An edition of the policy that is public or scheduled, as far as another has to agree with it."""

    number: int
    doc_no: str
    published_on: date | None
    effective_on: date | None


def problems_beside(facts: Mapping[str, Any], number: int, others: Sequence[Published], *, is_public: bool, on: date) -> list[Problem]:
    """What is wrong with the facts of edition `number` beside the policy's other editions, and with those of one the public may read
    already (`is_public`): it cannot be put off, and editions follow each other in publication and in force."""
    published, effective = as_date(facts["published_on"]), as_date(facts["effective_on"])
    found = []
    if is_public and published and published > on:
        found.append(Problem("published_on", "这一版已经公开，发布日期不能改到今天以后。不宜继续公开的，请办理撤回。"))
    for other in others:
        which = f"第 {other.number} 版"
        for name, ours, theirs in (("published_on", published, other.published_on), ("effective_on", effective, other.effective_on)):
            if ours and theirs and (ours < theirs if number > other.number else ours > theirs):
                found.append(Problem(name, _out_of_order(LABELS[name], which, theirs, is_later=number > other.number)))
        if number > other.number and facts["doc_no"] and facts["doc_no"] == other.doc_no:
            advice = f"发文字号与{which}相同：修订后重新印发的一般另编文号，只改错字的请起草更正；确用原文号的可以继续。"
            found.append(Problem("doc_no", advice, blocking=False))
    return found


def _out_of_order(label: str, which: str, theirs: date, *, is_later: bool) -> str:
    day = f"{theirs.year}年{theirs.month}月{theirs.day}日"
    if is_later:
        return f"{label}早于{which}的{label}（{day}）。新的一版不能排在{which}之前；补录较早的旧文件，请另建一份政策，再声明替代关系。"
    return f"{label}晚于{which}的{label}（{day}），版次的先后会颠倒，请核对。"


def as_date(value: Any) -> date | None:
    """An ISO date, or None for nothing and for what is no date."""
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


def _order(days: Mapping[str, date | None]) -> list[Problem]:
    formed, published, effective, expires = (days[name] for name in DATES)
    found = []
    if formed and published and published < formed:
        found.append(Problem("published_on", "发布日期早于成文日期，请核对。"))
    if formed and effective and effective < formed:
        found.append(Problem("effective_on", "施行日期早于成文日期，请核对。", blocking=False))
    if effective and expires and expires < effective:
        found.append(Problem("expires_on", "有效期截止日早于施行日期，请核对。"))
    return found


def _advice(facts: Mapping[str, Any]) -> list[Problem]:
    found = []
    if not facts["doc_no"]:
        found.append(Problem("doc_no", "没有发文字号；确无文号的可不填，页面将显示“无文号”。", blocking=False))
    if facts["document_class"] == DocumentClass.NORMATIVE:
        for name, why in (
            ("normative_reg_no", "规范性文件应有统一登记号（三统一）"),
            ("effective_on", "规范性文件应写明施行日期"),
            ("expires_on", "规范性文件应有有效期"),
        ):
            if not facts[name]:
                found.append(Problem(name, f"{why}，请补充。", blocking=False))
    if not (facts["consult_dept"] and facts["consult_phone"]):
        found.append(Problem("consult_phone", "请填写政策咨询部门和电话，方便群众询问。", blocking=False))
    return found


def digest_of(facts: Mapping[str, Any], blocks: list[dict[str, Any]], attachments: list[tuple[str, str]]) -> str:
    """SM3 over the whole of what is published: facts, body, and each attachment's name and file digest."""
    return sm3(canonical({"facts": dict(facts), "blocks": blocks, "attachments": [list(pair) for pair in attachments]}))


def reviewed_digest(
    published: str, relations: Iterable[Mapping[str, Any]], reason: str, telling: Mapping[str, Any], filed: Mapping[str, Any]
) -> str:
    """SM3 over everything a review is about: the digest of what is published, the relations declared with it (what it does to
    other papers), the reason given for a correction, which readers are shown, of an explanation how it is told and where it is
    played, and the item of the catalogue it answers."""
    whole = {"text": published, "relations": [dict(one) for one in relations], "reason": reason}
    more = {"telling": dict(telling), "filed": dict(filed)}
    return sm3(canonical(whole | {name: value for name, value in more.items() if value}))
