"""A process of its own that dies by SIGKILL in the middle of its work, again and again: killed.py DATABASE READ_OR_DO ARGUMENTS.

    killed.py DATABASE read SEED              children read what waits to be imported, each killed at a random moment
    killed.py DATABASE publish EDITION SIGNER  children publish, each killed at another step
    killed.py DATABASE confirm ITEM EDITOR     children confirm an imported item, likewise
    killed.py DATABASE sign CASE SIGNER        children sign the reply to an application, likewise
    killed.py DATABASE tell CASE EDITOR        children tell of the signed letter and make its PDF, likewise
    killed.py DATABASE serve CASE EDITOR       children serve it, likewise

Each child is a fork of this process with connections of its own, so a kill costs milliseconds. What stood in the database
after each death is printed as JSON."""

import json
import os
import random
import signal
import sys
import time

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()

from django.db import connections  # noqa: E402
from tests.cast import AT  # noqa: E402

from gongkai.foi import followers  # noqa: E402
from gongkai.foi.actions import replies, serving  # noqa: E402
from gongkai.foi.models import Case, Happening, Letter, Serial, Service  # noqa: E402
from gongkai.foi.rules.service import ServiceMode  # noqa: E402
from gongkai.journal.models import Entry  # noqa: E402
from gongkai.people.models import Officer  # noqa: E402
from gongkai.policies.actions import intake, publish  # noqa: E402
from gongkai.policies.models import Attachment, Draft, Edition, ImportItem, Policy, Relation, Text  # noqa: E402
from gongkai.policies.rules import evidence  # noqa: E402
from gongkai.policies.rules.kinds import Category, ItemState, Visibility  # noqa: E402

# (where, name, before or after it) in the order in which they come
PUBLISHING = [
    ("gongkai.policies.actions.publish", "_completed", "before"),
    ("gongkai.policies.models.Text", "save", "after"),
    ("gongkai.policies.actions.publish", "_put_in_force", "after"),
    ("gongkai.policies.actions.relate", "declare", "after"),
    ("gongkai.policies.actions.relate", "cite", "after"),
    ("gongkai.policies.models.Draft", "delete", "after"),
    ("gongkai.policies.actions.publish", "refresh", "after"),
    ("gongkai.journal.actions", "write", "before"),
    ("gongkai.journal.actions", "write", "after"),
]
CONFIRMING = [
    ("gongkai.documents.actions", "_put", "after"),
    ("gongkai.policies.actions.drafts", "start", "before"),
    ("gongkai.policies.actions.drafts", "start", "after"),
    ("gongkai.policies.actions.drafts", "put_file", "after"),
    ("gongkai.policies.models.ImportItem", "save", "after"),
]
SIGNING = [
    ("gongkai.foi.actions.replies", "take", "after"),
    ("gongkai.foi.actions.letters", "next_serial", "after"),
    ("gongkai.foi.models.Letter", "save", "before"),
    ("gongkai.foi.models.Letter", "save", "after"),
    ("gongkai.journal.actions", "write", "after"),
    ("gongkai.foi.actions.replies", "issue", "after"),
]
TELLING = [
    ("gongkai.foi.actions.letters", "tell_signed", "after"),
    ("gongkai.foi.actions.letters", "store", "after"),
    ("gongkai.foi.actions.letters", "pdf_of", "after"),
]
SERVING = [
    ("gongkai.foi.actions.serving", "take", "after"),
    ("gongkai.foi.models.Service", "save", "after"),
    ("gongkai.foi.actions.serving", "_serve", "after"),
]


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def child(do):
    """The process id of a fork that does this and ends."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        do()
        connections.close_all()
        os._exit(0)
    return pid


def dies_at(place, do):
    """Do it in a child that dies at the place; returns the signal it died of."""
    where, name, when = place

    def dying():
        module, _, owner = where.rpartition(".")
        target = __import__(where, fromlist=["_"]) if owner.islower() else getattr(__import__(module, fromlist=[owner]), owner)
        real = getattr(target, name)

        def replaced(*arguments, **options):
            if when == "before":
                die()
            real(*arguments, **options)
            die()

        setattr(target, name, replaced)
        do()

    _, status = os.waitpid(child(dying), 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def standing():
    return {
        "texts": Text.objects.count(),
        "drafts": Draft.objects.count(),
        "editions": Edition.objects.count(),
        "policies": Policy.objects.count(),
        "public": Policy.objects.filter(visibility=Visibility.PUBLIC).count(),
        "relations": Relation.objects.count(),
        "attachments": Attachment.objects.count(),
        "shown": Attachment.objects.exclude(shown_at=None).count(),
        "entries": Entry.objects.count(),
        "letters": Letter.objects.count(),
        "numbered": sum(Serial.objects.exclude(series__startswith="REG").values_list("last", flat=True)),
        "steps": Happening.objects.count(),
        "services": Service.objects.count(),
        "confirmed": ImportItem.objects.filter(state=ItemState.CONFIRMED).count(),
    }


def read(seed):
    chance, deaths = random.Random(int(seed)), 0
    waiting = ImportItem.objects.filter(state=ItemState.WAITING).count
    while left := waiting():
        pid = child(lambda: intake.read_waiting(at=AT, limit=1000))
        until = time.monotonic() + 20
        dies_at = left - chance.randint(1, 8)  # counted in files, so a fast machine sees as many deaths as a slow one
        while time.monotonic() < until and waiting() > max(dies_at, 0):
            time.sleep(0.0005)  # nobody dies before having done something, else one item would use up its tries
        time.sleep(chance.uniform(0, 0.01))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        deaths += os.WIFSIGNALED(status)
    return deaths


def step_by_step(places, do):
    found = [["", 0, standing()]]
    found += [[" ".join(place), dies_at(place, do), standing()] for place in places]
    return found


def main():
    what, *arguments = sys.argv[2:]
    if what == "read":
        return read(*arguments)
    number, officer = map(int, arguments)
    by = Officer.objects.get(pk=officer)
    if what == "publish":
        return step_by_step(PUBLISHING, lambda: publish.publish(Edition.objects.get(pk=number), by=by, at=AT))
    if what in ("sign", "tell", "serve"):
        case = Case.objects.get(pk=number)
        return {
            "sign": lambda: step_by_step(SIGNING, lambda: replies.sign(case, by=by, at=AT)),
            "tell": lambda: step_by_step(TELLING, lambda: followers.carry_out(list(Entry.objects.filter(kind="foi.letter.signed")))),
            "serve": lambda: step_by_step(SERVING, lambda: serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=by, at=AT)),
        }[what]()

    def confirm():
        item = ImportItem.objects.get(pk=number)
        intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=by, at=AT)

    return step_by_step(CONFIRMING, confirm)


sys.stdout.write(json.dumps(main()))
