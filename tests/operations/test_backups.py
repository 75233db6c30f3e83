"""A backup put back elsewhere is the same platform; a broken one, or one in the wrong place, changes nothing."""

import io
import json
import os
import subprocess
import sys
import tarfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as configured
from django.db import connection
from tests.cast import AT, LET_PASS, drafted

from gongkai.config import backups
from gongkai.journal import actions as journal
from gongkai.journal import worker
from gongkai.policies.actions import bulk, drafts
from gongkai.shared.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)
ON_POSTGRES = bool(configured.DATABASE_URL)


@pytest.fixture
def home(settings, tmp_path, monkeypatch):
    """A data folder of this test's own, in front of the test database."""
    data = tmp_path / "data"
    data.mkdir()
    settings.DATA_DIR = data
    settings.INDEX_DIR = data / "index"
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": {"location": data / "files"}}}
    if ON_POSTGRES:
        settings.DATABASE_URL = with_name(configured.DATABASE_URL, str(connection.settings_dict["NAME"]))
    (data / "secret-key").write_text("s" * 64)
    (data / "static").mkdir()
    (data / "static" / "ui.css").write_text("made again")
    return data


@pytest.fixture
def made(home, cast):
    """A backup of a platform with one published policy that has a file."""
    edition = drafted(cast, doc_no="澜住建发〔2026〕9号")
    drafts.attach(edition, "附件.txt", "附件正文".encode(), by=cast.li, at=AT)
    bulk.carry_through(edition.draft, writer=cast.li, reviewer=cast.zhou, signer=cast.wang, at=AT, let_pass=LET_PASS)
    worker.drain()
    journal.seal(at=AT)
    return backups.backup(), edition


def with_name(url, name):
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def empty_place(folder):
    """The environment of a platform that has never run: a data folder, and on PostgreSQL a database."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    environment |= {"GONGKAI_DATA": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    if not ON_POSTGRES:
        yield environment
        return
    name = f"restored_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {**environment, "DATABASE_URL": with_name(configured.DATABASE_URL, name)}
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(environment, *arguments):
    command = [sys.executable, "-m", "gongkai", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    return done.returncode, done.stdout + done.stderr


COUNTED = """
from gongkai.policies import queries
from gongkai.policies.models import Text, Policy
from gongkai.journal.models import Entry, Batch
import datetime
page = queries.page(Policy.objects.get().code, on=datetime.date(2026, 6, 2))
print(Text.objects.count(), Entry.objects.count(), Batch.objects.count(), page.policy.code, page.edition.files[0].public.read().decode())
"""


def test_a_backup_restored_elsewhere_is_the_same_platform(made, tmp_path):
    archive, edition = made
    assert archive.stat().st_mode & 0o077 == 0  # it holds the keys
    with tarfile.open(archive) as packed:
        names = packed.getnames()
    assert "data/secret-key" in names
    assert not [name for name in names if "static" in name or "index" in name or name.endswith(".part")]
    elsewhere = tmp_path / "elsewhere"
    with empty_place(elsewhere) as environment:
        code, told = run(environment, "restore", str(archive), *(["--overwrite"] if ON_POSTGRES else []))
        assert code == 0, told
        assert (elsewhere / "secret-key").read_text() == "s" * 64
        code, told = run(environment, "check")
        assert code == 0, told
        code, told = run(environment, "manage", "shell", "-v", "0", "-c", COUNTED)
        assert told.split()[-5:] == ["1", str(_entries()), "1", edition.policy.code, "附件正文"], told


def _entries():
    from gongkai.journal.models import Entry

    return Entry.objects.count()


def test_data_there_already_is_not_overwritten_unless_told(made, tmp_path):
    archive, _ = made
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "gongkai.sqlite3").write_bytes(b"what stood there")
    with empty_place(elsewhere) as environment:
        code, told = run(environment, "restore", str(archive))
    assert code == 1
    assert "恢复会覆盖现有数据。请先停止平台并另做备份，然后加上 --overwrite。" in told
    assert (elsewhere / "gongkai.sqlite3").read_bytes() == b"what stood there"


def test_a_backup_never_overwrites_a_file(made):
    archive, _ = made
    with pytest.raises(Refused, match="已存在，请换一个文件名"):
        backups.backup(archive)


def test_a_backup_written_into_the_data_folder_does_not_contain_itself(made, home):
    again = backups.backup(home / "mine.tar.gz")
    with tarfile.open(again) as packed:
        assert not [name for name in packed.getnames() if "mine" in name]


def broken(archive, tmp_path):
    """Archives that are not whole, with what is wrong with each."""
    whole = archive.read_bytes()
    for what, data in {
        "cut": whole[: len(whole) // 2],
        "cut at the end": whole[:-40],
        "flipped": whole[: len(whole) // 2]
        + bytes(reversed(whole[len(whole) // 2 : len(whole) // 2 + 64]))
        + whole[len(whole) // 2 + 64 :],
        "empty": b"",
        "no archive": b"PK\x03\x04 not a backup",
        "nothing inside": packed({}),
        "no database": packed({"about.json": json.dumps({"database": backups.DATABASE}).encode()}),
        "no such database": packed({"about.json": b'{"database": "../../etc/passwd"}'}),
        "not about it": packed({"about.json": b"[]", backups.DATABASE: b""}),
        "database of noise": packed({"about.json": json.dumps({"database": backups.DATABASE}).encode(), backups.DATABASE: b"noise" * 999}),
        "climbs out": packed({"../../outside": b"x", "about.json": b"{}"}),
    }.items():
        path = tmp_path / f"{what}.tar.gz"
        path.write_bytes(data)
        yield what, path


def packed(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def test_a_broken_backup_is_refused_and_nothing_changes(made, home, tmp_path, settings):
    archive, _ = made
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    for what, path in broken(archive, tmp_path):
        with pytest.raises(Refused, match="不是本平台的备份文件，或已损坏；现有数据没有改动") as refusal:
            backups.restore(path, overwrite=True)
        assert refusal.value.message.isprintable(), what
        assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before, what
    assert not (tmp_path.parent / "outside").exists()
    with pytest.raises(Refused, match="找不到备份文件"):
        backups.restore(tmp_path / "none.tar.gz", overwrite=True)


def test_a_backup_of_the_other_database_is_refused(made, tmp_path, settings):
    archive, _ = made
    settings.DATABASE_URL = "" if ON_POSTGRES else "postgres://gongkai@127.0.0.1:1/nowhere"
    with pytest.raises(Refused, match=r"这份备份来自 \w+，现在用的是 \w+，不能互相恢复"):
        backups.restore(archive, overwrite=True)


@pytest.mark.parametrize(
    ("program", "wanted"),
    [
        ("pg_dump", backups._copy_of_database),
        ("pg_restore", lambda folder: backups._restore_database(folder / backups.DUMP)),
    ],
)
def test_the_password_of_the_database_is_not_on_the_command_line(tmp_path, settings, monkeypatch, program, wanted):
    seen = tmp_path / "seen"
    stand_in = tmp_path / program
    stand_in.write_text(f'#!/bin/sh\necho "$@" "PW=$PGPASSWORD URL=$DATABASE_URL" > {seen}\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    settings.DATABASE_URL = "postgres://gong%40kai:p%40ss%3Aword@db.example:5433/library?sslmode=require"
    monkeypatch.setenv("DATABASE_URL", settings.DATABASE_URL)
    wanted(tmp_path)
    arguments, _, password = seen.read_text().strip().partition(" PW=")
    assert arguments.endswith("--dbname postgres://gong%40kai@db.example:5433/library?sslmode=require")
    assert password == "p@ss:word URL="


def test_postgresql_that_is_not_installed_is_said_so(tmp_path, settings, monkeypatch):
    settings.DATABASE_URL = "postgres://gongkai@127.0.0.1:1/nowhere"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="找不到 pg_dump"):
        backups._copy_of_database(tmp_path)
