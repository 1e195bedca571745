"""What stands on a group's page, as far as a seat may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import records_in
from mithaq.taskforces.models import Enrolment, Group, GroupChange, GroupDocument, GroupSeat, Milestone
from mithaq.taskforces.queries import FOLLOWED, READERS_OF_MEETINGS, groups_of, groups_visible_to, leads, works_in
from mithaq.taskforces.vocabulary import GroupRole, Reach


def reads_inside(seat: Seat | None, group: Group, at: datetime) -> bool:
    """Whether the seat reads what is only for those who work in the group."""
    if seat is None or seat.role == Role.PRESS:
        return False
    return seat.role in READERS_OF_MEETINGS or works_in(seat, group, at)


def documents_visible_to(seat: Seat | None, at: datetime) -> QuerySet[GroupDocument]:
    """The documents of groups that lie there and that the seat may read; of a group it may not read, none."""
    lying = GroupDocument.objects.filter(taken_away_at=None).select_related("file", "group")
    lying = lying.filter(group__in=groups_visible_to(seat, at).values("pk"))
    if seat is None or seat.role == Role.PRESS:
        return lying.filter(reach=Reach.PUBLIC)
    if seat.role in READERS_OF_MEETINGS:
        return lying
    return lying.filter(Q(reach__in=(Reach.PUBLIC, Reach.SEATED)) | Q(group__in=groups_of(seat, at)))


@dataclass(frozen=True)
class Part:
    """That an organisation or a person works in a group, or did: what a page shows of it."""

    enrolment: Enrolment | None
    person: GroupSeat | None
    role: GroupRole
    starts: date
    ends: date | None
    reason: str

    @property
    def public_id(self) -> str:
        """The identifier of the record behind it."""
        return (self.enrolment or self.person).public_id  # type: ignore[union-attr]

    def runs_on(self, day: date) -> bool:
        """Whether it runs on that day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Dossier:
    """What is on record of a group besides its papers and meetings, whoever reads it: its page shows a part of it."""

    parts: list[Part]
    milestones: list[Milestone]
    documents: list[GroupDocument]
    changes: list[GroupChange]

    def read_by(self, seat: Seat | None, *, inside: bool) -> list[GroupDocument]:
        """The documents that the seat may read, as `documents_visible_to` says."""
        known = (Reach.PUBLIC,) if seat is None or seat.role == Role.PRESS else (Reach.PUBLIC, Reach.SEATED)
        return [one for one in self.documents if inside or one.reach in known]


_dossiers: Memory[Dossier] = Memory(kinds=FOLLOWED, beside=records_in)


def dossier_of(group: Group) -> Dossier:
    """What is on record of the group. Five queries, or none until the next act."""
    return _dossiers.recall(group.pk, None, lambda: _dossier(group))


def _dossier(group: Group) -> Dossier:
    organisations = [
        Part(one, None, GroupRole(one.role), one.starts, one.ends, one.reason)
        for one in group.enrolments.filter(organisation__merged_into=None)
        .select_related("organisation")
        .order_by("starts", "id")
    ]
    people = [
        Part(None, one, GroupRole(one.role), one.starts, one.ends, one.reason)
        for one in group.people.select_related("seat__person", "seat__organisation")
    ]
    return Dossier(
        [*organisations, *people],
        list(group.milestones.filter(is_standing=True).prefetch_related("changes")),
        list(group.documents.filter(taken_away_at=None).select_related("file")),
        list(group.changes.select_related("seat__person", "seat__organisation")),
    )


def milestones_visible_to(cycle: Cycle, seat: Seat | None, at: datetime) -> QuerySet[Milestone]:
    """The cycle's milestones of groups that the seat may read, also cancelled ones: a calendar program is told so."""
    groups = groups_visible_to(seat, at).filter(cycle=cycle)
    found = Milestone.objects.filter(group__in=groups.values("pk")).select_related("group")
    return found.prefetch_related("changes")


def organisations_to_enter() -> list[Organisation]:
    """Every organisation on the register that was not merged into another, by its name. One query after acts about
    organisations."""
    standing = Organisation.objects.filter(merged_into=None)
    return _by_name.recall(get_language(), None, lambda: sorted(standing, key=lambda one: str(one.name).casefold()))


_by_name: Memory[list[Organisation]] = Memory(8, kinds=("actors.organisation",))
#: Seats held, in the order of their sentences: they change with the seats, and with who they are.
_seats: Memory[list[Seat]] = Memory(64, kinds=("actors.", "taskforces."))


def seats_to_enter(group: Group, at: datetime) -> list[Seat]:
    """The seats held in the organisations that work in the group, in which one can work there."""
    enrolled = group.enrolments.filter(Q(ends=None) | Q(ends__gte=at.date())).values("organisation")
    seats = Seat.objects.filter(organisation__in=enrolled)
    return _seats.recall((group.pk, get_language()), at, lambda: _held(seats, at))


def seats_of_groups(cycle: Cycle, at: datetime, only: Group | None = None) -> list[Seat]:
    """The seats held in organisations that work in any group of the cycle, or in this one, and those who do so by
    themselves."""
    groups = cycle.groups.filter(pk=only.pk) if only else cycle.groups.all()
    running = Q(ends=None) | Q(ends__gte=at.date())
    by_organisation = Enrolment.objects.filter(running, group__in=groups).values("organisation")
    by_themselves = GroupSeat.objects.filter(running, group__in=groups).values("seat")
    return _held(Seat.objects.filter(Q(organisation__in=by_organisation) | Q(pk__in=by_themselves)), at)


def seats_that_lead(group: Group, at: datetime) -> list[Seat]:
    """Those who chair the group, and those who speak for an organisation that does."""
    return [seat for seat in seats_of_groups(group.cycle, at, group) if leads(seat, group, at)]


def _held(seats: QuerySet[Seat], at: datetime) -> list[Seat]:
    found: Iterable[Seat] = seats.exclude(role__in=(Role.PRESS, Role.AUDITOR)).select_related("person", "organisation")
    return sorted((one for one in found if one.is_held(at)), key=lambda one: one.sentence.casefold())
