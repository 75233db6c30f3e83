"""过期内容: a text that still invites to something whose last day is over (领域规则 13.2 EXPIRED)."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.publishing.rules.hits import Code, Found, Level

TRIGGERS = (
    *("截止", "截至", "至2", "到2", "至 2", "—2", "–2", "～2", "~2", "-2", "－2"),
    *("日前", "日之前", "日以前", "日止", "时前", "时止", "时之前", "分前", "0前", "0止", "0之前"),
)
_DAY = r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
_ACT = r"(?:报名|申报|申请|征集|征求意见|公示|受理|提交|报送|反馈|投标|预约|领取|登记)"
_UNTIL = re.compile(
    rf"{_ACT}(?:工作|活动|材料|意见)?(?:的)?(?:截止)?(?:时间|日期|期限|期)?[^。；;\n]{{0,24}}?(?:截止(?:到|至|于|为)?|截至|至|到|[—–～~-])\s*{_DAY}"
)
_ENDS = re.compile(rf"{_ACT}[^。；;\n]{{0,6}}?截止(?:时间|日期|日)[为是:\s]{{0,2}}{_DAY}")
_BEFORE = re.compile(
    rf"{_DAY}(?:\d{{1,2}}[:：时]\d{{0,2}}分?)?(?:之前|以前|前|止)[，,]?(?:将[^。；;，,\n]{{0,20}})?(?:向[^。；;，,\n]{{0,16}})?{_ACT}"
)


def find(text: str, today: date) -> Iterator[Found]:
    """Deadlines before today, in folded text. What merely counts up to a day (“截至2025年底受理3万件”) is none."""
    seen: set[int] = set()
    for pattern in (_UNTIL, _ENDS, _BEFORE):
        for match in pattern.finditer(text):
            start = match.start("year")
            day = _date(match)
            if day and day < today and start not in seen:
                seen.add(start)
                sample = text[start : match.end("day") + 1]
                message = f"所说的截止日{sample}已经过去"
                advice = "已经结束的事项请注明“已结束”，或者移入历史信息"
                yield Found(Code.EXPIRED, Level.LOW, start, match.end("day") + 1, sample, sample, message, advice)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
