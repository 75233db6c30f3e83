"""归档: one package, never made again; what is in it, what is not, and how one sees that it was touched."""

import io
import json
import zipfile
from datetime import date, time

import pytest
from tests.cast import AT

from gongkai.documents import archive as zips
from gongkai.documents.actions import store
from gongkai.documents.rules.kinds import FileKind
from gongkai.foi.actions import bulk, records, told
from gongkai.foi.actions.archive import MANIFEST, archive, problems
from gongkai.foi.actions.intake import Handed
from gongkai.foi.models import ArchivePackage, Case, Letter, Note, Review, Visit
from gongkai.foi.rules.applicants import Material
from gongkai.foi.rules.counter import Reader
from gongkai.foi.rules.letter_kinds import LetterKind
from gongkai.foi.rules.outcomes import Outcome
from gongkai.foi.rules.stages import Stage
from gongkai.foi.tests.cases import PNG, examined, later, submitted
from gongkai.foi.tests.replying import brought_to, drafted, ready, served
from gongkai.shared.refusal import Refused


@pytest.fixture
def office(cast):
    return ready(cast)


@pytest.fixture
def case(office):
    files = (Handed("身份证.png", PNG, Material.IDENTITY), Handed("..\\申请书.txt", "申请".encode(), Material.APPLICATION))
    case = examined(office, files=files)
    told.extend(case, 5, "需要核实", by=office.wang, at=AT)
    Note.objects.create(case=case, kind=Note.Kind.INTERNAL, text="内部看法：此人难缠", by=office.li, at=AT)
    served(office, drafted(office, case, Outcome.A2_GRANTED, items="清单"))
    return Case.objects.get(pk=case.pk)


def opened(package: ArchivePackage) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(package.stored.read()))


def test_letters_forms_files_and_steps_are_in_it(case, office):
    zipped = opened(archive(case, by=office.li, at=AT))
    names = [name.partition("/")[2] or name for name in zipped.namelist()]
    assert names == [
        "清单.json",
        "目录.xlsx",
        "目录.html",
        "01 政府信息公开延期答复告知书（澜住建依告〔2026〕1号）.pdf",
        "02 政府信息公开答复书（澜住建依复〔2026〕1号）.pdf",
        "03 政府信息公开申请登记表.pdf",
        "04 政府信息公开答复审核签批单.pdf",
        "05 政府信息公开文书送达回证.pdf",
        "06 申请书.txt",
        "经过.json",
    ]
    course = json.loads(zipped.read("经过.json"))
    assert [step["step"] for step in course["经过"]][-4:] == ["pass_legality", "sign", "serve", "archive"]
    page = zipped.read("目录.html").decode()
    assert page.count("<tr>") == len(names) - 2  # a line for each but the manifest and the two indexes, and the head


def test_proofs_of_identity_and_internal_notes_stay_inside(case, office):
    zipped = opened(archive(case, by=office.li, at=AT))
    everything = b"".join(zipped.read(name) for name in zipped.namelist())
    assert PNG not in everything
    assert "难缠".encode() not in everything
    assert [one["name"] for one in json.loads(zipped.read(MANIFEST))["kept_apart"]] == ["身份证明"]


def test_what_was_read_of_it_on_the_spot_is_in_it_without_the_name(case, office):
    Visit.objects.create(
        office=office.housing, case=case, reader=Reader.APPLICANT, name="张三", on=date(2026, 6, 2), began=time(9), ended=time(10, 30),
        read="配租名单第1至3页", copied="第2页", pages=1, by=office.li, at=AT,
    )  # fmt: skip
    course = opened(archive(case, by=office.li, at=AT)).read("经过.json").decode()
    (told,) = json.loads(course)["现场查阅"]
    assert (told["on"], told["from"], told["until"], told["read"], told["pages"]) == ("2026-06-02", "09:00", "10:30", "配租名单第1至3页", 1)
    assert "张三" not in course


def test_what_was_touched_is_found(case, office):
    package = archive(case, by=office.li, at=AT)
    zipped = opened(package)
    parts = {name: zipped.read(name) for name in zipped.namelist()}
    last = "经过.json"
    for changed, found in (
        (parts | {last: b"{}"}, f"归档包里的文件与清单不一致：{last}"),
        (parts | {"另外.txt": b""}, "归档包里多出文件：另外.txt"),
        ({name: data for name, data in parts.items() if name != last}, f"归档包里缺少文件：{last}"),
    ):
        package.stored = store(zips.pack(changed), kind=FileKind.ZIP, private=True)
        assert list(problems(package)) == [found]
    package.digest = "0" * 64
    assert next(problems(package)) == "归档包的清单与归档时登记的摘要不一致"


def test_a_case_is_put_away_once_and_by_its_own_office(case, office):
    with pytest.raises(Refused, match="权限"):
        archive(case, by=office.zhao, at=AT)
    archive(case, by=office.li, at=AT)
    with pytest.raises(Refused, match="已归档"):
        archive(case, by=office.li, at=AT)
    assert ArchivePackage.objects.count() == 1


def test_many_are_put_away_at_one_go_each_with_its_package(case, office):
    still_open = examined(office)
    results = bulk.archive([case.pk, still_open.pk], by=office.li, at=AT)
    assert [result.is_done for result in results] == [True, False]
    assert "审查中" in results[1].refused
    assert [package.case for package in ArchivePackage.objects.all()] == [case]


def test_a_case_disputed_after_it_was_put_away_is_kept_longer(case, office):
    archive(case, by=office.li, at=AT)
    assert Case.objects.get(pk=case.pk).retained_until == date(2036, 12, 31)
    about = {"accepted_on": later(30).date(), "case": case, "by": office.li, "at": later(30)}
    records.record_review(office.housing, Review.Kind.RECONSIDERATION, "澜复〔2026〕1号", **about)
    assert Case.objects.get(pk=case.pk).retained_until == date(2056, 12, 31)


def test_an_open_case_is_not_put_away(office):
    with pytest.raises(Refused, match="审查中"):
        archive(examined(office), by=office.li, at=AT)
    assert not Letter.objects.exists()


def test_a_case_withdrawn_by_its_applicant_gets_its_record_when_it_is_put_away(office):
    case = submitted(office)
    assert told.withdraw(case, "不需要了", by=None, at=AT).letters == ()
    archive(case, by=office.li, at=AT)
    record = Letter.objects.get(kind=LetterKind.TERMINATION)
    assert (record.case, record.signed_by, record.remedy) == (case, office.li, "")
    assert Case.objects.get(pk=case.pk).stage == Stage.ARCHIVED


def test_letters_and_packages_stand_with_the_originals_no_door_shows(office):
    case, letter = brought_to(office, Outcome.C5_INTERNAL)
    package = archive(case, by=office.li, at=AT)
    letter.refresh_from_db()
    assert (letter.pdf.shelf, package.stored.shelf) == ("originals", "originals")
