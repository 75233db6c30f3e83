"""政策全生命周期: the phase a policy is in, from 立项 to 废止, told from facts; and which may follow which."""

from dataclasses import dataclass
from datetime import date

from gongkai.policies.rules.periods import EVALUATION_MONTHS, months_later
from gongkai.policies.rules.validity import Status
from gongkai.shared.labelled import Labelled


class Phase(Labelled):
    """阶段."""

    PLANNED = "planned", "立项"
    DRAFTED = "drafted", "起草"
    REVIEWED = "reviewed", "审核"
    SCHEDULED = "scheduled", "待公开"
    NOT_YET = "not_yet", "公开待施行"
    IN_FORCE = "in_force", "施行"
    EVALUATED = "evaluated", "届满评估"
    REVISED = "revised", "修订"
    PAUSED = "paused", "停止执行"
    ENDED = "ended", "失效或废止"
    WITHDRAWN = "withdrawn", "撤回"


_ENDS = {Phase.PAUSED, Phase.ENDED, Phase.WITHDRAWN}
NEXT: dict[Phase, set[Phase]] = {
    Phase.PLANNED: {Phase.DRAFTED},
    Phase.DRAFTED: {Phase.REVIEWED},
    Phase.REVIEWED: {Phase.DRAFTED, Phase.SCHEDULED, Phase.NOT_YET, Phase.IN_FORCE},
    Phase.SCHEDULED: {Phase.NOT_YET, Phase.IN_FORCE, Phase.WITHDRAWN},
    Phase.NOT_YET: {Phase.IN_FORCE, Phase.REVISED, *_ENDS},
    Phase.IN_FORCE: {Phase.EVALUATED, Phase.REVISED, *_ENDS},
    Phase.EVALUATED: {Phase.IN_FORCE, Phase.REVISED, *_ENDS},
    Phase.REVISED: {Phase.NOT_YET, Phase.IN_FORCE, Phase.EVALUATED, *_ENDS},
    Phase.PAUSED: {Phase.IN_FORCE, Phase.REVISED, Phase.ENDED, Phase.WITHDRAWN},
    Phase.ENDED: {Phase.REVISED, Phase.IN_FORCE, Phase.WITHDRAWN},  # an extension announced late revives it
    Phase.WITHDRAWN: {Phase.NOT_YET, Phase.IN_FORCE, Phase.ENDED},
}


@dataclass(frozen=True)
class Life:
    """`status`: of the current edition, None before anything was published. `has_text`, `is_submitted`: of the draft in hand;
    `is_correction`: it only corrects an edition that is public."""

    status: Status | None = None
    published_on: date | None = None
    expires_on: date | None = None
    is_withdrawn: bool = False
    has_draft: bool = False
    has_text: bool = False
    is_submitted: bool = False
    is_correction: bool = False


def phase_of(life: Life, on: date) -> Phase:
    """The phase on the day. A draft of a public policy is 修订 unless it only corrects."""
    if life.is_withdrawn:
        return Phase.WITHDRAWN
    if life.status is None:
        if life.is_submitted:
            return Phase.REVIEWED
        return Phase.DRAFTED if life.has_text else Phase.PLANNED
    if life.published_on and life.published_on > on:
        return Phase.SCHEDULED
    if life.has_draft and not life.is_correction:
        return Phase.REVISED
    if life.status is Status.NOT_YET:
        return Phase.NOT_YET
    if life.status is Status.SUSPENDED:
        return Phase.PAUSED
    if not life.status.is_in_force and life.status is not Status.AMENDED:
        return Phase.ENDED
    evaluating = life.expires_on is not None and months_later(life.expires_on, -EVALUATION_MONTHS) <= on
    return Phase.EVALUATED if evaluating else Phase.IN_FORCE
