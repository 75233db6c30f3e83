"""What a paper is: 政策文件, 解读, 资讯 or 其他. A report about a policy is news, never the policy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from gongkai.documents.rules.paper import BlockKind
from gongkai.policies.rules.cleaning import Cleaned
from gongkai.policies.rules.fields import FieldName, Found
from gongkai.policies.rules.genres import genre_of
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.structure import Structure


@dataclass(frozen=True)
class Judged:
    category: Category
    reason: str


_EXPLAINS = re.compile(r"解读|图解|一图(?:读懂|看懂)|答记者问|政策问答|起草说明|制定说明|有关情况(?:的)?说明|政策吹风")
_EXPLAINING_PAPER = re.compile(r"解读.{0,12}(?:办法|制度|规定|方案|通知|意见|要点|细则|规范|指南)(?:（.{1,8}）)?$")
_REPORTER = re.compile(
    r"(?:记者|通讯员|编辑|撰稿)[：: ]?[\u3400-\u9fff]{2,4}|[（(](?:本报)?记者|本报讯|本网讯|新华社|[日晚早]报.{0,8}(?:讯|记者)|据.{2,10}(?:报道|消息)"
)
_NEWS_DAY = re.compile(
    r"^(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚上?|\d{1,2}[时点]|至\d|，|,|起|，?记者|[\u3400-\u9fff]{0,6}(?:获悉|召开|举行))|^(?:日前|近日|昨日|今日|近年来)[，,]"
)
_TELLS = re.compile(
    r"(?:近期|近日|日前|昨日|今日|正式)(?:，)?(?:发布|印发|出台|公布|召开|举行|启动)了?|获悉|了解到|表示[，：]|在.{2,12}(?:召开|举行)"
)
_ASKED = re.compile(r"^(?:\d{1,2}[.、．]|[一二三四五六七八九十]{1,3}、?)?问[：:]|^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．]).*[？?]$")
_ANSWERED = re.compile(r"^答[：:]")
_HEADLINE = re.compile(r"[？！?!]|来了|亮点|全解析|划重点|重磅|速看|如何|这些|有何|看点|解锁|提醒")


def judge(cleaned: Cleaned, shape: Structure, fields: Mapping[FieldName, Found]) -> Judged:
    """The category with its reason in Chinese. Marks of a 公文 (文号, 主送, 落款, a title that ends in a genre) are weighed
    against marks of a report (a reporter, a news lead, a headline)."""
    title = str(fields[FieldName.TITLE].value) if FieldName.TITLE in fields else ""
    official = _official(shape, fields, title)
    reported = _reported(cleaned, shape, title)
    if _EXPLAINS.search(title) and not _EXPLAINING_PAPER.search(title) and not genre_of(title) and len(reported) < 2:
        return Judged(Category.INTERPRETATION, f"标题含“{_EXPLAINS.search(title)[0]}”")  # type: ignore[index]
    if len(official) < 2 and _questions(shape) >= 2 and "署有记者或媒体名" not in reported:
        return Judged(Category.INTERPRETATION, "通篇一问一答")
    if len(official) > len(reported) and (len(official) >= 2 or "文号" in "".join(official)):
        return Judged(Category.POLICY, "具备公文要素：" + "、".join(official))
    if reported:
        return Judged(Category.NEWS, "像报道而不是文件本身：" + "、".join(reported) + ("" if official else "；没有文号、主送机关和落款"))
    if official:
        return Judged(Category.POLICY, "具备公文要素：" + "、".join(official) + "；其余要素未见，请核对")
    return Judged(Category.OTHER, "没有文号、主送机关、落款，标题也不是公文标题")


def _questions(shape: Structure) -> int:
    """How many questions are asked and answered line by line."""
    texts = [block.text for block in shape.blocks]
    return sum(bool(_ASKED.match(one) and _ANSWERED.match(next_one)) for one, next_one in pairwise(texts))


def _official(shape: Structure, fields: Mapping[FieldName, Found], title: str) -> list[str]:
    kinds = {block.kind for block in shape.blocks}
    marks = {
        "有发文文号": FieldName.DOC_NO in fields and fields[FieldName.DOC_NO].confidence >= 0.5,
        "有主送机关": BlockKind.SALUTATION in kinds,
        "有落款和成文日期": {BlockKind.SIGNATURE, BlockKind.DATE} <= kinds,
        "标题以公文种类结尾": bool(title and genre_of(title)),
        "分条文": BlockKind.ARTICLE in kinds,
        "有索引号": FieldName.INDEX_NO in fields,
        "有附注": BlockKind.NOTE in kinds and FieldName.DISCLOSURE in fields,
    }
    return [name for name, present in marks.items() if present]


def _reported(cleaned: Cleaned, shape: Structure, title: str) -> list[str]:
    paragraphs = [block.text for block in shape.blocks if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)]
    opening = "".join(paragraphs[:2])[:400]
    ending = "".join(line.text for line in [*cleaned.lines[-3:], *(each.line for each in cleaned.dropped[-4:])])[-300:]
    told = {
        "署有记者或媒体名": _REPORTER.search(opening[:120]) or _REPORTER.search(ending),
        "以新闻导语开头": paragraphs and _NEWS_DAY.search(paragraphs[0]),
        "转述发布、召开的消息": _TELLS.search(opening),
        "标题是新闻标题": title and _HEADLINE.search(title) and not genre_of(title),
    }
    return [name for name, present in told.items() if present]
