"""The pages of evidence: entering what came in for a city, looking at it, its file, and the second check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import remembered_reading_of
from mithaq.cycle.queries import history_visible_to
from mithaq.endorsements.domain.evidence import Brought, check_evidence, enter_evidence
from mithaq.endorsements.domain.examine import examine
from mithaq.endorsements.domain.reserved import as_reserved
from mithaq.endorsements.domain.take_in import take_in
from mithaq.endorsements.models import Evidence
from mithaq.endorsements.queries import (
    evidence_awaiting,
    evidence_visible_to,
    living_endorsement,
    remembered_for,
    signers_of,
)
from mithaq.endorsements.rules import may_check_evidence, may_enter_evidence
from mithaq.endorsements.vocabulary import Method
from mithaq.endorsements.web.evidence_forms import Checking, Entering
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.queries import organisations_visible_to
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "eml": "message/rfc822",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page(the_seated, may_post=True)
def enter(request: SeatedRequest, public_id: str, organisation: str) -> HttpResponse:
    """Enter what came in for a city."""
    seat, at = request.seat, request.at
    text = text_asked_for(request, public_id)
    city = get_object_or_404(organisations_visible_to(seat, at), public_id=organisation)
    if not hasattr(text, "freezing") or not may_enter_evidence(seat, text, at, city):
        raise Http404
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = Entering(
        remembered_reading_of(text),
        signers_of(city, at),
        *sent,
        initial={"hash": text.freezing.hash, "signed_on": at.astimezone(city.zone).date()},
    )
    if request.method == "POST" and form.is_valid():
        entered = _entered(request, text, city, form)
        if entered is not None:
            messages.success(
                request, _("It is on record. It counts once somebody else of the secretariat has checked it.")
            )
            return redirect(entered)
    context = {
        "form": form,
        "text": text,
        "city": city,
        "standing": remembered_for(living_endorsement, text, city),
        "awaiting": remembered_for(evidence_awaiting, text, city),
    }
    return answer(request, "endorsements/enter_evidence.html", context, status=422 if form.errors else 200)


def _entered(request: SeatedRequest, text: Text, city: Organisation, form: Entering) -> Evidence | None:
    """The evidence on record; None where its file or its day was refused, with the reason beside the field."""
    typed = form.cleaned_data
    try:
        file = take_in(typed["file"], seat=request.seat, at=request.at)
        is_signed = typed["method"] == Method.SIGNED_PDF
        validation = examine(file, text, typed["hash"], at=request.at) if is_signed else {}
    except Unreadable as unreadable:
        form.add_error("file", sentence_of(unreadable))
        return None
    brought = Brought(
        method=typed["method"],
        file=file,
        mandate=form.mandate,
        signed_on=typed["signed_on"],
        may_be_named=typed["may_be_named"] == "yes",
        languages=typed["read"],
        reserved=form.reserved,
        validation=validation,
    )
    try:
        return enter_evidence(text, city, typed["hash"], brought, seat=request.seat, at=request.at)
    except Refused as refused:
        form.add_error("file" if validation else None, str(refused))
        return None


@page(the_seated, may_post=True, grave=True)
def evidence(request: SeatedRequest, public_id: str) -> HttpResponse:
    """What came in, as it was entered; the second check is posted here."""
    one = _evidence(request, public_id)
    verdict = may_check_evidence(request.seat, one, request.at)
    form = Checking(
        one.text.authentic, *([request.POST] if request.method == "POST" else []), initial={"hash": one.text_hash}
    )
    if request.method == "POST" and form.is_valid():
        made = check_evidence(
            one,
            form.cleaned_data["hash"],
            is_in_order=form.is_in_order,
            reason=form.reason,
            seat=request.seat,
            at=request.at,
        )
        if made is not None:
            messages.success(request, _("The city has endorsed. This page is the record of it."))
            return redirect(made)
        messages.success(request, _("The evidence is turned down. It stays on record, and the city can send it anew."))
        return redirect(one)
    reserved = as_reserved(one.text, one.reserved)
    context = {
        "evidence": one,
        "form": form,
        "verdict": verdict,
        "checked": getattr(one, "second_check", None),
        "endorsement": getattr(one, "endorsement", None),
        "reserved": [(each, _titled(each.clause)) for each in reserved],
        "acts": history_visible_to(request.seat, one, ("evidence",)),
    }
    return answer(request, "endorsements/evidence.html", context, status=422 if form.errors else 200)


def _titled(clause: Clause | None) -> Any:
    return clause.title if clause else ""


@page(the_seated)
def evidence_file(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The file as it came in, to be kept, never shown by the browser itself."""
    file = _evidence(request, public_id).file
    try:
        content = content_of(file)
    except NotAsReceived as damaged:
        raise Refused(
            _("This file is no longer stored as it was received, so it is not given out. Ask the secretariat for it.")
        ) from damaged
    response = HttpResponse(content, content_type=CONTENT_TYPES.get(file.kind, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _evidence(request: SeatedRequest, public_id: str) -> Evidence:
    return get_object_or_404(evidence_visible_to(request.seat, request.at), public_id=public_id)
