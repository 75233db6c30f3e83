"""kill -9 in the middle of an import and of a publication: afterwards nothing is lost, doubled or half-visible."""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection
from tests.cast import AT, LET_PASS, drafted, published

from gongkai.config import checking, importing
from gongkai.documents.models import StoredFile
from gongkai.documents.rules.paper import Block, BlockKind, Paper
from gongkai.documents.writers import docx
from gongkai.journal import actions as journal
from gongkai.journal import verify, worker
from gongkai.journal.models import Entry
from gongkai.policies import queries
from gongkai.policies.actions import drafts, intake, review
from gongkai.policies.actions.publish import publish
from gongkai.policies.models import Draft, ImportBatch, ImportItem, Policy, Text
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import Category, ItemState
from gongkai.publishing import actions as publishing
from gongkai.publishing.queries import findings_of
from gongkai.publishing.rules.publishability import Conclusion
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = Path(__file__).with_name("killed.py")
ROOT = Path(__file__).resolve().parents[2]
FILES = 40


@pytest.fixture(autouse=True)
def _day(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: AT)
    monkeypatch.setattr("gongkai.config.importing.now", lambda: AT)
    settings.INDEX_DIR = tmp_path / "index"


def killed(*arguments):
    """What the process that dies reports (see killed.py)."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "GONGKAI_DATA": str(configured.DATA_DIR)}
    command = [sys.executable, str(KILLED), str(connection.settings_dict["NAME"]), *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def papers(count):
    """So many different papers as files."""
    return [
        intake.Upload(
            f"第{n}号通知.txt",
            f"澜州市住房和城乡建设局关于第{n}批房屋安全排查的通知\n澜住建发〔2026〕{n}号\n各区县住房和城乡建设局：\n"
            f"现就第{n}批房屋安全排查有关事项通知如下。\n一、排查范围。{'全市建成二十年以上的住宅。' * 40}\n二、排查时间。第{n}周。\n"
            f"澜州市住房和城乡建设局\n2026年5月25日\n".encode(),
        )
        for n in range(1, count + 1)
    ]


def everything_agrees(capsys):
    """The journal put in order and sealed, then `start.py check`."""
    worker.drain()
    journal.seal(at=AT)
    assert list(verify.problems()) == []
    assert checking.run() == 0, capsys.readouterr().out
    return True


@pytest.mark.parametrize("seed", [1, 2])
def test_an_import_killed_again_and_again_reads_every_file_once(cast, capsys, seed):
    batch = intake.receive(papers(FILES), name="多次中断", office=cast.housing, by=cast.li, at=AT)
    deaths = killed("read", seed)
    assert deaths >= 3
    items = list(batch.items.order_by("position"))
    assert [item.state for item in items] == [ItemState.READY] * FILES
    assert [item.draft["fields"]["doc_no"]["value"] for item in items] == [f"澜住建发〔2026〕{n}号" for n in range(1, FILES + 1)]
    assert all(item.attempts <= intake.TRIES for item in items)
    assert sum(item.attempts - 1 for item in items) <= deaths  # an attempt is lost by a death, never otherwise
    assert not Policy.objects.exists()
    assert everything_agrees(capsys)


def test_an_import_killed_while_files_are_taken_in_leaves_no_batch_and_is_done_again_with_the_same_files(cast, capsys, monkeypatch):
    class PowerCut(BaseException):
        pass

    def cut(*arguments, **options):
        raise PowerCut

    monkeypatch.setattr("gongkai.policies.actions.intake.journal.write", cut)
    with pytest.raises(PowerCut):
        intake.receive(papers(3), name="断电", office=cast.housing, by=cast.li, at=AT)
    assert not ImportBatch.objects.exists() and not ImportItem.objects.exists()
    assert StoredFile.objects.count() == 3  # stored by their content before the transaction
    monkeypatch.undo()
    monkeypatch.setattr("gongkai.shared.clock.now", lambda: AT)
    intake.receive(papers(3), name="再来", office=cast.housing, by=cast.li, at=AT)
    assert (ImportItem.objects.count(), StoredFile.objects.count()) == (3, 3)
    assert everything_agrees(capsys)


@pytest.mark.parametrize("cut_at", ["gongkai.config.importing.carry_through", "gongkai.policies.actions.intake._finish"])
def test_an_import_from_the_command_line_that_was_cut_off_is_gone_on_with(cast, capsys, monkeypatch, tmp_path, cut_at):
    class PowerCut(BaseException):
        pass

    for paper in papers(6):
        (tmp_path / paper.name).write_bytes(paper.data)
    target, _, name = cut_at.rpartition(".")
    real, calls = getattr(importlib.import_module(target), name), []

    def cut_the_fourth_time(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 4:
            raise PowerCut
        return real(*arguments, **options)

    monkeypatch.setattr(cut_at, cut_the_fourth_time)
    people = {"by": "lisi", "reviewer": "zhoujing", "signer": "wangfang", "publish": True}
    with pytest.raises(PowerCut):
        importing.run([tmp_path], **people)
    importing.run([tmp_path], **people)
    lines = capsys.readouterr().out.splitlines()
    assert Policy.objects.count() == Text.objects.count() == 6, lines
    assert ImportItem.objects.filter(state=ItemState.CONFIRMED).count() == 6
    worker.drain()
    intake.read_waiting(at=AT)  # what the first import had left unread
    assert not ImportItem.objects.filter(state__in=[ItemState.WAITING, ItemState.READY]).exists()
    assert everything_agrees(capsys)


def test_a_confirmation_killed_at_any_step_leaves_the_item_to_be_confirmed_again(cast, capsys):
    title, *lines = papers(1)[0].data.decode().splitlines()
    paper = Paper(title=title, blocks=tuple(Block(BlockKind.PARAGRAPH, line) for line in lines))
    upload = intake.Upload("第1号通知.docx", docx.write(paper))  # unlike pasted text, published beside the paper
    batch = intake.receive([upload], name="一件", office=cast.housing, by=cast.li, at=AT)
    intake.read_waiting(at=AT)
    item = batch.items.get()
    before, *deaths = killed("confirm", item.pk, cast.li.pk)
    for place, died_of, standing in deaths:
        assert died_of == 9, place
        assert standing == before[2], place
    edition = intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=cast.li, at=AT)
    assert edition.policy.code.startswith("990100-2026-000001-")  # no number of the register was used up
    assert Policy.objects.count() == Draft.objects.count() == edition.attachments.count() == 1
    assert everything_agrees(capsys)


def test_a_publication_killed_at_any_step_is_not_even_half_visible(cast, capsys):
    old = published(cast, title="旧的通知", doc_no="澜住建发〔2020〕5号")
    relations = [{"kind": "repeals", "target": old.policy.code, "on": "2026-06-01", "until": None, "articles": ""}]
    edition = drafted(cast, title="新的通知", text="第一条 根据《旧的通知》（澜住建发〔2020〕5号）制定。", relations=relations)
    drafts.attach(edition, "附件.txt", "附件".encode(), by=cast.li, at=AT)
    ready(cast, edition)
    before, *deaths = killed("publish", edition.pk, cast.wang.pk)
    assert before[2]["texts"] == before[2]["public"] == 1
    for place, died_of, standing in deaths:
        assert died_of == 9, place
        assert standing == before[2], place
    assert queries.page(edition.policy.code, on=AT.date()) is None
    assert queries.page(old.policy.code, on=AT.date()).standing.status == "valid"
    publish(edition, by=cast.wang, at=AT)
    assert queries.page(edition.policy.code, on=AT.date()).text.number == 1
    assert queries.page(old.policy.code, on=AT.date()).standing.status == "repealed"
    assert Text.objects.filter(edition=edition).count() == 1
    assert Entry.objects.filter(kind="policies.edition.published", about=f"policies.policy:{edition.policy_id}").count() == 1
    with pytest.raises(Refused, match="没有待发布的草稿"):
        publish(edition, by=cast.wang, at=AT)
    assert everything_agrees(capsys)


def ready(cast, edition):
    """Submitted, inspected and reviewed: only the signature is missing."""
    drafts.submit(edition.draft, by=cast.li, at=AT)
    inspection = review.inspect(edition.draft, by=cast.li, at=AT)
    for finding in findings_of(inspection):
        if finding.blocks:
            publishing.override(finding, by=cast.zhou, reason=LET_PASS, at=AT)
    review.review_secrecy(edition.draft, conclusion=Conclusion.OPEN, by=cast.zhou, at=AT)
