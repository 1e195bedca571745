"""What the correspondence has waiting: for the secretariat what came back, for a city what it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.correspondence.queries.returns import matters_owed_by, returns_to_check
from mithaq.correspondence.rules import may_answer_at_all, may_correspond
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.formats import number


@dataclass(frozen=True)
class Letters:
    """One thing that waits, in the words of `desk.web.waiting.Waiting`."""

    title: Any
    note: Any
    url: str
    action: Any
    due: datetime | None = None
    state: str = "waiting"


def letters_waiting_for(seat: Seat, at: datetime) -> Iterator[Letters]:
    """Returns that nobody has looked at, the way to the circulars, and what one's own organisation still owes."""
    if may_correspond(seat, at):
        count = returns_to_check(seat, at)
        if count:
            sentence = ngettext(
                "%(count)s answer to a circular has not been looked at by a person yet.",
                "%(count)s answers to circulars have not been looked at by a person yet.",
                count,
            )
            yield Letters(
                _("Answers to check"),
                sentence % {"count": number(count)},
                reverse("correspondence:returns"),
                _("Check the answers"),
            )
        yield Letters(
            _("Circulars and the board"),
            _("Letters to many organisations at once, and who has answered them."),
            reverse("correspondence:board"),
            _("Open the board"),
            state="open",
        )
    elif may_answer_at_all(seat, at):
        for matter in matters_owed_by(seat.organisation, at):
            yield Letters(
                matter.title,
                _("A circular asks your organisation for this, and no answer is on record."),
                matter.get_absolute_url(),
                _("Answer"),
                due=matter.due,
            )
