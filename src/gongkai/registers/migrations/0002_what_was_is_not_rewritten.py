"""公布的条目版本不可修改、删除：由数据库自己拒绝。"""

from django.db import migrations

REFUSAL = "已经公布的内容不能修改或删除"
SQLITE = tuple(
    f"CREATE TRIGGER registers_version_no_{verb} BEFORE {verb} ON registers_entryversion WHEN OLD.approved_at IS NOT NULL "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("update", "delete")
)
POSTGRES = (
    "CREATE FUNCTION registers_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER registers_version_immutable BEFORE UPDATE OR DELETE ON registers_entryversion "
    "FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION registers_refuse()",
)


def install(apps, schema_editor):
    for one in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(one)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER registers_version_immutable ON registers_entryversion")
        schema_editor.execute("DROP FUNCTION registers_refuse()")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER registers_version_no_{verb}")


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
