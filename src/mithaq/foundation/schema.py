"""Bringing a database to the state of this release.

All migrations on an empty database take ten seconds. Where `MITHAQ_EMPTY_DATABASES` names a folder, the first empty
SQLite file that has gone through them is kept there, under a name that follows from the migrations themselves, and the
next empty file begins as its copy. Of several that begin at once, one goes through them and the others wait for it.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from mithaq.foundation import guards


def unheard(words: str) -> None:
    """Who does not wait at a terminal is told nothing."""


def bring_up(say: Callable[[str], None] = unheard) -> None:
    """Apply the migrations that the database lacks, and say so before. The folder of its file has to exist."""
    folder = settings.EMPTY_DATABASES
    if folder and connection.vendor == "sqlite" and _is_empty():
        file, kept = Path(connection.settings_dict["NAME"]), Path(folder) / f"{fingerprint()}.sqlite3"
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                _migrate(say)
                _keep(file, kept)
                return
        _put_down(kept, file)
    _migrate(say)


def fingerprint() -> str:
    """What tells databases apart that were brought up by other migrations: 24 hexadecimal digits."""
    told = hashlib.sha256(f"{django.__version__}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda one: one.name):
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            told.update(f"{app.name} {file.name}".encode())
            told.update(file.read_bytes())
    told.update(Path(guards.__file__).read_bytes())
    return told.hexdigest()[:24]


def _migrate(say: Callable[[str], None]) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):  # the command takes most of a second to find out
        say("The database is brought to the state of this release. That can take a quarter of a minute.")
        call_command("migrate", verbosity=0, interactive=False)


def _is_empty() -> bool:
    file = Path(connection.settings_dict["NAME"])
    return not file.exists() or not file.stat().st_size


def _put_down(kept: Path, file: Path) -> None:
    connection.close()
    shutil.copyfile(kept, file)


def _keep(file: Path, kept: Path) -> None:
    """Whole or not at all, also when we are killed meanwhile."""
    with NamedTemporaryFile(dir=kept.parent, delete=False) as begun:
        pass
    with closing(sqlite3.connect(file)) as full, closing(sqlite3.connect(begun.name)) as copy:
        full.backup(copy)
    Path(begun.name).replace(kept)
