"""Cities on the graticule, without borders: a place is no claim.

The projection is Equal Earth (Savric, Patterson and Jenny 2018, doi:10.1080/13658816.2018.1504949): no part of the
globe is drawn larger than another. It is never mirrored: east is at the right in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any, ClassVar, NamedTuple

from mithaq.foundation.ui.pictures.drawing import WIDTH, Drawing, plain

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
SOUTH, NORTH = -60, 75
MERIDIANS, PARALLELS, STEP = 30, 15, 5


class City(NamedTuple):
    """A city at its latitude and longitude in degrees; `role` gives the dot its colour."""

    thing: Any
    latitude: float
    longitude: float
    role: str = "dot"


class Dot(NamedTuple):
    """A city's place on the drawing."""

    x: float
    y: float
    city: City


@dataclass(frozen=True)
class DotMap(Drawing):
    """The dots, and the graticule as one path; the rows are the cities."""

    kind: ClassVar[str] = "dots"
    dots: list[Dot]
    graticule: str
    outline: str


def equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the plane, for a sphere of radius one: x from -2.71 to 2.71, y from -1.32 to 1.32, north up."""
    t = asin(sqrt(3) / 2 * sin(radians(latitude)))
    x = 2 * sqrt(3) * radians(longitude) * cos(t) / (3 * (9 * A4 * t**8 + 7 * A3 * t**6 + 3 * A2 * t**2 + A1))
    return x, A4 * t**9 + A3 * t**7 + A2 * t**3 + A1 * t


def dots(cities: Sequence[City]) -> DotMap:
    """Place the cities between the southern and the northern edge of the drawing, all round the globe."""
    height = _on_field(SOUTH, 0)[1]
    placed = [Dot(*_on_field(city.latitude, city.longitude), city) for city in cities]
    west = [(lat, -180) for lat in range(SOUTH, NORTH + 1, STEP)]
    east = [(lat, 180) for lat in range(NORTH, SOUTH - 1, -STEP)]
    return DotMap(height, list(cities), placed, _graticule(), _line(west + east) + "Z")


def _on_field(latitude: float, longitude: float) -> tuple[float, float]:
    edge, top = equal_earth(0, 180)[0], equal_earth(NORTH, 0)[1]
    x, y = equal_earth(latitude, longitude)
    scale = WIDTH / 2 / edge
    return round(WIDTH / 2 + x * scale, 2), round((top - y) * scale, 2)


@cache
def _graticule() -> str:
    meridians = [[(lat, lon) for lat in range(SOUTH, NORTH + 1, STEP)] for lon in range(-150, 180, MERIDIANS)]
    parallels = [[(lat, -180), (lat, 180)] for lat in range(SOUTH + PARALLELS, NORTH, PARALLELS)]
    return "".join(_line(line) for line in meridians + parallels)


def _line(places: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{plain(x)} {plain(y)}" for x, y in (_on_field(*place) for place in places))
