"""A mail server of our own on this machine: as much of IMAP (RFC 3501) as a reader of one folder needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            tag, _space, command = line.decode().strip().partition(" ")
            if not self._answer(tag, command):
                return

    def _answer(self, tag: str, command: str) -> bool:
        mails: dict[int, bytes] = self.server.mails  # type: ignore[attr-defined]
        self.server.commands.append(command)  # type: ignore[attr-defined]
        upper = command.upper()
        if upper == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif upper.startswith("LOGIN") and "wrong" in command:
            self._say(f"{tag} NO [AUTHENTICATIONFAILED] wrong")
            return True
        elif upper.startswith(("SELECT", "EXAMINE")):
            self._say(f"* {len(mails)} EXISTS")
            self._say(f"* OK [UIDVALIDITY {self.server.validity}] fine")  # type: ignore[attr-defined]
        elif upper.startswith("UID SEARCH"):
            first = int(re.search(r"UID (\d+):", command.partition("SEARCH")[2])[1])  # type: ignore[index]
            found = [number for number in mails if number >= first] or list(mails)[-1:]
            self._say("* SEARCH " + " ".join(map(str, found)))
        elif upper.startswith("UID FETCH"):
            number = int(upper.split()[2])
            if "RFC822.SIZE" in upper:
                self._say(f"* 1 FETCH (UID {number} RFC822.SIZE {self._size(mails[number])})")
            else:
                content = mails[number]
                self.wfile.write(f"* 1 FETCH (UID {number} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n")
        elif upper == "LOGOUT":
            self._say("* BYE")
            self._say(f"{tag} OK done")
            return False
        self._say(f"{tag} OK done")
        return True

    def _size(self, content: bytes) -> int:
        return self.server.claimed or len(content)  # type: ignore[attr-defined]

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Holds mails by their identifiers; `commands` is what it was told."""

    daemon_threads = True

    def __init__(self, mails: dict[int, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.mails, self.validity, self.claimed = mails, 1, 0
        self.commands: list[str] = []

    @property
    def address(self) -> str:
        """The mailbox's address."""
        return f"imap://returns:secret@127.0.0.1:{self.server_address[1]}/INBOX"


@contextmanager
def a_mail_server(*mails: bytes) -> Iterator[MailServer]:
    """A running mail server with these mails, numbered from one."""
    with MailServer(dict(enumerate(mails, start=1))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
