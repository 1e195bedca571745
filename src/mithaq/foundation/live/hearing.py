"""Who hears of which act. The topmost room says it, with `@heard_by`; the stream asks and never decides.

A page follows topics: a kind of record ("endorsements.endorsement"), one record ("communique.text:k3m9…"), or every
act that one may hear of ("acts"). An act is about the kinds and the records it concerned. A listener is told of the
topics that they named themselves and of no others, so a stream holds no identifier that the page did not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from django.db.models import QuerySet

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.models import Act, ActThing

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The topic of every act that the listener may hear of.
ANY_ACT = "acts"
#: The topic of the instants at which something opens, closes or may be read, without anybody's act.
INSTANTS = "instants"


class Heard(Protocol):
    """Which acts a seat may hear of at a time. With `kinds` only acts about records of these are asked about."""

    def __call__(self, seat: Seat | None, at: datetime, kinds: Collection[str] | None = None) -> QuerySet[Act]: ...


AudienceOf = Callable[["Seat | None"], Hashable]


@dataclass(frozen=True)
class Hearing:
    """Which acts a seat may hear of, and what of a seat that depends on: seats of one audience hear the same. Of acts
    with an `open` verb everybody may hear."""

    acts: Heard
    audience_of: AudienceOf
    open: Collection[str] = ()


_hearing: list[Hearing] = []


def heard_by(audience_of: AudienceOf, *, everybody: Collection[str] = ()) -> Callable[[Heard], Heard]:
    """Declare that this query says which acts a seat may hear of. There is one such query in a house. Of acts with one
    of the verbs in `everybody` the query must say that anybody may hear of them; it is not asked about these."""

    def declare(query: Heard) -> Heard:
        _hearing[:] = [Hearing(query, audience_of, everybody)]
        return query

    return declare


def _nothing(seat: Seat | None, at: datetime, kinds: Collection[str] | None = None) -> QuerySet[Act]:
    return Act.objects.none()


def hearing() -> Hearing:
    """What was declared; without a declaration nobody hears of anything."""
    return _hearing[0] if _hearing else Hearing(_nothing, lambda seat: None)


LastInstant = Callable[["Seat | None", datetime], "datetime | None"]

_instants: list[LastInstant] = []


def passes(query: LastInstant) -> LastInstant:
    """Declare that this query says which instant was the last to pass, of those that a seat may know of."""
    _instants[:] = [query]
    return query


def last_instant(seat: Seat | None, at: datetime) -> datetime | None:
    """The last instant that has passed by then; without a declaration none ever does."""
    return _instants[0](seat, at) if _instants else None


def topics_of(acts: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """What each of these acts (by number) is about. One query."""
    return topics_and_open(acts, None)[0]


def topics_and_open(acts: Iterable[int], at: datetime | None) -> tuple[Mapping[int, frozenset[str]], frozenset[int]]:
    """What each of these acts (by number) is about, and those of which anybody may hear at that time. One query."""
    found: dict[int, set[str]] = {number: {ANY_ACT} for number in acts}
    openly: set[int] = set()
    things = ActThing.objects.filter(act__in=list(found)).order_by()
    for number, kind, thing, verb, done in things.values_list("act_id", "kind", "thing", "act__verb", "act__at"):
        found[number] |= {kind, f"{kind}:{thing}"}
        if at is not None and done <= at and verb in hearing().open:
            openly.add(number)
    return {number: frozenset(topics) for number, topics in found.items()}, frozenset(openly)
