"""The register: the working roll of a text, and calling on the cities to endorse it."""

from __future__ import annotations

import csv
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from mithaq.communique.models import Text
from mithaq.core.sheets.written import defused
from mithaq.endorsements.domain.call import call as call_on_the_cities
from mithaq.endorsements.queries import WORKING_ROLL, given, is_public
from mithaq.endorsements.rules import may_call
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.endorsements.web.forms import Calling
from mithaq.endorsements.web.rolls import Line, by_class, lines_of, shown_of, with_seats
from mithaq.endorsements.web.sheets import COLUMNS, cells_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import place_of
from mithaq.foundation.permissions import Verdict, has_role
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.paging import page_of
from mithaq.members.queries import members
from mithaq.members.vocabulary import CITIES

#: Cities on one page of the working roll. Most groups stand on one.
ON_THE_REGISTER = 100

_on_the_roll: Memory[list[Line]] = Memory(8)


def the_working_roll(seat: Seat | None, at: datetime) -> Verdict:
    """Seats that see every endorsement while the text is not published."""
    return has_role(seat, at, *WORKING_ROLL)


def those_who_call(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat and the chair call on the cities."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CHAIR)


@page(the_working_roll)
def register(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The working roll: who endorsed, who has not yet, and who sits for them."""
    text = text_asked_for(request, public_id)
    form, lines = SoughtByName(request.GET), _on_the_roll.recall(text.pk, request.at, lambda: _read(text, request.at))
    classes = by_class(lines)
    listed = [line for register in classes for line in register.lines if line.is_named(form.words)]
    page = page_of(listed, request, size=ON_THE_REGISTER, may_be_whole=True)
    context = {
        "form": form,
        "page": page,
        "text": text,
        "call": getattr(text, "call", None),
        "here_zone": request.seat.organisation.zone,
        "published": text.publication if is_public(text, request.at) else None,
        "lines": lines,
        "classes": shown_of(classes, with_seats(page, request.at)),
        "missing": sum(line.endorsement is None for line in lines),
        "endorsed": sum(line.endorsement is not None for line in lines),
        "reserved": sum(line.reservation is not None for line in lines),
        "unnamed": sum((one := line.endorsement) is not None and not one.may_be_named for line in lines),
        "withdrawn": sum(line.withdrawn is not None for line in lines),
        "may_call": may_call(request.seat, text, request.at),
    }
    return answer(request, "endorsements/register.html", context)


@page(the_working_roll)
def register_as_csv(request: Request, public_id: str) -> HttpResponse:
    """The working roll as a table for a spreadsheet."""
    text = text_asked_for(request, public_id)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="register-{text.key}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(COLUMNS)
    sheet.writerows(defused(cells_of(line)) for line in with_seats(_read(text, request.at), request.at))
    return response


@page(those_who_call, may_post=True)
def call(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Call on the cities to endorse a frozen text."""
    text = text_asked_for(request, public_id)
    zone = request.seat.organisation.zone
    with timezone.override(zone):
        form = Calling(
            request.POST if request.method == "POST" else None,
            initial={"opens": timezone.localtime(request.at, zone).replace(second=0)},
        )
        if request.method == "POST" and form.is_valid():
            call_on_the_cities(text, **form.cleaned_data, seat=request.seat, at=request.at)
            messages.success(request, _("The cities have been called on. Everybody who may endorse gets a letter."))
            return redirect("endorsements:register", text.public_id)
        verdict = may_call(request.seat, text, request.at)
        context = {
            "text": text,
            "form": form,
            "verdict": verdict,
            "zone_name": place_of(zone, request.at),
            "frozen": getattr(text, "freezing", None),
        }
        return answer(request, "endorsements/call.html", context, status=422 if form.errors else 200)


def _read(text: Text, at: datetime) -> list[Line]:
    return lines_of(members(text.cycle, at, CITIES), given(text, at), at)
