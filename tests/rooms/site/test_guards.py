"""The guards of the database: what they refuse, and that no later migration has lost one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from mithaq.foundation.guards import Guarded, Guards, differ
from tests.factories.guards import InTheTestsTransaction, guards_of_all_rooms

pytestmark = pytest.mark.django_db

STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def refused(statement: str) -> str:
    """What the database says against a statement."""
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        rows(statement)
    return str(fault.value).splitlines()[0]


def test_every_guard_stands_after_all_migrations():
    standing = {name for (name,) in rows(STANDING[connection.vendor])}
    postgresql = connection.vendor == "postgresql"
    put_up = {name for guards in guards_of_all_rooms() for name, *_rest in guards.triggers(postgresql)}
    assert put_up
    assert put_up - standing == set()


@pytest.fixture
def guards():
    """A table `note` (key, words, read), of which only `read` may change and whose rows `draft` are nobody's concern."""
    rows("CREATE TABLE note (id integer PRIMARY KEY, key varchar(9) UNIQUE, words varchar(9), read integer)")
    rows("INSERT INTO note VALUES (1, 'a', 'first', 0), (2, 'b', NULL, 0), (3, 'c', 'draft', 0)")
    kept = "COALESCE(OLD.words, '') <> 'draft'"
    guards = Guards(
        "notes stay",
        Guarded(
            "note", ("key",), insert="NEW.words = 'no'", update=f"{kept} AND ({differ('key', 'words')})", delete=kept
        ),
    )
    guards.database_forwards("site", InTheTestsTransaction)
    return guards


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE note SET words = 'other' WHERE id = 1",
        "UPDATE note SET words = NULL WHERE id = 1",
        "UPDATE note SET words = 'other' WHERE id = 2",  # nothing is a value too
        "DELETE FROM note WHERE id = 1",
        "INSERT INTO note VALUES (4, 'd', 'no', 0)",
    ],
)
def test_what_is_guarded_is_refused_with_the_guards_own_words(guards, statement):
    before = rows("SELECT * FROM note ORDER BY id")
    assert refused(statement) == "notes stay"
    assert rows("SELECT * FROM note ORDER BY id") == before


def test_what_is_not_guarded_goes_on(guards):
    rows("UPDATE note SET read = 1, words = words, key = key")
    rows("UPDATE note SET words = 'else' WHERE id = 3")
    rows("INSERT INTO note VALUES (4, 'd', 'draft', 0)")
    rows("DELETE FROM note WHERE id = 4")
    assert rows("SELECT * FROM note ORDER BY id") == [(1, "a", "first", 1), (2, "b", None, 1), (3, "c", "else", 1)]


@pytest.mark.sqlite
@pytest.mark.parametrize("row", ["(1, 'x', 'new', 0)", "(9, 'a', 'new', 0)", "(9, 'b', 'new', 0)"])
def test_on_sqlite_no_new_row_takes_the_place_of_a_guarded_one(guards, row):
    assert refused(f"INSERT OR REPLACE INTO note VALUES {row}") == "notes stay"
    rows("INSERT OR REPLACE INTO note VALUES (3, 'c', 'new', 0)")
    assert [words for (words,) in rows("SELECT words FROM note ORDER BY id")] == ["first", None, "new"]


@pytest.mark.postgresql
def test_on_postgresql_a_guarded_table_is_never_emptied(guards):
    assert refused("TRUNCATE note") == "notes stay"


def test_guards_that_are_taken_down_leave_nothing_behind(guards):
    guards.database_backwards("site", InTheTestsTransaction)
    rows("DELETE FROM note")
    assert [name for (name,) in rows(STANDING[connection.vendor]) if name.startswith("note_")] == []
