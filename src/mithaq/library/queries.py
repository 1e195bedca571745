"""Reading the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.search.queries import Ranking, ranked
from mithaq.foundation.things import Reference, records_in, shown_as
from mithaq.library.models import Citation, Study, Theme

#: What the search calls a study.
KIND = "library.study"


@shown_as("library.study")
def studies_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Study]:
    """Published studies for everybody, the others for those who work in the year; what was withdrawn only for the
    secretariat, the auditor and those who handed it in."""
    studies = Study.objects.select_related("cycle", "group", "file", "withdrawal").filter(handed_in_at__lte=at)
    if seat is not None and seat.role in (Role.SECRETARIAT, Role.AUDITOR):
        return studies
    standing = Q(withdrawal__isnull=True) | Q(withdrawal__at__gt=at)
    public = Q(public_from__lte=at)
    if seat is None or seat.role == Role.PRESS:
        return studies.filter(standing & public)
    return studies.filter(standing | Q(handed_in_by__organisation_id=seat.organisation_id))


def counted_studies(cycle: Cycle, at: datetime) -> QuerySet[Study]:
    """The studies that stood in the library then, whoever may see them."""
    return cycle.studies.filter(handed_in_at__lte=at).exclude(withdrawal__at__lte=at)


def shelf(cycle: Cycle, seat: Seat | None, at: datetime, wanted: Mapping[str, str]) -> QuerySet[Study]:
    """The studies of a cycle, narrowed by what is asked for: `theme`, `city`, `organisation`, `language`, `year`,
    `group`; what is unknown narrows nothing."""
    studies = studies_visible_to(seat, at).filter(cycle=cycle)
    for name, value in wanted.items():
        if name == "language":
            # Codes stand in a list of JSON: a code in quotation marks is one whole entry of it.
            studies = studies.filter(languages__icontains=f'"{value}"')
        elif name == "year":
            studies = studies.filter(issued__startswith=value)
        else:
            studies = studies.filter(**{NARROWED[name]: value})
    return studies


NARROWED = {
    "theme": "themes__key",
    "city": "cities__public_id",
    "organisation": "organisations__public_id",
    "group": "group__public_id",
}


#: What acts must concern to change what is remembered of studies, besides whom it names.
FOLLOWED = ("library.", "taskforces.", "cycle.")


def _organisations_among(choices: dict[str, list[tuple[str, str]]]) -> set[Reference]:
    named = [*choices["city"], *choices["organisation"]]
    return {("actors.organisation", public_id) for public_id, _name in named}


_choices: Memory[dict[str, list[tuple[str, str]]]] = Memory(kinds=FOLLOWED, beside=_organisations_among)


def choices_of(cycle: Cycle, seat: Seat | None, at: datetime) -> dict[str, list[tuple[str, str]]]:
    """What the shelf can be narrowed by, in the reader's language: only what leads to a study that the reader may see,
    and the groups. Five queries after an act, none until the next one or the next minute."""
    key = cycle.pk, seat and (seat.role, seat.organisation_id), get_language()
    return _choices.recall(key, at, lambda: _choices_of(cycle, seat, at))


def _choices_of(cycle: Cycle, seat: Seat | None, at: datetime) -> dict[str, list[tuple[str, str]]]:
    studies = studies_visible_to(seat, at).filter(cycle=cycle)
    keys = studies.order_by().values("pk")
    rows = list(studies.order_by().values_list("languages", "issued"))
    return {
        "theme": [(one.key, str(one.title)) for one in Theme.objects.filter(studies__in=keys).distinct()],
        "city": _named(Organisation.objects.filter(studied_in__in=keys)),
        "organisation": _named(Organisation.objects.filter(studies__in=keys)),
        # All of them: a group's page leads to its studies also where there are none yet.
        "group": [(one.public_id, str(one.title)) for one in cycle.groups.all()],
        "language": [(code, code) for code in sorted({code for codes, _issued in rows for code in codes})],
        "year": [(year, year) for year in sorted({issued[:4] for _codes, issued in rows if issued}, reverse=True)],
    }


def _named(organisations: QuerySet[Organisation]) -> list[tuple[str, str]]:
    return sorted(((one.public_id, str(one.name)) for one in organisations.distinct()), key=lambda one: one[1])


def with_citations(studies: QuerySet[Study]) -> QuerySet[Study]:
    """The studies by their numbers, with how many papers cite them (`cited`), as lists show them."""
    # What is grouped to be counted loses the order of its own.
    return studies.annotate(cited=Count("citations", distinct=True)).order_by("number")


@dataclass(frozen=True)
class Names:
    """Whom and what a study names."""

    organisations: list[Organisation]
    cities: list[Organisation]
    themes: list[Theme]


_names: Memory[dict[int, Names]] = Memory(kinds=FOLLOWED, beside=records_in)


def names_of(cycle: Cycle) -> dict[int, Names]:
    """Whom and what each study of the cycle names, by the study's key; nothing of it is shown without its study. Four
    queries after an act, none until the next one."""
    return _names.recall(cycle.pk, None, lambda: _names_of(cycle))


def _names_of(cycle: Cycle) -> dict[int, Names]:
    studies = cycle.studies.order_by().prefetch_related("organisations", "cities", "themes")
    return {
        one.pk: Names(list(one.organisations.all()), list(one.cities.all()), list(one.themes.all())) for one in studies
    }


def search(line: str, studies: QuerySet[Study]) -> Ranking:
    """The studies among these that say what is asked for, best first."""
    return ranked(line, {KIND: studies})


def citations_of(study: Study) -> QuerySet[Citation]:
    """Which papers draw on the study."""
    return study.citations.select_related("paper")
