"""The tree as the house rules see it: its files, and the order of the rooms as pyproject.toml declares it."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "mithaq"
VENDORED = ("tests/journeys/vendor/",)


@cache
def files() -> tuple[Path, ...]:
    """Every file that git holds or would take in; made and vendored files are no concern of ours."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name and not name.startswith(VENDORED)]
    return tuple(path for path in sorted(ROOT / name for name in names) if path.is_file())


def files_under(folder: Path, *suffixes: str) -> list[Path]:
    """The files of these kinds under a folder."""
    return [path for path in files() if path.is_relative_to(folder) and path.suffix in suffixes]


def shown(path: Path) -> str:
    """A path as a person would name it."""
    return path.relative_to(ROOT).as_posix()


@cache
def contract(contract_id: str) -> dict[str, list[str]]:
    """One of import-linter's contracts."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return next(found for found in settings["tool"]["importlinter"]["contracts"] if found["id"] == contract_id)


@cache
def layers(contract_id: str) -> tuple[frozenset[str], ...]:
    """The layers of a contract, lowest first; optional ones too, without their brackets."""
    marks = str.maketrans("|:", "  ", "()")
    return tuple(frozenset(line.translate(marks).split()) for line in reversed(contract(contract_id)["layers"]))


def rooms() -> set[str]:
    """The rooms by name."""
    return {container.removeprefix("mithaq.") for container in contract("inside-a-room")["containers"]}
