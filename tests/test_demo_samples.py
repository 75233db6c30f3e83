"""The import samples are what README says they are, and show what they are meant to show."""

from datetime import date

import pytest
from demo import reading
from demo.make_samples import MADE, SAMPLES

from gongkai.documents import cleaning, readers
from gongkai.policies.rules import docno, manifest
from gongkai.policies.rules.kinds import Category
from gongkai.policies.rules.recognise import recognise
from gongkai.publishing.actions import file_text
from gongkai.publishing.rules.hits import Code
from gongkai.publishing.rules.inspection import inspect_paper
from gongkai.publishing.rules.material import FileText, Material, paper_of
from gongkai.publishing.rules.rulebook import Rulebook

TODAY = date(2026, 11, 22)
FILES = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
SMALL = 60 * 1024


def sample(start):
    (path,) = (path for path in FILES if path.name.startswith(start))
    return path


def text_of(start):
    path = sample(start)
    return readers.read(path.read_bytes(), path.name).text


def codes(material):
    return {hit.code for hit in inspect_paper(material, Rulebook(key=b"t"), about="", today=TODAY) if hit.blocks}


def said(data, name):
    """What a file says, whatever writer or compressor it went through; the files of a ZIP one by one."""
    read = readers.read(data, name)
    return [read.text, *(said(inside, given) for given, inside in read.attachments)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_small_and_can_be_read(path):
    data = path.read_bytes()
    assert len(data) <= SMALL
    assert readers.read(data, path.name).text.strip()


@pytest.mark.parametrize("name", sorted(MADE))
def test_the_made_samples_say_what_the_script_makes_them_say(name):
    assert said((SAMPLES / name).read_bytes(), name) == said(MADE[name](), name)


def test_all_formats_are_there():
    assert {path.suffix for path in FILES} >= {".txt", ".html", ".md", ".docx", ".pdf", ".ofd", ".xlsx", ".csv", ".zip"}


def test_the_word_file_hides_something_until_it_is_cleaned():
    path = sample("05-")
    found = file_text(path.read_bytes(), path.name)
    assert any("批注" in what for what in found.hidden) and any("修订" in what for what in found.hidden)
    kind = readers.read(path.read_bytes(), path.name).kind
    assert cleaning.hidden(cleaning.clean(path.read_bytes(), kind).data, kind) == ()
    assert Code.ATTACH_RISK in codes(Material("通知", (), files=(found,)))


def test_the_list_of_people_is_stopped():
    text = text_of("13-")
    found = codes(Material("公示", (), files=(FileText("公示.txt", text),)))
    assert {Code.PII_ID, Code.PII_PHONE, Code.PII_BANK} <= found


def test_missing_attachments_and_destroyed_characters_are_found():
    assert codes(paper_of(text_of("14-"))) == {Code.DEAD_LINK}
    assert codes(paper_of(text_of("16-"))) == {Code.GARBLED}


@pytest.mark.parametrize("start", ["01-", "02-", "03-", "06-", "07-", "12-", "15-"])
def test_the_other_samples_have_nothing_that_stops_them(start):
    assert codes(paper_of(text_of(start))) == set()


def test_the_upstream_paper_is_the_one_the_library_waits_for():
    waiting = next(one for one in reading.documents() if one.policy == "lan-yanglao-2026")
    (number,) = {str(found.doc_no) for found in docno.find_all(text_of("15-"))}
    assert number in waiting.body
    assert number not in {one.facts["doc_no"] for one in reading.documents()}


@pytest.mark.parametrize(
    "start, category", [("01-", Category.POLICY), ("11-", Category.NEWS), ("15-", Category.POLICY), ("17-", Category.NEWS)]
)
def test_what_a_sample_is_can_be_recognised(start, category):
    path = sample(start)
    read = readers.read(path.read_bytes(), path.name)
    assert recognise(read.lines, path.name, read.facts).category is category


@pytest.mark.parametrize("folder, table", [("08-表格清单", "清单.xlsx"), ("09-文本清单", "清单.csv")])
def test_the_manifests_list_files_that_are_there(folder, table):
    path = SAMPLES / folder / table
    (sheet,) = readers.read_sheets(path.read_bytes(), table)
    beside = {one.name for one in path.parent.iterdir()} - {table}
    listed = manifest.read(sheet.rows, beside)
    assert {name for one in listed for name in (one.file, *one.attachments)} == beside
