"""What a seat may see of circulars and of what came back, and which letter a mail belongs to."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from mithaq.correspondence.models import Addressee, Circular, Matter, Reminder, Return, ReturnedFile, signature
from mithaq.correspondence.queries.board import with_outcome
from mithaq.correspondence.queries.letters import mark_of
from mithaq.correspondence.vocabulary import NO_VOICE
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.things import shown_as

#: Who reads every circular and every return.
READERS_OF_ALL = (Role.SECRETARIAT, Role.AUDITOR)


@shown_as("correspondence.circular")
def circulars_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Circular]:
    """All for the secretariat and the auditor; for others those that were sent to their organisation."""
    circulars = Circular.objects.select_related("cycle", "matter", "dispatch", "written_by__person")
    if seat is None:
        return circulars.none()
    if seat.role in READERS_OF_ALL:
        return circulars
    if seat.role in NO_VOICE:
        return circulars.none()
    sent = Addressee.objects.filter(circular=OuterRef("pk"), organisation=seat.organisation_id)
    return circulars.filter(Exists(sent), dispatch__at__lte=at)


@shown_as("correspondence.matter")
def matters_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Matter]:
    """What those circulars ask for."""
    visible = circulars_visible_to(seat, at).values("pk")
    return Matter.objects.filter(circular__in=visible).select_related("circular__dispatch", "circular__cycle")


@shown_as("correspondence.return")
def returns_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Return]:
    """All for the secretariat and the auditor; for others those of their own organisation. With `outcome`."""
    returns = with_outcome(
        Return.objects.filter(received_at__lte=at).select_related(
            "matter__circular", "organisation", "seat__person", "seat__organisation", "addressee__organisation"
        ),
        at,
    )
    if seat is None:
        return returns.none()
    if seat.role in READERS_OF_ALL:
        return returns
    if seat.role in NO_VOICE:
        return returns.none()
    return returns.filter(organisation=seat.organisation_id)


def files_visible_to(seat: Seat | None, at: datetime) -> QuerySet[ReturnedFile]:
    """The files of the returns that the seat may see."""
    return ReturnedFile.objects.filter(returned__in=returns_visible_to(seat, at).values("pk")).select_related("upload")


def matters_asked_of(organisation: Organisation, at: datetime) -> list[Matter]:
    """What an organisation was asked for by then, the next deadline first."""
    asked = Addressee.objects.filter(circular=OuterRef("circular"), organisation=organisation)
    return list(
        Matter.objects.filter(Exists(asked), circular__dispatch__at__lte=at)
        .select_related("circular__dispatch")
        .order_by("due", "id")
    )


def matters_owed_by(organisation: Organisation, at: datetime) -> list[Matter]:
    """What an organisation was asked for, can still answer in time, and has not answered. One query."""
    asked = Addressee.objects.filter(circular=OuterRef("circular"), organisation=organisation)
    answered = Return.objects.filter(matter=OuterRef("pk"), organisation=organisation, received_at__lte=at)
    return list(
        Matter.objects.filter(Exists(asked), ~Exists(answered), circular__dispatch__at__lte=at, due__gte=at).order_by(
            "due", "id"
        )[:5]
    )


def returns_to_check(seat: Seat, at: datetime) -> int:
    """How many returns nobody has looked at. One query."""
    return returns_visible_to(seat, at).filter(outcome__isnull=True).count()


def letter_to(organisation: Organisation, matter: Matter) -> Letter | None:
    """The letter by which an organisation was asked, as the first of its readers got it. One query."""
    return Letter.objects.filter(addressee__circular=matter.circular_id, seat__organisation=organisation).first()


def asked_by_then(at: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """What was asked for by then, and of whom: titles and names by identifier. One query."""
    asked = Addressee.objects.filter(circular__dispatch__at__lte=at, circular__matter__isnull=False)
    rows = asked.order_by("-circular__matter__due", "id").values_list(
        "circular__matter__public_id",
        "circular__matter__title",
        "organisation__public_id",
        "organisation__name",
    )
    matters: dict[str, str] = {}
    organisations: dict[str, str] = {}
    for matter, title, organisation, name in rows:
        matters.setdefault(matter, str(title))
        organisations.setdefault(organisation, str(name))
    return matters, dict(sorted(organisations.items(), key=lambda one: one[1]))


def addressee_of_token(token: str, at: datetime) -> Addressee | None:
    """Whose link this is; None for a link that was altered, has expired, or asks for nothing."""
    public_id, _dash, signed = token.partition("-")
    addressee = (
        Addressee.objects.filter(public_id=public_id)
        .select_related("circular__matter", "circular__cycle", "circular__dispatch", "organisation", "seat__person")
        .first()
    )
    if addressee is None or not hmac.compare_digest(signature(addressee.circular, public_id), signed):
        return None
    matter: Matter | None = getattr(addressee.circular, "matter", None)
    return addressee if matter is not None and at <= matter.link_until else None


def addressee_of_mail(recipients: Iterable[str], references: Iterable[str]) -> tuple[Addressee | None, Letter | None]:
    """Whose letter a mail answers or reports on, by the address that it was sent to or by the Message-IDs that it
    refers to; and which letter, where that is known."""
    ids = [reference.partition("@")[0] for reference in references]
    letters = {letter.public_id: letter for letter in Letter.objects.filter(public_id__in=ids)}
    letter = next((letters[one] for one in ids if one in letters), None)
    tokens = [address.partition("@")[0].partition("+")[2] for address in recipients if "+" in address]
    rows = Addressee.objects.select_related("circular__matter", "organisation", "seat__person", "letter")
    by_address = rows.filter(public_id__in=[token for token in tokens if token]).first()
    if by_address is not None:
        return by_address, letter or by_address.letter
    if letter is None:
        return None, None
    reminded = Reminder.objects.filter(letter=letter).values("addressee")
    return rows.filter(Q(letter=letter) | Q(pk__in=reminded)).first(), letter


def carries_anothers_file(names: Iterable[str], addressee: Addressee) -> bool:
    """Whether one of these names of files is marked for another organisation to which the same circular went. One
    query, none where no name is marked."""
    marked = [name.lower() for name in names if "(" in name]
    if not marked:
        return False
    own = mark_of(addressee.organisation).lower()
    sent = Addressee.objects.filter(circular=addressee.circular_id).select_related("organisation")
    marks = {mark_of(one.organisation).lower() for one in sent} - {own, "()"}
    return any(mark in name and own not in name for name in marked for mark in marks)


def organisations_written_from(address: str) -> set[int]:
    """The organisations in which a person with this address sits or sat."""
    persons = Person.objects.filter(email__iexact=address) if address else Person.objects.none()
    return set(Seat.objects.filter(person__in=persons).values_list("organisation_id", flat=True))
