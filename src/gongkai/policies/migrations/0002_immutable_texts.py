"""已发布的文本不可修改、不可删除：由数据库自己拒绝，绕过程序也不行。"""

from django.db import migrations

REFUSAL = "已发布的文本不能修改或删除"

SQLITE = """
CREATE TRIGGER policies_text_no_{verb} BEFORE {verb} ON policies_text
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
# SQLite's REPLACE deletes without firing delete triggers
SQLITE_REPLACE = """
CREATE TRIGGER policies_text_no_replace BEFORE INSERT ON policies_text
WHEN EXISTS (SELECT 1 FROM policies_text WHERE id = NEW.id OR (edition_id = NEW.edition_id AND number = NEW.number))
BEGIN SELECT RAISE(ABORT, '{refusal}'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION policies_text_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = """
CREATE TRIGGER policies_text_immutable BEFORE UPDATE OR DELETE OR TRUNCATE ON policies_text
FOR EACH STATEMENT EXECUTE FUNCTION policies_text_refuse()
"""


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION.format(refusal=REFUSAL))
        schema_editor.execute(POSTGRES)
        return
    for verb in ("update", "delete"):
        schema_editor.execute(SQLITE.format(verb=verb, refusal=REFUSAL))
    schema_editor.execute(SQLITE_REPLACE.format(refusal=REFUSAL))


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER policies_text_immutable ON policies_text")
        schema_editor.execute("DROP FUNCTION policies_text_refuse()")
        return
    for what in ("update", "delete", "replace"):
        schema_editor.execute(f"DROP TRIGGER policies_text_no_{what}")


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
