"""The page of a mandate, its file, and what may be done about it: handing in, contesting, deciding, delegating."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mithaq.core.reading.kinds import Kind
from mithaq.cycle.queries import current_cycle, history_visible_to
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.queries import organisations_visible_to, seats_of_organisation
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.things import found, visible
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of
from mithaq.members.domain.contest import contest as contest_mandate
from mithaq.members.domain.contest import decide
from mithaq.members.domain.delegate import delegate, take_back
from mithaq.members.domain.mandate import register_mandate
from mithaq.members.queries import delegations_visible_to, mandate_visible_to, state_of
from mithaq.members.queries.proxies import most_proxies
from mithaq.members.rules import (
    contests_mandates_of,
    may_contest,
    may_decide,
    may_examine,
    may_hand_in,
    may_read_mandates,
    may_recall,
    may_record_delegation,
    the_chair,
)
from mithaq.members.vocabulary import SIGNS, MandateState
from mithaq.members.web.mandate_forms import Contesting, Delegating, HandingIn
from mithaq.members.web.proxies import TEXTS, scopes_lent

CONTENT_TYPES = {
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.PDF: "application/pdf",
}


@page(may_read_mandates)
def mandate(request: SeatedRequest, public_id: str) -> HttpResponse:
    """One mandate: its state, what it rests on, what was found and contested, to whom it is delegated."""
    seat, at = request.seat, request.at
    one = _mandate(request, public_id)
    state = state_of(one, at)
    context = {
        "mandate": one,
        "state": state,
        "sign": SIGNS[state],
        "scopes": [given.scope for given in one.scopes.all()],
        "findings": [finding for finding in one.examinations.all() if finding.at <= at],
        "contests": [_contest_as_shown(contest, at) for contest in one.contests.all() if contest.at <= at],
        "file": _file_of(one),
        "delegations": _delegations_as_shown(one, seat, at),
        "may_examine": state in (MandateState.UNEXAMINED, MandateState.PROVISIONAL) and may_examine(seat, one, at),
        "may_contest": may_contest(seat, one, at),
        "may_decide": may_decide(seat, one, at),
        "may_delegate": _may_delegate(seat, one, at),
        "may_lend": _may_lend(seat, one, at),
        "acts": history_visible_to(seat, one, ("mandate", "contest", "delegation", "proxy")),
        "trail": _trail(one.seat.sentence),
    }
    return answer(request, "members/mandate.html", context)


@page(may_read_mandates)
def evidence(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The file of a mandate as it came in, to be kept, never shown by the browser itself."""
    file = _file_of(_mandate(request, public_id))
    if file is None:
        raise Http404
    try:
        content = content_of(file)
    except NotAsReceived as damaged:
        raise Refused(
            _("This file is no longer stored as it was received, so it is not given out. Ask the secretariat for it.")
        ) from damaged
    response = HttpResponse(content, content_type=CONTENT_TYPES.get(Kind(file.kind), "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@page(the_seated, may_post=True)
def hand_in(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Hand in a mandate for somebody who sits for an organisation."""
    seat, at = request.seat, request.at
    organisation = get_object_or_404(organisations_visible_to(seat, at), public_id=public_id)
    if not may_hand_in(seat, organisation, at):
        raise Http404
    sitting = seats_of_organisation(organisation, at)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = HandingIn(sitting, *sent, initial={"starts": at.astimezone(organisation.zone).date()})
    if request.method == "POST" and form.is_valid():
        handed_in = _handed_in(request, form)
        if handed_in is not None:
            messages.success(request, _("The mandate is on record. It counts once the secretariat has examined it."))
            return redirect("members:mandate", handed_in.public_id)
    context = {"form": form, "organisation": organisation, "sitting": sitting, "trail": _trail_of(organisation)}
    return answer(request, "members/hand_in_mandate.html", context, status=422 if form.errors else 200)


def _handed_in(request: SeatedRequest, form: HandingIn) -> Mandate | None:
    """The mandate on record; None where its file was refused, with the reason beside the field."""
    typed = form.cleaned_data
    by_us: dict[str, Any] = {"seat": request.seat, "at": request.at}
    try:
        file = receive(typed["file"], **by_us) if typed["file"] else None
        if file is not None and file.kind not in CONTENT_TYPES:
            raise Refused(_("This is neither a PDF nor a Word document. Nothing was changed. Choose another file."))
        return register_mandate(
            form.holder, typed["scopes"], typed["starts"], typed["ends"], form.words, file=file, **by_us
        )
    except Unreadable as unreadable:
        form.add_error("file", sentence_of(unreadable))
    except Refused as refused:
        form.add_error("file", str(refused))
    return None


@page(may_read_mandates, may_post=True)
def contest(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Contest a mandate. What is done under it from then on is provisional, until the chair decides."""
    one = _mandate(request, public_id)
    if not contests_mandates_of(request.seat, one.seat.organisation, request.at):
        raise Http404
    verdict = may_contest(request.seat, one, request.at)
    form = Contesting(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        contest_mandate(one, form.words, seat=request.seat, at=request.at)
        messages.success(request, _("The mandate is contested. The chair has been told on its desk."))
        return redirect("members:mandate", one.public_id)
    context = {"mandate": one, "form": form, "verdict": verdict, "trail": _trail(one.seat.sentence, one)}
    return answer(request, "members/contest.html", context, status=422 if form.errors else 200)


@page(the_chair, may_post=True, grave=True)
def decision(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The chair decides on a contested mandate: uphold the contest, or dismiss it."""
    one = _mandate(request, public_id)
    outcome = request.POST.get("outcome")
    if request.method == "POST" and outcome in ("uphold", "dismiss"):
        decide(one, outcome == "uphold", seat=request.seat, at=request.at)
        messages.success(request, _("Your decision is on record."))
        return redirect("members:mandate", one.public_id)
    context = {
        "mandate": one,
        "contests": [_contest_as_shown(contest, request.at) for contest in one.contests.all()],
        "verdict": may_decide(request.seat, one, request.at),
        "trail": _trail(one.seat.sentence, one),
    }
    return answer(request, "members/decision.html", context)


@page(may_read_mandates, may_post=True)
def delegation(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Delegate a mandate to somebody else who sits for the same organisation."""
    seat, at = request.seat, request.at
    one = _mandate(request, public_id)
    if not may_record_delegation(seat, one.seat, at):
        raise Http404
    colleagues = [
        held for held in seats_of_organisation(one.seat.organisation, at) if held.person_id != one.seat.person_id
    ]
    texts = visible(TEXTS, seat, at)
    form = Delegating(
        colleagues,
        [given.scope for given in one.scopes.all()],
        texts if texts is not None else [],
        *([request.POST] if request.method == "POST" else []),
        initial={"starts": one.seat.local_day(at), "ends": one.ends},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            delegate(
                one.seat,
                form.chosen,
                typed["scope"],
                typed["starts"],
                typed["ends"],
                matter=form.about,
                seat=seat,
                at=at,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The delegation is on record. It is shown with every act that rests on it."))
            return redirect("members:mandate", one.public_id)
    context = {"mandate": one, "form": form, "colleagues": colleagues, "trail": _trail(one.seat.sentence, one)}
    return answer(request, "members/delegation.html", context, status=422 if form.errors else 200)


@page(may_read_mandates, may_post=True)
def recall(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Take a delegation back, after it has been read back."""
    given = get_object_or_404(delegations_visible_to(request.seat, request.at), public_id=public_id)
    if not may_record_delegation(request.seat, given.giver, request.at):
        raise Http404
    if request.method == "POST":
        take_back(given, seat=request.seat, at=request.at)
        messages.success(request, _("The delegation is taken back from now on. What was done under it stays."))
        return redirect("members:organisation", given.giver.organisation.public_id)
    context = {"delegation": given, "verdict": may_recall(request.seat, given, request.at)}
    return answer(request, "members/recall.html", context)


def _mandate(request: SeatedRequest, public_id: str) -> Mandate:
    one = mandate_visible_to(request.seat, public_id, request.at)
    if one is None:
        raise Http404
    return one


def _file_of(one: Mandate) -> Upload | None:
    kept = getattr(one, "file", None)
    return kept.upload if kept else None


def _contest_as_shown(contest: Any, at: datetime) -> dict[str, Any]:
    decided = getattr(contest, "decision", None)
    return {"contest": contest, "decision": decided if decided and decided.at <= at else None}


def _may_delegate(seat: Seat, one: Mandate, at: datetime) -> bool:
    counts = state_of(one, at) in (MandateState.PROVISIONAL, MandateState.VERIFIED, MandateState.CONTESTED)
    return counts and one.is_running(at) and bool(may_record_delegation(seat, one.seat, at))


def _may_lend(seat: Seat, one: Mandate, at: datetime) -> bool:
    """Whether the page offers to give a proxy: where the year knows any, and there is something to give."""
    return bool(scopes_lent(one)) and _may_delegate(seat, one, at) and most_proxies(current_cycle(), at) > 0


def _delegations_as_shown(one: Mandate, seat: Seat, at: datetime) -> list[dict[str, Any]]:
    """The delegations given by the mandate's seat in its scopes, with the text each is for."""
    scopes = [given.scope for given in one.scopes.all()]
    given = [d for d in delegations_visible_to(seat, at) if d.giver_id == one.seat_id and d.scope in scopes]
    named = {(d.matter_kind, d.matter) for d in given if d.matter}
    texts = found(named, seat, at) if named else {}
    return [
        {
            "delegation": d,
            "text": texts.get((d.matter_kind, d.matter)),
            "is_taken_back": _is_taken_back(d, at),
            "may_take_back": may_recall(seat, d, at),
        }
        for d in given
    ]


def _is_taken_back(given: Delegation, at: datetime) -> bool:
    taken = getattr(given, "recall", None)
    return taken is not None and taken.at <= at


def _trail(title: str, one: Mandate | None = None) -> list[tuple[Any, str]]:
    return [
        (_("Mandates"), reverse("members:mandates")),
        (title, reverse("members:mandate", args=[one.public_id]) if one else ""),
    ]


def _trail_of(organisation: Organisation) -> list[tuple[Any, str]]:
    here = reverse("members:organisation", args=[organisation.public_id])
    return [(_("Members"), reverse("members:roll")), (organisation.name, here)]
