"""A house that is being made ready, and the processes that will serve it and wait for that.

They wait for a lock on a file, which the kernel frees however its holder ends: nobody waits for a server that is gone.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.conf import settings


@contextmanager
def awaited() -> Iterator[None]:
    """Let those who would serve the house wait until this is over."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with _lock() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def wait() -> None:
    """Wait while somebody makes the house ready."""
    with _lock() as file:
        fcntl.flock(file, fcntl.LOCK_SH)


def _lock() -> IO[str]:
    return (settings.HOME / ".begins").open("w")
