"""The three screens on which a city endorses: read, reserve or interpret, confirm. Only the last one signs.

Whoever sits for the city without the mandate to endorse walks the same way and keeps, on the last screen, what they
prepared for the one who may confirm it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from mithaq.communique.models import Text
from mithaq.communique.queries import Reading, remembered_reading_of
from mithaq.communique.queries.rows import languages_of, rows_of
from mithaq.endorsements.domain.endorse import endorse as endorse_text
from mithaq.endorsements.domain.endorse import statement_of
from mithaq.endorsements.domain.prepare import open_text, prepare
from mithaq.endorsements.queries import evidence_awaiting, living_endorsement, prepared_for, remembered_for
from mithaq.endorsements.rules import may_endorse, may_prepare
from mithaq.endorsements.web.for_whom import address_for, city_asked_for, text_asked_for, text_to_sign
from mithaq.endorsements.web.forms import Endorsing, as_typed
from mithaq.foundation.accounts.proof import proof_required_of
from mithaq.foundation.accounts.signing import NotSigned, Signature, ask_to_sign, has_passkey, signed
from mithaq.foundation.accounts.vocabulary import Proof
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.memory import Memory, one_reading
from mithaq.foundation.permissions import Refused, Verdict, mandates_in_force
from mithaq.foundation.permissions.mandates import DECIDED_BY, is_contested, is_provisional
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.things import reference_to
from mithaq.foundation.ui.answers import answer

#: The screens of endorsing by the name under which a form asks for them.
SCREENS = {"read": 1, "reserve": 2, "confirm": 3}
#: What the last screen's buttons do.
ACTS = ("done", "prepare")


@page(the_seated, may_post=True, grave=True)
def endorse(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Three screens: read, reserve or not, confirm. `?for=` names another city whose proxy the seat holds."""
    with one_reading(request.reading):  # nothing is written before the form has been read
        signs = request.POST.get("screen") == "done"
        text = text_to_sign(request, public_id) if signs else text_asked_for(request, public_id)
        city = city_asked_for(request, text)
        frozen = getattr(text, "freezing", None)
        if frozen is None:
            raise Http404
        reading = remembered_reading_of(text)
        form = _form_on_its_way(request, reading, text, city)
        screen = _screen_asked_for(request, form)
    refusal: str | Promise = ""
    if screen in ACTS:
        try:
            return (_endorsed if screen == "done" else _prepared)(request, text, city, form)
        except Refused as refused:
            text = text_asked_for(request, public_id)
            screen, refusal = "read" if form.cleaned_data["hash"] != frozen.hash else "confirm", refused.reason
    if request.POST.get("screen") == "reserve":
        open_text(text, city, seat=request.seat, at=request.at)
    verdict, may_keep = _what_it_may(request, text, city)
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
        "may_prepare": may_keep,
        "prepared": remembered_for(prepared_for, text, city),
        "awaiting": remembered_for(evidence_awaiting, text, city),
        "standing": remembered_for(living_endorsement, text, city),
        **(_to_read(request, text, reading) if screen == "read" else {}),
        **(_to_confirm(request, text, city, form) if screen == "confirm" else {}),
    }
    response = answer(request, "endorsements/endorse.html", context, status=409 if refusal else 200)
    if request.method == "POST":  # else going back to it would show the browser's own error in its place
        response.headers["Cache-Control"] = "private, no-cache"
    return response


#: What is offered to a seat; whatever it then does is judged anew.
_offered: Memory[tuple[Verdict, Verdict]] = Memory(
    kinds=(*DECIDED_BY, "members.", "endorsements.call", "communique.text", "cycle.")
)


def _what_it_may(request: SeatedRequest, text: Text, city: Organisation) -> tuple[Verdict, Verdict]:
    """Whether the seat may endorse the text for the city, and whether it may at least prepare that."""
    seat, at = request.seat, request.at
    has_opened = hasattr(text, "call") and text.call.opens <= at

    def judged() -> tuple[Verdict, Verdict]:
        verdict = may_endorse(seat, text, at, city)
        return verdict, verdict or may_prepare(seat, text, at, city)

    days = seat.local_day(at), at.astimezone(city.zone).date()
    return _offered.recall((seat.pk, text.pk, city.pk, has_opened, *days), at, judged, named=(reference_to(city),))


def _form_on_its_way(request: Request, reading: Reading, text: Text, city: Organisation) -> Endorsing:
    """What was typed so far, or was prepared. Whoever only comes to the second screen is not yet told what is missing
    on it."""
    asked = request.POST.get("screen")
    if asked in ("reserve", "more"):
        typed = {**request.POST.dict(), "read": request.POST.getlist("read")}
        prepared = remembered_for(prepared_for, text, city)
        before = as_typed(prepared) if prepared and "reserves" not in typed else {}
        return Endorsing(reading, text.authentic, initial={**before, **typed}, more=asked == "more")
    return Endorsing(reading, text.authentic, request.POST if request.method == "POST" else None)


def _screen_asked_for(request: Request, form: Endorsing) -> str:
    """The screen to show. One that needs more than was typed leads back to where it is typed."""
    asked = request.POST.get("screen", "read")
    if asked == "confirm" or asked in ACTS:
        return asked if form.is_valid() else "reserve"
    return "reserve" if asked == "more" else asked if asked in SCREENS else "read"


def _endorsed(request: SeatedRequest, text: Text, city: Organisation, form: Endorsing) -> HttpResponse:
    endorsement = endorse_text(
        text,
        form.cleaned_data["hash"],
        languages=form.cleaned_data["read"],
        may_be_named=form.names_the_city,
        reserved=form.reserved,
        city=city,
        signed=_signature(request, text, city, form),
        seat=request.seat,
        at=request.at,
    )
    if city.pk == request.seat.organisation_id:
        messages.success(request, _("Your city has endorsed the text. This page is the record of it."))
    else:
        told = _("%(city)s has endorsed the text through you. This page is the record of it.")
        messages.success(request, told % {"city": city})
    return redirect(endorsement)


def _signature(request: SeatedRequest, text: Text, city: Organisation, form: Endorsing) -> Signature | None:
    """What the passkey signed over what stands in the form; None where none was used and the year asks for none. What
    stands already is not asked for again, or a form sent twice would be refused."""
    is_signed = "credential" in request.POST
    if not is_signed and not (proof_required_of(request) == Proof.PASSKEY and has_passkey(request)):
        return None
    if not may_endorse(request.seat, text, request.at, city) or living_endorsement(text, city) is not None:
        return None
    if not is_signed:
        raise Refused(_("This year endorsements are signed with a passkey. Nothing was signed. Use your passkey."))
    try:
        return signed(request, _statement(text, city, form), request.POST.get("sealed", ""), request.POST["credential"])
    except NotSigned as fault:
        raise Refused(
            _("The passkey did not sign what stands here, or not in time. Nothing was signed. Read it once more.")
        ) from fault


def _statement(text: Text, city: Organisation, form: Endorsing) -> dict[str, Any]:
    return statement_of(text, city, form.cleaned_data["hash"], form.names_the_city, form.reserved)


def _prepared(request: SeatedRequest, text: Text, city: Organisation, form: Endorsing) -> HttpResponse:
    prepare(
        text,
        city,
        form.cleaned_data["hash"],
        may_be_named=form.names_the_city,
        reserved=form.reserved,
        seat=request.seat,
        at=request.at,
    )
    messages.success(request, _("What you prepared is kept. Nothing is signed until the mandated person confirms it."))
    return redirect(address_for(request, text, city))


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
    shown: dict[str, Any] = {
        "acting": request.seat,
        "reserved": [(one, form.told(one)) for one in form.reserved],
    }
    mandates = mandates_in_force(request.seat, Scope.ENDORSE, request.at, reference_to(text), city)
    if not mandates:
        return shown
    mandate = mandates[0]
    shown |= {
        "mandate": mandate,
        "is_provisional": is_provisional(mandate, request.at),
        "is_contested": is_contested(mandate, request.at),
        "is_delegated": mandate.seat_id != request.seat.pk,
    }
    if has_passkey(request):
        shown["options"], shown["sealed"] = ask_to_sign(request, _statement(text, city, form))
        shown["needs_passkey"] = proof_required_of(request) == Proof.PASSKEY
    return shown
