"""The public declaration, the three screens of endorsing, and the register."""

from __future__ import annotations

import csv
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mithaq.communique.domain.freeze import hash_of_words
from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import Reading, clauses_visible_to, reading_of, remembered_reading_of
from mithaq.communique.queries.rows import languages_of, rows_of
from mithaq.core.sheets.written import defused
from mithaq.cycle.queries import history_visible_to
from mithaq.endorsements.domain.call import call as call_on_the_cities
from mithaq.endorsements.domain.endorse import endorse as endorse_text
from mithaq.endorsements.domain.endorse import withdraw
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import (
    WORKING_ROLL,
    calls_waiting_for,
    classes_of,
    endorsements_visible_to,
    given,
    is_public,
    latest_day_of,
    living_endorsement,
    sees_working_roll,
    texts_to_endorse,
)
from mithaq.endorsements.rules import may_call, may_endorse, may_withdraw
from mithaq.endorsements.web.drawn import line_of, map_of
from mithaq.endorsements.web.for_whom import address_for, city_asked_for
from mithaq.endorsements.web.forms import Calling, Endorsing, Withdrawing
from mithaq.endorsements.web.rolls import Line, by_class, lines_of, roll_of, shown_of, with_seats
from mithaq.endorsements.web.sheets import COLUMNS, cells_of
from mithaq.endorsements.web.threads import before_the_roll, roll_as_steps
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.languages.formats import place_of
from mithaq.foundation.permissions import Refused, Verdict, has_role, mandates_in_force
from mithaq.foundation.permissions.mandates import is_contested, is_provisional
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.things import reference_to
from mithaq.foundation.thread.steps import step, thread_of
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.paging import page_of
from mithaq.members.queries import members
from mithaq.members.queries.photos import photos_of
from mithaq.members.vocabulary import CITIES

#: Cities on one page of the working roll. Most groups stand on one.
ON_THE_REGISTER = 100
#: The screens of endorsing by the name under which a form asks for them.
SCREENS = {"read": 1, "reserve": 2, "confirm": 3}


def the_working_roll(seat: Seat | None, at: datetime) -> Verdict:
    """Seats that see every endorsement while the text is not published."""
    return has_role(seat, at, *WORKING_ROLL)


def those_who_call(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat and the chair call on the cities."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CHAIR)


@page(everyone)
def declarations(request: Request) -> HttpResponse:
    """The published declarations, and what the seat has to do about those to come."""
    visible = list(texts_to_endorse(request.seat, request.at))
    context = {
        "published": [one for one in visible if is_public(one, request.at)],
        "calls": calls_waiting_for(request.seat, request.at),
        "registers": [one for one in visible if hasattr(one, "freezing")] if sees_working_roll(request.seat) else [],
    }
    return answer(request, "endorsements/declarations.html", context)


@page(everyone)
def declaration(request: Request, public_id: str) -> HttpResponse:
    """The public page of a published text: its words, and the cities behind them."""
    text = _text(request, public_id)
    if not is_public(text, request.at):
        raise Http404
    reading = reading_of(text)
    shown = _declared.recall((text.pk, get_language()), request.at, lambda: _roll_as_shown(text, reading, request.at))
    roll = shown["roll"]
    language = languages_of(text, request.GET.get("language", ""))[0]
    rows = rows_of(reading, [language], request.seat, request.at)
    context = {
        "text": text,
        "published": text.publication,
        "frozen": getattr(text, "freezing", None),
        "holds": _still_has_its_hash(text, reading),
        "is_the_communique": text.kind == "communique",
        **shown,
        "rows": [(row, roll.reserved(row.placed.clause)) for row in rows],
        "language": language,
        "other_languages": [code for code in text.authentic if code != language],
        "here": step(text),
        "before": before_the_roll(rows),
    }
    return answer(request, "endorsements/declaration.html", context)


#: The roll of a published text, which is the same for everybody: of each text, in each language.
_declared: Memory[dict[str, Any]] = Memory(64)


def _roll_as_shown(text: Text, reading: Reading, at: datetime) -> dict[str, Any]:
    signed = given(text, at)
    roll = roll_of(signed, classes_of(text.cycle), reading, at)
    return {
        "roll": roll,
        "map": map_of(roll),
        "map_caption": _("Amber dots: with a reservation.") if roll.reservations else "",
        "line": line_of(signed, text, at),
        "after": roll_as_steps(roll),
    }


@page(the_seated, may_post=True, grave=True)
def endorse(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Three screens: read, reserve or not, confirm. Only the last one does anything. `?for=` names another city whose
    proxy the seat holds."""
    text = _text(request, public_id)
    city = city_asked_for(request, text)
    frozen = getattr(text, "freezing", None)
    if frozen is None:
        raise Http404
    reading = remembered_reading_of(text)
    form = _form_on_its_way(request, reading, text)
    screen = _screen_asked_for(request, form)
    refusal: str | Promise = ""
    verdict = may_endorse(request.seat, text, request.at, city)
    if screen == "done":
        try:
            return _endorsed(request, text, city, form)
        except Refused as refused:
            screen, refusal = "read" if form.cleaned_data["hash"] != frozen.hash else "confirm", refused.reason
    context = {
        "text": text,
        "frozen": frozen,
        "city": city,
        "here": address_for(request, text, city),
        "by_proxy": city.pk != request.seat.organisation_id,
        "form": form,
        "screen": SCREENS[screen],
        "titles": [_("Read"), _("Reserve or not"), _("Endorse")],
        "refusal": refusal,
        "verdict": verdict,
        "standing": living_endorsement(text, city),
        **(_to_read(request, text, reading) if screen == "read" else {}),
        **(_to_confirm(request, text, city, form) if screen == "confirm" and verdict else {}),
    }
    response = answer(request, "endorsements/endorse.html", context, status=409 if refusal else 200)
    if request.method == "POST":  # else going back to it would show the browser's own error in its place
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _form_on_its_way(request: Request, reading: Reading, text: Text) -> Endorsing:
    """What was typed so far. Whoever only comes to the second screen is not yet told what is missing on it."""
    if request.POST.get("screen") == "reserve":
        typed = {**request.POST.dict(), "read": request.POST.getlist("read")}
        return Endorsing(reading, text.authentic, initial=typed)
    return Endorsing(reading, text.authentic, request.POST if request.method == "POST" else None)


def _screen_asked_for(request: Request, form: Endorsing) -> str:
    """The screen to show. One that needs more than was typed leads back to where it is typed."""
    asked = request.POST.get("screen", "read")
    if asked in ("confirm", "done"):
        return asked if form.is_valid() else "reserve"
    return asked if asked in SCREENS else "read"


def _endorsed(request: SeatedRequest, text: Text, city: Organisation, form: Endorsing) -> HttpResponse:
    endorsement = endorse_text(
        text,
        form.cleaned_data["hash"],
        languages=form.cleaned_data["read"],
        may_be_named=form.names_the_city,
        reservation=form.reservation,
        reserved_clause=form.reserved_clause,
        city=city,
        seat=request.seat,
        at=request.at,
    )
    if city.pk == request.seat.organisation_id:
        messages.success(request, _("Your city has endorsed the text. This page is the record of it."))
    else:
        told = _("%(city)s has endorsed the text through you. This page is the record of it.")
        messages.success(request, told % {"city": city})
    return redirect(endorsement)


def _to_read(request: Request, text: Text, reading: Reading) -> dict[str, Any]:
    language = languages_of(text, request.GET.get("language", ""))[0]
    read = [code for code in text.authentic if code == language or code in request.GET.getlist("read")]
    rows = rows_of(reading, [language], request.seat, request.at)
    in_short = [row for row in rows if row.points]
    return {
        "rows": rows,
        "in_short": in_short,
        "language": language,
        "read": read,
        "ways": _ways(request, text, language, read),
    }


def _ways(request: Request, text: Text, language: str, read: list[str]) -> list[dict[str, Any]]:
    query = "".join(f"&read={code}" for code in read)
    if request.GET.get("for"):
        query += f"&for={request.GET['for']}"
    return [{"code": code, "url": f"?language={code}{query}", "current": code == language} for code in text.authentic]


def _to_confirm(request: SeatedRequest, text: Text, city: Organisation, form: Endorsing) -> dict[str, Any]:
    matter = reference_to(text)
    mandate = mandates_in_force(request.seat, Scope.ENDORSE, request.at, matter, city)[0]
    return {
        "acting": request.seat,
        "mandate": mandate,
        "is_provisional": is_provisional(mandate, request.at),
        "is_contested": is_contested(mandate, request.at),
        "is_delegated": mandate.seat_id != request.seat.pk,
        "reservation": form.reservation,
        "reserved_clause": form.reserved_clause,
        "reserved_words": form.what_is_reserved,
    }


@page(everyone)
def endorsement(request: Request, public_id: str) -> HttpResponse:
    """The act as a document: who stood behind which text, under which mandate, when."""
    one = _endorsement(request, public_id)
    context = {
        "endorsement": one,
        "withdrawal": getattr(one, "withdrawal", None),
        "snapshot": _snapshot_of(one),
        "photo": photos_of([one.seat.person_id], request.seat, request.at).get(one.seat.person_id)
        if one.seat
        else None,
        "now_contested": one.mandate is not None and is_contested(one.mandate, request.at),
        "latest_day": latest_day_of(one),
        "reserved_clause": _reserved_clause(request, one),
        "may_withdraw": _may_ask_to_withdraw(request.seat, one) and may_withdraw(request.seat, one, request.at),
        "trail": _trail_of(one.text, request.at),
        "thread": thread_of(one, request.seat, request.at),
        "acts": history_visible_to(request.seat, one, ("endorsement",)),
    }
    return answer(request, "endorsements/endorsement.html", context)


@page(the_seated, may_post=True, grave=True)
def withdrawal(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take an endorsement back, after it has been read back. What was true until then stays on record."""
    one = _endorsement(request, public_id)
    if not _may_ask_to_withdraw(request.seat, one):
        raise Http404
    form = Withdrawing(one.text, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdraw(one, form.reason, seat=request.seat, at=request.at)
        messages.success(
            request, _("The endorsement is withdrawn from now on. What was true until now stays on record.")
        )
        return redirect(one)
    context = {"endorsement": one, "form": form, "verdict": may_withdraw(request.seat, one, request.at)}
    return answer(request, "endorsements/withdrawal.html", context)


@page(the_working_roll)
def register(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The working roll: who endorsed, who has not yet, and who sits for them."""
    text = _text(request, public_id)
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
    text = _text(request, public_id)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="register-{text.key}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(COLUMNS)
    sheet.writerows(defused(cells_of(line)) for line in with_seats(_read(text, request.at), request.at))
    return response


@page(those_who_call, may_post=True)
def call(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Call on the cities to endorse a frozen text."""
    text = _text(request, public_id)
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


def _text(request: Request, public_id: str) -> Text:
    return get_object_or_404(texts_to_endorse(request.seat, request.at), public_id=public_id)


def _endorsement(request: Request, public_id: str) -> Endorsement:
    records = endorsements_visible_to(request.seat, request.at)
    return get_object_or_404(
        records.select_related("text__cycle", "text__publication__seat__organisation"), public_id=public_id
    )


def _reserved_clause(request: Request, one: Endorsement) -> Clause | None:
    """The clause that the reservation is about, with its words, if the reader may see it."""
    clause = getattr(getattr(one, "reservation", None), "clause_id", None)
    return clauses_visible_to(request.seat, request.at).filter(pk=clause).first() if clause else None


_on_the_roll: Memory[list[Line]] = Memory(8)


def _read(text: Text, at: datetime) -> list[Line]:
    return lines_of(members(text.cycle, at, CITIES), given(text, at), at)


def _still_has_its_hash(text: Text, reading: Reading) -> bool:
    """Whether the words on this page, hashed once more, have the hash they were frozen with."""
    return hasattr(text, "freezing") and hash_of_words(text, reading.outermost) == text.freezing.hash


def _may_ask_to_withdraw(seat: Seat | None, one: Endorsement) -> bool:
    """The city itself; for what a publication documents, the secretariat."""
    if seat is None:
        return False
    return seat.role == Role.SECRETARIAT if one.seat_id is None else seat.organisation_id == one.organisation_id


def _snapshot_of(one: Endorsement) -> dict[str, Any]:
    """The mandate as it stood, with its days as days and its examiners counted."""
    kept = one.snapshot
    if not kept:
        return {}
    ends = datetime.fromisoformat(kept["ends"]).date() if kept["ends"] else None
    starts = datetime.fromisoformat(kept["starts"]).date()
    holder = one.mandate.seat if one.mandate and one.mandate.seat_id != one.seat_id else None
    return {**kept, "starts": starts, "ends": ends, "examined_by": len(kept["examiners"]), "delegated_by": holder}


def _trail_of(text: Text, at: datetime) -> list[tuple[Any, str]]:
    home = (_("Declarations"), reverse("endorsements:declarations"))
    public = reverse("endorsements:declaration", args=[text.public_id])
    return [home, (text.title, public if is_public(text, at) else text.get_absolute_url())]
