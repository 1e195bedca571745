"""Keeping the group's glossary: terms are entered, corrected, taken away, and each such step can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.glossary import Entry
from mithaq.core.text import searchable
from mithaq.cycle.models import Cycle, Term, TermChange
from mithaq.cycle.rules import may_keep_the_glossary
from mithaq.cycle.vocabulary import TermStep
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def enter_term(cycle: Cycle, said: Entry, *, seat: Seat, at: datetime) -> Term:
    """Enter a term. Refused without any words, and where a term with the same words stands already."""
    with transaction.atomic():
        require(may_keep_the_glossary(seat, at))
        cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)  # so that the same is not entered twice at once
        _refuse_what_cannot_stand(cycle, said)
        return _enter(cycle, said, seat, at)


def correct_term(term: Term, said: Entry, *, seat: Seat, at: datetime) -> Term:
    """Give a term other words. What stays as it is leaves no trace."""
    with transaction.atomic():
        require(may_keep_the_glossary(seat, at))
        term = _locked(term)
        if not term.is_standing:
            raise Refused(_("This term has been taken away meanwhile. Nothing was changed."))
        if not is_unchanged(term, said):
            _refuse_what_cannot_stand(term.cycle, said, but=term)
            _correct(term, said, seat, at)
    return term


def take_away_term(term: Term, *, seat: Seat, at: datetime) -> None:
    """Take a term out of the glossary. Twice is the same as once."""
    with transaction.atomic():
        require(may_keep_the_glossary(seat, at))
        term = _locked(term)
        if term.is_standing:
            before, term.is_standing = _state(term), False
            term.save()
            _keep_step(term, TermStep.TAKEN_AWAY, before, seat, at)
            record("term.taken_away", term, term.cycle, seat=seat, at=at)


def undo_step(change: TermChange, *, seat: Seat, at: datetime) -> Term:
    """Put a term back as it was before its latest change; the line of the change stays."""
    with transaction.atomic():
        require(may_keep_the_glossary(seat, at))
        term = _locked(change.term)
        if term.changes.order_by("-id").first() != change:
            raise Refused(_("This term was changed again since, so only the later change can be undone."))
        before = _state(term)
        for name, value in change.before.items():
            setattr(term, name, value)
        if term.is_standing:
            _refuse_what_cannot_stand(term.cycle, term.said, but=term)
        term.save()
        _keep_step(term, TermStep.RESTORED, before, seat, at)
        record("term.restored", term, term.cycle, seat=seat, at=at)
    return term


def bring_terms(cycle: Cycle, entries: Iterable[Entry], *, seat: Seat, at: datetime) -> tuple[int, int]:
    """Enter the terms of a list, or correct those that stand already under the same words of the first language; how
    many were entered, and how many corrected. All or none."""
    with transaction.atomic():
        require(may_keep_the_glossary(seat, at))
        cycle = Cycle.objects.select_for_update().get(pk=cycle.pk)
        standing = {same_as(term.said, cycle): term for term in cycle.terms.all()}
        entered = corrected = 0
        for said in entries:
            term = standing.get(same_as(said, cycle))
            if term is None:
                standing[same_as(said, cycle)] = _enter(cycle, said, seat, at)
                entered += 1
            elif not is_unchanged(term, said):
                _correct(term, said, seat, at)
                corrected += 1
    return entered, corrected


def bring_glossary(last: Cycle, cycle: Cycle, *, seat: Seat, at: datetime) -> None:
    """Take the glossary of one year along into another."""
    with transaction.atomic():
        require(may_keep_the_glossary(seat, at))
        for term in last.terms.all():
            _enter(cycle, term.said, seat, at)


def same_as(said: Entry, cycle: Cycle) -> tuple[str, str]:
    """What two terms of a year's glossary may not share: the words of its first language that has any, folded."""
    languages = [*cycle.authentic, *sorted(said.words)]
    language = next((code for code in languages if said.words.get(code)), "")
    return language, searchable(said.words.get(language, ""))


def is_unchanged(term: Term, said: Entry) -> bool:
    """Whether the glossary says exactly this of the term already."""
    state = _state(term)
    return state == {**state, **_fields(said)}


def _enter(cycle: Cycle, said: Entry, seat: Seat, at: datetime) -> Term:
    term = Term.objects.create(cycle=cycle, **_fields(said))
    _keep_step(term, TermStep.ENTERED, {**_state(term), "is_standing": False}, seat, at)
    record("term.entered", term, term.cycle, seat=seat, at=at)
    return term


def _correct(term: Term, said: Entry, seat: Seat, at: datetime) -> None:
    before = _state(term)
    for name, value in _fields(said).items():
        setattr(term, name, value)
    term.save()
    _keep_step(term, TermStep.CORRECTED, before, seat, at)
    record("term.corrected", term, term.cycle, seat=seat, at=at)


def _refuse_what_cannot_stand(cycle: Cycle, said: Entry, but: Term | None = None) -> None:
    mine = same_as(said, cycle)
    if not mine[1]:
        raise Refused(_("A term needs words in one language at least."))
    others = (term for term in cycle.terms.all() if term != but)
    if any(same_as(term.said, cycle) == mine for term in others):
        raise Refused(_("A term with the same words stands in the glossary already."))


def _locked(term: Term) -> Term:
    return Term.ever.select_for_update(of=("self",)).select_related("cycle").get(pk=term.pk)


def _fields(said: Entry) -> dict[str, Any]:
    return {
        "words": {language: words for language, words in said.words.items() if words},
        "avoided": {language: list(forms) for language, forms in said.avoided.items() if forms},
        "note": said.note,
    }


def _state(term: Term) -> dict[str, Any]:
    return {**_fields(term.said), "is_standing": term.is_standing}


def _keep_step(term: Term, what: TermStep, before: dict[str, Any], seat: Seat, at: datetime) -> None:
    """Save the row that says what the term was before a step, and what it is now."""
    TermChange.objects.create(term=term, what=what, before=before, after=_state(term), seat=seat, at=at)
