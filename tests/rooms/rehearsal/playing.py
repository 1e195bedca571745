"""Playing a folder in the test's own database, and the command in a process of its own."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from mithaq.press.queries import figures_of
from mithaq.rehearsal.faults import WrongFiles
from mithaq.rehearsal.folder import Folder
from mithaq.rehearsal.records import Script
from mithaq.rehearsal.scenes import perform
from mithaq.rehearsal.script import script_of
from tests.factories.databases import a_process
from tests.factories.folders import YearFolder


def figures_when_played(folder: YearFolder | Script, until: datetime | None = None) -> dict[str, int]:
    """The year's figures after it was played; what it wrote is rolled back."""
    script = folder if isinstance(folder, Script) else script_of(Folder(folder.path))
    end = until or script.as_of
    with transaction.atomic():
        cycle = perform(script, end)
        figures = figures_of(cycle, end, only_public=False)
        transaction.set_rollback(True)
    return {key: figure["value"] for key, figure in figures.items()}


def faults_when_played(folder: YearFolder) -> list[tuple[str, int, str]]:
    """File, line and reason of what is wrong with the folder; nothing where it plays."""
    try:
        figures_when_played(folder)
    except WrongFiles as wrong:
        return [(fault.file, fault.line, str(fault.reason)) for fault in wrong.faults]
    return []


@dataclass(frozen=True)
class Ended:
    """How `mithaq rehearse` ended: its status and what it said."""

    status: int
    said: str
    complained: str


def begin_to_rehearse(source: Path, out: Path, *words: str) -> subprocess.Popen[str]:
    """Start `mithaq rehearse` in a process of its own."""
    command = ["-m", "mithaq", "rehearse", str(source), "--out", str(out), *words]
    return a_process(*command, home=out.parent / "not-used")


def rehearse(source: Path, out: Path, *words: str) -> Ended:
    """Run `mithaq rehearse` to its end."""
    process = begin_to_rehearse(source, out, *words)
    said, complained = process.communicate(timeout=120)
    return Ended(process.returncode, said, complained)


def figures_in(out: Path) -> dict[str, Any]:
    """The figures that a rehearsal wrote."""
    return json.loads((out / "figures.json").read_text(encoding="utf-8"))


def values_in(out: Path) -> dict[str, int]:
    """Their values."""
    return {key: figure["value"] for key, figure in figures_in(out).items()}


def everything_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a folder with its bytes and the instant of its last change."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}
