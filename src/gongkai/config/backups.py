"""Backup and restore: one .tar.gz with the database, the files and the keys. The search index is left out; it rebuilds itself."""

import gzip
import io
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from django.conf import settings
from django.db import connection

from gongkai import __version__
from gongkai.shared.clock import now
from gongkai.shared.refusal import Refused

LEFT_OUT = {"index", "vectors", "models", "static", "backups"}  # made again by themselves, or copies
DATABASE = "database.sqlite3"
DUMP = "database.pgdump"


def backup(path: Path | None = None) -> Path:
    """Write a consistent copy while the platform runs. Returns where it is. Errors: Refused when the file exists."""
    data = Path(settings.DATA_DIR)
    target = path or data / "backups" / f"gongkai-{now():%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        raise Refused(f"{target} 已存在，请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory() as folder:
        copy = _copy_of_database(Path(folder))
        descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)  # it holds the keys
        with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=5) as archive:
            about = json.dumps({"version": __version__, "made_at": now().isoformat(), "database": copy.name}).encode()
            note = tarfile.TarInfo("about.json")
            note.size = len(about)
            archive.addfile(note, io.BytesIO(about))
            archive.add(copy, copy.name)
            for file in _kept_files(data):
                with suppress(FileNotFoundError):  # a file just being written under another name
                    archive.add(file, f"data/{file.relative_to(data)}", recursive=False)
    unfinished.rename(target)
    return target


def restore(path: Path, *, overwrite: bool) -> None:
    """Put a backup back. Errors: Refused for a file that is no backup, or when there is data and `overwrite` was not said."""
    if not path.is_file():
        raise Refused(f"找不到备份文件 {path}。")
    data = Path(settings.DATA_DIR)
    if (settings.DATABASE_URL or Path(str(settings.DATABASES["default"]["NAME"])).exists()) and not overwrite:
        raise Refused("恢复会覆盖现有数据。请先停止平台并另做备份，然后加上 --overwrite。")
    with tempfile.TemporaryDirectory(dir=_made(data)) as folder:
        unpacked = Path(folder)
        copy = _unpacked_whole(path, unpacked)
        _restore_database(copy)
        for entry in (unpacked / "data").iterdir() if (unpacked / "data").exists() else ():
            _replace(entry, data / entry.name)


def _unpacked_whole(path: Path, folder: Path) -> Path:
    """All of the backup, unpacked and looked at before anything is touched; returns the database in it. Errors: Refused."""
    try:
        with gzip.open(path) as whole:
            while whole.read(2**20):  # to the checksum at its end, which unpacking alone does not reach
                pass
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        name = json.loads((folder / "about.json").read_text())["database"]
        if name not in {DATABASE, DUMP}:
            raise ValueError(name)
        copy = folder / name
        if not copy.is_file():
            raise FileNotFoundError(name)
        if name == DATABASE:
            with closing(sqlite3.connect(copy)) as database:
                (found,) = database.execute("PRAGMA integrity_check").fetchone()
            if found != "ok":
                raise ValueError(found)
    except (tarfile.TarError, sqlite3.Error, KeyError, TypeError, ValueError, OSError, EOFError, zlib.error) as reason:
        raise Refused(f"{path} 不是本平台的备份文件，或已损坏；现有数据没有改动。请换一份备份，或重新复制一次再试。") from reason
    if (name == DUMP) != bool(settings.DATABASE_URL):
        made_on, here = ("PostgreSQL", "SQLite") if name == DUMP else ("SQLite", "PostgreSQL")
        raise Refused(f"这份备份来自 {made_on}，现在用的是 {here}，不能互相恢复。请检查环境变量 DATABASE_URL。")
    return copy


def _kept_files(data: Path) -> Iterator[Path]:
    """What cannot be made again: stored files and keys; not the database, which is copied by itself."""
    for entry in sorted(data.iterdir()):
        if entry.name not in LEFT_OUT and not entry.name.startswith(("gongkai.sqlite3", ".")):
            yield from sorted(file for file in entry.rglob("*") if file.is_file()) if entry.is_dir() else [entry]


def _copy_of_database(folder: Path) -> Path:
    if settings.DATABASE_URL:
        copy = folder / DUMP
        left_out = [f"--exclude-schema={name}" for name in ("gongkai_search_*", "gongkai_vectors")]  # an index there makes itself again
        _postgres("pg_dump", "--format=custom", *left_out, "--file", str(copy))
        return copy
    copy = folder / DATABASE
    connection.ensure_connection()
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
    return copy


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database. The password goes by the environment: a command line is read by everybody on
    the machine. Errors: Refused with what it said."""
    address = urlsplit(settings.DATABASE_URL)
    at = address.netloc.rpartition("@")
    user = at[0].partition(":")[0]
    plain = urlunsplit(address._replace(netloc=f"{user}@{at[2]}" if at[1] else at[2]))
    environment = os.environ | ({"PGPASSWORD": unquote(address.password)} if address.password else {})
    environment.pop("DATABASE_URL", None)
    try:
        done = subprocess.run([program, *arguments, "--dbname", plain], env=environment, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Refused(f"找不到 {program}。请安装与数据库同版本的 PostgreSQL 客户端程序。") from None
    if done.returncode:
        raise Refused(f"{program} 没有成功：{done.stderr.strip()}")


def _restore_database(copy: Path) -> None:
    if copy.name == DUMP:
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(copy))
        return
    target = Path(str(settings.DATABASES["default"]["NAME"]))
    connection.close()
    for leftover in (target.with_name(target.name + "-wal"), target.with_name(target.name + "-shm")):
        leftover.unlink(missing_ok=True)
    copy.replace(target)


def _replace(entry: Path, target: Path) -> None:
    """Files of the backup go over those of the same name; others stay (a stored file is named by its digest)."""
    if entry.is_dir():
        target.mkdir(exist_ok=True)
        for inner in entry.iterdir():
            _replace(inner, target / inner.name)
    else:
        entry.replace(target)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
