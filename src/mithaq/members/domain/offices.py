"""Who holds an office of an organisation, from when to when; and how a person is reached."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.members.domain.wording import line_of, on_one_line
from mithaq.members.models import Channel, Office
from mithaq.members.rules import may_edit_person, may_enter_office
from mithaq.members.vocabulary import ChannelKind


def enter_office(
    person: Person,
    organisation: Organisation,
    kind: str,
    word: Mapping[str, str],
    starts: date | None = None,
    ends: date | None = None,
    *,
    is_acting: bool = False,
    source: str = "",
    seat: Seat,
    at: datetime,
) -> Office:
    """Enter that a person holds an office, under the organisation's own word for it. An office gives no right to act:
    that takes a seat."""
    with transaction.atomic():
        require(may_enter_office(seat, organisation, at))
        named = on_one_line(word)
        if not named:
            raise Refused(_("The office needs a name in at least one language. Nothing was changed."))
        office = Office.objects.create(
            person=person,
            organisation=organisation,
            kind=kind,
            word=named,
            is_acting=is_acting,
            starts=starts,
            ends=ends,
            source=line_of(source),
            by=seat,
            at=at,
        )
        record("office.entered", office, organisation, person, seat=seat, at=at, facts={"kind": kind})
    return office


def end_office(office: Office, ends: date, *, seat: Seat, at: datetime) -> Office:
    """Enter the last day of an office."""
    with transaction.atomic():
        office = (
            Office.objects.select_for_update(of=("self",)).select_related("organisation", "person").get(pk=office.pk)
        )
        require(may_enter_office(seat, office.organisation, at))
        if not office.is_living or (office.starts and ends < office.starts):
            raise Refused(_("An office cannot end before it began. Nothing was changed."))
        facts = {"before": _as_text(office.ends), "after": ends.isoformat()}
        office.ends = ends
        office.save(update_fields=["ends"])
        record("office.ended", office, office.organisation, office.person, seat=seat, at=at, facts=facts)
    return office


def enter_channel(
    person: Person, kind: str, value: str, *, is_preferred: bool = False, seat: Seat, at: datetime
) -> Channel:
    """Enter a way to reach a person. The preferred one takes the place of the one that was preferred before."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        require(may_edit_person(seat, person, at))
        reached = line_of(value)
        if not reached:
            raise Refused(_("Say where the person is reached. Nothing was changed."))
        if kind == ChannelKind.EMAIL:
            try:
                validate_email(reached)
            except ValidationError as fault:
                raise Refused(_("This is not an e-mail address, so nothing was changed.")) from fault
        if is_preferred:
            person.channels.filter(is_preferred=True).update(is_preferred=False)
        channel = Channel.objects.create(
            person=person, kind=kind, value=reached, is_preferred=is_preferred, by=seat, at=at
        )
        record("channel.entered", channel, person, seat=seat, at=at, facts={"kind": kind})
    return channel


def _as_text(day: date | None) -> str | None:
    return day.isoformat() if day else None
