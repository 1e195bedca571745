"""Taking in a file: looked at, kept by the hash of its content, and entered once for each seat."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PureWindowsPath
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from mithaq.core.reading.kinds import Kind, kind_of
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.uploads.models import Upload, stored_as

MEGABYTE = 1_000_000
#: The largest file of each kind, in megabytes.
LARGEST = {kind: 50 if kind is Kind.PDF else 25 for kind in Kind}
#: The largest mail that is taken in, in megabytes: what mail servers let through, and some more.
LARGEST_MAIL = 40
MAIL = "eml"
PHOTO = "jpg"
_LONGEST_NAME = 120


def receive(
    file: File[Any] | IO[bytes], *, seat: Seat | None, at: datetime, told_by: Callable[[bytes], Kind] = kind_of
) -> Upload:
    """Take in a file. The same bytes from the same seat are one upload, however often they come. `told_by` finds out
    its kind from its content, and refuses those that are not wanted.

    Raises `Unreadable` for a file that is too large, of another kind than we take, or not safe to open; then
    nothing is kept.
    """
    content = _content(file)
    kind = told_by(content)
    if len(content) > LARGEST[kind] * MEGABYTE:
        raise Unreadable(Why.TOO_LARGE, most=LARGEST[kind])
    return _entered(content, kind, getattr(file, "name", None) or "", seat=seat, at=at)


def receive_mail(content: bytes, *, name: str = "", seat: Seat | None, at: datetime) -> Upload:
    """Keep a mail whole, as it came in, whether or not it can be read. Raises `Unreadable` if it is too large."""
    if len(content) > LARGEST_MAIL * MEGABYTE:
        raise Unreadable(Why.TOO_LARGE, most=LARGEST_MAIL)
    return _entered(content, MAIL, name, seat=seat, at=at)


def keep_photo(content: bytes, name: str, *, seat: Seat | None, at: datetime) -> Upload:
    """Keep a photo that we have written ourselves (`reading.read_photo`); the file that came in is not kept."""
    return _entered(content, PHOTO, name, seat=seat, at=at)


def _entered(content: bytes, kind: str, name: str, *, seat: Seat | None, at: datetime) -> Upload:
    digest = hashlib.sha256(content).hexdigest()
    _keep(stored_as(digest), content)
    with transaction.atomic():
        upload, is_new = Upload.objects.get_or_create(
            sha256=digest,
            seat=seat,
            defaults={
                "size": len(content),
                "kind": kind,
                "name": clean_name(name, kind),
                "received_at": at,
            },
        )
        if upload.forgotten_at is not None:
            upload.forgotten_at, upload.name, is_new = None, clean_name(name, kind), True
            upload.save(update_fields=["forgotten_at", "name"])
        if is_new:
            record("upload.received", upload, seat=seat, at=at, facts={"sha256": digest, "size": len(content)})
    return upload


def clean_name(name: str, kind: str) -> str:
    """A file's name for display: no folders, nothing invisible or reserved, short, with the ending of its kind."""
    last = PureWindowsPath(unicodedata.normalize("NFC", name)).name
    # Marks that turn the reading direction would let "fdp.exe" pass for "exe.pdf".
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem = re.sub(r'[<>:"/\\|?*\s]+', " ", visible).removesuffix(f".{kind}").strip(" .")[:_LONGEST_NAME].rstrip(" .")
    return f"{stem or 'document'}.{kind}"


def _content(file: File[Any] | IO[bytes]) -> bytes:
    most = max(LARGEST.values())
    if file.seekable():
        file.seek(0)
    content: bytes = file.read(most * MEGABYTE + 1)
    if len(content) > most * MEGABYTE:
        raise Unreadable(Why.TOO_LARGE, most=most)
    return content


def _keep(name: str, content: bytes) -> None:
    """Store the content under its name, whole and on disk, before anything refers to it. Several may store the same
    bytes at once, and a process may be killed while it writes: what stands under the name is always whole."""
    if default_storage.exists(name) and default_storage.size(name) == len(content):
        return
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:  # a storage service keeps what it has acknowledged, or nothing
        stored = default_storage.save(name, ContentFile(content))
        if stored != name:
            default_storage.delete(stored)
        return
    begun = Path(default_storage.path(default_storage.save(f"{name}-{secrets.token_hex(8)}", ContentFile(content))))
    _flush(begun)
    begun.replace(path)
    _flush(path.parent)


def _flush(place: Path) -> None:
    """Have the disk itself hold a file or folder, so that a power cut does not take what was acknowledged."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
