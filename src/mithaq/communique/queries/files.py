"""Files that cities answer with: who sees them, which wait, and whose they say they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, F, QuerySet

from mithaq.communique.models import ReturnFile, Round
from mithaq.communique.queries import negotiators, reads_drafts
from mithaq.core.text import searchable
from mithaq.correspondence.models import ReturnedFile
from mithaq.correspondence.queries.returns import returns_visible_to
from mithaq.correspondence.vocabulary import Outcome
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.things import shown_as


@shown_as("communique.returnfile")
def return_files_visible_to(seat: Seat | None, at: datetime) -> QuerySet[ReturnFile]:
    """The files of those who prepare the return: the city's own, for the secretariat what it brought itself. What was
    found in each is left to whoever asks for it."""
    files = ReturnFile.objects.select_related(
        "round__text__cycle", "round__draft", "organisation", "named", "upload", "reading", "returned", "seat__person"
    ).defer("reading__found")
    if seat is None or not reads_drafts(seat):
        return files.none()
    if seat.role in (Role.SHERPA, Role.MAYOR):
        return files.filter(organisation=seat.organisation_id, is_entered=False)
    return files.filter(is_entered=True) if seat.role == Role.SECRETARIAT else files.none()


def files_in(about: Round, seat: Seat, at: datetime) -> list[ReturnFile]:
    """The files of a round that a seat sees, each with `placed`: how many of its changes were placed by hand. One
    query."""
    found = return_files_visible_to(seat, at).filter(round=about, set_aside_at=None)
    counted = found.annotate(placed=Count("by_hand"))
    return list(counted.order_by(F("returned").asc(nulls_first=True), "id"))


def files_to_read() -> QuerySet[ReturnFile]:
    """What was brought and not read yet, the oldest first."""
    return ReturnFile.objects.filter(reading=None, fault="", set_aside_at=None)


def came_otherwise(about: Round, seat: Seat, at: datetime) -> list[ReturnedFile]:
    """Files that came by mail, by link or on the site since the round opened, that a person has accepted, and that
    nobody has brought into it. One query."""
    brought = ReturnFile.objects.filter(round=about, came_as__isnull=False, set_aside_at=None).values("came_as")
    accepted = returns_visible_to(seat, at).filter(
        outcome__in=(Outcome.ACCEPTED, Outcome.FILED), received_at__gte=about.opens, organisation__isnull=False
    )
    found = ReturnedFile.objects.filter(
        returned__in=accepted.values("pk"),
        upload__kind__in=("docx", "xlsx", "ods", "csv"),
    )
    named = found.exclude(pk__in=brought).select_related("upload", "returned__organisation", "returned__matter")
    return list(named[:100])


def cities_of(about: Round, at: datetime) -> list[Organisation]:
    """The cities that answer in a round. One query after an act about a member, else none."""
    return [one.organisation for one in negotiators.cities_of(about.text.cycle, at)]


def city_named(name: str, authors: Iterable[str], cities: Iterable[Organisation]) -> Organisation | None:
    """The one city that a file names: in its own name, else by those who wrote in it; None where it names none, or
    several."""
    cities = list(cities)
    by_name = _named_in(name, cities)
    if len(by_name) == 1:
        return by_name[0]
    authors = list(authors)
    seats = Seat.objects.filter(organisation__in=cities).select_related("person")
    people = {searchable(said): seat.organisation_id for seat in seats for said in seat.person.name.values()}
    keys = {people.get(searchable(author)) for author in authors}
    keys |= {city.pk for author in authors for city in _named_in(author, cities)}
    by_author = [city for city in cities if city.pk in keys]
    return by_author[0] if len(by_author) == 1 else None


def _named_in(words: str, cities: Iterable[Organisation]) -> list[Organisation]:
    said = f" {_as_words(words)} "
    named = {}
    for city in cities:
        called = [_as_words(name) for name in city.name.values()]
        found = max((name for name in called if name and f" {name} " in said), key=len, default="")
        if found:
            named[city] = found
    # "Nahr" is not meant where "Nahr Ali" is.
    return [
        city for city, name in named.items() if not any(name != other and name in other for other in named.values())
    ]


def _as_words(words: str) -> str:
    """Letters and digits in words with one space between: "return_(Wadi-Amal)" is "return wadi amal"."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in searchable(words)).split())
