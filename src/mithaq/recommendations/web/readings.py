"""A paper's file read once more, with what a person should look at before it is entered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.utils.functional import Promise

from mithaq.core.reading.found import Candidate
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import content_of
from mithaq.foundation.uploads.reading import read_paper
from mithaq.recommendations.domain.read_in import Read, read_as
from mithaq.recommendations.vocabulary import DOUBTS


@dataclass(frozen=True)
class Looked:
    """A candidate and what is doubtful about it, in sentences."""

    candidate: Candidate
    doubts: list[Promise]


@dataclass(frozen=True)
class Reading:
    """What was read; `unread` are the paragraphs that look like a recommendation and were not taken."""

    candidates: Sequence[Looked]
    unread: Sequence[int]

    @property
    def doubtful(self) -> int:
        """How many candidates a person should look at."""
        return sum(bool(looked.doubts) for looked in self.candidates)

    @property
    def seal(self) -> str:
        """Stands for exactly these candidates, so that what is entered is what was looked at."""
        plain = json.dumps([asdict(record) for record in self.as_records()], sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()

    def as_records(self) -> list[Read]:
        """The candidates as they are entered."""
        return [read_as(looked.candidate) for looked in self.candidates]


def read_again(file: Upload) -> Reading:
    """Read a paper's file once more. Raises `Unreadable`."""
    found = read_paper(content_of(file))
    looked = [Looked(one, [DOUBTS[doubt] for doubt in one.doubtful if doubt in DOUBTS]) for one in found.candidates]
    return Reading(looked, found.unread)
