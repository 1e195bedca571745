"""What is counted about a text as of a day: by class, people covered, first-time signers, and the record book.

The page is the same for everybody who may see it; before publication that is the working roll alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.queries import record_book
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import (
    is_in_force,
    is_public,
    remembered_classes_of,
    remembered_given,
    sees_working_roll,
)
from mithaq.endorsements.queries.progress import covered_by, end_of, endorsed_before
from mithaq.endorsements.vocabulary import TITLES_OF_CLASSES
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.foundation.actors.request import Request
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import DayField
from mithaq.members.vocabulary import CITIES

MEASURE = "endorsers_of_communique"


class AsOf(forms.Form):
    """The day as of which is counted; today where none is named."""

    day = DayField(label=_("As of the end of"), required=False)


@dataclass(frozen=True)
class Counted:
    """One line: a class of city, or all of them."""

    title: Any
    in_force: int
    with_reservation: int
    withdrawn: int
    after_release: int
    provisional: int


@page(everyone)
def counts(request: Request, public_id: str) -> HttpResponse:
    """How many stood behind the text at the end of a day."""
    text = text_asked_for(request, public_id)
    if not (is_public(text, request.at) or sees_working_roll(request.seat)):
        raise Http404
    form = AsOf(request.GET or None)
    day = form.cleaned_data["day"] if form.is_bound and form.is_valid() else None
    at = end_of(day, text, request.at) if day else request.at
    signed, classes = remembered_given(text, at), remembered_classes_of(text.cycle)
    release = text.publication.at if is_public(text, at) else None
    by_class = [
        _counted(
            TITLES_OF_CLASSES[standing],
            [one for one in signed if classes.get(one.organisation_id) == standing],
            release,
            at,
        )
        for standing in CITIES
    ]
    standing_behind = [one for one in signed if is_in_force(one, at)]
    earlier, before = endorsed_before(text)
    context = {
        "text": text,
        "form": form,
        "as_of": at,
        "zone": text.freezing.seat.organisation.zone if hasattr(text, "freezing") else None,
        "classes": [one for one in by_class if one.in_force or one.withdrawn],
        "all": _counted(_("All cities"), signed, release, at),
        "covered": covered_by(one.organisation_id for one in standing_behind if one.may_be_named),
        "earlier": earlier,
        "first": sum(one.organisation_id not in before for one in standing_behind),
        "recorded": [one for one in record_book() if one.measure == MEASURE] if text.kind == "communique" else [],
        "working": sees_working_roll(request.seat),
    }
    return answer(request, "endorsements/counts.html", context)


def _counted(title: Any, signed: Sequence[Endorsement], release: datetime | None, at: datetime) -> Counted:
    in_force = [one for one in signed if is_in_force(one, at)]
    return Counted(
        title=title,
        in_force=len(in_force),
        with_reservation=sum(bool(one.reservations.all()) for one in in_force),
        withdrawn=len(signed) - len(in_force),
        after_release=sum(release is not None and one.at > release for one in in_force),
        provisional=sum(one.is_provisional for one in in_force),
    )
