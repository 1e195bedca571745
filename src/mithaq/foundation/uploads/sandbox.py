"""Reading a file in a child that can do no harm: `in_a_child(read_recommendations, payload)`.

A call costs a fork of a prepared process (`nursery`), a few milliseconds; the first one starts that process. It may be
called from any thread. The function must be pure, take bytes, stand at the top of a module and state the type it
returns, because the answer comes back as JSON and is rebuilt by that type.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import select
import socket
import subprocess
import sys
import threading
import time
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from signal import SIGXCPU
from typing import Any, TypeVar

import mithaq
from mithaq.core.reading.unreadable import Fact, Unreadable, Why
from mithaq.foundation.uploads.confinement import MEGABYTE, OFFICE, Limits
from mithaq.foundation.uploads.plain import unpacked

Result = TypeVar("Result")
#: Who is told how far a child is: pages read, and pages in all; zeros where it has said nothing new.
Told = Callable[[int, int], None]

_log = logging.getLogger(__name__)
#: How long the nursery itself may take to start, or to notice that a child is overdue.
_PATIENCE = 30
#: A child that fell while it held this share of its memory fell for want of memory.
_NEARLY_ALL = 0.6
#: Letters in a line that says how far a child is.
_LONGEST_LINE = 40


@dataclass(frozen=True)
class _Ending:
    """How a child ended: exit status (negative: signal), whether it was overdue, seconds and megabytes it took."""

    status: int
    overdue: bool
    cpu: float
    memory: int


@dataclass(frozen=True)
class _Refusal:
    unreadable: Why
    facts: dict[str, Fact]


@dataclass(frozen=True)
class _Stumble:
    stumbled: str


class _Gone(Exception):
    """The nursery ended before it said how the child did."""


def in_a_child(
    function: Callable[[bytes], Result], payload: bytes, *, limits: Limits = OFFICE, told: Told | None = None
) -> Result:
    """What `function(payload)` returns, computed in a child within `limits`.

    Where somebody wants to be `told` how far it is, the function takes that too. They are called from here, every
    second while the child works, whether it has said anything new or not; what they raise ends the waiting.

    Raises `Unreadable` as the function does, and with `too_heavy`, `too_slow` or `crashed` where the child was stopped.
    """
    order = {
        "function": f"{function.__module__}:{function.__qualname__}",
        "limits": asdict(limits),
        "tells": told is not None,
    }
    with _nursery.room:
        for _ in range(3):  # a nursery that was killed is started anew, and reading again does no harm
            with contextlib.suppress(_Gone):
                answer, ending = _nursery.ask(json.dumps(order).encode(), payload, limits, told)
                return typing.cast(Result, _result(function, answer, ending, limits))
    raise Unreadable(Why.CRASHED)


def which_isolation() -> tuple[str, ...]:
    """The walls that keep a child from the network on this host: "namespaces", "seccomp", both, or none."""
    return _nursery.walls()


def _result(function: Callable[[bytes], Any], answer: bytes, ending: _Ending, limits: Limits) -> Any:
    if ending.status:
        raise _stopped(function, ending, limits)
    kind = _answers(typing.get_type_hints(function)["return"])
    try:
        found = unpacked(kind, answer)
    except ValueError:
        _log.warning("The child that ran %s gave an answer of another kind.", function.__name__)
        raise Unreadable(Why.CRASHED) from None
    if isinstance(found, _Refusal):
        raise Unreadable(found.unreadable, **found.facts)
    if isinstance(found, _Stumble):
        _log.warning("%s stumbled in its child: %s", function.__name__, found.stumbled)
        raise Unreadable(Why.CRASHED)
    return found.result


def _answers(kind: Any) -> Any:
    """The type of an answer: a result of this kind, a refusal, or a stumble."""
    if kind not in _answers_known:

        @dataclass(frozen=True)
        class Answer:
            result: Any

        Answer.__annotations__["result"] = kind
        _answers_known[kind] = Answer | _Refusal | _Stumble
    return _answers_known[kind]


_answers_known: dict[Any, Any] = {}


def _stopped(function: Callable[[bytes], Any], ending: _Ending, limits: Limits) -> Unreadable:
    if ending.overdue or ending.status == -SIGXCPU or ending.cpu >= limits.cpu:
        return Unreadable(Why.TOO_SLOW)
    if ending.memory >= limits.memory * _NEARLY_ALL:
        return Unreadable(Why.TOO_HEAVY)
    _log.warning("The child that ran %s ended with status %s.", function.__name__, ending.status)
    return Unreadable(Why.CRASHED)


class _Nursery:
    """The prepared process, started when first needed and again when it was killed."""

    def __init__(self) -> None:
        #: No more children at once than cores (two at least): the others wait, and their time does not run.
        self.room = _room()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._walls: tuple[str, ...] = ()

    def walls(self) -> tuple[str, ...]:
        """What the process said of its isolation when it started."""
        with self._lock:
            self._running()
            return self._walls

    def ask(self, order: bytes, payload: bytes, limits: Limits, told: Told | None = None) -> tuple[bytes, _Ending]:
        """Send an order with a file; the child's answer and how it ended. Raises `_Gone`."""
        with _ends() as (work, work_there, report, report_there):
            with self._lock:
                control = self._running()
                try:
                    socket.send_fds(control, [order], [work_there.fileno(), report_there.fileno()])
                except OSError:
                    self._end()
                    raise _Gone from None
            work_there.close()
            report_there.close()
            work.settimeout(limits.wall + _PATIENCE)
            try:
                answer = _exchanged(work, payload, limits, told)
            except TimeoutError:
                self.end()
                raise Unreadable(Why.TOO_SLOW) from None
            return answer, _ending(report)

    def end(self) -> None:
        """End the process and its children; the next order starts another."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """After a fork: the process belongs to the parent, which will wait for it; ours is yet to be started."""
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0
        self._control = self._process = None
        # Another thread of the parent may have held these when it was forked.
        self._lock, self.room = threading.Lock(), _room()

    def _running(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._control is None:
            self._start()
        assert self._control is not None
        return self._control

    def _start(self) -> None:
        here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mithaq.foundation.uploads.nursery", str(there.fileno())],
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
                start_new_session=True,
            )
        self._control = here
        here.settimeout(_PATIENCE)
        try:
            self._walls = tuple(json.loads(here.recv(4096)))
        except (OSError, ValueError):
            self._end()
            raise _Gone from None

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None


def _room() -> threading.BoundedSemaphore:
    return threading.BoundedSemaphore(max(2, os.cpu_count() or 2))


def _environment() -> dict[str, str]:
    """No secret of the server's: only where the modules are, and that text is UTF-8."""
    package = Path(mithaq.__file__).parent.parent
    paths = dict.fromkeys([str(package), *(path for path in sys.path if path)])
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@contextmanager
def _ends() -> Iterator[tuple[socket.socket, socket.socket, socket.socket, socket.socket]]:
    """Two connections, ours and theirs: one for the file and the answer, one for the report."""
    with contextlib.ExitStack() as stack:
        ends = (*socket.socketpair(), *socket.socketpair())
        for end in ends:
            stack.callback(end.close)
        yield ends


def _exchanged(work: socket.socket, payload: bytes, limits: Limits, told: Told | None) -> bytes:
    """Send the file and take the answer. Raises `Unreadable` where the answer grows beyond all bounds."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the report will say how the child ended
        work.sendall(payload)
        work.shutdown(socket.SHUT_WR)
    answer = bytearray()
    with contextlib.suppress(ConnectionResetError):
        for piece in _pieces(work, limits) if told else iter(lambda: work.recv(MEGABYTE), b""):
            answer += piece
            if told:
                _pass_on(answer, told)
            if len(answer) > limits.answer * MEGABYTE:
                raise Unreadable(Why.TOO_HEAVY)
    return bytes(answer)


def _pieces(work: socket.socket, limits: Limits) -> Iterator[bytes]:
    """What comes in, as it comes; an empty piece for each second in which nothing does."""
    until = time.monotonic() + limits.wall + _PATIENCE
    work.settimeout(1)
    while time.monotonic() < until:
        try:
            piece = work.recv(MEGABYTE)
        except TimeoutError:
            yield b""
        else:
            if not piece:
                return
            yield piece
    raise TimeoutError


def _pass_on(answer: bytearray, told: Told) -> None:
    """Take the lines off that say how far the child is, and pass the latest on."""
    done = of = 0
    while answer[:1] == b"\0" and (end := answer.find(b"\n", 0, _LONGEST_LINE)) > 0:
        said = bytes(answer[1:end]).split()
        if len(said) == 2 and all(word.isdigit() for word in said):
            done, of = int(said[0]), int(said[1])
        del answer[: end + 1]
    told(done, of)


def _ending(report: socket.socket) -> _Ending:
    """What the nursery reports. Raises `_Gone` where it went before it could."""
    ready, _, _ = select.select([report], [], [], _PATIENCE)
    said = report.recv(4096) if ready else b""
    if not said.endswith(b"\n"):
        raise _Gone
    return _Ending(**json.loads(said))


_nursery = _Nursery()
os.register_at_fork(after_in_child=_nursery.forget)
atexit.register(_nursery.end)
