"""The pages of the texts and clauses, and the two acts that end the negotiation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.communique.domain.freeze import canonical_form, freeze, hash_of, publish
from mithaq.communique.models import Clause, Text
from mithaq.communique.queries import (
    PlacedClause,
    Reading,
    reads_drafts,
    remembered_reading_of,
    texts_listed,
    texts_shown,
)
from mithaq.communique.queries.clause_history import history_of_clause
from mithaq.communique.queries.comparison import remembered_drafts_of
from mithaq.communique.queries.negotiation import amendments_visible_to, comments_visible_to, own_return_in
from mithaq.communique.queries.rows import Row, languages_of, row_of, rows_of
from mithaq.communique.rules import may_begin_text, may_freeze, may_publish, may_show, may_sketch
from mithaq.communique.web.beside import beside_of
from mithaq.communique.web.cards import cards_alone
from mithaq.communique.web.laid import BRACKETS, CHANGES, CLEAN, Laid, laid_on, stood_on_the_whole, ways_to_show
from mithaq.communique.web.next_steps import next_steps
from mithaq.communique.web.rounds import state_of
from mithaq.communique.web.sheets import Asked, drawn_sheet
from mithaq.communique.web.shown import PAIR, address, thread_of_text, ways_by_width
from mithaq.communique.web.since import since_asked
from mithaq.communique.web.since import ways as since_ways
from mithaq.communique.web.takeaway import files_of_text
from mithaq.cycle.queries import history_visible_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused, Verdict, has_role
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.thread.steps import step, thread_of
from mithaq.foundation.ui.answers import answer

#: What the history of a text tells of.
TOLD = ("text", "draft")


def those_who_conclude(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat and the chair freeze and publish."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CHAIR)


@page(everyone)
def texts(request: Request) -> HttpResponse:
    """The texts of the year that the reader may see."""
    context = {
        "texts": texts_listed(request.seat, request.at),
        "reads_drafts": reads_drafts(request.seat),
        "now": request.at,
        "may_begin": may_begin_text(request.seat, request.at),
    }
    return answer(request, "communique/texts.html", context)


@page(everyone)
def text(request: Request, public_id: str) -> HttpResponse:
    """The text itself: its clauses as rows, the authentic languages side by side."""
    one = _text_shown(request, public_id)
    reading = remembered_reading_of(one)
    wanted = request.GET.get("language", "")
    shown = languages_of(one, wanted)
    rows = rows_of(reading, shown, request.seat, request.at)
    context = {
        **_state_of(request, one),
        **_on_the_text(request, one, reading, rows, shown),
        "reading": reading,
        "rows": rows,
        "shown": " ".join(shown),
        "audience": request.seat.role if request.seat else "",
        "ways": ways_by_width(one, request.GET),
        "by_width": not wanted,
        "in_columns": len(shown) > PAIR,
        "here": step(one),
        "files": files_of_text(one, reading.draft, request.seat),
        "has_translations": reads_drafts(request.seat),
        "may_compare": bool(one.latest) and reads_drafts(request.seat),  # type: ignore[attr-defined]
        "acts": history_visible_to(
            request.seat, one, (*TOLD, "round", "silence", "statement") if reads_drafts(request.seat) else TOLD
        ),
        "is_numbered": bool(request.GET.get("lines")),
        "may_publish": may_publish(request.seat, one, request.at),
        "may_sketch": reading.draft is None and may_sketch(request.seat, one, request.at),
        **thread_of_text(one, rows, is_public=_is_public(one, request.at)),
    }
    return answer(request, "communique/text.html", context)


@page(everyone)
def canonical(request: Request, public_id: str) -> HttpResponse:
    """The bytes that the frozen text's hash is over, so that anybody who may read the text can compute it again."""
    one = _text_shown(request, public_id)
    frozen = getattr(one, "freezing", None)
    if frozen is None:
        raise Http404
    answered = HttpResponse(canonical_form(frozen.draft), content_type="application/json")
    answered["Content-Disposition"] = f'inline; filename="{one.key}.json"'
    return answered


@page(everyone)
def clause(request: Request, public_id: str) -> HttpResponse:
    """One clause with what it comes from, what became of it, and the words it has had."""
    about = get_object_or_404(texts_shown(request.seat, request.at), clauses__public_id=public_id)
    placed, before, after = _neighbours(remembered_reading_of(about), public_id)
    one = placed.clause
    row = row_of(placed, languages_of(about), {})
    thread = thread_of(one, request.seat, request.at)
    context = {
        **_state_of(request, about),
        "row": row,
        "heading": row.name,
        "may_show": bool(may_show(request.seat, request.at)) and not hasattr(about, "freezing"),
        "previous": before,
        "next": after,
        **_negotiated(request, one, about),
        "trail": [(_("Texts"), reverse("communique:texts")), (about.title, about.get_absolute_url())],
        "thread": thread._replace(this=thread.this._replace(title=placed.title)),
    }
    return answer(request, "communique/clause.html", context)


@page(those_who_conclude, may_post=True, grave=True)
def freezing(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Freeze the latest draft, after its title and hash have been read back."""
    one = _text_shown(request, public_id)
    draft = one.drafts.order_by("-number").first()
    if draft is None:
        raise Http404
    verdict = may_freeze(request.seat, draft, request.at)
    if request.method == "POST" and request.POST.get("draft") == draft.public_id:
        freeze(draft, seat=request.seat, at=request.at)
        messages.success(request, _("The text is frozen. From now on its words do not change."))
        return redirect(one)
    context = {**_state_of(request, one), "draft": draft, "verdict": verdict, **_hash_read_back(draft)}
    return answer(request, "communique/freezing.html", {**context, "has_changed": request.method == "POST"})


@page(those_who_conclude, may_post=True, grave=True)
def publication(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Publish the frozen text, after its title and hash have been read back."""
    one = _text_shown(request, public_id)
    verdict = may_publish(request.seat, one, request.at)
    frozen = getattr(one, "freezing", None)
    if request.method == "POST" and frozen and request.POST.get("hash") == frozen.hash:
        publish(one, seat=request.seat, at=request.at)
        messages.success(request, _("The text is published. Everybody can read it now, with the roll of the cities."))
        return redirect("endorsements:declaration", one.public_id)
    context = {**_state_of(request, one), "verdict": verdict, "hash": frozen.hash if frozen else ""}
    return answer(request, "communique/publication.html", context)


def _negotiated(request: Request, one: Clause, about: Text) -> dict[str, Any]:
    """What was proposed for a clause in every round, each position on it and what was said of it, the latest first,
    and its words from draft to draft."""
    if not reads_drafts(request.seat):
        return {}
    released = amendments_visible_to(request.seat, request.at).exclude(returned__released_at=None)
    amendments = list(released.filter(clause=one).order_by("-id"))
    said = comments_visible_to(request.seat, request.at).exclude(returned__released_at=None)
    return {
        "reads": True,
        "cards": cards_alone(amendments),
        "positions": one.positions.select_related("organisation", "draft").order_by("-id"),
        "comments": [
            {"comment": each, "answer": getattr(each, "answer", None)}
            for each in said.filter(clause=one).order_by("-id")
        ],
        "answers": request.seat is not None and request.seat.role == Role.SECRETARIAT,
        "versions": history_of_clause(one, about, languages_of(about), amendments),
    }


def _on_the_text(
    request: Request, one: Text, reading: Reading, rows: list[Row], languages: list[str]
) -> dict[str, Any]:
    """The text's rows with what stands beside them; for those who negotiate it also with what lies on them until it is
    frozen, or with what changed since an earlier draft."""
    draft, seat = reading.draft, request.seat
    if draft is None:
        return {}
    beside = beside_of(one, draft)
    told = {"stated": beside.statements, "marks": beside.marks.get(None, ())}
    if seat is None or not reads_drafts(seat):
        return told | ({"drawn": drawn_sheet(one, draft, rows, None, beside, Asked(languages)).rows} if beside else {})
    laid = None if getattr(one, "freezing", None) else laid_on(one, draft, rows)
    drafts = [each for each in remembered_drafts_of(one) if each.number < draft.number]
    is_sherpa = seat.role == Role.SHERPA and laid is not None
    show, only = request.GET.get("show", ""), request.GET.get("only") == "disputed"
    asked = Asked(
        languages,
        show if show in (BRACKETS, CLEAN) else CHANGES,
        only_disputed=only and laid is not None,
        takes_positions=is_sherpa,
        own_return=own_return_in(laid.round, seat) if laid and laid.round and is_sherpa else None,
        shows=bool(laid is not None and may_show(seat, request.at)),
        since=since_asked(drafts, draft, request.GET, languages),
    )
    sheet = drawn_sheet(one, draft, rows, laid, beside, asked)
    return {
        **told,
        "drawn": sheet.for_return(asked.own_return),
        "shows": asked.shows,
        "disputed": sheet.disputed,
        "is_cut": asked.only_disputed,
        "since": asked.since,
        "earlier": drafts,
        "since_ways": since_ways(),
        "since_kept": [(name, request.GET.get(name, "")) for name in ("language", "lines")],
        "links": _links(request),
        **(_negotiating(request, laid, asked) if laid else {}),
        "next_steps": next_steps(one, draft, laid, seat, request.at) if laid else [],
        "states": seat.role in (Role.SHERPA, Role.MAYOR) and _is_stated_on(one, laid),
    }


def _is_stated_on(one: Text, laid: Laid | None) -> bool:
    """Whether cities put statements beside a text now: from the first silence or the freezing to the publication. Who
    may, the page of the statement says."""
    return not hasattr(one, "publication") and (laid is None or laid.silence is not None)


def _negotiating(request: Request, laid: Laid, asked: Asked) -> dict[str, Any]:
    """What the page of a text that is being negotiated says and offers above its rows."""
    keys = [("a", _("amend the clause"))] if asked.takes_positions else []
    return {
        "laid": laid,
        "stood": stood_on_the_whole(laid),
        "show_ways": ways_to_show(request.GET, "" if asked.since else asked.show) if laid.groups else [],
        "round": laid.round,
        "round_state": state_of(laid.round, request.at) if laid.round else "",
        "own_return": asked.own_return,
        "takes_positions": asked.takes_positions,
        "keys": [*keys, ("[", _("the text in brackets, and back"))] if laid.groups else keys,
        "is_ours": request.seat is not None and request.seat.role == Role.SECRETARIAT,
        "silence": laid.silence,
        "silence_state": laid.silence.state_at(request.at) if laid.silence else "",
        "may_end": request.seat is not None and request.seat.role == Role.CHAIR,
    }


def _links(request: Request) -> dict[str, str]:
    """The same page, read in other ways."""
    asked = request.GET
    return {
        "whole": address(asked, only=""),
        "disputed": address(asked, only="disputed", since=""),
        "numbered": address(asked, lines="1"),
        "plain": address(asked, lines=""),
        "brackets": address(asked, show="" if asked.get("show") == BRACKETS else BRACKETS, since=""),
        "now": address(asked, since="", way=""),
    }


def _text_shown(request: Request, public_id: str) -> Text:
    return get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)


def _state_of(request: Request, one: Text) -> dict[str, Any]:
    return {
        "text": one,
        "frozen": getattr(one, "freezing", None),
        "published": one.publication if _is_public(one, request.at) else None,
    }


def _is_public(one: Text, at: datetime) -> bool:
    publication = getattr(one, "publication", None)
    return publication is not None and publication.at <= at


def _hash_read_back(draft: Any) -> dict[str, Any]:
    """The hash that freezing would give, or why it cannot be."""
    try:
        return {"hash": hash_of(draft)}
    except Refused as refused:
        return {"refusal": refused.reason}


def _neighbours(reading: Reading, public_id: str) -> tuple[PlacedClause, PlacedClause | None, PlacedClause | None]:
    """The clause in the draft that is shown, with the ones before and after it."""
    placed = list(reading.by_id.values())
    here = next((place for place, each in enumerate(placed) if each.clause.public_id == public_id), None)
    if here is None:
        raise Http404
    return placed[here], placed[here - 1] if here else None, placed[here + 1] if here + 1 < len(placed) else None
