"""Databases of a test's own, and the model year as it was played once for all tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.factories.databases import (
    Database,
    at_database,
    copy_of,
    copy_of_file,
    discard,
)
from tests.factories.played_years import MODEL_YEAR, made_once, played, shelf_of, the_end_of_the_year


@pytest.fixture
def own_database(db: None, an_empty_database: Database, tmp_path: Path) -> Iterator[Database]:
    """A database of this test alone, in which it may commit, and to which others may connect."""
    database = copy_of(an_empty_database, tmp_path)
    with at_database(database):
        yield database
    discard(database)


@pytest.fixture(scope="session")
def a_played_year(
    an_empty_database: Database, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """The model year, played to its end once for all: by the command on SQLite, by its verbs where there is another."""
    from mithaq.rehearsal.folder import Folder
    from mithaq.rehearsal.scenes import perform
    from mithaq.rehearsal.script import script_of

    if connection.vendor == "sqlite":
        year = played(the_end_of_the_year(), shelf_of(tmp_path_factory))
        yield copy_of_file(year.database, tmp_path_factory.mktemp("model-year"))
        return

    def play(folder: Path) -> None:
        folder.mkdir()
        uploads = {
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        }
        year, script = copy_of(an_empty_database, folder), script_of(Folder(MODEL_YEAR))
        with override_settings(STORAGES=uploads), at_database(year):
            perform(script, script.as_of)
        (folder / "database").write_text(year.name)

    server = quote(connection.settings_dict["HOST"], safe="")
    with django_db_blocker.unblock():
        kept = made_once(shelf_of(tmp_path_factory) / f"played on {server}", play)
        database = copy_of(Database((kept / "database").read_text(), ""), kept)
        yield database
        discard(database)


@pytest.fixture
def model_year(db: None, a_played_year: Database) -> Iterator[Any]:
    """The cycle of the played model year; what the test changes there is rolled back."""
    from mithaq.cycle.models import Cycle

    with at_database(a_played_year), transaction.atomic():
        yield Cycle.objects.get()
        transaction.set_rollback(True)
