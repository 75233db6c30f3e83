"""How it stands with an item of the catalogue and one organ on a day: what was owed, what was published, in time or not.

Everything is computed from facts, and only from which facts there are: in what order they came to be known makes no difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongkai.catalogue.rules.limits import GENERAL, Kind, Limit, Sense, due_on
from gongkai.catalogue.rules.words import WANTING, Channel, State
from gongkai.workdays.rules.calendar import Calendar, NotYetKnown

WEBSITE = Channel.WEBSITE.value
FIRST = ""  # the key of the duty that arises with a 长期公开 item itself


@dataclass(frozen=True)
class VersionFacts:
    """What a version of the item asks for. `column`: where it has to stand, 0 when anywhere. `refresh_days`: how old the last update may
    be; `retention_days`: how long it has to stay. 0: not limited."""

    effective_from: date
    limits: Mapping[str, Limit] = field(default_factory=lambda: {WEBSITE: GENERAL})  # by channel
    column: int = 0
    refresh_days: int = 0
    retention_days: int = 0


@dataclass(frozen=True)
class DutyFacts:
    """Something to be published arose on `event_on`."""

    key: str
    event_on: date


@dataclass(frozen=True)
class PublicationFacts:
    """`answers`: the key of the duty it was made for, where that is known."""

    key: str
    published_on: date
    answers: str = ""
    column: int = 0
    channel: str = WEBSITE
    is_empty: bool = False
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one duty in one channel. `due`: None while the calendar does not reach it. `days`: late by so many natural days."""

    duty: DutyFacts
    channel: str
    state: State
    due: date | None
    published_on: date | None = None
    days: int = 0


@dataclass(frozen=True)
class Standing:
    """`state` is the most pressing there is; `due` the earliest date that is still to be met; `times_late` ever."""

    state: State
    days: int = 0
    due: date | None = None
    last_published: date | None = None
    times_late: int = 0
    outcomes: tuple[Outcome, ...] = ()


class Dates:
    """Due dates, each counted once however many duties ask. Raises nothing: a date the calendar does not reach is its year."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._known: dict[tuple[Limit, date], date | int] = {}

    def due(self, limit: Limit, anchor: date) -> date | int:
        asked = (limit, anchor)
        if asked not in self._known:
            try:
                self._known[asked] = due_on(limit, anchor, self.calendar)
            except NotYetKnown as unknown:
                self._known[asked] = unknown.year
        return self._known[asked]


def standing(
    versions: Sequence[VersionFacts], duties: Iterable[DutyFacts], publications: Iterable[PublicationFacts], day: date, dates: Dates
) -> Standing:
    """On `day`. Each duty is judged by the version that was in force when it arose."""
    ordered = sorted(versions, key=lambda one: one.effective_from)
    present = _in_force(ordered, day)
    known = sorted((one for one in publications if one.published_on <= day), key=lambda one: (one.published_on, one.key))
    standing_there = [one for one in known if _stands(one, present.retention_days, day)]
    owed = sorted((one for one in duties if one.event_on <= day or _is_before(ordered, one)), key=lambda one: (one.event_on, one.key))
    if not owed and present.limits[WEBSITE].kind is Kind.LONG_TERM and ordered[0].effective_from <= day:
        owed = [DutyFacts(FIRST, ordered[0].effective_from)]
    outcomes = tuple(_outcomes(ordered, owed, standing_there, day, dates))
    return _together(outcomes, present, standing_there, day)


def _in_force(ordered: Sequence[VersionFacts], day: date) -> VersionFacts:
    """The last version that took effect by the day; before the first, the first."""
    return next((one for one in reversed(ordered) if one.effective_from <= day), ordered[0])


def _is_before(ordered: Sequence[VersionFacts], duty: DutyFacts) -> bool:
    """What must be published before the event is owed before it happens."""
    return _is_announced(_in_force(ordered, duty.event_on))


def _is_announced(version: VersionFacts) -> bool:
    return version.limits[WEBSITE].sense is Sense.BEFORE


def _stands(one: PublicationFacts, retention_days: int, day: date) -> bool:
    """Still there, or taken down after it had stood as long as it had to."""
    if one.withdrawn_on is None or one.withdrawn_on > day:
        return True
    return retention_days > 0 and (one.withdrawn_on - one.published_on).days >= retention_days


def _outcomes(
    ordered: Sequence[VersionFacts], owed: Sequence[DutyFacts], known: Sequence[PublicationFacts], day: date, dates: Dates
) -> Iterator[Outcome]:
    for channel in sorted({channel for one in ordered for channel in one.limits}):
        asked = [(duty, version) for duty in owed if channel in (version := _in_force(ordered, duty.event_on)).limits]
        here = [one for one in known if one.channel == channel]
        found = _matched(asked, here)
        for duty, version in asked:
            yield _outcome(duty, channel, version, found.get(duty.key), dates.due(version.limits[channel], duty.event_on), day)


def _matched(asked: Sequence[tuple[DutyFacts, VersionFacts]], known: Sequence[PublicationFacts]) -> dict[str, PublicationFacts]:
    """Each duty with what answers it: what says so itself, else the earliest still unclaimed since the event. Whole pages in the right
    column go first, then those elsewhere, then empty ones."""
    found: dict[str, PublicationFacts] = {}
    claimed = {one.key for one in known if any(one.answers == duty.key for duty, _ in asked) and one.answers}
    for is_good in (_is_whole, _is_elsewhere, lambda one, _: one.is_empty):
        for duty, version in asked:
            if duty.key in found:
                continue
            own = (one for one in known if duty.key and one.answers == duty.key and (_is_announced(version) or _may_answer(one, duty)))
            free = (one for one in known if one.key not in claimed and not one.answers and _may_answer(one, duty))
            answer = next((one for group in (own, free) for one in group if is_good(one, version)), None)
            if answer is not None:
                found[duty.key] = answer
                claimed.add(answer.key)
    return found


def _may_answer(one: PublicationFacts, duty: DutyFacts) -> bool:
    """What stood there before a 长期公开 item took effect counts; an event is answered by what came after it."""
    return duty.key == FIRST or one.published_on >= duty.event_on


def _is_whole(one: PublicationFacts, version: VersionFacts) -> bool:
    return not one.is_empty and (not version.column or one.column == version.column)


def _is_elsewhere(one: PublicationFacts, version: VersionFacts) -> bool:
    return not one.is_empty


def _outcome(duty: DutyFacts, channel: str, version: VersionFacts, answer: PublicationFacts | None, due: date | int, day: date) -> Outcome:
    """Published later than due is late for good, whatever is published afterwards."""
    if isinstance(due, int):  # the notice for that year is not out: due some time in it
        state = State.UNDATED if answer is None or answer.published_on >= date(due, 1, 1) else State.ON_TIME
        published = answer.published_on if answer else None
        return Outcome(duty, channel, _flawed(answer, version) or state, None, published)
    if answer is None:
        return Outcome(duty, channel, State.OPEN if day <= due else State.MISSING, due, None, max(0, (day - due).days))
    late = max(0, (answer.published_on - due).days)
    state = _flawed(answer, version) or (State.LATE if late else State.ON_TIME)
    return Outcome(duty, channel, state, due, answer.published_on, late)


def _flawed(answer: PublicationFacts | None, version: VersionFacts) -> State | None:
    if answer is None:
        return None
    if answer.is_empty:
        return State.EMPTY
    return None if _is_whole(answer, version) else State.WRONG_COLUMN


def _together(outcomes: tuple[Outcome, ...], version: VersionFacts, known: Sequence[PublicationFacts], day: date) -> Standing:
    last = known[-1].published_on if known else None
    times_late = sum(one.days > 0 and one.published_on is not None for one in outcomes)
    due = min((one.due for one in outcomes if one.due and one.state in (State.OPEN, State.MISSING)), default=None)
    states = {one.state for one in outcomes}
    is_stale = bool(version.refresh_days and last and last + timedelta(days=version.refresh_days) < day)
    for state in (*WANTING, State.OPEN, State.UNDATED):
        if state is State.STALE and is_stale and last is not None:
            return Standing(state, (day - last).days - version.refresh_days, due, last, times_late, outcomes)
        if state in states:
            return Standing(state, max(one.days for one in outcomes if one.state is state), due, last, times_late, outcomes)
    if not outcomes:
        return Standing(State.ON_TIME if known else State.NOTHING_YET, 0, None, last, 0, ())
    latest = max(outcomes, key=lambda one: (one.duty.event_on, one.duty.key, one.days))
    return Standing(latest.state, latest.days, None, last, times_late, outcomes)
