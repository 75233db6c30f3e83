"""Each of the twenty-three ways a case can end, from the application to the archive."""

import io
import json
import zipfile

import pytest
from tests.cast import AT

from gongkai.documents.rules.paper import plain_text
from gongkai.foi.actions.archive import archive, problems
from gongkai.foi.letters import DECISIONS, paper_of
from gongkai.foi.models import Case, Letter
from gongkai.foi.rules.applicants import ApplicantKind
from gongkai.foi.rules.outcomes import RULINGS, Outcome, RemedyKind
from gongkai.foi.rules.report import Column, CountedCase, counted, table
from gongkai.foi.rules.rows import RESULT_ROWS
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.replying import COURT, LAST_DAY, brought_to, ready
from gongkai.journal.models import Entry

FIRST = "应当先申请行政复议"
EITHER = "6个月内直接向"


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_reaches_the_archive_in_one_row_with_its_letter_and_remedy(cast, outcome):
    case, letter = brought_to(ready(cast), outcome)
    ruling = RULINGS[outcome]
    assert (case.outcome, case.stage) == (outcome, Stage.CLOSED if ruling.is_ending else Stage.SERVED)
    assert [each.kind for each in case.letters.filter(kind__in=DECISIONS)] == [ruling.letter] == [letter.kind]
    text = plain_text(paper_of(letter).blocks)
    assert (FIRST in text) == (ruling.remedy in (RemedyKind.R1, RemedyKind.BOTH))
    assert (EITHER in text) == (ruling.remedy in (RemedyKind.R2, RemedyKind.BOTH))
    assert letter.remedy == ruling.remedy
    if ruling.remedy:
        assert "澜州市人民政府" in text
        assert COURT in text
    assert rows_of(case) == [ruling.row]
    package = archive(case, by=cast.li, at=LAST_DAY)
    case.refresh_from_db()
    assert (case.stage, case.retained_until.isoformat()) == (Stage.ARCHIVED, "2036-12-31")
    assert list(problems(package)) == []
    names = zipfile.ZipFile(io.BytesIO(package.stored.read())).namelist()
    assert sum(letter.number in name for name in names) == 1
    packed = Entry.objects.get(kind="foi.case.packed", about=f"foi.case:{case.pk}")
    assert packed.data == {"manifest": package.digest, "package": package.stored.digest}


def rows_of(case: Case):
    """The rows of table 3 in which this case alone is counted."""
    one = CountedCase(ApplicantKind(case.applicant_kind), case.received_on, case.closed_on, Outcome(case.outcome))
    found = table(counted([one], 2026))
    return [row for row in RESULT_ROWS if found[row][Column.TOTAL]]


def test_numbers_of_the_replies_run_without_a_gap(cast):
    ready(cast)
    for outcome in (Outcome.A1_ALREADY_PUBLIC, Outcome.C5_INTERNAL, Outcome.D2_NEED_CREATE):
        brought_to(cast, outcome)
    assert list(Letter.objects.filter(series="reply").values_list("number", flat=True)) == [
        "澜住建依复〔2026〕1号",
        "澜住建依复〔2026〕2号",
        "澜住建依复〔2026〕3号",
    ]


def test_the_same_rows_give_the_same_package_and_its_manifest_names_everything(cast):
    case, _ = brought_to(ready(cast), Outcome.B_PARTIAL)
    package = archive(case, by=cast.li, at=AT)
    zipped = zipfile.ZipFile(io.BytesIO(package.stored.read()))
    manifest = json.loads(zipped.read("清单.json"))
    assert {one["path"] for one in manifest["files"]} == set(zipped.namelist()) - {"清单.json"}
    assert manifest["retained_until"] == "2036-12-31"
    assert [one["class"] for one in manifest["files"] if "class" in one].count("答复附件") == 1
    assert any(name.endswith("附件1（区分处理）.pdf") for name in zipped.namelist())
    assert "附件1（区分处理）.pdf的原件" in [one["name"] for one in manifest["kept_apart"]]
