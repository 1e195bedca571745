"""`mithaq backup FILE`: all of a house in one file, made while it is running and read again before it counts."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from mithaq.foundation import kept
from mithaq.foundation.clock import real_now
from mithaq.foundation.uploads.models import stored_as
from mithaq.site.keeping.archive import (
    DATABASE,
    HOME,
    MANIFEST,
    UPLOADS,
    CannotKeep,
    Manifest,
    Told,
    examine,
    pieces,
)
from mithaq.site.keeping.databases import Copied, copy_database, kind_of_database

#: Files in the house's folder that are keys: they go along only where secrets are asked for.
KEYS = ("*.key", "*.p12")


def back_up(to: Path, *, with_secrets: bool = False, told: Told) -> Manifest:
    """Write all of the house into a file that does not exist yet, and read it again. Raises `CannotKeep`; then there is
    no file."""
    if to.exists():
        raise CannotKeep(f"{to} exists already and was left as it is. Name a file that does not exist.")
    if not to.parent.is_dir():
        raise CannotKeep(f"There is no folder {to.parent}.")
    at = real_now()
    # Beside the house, since the folder for temporary files may be a small one in memory.
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(dir=to.parent, prefix=".mithaq-backup-") as aside:
            copied = copy_database(Path(aside) / "database", with_secrets=with_secrets)
            manifest = _write(draft, Path(aside) / "database", copied, at, with_secrets=with_secrets, told=told)
        examine(draft, lambda done, of: None)
        _flush(draft)
        os.link(draft, to)  # fails where somebody made that file meanwhile
    except FileExistsError:
        raise CannotKeep(f"{to} exists already and was left as it is. Name a file that does not exist.") from None
    except OSError as fault:
        raise CannotKeep(f"{fault.filename or to} cannot be written: {fault.strerror or fault}.") from None
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    _flush(to.parent)
    kept.note(kept.BACKUP, summary_of(manifest, to, at))
    return manifest


def summary_of(manifest: Manifest, file: Path, at: datetime) -> kept.Kept:
    """What is written down about it."""
    return kept.Kept(at, file.name, manifest.acts, manifest.uploads, manifest.size, len(manifest.damaged))


def _write(to: Path, database: Path, copied: Copied, at: datetime, *, with_secrets: bool, told: Told) -> Manifest:
    kind = kind_of_database()
    parts: dict[str, tuple[str, int]] = {}
    keys = list(_keys()) if with_secrets else []
    of = database.stat().st_size + sum(_size_of(one) for one in copied.uploads)
    with zipfile.ZipFile(to, "x", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        to.chmod(0o600)
        parts[DATABASE[kind]] = _put(archive, DATABASE[kind], database, of, told)
        for name, file in keys:
            parts[name] = _put(archive, name, file, of, told)
        damaged = []
        for digest in copied.uploads:
            if (part := _put_upload(archive, digest, of, told)) is None:
                damaged.append(digest)
            else:
                parts[UPLOADS + stored_as(digest)] = part
        manifest = Manifest(
            release=settings.RELEASE,
            made_at=at.isoformat(),
            database=kind,
            parts=parts,
            counts=copied.counts,
            acts=copied.acts,
            head=copied.head,
            with_secrets=with_secrets,
            damaged=damaged,
        )
        archive.writestr(MANIFEST, manifest.written())
    return manifest


def _keys() -> list[tuple[str, Path]]:
    files = sorted(file for pattern in KEYS for file in settings.HOME.glob(pattern) if file.is_file())
    return [(HOME + file.name, file) for file in files]


def _size_of(digest: str) -> int:
    try:
        return default_storage.size(stored_as(digest))
    except FileNotFoundError:
        return 0


def _put(archive: zipfile.ZipFile, name: str, file: Path, of: int, told: Told) -> tuple[str, int]:
    seen, size = hashlib.sha256(), 0
    with file.open("rb") as ours, archive.open(name, "w", force_zip64=True) as part:
        for piece in pieces(ours):
            part.write(piece)
            seen.update(piece)
            size += len(piece)
            told(len(piece), of)
    return seen.hexdigest(), size


def _put_upload(archive: zipfile.ZipFile, digest: str, of: int, told: Told) -> tuple[str, int] | None:
    """Put an upload in; None where its content is gone or is no longer the one that came in. It is read whole, since
    nothing may stand in the archive under a hash that it does not have; the largest is 50 MB."""
    try:
        with default_storage.open(stored_as(digest)) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    if hashlib.sha256(content).hexdigest() != digest:
        return None
    how = zipfile.ZipInfo(UPLOADS + stored_as(digest))
    how.compress_type = zipfile.ZIP_STORED  # papers are compressed already
    archive.writestr(how, content)
    told(len(content), of)
    return digest, len(content)


def _flush(place: Path) -> None:
    """Have the disk itself hold it before anybody relies on it."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
