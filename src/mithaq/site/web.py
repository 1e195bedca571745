"""The web server, in a process of its own that knows nothing of Django: the processes forked from it start clean."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mithaq.foundation.uploads.confinement import die_with_parent

APPLICATION = "mithaq.site.asgi:application"
#: Seconds that a process gets for what is open when the server stops: pages that listen never end by themselves.
GRACE = 2
#: Requests that a process holds at once: each open page that listens is one of them. New ones wait in the backlog.
HELD, BACKLOG = 6000, 2048


def run(host: str, port: int, processes: int, server: int, *, reload: bool = False) -> None:
    """Answer requests until told to stop, or until the process `server`, which started this one, is gone."""
    if sys.platform == "linux":
        die_with_parent(server)
    os.environ["MITHAQ_SERVER"] = str(os.getpid())
    Granian(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=processes,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=GRACE,
        backpressure=HELD,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        reload=reload,
        reload_paths=[Path(__file__).resolve().parent.parent],
    ).serve()
