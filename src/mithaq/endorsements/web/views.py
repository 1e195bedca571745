"""The public declaration, the act as a document, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mithaq.communique.domain.freeze import hash_of_words
from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import Reading, clauses_visible_to, reading_of
from mithaq.communique.queries.rows import languages_of, rows_of
from mithaq.cycle.queries import history_visible_to
from mithaq.endorsements.domain.endorse import withdraw
from mithaq.endorsements.models import Endorsement, Reservation
from mithaq.endorsements.queries import (
    FOLLOWED,
    calls_waiting_for,
    endorsements_visible_to,
    is_public,
    latest_day_of,
    remembered_classes_of,
    remembered_given,
    sees_working_roll,
    texts_to_endorse,
)
from mithaq.endorsements.queries.handed import handovers_of, latest_signed
from mithaq.endorsements.rules import may_withdraw
from mithaq.endorsements.web.drawn import caption_of_map, line_of, map_of
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.endorsements.web.forms import Withdrawing
from mithaq.endorsements.web.log import the_watch
from mithaq.endorsements.web.rolls import roll_of
from mithaq.endorsements.web.threads import before_the_roll, roll_as_steps
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions.mandates import is_contested
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.things import records_in
from mithaq.foundation.thread.steps import step, thread_of
from mithaq.foundation.ui.answers import answer
from mithaq.members.queries.photos import photos_of


@page(everyone)
def declarations(request: Request) -> HttpResponse:
    """The published declarations, and what the seat has to do about those to come."""
    visible = list(texts_to_endorse(request.seat, request.at))
    context = {
        "published": [one for one in visible if is_public(one, request.at)],
        "calls": calls_waiting_for(request.seat, request.at),
        "registers": [one for one in visible if hasattr(one, "freezing")] if sees_working_roll(request.seat) else [],
        "watches": bool(the_watch(request.seat, request.at)),
    }
    return answer(request, "endorsements/declarations.html", context)


@page(everyone)
def declaration(request: Request, public_id: str) -> HttpResponse:
    """The public page of a published text: its words, and the cities behind them."""
    text = text_asked_for(request, public_id)
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
        "address": settings.ADDRESS,
        "before": before_the_roll(rows),
    }
    return answer(request, "endorsements/declaration.html", context)


#: The roll of a published text, which is the same for everybody: of each text, in each language.
_declared: Memory[dict[str, Any]] = Memory(64, kinds=FOLLOWED, beside=records_in)


def _roll_as_shown(text: Text, reading: Reading, at: datetime) -> dict[str, Any]:
    signed = remembered_given(text, at)
    roll = roll_of(signed, remembered_classes_of(text.cycle), reading, at)
    return {
        "roll": roll,
        "map": map_of(roll),
        "map_caption": caption_of_map(roll),
        "line": line_of(signed, text, at),
        "after": roll_as_steps(roll),
        "signed": latest_signed(text, at),
        "handed": handovers_of(text, at),
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
        "reserved": _reserved(request, one),
        "has_receipt": _is_its_own(request.seat, one) or sees_working_roll(request.seat),
        "sees_evidence": sees_working_roll(request.seat)
        or (request.seat is not None and request.seat.organisation_id == one.organisation_id),
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


def _endorsement(request: Request, public_id: str) -> Endorsement:
    records = endorsements_visible_to(request.seat, request.at)
    return get_object_or_404(
        records.select_related("text__cycle", "text__publication__seat__organisation"), public_id=public_id
    )


def _reserved(request: Request, one: Endorsement) -> list[tuple[Reservation, Clause | None]]:
    """What the city set beside the text, each with its clause if the reader may see that."""
    beside = list(one.reservations.all())
    named = [each.clause_id for each in beside if each.clause_id]
    clauses = clauses_visible_to(request.seat, request.at).in_bulk(named) if named else {}
    return [(each, clauses.get(each.clause_id)) for each in beside]


def _still_has_its_hash(text: Text, reading: Reading) -> bool:
    """Whether the words on this page, hashed once more, have the hash they were frozen with."""
    return hasattr(text, "freezing") and hash_of_words(text, reading.outermost) == text.freezing.hash


def _is_its_own(seat: Seat | None, one: Endorsement) -> bool:
    return seat is not None and (seat.organisation_id == one.organisation_id or one.seat_id == seat.pk)


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
