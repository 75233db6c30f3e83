"""规范性文件有效期: reading what a paper says of its own validity, the limits, and the reminders (领域规则 6.7)."""

import calendar
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import cn2an

# 山东省司法厅规范性文件制定管理办法第十一条（转述）；各地不一，待复核
LONGEST_YEARS = 5
LONGEST_TRIAL_YEARS = 2  # 标注“暂行”“试行”
TRIAL_WORDS = ("暂行", "试行")
# 届满前提醒（月）；六个月的一档就是届满评估（同上第二十三条）
REMINDER_MONTHS = (12, 6, 3, 1)
EVALUATION_MONTHS = 6


@dataclass(frozen=True)
class Length:
    """有效期 as a length: years and months."""

    years: int = 0
    months: int = 0

    @property
    def in_months(self) -> int:
        return self.years * 12 + self.months

    def __str__(self) -> str:
        return (f"{self.years}年" if self.years else "") + (f"{self.months}个月" if self.months else "")


@dataclass(frozen=True)
class Statement:
    """What a paper says of its own validity. Each part is None where the paper is silent.

    `from_issue`: in force so many days after it is issued (0: 自发布之日起). `quotes`: (start, end) in the text of each phrase read."""

    effective_on: date | None = None
    from_issue: int | None = None
    length: Length | None = None
    expires_on: date | None = None
    quotes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Period:
    """In force from – to (the last day, included); None where not known."""

    effective_on: date | None
    expires_on: date | None


@dataclass(frozen=True)
class Reminder:
    on: date
    months: int
    evaluation: bool  # 届满评估任务 begins

    @property
    def says(self) -> str:
        return f"还有{self.months}个月有效期届满" + ("，请开展届满评估，提出继续执行、修改或失效的意见" if self.evaluation else "")


_N = r"(?:\d{1,4}|[〇零一二三四五六七八九十两]{1,4})"
_FEW = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
_DAY = rf"{_N}\s*年\s*{_N}\s*月\s*{_N}\s*日"
_BEGIN = re.compile(rf"自\s*(?P<day>{_DAY})\s*(?:起|开始)?\s*(?:正式)?\s*(?:施行|实施|执行|生效|试行)")
_BEGIN_TO = re.compile(rf"(?:有效期|试行期|施行期限?)\s*(?:限)?\s*(?:为|自|从|:|：)*\s*(?P<day>{_DAY})\s*起?\s*至\s*(?P<end>{_DAY})")
_FROM_TO = re.compile(rf"自\s*(?P<day>{_DAY})\s*起?\s*至\s*(?P<end>{_DAY})\s*止?\s*(?:施行|实施|执行|有效)")
_ISSUE = re.compile(
    rf"自\s*(?:公布|发布|印发|颁布|下发|成文)\s*之\s*日\s*(?:起|始)?\s*(?P<later>{_N}\s*(?:个)?\s*日\s*(?:之)?后)?\s*(?:起)?\s*(?:正式)?\s*(?:施行|实施|执行|生效|试行)"
)
_LENGTH = re.compile(
    rf"(?:有效期限?|试行期限?|暂行期|施行期限?)\s*(?:限)?\s*(?:为|是|:|：)?\s*"
    rf"(?:(?P<years>{_FEW})\s*年(?:(?P<half>半)|\s*零?\s*(?P<more>{_FEW})\s*个月)?(?!\s*{_FEW}\s*月)|(?P<months>{_FEW})\s*个月)"
)
_UNTIL = re.compile(rf"(?:有效期限?|试行期限?|施行期限?|执行)\s*(?:截止|延长|延续)?\s*(?:至|到)\s*(?P<end>{_DAY})")


def read_period(text: str) -> Statement:
    """What the text says of its beginning and end; the last statement of each sort counts, as it stands in the closing clause."""
    even = _same_length_nfkc(text)
    effective_on = from_issue = length = expires_on = None
    quotes: list[tuple[int, int]] = []
    for match in sorted(_found(even), key=re.Match.start):
        parts = match.groupdict()
        day, end = _date(parts.get("day")), _date(parts.get("end"))
        if match.re is _ISSUE:
            from_issue, effective_on = _number(re.match(_N, parts["later"])[0]) if parts["later"] else 0, None  # type: ignore[index]
        elif match.re is _LENGTH:
            length = _length(match)
        elif (day or end) is None:
            continue  # “2025年13月1日” is no day
        else:
            effective_on, from_issue = (day, None) if day else (effective_on, from_issue)
            expires_on = end or expires_on
        quotes.append(match.span())
    return Statement(effective_on, from_issue, length, expires_on, tuple(quotes))


def resolve(statement: Statement, issued_on: date | None) -> Period:
    """From and to, computed from the statement and the day of issue (发布之日, else 成文之日). A stated end outweighs a computed one."""
    effective_on = statement.effective_on
    if effective_on is None and statement.from_issue is not None and issued_on:
        effective_on = issued_on + timedelta(days=statement.from_issue)
    expires_on = statement.expires_on
    if expires_on is None and statement.length and (effective_on or issued_on):
        expires_on = expires_after(effective_on or issued_on, statement.length)  # type: ignore[arg-type]
    return Period(effective_on, expires_on)


def expires_after(effective_on: date, length: Length) -> date:
    """The last day of validity: 施行之日 + N年 − 1天 (2025-07-01, five years → 2030-06-30)."""
    return months_later(effective_on, length.in_months) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later (earlier if negative). A day the month does not have becomes its last; but 29 February
    plus years becomes 1 March, so that a period never loses a day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    if day.day > last and months > 0:
        return date(year, month, last) + timedelta(days=1)
    return date(year, month, min(day.day, last))


def reminders(expires_on: date, before: Sequence[int] = REMINDER_MONTHS) -> tuple[Reminder, ...]:
    """The days to remind the office that drew it up, so many months `before`, earliest first; six months before is the evaluation."""
    months = sorted(before, reverse=True)
    return tuple(Reminder(months_later(expires_on, -one), one, one == EVALUATION_MONTHS) for one in months)


def problems(
    title: str,
    period: Period,
    statement: Statement | None = None,
    *,
    normative: bool,
    longest: int = LONGEST_YEARS,
    longest_trial: int = LONGEST_TRIAL_YEARS,
) -> tuple[str, ...]:
    """Chinese warnings on the validity of a paper; the limits are asked of 行政规范性文件 only."""
    return tuple(_problems(title, period, statement or Statement(), normative, longest, longest_trial))


def _problems(title: str, period: Period, statement: Statement, normative: bool, longest: int, longest_trial: int) -> Iterator[str]:
    begins, ends = period.effective_on, period.expires_on
    if begins and ends and ends < begins:
        yield f"有效期截止日{_said(ends)}早于施行日{_said(begins)}，请核对。"
        return
    if statement.length and statement.expires_on and begins:
        computed = expires_after(begins, statement.length)
        if computed != statement.expires_on:
            should = f"按{_said(begins)}施行应至{_said(computed)}"
            yield f"文中写有效期{statement.length}，{should}，但文中写至{_said(statement.expires_on)}，请核对。"
    if not normative:
        return
    if begins is None:
        yield "规范性文件没有写明施行日期，请补充。"
    if ends is None:
        yield "规范性文件没有写明有效期，请补充。"
    if begins and ends:
        trial = next((word for word in TRIAL_WORDS if word in title), "")
        years = longest_trial if trial else longest
        if ends > expires_after(begins, Length(years)):
            what = f"标注“{trial}”的规范性文件" if trial else "规范性文件"
            yield f"{what}有效期一般不超过{years}年，本文件自{_said(begins)}至{_said(ends)}，已超过。"


def _found(text: str) -> Iterator[re.Match[str]]:
    """Each phrase once: where two readings overlap, the longer."""
    matches = [match for pattern in (_BEGIN_TO, _FROM_TO, _BEGIN, _ISSUE, _LENGTH, _UNTIL) for match in pattern.finditer(text)]
    taken: list[tuple[int, int]] = []
    for match in sorted(matches, key=lambda match: match.start() - match.end()):
        if all(match.end() <= start or end <= match.start() for start, end in taken):
            taken.append(match.span())
            yield match


def _length(match: re.Match[str]) -> Length:
    months = 6 if match["half"] else _number(match["more"] or match["months"] or "0")
    return Length(_number(match["years"] or "0") + months // 12, months % 12)


def _date(text: str | None) -> date | None:
    if not text:
        return None
    year, month, day = (_number(part) for part in re.findall(_N, text))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if len(text) == 4 and "十" not in text:  # 二〇二五: a year, digit by digit
        return int("".join(str("〇一二三四五六七八九".index(character.replace("零", "〇"))) for character in text))
    return int(cn2an.cn2an(text.replace("〇", "零").replace("两", "二"), "smart"))


def _same_length_nfkc(text: str) -> str:
    """Full-width digits and letters made half-width, character by character, so that spans stay true."""
    return "".join(even if len(even := unicodedata.normalize("NFKC", character)) == 1 else character for character in text)


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
