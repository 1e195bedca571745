"""The recommendations' way into points and pillars, as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language_bidi, gettext

from mithaq.cycle.models import Pillar
from mithaq.foundation.ui.pictures import Flow, Stream, flow
from mithaq.recommendations.models import Point
from mithaq.recommendations.queries import Entry

#: The filter's words for recommendations that stand in no point, and for those that were dropped.
WAITING, DROPPED = "none", "dropped"


@dataclass(frozen=True)
class Bundle:
    """A paper, a point or a pillar in the picture: the same one wherever its key is the same."""

    key: str
    title: Any = field(compare=False)
    url: str = field(compare=False)


def flow_of(entries: Iterable[Entry], points: Sequence[Point]) -> Flow | None:
    """Papers into points into pillars; what was dropped and what is in no point yet run into places of
    their own. None without a point."""
    if not points:
        return None
    bundles = {point.public_id: Bundle(point.public_id, point.title, point.get_absolute_url()) for point in points}
    waiting = Bundle(WAITING, gettext("In no point yet"), listed(point=WAITING))
    dropped = Bundle(DROPPED, gettext("Dropped with a reason"), listed(point=DROPPED))
    into = Counter(
        (_paper(entry), bundles.get(entry.point or "", dropped if entry.is_dropped else waiting)) for entry in entries
    )
    first = [Stream(*ends, count, listed(paper=ends[0].key, point=ends[1].key)) for ends, count in into.items()]
    placed = sorted((point for point in points if point.pillar), key=lambda one: (one.pillar.position, one.position))  # type: ignore[union-attr]
    second = [
        Stream(bundles[point.public_id], _pillar(point.pillar), point.gathered, point.get_absolute_url())  # type: ignore[arg-type,attr-defined]
        for point in placed
    ]
    reached = {stream.target for stream in first} | {stream.source for stream in second}
    middle: list[Hashable] = [bundle for bundle in (*bundles.values(), dropped, waiting) if bundle in reached]
    layers: list[list[Hashable]] = [
        _once(stream.source for stream in first),
        middle,
        _once(stream.target for stream in second),
    ]
    return flow(layers, [*first, *second], rtl=get_language_bidi())


def _once(things: Iterable[Hashable]) -> list[Hashable]:
    return list(dict.fromkeys(things))


def listed(**wanted: str) -> str:
    """The address of the list, narrowed."""
    return f"{reverse('recommendations:all')}?{urlencode(wanted)}"


def _paper(entry: Entry) -> Bundle:
    return Bundle(entry.paper, entry.paper_title, listed(paper=entry.paper))


def _pillar(pillar: Pillar) -> Bundle:
    return Bundle(pillar.public_id, pillar.title, f"{reverse('recommendations:points')}#pillar-{pillar.public_id}")
