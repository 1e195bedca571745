"""Handing in a list of recommendations that is typed or pasted, without a file."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mithaq.core.reading.papers import kind_of_paper
from mithaq.core.reading.typed import MOST, page_of, rows_of
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, Why
from mithaq.recommendations.rules import may_read_in
from mithaq.recommendations.web.forms import HandingInAList
from mithaq.recommendations.web.views import those_who_hand_in
from mithaq.taskforces.domain.submit import submit
from mithaq.taskforces.models import Paper


@page(those_who_hand_in, may_post=True)
def hand_in_a_list(request: SeatedRequest) -> HttpResponse:
    """Hand in recommendations that are typed or pasted; from there on they go the way of every paper."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    form = HandingInAList(cycle, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        paper = _handed_in(request, cycle, form)
        if paper is not None:
            return redirect("recommendations:read_in", paper.public_id) if _reads(request) else redirect(paper)
    return answer(request, "recommendations/hand_in_list.html", {"form": form}, status=422 if form.errors else 200)


def _reads(request: SeatedRequest) -> bool:
    return bool(may_read_in(request.seat, request.at))


def _handed_in(request: SeatedRequest, cycle: Cycle, form: HandingInAList) -> Paper | None:
    """The list on record as a paper whose file is a page with one table; None where it was refused, with the reason
    beside the field."""
    typed = form.cleaned_data
    by_us: dict[str, Any] = {"seat": request.seat, "at": request.at}
    try:
        rows = rows_of(typed["words"], typed["language"])
        if not rows:
            form.add_error("words", _("There is no recommendation in this. Write one on each line."))
            return None
        content = io.BytesIO(page_of(rows, form.title.in_language(typed["language"]), typed["language"]))
        content.name = _("list")
        file = receive(content, **by_us, told_by=kind_of_paper)
        told = {"group": typed["group"], "language": typed["language"]}
        paper = submit(cycle, fresh_id(), form.title, file=file, **told, **by_us)
    except Unreadable as unreadable:
        form.add_error("words", _sentence_of(unreadable))
        return None
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    lines = len(rows) - 1
    told_us = ngettext("%(count)s line was taken in.", "%(count)s lines were taken in.", lines)
    messages.success(request, told_us % {"count": number(lines)})
    return paper


def _sentence_of(unreadable: Unreadable) -> str:
    if unreadable.code is Why.TOO_MANY_ROWS:
        told = _("These are more than %(most)s lines. Nothing was changed. Hand them in as several lists.")
        return told % {"most": number(MOST)}
    return _("This list could not be read. Nothing was changed. Hand it in as a file instead.")
