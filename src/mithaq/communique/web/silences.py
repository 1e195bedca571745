"""The pages of a silence procedure: opened, looked at, broken, withdrawn; and the rule of the year for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mithaq.communique.domain.silence import (
    Against,
    break_silence,
    call_off,
    enter_break,
    open_silence,
    rule_silence,
    withdraw_break,
)
from mithaq.communique.models import Break, NamedClause, Silence, Text
from mithaq.communique.queries import PlacedClause, texts_shown
from mithaq.communique.queries.negotiators import cities_of
from mithaq.communique.queries.rows import Row
from mithaq.communique.queries.silence import breaks_visible_to, chain_of, rule_of, silences_visible_to
from mithaq.communique.rules import may_call_round, may_freeze
from mithaq.communique.rules.silence import (
    may_break,
    may_call_off,
    may_enter_break,
    may_open_silence,
    may_rule_silence,
    may_withdraw_break,
)
from mithaq.communique.vocabulary import SilenceState
from mithaq.communique.web.cards import Marked, Places
from mithaq.communique.web.redlined import marked
from mithaq.communique.web.silence_forms import Broken, CalledOff, ChosenClauses, OpenedSilence, RuledSilence
from mithaq.communique.web.takeaway import files_of_text
from mithaq.core.redline import edits_between
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.formats import place_of
from mithaq.foundation.permissions import Refused, Verdict, has_role
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer

#: The badge that goes with each state.
SIGN_OF_SILENCE = {
    SilenceState.OPEN: "open",
    SilenceState.BROKEN: "objection",
    SilenceState.PASSED: "done",
    SilenceState.CALLED_OFF: "past",
}
#: After which the same words can be put to silence again.
OVER_WITHOUT_AGREEMENT = (SilenceState.BROKEN, SilenceState.CALLED_OFF)


def those_who_conclude(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat and the chair put a draft to silence."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CHAIR)


@dataclass(frozen=True)
class Said:
    """A clause as a break names it: where it stands, and the words asked for as a redline."""

    row: Row | None
    placed: PlacedClause | None
    wordings: Sequence[Marked]


@dataclass(frozen=True)
class Spoken:
    """A break with the clauses it names."""

    broken: Break
    clauses: Sequence[Said]
    may_withdraw: bool


@page(those_who_conclude, may_post=True)
def new_silence(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Put the latest draft of a text to silence."""
    text = get_object_or_404(texts_shown(request.seat, request.at), public_id=public_id)
    rule = rule_of(text.cycle)
    form = OpenedSilence(request.POST or None, rule=rule, at=request.at)
    if form.is_bound and form.is_valid():
        try:
            opened = open_silence(text, form.cleaned_data["expires"], seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error("expires", str(refused))
        else:
            messages.success(request, _("The silence is open. The letters to the cities go out."))
            return redirect(opened)
    context = {
        "text": text,
        "form": form,
        "rule": rule,
        "verdict": may_open_silence(request.seat, text, request.at),
        "asked": len(cities_of(text.cycle, request.at)),
        "zone_name": place_of(get_current_timezone(), request.at),
        "trail": trail_of(text),
    }
    return answer(request, "communique/new_silence.html", context, status=422 if form.errors else 200)


@page(the_seated)
def silence(request: Request, public_id: str) -> HttpResponse:
    """One silence: until when, who has broken it and why, who has said nothing, and what comes next."""
    chain = chain_of(public_id, request.seat, request.at)
    one = next((each for each in chain if each.public_id == public_id), None)
    if one is None:
        raise Http404
    seat, at = request.seat, request.at
    state = one.state_at(at)
    breaks = [broken for broken in one.breaks.all() if broken.at <= at]
    spoken = {broken.organisation_id for broken in breaks}
    asked = [membership.organisation for membership in cities_of(one.text.cycle, min(at, one.expires))]
    places = Places(one.draft)
    is_latest = chain[-1].pk == one.pk
    concludes = is_latest and bool(those_who_conclude(seat, at))
    context = {
        "silence": one,
        "state": state,
        "sign": SIGN_OF_SILENCE[state],
        "breaks": [_spoken(broken, places, seat, at) for broken in breaks],
        "quiet": [city for city in asked if city.pk not in spoken],
        "asked": len(asked),
        "is_asked": seat is not None and seat.organisation_id in {city.pk for city in asked},
        "may_break": may_break(seat, one, at),
        "may_enter": may_enter_break(seat, one, at),
        "may_freeze": concludes and state == SilenceState.PASSED and may_freeze(seat, one.draft, at),
        "may_call_round": concludes and state == SilenceState.BROKEN and may_call_round(seat, one.text, at),
        "may_call_off": may_call_off(seat, one, at),
        "called_off": getattr(one, "calling_off", None) if state == SilenceState.CALLED_OFF else None,
        "may_open_again": concludes and state in OVER_WITHOUT_AGREEMENT and may_open_silence(seat, one.text, at),
        "chain": [(place, other, other.state_at(at)) for place, other in enumerate(chain, start=1)],
        "files": files_of_text(one.text, one.draft, seat) if is_latest else [],
        "now": at,
        "trail": trail_of(one.text),
    }
    return answer(request, "communique/silence.html", context)


@page(the_seated, may_post=True)
def new_break(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Break a silence for one's city, or enter what a city sent: first the clauses, then why and the words wanted."""
    one = found_silence(request, public_id)
    if request.seat.role not in (Role.SHERPA, Role.MAYOR, Role.SECRETARIAT):
        raise Http404
    is_entered = request.seat.role == Role.SECRETARIAT
    places = Places(one.draft)
    chosen = ChosenClauses(request.GET or None, clauses=places.named())
    if not chosen.is_bound or not chosen.is_valid():
        verdict = _verdict(one, request, is_entered)
        shown = {"silence": one, "form": chosen, "verdict": verdict, "is_entered": is_entered, "trail": _trail(one)}
        return answer(request, "communique/new_break.html", shown, status=422 if chosen.errors else 200)
    language = _language(one.text)
    placed = [places.by_id[public_id] for public_id in chosen.cleaned_data["clause"]]
    form = Broken(
        request.POST or None,
        clauses=[(each.clause.public_id, _name(places, each), each.words.get(language, "")) for each in placed],
        language=language,
        cities=_cities(one, request.at) if is_entered else None,
    )
    if form.is_bound and form.is_valid():
        against = [Against(each.clause, language, form.words_of(each.clause.public_id)) for each in placed]
        try:
            _break(one, form, against, request, is_entered)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The silence is broken. The letters to all cities go out."))
            return redirect(one)
    context = {
        "silence": one,
        "form": form,
        "is_written": True,
        "is_entered": is_entered,
        "here": request.get_full_path(),
        "verdict": _verdict(one, request, is_entered),
        "zone_name": place_of(get_current_timezone(), request.at),
        "now": request.at,
        "trail": _trail(one),
    }
    return answer(request, "communique/new_break.html", context, status=422 if form.errors else 200)


@page(those_who_conclude, may_post=True)
def calling_off(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Call off a silence that was begun by mistake, with the reason."""
    one = found_silence(request, public_id)
    form = CalledOff(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            call_off(one, form.cleaned_data["reason"], seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The silence is called off. The letters to the cities go out."))
            return redirect(one)
    verdict = may_call_off(request.seat, one, request.at)
    context = {"silence": one, "form": form, "verdict": verdict, "trail": _trail(one)}
    return answer(request, "communique/calling_off.html", context, status=422 if form.errors else 200)


@page(the_seated, may_post=True)
def break_withdrawal(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Say that the city no longer stands by its break."""
    broken = get_object_or_404(breaks_visible_to(request.seat, request.at), public_id=public_id)
    verdict = may_withdraw_break(request.seat, broken, request.at)
    if not verdict and not _is_theirs(broken, request.seat):
        raise Http404
    if request.method == "POST":
        withdraw_break(broken, seat=request.seat, at=request.at)
        messages.success(request, _("It is on record that the city withdrew what it said."))
        return redirect(broken)
    context = {"broken": broken, "silence": broken.silence, "verdict": verdict, "trail": _trail(broken.silence)}
    return answer(request, "communique/break_withdrawal.html", context)


@page(may_rule_silence, may_post=True)
def silence_rule(request: SeatedRequest) -> HttpResponse:
    """The rule of the year for silence procedures."""
    cycle = current_cycle()
    if cycle is None:
        raise Http404
    rule = rule_of(cycle)
    form = RuledSilence(request.POST or None, initial={"hours": rule.hours, "is_needed": rule.is_needed})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        rule_silence(cycle, said["hours"], said["is_needed"], seat=request.seat, at=request.at)
        messages.success(request, _("The rule of the year is on record."))
        return redirect("communique:texts")
    context = {"form": form, "trail": [(_("Texts"), reverse("communique:texts"))]}
    return answer(request, "communique/silence_rule.html", context, status=422 if form.errors else 200)


def found_silence(request: Request, public_id: str) -> Silence:
    """The silence, for those who negotiate; to others it is not there."""
    one: Silence = get_object_or_404(silences_visible_to(request.seat, request.at), public_id=public_id)
    return one


def trail_of(text: Text) -> list[tuple[Any, str]]:
    """The way back to the text."""
    return [(_("Texts"), reverse("communique:texts")), (text.title, text.get_absolute_url())]


def _trail(one: Silence) -> list[tuple[Any, str]]:
    return [*trail_of(one.text), (_("Silence procedure"), one.get_absolute_url())]


def _spoken(broken: Break, places: Places, seat: Seat | None, at: datetime) -> Spoken:
    clauses = [_said(named, places) for named in broken.named.all()]
    mine = _is_theirs(broken, seat) and not hasattr(broken, "withdrawal")
    return Spoken(broken, clauses, mine and bool(may_withdraw_break(seat, broken, at)))


def _said(named: NamedClause, places: Places) -> Said:
    placed = places.by_id.get(named.clause.public_id)
    row = places.row(named.clause_id)
    if placed is None or not named.wording:
        return Said(row, placed, [])
    base = placed.words.get(named.language, "")
    return Said(row, placed, [Marked(named.language, marked(base, edits_between(base, named.wording)))])


def _is_theirs(broken: Break, seat: Seat | None) -> bool:
    """Whether this seat is one of those who could withdraw the break."""
    if seat is None:
        return False
    if broken.is_entered:
        return seat.role == Role.SECRETARIAT
    return seat.role in (Role.SHERPA, Role.MAYOR) and seat.organisation_id == broken.organisation_id


def _break(one: Silence, form: Broken, against: list[Against], request: SeatedRequest, is_entered: bool) -> None:
    said, by = form.cleaned_data, {"seat": request.seat, "at": request.at}
    if not is_entered:
        break_silence(one, against, said["reason"], seat=request.seat, at=request.at)
        return
    cities = {each.organisation.public_id: each.organisation for each in cities_of(one.text.cycle, request.at)}
    enter_break(one, cities[said["city"]], against, said["reason"], said["source"], said["given"], **by)  # type: ignore[arg-type]


def _verdict(one: Silence, request: SeatedRequest, is_entered: bool) -> Verdict:
    asked = may_enter_break if is_entered else may_break
    return asked(request.seat, one, request.at)


def _cities(one: Silence, at: datetime) -> list[tuple[str, str]]:
    cities = [each.organisation for each in cities_of(one.text.cycle, at)]
    return sorted(((city.public_id, str(city.name)) for city in cities), key=lambda pair: pair[1])


def _language(text: Text) -> str:
    """The authentic language in which other words are asked for: the reader's own if it is one."""
    own = str(get_language())
    return own if own in text.authentic else str(text.authentic[0])


def _name(places: Places, placed: PlacedClause) -> str:
    row = places.row(placed.clause.pk)
    return row.name if row else ""
