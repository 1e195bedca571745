"""Where every city stands on every clause: what the heat map draws, and what its tables say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mithaq.communique.models import Position
from mithaq.communique.queries.negotiators import cities_of
from mithaq.communique.queries.rows import Row
from mithaq.communique.queries.tabled import Group
from mithaq.communique.vocabulary import Stance
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation

#: Positions that keep a clause disputed.
DISPUTING = (Stance.OBJECTS, Stance.RESERVES)
#: The order in which positions are told.
TOLD = (Stance.OBJECTS, Stance.RESERVES, Stance.CAN_ACCEPT, Stance.SUPPORTS)


@dataclass(frozen=True)
class Column:
    """A clause of the map, or the whole text where `row` is None, with the latest position of each city that took one
    and the cities whose amendments to it are open."""

    row: Row | None
    positions: Mapping[int, Position]
    asking: Mapping[int, Organisation]

    @property
    def is_disputed(self) -> bool:
        """Whether an amendment is open on it, or a city objects or reserves its position."""
        return bool(self.asking) or any(one.stance in DISPUTING for one in self.positions.values())

    @property
    def counts(self) -> list[int]:
        """How many cities take each position, in the order in which they are told."""
        taken = [one.stance for one in self.positions.values()]
        return [taken.count(stance) for stance in TOLD]

    @property
    def disputing(self) -> list[tuple[Stance, list[str]]]:
        """Who objects, then who reserves its position."""
        found = [(stance, self._taking(stance)) for stance in DISPUTING]
        return [(stance, names) for stance, names in found if names]

    def _taking(self, stance: Stance) -> list[str]:
        taking = [str(one.organisation.name) for one in self.positions.values() if one.stance == stance]
        return sorted(taking, key=str.casefold)


@dataclass(frozen=True)
class Heat:
    """The cities of the year and whoever else took part, and the clauses with where they stand."""

    cities: Sequence[Organisation]
    columns: Sequence[Column]

    @property
    def disputed(self) -> int:
        """How many clauses are still disputed; the whole text is none."""
        return sum(one.is_disputed for one in self.columns if one.row is not None)

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said anything yet."""
        return not any(one.positions or one.asking for one in self.columns)

    def only_disputed(self) -> Heat:
        """The same with the disputed clauses alone, and the cities that dispute them."""
        columns = [one for one in self.columns if one.is_disputed]
        disputing = {city for one in columns for city in one.asking}
        taken = [position for one in columns for position in one.positions.values()]
        disputing |= {one.organisation_id for one in taken if one.stance in DISPUTING}
        return Heat([city for city in self.cities if city.pk in disputing], columns)


def heat_of(
    cycle: Cycle, rows: Iterable[Row], positions: Iterable[Position], groups: Iterable[Group], at: datetime
) -> Heat:
    """The map of a text, of which the rows, the positions that hold and the open amendments are given. One query
    after an act about a member, else none."""
    taken: dict[int | None, dict[int, Position]] = {}
    for one in positions:
        taken.setdefault(one.clause_id, {})[one.organisation_id] = one
    asking: dict[int | None, dict[int, Organisation]] = {}
    for group in groups:
        for each in group.members:
            asking.setdefault(each.amendment.clause_id, {})[each.city.pk] = each.city
    columns = [Column(None, taken.get(None, {}), {}), *_columns(rows, taken, asking)]
    cities = {one.organisation_id: one.organisation for one in cities_of(cycle, at)}
    for column in columns:
        cities |= {one.organisation_id: one.organisation for one in column.positions.values()} | dict(column.asking)
    return Heat(sorted(cities.values(), key=lambda city: str(city.name).casefold()), columns)


def _columns(
    rows: Iterable[Row],
    taken: Mapping[int | None, Mapping[int, Position]],
    asking: Mapping[int | None, Mapping[int, Organisation]],
) -> Iterator[Column]:
    """The clauses in order; a heading only where somebody said something of it."""
    for row in rows:
        clause = row.placed.clause.pk
        if not row.is_heading or clause in taken or clause in asking:
            yield Column(row, taken.get(clause, {}), asking.get(clause, {}))
