"""Where things may lie, and what they may be called."""

from __future__ import annotations

from django.conf import settings

from tests.house.tree import PACKAGE, ROOT, contract, files, files_under, layers, rooms, shown
from tests.layers import STAGES

NAMES_THAT_SAY_NOTHING = {
    *("common", "data", "helper", "helpers", "manager", "managers", "misc", "process"),
    *("service", "services", "stuff", "util", "utils"),
}


def packages() -> set[str]:
    return {path.relative_to(PACKAGE).parts[0] for path in files_under(PACKAGE, ".py") if path.parent != PACKAGE}


def test_every_package_stands_in_the_arrow_of_time():
    declared = set().union(*layers("arrow-of-time"))
    assert packages() - declared == set()


def test_every_package_above_the_foundation_is_a_declared_room():
    assert packages() - {"core", "foundation", "rehearsal", "documents", "site"} == rooms()


def test_the_lists_of_rooms_agree():
    assert {name.removeprefix("mithaq.") for name in settings.ROOMS} == rooms()
    assert set(contract("rooms-pages")["modules"]) == {f"mithaq.{room}.web" for room in rooms()}


def test_rooms_are_installed_in_the_order_of_the_year():
    order = [name for layer in layers("arrow-of-time") for name in layer if name in rooms()]
    assert [name.removeprefix("mithaq.") for name in settings.ROOMS] == order


def test_every_folder_of_sources_is_a_package():
    folders = {path.parent for path in files_under(PACKAGE, ".py")}
    assert [shown(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_no_name_says_nothing():
    sources = files_under(ROOT, ".py", ".html", ".css", ".js")
    assert [shown(path) for path in sources if path.stem.lstrip("_") in NAMES_THAT_SAY_NOTHING] == []
    folders = {folder for path in files_under(PACKAGE, ".py") for folder in path.relative_to(PACKAGE).parts[:-1]}
    assert folders & NAMES_THAT_SAY_NOTHING == set()


def test_every_test_lies_in_a_layer_that_is_run():
    folders = [ROOT / layer.folder for stage in STAGES for layer in stage]
    tests = [path for path in files() if path.name.startswith("test_") and path.suffix == ".py"]
    assert [shown(path) for path in tests if not any(path.is_relative_to(folder) for folder in folders)] == []


def test_tests_of_a_room_lie_in_the_folder_of_a_room_or_of_the_foundation():
    tests = files_under(ROOT / "tests" / "rooms", ".py")
    folders = {path.relative_to(ROOT / "tests" / "rooms").parts[0] for path in tests if path.name.startswith("test_")}
    assert folders - rooms() - set().union(*layers("foundation")) - {"foundation", "rehearsal", "site"} == set()
