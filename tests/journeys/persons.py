"""Who plays in the stories: looked up in the house's own records, so that the year may be rewritten."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tests.journeys.houses import RunningHouse

HOLDERS = """
    SELECT s.public_id, p.name, o.name, o.public_id
    FROM actors_seat s JOIN actors_person p ON p.id = s.person_id JOIN actors_organisation o ON o.id = s.organisation_id
    WHERE {}
    ORDER BY o.id, s.id
"""
#: Mayors with a verified mandate to endorse that runs on, of cities that have not endorsed.
YET_TO_ENDORSE = """
    s.role = 'mayor' AND NOT EXISTS (SELECT 1 FROM endorsements_endorsement e WHERE e.organisation_id = o.id)
    AND EXISTS (
        SELECT 1 FROM actors_mandate m JOIN actors_mandatescope c ON c.mandate_id = m.id AND c.scope = 'endorse'
        WHERE m.seat_id = s.id AND m.ends >= '2031-12-01'
        AND (SELECT COUNT(*) FROM actors_examination x WHERE x.mandate_id = m.id AND x.in_order) > 1
    )
"""


@dataclass(frozen=True)
class Holder:
    """Somebody in a seat, with names by language."""

    seat: str
    name: dict[str, str]
    city: dict[str, str]
    organisation: str


def holders(house: RunningHouse, condition: str, *values: str) -> list[Holder]:
    """The holders of the seats that a condition finds, in the order of the register."""
    rows = house.rows(HOLDERS.format(condition), *values)
    return [Holder(seat, json.loads(name), json.loads(city), key) for seat, name, city, key in rows]


def mayors_yet_to_endorse(house: RunningHouse) -> list[Holder]:
    """The mayors who can still endorse."""
    return holders(house, YET_TO_ENDORSE)


def in_role(house: RunningHouse, role: str) -> Holder:
    """The first who holds that role and can sign in."""
    return holders(house, "s.role = ? AND p.email <> ''", role)[0]


def of_city(house: RunningHouse, city: str, role: str) -> Holder:
    """Who holds that role for a city, by its English name."""
    (holder,) = holders(house, "s.role = ? AND json_extract(o.name, '$.en') = ?", role, city)
    return holder
