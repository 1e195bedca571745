"""A witness of other people's logs: it cosigns each state that continues the last one it saw, and nothing else.

It knows no database and no year. Its folder holds its key (`witness.key`, for its owner alone), the logs it knows
(`logs`, one key to a line) and the last state of each (`seen.json`), which is replaced in one go and on the disk before
the cosignature leaves.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mithaq.core.tlog.notes import COSIGNS, PublicKey, SigningKey, cosigned, read_key
from mithaq.core.tlog.witnessing import Seen, considered
from mithaq.foundation.clock import real_now

#: Bytes of the longest request: a proof and a note with many cosignatures fit in.
LONGEST = 100_000
#: Seconds after which somebody who sends nothing is no longer waited for.
PATIENCE = 10
_one_at_a_time = threading.Lock()


class Witness:
    """What a witness keeps in its folder."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.key = folder, SigningKey(name, _seed(folder / "witness.key"), COSIGNS)

    def logs(self) -> dict[str, PublicKey]:
        """The logs it knows by name, with their keys."""
        listed = self.folder / "logs"
        keys = [read_key(line) for line in listed.read_text().splitlines() if line.strip()] if listed.exists() else []
        return {key.name: key for key in keys}

    def know(self, written: str) -> None:
        """Know a log by its key from now on. Raises `NotANote`."""
        key = read_key(written)
        if self.logs().get(key.name) != key:
            with (self.folder / "logs").open("a") as listed:
                listed.write(f"{key}\n")

    def answer(self, request: str) -> tuple[int, str]:
        """Status and words for a request. The new state is kept for good before this returns."""
        with self._alone():
            seen = self._seen()
            answer = considered(request, self.logs(), seen)
            if answer.checkpoint is None:
                return answer.status, answer.words + "\n"
            state = answer.checkpoint
            self._keep({**seen, state.origin: Seen(state.size, state.root)})
            return 200, cosigned(state.text, self.key, int(real_now().timestamp()))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else reads or writes the states, neither a thread nor another process on this folder."""
        with _one_at_a_time, (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _seen(self) -> dict[str, Seen]:
        kept = self.folder / "seen.json"
        told = json.loads(kept.read_text()) if kept.exists() else {}
        return {name: Seen(size, bytes.fromhex(root)) for name, (size, root) in told.items()}

    def _keep(self, seen: dict[str, Seen]) -> None:
        fresh = self.folder / "seen.fresh"
        with fresh.open("w") as file:
            json.dump({name: [one.size, one.root.hex()] for name, one in seen.items()}, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.folder / "seen.json")
        above = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(above)
        finally:
            os.close(above)


def server_of(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """The witness on an address: POST add-checkpoint; GET tells its key."""

    class Answers(BaseHTTPRequestHandler):
        timeout = PATIENCE

        def do_GET(self) -> None:
            self._say(200, f"{witness.key.public}\n")

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if self.path.rstrip("/").rpartition("/")[2] != "add-checkpoint":
                self._say(404, "POST add-checkpoint\n")
            elif not length.isdecimal() or int(length) > LONGEST:
                self._say(413, f"at most {LONGEST} bytes\n")
            else:
                self._say(*witness.answer(self.rfile.read(int(length)).decode(errors="replace")))

        def _say(self, status: int, words: str) -> None:
            content = words.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by the standard library
            return

    return ThreadingHTTPServer((host, port), Answers)


def _seed(file: Path) -> bytes:
    """The key of the folder, made when it is first asked for."""
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(secrets.token_hex(32) + "\n")
            written.flush()
            os.fsync(written.fileno())
    return bytes.fromhex(file.read_text().strip())
