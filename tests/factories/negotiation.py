"""A text that is being negotiated: its round, and sherpas who may answer in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from mithaq.communique.domain.amend import Why, reword
from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.prepare import begin_return, release
from mithaq.communique.domain.silence import open_silence
from mithaq.communique.models import Amendment, Clause, Draft, Return, Round, Silence, Text
from mithaq.communique.vocabulary import ClauseKind
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from tests.factories.house import House, a_mandate, a_seated, a_text

#: How long a round runs in the tests.
RUNS = timedelta(days=7)


def a_round(house: House, *, points: int = 3, text: Text | None = None) -> Round:
    """A round on the first draft of a text with so many points, open since the house is, in English."""
    text = text or a_text(house, points=points)
    return call_round(text, house.at, house.at + RUNS, "en", **house.by_us)


def a_negotiator(house: House, city: Organisation | None = None) -> Seat:
    """A sherpa of a city who may negotiate for it."""
    sherpa = a_seated(house, organisation=city)
    a_mandate(house, sherpa, Scope.NEGOTIATE)
    return sherpa


def the_point(about: Round, number: int = 1) -> Clause:
    """A point of the round's draft by its place among the points."""
    return the_point_of(about.draft, number)


def an_amendment(
    about: Round, sherpa: Seat, wording: str, *, number: int = 1, language: str = "en", reason: str = "", at: datetime
) -> Amendment:
    """Other words for a point, in the sherpa's return, which is still private."""
    returned = begin_return(about, seat=sherpa, at=at)
    return reword(returned, the_point(about, number), language, wording, Why(reason), seat=sherpa, at=at)


def a_return(
    about: Round, sherpa: Seat, wording: str, *, number: int = 1, language: str = "en", at: datetime
) -> Return:
    """A released return that asks for other words of a point."""
    amendment = an_amendment(about, sherpa, wording, number=number, language=language, at=at)
    return release(amendment.returned, seat=sherpa, at=at)


def the_point_of(draft: Draft, number: int = 1) -> Clause:
    """A point of a draft by its place among the points."""
    placed = draft.placements.filter(clause__kind=ClauseKind.POINT).order_by("position")
    return placed[number - 1].clause


def a_silence(house: House, *, text: Text | None = None) -> Silence:
    """A text put to silence for 72 hours when the house opens."""
    return open_silence(text or a_text(house), house.at + timedelta(hours=72), **house.by_us)
