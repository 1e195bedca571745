"""What the lists of this room show, put together from few queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mithaq.cycle.models import Pillar
from mithaq.recommendations.models import Point, Proposer, Recommendation
from mithaq.recommendations.queries import Entry
from mithaq.recommendations.web.drawn import DROPPED, WAITING

Named = Mapping[int, Sequence[Proposer]]


@dataclass(frozen=True)
class Row:
    """A recommendation in a list; `point` only where the reader may see it."""

    recommendation: Recommendation
    proposers: Sequence[Proposer]
    point: Point | None = None
    waits: bool = False


@dataclass(frozen=True)
class UnderPillar:
    """The points of one pillar; None where they stand under no pillar."""

    pillar: Pillar | None
    points: list[Point]


def choices_of(entries: Sequence[Entry], named: Named, points: Sequence[Point]) -> dict[str, list[tuple[str, str]]]:
    """The filters that narrow this list: each theme, paper and proposer there is, and each point one may see."""
    proposers = {key_of(one): str(one.organisation or one.named) for each in named.values() for one in each}
    offered = {
        "theme": [(theme, theme) for theme in dict.fromkeys(entry.theme for entry in entries) if theme],
        "paper": list({entry.paper: str(entry.paper_title) for entry in entries}.items()),
        "proposer": sorted(proposers.items(), key=lambda proposer: proposer[1]),
    }
    if points:
        without = [(WAITING, _("In no point yet")), (DROPPED, _("Dropped with a reason"))]
        offered["point"] = [*without, *((one.public_id, str(one.title)) for one in points)]
    return offered


def narrowed(entries: Iterable[Entry], named: Named, wanted: Mapping[str, str]) -> Iterator[Entry]:
    """The entries that fit every filter."""
    for entry in entries:
        is_of = {
            "theme": {entry.theme},
            "paper": {entry.paper},
            "proposer": {key_of(one) for one in named.get(entry.pk, ())},
            "point": {entry.point or (DROPPED if entry.is_dropped else WAITING)},
        }
        if all(value in is_of[name] for name, value in wanted.items()):
            yield entry


def rows_of(entries: Iterable[Entry], named: Named, points: Sequence[Point]) -> list[Row]:
    """The entries with their words, in their order; where points may be seen, what became of each. Two queries."""
    shown = list(entries)
    records = Recommendation.objects.select_related("paper").prefetch_related("texts").in_bulk([e.pk for e in shown])
    seen = {point.public_id: point for point in points}
    return [
        Row(records[e.pk], named.get(e.pk, ()), seen.get(e.point or ""), waits=bool(seen) and _waits(e)) for e in shown
    ]


def _waits(entry: Entry) -> bool:
    return entry.point is None and not entry.is_dropped


def key_of(proposer: Proposer) -> str:
    """What a proposer is filtered by: the organisation, or the name where it is not on the register."""
    return proposer.organisation.public_id if proposer.organisation else proposer.named


def by_pillar(points: Iterable[Point]) -> list[UnderPillar]:
    """The points under their pillars, in the pillars' order; those without one stand last."""
    under: dict[Pillar | None, list[Point]] = {}
    for one in sorted(points, key=lambda one: one.position):
        under.setdefault(one.pillar, []).append(one)
    ordered = sorted(under, key=lambda pillar: (pillar is None, pillar.position if pillar else 0))
    return [UnderPillar(pillar, under[pillar]) for pillar in ordered]
