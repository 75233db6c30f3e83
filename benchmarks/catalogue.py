"""The catalogue: 2,000 items from province to town brought in line from scratch, and one event at a time; beside reading the same rows."""

from datetime import date, timedelta

from benchmarks.measuring import ratio, timed
from benchmarks.report import Table
from benchmarks.stage import Options
from django.db import transaction

from gongkai.catalogue.actions import duties
from gongkai.catalogue.actions.reconcile import reconcile
from gongkai.catalogue.models import Bearer, Duty, Heading, Item, ItemVersion, Publication
from gongkai.catalogue.rules.categories import CATEGORIES
from gongkai.catalogue.rules.items import Written, limits_of
from gongkai.catalogue.rules.words import State
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.organisations import Kind, Level
from gongkai.shared.clock import now

ITEMS, EACH, EVENTS = 2000, 4, 100
LIMITS = ("信息形成或者变更之日起20个工作日内", "7个工作日内", "20日内", "长期公开", "按季度公开")
SINCE, ON = date(2026, 1, 1), date(2026, 11, 20)


def measure(options: Options) -> list[Table]:
    bearers = _made()
    everything = Bearer.objects.filter(pk__in=[one.pk for one in bearers])

    def from_scratch() -> None:
        with transaction.atomic():
            reconcile(Bearer.objects.all(), on=ON)

    def forget() -> None:
        everything.update(state=State.NOTHING_YET, days=0, due_on=None, published_on=None, times_late=0)
        Duty.objects.update(state=State.OPEN, days=0, due_on=None, published_on=None)

    def read() -> None:
        for model in (Bearer, ItemVersion, Duty, Publication):
            list(model._default_manager.all())

    runs = []
    for _ in range(3):
        forget()
        runs.append(timed([from_scratch]))
    scratch = sorted(runs, key=lambda one: one.p50)[1]
    again, reading = timed([from_scratch] * 3), timed([read] * 3)
    chosen = bearers[:: len(bearers) // EVENTS][:EVENTS]

    def announced(one: Bearer, n: int) -> None:
        duties.announce(one.item, one.organ, title=f"事情{n}", event_on=date(2026, 11, 2), key=f"bench:{n}", by=None, at=now())

    event = timed([lambda one=one, n=n: announced(one, n) for n, one in enumerate(chosen)])
    rows = (
        ("从头对账，全部写回，毫秒", scratch.p50, reading.p50, ratio(scratch.p50, reading.p50)),
        ("再对一次，没有变化，毫秒", again.p50, reading.p50, ratio(again.p50, reading.p50)),
        ("一件事情（登记、算期限、写日志），p50 毫秒", event.p50, None, None),
        ("一件事情，p95 毫秒", event.p95, None, None),
    )
    note = (
        f"{ITEMS} 个事项，省、市、县、乡四级，{len(bearers)} 个公开主体，{Duty.objects.count()} 件应公开的事情，{Publication.objects.count()} 条公开记录。"
        "对照：只把这些行读出来。目标：从头对账 < 5 秒，一件事情 < 100 毫秒。"
    )
    return [Table("公开目录对账", ("项目", "本平台", "对照", "比"), rows, (note,))]


def _made() -> list[Bearer]:
    officer, at = Officer.objects.get(username="bianji"), now()
    organs = _tree()
    headings = [Heading.objects.get_or_create(category=one.code, name=f"对账{one.code}")[0] for one in CATEGORIES]
    items = Item.objects.bulk_create(
        Item(code=f"bench-{n}", heading=headings[n % len(headings)], owner=organs[n % len(organs)], name=f"事项{n}") for n in range(ITEMS)
    )
    versions = []
    for n, item in enumerate(items):
        written = Written(f"事项{n}", "要素", "条例第二十条", LIMITS[n % len(LIMITS)], tiers=("city",))
        limits = {channel: limit.as_data() for channel, limit in limits_of(written).items()}
        versions.append(
            ItemVersion(
                item=item,
                number=1,
                data=written.as_data(),
                limits=limits,
                bearers=[item.owner_id],
                effective_from=SINCE,
                change_note="基准",
                made_by=officer,
                made_at=at,
                approved_by=officer,
                approved_at=at,
            )
        )
    for item, version in zip(items, ItemVersion.objects.bulk_create(versions), strict=True):
        item.current = version
    Item.objects.bulk_update(items, ["current"], batch_size=200)
    bearers = Bearer.objects.bulk_create(Bearer(item=one, organ=one.owner, since=SINCE) for one in items)
    owed = [
        Duty(item=one, organ=one.owner, key=f"e{k}", title="事情", event_on=SINCE + timedelta(days=(n * 7 + k * 61) % 300), noted_at=at)
        for n, one in enumerate(items)
        for k in range(EACH)
    ]
    Duty.objects.bulk_create(owed, batch_size=1000)
    Publication.objects.bulk_create(
        (
            Publication(
                item=one.item,
                organ=one.organ,
                key=f"p{one.key}",
                answers=one.key if n % 2 else "",
                title="结果",
                published_on=one.event_on + timedelta(days=n % 40),
                noted_at=at,
            )
            for n, one in enumerate(owed)
            if n % 4
        ),
        batch_size=1000,
    )
    return bearers


def _tree() -> list[Organisation]:
    """One province, two cities, six counties, twelve towns."""
    top = Organisation.objects.create(name="基准省人民政府", level=Level.PROVINCE, kind=Kind.GOVERNMENT, region_code="980000")
    found, above = [top], [top]
    for level, each in ((Level.CITY, 2), (Level.COUNTY, 3), (Level.TOWNSHIP, 2)):
        above = [
            Organisation.objects.create(name=f"{parent.name}下{level.value}{n}", level=level, kind=Kind.GOVERNMENT, parent=parent)
            for parent in above
            for n in range(each)
        ]
        found += above
    return found
