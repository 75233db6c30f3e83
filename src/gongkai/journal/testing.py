"""For the test suite only (root conftest.py): transactional tests end by emptying every table, which the triggers of
append-only tables rightly refuse. Here, and nowhere in the running system, triggers are set aside for that moment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import TransactionTestCase

POSTGRES_TABLES_WITH_TRIGGERS = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
CHECKED_NOW, CHECKED_AT_THE_END = "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"


@contextmanager
def without_triggers() -> Iterator[None]:
    """Every trigger of the test database is off inside the block, and on again after it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_TABLES_WITH_TRIGGERS)
            tables = [name for (name,) in cursor.fetchall()]
            # a table with foreign keys still to be checked cannot be altered: check them now, then at the end again
            off = [CHECKED_NOW, *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables), CHECKED_AT_THE_END]
            on = [CHECKED_NOW, *(f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables), CHECKED_AT_THE_END]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            off = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            on = [sql for _, sql in triggers]
        for statement in off:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in on:
                cursor.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def _transactional_tests_may_empty_append_only_tables() -> Iterator[None]:
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def emptied(case: Any) -> None:
        with without_triggers():
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite is tested as it runs, a file with a write-ahead log: threads share no in-memory database."""
    settings_dict = connections["default"].settings_dict
    if connection.vendor == "sqlite":
        settings_dict["TEST"]["NAME"] = str(Path(settings.DATA_DIR) / f"test{os.environ.get('PYTEST_XDIST_WORKER', '')}.sqlite3")
