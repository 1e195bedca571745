"""Answering: by a seat on the site, or by the recipient's own link."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.correspondence.models import Addressee, Matter, Return, ReturnedFile
from mithaq.correspondence.queries.returns import addressee_of_token
from mithaq.correspondence.rules import may_answer
from mithaq.correspondence.vocabulary import Way
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.models import Upload

#: Files under the names that they came with.
Files = Sequence[tuple[Upload, str]]
#: Answers that one link takes: a link that has got into the wrong hands fills no disk.
MOST_BY_LINK = 20


def hand_in(matter: Matter, words: str, files: Files, *, seat: Seat, at: datetime) -> Return:
    """Answer for the seat's organisation on the site."""
    with transaction.atomic():
        require(may_answer(seat, matter, seat.organisation, at))
        _refuse_nothing(words, files)
        returned, is_new = file_return(matter, seat.organisation, Way.SITE, words, files, at, seat=seat)
        if is_new:
            record("return.handed_in", returned, matter, seat=seat, at=at, facts=facts_of(files, Way.SITE))
    return returned


def hand_in_by_link(token: str, words: str, files: Files, *, at: datetime) -> Return:
    """Answer with the recipient's own link, without an account. The link says for whom and to what."""
    with transaction.atomic():
        addressee = addressee_of_token(token, at)
        if addressee is None:
            raise Refused(_("This link is no longer valid. Nothing was handed in."))
        _refuse_nothing(words, files)
        if Return.objects.filter(addressee=addressee, way=Way.LINK).count() >= MOST_BY_LINK:
            raise Refused(_("This link has taken as many answers as it may. Please write to the secretariat."))
        matter = addressee.circular.matter
        returned, is_new = file_return(matter, addressee.organisation, Way.LINK, words, files, at, addressee=addressee)
        if is_new:
            record("return.received", returned, matter, seat=None, at=at, facts=facts_of(files, Way.LINK))
    return returned


def file_return(
    matter: Matter | None,
    organisation: Organisation | None,
    way: str,
    words: str,
    files: Files,
    at: datetime,
    *,
    seat: Seat | None = None,
    addressee: Addressee | None = None,
    doubt: str = "",
) -> tuple[Return, bool]:
    """The return with these files or words, and whether it is new: the same answer twice is one return."""
    digest = digest_of(words, [upload for upload, _name in files])
    if matter is not None:
        same = Return.objects.filter(matter=matter, organisation=organisation, digest=digest).first()
        if same is not None and (not files or way == Way.MAIL or words.strip() in ("", same.words.strip())):
            return same, False
        if same is not None:  # the same files, but with other words: another answer
            digest = hashlib.sha256((digest + words.strip()).encode()).hexdigest()
            same = Return.objects.filter(matter=matter, organisation=organisation, digest=digest).first()
            if same is not None:
                return same, False
    returned = Return.objects.create(
        matter=matter,
        organisation=organisation,
        way=way,
        doubt=doubt,
        seat=seat,
        addressee=addressee,
        words=words,
        digest=digest,
        received_at=at,
    )
    unlike = {upload.pk: (upload, name) for upload, name in files}
    ReturnedFile.objects.bulk_create(
        ReturnedFile(returned=returned, upload=upload, name=name[:200]) for upload, name in unlike.values()
    )
    return returned, True


def digest_of(words: str, uploads: Iterable[Upload]) -> str:
    """SHA-256 over the files' own hashes in order, or over the words where there is no file."""
    hashes = sorted({upload.sha256 for upload in uploads})
    content = "\n".join(hashes) if hashes else " ".join(words.split())
    return hashlib.sha256(content.encode()).hexdigest()


def facts_of(files: Files, way: str) -> dict[str, object]:
    """What the chronicle holds of a return: the way it came and the hashes of its files."""
    return {"way": way, "sha256": sorted({upload.sha256 for upload, _name in files})}


def _refuse_nothing(words: str, files: Files) -> None:
    if not words.strip() and not files:
        raise Refused(_("An answer needs words or a file. Nothing was handed in."))
