"""The pages on which a city answers: signed in, or by its own link without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.correspondence.domain.hand_in import hand_in, hand_in_by_link
from mithaq.correspondence.models import Return
from mithaq.correspondence.queries.returns import (
    addressee_of_token,
    letter_to,
    matters_asked_of,
    matters_visible_to,
    returns_visible_to,
)
from mithaq.correspondence.rules import may_answer, may_answer_at_all
from mithaq.correspondence.vocabulary import Outcome
from mithaq.correspondence.web.files import names_of, received
from mithaq.correspondence.web.forms import Answering
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_a_file


@page(may_answer_at_all)
def matters(request: SeatedRequest) -> HttpResponse:
    """What one's own organisation was asked for, and what it answered."""
    seat, at = request.seat, request.at
    answered: dict[int, list[Return]] = {}
    for one in returns_visible_to(seat, at).filter(organisation=seat.organisation_id, matter__isnull=False):
        answered.setdefault(one.matter_id or 0, []).append(one)
    lines = [
        {"matter": matter, "answers": answered.get(matter.pk, []), "is_over": at > matter.due}
        for matter in matters_asked_of(seat.organisation, at)
    ]
    return answer(request, "correspondence/matters.html", {"lines": lines, "now": at})


@page(may_answer_at_all, may_post=True)
def matter(request: SeatedRequest, public_id: str) -> HttpResponse:
    """One matter: what is asked for, what one has answered, and the form to answer."""
    seat, at = request.seat, request.at
    shown = get_object_or_404(matters_visible_to(seat, at), public_id=public_id)
    if not may_answer(seat, shown, seat.organisation, at):
        raise Http404
    form = Answering(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploads = received(request, form, "attached")
        if form.is_valid():
            files = list(zip(uploads, names_of(request, "attached"), strict=True))
            hand_in(shown, form.cleaned_data["words"], files, seat=seat, at=at)
            messages.success(request, _("Your answer is on record. A person of the secretariat will look at it."))
            return redirect("correspondence:matter", shown.public_id)
    given = returns_visible_to(seat, at).filter(organisation=seat.organisation_id, matter=shown)
    answers = [_answer_as_shown(one) for one in given.prefetch_related("files")]
    context = {
        "matter": shown,
        "form": form,
        "answers": answers,
        "no_answer": not answers,
        "is_over": at > shown.due,
        "letter": letter_to(seat.organisation, shown),
        "trail": [(_("What we are asked for"), reverse("correspondence:matters")), (shown.title, "")],
    }
    return answer(request, "correspondence/matter.html", context)


def _answer_as_shown(one: Return) -> dict[str, Any]:
    outcome = one.outcome  # type: ignore[attr-defined]
    badge = {None: "waiting", Outcome.SET_ASIDE: "refused"}.get(outcome, "done")
    word = Outcome(outcome).label if outcome else _("waits to be checked")
    return {"one": one, "badge": badge, "word": word, "files": one.files.all()}


@page(everyone, may_post=True)
def answer_by_link(request: Request, token: str) -> HttpResponse:
    """Answer by the link of a letter. Looking at it uses nothing up; only sending the form hands something in."""
    addressee = addressee_of_token(token, request.at)
    if addressee is None:
        raise Http404
    form = Answering(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        uploads = _received_without_seat(request, form)
        if form.is_valid():
            files = list(zip(uploads, names_of(request, "attached"), strict=True))
            hand_in_by_link(token, form.cleaned_data["words"], files, at=request.at)
            return _kept(redirect("correspondence:answer_received", token))
    matter = addressee.circular.matter
    context = {"addressee": addressee, "matter": matter, "form": form, "is_over": request.at > matter.due}
    return _kept(answer(request, "correspondence/answer_by_link.html", context))


@page(everyone)
def answer_received(request: Request, token: str) -> HttpResponse:
    """What this link has handed in so far."""
    addressee = addressee_of_token(token, request.at)
    if addressee is None:
        raise Http404
    handed = Return.objects.filter(addressee=addressee, way="link", received_at__lte=request.at)
    context = {
        "addressee": addressee,
        "matter": addressee.circular.matter,
        "handed": handed.prefetch_related("files"),
    }
    return _kept(answer(request, "correspondence/answer_received.html", {**context, "token": token}))


def _received_without_seat(request: Request, form: Answering) -> list[Upload]:
    taken = []
    for file in request.FILES.getlist("attached"):
        try:
            taken.append(receive(file, seat=None, at=request.at))
        except Unreadable as wrong:
            form.add_error("attached", f"{file.name}: {sentence_of_a_file(wrong)}")
    return taken


def _kept(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is not remembered by anybody. What every page of the house says of referrers keeps it
    from other sites; to say more ("no-referrer") would make browsers hide where a form comes from, and the form would
    be refused."""
    response["Cache-Control"] = "private, no-store"
    return response
