"""Grave acts (to freeze, endorse, publish, examine, transfer) ask once more who is there.

A view that is grave says so: `@page(rule, may_post=True, grave=True)`. What has to be proved stands on record; where
nothing stands, a code is asked for, and in a demonstration nothing, so that its one-click persons can act.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from mithaq.foundation.accounts.models import RequiredProof
from mithaq.foundation.accounts.vocabulary import Proof
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory, one_reading
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.clock import real_now
from mithaq.foundation.permissions import has_role, require

#: Seconds for which a proof is fresh, in real time.
FRESH_FOR = 300
_required: Memory[str | None] = Memory(1, kinds=("accounts.requiredproof",))
#: The session's key for a form that waits until its sender has proved who they are.
HELD_FORM = "held_form"


def require_proof(proof: str, *, seat: Seat, at: datetime) -> RequiredProof:
    """Set what grave acts need from now on."""
    with transaction.atomic():
        require(has_role(seat, at, Role.SECRETARIAT))
        required = RequiredProof.objects.create(proof=Proof(proof), seat=seat, at=at)
        record("proof.required", required, seat=seat, at=at, facts={"proof": proof})
    return required


def required_proof(at: datetime) -> Proof:
    """What grave acts needed then. One query."""
    return _needed(_on_record(at))


def proof_required_of(request: Request) -> Proof:
    """What grave acts need when this request came in, asked for before anything is written."""
    with one_reading(request.reading):
        return _needed(_required.recall((), request.at, lambda: _on_record(request.at)))


def _on_record(at: datetime) -> str | None:
    rows = RequiredProof.objects.filter(at__lte=at).order_by("-at", "-id")
    return rows.values_list("proof", flat=True).first()


def _needed(on_record: str | None) -> Proof:
    if on_record is None:
        return Proof.NONE if settings.DEMONSTRATION else Proof.CODE
    return Proof(on_record)


def has_proved(request: HttpRequest, proof: Proof) -> bool:
    """Whether whoever is signed in has given this proof, or a better one, in the last five minutes."""
    if proof == Proof.NONE:
        return True
    if not request.user.is_authenticated:
        return False
    since = real_now().timestamp() - FRESH_FOR
    records = get_authentication_records(request, request.user)
    return any(given["at"] >= since and _is_worth(given, proof) for given in records)


def _is_worth(given: dict[str, Any], proof: Proof) -> bool:
    is_passkey = given["method"] == "mfa" and given.get("type") == "webauthn"
    return is_passkey or (proof == Proof.CODE and given["method"] in ("code", "mfa"))


class ProofForGraveActs:
    """Middleware: a grave act without a fresh proof is held, and goes on once the proof is given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Hold what is posted to a grave page whose rule lets its sender in."""
        is_grave = request.method == "POST" and getattr(view, "is_grave", False)
        if not is_grave or not view.rule(request.seat, request.at) or has_proved(request, proof_required_of(request)):
            return None
        fields = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
        request.session[HELD_FORM] = {"path": request.get_full_path(), "fields": fields}
        return redirect(f"{reverse('accounts:proof')}?{urlencode({'next': request.get_full_path()})}")
