"""What every test stands on: the markers, the folder of outside documents, settings that leave nothing behind."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.test.signals import template_rendered
from django.utils.translation import override

from tests.factories.databases import Database, an_empty_one, as_the_tests_database
from tests.factories.played_years import shelf_of
from tests.factories.surroundings import EMPTY_DATABASES
from tests.names_of_the_frame import refuse_hidden_names

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgresql")

# A machine that is busy is not a fault, so no deadline; a failure prints how to repeat it.
hypothesis.settings.register_profile("ordinary", deadline=None, print_blob=True)
hypothesis.settings.register_profile("complete", deadline=None, print_blob=True, max_examples=500)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--complete", action="store_true", help="run the tests marked `long`, and search further")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("complete" if config.getoption("--complete") else "ordinary")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip with a reason what cannot run here; leave out what belongs on the other database, where it does run."""
    no_documents = pytest.mark.skip(reason=f"no outside documents in {documents_folder()}; MITHAQ_DOCUMENTS names them")
    too_long = pytest.mark.skip(reason="long; bin/test --complete runs it")
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "journeys"):
            item.add_marker(pytest.mark.journey)
        if "documents" in item.keywords and not documents_folder().is_dir():
            item.add_marker(no_documents)
        if "long" in item.keywords and not config.getoption("--complete"):
            item.add_marker(too_long)
    leave_out(config, items, belongs_elsewhere)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Read the addresses once, with those that only a demonstration has, whichever test comes first."""
    with override_settings(DEMONSTRATION=True):
        importlib.import_module("mithaq.site.urls")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Each test begins in English, whatever language the one before has spoken last."""
    with override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_page_hides_a_name_of_the_frame() -> Iterator[None]:
    template_rendered.connect(refuse_hidden_names)
    yield
    template_rendered.disconnect(refuse_hidden_names)


def leave_out(config: pytest.Config, items: list[pytest.Item], without: Callable[[pytest.Item], bool]) -> None:
    left_out = [item for item in items if without(item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not without(item)]


def belongs_elsewhere(item: pytest.Item) -> bool:
    """Whether it is asked on the other database alone: as it is marked, or since it looks at none and SQLite's turn has
    the rooms' tests of that kind."""
    marked = {name for name in DATABASES if name in item.keywords}
    if marked:
        return database_in_use() not in marked
    in_a_room = item.path.is_relative_to(ROOT / "tests" / "rooms")
    return in_a_room and database_in_use() != "sqlite" and not looks_at_a_database(item)


def looks_at_a_database(item: pytest.Item) -> bool:
    # The names are those of all that a test's fixtures stand on, too.
    return "an_empty_database" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db") is not None


def database_in_use() -> str:
    return django_settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].replace("sqlite3", "sqlite")


def documents_folder() -> Path:
    return Path(os.environ.get("MITHAQ_DOCUMENTS") or ROOT.parent / "shared" / "data" / "documents").resolve()


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of outside documents; a test that asks for it is marked `documents`."""
    return documents_folder()


@pytest.fixture(scope="session", autouse=True)
def _empty_databases_are_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Whoever begins with an empty database, here or in a process of a test, has it at once but for the first."""
    with pytest.MonkeyPatch.context() as patch:
        if EMPTY_DATABASES not in os.environ:
            patch.setenv(EMPTY_DATABASES, str(shelf_of(tmp_path_factory) / "empty"))
        patch.setattr(django_settings, "EMPTY_DATABASES", os.environ[EMPTY_DATABASES])
        yield


@pytest.fixture(scope="session")
def an_empty_database(
    _empty_databases_are_kept: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Database:
    """Migrated and empty, to be copied."""
    with django_db_blocker.unblock():
        return an_empty_one(tmp_path_factory.mktemp("empty-database"))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, an_empty_database: Database
) -> Iterator[None]:
    """The database of the tests of this process, in place of pytest-django's, which goes through all migrations."""
    with django_db_blocker.unblock(), as_the_tests_database(an_empty_database):
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_need_not_be_collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Pages name static files as they lie in the sources; for the whole run, since a live server lasts that long."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**django_settings.STORAGES, "staticfiles": plain}
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static"), STORAGES=storages):
        yield


@pytest.fixture(autouse=True)
def _uploads_lie_in_the_folder_of_the_test(settings: Any, tmp_path: Path) -> None:
    uploads = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "uploads"}}
    settings.STORAGES = {**settings.STORAGES, "default": uploads}
