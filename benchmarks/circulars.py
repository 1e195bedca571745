"""How long a circular takes: 2,000 personalised letters from the order to the outbox, and the board of 500 cities.

    .venv/bin/python benchmarks/circulars.py [--letters 2000]

Makes a house of its own in a temporary folder (SQLite, as in `mithaq serve`), with that many members, each with a
sherpa, and sends them a circular through the verb. Prints one line for each figure; ends with 1 if a promise is broken.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

#: Seconds that are promised.
TO_PREPARE, TO_DRAW_THE_BOARD = 10.0, 1.0
AT = datetime(2031, 1, 6, 9, tzinfo=UTC)


def main() -> int:
    """Measure, print, and say whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=2000, help="letters of the circular (default 2000)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(MITHAQ_HOME=home, DJANGO_SETTINGS_MODULE="mithaq.site.settings", MITHAQ_LOG="ERROR")
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        return measure(wanted.letters)


def measure(letters: int) -> int:
    """Fill a house, send the circular, draw the board."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from mithaq.correspondence.domain.send import send, write_all_letters
    from mithaq.correspondence.models import Matter
    from mithaq.correspondence.queries.board import board_of, matters_sent
    from mithaq.foundation.mail.models import Letter
    from tests.factories.letters import a_circular

    house = filled(letters)
    circular = a_circular(house)
    prepared = timed(lambda: write_all_letters(send(circular, seat=house.secretariat, at=AT), at=AT))
    written = Letter.objects.count()
    again = timed(lambda: write_all_letters(send(circular, seat=house.secretariat, at=AT), at=AT))
    later = AT + timedelta(days=1)
    drawn = timed(lambda: board_of(list(matters_sent(later)), later))
    print(f"{written:6,} letters prepared in {prepared:6.2f} s   (promised: {TO_PREPARE:.0f} s for 2,000)")
    print(f"{'':6} sent a second time in {again:4.2f} s, {Letter.objects.count() - written} letters more")
    print(f"{written:6,} lines of the board in {drawn:5.2f} s   (promised: {TO_DRAW_THE_BOARD:.0f} s)")
    assert Matter.objects.count() == 1
    return int(prepared > TO_PREPARE or drawn > TO_DRAW_THE_BOARD)


def filled(members: int) -> Any:
    """A house with so many cities, each with a sherpa. Entered in bulk: admitting is not what is measured."""
    from mithaq.foundation.actors.models import Organisation, Person, Seat
    from mithaq.members.models import Membership
    from tests.factories.house import a_house

    house, day = a_house(AT), AT.date()
    names = [{"en": f"City {number}", "ar": f"مدينة {number}"} for number in range(members)]
    cities = Organisation.objects.bulk_create(
        Organisation(kind="city", name=name, time_zone=ZONES[number % len(ZONES)]) for number, name in enumerate(names)
    )
    persons = Person.objects.bulk_create(
        Person(name=name, email=f"sherpa-{number}@city.example") for number, name in enumerate(names)
    )
    pairs = list(zip(cities, persons, strict=True))
    Seat.objects.bulk_create(Seat(person=p, organisation=c, role="sherpa", starts=day) for c, p in pairs)
    Membership.objects.bulk_create(
        Membership(cycle=house.cycle, organisation=c, standing="participating", starts=day) for c in cities
    )
    return house


ZONES = ("Asia/Riyadh", "Africa/Tunis", "Europe/Rome", "America/Argentina/Cordoba", "Pacific/Auckland", "Asia/Tokyo")


def timed(act: Callable[[], object]) -> float:
    """Seconds on the clock that the act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
