"""Guards of the database itself: rows that, once written, nobody changes or deletes, whatever the program asks for.

An operation of a migration puts them up:

    operations = [Guards("what was signed is final", Guarded("endorsements_withdrawal", ["endorsement_id"]))]

SQLite's `INSERT OR REPLACE`, which takes a row away without firing the trigger on its deletion, and PostgreSQL's
`TRUNCATE`, which does not look at rows, are closed with them.

On SQLite, Django changes most columns by building the table anew, and the triggers on it go with the old table: a later
migration that does so to a guarded table has to put its guards up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

#: The condition that every row meets.
ALWAYS = "1 = 1"

_SQLITE = "CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
_REPLACES = "EXISTS (SELECT 1 FROM {table} OLD WHERE ({same}) AND ({update} OR {delete}))"
_FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {when} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
_POSTGRESQL = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()"


def differ(*columns: str) -> str:
    """The condition that a change is one of these columns'."""
    return " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)


@dataclass(frozen=True)
class Guarded:
    """A table, and when each verb on it is refused, as SQL over OLD and NEW; an empty condition leaves the verb alone.

    `keys` are the columns, besides the primary one, by which a new row could take the place of another; a key of
    several columns is a tuple.
    """

    table: str
    keys: tuple[str | tuple[str, ...], ...] = ()
    primary: str = "id"
    insert: str = ""
    update: str = ALWAYS
    delete: str = ALWAYS

    def refused(self) -> Iterator[tuple[str, str]]:
        """Each verb that is refused at all, with its condition."""
        for verb in ("insert", "update", "delete"):
            if when := getattr(self, verb):
                yield verb, when

    def replaced(self) -> str:
        """On SQLite: the condition that a new row takes the place of one that may not be changed, or not be deleted."""
        keys = [(key,) if isinstance(key, str) else key for key in (self.primary, *self.keys)]
        same = " OR ".join(" AND ".join(f'OLD."{column}" = NEW."{column}"' for column in key) for key in keys)
        return _REPLACES.format(table=self.table, same=same, update=self.update or "1 = 0", delete=self.delete)


class Guards(Operation):
    """The operation of a migration that puts up the guards of its tables; whoever runs into one reads `refusal`."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, refusal: str, *tables: Guarded) -> None:
        self.refusal = refusal
        self.tables = tables

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Guards are no part of what Django knows of a model."""

    def database_forwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Put the guards up."""
        postgresql = schema_editor.connection.vendor == "postgresql"
        for name, table, verb, when in self.triggers(postgresql):
            said = {"name": name, "table": table, "verb": verb, "refusal": self.refusal}
            if postgresql:
                schema_editor.execute(_FUNCTION.format(**said, when=when))
                schema_editor.execute(_POSTGRESQL.format(**said, each="STATEMENT" if verb == "TRUNCATE" else "ROW"))
            else:  # SQLite knows the words of the standard since 3.39 only
                schema_editor.execute(_SQLITE.format(**said, when=when.replace("IS DISTINCT FROM", "IS NOT")))

    def database_backwards(self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, *states: Any) -> None:
        """Take the guards down."""
        postgresql = schema_editor.connection.vendor == "postgresql"
        for name, table, _verb, _when in self.triggers(postgresql):
            schema_editor.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
            if postgresql:
                schema_editor.execute(f"DROP FUNCTION {name}()")

    def describe(self) -> str:
        """What `migrate --plan` says of it."""
        return f"Guard {', '.join(one.table for one in self.tables)}: {self.refusal}"

    def triggers(self, postgresql: bool) -> Iterator[tuple[str, str, str, str]]:
        """Each trigger's name, table, verb and condition, on PostgreSQL or on SQLite."""
        for one in self.tables:
            for verb, when in one.refused():
                yield f"{one.table}_final_{verb}", one.table, verb.upper(), when
            if postgresql:
                yield f"{one.table}_never_emptied", one.table, "TRUNCATE", "TRUE"
            elif one.delete:
                yield f"{one.table}_never_replaced", one.table, "INSERT", one.replaced()
