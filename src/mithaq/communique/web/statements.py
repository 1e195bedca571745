"""The pages of what stands beside a text: statements, reservations, and the chair's summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from mithaq.communique.domain.state import enter_statement, state, withdraw_statement
from mithaq.communique.domain.summarise import summarise
from mithaq.communique.models import Statement, Text
from mithaq.communique.queries import remembered_reading_of, texts_shown
from mithaq.communique.queries.negotiators import negotiating
from mithaq.communique.queries.rows import Row, row_of
from mithaq.communique.queries.statements import (
    not_agreed_in,
    opens_evidence,
    statements_on,
    statements_visible_to,
)
from mithaq.communique.rules.silence import may_enter_statement, may_state, may_summarise, may_withdraw_statement
from mithaq.communique.web.beside import Mark, marks_of
from mithaq.communique.web.silence_forms import EnteredStatement, Stated, Summarised
from mithaq.communique.web.silences import trail_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.formats import place_of
from mithaq.foundation.permissions import Refused, Verdict, has_role, require
from mithaq.foundation.permissions.pages import everyone, page, the_seated, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.uploads.giving_out import file_response
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of


def the_chair(seat: Seat | None, at: datetime) -> Verdict:
    """The chair of the year."""
    return has_role(seat, at, Role.CHAIR)


@dataclass(frozen=True)
class Stood:
    """A statement with the place of its clause."""

    statement: Statement
    row: Row | None
    is_theirs: bool


@page(everyone)
def statements(request: Request, public_id: str) -> HttpResponse:
    """What cities have put beside a text."""
    text = _text(request, public_id)
    rows = _rows(text)
    seat = request.seat
    speaks = seat is not None and seat.role in (Role.SHERPA, Role.MAYOR)
    context = {
        "text": text,
        "frozen": getattr(text, "freezing", None),
        "statements": [
            Stood(
                one,
                rows.get(one.clause_id or 0),
                _may_be_taken_back(one, seat),
            )
            for one in statements_on(text)
        ],
        "may_enter": may_enter_statement(seat, text, request.at),
        "opens_evidence": opens_evidence(seat),
        "may_state": speaks and may_state(seat, text, request.at),
        "trail": trail_of(text),
    }
    return answer(request, "communique/statements.html", context)


@page(the_seated, may_post=True)
def new_statement(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Put a statement or a reservation of one's city beside the text; `?clause=` says on what."""
    text = _text(request, public_id)
    if request.seat.role not in (Role.SHERPA, Role.MAYOR):
        raise Http404
    placed = remembered_reading_of(text).by_id
    named = [(key, f"{row_of(one, [], {}).name} · {one.title}") for key, one in placed.items()]
    form = Stated(request.POST or None, text=text, clauses=named, clause=request.GET.get("clause", ""))
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        clause = placed[said["clause"]].clause if said["clause"] else None
        try:
            stated = state(text, clause, said["kind"], form.said, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The statement stands beside the text."))
            return redirect(stated)
    verdict = may_state(request.seat, text, request.at)
    context = {"text": text, "form": form, "verdict": verdict, "trail": _trail(text)}
    return answer(request, "communique/new_statement.html", context, status=422 if form.errors else 200)


@page(the_secretariat, may_post=True)
def statement_entry(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Enter a statement that a city sent in a letter."""
    text = _text(request, public_id)
    placed = remembered_reading_of(text).by_id
    named = [(key, f"{row_of(one, [], {}).name} · {one.title}") for key, one in placed.items()]
    cities = {one.organisation.public_id: one.organisation for one in negotiating(text, request.at)}
    chosen = sorted(((key, str(city.name)) for key, city in cities.items()), key=lambda pair: pair[1])
    form = EnteredStatement(request.POST or None, request.FILES or None, text=text, clauses=named, cities=chosen)
    verdict = may_enter_statement(request.seat, text, request.at)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        clause = placed[said["clause"]].clause if said["clause"] else None
        try:
            require(verdict)
            letter = receive(said["evidence"], seat=request.seat, at=request.at) if said["evidence"] else None
            stated = enter_statement(
                text,
                cities[said["city"]],
                clause,
                said["kind"],
                form.said,
                said["source"],
                said["given"],
                letter,
                seat=request.seat,
                at=request.at,
            )
        except Unreadable as unreadable:
            form.add_error("evidence", sentence_of(unreadable))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The statement stands beside the text, as entered by the secretariat."))
            return redirect(stated)
    context = {
        "text": text,
        "form": form,
        "is_entered": True,
        "verdict": verdict,
        "zone_name": place_of(get_current_timezone(), request.at),
        "trail": _trail(text),
    }
    return answer(request, "communique/new_statement.html", context, status=422 if form.errors else 200)


@page(the_seated, may_post=True)
def statement_withdrawal(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Withdraw a statement of one's city."""
    one = get_object_or_404(statements_visible_to(request.seat, request.at), public_id=public_id)
    if not _may_be_taken_back(one, request.seat):
        raise Http404
    if request.method == "POST":
        withdraw_statement(one, seat=request.seat, at=request.at)
        messages.success(request, _("The statement is withdrawn. Both are on record."))
        return redirect(one)
    verdict = may_withdraw_statement(request.seat, one, request.at)
    context = {"statement": one, "text": one.text, "verdict": verdict, "trail": _trail(one.text)}
    return answer(request, "communique/statement_withdrawal.html", context)


@page(the_seated)
def statement_evidence(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The letter in which a city sent its statement, as it came in."""
    one = get_object_or_404(statements_visible_to(request.seat, request.at), public_id=public_id)
    if one.evidence is None or not opens_evidence(request.seat):
        raise Http404
    return file_response(one.evidence)


@page(the_chair, may_post=True, grave=True)
def chairs_summary(request: SeatedRequest, public_id: str) -> HttpResponse:
    """End the negotiation without consensus, after what is not agreed has been read back."""
    text = _text(request, public_id)
    draft = text.drafts.order_by("-number").first()
    if draft is None:
        raise Http404
    form = Summarised(request.POST or None, text=text)
    if form.is_bound and form.is_valid() and request.POST.get("draft") == draft.public_id:
        try:
            summarise(text, form.said, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The negotiation has ended. The text is the chair's summary."))
            return redirect(text)
    context = {
        "text": text,
        "draft": draft,
        "form": form,
        "marked": _marked(text, _rows(text), marks_of(not_agreed_in(text, draft))),
        "verdict": may_summarise(request.seat, text, request.at),
        "trail": trail_of(text),
    }
    return answer(request, "communique/chairs_summary.html", context, status=422 if form.errors else 200)


def _text(request: Request, public_id: str) -> Text:
    return get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)


def _may_be_taken_back(statement: Statement, seat: Seat | None) -> bool:
    """Whether this seat is one of those who could withdraw the statement."""
    if seat is None:
        return False
    if seat.role == Role.SECRETARIAT:
        return statement.is_entered
    return seat.role in (Role.SHERPA, Role.MAYOR) and seat.organisation_id == statement.organisation_id


def _rows(text: Text) -> dict[int, Row]:
    return {one.clause.pk: row_of(one, [], {}) for one in remembered_reading_of(text).by_id.values()}


def _marked(
    text: Text, rows: Mapping[int, Row], marks: Mapping[int | None, Sequence[Mark]]
) -> list[tuple[Row | None, Sequence[Mark]]]:
    """What is not agreed in the order of the text, the whole text first."""
    found: list[tuple[Row | None, Sequence[Mark]]] = [(None, marks[None])] if None in marks else []
    return found + [(row, marks[clause]) for clause, row in rows.items() if clause in marks]


def _trail(text: Text) -> list[tuple[object, str]]:
    return [*trail_of(text), (_("Statements"), reverse("communique:statements", args=[text.public_id]))]
