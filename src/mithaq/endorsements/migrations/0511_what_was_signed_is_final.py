"""What was signed is final: the database itself refuses to change or delete an endorsement, what it reserves, what it
rests on, and its withdrawal. Of an endorsement only one thing ever changes, and once: it is no longer the living one.
Whose it is may change, since two records of one city are merged.

Nobody checks the evidence that they entered, even in another seat. As for frozen texts (`communique`, 0420), SQLite's
`INSERT OR REPLACE` and PostgreSQL's `TRUNCATE` are closed too, and a later migration that builds one of these tables anew
on SQLite calls `open_the_door` before and `guard` after.
"""

from django.db import migrations

REFUSAL = "what was signed is final"

#: Tables whose rows are never changed or deleted, with the columns besides `id` by which a new row may not replace one.
FINAL = {
    "endorsements_evidence": ("public_id",),
    "endorsements_secondcheck": ("evidence_id",),
    "endorsements_passkeysignature": ("challenge",),
    "endorsements_reservation": (),
    "endorsements_withdrawal": ("endorsement_id",),
    "endorsements_invitation": (),
    "endorsements_opening": (),
    "endorsements_preparation": ("public_id",),
}
#: Of those that name a city: all columns but the city.
OF_A_CITY = {
    "endorsements_evidence": (
        "id", "public_id", "text_id", "method", "file_id", "mandate_id", "signed_on", "text_hash", "languages",
        "may_be_named", "reserved", "validation", "seat_id", "at",
    ),
    "endorsements_opening": ("id", "call_id", "seat_id", "at"),
    "endorsements_preparation": ("id", "public_id", "text_id", "seat_id", "at", "may_be_named", "reserved"),
}  # fmt: skip
_COLUMNS = (
    "id", "public_id", "text_id", "method", "at", "seat_id", "mandate_id", "snapshot",
    "is_provisional", "text_hash", "languages", "may_be_named", "source", "passkey_id", "evidence_id",
)  # fmt: skip
_SAME = {"sqlite": "OLD.{0} IS NOT NEW.{0}", "postgresql": "OLD.{0} IS DISTINCT FROM NEW.{0}"}
_PERSON = "(SELECT person_id FROM actors_seat WHERE id = {0})"
_ENTERED_BY = "(SELECT seat_id FROM endorsements_evidence WHERE id = NEW.evidence_id)"
_BY_THE_SAME = f"{_PERSON.format('NEW.seat_id')} = {_PERSON.format(_ENTERED_BY)}"


def _changed(vendor, columns):
    return " OR ".join(_SAME[vendor].format(column) for column in columns)


def _conditions(vendor):
    """Table, verb, and when it is refused."""
    for table in FINAL:
        yield table, "UPDATE", _changed(vendor, OF_A_CITY[table]) if table in OF_A_CITY else "1 = 1"
        yield table, "DELETE", "1 = 1"
    yield "endorsements_endorsement", "UPDATE", f"{_changed(vendor, _COLUMNS)} OR (NEW.is_living AND NOT OLD.is_living)"
    yield "endorsements_endorsement", "DELETE", "1 = 1"
    yield "endorsements_secondcheck", "INSERT", _BY_THE_SAME


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
    for table, verb, condition in _conditions(vendor):
        said = {"name": f"{table}_final_{verb.lower()}", "verb": verb, "table": table}
        said |= {"condition": condition, "refusal": REFUSAL}
        made = [POSTGRESQL_FUNCTION, POSTGRESQL] if vendor == "postgresql" else [SQLITE]
        yield said["name"], table, [one.format(**said) for one in made]
    for table, unique in {**FINAL, "endorsements_endorsement": ("public_id",)}.items():
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
    dependencies = [
        ("endorsements", "0510_evidence_and_four_ways_to_sign"),
        ("actors", "0001_organisations_persons_seats_and_mandates"),
    ]
    operations = [migrations.RunPython(guard, open_the_door)]
