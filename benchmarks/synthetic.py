"""A synthetic library of any size: generated papers put straight into the tables of the policy library, with shadows as an officer's
work would have left them. The same seed gives the same library. It has no journal entries: publishing is measured elsewhere."""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from typing import Any

from benchmarks import composing, phrases
from benchmarks.composing import Head
from benchmarks.phrases import AREAS, Area
from django.db import models, transaction

from gongkai.people.models import DocCode, Officer, Organisation, Post
from gongkai.people.rules.organisations import Kind, Level
from gongkai.people.rules.permits import Role
from gongkai.policies.actions.shadows import SHADOWS, compute
from gongkai.policies.models import (
    Citation,
    CodeSerial,
    Edition,
    Issuer,
    Policy,
    Relation,
    Text,
    Topic,
    TopicEntry,
    Withdrawal,
)
from gongkai.policies.rules import code, docno, likeness, validity
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.kinds import CHANGING, Category, Disclosure, DocumentClass, RelationKind, Visibility
from gongkai.policies.rules.naming import name_key
from gongkai.shared.clock import BEIJING, now

FIRST, LAST = date(2000, 1, 1), date(2026, 10, 31)
REGION = "9902"
AT_ONCE = 500  # policies a transaction
CATEGORIES = {Category.POLICY: 80, Category.INTERPRETATION: 8, Category.NEWS: 10, Category.OTHER: 2}
SEVERAL_EDITIONS = 0.05
WITHDRAWN = 0.003
CHECKED = 200  # policies whose shadows are computed anew, to see that the library is what the platform would have made

INSTITUTIONS = (("大数据中心", "数据"), ("公共资源交易中心", "资源"), ("住房公积金管理中心", "公积金"), ("档案馆", "档"))


@dataclass(frozen=True)
class Office:
    pk: int
    name: str
    place: str  # whose papers it writes: 澄州市, 永昌县
    mark: str  # 机关代字 without its last word: 澄教
    area: Area | None  # None: writes about everything
    region: str
    path: str


@dataclass
class EditionPlan:
    pk: int
    number: int
    title: str
    doc_no: str
    formed_on: date
    published_on: date
    effective_on: date | None
    expires_on: date | None


@dataclass
class Plan:
    """A policy before its texts are written."""

    pk: int
    code: str
    category: Category
    office: Office
    area: Area
    genre: str
    document_class: DocumentClass
    layout: str
    editions: list[EditionPlan]
    basis: str = ""
    relations: list["RelationPlan"] = field(default_factory=list)  # of its last edition
    incoming: list["RelationPlan"] = field(default_factory=list)
    withdrawn: bool = False

    @property
    def last(self) -> EditionPlan:
        return self.editions[-1]


@dataclass
class RelationPlan:
    kind: RelationKind
    source: Plan
    target: Plan
    on: date | None = None
    until: date | None = None
    articles: str = ""


def load(count: int, *, seed: int, on: date) -> None:
    """Fill an empty database with so many policies, as they stand on that day; then check a sample of them. RuntimeError if a shadow
    is not what the platform computes."""
    began = time.perf_counter()
    rng = random.Random(seed)
    offices = _offices()
    officer = editor(offices[1])
    plans = _plans(rng, offices, count)
    _relate(rng, plans)
    _insert(plans, officer, seed, on, began)
    _topics(rng, plans)
    _check(rng, plans, on)


def editor(office: Office) -> Officer:
    """An officer who may import at that office."""
    officer = Officer.objects.create_user("bianji", None, name="采编")
    Post.objects.create(officer=officer, organisation_id=office.pk, role=Role.EDITOR, since=FIRST)
    return officer


def _offices() -> list[Office]:
    """200 organisations: a city with its departments and ten counties with theirs."""
    made: list[Office] = []

    def add(name: str, place: str, mark: str, area: Area | None, parent: Office | None, level: Level, kind: Kind, region: str) -> Office:
        row = Organisation.objects.create(
            name=name,
            short_name=name.removeprefix(place),
            level=level,
            kind=kind,
            parent_id=parent.pk if parent else None,
            region_code=region,
            position=len(made),
        )
        DocCode.objects.create(organisation=row, code=f"{mark}发", valid_from=FIRST)
        made.append(Office(row.pk, name, place, mark, area, region, row.path))
        return made[-1]

    city, mark, region = phrases.CITY, phrases.CITY_MARK, f"{REGION}00"
    government = add(f"{city}人民政府", city, f"{mark}政", None, None, Level.CITY, Kind.GOVERNMENT, region)
    add(f"{city}人民政府办公室", city, f"{mark}政办", None, government, Level.CITY, Kind.GENERAL_OFFICE, region)
    for area in AREAS:
        add(f"{city}{area.office}", city, f"{mark}{area.mark}", area, government, Level.CITY, Kind.DEPARTMENT, region)
    for name, short in INSTITUTIONS:
        add(f"{city}{name}", city, f"{mark}{short}", None, government, Level.CITY, Kind.INSTITUTION, region)
    for at, (county, mark) in enumerate(zip(phrases.COUNTIES, phrases.COUNTY_MARKS, strict=True), 1):
        region = f"{REGION}{at:02}"
        seat = add(f"{county}人民政府", county, f"{mark}政", None, government, Level.COUNTY, Kind.GOVERNMENT, region)
        add(f"{county}人民政府办公室", county, f"{mark}政办", None, seat, Level.COUNTY, Kind.GENERAL_OFFICE, region)
        for area in AREAS[:15]:
            add(f"{county}{area.office}", county, f"{mark}{area.mark}", area, seat, Level.COUNTY, Kind.DEPARTMENT, region)
    return made


def _plans(rng: random.Random, offices: Sequence[Office], count: int) -> list[Plan]:
    days = (LAST - FIRST).days
    dates = sorted(FIRST + timedelta(days=int(days * rng.random() ** 0.6)) for _ in range(count))  # more of the recent years
    weights = [12 if office.area is None else 5 if office.place == phrases.CITY else 1.5 for office in offices]
    chosen = rng.choices(offices, weights, k=count)
    categories = rng.choices(list(CATEGORIES), list(CATEGORIES.values()), k=count)
    genres = rng.choices(list(phrases.GENRE_WEIGHTS), list(phrases.GENRE_WEIGHTS.values()), k=count)
    serials: dict[tuple[str, int], int] = defaultdict(int)
    sequences: dict[tuple[str, int], int] = defaultdict(int)
    plans: list[Plan] = []
    editions = 0
    recent: dict[int, Plan] = {}
    for pk, (day, office, category, genre) in enumerate(zip(dates, chosen, categories, genres, strict=True), 1):
        area = office.area or rng.choice(AREAS)
        serials[office.region, day.year] += 1
        plan = Plan(
            pk=pk,
            code=code.make(office.region, day.year, serials[office.region, day.year]),
            category=category,
            office=office,
            area=area,
            genre=genre if category is Category.POLICY else "",
            document_class=DocumentClass.OTHER,
            layout=_layout(rng, category, genre),
            editions=[],
        )
        explained = recent.get(office.pk)
        number = 1
        while number == 1 or (category is Category.POLICY and number < 4 and rng.random() < (SEVERAL_EDITIONS if number == 2 else 0.3)):
            day = day if number == 1 else day + timedelta(days=rng.randint(400, 2500))
            if day > LAST:
                break
            editions += 1
            plan.editions.append(_edition(rng, plan, editions, number, day, sequences, explained))
            number += 1
        plan.withdrawn = rng.random() < WITHDRAWN
        if category is Category.POLICY:
            plan.document_class = _class(genre, plan.last.title)
            recent[office.pk] = plan
        elif category is Category.INTERPRETATION and explained is not None and not plan.withdrawn:
            plan.relations.append(RelationPlan(RelationKind.INTERPRETS, plan, explained))
        plans.append(plan)
    CodeSerial.objects.bulk_create(CodeSerial(region=region, year=year, last=last) for (region, year), last in serials.items())
    return plans


def _edition(
    rng: random.Random,
    plan: Plan,
    pk: int,
    number: int,
    day: date,
    sequences: dict[tuple[str, int], int],
    explained: Plan | None,
) -> EditionPlan:
    published = day + timedelta(days=min(int(rng.expovariate(0.15)), 60))
    doc_no, effective, expires = "", None, None
    if plan.category is Category.POLICY:
        unit = plan.office.mark + ("规" if plan.layout == "articles" else "函" if plan.genre == "函" else "发")
        sequences[unit, day.year] += 1
        doc_no = f"{unit}〔{day.year}〕{sequences[unit, day.year]}号"
        effective = day + timedelta(days=rng.choice((0, 0, 30, 30, 60))) if plan.layout == "articles" or rng.random() < 0.2 else None
        if rng.random() < (0.6 if plan.layout == "articles" else 0.12):
            expires = (effective or day) + timedelta(days=365 * rng.choice((2, 2, 3, 5, 5, 5)))
    title = plan.editions[0].title if plan.editions else _title(rng, plan, day, explained)
    return EditionPlan(pk, number, title, doc_no, day, published, effective, expires)


def _title(rng: random.Random, plan: Plan, day: date, explained: Plan | None) -> str:
    forms = {
        Category.POLICY: phrases.TITLES.get(plan.genre, ()),
        Category.INTERPRETATION: phrases.INTERPRETATIONS,
        Category.NEWS: phrases.NEWS,
        Category.OTHER: phrases.OTHERS,
    }[plan.category]
    about = explained.last.title if explained else f"{plan.office.place}有关政策"
    more = {"p": plan.office.place, "k": composing.place(rng), "y": day.year, "z": day.year + 3, "title": about}
    title = composing.fill(rng, rng.choice(forms), plan.area, **more)
    by_order = plan.category is not Category.POLICY or plan.layout == "articles"
    return title[:500] if by_order and "关于" not in title[:2] else f"{plan.office.name}{title}"[:500]


def _layout(rng: random.Random, category: Category, genre: str) -> str:
    if category is not Category.POLICY or genre in {"公告", "通告", "函", "批复", "通报"}:
        return "letter"
    if genre == "命令（令）":
        return "articles"
    return rng.choices(("articles", "sections", "letter"), (25, 55, 20))[0]


def _class(genre: str, title: str) -> DocumentClass:
    if genre == "命令（令）":
        return DocumentClass.RULE
    return DocumentClass.NORMATIVE if "办法》" in title or "规定》" in title else DocumentClass.OTHER


def _relate(rng: random.Random, plans: Sequence[Plan]) -> None:
    """Later papers rest on, carry out, repeal and change earlier ones."""
    policies = [plan for plan in plans if plan.category is Category.POLICY]
    of_office: dict[int, list[Plan]] = defaultdict(list)
    for at, plan in enumerate(policies):
        own = of_office[plan.office.pk]
        if not plan.withdrawn:
            if at and rng.random() < 0.35:
                _join(plan, RelationKind.BASED_ON, policies[rng.randrange(at)])
            if at and rng.random() < 0.06:
                _join(plan, RelationKind.IMPLEMENTS, policies[rng.randrange(at)])
            if own and rng.random() < 0.08:
                target = own[int(len(own) * rng.random())]
                kinds = tuple(_CHANGES)
                kind = rng.choices(kinds, tuple(_CHANGES.values()))[0]
                until = plan.last.formed_on + timedelta(days=730) if kind is RelationKind.EXTENDS else None
                articles = f"第{composing.number(rng.randint(2, 20))}条" if kind is RelationKind.PARTIALLY_REPEALS else ""
                _join(plan, kind, target, on=plan.last.effective_on or plan.last.formed_on, until=until, articles=articles)
        own.append(plan)
    for plan in plans:
        for relation in plan.relations:
            if relation.kind in CHANGING or relation.kind is RelationKind.INTERPRETS:
                relation.target.incoming.append(relation)
            if relation.kind is RelationKind.BASED_ON:
                plan.basis = f"《{relation.target.last.title}》（{relation.target.last.doc_no}）"


_CHANGES = {
    RelationKind.REPLACES: 50,
    RelationKind.REPEALS: 25,
    RelationKind.PARTIALLY_REPEALS: 8,
    RelationKind.EXTENDS: 8,
    RelationKind.DECLARES_EXPIRED: 6,
    RelationKind.SUSPENDS: 3,
}


def _join(plan: Plan, kind: RelationKind, target: Plan, **more: Any) -> None:
    if not any(relation.kind is kind and relation.target is target for relation in plan.relations):
        plan.relations.append(RelationPlan(kind, plan, target, **more))


def _insert(plans: Sequence[Plan], officer: Officer, seed: int, on: date, began: float) -> None:
    for start in range(0, len(plans), AT_ONCE):
        rows: dict[type[models.Model], list[models.Model]] = {model: [] for model in _ORDER}
        for plan in plans[start : start + AT_ONCE]:
            for row in _rows(plan, officer, random.Random(f"{seed}:{plan.pk}"), on):
                rows[type(row)].append(row)
        with transaction.atomic():
            for model in _ORDER:
                model._default_manager.bulk_create(rows[model])
        _told(start + AT_ONCE, len(plans), began)


_ORDER: tuple[type[models.Model], ...] = (Policy, Edition, Text, Issuer, Relation, Citation, Withdrawal)


def _rows(plan: Plan, officer: Officer, rng: random.Random, on: date) -> Iterator[models.Model]:
    """A policy and all that belongs to it. Relations point to policies inserted before (they are older)."""
    given = composing.content(rng, plan.area, composing.length(rng), plan.layout)
    issuers = _issuers(rng, plan)
    current = _current(plan, on)
    yield _policy(plan, current, issuers[0], officer, on)
    for edition in plan.editions:
        if edition.number > 1:
            given = composing.revised(rng, given, plan.area)
        head = Head(edition.title, issuers[0], _addressees(plan), edition.formed_on, plan.basis, edition.effective_on)
        blocks = composing.blocks(head, given)
        facts = _facts(plan, edition, issuers, head)
        at = _moment(edition.published_on)
        yield _edition_row(rng, plan, edition, facts, officer, at)
        yield Text(
            edition_id=edition.pk,
            blocks=blocks,
            facts=facts,
            digest=fact_rules.digest_of(facts, blocks, []),
            published_at=at,
            published_by=officer,
        )
        for position, name in enumerate(issuers):
            known = plan.office.pk if position == 0 else None
            yield Issuer(edition_id=edition.pk, position=position, name=name, organisation_id=known)
    for relation in plan.relations:
        yield Relation(
            source_id=plan.last.pk,
            kind=relation.kind,
            target_id=relation.target.pk,
            on=relation.on,
            until=relation.until,
            articles=relation.articles,
            confirmed_by=officer,
        )
    if plan.category is Category.POLICY and rng.random() < 0.4:
        title = composing.fill(rng, "关于加强{t}{g}的决定", plan.area)
        yield Citation(edition_id=plan.last.pk, raw=f"《{title}》", title=title, name_key=name_key(title), kind=RelationKind.MENTIONS)
    if plan.withdrawn:
        yield Withdrawal(policy_id=plan.pk, at=_moment(plan.last.published_on), by=officer, reason="内容有误，重新核实")


def _policy(plan: Plan, current: EditionPlan, issuer: str, officer: Officer, on: date) -> Policy:
    standing = validity.standing_on(_standing_facts(plan, on), on)
    appearing = [edition.published_on for edition in plan.editions if edition.published_on > on]
    return Policy(
        pk=plan.pk,
        code=plan.code,
        category=plan.category,
        office_id=plan.office.pk,
        created_at=_moment(plan.editions[0].formed_on),
        created_by=officer,
        visibility=Visibility.WITHDRAWN if plan.withdrawn else Visibility.PUBLIC,
        published_on=current.published_on,
        updated_at=_moment(plan.last.published_on),
        current_id=current.pk,
        title=current.title,
        doc_no=current.doc_no,
        issuer=issuer,
        topic_l1=plan.area.topic[0],
        topic_l2=plan.area.topic[1],
        genre=plan.genre,
        document_class=plan.document_class,
        formed_on=current.formed_on,
        standing=standing.status.value,
        standing_because=standing.because[:300],
        standing_changes_on=min(filter(None, [standing.changes_on, *appearing]), default=None),
        has_interpretation=any(relation.kind is RelationKind.INTERPRETS for relation in _in_sight(plan, on)),
    )


def _shown(plan: Plan, on: date) -> list[EditionPlan]:
    return [edition for edition in plan.editions if edition.published_on <= on] or plan.editions


def _current(plan: Plan, on: date) -> EditionPlan:
    shown = _shown(plan, on)
    return ([edition for edition in shown if edition.effective_on is None or edition.effective_on <= on] or shown)[-1]


def _standing_facts(plan: Plan, on: date) -> validity.Facts:
    editions = tuple(
        validity.EditionFacts(one.number, one.effective_on, one.expires_on, one.formed_on, one.published_on) for one in _shown(plan, on)
    )
    changes = tuple(
        validity.Change(
            relation.kind,
            relation.on,
            relation.until,
            relation.source.last.title,
            relation.source.last.doc_no,
            tuple(filter(None, relation.articles.split("、"))),
        )
        for relation in _in_sight(plan, on)
        if relation.kind in CHANGING and relation.on
    )
    return validity.Facts(editions, changes)


def _in_sight(plan: Plan, on: date) -> Iterator[RelationPlan]:
    """The relations to it from papers public by that day."""
    return (relation for relation in plan.incoming if relation.source.last.published_on <= on)


def _facts(plan: Plan, edition: EditionPlan, issuers: Sequence[str], head: Head) -> dict[str, Any]:
    policy = plan.category is Category.POLICY
    return fact_rules.empty() | {
        "title": edition.title,
        "issuers": list(issuers),
        "doc_no": edition.doc_no,
        "index_no": f"{plan.office.region}{plan.office.pk:03}/{edition.formed_on.year}-{edition.pk:06}" if policy else "",
        "topic_l1": plan.area.topic[0],
        "topic_l2": plan.area.topic[1],
        "genre": plan.genre,
        "document_class": plan.document_class.value,
        "formed_on": edition.formed_on.isoformat(),
        "published_on": edition.published_on.isoformat(),
        "effective_on": edition.effective_on.isoformat() if edition.effective_on else None,
        "expires_on": edition.expires_on.isoformat() if edition.expires_on else None,
        "disclosure": Disclosure.PROACTIVE.value,
        "addressees": head.addressees if policy and plan.layout != "articles" else "",
        "signature": head.issuer,
        "consult_dept": plan.office.name,
        "consult_phone": f"0999-555{plan.office.pk:04}",
        "source": plan.office.name,
        "audience": [plan.area.people[plan.pk % len(plan.area.people)]] if policy else [],
    }


def _edition_row(rng: random.Random, plan: Plan, edition: EditionPlan, facts: dict[str, Any], officer: Officer, at: datetime) -> Edition:
    mark = rng.getrandbits(64) - (1 << 63)  # any mark will do: the look-ups cost the same, and computing it costs 3 ms a paper
    bands = likeness.bands(mark)
    number = docno.parse(edition.doc_no) if edition.doc_no else None
    own = {name: facts[name] for name in fact_rules.LABELS if name not in {*fact_rules.DATES, "issuers"}}
    return Edition(
        pk=edition.pk,
        policy_id=plan.pk,
        number=edition.number,
        **own,
        doc_unit=number.code if number else "",
        doc_year=number.year if number else None,
        doc_seq=number.number if number else None,
        formed_on=edition.formed_on,
        published_on=edition.published_on,
        effective_on=edition.effective_on,
        expires_on=edition.expires_on,
        name_key=name_key(edition.title),
        fingerprint=mark,
        **{f"band_{at}": band for at, band in enumerate(bands)},
        created_at=_moment(edition.formed_on),
        created_by=officer,
        first_text_at=at,
    )


def _issuers(rng: random.Random, plan: Plan) -> list[str]:
    others = [f"{plan.office.place}{area.office}" for area in rng.sample(AREAS, 2)] if rng.random() < 0.08 else []
    return list(dict.fromkeys([plan.office.name, *others]))


def _addressees(plan: Plan) -> str:
    if plan.office.place == phrases.CITY:
        return "各区县人民政府，市政府各部门、各直属单位"
    return f"各乡镇人民政府、街道办事处，{plan.office.place}直有关单位"


def _topics(rng: random.Random, plans: Sequence[Plan]) -> None:
    """Twelve collections of about twenty papers."""
    for position, area in enumerate(AREAS[:12]):
        topic = Topic.objects.create(slug=f"topic-{position}", name=f"{area.things[0]}政策专题", position=position, approved_at=now())
        papers = rng.sample(plans, min(20, len(plans)))
        TopicEntry.objects.bulk_create(
            TopicEntry(topic=topic, policy_id=plan.pk, heading=("市级", "县级")[at % 2], position=at) for at, plan in enumerate(papers)
        )


def _check(rng: random.Random, plans: Sequence[Plan], on: date) -> None:
    wanted = [plan.pk for plan in rng.sample(plans, min(CHECKED, len(plans)))]
    for policy in Policy.objects.filter(pk__in=wanted):
        before = {name: getattr(policy, name) for name in SHADOWS}
        compute([policy], on=on)
        for name, value in before.items():
            if getattr(policy, name) != value:
                raise RuntimeError(f"{policy.code}: {name} is {value!r}, the platform computes {getattr(policy, name)!r}")


def _moment(day: date) -> datetime:
    return datetime.combine(day, clock_time(9), BEIJING)


def _told(done: int, count: int, began: float) -> None:
    if done % 10_000 == 0 or done >= count:
        print(f"  已生成 {min(done, count)} / {count} 份，{time.perf_counter() - began:.0f} 秒", file=sys.stderr, flush=True)
