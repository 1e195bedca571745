"""What was signed for the group and handed over is final: the database itself refuses to change or delete it. Of a
hand-over only the receiver's record may become another one, where two records of one organisation are merged.

As for endorsements (0511), SQLite's `INSERT OR REPLACE` and PostgreSQL's `TRUNCATE` are closed too, and a later migration
that builds one of these tables anew on SQLite calls `open_the_door` before and `guard` after.
"""

from django.db import migrations

REFUSAL = "what was handed over is final"
#: The tables, with the columns besides `id` by which a new row may not replace one.
FINAL = {
    "endorsements_signeddeclaration": ("public_id",),
    "endorsements_handover": ("public_id",),
    "endorsements_acknowledgement": ("handover_id",),
    "endorsements_trustedcertificate": ("public_id",),
    "endorsements_distrust": ("trusted_id",),
}
_OF_A_HANDOVER = ("id", "public_id", "declaration_id", "into_hands", "place", "seat_id", "at")
_OTHER = {"sqlite": "OLD.{0} IS NOT NEW.{0}", "postgresql": "OLD.{0} IS DISTINCT FROM NEW.{0}"}

SQLITE = "CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
REPLACED = "EXISTS (SELECT 1 FROM {table} o WHERE {rows})"
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
POSTGRESQL_EMPTIED = "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"


def _guards(vendor):
    """Name, table and statements of each trigger on this database."""
    for table, unique in FINAL.items():
        changed = " OR ".join(_OTHER[vendor].format(column) for column in _OF_A_HANDOVER)
        conditions = {"UPDATE": changed if table == "endorsements_handover" else "1 = 1", "DELETE": "1 = 1"}
        for verb, condition in conditions.items():
            said = {"name": f"{table}_final_{verb.lower()}", "verb": verb, "table": table, "refusal": REFUSAL}
            made = [POSTGRESQL_FUNCTION, POSTGRESQL] if vendor == "postgresql" else [SQLITE]
            yield said["name"], table, [one.format(**said, condition=condition) for one in made]
        if vendor == "postgresql":
            said = {"name": f"{table}_never_emptied", "table": table, "condition": "TRUE", "refusal": REFUSAL}
            yield said["name"], table, [POSTGRESQL_FUNCTION.format(**said), POSTGRESQL_EMPTIED.format(**said)]
        else:
            rows = " OR ".join(f"o.{column} = NEW.{column}" for column in ("id", *unique))
            said = {"name": f"{table}_never_replaced", "verb": "INSERT", "table": table, "refusal": REFUSAL}
            yield said["name"], table, [SQLITE.format(**said, condition=REPLACED.format(table=table, rows=rows))]


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
    dependencies = [("endorsements", "0520_signed_declarations_handed_over")]
    operations = [migrations.RunPython(guard, open_the_door)]
