"""Processes that go on until they are told to stop."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass
from types import FrameType

#: How soon, in seconds, an order to stop is noticed.
LOOKS_EVERY = 0.2


@dataclass
class Told:
    """Whether this process has been told to stop. A plain value: what takes a lock must not stand in a signal's way."""

    to_stop: bool = False


def told_to_stop() -> Told:
    """What becomes true when this process is told to end, by Ctrl-C or by whoever started it."""
    told = Told()

    def tell(number: int, frame: FrameType | None) -> None:
        told.to_stop = True

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    return told


def rest(seconds: float, told: Told) -> None:
    """Do nothing for so long, or until told to stop."""
    until = time.monotonic() + seconds
    while not told.to_stop and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, LOOKS_EVERY))
