"""经过与计时口径只增不改，由数据库自己拒绝；PostgreSQL 上给检索词建索引。"""

from django.db import migrations

REFUSAL = "已记录的经过不能修改或删除"
# SQLite's REPLACE deletes without firing delete triggers
NO_REPLACE = """
CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
TABLES = ("foi_happening", "foi_clockchoice")


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE FUNCTION foi_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION foi_refuse()"
            )
        schema_editor.execute("CREATE INDEX foi_case_words ON foi_case USING gin (to_tsvector('simple', words))")
        return
    for table in TABLES:
        for verb in ("update", "delete"):
            schema_editor.execute(f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
        schema_editor.execute(NO_REPLACE.format(table=table, refusal=REFUSAL))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX foi_case_words")
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_immutable ON {table}")
        schema_editor.execute("DROP FUNCTION foi_refuse()")
        return
    for table in TABLES:
        for what in ("update", "delete", "replace"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{what}")


class Migration(migrations.Migration):
    dependencies = [("foi", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
