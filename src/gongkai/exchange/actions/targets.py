"""推送目标: set, changed, stopped; and papers pushed again by hand."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from gongkai.exchange.models import Push, Target
from gongkai.exchange.rules.addresses import checked
from gongkai.exchange.rules.permits import WHO_MAY, Permit
from gongkai.journal import actions as journal
from gongkai.people.models import Officer, Organisation
from gongkai.people.rules.permits import About, require
from gongkai.policies.models import Policy
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.shared.refusal import Refused

_AT_ONCE = 500


@transaction.atomic
def add_target(*, name: str, office: Organisation, address: str, key: str, by: Officer, at: datetime) -> Target:
    """A new target; all that is public already is queued for it. Errors: Refused for an address that is not https, and without a key."""
    require(by.actor(), Permit.MANAGE_TARGETS, About(office.path), WHO_MAY)
    address = checked(address, loopback=settings.EXCHANGE_LOOPBACK)
    if not name.strip():
        raise Refused("请填写名称。", field="name")
    key = _key(key)
    target = Target.objects.create(name=name.strip()[:80], office=office, address=address, key=key, created_by=by, created_at=at)
    journal.write("exchange.target.added", about=target, by=by, at=at, data={"name": target.name, "address": target.address})
    queue_all(target, at=at)
    return target


@transaction.atomic
def change_target(target: Target, *, name: str, address: str, key: str = "", by: Officer, at: datetime) -> Target:
    """Name and address as given; the key only when a new one is, but always for another host, which is not handed the key of the one
    before. What was stuck is tried again: it may have been for that."""
    require(by.actor(), Permit.MANAGE_TARGETS, About(target.office.path), WHO_MAY)
    address = checked(address, loopback=settings.EXCHANGE_LOOPBACK)
    if key.strip():
        target.key = _key(key)
    elif urlsplit(address).netloc != urlsplit(target.address).netloc:
        raise Refused("接口地址换了主机，请同时填写新主机的密钥。", field="key")
    target.name, target.address = name.strip()[:80] or target.name, address
    target.save(update_fields=["name", "address", "key"])
    _unpark(target, at)
    told = {"name": target.name, "address": target.address, "new_key": bool(key.strip())}
    journal.write("exchange.target.changed", about=target, by=by, at=at, data=told)
    return target


@transaction.atomic
def stop_target(target: Target, *, by: Officer, at: datetime) -> Target:
    """停用, or 恢复 when it was stopped: all of it is looked at again, and what changed meanwhile is sent."""
    require(by.actor(), Permit.MANAGE_TARGETS, About(target.office.path), WHO_MAY)
    target.stopped_at = None if target.stopped_at else at
    target.save(update_fields=["stopped_at"])
    if target.stopped_at is None:
        target.pushes.filter(parked_at=None).update(due_at=at)
        queue_all(target, at=at)
    journal.write("exchange.target.stopped" if target.stopped_at else "exchange.target.resumed", about=target, by=by, at=at)
    return target


@transaction.atomic
def push_again(push: Push, *, by: Officer, at: datetime) -> Push:
    """Send it once more, with all its attempts before it, even if the other side has it."""
    require(by.actor(), Permit.PUSH_AGAIN, About(push.target.office.path), WHO_MAY)
    if push.target.stopped_at:
        raise Refused("这个推送目标已经停用，请先恢复。")
    push.due_at, push.attempts, push.parked_at, push.error, push.state, push.text_digest = at, 0, None, "", "", ""
    push.save(update_fields=["due_at", "attempts", "parked_at", "error", "state", "text_digest"])
    journal.write("exchange.push.again", about=push, by=by, at=at, data={"target": push.target.name, "code": push.policy.code})
    return push


@transaction.atomic
def push_parked(target: Target, *, by: Officer, at: datetime) -> int:
    """Everything stuck at this target, tried again; returns how many."""
    require(by.actor(), Permit.PUSH_AGAIN, About(target.office.path), WHO_MAY)
    count = _unpark(target, at)
    if not count:
        raise Refused("没有搁置的文件，可能刚刚由别人重推。请刷新页面查看。")
    journal.write("exchange.push.again", about=target, by=by, at=at, data={"target": target.name, "papers": count})
    return count


def _key(key: str) -> str:
    """The key, tidied. Refused for none and for one that no header can carry."""
    key = key.strip()
    if not key or not key.isascii() or not key.isprintable():
        raise Refused("请填写对方签发的密钥，只含可见的英文字符。", field="key")
    return key


def _unpark(target: Target, at: datetime) -> int:
    return target.pushes.exclude(parked_at=None).update(due_at=at, attempts=0, parked_at=None)


def queue_all(target: Target, *, at: datetime) -> int:
    """Everything public of the target's offices becomes due; returns how many."""
    papers = Policy.objects.filter(
        office__path__startswith=target.office.path, category=Category.POLICY, visibility=Visibility.PUBLIC
    ).values_list("pk", flat=True)
    ids = list(papers.order_by("pk"))
    for start in range(0, len(ids), _AT_ONCE):
        rows = [Push(target=target, policy_id=pk, due_at=at) for pk in ids[start : start + _AT_ONCE]]
        Push.objects.bulk_create(rows, update_conflicts=True, unique_fields=["target", "policy"], update_fields=["due_at"])
    return len(ids)
