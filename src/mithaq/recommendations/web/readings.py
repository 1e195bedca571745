"""What the pages on which a person reads a paper show: its candidates, each beside its place in the paper."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.core.reading.kinds import Kind
from mithaq.core.text import normalised
from mithaq.foundation.uploads.vocabulary import Unreadable, Why, sentence_of_a_paper
from mithaq.recommendations.models import Candidate, PaperReading, ReadingOrder
from mithaq.recommendations.queries import Standing
from mithaq.recommendations.vocabulary import DOUBTS, Outcome
from mithaq.taskforces.models import Paper

#: Candidates on one page, paragraphs beside one of them, and paragraphs on one page of a paper that has no pages.
PAGE, BESIDE, CHUNK = 25, 3, 60
_PLACES = re.compile(r"(?<=[.;:؛؟!?،,])\s+(?=\S)|\n+")
NOT_STORED = _("This file is no longer stored as it was received, so it was not read.")


@dataclass(frozen=True)
class Piece:
    """A run of words in the paper, marked where it is the candidate."""

    words: str
    is_marked: bool = False


@dataclass(frozen=True)
class Shown:
    """A candidate with its doubts in words and its place in the paper."""

    candidate: Candidate
    doubts: list[Promise]
    beside: list[list[Piece]]

    @property
    def as_what(self) -> str:
        """What was decided; empty while nobody did."""
        return self.candidate.settled.as_what if hasattr(self.candidate, "settled") else ""

    @property
    def picture(self) -> int | None:
        """The page of the PDF on which it stands; None where the file has no pictures of pages."""
        file = self.candidate.paper.file
        return self.candidate.page if file is not None and file.kind == Kind.PDF else None

    @property
    def needs_its_picture(self) -> bool:
        """Whether the words cannot be trusted without it."""
        return self.picture is not None and "letters_unsure" in self.candidate.doubts


@dataclass(frozen=True)
class Tab:
    """Some of the candidates: what they are called, where they are listed, how many they are."""

    title: Promise
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the paper as it is shown to mark what was missed."""

    index: int
    words: str
    is_heading: bool
    #: It looks like a recommendation and was not taken.
    is_unread: bool
    #: The candidates that begin in it.
    candidates: list[Candidate]


SHOWN = {
    "waiting": (_("Waiting"), lambda one: one.as_what is None),
    "doubtful": (_("Doubtful"), lambda one: one.as_what is None and one.is_doubtful),
    "confirmed": (_("Confirmed"), lambda one: one.as_what == Outcome.CONFIRMED),
    "aside": (_("Set aside or joined"), lambda one: one.as_what in (Outcome.DISCARDED, Outcome.JOINED)),
    "all": (_("All"), lambda one: True),
}


def sentence_of_failure(order: ReadingOrder) -> Any:
    """Why a paper's file was not read, in the active language."""
    if order.fault in set(Why):
        return sentence_of_a_paper(Unreadable(Why(order.fault), **order.facts))
    return NOT_STORED


def tabs_of(paper: Paper, standing: Standing, chosen: str) -> list[Tab]:
    """The ways to list a paper's candidates."""
    here = reverse("recommendations:read_in", args=[paper.public_id])
    return [
        Tab(title, f"{here}?show={key}", key == chosen, sum(map(is_of, standing.candidates)))
        for key, (title, is_of) in SHOWN.items()
    ]


def listed(standing: Standing, chosen: str, page: str | None) -> Any:
    """One page of the public ids of those that are asked for."""
    is_of = SHOWN[chosen][1]
    return Paginator([one.public_id for one in standing.candidates if is_of(one)], PAGE).get_page(page)


def shown(candidates: Iterable[Candidate], reading: PaperReading | None, begins: Sequence[int]) -> list[Shown]:
    """The candidates as they are shown. `begins` are the paragraphs in which any candidate of the paper begins."""
    rows = reading.paragraphs if reading else []
    return [
        Shown(one, [DOUBTS[doubt] for doubt in one.doubts if doubt in DOUBTS], _beside(one, rows, begins))
        for one in candidates
    ]


def begins_of(paper: Paper) -> list[int]:
    """The paragraphs in which the paper's candidates begin, in order. One query."""
    found = paper.candidates.values_list("anchor__paragraph", flat=True)
    return sorted({int(index) for index in found if index})


def _beside(candidate: Candidate, rows: Sequence[Sequence[Any]], begins: Sequence[int]) -> list[list[Piece]]:
    """The paragraph in which a candidate begins and those after it, up to the next candidate."""
    index = candidate.anchor.get("paragraph")
    if not index:
        return []
    following = next((other for other in begins[bisect_left(begins, index) :] if other > index), index + BESIDE)
    at = bisect_left(rows, index, key=lambda row: row[0])
    inside = [row for row in rows[at : at + BESIDE] if row[0] < max(following, index + 1)]
    return [_marked(row[4], candidate) for row in inside]


def _marked(words: str, candidate: Candidate) -> list[Piece]:
    """A paragraph with the candidate's words in it marked; the whole of it where they are only a part of the words."""
    whole, sought = normalised(words), normalised(candidate.as_read or candidate.text)
    at = whole.find(sought)
    if at < 0:
        return [Piece(whole, is_marked=bool(sought) and whole in sought)]
    pieces = [Piece(whole[:at]), Piece(sought, is_marked=True), Piece(whole[at + len(sought) :])]
    return [piece for piece in pieces if piece.words]


def places_in(text: str) -> list[tuple[int, str]]:
    """Where a second recommendation may begin in these words: after a sentence, a line, a comma; the place in letters
    and the words that follow it."""
    return [(found.end(), text[found.end() : found.end() + 60]) for found in _PLACES.finditer(text)][:60]


def pages_of(reading: PaperReading) -> list[int]:
    """The pages of a paper on which words stand; where the file has none, as many as are handy."""
    rows = reading.paragraphs
    stated = sorted({row[1] for row in rows if row[1]})
    return stated or list(range(1, -(-len(rows) // CHUNK) + 1))


def paragraphs_on(reading: PaperReading, page: int, candidates: Iterable[Candidate]) -> list[Paragraph]:
    """The paragraphs of one page."""
    rows = reading.paragraphs
    if any(row[1] for row in rows):
        on_it = [row for row in rows if (row[1] or 1) == page]
    else:
        on_it = rows[(page - 1) * CHUNK : page * CHUNK]
    unread = set(reading.unread)
    begun: dict[int, list[Candidate]] = {}
    for one in candidates:
        begun.setdefault(one.anchor.get("paragraph") or 0, []).append(one)
    return [
        Paragraph(row[0], row[4], row[3] is not None, row[0] in unread and row[0] not in begun, begun.get(row[0], []))
        for row in on_it
    ]
