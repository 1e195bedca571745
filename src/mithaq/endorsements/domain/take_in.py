"""Taking in the file of a letter: a PDF, a photo or scan, a Word file, or a mail as it was saved."""

from __future__ import annotations

from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from typing import IO, Any

from django.core.files.base import File

from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.reading import read_photo
from mithaq.foundation.uploads.receive import LARGEST, MEGABYTE, keep_photo, receive, receive_mail

#: How a picture begins: JPEG, PNG, WebP.
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")
#: What every mail has in its head (RFC 5322).
HEAD = ("from", "date")
_LOOKED_AT = 65_536


def take_in(file: File[Any] | IO[bytes], *, seat: Seat, at: datetime) -> Upload:
    """Keep the file of a letter. Raises `Unreadable` for one of another kind; then nothing is kept.

    A photo is written anew from its dots, without place and camera; everything else is kept byte for byte.
    """
    beginning = file.read(_LOOKED_AT)
    name = getattr(file, "name", None) or ""
    if beginning.startswith(PICTURES):
        content = beginning + file.read(max(LARGEST.values()) * MEGABYTE)
        return keep_photo(read_photo(content).files[0], name, seat=seat, at=at)
    if _is_mail(beginning):
        return receive_mail(beginning + file.read(), name=name, seat=seat, at=at)
    file.seek(0)
    kept = receive(file, seat=seat, at=at)
    if kept.kind not in ("pdf", "docx"):
        raise Unreadable(Why.OTHER_KIND)
    return kept


def _is_mail(beginning: bytes) -> bool:
    if beginning[:2] == b"PK" or beginning[:5] == b"%PDF-":
        return False
    head = BytesHeaderParser(policy=policy.compat32).parsebytes(beginning)
    return all(head[name] for name in HEAD)
