"""The worker: it lets the rooms' followers read the chronicle and sends the letters. It tells; it never decides."""

from __future__ import annotations

import logging
import os
import signal
from threading import Event
from types import FrameType

from django.db import connections

from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.clock import real_now
from mithaq.foundation.mail.outbox import send_waiting
from mithaq.site import signs

log = logging.getLogger(__name__)

#: Seconds between two rounds, and the longest pause after rounds that failed.
PAUSE, LONGEST_PAUSE = 1.0, 60.0


def round_of_work() -> int:
    """Do what waits; the number of things that were done."""
    return catch_up() + send_waiting()


def work(stop: Event, *, companion: bool = False) -> None:
    """Work until `stop` is set. A companion of `mithaq serve` also stops when the server is gone."""
    server = os.getppid() if companion else None
    pause, signed = PAUSE, None
    while not stop.is_set() and (server is None or os.getppid() == server):
        try:
            round_of_work()
            if signed is None or real_now() - signed >= signs.EVERY:
                signs.give_sign()
                signed = real_now()
            pause = PAUSE
        except Exception:  # most often a database that does not answer; all that waits is on record
            log.exception("a round of work failed; the worker waits and tries again")
            connections.close_all()
            pause = min(pause * 2, LONGEST_PAUSE)
        stop.wait(pause)
    connections.close_all()


def told_to_stop() -> Event:
    """What is set when this process is told to end, by Ctrl-C or by whoever started it."""
    stop = Event()
    told = False

    def tell(number: int, frame: FrameType | None) -> None:
        nonlocal told
        # A second signal interrupts this very function, and an event that is being set cannot be set again.
        if not told:
            told = True
            stop.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    return stop
