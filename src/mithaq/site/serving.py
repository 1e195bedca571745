"""Serving the pages: what has to be in place before, the web server, and the worker beside it."""

from __future__ import annotations

import hashlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mithaq.foundation.clock import real_now

APPLICATION = "mithaq.site.asgi:application"
#: Seconds that a web worker gets for what is open when the server stops: pages that listen never end by themselves.
GRACE = 2
#: Ports that are tried one after the other.
TRIES = 50


def make_ready() -> None:
    """Bring the database and the static files to the state of this release."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG:
        collect_static_files()


def collect_static_files() -> bool:
    """Collect and compress the static files, unless those of just this release stand there; whether it was done.

    Earlier ones are left, for pages that are still open in a browser.
    """
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = _fingerprint_of_static_files()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(fingerprint)
    return True


def _fingerprint_of_static_files() -> str:
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256(f"{settings.RELEASE} {django.__version__}".encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            seen.update(f"{path} {file.st_size} {file.st_mtime_ns}".encode())
    return seen.hexdigest()


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or the next port on which nobody listens. Raises `OSError` if there is none near."""
    for port in range(wanted, min(wanted + TRIES, 65536)):
        if _is_free(host, port):
            return port
    raise OSError(f"no free port from {wanted} on")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((host, port))
        except OSError:
            return False
    return True


class Server(Granian):
    """The web server, which does not stand still when it is told twice to end."""

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """End. A second signal interrupts the answer to the first, and an event that is being set cannot be set again."""
        if not self.interrupt_signal:
            super().signal_handler_interrupt(*args, **kwargs)


def serve(host: str, port: int, workers: int, *, reload: bool = False) -> None:
    """Serve until told to stop, with a worker beside; both end together."""
    os.environ.setdefault("MITHAQ_CLOCK_SET_AT", real_now().isoformat())
    os.environ["MITHAQ_SERVER"] = str(os.getpid())
    with worker_beside():
        Server(
            APPLICATION,
            address=host,
            port=port,
            interface=Interfaces.ASGINL,
            workers=workers,
            websockets=False,
            log_level=LogLevels.warning,
            workers_kill_timeout=GRACE,
            respawn_failed_workers=True,
            reload=reload,
            reload_paths=[Path(__file__).resolve().parent.parent],
        ).serve()


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker process for as long as the block lasts; one that ends by itself is started again."""
    over = Event()
    keeper = Thread(target=_keep_a_worker, args=(over,), name="worker-keeper")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep_a_worker(over: Event) -> None:
    while not over.is_set():
        worker = subprocess.Popen([sys.executable, "-m", "mithaq", "worker", "--companion"])
        while worker.poll() is None and not over.wait(0.2):
            pass
        if over.is_set():
            _end(worker)
        else:
            over.wait(1)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(GRACE * 5)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
