"""The model year as `mithaq rehearse` leaves it, played once for all processes of a run of the tests.

Playing it takes half a minute, and every layer looks at it. Whoever needs it takes a copy; nobody works in what is kept.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.factories.surroundings import without_ours

ROOT = Path(__file__).resolve().parent.parent.parent
MODEL_YEAR = ROOT / "demo" / "model-year"
#: Names the folder that the layers of one run share; tests/layers.py sets it.
SHARED = "KEPT_FOR_ALL_TESTS"


@dataclass(frozen=True)
class PlayedYear:
    """The model year as it stands at an instant, in a folder that nobody works in."""

    folder: Path
    at: datetime

    @property
    def database(self) -> Path:
        """The file of its records, to which nothing is connected."""
        return self.folder / "mithaq.sqlite3"


def the_demonstrations_clock() -> datetime:
    """The instant up to which the demonstration plays, and at which its clock starts."""
    return _instant("demo_clock", "starts_at")


def the_end_of_the_year() -> datetime:
    """The instant at which the whole model year is looked at."""
    return _instant("as_of")


def played(at: datetime, shelf: Path) -> PlayedYear:
    """The model year as it was rehearsed up to an instant."""

    def rehearse(folder: Path) -> None:
        until = [] if at == the_end_of_the_year() else ["--until", at.isoformat()]
        done = subprocess.run(
            [sys.executable, "-m", "mithaq", "rehearse", str(MODEL_YEAR), "--out", str(folder), *until],
            check=False,
            cwd=ROOT,
            env={**without_ours(), "MITHAQ_HOME": str(folder.with_name("not-used"))},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")

    return PlayedYear(made_once(shelf / f"rehearsed-{at:%Y-%m-%d}", rehearse), at)


def shelf_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this run keeps what its processes share: one layer's, where no folder for all layers is named."""
    if named := os.environ.get(SHARED):
        return Path(named)
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(folder: Path, make: Callable[[Path], object]) -> Path:
    """The folder as `make` fills it; the first process that asks does so, and the others wait for it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}.unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            make(unfinished)
            unfinished.rename(folder)
    return folder


def _instant(*path: str) -> datetime:
    found: Any = yaml.safe_load((MODEL_YEAR / "cycle.yaml").read_text(encoding="utf-8"))
    for key in path:
        found = found[key]
    return datetime.fromisoformat(str(found))
