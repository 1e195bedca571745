"""What holds for every answer: strict headers, and one structured line in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_path, get_language_from_request

log = logging.getLogger("mithaq.requests")

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Nothing from elsewhere, no inline code, no frames: so no nonce is needed and 304 works.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
#: Two years, as the lists of browsers ask for.
TRANSPORT = "max-age=63072000; includeSubDomains"


def strict_headers(get_response: GetResponse) -> GetResponse:
    """Middleware: the strict headers on every answer, also on errors and files."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if "frame-ancestors *" in response.headers["Content-Security-Policy"]:  # a page made for others' frames
            del response.headers["X-Frame-Options"]
        if settings.SECURE:
            response.headers.setdefault("Strict-Transport-Security", TRANSPORT)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return answered


def logged(get_response: GetResponse) -> GetResponse:
    """Middleware: one line for each answer, without addresses of people, queries or form fields."""

    def answered(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        log.info(
            "answered",
            extra={
                "method": request.method,
                "route": getattr(request.resolver_match, "view_name", None),
                "status": response.status_code,
                "bytes": 0 if response.streaming else len(response.content),
                "ms": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        return response

    return answered


def language_of_the_reader(get_response: GetResponse) -> GetResponse:
    """Middleware: who reads in a language that their browser does not ask for first finds it again at the start."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        read = get_language_from_path(request.path_info)
        shown = request.method == "GET" and response.status_code in (200, 304)
        if read and shown and read != get_language_from_request(request):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                read,
                max_age=365 * 24 * 60 * 60,
                secure=settings.SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return answered
