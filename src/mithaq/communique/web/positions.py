"""Taking a position on a clause, or on the text as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.communique.domain.take_position import take_position
from mithaq.communique.models import Clause, Position, Text
from mithaq.communique.queries import reads_drafts, remembered_reading_of, texts_shown
from mithaq.communique.queries.rows import languages_of, row_of
from mithaq.communique.rules import may_take_position
from mithaq.communique.web.negotiation_forms import TakenPosition
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.things import records_in
from mithaq.foundation.ui.answers import answer


@page(the_seated, may_post=True)
def position(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Say where one's city stands: on the clause that `?clause=` names, or on the whole text."""
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    if not reads_drafts(request.seat) or request.seat.role not in (Role.SHERPA, Role.MAYOR):
        raise Http404
    placed = remembered_reading_of(text).by_id.get(request.GET.get("clause", ""))
    if placed is None and request.GET.get("clause"):
        raise Http404
    clause = placed.clause if placed else None
    form = TakenPosition(request.POST or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            take_position(text, clause, said["stance"], said["reason"], seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The position of your city is on record."))
            return redirect(clause.get_absolute_url() if clause else text.get_absolute_url())
    context = {
        "text": text,
        "row": row_of(placed, languages_of(text), {}) if placed else None,
        "form": form,
        "verdict": may_take_position(request.seat, text, request.at),
        "earlier": _taken_before(text, clause, request.seat),
        "here": request.get_full_path(),
        "trail": [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())],
    }
    return answer(request, "communique/position.html", context, status=422 if form.errors else 200)


_taken: Memory[list[Position]] = Memory(kinds=("communique.text",), beside=records_in)


def _taken_before(text: Text, clause: Clause | None, seat: Seat) -> list[Position]:
    """The positions of the seat's city on a clause, or on the whole text, the latest first. One query after an act
    about the text."""
    own = text.positions.filter(organisation=seat.organisation_id, clause=clause)
    told = own.select_related("seat__person", "seat__organisation", "draft").order_by("-id")
    return _taken.recall((text.pk, clause and clause.pk, seat.organisation_id), None, lambda: list(told))
