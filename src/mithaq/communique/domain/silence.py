"""Putting a draft to silence, breaking the silence, and the rule of the year for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mithaq.communique.domain.freeze import hash_of
from mithaq.communique.models import Break, BreakWithdrawal, CallingOff, Clause, NamedClause, Silence, SilenceRule, Text
from mithaq.communique.queries.found import LONGEST_CLAUSE
from mithaq.communique.queries.negotiation import words_in_draft
from mithaq.communique.queries.silence import rule_of, with_its_breaks
from mithaq.communique.rules.silence import (
    may_break,
    may_call_off,
    may_enter_break,
    may_open_silence,
    may_rule_silence,
    may_withdraw_break,
)
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused, mandates_in_force, require
from mithaq.foundation.things import reference_to
from mithaq.members.queries import membership_of
from mithaq.members.vocabulary import CITIES

#: Hours that a year may ask for at most: a month.
MOST_HOURS = 720


@dataclass(frozen=True)
class Against:
    """A clause that is named, and the words that the city wants in its place; without words it objects."""

    clause: Clause
    language: str = ""
    wording: str = ""


def rule_silence(cycle: Cycle, hours: int, is_needed: bool, *, seat: Seat, at: datetime) -> SilenceRule:
    """Set how long a silence lasts at least, in hours, and whether a negotiated text needs one. Silences that are open
    keep their time."""
    with transaction.atomic():
        require(may_rule_silence(seat, at))
        if not 1 <= hours <= MOST_HOURS:
            raise Refused(_("A silence lasts between one hour and a month. Nothing was changed."))
        said = {"hours": hours, "is_needed": is_needed, "seat": seat, "at": at}
        ruled, _is_new = SilenceRule.objects.update_or_create(cycle=cycle, defaults=said)
        record("silence.ruled", cycle, seat=seat, at=at, facts={"hours": hours, "needed": is_needed})
    return ruled


def open_silence(text: Text, expires: datetime, *, seat: Seat, at: datetime) -> Silence:
    """Put the latest draft to silence from now until `expires`, that instant included.

    The cities are told by letter. Refused where the time is shorter than the year's rule asks for, and where an
    authentic language is not approved.
    """
    with transaction.atomic():
        text = _locked(text)
        require(may_open_silence(seat, text, at))
        hours = rule_of(text.cycle).hours
        if expires - at < timedelta(hours=hours):
            said = ngettext(
                "The rule of the year asks for %(count)s hour of silence at least. Nothing was changed.",
                "The rule of the year asks for %(count)s hours of silence at least. Nothing was changed.",
                hours,
            )
            raise Refused(said % {"count": number(hours)})
        draft = text.drafts.latest("number")
        opened = Silence.objects.create(
            text=text, draft=draft, hash=hash_of(draft), opens=at, expires=expires, seat=seat
        )
        facts = {"draft": draft.number, "hash": opened.hash, "expires": expires.isoformat()}
        record("silence.opened", opened, text, seat=seat, at=at, facts=facts)
    return opened


def call_off(silence: Silence, reason: str, *, seat: Seat, at: datetime) -> CallingOff:
    """Call off a silence that was begun by mistake, while it is open, for a reason that all are told. Nothing is agreed
    by it, and the same or other words can be put to silence from then on."""
    with transaction.atomic():
        silence = _locked_silence(silence)
        require(may_call_off(seat, silence, at))
        reason = reason.strip()
        if not reason:
            raise Refused(_("Say why. All who negotiate read it. Nothing was changed."))
        called_off = CallingOff.objects.create(silence=silence, reason=reason, seat=seat, at=at)
        record("silence.called_off", silence, silence.text, seat=seat, at=at, facts={"draft": silence.draft.number})
    return called_off


def break_silence(silence: Silence, against: Iterable[Against], reason: str, *, seat: Seat, at: datetime) -> Break:
    """Object to named clauses, or ask for other words in them, for one's own city. One city is enough: the silence is
    broken at once, and all are told."""
    with transaction.atomic():
        silence = _locked_silence(silence)
        require(may_break(seat, silence, at))
        mandate = mandates_in_force(seat, Scope.NEGOTIATE, at, reference_to(silence.text))[0]
        broken = Break(
            silence=silence, organisation=seat.organisation, reason=reason, given_at=at, seat=seat, mandate=mandate,
            at=at,
        )  # fmt: skip
        named = _write(broken, against)
        facts = {"draft": silence.draft.number, "clauses": len(named), "amends": any(one.wording for one in named)}
        record("silence.broken", broken, silence, silence.text, seat=seat, at=at, mandate=mandate, facts=facts)
    return broken


def enter_break(
    silence: Silence,
    city: Organisation,
    against: Iterable[Against],
    reason: str,
    source: str,
    given: datetime,
    *,
    seat: Seat,
    at: datetime,
) -> Break:
    """Enter what a city sent in another way: `source` says how it came, `given` when. That instant decides whether it
    was in time, also where it is entered after the expiry."""
    with transaction.atomic():
        silence = _locked_silence(silence)
        require(may_enter_break(seat, silence, at))
        membership = membership_of(silence.text.cycle, city, at)
        if membership is None or membership.standing not in CITIES:
            raise Refused(_("Only cities of the year negotiate its text. Nothing was changed."))
        if not source.strip():
            raise Refused(_("Say where this came from. Nothing was changed."))
        if not silence.opens <= given <= min(at, silence.expires):
            raise Refused(_("It must have come in while the silence was open, and not later than now."))
        if silence.breaks.filter(organisation=city, withdrawal=None).exists():
            raise Refused(_("This city has broken this silence already. Nothing was changed."))
        broken = Break(
            silence=silence, organisation=city, reason=reason, is_entered=True, source=source.strip(), given_at=given,
            seat=seat, at=at,
        )  # fmt: skip
        named = _write(broken, against)
        facts = {"draft": silence.draft.number, "clauses": len(named), "amends": any(one.wording for one in named)}
        record("silence.break_entered", broken, silence, silence.text, seat=seat, at=at, facts=facts)
    return broken


def withdraw_break(broken: Break, *, seat: Seat, at: datetime) -> BreakWithdrawal:
    """Say that the city no longer stands by its break. The silence stays broken, since others relied on it; the same
    words can be put to silence again, for the whole time, when no city stands by a break."""
    with transaction.atomic():
        _locked_silence(broken.silence)
        broken = Break.objects.select_related("silence__text__cycle", "silence__draft", "withdrawal").get(pk=broken.pk)
        require(may_withdraw_break(seat, broken, at))
        withdrawn = BreakWithdrawal.objects.create(broken=broken, seat=seat, at=at)
        record("silence.break_withdrawn", broken, broken.silence, broken.silence.text, seat=seat, at=at)
    return withdrawn


def _write(broken: Break, against: Iterable[Against]) -> list[NamedClause]:
    broken.reason = broken.reason.strip()
    if not broken.reason:
        raise Refused(_("Say why. All who negotiate read it. Nothing was changed."))
    words = words_in_draft(broken.silence.draft)
    named: dict[int, NamedClause] = {}
    for one in against:
        if one.clause.public_id not in words:
            raise Refused(_("The draft has no such clause. Nothing was changed."))
        named[one.clause.pk] = _named(broken, one, words[one.clause.public_id])
    if not named:
        raise Refused(_("Name the clauses that this is about. Nothing was changed."))
    broken.save()
    return NamedClause.objects.bulk_create(named.values())


def _named(broken: Break, one: Against, words: object) -> NamedClause:
    """The clause as it is named. Words that are as they stand are no amendment."""
    wording = one.wording.replace("\r\n", "\n").strip()
    stands = words.get(one.language) if isinstance(words, dict) else None
    if not wording or (stands is not None and wording == stands.text.strip()):
        return NamedClause(broken=broken, clause=one.clause)
    if stands is None:
        raise Refused(_("Other words are asked for in an authentic language. Nothing was changed."))
    if len(wording) > LONGEST_CLAUSE:
        raise Refused(_("These are too many words for one clause. Nothing was changed."))
    return NamedClause(broken=broken, clause=one.clause, language=one.language, wording=wording)


def _locked(text: Text) -> Text:
    return Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)


def _locked_silence(silence: Silence) -> Silence:
    """The silence, so that nobody else writes on its text until this transaction ends."""
    text = _locked(silence.text)
    found = with_its_breaks(Silence.objects.filter(pk=silence.pk)).get()
    found.text = text
    return found
