"""The front page of the year, for everybody: what the group is, what is open, what is published, what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language_bidi

from mithaq.cycle.models import Cycle
from mithaq.cycle.vocabulary import Leading
from mithaq.desk.queries.waiting import text_of_the_year
from mithaq.desk.queries.year import Year
from mithaq.desk.web.shell import Due, Stage, all_due, due, stages
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.figures import Counted, count, figures
from mithaq.foundation.ui import pictures

DEADLINES_SHOWN = 4
#: What stands beside a published text, and what stands on the front page before. Each figure costs queries of its own.
FIGURES_OF_THE_TEXT = ("cities_endorsing",)
FIGURES_OF_THE_YEAR = ("cities_participating", "knowledge_partners")


def page(year: Year, at: datetime) -> dict[str, Any]:
    """What the front page shows at that time."""
    if year.cycle is None:
        return {}
    rail = stages(year, at, "")
    text = text_of_the_year(year.cycle, None, at)
    return {
        "chair": [one.organisation for one in year.leaders if one.role == Leading.CHAIR],
        "conveners": [one.organisation for one in year.leaders if one.role == Leading.CONVENER],
        "open_stages": [stage for stage in rail if stage.state == "open"],
        "deadlines": coming(year, None, at),
        "text": text,
        "figures": _counted(FIGURES_OF_THE_TEXT if text else FIGURES_OF_THE_YEAR, year.cycle, at),
        "timeline": _timeline(rail, year, at),
    }


def coming(year: Year, seat: Seat | None, at: datetime) -> list[Due]:
    """The next deadlines that concern a seat; for whoever has none, those of the calendar."""
    return all_due(year, seat, at)[:DEADLINES_SHOWN]


def _counted(keys: tuple[str, ...], cycle: Cycle, at: datetime) -> list[Counted]:
    shown = [figure for figure in figures() if figure.key in keys and figure.is_public(cycle, at)]
    counted = [count(figure, cycle, at) for figure in sorted(shown, key=lambda figure: keys.index(figure.key))]
    return [one for one in counted if one is not None]


def _timeline(rail: list[Stage], year: Year, at: datetime) -> pictures.Timeline | None:
    if not rail:
        return None
    drawn = [pictures.Stage(stage, stage.opens, stage.closes, stage.state) for stage in rail]
    by_kind = {stage.kind: stage for stage in rail}
    held = [one for one in year.deadlines if one.phase in by_kind]
    marks = [pictures.Deadline(due(one), by_kind[one.phase], timezone.localdate(one.at)) for one in held]
    return pictures.timeline(drawn, marks, timezone.localdate(at), rtl=get_language_bidi())
