"""Serving the pages: what has to be in place before, the web server, and the worker beside it."""

from __future__ import annotations

import gc
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.urls import get_resolver

from mithaq.foundation.clock import real_now
from mithaq.foundation.schema import bring_up, unheard
from mithaq.site import readiness
from mithaq.site.stopping import LOOKS_EVERY, rest, told_to_stop

#: Seconds before a worker that ended is started again, and until a process that does not end is ended by force.
REST, PATIENCE = 1.0, 10.0
#: Ports that are tried one after the other.
TRIES = 50


def make_ready(say: Callable[[str], None] = unheard) -> None:
    """Bring the database and the static files to the state of this release; who waits is told of what takes long."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    bring_up(say)
    if not settings.DEBUG:
        collect_static_files()
    connections.close_all()


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


def settle() -> None:
    """Read every room's pages, and spare what stands until the end: looking through all of it for what may go, as
    Python does now and then, costs a request in a large house a tenth of a second."""
    read_every_page()
    gc.collect()
    gc.freeze()
    gc.enable()


def read_every_page() -> None:
    """Load the addresses of the house, and with them what answers there."""
    get_resolver().url_patterns  # noqa: B018 - reads them


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


def serve(host: str, port: int, workers: int, begins: Callable[[], None], *, reload: bool = False) -> int:
    """Let the house begin, and serve it until told to stop, with a worker beside; all end together. The exit code.

    The web server loads the pages meanwhile, which takes it a second or two, and answers as soon as `begins` is over.
    """
    os.environ.setdefault("MITHAQ_CLOCK_SET_AT", real_now().isoformat())
    us = os.getpid()
    with readiness.awaited():
        web = _started("web", host, port, workers, us, *(["--reload"] if reload else []))
        try:
            begins()
        except BaseException:
            _end(web)
            raise
    told = told_to_stop()
    worker = _started("worker", "--companion-of", us)
    try:
        while not told.to_stop and web.poll() is None:
            rest(LOOKS_EVERY, told)
            if worker.poll() is not None and not told.to_stop:
                rest(REST, told)
                worker = _started("worker", "--companion-of", us)
    finally:
        _end(web, worker)
    return 0 if told.to_stop else 1


def _started(*words: object) -> subprocess.Popen[bytes]:
    # In a session of its own, so that Ctrl-C reaches it through us and once only.
    return subprocess.Popen([sys.executable, "-m", "mithaq", *map(str, words)], start_new_session=True)


def _end(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    for process in processes:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
