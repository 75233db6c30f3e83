"""发文字号: grammar and normal form (领域规则 6.4; GB/T 9704—2012 7.2.5: 年份标全称，用六角括号括入，序号不编虚位、不加“第”字).

Two families: `机关代字〔年份〕序号号`, and 令、公告、通告 numbered on their own (`国务院令第711号`, `国家税务总局公告2018年第32号`).
What is written otherwise but can only mean one number is read and the departures are listed in `irregular`; the rest is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gongkai.policies.rules.fields_dates import chinese_number
from gongkai.shared.refusal import Refused

BASIS = "GB/T 9704—2012 7.2.5"
LONGEST = 200  # characters of a cell or line in which one number is looked for


@dataclass(frozen=True)
class DocNo:
    """A number taken apart. `code` is 机关代字, for 令/公告 the maker with that word (`国务院令`); `year` may be None only for those."""

    code: str
    year: int | None
    number: int
    is_order: bool = False
    irregular: tuple[str, ...] = field(default=(), compare=False)  # how the writing departs from the standard, in Chinese

    def __str__(self) -> str:
        if not self.is_order:
            return f"{self.code}〔{self.year}〕{self.number}号"
        return f"{self.code}{self.year}年第{self.number}号" if self.year else f"{self.code}第{self.number}号"


@dataclass(frozen=True)
class FoundDocNo:
    """A number inside running text: `text[start:end]` is how it is written there."""

    doc_no: DocNo
    start: int
    end: int
    raw: str


def parse(text: str) -> DocNo:
    """The one 发文字号 in a cell or a line, junk around it ignored. Refused with the reason when there is none, or when the text is
    too long to be about one number."""
    if len(text) > LONGEST:
        raise Refused(f"发文字号一栏有 {len(text)} 字，最多 {LONGEST} 字。请只填写文号本身。", basis=BASIS, field="doc_no")
    squeezed = "".join(c for c in text.translate(_SAME) if not _is_space(c))
    found = list(_matches(squeezed, strict=False))
    if not found:
        raise Refused(f"“{text.strip()[:40]}”不是发文字号：{_why_not(squeezed)}", basis=BASIS, field="doc_no")
    first = found[0].doc_no
    others = [each.raw for each in found[1:] if each.doc_no != first]
    if others:
        first = replace(first, irregular=(*first.irregular, f"一栏里不止一个文号，另有“{others[0]}”"))
    return first


def find_all(text: str) -> tuple[FoundDocNo, ...]:
    """Every 发文字号 in running text, in order. Only unmistakable forms: a year in brackets with 号, or 令/公告 with 第…号."""
    if "号" not in text and "號" not in text:
        return ()
    squeezed, where = _squeeze(text)
    found = []
    for each in _matches(squeezed, strict=True):
        start, end = where[each.start], where[each.end - 1] + 1
        found.append(FoundDocNo(each.doc_no, start, end, text[start:end]))
    return tuple(found)


def is_regular(text: str) -> bool:
    """Whether `text` is exactly one number in its normal form, with nothing the standard objects to."""
    try:
        parsed = parse(text)
    except Refused:
        return False
    return str(parsed) == text and not parsed.irregular


_SAME = str.maketrans("０１２３４５６７８９號○", "0123456789号〇")
_OPEN, _CLOSE = "〔[［(（【﹝{｛〖「『<＜〈《", "〕]］)）】﹞}｝〗」』>＞〉》"
_CN = "〇零一二三四五六七八九十百千"
_NUMBER = rf"(?P<number>\d{{1,7}}|[{_CN}]{{1,9}})(?P<more>(?:[、,，至~～—-]第?\d{{1,6}}(?=[号、,，至~～—-]))*)"
_CORE = re.compile(
    rf"[-—－–]?(?P<open>[{re.escape(_OPEN)}]?)(?<!\d)(?P<year>\d{{4}}|[〇零OoＯ\d一二三四五六七八九]{{4}}|\d\d(?=[{re.escape(_CLOSE)}]))"
    rf"(?P<nian>年?)(?P<close>[{re.escape(_CLOSE)}]?)[-—－–、]?(?P<zi>字?)(?P<first>第?){_NUMBER}(?P<hao>号?)(?:文件|文)?(?P<kind>令|公告|通告)?"
)
_YEARLESS = re.compile(rf"(?P<first>第?){_NUMBER}(?P<hao>号)(?P<kind>令|公告|通告)?")
_YEAR_FIRST = re.compile(
    rf"[{re.escape(_OPEN)}](?P<year>\d{{4}}|\d\d)年?[{re.escape(_CLOSE)}](?P<head>[\u3400-\u9fff]{{2,10}}?)(?P<first>第?)(?P<number>\d{{1,5}})号"
)
_ORDER_WORD = re.compile(r"(?:令|公告|通告)$")
_HAN = re.compile(r"[\u3400-\u9fff]")

# Words of a sentence that never stand inside a 代字: the code begins after the last of them. Single characters that begin a
# county's code (和政、于都、将乐、从化、依安、原平、并〔太原〕、经开 …) are left alone.
_SENTENCE = (
    "发文字号|公文字号|文件编号|文号|字号|编号|关于|废止|依据|根据|按照|依照|参照|遵照|通知|印发|转发|批转|下发|"
    "发布|公布|颁布|修改|修订|修正|贯彻|执行|详见|参见|以及|或者|及其|上述|下列|其中|同时|现行|现将|有关|相关|"
    "规定|意见|决定|文件|附件|停止|失效|代替|替代|的|与|及|在|为|了|是|已|按|即"
)
_BODIES = "人民政府|办公厅|办公室|委员会|管理局|监督局|总局|总署"
_SENTENCE_CUT = re.compile(_SENTENCE)
_BODY_CUT = re.compile(_BODIES)
_PLACE = "国京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵黔粤青藏川琼"
_AFTER_A_NAME = re.compile(rf"(?:局|部|院|署|厅|会|社|行)(?=[{_PLACE}](?!家|务|际|市|省)[\u3400-\u9fff])")
_LEADING = re.compile(rf"^(?:[见由因据]|[对以原和](?=[{_PLACE}][\u3400-\u9fff])|号(?:文件|文)?[和及与同]?)+")
_LONGEST_CODE = 14
_LONGEST_HEAD = 60  # how far back the words before a number are looked at


def _is_space(char: str) -> bool:
    return char.isspace() or char in "\u200b\u200c\u200d\ufeff\u2060"


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text without the spaces that may stand inside a number, and where each kept character was."""
    kept: list[str] = []
    where: list[int] = []
    for at, char in enumerate(text.translate(_SAME)):
        if _is_space(char) and char != "\n":
            following = text[at : at + 12].lstrip()[:1] if kept else ""
            run = re.search(r"[\u3400-\u9fff]*$", "".join(kept[-6:]))
            if not kept or not run or not run[0] or not _HAN.match(following) or len(run[0]) <= 3:
                continue
            char = " "
        kept.append(char)
        where.append(at)
    return "".join(kept), where


def _matches(text: str, *, strict: bool) -> Iterator[FoundDocNo]:
    at = 0
    while at < len(text):
        found = _next(text, at, strict)
        if found is None:
            return
        yield found
        at = found.end


def _next(text: str, at: int, strict: bool) -> FoundDocNo | None:
    best: FoundDocNo | None = None
    for pattern in (_CORE, _YEARLESS) if strict else (_CORE, _YEARLESS, _YEAR_FIRST):
        for match in pattern.finditer(text, at):
            if best and match.start() >= best.end:
                break
            found = _year_first(match) if pattern is _YEAR_FIRST else _read(text, at, match, strict)
            if found and (best is None or found.start <= best.start):
                best = found
                break
    return best


def _read(text: str, at: int, match: re.Match[str], strict: bool) -> FoundDocNo | None:
    parts = match.groupdict()
    head_start = _head_start(text, at, match.start())
    head = text[head_start : match.start()]
    kind = parts["kind"] or ""
    bracketed = bool(parts.get("open") or parts.get("close"))
    number = chinese_number(parts["number"])
    year = _year(parts["year"]) if parts.get("year") else None
    if number is None or not 0 < number < 100000 or (parts.get("year") and year is None):
        return None
    ends_in_order = bool(_ORDER_WORD.search(head))
    # 沪发改公告〔2018〕2号 is numbered like any other paper; 公告（2018年第2号） and 公告〔2018〕第2号 as announcements are.
    is_order = (ends_in_order or bool(kind)) and not (
        bracketed and not parts["first"] and not kind and parts.get("close") and parts["open"]
    )
    nameless_order = not is_order and not bracketed and bool(parts.get("nian") and parts["first"] and parts["hao"])
    if strict and (nameless_order or not parts["hao"] or not (bracketed or (is_order and parts["first"]))):
        return None
    if not (bracketed or is_order or nameless_order) and (year is None or parts["first"] or not parts["hao"]):
        return None  # “第12号” alone is an item
    code, offset, odd = _code(head, keep_bodies=is_order or nameless_order)
    if not code:
        return None
    if is_order or nameless_order:
        odd += [] if parts["first"] or kind else ["序号前缺“第”字"]
        odd += ["缺少“令”或“公告”字样"] if nameless_order else []
        code += "" if ends_in_order else kind
    else:
        odd += _bracket_slips(parts)
    odd += _number_slips(parts)
    doc_no = DocNo(code, year, number, is_order or nameless_order, tuple(odd))
    end = match.end("kind") if kind else match.end("hao") if parts["hao"] else match.end("number")
    if is_order and parts.get("open") and text[end : end + 1] in tuple(_CLOSE):
        end += 1
    start = head_start + offset
    return FoundDocNo(doc_no, start, end, text[start:end])


def _year_first(match: re.Match[str]) -> FoundDocNo | None:
    """[82]沪府字12号, an old manner."""
    code, year, number = match["head"], _year(match["year"]), int(match["number"])
    if year is None or not number or _SENTENCE_CUT.search(code):
        return None
    odd = ("年份写在机关代字之前", *_number_slips(match.groupdict()), *(["年份只有两位"] if len(match["year"]) == 2 else []))
    return FoundDocNo(DocNo(code, year, number, irregular=odd), match.start(), match.end(), match[0])


def _head_start(text: str, at: int, end: int) -> int:
    start = end
    while start > max(at, end - _LONGEST_HEAD) and _HAN.match(text[start - 1]):
        start -= 1
    while start < end and text[start] in "年月日" and text[start - 1 : start].isdigit():
        start += 1  # 2025年3月1日云川市人民政府令第53号
    return start


def _code(head: str, *, keep_bodies: bool) -> tuple[str, int, list[str]]:
    """The 代字 at the end of a run of characters, where in the run it begins, and doubts about it."""
    cut = max((m.end() for m in _SENTENCE_CUT.finditer(head)), default=0)
    if not keep_bodies:
        bodies = max((m.end() for m in _BODY_CUT.finditer(head)), default=0)
        names = max((m.end() for m in _AFTER_A_NAME.finditer(head)), default=0) if len(head) > 6 else 0
        cut = max(cut, *(end for end in (bodies, names) if end < len(head)), 0)
    leading = _LEADING.match(head[cut:])
    if leading and leading.end() < len(head) - cut:
        cut += leading.end()
    code = head[cut:]
    if len(code) > (30 if keep_bodies else _LONGEST_CODE) or (keep_bodies and code in ("令", "公告", "通告", "")):
        return "", cut, []
    return code, cut, ["机关代字写成了机关名称"] if not keep_bodies and _BODY_CUT.search(code) else []


def _year(text: str) -> int | None:
    """A plausible year of an official paper (1949–2099); two digits can only be 1949–1999."""
    digits = text.translate(str.maketrans("OoＯ", "〇〇〇"))
    value = chinese_number(digits)
    if value is not None and len(text) == 2:
        return 1900 + value if value >= 49 else None
    return value if value is not None and 1949 <= value <= 2099 else None


def _bracket_slips(parts: dict[str, str | None]) -> list[str]:
    odd = []
    pair = (parts["open"], parts["close"])
    if pair != ("〔", "〕"):
        odd.append("年份未用六角括号“〔〕”括起" if all(pair) else "年份的括号缺失或不成对")
    if parts["nian"] and any(pair):
        odd.append("年份后多了“年”字")
    if parts["first"]:
        odd.append("序号前多了“第”字")
    if not parts["hao"]:
        odd.append("序号后缺“号”字")
    return odd


def _number_slips(parts: dict[str, str | None]) -> list[str]:
    odd = []
    year, number = parts.get("year") or "", parts["number"] or ""
    if number.startswith("0"):
        odd.append("序号有虚位")
    if not number.isascii() and not parts["first"]:
        odd.append("序号未用阿拉伯数字")
    if year and not year.isdigit():
        odd.append("年份未用阿拉伯数字")
    if len(year) == 2 and "head" not in parts:
        odd.append("年份只有两位")
    if parts.get("more"):
        odd.append(f"一处写了几个序号（{number}{parts['more']}）")
    return odd


def _why_not(text: str) -> str:
    if not text.strip("—-/无暂　"):
        return "没有内容，或注明无文号。"
    if "无文号" in text:
        return "注明无文号。"
    core = _CORE.search(text)
    if core and _year(core["year"]) is None and re.search(rf"[{re.escape(_OPEN + _CLOSE)}]", core[0]):
        return f"年份“{core['year']}”不合常理。"
    if core and (core["open"] or core["close"]):
        if int(chinese_number(core["number"]) or 0) == 0:
            return "序号不能为0。"
        if not _code(text[_head_start(text, 0, core.start()) : core.start()], keep_bodies=False)[0]:
            return "年份前没有可辨认的机关代字。"
        return "序号过长。"
    if not re.search(r"\d{4}|[〇零一二三四五六七八九]{4}", text):
        return "没有年份，应为“机关代字〔年份〕序号号”。"
    return "应为“机关代字〔年份〕序号号”，如“青政办发〔2025〕7号”。"
