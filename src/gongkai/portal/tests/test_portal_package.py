"""政策文件包: the public papers of a topic as one ZIP with an index, and nothing else of them."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, LET_PASS, drafted, published

from gongkai.documents.readers import read_sheets
from gongkai.policies.actions import bulk, drafts, topics
from gongkai.policies.actions.publish import withdraw
from gongkai.portal.policies import package

ADDRESS = "/topics/jiu-gai.zip"


@pytest.fixture(autouse=True)
def _made(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def topic(cast):
    words = {"slug": "jiu-gai", "name": "老旧小区改造", "intro": "", "audience": "居民"}
    return topics.approve(topics.create(**words, by=cast.li, at=AT), by=cast.wang, at=AT)


def paper(cast, name):
    return published(cast, title=f"澜州市住房和城乡建设局关于{name}的通知", text=f"现将{name}通知如下。").policy


def opened(answer) -> zipfile.ZipFile:
    assert answer.status_code == 200 and answer["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


def lines(archive):
    return read_sheets(archive.read("目录.xlsx"), "目录.xlsx", 2**20)[0].rows[1:]


def test_a_package_holds_every_public_paper_with_its_files_and_an_index(client, cast, topic):
    edition = drafted(cast, title="澜州市住房和城乡建设局关于甲事/乙事的通知")
    drafts.attach(edition, "申请表.txt", "姓名".encode(), by=cast.li, at=AT)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    hidden, gone = drafted(cast, title="澜州市住房和城乡建设局关于没有公开的事的通知").policy, paper(cast, "撤回的事")
    for policy in (edition.policy, hidden, gone):
        topics.add(topic, policy, heading="怎样申请", by=cast.li, at=AT)
    withdraw(gone, reason="附件有误，核实后重发", by=cast.wang, at=AT)
    archive = opened(client.get(ADDRESS))
    folder = "001 澜州市住房和城乡建设局关于甲事 乙事的通知"
    assert archive.namelist() == [
        f"{folder}/澜州市住房和城乡建设局关于甲事 乙事的通知.docx", f"{folder}/附件1 申请表.txt", "目录.xlsx", "说明.txt",
    ]  # fmt: skip
    (line,) = lines(archive)
    assert line[0] == "怎样申请" and line[7] == edition.policy.code and f"/p/{edition.policy.code}" in line[8]
    assert archive.testzip() is None and "共 1 份文件" in archive.read("说明.txt").decode()


def test_what_is_too_much_stands_in_the_index_with_its_address(client, cast, topic, monkeypatch):
    monkeypatch.setattr("gongkai.policies.packaging.MOST_PAPERS", 1)
    for name in ("甲事", "乙事"):
        topics.add(topic, paper(cast, name), by=cast.li, at=AT)
    archive = opened(client.get(ADDRESS))
    assert len([name for name in archive.namelist() if name.endswith(".docx")]) == 1
    assert [line[9] == "未收入，请按网址查看" for line in lines(archive)] == [False, True]


def test_a_package_costs_the_same_queries_however_many_papers(client, cast, topic):
    counts: list[int] = []
    client.get(ADDRESS)  # the address is counted from now on
    for names in (("甲事",), ("乙事", "丙事", "丁事")):
        for name in names:
            topics.add(topic, paper(cast, name), by=cast.li, at=AT)
        with CaptureQueriesContext(connection) as asked:
            client.get(ADDRESS)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10, counts


def test_an_unchanged_package_is_not_sent_again_and_not_made_without_end(client, cast, topic, monkeypatch):
    topics.add(topic, paper(cast, "甲事"), by=cast.li, at=AT)
    etag = client.get(ADDRESS)["ETag"]
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 304
    monkeypatch.setattr(package, "PACKED_A_MINUTE", 1)
    assert client.get(ADDRESS).status_code == 429
    assert client.get("/topics/mei-you.zip").status_code == 404
