"""To which blocs an organisation belongs: by its country and the day, and by what is on record of itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet

from mithaq.core.blocs import Belonging, belongings_of, states_in_the_g20, states_of, unions_in_the_g20
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.figures.together import shared
from mithaq.members.models import Fact, Membership
from mithaq.members.queries import members, members_counted
from mithaq.members.vocabulary import CITIES, Bloc, FactKind, Grouping


def blocs_by_country(organisation: Organisation) -> list[tuple[str, Belonging]]:
    """The blocs to which the organisation's country belongs or belonged, each with its name. No query."""
    return [(str(Bloc(one.union.value).label), one) for one in belongings_of(organisation.country)]


def belonging_to(grouping: str, at: datetime) -> Q:
    """Of memberships: those of organisations that belong to a grouping on the day of `at` (UTC), by their country, or
    because it is on record of themselves."""
    day = at.astimezone(UTC).date()
    countries, blocs = _states(grouping, day), _blocs(grouping, day)
    on_record = _stated(day).filter(bloc__in=blocs)
    return Q(organisation__country__in=sorted(countries)) | Q(organisation__in=on_record.values("organisation"))


def _stated(day: date) -> QuerySet[Fact]:
    """What is on record of organisations themselves for that day, besides what follows from their countries."""
    begun, lasting = Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day)
    return Fact.objects.filter(begun, lasting, kind=FactKind.BLOC, is_living=True).order_by()


def _states(grouping: str, day: date) -> frozenset[str]:
    return states_in_the_g20(day) if grouping == Grouping.G20 else states_of(grouping, day)


def _blocs(grouping: str, day: date) -> list[str]:
    if grouping != Grouping.G20:
        return [grouping]
    return [Bloc.G20_STATE.value, *(union.value for union in unions_in_the_g20(day))]


def members_belonging(
    cycle: Cycle, at: datetime, grouping: str, standings: Iterable[str] = CITIES
) -> QuerySet[Membership]:
    """The members in these classes that belong to a grouping at that time."""
    return members(cycle, at, standings).filter(belonging_to(grouping, at))


def belonging_counted(cycle: Cycle, at: datetime, grouping: str, standings: Iterable[str]) -> list[Membership]:
    """The same as `members_belonging`, for figures about cities: two queries for all that are counted together."""
    cities = members_counted(cycle, at, CITIES)
    belonging = shared(("groupings", cycle.pk, at), lambda: groupings_of(cities, at))
    wanted = set(standings)
    return [one for one in cities if one.standing in wanted and grouping in belonging[one.organisation_id]]


def groupings_of(memberships: Iterable[Membership], at: datetime) -> dict[int, set[str]]:
    """To which groupings each of these members belongs at that time, by the key of the organisation. One query."""
    day = at.astimezone(UTC).date()
    stated = _stated(day).values_list("organisation", "bloc")
    on_record = [(grouping, {who for who, bloc in stated if bloc in _blocs(grouping, day)}) for grouping in Grouping]
    return {
        organisation.pk: {
            grouping.value
            for grouping, named in on_record
            if organisation.country in _states(grouping, day) or organisation.pk in named
        }
        for organisation in (membership.organisation for membership in memberships)
    }
