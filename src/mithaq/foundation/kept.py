"""What is known of the last backup and the last time one was brought back, for `mithaq doctor` and the page of health.

It stands in a file of the house's folder, not in the database: a database that was brought back would else say what the
lost one knew.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

_FILE = "kept.json"
BACKUP, RESTORE = "backup", "restore"


@dataclass(frozen=True)
class Kept:
    """One backup, or one that was brought back: when, which file, and what was in it."""

    at: datetime
    file: str
    #: Acts of the chronicle, uploads, and bytes unpacked.
    acts: int
    uploads: int
    size: int
    #: How many uploads were gone or altered already.
    damaged: int


def note(what: str, one: Kept, home: Path | None = None) -> None:
    """Write down that a backup was made, or brought back and verified."""
    folder = home or settings.HOME
    said = {**_read(folder), what: {**asdict(one), "at": one.at.isoformat()}}
    draft = folder / f".{_FILE}.{os.getpid()}"
    draft.write_text(json.dumps(said))
    draft.replace(folder / _FILE)


def last(what: str) -> Kept | None:
    """The last backup (`BACKUP`), or the last one that was brought back (`RESTORE`); None if there was none here."""
    said = _read(settings.HOME).get(what)
    try:
        return Kept(**{**said, "at": datetime.fromisoformat(said["at"])}) if said else None
    except (TypeError, KeyError, ValueError):
        return None


def _read(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / _FILE).read_text())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
