"""Two processes do the same thing at the same moment: one wins, the other is told in words, and nothing is done twice."""

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection, connections
from tests.cast import AT, LET_PASS, drafted, published

from gongkai.catalogue.models import ItemVersion
from gongkai.catalogue.tests.world import in_force
from gongkai.journal.models import Entry
from gongkai.policies.actions import bulk, drafts, intake
from gongkai.policies.actions import publish as publishing_papers
from gongkai.policies.actions.shadows import refresh
from gongkai.policies.actions.three_sync import words_digest
from gongkai.policies.models import Draft, Edition, Interpretation, Policy, Text, Withdrawal
from gongkai.policies.rules.kinds import Category, Visibility
from gongkai.registers.tests import world as lists
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
RACING = Path(__file__).with_name("racing.py")
ROOT = Path(__file__).resolve().parents[2]
TIMES = 5


def race(plan, other=None):
    """What two processes report of each step."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "GONGKAI_DATA": str(configured.DATA_DIR)}
    name = str(connection.settings_dict["NAME"])
    racers = [
        subprocess.Popen(
            [sys.executable, str(RACING), name, json.dumps(steps)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for steps in (plan, other or plan)
    ]
    try:
        assert [racer.stdout.readline() for racer in racers] == ["ready\n", "ready\n"]
        begins = f"{time.time() + 0.3}\n"
        ended = [(racer.stdin.write(begins), racer.stdin.flush()) and racer for racer in racers]
        return list(zip(*(json.loads(racer.communicate(timeout=60)[0]) for racer in ended), strict=True))
    finally:
        for racer in racers:
            racer.kill()
            racer.wait()


def one_wins(results, words):
    """In every step exactly one did it, and the other was told so."""
    for step in results:
        assert Counter(result == "done" for result in step) == {True: 1, False: 1}, step
        (told,) = [result for result in step if result != "done"]
        assert any(word in told for word in words), told
    return True


@pytest.fixture
def signable(cast, monkeypatch):
    """Editions that lack only the signature."""

    class Enough(Exception):
        pass

    def stop(*arguments, **options):
        raise Enough

    monkeypatch.setattr(bulk, "publish", stop)
    made = []
    for n in range(TIMES):
        edition = drafted(cast, title=f"第{n}号通知")
        with pytest.raises(Enough):
            bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
        made.append(edition)
    return made


def test_one_edition_is_published_once(cast, signable):
    results = race([["publish", edition.pk, cast.wang.pk] for edition in signable])
    assert one_wins(results, ["没有待发布的草稿，可能刚刚已由别人发布或放弃"])
    assert Text.objects.count() == TIMES
    assert Entry.objects.filter(kind="policies.edition.published").count() == TIMES
    assert not Draft.objects.exists()


def test_one_item_is_confirmed_once_and_codes_are_never_given_twice(cast):
    files = [
        intake.Upload(f"{n}.txt", f"关于第{n}件事项的通知\n各科室：\n第{n}件事项。\n2026年5月{n + 1}日".encode()) for n in range(3 * TIMES)
    ]
    batch = intake.receive(files, name="同时确认", office=cast.housing, by=cast.li, at=AT)
    intake.read_waiting(at=AT, limit=100)
    items = list(batch.items.order_by("pk").values_list("pk", flat=True))
    same, mine, theirs = items[::3], items[1::3], items[2::3]
    results = race([["confirm", pk, cast.li.pk] for pk in same + mine], [["confirm", pk, cast.li.pk] for pk in same + theirs])
    assert one_wins(results[:TIMES], ["已确认", "别人刚处理过"])
    assert results[TIMES:] == [("done", "done")] * TIMES
    codes = list(Policy.objects.values_list("code", flat=True))
    assert len(codes) == len(set(codes)) == Edition.objects.count() == 3 * TIMES
    assert sorted(int(code.split("-")[2]) for code in codes) == list(range(1, 3 * TIMES + 1))


ONLY_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row locks: whoever writes, writes alone")


@pytest.fixture
def entangled(cast, monkeypatch):
    """A paper and the correction of what the system made of it, which lacks only the signature. The withdrawal of the paper takes down the
    other; the correction brings its paper up to date. Each is slow enough here to hold its own paper while the other wants it."""
    paper = published(cast)
    relation = {"kind": "interprets", "target": paper.policy.code, "on": None, "until": None, "articles": ""}
    material = published(cast, title="一图读懂老旧小区改造", category=Category.INTERPRETATION, relations=[relation])
    drafts.start_correction(material, reason="更正咨询电话", by=cast.li, at=AT)

    class Enough(Exception):
        pass

    def stop(*arguments, **options):
        raise Enough

    with monkeypatch.context() as patch, pytest.raises(Enough):
        patch.setattr(bulk, "publish", stop)
        bulk.carry_through(material.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    made = Interpretation.objects.get(paper=material.policy)
    Interpretation.objects.filter(pk=made.pk).update(machine_made=True, approved_digest=words_digest(material.draft))

    def slow(policy, *, on):
        refresh(policy, on=on)
        time.sleep(0.3)

    monkeypatch.setattr(publishing_papers, "refresh", slow)
    return paper, material


def both_at_once(cast, paper, material):
    """What became of the withdrawal and of the correction, each in a thread of its own."""
    told = {}

    def in_a_thread(name, do):
        try:
            do()
            told[name] = "done"
        except Refused as refused:
            told[name] = refused.message
        except OperationalError as error:
            told[name] = f"{error}".partition("\n")[0]
        finally:
            connections.close_all()

    def take_down():
        publishing_papers.withdraw(paper.policy, reason="内容有误，重新核对", by=cast.wang, at=AT)

    def correct():
        publishing_papers.publish(material, by=cast.wang, at=AT)

    threads = [threading.Thread(target=in_a_thread, args=pair) for pair in (("withdrawn", take_down), ("corrected", correct))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return told


@ONLY_POSTGRESQL
def test_a_withdrawal_and_a_correction_of_its_explanation_never_hold_what_the_other_needs(cast, entangled):
    paper, material = entangled
    told = both_at_once(cast, paper, material)
    assert told["withdrawn"] == "done" and (told["corrected"] == "done" or "已经撤回" in told["corrected"]), told  # whoever came first
    assert Policy.objects.get(pk=paper.policy_id).visibility == Visibility.WITHDRAWN


@ONLY_POSTGRESQL
def test_without_their_turn_the_two_would_end_in_a_deadlock(cast, entangled, monkeypatch):
    """What `take_turn` is for: the database has to end one of them."""
    monkeypatch.setattr(publishing_papers, "take_turn", lambda: None)
    told = both_at_once(cast, *entangled)
    assert sorted("deadlock" in one for one in told.values()) == [False, True], told


def test_one_draft_is_saved_once(cast):
    made = [drafted(cast, title=f"第{n}号通知").draft for n in range(TIMES)]
    assert one_wins(race([["save", draft.pk, cast.li.pk] for draft in made]), ["别人已保存过这份草稿"])
    assert list(Draft.objects.values_list("saves", flat=True)) == [2] * TIMES


def test_a_draft_is_either_published_or_abandoned_never_both(cast, signable):
    results = race(
        [["publish", edition.pk, cast.wang.pk] for edition in signable], [["abandon", edition.draft.pk, cast.li.pk] for edition in signable]
    )
    assert one_wins(results, ["没有待发布的草稿", "已经不在了", "草稿"])
    assert Text.objects.count() == sum(published == "done" for published, _ in results) == Policy.objects.count()


def test_one_withdrawal_and_one_next_edition(cast):
    policies = [published(cast, title=f"第{n}号通知").policy for n in range(3)]
    results = race([[what, policy.pk, by.pk] for what, by in (("edition", cast.li), ("withdraw", cast.wang)) for policy in policies])
    assert one_wins(results[:3], ["还是草稿"])
    assert one_wins(results[3:], ["已经撤回"])
    assert Withdrawal.objects.count() == 3
    assert Edition.objects.count() == 6


def test_two_officers_change_or_approve_one_item_of_the_catalogue_or_one_entry_of_a_list(cast):
    found = [in_force(cast, f"事项{n}") for n in range(TIMES)]
    assert one_wins(race([["change-item", item.pk, cast.li.pk] for item in found]), ("等待批准",))
    waiting = list(ItemVersion.objects.filter(approved_at=None).values_list("pk", flat=True))
    assert len(waiting) == TIMES
    assert one_wins(race([["approve-item", pk, cast.wang.pk] for pk in waiting]), ("已经批准",))
    register = lists.opened(cast)
    entries = [lists.proposed(cast, register, values={"name": f"项目{n}"}).pk for n in range(TIMES)]
    assert one_wins(race([["approve-entry", pk, cast.wang.pk] for pk in entries]), ("已经批准",))
    assert ItemVersion.objects.count() == 2 * TIMES and not ItemVersion.objects.filter(approved_at=None).exists()
