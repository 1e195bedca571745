"""Pages for everybody are rendered once and shown to all, for as long as they are exactly true.

What a stranger's page says follows from the release, the address, the record and the time. So a page is remembered
until the next act of the chronicle (whatever it is), until the next instant at which something opens, closes or becomes
public, and until the clock's minute has passed, because pages tell the time to the minute. All of it is read before
rendering: a page that was overtaken while it was rendered is forgotten with its own generation. A hit costs one query.

Never remembered: what a session, a message or a form's token may have gone into.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from mithaq.desk.web.reader import this_year
from mithaq.foundation import clock
from mithaq.foundation.chronicle.memory import head, one_reading

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Pages kept at once in a process; at fifty kilobytes each, about twelve megabytes.
KEPT = 256
#: Always asked for anew, so that nothing stale is shown; the answer is often only "not modified".
ASK_AGAIN = "private, max-age=0, must-revalidate"
_NO_PAGE_FOR_EVERYONE = {settings.SESSION_COOKIE_NAME, "messages"}


class Generation(NamedTuple):
    """What every page that is remembered together depends on."""

    release: str
    head: str
    instant: datetime | None
    minute: datetime


class Address(NamedTuple):
    """Which page it is; its language stands in the path."""

    scheme: str
    host: str
    path: str


@dataclass(frozen=True)
class Page:
    """A rendered page, plain and compressed, with a mark that says nothing of how it came about."""

    body: bytes
    compressed: bytes
    mark: str
    content_type: str


class Shelf:
    """The pages of one generation, the least recently used falling out. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._generation: Generation | None = None
        self._pages: OrderedDict[Address, Page] = OrderedDict()

    def take(self, generation: Generation, address: Address) -> Page | None:
        """The page, if it is there and of this generation."""
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._pages.clear()
            if address in self._pages:
                self._pages.move_to_end(address)
            return self._pages.get(address)

    def put(self, generation: Generation, address: Address, page: Page) -> None:
        """Keep a page, unless its generation has passed meanwhile."""
        with self._lock:
            if generation == self._generation:
                self._pages[address] = page
                if len(self._pages) > KEPT:
                    self._pages.popitem(last=False)


def pages_for_everyone(get_response: GetResponse) -> GetResponse:
    """Middleware: answer strangers from memory where that is exact."""
    shelf = Shelf()

    def answered(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with one_reading():
            return read(request)

    def read(request: HttpRequest) -> HttpResponse:
        place = _place(request)
        if place is None:
            return get_response(request)
        generation, address = place
        page = shelf.take(generation, address)
        if page is None:
            response = get_response(request)
            if not _is_for_everyone(request, response):
                return response
            page = _page(response)
            shelf.put(generation, address, page)
        return _handed_out(page, request)

    return answered


def _place(request: HttpRequest) -> tuple[Generation, Address] | None:
    """Where the answer stands, if it may be one for everyone. A page part, which HTMX asks for, is not remembered."""
    if request.method != "GET" or "HX-Request" in request.headers or _NO_PAGE_FOR_EVERYONE & request.COOKIES.keys():
        return None
    try:
        address = Address(request.scheme or "", request.get_host(), request.get_full_path())
        at = clock.now()
        instant = this_year().last_instant(at)
        return Generation(settings.RELEASE, head(), instant, at.replace(second=0)), address
    except (DisallowedHost, DatabaseError):  # the layers below say it in their own way
        return None


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Cache-Control" not in response.headers
        and not request.session.modified
        and settings.CSRF_COOKIE_NAME not in request.COOKIES
    )


def _page(response: HttpResponse) -> Page:
    body = response.content
    mark = f'W/"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'
    # No time of making in the compressed form, so that equal pages are equal in every process.
    return Page(body, gzip.compress(body, compresslevel=6, mtime=0), mark, response.headers["Content-Type"])


def _handed_out(page: Page, request: HttpRequest) -> HttpResponse:
    if page.mark in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.compressed, content_type=page.content_type)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(page.body, content_type=page.content_type)
    response.headers["ETag"] = page.mark
    response.headers["Cache-Control"] = ASK_AGAIN
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response
