"""定时发布: set for a moment, done exactly once."""

import logging
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.urls import reverse

from gongkai.journal import actions as journal
from gongkai.notices.actions import tell
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.publishing.actions import rounds
from gongkai.publishing.models import Release
from gongkai.publishing.rounds import release_of
from gongkai.publishing.rules.permits import WHO_MAY, Permit
from gongkai.publishing.subjects import kind_of
from gongkai.shared.refusal import Refused

FURTHEST = timedelta(days=366)
_WAITING = {"done_at": None, "failed_at": None, "cancelled_at": None}

log = logging.getLogger(__name__)


@transaction.atomic
def release(about: str, *, title: str, office: Organisation, digest: str, due_at: datetime, by: Officer, at: datetime) -> Release:
    """Set the publication of exactly this text for a moment. The caller has asked everything that publishing asks, and asks it again then."""
    if not at < due_at <= at + FURTHEST:
        raise Refused("发布时间应在现在之后、一年以内。", field="due_at")
    if release_of(about):
        raise Refused("这份稿件已经设定了发布时间，请先取消再重新设定。", field="due_at")
    row = Release.objects.create(about=about, title=title[:500], office=office, digest=digest, by=by, at=at, due_at=due_at)
    rounds.pause(about)
    journal.write("publishing.release.set", about=about, by=by, at=at, data={"release": row.pk, "due_at": due_at.isoformat()})
    return row


@transaction.atomic
def cancel(row: Release, *, by: Officer, at: datetime) -> None:
    """Not at that moment after all. Refused when it has been published meanwhile."""
    require(by.actor(), Permit.CANCEL_RELEASE, About(row.office.path), WHO_MAY)
    if not Release.objects.filter(pk=row.pk, **_WAITING).update(cancelled_at=at):
        raise Refused("这份稿件已经发布、取消或者未能发布，请刷新页面查看。")
    rounds.resume(row.about, at=at)
    journal.write("publishing.release.cancelled", about=row.about, by=by, at=at, data={"release": row.pk})


@transaction.atomic
def text_changed(about: str, *, why: str, at: datetime) -> None:
    """A text under review was amended, sent back or given up: no round goes on with the old words, and what was signed for a moment
    does not go out; whoever signed it is told at once."""
    waiting = release_of(about)
    if waiting is not None:
        _tell_of_failure(waiting, why, at)
    rounds.pause(about)


def publish_due(now: datetime) -> int:
    """Publish what is due; returns how many. What cannot be published is told to whoever signed it and not tried again."""
    due = Release.objects.filter(due_at__lte=now, **_WAITING).select_related("by", "office").order_by("due_at", "id")
    return sum(_publish(row, now) for row in due)


def _publish(row: Release, now: datetime) -> bool:
    """The mark that it is done and the publication are one transaction: a worker that dies leaves neither, another that comes second
    finds the mark."""
    try:
        with transaction.atomic():
            if not Release.objects.filter(pk=row.pk, **_WAITING).update(done_at=now):
                return False
            kind_of(row.about).publish(row.about, seen=row.digest, by=row.by, at=now)
            journal.write("publishing.release.done", about=row.about, by=row.by, at=now, data={"release": row.pk})
    except Refused as refused:
        _tell_of_failure(row, refused.message, now)
        return False
    except OperationalError:  # the database was busy or away: the next turn tries again
        log.exception("release %s waits for the next turn", row.pk)
        return False
    except Exception:  # one that fails must not keep the others from going out
        log.exception("release %s failed", row.pk)
        _tell_of_failure(row, "系统内部错误，已记入运行日志。", now)
        return False
    return True


@transaction.atomic
def _tell_of_failure(row: Release, why: str, now: datetime) -> None:
    if not Release.objects.filter(pk=row.pk, **_WAITING).update(failed_at=now, failure=why[:500]):
        return
    rounds.resume(row.about, at=now)
    journal.write("publishing.release.failed", about=row.about, by=None, at=now, data={"release": row.pk})
    body = f"没有按时发布，原因：{why}请处理后重新签发。"
    tell(
        [row.by],
        subject=f"定时发布没有成功：{row.title}",
        body=body,
        link=reverse("desk:releases"),
        at=now,
        about=row.about,
        key=f"publishing.release:{row.pk}",
    )
