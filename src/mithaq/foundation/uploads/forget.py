"""Taking the content of a file from the storage for good: what it told of somebody had to be erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.uploads.models import Upload, stored_as

FORGOTTEN = _("A file whose content was erased")


def forget(uploads: Iterable[Upload], at: datetime) -> int:
    """Erase the content and the name of these files, and of every other receipt of the same bytes; how many contents
    went. The hash stays, by which the chronicle knows that there was one. The storage follows when all is committed.
    """
    digests = {upload.sha256 for upload in uploads}
    Upload.objects.filter(sha256__in=digests).update(name=str(FORGOTTEN), forgotten_at=at)
    for digest in digests:
        transaction.on_commit(partial(_delete, digest))
    return len(digests)


def _delete(digest: str) -> None:
    """Delete the content, unless somebody handed the same bytes in again meanwhile."""
    if not Upload.objects.filter(sha256=digest, forgotten_at=None).exists():
        default_storage.delete(stored_as(digest))
