"""`pip install .` gives everything that a running Mithaq needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.tree import PACKAGE, ROOT, files


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of the files in a wheel built from what git holds."""
    folder = tmp_path_factory.mktemp("wheel")
    for path in files():
        if path.parts[len(ROOT.parts)] in {"src", "demo", "requirements"} or path.parent == ROOT:
            copy = folder / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    command = [sys.executable, "-I", "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*command, "--no-build-isolation", "--wheel-dir", "made", "."], cwd=folder, check=True)
    [made] = (folder / "made").iterdir()
    return set(ZipFile(made).namelist())


def test_a_wheel_holds_every_file_of_the_package(wheel: set[str]):
    assert {inside_wheel(path) for path in files() if path.is_relative_to(PACKAGE)} - wheel == set()


def test_a_wheel_holds_the_demonstration_cycles(wheel: set[str]):
    cycles = {f"mithaq/{path.relative_to(ROOT).as_posix()}" for path in files() if path.is_relative_to(ROOT / "demo")}
    assert cycles - wheel == set()


def test_a_wheel_holds_every_catalogue_compiled(wheel: set[str]):
    sources = {path for path in files() if path.suffix == ".po"}
    assert {inside_wheel(path.with_suffix(".mo")) for path in sources} - wheel == set()


def test_a_wheel_holds_no_made_file(wheel: set[str]):
    assert [name for name in wheel if "__pycache__" in name or name.endswith(".pyc")] == []


def inside_wheel(path: Path) -> str:
    return path.relative_to(ROOT / "src").as_posix()
