"""`start.py import`: in trial mode all the way, marked as done by command; in earnest no further than the desk."""

import pytest
from tests.cast import AT

from gongkai.config import importing
from gongkai.journal import actions as journal
from gongkai.journal.models import Entry
from gongkai.policies.models import Draft, ImportItem, Text
from gongkai.policies.rules.kinds import ItemState
from gongkai.publishing.models import SecrecyReview

NAMES = {"by": "lisi", "reviewer": "zhoujing", "signer": "wangfang", "publish": True}
PAPER = """澜州市住房和城乡建设局关于开展房屋安全排查的通知
澜住建发〔2026〕9号
各区县住房和城乡建设局：
现就开展房屋安全排查有关事项通知如下。
一、排查范围。全市建成二十年以上的住宅。
澜州市住房和城乡建设局
2026年5月25日
"""


@pytest.fixture
def paper(tmp_path, monkeypatch):
    monkeypatch.setattr("gongkai.config.importing.now", lambda: AT)
    path = tmp_path / "通知.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_in_trial_mode_a_paper_is_carried_to_publication_and_every_entry_says_how(cast, paper, settings, capsys):
    settings.TRIAL = True
    assert importing.run([paper], **NAMES) == 0, capsys.readouterr().out
    assert Text.objects.count() == 1
    told = dict(Entry.objects.values_list("kind", "data__through"))
    assert {"policies.import.received", "publishing.secrecy.reviewed", "policies.edition.published"} <= set(told)
    assert set(told.values()) == {"command"}
    assert "through" not in journal.write("test.later", about="test:1", by=None, at=AT).data


def test_in_earnest_nobody_is_said_to_have_reviewed_what_nobody_saw(cast, paper, settings, capsys):
    settings.TRIAL = False
    assert importing.run([paper], **NAMES) == 0
    said = capsys.readouterr()
    assert "只识别成待确认的草稿；确认、保密审查和签发由各人登录工作台办理" in said.err
    assert "待确认  通知.txt" in said.out
    assert ImportItem.objects.get().state == ItemState.READY
    assert not Text.objects.exists() and not Draft.objects.exists() and not SecrecyReview.objects.exists()
    assert set(Entry.objects.values_list("by_name", flat=True)) <= {"李四", ""}
