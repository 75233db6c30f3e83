"""How what is not a paper joins the rounds: entries of lists, precedents, questions and answers. Where an office has set no rounds for the
kind, the one approval of its own room is enough; where it has, nothing of the kind that was sent since goes out without them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.publishing import rounds as reading
from gongkai.publishing.actions import rounds
from gongkai.publishing.models import Circulation
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.shared.digest import canonical, sm3
from gongkai.shared.refusal import Refused


@dataclass(frozen=True)
class Said:
    """What would go out: its words by anchor, and the facts beside them by label. A fact that is told anew for every attempt to publish
    (the number of a version) keeps an earlier attempt's rounds from standing for it."""

    title: str
    paragraphs: tuple[tuple[str, str], ...]
    beside: tuple[tuple[str, str], ...] = ()

    def digest(self) -> str:
        return sm3(canonical({"paragraphs": [list(one) for one in self.paragraphs], "beside": [list(one) for one in self.beside]}))


def send(
    about: str, said: Said, *, office: Organisation, writers: Collection[int], by: Officer, at: datetime, anew: bool = False
) -> Circulation | None:
    """Send it round, or nothing where its office has set no rounds for the kind. Whoever wrote a state that was returned has written a part
    of this one. `anew`: nothing that an earlier state passed stands."""
    earlier = reading.current(about)
    if not reading.own_plan(office, about.rpartition(":")[0]):
        if earlier is not None:
            rounds.end(about, at=at)
        return None
    wrote = {*writers, *(earlier.writers if earlier else ())}
    return rounds.circulate(
        about,
        kind=about.rpartition(":")[0],
        title=said.title,
        office=office,
        digest=said.digest(),
        paragraphs=said.paragraphs,
        beside=said.beside,
        writers=wrote,
        by=by,
        at=at,
        anew=anew,
    )


def send_back(about: str, *, reason: str, by: Officer, at: datetime) -> bool:
    """Whether it was on its way and is returned to its writer, who is told; by somebody who may review it. Errors: Refused when it waits
    for no round."""
    circulation = reading.current(about)
    if circulation is None:
        return False
    require(by.actor(), Permit.REVIEW_ROUND, About(circulation.office.path, writers=frozenset(circulation.writers)), WHO_MAY)
    if not circulation.waits_for:
        raise Refused("这份稿件现在没有等待审核的轮次，可能刚刚由别人退回。请刷新页面查看。")
    if len(reason.strip()) < 4:
        raise Refused("请写明退回的理由，至少四个字。", field="reason")
    rounds.note_return(about, reason=reason, by=by, at=at)
    tell(
        Officer.objects.filter(pk__in=circulation.writers),
        subject=f"审核退回：{circulation.title}",
        body="请看过退回意见，修改后重新送审。",  # who said what stands on the page
        link=reverse("desk:round", args=[circulation.pk]),
        at=at,
        about=about,
    )
    return True


def is_returned(about: str) -> bool:
    """Whether a round sent it back and it has not been sent again since."""
    circulation = reading.current(about)
    return circulation is not None and any(not one.passed for one in circulation.opinions.all())


def may_sign_last(about: str, by: Officer) -> bool:
    """Whether it is on its way and this officer may do its last round, wherever it stands now."""
    circulation = reading.current(about)
    if circulation is None or by.pk in circulation.writers:
        return False
    return by.actor().holds(circulation.steps()[-1].role, circulation.office.path)


def require_passed(about: str, said: Said, *, by: Officer, at: datetime) -> bool:
    """Whether it goes out by its last round; then every round before has passed exactly these words, and this officer may sign. False: it
    was not sent round, and its room's one approval decides. Errors: Refused."""
    circulation = reading.current(about)
    if circulation is None:
        return False
    rounds.require_rounds(about, said.digest(), by=by, at=at)
    if circulation.digest != said.digest():
        raise Refused("送审之后内容又改过，请重新送审。")
    last = circulation.steps()[-1]
    if not by.actor().holds(last.role, circulation.office.path):
        raise Refused(f"最后一轮“{last.name}”须由本单位{last.role.label}人员办理。")
    if by.pk in circulation.writers:
        raise Refused("起草人不审自己写的稿件。")
    return True
