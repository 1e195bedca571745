"""How fast the pages are: requests per second, p50 and p99 in milliseconds, queries, bytes over the wire.

    .venv/bin/python benchmarks/pages.py [--requests 200]

Rehearses the model year into a folder of its own, serves it as `mithaq serve` does, and asks each page over
one connection after a warm-up. "again" is the same page asked by a browser that has been there before.
Queries are counted inside the process. Prints one line per page and audience; promises stand in the last
lines, each with its figure.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


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
        rows = measured(port, requests)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)
    return report(rows)


def measured(port: int, requests: int):
    """A row for each audience and page: requests per second, p50, p99, queries, bytes of two visits."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.site.settings")
    django.setup()
    pages = pages_of_the_year()
    audiences = (("stranger", ""), ("sherpa", signed_in_cookie()))
    figures = [
        (audience, name, *timed(port, path, cookie, requests), queries_of(path, cookie))
        for audience, cookie in audiences
        for name, path in pages.items()
    ]
    weights = weights_of(port, pages, audiences)
    return [(*row, *weight) for row, weight in zip(figures, weights, strict=True)]


def weights_of(port: int, pages: dict[str, str], audiences) -> list[tuple[int, int]]:
    """First and later visit of each page, in a real browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        return [weighed(browser, port, path, cookie) for _audience, cookie in audiences for path in pages.values()]


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


def timed(port: int, path: str, cookie: str, requests: int) -> tuple[float, float, float]:
    """Requests per second, p50 and p99 in milliseconds, over one connection."""
    headers = {"Accept-Encoding": "gzip", "Host": "localhost", **({"Cookie": cookie} if cookie else {})}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(10):
        ask(connection, path, headers)
    times = []
    for _ in range(requests):
        began = time.perf_counter()
        ask(connection, path, headers)
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    return 1000 / statistics.mean(times), statistics.median(times), times[int(len(times) * 0.99)]


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> None:
    """One answer; anything but 200 ends the measurement."""
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")


def weighed(browser, port: int, path: str, cookie: str) -> tuple[int, int]:
    """Bytes over the wire of a first visit and of a second one, with style sheets, scripts and the fonts in use."""
    context = browser.new_context()
    if cookie:
        context.add_cookies(
            [{"name": "sessionid", "value": cookie.partition("=")[2], "url": f"http://localhost:{port}"}]
        )
    try:
        return visit(context, port, path), visit(context, port, path)
    finally:
        context.close()


def visit(context, port: int, path: str) -> int:
    """Bytes that one visit takes over the wire."""
    page, taken = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    page.goto(f"http://localhost:{port}{path}", wait_until="networkidle")
    page.close()
    return int(sum(taken))


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
        f"{'audience':9} {'page':16} {'req/s':>7} {'p50 ms':>7} {'p99 ms':>7} {'queries':>7} {'first':>9} {'again':>9}"
    )
    for audience, name, rate, p50, p99, queries, first, again in rows:
        print(
            f"{audience:9} {name:16} {rate:7.0f} {p50:7.1f} {p99:7.1f} {queries:7d}"
            f" {first / 1000:6.1f} kB {again / 1000:6.1f} kB"
        )
    texts = [row for row in rows if row[1] in {"text", "declaration"}]
    others = [row for row in rows if row not in texts]
    promises = (
        ("most queries on a page, at most", max(row[5] for row in rows), 8),
        ("slowest p50 in ms, under", round(max(row[3] for row in rows), 1), 25),
        ("heaviest first visit in kB, under", round(max(row[6] for row in others) / 1000, 1), 200),
        ("heaviest first visit of a text page in kB, under", round(max(row[6] for row in texts) / 1000, 1), 300),
        ("heaviest later visit in kB, under", round(max(row[7] for row in rows) / 1000, 1), 30),
    )
    for words, figure, bound in promises:
        print(f"{'kept  ' if figure <= bound else 'BROKEN'} {words} {bound}: {figure}")
    return 0 if all(figure <= bound for _words, figure, bound in promises) else 1


if __name__ == "__main__":
    sys.exit(main())
