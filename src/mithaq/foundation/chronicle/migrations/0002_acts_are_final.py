"""Acts are final: the database itself refuses to change or delete one. And the head gets its one row."""

from django.db import migrations

TABLES = ("chronicle_act", "chronicle_actthing")

SQLITE = """
CREATE TRIGGER {table}_is_never_{past} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the chronicle is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION chronicle_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the chronicle is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_is_never_{past} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION chronicle_is_append_only()
"""
REFUSED = (("UPDATE", "changed"), ("DELETE", "deleted"))


def guard(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    trigger = POSTGRESQL if on_postgresql else SQLITE
    for table in TABLES:
        for verb, past in REFUSED:
            schema_editor.execute(trigger.format(table=table, verb=verb, past=past))


def open_the_door(apps, schema_editor):
    for table in TABLES:
        for _verb, past in REFUSED:
            on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER {table}_is_never_{past}{on_table}")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION chronicle_is_append_only()")


def begin(apps, schema_editor):
    apps.get_model("chronicle", "Head").objects.create()


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0001_acts_in_order")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(guard, open_the_door),
    ]
