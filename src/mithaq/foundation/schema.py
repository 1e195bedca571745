"""Bringing a database to the state of this release.

All migrations on an empty database take ten seconds. Where `MITHAQ_EMPTY_DATABASES` names a folder, the first empty
SQLite file that has gone through them is kept there, under a name that follows from the migrations themselves, and the
next empty file begins as its copy.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def bring_up() -> None:
    """Apply the migrations that the database lacks. The folder of its file has to exist."""
    kept = _kept()
    begins = kept is not None and _is_empty()
    if kept is not None and begins and kept.exists():
        _put_down(kept, Path(connection.settings_dict["NAME"]))
    if not _is_up():
        call_command("migrate", verbosity=0, interactive=False)
    if kept is not None and begins and not kept.exists():
        _keep(Path(connection.settings_dict["NAME"]), kept)


def _is_up() -> bool:
    """Whether nothing is to be migrated. The command itself takes most of a second to find that out."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _kept() -> Path | None:
    """The file that an empty database of this release is kept in; None where none is to be kept."""
    folder = settings.EMPTY_DATABASES
    if not folder or connection.vendor != "sqlite":
        return None
    told = hashlib.sha256(f"{django.__version__}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda one: one.name):
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            told.update(f"{app.name} {file.name}".encode())
            told.update(file.read_bytes())
    return Path(folder) / f"{told.hexdigest()[:24]}.sqlite3"


def _is_empty() -> bool:
    file = Path(connection.settings_dict["NAME"])
    return not file.exists() or not file.stat().st_size


def _put_down(kept: Path, file: Path) -> None:
    connection.close()
    shutil.copyfile(kept, file)


def _keep(file: Path, kept: Path) -> None:
    """Whole or not at all, whoever else keeps one at the same time."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=kept.parent, delete=False) as begun:
        pass
    with closing(sqlite3.connect(file)) as full, closing(sqlite3.connect(begun.name)) as copy:
        full.backup(copy)
    Path(begun.name).replace(kept)
