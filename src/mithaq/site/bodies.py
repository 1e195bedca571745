"""What is sent to us has an end: a body that is longer than the largest file we take is refused while it arrives.

Django would first write the whole of it to disk. `Bounded` stands before Django, looks at the length that the browser
announces, and keeps nothing of what is too long; `too_large_in_words` then answers as every page does. What still
arrives is let go by for a while, because a browser shows an answer only when it has sent what it began.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from mithaq.foundation.languages.formats import number
from mithaq.foundation.uploads.receive import LARGEST, MEGABYTE

Message = Mapping[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: The longest body, in bytes: the largest file, and room for the form around it.
MOST = (max(LARGEST.values()) + 2) * MEGABYTE
#: So much more is let go by before the connection is closed, and so long a silence is borne, in seconds.
_LET_GO = 20 * MOST
_SILENCE = 30
_TOO_LARGE = "mithaq.too_large"


class Bounded:
    """The application behind it never sees more than `most` bytes of a body."""

    def __init__(self, application: Application, most: int = MOST) -> None:
        self.application, self.most = application, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.application(scope, receive, send)
        elif (_announced(scope) or 0) > self.most:
            await _let_go(receive)
            bare = [
                header for header in scope["headers"] if header[0].lower() not in (b"content-length", b"content-type")
            ]
            await self.application({**scope, "headers": bare, _TOO_LARGE: True}, _nothing_before(receive), send)
        else:
            await self.application(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        """The same body, cut off like a broken connection where it grows longer than it may without saying so."""
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            return message if taken <= self.most else {"type": "http.disconnect"}

        return counted


def too_large_in_words(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a body that was too long is answered with a sentence, on a page like any other."""

    def answered(request: HttpRequest) -> HttpResponse:
        if not getattr(request, "scope", {}).get(_TOO_LARGE):
            return get_response(request)
        reason = _("What you sent is larger than %(most)s MB, so it was not kept.") % {"most": number(MOST // MEGABYTE)}
        return render(request, "ui/refused.html", {"reason": reason}, status=413)

    return answered


def too_much_typed(request: HttpRequest) -> HttpResponse:
    """What was typed or pasted into a form is more than any form can hold."""
    reason = _("What you typed or pasted is larger than %(most)s MB, so it was not kept. Bring it as a file instead.")
    # Whatever draws the page sees a form in which nothing was sent.
    request._post, request._files = QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    most = number(settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE)
    return render(request, "ui/refused.html", {"reason": reason % {"most": most}}, status=413)


def _announced(scope: Scope) -> int | None:
    length = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"")
    return int(length) if length.isdigit() else None


async def _let_go(receive: Receive) -> None:
    gone = 0
    with contextlib.suppress(asyncio.TimeoutError):
        while gone < _LET_GO:
            message = await asyncio.wait_for(receive(), _SILENCE)
            gone += len(message.get("body", b""))
            if message["type"] != "http.request" or not message.get("more_body"):
                return


def _nothing_before(receive: Receive) -> Receive:
    """An empty body, and after it whatever the server has to say: that the browser has gone, for one."""
    is_read = False

    async def received() -> Message:
        nonlocal is_read
        if is_read:
            return await receive()
        is_read = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return received
