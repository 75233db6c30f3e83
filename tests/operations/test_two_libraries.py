"""Two of our own libraries in two processes, joined over the loopback: what one publishes the other is given to confirm."""

import json
import os
import subprocess
import sys
from pathlib import Path

from gongkai.exchange.actions import receiving
from gongkai.exchange.models import Received
from gongkai.people.actions.api_keys import issue_key
from gongkai.people.models import Post
from gongkai.people.rules.api_keys import Scope
from gongkai.people.rules.permits import Role
from gongkai.policies.actions import intake
from gongkai.policies.models import Policy
from gongkai.shared.clock import now

PUSHING = Path(__file__).with_name("pushing.py")
ROOT = Path(__file__).resolve().parents[2]


def test_what_the_library_below_publishes_and_withdraws_the_one_above_is_given_once_with_receipts(
    transactional_db, cast, live_server, tmp_path
):
    _, key = issue_key("区平台", organisation=cast.transport, by=cast.sun, at=now(), scopes=[Scope.LIBRARY_SUBMIT])
    environment = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    environment |= {"GONGKAI_DATA": str(tmp_path), "GONGKAI_EXCHANGE_LOOPBACK": "1", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    done = subprocess.run(
        [sys.executable, str(PUSHING), f"{live_server.url.replace('localhost', '127.0.0.1')}/api/v1/library/papers", key],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["error"] == ""
    (first, one), (second, again), (third, gone) = told["receipts"]
    assert (first, second, third) == ("UPSERT", "UPSERT", "WITHDRAW") and one == again != gone
    paper, withdrawal = Received.objects.order_by("pk")
    assert (paper.number, withdrawal.number) == (one, gone) and paper.code == withdrawal.code == told["code"]
    assert withdrawal.content["reason"] == "附件有误，核实后重发" and not Policy.objects.exists()

    Post.objects.create(officer=cast.li, organisation=cast.city, role=Role.EDITOR, since=now().date())
    batch = receiving.take(paper, by=cast.li, at=now())
    intake.read_waiting(at=now(), batch=batch)
    fields = batch.items.get().draft["fields"]
    assert fields["title"]["value"] == "汀湾区人民政府关于做好老旧小区改造工作的通知" and fields["doc_no"]["value"] == "汀政发〔2026〕3号"
