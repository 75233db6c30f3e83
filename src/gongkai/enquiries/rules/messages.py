"""来信的种类和要件：咨询（对某个文件有疑问）、纠错（我为政府网站找错）。"""

from datetime import date
from enum import StrEnum

from gongkai.workdays.rules.calendar import Calendar, NotYetKnown


class Kind(StrEnum):
    QUESTION = "question"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        return {"question": "政策咨询", "correction": "网站纠错"}[self.value]

    @property
    def workdays(self) -> int:
        """By when it is to be answered: 咨询 五个工作日（湖南省2022年第二季度通报）、找错三个工作日（辽宁省网站找错办法），领域规则 5.5。
        其他地方待复核。"""
        return {"question": 5, "correction": 3}[self.value]


SHORTEST, LONGEST = 5, 2000
CONTACT_LONGEST = 100
ANSWER_LONGEST = 4000


def answer_by(kind: Kind, came_on: date, calendar: Calendar) -> date | None:
    """The last day for the answer; None where no holiday notice tells yet."""
    try:
        return calendar.workday_after(came_on, kind.workdays)
    except NotYetKnown:
        return None


def problems(text: str, contact: str) -> list[tuple[str, str]]:
    """(field, message) for everything wrong with a message."""
    found = []
    if len(text.strip()) < SHORTEST:
        found.append(("text", f"请把问题写清楚一些，至少 {SHORTEST} 个字。"))
    if len(text) > LONGEST:
        found.append(("text", f"内容有 {len(text)} 字，最多 {LONGEST} 字，请精简后再提交。"))
    if len(contact) > CONTACT_LONGEST:
        found.append(("contact", f"联系方式最多 {CONTACT_LONGEST} 字。"))
    return found
