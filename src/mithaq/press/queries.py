"""Reading figures with the records behind them, and releases with their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.figures import Counted, Figure, count, figures
from mithaq.foundation.figures.together import counted_together
from mithaq.foundation.languages.words import PerLanguage, both
from mithaq.foundation.things import Reference, among_visible, found, records_in, reference_to, shown_as
from mithaq.press.models import Release

UNNAMED = _("may not be named")

#: A figure's place in a release: `{cities_endorsing}`.
SLOT = re.compile(r"\{([^{}]*)\}")


# Figures ------------------------------------------------------------------------------------------------------------


def figure_with_key(key: str) -> Figure | None:
    """The declared figure of that key."""
    return next((figure for figure in figures() if figure.key == key), None)


def figures_of(cycle: Cycle, at: datetime, *, only_public: bool) -> dict[str, dict[str, Any]]:
    """The year's headline figures as plain values, by key in the order of the rooms.

    Each is `{value, relation, as_of, definition: {language: sentence}, records: [{kind, id, label}]}`; a
    figure that has nothing to count yet is left out. With `only_public`, a figure that is not public is
    left out too, and a record that the public may not see is counted but not named.
    """
    counted = (count(figure, cycle, at) for figure in figures() if figure.headline)
    return {
        each.figure.key: as_values(each, at, only_public=only_public)
        for each in counted
        if each is not None and (not only_public or each.figure.is_public(cycle, at))
    }


_published: Memory[dict[str, dict[str, Any]]] = Memory(8)


def published_figures(cycle: Cycle, at: datetime) -> dict[str, dict[str, Any]]:
    """The year's figures as the public sees them, counted once for each act and minute."""
    return _published.recall(cycle.pk, at, lambda: figures_of(cycle, at, only_public=True))


@dataclass(frozen=True)
class Standing:
    """A figure as it stands now, and whether anybody may see it."""

    counted: Counted
    is_public: bool


_standing: Memory[list[Standing]] = Memory()


def figures_now(cycle: Cycle, at: datetime) -> list[Standing]:
    """Every figure that has something to count at `at`, in the order of the rooms; counted once for each act and
    minute, since figures are dated to the minute."""
    return _standing.recall(cycle.pk, at, lambda: _counted(cycle, at))


_each: dict[tuple[str, ...], Memory[Counted | None]] = {}


def counted_now(figure: Figure, cycle: Cycle, at: datetime) -> Counted | None:
    """One figure as it stands now, None while there is nothing to count; counted once for each minute and
    act that it follows."""
    counted = _each.setdefault(figure.follows, Memory(kinds=figure.follows, beside=records_in))
    return counted.recall((figure.key, cycle.pk), at, lambda: count(figure, cycle, at))


def _counted(cycle: Cycle, at: datetime) -> list[Standing]:
    with counted_together():
        each = [(figure, counted_now(figure, cycle, at)) for figure in figures()]
        return [Standing(counted, _is_public(figure, cycle, at)) for figure, counted in each if counted is not None]


_public: dict[tuple[str, ...], Memory[bool]] = {}


def _is_public(figure: Figure, cycle: Cycle, at: datetime) -> bool:
    known = _public.setdefault(figure.follows, Memory(kinds=figure.follows))
    return known.recall((figure.key, cycle.pk), at, lambda: figure.is_public(cycle, at))


def as_values(counted: Counted, at: datetime, *, only_public: bool) -> dict[str, Any]:
    """One counted figure in the form of `figures_of`."""
    shown = found(_references(counted), None, at) if only_public else None
    return {
        "value": counted.value,
        "relation": counted.figure.relation,
        "as_of": counted.as_of.isoformat(),
        "definition": both(counted.figure.definition),
        "records": [
            {**_as_value(record, shown), "counts": counted.figure.weight(record)} for record in counted.records
        ],
    }


def _references(counted: Counted) -> list[tuple[str, str]]:
    return [reference_to(record) for record in counted.records]


def _as_value(record: Any, shown: Mapping[Any, Any] | None) -> dict[str, Any]:
    kind, public_id = reference_to(record)
    if shown is not None and (kind, public_id) not in shown:
        return {"kind": kind, "id": None, "label": both(UNNAMED)}
    return {"kind": kind, "id": public_id, "label": label_of(record)}


def label_of(record: Any) -> dict[str, str] | str:
    """What a record is called: its title or name per language, that of the organisation it is about, or its
    own words."""
    about = getattr(record, "organisation", None)
    for words in (
        getattr(record, "title", None),
        getattr(record, "name", None),
        getattr(about, "name", None),
        getattr(record, "in_languages", None),
    ):
        if isinstance(words, PerLanguage) and words:
            return dict(words)
    return str(record)


@dataclass(frozen=True)
class Evidence:
    """The records behind a figure that a reader may see, in the order of the count, and how many more are counted."""

    counted: Counted
    references: list[Reference]

    @property
    def unnamed(self) -> int:
        """How many records are counted that this reader may not see."""
        return len(self.counted.records) - len(self.references)


def evidence_visible_to(seat: Seat | None, counted: Counted, at: datetime) -> Evidence:
    """Which records behind a figure `seat` may see at `at`. One query for each kind of record."""
    references = _references(counted)
    seen = among_visible(references, seat, at)
    return Evidence(counted, [reference for reference in references if reference in seen])


def records_behind(references: Iterable[Reference], seat: Seat | None, at: datetime) -> list[Any]:
    """The records of these references that `seat` may see, in their order. One query for each kind."""
    references = list(references)
    shown = found(references, seat, at)
    return [shown[reference] for reference in references if reference in shown]


# Releases -----------------------------------------------------------------------------------------------------------


@shown_as("press.release")
def releases_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Release]:
    """Releases whose embargo has ended; the secretariat sees those to come as well."""
    releases = Release.objects.select_related("cycle", "seat__person", "seat__organisation")
    if seat is not None and seat.role == Role.SECRETARIAT:
        return releases
    return releases.filter(released_at__lte=at)


def instants(cycle: Cycle) -> list[datetime]:
    """Every instant at which a release becomes public, in order."""
    return sorted(cycle.releases.values_list("released_at", flat=True))


def slots_in(words: str) -> list[str]:
    """The keys of the figures that stand in these words, in order, with repetitions."""
    return SLOT.findall(words)


@dataclass(frozen=True)
class Number:
    """A figure's place in a release: the number as it is counted, or None while nobody may read it."""

    key: str
    counted: Counted | None


def filled(body: str, cycle: Cycle, at: datetime, *, now: datetime) -> list[list[str | Number]]:
    """A release's body as paragraphs of words and numbers, the numbers counted as of `at`.

    A number that is not public at `now` is not counted: no release tells what the page of the figure does not.
    """
    numbers = {key: Number(key, _countable(key, cycle, at, now)) for key in dict.fromkeys(slots_in(body))}
    paragraphs = re.split(r"\n\s*\n", body.strip().replace("\r\n", "\n"))
    return [list(_pieces(paragraph, numbers)) for paragraph in paragraphs]


def _countable(key: str, cycle: Cycle, at: datetime, now: datetime) -> Counted | None:
    figure = figure_with_key(key)
    return count(figure, cycle, at) if figure and figure.is_public(cycle, now) else None


def _pieces(paragraph: str, numbers: Mapping[str, Number]) -> Iterable[str | Number]:
    for place, piece in enumerate(SLOT.split(paragraph)):
        if place % 2:
            yield numbers[piece]
        elif piece:
            yield piece
