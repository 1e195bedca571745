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


def by_record(acts: Iterable[Any], seat: Seat, at: datetime) -> list[Changed]:
    """These acts under what they concerned, the record that changed last first. One query; the acts come with their
    things."""
    found: dict[tuple[str, str], Changed] = {}
    for line in lines_with_names(acts, seat, at):
        key = (line.url, str(line.name or ""))
        found.setdefault(key, Changed(line.name, line.url)).lines.append(replace(line, name=None, url=""))
    return list(found.values())
