"""What a page with an open form says: I am here, this has been typed, I am leaving."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.writing.work import be_there, form_of, keep, leave, let_go, others_at

#: Letters of what is kept of one form, all fields together.
MOST = 200_000


@page(the_seated, may_post=True)
@require_POST
def here(request: SeatedRequest) -> HttpResponse:
    """The seat is at a form, has typed `words` there, or is `leaving`. Answers with who else is there."""
    form, seat, at = _form(request), request.seat, request.at
    if "leaving" in request.POST:
        leave(form, seat)
        return HttpResponse(status=204)
    if (words := _words(request.POST.get("words", ""))) is not None:
        keep(form, words, seat, at)
    be_there(form, seat, at)
    return render(request, "writing/others.html", {"others": others_at(form, seat, at)})


@page(the_seated, may_post=True)
@require_POST
def forget(request: SeatedRequest) -> HttpResponse:
    """What was typed and not sent is thrown away; the form is shown as it stands on record."""
    let_go(_form(request), request.seat)
    address = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if safe else "desk:home")


def _form(request: SeatedRequest) -> str:
    form = form_of(request.POST.get("writing", ""), request.seat)
    if form is None:
        raise Http404
    return form


def _words(sent: str) -> dict[str, list[str]] | None:
    """Fields with their values; None for what no page of ours sends, and for more than is kept."""
    if not sent or len(sent) > MOST:
        return None
    try:
        words: Any = json.loads(sent.replace("\\u0000", ""))
    except ValueError:
        return None
    is_ours = isinstance(words, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values) for values in words.values()
    )
    return words if is_ours else None
