"""How many endorsements a second are acknowledged over HTTP, beside a plain view that inserts as many rows.

    .venv/bin/python benchmarks/endorsing.py [--acts 600] [--browsers 4] [--points 27] [--rounds 6]

Serves a house as `mithaq serve` does, with one address more (`plain_urls.py`): a signed-in view that inserts rows in
one transaction and does nothing else. The same browsers send endorsements, which the commit acknowledges, and forms of
the plain view, in turns, so that whatever else the machine does slows both. Promise: at least half the plain view's
rate.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import mayors
from pages import free_port

PROMISED = 0.5
WAYS = ("endorsements", "rows by themselves", "rows together")


def main() -> int:
    """Measure and print; 1 where the promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, count in (("acts", 600), ("browsers", 4), ("points", 27), ("rounds", 6)):
        parser.add_argument(f"--{name}", type=int, default=count, help=f"({count})")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parent)
        mayors.begin(home, settings="plain_settings")
        texts = 10
        people, called = mayors.a_full_house(wanted.acts // texts + 1, texts * 2, points=wanted.points)
        public = called[1::2]  # their leaves enter at once
        pairs = [(mayor, one) for one in public for mayor in people]
        return report(wanted, measured(wanted, pairs))


def measured(wanted: argparse.Namespace, pairs: list) -> tuple[int, dict[str, list[float]]]:
    """Rows that an endorsement inserts; for each way the acknowledged acts a second, one figure a round."""
    server = mayors.Server(free_port())
    try:
        server.answers()
        browsers = [mayors.Browser(server.port) for _ in range(wanted.browsers)]
        rows = rows_of_one(browsers[0], *pairs[0])
        each, rates = (wanted.acts - 20) // wanted.rounds, {way: [] for way in WAYS}
        warm, left = pairs[1:20], pairs[20:]
        for round_of in range(wanted.rounds + 1):
            part = left[(round_of - 1) * each : round_of * each] if round_of else warm
            for way in WAYS:
                seconds = timed(browsers, way, part, rows)
                if round_of:
                    rates[way].append(len(part) / seconds)
        return rows, rates
    finally:
        server.ended()


def rows_of_one(browser, mayor, called) -> int:
    """How many rows there are more once one endorsement has been acknowledged."""
    before = rows_in_all()
    if not browser.endorses(mayor, called):
        raise SystemExit("the first endorsement was not acknowledged")
    return rows_in_all() - before


def rows_in_all() -> int:
    """Rows of the tables that an endorsement writes into; the worker writes into others meanwhile."""
    from mithaq.endorsements.models import Endorsement, Leaf, QueuedLeaf, TreeHash
    from mithaq.foundation.chronicle.models import Act, ActThing
    from mithaq.foundation.thread.models import Edge

    return sum(one.objects.count() for one in (Endorsement, Leaf, QueuedLeaf, TreeHash, Act, ActThing, Edge))


def timed(browsers: list, way: str, part: list, rows: int) -> float:
    """Seconds until all of these have been acknowledged."""

    def sent(number: int) -> None:
        for mayor, called in part[number :: len(browsers)]:
            if way == "endorsements":
                is_done = browsers[number].endorses(mayor, called)
            else:
                how = "together" if way == "rows together" else "each"
                is_done = browsers[number].sends(mayor, f"/plain/{rows}/{how}/", {})[0] == 302
            if not is_done:
                raise SystemExit(f"one of the {way} was not acknowledged")

    began = time.perf_counter()
    with ThreadPoolExecutor(len(browsers)) as pool:
        list(pool.map(sent, range(len(browsers))))
    return time.perf_counter() - began


def report(wanted: argparse.Namespace, found: tuple[int, dict[str, list[float]]]) -> int:
    """One line a way; the promise last."""
    rows, rates = found
    middle = {way: statistics.median(some) for way, some in rates.items()}
    for way in WAYS:
        print(f"{middle[way]:7.1f}/s  {way if way == 'endorsements' else f'{rows} {way}, by a plain view'}")
    shares = {
        way: statistics.median(one / other for one, other in zip(rates[WAYS[0]], rates[way], strict=True))
        for way in WAYS[1:]
    }
    print(f"       {shares[WAYS[2]]:.0%} of the plain view's rate where it inserts all rows with one statement")
    share = shares[WAYS[1]]
    is_kept = share >= PROMISED
    print(f"{'kept  ' if is_kept else 'BROKEN'} share of the plain view's rate, at least {PROMISED:.0%}: {share:.0%}")
    return 0 if is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
