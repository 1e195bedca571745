"""The register: the working roll of a text, and calling on the cities to endorse it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from mithaq.communique.models import Text
from mithaq.communique.queries.negotiators import cities_of
from mithaq.core.sheets.written import separated_values
from mithaq.core.sheets.written_book import Written, workbook
from mithaq.endorsements.domain.call import call as call_on_the_cities
from mithaq.endorsements.domain.call import remind, set_reminders
from mithaq.endorsements.queries import FOLLOWED, WORKING_ROLL, is_public, remembered_given, reminders_sent
from mithaq.endorsements.queries.progress import remembered_progress_of
from mithaq.endorsements.rules import may_call, may_remind
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.endorsements.web.forms import Calling, Looking, Reminding
from mithaq.endorsements.web.rolls import STAGES, Line, Register, by_class, lines_of, shown_of, with_seats
from mithaq.endorsements.web.sheets import COLUMNS, cells_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import place_of
from mithaq.foundation.permissions import Refused, Verdict, has_role
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.things import records_in
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Cities on one page of the working roll. Most groups stand on one.
ON_THE_REGISTER = 100

#: The days before its end on which a call proposes to remind.
USUAL = (7, 1)

_on_the_roll: Memory[list[Line]] = Memory(8, kinds=FOLLOWED, beside=records_in)


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
    form, lines = Looking(request.GET), _on_the_roll.recall(text.pk, request.at, lambda: _read(text, request.at))
    classes = by_class(lines)
    listed = _listed(classes, form)
    page = page_of(listed, request, size=ON_THE_REGISTER, may_be_whole=True)
    shown = with_seats(page, request.at)
    is_ordered = bool(form.typed["order"])
    context = {
        "form": form,
        "page": page,
        "text": text,
        "call": getattr(text, "call", None),
        "here_zone": request.seat.organisation.zone,
        "published": text.publication if is_public(text, request.at) else None,
        "lines": lines,
        "classes": [(Register(_("All cities"), lines), shown)] if is_ordered and shown else shown_of(classes, shown),
        "how_far": [(STAGES[stage], sum(line.stage == stage for line in lines)) for stage in STAGES],
        "missing": sum(line.endorsement is None for line in lines),
        "endorsed": sum(line.endorsement is not None for line in lines),
        "reserved": sum(bool(line.reservations) for line in lines),
        "unnamed": sum((one := line.endorsement) is not None and not one.may_be_named for line in lines),
        "withdrawn": sum(line.withdrawn is not None for line in lines),
        "may_call": may_call(request.seat, text, request.at),
        "may_enter": request.seat.role == Role.SECRETARIAT and hasattr(text, "call"),
        "may_remind": may_remind(request.seat, text, request.at),
        "has_letters": hasattr(text, "freezing") and not hasattr(text, "chairs_summary"),
    }
    return answer(request, "endorsements/register.html", context)


@page(the_working_roll)
def register_as_csv(request: Request, public_id: str) -> HttpResponse:
    """The working roll as a table for a spreadsheet."""
    text = text_asked_for(request, public_id)
    return _given_out(separated_values([COLUMNS, *_rows(text, request.at)]), "text/csv; charset=utf-8", text, "csv")


@page(the_working_roll)
def register_as_book(request: Request, public_id: str) -> HttpResponse:
    """The working roll as a workbook."""
    text = text_asked_for(request, public_id)
    sheet = Written(_("Working roll"), [COLUMNS, *_rows(text, request.at)])
    return _given_out(workbook([sheet], right_to_left=get_language_bidi(), at=request.at), SHEETS, text, "xlsx")


@page(the_working_roll)
def register_as_json(request: Request, public_id: str) -> HttpResponse:
    """The working roll as a list of records with the columns' names."""
    text = text_asked_for(request, public_id)
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in _rows(text, request.at)]
    told = {"text": text.public_id, "as_of": request.at.isoformat(), "cities": rows}
    return _given_out(json.dumps(told, ensure_ascii=False, indent=1), "application/json", text, "json")


def _rows(text: Text, at: datetime) -> list[list[str]]:
    return [cells_of(line) for line in with_seats(_read(text, at), at)]


def _given_out(content: str | bytes, kind: str, text: Text, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="register-{text.key}.{ending}"'
    return response


@page(those_who_call, may_post=True)
def call(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Call on the cities to endorse a frozen text."""
    text = text_asked_for(request, public_id)
    zone = request.seat.organisation.zone
    with timezone.override(zone):
        form = Calling(
            request.POST if request.method == "POST" else None,
            initial={"opens": timezone.localtime(request.at, zone).replace(second=0), "reminders": USUAL},
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


@page(those_who_call, may_post=True)
def reminder(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Remind the cities that have not answered, after a look at which they are."""
    text = text_asked_for(request, public_id)
    verdict, called = may_remind(request.seat, text, request.at), getattr(text, "call", None)
    is_set = "set" in request.POST
    form = Reminding(called.reminders if called else (), request.POST if is_set else None)
    if request.method == "POST" and (form.is_valid() or not is_set):
        if called is None:
            raise Refused(verdict.reason)
        if is_set:
            set_reminders(called, form.cleaned_data["reminders"], seat=request.seat, at=request.at)
            messages.success(request, _("The days of the reminders are kept."))
        else:
            remind(called, seat=request.seat, at=request.at)
            messages.success(request, _("Whoever may endorse for a city that has not answered gets a letter."))
        return redirect("endorsements:register", text.public_id)
    lines = _on_the_roll.recall(text.pk, request.at, lambda: _read(text, request.at))
    owing = [one.organisation for one in lines if one.endorsement is None and not one.progress.awaiting]
    context = {
        "text": text,
        "call": called,
        "owing": len(owing),
        "page": page_of(owing, request, size=ON_THE_REGISTER, may_be_whole=True),
        "verdict": verdict,
        "form": form,
        "to_come": [one for one in called.reminded_at if one > request.at] if called else [],
        "sent": reminders_sent(called, request.at) if called else [],
        "here_zone": request.seat.organisation.zone,
    }
    return answer(request, "endorsements/reminder.html", context, status=422 if form.errors else 200)


def _listed(classes: Iterable[Register], form: Looking) -> list[Line]:
    """The lines that are asked for, in the order that is asked for."""
    stage, order = form.typed["stage"], form.typed["order"]
    found = [line for one in classes for line in one.lines if line.is_named(form.words)]
    found = [line for line in found if not stage or line.stage == stage]
    if order == "name":
        return sorted(found, key=lambda line: str(line.organisation.name).casefold())
    if order == "at":
        return sorted(
            found, key=lambda line: line.endorsement.at if line.endorsement else datetime.max.replace(tzinfo=UTC)
        )
    return found


def _read(text: Text, at: datetime) -> list[Line]:
    cities = cities_of(text.cycle, at)
    return lines_of(cities, remembered_given(text, at), at, remembered_progress_of(text, at))
