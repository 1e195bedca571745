"""The worker: it lets the rooms' followers read the chronicle and sends the letters. It tells; it never decides."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable

from django.db import connection, connections

from mithaq.communique.jobs import read_return_files, tell_of_passed_silences
from mithaq.correspondence.jobs import look_into_the_mailbox, write_letters
from mithaq.endorsements.jobs import keep_the_log, remind_of_calls
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.clock import real_now
from mithaq.foundation.mail.outbox import send_waiting
from mithaq.library.jobs import read_studies
from mithaq.recommendations.jobs import read_papers, take_meanings
from mithaq.site import signs
from mithaq.site.keeping.restore import rests
from mithaq.site.stopping import Told, rest
from mithaq.taskforces.jobs import look_into_papers

log = logging.getLogger(__name__)

#: Seconds between two rounds, and the longest pause after rounds that failed.
PAUSE, LONGEST_PAUSE = 1.0, 60.0
#: Seconds for which the worker lets others write after an effect that kept them from it for longer.
LONGEST_BREATH = 0.25


def round_of_work() -> int:
    """Do what waits; the number of things that were done. A house that was brought back rests until it is told."""
    if rests():
        return 0
    told = catch_up(_let_others_write) + remind_of_calls() + tell_of_passed_silences()
    told += write_letters() + send_waiting()
    return told + keep_the_log() + look_into_the_mailbox() + take_meanings()


def _let_others_write(held: float) -> None:
    """SQLite gives its lock to whoever asks first once it is free, and those who wait ask every tenth of a second: a
    worker that came back at once would keep pages from writing until they give up."""
    if connection.vendor == "sqlite":
        time.sleep(min(held, LONGEST_BREATH))


def round_of_reading() -> int:
    """Read files that wait to be read; the number of them. One may take minutes, so letters do not wait for it."""
    return read_papers() + look_into_papers() + read_studies() + read_return_files()


def work(told: Told, *, companion_of: int | None = None, rest: Callable[[float, Told], None] = rest) -> None:
    """Work until told to stop. A companion of `mithaq serve` (its process id) stops with it too."""
    signed = None

    def round_with_a_sign() -> None:
        nonlocal signed
        round_of_work()
        if signed is None or real_now() - signed >= signs.EVERY:
            signs.give_sign()
            signed = real_now()

    _again_and_again(round_with_a_sign, told, companion_of, rest)


def read_aside(told: Told) -> None:
    """Read what waits to be read in a thread of its own, until told to stop. It ends with the process at any moment:
    what it had begun is begun anew by the next worker."""

    def read_on() -> None:
        while not told.to_stop and round_of_reading():
            pass

    threading.Thread(target=_again_and_again, args=[read_on, told, None, rest], name="reading", daemon=True).start()


def _again_and_again(
    round_of: Callable[[], object], told: Told, companion_of: int | None, rest: Callable[[float, Told], None]
) -> None:
    pause = PAUSE
    while not told.to_stop and companion_of in (None, os.getppid()):
        try:
            round_of()
            pause = PAUSE
        except Exception:  # most often a database that does not answer; all that waits is on record
            log.exception("a round of work failed; the worker waits and tries again")
            connections.close_all()
            pause = min(pause * 2, LONGEST_PAUSE)
        rest(pause, told)
    connections.close_all()
