"""What waits for a seat: the calls it can answer, and what the secretariat has to look after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from mithaq.communique.models import Text
from mithaq.communique.queries import texts_visible_to
from mithaq.communique.vocabulary import TextKind
from mithaq.cycle.models import Cycle
from mithaq.desk.queries.year import year_now
from mithaq.endorsements.models import Endorsement
from mithaq.foundation.actors.contests import Contest, ContestDecision
from mithaq.foundation.actors.models import Examination, Mandate, MandateScope, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Scope
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.mail.outbox import letters_waiting
from mithaq.foundation.permissions.mandates import EXAMINERS, delegations_in_force, proxies_in_force
from mithaq.foundation.things import reference_to
from mithaq.members.queries import members
from mithaq.members.vocabulary import CITIES


def scopes_in_force(seat: Seat, at: datetime) -> list[str]:
    """What the seat's mandates, and those delegated to it, let it do at that time, in the order of the vocabulary.
    One query."""
    day = seat.local_day(at)
    findings = Examination.objects.filter(mandate=OuterRef("mandate"), at__lte=at)
    upheld = ContestDecision.objects.filter(contest__mandate=OuterRef("mandate"), at__lte=at, is_upheld=True)
    delegated = delegations_in_force(seat, at).filter(giver=OuterRef("mandate__seat"), scope=OuterRef("scope"))
    given = set(
        MandateScope.objects.filter(Q(mandate__seat=seat) | Exists(delegated), mandate__starts__lte=day)
        .filter(Q(mandate__ends__isnull=True) | Q(mandate__ends__gte=day))
        .filter(Exists(findings.filter(in_order=True)), ~Exists(findings.filter(in_order=False)), ~Exists(upheld))
        .values_list("scope", flat=True)
    )
    return [scope for scope in Scope.values if scope in given]


_texts: Memory[Text | None] = Memory(64, kinds=("communique.", "endorsements.call", "cycle."))
_given: Memory[Endorsement | None] = Memory(kinds=("endorsements.", "communique."))


def text_of_the_year(cycle: Cycle, seat: Seat | None, at: datetime) -> Text | None:
    """The communiqué, if the seat may see it, with its freezing, publication and call. One query after an act about one
    of these and once a minute."""
    texts = texts_visible_to(seat, at).filter(cycle=cycle, kind=TextKind.COMMUNIQUE)
    texts = texts.select_related("cycle", "freezing", "publication", "call")
    # To the second, since a text is public from the instant of its publication on, and not from the next minute.
    instant = year_now().last_instant(at)
    return _texts.recall((cycle.pk, seat and (seat.role, seat.organisation_id), instant), at, texts.first)


def endorsement_of(text: Text, seat: Seat) -> Endorsement | None:
    """The living endorsement of this text by the seat's own organisation. One query after an act about one."""
    given = text.endorsements.filter(organisation_id=seat.organisation_id, is_living=True)
    return _given.recall((text.pk, seat.organisation_id), None, given.first)


def cities_to_endorse_for(text: Text, seat: Seat, at: datetime) -> list[Organisation]:
    """The cities whose proxy to endorse this text the seat holds, and that have not endorsed it. One query where it
    holds none, else two."""
    held = proxies_in_force(seat, at, Scope.ENDORSE, reference_to(text))
    cities = list(dict.fromkeys(one.giver.organisation for one in held))
    if not cities:
        return []
    given = text.endorsements.filter(organisation__in=cities, is_living=True).values_list("organisation", flat=True)
    answered = set(given)
    return [city for city in cities if city.pk not in answered]


@dataclass(frozen=True)
class Tally:
    """Counts that the secretariat looks at first thing in the morning."""

    mandates: int
    letters: int
    endorsed: int
    cities: int


class CountOf(Subquery):
    """How many rows a query has, inside another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def tally(cycle: Cycle, at: datetime) -> Tally:
    """All four counts in one query."""
    cities = members(cycle, at, CITIES)
    endorsed = Endorsement.objects.filter(text__cycle=cycle, text__kind=TextKind.COMMUNIQUE, is_living=True)
    counts = (
        Cycle.objects.filter(pk=cycle.pk)
        .annotate(
            mandates=CountOf(mandates_to_examine(at).values("pk")),
            letters=CountOf(letters_waiting().values("pk")),
            endorsed=CountOf(endorsed.values("pk")),
            cities=CountOf(cities.values("pk")),
        )
        .values_list("mandates", "letters", "endorsed", "cities")
    )
    return Tally(*counts.get())


def mandates_to_examine(at: datetime) -> QuerySet[Mandate]:
    """Mandates that have not ended, that too few examiners have found in order and none wanting."""
    findings = Examination.objects.filter(mandate=OuterRef("pk"), at__lte=at)
    upheld = ContestDecision.objects.filter(contest__mandate=OuterRef("pk"), at__lte=at, is_upheld=True)
    return (
        Mandate.objects.filter(Q(ends__isnull=True) | Q(ends__gte=at.date()))
        .annotate(in_favour=CountOf(findings.filter(in_order=True).values("pk")))
        .filter(Q(seat__ends__isnull=True) | Q(seat__ends__gte=at.date()))
        .filter(~Exists(findings.filter(in_order=False)), ~Exists(upheld), in_favour__lt=EXAMINERS)
    )


def contests_to_decide(at: datetime) -> int:
    """How many contests nobody had decided by then. One query."""
    return Contest.objects.filter(at__lte=at).exclude(decision__at__lte=at).count()
