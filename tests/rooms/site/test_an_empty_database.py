"""An empty database that stands ready saves the next house ten seconds, and is the same as one made by migrations."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.factories.surroundings import EMPTY_DATABASES, without_ours

SETTINGS = "mithaq.site.settings"
BRING_UP = "import django; django.setup(); from mithaq.foundation.schema import bring_up; bring_up()"


def brought_up(home, ready) -> list[tuple[str, ...]]:
    """What stands in a house's database: the tables, indices and guards, and the migrations it has seen."""
    home.mkdir(exist_ok=True)
    said = {"MITHAQ_HOME": str(home), EMPTY_DATABASES: str(ready), "DJANGO_SETTINGS_MODULE": SETTINGS}
    subprocess.run([sys.executable, "-c", BRING_UP], check=True, env=without_ours() | said)
    with closing(sqlite3.connect(home / "mithaq.sqlite3")) as database:
        schema = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        return schema + database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()


@pytest.mark.long
def test_a_house_that_begins_with_a_ready_database_is_as_one_that_went_through_all_migrations(tmp_path):
    ready = tmp_path / "ready"
    first = brought_up(tmp_path / "first", ready)
    (kept,) = ready.glob("*.sqlite3")
    made = kept.stat().st_mtime_ns
    assert brought_up(tmp_path / "second", ready) == first
    assert [file.stat().st_mtime_ns for file in ready.glob("*.sqlite3")] == [made]


@pytest.mark.long
def test_a_house_that_has_begun_is_never_replaced(tmp_path):
    ready, home = os.environ[EMPTY_DATABASES], tmp_path / "home"
    brought_up(home, ready)
    with closing(sqlite3.connect(home / "mithaq.sqlite3")) as database, database:
        database.execute("CREATE TABLE ours (words TEXT)")
    assert ("table", "ours", "CREATE TABLE ours (words TEXT)") in brought_up(home, ready)
