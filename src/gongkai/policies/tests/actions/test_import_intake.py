import io
import zipfile

import pytest
from tests.cast import AT
from tests.shared_data import needed

from gongkai.policies.actions import intake
from gongkai.policies.actions.intake import Upload
from gongkai.policies.models import Edition, ImportItem, Policy
from gongkai.policies.rules import evidence
from gongkai.policies.rules.kinds import Category, ItemState
from gongkai.shared.refusal import Refused

NOTICE = """澜州市住房和城乡建设局关于开展房屋安全排查的通知
澜住建发〔2026〕9号
各区县住房和城乡建设局：
为做好房屋安全管理，根据《城镇房屋安全管理办法》，现就开展房屋安全排查有关事项通知如下。
一、排查范围。全市建成二十年以上的住宅。
二、排查时间。2026年6月至8月。
澜州市住房和城乡建设局
2026年5月25日
（此件公开发布）
"""


def received(cast, *uploads: Upload):
    batch = intake.receive(list(uploads), name="测试导入", office=cast.housing, by=cast.li, at=AT)
    intake.read_waiting(at=AT, batch=batch)
    return list(batch.items.order_by("position"))


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_a_text_becomes_a_draft_with_evidence_and_nothing_stands_in_the_library(cast):
    (item,) = received(cast, Upload("通知.txt", NOTICE.encode()))
    assert item.state == ItemState.READY
    fields = item.draft["fields"]
    assert fields["doc_no"]["value"] == "澜住建发〔2026〕9号"
    assert fields["formed_on"]["value"] == "2026-05-25"
    assert fields["doc_no"]["lines"] == [2]
    assert not Policy.objects.exists()


def test_confirming_makes_a_draft_policy_with_its_source_file(cast):
    (item,) = received(cast, Upload("通知.txt", NOTICE.encode()))
    edition = intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=cast.li, at=AT)
    assert edition.title == "澜州市住房和城乡建设局关于开展房屋安全排查的通知"
    assert (edition.doc_unit, edition.doc_year, edition.doc_seq) == ("澜住建发", 2026, 9)
    assert edition.attachments.get().is_source
    assert not edition.is_published
    with pytest.raises(Refused, match="已确认"):
        intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=cast.li, at=AT)


def test_importing_the_same_file_again_changes_nothing(cast):
    (first,) = received(cast, Upload("通知.txt", NOTICE.encode()))
    intake.confirm(first, evidence.as_facts(first.draft), category=Category.POLICY, by=cast.li, at=AT)
    (again,) = received(cast, Upload("改了名字.txt", NOTICE.encode()))
    assert again.state == ItemState.DUPLICATE
    assert again.twin == first
    assert Policy.objects.count() == 1


def test_a_nearly_equal_paper_is_shown_beside_the_one_in_the_library(cast):
    (first,) = received(cast, Upload("通知.txt", NOTICE.encode()))
    intake.confirm(first, evidence.as_facts(first.draft), category=Category.POLICY, by=cast.li, at=AT)
    (second,) = received(cast, Upload("通知2.txt", NOTICE.replace("二十年", "三十年").encode()))
    assert second.state == ItemState.READY
    assert second.similar[0]["title"] == first.draft["fields"]["title"]["value"]
    assert "文号相同" in second.similar[0]["why"]


def test_a_zip_with_a_manifest_gives_what_the_manifest_says(cast):
    table = "文件,标题,发文机关,成文日期,附件\n通知.txt,以清单为准的标题,澜州市住房和城乡建设局;澜州市财政局,2026-05-20,附件1.txt\n"
    files = {"导入清单.csv": table.encode(), "通知.txt": NOTICE.encode(), "附件1.txt": "排查登记表\n序号 地址\n".encode()}
    (item,) = received(cast, Upload("材料.zip", zipped(files)))
    assert item.draft["fields"]["title"]["value"] == "以清单为准的标题"
    assert item.draft["fields"]["title"]["how"] == "清单第 2 行"
    facts = evidence.as_facts(item.draft)
    assert facts["issuers"] == ["澜州市住房和城乡建设局", "澜州市财政局"]
    edition = intake.confirm(item, facts, category=Category.POLICY, by=cast.li, at=AT)
    assert [file.name for file in edition.attachments.order_by("position")] == ["通知.txt", "附件1.txt"]


def test_a_wrong_manifest_is_refused_whole_with_its_row_numbers(cast):
    table = "文件,成文日期\n通知.txt,2026-13-45\n没有.txt,2026-01-01\n"
    files = {"清单.csv": table.encode(), "通知.txt": NOTICE.encode()}
    with pytest.raises(Refused) as refusal:
        intake.receive([Upload("材料.zip", zipped(files))], name="", office=cast.housing, by=cast.li, at=AT)
    assert "第 2 行" in refusal.value.message
    assert "第 3 行：找不到文件“没有.txt”" in refusal.value.message
    assert not ImportItem.objects.exists()


def test_one_bad_file_does_not_hold_up_the_others(cast):
    good, bad = received(cast, Upload("坏.pdf", b"%PDF-1.4\nbroken"), Upload("通知.txt", NOTICE.encode()))
    assert bad.state == ItemState.FAILED
    assert bad.message
    assert good.state == ItemState.READY


def test_a_file_that_kills_its_reader_is_given_up_after_three_tries(cast):
    batch = intake.receive([Upload("通知.txt", NOTICE.encode())], name="", office=cast.housing, by=cast.li, at=AT)
    batch.items.update(attempts=3)
    intake.read_waiting(at=AT)
    assert batch.items.get().state == ItemState.FAILED


def test_another_office_cannot_confirm(cast):
    (item,) = received(cast, Upload("通知.txt", NOTICE.encode()))
    with pytest.raises(Refused, match="权限"):
        intake.confirm(item, evidence.as_facts(item.draft), category=Category.POLICY, by=cast.zhao, at=AT)
    assert not Edition.objects.exists()


def test_the_five_real_papers_are_read_and_filed_as_what_they_are(cast):
    folder = needed("seeds")
    items = received(cast, *(Upload(path.name, path.read_bytes()) for path in sorted(folder.glob("*.txt"))))
    assert [item.state for item in items] == [ItemState.READY] * 5
    assert [item.draft["category"] for item in items] == ["policy", "policy", "policy", "news", "news"]
    for item in items:
        intake.confirm(item, evidence.as_facts(item.draft), category=Category(item.draft["category"]), by=cast.li, at=AT)
    assert Policy.objects.count() == 5
