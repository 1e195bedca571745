"""The database's guards, and a way around them, for tests that ask what happens after somebody got past them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from mithaq.foundation.guards import Guards


def guards_of_all_rooms() -> Iterator[Guards]:
    """What the migrations put up."""
    for migration in MigrationLoader(connection).disk_migrations.values():
        yield from (operation for operation in migration.operations if isinstance(operation, Guards))


class InTheTestsTransaction:
    """A schema editor as far as guards need one; Django's own wants no transaction about it on SQLite."""

    connection = connection

    @staticmethod
    def execute(statement: str) -> None:
        connection.cursor().execute(statement)


def past_the_guards() -> None:
    """Take the guards of every room away, until the test's transaction is rolled back."""
    for guards in guards_of_all_rooms():
        guards.database_backwards("", InTheTestsTransaction)
