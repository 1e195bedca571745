"""For whom a copy of a file is: what stands on its pages, in each language of the letter that it goes with."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from mithaq.core.marking.order import Line
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.formats import day
from mithaq.foundation.uploads.marking import line_of


def lines_for(seat: Seat, languages: str, at: datetime) -> tuple[Line, ...]:
    """The person, the organisation and the day there, once in each language ("en, ar")."""
    lines = []
    for language in languages.split(", "):
        with override(language):
            said = {
                "name": seat.person.name.in_language(language),
                "organisation": seat.organisation.name.in_language(language),
                "day": day(at.astimezone(ZoneInfo(seat.organisation.time_zone)).date(), language),
            }
            lines.append(line_of(language, _("Copy for %(name)s, %(organisation)s, %(day)s") % said))
    return tuple(lines)
