"""Taking a step at the working table, so that nobody's decision is lost and every step can be taken back.

A step names what it wants in which slots (`slots`). Inside one transaction in which nobody else writes, what stands
there is read, what somebody else changed since the person looked is told instead of overwritten, the values are put,
the decisions are asked whether they still agree, and the step is kept with what it found and what it left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import nobody_else_writes, record
from mithaq.foundation.chronicle.sentences import told
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.things import reference_to
from mithaq.foundation.thread.models import Edge
from mithaq.recommendations.domain.slots import Slot, emptied, put, values_of
from mithaq.recommendations.models import Point, Recommendation, Step
from mithaq.recommendations.queries.decisions import contradicted
from mithaq.recommendations.rules import may_consolidate

#: Slots of which decisions are made, so that a change of them may contradict others.
_DECIDED = {"source", "together", "apart", "left"}
#: How many of the steps in between are told.
_TOLD = 3


class Overtaken(Refused):
    """Somebody else changed the same thing since the person looked. Nothing was changed; `steps` tell what was."""

    def __init__(self, steps: list[Step]) -> None:
        said = " ".join(told(step.verb, step.seat) for step in steps[:_TOLD])
        super().__init__(_("Nothing was changed, because this has changed since you looked: %(what)s") % {"what": said})
        self.steps = steps


def take_step(
    verb: str,
    cycle: Cycle,
    wanted: Mapping[Slot, Any],
    *things: models.Model,
    seat: Seat,
    at: datetime,
    seen: str | None = None,
    undoes: Step | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Step:
    """Put `wanted` into its slots, keep the step, and record the act about `things`, the first being its subject.

    `seen` is the last step that the person saw ("" where there was none); None for who looked just now. Raises
    `Overtaken` where one of the slots has been changed since, and `Refused`.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A step is taken inside the verb's transaction.")
    require_open(cycle)
    between = _between(cycle, set(wanted), seen)
    if between:
        raise Overtaken(between)
    now = values_of(cycle, wanted)
    changes = [[slot.name, slot.ref, now[slot], value] for slot, value in wanted.items() if now[slot] != value]
    if not changes:
        raise Refused(gettext_lazy("This is so already. Nothing was changed."))
    _require_working_matter(cycle, changes)
    put(cycle, {Slot(name, ref): after for name, ref, _before, after in changes})
    if any(change[0] in ("source", "dropped") for change in changes):
        _require_one_fate(cycle)
    if any(change[0] in _DECIDED for change in changes):
        _require_agreement(cycle)
    step = Step.objects.create(cycle=cycle, verb=verb, seat=seat, at=at, changes=changes, undoes=undoes)
    record(verb, *things, seat=seat, at=at, facts=facts)
    return step


def take_back(step: Step, *, seat: Seat, at: datetime) -> Step:
    """Undo a step: what it changed is as before. Where somebody has changed the same since, that is told and stays.

    Taking back a taking back does the step again. Raises `Overtaken` and `Refused`.
    """
    with transaction.atomic():
        require(may_consolidate(seat, at))
        nobody_else_writes()
        if Step.objects.filter(undoes=step).exists():
            raise Refused(gettext_lazy("This step has already been taken back. Nothing was changed."))
        wanted = {Slot(name, ref): before for name, ref, before, _after in step.changes}
        things = _things(step)
        left = _left_by(step, wanted, things)
        if values_of(step.cycle, left) != left:
            raise Overtaken(_between(step.cycle, set(left), step.public_id))
        _require_no_offspring(things, wanted)
        verb = "point.taken_back" if isinstance(things[0], Point) else "recommendations.taken_back"
        return take_step(
            verb, step.cycle, _with_a_free_place(step.cycle, wanted), *things, seat=seat, at=at, undoes=step
        )


def _left_by(step: Step, wanted: Mapping[Slot, Any], things: Iterable[models.Model]) -> dict[Slot, Any]:
    """What has to stand where the step is to be taken back: what it left, and nothing more in a point that goes."""
    left = {Slot(name, ref): after for name, ref, _before, after in step.changes}
    for point in things:
        if isinstance(point, Point) and wanted.get(Slot("point", point.public_id), "") is None:
            left = emptied(point) | left
            del left[Slot("position", point.public_id)]  # the order of the others is not lost with it
    return left


def gone(point: Point) -> dict[Slot, Any]:
    """What a step wants that takes a point away. Raises `Refused` where a text already builds on it."""
    _require_no_offspring([point], {Slot("point", point.public_id): None})
    return emptied(point)


def _between(cycle: Cycle, slots: set[Slot], seen: str | None) -> list[Step]:
    """The steps since the one that was seen that changed one of these slots, the latest first."""
    if seen is None:
        return []
    last = cycle.steps.filter(public_id=seen).values_list("pk", flat=True).first() if seen else 0
    later = cycle.steps.filter(pk__gt=last or 0).select_related("seat__person", "seat__organisation")
    return [step for step in later if any((name, ref) in slots for name, ref, *_rest in step.changes)]


def _require_working_matter(cycle: Cycle, changes: Iterable[list[Any]]) -> None:
    """A point that is public stays as it is."""
    refs = set()
    for name, ref, before, after in changes:
        if name == "source":
            refs |= {before, after}
        elif name in ("point", "title", "pillar", "position", "text"):
            refs.add(ref.partition(":")[0])
    if cycle.points.filter(public_id__in=refs - {None}, public_from__isnull=False).exists():
        raise Refused(gettext_lazy("This point is public, so it stays as it is. Nothing was changed."))


def require_open(cycle: Cycle) -> None:
    """Raises `Refused` while the consolidation is closed."""
    if cycle.closings.filter(reopening=None).exists():
        raise Refused(
            gettext_lazy("The consolidation is closed. Open it again with a reason first. Nothing was changed.")
        )


def _require_one_fate(cycle: Cycle) -> None:
    """A recommendation is carried or dropped, never both."""
    both = Recommendation.objects.filter(paper__cycle=cycle, dropped__isnull=False, became__isnull=False).first()
    if both is not None:
        raise Refused(
            _(
                "Nothing was changed: “%(one)s” would both go into a point and be dropped. Take it out of the point, "
                "or up again, first."
            )
            % {"one": both.title}
        )


def _require_agreement(cycle: Cycle) -> None:
    pair = contradicted(cycle)
    if pair:
        raise Refused(
            _(
                "Nothing was changed: “%(one)s” and “%(other)s” would come together, but it was decided that they "
                "stay apart. Take that decision back first."
            )
            % {"one": pair[0].title, "other": pair[1].title}
        )


def _require_no_offspring(things: Iterable[models.Model], wanted: Mapping[Slot, Any]) -> None:
    """A point out of which something was made does not go."""
    for thing in things:
        if isinstance(thing, Point) and wanted.get(Slot("point", thing.public_id), "") is None:
            kind, public_id = reference_to(thing)
            if Edge.objects.filter(earlier_kind=kind, earlier=public_id).exists():
                raise Refused(
                    gettext_lazy("A text has already been made out of this point, so it stays. Nothing was changed.")
                )


def _with_a_free_place(cycle: Cycle, wanted: Mapping[Slot, Any]) -> dict[Slot, Any]:
    """A point that comes back takes its old place, or the last where another stands there by now."""
    back = {slot.ref for slot, value in wanted.items() if slot.name == "point" and value is not None}
    if not back:
        return dict(wanted)
    taken = set(cycle.points.values_list("position", flat=True))
    last = cycle.points.aggregate(last=Max("position"))["last"] or 0
    found = dict(wanted)
    for slot, value in wanted.items():
        if slot.name == "position" and slot.ref in back and value in taken:
            last += 1
            found[slot] = last
    return found


def _things(step: Step) -> list[models.Model]:
    """The points and recommendations that a step concerned, as far as they are there; points first."""
    named = (part for _slot, ref, *values in step.changes for part in (*ref.split(":"), *values))
    refs = {part for part in named if isinstance(part, str)}
    points = list(Point.objects.filter(cycle=step.cycle, public_id__in=refs).prefetch_related("texts"))
    recommendations = Recommendation.objects.filter(paper__cycle=step.cycle, public_id__in=refs)
    return [*points, *recommendations.order_by("paper_id", "position")]
