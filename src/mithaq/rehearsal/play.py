"""The rehearsal as a whole: an own database, all or nothing, put in place at the end.

The year is played inside `OUT/.rehearsal`, and only what is complete is moved to `OUT`. While it is moved, the
note `rehearsal.json` says `unfinished`, and which two years may be met there: a run that was killed leaves
the earlier result or one that the next run replaces, never a mixture that calls itself complete, nor one
that the next run takes for somebody else's. The same files played again change nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django
from django.utils.translation import gettext_lazy as _

from mithaq import __version__
from mithaq.rehearsal.faults import LazyFormat

NOTE = "rehearsal.json"
DATABASE = "mithaq.sqlite3"
#: What a rehearsal leaves in the folder, besides its note.
RESULTS = (DATABASE, "uploads", "texts", "roll.csv", "figures.json")


class CannotRehearse(Exception):
    """The rehearsal cannot take place there; the argument is a sentence. Nothing was changed."""


@dataclass(frozen=True)
class Rehearsed:
    """What came of it: the figures, whether anything had to be played, and what to tell the person."""

    figures: dict[str, Any]
    changed: bool
    acts: int
    waiting: int
    doubtful: int


def rehearse(source: Path, out: Path, *, until: datetime | None = None, progress: bool = True) -> Rehearsed:
    """Play the folder or the single document `source` and leave the year's results in `out`.

    `until` stops the year at an instant. Raises `WrongFiles` (file, line, reason) and `CannotRehearse`;
    both leave `out` as it was. Must be called before Django is set up, since the rehearsal has a database
    of its own.
    """
    build = out / ".rehearsal"
    _set_up(build)
    if out.resolve().is_relative_to(source.resolve()):
        raise CannotRehearse(
            LazyFormat(_("%(path)s lies inside the folder that is played. Name a folder outside it."), path=out)
        )
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        shutil.rmtree(build, ignore_errors=True)
        build.mkdir()
        try:
            return _rehearse(source, out, build, until, progress)
        finally:
            shutil.rmtree(build, ignore_errors=True)


def _rehearse(source: Path, out: Path, build: Path, until: datetime | None, progress: bool) -> Rehearsed:
    digest = _digest(source, until)
    earlier = _note_in(out)
    _refuse_to_overwrite(out, earlier)
    if earlier and _is_complete(earlier, digest, out):
        figures = json.loads((out / "figures.json").read_text(encoding="utf-8"))
        return Rehearsed(figures, False, earlier["acts"], earlier["waiting"], earlier["doubtful"])
    rehearsed, note = _play(source, build, digest, until, progress)
    _put_in_place(build, out, note)
    return rehearsed


def _play(
    source: Path, build: Path, digest: str, until: datetime | None, progress: bool
) -> tuple[Rehearsed, dict[str, Any]]:
    from tqdm import tqdm

    from mithaq.foundation.chronicle.models import Head
    from mithaq.foundation.identifiers import repeatable_ids
    from mithaq.foundation.schema import bring_up
    from mithaq.recommendations.models import Recommendation
    from mithaq.rehearsal.outcome import write_outcome
    from mithaq.rehearsal.scenes import number_of_scenes, perform

    script = _script_of(source)
    end = min(until, script.as_of) if until else script.as_of
    bring_up()
    with (
        repeatable_ids(digest.encode()),
        tqdm(total=number_of_scenes(script, end), unit="act", disable=not progress) as bar,
    ):
        cycle = perform(script, end, bar.update)
    figures = write_outcome(cycle, end, build)
    (build / "uploads").mkdir(exist_ok=True)
    head = Head.objects.get()
    counts = {
        "acts": head.sequence,
        "waiting": Recommendation.objects.filter(became=None).count(),
        "doubtful": Recommendation.objects.exclude(doubts=[]).count(),
    }
    _close_database()
    note = {"digest": digest, "release": __version__, "head": head.hash, "as_of": end.isoformat(), **counts}
    return Rehearsed(figures, True, **counts), note


def _script_of(source: Path) -> Any:
    from mithaq.foundation.clock import real_now
    from mithaq.rehearsal.folder import Folder
    from mithaq.rehearsal.script import script_of
    from mithaq.rehearsal.single import script_of_document

    return script_of_document(source, real_now()) if source.is_file() else script_of(Folder(source))


def _set_up(build: Path) -> None:
    os.environ["MITHAQ_HOME"] = str(build)
    os.environ["DATABASE_URL"] = f"sqlite:///{quote(str(build.resolve() / DATABASE))}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.site.settings")
    django.setup()


def _digest(source: Path, until: datetime | None) -> str:
    """What a result follows from: the files, the end, and the release that played them."""
    from mithaq.rehearsal.folder import Folder

    if source.is_file():
        files = hashlib.sha256(source.read_bytes()).digest()
    elif source.is_dir():
        files = Folder(source).digest()
    else:
        raise CannotRehearse(LazyFormat(_("There is no folder and no document at %(path)s."), path=source))
    end = until.astimezone(UTC).isoformat() if until else ""
    return hashlib.sha256(files + end.encode() + __version__.encode()).hexdigest()


def _is_complete(note: dict[str, Any], digest: str, out: Path) -> bool:
    """Whether the results in `out` are whole and follow from the same files."""
    return "unfinished" not in note and note["digest"] == digest and all((out / name).exists() for name in RESULTS)


def _note_in(out: Path) -> dict[str, Any] | None:
    try:
        note = json.loads((out / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and {"digest", "head"} <= note.keys() else None


def _refuse_to_overwrite(out: Path, earlier: dict[str, Any] | None) -> None:
    """Results that are not a rehearsal's, or that somebody went on working with, are never overwritten."""
    if not (out / DATABASE).exists():
        return
    if earlier is None:
        raise CannotRehearse(
            LazyFormat(_("%(path)s holds a database that is no rehearsal's. Name another folder."), path=out)
        )
    if _head_in(out / DATABASE) not in (earlier["head"], earlier.get("unfinished")):
        raise CannotRehearse(
            LazyFormat(_("Somebody has gone on working with the year in %(path)s. Name another folder."), path=out)
        )


def _head_in(database: Path) -> str:
    import sqlite3

    # Where nobody is connected, a reader that announces itself would leave its files behind.
    manner = "mode=ro" if database.with_name(f"{DATABASE}-wal").exists() else "immutable=1"
    connection = sqlite3.connect(f"file:{quote(str(database.resolve()))}?{manner}", uri=True)
    try:
        return str(connection.execute("SELECT hash FROM chronicle_head").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return ""
    finally:
        connection.close()


def _close_database() -> None:
    """Fold the write-ahead log into the one file, so that the year is that file."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _put_in_place(build: Path, out: Path, note: dict[str, Any]) -> None:
    earlier = _head_in(out / DATABASE) if (out / DATABASE).exists() else ""
    _write_note(out, {**note, "unfinished": earlier})
    for name in RESULTS:
        old = out / name
        if old.is_dir():
            shutil.rmtree(old)
        for leftover in (out / f"{name}-wal", out / f"{name}-shm"):
            leftover.unlink(missing_ok=True)
        (build / name).replace(old)
    _write_note(out, note)


def _write_note(out: Path, note: dict[str, Any]) -> None:
    part = out / f"{NOTE}.part"
    part.write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")
    part.replace(out / NOTE)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Only one rehearsal at a time in a folder."""
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise CannotRehearse(LazyFormat(_("Another rehearsal is running in %(path)s."), path=out)) from taken
        yield
