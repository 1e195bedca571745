"""What the worker does here: reading files that cities answer with."""

from __future__ import annotations

from mithaq.communique.domain.bring import TRIES, give_up, keep_reading, take_up
from mithaq.communique.models import ReturnFile
from mithaq.communique.queries.found import found_in
from mithaq.foundation import clock
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import read_return
from mithaq.foundation.uploads.vocabulary import Unreadable, Why

#: The file is no longer stored as it came in.
FILE_GONE = "file_gone"


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
