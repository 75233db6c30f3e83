"""A worker in a process of its own: slow_worker.py DATABASE SEEN HANG_AT. Its one follower notes what it was given in the
file SEEN, and does not come back from the entry numbered HANG_AT."""

import sys
import time
from pathlib import Path

import django
from django.conf import settings

database, seen, hang_at = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
django.setup()

from django.core.management import call_command  # noqa: E402

from gongkai.journal import duties  # noqa: E402


@duties.follower("test.slow", kinds=("test.",), batch=1)
def slow(entries):
    for entry in entries:
        with Path(seen).open("a") as file:
            file.write(f"{entry.data['n']}\n")
        if entry.data["n"] == int(hang_at):
            time.sleep(600)


duties._discover = lambda: None
call_command("worker")
