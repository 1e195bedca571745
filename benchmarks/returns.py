"""How fast returns come in: Word files read and placed on the draft; one line a figure.

    python benchmarks/returns.py [--large]

The files are made here: our export in two languages with the tracked changes of a city; of each seven, one has lost
its bookmarks and one was typed anew without tracking. Each is read in a confined child as an uploaded one is, and, to
see what that costs, in this process; then all are placed, and compiled as `mithaq compile` does it.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import django

from mithaq.core.docx.drafts import Cover, clean, tracked
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.edits import Edit, applied
from mithaq.core.placing.alignment import Ground
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.placing.place import placed
from mithaq.foundation.uploads.reading import WORD
from mithaq.foundation.uploads.sandbox import in_a_child

ENGLISH = (
    "cities rivers water governments should invest public transport housing affordable climate finance data share "
    "report year urge call upon leaders states support resilience green jobs youth women migrants digital health funds"
)
ARABIC = (
    "المدن الأنهار المياه الحكومات ينبغي الاستثمار النقل العام الإسكان الميسور المناخ التمويل البيانات تقرير سنة نحث "
    "القادة الدول دعم الصمود الخضراء وظائف الشباب النساء المهاجرين الرقمية الصحة الصناديق المحلية"
)
AT = datetime(2031, 5, 2, 9, 30, tzinfo=UTC)
COVER = Cover({"en": "The Charter", "ar": "الميثاق"})


def main() -> None:
    """Measure, and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.site.settings")
    django.setup()
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--large", action="store_true", help="200 files on 200 clauses too")
    measured(42, 27, "promised: 5 s")
    if asked.parse_args().large:
        measured(200, 200, "promised: 60 s")


def measured(cities: int, clauses: int, promise: str) -> None:
    """The seconds for so many returns on a draft of so many clauses in two languages."""
    from mithaq.documents.compiling import by_sender, files_of  # it needs Django set up

    rng = random.Random(7)
    draft = a_draft(rng, clauses)
    files = list(returns(rng, draft, cities))
    in_a_child(read_tracked, files[0], limits=WORD)  # the nursery starts once
    since = time.perf_counter()
    with ThreadPoolExecutor() as pool:
        confined = list(pool.map(lambda file: in_a_child(read_tracked, file, limits=WORD), files))
    reading = time.perf_counter() - since
    since = time.perf_counter()
    for file in files:
        read_tracked(file)
    here = time.perf_counter() - since
    since = time.perf_counter()
    ground = Ground(draft)
    results = [placed(ground, file, f"{at}.docx") for at, file in enumerate(confined)]
    placing = time.perf_counter() - since
    since = time.perf_counter()
    by_city = by_sender(results, [result.file for result in results])
    size = sum(len(content) for _name, content in files_of(draft, by_city, "The Charter"))
    compiling = time.perf_counter() - since
    changes = sum(len(result.changes) for result in results)
    unplaced = sum(len(result.unplaced) for result in results)
    print(
        f"{cities} files, {clauses} clauses, 2 languages: read {reading:.2f} s (without the child {here:.2f}), "
        f"placed {placing:.2f} s, compiled {compiling:.2f} s ({size // 1000} kB of brackets, tracked changes, matrix, "
        f"comments), together {reading + placing + compiling:.2f} s ({promise}); "
        f"{changes} changes, {unplaced} unplaced"
    )


def a_draft(rng: random.Random, clauses: int) -> DraftText:
    """A draft of some sixty words a clause."""
    made = []
    for at in range(1, clauses + 1):
        words = {
            "en": " ".join(rng.choices(ENGLISH.split(), k=60)).capitalize() + ".",
            "ar": " ".join(rng.choices(ARABIC.split(), k=50)) + ".",
        }
        made.append(DraftClause(f"c{at}", "point", str(at), words))
    return DraftText(("en", "ar"), "f00d", tuple(made))


def returns(rng: random.Random, draft: DraftText, cities: int) -> Iterator[bytes]:
    """The file of each city, with changes to a third of the clauses."""
    for city in range(cities):
        changes = list(wanted(rng, draft, f"City {city}"))
        if city % 7 == 6:
            yield written(clean(typed_anew(draft, changes), draft.languages, COVER))
        elif city % 7 == 5:
            others = [replace(change, clause=f"x{change.clause}") for change in changes]
            yield written(tracked(typed_anew(draft, []), draft.languages, COVER, others))
        else:
            yield written(tracked(draft, draft.languages, COVER, changes))


def wanted(rng: random.Random, draft: DraftText, city: str) -> Iterator[Change]:
    for clause in rng.sample(draft.clauses, len(draft.clauses) // 3):
        language = rng.choice(draft.languages)
        words = clause.words[language]
        start = words.index(" ", rng.randrange(len(words) // 2)) + 1
        end = words.index(" ", start)
        new = rng.choice((ENGLISH if language == "en" else ARABIC).split())
        edit = Edit(start, end, new)
        yield Change(clause.id, Sort.REPLACE, words[start:end], new, (edit,), city, AT, language=language)


def typed_anew(draft: DraftText, changes: list[Change]) -> DraftText:
    """The draft with the changes carried out and nothing tracked, under other names."""
    words = {clause.id: dict(clause.words) for clause in draft.clauses}
    for change in changes:
        words[change.clause][change.language] = applied(words[change.clause][change.language], change.edits)
    clauses = (DraftClause(f"x{clause.id}", "point", clause.number, words[clause.id]) for clause in draft.clauses)
    return DraftText(draft.languages, "", tuple(clauses))


if __name__ == "__main__":
    main()
