"""How far each city of the year has come: its mandate, its endorsement, and when it was last heard of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from mithaq.communique.models import Text
from mithaq.cycle.models import Cycle
from mithaq.desk.queries.log import WITHIN
from mithaq.foundation.actors.models import Examination, Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions.mandates import EXAMINERS
from mithaq.members.queries import members, with_a_focal_point
from mithaq.members.vocabulary import CITIES, MandateState

#: Which of a city's mandates is told where it has several: the one that takes it furthest.
BEST_FIRST = (
    MandateState.VERIFIED,
    MandateState.PROVISIONAL,
    MandateState.UNEXAMINED,
    MandateState.CONTESTED,
    MandateState.EXPIRED,
)
#: After so long without an act of its own a city is silent.
SILENT_AFTER = timedelta(days=60)


@dataclass(frozen=True)
class CityLine:
    """One city of the year. `mandate` is the state of its mandate to endorse, None where it has none."""

    organisation: Organisation
    standing: str
    mandate: MandateState | None
    seats: int
    #: Whether somebody admits the city's colleagues today.
    has_a_focal_point: bool
    endorsed_at: datetime | None
    last_act: datetime | None
    is_awaited: bool
    is_late: bool
    is_silent: bool

    @property
    def has_a_mandate(self) -> bool:
        """Whether somebody can endorse for the city."""
        return self.mandate in (MandateState.VERIFIED, MandateState.PROVISIONAL)


_cities: Memory[list[CityLine]] = Memory(4)
_states: Memory[dict[int, MandateState]] = Memory(4, kinds=("actors.mandate", "actors.contest", "actors.seat"))
_given: Memory[dict[int, datetime]] = Memory(4, kinds=("endorsements.",))


def cities_of(cycle: Cycle, text: Text | None, at: datetime) -> list[CityLine]:
    """Every city of the year, in the order of admission, for those who see every mandate and endorsement. Three queries
    after an act, five after one about them, none else until the next minute, however many cities."""
    return _cities.recall((cycle.pk, text and text.pk), at, lambda: _read(cycle, text, at))


def _read(cycle: Cycle, text: Text | None, at: datetime) -> list[CityLine]:
    memberships = list(members(cycle, at, CITIES))
    keys = [one.organisation_id for one in memberships]
    mandates = _states.recall(tuple(keys), at, lambda: _mandates(keys, at))
    seats = _seats(keys, at)
    given = _given.recall(text and text.pk, None, lambda: _endorsements(text))
    focal = with_a_focal_point(keys, at)
    call = getattr(text, "call", None)
    lines = []
    for one in memberships:
        held, last = seats.get(one.organisation_id, (0, None))
        endorsed = given.get(one.organisation_id)
        awaits = call if call is not None and call.opens <= at and endorsed is None else None
        lines.append(
            CityLine(
                one.organisation,
                one.standing,
                mandates.get(one.organisation_id),
                held,
                one.organisation_id in focal,
                endorsed,
                last,
                is_awaited=awaits is not None,
                is_late=awaits is not None and awaits.closes <= at,
                is_silent=last is None or at - last > SILENT_AFTER,
            )
        )
    return lines


def _endorsements(text: Text | None) -> dict[int, datetime]:
    if text is None:
        return {}
    return dict(text.endorsements.filter(is_living=True).values_list("organisation_id", "at"))


def _mandates(cities: Iterable[int], at: datetime) -> dict[int, MandateState]:
    findings = Examination.objects.filter(mandate=OuterRef("pk"), at__lte=at)
    in_favour = findings.filter(in_order=True).order_by().values("mandate").annotate(n=Count("pk")).values("n")
    found = (
        Mandate.objects.filter(seat__organisation__in=list(cities), scopes__scope=Scope.ENDORSE)
        .annotate(in_favour=Coalesce(Subquery(in_favour), 0), contested=Exists(findings.filter(in_order=False)))
        .order_by()
        .values_list("seat__organisation_id", "ends", "in_favour", "contested")
    )
    best: dict[int, MandateState] = {}
    for city, ends, favour, contested in found:
        state = _state(ends is not None and ends < at.date(), favour, contested)
        best[city] = min(best.get(city, state), state, key=BEST_FIRST.index)
    return best


def _state(is_over: bool, in_favour: int, contested: bool) -> MandateState:
    if is_over:
        return MandateState.EXPIRED
    if contested:
        return MandateState.CONTESTED
    if not in_favour:
        return MandateState.UNEXAMINED
    return MandateState.VERIFIED if in_favour >= EXAMINERS else MandateState.PROVISIONAL


def _seats(cities: Iterable[int], at: datetime) -> dict[int, tuple[int, datetime | None]]:
    """How many seats each city holds on that day (UTC), and when one of them, or one it held before, last acted. What
    happens inside a city counts for nothing: its hour would tell that a return is being prepared."""
    told = Act.objects.filter(seat=OuterRef("pk"), at__lte=at).exclude(verb__in=WITHIN)
    acts = told.order_by("-sequence").values("at")[:1]
    held = Q(starts__lte=at.date()) & (Q(ends=None) | Q(ends__gte=at.date()))
    held &= Q(ended_at=None) | Q(ended_at__gt=at)
    rows = (
        Seat.objects.filter(organisation__in=list(cities))
        .annotate(last_act=Subquery(acts))
        .order_by()
        .values("organisation_id")
        .annotate(held=Count("pk", filter=held), last=Max("last_act"))
        .values_list("organisation_id", "held", "last")
    )
    return {city: (count, last) for city, count, last in rows}
