"""What became of every recommendation: its fate, the point in which it lives on, or why it was dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch

from mithaq.cycle.models import Cycle, Pillar
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.figures.together import shared
from mithaq.foundation.things import records_in
from mithaq.recommendations.models import Answer, Asking, Closing, Dropped, Point, Proposer, Recommendation
from mithaq.recommendations.queries import FOLLOWED, recommendations_of, sees_points
from mithaq.recommendations.vocabulary import Fate, Reply
from mithaq.taskforces.models import Group, Paper
from mithaq.taskforces.queries import leads


@dataclass(frozen=True)
class Line:
    """A recommendation and what became of it."""

    one: Recommendation
    #: Its place among all of the year, from 1: by it people speak of it at the working table.
    number: int
    fate: str
    point: Point | None
    dropped: Dropped | None
    pillar: Pillar | None
    proposers: tuple[Proposer, ...]
    answer: Answer | None

    @property
    def paper(self) -> Paper:
        """The paper in which it stands."""
        return self.one.paper

    @property
    def group(self) -> Group | None:
        """The group that wrote it, where the paper has one."""
        return self.one.paper.group

    @property
    def proposal(self) -> str:
        """A fingerprint of what becomes of it: of the point and its words, or of the reason."""
        said: list[Any] = [self.fate in (Fate.CARRIED, Fate.MERGED)]
        if self.point:
            said += [self.point.public_id, sorted((text.language, text.text) for text in self.point.texts.all())]
        if self.dropped:
            said += [sorted(self.dropped.reason.items())]
        return sha256(repr(said).encode()).hexdigest()

    @property
    def is_answered(self) -> bool:
        """Whether its group has answered to what becomes of it now."""
        return self.answer is not None and self.answer.proposal == self.proposal

    @property
    def is_objected(self) -> bool:
        """Whether its group objects, be it to this fate or to an earlier one."""
        return self.answer is not None and self.answer.reply == Reply.OBJECTS


@dataclass(frozen=True)
class Share:
    """How many of a part of the year's recommendations have which fate."""

    #: A pillar, a group or a paper; None for what has none.
    of: Any
    counts: Counter[str]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.counts.values())

    @property
    def fates(self) -> list[tuple[str, int]]:
        """The number of every fate, in the vocabulary's order."""
        return [(fate, self.counts[fate]) for fate in Fate.values]


_lines: Memory[tuple[Line, ...]] = Memory(4, kinds=FOLLOWED, beside=records_in)


def lineage_of(cycle: Cycle, seat: Seat | None, at: datetime) -> tuple[Line, ...]:
    """What became of every recommendation handed in by then, as far as the seat may see it. Seven queries, none where
    nothing has happened since.

    Who does not read points before they are public finds such a recommendation open, and reads no answers.
    """
    lines = _lines.recall(cycle.pk, at, lambda: _lineage(cycle, at))
    return lines if sees_points(seat) else tuple(_as_public(line, at) for line in lines)


def sees_fates(cycle: Cycle, seat: Seat | None, at: datetime) -> bool:
    """Whether a seat may know what becomes of recommendations: working matter until the points are public. One query
    for who does not read points."""
    return sees_points(seat) or fates_are_public(cycle, at)


def fates_are_public(cycle: Cycle, at: datetime) -> bool:
    """Whether the cycle's points are public by then."""
    return shared(("fates are public", cycle.pk, at), cycle.points.filter(public_from__lte=at).exists)


def closing_of(cycle: Cycle) -> Closing | None:
    """The closing that stands, if the consolidation is closed. One query."""
    standing = cycle.closings.filter(reopening=None)
    return standing.select_related("seat__person", "seat__organisation").first()


def shares(lines: Iterable[Line], part: str) -> list[Share]:
    """The fates by `pillar`, `group` or `paper`, in the order in which they first appear; what has none stands last."""
    counted: dict[Any, Counter[str]] = {}
    for line in lines:
        counted.setdefault(getattr(line, part), Counter())[line.fate] += 1
    parts = [Share(of, counts) for of, counts in counted.items()]
    if part == "pillar":
        parts.sort(key=lambda share: share.of.position if share.of else 0)
    return sorted(parts, key=lambda share: share.of is None)


def with_fate(cycle: Cycle, at: datetime, fate: str) -> list[Recommendation]:
    """The recommendations that have this fate by now, those of papers handed in by then. Read anew, since a figure
    follows the records themselves; once for all fates where they are counted together."""
    lines = shared(("fates", cycle.pk, at), lambda: _lineage(cycle, at))
    return [line.one for line in lines if line.fate == fate]


def lineage_of_all(cycle: Cycle, at: datetime) -> tuple[Line, ...]:
    """The lineage as those see it who negotiate; whoever shows it asks `sees_fates` first."""
    return _lines.recall(cycle.pk, at, lambda: _lineage(cycle, at))


def _lineage(cycle: Cycle, at: datetime) -> tuple[Line, ...]:
    found = list(
        recommendations_of(cycle, at)
        .select_related("paper__group", "pillar", "became", "dropped__seat__organisation", "dropped__seat__person")
        .prefetch_related(
            Prefetch("proposers", Proposer.objects.select_related("organisation")),
            Prefetch("answers", Answer.objects.filter(at__lte=at).select_related("seat__person", "seat__organisation")),
        )
    )
    points = {one.pk: one for one in cycle.points.select_related("pillar").prefetch_related("texts")}
    held = Counter(one.became.point_id for one in found if hasattr(one, "became"))
    return tuple(_line(number, one, points, held) for number, one in enumerate(found, start=1))


def _line(number: int, one: Recommendation, points: dict[int, Point], held: Counter[int]) -> Line:
    point = points.get(one.became.point_id) if hasattr(one, "became") else None
    dropped = getattr(one, "dropped", None)
    fate = Fate.DROPPED if dropped else Fate.OPEN
    if point:
        fate = Fate.MERGED if held[point.pk] > 1 else Fate.CARRIED
    answers = list(one.answers.all())
    pillar = point.pillar if point else one.pillar
    answer = answers[-1] if answers else None
    return Line(one, number, fate.value, point, dropped, pillar, tuple(one.proposers.all()), answer)


def _as_public(line: Line, at: datetime) -> Line:
    if line.point and not (line.point.public_from and line.point.public_from <= at):
        line = replace(line, fate=Fate.OPEN.value, point=None, pillar=line.one.pillar)
    return replace(line, answer=None)


def line_of(one: Recommendation) -> Line:
    """What becomes of one recommendation now, without its place and answers."""
    fresh = Recommendation.objects.select_related("paper__group", "pillar", "became__point__pillar", "dropped")
    one = fresh.get(pk=one.pk)
    point = one.became.point if hasattr(one, "became") else None
    points, held = ({point.pk: point}, Counter({point.pk: point.sources.count()})) if point else ({}, Counter())
    return _line(0, one, points, held)


def asking_of(cycle: Cycle, at: datetime) -> Asking | None:
    """The latest asking, if answers are being taken at that time. One query."""
    latest = cycle.askings.filter(at__lte=at).last()
    return latest if latest and at < latest.until else None


def owed_by(cycle: Cycle, seat: Seat, at: datetime) -> tuple[Asking, Group, int] | None:
    """The asking, the first group that the seat answers for and owes answers, and how many. None where nothing is owed.
    One query while nobody is asked."""
    asking = asking_of(cycle, at)
    if asking is None:
        return None
    owed = Counter(
        line.group
        for line in lineage_of_all(cycle, at)
        if line.group and line.fate != Fate.OPEN and not line.is_answered
    )
    return next(((asking, group, count) for group, count in owed.items() if leads(seat, group, at)), None)


def objections_to(point: Point, at: datetime) -> list[Line]:
    """The recommendations in a point to whose fate their group objects; those who negotiate read them."""
    return [line for line in lineage_of_all(point.cycle, at) if line.point == point and line.is_objected]
