"""批准的版本不可修改、删除；逐日记录只能追加：由数据库自己拒绝。"""

from django.db import migrations

VERSION, RECORD = "已经批准的版本不能修改或删除", "逐日记录只能追加，不能修改或删除"
SQLITE = (
    f"CREATE TRIGGER catalogue_version_no_update BEFORE UPDATE ON catalogue_itemversion WHEN OLD.approved_at IS NOT NULL "
    f"BEGIN SELECT RAISE(ABORT, '{VERSION}'); END",
    f"CREATE TRIGGER catalogue_version_no_delete BEFORE DELETE ON catalogue_itemversion WHEN OLD.approved_at IS NOT NULL "
    f"BEGIN SELECT RAISE(ABORT, '{VERSION}'); END",
    f"CREATE TRIGGER catalogue_record_no_update BEFORE UPDATE ON catalogue_dayrecord BEGIN SELECT RAISE(ABORT, '{RECORD}'); END",
    f"CREATE TRIGGER catalogue_record_no_delete BEFORE DELETE ON catalogue_dayrecord BEGIN SELECT RAISE(ABORT, '{RECORD}'); END",
    # SQLite's REPLACE deletes without firing delete triggers
    """CREATE TRIGGER catalogue_record_no_replace BEFORE INSERT ON catalogue_dayrecord WHEN EXISTS
    (SELECT 1 FROM catalogue_dayrecord WHERE id = NEW.id OR (organ_id = NEW.organ_id AND "on" = NEW."on"))
    BEGIN SELECT RAISE(ABORT, '逐日记录只能追加，不能修改或删除'); END""",
)
SQLITE_NAMES = (
    "catalogue_version_no_update",
    "catalogue_version_no_delete",
    "catalogue_record_no_update",
    "catalogue_record_no_delete",
    "catalogue_record_no_replace",
)
POSTGRES_FUNCTION = """
CREATE FUNCTION catalogue_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '已经确定的内容不能修改或删除' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = (
    "CREATE TRIGGER catalogue_version_immutable BEFORE UPDATE OR DELETE ON catalogue_itemversion "
    "FOR EACH ROW WHEN (OLD.approved_at IS NOT NULL) EXECUTE FUNCTION catalogue_refuse()",
    "CREATE TRIGGER catalogue_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON catalogue_dayrecord "
    "FOR EACH STATEMENT EXECUTE FUNCTION catalogue_refuse()",
)


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION)
    for one in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(one)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER catalogue_version_immutable ON catalogue_itemversion")
        schema_editor.execute("DROP TRIGGER catalogue_record_append_only ON catalogue_dayrecord")
        schema_editor.execute("DROP FUNCTION catalogue_refuse()")
        return
    for name in SQLITE_NAMES:
        schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_tables")]
    operations = [migrations.RunPython(install, remove)]
