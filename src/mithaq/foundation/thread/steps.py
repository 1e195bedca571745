"""The thread in words: what each kind of record on it is called, and where one click on it leads.

Rooms declare their kinds in `vocabulary.py`. A kind that nobody declared is left out of what is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise

from mithaq.foundation.things import kind_of
from mithaq.foundation.thread.queries import Knot


class Called(NamedTuple):
    """The words for one record of a kind and for several, and the page that shows one with its thread (default: its
    own address)."""

    one: str | Promise
    several: str | Promise
    page: str = ""


class Step(NamedTuple):
    """A record on the thread as a page shows it."""

    kind: str | Promise
    title: Any
    url: str


_called: dict[str, Called] = {}


def call(kinds: Mapping[str, Called]) -> None:
    """Declare what the kinds of a room are called on the thread."""
    _called.update(kinds)


def steps(knots: Iterable[Knot]) -> list[Step]:
    """The knots in their order, as words and addresses."""
    shown = [knot for knot in knots if knot.kind in _called]
    counts = Counter(knot.kind for knot in shown)
    return [_step(knot.thing, _called[knot.kind], counts[knot.kind]) for knot in shown]


def steps_to(things: Iterable[Model]) -> list[Step]:
    """Records of which one knows without walking that they stand on the thread."""
    return steps(Knot(thing, kind_of(thing), 1) for thing in things)


def step(thing: Model) -> Step:
    """One record by itself: the one whose thread is shown."""
    return _step(thing, _called[kind_of(thing)], 1)


def _step(thing: Any, called: Called, count: int) -> Step:
    url = reverse(called.page, args=[thing.public_id]) if called.page else thing.get_absolute_url()
    return Step(called.one if count == 1 else called.several, getattr(thing, "title", None) or str(thing), url)
