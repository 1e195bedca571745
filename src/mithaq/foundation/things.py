"""How any record of any room is named across rooms: by its kind and its public identifier.

The chronicle, the thread and the figures speak of records they may not import. They hold
`(kind, id)`, such as `("communique.clause", "k3m9…")`. Each room says in its `queries.py`, with `@shown_as(kind)`,
which of its records a seat may see; whoever shows a reference asks `found(...)` and gets what the reader
may see and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

if TYPE_CHECKING:  # the actors themselves are shown as things
    from mithaq.foundation.actors.models import Seat

Reference = tuple[str, str]
VisibleTo = Callable[["Seat | None", datetime], "QuerySet[Any]"]

_visible: dict[str, VisibleTo] = {}


def kind_of(thing: Model | type[Model]) -> str:
    """The kind of a record: its room and model, in small letters ("communique.clause")."""
    return thing._meta.label_lower


def reference_to(thing: Model) -> Reference:
    """The pair that names a record across rooms."""
    return kind_of(thing), thing.public_id  # type: ignore[attr-defined]


def records_in(value: object) -> set[Reference]:
    """Every record that stands in a value, however deep: in lists, mappings and dataclasses, and with each record those
    that were read along with it. No query: what has not been read is not in it."""
    named: set[Reference] = set()
    seen: set[int] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Model) and hasattr(one, "public_id"):
            named.add(reference_to(one))
        waiting.extend(_held_by(one))
    return named


def _held_by(one: Any) -> Iterator[Any]:
    """What may be or hold records, of what was read already."""
    if isinstance(one, Model):
        held: Iterable[Any] = [*vars(one).values(), *one._state.fields_cache.values()]
    elif isinstance(one, Mapping):
        held = [*one.keys(), *one.values()]
    elif isinstance(one, QuerySet):
        held = one._result_cache or ()
    elif isinstance(one, (list, tuple, set, frozenset)):
        held = one
    elif is_dataclass(one) and hasattr(one, "__dict__"):
        held = vars(one).values()
    else:
        return
    yield from (each for each in held if not isinstance(each, _PLAIN))


_PLAIN = (str, int, float, bytes, date, type(None))


def shown_as(kind: str) -> Callable[[VisibleTo], VisibleTo]:
    """Declare that this query says which records of `kind` a seat may see at a time."""

    def declare(query: VisibleTo) -> VisibleTo:
        _visible[kind] = query
        return query

    return declare


def kinds() -> list[str]:
    """Every kind that some room shows."""
    return list(_visible)


def visible(kind: str, seat: Seat | None, at: datetime) -> QuerySet[Any] | None:
    """The records of `kind` that `seat` may see at `at`; None if no room shows that kind."""
    query = _visible.get(kind)
    return query(seat, at) if query else None


def among_visible(references: Iterable[Reference], seat: Seat | None, at: datetime) -> set[Reference]:
    """Those of the references whose records `seat` may see, without the records. One query for each kind."""
    seen: set[Reference] = set()
    for kind, ids in _by_kind(references).items():
        records = visible(kind, seat, at)
        if records is not None:
            named = records.filter(public_id__in=ids).order_by().values_list("public_id", flat=True)
            seen.update((kind, public_id) for public_id in named)
    return seen


def found(references: Iterable[Reference], seat: Seat | None, at: datetime) -> dict[Reference, Any]:
    """The records behind these references that `seat` may see, with one query per kind."""
    things = {}
    for kind, ids in _by_kind(references).items():
        records = visible(kind, seat, at)
        if records is not None:
            for thing in records.filter(public_id__in=ids):
                things[kind, thing.public_id] = thing
    return things


def _by_kind(references: Iterable[Reference]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for kind, public_id in references:
        wanted[kind].add(public_id)
    return wanted
