"""Studies in the library of a house."""

from __future__ import annotations

import io
from itertools import count

import pytest

from mithaq.foundation.uploads.receive import receive
from mithaq.library.domain.hand_in import Said, hand_in
from mithaq.library.jobs import read_studies
from tests.factories.house import House, a_house
from tests.factories.set_papers import escaped, set_paper

_numbers = count(1)


@pytest.fixture
def house() -> House:
    return a_house()


@pytest.fixture
def a_study(house):
    """A study by its link, handed in by the secretariat unless a seat is named."""

    def make(seat=None, at=None, **said):
        number = next(_numbers)
        said = {"title": {"en": f"Study {number}"}, "link": f"https://library.example/{number}", **said}
        return hand_in(house.cycle, Said(**said), seat=seat or house.secretariat, at=at or house.at)

    return make


@pytest.fixture
def a_study_of_pages(house):
    """A study with a PDF of these pages, which the worker has read."""

    def make(*pages, **said):
        said = {"title": {"en": "Pages"}, **said}
        file = receive(named(pdf(*pages)), **house.by_us)
        study = hand_in(house.cycle, Said(**said), file=file, **house.by_us)
        read_studies()
        study.refresh_from_db()
        return study

    return make


def pdf(*pages: str) -> bytes:
    """A PDF with these words on its pages."""
    return set_paper("\n\n#pagebreak()\n\n".join(escaped(words) for words in pages))


def scan() -> bytes:
    """A PDF of a page without a word."""
    return set_paper("#rect(width: 9cm, height: 9cm, fill: gray)")


def locked() -> bytes:
    """A PDF that opens with no password, since what is to prove one is noise."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"5a" * 32, b"a5" * 32),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<%s><%s>]>>" % (b"11" * 16, b"11" * 16)
    return body + b"xref\n0 5\n0000000000 65535 f \n" + table + tail + b"\nstartxref\n%d\n%%%%EOF" % len(body)


def named(content: bytes, name: str = "study.pdf") -> io.BytesIO:
    """A file as it is sent, with its name."""
    file = io.BytesIO(content)
    file.name = name
    return file
