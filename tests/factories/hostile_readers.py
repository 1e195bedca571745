"""Readers that do what a reader taken over by a file might do. They run in the sandbox's children."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from mithaq.core.reading.unreadable import Unreadable, Why


@dataclass(frozen=True)
class Seen:
    number: int
    words: tuple[str, ...]


def sees(payload: bytes) -> Seen:
    return Seen(len(payload), (payload.decode("utf-8"), "ميثاق"))


def waits(payload: bytes) -> Seen:
    time.sleep(0.2)
    return Seen(os.getpid(), ())


def refuses(payload: bytes) -> Seen:
    raise Unreadable(Why.TOO_LARGE, most=7)


def spins(payload: bytes) -> Seen:
    while True:
        pass


def sleeps(payload: bytes) -> Seen:
    time.sleep(600)
    return Seen(0, ())


def hoards(payload: bytes) -> Seen:
    held = [b"x" * 1_000_000 for _ in range(5_000)]
    return Seen(len(held), ())


def hoards_beneath_python(payload: bytes) -> Seen:
    """Takes memory and touches it as a library in C would, then falls over the refusal."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while True:
        got = libc.malloc(ctypes.c_size_t(10_000_000))
        ctypes.memset(got, 1, 10_000_000)


def stumbles(payload: bytes) -> Seen:
    return Seen(1 // 0, ())


def falls(payload: bytes) -> Seen:
    ctypes.string_at(0)
    return Seen(0, ())


def babbles(payload: bytes) -> Seen:
    return Seen(0, ("x" * 1_000_000,) * 60)


def lies(payload: bytes) -> Seen:
    """Writes an answer of its own making and leaves."""
    os.write(3, payload)
    os._exit(0)


def tries(payload: bytes) -> Seen:
    """Does what no reader may, one thing after another; returns what it got away with."""
    libc = ctypes.CDLL(None, use_errno=True)
    attempts = {
        "a socket": socket.socket,
        "a pair of sockets": socket.socketpair,
        "a file to read": lambda: Path("/etc/passwd").read_bytes(),
        "a file to write": lambda: Path(payload.decode()).write_text("x"),
        "a process": lambda: os.fork() or os._exit(0),
        "another program": lambda: os.execv("/bin/true", ["true"]),
        "a signal to the parent": lambda: os.kill(os.getppid(), signal.SIGKILL),
        "a list of files": lambda: list(Path("/").iterdir()),
        "a link": lambda: Path(payload.decode()).symlink_to("/"),
        "more memory": lambda: __import__("resource").setrlimit(9, (2**40, 2**40)),
        "a look at another process": lambda: libc.ptrace(16, os.getppid(), 0, 0) == 0 or refuse(),
        "another network": lambda: libc.unshare(0x40000000) == 0 or refuse(),
    }
    return Seen(os.getpid(), tuple(what for what, attempt in attempts.items() if succeeds(attempt)))


def refuse() -> None:
    raise PermissionError


def succeeds(attempt) -> bool:
    try:
        attempt()
    except (OSError, ValueError):
        return False
    return True
