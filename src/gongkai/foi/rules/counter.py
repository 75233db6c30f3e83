"""窗口规则: what is handed in together, and who may read what on the spot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.foi.rules.applicants import IdKind, plain_id
from gongkai.foi.rules.outcomes import RULINGS, Outcome
from gongkai.foi.rules.receipt import Application
from gongkai.foi.rules.rows import Row
from gongkai.shared.labelled import Labelled
from gongkai.shared.refusal import Refused

MOST_TOGETHER = 50  # applications on one list: what one person can type in and check at a counter
PROVIDED = frozenset({Row.GRANTED, Row.PARTIAL_GRANT})  # only what is given can be read (第三十六条、第三十七条)
VISIT_BASIS = "政府信息公开条例第四十条"


class Reader(Labelled):
    """Who reads."""

    PUBLIC = "public", "公众（查阅主动公开的文件）"
    APPLICANT = "applicant", "申请人本人"
    AGENT = "agent", "申请人委托的人"


class RowRefused(Refused):
    """One of several rows cannot be taken: `row` counts from 0."""

    def __init__(self, row: int, refused: Refused) -> None:
        super().__init__(refused.message, refused.basis, refused.field)
        self.row = row


@dataclass(frozen=True)
class Shown:
    """What a reader shows who they are with."""

    reader: Reader
    name: str = ""
    id_kind: IdKind = IdKind.RESIDENT
    id_number: str = ""


def require_apart(applications: Sequence[Application]) -> None:
    """Nothing, or RowRefused at a row that asks, for the same applicant, for what an earlier row asks for."""
    seen: dict[tuple[str, ...], int] = {}
    for row, one in enumerate(applications):
        who = plain_id(one.id_number) or f"{one.name.strip()}|{one.phone.strip()}"
        what = ("".join(text.split()) for text in (one.info_title, one.info_doc_no, one.info_text))
        earlier = seen.setdefault((who, *what), row)
        if earlier != row:
            raise RowRefused(row, Refused(f"与第 {earlier + 1} 件是同一个人申请同样的信息，请删去其中一件。", field="name"))


def is_readable(outcome: str, is_served: bool) -> bool:
    """Whether it was decided to give the information, all of it or a part, and the applicant has been told so."""
    return is_served and bool(outcome) and RULINGS[Outcome(outcome)].row in PROVIDED


def require_readable(outcome: str, served_on: date | None, on: date) -> None:
    """Nothing, or Refused: a case is read on the spot from the day on which the reply that gives the information, all of it or a part,
    was served."""
    if served_on is None or not outcome:
        raise Refused("这件申请的答复还没有送达，现在还不能安排查阅。", basis=VISIT_BASIS, field="case")
    if not is_readable(outcome, True):
        raise Refused("这件申请的决定没有提供信息，不能安排查阅。", basis=VISIT_BASIS, field="case")
    if on < served_on:
        raise Refused(f"查阅日期不能早于答复送达之日（{served_on:%Y年%-m月%-d日}）。", basis=VISIT_BASIS, field="on")
