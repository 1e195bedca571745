"""The declaration under the group's signature, its hand-over, and whose signatures the group accepts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mithaq.communique.models import Text
from mithaq.core.reading.unreadable import Unreadable
from mithaq.cycle.queries import current_cycle
from mithaq.endorsements.domain.declare import sign_declaration
from mithaq.endorsements.domain.hand_over import acknowledge, hand_over
from mithaq.endorsements.domain.trust import LARGEST, distrust, trust
from mithaq.endorsements.models import Handover
from mithaq.endorsements.queries import is_public
from mithaq.endorsements.queries.handed import (
    handovers_visible_to,
    signed_declarations_of,
    signed_declarations_visible_to,
    trusted_visible_to,
)
from mithaq.endorsements.rules import may_acknowledge, may_hand_over, may_sign_declaration, may_trust
from mithaq.endorsements.web.for_whom import text_asked_for
from mithaq.endorsements.web.register import the_working_roll, those_who_call
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Kind
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import content_or_refusal, file_response
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import sentence_of_a_file

#: Whom a declaration is handed to: states and those who speak for them.
RECEIVERS = (Kind.STATE, Kind.PUBLIC_BODY, Kind.INTERNATIONAL_ORGANISATION, Kind.ENGAGEMENT_GROUP)


class HandingOver(forms.Form):
    """To whom, into whose hands, where."""

    receiver = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Received by"), to_field_name="public_id"
    )
    into_hands = forms.CharField(
        label=gettext_lazy("Into whose hands"),
        help_text=gettext_lazy(
            "Name and office, as they are to be read on the receipt; a line for each language. "
            "Leave it empty where it is sent."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=200,
        required=False,
    )
    place = forms.CharField(
        label=gettext_lazy("Place"), widget=forms.Textarea(attrs={"rows": 2}), max_length=200, required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        receivers = Organisation.objects.filter(kind__in=RECEIVERS, merged_into=None).order_by("key", "id")
        self.fields["receiver"].queryset = receivers  # type: ignore[attr-defined]


class LetterIn(forms.Form):
    """The letter in which the receiver acknowledges it."""

    letter = forms.FileField(
        label=gettext_lazy("The receiver's letter (PDF)"),
        help_text=gettext_lazy("Only where the receiver does not acknowledge it here."),
    )


class CertificateIn(forms.Form):
    """The certificate of an authority."""

    certificate = forms.FileField(
        label=gettext_lazy("The authority's certificate"),
        help_text=gettext_lazy("The root from which your cities' signing certificates come."),
    )


@page(the_working_roll, may_post=True, grave=True)
def signed_declaration(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The signed declarations of a text; whoever may, signs it with the roll as it is now."""
    text = _public_text(request, public_id)
    verdict = may_sign_declaration(request.seat, text, request.at)
    signed = signed_declarations_of(text, request.at)
    if request.method == "POST":
        seen = next((one for one in signed if one.public_id == request.POST.get("after")), None)
        sign_declaration(text, after=seen, seat=request.seat, at=request.at)
        messages.success(request, _("The declaration is signed, and what was signed has been examined again."))
        return redirect("endorsements:signed_declaration", text.public_id)
    context = {
        "text": text,
        "verdict": verdict,
        "signed": signed,
        "handovers": [
            one for one in handovers_visible_to(request.seat, request.at) if one.declaration.text_id == text.pk
        ],
        "may_hand_over": bool(signed) and bool(verdict),
        "zone": request.seat.organisation.zone,
    }
    return answer(request, "endorsements/signed_declaration.html", context)


@page(everyone)
def signed_pdf(request: Request, public_id: str) -> HttpResponse:
    """A signed declaration, as it was signed."""
    one = get_object_or_404(signed_declarations_visible_to(request.seat, request.at), public_id=public_id)
    response = HttpResponse(content_or_refusal(one.file), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{one.text.key}-signed.pdf"'
    return response


@page(those_who_call, may_post=True, grave=True)
def new_handover(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Hand the latest signed declaration over."""
    text = _public_text(request, public_id)
    latest = next(iter(signed_declarations_of(text, request.at)), None)
    if latest is None:
        raise Http404
    form = HandingOver(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        verdict = may_hand_over(request.seat, latest, form.cleaned_data["receiver"], request.at)
        if verdict:
            handed = hand_over(latest, **form.cleaned_data, seat=request.seat, at=request.at)
            messages.success(request, _("The declaration is handed over. The receiver is asked to acknowledge it."))
            return redirect(handed)
        form.add_error("receiver", str(verdict.reason))
    context = {"text": text, "latest": latest, "form": form}
    return answer(request, "endorsements/new_handover.html", context, status=422 if form.errors else 200)


@page(the_seated)
def handover(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The receipt of a hand-over, the same for both sides."""
    one = _handover(request, public_id)
    return answer(request, "endorsements/handover.html", _of_handover(request, one))


@page(the_seated, may_post=True, grave=True)
def acknowledgement(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Acknowledge that it was received; the secretariat adds the receiver's letter."""
    one = _handover(request, public_id)
    if request.method != "POST":
        return redirect(one)
    form = LetterIn(request.POST, request.FILES)
    letter = None
    if request.seat.organisation_id != one.receiver_id:
        letter = _received(form, request)
        if letter is None:
            context = {**_of_handover(request, one), "form": form}
            return answer(request, "endorsements/handover.html", context, status=422)
    acknowledge(one, letter=letter, seat=request.seat, at=request.at)
    messages.success(request, _("It is acknowledged. This page is the receipt for both sides."))
    return redirect(one)


@page(the_seated)
def handover_receipt(request: SeatedRequest, public_id: str) -> JsonResponse:
    """The receipt for machines. Instants are ISO 8601 in UTC."""
    one = _handover(request, public_id)
    declaration, said = one.declaration, getattr(one, "acknowledgement", None)
    receipt = {
        "handover": one.public_id,
        "text": {"id": declaration.text.public_id, "title": dict(declaration.text.title)},
        "file": {"sha256": declaration.file.sha256, "bytes": declaration.file.size},
        "signed": {"as": declaration.signed_as, "certificate_sha256": declaration.certificate},
        "from": {"organisation": dict(one.seat.organisation.name), "person": dict(one.seat.person.name)},
        "to": {"organisation": dict(one.receiver.name), "into_hands": one.into_hands, "place": one.place},
        "handed_over": one.at.isoformat(),
        "acknowledged": _acknowledged(said) if said else None,
    }
    response = JsonResponse(receipt, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="handover-{one.public_id}.json"'
    return response


@page(the_seated)
def handover_letter(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The letter by which the receiver acknowledged it."""
    said = getattr(_handover(request, public_id), "acknowledgement", None)
    if said is None or said.letter is None:
        raise Http404
    return file_response(said.letter)


@page(the_working_roll, may_post=True)
def trusted(request: SeatedRequest) -> HttpResponse:
    """The authorities whose electronic signatures the group accepts."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    verdict = may_trust(request.seat, request.at)
    is_sent = request.method == "POST" and bool(verdict)
    form = CertificateIn(request.POST, request.FILES) if is_sent else CertificateIn()
    if is_sent and form.is_valid():
        try:
            trust(cycle, form.cleaned_data["certificate"].read(LARGEST), seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error("certificate", str(refused.reason))
        else:
            messages.success(request, _("From now on the group accepts signatures that this authority vouches for."))
            return redirect("endorsements:trusted")
    every = trusted_visible_to(request.seat, request.at).filter(cycle=cycle)
    context = {"every": every, "form": form, "verdict": verdict, "zone": request.seat.organisation.zone}
    return answer(request, "endorsements/trusted.html", context, status=422 if form.errors else 200)


@page(the_working_roll, may_post=True)
def trusted_end(request: SeatedRequest, public_id: str) -> HttpResponse:
    """No longer accept what an authority vouches for."""
    one = get_object_or_404(trusted_visible_to(request.seat, request.at), public_id=public_id)
    if request.method == "POST":
        distrust(one, seat=request.seat, at=request.at)
        messages.success(request, _("From now on signatures that this authority vouches for are not accepted."))
    return redirect("endorsements:trusted")


def _public_text(request: Request, public_id: str) -> Text:
    text = text_asked_for(request, public_id)
    if not is_public(text, request.at) or not hasattr(text, "freezing"):
        raise Http404
    return text


def _handover(request: Request, public_id: str) -> Handover:
    return get_object_or_404(handovers_visible_to(request.seat, request.at), public_id=public_id)


def _of_handover(request: SeatedRequest, one: Handover) -> dict[str, Any]:
    is_receiver = request.seat.organisation_id == one.receiver_id
    return {
        "handover": one,
        "declaration": one.declaration,
        "said": getattr(one, "acknowledgement", None),
        "may_acknowledge": may_acknowledge(request.seat, one, request.at),
        "is_receiver": is_receiver,
        "form": None if is_receiver else LetterIn(),
        "zone": one.seat.organisation.zone,
    }


def _received(form: LetterIn, request: SeatedRequest) -> Upload | None:
    if not form.is_valid():
        return None
    try:
        return receive(form.cleaned_data["letter"], seat=request.seat, at=request.at)
    except Unreadable as fault:
        form.add_error("letter", str(sentence_of_a_file(fault)))
        return None


def _acknowledged(said: Any) -> dict[str, Any]:
    return {
        "at": said.at.isoformat(),
        "organisation": dict(said.seat.organisation.name),
        "person": dict(said.seat.person.name),
        "letter_sha256": said.letter.sha256 if said.letter else None,
    }
