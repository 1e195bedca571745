"""How many take part, class by class, and where the invitations stand: as of any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mithaq.cycle.models import Cycle
from mithaq.cycle.vocabulary import Leading
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.figures.together import shared
from mithaq.members.models import Fact, Membership
from mithaq.members.queries import members, members_counted
from mithaq.members.queries.blocs import groupings_of
from mithaq.members.queries.on_record import facts_visible_to
from mithaq.members.vocabulary import ANSWERS, CITIES, Grouping, Standing


def chairs_of(cycle: Cycle) -> set[int]:
    """The organisations that chair the cycle."""
    return set(cycle.leaders.filter(role=Leading.CHAIR).values_list("organisation_id", flat=True))


def members_without_chair(cycle: Cycle, at: datetime, standings: Iterable[str]) -> list[Membership]:
    """The members in these classes, without the organisation that chairs the cycle."""
    chairs = shared(("chairs", cycle.pk), lambda: chairs_of(cycle))
    return [one for one in members_counted(cycle, at, standings) if one.organisation_id not in chairs]


@dataclass(frozen=True)
class ClassCount:
    """How many members one class has, with and without the chair; `standing` is empty for all cities together."""

    standing: str
    with_chair: int
    without_chair: int


_running: Memory[list[Membership]] = Memory(8, kinds=("members.", "cycle.", "actors.organisation"))


def members_running(cycle: Cycle, at: datetime) -> list[Membership]:
    """Every membership that runs at that time: read once a minute, and after acts about members."""
    key = cycle.pk, at.replace(second=0, microsecond=0)
    return _running.recall(key, None, lambda: list(members(cycle, at, Standing.values)))


def counts_by_class(cycle: Cycle, at: datetime) -> list[ClassCount]:
    """The cities of all classes together, then each class. Two queries."""
    running = members_running(cycle, at)
    chairs = chairs_of(cycle)
    every = Counter(member.standing for member in running)
    others = Counter(member.standing for member in running if member.organisation_id not in chairs)
    cities = ClassCount("", sum(every[one] for one in CITIES), sum(others[one] for one in CITIES))
    return [cities, *(ClassCount(one, every[one], others[one]) for one in Standing)]


@dataclass(frozen=True)
class GroupingCount:
    """How many cities of each class belong to one grouping; all of them together under None."""

    grouping: str
    by_class: dict[str | None, int]


def counts_by_grouping(cycle: Cycle, at: datetime, counts_chair: bool = True) -> list[GroupingCount]:
    """The cities of every grouping by class, with the chair or without. Three queries at most."""
    cities = [one for one in members_running(cycle, at) if one.standing in CITIES]
    chairs = set() if counts_chair else chairs_of(cycle)
    counted = [member for member in cities if member.organisation_id not in chairs]
    belonging = groupings_of(counted, at)
    found = []
    for grouping in Grouping:
        every = Counter(member.standing for member in counted if grouping.value in belonging[member.organisation_id])
        found.append(GroupingCount(grouping, {None: every.total(), **{one.value: every[one] for one in CITIES}}))
    return found


def answers_visible_to(seat: Seat | None, cycle: Cycle, at: datetime) -> Counter[str]:
    """How many organisations were invited by then, and what the latest answer of each was. One query.

    An organisation that was invited and answered counts under both; one that accepted and then withdrew has withdrawn.
    """
    stated = facts_visible_to(seat, at).filter(cycle=cycle, kind__in=ANSWERS).order_by("starts", "id")
    invited: set[int] = set()
    latest: dict[int, str] = {}
    for fact in stated:
        if not _has_come(fact, at):
            continue
        if fact.kind == ANSWERS[0]:
            invited.add(fact.organisation_id)
        else:
            latest[fact.organisation_id] = fact.kind
    return Counter({ANSWERS[0].value: len(invited), **Counter(latest.values())})


def _has_come(fact: Fact, at: datetime) -> bool:
    day = at.astimezone(fact.organisation.zone).date()
    return fact.starts is not None and fact.starts <= day
