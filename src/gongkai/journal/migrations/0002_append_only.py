"""Entries, leaves and batches are only ever added: the database itself refuses to change or delete them."""

from django.db import migrations

TABLES = ("journal_entry", "journal_leaf", "journal_batch")
REFUSAL = "日志只能追加，不能修改或删除"

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
# SQLite's REPLACE deletes without firing delete triggers, so adding over an existing row is refused by itself
SQLITE_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
SAME = {
    "journal_entry": "id = NEW.id",
    "journal_leaf": "position = NEW.position OR entry_id = NEW.entry_id",
    "journal_batch": "number = NEW.number OR seal = NEW.seal",
}

POSTGRES_FUNCTION = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()
"""


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION.format(refusal=REFUSAL))
        for table in TABLES:
            schema_editor.execute(POSTGRES.format(table=table))
        return
    for table in TABLES:
        for verb in ("update", "delete"):
            schema_editor.execute(SQLITE.format(table=table, verb=verb, refusal=REFUSAL))
        schema_editor.execute(SQLITE_REPLACE.format(table=table, same=SAME[table], refusal=REFUSAL))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        schema_editor.execute("DROP FUNCTION journal_refuse()")
        return
    for table in TABLES:
        for what in ("update", "delete", "replace"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{what}")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
