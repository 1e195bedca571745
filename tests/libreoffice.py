"""LibreOffice Writer as a second opinion on Word files, and as the editor of a city: driven without a window.

    with writer() as office:
        office.changes(path)                      # what LibreOffice sees: kind, author, date, words
        office.settled(path, out, accept=True)    # all changes accepted (or rejected), written as Word again
        office.edited(path, out, "Lisbon", [{"do": "replace", "find": "should", "put": "shall"}])

Steps of `edited`, all recorded as tracked changes of that author: `replace` (find, put; the first one found), `delete`
(find), `after` (find, put: a new paragraph after the one that holds the words), `drop` (find: the paragraph with its
end), `split` (find: a new paragraph before the words), `comment` (find, put).

The programs are Debian's `libreoffice-writer` and `python3-uno`; bin/setup sees to them. Each run has a profile folder
and a pipe of its own, and its processes are ended by their group, so that runs do not meet.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Debian's own Python: `uno` is made for it, and not for the one of the project.
SYSTEM_PYTHON = "/usr/bin/python3"
SECONDS_TO_ANSWER = 120


class NoWriter(Exception):
    """LibreOffice cannot be driven here; says why."""


@dataclass(frozen=True)
class Listed:
    """A tracked change as LibreOffice lists it. `date` is ISO, to the second, as the file has it."""

    kind: str
    author: str
    date: str
    words: str


def why_not() -> str:
    """Why LibreOffice cannot be driven here; empty if it can."""
    if not shutil.which("soffice"):
        return "LibreOffice Writer is not installed; bin/setup says how."
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if found.returncode == 0 else "python3-uno is not installed; bin/setup says how."


class Writer:
    """A LibreOffice that runs, and the Python beside it that talks to it, a line of JSON each way."""

    def __init__(self, talk: subprocess.Popen[str]) -> None:
        self._talk = talk

    def changes(self, path: Path) -> list[Listed]:
        """Every tracked change of the file."""
        return [Listed(**one) for one in self._asked("changes", path=str(path))]

    def comments(self, path: Path) -> list[dict[str, str]]:
        """Every comment: `author`, `words`."""
        found: list[dict[str, str]] = self._asked("comments", path=str(path))
        return found

    def paragraphs(self, path: Path) -> list[str]:
        """The words of each paragraph of the body, tables cell by cell, as LibreOffice has them."""
        found: list[str] = self._asked("paragraphs", path=str(path))
        return found

    def settled(self, path: Path, out: Path, *, accept: bool) -> Path:
        """The file with all changes accepted, or all rejected, as a Word file."""
        self._asked("settled", path=str(path), out=str(out), accept=accept)
        return out

    def edited(self, path: Path, out: Path, author: str, steps: Sequence[Mapping[str, str]]) -> Path:
        """The file after these steps, each a tracked change of this author, as a Word file."""
        self._asked("edited", path=str(path), out=str(out), author=author, steps=[dict(step) for step in steps])
        return out

    def _asked(self, what: str, **words: Any) -> Any:
        assert self._talk.stdin is not None
        assert self._talk.stdout is not None
        self._talk.stdin.write(json.dumps({"what": what, **words}) + "\n")
        self._talk.stdin.flush()
        answer = self._talk.stdout.readline()
        if not answer:
            raise NoWriter("LibreOffice ended without an answer.")
        said = json.loads(answer)
        if "fault" in said:
            raise AssertionError(said["fault"])
        return said["answer"]


@contextmanager
def writer() -> Iterator[Writer]:
    """A LibreOffice for as long as the block lasts. Raises NoWriter."""
    if reason := why_not():
        raise NoWriter(reason)
    folder = Path(tempfile.mkdtemp(prefix="mithaq-office-"))
    pipe = f"mithaq{secrets.token_hex(8)}"
    bare = {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    started: list[subprocess.Popen[Any]] = []
    try:
        command = [
            "soffice", "--headless", "--norestore", "--nologo",
            f"-env:UserInstallation=file://{folder}/profile", f"--accept=pipe,name={pipe};urp;",
        ]  # fmt: skip
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen(command, env=bare, start_new_session=True, cwd=folder, **quiet))
        talk = subprocess.Popen(
            [SYSTEM_PYTHON, str(Path(__file__).with_name("libreoffice_talk.py")), pipe],
            env=bare,
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(talk)
        yield Writer(talk)
    finally:
        for process in reversed(started):
            end(process)
        shutil.rmtree(folder, ignore_errors=True)


def end(process: subprocess.Popen[Any]) -> None:
    """End a process with those it started: `soffice` is a script that starts two more."""
    for stop in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, stop)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            continue
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.wait(timeout=5)
