"""依申请公开 in the demo city. Each application is a story: a generator that yields the moment of its next step and goes on when
everything before that moment has been done in the other stories. So numbers, letters and the journal come in the order of time, and
every step is the action that the desk or the portal would do.

What the stories tell is in `foi_stories`; here is what they are told with."""

import heapq
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from demo import reading
from gongkai.foi.actions import intake, letters, replies, serving, told
from gongkai.foi.actions.intake import Submission
from gongkai.foi.letters import DECISIONS
from gongkai.foi.models import Case, Letter
from gongkai.foi.organs import ANSWERING
from gongkai.foi.rules.applicants import ApplicantKind, IdKind
from gongkai.foi.rules.letter_kinds import LetterKind, Reader
from gongkai.foi.rules.outcomes import Evidence, Outcome
from gongkai.foi.rules.receipt import Application, Arrival, Carrier, Channel, Delivery
from gongkai.foi.rules.service import ServiceMode
from gongkai.people.models import Officer, Organisation
from gongkai.shared.clock import BEIJING
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import Calendar

Story = Generator[datetime, datetime, Any]  # yields when it goes on, gets that moment back


@dataclass(frozen=True)
class Days:
    """Moments counted in working days from the day of loading. Nothing lies in a year whose notice is not out."""

    on: date
    calendar: Calendar

    @staticmethod
    def until(today: date) -> "Days":
        known = calendar()
        return Days(min(today, date(max(known.years), 12, 31)), known)

    def before(self, n: int, clock: str = "9:30") -> datetime:
        """That time on the n-th working day before the day of loading, n from 1."""
        day, left = self.on, n
        while left:
            day -= timedelta(days=1)
            left -= self.calendar.is_workday(day)
        return datetime.combine(day, time.fromisoformat(clock.zfill(5)), BEIJING)

    def later(self, at: datetime, n: int) -> date:
        """The n-th working day after this moment's, or the same in days of the week where the year's notice is not out."""
        day = at.date()
        for _ in range(n):
            day += timedelta(days=1)
            while day.weekday() >= 5 if day.year not in self.calendar.years else not self.calendar.is_workday(day):
                day += timedelta(days=1)
        return day


@dataclass(frozen=True)
class Desk:
    """Who answers applications at one organ."""

    organ: Organisation
    editor: Officer
    reviewer: Officer
    signer: Officer


@dataclass(frozen=True)
class Town:
    """What the stories are told with. `cases`: those that other stories speak of, by name; `case` gives one as it is now."""

    days: Days
    desks: Mapping[str, Desk]
    organs: Mapping[str, Organisation]
    officers: Mapping[str, Officer]
    cases: dict[str, Case]

    def case(self, name: str) -> Case:
        return Case.objects.get(pk=self.cases[name].pk)


@dataclass(frozen=True)
class Asker:
    """An invented applicant."""

    name: str
    id_number: str
    phone: str
    kind: ApplicantKind = ApplicantKind.NATURAL
    representative: str = ""
    email: str = ""
    address: str = ""

    def asks(
        self,
        title: str,
        text: str,
        at: datetime,
        *,
        channel: Channel = Channel.ONLINE,
        arrival: Arrival | None = None,
        delivery: Delivery = Delivery.ONLINE,
        carrier: Carrier = Carrier.ELECTRONIC,
        has_id_proof: bool = True,
    ) -> Submission:
        application = Application(
            kind=self.kind,
            name=self.name,
            id_number=self.id_number,
            has_id_proof=has_id_proof,
            representative=self.representative,
            phone=self.phone,
            email=self.email,
            address=self.address,
            info_title=title,
            info_text=text,
            carrier=carrier,
            delivery=delivery,
        )
        id_kind = IdKind.RESIDENT if self.kind.is_natural else IdKind.USCC
        return Submission(application, channel, arrival or Arrival(at.date()), id_kind=id_kind)


def run(stories: Iterable[Story]) -> None:
    """Tell the stories together, always the one whose next step comes first."""
    waiting = [(next(story), n, story) for n, story in enumerate(stories)]
    heapq.heapify(waiting)
    while waiting:
        at, n, story = waiting[0]
        try:
            heapq.heapreplace(waiting, (story.send(at), n, story))
        except StopIteration:
            heapq.heappop(waiting)


# —— courses that many stories take ——


def taken_up(town: Town, desk: Desk, asker: Asker, title: str, text: str, n: int, **others: Any) -> Story:
    """Sent on the portal and confirmed on the n-th working day before loading, registered and looked at on the next. The case."""
    at = yield town.days.before(n, "9:05")
    case = intake.submit(desk.organ, asker.asks(title, text, at, **others), by=None, at=at)
    at = yield town.days.before(n, "15:20")
    intake.confirm_receipt(case, on=at.date(), how=f"电话确认，{at:%-m月%-d日} 15:12 通话", by=desk.editor, at=at)
    at = yield town.days.before(n - 1, "9:40")
    sent(told.register(case, by=desk.editor, at=at).letters, desk, at)
    intake.examine(case, by=desk.editor, at=at)
    return case


def drafted(
    town: Town,
    desk: Desk,
    case: Case,
    outcome: Outcome,
    facts: Mapping[Evidence, str],
    n: int,
    body: str = "",
    enclose: Callable[[datetime], object] | None = None,
) -> Story:
    """A reply drafted in the morning, what is enclosed put to it, and handed in for review in the afternoon."""
    at = yield town.days.before(n, "10:15")
    replies.draft(case, outcome, {name.value: text for name, text in facts.items()}, body, by=desk.editor, at=at)
    if enclose:
        enclose(at)
    at = yield town.days.before(n, "14:50")
    replies.submit(case, by=desk.editor, at=at)


def reviewed(town: Town, desk: Desk, case: Case, n: int) -> Story:
    """Passed for secrecy and for law by somebody else."""
    at = yield town.days.before(n, "9:20")
    replies.pass_secrecy(case, "经审查，不涉及国家秘密，可以按拟稿答复。", by=desk.reviewer, at=at)
    at = yield town.days.before(n, "10:40")
    replies.pass_legality(case, "适用条款正确，救济途径完整。", by=desk.reviewer, at=at)


def answered(
    town: Town,
    desk: Desk,
    case: Case,
    outcome: Outcome,
    facts: Mapping[Evidence, str],
    n: int,
    body: str = "",
    enclose: Callable[[datetime], object] | None = None,
) -> Story:
    """Drafted two working days before it is served, reviewed and signed on the next, served on the n-th before loading."""
    yield from drafted(town, desk, case, outcome, facts, n + 2, body, enclose)
    yield from reviewed(town, desk, case, n + 1)
    at = yield town.days.before(n + 1, "16:00")
    replies.sign(case, by=desk.signer, at=at)
    at = yield town.days.before(n, "9:50")
    serving.serve(case, **_way(case, at), by=desk.editor, at=at)


def sent(written: Iterable[Letter], desk: Desk, at: datetime) -> None:
    """Letters on the way to a decision go out on the day they are signed."""
    for letter in written:
        reader = LetterKind(letter.kind).reader
        if letter.kind in DECISIONS or reader is Reader.INSIDE:
            continue
        way = _way(letter.case, at) if reader is Reader.APPLICANT else _by_post(letter.case, at)
        serving.serve_other(letter, **way, by=desk.editor, at=at)


def _way(case: Case, at: datetime) -> dict[str, Any]:
    return {"mode": ServiceMode.ONLINE, "sent_on": at.date()} if case.delivery == Delivery.ONLINE else _by_post(case, at)


def _by_post(case: Case, at: datetime) -> dict[str, Any]:
    number = f"99{at:%y%m%d}{case.pk:05d}LZ"
    return {"mode": ServiceMode.MAIL_POST, "sent_on": at.date(), "carrier": "中国邮政（EMS）", "mail_no": number}


def equipped(town: Town) -> Story:
    """What the letters of the organs say about themselves is written down before the first application."""
    at = yield town.days.before(90)
    for serial, row in enumerate(reading.organisations(), start=1):
        organ = town.organs[row["id"]]
        if organ.kind not in ANSWERING:
            continue
        reached = {
            "phone": row["public_numbers"][0]["number"],
            "address": f"{PLACES[organ.region_code].format(serial)}{organ.short_name}政务公开窗口",
            "hours": "工作日9:00—12:00，14:00—17:30",
        }
        desk = town.desks.get(row["id"])
        letters.set_organ(organ, reached | (REMEDIES if desk else {}), by=desk.signer if desk else town.officers["sunjie"], at=at)


PLACES = {
    "990000": "澜州市汀湾区临江路1号",
    "990100": "澜州市汀湾区海晏路18号",
    "990102": "汀湾区望潮路{}号",
    "990103": "屿北区云屏路{}号",
    "990121": "棠川县青禾路{}号",
}
REMEDIES = {
    "reconsideration_url": "https://xzfy.example.gov.cn/lanzhou/apply",
    "court": "澜州市汀湾区人民法院",
    "payment": "凭收费通知书到澜州市非税收入窗口（海晏路18号一楼3号）缴纳，或者扫描通知书上的缴款码缴纳",
}
