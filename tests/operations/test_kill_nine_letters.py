"""kill -9 between signing a reply and serving it: the letter exists once, no number is lost or doubled, its notice goes out once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection
from tests.cast import AT

from gongkai.foi.actions import replies, serving
from gongkai.foi.followers import carry_out
from gongkai.foi.models import Case, Letter, Serial, Service
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.service import ServiceMode
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import drafted, passed, ready
from gongkai.journal import verify, worker
from gongkai.journal.models import Entry
from gongkai.notices.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = Path(__file__).with_name("killed.py")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def case(cast, settings, tmp_path):
    settings.INDEX_DIR = tmp_path / "index"
    ready(cast)
    case = drafted(cast, examined(cast), Outcome.A2_GRANTED, items="2025年度配租结果")
    return passed(cast, case)


def killed(*arguments):
    """What the process that dies reports (see killed.py)."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "GONGKAI_DATA": str(configured.DATA_DIR)}
    command = [sys.executable, str(KILLED), str(connection.settings_dict["NAME"]), *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_from_the_signature_to_the_service_nothing_is_lost_or_doubled(case, cast):
    before, *deaths = killed("sign", case.pk, cast.wang.pk)
    for place, died_of, standing in deaths:
        assert died_of == 9, place
        assert standing == before[2], place
    letter = replies.sign(case, by=cast.wang, at=AT)
    assert letter.number == "澜住建依复〔2026〕1号"
    assert Serial.objects.get(series="reply").last == 1

    before, *deaths = killed("tell", case.pk, cast.li.pk)
    for place, died_of, standing in deaths:
        assert died_of == 9, place
        assert (standing["letters"], standing["numbered"], standing["steps"]) == tuple(
            before[2][name] for name in ("letters", "numbered", "steps")
        )
    worker.drain()
    carry_out(list(Entry.objects.filter(kind="foi.letter.signed")))
    assert [(notice.to, notice.subject) for notice in Notice.objects.filter(key=f"foi.letter:{letter.pk}")] == [
        (cast.li, f"答复已签发：{case}")
    ]
    assert Entry.objects.filter(kind="foi.letter.made").count() == 1
    assert Letter.objects.get().pdf is not None

    before, *deaths = killed("serve", case.pk, cast.li.pk)
    for place, died_of, standing in deaths:
        assert died_of == 9, place
        assert standing == before[2], place
    serving.serve(case, ServiceMode.ONLINE, sent_on=AT.date(), by=cast.li, at=AT)
    assert Service.objects.get().letter == letter
    assert Case.objects.get(pk=case.pk).stage == Stage.SERVED
    worker.drain()
    assert list(verify.problems()) == []
