"""What a person typed, understood: fields, phrases, exclusions, document numbers, and which kind of search is meant.

    标题:政务公开 机关:市住建局 年份:2025 “集中配租” -解读
    青政办发 [2025] 5 号        《政府信息公开条例》第十四条        外地人可以申请公租房吗？

Never raises for odd input; a query too long, or a field with an impossible value, is Refused with what to do."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

import cn2an

from gongkai.policies.rules import docno
from gongkai.search.rules.tokens import HAN, RUN, fold, simplified
from gongkai.shared.refusal import Refused

LONGEST = 300  # characters; the longest real titles stay below
SHORT = 12  # a noun phrase of up to so many characters is looked for by name


class Intent(StrEnum):
    """What kind of search was meant: by a known thing, or by a question."""

    BROWSE = "browse"  # nothing typed, or only fields and exclusions
    NUMBER = "number"  # 文号
    NAME = "name"  # a document's name, perhaps with 第…条
    PHRASE = "phrase"  # a short noun phrase
    QUESTION = "question"


class Place(StrEnum):
    """Where a phrase has to stand."""

    ANYWHERE = "anywhere"
    TITLE = "title"
    BODY = "body"
    DOC_NO = "doc_no"
    ISSUER = "issuer"
    TOPIC = "topic"


@dataclass(frozen=True)
class Phrase:
    text: str
    place: Place = Place.ANYWHERE


@dataclass(frozen=True)
class Parsed:
    """`free` is matched word by word; every phrase must be found, none of `excluded` may be; `article` is "14" or "14-1" (第十四条之一)."""

    typed: str = ""
    free: str = ""
    intent: Intent = Intent.BROWSE
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[str, ...] = ()
    doc_nos: tuple[str, ...] = ()
    article: str = ""
    limits: tuple[tuple[str, str], ...] = field(default=())  # ("year", "2025"), ("genre", "通知"), ("standing", "有效")

    @property
    def is_known_item(self) -> bool:
        return self.intent in {Intent.NUMBER, Intent.NAME, Intent.PHRASE}


def parse(typed: str) -> Parsed:
    """The query in its parts. Refused when longer than 300 characters or when a year is not one."""
    text = _cleaned(typed)
    if len(text) > LONGEST:
        raise Refused(f"检索内容有{len(text)}个字，最多{LONGEST}个字。请只保留关键词、文件名或文号。", field="q")
    phrases: list[Phrase] = []
    limits: list[tuple[str, str]] = []
    doc_nos: list[str] = []
    excluded: list[str] = []

    def take_field(match: re.Match[str]) -> str:
        _read_field(_FIELDS[match["field"]], _unquoted(match["value"]), phrases, limits, doc_nos)
        return " "

    def take_excluded(match: re.Match[str]) -> str:
        excluded.append(_unquoted(match["value"]))
        return " "

    asks = bool(_ASKS.search(text))

    def take_phrase(match: re.Match[str]) -> str:
        if asks and _GLUED.search(f"{match.string[: match.start()][-1:]}#{match.string[match.end() :][:1]}"):
            return match[0]  # quotation marks inside a question only quote: 名为“个体工商户”实为“合伙”，如何认定？
        phrases.append(Phrase(_unquoted(match[0])))
        return " "

    rest = _FIELD.sub(take_field, _NUMBER_FIELD.sub(take_field, text))
    rest = _EXCLUDED.sub(take_excluded, rest)
    rest = _QUOTED.sub(take_phrase, rest)
    named = bool(_BOOK_TITLE.search(rest))
    rest, numbers = _without_doc_nos(rest)
    doc_nos += numbers
    rest, article = _without_article(rest)
    free = " ".join(re.sub(r"[《》〈〉]", " ", rest).split())
    kept = tuple(phrase for phrase in phrases if RUN.search(fold(phrase.text)))
    return Parsed(
        typed=text,
        free=free if RUN.search(fold(free)) else "",
        intent=_intent(free, named=named or bool(article), numbered=bool(doc_nos), phrased=bool(kept)),
        phrases=kept,
        excluded=tuple(word for word in excluded if RUN.search(fold(word))),
        doc_nos=tuple(dict.fromkeys(doc_nos)),
        article=article,
        limits=tuple(dict.fromkeys(limits)),
    )


def article_number(text: str) -> str:
    """“第十四条之一” → "14-1"; empty when the text does not begin with an article's number."""
    match = _ARTICLE.match(text)
    return _article(match) if match else ""


_FIELDS = {
    "标题": "title", "题名": "title", "正文": "body", "内容": "body",
    "文号": "doc_no", "发文字号": "doc_no", "发文号": "doc_no",
    "机关": "issuer", "发文机关": "issuer", "发布机构": "issuer", "单位": "issuer", "部门": "issuer",
    "主题": "topic", "主题分类": "topic", "年份": "year", "年度": "year",
    "种类": "genre", "公文种类": "genre", "文种": "genre", "有效性": "standing", "效力": "standing",
}  # fmt: skip
_PAIRS = '“[^”]*”|「[^」]*」|『[^』]*』|"[^"]*"'
_FIELD = re.compile(rf"(?:(?<=\s)|^)(?P<field>{'|'.join(sorted(_FIELDS, key=len, reverse=True))})\s?[:：]\s?(?P<value>{_PAIRS}|\S+)")
_NUMBER_FIELD = re.compile(  # a 文号 may have spaces before its year and its number
    rf"(?:(?<=\s)|^)(?P<field>文号|发文字号|发文号)\s?[:：]\s?(?P<value>{_PAIRS}|\S+(?:\s+[〔\[（(【]?\s?[0-9０-９〕\]）)】号]\S*)*)"
)
_EXCLUDED = re.compile(rf"(?:(?<=\s)|^)[-－−](?P<value>{_PAIRS}|[^\s\-－−]\S*)")
_QUOTED = re.compile(_PAIRS)
_GLUED = re.compile(r"\S#|#[^\s?？。！!]")
_BOOK_TITLE = re.compile(r"《[^》]{2,}》")
_FIGURE = r"[0-9０-９]{1,4}|[〇零一二三四五六七八九十百千两]{1,7}"
_ARTICLE = re.compile(rf"第\s?(?P<number>{_FIGURE})\s?条(?:之(?P<after>{_FIGURE}))?")
_ASKS = re.compile(
    r"[?？]|[吗呢么]\s*$|怎么|怎样|如何|什么|哪些|哪个|哪里|哪儿|为何|为啥|是否|能否|可否|可不可以|能不能|是不是|有没有|要不要|"
    r"多少|多久|多长时间|几个|几年|几天|请问|想问|谁|我(?:想|要|们|家|的)|可以.*吗"
)
_NAME_ENDS = re.compile(
    r"(?:法|条例|办法|规定|细则|通知|通告|公告|意见|方案|决定|决议|批复|函|报告|纪要|命令|令|规划|计划|纲要|要点|指南|目录|清单|标准|规范|规则|制度|预案|章程|准则|规程|公约|协定|措施|说明|通报|答复|复函|解释|解读)"
    r"(?:[（(][^）)]*[）)])?$"
)


def _cleaned(typed: str) -> str:
    """Simplified characters, no control characters, single spaces."""
    plain = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in typed[: LONGEST * 40])
    return simplified(" ".join(plain.split()))


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if _QUOTED.fullmatch(value) else value.strip()


def _read_field(name: str, value: str, phrases: list[Phrase], limits: list[tuple[str, str]], doc_nos: list[str]) -> None:
    if name == "year":
        if not re.fullmatch(r"(?:19|20)\d\d年?", value):
            raise Refused(f"“年份:{value[:20]}”应为四位数字，例如“年份:2025”。", field="q")
        limits.append(("year", value[:4]))
    elif name in {"genre", "standing"}:
        limits.append((name, value))
    elif name == "doc_no":
        try:
            doc_nos.append(str(docno.parse(value)))
        except Refused:
            phrases.append(Phrase(value, Place.DOC_NO))
    else:
        phrases.append(Phrase(value, Place(name)))


def _without_doc_nos(text: str) -> tuple[str, list[str]]:
    found = list(docno.find_all(text))
    if not found:
        return _whole_doc_no(text)
    for number in reversed(found):
        text = f"{text[: number.start]} {text[number.end :]}"
    return text, [str(number.doc_no) for number in found]


def _whole_doc_no(text: str) -> tuple[str, list[str]]:
    """A query that is nothing but a badly written number (brackets lost: “青政发2025 5号”)."""
    if not _LOOSE_NUMBER.fullmatch(text.strip()):
        return text, []
    try:
        return "", [str(docno.parse(text))]
    except Refused:
        return text, []


_LOOSE_NUMBER = re.compile(rf"[{HAN}\s]{{2,20}}\D{{0,3}}[0-9０-９〇一二三四五六七八九零]{{4}}\D{{0,4}}[0-9０-９]{{1,5}}\s?号?")


def _without_article(text: str) -> tuple[str, str]:
    """第…条 after the name of a document; standing alone it is only words."""
    match = _ARTICLE.search(text)
    before = text[: match.start()] if match else ""
    if not match or not RUN.search(fold(before)) or _ASKS.search(text):
        return text, ""
    return f"{before} {text[match.end() :]}", _article(match)


def _article(match: re.Match[str]) -> str:
    return "-".join(str(_figure(part)) for part in (match["number"], match["after"]) if part)


@lru_cache(maxsize=4096)
def _figure(text: str) -> int:
    try:
        return int(cn2an.cn2an(unicodedata.normalize("NFKC", text).replace("〇", "零"), "smart"))
    except ValueError:
        return 0


def _intent(free: str, *, named: bool, numbered: bool, phrased: bool) -> Intent:
    if numbered:
        return Intent.NUMBER
    if not free:
        return Intent.PHRASE if phrased else Intent.BROWSE
    if _ASKS.search(free):
        return Intent.QUESTION
    if named:
        return Intent.NAME
    if _NAME_ENDS.search(free) and len(free) > 4:
        return Intent.NAME
    return Intent.PHRASE if len(free) <= SHORT or " " in free else Intent.QUESTION
