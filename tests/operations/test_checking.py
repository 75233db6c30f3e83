"""`start.py check` finds whatever was changed behind the platform's back, even by someone who recomputed every digest within reach."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from tests.cast import AT, LET_PASS, drafted, published

from gongkai.config import checking
from gongkai.documents.rules.paper import Block
from gongkai.journal import actions as journal
from gongkai.journal import worker
from gongkai.journal.models import Batch
from gongkai.journal.testing import without_triggers
from gongkai.people.models import Organisation
from gongkai.policies.actions import bulk, drafts
from gongkai.policies.models import Edition, Issuer, Policy, Text
from gongkai.policies.rules.facts import digest_of
from gongkai.shared.refusal import Refused


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("gongkai.config.checking.today", AT.date)


@pytest.fixture
def library(cast):
    """Two published papers, one with an attachment, sealed."""
    edition = drafted(cast)
    drafts.attach(edition, "附件.txt", "附件正文".encode(), by=cast.li, at=AT)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    edition.refresh_from_db()
    other = published(cast, title="澜州市住房和城乡建设局关于规范房屋租赁的通知", at=AT + timedelta(hours=1))
    sealed()
    return edition, other


def sealed():
    worker.drain()
    journal.seal(at=AT + timedelta(days=1))


def told(capsys, seals=None):
    """(exit code, what was printed)"""
    return checking.run(seals), capsys.readouterr().out


def test_an_untouched_library_passes_in_every_respect(library, capsys):
    code, lines = told(capsys)
    assert code == 0, lines
    assert lines.count("通过") == 11
    assert "没有与另存的封印核对" in lines


def test_a_correction_that_takes_a_file_off_leaves_both_texts_whole(library, cast, capsys):
    edition, _ = library
    later = AT + timedelta(hours=2)
    draft = drafts.start_correction(edition, reason="附件有误，予以撤下", by=cast.li, at=later)
    drafts.detach(edition.attachments.get(), by=cast.li, at=later)
    bulk.carry_through(draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=later, let_pass=LET_PASS)
    sealed()
    assert edition.texts.count() == 2
    code, lines = told(capsys)
    assert code == 0, lines


def forged(edition):
    """Another body for the published text, with the digest that belongs to it."""
    text = edition.texts.get()
    blocks = [Block.from_dict(value).as_dict() for value in text.blocks]
    blocks[0]["text"] = "伪造的一段。"
    files = [(file.name, file.public.digest) for file in edition.attachments.all()]
    digest = digest_of(text.facts, blocks, files)
    with without_triggers():
        Text.objects.filter(pk=text.pk).update(blocks=blocks, digest=digest)
    return digest


def test_a_forged_text_with_its_digest_recomputed_is_found(library, capsys):
    edition, _ = library
    forged(edition)
    code, lines = told(capsys)
    assert code == 1
    assert f"{edition.policy.code} 第 1 版第 1 次发布的文本与发布时记在日志中的摘要不符" in lines


def test_a_text_that_was_changed_and_left_its_digest_is_found(library, capsys):
    edition, _ = library
    text = edition.texts.get()
    with without_triggers():
        Text.objects.filter(pk=text.pk).update(facts=text.facts | {"consult_phone": "0999-0000000"})
    code, lines = told(capsys)
    assert code == 1
    assert f"{edition.policy.code} 第 1 版第 1 次发布的文本与其摘要不符" in lines


def test_a_text_that_is_gone_is_named(library, capsys):
    edition, _ = library
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM policies_text WHERE edition_id = %s", [edition.pk])
    code, lines = told(capsys)
    assert code == 1
    assert f"{edition.policy.code} 第 1 版第 1 次发布的文本不见了，日志中有它的发布记录" in lines
    assert f"{edition.policy.code} 第 1 版显示为已发布，却没有文本" in lines


def test_a_text_slipped_in_is_found(library, cast, capsys):
    edition, _ = library
    text = edition.texts.get()
    Text.objects.create(
        edition=edition, number=2, blocks=text.blocks, facts=text.facts, digest=text.digest, published_at=AT, published_by=cast.wang
    )
    code, lines = told(capsys)
    assert code == 1
    assert f"{edition.policy.code} 第 1 版第 2 次发布的文本在日志中没有发布记录" in lines


@pytest.mark.parametrize(
    ("field", "value", "label"),
    [("expires_on", "2030-01-01", "有效期至"), ("title", "另一个标题", "标题"), ("consult_phone", "0999-1", "政策咨询电话")],
)
def test_a_fact_shown_that_was_not_published_is_found(library, capsys, field, value, label):
    edition, _ = library
    Edition.objects.filter(pk=edition.pk).update(**{field: value})
    code, lines = told(capsys)
    assert code == 1
    assert f"{edition.policy.code} 第 1 版的{label}为“{value}”，发布的文本中是" in lines


def test_an_issuer_shown_that_was_not_published_is_found(library, capsys):
    edition, _ = library
    Issuer.objects.filter(edition=edition).update(name="别的机关")
    assert "的发文机关为“['别的机关']”，发布的文本中是“['澜州市住房和城乡建设局']”" in told(capsys)[1]


def test_a_policy_taken_off_the_list_is_found(library, capsys):
    edition, _ = library
    Policy.objects.filter(pk=edition.policy_id).update(current=None, visibility="draft")
    code, lines = told(capsys)
    assert code == 1
    assert f"{edition.policy.code} 的 current_id 记为“None”，应为“{edition.pk}”" in lines


def test_lost_and_altered_files_and_a_broken_tree_are_found(library, cast, capsys):
    edition, _ = library
    place = edition.attachments.get().public.path
    default_storage.delete(place)
    Organisation.objects.filter(pk=cast.transport.pk).update(path="9/9/")
    code, lines = told(capsys)
    assert code == 1
    assert f"不符  存档文件：{place}：文件在存储中找不到了" in lines
    assert f"不符  机关树：机关 {cast.transport.pk}“澜州市交通运输局”的路径为 9/9/" in lines


def test_shadows_are_compared_in_as_many_queries_for_many_as_for_few(library, cast, django_assert_num_queries):
    with django_assert_num_queries(7):  # the policies (some, then none) and five for their shadows
        assert list(checking._shadows()) == []
    for n in range(3):
        published(cast, title=f"澜州市住房和城乡建设局关于第{n}批排查的通知")
    with django_assert_num_queries(7):
        assert list(checking._shadows()) == []


# —— seals kept elsewhere ——


def kept(tmp_path, *addresses):
    """What these public addresses answer with, saved one after another in a file."""
    path = tmp_path / "另存的封存点"
    path.write_bytes(b"\n".join(b"".join(Client().get(address)) for address in addresses))
    return path


@pytest.mark.parametrize("address", ["/api/v1/checkpoints", "/feeds/seals.atom"])
def test_seals_saved_from_the_public_feed_agree(library, tmp_path, capsys, address):
    code, lines = told(capsys, kept(tmp_path, address, address))
    assert code == 0, lines
    assert "已与另存的 1 个封印核对（第 1 至 1 批）" in lines


@pytest.mark.parametrize("address", ["/api/v1/checkpoints", "/feeds/seals.atom"])
def test_a_journal_whose_end_was_cut_off_is_found_by_seals_kept_elsewhere(library, cast, tmp_path, capsys, address):
    published(cast, title="澜州市住房和城乡建设局关于第二批排查的通知")
    sealed()
    path = kept(tmp_path, address)
    last = Batch.objects.order_by("-number").first()
    with without_triggers():
        Batch.objects.filter(pk=last.pk).delete()
    assert "封印缺失" not in told(capsys)[1]
    code, lines = told(capsys, path)
    assert code == 1
    assert f"不符  日志与封存：封印缺失：已公布的第 {last.number} 批封印在库中找不到" in lines


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("没有", "里没有封存点"),
        (json.dumps([{"number": 1, "seal": "a" * 64}, {"number": 1, "seal": "b" * 64}]), "第 1 批有两个不同的封印"),
    ],
)
def test_a_copy_that_says_nothing_or_two_things_is_refused(tmp_path, content, said):
    path = tmp_path / "seals.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=said):
        checking.kept_seals(path)
    with pytest.raises(Refused, match="读不了封存点文件"):
        checking.kept_seals(tmp_path / "none")
