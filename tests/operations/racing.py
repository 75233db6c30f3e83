"""One of two processes that do the same things at the same moments: racing.py DATABASE PLAN, then the starting time on standard input.

PLAN is JSON: [[what, number, officer], …]. Says “ready”, waits for the time, does one thing every PACE seconds, and prints what came of each:
"done" or the refusal's words."""

import json
import sys
import time

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()

from tests.cast import AT, facts  # noqa: E402

from gongkai.catalogue.actions import items  # noqa: E402
from gongkai.catalogue.models import Item, ItemVersion  # noqa: E402
from gongkai.people.models import Officer  # noqa: E402
from gongkai.policies.actions import abandon, drafts, intake  # noqa: E402
from gongkai.policies.actions.publish import publish, withdraw  # noqa: E402
from gongkai.policies.models import Draft, Edition, ImportItem, Policy  # noqa: E402
from gongkai.policies.rules import evidence  # noqa: E402
from gongkai.policies.rules.kinds import Category  # noqa: E402
from gongkai.registers.actions import keeping  # noqa: E402
from gongkai.registers.models import EntryVersion  # noqa: E402
from gongkai.shared.refusal import Refused  # noqa: E402

PACE = 0.4


def confirm(number, by):
    item = ImportItem.objects.get(pk=number)
    return lambda: intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=by, at=AT)


def save(number, by):
    draft = Draft.objects.get(pk=number)
    return lambda: drafts.save_draft(draft, facts(title="改过的标题"), None, seen=draft.saves, by=by, at=AT)


def sign(number, by):
    edition = Edition.objects.get(pk=number)
    return lambda: publish(edition, by=by, at=AT)


def take_down(number, by):
    policy = Policy.objects.get(pk=number)
    return lambda: withdraw(policy, reason="内容有误，重新核对", by=by, at=AT)


def give_up(number, by):
    draft = Draft.objects.get(pk=number)
    return lambda: abandon.abandon(draft, by=by, at=AT)


def next_edition(number, by):
    policy = Policy.objects.get(pk=number)
    return lambda: drafts.start_edition(policy, facts(), (), by=by, at=AT)


def change_item(number, by):
    item = Item.objects.get(pk=number)
    given = {"bearers": [item.owner], "effective_from": AT.date(), "note": "补充公开内容", "by": by, "at": AT}
    return lambda: items.propose(item.current.written, item=item, **given)


def approve_item(number, by):
    version = ItemVersion.objects.get(pk=number)
    return lambda: items.approve(version, by=by, at=AT)


def approve_entry(number, by):
    version = EntryVersion.objects.get(pk=number)
    return lambda: keeping.approve(version, by=by, at=AT)


WHAT = {"confirm": confirm, "save": save, "publish": sign, "withdraw": take_down, "abandon": give_up, "edition": next_edition}
WHAT |= {"change-item": change_item, "approve-item": approve_item, "approve-entry": approve_entry}


def main():
    prepared = [WHAT[what](number, Officer.objects.get(pk=officer)) for what, number, officer in json.loads(sys.argv[2])]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    begins, results = float(sys.stdin.readline()), []
    for n, do in enumerate(prepared):
        time.sleep(max(0.0, begins + n * PACE - time.time()))
        try:
            do()
            results.append("done")
        except Refused as refusal:
            results.append(str(refusal))
    sys.stdout.write(json.dumps(results))


main()
