"""A Word file that came in, taken into a city's return with the verbs that a person has for it: brought, read, what
could not be placed left out by the hand of whoever takes it, taken, and released."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from mithaq.communique.domain.bring import bring, keep_reading
from mithaq.communique.domain.prepare import release
from mithaq.communique.domain.take_file import Hand, place_by_hand, take
from mithaq.communique.models import Return, Round
from mithaq.communique.queries.found import found_in
from mithaq.communique.vocabulary import ByHand
from mithaq.core.docx.tracked import read_tracked
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.uploads.receive import receive


def returned_as_file(
    about: Round, city: Organisation, docx: bytes, name: str, left_out: str, *, seat: Seat, at: datetime
) -> Return:
    """The city's return out of this file, released. What was not placed is left out, for the reason `left_out`.

    The file is read here, since it is the folder's: whoever plays a folder trusts it.
    """
    by: Any = {"seat": seat, "at": at}
    file, _is_new = bring(about, receive(ContentFile(docx, name=name), **by), name, city, **by)
    found = found_in(read_tracked(docx), name, about)
    keep_reading(file, found, at)
    file.refresh_from_db()
    if found.unplaced:
        place_by_hand(file, range(len(found.unplaced)), Hand(ByHand.NOTHING, reason=left_out), **by)
    return release(take(file, **by), **by)
