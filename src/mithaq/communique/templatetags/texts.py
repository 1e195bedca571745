"""Words about the texts."""

from __future__ import annotations

from typing import Any

from django import template

from mithaq.foundation.actors.models import Seat

register = template.Library()


@register.filter
def named_for(seat: Seat, reader: Any) -> str:
    """Who acted: the person, for those who hold a seat; the public reads for which organisation."""
    return seat.sentence if reader else str(seat.organisation)
