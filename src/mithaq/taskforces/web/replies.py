"""The pages on which an invitation is answered: signed in, or by its own link without an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions.pages import everyone, page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import file_response
from mithaq.taskforces.domain.reply import reply, reply_by_link
from mithaq.taskforces.domain.take_back import take_back_invitation
from mithaq.taskforces.models import Participation
from mithaq.taskforces.queries import (
    invitation_of_token,
    invitations_visible_to,
    participations_visible_to,
    with_their_answers,
)
from mithaq.taskforces.rules import answers_are_taken, may_answer_for, may_change_the_meeting
from mithaq.taskforces.web.reply_forms import AnsweredInvitation, TakenBack


@page(the_seated, may_post=True)
def invitation(request: Request, public_id: str) -> HttpResponse:
    """Answer an invitation for one's own organisation; or, for whoever keeps the meeting, note what somebody told."""
    seat, at = request.seat, request.at
    found = get_object_or_404(invitations_visible_to(seat, at), public_id=public_id)
    if seat is None or not may_answer_for(seat, found, at):
        raise Http404
    shown = _with_answer(found)
    form = AnsweredInvitation(request.POST or None, given=shown.answer)  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        reply(found, form.said, seat=seat, at=at)
        messages.success(request, gettext("The answer is on record."))
        return redirect(found.meeting)
    trail = [
        (gettext("Meetings"), reverse("taskforces:meetings")),
        (found.meeting.title, found.meeting.get_absolute_url()),
        (gettext("Answer"), ""),
    ]
    context = {"invitation": shown, "meeting": found.meeting, "form": form, "trail": trail}
    return answer(request, "taskforces/invitation.html", context)


@page(the_seated, may_post=True)
def taking_back(request: Request, public_id: str) -> HttpResponse:
    """Invite somebody no more. Asked for again, it changes nothing."""
    seat, at = request.seat, request.at
    found = get_object_or_404(participations_visible_to(seat, at), public_id=public_id)
    meeting = found.meeting
    if seat is None or not may_change_the_meeting(seat, meeting, at):
        raise Http404
    form = TakenBack(request.POST if request.method == "POST" else None)
    if not found.is_invited:
        return redirect(meeting)
    if form.is_bound and form.is_valid():
        take_back_invitation(found, form.cleaned_data["reason"], seat=seat, at=at)
        messages.success(request, gettext("The invitation is taken back. Only the person concerned is told."))
        return redirect(meeting)
    trail = [
        (gettext("Meetings"), reverse("taskforces:meetings")),
        (meeting.title, meeting.get_absolute_url()),
        (gettext("Take back the invitation"), ""),
    ]
    context = {"invitation": found, "meeting": meeting, "form": form, "trail": trail}
    return answer(request, "taskforces/taking_back.html", context)


def _with_answer(found: Participation) -> Participation:
    (shown,) = with_their_answers(Participation.objects.filter(pk=found.pk))
    return shown


def _invited_by(token: str) -> Participation:
    found = invitation_of_token(token)
    if found is None:
        raise Http404
    return found


@page(everyone, may_post=True)
def answer_invitation(request: Request, token: str) -> HttpResponse:
    """Answer by the link of the invitation, and read what lies before the meeting. Looking at it answers nothing."""
    found = _invited_by(token)
    shown = _with_answer(found)
    form = AnsweredInvitation(request.POST or None, given=shown.answer)  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        reply_by_link(token, form.said, at=request.at)
        return _kept(redirect("taskforces:answer_invitation", token))
    meeting = found.meeting
    context = {
        "invitation": shown,
        "meeting": meeting,
        "agenda": [PerLanguage(item) for item in meeting.agenda],
        "documents": list(meeting.documents.select_related("file")),
        "form": form,
        "is_open": bool(answers_are_taken(found, request.at)),
        "is_over": meeting.ends <= request.at,
    }
    return _kept(answer(request, "taskforces/answer_invitation.html", context))


@page(everyone)
def invited_document(request: Request, token: str, public_id: str) -> HttpResponse:
    """A document of the meeting, for whoever has the invitation's link."""
    laid = get_object_or_404(_invited_by(token).meeting.documents.select_related("file"), public_id=public_id)
    return _kept(file_response(laid.file))


def _kept(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is not remembered by anybody. What every page of the house says of referrers keeps it
    from other sites; to say more ("no-referrer") would make browsers hide where a form comes from, and the form would
    be refused."""
    response["Cache-Control"] = "private, no-store"
    return response
