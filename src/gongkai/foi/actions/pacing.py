"""内部时限: an organ says how long its cases may stay at each step. They only remind; the legal date is computed from the facts alone."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongkai.foi.actions.texts import said
from gongkai.foi.models import StepLimits
from gongkai.foi.rules.pace import STEP_LIMITS, limits_of, require_lawful
from gongkai.foi.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.shared.refusal import Refused


@transaction.atomic
def set_limits(organ: Organisation, workdays: Mapping[str, int], why: str, *, seen: int, by: Officer, at: datetime) -> StepLimits:
    """The next version of the organ's limits: the working days of every step, by key. `seen`: the version its officer was shown, 0 for
    none. Errors: Refused when a step is beyond what 第三十条 and 第三十三条 leave, nothing is different, or another was quicker."""
    require(by.actor(), Permit.SET_POLICIES, About(organ.path), WHO_MAY)
    Organisation.objects.select_for_update().get(pk=organ.pk)
    newest = StepLimits.objects.filter(organ=organ).first()
    version = newest.version if newest else 0
    if version != seen:
        raise Refused("您打开之后，别人改过内部时限。请刷新页面，看过现在的再改。")
    reason = said(why, "请写明这样确定的理由，以便日后查证。", "why", 2000)
    require_lawful(workdays)
    limits = limits_of(workdays)
    if limits == (limits_of(newest.workdays) if newest else STEP_LIMITS):
        raise Refused("与现在的内部时限一样，没有需要保存的改动。")
    made = StepLimits.objects.create(
        organ=organ, version=version + 1, workdays={limit.key: limit.workdays for limit in limits}, why=reason, by=by, at=at
    )
    journal.write("foi.limits.set", about=made, by=by, at=at, data={"organ": organ.pk, "version": made.version, "workdays": made.workdays})
    return made
