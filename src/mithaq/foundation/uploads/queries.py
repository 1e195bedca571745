"""Reading back what was received."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage

from mithaq.foundation.uploads.models import Upload, stored_as


class NotAsReceived(Exception):
    """The stored content is gone or is no longer the one that was received."""


def content_of(upload: Upload) -> bytes:
    """The bytes of an upload, exactly as they were received. Raises `NotAsReceived`."""
    try:
        with default_storage.open(stored_as(upload.sha256)) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        raise NotAsReceived(upload.sha256) from None
    if hashlib.sha256(content).hexdigest() != upload.sha256:
        raise NotAsReceived(upload.sha256)
    return content
