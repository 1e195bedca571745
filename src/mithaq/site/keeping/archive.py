"""The file of a backup: a ZIP with the database, every upload under its hash, and a manifest of what must be in it.

    manifest.json           what is here: release, time, counts, hashes (`Manifest`)
    database.sqlite3        the database, or database.dump as `pg_dump --format=custom` writes it
    uploads/ab/cd/<sha256>  the uploads, as they are stored
    home/…                  keys of the house, only where secrets were asked for

Nothing is believed because it is in the file: `examine` reads every byte again and holds it against the manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
UPLOADS, HOME = "uploads/", "home/"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
#: Bytes that are read at a time.
PIECE = 1 << 20
#: Much more than a house of a hundred thousand files writes down.
LONGEST_MANIFEST = 64 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}")
#: What reading a part raises whose bytes are not those that were written: which of them depends on the byte.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)

#: Who wants to hear how far it is: how many bytes are done, and of how many.
Told = Callable[[int, int], None]


class CannotKeep(Exception):
    """Why a backup was not made or not brought back, as a sentence; nothing has been changed."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, as it was written down when it was made."""

    release: str
    #: The instant of the copy, in ISO 8601 with its zone.
    made_at: str
    #: "sqlite" or "postgresql".
    database: str
    #: SHA-256 and length in bytes of each part by its name in the file.
    parts: dict[str, tuple[str, int]]
    #: Rows in each table, and the head of the chronicle: its number and hash.
    counts: dict[str, int]
    acts: int
    head: str
    with_secrets: bool
    #: Hashes of uploads whose content was gone or altered already when the backup was made.
    damaged: list[str] = field(default_factory=list)

    @property
    def uploads(self) -> int:
        """How many uploads it holds."""
        return sum(name.startswith(UPLOADS) for name in self.parts)

    @property
    def size(self) -> int:
        """Bytes of everything in it, unpacked."""
        return sum(size for _hash, size in self.parts.values())

    def written(self) -> bytes:
        """As it stands in the file."""
        return json.dumps({"mithaq_backup": FORMAT, **asdict(self)}, ensure_ascii=False, sort_keys=True).encode()


def is_name_of_a_part(name: str) -> bool:
    """Whether a part may be called so: nothing that leads out of the folder into which it is unpacked."""
    if name in DATABASE.values():
        return True
    if name.startswith(UPLOADS):
        digest = name.rpartition("/")[2]
        return bool(_SHA256.fullmatch(digest)) and name == f"{UPLOADS}{digest[:2]}/{digest[2:4]}/{digest}"
    inside = name.removeprefix(HOME)
    return name.startswith(HOME) and bool(re.fullmatch(r"[\w-][\w.-]*", inside))


def opened(file: Path) -> zipfile.ZipFile:
    """The archive. Raises `CannotKeep` where there is none."""
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError:
        raise CannotKeep(f"There is no file {file}.") from None
    except (zipfile.BadZipFile, OSError, NotImplementedError) as fault:
        raise CannotKeep(f"{file} is not a backup of a house, or it is cut off: {fault}.") from None


def manifest_of(archive: zipfile.ZipFile) -> Manifest:
    """What the archive says that it holds. Raises `CannotKeep` where it does not say so, or names what it has not."""
    try:
        if archive.getinfo(MANIFEST).file_size > LONGEST_MANIFEST:
            raise CannotKeep("The manifest of this file is too long to be one.")
        said: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if said.pop("mithaq_backup") != FORMAT:
            raise CannotKeep("This backup was made by a later release of the program. Bring it back with that one.")
        said["parts"] = {str(name): (str(one[0]), int(one[1])) for name, one in said["parts"].items()}
        manifest = Manifest(**said)
    except (KeyError, TypeError, ValueError, AttributeError, *_UNREADABLE) as fault:
        raise CannotKeep("This is not a backup of a house: it has no manifest that can be read.") from fault
    odd = [name for name in manifest.parts if not is_name_of_a_part(name)]
    if odd or manifest.database not in DATABASE or DATABASE[manifest.database] not in manifest.parts:
        raise CannotKeep(f"The manifest of this backup names what no house has: {(odd or ['no database'])[0]!r}.")
    held = {one.filename for one in archive.infolist()} - {MANIFEST}
    if missing := sorted(manifest.parts.keys() - held):
        raise CannotKeep(f"This backup is not whole: {missing[0]} is missing ({len(missing)} in all).")
    if extra := sorted(held - manifest.parts.keys()):
        raise CannotKeep(f"Something was put into this backup after it was made: {extra[0]}.")
    return manifest


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """A file in pieces."""
    return iter(lambda: file.read(PIECE), b"")


def copy_part(archive: zipfile.ZipFile, name: str, manifest: Manifest, to: IO[bytes] | None, told: Told) -> None:
    """Read one part, hold it against the manifest, and write it where it is to go. Raises `CannotKeep`."""
    digest, size = manifest.parts[name]
    seen, read = hashlib.sha256(), 0
    try:
        with archive.open(name) as part:
            for piece in pieces(part):
                read += len(piece)
                if read > size:
                    break
                seen.update(piece)
                if to is not None:
                    to.write(piece)
                told(len(piece), manifest.size)
    except _UNREADABLE as fault:
        raise CannotKeep(f"{name} in this backup is damaged: {fault}.") from None
    except OSError as fault:
        raise CannotKeep(f"{name} could not be read or written: {fault.strerror or fault}.") from None
    if (seen.hexdigest(), read) != (digest, size):
        raise CannotKeep(f"{name} in this backup is not what was put into it: its hash differs.")


def examine(file: Path, told: Told) -> Manifest:
    """Read all of a backup again. Raises `CannotKeep`, naming the first part that is not as it was written."""
    with opened(file) as archive:
        manifest = manifest_of(archive)
        for name in manifest.parts:
            copy_part(archive, name, manifest, None, told)
    return manifest
