"""`start.py check` on applications: what was changed behind the platform's back is named, the first of each sort."""

import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from tests.cast import AT

from gongkai.config import checking
from gongkai.documents.models import StoredFile
from gongkai.foi.actions import agreeing
from gongkai.foi.actions.archive import archive
from gongkai.foi.actions.letters import pdf_of
from gongkai.foi.models import ArchivePackage, Case, Happening, Letter, Service
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.tests.cases import examined
from gongkai.foi.tests.replying import LAST_DAY, brought_to, ready
from gongkai.journal.testing import without_triggers
from gongkai.shared.digest import canonical, sm3


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("gongkai.config.checking.today", LAST_DAY.date)


@pytest.fixture
def ledger(cast) -> tuple[Case, Letter, ArchivePackage]:
    """One case answered and put away, one in hand."""
    case, letter = brought_to(ready(cast), Outcome.A2_GRANTED)
    pdf_of(letter, at=AT)
    package = archive(case, by=cast.li, at=LAST_DAY)
    examined(cast)
    return Case.objects.get(pk=case.pk), Letter.objects.get(pk=letter.pk), package


def told(capsys) -> str:
    code = checking.run()
    lines = capsys.readouterr().out
    assert code == ("不符" in lines)
    return lines


def test_an_untouched_ledger_passes(ledger, capsys):
    lines = told(capsys)
    for name in ("申请件", "申请文书", "申请归档包"):
        assert f"通过  {name}" in lines, lines


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"stage": "registered"}, "环节记为“registered”，由经过算出的是“archived”"),
        ({"closed_on": AT.date().replace(year=2025)}, "办结日期记为“2025-06-01”"),
        ({"outcome": "C1_SECRET"}, "处理决定记为“C1_SECRET”，由经过算出的是“A2_GRANTED”"),
    ],
)
def test_a_shadow_that_disagrees_with_what_happened_is_named(ledger, capsys, changed, says):
    case, _, _ = ledger
    Case.objects.filter(pk=case.pk).update(**changed)
    lines = told(capsys)
    assert f"不符  申请件：申请 {case.number} 的" in lines and says in lines


def test_a_due_date_typed_in_is_found(ledger, capsys):
    open_one = Case.objects.get(closed_on=None)
    Case.objects.filter(pk=open_one.pk).update(due_on="2030-01-01")
    assert f"申请 {open_one.number} 的答复期限记为“2030-01-01”，由经过算出的是“{open_one.due_on}”" in told(capsys)


def test_a_step_taken_out_is_found(ledger, capsys):
    case, _, _ = ledger
    with without_triggers():
        Happening.objects.filter(case=case, kind="archive").delete()
    assert f"申请 {case.number} 的环节记为“archived”" in told(capsys)


def test_a_letter_rewritten_with_its_own_digest_is_found_by_the_journal(ledger, capsys):
    _, letter, _ = ledger
    paper = json.loads(letter.paper)
    paper["title"] = "伪造的答复书"
    Letter.objects.filter(pk=letter.pk).update(paper=json.dumps(paper, ensure_ascii=False), digest=sm3(canonical(paper)))
    assert f"不符  申请文书：文书 {letter.number} 与签发时记在日志中的编号、摘要不符" in told(capsys)


def test_a_letter_rewritten_without_its_digest_or_given_another_number_is_found(ledger, capsys):
    _, letter, _ = ledger
    Letter.objects.filter(pk=letter.pk).update(serial=letter.serial + 1)
    assert "编号有空号或者重号" in told(capsys)
    Letter.objects.filter(pk=letter.pk).update(paper=json.dumps(json.loads(letter.paper) | {"title": "另一份"}))
    assert f"文书 {letter.number} 的内容与其摘要不符" in told(capsys)


def test_a_letter_that_is_gone_is_named(ledger, capsys):
    _, letter, _ = ledger
    Service.objects.filter(letter=letter).delete()
    letter.delete()
    assert f"文书 {letter.number} 不见了，日志中有它的签发记录" in told(capsys)


def test_an_archive_package_with_another_file_in_it_is_found(ledger, monkeypatch):
    case, _, package = ledger
    whole = zipfile.ZipFile(io.BytesIO(package.stored.read()))
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as zipped:
        for name in whole.namelist():
            zipped.writestr(name, b"[]" if name == "经过.json" else whole.read(name))
    monkeypatch.setattr(StoredFile, "read", lambda self: other.getvalue())
    assert f"申请 {case.number} 的归档包：归档包里的文件与清单不一致：经过.json" in list(agreeing.package_problems())


def test_an_archive_package_that_is_gone_is_named(ledger, capsys):
    case, _, package = ledger
    default_storage.delete(package.stored.path)
    assert f"不符  申请归档包：申请 {case.number} 的归档包读不出来" in told(capsys)
    ArchivePackage.objects.filter(pk=package.pk).delete()
    assert f"申请 {case.number} 的归档包不见了，日志中有它的归档记录" in told(capsys)


def test_cases_are_compared_in_as_many_queries_for_many_as_for_few(ledger, cast, django_assert_num_queries):
    with django_assert_num_queries(5):  # the calendar, the cases (some, then none), what happened, how the organ counts
        assert list(agreeing.case_problems(LAST_DAY.date())) == []
    for _ in range(3):
        examined(cast)
    with django_assert_num_queries(5):
        assert list(agreeing.case_problems(LAST_DAY.date())) == []
