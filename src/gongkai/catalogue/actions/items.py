"""Writing the catalogue: a version of an item is proposed by one person, approved by another, in force from its day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q

from gongkai.catalogue.actions.reconcile import reconcile
from gongkai.catalogue.actions.showing import require_fit
from gongkai.catalogue.models import Bearer, Column, Heading, Item, ItemVersion, Proposal
from gongkai.catalogue.rules import items as rules
from gongkai.catalogue.rules.categories import BY_CODE
from gongkai.catalogue.rules.items import Written
from gongkai.catalogue.rules.permits import WHO_MAY, Permit
from gongkai.catalogue.rules.text import UNSEEN, has_unseen
from gongkai.catalogue.rules.words import is_tier_above
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.organisations import is_at_or_below
from gongkai.people.rules.permits import About, require
from gongkai.shared.refusal import Refused


@transaction.atomic
def add_heading(*, category: str, name: str, field: str = "", owner: Organisation, by: Officer, at: datetime) -> Heading:
    """The 一级事项 of this name under the category; the one that is there when there is one."""
    require(by.actor(), Permit.WRITE, About(owner.path), WHO_MAY)
    if category not in BY_CODE:
        raise Refused("请选择法定公开类别。", field="category")
    if not name.strip() or len(name.strip()) > 120:
        raise Refused("请填写一级事项，最多 120 字。", field="heading")
    if has_unseen(name + field):
        raise Refused(f"一级事项或者领域{UNSEEN}", field="heading")
    heading, is_new = Heading.objects.get_or_create(category=category, name=name.strip(), defaults={"field": field.strip()[:40]})
    if is_new:
        journal.write("catalogue.heading.added", about=heading, by=by, at=at, data={"category": category, "name": heading.name})
    return heading


@transaction.atomic
def propose(
    written: Written,
    *,
    heading: Heading | None = None,
    owner: Organisation | None = None,
    item: Item | None = None,
    parent: Item | None = None,
    column: Column | None = None,
    bearers: Sequence[Organisation] = (),
    effective_from: date,
    note: str,
    ends: bool = False,
    by: Officer,
    at: datetime,
) -> ItemVersion:
    """A new version of `item`, or the first of a new item of `owner` under `heading`, waiting for another person. Errors: Refused for what
    is wrong with it, with a day that has passed, and while another version is in hand."""
    keeper = item.owner if item else owner
    if keeper is None:
        raise Refused("请选择编制机关。", field="owner")
    require(by.actor(), Permit.WRITE, About(keeper.path), WHO_MAY)
    rules.require(written)
    _require_sound(keeper, bearers, effective_from, note, at, is_first=item is None or item.current_id is None)
    if item is None:
        if heading is None:
            raise Refused("请选择一级事项。", field="heading")
        if parent is not None and not _may_be_taken_over(parent, keeper):
            raise Refused(f"{parent.code}不是上一级已经公布的事项，不能沿用。", field="parent")
        item = Item.objects.create(code=_next_code(keeper, heading), heading=heading, owner=keeper, parent=parent, name=written.name)
    else:
        item = Item.objects.select_for_update(of=("self",)).select_related("owner").get(pk=item.pk)
        if item.versions.filter(approved_at=None).exists():
            raise Refused("这个事项已有一个版本等待批准。请先批准或者退回那个版本。")
        if item.is_ended:
            raise Refused("这个事项已经取消，不能再改。需要时请新建事项。")
    version = ItemVersion.objects.create(
        item=item,
        number=(item.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        data=written.as_data(),
        limits={channel: limit.as_data() for channel, limit in rules.limits_of(written).items()},
        column=column,
        bearers=sorted(one.pk for one in bearers),
        effective_from=effective_from,
        change_note=note.strip(),
        ends=ends,
        made_by=by,
        made_at=at,
    )
    journal.write("catalogue.item.proposed", about=item, by=by, at=at, data={"version": version.number, "note": version.change_note})
    return version


def _require_sound(
    keeper: Organisation, bearers: Iterable[Organisation], effective_from: date, note: str, at: datetime, *, is_first: bool
) -> None:
    if len(note.strip()) < 4 or len(note.strip()) > 300:
        raise Refused("请写明变更说明，4 到 300 字；变更说明会向社会公开。", field="note")
    if has_unseen(note):
        raise Refused(f"变更说明{UNSEEN}", field="note")
    if wrong := rules.day_problem(effective_from, at.date(), is_first=is_first):
        raise Refused(wrong, field="effective_from")
    if not bearers:
        raise Refused("请至少选一个公开主体。", field="bearers")
    for one in bearers:
        if not is_at_or_below(one.path, keeper.path):
            raise Refused(f"{one.name}不是{keeper.name}或者它的下级，不能列为公开主体。", field="bearers")


def _may_be_taken_over(parent: Item, keeper: Organisation) -> bool:
    """In force, and of a tier above: what is not public yet is named on nobody's page."""
    return parent.current_id is not None and not parent.is_ended and is_tier_above(parent.owner.level, keeper.level)


@transaction.atomic
def approve(version: ItemVersion, *, by: Officer, at: datetime) -> ItemVersion:
    """批准: the version counts from its day and stands in the public notice of changes. Errors: Refused for whoever wrote it, and for
    words that may not be public."""
    item = Item.objects.select_for_update(of=("self",)).select_related("owner", "heading").get(pk=version.item_id)
    version = _in_hand(version)
    require(by.actor(), Permit.APPROVE, About(item.owner.path, written_by=version.made_by_id), WHO_MAY)
    if version.effective_from < rules.REGULATION_FROM:
        raise Refused(rules.day_problem(version.effective_from, at.date(), is_first=True) + "请退回改写。")
    _require_fit_to_be_shown(version, item, at)
    if version.effective_from < at.date() and item.current_id is not None:
        version.effective_from = at.date()  # it waited past its day: what has been cannot be changed
    version.approved_by, version.approved_at = by, at
    version.save()
    put_in_force(item, on=at.date())
    data = {"version": version.number, "from": version.effective_from, "note": version.change_note, "ends": version.ends}
    journal.write("catalogue.item.approved", about=item, by=by, at=at, data=data)
    return version


@transaction.atomic
def decline(version: ItemVersion, *, reason: str, by: Officer, at: datetime) -> None:
    """退回: the version goes, its reason stays in the journal; an item that never was goes with it."""
    item = Item.objects.select_for_update(of=("self",)).select_related("owner").get(pk=version.item_id)
    version = _in_hand(version)
    require(by.actor(), Permit.APPROVE, About(item.owner.path, written_by=version.made_by_id), WHO_MAY)
    if len(reason.strip()) < 4:
        raise Refused("请写明退回的理由，至少四个字。", field="reason")
    data = {"version": version.number, "reason": reason.strip()[:300], "name": version.data["name"]}
    journal.write("catalogue.item.declined", about=item, by=by, at=at, data=data)
    version.delete()
    if not item.versions.exists():
        Proposal.objects.filter(item=item).update(item=None, decided_at=None, decided_by=None)
        item.delete()


def put_in_force(item: Item, *, on: date) -> None:
    """What the item says on the day: its shadows, and who bears it."""
    version = item.versions.filter(approved_at__isnull=False, effective_from__lte=on).order_by("-effective_from", "-number").first()
    if version is None:
        return
    written = version.written
    item.current, item.name, item.audience, item.is_ended = version, written.name, written.audience, version.ends
    item.tiers = " ".join(written.tiers)
    item.save()
    bearing = [] if version.ends else version.bearers
    kept = {one.organ_id: one for one in item.bearers.all()}
    for organ in bearing:
        if organ not in kept:
            Bearer.objects.create(item=item, organ_id=organ, since=version.effective_from)
        elif kept[organ].until is not None:
            Bearer.objects.filter(pk=kept[organ].pk).update(until=None)
    item.bearers.exclude(organ__in=bearing).filter(until=None).update(until=version.effective_from - timedelta(days=1))
    reconcile(item.bearers.all(), on=on)


def bring_into_force(*, on: date) -> int:
    """Every version whose day has come; returns of how many items."""
    newer = Q(item__current=None) | Q(effective_from__gt=F("item__current__effective_from"))
    due = ItemVersion.objects.filter(newer, approved_at__isnull=False, effective_from__lte=on)
    items = list(Item.objects.filter(pk__in=due.values("item")))
    for item in items:
        with transaction.atomic():
            put_in_force(item, on=on)
    return len(items)


def _in_hand(version: ItemVersion) -> ItemVersion:
    found = ItemVersion.objects.select_for_update(of=("self",)).filter(pk=version.pk, approved_at=None).first()
    if found is None:
        raise Refused("这个版本已经批准或者退回，请刷新页面查看。")
    return found


def _require_fit_to_be_shown(version: ItemVersion, item: Item, at: datetime) -> None:
    """Refused when words that become public hold a secret or somebody's data."""
    words = [*(str(version.data[name]) for name in ("name", "content", "basis", "group", "unit", "anchor")), version.change_note]
    require_fit(f"catalogue.item:{item.pk}", words, office=item.owner, at=at, then="请退回改写。")


def _next_code(owner: Organisation, heading: Heading) -> str:
    """区划—类别—顺序号, as 990100-PD11-003; the row of the owner's government is held so that two people get two numbers."""
    Organisation.objects.select_for_update().get(pk=owner.pk)
    before = f"{owner.region_code or '000000'}-{heading.category}-"
    taken = [code.removeprefix(before) for code in Item.objects.filter(code__startswith=before).values_list("code", flat=True)]
    return f"{before}{max((int(one) for one in taken if one.isdigit()), default=0) + 1:03}"
