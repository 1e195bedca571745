"""What changed since one looked, as a page shows it: acts under the record that they concerned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from mithaq.desk.web.lines import Line, lines_with_names
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.words import PerLanguage


@dataclass
class Changed:
    """A record and what happened to it, the newest first; without a name where it has none that the seat may see."""

    name: PerLanguage | None
    url: str
    lines: list[Line] = field(default_factory=list)
    #: How many more there are that are not shown.
    rest: int = 0


def by_record(acts: Iterable[Any], seat: Seat, at: datetime, most: int | None = None) -> list[Changed]:
    """These acts under what they concerned, the record that changed last first. One query; the acts come with their
    things. With `most`, as many acts of each record are shown, and the others counted."""
    found: dict[tuple[str, str], Changed] = {}
    for line in lines_with_names(acts, seat, at):
        key = (line.url, str(line.name or ""))
        found.setdefault(key, Changed(line.name, line.url)).lines.append(replace(line, name=None, url=""))
    for one in found.values():
        one.lines, one.rest = one.lines[:most], len(one.lines[most:]) if most else 0
    return list(found.values())
