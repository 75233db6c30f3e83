"""安全巡查: begun by its night or quarter, walked in short slices, each finding kept once, decided by people."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from gongkai.journal import actions as journal
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.queries import holders
from gongkai.people.queries import root as root_of
from gongkai.people.rules.permits import About, Role, require
from gongkai.publishing.actions import outside
from gongkai.publishing.models import LinkPlace, Override, PatrolBatch, PatrolDecision, PatrolFinding
from gongkai.publishing.patrolled import answerable_for
from gongkai.publishing.queries import rulebook
from gongkai.publishing.rules import outside as outside_rules
from gongkai.publishing.rules import patrol as rules
from gongkai.publishing.rules.hits import Hit, Level
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import Material
from gongkai.publishing.rules.outside import Mention
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.publishing.rules.publishability import REASON_LENGTH, is_real_reason
from gongkai.publishing.rules.rulebook import Rulebook
from gongkai.publishing.subjects import Kind, Published, kind_of, kinds
from gongkai.shared.clock import BEIJING
from gongkai.shared.refusal import Refused
from gongkai.workdays.queries import calendar
from gongkai.workdays.rules.calendar import Calendar

AT_ONCE = 20  # published things in one slice
SLICES = 10  # in one turn of the worker
MOST_UNREAD = 200


def begin_nightly(now: datetime) -> PatrolBatch | None:
    """The increment of this night: what has changed since the last walk began; None when it was begun already."""
    last = PatrolBatch.objects.order_by("-began_at").first()
    return _begin(rules.Scope.INCREMENT, rules.nightly_slot(now.astimezone(BEIJING).date()), since=last.began_at if last else None, at=now)


def begin_quarterly(now: datetime) -> PatrolBatch | None:
    """The full patrol of this quarter; None when it was begun already."""
    return _begin(rules.Scope.FULL, rules.quarterly_slot(now.astimezone(BEIJING).date()), since=None, at=now)


def order(*, by: Officer, at: datetime) -> PatrolBatch:
    """A full patrol now, for instance before an important date. Refused while one is under way."""
    house = root_of()
    require(by.actor(), Permit.ORDER_PATROL, About(house.path if house else ""), WHO_MAY)
    if PatrolBatch.objects.filter(ended_at=None, scope=rules.Scope.FULL).exists():
        raise Refused("一次全量巡查正在进行，请等它结束。")
    batch = _begin(rules.Scope.FULL, f"full:{at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}", since=None, at=at, by=by)
    if batch is None:
        raise Refused("一次全量巡查正在进行，请等它结束。")
    return batch


@transaction.atomic
def _begin(scope: rules.Scope, slot: str, *, since: datetime | None, at: datetime, by: Officer | None = None) -> PatrolBatch | None:
    batch, fresh = PatrolBatch.objects.get_or_create(slot=slot, defaults={"scope": scope, "since": since, "began_at": at, "by": by})
    if not fresh:
        return None
    journal.write("publishing.patrol.began", about=batch, by=by, at=at, data={"slot": slot})
    return batch


def go_on(now: datetime) -> int:
    """Walk on in what is under way, a few slices; returns how many published things were looked at."""
    looked_at = 0
    for _ in range(SLICES + len(kinds())):  # a kind of which nothing has changed costs a slice too
        batch = PatrolBatch.objects.filter(ended_at=None).order_by("began_at", "id").first()
        if batch is None:
            break
        looked_at += _slice(batch, now)
    return looked_at


def _slice(batch: PatrolBatch, now: datetime) -> int:
    """Look at the next few, outside any transaction; then keep what was found, if nobody else has been here meanwhile."""
    every = [one for one in kinds() if one.is_patrolled]
    kind = next((one for one in every if one.name >= batch.kind), None)
    subjects = kind.published(batch.after, batch.since, AT_ONCE) if kind else []
    books: dict[int, Rulebook] = {}
    looks = {one.about: _look(one, books, now=now) for one in subjects}
    unread = [look.unread for look in looks.values() if look.unread]
    following = next((one.name for one in every if kind and one.name > kind.name), None)
    ended = len(subjects) < AT_ONCE and following is None
    moved = {"after": subjects[-1].row} if len(subjects) == AT_ONCE else {"after": 0, "kind": following or batch.kind}
    with transaction.atomic():
        mine = PatrolBatch.objects.filter(pk=batch.pk, ended_at=None, kind=batch.kind, after=batch.after)
        unread = [*batch.unread, *unread][:MOST_UNREAD]
        counted = {
            "looked_at": F("looked_at") + len(subjects),
            "pictures": F("pictures") + sum(look.pictures for look in looks.values()),
            "pictures_unread": F("pictures_unread") + sum(look.pictures_unread for look in looks.values()),
        }
        if not mine.update(**counted, unread=unread, ended_at=now if ended else None, **moved):
            return 0
        read = [one for one in subjects if not looks[one.about].unread]
        outside.note(batch, {one.about: (one, looks[one.about].mentions) for one in read}, now)
        _keep(batch, read, {one.about: looks[one.about].hits for one in read}, now)
        if ended:
            _end(batch, now)
    return len(subjects)


@dataclass(frozen=True)
class _Look:
    """What was seen in one published thing; `unread`: what, and why it could not be read."""

    hits: list[Hit] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    pictures: int = 0
    pictures_unread: int = 0
    unread: dict[str, str] = field(default_factory=dict)


def _look(one: Published, books: dict[int, Rulebook], *, now: datetime) -> _Look:
    """What stands in one published thing, but for what was let pass in writing when it went out."""
    if one.office.pk not in books:
        books[one.office.pk] = rulebook(now.date(), one.office)
    book = books[one.office.pk]
    try:
        material = one.read()
        hits = inspect_paper(material, book, about=one.about, today=now.date())
    except Refused as refused:
        return _Look(unread={"about": one.about, "title": one.title[:80], "reason": refused.message[:120]})
    passed = Override.objects.filter(finding__inspection__about=one.about).values_list("finding__code", "finding__fingerprint")
    let_pass, former = set(passed), {file.name for file in material.earlier}
    worth = [hit for hit in rules.worth_keeping(hits, former) if (str(hit.code), hit.fingerprint) not in let_pass]
    mentions = outside_rules.mentions(material)
    return _Look(
        [*worth, *outside.broken_among(mentions)],
        mentions,
        sum(file.pictures for file in material.files),
        sum(file.unread for file in material.files),
    )


def _keep(batch: PatrolBatch, subjects: list[Published], found: dict[str, list[Hit]], now: datetime) -> None:
    """The findings that are new, and those that are gone."""
    known = defaultdict[str, dict[str, int]](dict)
    for about, key, pk in PatrolFinding.objects.filter(about__in=found, gone_at=None).values_list("about", "key", "pk"):
        known[about][key] = pk
    days, fresh, gone = calendar(), list[PatrolFinding](), list[int]()
    for one in subjects:
        hits = {rules.key_of(hit): hit for hit in found[one.about]}
        gone += [pk for key, pk in known[one.about].items() if key not in hits]
        fresh += [_finding(batch, one, hit, days, now) for key, hit in hits.items() if key not in known[one.about]]
    PatrolFinding.objects.filter(pk__in=gone).update(gone_at=now)
    PatrolFinding.objects.bulk_create(fresh)
    _tell(batch, [one for one in fresh if one.level == Level.HIGH], now)


def _finding(batch: PatrolBatch, one: Published, hit: Hit, days: Calendar, now: datetime) -> PatrolFinding:
    return PatrolFinding(
        batch=batch,
        about=one.about,
        title=one.title[:500],
        address=one.address[:300],
        office=one.office,
        key=rules.key_of(hit),
        code=hit.code,
        level=hit.level,
        file=hit.place.file[:255],
        block=hit.place.block[:60],
        line=hit.place.line,
        column=hit.place.column[:120],
        sample=hit.sample[:120],
        message=hit.message[:300],
        advice=hit.advice[:300],
        found_at=now,
        due_at=rules.due_at(hit.level, now.astimezone(BEIJING), days),
    )


def ask_outside(now: datetime) -> int:
    """Ask the addresses outside that are due; where one broke, or opens again, its findings come or go at once. Returns how many changed."""
    changed = outside.ask_due(now)
    days = calendar()
    for link in changed:
        key = rules.key_of(outside_rules.hit(link.address, "", file="", block="", line=0))
        for place in LinkPlace.objects.filter(link=link).select_related("batch", "office"):
            known = PatrolFinding.objects.filter(about=place.about, key=key, gone_at=None)
            if link.state != outside_rules.State.BROKEN:
                known.update(gone_at=now)
            elif not known.exists():
                one = Published(place.about, 0, place.title, place.public_address, place.office, lambda: Material("", ()))
                hit = outside_rules.hit(link.address, link.because, file=place.file, block=place.block, line=place.line)
                _finding(place.batch, one, hit, days, now).save()
    return len(changed)


def _tell(batch: PatrolBatch, grave: list[PatrolFinding], now: datetime) -> None:
    """The reviewers and signers of an office, once a patrol: two hours are short."""
    by_office: dict[Organisation, int] = defaultdict(int)
    for one in grave:
        by_office[one.office] += 1
    for office, count in by_office.items():
        tell(
            {officer.pk: officer for role in (Role.REVIEWER, Role.SIGNER) for officer in holders(role, office)}.values(),
            subject=f"安全巡查发现{count}处高级别问题",
            body="高级别问题须在两小时内先撤后改，请马上处理。",
            link=reverse("desk:patrol"),
            at=now,
            about=batch,
            key=f"publishing.patrol:{batch.pk}:{office.pk}",
        )


def _end(batch: PatrolBatch, now: datetime) -> None:
    """Findings in what is no longer public are over too."""
    gone = [
        row.pk for row in PatrolFinding.objects.filter(gone_at=None).only("pk", "about").iterator() if not _is_public(row.about, kinds())
    ]
    PatrolFinding.objects.filter(pk__in=gone).update(gone_at=now)
    found = batch.findings.count()
    journal.write("publishing.patrol.ended", about=batch, by=None, at=now, data={"slot": batch.slot, "found": found})


def _is_public(about: str, every: list[Kind]) -> bool:
    kind = next((one for one in every if one.name == about.rpartition(":")[0]), None)
    return kind is not None and kind.find(about) is not None


def choices_for(finding: PatrolFinding) -> tuple[rules.Choice, ...]:
    """What may be decided about a finding: what its rule allows and can be done to the thing it was found in."""
    kind = kind_of(finding.about)
    return tuple(
        one
        for one in rules.choices_for(finding.code, finding.level, in_former=finding.file.startswith(rules.FORMER))
        if one is rules.Choice.KEEP or kind.can(one)
    )


@transaction.atomic
def decide(finding: PatrolFinding, *, choice: str, reason: str, by: Officer, at: datetime) -> PatrolDecision:
    """保留、脱敏重发、撤回、归档. What is withdrawn or archived is taken down in the same step; of a grave finding that is to be masked the
    thing is taken down first and put right afterwards (先撤后改)."""
    held = PatrolFinding.objects.select_for_update(of=("self",)).select_related("office").get(pk=finding.pk)
    require(by.actor(), Permit.DECIDE_PATROL, About(held.office.path), WHO_MAY)
    if held.decided_at:
        raise Refused("这个问题已经作出决定。")
    if held.gone_at:
        raise Refused("这个问题已经消除，不需要再处置。")
    if choice not in choices_for(held):
        raise Refused("这类问题不能这样处置，请重新选择。", field="choice")
    if choice == rules.Choice.KEEP:
        require(by.actor(), Permit.KEEP_FOUND, About(held.office.path, writers=answerable_for(held)), WHO_MAY)
    if choice == rules.Choice.KEEP and not is_real_reason(reason):
        raise Refused(f"请写明为什么可以保留，至少{REASON_LENGTH}个字。", field="reason")
    if len(reason.strip()) < 4:
        raise Refused("请写明理由，至少四个字。", field="reason")
    decision = PatrolDecision.objects.create(finding=held, choice=choice, reason=reason.strip()[:500], by=by, at=at)
    PatrolFinding.objects.filter(pk=held.pk).update(decided_at=at)
    _carry_out(held, rules.Choice(choice), reason.strip(), by=by, at=at)
    data = {"finding": held.pk, "choice": choice, "level": held.level, "code": held.code, "late": at > held.due_at}
    journal.write("publishing.patrol.decided", about=held.about, by=by, at=at, data=data)
    return decision


def _carry_out(held: PatrolFinding, choice: rules.Choice, reason: str, *, by: Officer, at: datetime) -> None:
    if choice is rules.Choice.KEEP:
        return
    kind = kind_of(held.about)
    said = {rules.Choice.MASK: f"正在脱敏更正：{reason}", rules.Choice.ARCHIVE: f"已归档，不再作为现行信息公开：{reason}"}.get(
        choice, reason
    )
    if choice is not rules.Choice.MASK or held.level == Level.HIGH:
        kind.withdraw(held.about, reason=said, by=by, at=at)
        PatrolFinding.objects.filter(about=held.about, gone_at=None).update(gone_at=at)
    if choice is rules.Choice.MASK:
        kind.mask(held.about, reason=reason, by=by, at=at)
