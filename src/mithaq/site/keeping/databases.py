"""Copying a database while it is written to, and bringing the copy back: SQLite by its own backup, PostgreSQL by its
own dump of one snapshot."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from mithaq.site.keeping.archive import CannotKeep

#: What only sessions, sign-in and processes under way need. It is left out unless secrets are asked for; people sign in
#: anew by a code, and enrol their passkeys and code apps again.
SECRETS = ("django_session", "mfa_authenticator", "shared_memory")


@dataclass(frozen=True)
class Copied:
    """What was in the database at the instant of the copy."""

    counts: dict[str, int]
    acts: int
    head: str
    #: The uploads whose content is kept, by hash; a file that was erased for good has none.
    uploads: list[str]


def kind_of_database() -> str:
    """ "sqlite" or "postgresql"."""
    return connection.vendor


def copy_database(to: Path, *, with_secrets: bool) -> Copied:
    """Copy the database, as it stands at one instant, into a file. Raises `CannotKeep`."""
    if connection.vendor == "sqlite":
        return _copy_sqlite(to, with_secrets=with_secrets)
    return _dump_postgresql(to, with_secrets=with_secrets)


def _copy_sqlite(to: Path, *, with_secrets: bool) -> Copied:
    file = Path(settings.DATABASES["default"]["NAME"])
    if not file.exists():
        raise CannotKeep(f"There is no house in {file.parent} yet: {file.name} does not exist.")
    with closing(sqlite3.connect(file, timeout=30)) as ours, closing(sqlite3.connect(to)) as copy:
        ours.backup(copy)  # all at once: in write-ahead mode writers go on, and the copy is of one instant
        if not with_secrets:
            for table in SECRETS:
                if _has_table(copy, table):
                    copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a name of ours
            copy.commit()
        # One file without a log beside it, and without the pages on which deleted rows stood.
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")
        return look_into_sqlite(copy)


def look_into_sqlite(copy: sqlite3.Connection) -> Copied:
    """Have SQLite examine all of a copy, and count it. Raises `CannotKeep`."""
    try:
        told = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as fault:
        raise CannotKeep(f"The database cannot be read: {fault}.") from None
    if told != ["ok"]:
        raise CannotKeep(f"The database is damaged: {told[0]}.")
    if dangling:
        raise CannotKeep(f"A row of {dangling[0]} refers to a row of {dangling[2]} that is not there.")
    names = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {
        name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 - a name of the database's own
        for name in sorted(names)
        if not name.startswith("sqlite_")
    }
    if "chronicle_head" not in counts:
        raise CannotKeep("This database is not that of a house.")
    return _copied(counts, lambda query: copy.execute(query).fetchall())


def _has_table(copy: sqlite3.Connection, table: str) -> bool:
    return copy.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone() is not None


def _copied(counts: dict[str, int], rows: Any) -> Copied:
    acts, head = rows("SELECT sequence, hash FROM chronicle_head")[0]
    uploads = rows("SELECT DISTINCT sha256 FROM uploads_upload WHERE forgotten_at IS NULL ORDER BY sha256")
    return Copied(counts, acts, head, [row[0] for row in uploads])


def _dump_postgresql(to: Path, *, with_secrets: bool) -> Copied:
    program = _program("pg_dump")
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        left_out = [] if with_secrets else [f"--exclude-table-data={table}" for table in SECRETS]
        words = [program, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={to}", *left_out]
        _run(words)

        def rows(query: str) -> list[Any]:
            cursor.execute(query)
            return list(cursor.fetchall())

        try:
            return _copied(_counts(rows, () if with_secrets else SECRETS), rows)
        finally:
            cursor.execute("COMMIT")


def _counts(rows: Any, empty: Iterable[str]) -> dict[str, int]:
    tables = [row[0] for row in rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")]
    return {
        name: 0 if name in empty else rows(f'SELECT count(*) FROM "{name}"')[0][0]  # noqa: S608
        for name in tables
    }


def restore_postgresql(file: Path) -> Copied:
    """Fill the empty database that `DATABASE_URL` names, all or nothing. Raises `CannotKeep`."""
    if connection.vendor != "postgresql":
        raise CannotKeep(
            "This backup is of a PostgreSQL database. Set DATABASE_URL to an empty one and give the command again."
        )
    if connection.introspection.table_names():
        raise CannotKeep("The database that DATABASE_URL names is not empty. Nothing was changed in it.")
    name = connection.settings_dict["NAME"]
    words = [
        _program("pg_restore"),
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={name}",
        str(file),
    ]
    _run(words)
    with connection.cursor() as cursor:

        def rows(query: str) -> list[Any]:
            cursor.execute(query)
            return list(cursor.fetchall())

        return _copied(_counts(rows, ()), rows)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CannotKeep(f"{name} is not on this machine. Install the PostgreSQL client of your server's version.")
    return found


def _run(words: list[str]) -> None:
    """Give a command to PostgreSQL's own program; the password goes by the environment, where nobody reads it."""
    done = subprocess.run(words, env={**os.environ, **_address()}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise CannotKeep(f"{Path(words[0]).name} could not do it: {said[-1]}")


def _address() -> Mapping[str, str]:
    there = connection.settings_dict
    named = {
        "PGHOST": there["HOST"],
        "PGPORT": there["PORT"],
        "PGUSER": there["USER"],
        "PGPASSWORD": there["PASSWORD"],
        "PGDATABASE": there["NAME"],
    }
    return {name: str(value) for name, value in named.items() if value}
