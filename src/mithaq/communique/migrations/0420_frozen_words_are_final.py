"""What was frozen is final: the database itself refuses to change the words, the order or the title of a frozen text.

A wording is never changed at all. SQLite's `INSERT OR REPLACE`, which takes a row away without firing the trigger on its
deletion, and PostgreSQL's `TRUNCATE`, which does not look at rows, are closed too.

On SQLite, Django changes most columns by building the table anew, and the triggers on it go with the old table. A later
migration that does so to one of these tables calls `open_the_door` before and `guard` after.
"""

from django.db import migrations

REFUSAL = "what was frozen is final"
_PLACED = (
    "EXISTS (SELECT 1 FROM communique_placement_wordings w"
    " JOIN communique_placement p ON p.id = w.placement_id"
    " JOIN communique_freezing f ON f.draft_id = p.draft_id WHERE w.wording_id = OLD.id)"
)
_STANDS = (
    "EXISTS (SELECT 1 FROM communique_placement p JOIN communique_freezing f ON f.draft_id = p.draft_id"
    " WHERE p.{column} = {row}.{of})"
)
_DRAFT = "EXISTS (SELECT 1 FROM communique_freezing f WHERE f.draft_id = {row}.{of})"


def _place(row):
    return _DRAFT.format(row=row, of="draft_id")


def _words_of(row):
    return _STANDS.format(column="id", row=row, of="placement_id")


_CLAUSE = _STANDS.format(column="clause_id", row="OLD", of="id")
_ITSELF = _DRAFT.format(row="OLD", of="id")

#: Table, verb, and when it is refused.
GUARDS = (
    ("communique_placement", "INSERT", _place("NEW")),
    ("communique_placement", "UPDATE", f"{_place('OLD')} OR {_place('NEW')}"),
    ("communique_placement", "DELETE", _place("OLD")),
    ("communique_placement_wordings", "INSERT", _words_of("NEW")),
    ("communique_placement_wordings", "UPDATE", f"{_words_of('OLD')} OR {_words_of('NEW')}"),
    ("communique_placement_wordings", "DELETE", _words_of("OLD")),
    ("communique_wording", "UPDATE", "1 = 1"),
    ("communique_wording", "DELETE", _PLACED),
    ("communique_clause", "UPDATE", _CLAUSE),
    ("communique_clause", "DELETE", _CLAUSE),
    ("communique_draft", "UPDATE", _ITSELF),
    ("communique_draft", "DELETE", _ITSELF),
    ("communique_freezing", "UPDATE", "1 = 1"),
    ("communique_freezing", "DELETE", "1 = 1"),
    (
        "communique_text",
        "UPDATE OF title",
        "EXISTS (SELECT 1 FROM communique_freezing f WHERE f.text_id = OLD.id) AND NEW.title <> OLD.title",
    ),
)

_SAME_DRAFT = (
    "OLD.id = NEW.id OR OLD.public_id = NEW.public_id OR (OLD.text_id = NEW.text_id AND OLD.number = NEW.number)"
)

#: On SQLite: which rows a new one may not take the place of.
REPLACED = (
    ("communique_placement", f"OLD.id = NEW.id AND {_place('OLD')}"),
    (
        "communique_wording",
        "OLD.id = NEW.id OR (OLD.clause_id = NEW.clause_id AND OLD.language = NEW.language AND OLD.hash = NEW.hash)",
    ),
    ("communique_placement_wordings", f"OLD.id = NEW.id AND {_words_of('OLD')}"),
    ("communique_clause", f"(OLD.id = NEW.id OR OLD.public_id = NEW.public_id) AND {_CLAUSE}"),
    (
        "communique_draft",
        f"({_SAME_DRAFT}) AND {_ITSELF}",
    ),
    ("communique_freezing", "OLD.id = NEW.id OR OLD.draft_id = NEW.draft_id OR OLD.text_id = NEW.text_id"),
)
REPLACES = "EXISTS (SELECT 1 FROM {table} OLD WHERE {rows})"

SQLITE = "CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
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
    """Name, statement and table of each trigger on this database, with its function on PostgreSQL."""
    for table, verb, condition in GUARDS:
        said = {"name": f"{table}_final_{verb.split()[0].lower()}", "verb": verb, "table": table}
        said |= {"condition": condition, "refusal": REFUSAL}
        if vendor == "postgresql":
            yield said["name"], table, [POSTGRESQL_FUNCTION.format(**said), POSTGRESQL.format(**said)]
        else:
            yield said["name"], table, [SQLITE.format(**said)]
    if vendor == "postgresql":
        for table in sorted({table for table, _verb, _condition in GUARDS}):
            said = {"name": f"{table}_never_emptied", "table": table, "condition": "TRUE", "refusal": REFUSAL}
            yield said["name"], table, [POSTGRESQL_FUNCTION.format(**said), POSTGRESQL_EMPTIED.format(**said)]
    else:
        for table, rows in REPLACED:
            said = {"name": f"{table}_never_replaced", "verb": "INSERT", "table": table}
            condition = REPLACES.format(table=table, rows=rows)
            yield said["name"], table, [SQLITE.format(**said, condition=condition, refusal=REFUSAL)]


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
    dependencies = [("communique", "0400_rounds_returns_and_amendments")]
    operations = [migrations.RunPython(guard, open_the_door)]
