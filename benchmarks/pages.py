"""How fast the pages are: requests per second, p50 and p99 in milliseconds, queries, bytes over the wire.

    .venv/bin/python benchmarks/pages.py [--requests 200]

Rehearses the model year into a folder of its own, serves it as `mithaq serve` does, and asks each page over
one connection after a warm-up. "again" is the same page asked by a browser that has been there before.
Queries are counted inside the process. Prints one line per page and audience; promises stand in the last
lines, each with its figure.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {"Accept-Encoding": "gzip, br", "Accept": "text/html", "Host": "localhost"}


def main() -> int:
    """Measure, print, and say how each promise is kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=int, default=200, help="requests per page (default 200)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [sys.executable, "-m", "mithaq", "rehearse", str(ROOT / "demo/model-year"), "--out", home],
            check=True,
            capture_output=True,
        )
        return measure(Path(home), wanted.requests)


def measure(home: Path, requests: int) -> int:
    """Serve the rehearsed year and ask for every page as a stranger and as a sherpa."""
    port = free_port()
    environment = {
        **os.environ,
        "MITHAQ_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{home / 'mithaq.sqlite3'}",
        "MITHAQ_DEMONSTRATION": "1",
        "MITHAQ_CLOCK": "2031-11-30T18:00:00+03:00",
        "MITHAQ_LOG": "ERROR",
    }
    os.environ.update(environment)
    server = subprocess.Popen(
        [sys.executable, "-m", "mithaq", "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port)
        rows = list(measured(port, requests))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
    return report(rows)


def measured(port: int, requests: int):
    """One row for each audience and page."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.site.settings")
    django.setup()
    pages = pages_of_the_year()
    for audience, cookie in (("stranger", ""), ("sherpa", signed_in_cookie())):
        for name, path in pages.items():
            yield (audience, name, path, *timed(port, path, cookie, requests), queries_of(path, cookie))


def pages_of_the_year() -> dict[str, str]:
    """An address of each kind of page, in the year's own records."""
    from django.urls import reverse
    from django.utils.translation import override

    from mithaq.communique.models import Text
    from mithaq.endorsements.models import Endorsement
    from mithaq.foundation.actors.models import Organisation
    from mithaq.recommendations.models import Point, Recommendation

    text = Text.objects.get()
    with override("ar"):
        return {
            "home": reverse("desk:home"),
            "year": reverse("cycle:year"),
            "members": reverse("members:roll"),
            "organisation": reverse("members:organisation", args=[Organisation.objects.first().public_id]),
            "recommendations": reverse("recommendations:all"),
            "recommendation": reverse(
                "recommendations:recommendation", args=[Recommendation.objects.first().public_id]
            ),
            "point": reverse("recommendations:point", args=[Point.objects.first().public_id]),
            "text": reverse("communique:text", args=[text.public_id]),
            "declaration": reverse("endorsements:declaration", args=[text.public_id]),
            "endorsement": reverse(
                "endorsements:endorsement", args=[Endorsement.objects.filter(may_be_named=True).first().public_id]
            ),
            "figures": reverse("press:figures"),
            "figure": reverse("press:figure", args=["cities_endorsing"]),
        }


def signed_in_cookie() -> str:
    """A session of a sherpa, as the sign-in would make it."""
    from django.test import Client

    from mithaq.foundation.accounts.models import Account
    from mithaq.foundation.actors.models import Seat

    client = Client()
    client.force_login(Account.objects.of(Seat.objects.filter(role="sherpa").first().person))
    return f"sessionid={client.cookies['sessionid'].value}"


def queries_of(path: str, cookie: str) -> int:
    """How many queries the page takes."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"cookie": cookie} if cookie else {})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"{path}?fresh=1")
    return len(captured)


def timed(port: int, path: str, cookie: str, requests: int) -> tuple[float, float, float, int, int]:
    """Requests per second, p50, p99, bytes of the first visit, bytes of a later one."""
    headers = {**HEADERS, **({"Cookie": cookie} if cookie else {})}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    body, answer = ask(connection, path, headers)
    again = {**headers, **({"If-None-Match": answer.getheader("ETag")} if answer.getheader("ETag") else {})}
    for _ in range(10):
        ask(connection, path, headers)
    times = []
    for _ in range(requests):
        began = time.perf_counter()
        ask(connection, path, headers)
        times.append((time.perf_counter() - began) * 1000)
    later, _answer = ask(connection, path, again)
    first = weight(body) + sum(weight_of_file(connection, file) for file in files_of(connection, body))
    times.sort()
    return (
        1000 / statistics.mean(times),
        statistics.median(times),
        times[min(len(times) - 1, int(len(times) * 0.99))],
        first,
        weight(later),
    )


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]):
    """One answer; anything but 200 and 304 ends the measurement."""
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status not in (200, 304):
        raise SystemExit(f"{path} answered {answer.status}")
    return (gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body), answer


def weight(body: bytes) -> int:
    """Bytes as a compressing proxy or server sends them."""
    return len(gzip.compress(body, 6)) if body else 0


def files_of(connection: http.client.HTTPConnection, body: bytes) -> set[str]:
    """The style sheets, scripts and fonts that the page draws in, fonts counted as if all were used."""
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', body.decode()))
    for sheet in sorted(file for file in files if file.endswith(".css")):
        css, _answer = ask(connection, sheet, HEADERS)
        base = sheet.rsplit("/", 1)[0]
        for found in re.findall(r'url\(["\']?([^"\')]+)', css.decode()):
            files.add(os.path.normpath(f"{base}/{found}") if not found.startswith("/") else found)
    return {file for file in files if not file.startswith("data:")}


def weight_of_file(connection: http.client.HTTPConnection, file: str) -> int:
    """Bytes over the wire of a static file."""
    body, _answer = ask(connection, file, HEADERS)
    return len(body) if file.endswith((".woff2", ".png")) else weight(body)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int) -> None:
    """Until the server answers, at most a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def report(rows) -> int:
    """Print the table and the promises; 1 where one is broken."""
    print(
        f"{'audience':9} {'page':16} {'req/s':>7} {'p50 ms':>7} {'p99 ms':>7} {'queries':>7} {'first kB':>8} {'again kB':>8}"
    )
    for audience, name, _path, rate, p50, p99, first, again, queries in rows:
        print(
            f"{audience:9} {name:16} {rate:7.0f} {p50:7.1f} {p99:7.1f} {queries:7d} {first / 1000:8.1f} {again / 1000:8.1f}"
        )
    promises = {
        "most queries on a page (at most 8)": (max(row[8] for row in rows), 8),
        "slowest p50 in ms (under 25)": (round(max(row[4] for row in rows), 1), 25),
        "heaviest first visit in kB (under 300)": (round(max(row[6] for row in rows) / 1000, 1), 300),
        "heaviest later visit in kB (under 30)": (round(max(row[7] for row in rows) / 1000, 1), 30),
    }
    for promise, (figure, bound) in promises.items():
        print(f"{'kept  ' if figure <= bound else 'BROKEN'} {promise}: {figure}")
    return 0 if all(figure <= bound for figure, bound in promises.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
