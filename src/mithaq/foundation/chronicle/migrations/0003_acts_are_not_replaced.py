"""Nor is an act replaced by another: the two ways around the triggers on changing and deleting are closed.

SQLite's `INSERT OR REPLACE` takes a row away without firing the trigger on its deletion; PostgreSQL's `TRUNCATE` empties
a table without looking at rows.
"""

from django.db import migrations

TABLES = {
    "chronicle_act": "sequence = NEW.sequence OR public_id = NEW.public_id",
    "chronicle_actthing": "id = NEW.id OR (act_id = NEW.act_id AND place = NEW.place)",
    "chronicle_actwords": "id = NEW.id OR act_id = NEW.act_id",
}

SQLITE = """
CREATE TRIGGER {table}_is_never_replaced BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, 'the chronicle is append-only'); END
"""
POSTGRESQL = """
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION chronicle_is_append_only()
"""


def guard(apps, schema_editor):
    trigger = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for table, same in TABLES.items():
        schema_editor.execute(trigger.format(table=table, same=same))


def open_the_door(apps, schema_editor):
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_is_never_emptied ON {table}")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_is_never_replaced")


class Migration(migrations.Migration):
    dependencies = [("chronicle", "0002_acts_are_final")]
    operations = [migrations.RunPython(guard, open_the_door)]
