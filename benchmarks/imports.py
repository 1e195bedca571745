"""How long a list of 5,000 rows takes: read in its child, compared with a full house, shown, taken over, taken back.

    .venv/bin/python benchmarks/imports.py [--rows 5000] [--organisations 500] [--persons 5000]

Makes a house of its own in a temporary folder with so many organisations and persons, half of whom stand in the list
too, partly in other letters. Prints one line for each step; the promise stands last: a preview under 5 seconds.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

PROMISE = 5.0
AT = datetime(2031, 1, 6, 9, tzinfo=UTC)
SYLLABLES = ["ba", "ru", "mi", "ton", "ke", "lor", "din", "fa", "gu", "nes", "pol", "tra", "wi", "zan", "que", "har"]
ARABIC = dict(zip("abdefghiklmnopqrstuwz ", [*"ابد", "", *"فغهيكلمنوبقرستووز "], strict=True))


def main() -> int:
    """Measure, print, and say whether the promise is kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, default in (("rows", 5000), ("organisations", 500), ("persons", 5000)):
        parser.add_argument(f"--{name}", type=int, default=default)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        own = {"MITHAQ_HOME": home, "MITHAQ_HOSTS": "testserver", "MITHAQ_LOG": "ERROR", "MITHAQ_DEBUG": ""}
        os.environ.update(own, DJANGO_SETTINGS_MODULE="mithaq.site.settings")
        os.environ.pop("DATABASE_URL", None)
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        return measure(wanted)


def measure(wanted: argparse.Namespace) -> int:
    """Fill a house, then do with a list what a person does."""
    import django

    django.setup()
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command

    from mithaq.members.domain.bring import bring
    from mithaq.members.domain.compare import comparison_of
    from mithaq.members.domain.play import play
    from mithaq.members.domain.undo import undo
    from tests.factories.house import a_house
    from tests.factories.visits import a_visitor, the_clock_at

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    house = a_house(AT)
    cities, people = fill(house, wanted)
    content = a_list(wanted.rows, cities, people)
    print(f"{wanted.rows} rows beside {len(cities)} organisations and {len(people)} persons on record")
    listed, _ = timed(
        "read and brought", lambda: bring(house.cycle, SimpleUploadedFile("l.xlsx", content), **house.by_us)
    )
    client = a_visitor(house.secretariat)

    def shown() -> object:
        with the_clock_at(AT):
            page = client.get(f"/en/members/import/{listed.public_id}/")
        assert page.status_code == 200, page.status_code
        return page

    _page, preview = timed("preview, first page", shown)
    timed("preview, another page", shown)
    comparison = comparison_of(listed, AT)
    timed("taken over", lambda: play(listed, comparison.seal, **house.by_us))
    timed("taken back", lambda: undo(listed, **house.by_us))
    kept = preview < PROMISE
    print(f"{'kept  ' if kept else 'BROKEN'} a preview of {wanted.rows} rows under {PROMISE:.0f} s: {preview:.2f} s")
    return 0 if kept else 1


def fill(house, wanted) -> tuple[list[str], list[tuple[str, str]]]:
    """Organisations and persons on record, each person in a seat; their names."""
    from mithaq.foundation.actors.models import Organisation, Person, Seat

    chance = random.Random(7)
    cities = [name_of(chance, 4) for _ in range(wanted.organisations)]
    organisations = Organisation.objects.bulk_create(Organisation(kind="city", name={"en": city}) for city in cities)
    people = [(f"{name_of(chance, 2)} {name_of(chance, 3)}", f"person{n}@city.example") for n in range(wanted.persons)]
    persons = Person.objects.bulk_create([Person(name={"en": name}, email=email) for name, email in people])
    Seat.objects.bulk_create(
        [
            Seat(person=person, organisation=organisations[n % len(organisations)], role="sherpa", starts=AT.date())
            for n, person in enumerate(persons)
        ]
    )
    return cities, people


def a_list(rows: int, cities: list[str], people: list[tuple[str, str]]) -> bytes:
    """Half of the rows are people on record, every tenth of them in Arabic letters; the others are new."""
    import openpyxl

    chance = random.Random(8)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Contacts")
    sheet.append(["E-mail", "Office", "Name", "City", "Class"])
    for n in range(rows):
        city = cities[n % len(cities)]
        name, email = (
            people[n % len(people)] if n % 2 else (f"{name_of(chance, 2)} {name_of(chance, 3)}", f"new{n}@x.example")
        )
        if n % 10 == 1:
            name = "".join(ARABIC[letter] for letter in name.lower())
        sheet.append([email, f"Adviser {n}", name, city, "participating"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def name_of(chance: random.Random, syllables: int) -> str:
    """A name that nobody has."""
    return "".join(chance.choice(SYLLABLES) for _ in range(syllables)).title()


def timed(what: str, do):
    """What `do()` gives, and the seconds it took, which are printed, with those of this process's own work."""
    began, worked = time.perf_counter(), time.process_time()
    found = do()
    took = time.perf_counter() - began
    print(f"{took:8.2f} s  {what} ({time.process_time() - worked:.2f} s of work)")
    return found, took


if __name__ == "__main__":
    sys.exit(main())
