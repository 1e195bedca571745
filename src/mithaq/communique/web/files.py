"""The files that cities answer a round with: brought, filed to their cities, taken in together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mithaq.communique.domain.bring import bring, file_with
from mithaq.communique.jobs import read_file
from mithaq.communique.models import ReturnFile, Round
from mithaq.communique.queries.files import came_otherwise, cities_of, files_in
from mithaq.communique.queries.negotiation import rounds_visible_to
from mithaq.communique.rules import may_bring
from mithaq.communique.web import file_forms as typed
from mithaq.communique.web.file_words import fault_of, summed
from mithaq.communique.web.rounds import found_round, trail_of
from mithaq.communique.web.taking import is_clear, take_portion, taking
from mithaq.correspondence.queries.returns import files_visible_to as returned_files_visible_to
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.reading import kind_of_return
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_file

#: So many files, none of more bytes, are read while one waits; the worker reads the others.
READ_AT_ONCE, SHORT = 3, 1_000_000
BRINGERS = (Role.SHERPA, Role.MAYOR, Role.SECRETARIAT)


@page(the_seated, may_post=True)
def files(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The files of a round: bring some, see what is in each, say whose they are, take in all that are clear."""
    about = found_round(request, public_id)
    seat, at = request.seat, request.at
    verdict = may_bring(seat, about, at)
    if seat.role not in BRINGERS or (request.method == "POST" and seat.role == Role.MAYOR):
        raise Http404
    entered = seat.role == Role.SECRETARIAT
    do = request.POST.get("do", "bring") if request.method == "POST" else ""
    form = typed.Brought(*([request.POST, request.FILES] if do == "bring" else []), is_entered=entered)
    if do == "bring" and form.is_valid():
        try:
            brought = _brought(request, about, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            if form.is_valid():
                return redirect(brought[0] if len(brought) == 1 else request.path)
    elif do in _ALL:
        return _ALL[do](request, about)
    found = files_in(about, seat, at)
    unfiled = sum(one.organisation_id is None and not one.fault for one in found)
    asks_whose = entered and bool(verdict) and unfiled > 0
    context = {
        "round": about,
        "verdict": verdict,
        "form": form,
        "is_entered": entered,
        "files": [_line(one) for one in found],
        "waiting": sum(one.is_waiting for one in found),
        "read": sum(not one.is_waiting for one in found),
        "clear": sum(is_clear(one) for one in found),
        "taking": taking(request, found),
        "unfiled": unfiled,
        "cities": cities_to_choose(about, at) if asks_whose else [],
        "came": came_otherwise(about, seat, at) if entered and verdict else [],
        "trail": trail_of(about, _("Files")),
    }
    return answer(request, "communique/files.html", context, status=422 if form.errors else 200)


@page(the_secretariat)
def came(request: SeatedRequest, public_id: str) -> HttpResponse:
    """From a file that came by mail, by link or on the site to the round that takes it."""
    rounds = rounds_visible_to(request.seat, request.at).order_by("-opens")
    if not returned_files_visible_to(request.seat, request.at).filter(public_id=public_id).exists():
        raise Http404
    for about in rounds[:3]:
        waiting = {one.public_id for one in came_otherwise(about, request.seat, request.at)}
        if may_bring(request.seat, about, request.at) and public_id in waiting:
            return redirect(f"{reverse('communique:files', args=[about.public_id])}#came-{public_id}")
    messages.info(request, _("No round takes this file: none is open, or the file is in one already."))
    return redirect("communique:texts")


def cities_to_choose(about: Round, at: datetime) -> list[tuple[str, str]]:
    """The cities of a round by their names, to choose from."""
    return sorted(((one.public_id, str(one.name)) for one in cities_of(about, at)), key=lambda one: one[1])


def _line(one: ReturnFile) -> dict[str, Any]:
    reading = getattr(one, "reading", None)
    placed = one.placed  # type: ignore[attr-defined]
    return {
        "file": one,
        "summed": summed(reading) if reading else "",
        "fault": fault_of(one) if one.fault else "",
        "open": reading.unplaced - placed if reading else 0,
    }


def _brought(request: SeatedRequest, about: Round, form: typed.Brought) -> list[ReturnFile]:
    """The files of a form in the round; what is wrong with one of them stands at the form, and the others are in."""
    came: list[tuple[Any, str]] = [(one, str(one.name)) for one in request.FILES.getlist("chosen")]
    pasted = form.cleaned_data["pasted"]
    if pasted.strip():
        came.append((ContentFile(pasted.encode(), name="pasted"), _("Pasted text")))
    brought: list[ReturnFile] = []
    known = 0
    for content, name in came:
        try:
            upload = receive(content, seat=request.seat, at=request.at, told_by=kind_of_return)
        except Unreadable as wrong:
            form.add_error("chosen", f"{name}: {sentence_of_a_file(wrong)}")
            continue
        one, is_new = bring(about, upload, name, given=form.cleaned_data.get("given"), seat=request.seat, at=request.at)
        known += not is_new
        brought.append(one)
    _read_soon(brought)
    if known:
        said = ngettext(
            "%(count)s file was here already. Nothing was changed by it.",
            "%(count)s files were here already. Nothing was changed by them.",
            known,
        )
        messages.info(request, said % {"count": number(known)})
    return brought


def _read_soon(brought: list[ReturnFile]) -> None:
    """Read a few short files while one waits."""
    if len(brought) <= READ_AT_ONCE and all(one.upload.size <= SHORT for one in brought):
        for one in brought:
            read_file(one)


def _take_from_correspondence(request: SeatedRequest, about: Round) -> HttpResponse:
    """Bring a file that came by mail, by link or on the site, under its city and its instant."""
    came = {one.public_id: one for one in came_otherwise(about, request.seat, request.at)}
    one = came.get(request.POST.get("came", ""))
    if one is None:
        raise Http404
    returned = one.returned
    brought, _new = bring(
        about, one.upload, one.name, returned.organisation, one, returned.received_at,
        seat=request.seat, at=request.at,
    )  # fmt: skip
    _read_soon([brought])
    return redirect(brought)


def _say_cities(request: SeatedRequest, about: Round) -> HttpResponse:
    """Say of several files whose they are."""
    cities = {one.public_id: one for one in cities_of(about, request.at)}
    said, refused = 0, ""
    for one in files_in(about, request.seat, request.at):
        city = cities.get(request.POST.get(f"city-{one.public_id}", ""))
        if city is not None and one.organisation_id is None:
            try:
                file_with(one, city, seat=request.seat, at=request.at)
            except Refused as fault:
                refused = f"{one.name}: {fault}"
            else:
                said += 1
    if said:
        words = ngettext("%(count)s file is filed to its city.", "%(count)s files are filed to their cities.", said)
        messages.success(request, words % {"count": number(said)})
    if refused:
        messages.error(request, refused)
    return redirect(request.path)


_ALL = {"came": _take_from_correspondence, "cities": _say_cities, "take_all": take_portion}
