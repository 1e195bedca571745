"""How many pages a version has, and how that is known."""

from __future__ import annotations

from dataclasses import dataclass

from mithaq.core.reading.at_the_door import Counting, Glance
from mithaq.taskforces.vocabulary import CountedBy


@dataclass(frozen=True)
class Pages:
    """A number of pages with who counted them: a person, whose `source` stands in words, or the file (`by`)."""

    number: int | None = None
    source: str = ""
    by: str = ""


#: Nobody has counted them, and the file does not say.
UNKNOWN = Pages()


def pages_of(seen: Glance) -> Pages:
    """The pages as the file tells them; none where it does not."""
    by = {Counting.COUNTED: CountedBy.FILE, Counting.STATED: CountedBy.PROGRAM}
    return Pages(seen.pages, by=by[seen.counting]) if seen.pages and seen.counting else UNKNOWN
