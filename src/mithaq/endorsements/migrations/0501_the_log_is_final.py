"""The transparency log is final: the databases themselves refuse to change or delete what is in it.

A queued leaf's payload and salt may be erased, together and nothing else. SQLite's `INSERT OR REPLACE`, which takes a row
away without firing the trigger on its deletion, and PostgreSQL's `TRUNCATE`, which does not look at rows, are closed too.
On SQLite, a later migration that builds one of these tables anew calls `open_the_door` before and `guard` after.
"""

from django.db import migrations

REFUSAL = "the log is append-only"
_SAME = " AND ".join(
    f"NEW.{column} = OLD.{column}" for column in ("id", "public_id", "kind", "thing", "text_id", "entry", "at")
)
_ERASED = f"NEW.payload IS NULL AND NEW.salt IS NULL AND {_SAME}"

#: Table, when a change of it is refused, and which row on record a new one would take the place of.
GUARDED = (
    ("endorsements_queuedleaf", f"NOT ({_ERASED})", "OLD.id = NEW.id OR OLD.public_id = NEW.public_id"),
    ("endorsements_leaf", "1 = 1", 'OLD."index" = NEW."index" OR OLD.queued_id = NEW.queued_id'),
    (
        "endorsements_treehash",
        "1 = 1",
        'OLD.id = NEW.id OR (OLD.level = NEW.level AND OLD."index" = NEW."index")',
    ),
    ("endorsements_logkey", "1 = 1", "OLD.id = NEW.id OR OLD.key = NEW.key OR OLD.public_id = NEW.public_id"),
    (
        "endorsements_checkpoint",
        "1 = 1",
        "OLD.id = NEW.id OR OLD.public_id = NEW.public_id OR (OLD.size = NEW.size AND OLD.key_id = NEW.key_id)",
    ),
    (
        "endorsements_cosignature",
        "1 = 1",
        "OLD.id = NEW.id OR (OLD.checkpoint_id = NEW.checkpoint_id AND OLD.witness_id = NEW.witness_id)",
    ),
    ("endorsements_logcheck", "1 = 1", "OLD.id = NEW.id OR OLD.public_id = NEW.public_id"),
)
REPLACES = "EXISTS (SELECT 1 FROM {table} OLD WHERE {rows})"
SQLITE = "CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
ROWS = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
EMPTIED = "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"


def _guards(vendor):
    """Name, table and statements of each trigger on this database."""
    for table, changed, replaced in GUARDED:
        wanted = [("UPDATE", "changed", changed), ("DELETE", "deleted", "1 = 1")]
        if vendor != "postgresql":
            wanted.append(("INSERT", "replaced", REPLACES.format(table=table, rows=replaced)))
        for verb, past, condition in wanted:
            said = {"name": f"{table}_is_never_{past}", "verb": verb, "table": table}
            said |= {"condition": condition, "refusal": REFUSAL}
            forms = [FUNCTION, ROWS] if vendor == "postgresql" else [SQLITE]
            yield said["name"], table, [form.format(**said) for form in forms]
        if vendor == "postgresql":
            said = {"name": f"{table}_is_never_emptied", "table": table, "condition": "TRUE", "refusal": REFUSAL}
            yield said["name"], table, [FUNCTION.format(**said), EMPTIED.format(**said)]


def guard(apps, schema_editor):
    for _name, _table, statements in _guards(schema_editor.connection.vendor):
        for statement in statements:
            schema_editor.execute(statement)


def open_the_door(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _statements in _guards(vendor):
        if vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("endorsements", "0500_the_log")]
    operations = [migrations.RunPython(guard, open_the_door)]
