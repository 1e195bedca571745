"""A code that is sent to an address and typed back: proof that whoever asks reads that address.

The session keeps its keyed hash, for what it was asked and until when. It is good for ten minutes of real time and
for three attempts, and only for what it was asked for.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from mithaq.core.text import western_digits
from mithaq.foundation.clock import real_now

KEPT = "code_for"
MINUTES, ATTEMPTS = 10, 3


def send_code(request: HttpRequest, purpose: str, address: str) -> bool:
    """Send a code for this purpose to the address; whether one was sent. Too many in a minute are not."""
    if not ratelimit.consume(request, action="request_login_code", key=address.lower()):
        return False
    adapter = get_adapter(request)
    code = adapter.generate_login_code()
    request.session[KEPT] = {
        "purpose": purpose,
        "hash": _hash(code),
        "until": real_now().timestamp() + MINUTES * 60,
        "left": ATTEMPTS,
    }
    adapter.send_mail("account/email/login_code", address, {"code": code})
    return True


def awaits_code(request: HttpRequest, purpose: str) -> bool:
    """Whether a code was sent for this purpose that is still good."""
    kept = request.session.get(KEPT)
    return bool(kept and kept["purpose"] == purpose and kept["left"] and kept["until"] > real_now().timestamp())


def is_right_code(request: HttpRequest, purpose: str, typed: str) -> bool:
    """Whether this is the code that was sent. A right one is used up; a wrong one leaves one attempt less."""
    if not awaits_code(request, purpose):
        return False
    kept = request.session[KEPT]
    if constant_time_compare(kept["hash"], _hash(western_digits(typed))):
        del request.session[KEPT]
        return True
    request.session[KEPT] = {**kept, "left": kept["left"] - 1}
    return False


def _hash(code: str) -> str:
    return salted_hmac("mithaq.codes", normalize_user_code(code), algorithm="sha256").hexdigest()
