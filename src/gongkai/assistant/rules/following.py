"""What a short question means after the one before: “那硕士呢” asks of 硕士 what was asked of 博士, “多久呢” asks how long of what was
spoken of. The words of the question before are kept, and only what the new one names takes a place among them."""

import re
from collections.abc import Sequence

from gongkai.assistant.rules.amounts import BARE, amounts, plain
from gongkai.assistant.rules.elsewhere import places_elsewhere
from gongkai.assistant.rules.routing import places_in
from gongkai.search.rules.tokens import fold

LONGEST_NAMED = 12  # characters of what is named anew
MOST_READINGS = 3
_SHORT = re.compile(
    rf"^(?:那么?|那就|还有|另外|如果是|要是|换成|而)?[，,]?(?P<named>[^，。？?！!]{{1,{LONGEST_NAMED}}}?)(?:的话)?[，,]?呢[？?。]?$"
)
_ASKS = re.compile("第.{1,6}条|《|谁|哪|什么|多少|多久|多长|多大|几|怎么|如何|电话|为何|吗|是否|能不能|可不可以|要不要")

# what stands in one another's place
_ALIKE = tuple(
    frozenset(words.split())
    for words in (
        "博士 硕士 本科 专科 大专 研究生 技校生 技工院校",
        "小学 初中 高中 幼儿园 中学 大学",
        "早餐 午餐 晚餐 早饭 午饭 晚饭",
        "企业 个人 家庭 个体工商户 单位 机构",
        "老人 老年人 残疾人 儿童 学生 孩子 军人 婴幼儿 职工",
        "首次 第一次 再次 重新",
        "低保边缘家庭 低保边缘 低保家庭 低保 特困人员 特困",
        "大型 中型 小型 微型",
        "公办 民办",
        "全日托 半日托",
        "本地 外地 本市 外市",
        "轻型 重型 中型",
        "Ⅰ级 Ⅱ级 Ⅲ级 Ⅳ级 一级 二级 三级 四级",
        "红色 橙色 黄色 蓝色",
        "核心保护范围 建设控制地带",
        "每月 每年 每天",
        "最高 最低",
        "最长 最短",
    )
)
_OF_AGE = re.compile("\\d{1,3}周?岁(?:以[上下])?的?$")


def named_anew(text: str) -> str:
    """What a short question names and asks nothing else about (“那硕士呢”: 硕士); empty for any other question."""
    short = _SHORT.match(text)
    named = short["named"] if short else ""
    return "" if _ASKS.search(named) else re.sub(r"^(?:这个|那个|该)|的$", "", named)


def chosen(text: str, offered: Sequence[str]) -> int | None:
    """Which of the papers asked back about a short reply means (第二个, 2025年的, 崂山区那份): its place; None where it means none of them
    alone."""
    if match := _ORDINAL.match(text):
        at = -1 if match["last"] else _NUMERALS.index(match["number"]) % 9
        return at % len(offered) if -1 <= at < len(offered) else None
    alone = fitting(text, offered)
    return alone[0] if len(alone) == 1 else None


def fitting(text: str, offered: Sequence[str]) -> tuple[int, ...]:
    """The papers asked back about whose names hold what a short reply says, as few of them as a form of it leaves."""
    named = _CHOICE.sub("", text)
    if not named or len(named) > LONGEST_NAMED or _ASKS.search(named):
        return ()
    forms = (named, f"{named}年" if named.isdigit() else "", named.removesuffix("年"))
    found = [tuple(at for at, words in enumerate(offered) if len(form) > 1 and form in words) for form in forms]
    return min((one for one in found if one), key=len, default=())


_NUMERALS = "一二三四五六七八九123456789"
_ORDINAL = re.compile(
    r"^(?:我?(?:要|选|问的?是|说的?是|是))?(?:(?P<last>(?:最后|后面?)一)|第?(?P<number>[一二三四五六1-6]))[个份项条]?(?:文件)?(?:吧|的)?[。！!]?$"
)
_CHOICE = re.compile(r"^(?:我?(?:要|选|问的?是|说的?是|是|就是))|(?:的|那个|那份|那一[个份]|这个|这份|文件|吧|呢)*[。！!？?]?$")


def of_persons(named: str, before: str) -> str:
    """The question before asked of a group of people (“那外地人呢”: 外地人申请公租房要什么条件); empty where none is named, or where it was
    asked of one before and nothing says that the other stands in its place."""
    if not _PERSONS.search(named) or _OF_SOMEBODY.search(before):
        return ""
    return f"{named}{before}"


_PERSONS = re.compile(
    "(?:(?:[外本][地市]|农村|城里|乡下|年轻|单身|残疾|退休|失业|低收入|务工|打工|困难)人员?|户(?!口|籍)|家庭|职工|员工|学生|老人|老年人|儿童|孩子|毕业生|军人|教师|老师|农民工?|居民|村民|"
    "研究生|个体户|经营者|企业|公司|单位|司机|护士|医生|骑手|华侨|外国人|港澳台居民)$"
)
_OF_SOMEBODY = re.compile(
    "人员?(?![才口民社行大工])(?=[^，。？]{0,12}(?:能|可以|怎么|要|有|享受|申请|领))|家庭|职工|学生|老人|老年人|儿童|孩子|毕业生|军人|教师|居民|企业|公司|单位|我(?!市)"
)


def of_year(named: str, before: str) -> tuple[int, str]:
    """The year a short question names alone (“2021年的呢”), and the question before with it in place of the one it was asked of; the
    question is empty where it named none. 0 where none is named."""
    year = _YEAR_ALONE.fullmatch(named)
    if year is None:
        return 0, ""
    years = list(_A_YEAR.finditer(before))
    return int(year[1]), f"{before[: years[0].start(1)]}{year[1]}{before[years[0].end(1) :]}" if len(years) == 1 else ""


_YEAR_ALONE = re.compile(r"((?:19|20)\d\d)年?(?:度|版|的|那[份个版]|印发)*")
_A_YEAR = re.compile(r"(?<![\d〔])((?:19|20)\d\d)(?=年)")


def is_office_or_place(named: str) -> bool:
    return bool(_OFFICE.search(named)) or places_in(named) == (named,) or bool(places_elsewhere(named))


_OFFICE = re.compile("(?:局|委|厅|办|办公室|街道|委员会|政府)$")


def of_another(named: str, before: str, subject: Sequence[str]) -> str:
    """The question before asked of another subject: `named` in place of the first of the words of its old one, the others left out."""
    places = sorted((fold(before).find(word), word) for word in subject if fold(before).find(word) >= 0)
    for nth, (at, word) in reversed(list(enumerate(places))):
        before = f"{before[:at]}{named if nth == 0 else ''}{before[at + len(word) :]}"
    return before if places else ""


def in_its_place(named: str, before: str) -> str:
    """The question before with `named` in place of the figure, or of the one of things that stand for each other, that it holds; empty
    where it holds none of that kind."""
    place = _same_kind(named, before)
    return _put(before[: place[0]], named, before[place[1] :]) if place else ""


def _put(left: str, named: str, right: str) -> str:
    """What is named between the rest; what it ends in is not said twice (重新认定 before 认定高新技术企业)."""
    same = next((size for size in range(len(named) - 1, 1, -1) if right.startswith(named[-size:])), 0)
    return f"{left}{named}{right[same:]}"


def readings(named: str, before: str, words: Sequence[str]) -> tuple[str, ...]:
    """What may be meant where nothing of its kind was spoken of: the question before with `named` in place of one of its `words` that is
    built like it (半日托 for 全日托); the likeliest first."""
    alike = [word for word in words if (word[-1] == named[-1] or word[0] == named[0]) and fold(before).find(word) >= 0]
    alike.sort(key=lambda word: word[-1] != named[-1])
    return tuple(dict.fromkeys(_instead(before, word, named) for word in alike))[:MOST_READINGS]


def _instead(before: str, word: str, named: str) -> str:
    at = fold(before).find(word)
    return _put(before[:at], named, before[at + len(word) :])


def _same_kind(named: str, before: str) -> tuple[int, int] | None:
    """Where in the question before something of the kind of `named` stands: (start, end)."""
    for kind in _ALIKE:
        if any(one in named for one in kind):
            found = [(before.find(one), one) for one in sorted(kind, key=len, reverse=True) if one in before and one not in named]
            if found:
                start, one = found[0]
                of_age = _OF_AGE.search(before[:start])  # 65岁老人: the age goes with whoever is of it
                return (of_age.start() if of_age else start), start + len(one)
    read = plain(before)
    figures = [one for one in amounts(read) if one.unit != BARE] if read == fold(before) else []  # the same places
    for figure in amounts(plain(named)):
        if same := next((one for one in figures if one.unit == figure.unit), None):
            after = re.match("周?岁?(?:以[上下内]|及以上)", before[same.end :])
            return same.start, same.end + (after.end() if after else 0)
    if is_office_or_place(named) and (other := places_in(before)):
        start = before.find(other[0])
        return start, start + len(other[0])
    if is_office_or_place(named) and (whole := _WHOLE.search(before)):
        return whole.span()
    return None


_WHOLE = re.compile("(?:市|省|区|县)里的?|全[市省区县]的?|[我本][市省区县]的?|市级的?")
