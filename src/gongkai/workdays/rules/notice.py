"""Reading the State Council's yearly notice on days off (国务院办公厅关于××××年部分节假日安排的通知)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongkai.shared.refusal import Refused
from gongkai.workdays.rules.calendar import WEEKDAYS, is_weekend

# 全国年节及纪念日放假办法第二条: a full year's notice speaks of all seven
FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")

_HEAD = r"[一二三四五六七八九十]+[、.][^:。\n]{2,20}:"
_CLOSING = r"\n(?:节假日期间|鼓励|各地|国务院办公厅|\d{4}年\d{1,2}月\d{1,2}日(?:\n|$))"
_ITEM = re.compile(
    rf"^[一二三四五六七八九十]+[、.](?P<name>[^:。\n]{{2,20}}):(?P<body>.*?)(?=\n{_HEAD}|{_CLOSING}|\Z)", re.MULTILINE | re.DOTALL
)
_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?P<bracket>\([^)]*\))?")
_RANGE = re.compile(r"[至到~〜—–-]+")
_BRACKET_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_DAYS = re.compile(r"(?:共|放假)(\d+)天")
_TITLE = re.compile(r"国务院办公厅关于[^。\n]{0,12}?(?P<year>\d{4})年[^。\n]{0,30}?(?:安排|假期)[^。\n]{0,6}通知")
_BROKEN_TITLE = re.compile(r"(关于\d{4}年)\n(?=部分节假日)")
_NUMBER = re.compile(r"国办发明电〔\d{4}〕\d+号")
_ISSUED = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$", re.MULTILINE)


@dataclass(frozen=True)
class ParsedNotice:
    """What a notice says. `off` and `made_up` map days to the festival's name, in the order of the calendar.

    `problems`: the text contradicts itself or is incomplete; such a notice must not be adopted.
    `warnings`: sentences with dates that were left unused; a person should read them."""

    year: int
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    off: dict[date, str] = field(default_factory=dict)
    made_up: dict[date, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def parse(text: str, year: int | None = None) -> ParsedNotice:
    """Read a pasted notice: the whole text or only its numbered items. Without `year` it is taken from the title.

    Refused when no year or no item can be found; anything doubtful comes back in `problems` and `warnings`."""
    text = _even(text)
    title = _TITLE.search(text)
    stated = int(title["year"]) if title else None
    year = year or stated
    if year is None:
        raise Refused("通知里没有找到年份。请连同标题一起粘贴，或另外填写年份。", field="year")
    items = list(_ITEM.finditer(text))
    if not items:
        raise Refused("没有找到“一、元旦：……”这样的放假安排条目，请核对粘贴的是不是放假通知全文。", field="text")
    reading = _Reading(year)
    for item in items:
        reading.item(item["name"], item["body"].replace("\n", ""))
    reading.check_whole()
    if stated and stated != year:
        reading.problems.append(f"填写的年份是{year}年，通知标题写的是{stated}年")
    number, issued = _NUMBER.search(text), _ISSUED.findall(text)
    return ParsedNotice(
        year=year,
        title=title[0] if title else "",
        number=number[0] if number else "",
        issued_on=_date_or_none(*map(int, issued[-1])) if issued else None,
        off=dict(sorted(reading.off.items())),
        made_up=dict(sorted(reading.made_up.items())),
        problems=tuple(reading.problems),
        warnings=tuple(reading.warnings),
    )


def _even(text: str) -> str:
    """Full-width and half-width written alike (NFKC), six-cornered brackets restored, blanks gone, each item on a line of its own."""
    text = unicodedata.normalize("NFKC", text).replace("[", "〔").replace("]", "〕")
    text = re.sub(r"\n+", "\n", re.sub(r"[^\S\n]+", "", text))
    text = re.sub(rf"(?<=[。;])(?={_HEAD})", "\n", text)
    return _BROKEN_TITLE.sub(r"\1", text)


class _Reading:
    """The days read so far, and what was wrong on the way."""

    def __init__(self, year: int) -> None:
        self.year = year
        self.off: dict[date, str] = {}
        self.made_up: dict[date, str] = {}
        self.problems: list[str] = []
        self.warnings: list[str] = []

    def item(self, name: str, body: str) -> None:
        """One festival: its sentences say which days are off and which weekend days are worked."""
        month: int | None = None
        off_here: list[date] = []
        stated_total: int | None = None
        for sentence in re.split(r"[。;]", body):
            days, month = self._days(name, sentence, month)
            if not days:
                continue
            for part, part_days in _parts(sentence, days):
                if "上班" in part:
                    self._keep(self.made_up, part_days, name)
                elif "放假" in part or "补休" in part:
                    self._keep(self.off, part_days, name)
                    off_here += part_days
                else:
                    self.warnings.append(f"{name}：“{part.strip(',、')}”没有写明放假还是上班，未采用")
            total = _DAYS.search(sentence)
            stated_total = int(total[1]) if total else stated_total
        if not off_here:
            self.problems.append(f"{name}：没有读出放假日期")
        elif stated_total is not None and stated_total != len(set(off_here)):
            self.problems.append(f"{name}：通知写共{stated_total}天，读出{len(set(off_here))}天")

    def check_whole(self) -> None:
        """Checks that need all items: nothing both off and worked, worked days on weekends, all seven festivals present."""
        for day in sorted(self.off.keys() & self.made_up.keys()):
            self.problems.append(f"{_said(day)}既写放假又写上班")
        for day in sorted(self.made_up):
            if not is_weekend(day):
                self.problems.append(f"{_said(day)}写明上班，但这一天不是周六、周日")
        for day in sorted({*self.off, *self.made_up}):
            if not date(self.year - 1, 12, 1) <= day <= date(self.year, 12, 31):
                self.problems.append(f"{_said(day)}不在{self.year}年放假安排的范围内")
        names = "、".join({**self.off, **self.made_up}.values())
        missing = [festival for festival in FESTIVALS if festival not in names]
        if missing:
            self.problems.append(f"缺少{'、'.join(missing)}的安排。调整个别节日的通知，请与原通知其余各条合在一起粘贴")

    def _keep(self, kept: dict[date, str], days: list[date], name: str) -> None:
        for day in days:
            if day in kept and kept[day] != name:
                self.problems.append(f"{_said(day)}在{kept[day]}和{name}两处出现")
            kept[day] = name

    def _days(self, name: str, sentence: str, month: int | None) -> tuple[list[tuple[int, list[date]]], int | None]:
        """(position, days) for each date or range in the sentence; a bare “3日” takes the month before it."""
        found: list[tuple[int, list[date]]] = []
        open_range: date | None = None
        end_of_last = 0
        for match in _outside_brackets(sentence):
            month = int(match["month"]) if match["month"] else month
            year = int(match["year"]) if match["year"] else self._year_of(name, month, sentence[match.end() :])
            day = _date_or_none(year, month or 0, int(match["day"]))
            if day is None:
                self.problems.append(f"{name}：“{match[0]}”不是一个存在的日期")
                continue
            self._check_weekday(day, match["bracket"] or "")
            if open_range and _RANGE.fullmatch(sentence[end_of_last : match.start()]):
                if day < open_range:
                    self.problems.append(f"{name}：{_said(open_range)}至{_said(day)}，止日早于起日")
                found[-1][1].extend(open_range + timedelta(days=n) for n in range(1, (day - open_range).days + 1))
                open_range = None
            else:
                found.append((match.start(), [day]))
                open_range = day
            end_of_last = match.end()
        return found, month

    def _year_of(self, name: str, month: int | None, rest: str) -> int:
        """December in the item on 元旦, or a December that runs into January, belongs to the year before."""
        runs_over = re.match(rf"{_RANGE.pattern}(?:\d{{4}}年)?1月", rest)
        return self.year - 1 if month == 12 and ("元旦" in name or runs_over) else self.year

    def _check_weekday(self, day: date, bracket: str) -> None:
        stated = _BRACKET_WEEKDAY.search(bracket)
        if stated and WEEKDAYS[day.weekday()] != stated[1].replace("天", "日"):
            self.problems.append(f"{day.year}年{day.month}月{day.day}日是周{WEEKDAYS[day.weekday()]}，通知写的是周{stated[1]}")


def _outside_brackets(sentence: str) -> Iterator[re.Match[str]]:
    """The dates of a sentence; a date mentioned inside brackets, as in 除夕(2月9日), is a remark and is passed over."""
    depth_at, depth = [], 0
    for character in sentence:
        depth -= character == ")"
        depth_at.append(depth)
        depth += character == "("
    return (match for match in _DATE.finditer(sentence) if depth_at[match.start()] == 0)


def _parts(sentence: str, found: list[tuple[int, list[date]]]) -> Iterator[tuple[str, list[date]]]:
    """Cut “1月1日放假,1月2日补休” behind each verb, and hand out the dates to their part."""
    start = 0
    for verb in re.finditer(r"放假(?:调休)?|补休|上班|$", sentence):
        days = [day for position, days in found if start <= position < verb.end() for day in days]
        if days:
            yield sentence[start : verb.end()], days
        start = verb.end()


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
