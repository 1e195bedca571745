"""Houses that run: the model year, copied from the shelf, and served by `mithaq serve` until the story is over."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

from tests.factories.played_years import PlayedYear, made_once
from tests.factories.surroundings import without_ours

PATIENCE = 120
#: What is started here ends with us, even if we are killed: the wish outlives the change into another program.
ENDING_WITH_US = (
    "import ctypes, os, signal, sys; sys.platform == 'linux' and ctypes.CDLL(None).prctl(1, signal.SIGTERM);"
    "os.execv(sys.argv[1], sys.argv[1:])"
)
MAKE_READY = "import django; django.setup(); from mithaq.site import serving; serving.make_ready()"


@dataclass(frozen=True)
class RunningHouse:
    """A house that answers at `address`; its records can be counted past the pages."""

    address: str
    home: Path

    def rows(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says, asked without any code of ours."""
        with closing(sqlite3.connect(f"file:{self.home / 'mithaq.sqlite3'}?mode=ro", uri=True)) as database:
            return database.execute(question, values).fetchall()

    def value(self, question: str, *values: Any) -> Any:
        """The one value that a question has for its answer."""
        ((value,),) = self.rows(question, *values)
        return value


def furnished(year: PlayedYear, shelf: Path) -> PlayedYear:
    """A played year with the letters that the worker writes, and its static files laid out."""

    def furnish(folder: Path) -> None:
        shutil.copytree(year.folder, folder)
        for command in (_command("worker", "--once"), [sys.executable, "-c", MAKE_READY]):
            done = subprocess.run(command, check=False, env=_at(year, folder), capture_output=True, text=True)
            assert done.returncode == 0, done.stderr

    return PlayedYear(made_once(shelf / f"furnished-{year.at:%Y-%m-%d}", furnish), year.at)


@contextmanager
def a_house(year: PlayedYear, home: Path) -> Iterator[RunningHouse]:
    """Serve a copy of a played year, with the demonstration on and its clock at the year's instant."""
    shutil.copytree(year.folder, home)
    with (home / "said.txt").open("w") as said, _serving(_at(year, home), said) as server:
        yield RunningHouse(_address(server, Path(said.name)), home)


@contextmanager
def a_house_later(house: RunningHouse, at: datetime) -> Iterator[RunningHouse]:
    """Serve a house that was left again, with its clock at a later instant. Whoever was signed in still is."""
    later = _at(PlayedYear(house.home, at), house.home)
    with (house.home / "said.txt").open("w") as said, _serving(later, said) as server:
        yield RunningHouse(_address(server, Path(said.name)), house.home)


@contextmanager
def an_empty_house(home: Path) -> Iterator[tuple[RunningHouse, str]]:
    """Serve an installation in which nothing has happened; with the code that its server shows."""
    home.mkdir()
    surroundings = {
        **without_ours(),
        "DJANGO_SETTINGS_MODULE": "mithaq.site.settings",
        "MITHAQ_HOME": str(home),
        "MITHAQ_MAIL": f"file:{home / 'letters'}",
        "MITHAQ_LOG": "WARNING",
    }
    said = home / "said.txt"
    with said.open("w") as words, _serving(surroundings, words) as server:
        address = _address(server, said)
        code = re.search(r"once: (\S+)", said.read_text())
        assert code is not None
        yield RunningHouse(address, home), code[1]


@contextmanager
def _serving(surroundings: dict[str, str], said: Any) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(
        [sys.executable, "-c", ENDING_WITH_US, *_command("serve", "--port", str(_a_free_port()))],
        env=surroundings,
        stdout=said,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield server
    finally:
        _end(server)


def _end(server: subprocess.Popen[bytes]) -> None:
    """End the server as a person would; then whatever is left of its group, which is ours alone."""
    server.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()


def _address(server: subprocess.Popen[bytes], said: Path) -> str:
    """Where the house answers, once it does."""
    give_up = time.monotonic() + PATIENCE
    with suppress(HTTPError):
        while time.monotonic() < give_up and server.poll() is None:
            told = re.search(r"http://localhost:\d+", said.read_text())
            if told and _answers(told[0]):
                return told[0]
            time.sleep(0.05)
    raise AssertionError(f"The house does not answer:\n{said.read_text()}")


def _answers(address: str) -> bool:
    """Whether the house is up. One that answers with a fault will not mend itself, and its fault is raised."""
    try:
        with urlopen(f"{address}/health", timeout=5):
            return True
    except HTTPError:
        raise
    except OSError:
        return False


def _a_free_port() -> int:
    with closing(socket.socket()) as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "mithaq", *words]


def _at(year: PlayedYear, home: Path) -> dict[str, str]:
    """The environment of a demonstration in `home`, with nothing of this process's own Mithaq in it."""
    return without_ours() | {
        "DJANGO_SETTINGS_MODULE": "mithaq.site.settings",
        "MITHAQ_HOME": str(home),
        "MITHAQ_DEMONSTRATION": "1",
        "MITHAQ_CLOCK": year.at.isoformat(),
        "MITHAQ_MAIL": f"file:{home / 'letters'}",
        "MITHAQ_LOG": "WARNING",
    }
