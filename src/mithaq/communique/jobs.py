"""What the worker does for the text: it reads files that cities answer with, and tells that a silence has passed.

It tells; the outcome follows from the record.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.bring import TRIES, give_up, keep_reading, take_up
from mithaq.communique.domain.tell import write_about_silence
from mithaq.communique.models import ReturnFile, Silence
from mithaq.communique.queries.found import found_in
from mithaq.communique.queries.negotiators import writing_for
from mithaq.communique.queries.silence import silences_to_tell_of
from mithaq.communique.vocabulary import SilenceState
from mithaq.foundation import clock
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import read_return
from mithaq.foundation.uploads.vocabulary import Unreadable, Why

#: The file is no longer stored as it came in.
FILE_GONE = "file_gone"
_PASSED = _(
    "To %(person)s, for %(organisation)s.\n\n"
    "The silence on the text “%(text)s” ran out on %(expires)s, and no city spoke against it: the draft is agreed.\n\n"
    "It is read here:\n%(link)s"
)


def read_return_files() -> int:
    """Read the next file that waits; 1 if there was one. What becomes of it is on record."""
    return read_file(None)


def read_file(file: ReturnFile | None) -> int:
    """Read this file, or the next that waits, unless somebody else does; 1 if one was read."""
    taken = take_up(clock.real_now(), file)
    if taken is None:
        return 0
    if taken.tries > TRIES:
        give_up(taken, Why.CRASHED, {}, at=clock.now())
        return 1
    try:
        found = found_in(read_return(content_of(taken.upload)), taken.name, taken.round)
    except Unreadable as why:
        give_up(taken, why.code, why.facts, at=clock.now())
    except NotAsReceived:
        give_up(taken, FILE_GONE, {}, at=clock.now())
    else:
        keep_reading(taken, found, clock.now())
    return 1


def tell_of_passed_silences() -> int:
    """Write the letters that say that a silence has passed, once for each; the number of silences. Of a broken one
    everybody was told when it was broken."""
    at = clock.now()
    told = silences_to_tell_of(at)
    for silence in told:
        _tell(silence, at)
    return len(told)


def _tell(silence: Silence, at: datetime) -> None:
    """An occasion writes each letter once, so a worker that is killed in between begins anew without harm."""
    if silence.state_at(at) == SilenceState.PASSED:
        for seat in writing_for(silence.text, at):
            write_about_silence(silence, seat, _PASSED, occasion=f"{silence.public_id}:passed", at=at)
    Silence.objects.filter(pk=silence.pk).update(told_at=at)
