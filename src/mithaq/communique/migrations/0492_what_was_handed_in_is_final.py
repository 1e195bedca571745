"""What a city handed in is final: the database itself refuses to change or delete a silence, what broke it, and the
statements beside a text. Whose they are may change, since two records of one city are merged.

SQLite's `INSERT OR REPLACE`, which takes a row away without firing the trigger on its deletion, and PostgreSQL's
`TRUNCATE`, which does not look at rows, are closed too.

On SQLite, Django changes most columns by building the table anew, and the triggers on it go with the old table. A later
migration that does so to one of these tables calls `open_the_door` before and `guard` after.
"""

from django.db import migrations

REFUSAL = "what was handed in is final"

#: Each table with the columns that never change; none named: all of them.
GUARDED = {
    "communique_silence": ("public_id", "text_id", "draft_id", "hash", "opens", "expires", "seat_id"),
    "communique_callingoff": (),
    "communique_break": (
        *("public_id", "silence_id", "reason", "is_entered", "source", "given_at", "seat_id", "mandate_id", "at"),
    ),
    "communique_namedclause": (),
    "communique_breakwithdrawal": (),
    "communique_statement": (
        *("public_id", "text_id", "draft_id", "clause_id", "kind", "words", "hash"),
        *("is_entered", "source", "given_at", "seat_id", "mandate_id", "at"),
    ),
    "communique_statementwithdrawal": (),
}
#: On SQLite: by what a new row would take the place of another one.
REPLACED = {
    "communique_silence": "OLD.id = NEW.id OR OLD.public_id = NEW.public_id",
    "communique_callingoff": "OLD.id = NEW.id OR OLD.silence_id = NEW.silence_id",
    "communique_break": "OLD.id = NEW.id OR OLD.public_id = NEW.public_id",
    "communique_namedclause": ("OLD.id = NEW.id OR (OLD.broken_id = NEW.broken_id AND OLD.clause_id = NEW.clause_id)"),
    "communique_breakwithdrawal": "OLD.id = NEW.id OR OLD.broken_id = NEW.broken_id",
    "communique_statement": "OLD.id = NEW.id OR OLD.public_id = NEW.public_id",
    "communique_statementwithdrawal": "OLD.id = NEW.id OR OLD.statement_id = NEW.statement_id",
}

SQLITE = "CREATE TRIGGER {name} BEFORE {verb} ON {table}{condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
TAKEN = " WHEN EXISTS (SELECT 1 FROM {table} OLD WHERE {rows})"
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"


def _guards(vendor):
    """Name, table and statements of each trigger on this database."""
    for table, columns in GUARDED.items():
        verbs = {"update": f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE", "delete": "DELETE"}
        for key, verb in verbs.items():
            said = {"name": f"{table}_final_{key}", "verb": verb, "table": table, "each": "ROW", "refusal": REFUSAL}
            if vendor == "postgresql":
                yield said["name"], table, [POSTGRESQL_FUNCTION.format(**said), POSTGRESQL.format(**said)]
            else:
                yield said["name"], table, [SQLITE.format(**said, condition="")]
        if vendor == "postgresql":
            said = {"name": f"{table}_never_emptied", "verb": "TRUNCATE", "table": table, "each": "STATEMENT"}
            said["refusal"] = REFUSAL
            yield said["name"], table, [POSTGRESQL_FUNCTION.format(**said), POSTGRESQL.format(**said)]
        else:
            said = {"name": f"{table}_never_replaced", "verb": "INSERT", "table": table, "refusal": REFUSAL}
            taken = TAKEN.format(table=table, rows=REPLACED[table])
            yield said["name"], table, [SQLITE.format(**said, condition=taken)]


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
    dependencies = [("communique", "0491_silences_called_off_and_statements_entered")]
    operations = [migrations.RunPython(guard, open_the_door)]
