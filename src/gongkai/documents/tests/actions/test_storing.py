"""Files are kept by content, once, whole or not at all; originals stay apart from what the public gets."""

import os
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage, default_storage
from django.db import IntegrityError, transaction

from gongkai.documents import actions, queries
from gongkai.documents.actions import store, take_in
from gongkai.documents.models import Shelf, StoredFile
from gongkai.documents.rules.kinds import FileKind
from gongkai.documents.tests import made
from gongkai.shared.digest import sm3
from gongkai.shared.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def test_the_same_content_is_kept_once():
    first, second = store(b"abc", kind=FileKind.TXT), store(b"abc", kind=FileKind.TXT)
    assert first == second and StoredFile.objects.count() == 1
    assert (first.digest, first.size, first.path) == (sm3(b"abc"), 3, f"public/{first.digest[:2]}/{first.digest[2:4]}/{first.digest}")
    assert first.read() == first.open().read() == b"abc"


def test_an_original_and_a_public_copy_of_the_same_content_stand_apart():
    original, copy = store(b"abc", kind=FileKind.TXT, private=True), store(b"abc", kind=FileKind.TXT)
    assert original.shelf == Shelf.ORIGINALS and original.path.startswith("originals/")
    assert (original.digest, original.path) == (copy.digest, copy.path.replace("public/", "originals/", 1))


def test_a_changed_or_lost_file_is_noticed_when_read():
    stored = store(b"abc", kind=FileKind.TXT)
    path = Path(default_storage.path(stored.path))
    path.write_bytes(b"abd")
    with pytest.raises(Refused, match="损坏"):
        stored.read()
    assert list(queries.problems()) == [f"{stored.path}：文件在存储中已损坏或被改动，不能提供。请联系管理员从备份恢复"]
    path.unlink()
    with pytest.raises(Refused, match="找不到"):
        stored.read()
    assert store(b"abc", kind=FileKind.TXT).read() == b"abc"


def test_a_write_cut_short_leaves_nothing_behind(monkeypatch, tmp_path):
    def dies(*_):
        raise OSError("power cut")

    monkeypatch.setattr(os, "fsync", dies)
    with pytest.raises(OSError, match="power cut"):
        store(b"abc", kind=FileKind.TXT)
    assert StoredFile.objects.count() == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_object_store_works_without_local_paths(monkeypatch):
    memory = InMemoryStorage()
    for module in (actions, __import__("gongkai.documents.models", fromlist=["models"])):
        monkeypatch.setattr(module, "default_storage", memory)
    assert store(b"abc", kind=FileKind.TXT).read() == b"abc"


def test_a_stored_file_is_not_edited():
    stored = store(b"abc", kind=FileKind.TXT)
    stored.size = 4
    with pytest.raises(Refused, match="不可改动"):
        stored.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(digest=stored.digest, shelf=stored.shelf, kind="txt", size=3)


def test_an_upload_is_taken_in_with_its_original_kept_apart():
    dirty = made.docx()
    taken = take_in(dirty, "通知.docx")
    assert taken.original.read() == dirty and taken.original.shelf == Shelf.ORIGINALS
    assert made.AUTHOR not in made.exposed(taken.public.read()) and taken.public.shelf == Shelf.PUBLIC
    assert "批注" in taken.removed and taken.kept == ()
    assert take_in(dirty, "再传一次.docx").public == taken.public and StoredFile.objects.count() == 2
