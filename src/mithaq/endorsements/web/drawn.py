"""The endorsing cities on a map, and their signatures over time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language_bidi, gettext

from mithaq.communique.models import Text
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.web.rolls import Entry, Roll
from mithaq.foundation.ui.pictures import Change, City, DotMap, Signatures, dots, signatures


@dataclass(frozen=True)
class Place:
    """A city on the map."""

    title: Any
    url: str


def map_of(roll: Roll) -> DotMap | None:
    """The named cities that stand behind the text and whose place is on record; None where there are none."""
    cities = [
        City(
            Place(_title_of(entry), entry.endorsement.get_absolute_url()),
            entry.organisation.latitude,
            entry.organisation.longitude,
            "dot--reserved" if entry.beside else "dot",
        )
        for entry in roll.entries
        if not entry.withdrawn and entry.organisation.latitude is not None and entry.organisation.longitude is not None
    ]
    return dots(cities) if cities else None


def _title_of(entry: Entry) -> Any:
    """The city's name; with words for what its dot's colour says."""
    name = entry.organisation.name
    return gettext("%(city)s, with a reservation") % {"city": name} if entry.beside else name


def line_of(given: Sequence[Endorsement], text: Text, at: datetime) -> Signatures | None:
    """How many stood behind the text, from the call on; None where it all happened at one instant."""
    changes = list(_changes(given, at))
    if len({change.at for change in changes}) < 2:
        return None
    call, release = getattr(text, "call", None), text.publication.at
    start = min(release, *(change.at for change in changes), *([call.opens] if call else []))
    return signatures(changes, start=start, end=max(at, release), release=release, rtl=get_language_bidi())


def _changes(given: Iterable[Endorsement], at: datetime) -> Iterable[Change]:
    for one in given:
        yield Change(one.at)
        withdrawal = getattr(one, "withdrawal", None)
        if withdrawal and withdrawal.at <= at:
            yield Change(withdrawal.at, -1)


def caption_of_map(roll: Roll) -> str:
    """What the colours on the map mean, where there is more than one."""
    return gettext("Amber dots: with a reservation.") if roll.reservations else ""
