"""Papers with a Word file on record."""

from __future__ import annotations

import io

import pytest

from mithaq.foundation.uploads.receive import receive
from mithaq.taskforces.domain.submit import submit
from tests.factories.word_files import paragraph, word_file

WORDS = (
    "Recommendations",
    "1. Plant ten thousand trees (Tunis; Lisbon).",
    "2. Open the river banks (Tunis).",
    "2. Count them.",
)


def content(*words: str) -> io.BytesIO:
    file = io.BytesIO(word_file(*(paragraph(line) for line in words or WORDS)))
    file.name = "paper.docx"
    return file


@pytest.fixture
def a_word_file():
    """A paper whose file is on record and whose recommendations nobody has entered."""

    def hand_in(house, *words):
        file = receive(content(*words), **house.by_us)
        return submit(house.cycle, "trees", {"en": "Trees", "ar": "أشجار"}, file=file, language="en", **house.by_us)

    return hand_in
