"""The register of endorsements: who stands behind a text, as of a time, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.communique.queries import READERS_OF_DRAFTS, communique_of, texts_shown, texts_visible_to
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries.dates import BroughtDate, brings_dates, said_of
from mithaq.cycle.vocabulary import PhaseKind
from mithaq.endorsements.models import Call, Endorsement, Evidence, Preparation, Reservation
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.actors.models import Mandate, Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import mandates_in_force
from mithaq.foundation.permissions.mandates import WITH_FINDINGS, examiners_in_favour, is_refused
from mithaq.foundation.things import records_in, reference_to, shown_as
from mithaq.members.models import Office
from mithaq.members.vocabulary import OfficeKind

#: What a working roll and a declaration follow, besides the records that they quote.
FOLLOWED = ("endorsements.", "members.", "communique.text", "cycle.", "actors.mandate", "actors.contest")
#: Who sees every endorsement while the text is not published (permission table: "Endorsement, before publication").
WORKING_ROLL = (Role.SECRETARIAT, Role.CHAIR, Role.AUDITOR)

#: A reminder that was sent by hand so long before a set one stands for it.
SHORTLY = timedelta(hours=12)

#: What a city set beside the text, with the clauses that it is about. One query.
RESERVATIONS = Prefetch("reservations", Reservation.objects.select_related("clause"))


@shown_as("endorsements.endorsement")
def endorsements_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Endorsement]:
    """Endorsements of published texts for everybody, those of a city that is not to be named only for itself
    and the working roll; before publication each city sees its own, and nobody else's, not even how many. Whoever
    endorsed for another city sees that one too."""
    public = Q(text__publication__at__lte=at, may_be_named=True)
    register = (
        Endorsement.objects.filter(at__lte=at)
        .select_related(
            "organisation",
            "seat__person",
            "seat__organisation",
            "mandate__seat__person",
            "text",
            "withdrawal",
        )
        .prefetch_related(RESERVATIONS)
    )
    if seat is None:
        return register.filter(public)
    if seat.role in WORKING_ROLL:
        return register
    return register.filter(public | Q(organisation_id=seat.organisation_id) | Q(seat=seat))


def register_of(text: Text, at: datetime) -> QuerySet[Endorsement]:
    """The endorsements in force at that time: given by then and not withdrawn by then."""
    return (
        text.endorsements.filter(at__lte=at, organisation__merged_into=None)
        .filter(Q(withdrawal=None) | Q(withdrawal__at__gt=at))
        .select_related("organisation", "seat__person", "withdrawal")
        .prefetch_related(RESERVATIONS)
        .order_by("at", "id")
    )


def living_endorsement(text: Text, organisation: Organisation) -> Endorsement | None:
    """The city's one endorsement of this text that has not been withdrawn."""
    return text.endorsements.filter(organisation=organisation, is_living=True).first()


@shown_as("endorsements.evidence")
def evidence_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Evidence]:
    """Evidence for the secretariat, the chair and the auditor, and for the city that it is about; for nobody else, also
    after publication."""
    brought = Evidence.objects.filter(at__lte=at).select_related(
        "organisation", "text__freezing", "file", "mandate__seat__person", "seat__person", "seat__organisation",
        "second_check__seat__person", "endorsement",
    )  # fmt: skip
    if seat is None:
        return brought.none()
    return brought if seat.role in WORKING_ROLL else brought.filter(organisation_id=seat.organisation_id)


def reminded_since(call: Call, since: datetime) -> bool:
    """Whether the cities have been reminded of a call after that time."""
    kind, thing = reference_to(call)
    return Act.objects.filter(
        verb="call.reminded", at__gt=since, things__place=0, things__kind=kind, things__thing=thing
    ).exists()


def owes_a_reminder(call: Call, at: datetime) -> bool:
    """Whether one of the reminders that a call sets has come and the cities have not been reminded since, nor by hand
    shortly before. One query where one has come."""
    due = max((one for one in call.reminded_at if one <= at <= call.closes), default=None)
    return due is not None and not reminded_since(call, due - SHORTLY)


def calls_that_owe_a_reminder(at: datetime) -> list[Call]:
    """The open calls of whose set reminders one is owed now. A query, and one for each of them that has come to one."""
    running = Call.objects.filter(opens__lte=at, closes__gte=at).exclude(reminders=[])
    return [call for call in running if owes_a_reminder(call, at)]


def reminders_sent(call: Call, at: datetime) -> list[tuple[datetime, int]]:
    """When the cities were reminded of a call, and to how many letters that led. One query."""
    sent = call.invitations.filter(is_reminder=True, at__lte=at).values_list("at")
    return list(sent.annotate(letters=Count("pk")).order_by("at"))


def evidence_awaiting(text: Text, organisation: Organisation) -> Evidence | None:
    """The evidence of a city that nobody has checked yet."""
    return text.evidence.filter(organisation=organisation, second_check=None).first()


def signers_of(city: Organisation, at: datetime) -> list[Mandate]:
    """The mandates to endorse of those who sit, or sat, for a city, as far as an examiner found them in order. Three
    queries after an act about a mandate, else none."""
    held = _held.recall(city.pk, None, lambda: list(_mandates_to_endorse(city)))
    return [one for one in held if examiners_in_favour(one, at) and not is_refused(one, at)]


_held: Memory[list[Mandate]] = Memory(kinds=("actors.mandate", "actors.contest"), beside=records_in)


def _mandates_to_endorse(city: Organisation) -> QuerySet[Mandate]:
    return (
        Mandate.objects.filter(seat__organisation=city, scopes__scope=Scope.ENDORSE)
        .select_related("seat__person", "seat__organisation")
        .prefetch_related(*WITH_FINDINGS)
        .order_by("-starts", "id")
    )


def prepared_for(text: Text, organisation: Organisation) -> Preparation | None:
    """What the staff of a city prepared last."""
    latest = text.preparations.filter(organisation=organisation).select_related("seat__person")
    return latest.order_by("at", "id").last()


Value = TypeVar("Value")


def remembered_for(read: Callable[[Text, Organisation], Value], text: Text, city: Organisation) -> Value:
    """What one of the queries here says of a text and a city, read once for each act about endorsing: for whoever only
    shows it. `remembered_for(prepared_for, text, city)`."""
    value: Value = _of_cities.recall((read.__name__, text.pk, city.pk), None, lambda: read(text, city))
    return value


_of_cities: Memory[Any] = Memory(4096, kinds=("endorsements.",), beside=records_in)


def calls_waiting_for(seat: Seat | None, at: datetime) -> list[Call]:
    """The open calls that this seat itself can answer and its city has not answered."""
    if seat is None or not mandates_in_force(seat, Scope.ENDORSE, at):
        return []
    answered = Endorsement.objects.filter(organisation_id=seat.organisation_id, is_living=True).values("text")
    texts = texts_visible_to(seat, at)
    return list(Call.objects.filter(opens__lte=at, text__in=texts).exclude(text__in=answered).select_related("text"))


def release_of(cycle: Cycle, at: datetime) -> datetime | None:
    """The instant at which the cycle's communiqué was published, if it was by then."""
    publication = getattr(communique_of(cycle), "publication", None)
    return publication.at if publication and publication.at <= at else None


def given(text: Text, at: datetime) -> list[Endorsement]:
    """Every endorsement of the text that had been given by then, also those withdrawn, in the order of giving. Whoever
    shows them asks first whether the reader may know of them. Two queries."""
    return [one for one in _ever_given(text) if one.at <= at]


def remembered_given(text: Text, at: datetime) -> list[Endorsement]:
    """The same, read once for each act about one of them: for whoever only shows them."""
    return [one for one in _given.recall(text.pk, None, lambda: _ever_given(text)) if one.at <= at]


_given: Memory[list[Endorsement]] = Memory(16, kinds=("endorsements.endorsement",), beside=records_in)


def _ever_given(text: Text) -> list[Endorsement]:
    return list(
        text.endorsements.filter(organisation__merged_into=None)
        .select_related("organisation", "withdrawal", "seat__person")
        .prefetch_related(RESERVATIONS)
        .order_by("at", "id")
    )


def is_in_force(endorsement: Endorsement, at: datetime) -> bool:
    """Whether an endorsement had been given, and not withdrawn, by then: what `register_of` asks the database."""
    withdrawal = getattr(endorsement, "withdrawal", None)
    return endorsement.at <= at and (withdrawal is None or withdrawal.at > at)


def latest_day_of(endorsement: Endorsement) -> date | None:
    """For what a publication documents: the day, where the text was published, by which it had been given. The instant
    on record is only the latest possible one, so nobody is told a time. None for what was confirmed here."""
    if endorsement.method != Method.LISTED:
        return None
    return endorsement.at.astimezone(endorsement.text.publication.seat.organisation.zone).date()


def is_public(text: Text, at: datetime) -> bool:
    """Whether the text had been published by then."""
    publication = getattr(text, "publication", None)
    return publication is not None and publication.at <= at


def sees_working_roll(seat: Seat | None) -> bool:
    """Whether a seat sees every endorsement before the text is published."""
    return seat is not None and seat.role in WORKING_ROLL


def classes_of(cycle: Cycle) -> dict[int, str]:
    """The class in which each organisation (by its key) takes part, or took part last. One query."""
    return dict(
        cycle.memberships.filter(is_living=True).order_by("starts", "id").values_list("organisation_id", "standing")
    )


def remembered_classes_of(cycle: Cycle) -> dict[int, str]:
    """The same, read once for each act about a membership: for whoever only shows them."""
    return _classes.recall(cycle.pk, None, lambda: classes_of(cycle))


_classes: Memory[dict[int, str]] = Memory(8, kinds=("members.membership", "cycle."))


def texts_to_endorse(seat: Seat | None, at: datetime) -> QuerySet[Text]:
    """The texts that a seat may see, with their freezing, their publication and the call."""
    return texts_shown(seat, at).select_related("call")


def seats_of_cities(
    cities: Iterable[Organisation], at: datetime, roles: Iterable[Role] = (Role.SHERPA, Role.MAYOR)
) -> dict[int, list[Seat]]:
    """The sherpas and mayors of cities (by their keys), or those in other roles, whose seats are held at that time,
    each with its person's name. One query."""
    known, held = {city.pk: city for city in cities}, dict[int, list[Seat]]()
    seats = Seat.objects.filter(organisation__in=list(known), role__in=list(roles)).select_related("person")
    for seat in seats.only("role", "title", "starts", "ends", "ended_at", "organisation_id", "person__name"):
        seat.organisation = known[seat.organisation_id]
        if seat.is_held(at):
            held.setdefault(seat.organisation_id, []).append(seat)
    return held


_dates: Memory[list[BroughtDate]] = Memory(8, kinds=("endorsements.call", "communique.text", "cycle."))


@brings_dates("endorsements.call")
def dates_of_calls(cycle: Cycle) -> list[BroughtDate]:
    """When the calls of a year close, for those who are asked and who lead. One query after an act on a call or a text,
    else none."""
    return _dates.recall((cycle.pk, get_language()), None, lambda: [_date_of(call) for call in _calls(cycle)])


def _calls(cycle: Cycle) -> QuerySet[Call]:
    return Call.objects.filter(text__cycle=cycle).select_related("text").order_by("id")


def _date_of(call: Call) -> BroughtDate:
    return BroughtDate(
        key=f"{call.public_id}@calls.mithaq",
        title=said_of(_("The call to endorse “%(thing)s” closes"), call.text.title),
        at=call.closes,
        phase=PhaseKind.ENDORSEMENT,
        url=call.get_absolute_url(),
        stamped=call.opens,
        revision=0,
        roles=READERS_OF_DRAFTS,
    )


def heads_of_cities(organisations: Iterable[int], at: datetime) -> dict[int, Office]:
    """Who holds the highest office of organisations (by their keys) at that time, where it is on record. One query."""
    heads = Office.objects.filter(organisation__in=list(organisations), kind=OfficeKind.HEAD, is_living=True)
    return {one.organisation_id: one for one in heads.select_related("person", "organisation") if one.is_held(at)}
