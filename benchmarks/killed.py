"""Endorsements while the server is killed again and again: none that was acknowledged is lost, none is doubled.

    .venv/bin/python benchmarks/killed.py [--kills 200] [--acts 10000] [--browsers 4] [--seconds 5]

Serves a house of many mayors and texts, half of them public, as `mithaq serve` does. Browsers endorse over HTTP and
remember what was acknowledged; every process of the server is ended by SIGKILL at random moments and started again;
what was not acknowledged is sent once more. After each kill the chronicle and the transparency log are read and hashed
anew. At the end the secret texts are published, and every receipt and promise that was fetched on the way is held
against the log. Promises: none lost, none doubled, chronicle and log whole each time, pages again within five seconds
of the start.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import mayors
from pages import free_port

#: Of how many acknowledged endorsements one has its receipt fetched at once.
FETCHED = 25
#: Answers of another kind after which a browser gives up.
MOST_WRONG = 20


def main() -> int:
    """Kill, look, and print; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, count in (("kills", 200), ("acts", 10_000), ("browsers", 4), ("seconds", 5), ("seed", 6)):
        parser.add_argument(f"--{name}", type=int, default=count, help=f"({count})")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        mayors.begin(home)
        side = int((wanted.acts * 1.3) ** 0.5) + 2  # some are left when the last kill comes
        load = Load(*mayors.a_full_house(side, side), wanted.browsers, wanted.seed)
        return report(wanted, load, killed_and_looked_at(wanted, load))


class Load:
    """Browsers that endorse what is still to be endorsed, and know what was acknowledged."""

    def __init__(self, people, texts, browsers: int, seed: int) -> None:
        self.waiting = deque((mayor, called) for mayor in people for called in texts)
        self.dice = random.Random(seed)
        self.dice.shuffle(self.waiting)
        self.port = free_port()
        #: City and text with the endorsement that was acknowledged; city and text with the receipt that was given out.
        self.acknowledged: dict[tuple[str, str], str] = {}
        self.given_out: dict[tuple[str, str], dict] = {}
        self.cut_off = 0
        self.wrong: list[str] = []
        self.serving, self.is_over = threading.Event(), False
        self.threads = [threading.Thread(target=self._browses, daemon=True) for _ in range(browsers)]
        for thread in self.threads:
            thread.start()

    def _browses(self) -> None:
        browser = mayors.Browser(self.port)
        while not self.is_over and self.waiting:
            self.serving.wait()
            mayor, called = one = self.waiting.popleft()
            key = (mayor.city, called.text)
            try:
                name = browser.endorses(mayor, called)
                if not name:
                    self.wrong.append(f"{key} was not answered with an endorsement")
                    if len(self.wrong) > MOST_WRONG:
                        return
                    continue
                self.acknowledged[key] = name
                if len(self.acknowledged) % FETCHED == 0:
                    told = browser.reads(mayor, f"/en/endorsements/{name}/receipt.json")
                    if told:
                        self.given_out[key] = json.loads(told)
                    else:
                        self.wrong.append(f"{key} had no receipt")
            except (OSError, http.client.HTTPException):
                self.cut_off += key not in self.acknowledged
                if key not in self.acknowledged:
                    self.waiting.appendleft(one)
                browser = mayors.Browser(self.port)
                time.sleep(0.01)


def killed_and_looked_at(wanted: argparse.Namespace, load: Load) -> list[tuple[float, list[str]]]:
    """For each kill: seconds until the server that was started then answered, and what was found wrong after it."""
    found = []
    for number in range(wanted.kills):
        server = mayors.Server(load.port)
        seconds = server.answers()
        load.serving.set()
        so_far = len(load.acknowledged)
        missing = max(0, wanted.acts - so_far) / (wanted.kills - number)
        enough = so_far + (load.dice.uniform(0, 2) * missing if number < wanted.kills - 1 else missing)
        while len(load.acknowledged) < enough and any(one.is_alive() for one in load.threads):
            time.sleep(0.002)
        if len(load.acknowledged) < enough:
            server.killed()
            raise SystemExit("\n".join(["the browsers gave up:", *load.wrong]))
        time.sleep(load.dice.uniform(0, 0.05))
        load.serving.clear()  # whoever is under way goes on until the connection breaks
        server.killed()
        found.append((seconds, what_is_wrong(load)))
        if number % 20 == 19:
            whole = sum(not some for _seconds, some in found)
            so_far = f"{number + 1} kills, {len(load.acknowledged):,} acknowledged, {load.cut_off} cut off"
            print(f"{so_far}, {whole} times whole", file=sys.stderr, flush=True)
    load.is_over = True
    return found


def what_is_wrong(load: Load) -> list[str]:
    """What is lost or doubled now, and what does not hold in the chronicle and the log."""
    from django.db import connection

    from mithaq.endorsements.domain.log.check import what_is_wrong
    from mithaq.endorsements.models import Endorsement, QueuedLeaf
    from mithaq.foundation.chronicle.integrity import first_broken_act
    from mithaq.foundation.chronicle.models import Act

    acknowledged = dict(load.acknowledged)
    kept = {
        (city, text): name
        for name, city, text in Endorsement.objects.values_list(
            "public_id", "organisation__public_id", "text__public_id"
        )
    }
    number = Endorsement.objects.count()
    lost = sum(kept.get(key) != name for key, name in acknowledged.items())
    entered = Counter(QueuedLeaf.objects.values_list("thing", flat=True))
    told = Counter(
        Act.objects.filter(verb="endorsement.given", things__place=0).values_list("things__thing", flat=True)
    )
    wrong = [f"lost: {lost}"] if lost else []
    if number != len(kept) or set(entered.values()) - {1} or set(told.values()) - {1}:
        wrong.append(f"doubled: {number - len(kept)} endorsements, {entered.most_common(1)}, {told.most_common(1)}")
    if not set(kept.values()) == set(entered) == set(told):
        wrong.append("an endorsement without its leaf or its act, or the reverse")
    if (broken := first_broken_act()) is not None:
        wrong.append(f"act {broken} does not fit")
    if problem := what_is_wrong():
        wrong.append(problem)
    connection.close()
    return wrong


def at_the_end(load: Load) -> list[str]:
    """Publish what is secret, let the worker's round do its work, and hold what was given out against the log."""
    from mithaq.communique.domain.freeze import publish
    from mithaq.communique.models import Text
    from mithaq.core.tlog.notes import read_key
    from mithaq.core.tlog.receipts import check_promise, check_receipt
    from mithaq.endorsements.domain.log.receipts import receipt_of
    from mithaq.endorsements.jobs import keep_the_log
    from mithaq.endorsements.models import Endorsement, Leaf, QueuedLeaf
    from mithaq.foundation import clock
    from mithaq.foundation.actors.models import Seat

    by = Seat.objects.filter(role="secretariat").first()
    for text in Text.objects.filter(publication=None):
        publish(text, seat=by, at=clock.now())
    keep_the_log()
    wrong = list(load.wrong)
    if Leaf.objects.count() != QueuedLeaf.objects.count() or Leaf.objects.count() != Endorsement.objects.count():
        wrong.append("not every leaf has entered")
    for (city, text), told in load.given_out.items():
        one = Endorsement.objects.get(public_id=load.acknowledged[city, text])
        (check_receipt if told["mithaq"] == "receipt" else check_promise)(told, read_key(told["key"]))
        now = receipt_of(one, at=clock.now())
        check_receipt(now, read_key(now["key"]))
        if (told["entry"], one.organisation.public_id) != (now["entry"], city):
            wrong.append(f"{one.public_id}: what was given out is not what entered")
    return wrong


def report(wanted: argparse.Namespace, load: Load, found: list[tuple[float, list[str]]]) -> int:
    """The figures, each with its promise."""
    wrong = [one for _seconds, some in found for one in some]
    last = at_the_end(load) + what_is_wrong(load)
    starts = [seconds for seconds, _some in found]
    number = len(load.acknowledged)
    print(f"{load.cut_off} were cut off and sent again; {len(load.given_out)} receipts and promises were held on to")
    print(f"{statistics.median(starts):.2f} s until pages came again (median of {len(starts)} starts)")
    for one in (wrong + last)[:20]:
        print(f"       {one}")
    lost = sum(one.startswith("lost") for one in wrong + last)
    doubled = sum(one.startswith("doubled") for one in wrong + last)
    whole = sum(not some for _seconds, some in found)
    promises = (
        (f"acknowledged under {wanted.kills} kills, at least {wanted.acts:,}", f"{number:,}", number >= wanted.acts),
        ("times that something acknowledged was lost, 0", lost, not lost),
        ("times that something was doubled, 0", doubled, not doubled),
        (f"times that chronicle and log were whole, {wanted.kills}", whole, whole == wanted.kills),
        ("faults when all was published at the end, 0", len(last), not last),
        (f"slowest start in seconds, under {wanted.seconds}", f"{max(starts):.2f}", max(starts) < wanted.seconds),
    )
    for words, figure, is_kept in promises:
        print(f"{'kept  ' if is_kept else 'BROKEN'} {words}: {figure}")
    return 0 if all(is_kept for _words, _figure, is_kept in promises) else 1


if __name__ == "__main__":
    raise SystemExit(main())
