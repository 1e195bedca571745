"""Databases of a test's own: for what a rolled-back transaction cannot show.

The chronicle's triggers refuse to delete, so no test may commit into the database that all tests share. A test
that needs several connections, processes, or a played year gets a copy: of a file on SQLite, of a template on
PostgreSQL. So does every process of the tests: migrations run once for all of them.
"""

from __future__ import annotations

import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

from mithaq.foundation.schema import bring_up, fingerprint
from tests.factories.surroundings import without_ours

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Database:
    """A database by the name that Django's settings know it by, and its address for other processes."""

    name: str
    url: str

    @property
    def path(self) -> Path:
        """Its file, on SQLite."""
        return Path(self.name)


def an_empty_one(folder: Path) -> Database:
    """A migrated, empty database, to be copied; on PostgreSQL the one that its server keeps."""
    if connection.vendor == "postgresql":
        return _kept_empty()
    database = _sqlite(folder / "empty.sqlite3")
    with at_database(database):
        bring_up()
    return database


@contextmanager
def as_the_tests_database(empty: Database) -> Iterator[None]:
    """Django's default connection is, wherever nothing else is said, to a copy of an empty database: in memory on SQLite."""
    if connection.vendor == "postgresql":
        name = copy_of(empty, Path()).name
    else:
        name = "file:memorydb_default?mode=memory&cache=shared"
    connection.close()
    outside, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(empty.path)) as file:
            file.backup(connection.connection)
    yield
    connection.close()
    connection.settings_dict["NAME"] = outside
    discard(Database(name, ""))


def copy_of(database: Database, folder: Path) -> Database:
    """A copy of a database to which nothing is connected."""
    if connection.vendor == "sqlite":
        return copy_of_file(database.path, folder)
    return _postgresql(database.name)


def copy_of_file(file: Path, folder: Path) -> Database:
    """A copy of a SQLite file to which nothing is connected."""
    path = folder / f"{secrets.token_hex(4)}.sqlite3"
    shutil.copyfile(file, path)
    return _sqlite(path)


def discard(database: Database) -> None:
    """Remove a copy. On SQLite its folder goes with the test."""
    if connection.vendor == "postgresql":
        with _maintenance() as server:
            server.execute(f'DROP DATABASE "{database.name}" WITH (FORCE)')


@contextmanager
def at_database(database: Database) -> Iterator[None]:
    """Django's default connection, in this thread and in those started meanwhile, is one to this database."""
    settings, kept = connections.settings["default"], connections["default"]
    connections.settings["default"] = {**settings, "NAME": database.name}
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = settings
        connections["default"] = kept


def a_process(*words: str, database: Database | None = None, home: Path, **about: object) -> subprocess.Popen[str]:
    """Start a Python process of ours with nothing of this process's Mithaq in its surroundings but what is given."""
    surroundings = without_ours() | {"MITHAQ_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mithaq.site.settings"}
    surroundings["PYTHONUNBUFFERED"] = "1"
    if database is not None:
        surroundings["DATABASE_URL"] = database.url
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=surroundings, **{**pipes, **about})


def _kept_empty() -> Database:
    """Made by the first process that asks, under a name that tells by which migrations; the others wait for it."""
    name = f"mithaq_empty_{fingerprint()}"
    with _maintenance() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])  # until the connection ends
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            begun = _postgresql("template0")
            with at_database(begun):
                bring_up()
            server.execute(f'ALTER DATABASE "{begun.name}" RENAME TO "{name}"')
    return Database(name, _address(name))


def _sqlite(path: Path) -> Database:
    return Database(str(path), f"sqlite:///{quote(str(path))}")


def _postgresql(template: str) -> Database:
    name = f"mithaq_{secrets.token_hex(4)}"
    with _maintenance() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return Database(name, _address(name))


def _address(name: str) -> str:
    settings = connections.settings["default"]
    return f"postgres://{settings['USER']}@{quote(settings['HOST'], safe='')}/{name}"


@contextmanager
def _maintenance() -> Iterator[object]:
    import psycopg

    settings = connections.settings["default"]
    with psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname="postgres", autocommit=True) as server:
        yield server
