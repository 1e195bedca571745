"""Passkeys, the authenticator app and recovery codes; signing in with a passkey; proving anew who is there.

The ceremonies are those of django-allauth's `mfa` over `fido2`; the pages and the words are ours.
"""

from __future__ import annotations

import json
from typing import Any

import segno
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.contrib import auth, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mithaq.core.text import western_digits
from mithaq.foundation.accounts.codes import awaits_code, is_right_code, send_code
from mithaq.foundation.accounts.proof import HELD_FORM, has_proved, require_proof, required_proof
from mithaq.foundation.accounts.vocabulary import Proof
from mithaq.foundation.accounts.web.key_forms import NamedPasskey, ProofCode, RequiringProof
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions.pages import everyone, page, the_seated, the_secretariat

PURPOSE = "proof"
NOT_KNOWN = gettext_lazy(
    "This passkey is not known here, or it was not used in time. Try again, or sign in with a code."
)


@page(the_seated)
def keys(request: SeatedRequest) -> HttpResponse:
    """The passkeys, the authenticator app and the recovery codes of whoever is signed in."""
    held = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at"))
    codes = next((one for one in held if one.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "passkeys": [one for one in held if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in held if one.type == Authenticator.Type.TOTP), None),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "required": required_proof(request.at),
        "sets_the_proof": bool(the_secretariat(request.seat, request.at)),
    }
    return render(request, "accounts/keys.html", context)


@page(the_seated, may_post=True)
def add_passkey(request: SeatedRequest) -> HttpResponse:
    """Add a passkey and give it a name. The browser makes it; without scripts it cannot."""
    if not has_proved(request, _for_keys(request)):
        return redirect(f"{reverse('accounts:proof')}?next={request.path}")
    form = NamedPasskey(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            credential = form.cleaned_data["credential"]
            webauthn.parse_registration_response(credential)
            webauthn.complete_registration(credential)
        except (ValidationError, ValueError, KeyError, TypeError):
            form.add_error("name", _("The passkey was not made, or not in time. Nothing was changed. Try again."))
        else:
            webauthn.WebAuthn.add(request.user, form.cleaned_data["name"], credential)
            record_authentication(request, request.user, method="mfa", type="webauthn", reauthenticated=True)
            messages.success(request, _("The passkey is yours. You can sign in with it from now on."))
            return redirect("accounts:keys")
    options = webauthn.begin_registration(request.user, passwordless=True)
    context = {"form": form, "options": _as_json(options)}
    return render(request, "accounts/add_passkey.html", context, status=422 if form.errors else 200)


@page(the_seated, may_post=True)
@require_POST
def remove_key(request: SeatedRequest) -> HttpResponse:
    """Give up a passkey or the authenticator app."""
    if not has_proved(request, _for_keys(request)):
        return redirect(f"{reverse('accounts:proof')}?next={reverse('accounts:keys')}")
    chosen = request.POST.get("key", "")
    held = Authenticator.objects.filter(user_id=request.user.pk, pk=int(chosen)) if chosen.isdecimal() else None
    if not held:
        raise Http404
    held.delete()
    messages.success(request, _("It no longer opens your account."))
    return redirect("accounts:keys")


@page(the_seated, may_post=True)
def authenticator_app(request: SeatedRequest) -> HttpResponse:
    """Connect an authenticator app by a picture or its letters, proved by one of its codes."""
    if not has_proved(request, _for_keys(request)):
        return redirect(f"{reverse('accounts:proof')}?next={request.path}")
    form = ProofCode(request.POST if request.method == "POST" else None)
    secret = totp.get_totp_secret()
    known = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
    if request.method == "POST" and form.is_valid() and not known:
        if totp.validate_totp_code(secret, western_digits(form.cleaned_data["code"])):
            totp.TOTP.activate(request.user, secret)
            totp.clear_totp_secret(request)
            codes = RecoveryCodes.activate(request.user).get_unused_codes()
            return render(request, "accounts/recovery_codes.html", {"codes": codes})
        form.add_error("code", _("This is not the code that the app shows now. Wait for the next one and try again."))
    address = get_adapter().build_totp_url(request.user, secret)
    picture = segno.make(address, micro=False).svg_inline(scale=5, border=2, svgclass=None, lineclass=None)
    context = {"form": form, "secret": secret, "picture": picture, "known": known}
    return render(request, "accounts/authenticator_app.html", context, status=422 if form.errors else 200)


@page(everyone, may_post=True)
def passkey(request: Request) -> HttpResponse:
    """Sign in with a passkey: a GET gives what the browser has to sign, a POST brings it back signed."""
    if request.method != "POST":
        return JsonResponse({"options": webauthn.begin_authentication(None)}, json_dumps_params={"default": str})
    if not ratelimit.consume(request, action="login"):
        return JsonResponse({"refused": _("There were too many attempts. Wait a few minutes.")}, status=429)
    try:
        answer = json.loads(request.POST.get("credential", ""))
        account = webauthn.extract_user_from_response(answer)
        used = webauthn.complete_authentication(account, answer)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        messages.error(request, str(NOT_KNOWN))
        return redirect("accounts:sign_in")
    if not account.is_active:
        raise Http404
    auth.login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    used.record_usage()
    record_authentication(request, account, method="mfa", type="webauthn", passwordless=True)
    return redirect("desk:home")


@page(the_seated, may_post=True)
def proof(request: SeatedRequest) -> HttpResponse:
    """Prove anew who is there, by a passkey or a code; then what was held back goes on."""
    needed = _needed(request)
    form = ProofCode(request.POST if "code" in request.POST else None)
    context: dict[str, Any] = {"form": form, "needed": needed}
    if request.method == "POST" and not has_proved(request, needed) and _has_just_proved(request, form, context):
        return redirect(request.get_full_path())
    if has_proved(request, needed):
        return _go_on(request)
    kinds = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    context |= {
        "has_passkey": "webauthn" in kinds,
        "has_app": "totp" in kinds,
        "takes_code": needed == Proof.CODE,
        "awaits_code": awaits_code(request, PURPOSE),
        "options": _as_json(webauthn.begin_authentication(request.user)) if "webauthn" in kinds else "",
        "here": request.get_full_path(),
    }
    return render(request, "accounts/proof.html", context, status=422 if form.errors else 200)


def _has_just_proved(request: SeatedRequest, form: ProofCode, context: dict[str, Any]) -> bool:
    if "credential" in request.POST:
        return _by_passkey(request, form, context)
    if not form.is_bound:
        context["too_many"] = not send_code(request, PURPOSE, request.seat.person.email)
        return False
    if not form.is_valid() or not ratelimit.consume(request, action="reauthenticate", user=request.user):
        return False
    typed = western_digits(form.cleaned_data["code"])
    if is_right_code(request, PURPOSE, typed):
        record_authentication(request, request.user, method="code", reauthenticated=True)
        return True
    for held in Authenticator.objects.filter(user_id=request.user.pk, type__in=("totp", "recovery_codes")):
        if held.wrap().validate_code(typed):
            held.record_usage()
            record_authentication(request, request.user, method="mfa", type=held.type, reauthenticated=True)
            return True
    form.add_error("code", _("This is not the code, or it is no longer good. Try again or ask for a new one."))
    return False


def _by_passkey(request: SeatedRequest, form: ProofCode, context: dict[str, Any]) -> bool:
    try:
        used = webauthn.complete_authentication(request.user, json.loads(request.POST["credential"]))
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError):
        context["refused"] = str(NOT_KNOWN)
        return False
    used.record_usage()
    record_authentication(request, request.user, method="mfa", type="webauthn", reauthenticated=True)
    return True


def _go_on(request: SeatedRequest) -> HttpResponse:
    """The form that was held back, to be sent by its own button; or the page that was asked for."""
    held, wanted = request.session.pop(HELD_FORM, None), _way_on(request)
    if held is None or held["path"] != wanted:
        return redirect(wanted)
    fields = [(name, value) for name, values in held["fields"].items() for value in values]
    return render(request, "accounts/go_on.html", {"path": held["path"], "fields": fields})


@page(the_secretariat, may_post=True, grave=True)
def policy(request: SeatedRequest) -> HttpResponse:
    """What grave acts need, set by the secretariat for the year."""
    form = RequiringProof(
        request.POST if request.method == "POST" else None, initial={"proof": required_proof(request.at)}
    )
    if request.method == "POST" and form.is_valid():
        require_proof(form.cleaned_data["proof"], seat=request.seat, at=request.at)
        messages.success(request, _("From now on grave acts need this proof."))
        return redirect("accounts:policy")
    return render(request, "accounts/policy.html", {"form": form}, status=422 if form.errors else 200)


def _needed(request: SeatedRequest) -> Proof:
    """What is to be proved here: what the policy says, and for a person's own keys a code at least."""
    needed = required_proof(request.at)
    return _for_keys(request) if _way_on(request).startswith(reverse("accounts:keys")) else needed


def _for_keys(request: SeatedRequest) -> Proof:
    """Whoever has a passkey changes their keys by it where grave acts need one. A first one is made with a code, or
    nobody could ever have one."""
    needed = required_proof(request.at)
    if needed == Proof.NONE:
        return Proof.NONE if settings.DEMONSTRATION else Proof.CODE
    has_passkey = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN).exists()
    return needed if has_passkey else Proof.CODE


def _way_on(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("desk:home")


def _as_json(options: dict[str, Any]) -> str:
    return json.dumps(options, default=str)
