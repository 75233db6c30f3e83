"""Setting the rules of the library (本库规则), and which of them count on a day."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from gongkai.journal import actions as journal
from gongkai.people.models import Officer
from gongkai.people.rules.permits import About, require
from gongkai.policies.models import RuleVersion
from gongkai.policies.rules import standards as rules
from gongkai.policies.rules.permits import WHO_MAY, Permit
from gongkai.policies.rules.standards import Standards
from gongkai.shared.refusal import Refused


def standards_on(day: date) -> Standards:
    """The version that counts on the day, the last one set for it; the defaults before the first. One query."""
    kept = RuleVersion.objects.filter(effective_from__lte=day).order_by("-effective_from", "-number").first()
    return rules.from_data(kept.number, kept.data) if kept else Standards()


@transaction.atomic
def set_standards(standards: Standards, *, effective_from: date, note: str, by: Officer, at: datetime) -> RuleVersion:
    """A new version, from today or a day to come; old ones stay. Errors: Refused for values out of range, a day that has passed, and
    without the paper it rests on."""
    require(by.actor(), Permit.SET_RULES, About(""), WHO_MAY)
    field, wrong = rules.problem(standards)
    if wrong:
        raise Refused(wrong, field=field)
    if effective_from < at.date():
        raise Refused("规则只能从今天或以后起算，以前的检查按当时的规则。", field="effective_from")
    if len(note.strip()) < 4:
        raise Refused("请写明依据的文件或者修改的理由。", field="note")
    last = RuleVersion.objects.select_for_update().aggregate(last=Max("number"))["last"] or 0
    version = RuleVersion.objects.create(
        number=last + 1, effective_from=effective_from, data=standards.as_data(), note=note.strip()[:300], set_by=by, set_at=at
    )
    told = {"number": version.number, "from": effective_from.isoformat(), "note": version.note, **version.data}
    journal.write("policies.rules.set", about=version, by=by, at=at, data=told)
    return version
