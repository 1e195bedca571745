"""Databases of a test's own: for what a rolled-back transaction cannot show.

The chronicle's triggers refuse to delete, so no test may commit into the database that all tests share. A test
that needs several connections, processes, or a played year gets a copy: of a file on SQLite, of a template on
PostgreSQL.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("MITHAQ_", "DATABASE_URL", "DJANGO_")


@dataclass(frozen=True)
class Database:
    """A database by the name that Django's settings know it by, and its address for other processes."""

    name: str
    url: str

    @property
    def path(self) -> Path:
        """Its file, on SQLite."""
        return Path(self.name)


def copy_of_the_tests_database(folder: Path) -> Database:
    """A copy of the migrated, empty database of this run. Nobody may be in a transaction there."""
    if connection.vendor == "sqlite":
        path = folder / "empty.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return _sqlite(path)
    template = connection.settings_dict["NAME"]
    connection.close()
    return _postgresql(template)


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
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    surroundings |= {"MITHAQ_HOME": str(home), "DJANGO_SETTINGS_MODULE": "mithaq.site.settings"}
    surroundings["PYTHONUNBUFFERED"] = "1"
    if database is not None:
        surroundings["DATABASE_URL"] = database.url
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=surroundings, **{**pipes, **about})


def _sqlite(path: Path) -> Database:
    return Database(str(path), f"sqlite:///{quote(str(path))}")


def _postgresql(template: str) -> Database:
    name = f"mithaq_{secrets.token_hex(4)}"
    with _maintenance() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    settings = connections.settings["default"]
    return Database(name, f"postgres://{settings['USER']}@{quote(settings['HOST'], safe='')}/{name}")


@contextmanager
def _maintenance() -> Iterator[object]:
    import psycopg

    settings = connections.settings["default"]
    with psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname="postgres", autocommit=True) as server:
        yield server
