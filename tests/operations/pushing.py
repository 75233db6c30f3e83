"""A library of its own in a process of its own: it publishes a paper and pushes it to the address and with the key it is given, loses its
patience with nobody, and says as JSON what came of it. Run by test_two_libraries."""

import json
import os
import sys

ADDRESS, KEY = sys.argv[1:3]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

import django  # noqa: E402

django.setup()

from datetime import date  # noqa: E402

from django.core.management import call_command  # noqa: E402
from tests.cast import LET_PASS, body, facts  # noqa: E402

from gongkai.exchange.actions.targets import add_target, push_again  # noqa: E402
from gongkai.exchange.models import Push, Receipt  # noqa: E402
from gongkai.exchange.sending import send_due  # noqa: E402
from gongkai.journal import worker  # noqa: E402
from gongkai.people.models import Officer, Organisation, Post  # noqa: E402
from gongkai.people.rules.permits import Role  # noqa: E402
from gongkai.policies.actions import bulk, drafts  # noqa: E402
from gongkai.policies.actions.publish import withdraw  # noqa: E402
from gongkai.policies.rules.kinds import Category  # noqa: E402
from gongkai.shared.clock import now  # noqa: E402

call_command("migrate", verbosity=0)
office = Organisation.objects.create(name="汀湾区人民政府", level="county", kind="government", region_code="990102")
staff = {}
for name, role in (("li", Role.EDITOR), ("zhou", Role.REVIEWER), ("wang", Role.SIGNER), ("sun", Role.ADMIN)):
    staff[name] = Officer.objects.create_user(name, "a-long-password", name=name)
    Post.objects.create(officer=staff[name], organisation=office, role=role, since=date(2020, 1, 2))
said = facts("汀湾区人民政府关于做好老旧小区改造工作的通知", issuers=["汀湾区人民政府"], doc_no="汀政发〔2026〕3号")
edition = drafts.start(Category.POLICY, said, body(), office=office, by=staff["li"], at=now())
bulk.carry_through(edition.draft, writer=staff["li"], reviewer=staff["zhou"], signer=staff["wang"], at=now(), let_pass=LET_PASS)
add_target(name="市库", office=office, address=ADDRESS, key=KEY, by=staff["sun"], at=now())
worker.drain()
send_due(now())
push_again(Push.objects.get(), by=staff["sun"], at=now())  # the same once more: one paper there, the same receipt
send_due(now())
withdraw(edition.policy, reason="附件有误，核实后重发", by=staff["wang"], at=now())
worker.drain()
send_due(now())
receipts = [[one.operation, one.number] for one in Receipt.objects.order_by("pk")]
print(json.dumps({"receipts": receipts, "error": Push.objects.get().error, "code": edition.policy.code}))
