"""Mail servers of a test: one that speaks just enough SMTP and refuses, and ways out that fail or take their time."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.mail.backends.locmem import EmailBackend


class Leisurely(EmailBackend):
    """Takes every letter, after a while in which another worker may come by."""

    def send_messages(self, messages):
        time.sleep(0.3)
        return super().send_messages(messages)


class Refusing(socketserver.StreamRequestHandler):
    """Takes nobody's letters, and says whose."""

    def handle(self):
        self.say("220 localhost")
        for line in self.rfile:
            words = line.decode().strip()
            if words.upper().startswith("RCPT"):
                self.say(f"550 5.1.1 {words[8:]} is unknown here")
            elif words.upper().startswith("QUIT"):
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def a_server_that_refuses() -> Iterator[int]:
    """Gives the port of a server that takes no letter."""
    with socketserver.ThreadingTCPServer(("localhost", 0), Refusing) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
