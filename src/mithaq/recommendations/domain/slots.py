"""What can be changed at the working table, each as a slot that is read and written by references.

A step is a list of changes, each of one slot; the changes turned round are the step taken back. Slots and their values:

- `source`, a recommendation: the point that it went into, or None
- `point`, a point: its key, None where there is no such point
- `title`, `pillar` and `position` of a point: words per language, a pillar or None, a number
- `text`, `point:language`: the wording, or None
- `together` and `apart`, `recommendation:recommendation`, and `left`, `recommendation:point`: True or False
- `dropped`, a recommendation: the reason per language, by whose seat and when, or None
- `addressee`, a recommendation: [whom, in which words], or None; `sent`, a recommendation: a pillar, or None

References are public identifiers. Whatever is said of a point that is not there is None (or False).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db.models import Max, ProtectedError, QuerySet
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle, Pillar
from mithaq.foundation.permissions import Refused
from mithaq.foundation.thread.weave import unravel, weave
from mithaq.recommendations.models import Decision, Dropped, Leaving, Point, PointText, Recommendation, Source

#: A place in the order of points that no point keeps: there it waits while others take their places.
ASIDE = 1_000_000


class Slot(NamedTuple):
    """One thing that can be changed: what, and of which record."""

    name: str
    ref: str


Values = Mapping[str, Any]


@dataclass(frozen=True)
class Access:
    """How a kind of slot is read and written, many references at once. Writing comes after `nobody_else_writes`."""

    read: Callable[[Cycle, list[str]], dict[str, Any]]
    write: Callable[[Cycle, Values], None]


def values_of(cycle: Cycle, slots: Iterable[Slot]) -> dict[Slot, Any]:
    """What stands in the slots now."""
    found: dict[Slot, Any] = {}
    for name, refs in _by_name(slots).items():
        read = _ACCESS[name].read(cycle, refs)
        found |= {Slot(name, ref): read.get(ref, _EMPTY.get(name)) for ref in refs}
    return found


def put(cycle: Cycle, wanted: Mapping[Slot, Any]) -> None:
    """Put the values into their slots: new points first, points that go last."""
    by_name = {name: {ref: wanted[Slot(name, ref)] for ref in refs} for name, refs in _by_name(wanted).items()}
    points = by_name.pop("point", {})
    _open_points(cycle, {ref: key for ref, key in points.items() if key is not None})
    for name in _ORDER:
        if name in by_name:
            _ACCESS[name].write(cycle, by_name[name])
    _shut_points(cycle, [ref for ref, key in points.items() if key is None])


def emptied(point: Point) -> dict[Slot, Any]:
    """What stands in the slots of a point that is not there."""
    return {slot: _EMPTY.get(slot.name) for slot in slots_of_point(point)}


def slots_of_point(point: Point) -> list[Slot]:
    """Every slot of a point, with those of its sources: what is emptied when it goes."""
    pid = point.public_id
    return [
        *(Slot("source", one) for one in point.sources.values_list("recommendation__public_id", flat=True)),
        *(Slot(name, pid) for name in ("point", "title", "pillar", "position")),
        *(Slot("text", f"{pid}:{text.language}") for text in point.texts.all()),
        *(Slot("left", f"{one}:{pid}") for one in point.leavings.values_list("recommendation__public_id", flat=True)),
    ]


def _by_name(slots: Iterable[Slot]) -> dict[str, list[str]]:
    refs: dict[str, list[str]] = {}
    for slot in slots:
        refs.setdefault(slot.name, []).append(slot.ref)
    return refs


# Points -------------------------------------------------------------------------------------------------------------


def _points(cycle: Cycle, refs: Iterable[str]) -> QuerySet[Point]:
    return Point.objects.filter(cycle=cycle, public_id__in=list(refs)).order_by("position")


def _open_points(cycle: Cycle, keys: Values) -> None:
    last = cycle.points.aggregate(last=Max("position"))["last"] or 0
    for place, (ref, key) in enumerate(keys.items(), start=last + 1):
        Point.objects.create(cycle=cycle, public_id=ref, key=key, title={}, position=place)


def _shut_points(cycle: Cycle, refs: list[str]) -> None:
    try:
        _points(cycle, refs).delete()
    except ProtectedError as held:
        raise Refused(_("Something else already builds on this point, so it stays. Nothing was changed.")) from held


def _read_field(field: str) -> Callable[[Cycle, list[str]], dict[str, Any]]:
    return lambda cycle, refs: dict(_points(cycle, refs).values_list("public_id", field))


def _write_title(cycle: Cycle, values: Values) -> None:
    for ref, title in values.items():
        _points(cycle, [ref]).update(title=title or {})


def _write_pillar(cycle: Cycle, values: Values) -> None:
    pillars = _pillars(cycle, values.values())
    for ref, pillar in values.items():
        _points(cycle, [ref]).update(pillar=pillars.get(pillar))


def _write_position(cycle: Cycle, values: Values) -> None:
    """All of them stand aside first, since no two points share a place, not even for a moment."""
    kept = {ref: place for ref, place in values.items() if place is not None}
    for aside, ref in enumerate(kept):
        _points(cycle, [ref]).update(position=ASIDE + aside)
    for ref, place in kept.items():
        _points(cycle, [ref]).update(position=place)


def _pillars(cycle: Cycle, refs: Iterable[str | None]) -> dict[str | None, Pillar]:
    wanted = {ref for ref in refs if ref}
    return {one.public_id: one for one in Pillar.objects.filter(cycle=cycle, public_id__in=wanted)} if wanted else {}


def _read_text(cycle: Cycle, refs: list[str]) -> dict[str, Any]:
    texts = PointText.objects.filter(point__in=_points(cycle, {ref.split(":")[0] for ref in refs}))
    rows = texts.values_list("point__public_id", "language", "text")
    return {f"{point}:{language}": text for point, language, text in rows}


def _write_text(cycle: Cycle, values: Values) -> None:
    for ref, text in values.items():
        pid, _colon, language = ref.partition(":")
        for point in _points(cycle, [pid]):
            if text is None:
                point.texts.filter(language=language).delete()
            else:
                PointText.objects.update_or_create(point=point, language=language, defaults={"text": text})


# Recommendations ----------------------------------------------------------------------------------------------------


def _recommendations(cycle: Cycle, refs: Iterable[str]) -> dict[str, Recommendation]:
    found = Recommendation.objects.filter(paper__cycle=cycle, public_id__in=set(refs))
    return {one.public_id: one for one in found.order_by("paper_id", "position")}


def _read_source(cycle: Cycle, refs: list[str]) -> dict[str, Any]:
    sources = Source.objects.filter(point__cycle=cycle, recommendation__public_id__in=refs)
    return dict(sources.values_list("recommendation__public_id", "point__public_id"))


def _write_source(cycle: Cycle, values: Values) -> None:
    moved = _recommendations(cycle, values)
    gone = Source.objects.filter(recommendation__in=moved.values()).select_related("point", "recommendation")
    for source in gone:
        unravel([source.recommendation], source.point)
    gone.delete()
    points = {point.public_id: point for point in _points(cycle, {ref for ref in values.values() if ref})}
    into: dict[str, list[Recommendation]] = {}
    for ref, one in moved.items():
        if values[ref]:
            into.setdefault(values[ref], []).append(one)
    for ref, sources in into.items():
        Source.objects.bulk_create(Source(point=points[ref], recommendation=one) for one in sources)
        weave(sources, points[ref])


def _read_dropped(cycle: Cycle, refs: list[str]) -> dict[str, Any]:
    rows = Dropped.objects.filter(recommendation__paper__cycle=cycle, recommendation__public_id__in=refs)
    return {
        row.recommendation.public_id: [dict(row.reason), row.seat_id, row.at.astimezone(UTC).isoformat()]
        for row in rows.select_related("recommendation")
    }


def _write_dropped(cycle: Cycle, values: Values) -> None:
    concerned = _recommendations(cycle, values)
    Dropped.objects.filter(recommendation__in=concerned.values()).delete()
    said = [(one, *values[ref]) for ref, one in concerned.items() if values[ref]]
    Dropped.objects.bulk_create(
        Dropped(recommendation=one, reason=reason, seat_id=seat, at=datetime.fromisoformat(at))
        for one, reason, seat, at in said
    )


def _read_addressee(cycle: Cycle, refs: list[str]) -> dict[str, Any]:
    found = _recommendations(cycle, refs)
    return {ref: [one.addressee, one.addressed_as] for ref, one in found.items() if one.addressee}


def _write_addressee(cycle: Cycle, values: Values) -> None:
    for ref, said in values.items():
        addressee, words = said or ["", ""]
        Recommendation.objects.filter(public_id=ref).update(addressee=addressee, addressed_as=words)


def _read_sent(cycle: Cycle, refs: list[str]) -> dict[str, Any]:
    found = Recommendation.objects.filter(paper__cycle=cycle, public_id__in=refs)
    return dict(found.values_list("public_id", "pillar__public_id"))


def _write_sent(cycle: Cycle, values: Values) -> None:
    pillars = _pillars(cycle, values.values())
    for ref, pillar in values.items():
        Recommendation.objects.filter(public_id=ref).update(pillar=pillars.get(pillar))


# Decisions ----------------------------------------------------------------------------------------------------------


def pair_ref(one: Recommendation, other: Recommendation) -> str:
    """The reference of two recommendations, the same whichever is named first."""
    return ":".join(sorted((one.public_id, other.public_id)))


def _decided(are_together: bool) -> Access:
    def read(cycle: Cycle, refs: list[str]) -> dict[str, Any]:
        decisions = Decision.objects.filter(cycle=cycle, are_together=are_together)
        return {":".join(sorted(pair)): True for pair in decisions.values_list("one__public_id", "other__public_id")}

    def write(cycle: Cycle, values: Values) -> None:
        there = _recommendations(cycle, {part for ref in values for part in ref.split(":")})
        for ref, is_so in values.items():
            one, other = (there[part] for part in ref.split(":"))
            if is_so:
                kept = {"cycle": cycle, "are_together": are_together}
                Decision.objects.update_or_create(one=one, other=other, defaults=kept)
            else:
                Decision.objects.filter(one=one, other=other, are_together=are_together).delete()

    return Access(read, write)


def _read_left(cycle: Cycle, refs: list[str]) -> dict[str, Any]:
    rows = Leaving.objects.filter(point__cycle=cycle).values_list("recommendation__public_id", "point__public_id")
    return {f"{one}:{point}": True for one, point in rows}


def _write_left(cycle: Cycle, values: Values) -> None:
    there = _recommendations(cycle, {ref.split(":")[0] for ref in values})
    for ref, is_so in values.items():
        one, _colon, pid = ref.partition(":")
        Leaving.objects.filter(recommendation=there[one], point__public_id=pid).delete()
        if is_so:
            Leaving.objects.create(recommendation=there[one], point=_points(cycle, [pid]).get())


_ACCESS = {
    "point": Access(_read_field("key"), lambda cycle, values: None),
    "title": Access(_read_field("title"), _write_title),
    "pillar": Access(_read_field("pillar__public_id"), _write_pillar),
    "position": Access(_read_field("position"), _write_position),
    "text": Access(_read_text, _write_text),
    "source": Access(_read_source, _write_source),
    "dropped": Access(_read_dropped, _write_dropped),
    "addressee": Access(_read_addressee, _write_addressee),
    "sent": Access(_read_sent, _write_sent),
    "together": _decided(are_together=True),
    "apart": _decided(are_together=False),
    "left": Access(_read_left, _write_left),
}
#: What a decision is where nobody has decided.
_EMPTY: dict[str, Any] = {"together": False, "apart": False, "left": False}
_ORDER = ("title", "pillar", "position", "text", "source", "dropped", "addressee", "sent", "left", "together", "apart")
