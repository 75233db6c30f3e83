"""有效性: what a policy is worth on a day, and which fact made it so (领域规则 6.6).

Nothing here is stored or counted down: a standing follows from the dates of the editions and from what other papers did to the policy.
A fact counts from its own day on. An extension announced after the expiry therefore revives the policy from that announcement,
and the days between stay expired; so “截至某日有效” gives the same answer whenever it is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.policies.rules.kinds import CHANGING, RelationKind

ONE_DAY = timedelta(days=1)
LONGEST_TITLE = 60  # characters of a title quoted in `because`
LONGEST_REASON = 250  # characters of `because`


class Status(StrEnum):
    VALID = "valid"
    NOT_YET = "not_yet"
    AMENDED = "amended"
    PARTIAL = "partial"
    EXPIRED = "expired"
    REPEALED = "repealed"
    SUSPENDED = "suspended"

    @property
    def label(self) -> str:
        return {
            "valid": "有效",
            "not_yet": "尚未生效",
            "amended": "已修改",
            "partial": "部分失效",
            "expired": "失效",
            "repealed": "废止",
            "suspended": "停止执行",
        }[self.value]

    @property
    def is_in_force(self) -> bool:
        """Whether people may still rely on it, in whole or in what is left of it."""
        return self in (Status.VALID, Status.PARTIAL)


@dataclass(frozen=True)
class EditionFacts:
    """The dates of one edition; `expires_on` is the last day of validity. `number` orders the editions of a policy."""

    number: int
    effective_on: date | None = None
    expires_on: date | None = None
    formed_on: date | None = None
    published_on: date | None = None

    @property
    def starts_on(self) -> date | None:
        """施行之日; a paper that names none is in force from 成文日期, else from its publication."""
        return self.effective_on or self.formed_on or self.published_on

    @property
    def exists_from(self) -> date | None:
        return min((day for day in (self.effective_on, self.formed_on, self.published_on) if day), default=None)


@dataclass(frozen=True)
class Change:
    """What another paper did to the policy, from day `on` (included).

    `until`: for EXTENDS the new last day of validity (None: without end), for SUSPENDS the last day of the pause.
    `articles`: what PARTIALLY_REPEALS took away."""

    kind: RelationKind
    on: date
    until: date | None = None
    by_title: str = ""
    by_no: str = ""
    articles: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in CHANGING:
            raise ValueError(f"{self.kind} does not change what its target is worth")

    @property
    def by(self) -> str:
        """《…》（临政发〔2024〕3号）, or what is known of it."""
        title = self.by_title if len(self.by_title) <= LONGEST_TITLE else self.by_title[:LONGEST_TITLE] + "……"
        quoted = f"《{title}》" if title else ""
        return quoted + (f"（{self.by_no}）" if quoted and self.by_no else self.by_no) or "其他文件"


@dataclass(frozen=True)
class Facts:
    """All that decides the standing of one policy."""

    editions: tuple[EditionFacts, ...]
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if not self.editions:
            raise ValueError("a policy without an edition has no standing")
        if len({edition.number for edition in self.editions}) < len(self.editions):
            raise ValueError("editions of a policy are numbered once")


@dataclass(frozen=True)
class Standing:
    """`since`: the first day of the unbroken time in this status (None: as far back as is known). `because`: one Chinese sentence.
    `edition`: the number of the edition judged. `changes_on`: the next day on which status or reason changes, as known now."""

    status: Status
    since: date | None
    because: str
    edition: int
    changes_on: date | None = None


def standing_on(facts: Facts, day: date, edition: int | None = None) -> Standing:
    """The standing on a day: of the policy (its edition in force then), or of one edition by number. KeyError for an unknown number."""
    return next(standing for standing in timeline(facts, edition) if standing.changes_on is None or day < standing.changes_on)


def timeline(facts: Facts, edition: int | None = None) -> tuple[Standing, ...]:
    """Every standing from the beginning of time, in order. A standing may repeat its status with a new reason; `since` then stays."""
    judged: list[tuple[date | None, int, Status, str]] = [(None, *_judge(facts, date.min, edition))]
    for day in _turning_points(facts):
        verdict = _judge(facts, day, edition)
        if verdict != judged[-1][1:]:
            judged.append((day, *verdict))
    standings: list[Standing] = []
    for n, (begins, number, status, because) in enumerate(judged):
        unbroken = standings and (standings[-1].status, standings[-1].edition) == (status, number)
        since = standings[-1].since if unbroken else begins
        changes_on = judged[n + 1][0] if n + 1 < len(judged) else None
        standings.append(Standing(status, since, because, number, changes_on))
    return tuple(standings)


def edition_in_force(facts: Facts, day: date) -> EditionFacts:
    """The newest edition that has begun by the day; before any has, the one that begins first."""
    begun = [edition for edition in facts.editions if _begun(edition, day)]
    if begun:
        return max(begun, key=lambda edition: edition.number)
    return min(facts.editions, key=lambda edition: (edition.starts_on or date.min, edition.number))


def _turning_points(facts: Facts) -> list[date]:
    """The days on which anything can change."""
    days: set[date] = set()
    for edition in facts.editions:
        days.update(day for day in (edition.starts_on, _day_after(edition.expires_on)) if day)
    for change in facts.changes:
        days.update(day for day in (change.on, _day_after(change.until)) if day)
    return sorted(days)


def _judge(facts: Facts, day: date, number: int | None) -> tuple[int, Status, str]:
    edition = edition_in_force(facts, day) if number is None else {e.number: e for e in facts.editions}[number]
    for status, because in _verdicts(facts, edition, day):
        return edition.number, status, because
    return edition.number, Status.VALID, _in_force(edition, _extension(facts, edition, day))


def _verdicts(facts: Facts, edition: EditionFacts, day: date) -> Iterator[tuple[Status, str]]:
    """What speaks against 有效, weightiest first, in the order of 领域规则 6.6; only that a replaced text is called 历史文本
    before anyone asks whether it was once paused or partly repealed."""
    done = _done_by(facts, edition, day)
    for change in done:
        if change.kind in (RelationKind.REPEALS, RelationKind.REPLACES):
            verb = "废止" if change.kind is RelationKind.REPEALS else "替代，同时废止"
            yield Status.REPEALED, f"{said(change.on)}起被{change.by}{verb}"
    successor = _successor(facts, edition, day)
    yield from _expiry(facts, edition, _day_before(successor) if successor else day)  # a text that was replaced in time never expires
    if edition.starts_on and day < edition.starts_on:
        yield Status.NOT_YET, f"自{said(edition.starts_on)}起施行，尚未施行"
    if successor:
        since = "已有" if successor == date.min else f"{said(successor)}起施行"
        yield Status.AMENDED, f"{since}修改后的版本，本版本为历史文本"
    for change in done:
        if change.kind is RelationKind.SUSPENDS and not _over(change, done, day):
            until = f"至{said(change.until)}" if change.until else ""
            yield Status.SUSPENDED, f"{said(change.on)}起{until}被{change.by}停止执行"
    partial = [change for change in done if change.kind is RelationKind.PARTIALLY_REPEALS]
    if partial:
        yield Status.PARTIAL, _partly_repealed(partial) + "，其余内容有效"


def _expiry(facts: Facts, edition: EditionFacts, day: date) -> Iterator[tuple[Status, str]]:
    """Whether the edition had expired by the day: declared so and not extended since, or past its last day."""
    extension = _extension(facts, edition, day)
    declared = [
        c for c in _done_by(facts, edition, day) if c.kind is RelationKind.DECLARES_EXPIRED and not (extension and extension.on > c.on)
    ]
    last_day = extension.until if extension else edition.expires_on
    if last_day and last_day < day and not any(change.on <= last_day for change in declared):
        extended = f"（经{extension.by}延长）" if extension else ""
        yield Status.EXPIRED, f"有效期至{said(last_day)}{extended}，已届满"
    for change in declared:
        yield Status.EXPIRED, f"{said(change.on)}起被{change.by}宣布失效"


def _extension(facts: Facts, edition: EditionFacts, day: date) -> Change | None:
    """The extension that counts on the day: the last one announced by then."""
    extensions = [change for change in _done_by(facts, edition, day) if change.kind is RelationKind.EXTENDS]
    return extensions[-1] if extensions else None


def _done_by(facts: Facts, edition: EditionFacts, day: date) -> list[Change]:
    """What had been done to this edition by the day, in order.

    A change touches the editions that exist on its day. One that falls on the very day a later edition begins
    (“自施行之日起，原办法同时废止”) means the editions before it, not the one that says so."""
    first = min(other.number for other in facts.editions) == edition.number
    return sorted(
        (
            change
            for change in facts.changes
            if change.on <= day
            and (edition.exists_from is None or first or change.on >= edition.exists_from)
            and (first or change.on != edition.starts_on)
        ),
        key=lambda change: (change.on, change.kind, change.until or date.max, change.by_title, change.by_no, change.articles),
    )


def _successor(facts: Facts, edition: EditionFacts, day: date) -> date | None:
    """The day the next edition took over, if one has begun by `day`."""
    later = [e.starts_on or date.min for e in facts.editions if e.number > edition.number and _begun(e, day)]
    return min(later, default=None)


def _over(pause: Change, done: list[Change], day: date) -> bool:
    ended = pause.until is not None and pause.until < day
    return ended or any(change.kind is RelationKind.RESUMES and change.on >= pause.on for change in done)


def _begun(edition: EditionFacts, day: date) -> bool:
    return edition.starts_on is None or edition.starts_on <= day


def _in_force(edition: EditionFacts, extension: Change | None) -> str:
    if edition.effective_on:
        begun = f"自{said(edition.effective_on)}起施行"
    elif edition.starts_on:
        what = "成文之日" if edition.formed_on else "发布之日"
        begun = f"未载明施行日期，自{what}{said(edition.starts_on)}起有效"
    else:
        begun = "未载明施行日期，也没有废止、失效的记载"
    if extension:
        return f"{begun}，经{extension.by}延长有效期" + (f"至{said(extension.until)}" if extension.until else "")
    return f"{begun}，有效期至{said(edition.expires_on)}" if edition.expires_on else begun


def _partly_repealed(changes: list[Change]) -> str:
    """Each partial repeal with its articles; when that grows too long to print, the last one and how many came before."""
    full = "；".join(f"{said(c.on)}起{'、'.join(c.articles) or '部分内容'}被{c.by}废止" for c in changes)
    if len(full) <= LONGEST_REASON:
        return full
    earlier = f"（此前另有{len(changes) - 1}次）" if len(changes) > 1 else ""
    return f"{said(changes[-1].on)}起部分内容被{changes[-1].by}废止{earlier}"


def _day_before(day: date) -> date:
    return day - ONE_DAY if day > date.min else day


def _day_after(day: date | None) -> date | None:
    return day + ONE_DAY if day and day < date.max else None


def said(day: date) -> str:
    """2024年3月1日"""
    return f"{day.year}年{day.month}月{day.day}日"
