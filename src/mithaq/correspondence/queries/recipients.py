"""To whom a circular goes, and in which language each of them reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from mithaq.correspondence.models import Circular, PreferredLanguage
from mithaq.correspondence.queries.circles import circles
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.members.queries import members
from mithaq.members.vocabulary import Standing

#: Who reads circulars for an organisation, the first role that somebody holds there: the sherpa answers for a city.
READERS = (Role.SHERPA, Role.PARTNER, Role.CONVENER, Role.PRESIDENCY, Role.MAYOR)


@dataclass(frozen=True)
class Choice:
    """Whom a circular is for. Organisations are those of any class, kind or circle chosen, or chosen one by one;
    among their seats those in the roles chosen, or else the first of `READERS` that is held."""

    standings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    def as_kept(self) -> dict[str, list[str]]:
        """As it is kept with the circular."""
        return {name: list(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def as_read(cls, kept: Mapping[str, Any]) -> Choice:
        """As it was kept."""
        return cls(**{name: tuple(kept.get(name, ())) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Recipient:
    """An organisation, somebody who reads for it (None where nobody holds such a seat), and in which languages."""

    organisation: Organisation
    seat: Seat | None
    languages: tuple[str, ...]


@dataclass(frozen=True)
class _Preferences:
    of_organisations: dict[int, str] = field(default_factory=dict)
    of_persons: dict[tuple[int, int], str] = field(default_factory=dict)

    def languages(self, seat: Seat, written: tuple[str, ...]) -> tuple[str, ...]:
        """The language settled for the person here, else the first of those the person speaks, else the organisation's,
        else every language that the circular is written in."""
        person = self.of_persons.get((seat.organisation_id, seat.person_id), "")
        for language in (person, *seat.person.languages, self.of_organisations.get(seat.organisation_id, "")):
            if language in written:
                return (language,)
        return written

    def are_known(self, seat: Seat) -> bool:
        """Whether anything is on record of what is read there."""
        settled = self.of_persons.get((seat.organisation_id, seat.person_id), "")
        return bool(settled or seat.person.languages or self.of_organisations.get(seat.organisation_id, ""))


def languages_of_letters_to(seat: Seat) -> tuple[str, ...]:
    """The languages in which a single letter of the house to a seat is written: the one that is preferred there;
    English where only others are known to be read than the house speaks; all where nothing is known."""
    written = tuple(code for code, _name in settings.LANGUAGES)
    preferences = _preferences([seat.organisation])
    found = preferences.languages(seat, written)
    return (settings.LANGUAGE_CODE,) if len(found) > 1 and preferences.are_known(seat) else found


def recipients_of(circular: Circular, at: datetime) -> list[Recipient]:
    """Whom the circular would be sent to at that time, in the order of admission. At most five queries."""
    choice = Choice.as_read(circular.choice)
    chosen = organisations_chosen(circular.cycle, choice, at)
    seats = _seats_by_organisation(chosen, choice, at)
    preferences = _preferences(chosen)
    languages = languages_of(circular)
    found: list[Recipient] = []
    for organisation in chosen:
        readers = seats.get(organisation.pk, [])
        found += [Recipient(organisation, seat, preferences.languages(seat, languages)) for seat in readers]
        if not readers:
            found.append(Recipient(organisation, None, ()))
    return found


def languages_of(circular: Circular) -> tuple[str, ...]:
    """The languages that the circular is written in, in the group's order."""
    written = [code for code in circular.cycle.written_in if circular.body.get(code)]
    return tuple(written or circular.body)


def organisations_chosen(cycle: Cycle, choice: Choice, at: datetime) -> list[Organisation]:
    """The organisations that a choice names, each once; the secretariat's own is never among them."""
    found: dict[int, Organisation] = {}
    if choice.standings or choice.kinds:
        for membership in members(cycle, at, Standing.values):
            organisation = membership.organisation
            if membership.standing in choice.standings or organisation.kind in choice.kinds:
                found.setdefault(organisation.pk, organisation)
    if choice.circles:
        for circle in circles(cycle, at):
            if circle.key in choice.circles:
                found |= {one.pk: one for one in circle.organisations if one.pk not in found}
    if choice.organisations:
        named = Organisation.objects.filter(public_id__in=choice.organisations)
        found |= {one.pk: one for one in named if one.pk not in found}
    return list(found.values())


def _seats_by_organisation(among: Iterable[Organisation], choice: Choice, at: datetime) -> dict[int, list[Seat]]:
    seats = (
        Seat.objects.filter(organisation__in=[organisation.pk for organisation in among])
        .select_related("person", "organisation")
        .order_by("id")
    )
    held: dict[int, list[Seat]] = {}
    for seat in seats:
        if seat.is_held(at):
            held.setdefault(seat.organisation_id, []).append(seat)
    return {organisation: _readers(sitting, choice) for organisation, sitting in held.items()}


def _readers(seats: list[Seat], choice: Choice) -> list[Seat]:
    if choice.roles:
        wanted = [seat for seat in seats if seat.role in choice.roles]
    else:
        first = next((role for role in READERS if any(seat.role == role for seat in seats)), None)
        wanted = [seat for seat in seats if seat.role == first]
    persons: dict[int, Seat] = {}
    for seat in wanted:
        persons.setdefault(seat.person_id, seat)
    return list(persons.values())


def _preferences(organisations: Iterable[Organisation]) -> _Preferences:
    found = _Preferences()
    for one in PreferredLanguage.objects.filter(organisation__in=[organisation.pk for organisation in organisations]):
        if one.person_id is None:
            found.of_organisations[one.organisation_id] = one.language
        else:
            found.of_persons[one.organisation_id, one.person_id] = one.language
    return found
