"""What the negotiation brings into the calendar of the year: when rounds close and silences run out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Round, Silence, Text
from mithaq.communique.queries import READERS_OF_DRAFTS
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries.dates import BroughtDate, brings_dates, said_of
from mithaq.cycle.vocabulary import PhaseKind
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import Reference, reference_to


class _Dates(NamedTuple):
    """The dates, and the cities that were named for their texts: where two of them become one, they are read again."""

    found: list[BroughtDate]
    named: set[Reference]


_dates: Memory[_Dates] = Memory(8, ("communique.", "cycle."), lambda dates: dates.named)


@brings_dates("communique.round", "communique.silence")
def dates_of_the_negotiation(cycle: Cycle) -> list[BroughtDate]:
    """When the rounds and the silences of a year end. Six queries at most after an act on a text, else none."""
    return _dates.recall((cycle.pk, get_language()), None, lambda: _read(cycle)).found


def _read(cycle: Cycle) -> _Dates:
    rounds = Round.objects.filter(text__cycle=cycle).select_related("text").prefetch_related("moves").order_by("id")
    silences = (
        Silence.objects.filter(text__cycle=cycle).select_related("text", "calling_off").prefetch_related("breaks")
    )
    of_rounds, of_silences = list(rounds), list(silences.order_by("id"))
    texts = {one.text_id for one in of_rounds} | {one.text_id for one in of_silences}
    named: dict[int, set[int]] = {}
    quoted: set[Reference] = set()
    for text in Text.objects.filter(pk__in=texts).prefetch_related("negotiators") if texts else ():
        for city in text.negotiators.all():
            named.setdefault(text.pk, set()).add(city.pk)
            quoted.add(reference_to(city))
    return _Dates([*_of_rounds(of_rounds, named), *_of_silences(of_silences, named)], quoted)


def _of_rounds(rounds: list[Round], named: dict[int, set[int]]) -> Iterator[BroughtDate]:
    for one in rounds:
        moves = one.moves.all()
        yield BroughtDate(
            key=f"{one.public_id}@rounds.mithaq",
            title=said_of(_("The round on “%(thing)s” closes"), one.text.title),
            at=one.closes,
            phase=PhaseKind.NEGOTIATION,
            url=one.get_absolute_url(),
            stamped=max([one.at, *(move.at for move in moves)]),
            revision=len(moves),
            roles=READERS_OF_DRAFTS,
            cities=named.get(one.text_id),
        )


def _of_silences(silences: list[Silence], named: dict[int, set[int]]) -> Iterator[BroughtDate]:
    for one in silences:
        called_off = getattr(one, "calling_off", None)
        ended = [broken.at for broken in one.breaks.all()] + ([called_off.at] if called_off else [])
        yield BroughtDate(
            key=f"{one.public_id}@silences.mithaq",
            title=said_of(_("The silence on “%(thing)s” runs out"), one.text.title),
            at=one.expires,
            phase=PhaseKind.NEGOTIATION,
            url=one.get_absolute_url(),
            stamped=max([one.opens, *ended]),
            revision=1 if ended else 0,
            roles=READERS_OF_DRAFTS,
            cities=named.get(one.text_id),
            is_cancelled=bool(ended),
        )
