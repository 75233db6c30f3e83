"""公开事项 of a paper: which item of the catalogue it answers and which event, chosen and not guessed; and the draft that an event begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.catalogue import queries as catalogue
from gongkai.catalogue.models import Duty, Item
from gongkai.catalogue.rules.limits import Sense, from_data
from gongkai.catalogue.rules.standing import WEBSITE
from gongkai.people.models import Organisation
from gongkai.policies.models import Draft, Edition
from gongkai.policies.rules import facts as fact_rules
from gongkai.policies.rules.facts import Problem
from gongkai.shared.refusal import Refused


@dataclass(frozen=True)
class Filed:
    """An event comes with its item."""

    item: Item | None = None
    duty: Duty | None = None

    def as_data(self) -> dict[str, Any]:
        """As a draft keeps it; empty when nothing is chosen."""
        data = {"item": self.item.pk if self.item else None, "duty": self.duty.pk if self.duty else None}
        return {name: value for name, value in data.items() if value}

    @property
    def words(self) -> str:
        """What a reviewer reads."""
        event = f"：{self.duty.title}（{self.duty.event_on}）" if self.duty else ""
        return f"{self.item.code} {self.item.name}{event}" if self.item else ""


NOWHERE = Filed()


def filed(draft: Draft) -> Filed:
    """What the draft says. Two queries, none when it says nothing."""
    said: Mapping[str, Any] = draft.filed
    item = Item.objects.filter(pk=said["item"]).select_related("current__column").first() if said.get("item") else None
    duty = Duty.objects.filter(pk=said["duty"]).select_related("organ").first() if said.get("duty") else None
    return Filed(item, duty)


def as_published(edition: Edition) -> dict[str, Any]:
    """For the correction of an edition to begin with."""
    return {name: value for name, value in (("item", edition.item_id), ("duty", edition.duty_id)) if value}


def choose(office: Organisation, item: str, duty: str) -> Filed:
    """What an officer chose for a paper of the office: the code of an item and the id of an event, either or both empty. Errors: Refused
    for what the office does not have to publish, and for an event of another item."""
    event = Duty.objects.filter(organ=office, pk=int(duty), cancelled_at=None).select_related("item").first() if duty.isdecimal() else None
    if duty and event is None:
        raise Refused("没有这件应公开的事情，可能刚刚取消。请刷新后重新选择。", field="duty")
    if event is not None and item and item != event.item.code:
        raise Refused(f"这件事情属于事项“{event.item.name}”，与所选的公开事项不同。请改选一项。", field="duty")
    if event is not None:
        return Filed(event.item, event)
    found = catalogue.borne_by(office).filter(code=item).first() if item else None
    if item and found is None:
        raise Refused(f"{office.name}不承担这个公开事项，请重新选择。", field="item")
    return Filed(found)


def require_free(edition: Edition, chosen: Filed) -> None:
    """Refused when another paper answers the event already."""
    other = Edition.objects.filter(duty=chosen.duty).exclude(pk=edition.pk).first() if chosen.duty else None
    if other is not None:
        raise Refused(f"这件事情已经有稿件《{other.title}》，请在那一份上办理。", field="duty")


def put(edition: Edition, said: Mapping[str, Any]) -> None:
    """Set, not saved."""
    edition.item_id, edition.duty_id = said.get("item"), said.get("duty")


def problems(draft: Draft, *, on: date) -> list[Problem]:
    """What keeps the paper from answering what was chosen."""
    chosen, office = filed(draft), draft.edition.policy.office
    if chosen.item is None:
        return []
    found = []
    if not catalogue.borne_by(office).filter(pk=chosen.item.pk).exists():
        found.append(Problem("item", f"{office.name}不再承担公开事项“{chosen.item.name}”，请重新选择。"))
    if chosen.duty is None or draft.edition.is_published:
        return found
    if chosen.duty.cancelled_at:
        found.append(Problem("duty", f"“{chosen.duty.title}”已经取消，请重新选择对应的事情。"))
    published = max(on, fact_rules.as_date(draft.facts.get("published_on")) or on)
    if published < chosen.duty.event_on and not _goes_before(chosen.item):
        found.append(Problem("duty", f"“{chosen.duty.title}”在 {chosen.duty.event_on} 才发生，不能在那以前公开。请核对日期。"))
    return found


def _goes_before(item: Item) -> bool:
    return item.current is not None and from_data(item.current.limits[WEBSITE]).sense is Sense.BEFORE


def hold_event(duty: Duty) -> tuple[Duty, Edition | None]:
    """The event, held until the transaction ends, and the paper that answers it already. Errors: Refused once it is cancelled."""
    held = Duty.objects.select_for_update(of=("self",)).select_related("item__current__column", "organ").get(pk=duty.pk)
    if held.cancelled_at:
        raise Refused("这件事情已经取消，不用起草。")
    return held, Edition.objects.filter(duty=held).first()
