"""The declaration's place on the thread: its points before it, its endorsements after it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mithaq.communique.queries.rows import Row
from mithaq.endorsements.web.rolls import Roll
from mithaq.foundation.languages.formats import number
from mithaq.foundation.thread.steps import Step, steps_to


def before_the_roll(rows: Sequence[Row]) -> list[Step]:
    """The points that the text carries, and the recommendations behind them; the nearest first."""
    points = {point.public_id: point for row in rows for point in row.points}
    gathered = sum(row.gathered for row in rows)
    title = ngettext("%(count)s recommendation", "%(count)s recommendations", gathered) % {"count": number(gathered)}
    behind = [Step(gettext("Recommendations"), title, reverse("recommendations:all"))] if gathered else []
    return [*steps_to(points.values()), *behind]


def roll_as_steps(roll: Roll) -> list[Step]:
    """The named cities that stand behind the text."""
    return list(steps_to(entry.endorsement for entry in roll.entries if not entry.withdrawn and not entry.is_gap))
