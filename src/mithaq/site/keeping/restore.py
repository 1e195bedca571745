"""`mithaq restore FILE --into FOLDER`: a house out of its backup, verified before the folder is there at all.

A house that was brought back **rests**: its worker sends nothing and follows nothing until `mithaq resume`, since
letters that waited when the backup was made may have been sent since by the house that was lost, or by the one that is
still running and of which this is a drill.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path

from django.conf import settings

from mithaq.foundation import kept
from mithaq.foundation.clock import real_now
from mithaq.site.keeping.archive import (
    DATABASE,
    HOME,
    UPLOADS,
    CannotKeep,
    Manifest,
    Told,
    copy_part,
    manifest_of,
    opened,
)
from mithaq.site.keeping.backup import summary_of
from mithaq.site.keeping.databases import Copied, look_into_sqlite, restore_postgresql

DATABASE_FILE = "mithaq.sqlite3"
#: What lies in a house that rests.
RESTS = "rests-after-a-restore"
_LOOK = (
    "from mithaq.terminal import set_up; set_up()\n"
    "from mithaq.foundation.chronicle.integrity import first_broken_act\n"
    "print(first_broken_act() or 0)"
)


def restore(file: Path, into: Path, *, told: Told) -> Manifest:
    """Bring a house back into a folder that does not exist or is empty. Raises `CannotKeep`; then the folder is as it
    was."""
    into = into.absolute()
    _must_be_free(into)
    with opened(file) as archive:
        manifest = manifest_of(archive)
        _must_have_room(into.parent, manifest)
        aside = Path(tempfile.mkdtemp(dir=into.parent, prefix=f".{into.name}-"))
        try:
            _unpack(archive, manifest, aside, told)
            _verify(manifest, aside)
            (aside / RESTS).write_text(manifest.made_at)
            at = real_now()
            kept.note(kept.RESTORE, summary_of(manifest, file, at), aside)
            if into.exists():
                into.rmdir()
            aside.rename(into)
        except OSError as fault:
            raise CannotKeep(f"{fault.filename or into} cannot be written: {fault.strerror or fault}.") from None
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    if settings.HOME.is_dir():  # the house beside which it was tried remembers that its backups can be brought back
        kept.note(kept.RESTORE, summary_of(manifest, file, at))
    return manifest


def rests() -> bool:
    """Whether this house was brought back and nobody has said yet that it is the one that works on."""
    return (settings.HOME / RESTS).exists()


def end_rest() -> None:
    """From now on this house is the one that works."""
    (settings.HOME / RESTS).unlink(missing_ok=True)


def _must_be_free(into: Path) -> None:
    if into.is_symlink() or (into.exists() and (not into.is_dir() or any(into.iterdir()))):
        raise CannotKeep(f"{into} is not empty and was left as it is. Name a folder that does not exist.")
    if not into.parent.is_dir():
        raise CannotKeep(f"There is no folder {into.parent}.")


def _must_have_room(folder: Path, manifest: Manifest) -> None:
    free = shutil.disk_usage(folder).free
    if free < manifest.size * 1.1:
        megabytes = manifest.size // 1_000_000
        raise CannotKeep(f"{folder} has no room for {megabytes:,} MB: {free // 1_000_000:,} MB are free.")


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, into: Path, told: Told) -> None:
    for name in manifest.parts:
        place = into / (name if name.startswith(UPLOADS) else name.removeprefix(HOME))
        if name == DATABASE["sqlite"]:
            place = into / DATABASE_FILE
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as to:
            copy_part(archive, name, manifest, to, told)
            to.flush()
            os.fsync(to.fileno())
        if name.startswith(HOME):
            place.chmod(0o600)


def _verify(manifest: Manifest, there: Path) -> None:
    """Hold what is in the database against what was, and the chronicle against itself. Raises `CannotKeep`."""
    if manifest.database == "sqlite":
        with closing(sqlite3.connect(there / DATABASE_FILE)) as database:
            _must_be_the_same(manifest, look_into_sqlite(database))
        where = {"MITHAQ_HOME": str(there), "DATABASE_URL": ""}
    else:
        dump = there / DATABASE["postgresql"]
        _must_be_the_same(manifest, restore_postgresql(dump))
        dump.unlink()
        where = {"MITHAQ_HOME": str(there)}
    _examine_chronicle(where)
    if manifest.database == "sqlite":
        with closing(sqlite3.connect(there / DATABASE_FILE)) as database:
            database.execute("PRAGMA journal_mode=WAL")


def _must_be_the_same(manifest: Manifest, found: Copied) -> None:
    if (found.acts, found.head) != (manifest.acts, manifest.head):
        raise CannotKeep(f"The chronicle ends with act {found.acts}; the backup was made at act {manifest.acts}.")
    for table in sorted(manifest.counts.keys() | found.counts.keys()):
        now, then = found.counts.get(table), manifest.counts.get(table)
        if now != then:
            raise CannotKeep(f"{table} has {now} rows; it had {then} when the backup was made.")
    absent = set(found.uploads) - {name.rpartition("/")[2] for name in manifest.parts} - set(manifest.damaged)
    if absent:
        raise CannotKeep(f"The upload {min(absent)} is named in the database and is not in the backup.")


def _examine_chronicle(where: dict[str, str]) -> None:
    """Have another process of the program re-hash every act there, since this one belongs to its own house."""
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK], env={**os.environ, **where}, capture_output=True, text=True, check=False
    )
    said = looked.stdout.strip()
    if looked.returncode or not said.isdecimal():
        raise CannotKeep("The chronicle of this backup cannot be read by this release. Use the one that made it.")
    if said != "0":
        raise CannotKeep(f"Act {said} of the chronicle does not fit: it was altered or taken out.")
