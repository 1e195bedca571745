"""A house of many mayors who are called on to endorse many texts, and their browsers; other scripts serve it.

It is made through the verbs, so that each mandate is examined and each text frozen as in any house.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "k" * 32
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mayor:
    """Somebody with a mandate to endorse for a city, and the session in which they are signed in."""

    city: str
    session: str


@dataclass(frozen=True)
class Called:
    """A text that cities are called on to endorse, and its hash."""

    text: str
    hash: str


def begin(home: str, settings: str = "mithaq.site.settings") -> None:
    """Let this process, and those it starts, work in that folder with a database and static files that are ready, and
    with Python's compiled files, as an installation has them."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode, sys.pycache_prefix = False, f"{home}/compiled"
    os.environ |= {
        "PYTHONPYCACHEPREFIX": sys.pycache_prefix,
        "MITHAQ_HOME": home,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{home}/mithaq.sqlite3",
        "MITHAQ_LOG": os.environ.get("MITHAQ_LOG", "CRITICAL"),
        "DJANGO_SETTINGS_MODULE": settings,
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from mithaq.site import serving, worker  # noqa: F401 - is compiled

    serving.make_ready()
    serving.read_every_page()


def a_full_house(mayors: int, texts: int, points: int = 3) -> tuple[list[Mayor], list[Called]]:
    """So many mayors, and texts of so many points: every other one is public, the rest is secret."""
    from django.db import transaction

    from mithaq.foundation import clock
    from tests.factories.house import a_house, a_mayor_with_a_mandate

    with transaction.atomic():
        house = a_house(clock.now() - 2 * DAY)
        seats = [a_mayor_with_a_mandate(house) for _ in range(mayors)]
        called = [_called(house, number, points) for number in range(texts)]
        _nobody_is_written_to_about_it()
    return [Mayor(seat.organisation.public_id, _session_of(seat)) for seat in seats], called


def _called(house, number: int, points: int) -> Called:
    from mithaq.communique.domain.compose import Composed, begin_text, compose
    from mithaq.communique.domain.freeze import freeze, publish
    from mithaq.communique.vocabulary import ClauseKind
    from mithaq.endorsements.domain.call import call

    title = {"en": f"Statement {number}", "ar": f"بيان {number}"}
    text = begin_text(house.cycle, f"statement-{number}", "statement", title, **house.by_us)
    words = [
        Composed(ClauseKind.POINT, {"en": f"Point {n} of {number}.", "ar": f"توصية {n} من {number}."})
        for n in range(points)
    ]
    frozen = freeze(compose(text, words, **house.by_us), **house.by_us)
    call(frozen.text, house.at, house.at + 30 * DAY, **house.by_us)
    if number % 2:
        publish(frozen.text, seat=house.secretariat, at=house.at + DAY)
    return Called(text.public_id, frozen.hash)


def _nobody_is_written_to_about_it() -> None:
    """Else the worker would first write an invitation to every mayor for every text."""
    from mithaq.foundation.chronicle.followers import followers
    from mithaq.foundation.chronicle.models import Cursor
    from mithaq.foundation.chronicle.queries import last_sequence

    for follower in followers():
        Cursor.objects.update_or_create(follower=follower.name, defaults={"sequence": last_sequence()})


def _session_of(seat) -> str:
    """A session in which the mayor has just proved who they are, for as long as a measurement takes."""
    from allauth.account.internal.flows import login
    from django.conf import settings
    from django.test import Client

    from mithaq.foundation.accounts.models import Account
    from mithaq.foundation.accounts.seated import CHOSEN_SEAT

    client = Client()
    client.force_login(Account.objects.of(seat.person), backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[CHOSEN_SEAT] = seat.public_id
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() + 86_400}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(seat.person.account.pk)
    session.save()
    return str(session.session_key)


class Server:
    """`mithaq serve`, with its web process and its worker."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mithaq", "serve", "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def answers(self) -> float:
        """Wait for the first page; seconds since the start."""
        while time.monotonic() < self.began + 120:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                connection.request("GET", "/en/declarations/", headers={"Host": "localhost"})
                if connection.getresponse().status == 200:
                    return time.monotonic() - self.began
            except (OSError, http.client.HTTPException):
                time.sleep(0.02)
        raise SystemExit("the server did not answer within two minutes")

    def killed(self) -> None:
        """End every process of it at once, as nothing that runs can hinder or notice."""
        everybody = list(with_children(self.process.pid))
        for pid in everybody:
            _signalled(pid, signal.SIGKILL)
        self.process.wait()
        while any(Path(f"/proc/{pid}").exists() and not _is_dead(pid) for pid in everybody):
            time.sleep(0.005)

    def ended(self) -> None:
        """End it as one does."""
        self.process.terminate()
        self.process.wait(timeout=30)


def with_children(pid: int) -> Iterator[int]:
    """A process and all that it has started, as Linux tells them."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from with_children(int(child))


def _signalled(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


class Browser:
    """One connection on which forms are sent, in whichever session."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def sends(self, mayor: Mayor, address: str, form: dict[str, str]) -> tuple[int, str]:
        """Status and address that a form is answered with. Raises `OSError` or `HTTPException` where it is not."""
        headers = {
            "Host": "localhost",
            "Cookie": f"sessionid={mayor.session}; csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request("POST", address, urlencode({**form, "csrfmiddlewaretoken": TOKEN}), headers)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")

    def endorses(self, mayor: Mayor, called: Called) -> str:
        """The last screen, sent: the identifier of the endorsement that the answer names; "" where it names none."""
        form = {"hash": called.hash, "read": "en", "reserves": "no", "may_be_named": "yes", "screen": "done"}
        status, place = self.sends(mayor, f"/en/texts/{called.text}/endorse/", form)
        return place.strip("/").rpartition("/")[2] if status == 302 and "/endorsements/" in place else ""

    def reads(self, mayor: Mayor, address: str) -> bytes:
        """What stands there; empty where nothing does."""
        self.connection.request("GET", address, headers={"Host": "localhost", "Cookie": f"sessionid={mayor.session}"})
        answer = self.connection.getresponse()
        content = answer.read()
        return content if answer.status == 200 else b""
