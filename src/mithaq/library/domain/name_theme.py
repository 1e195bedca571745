"""Naming a theme by which the year sorts its studies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from mithaq.core.text import searchable
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.permissions import require
from mithaq.library.models import Theme
from mithaq.library.rules import may_hand_in_studies


def name_theme(cycle: Cycle, title: Mapping[str, str], key: str = "", *, seat: Seat, at: datetime) -> Theme:
    """A theme by its words per language. One that is called the same in any of them is the same theme."""
    with transaction.atomic():
        require(may_hand_in_studies(seat, at))
        for known in cycle.themes.all():
            if any(
                searchable(words) == searchable(known.title.get(code, "")) for code, words in title.items() if words
            ):
                return known
        theme: Theme = cycle.themes.create(key=key or fresh_id(), title=dict(title))
        record("theme.named", theme, seat=seat, at=at)
    return theme
