"""Reading the year, and the counts of the years before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from types import SimpleNamespace

from django.db.models import Model, Q, QuerySet
from django.utils.translation import get_language, gettext

from mithaq.core import backwards
from mithaq.core.glossary import Entry
from mithaq.core.text import searchable
from mithaq.cycle.models import (
    CalendarChange,
    Cycle,
    Deadline,
    Gap,
    Leadership,
    Phase,
    Pillar,
    RecordBookEntry,
    Term,
    TermChange,
    WorkingCalendar,
)
from mithaq.cycle.vocabulary import Leading
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import Kept, Memory
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.chronicle.queries import acts_on
from mithaq.foundation.chronicle.sentences import sentence_of
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.letterhead import Letterhead, heads_letters
from mithaq.foundation.things import Reference, records_in, reference_to, shown_as

#: How many acts a history shows, the newest first.
RECENT = 50


def current_cycle() -> Cycle | None:
    """The cycle that is shown: the latest year; None before the first was opened."""
    return _current.value()


def _cycles() -> QuerySet[Cycle]:
    return Cycle.objects.select_related("working_calendar").order_by("-year", "-id")


_current: Kept[Cycle | None] = Kept(("cycle.",), lambda: _cycles().first())


@heads_letters
def letterhead_of_the_year() -> Letterhead | None:
    """What stands at the head of letters: the mark and the name of the group whose year it is."""
    cycle = current_cycle()
    return Letterhead(cycle.mark, cycle.group) if cycle else None


def classes_of(cycle: Cycle | None) -> dict[str, PerLanguage]:
    """The classes of member that the group has, by what it calls them; empty where it has no words of its own."""
    return {one["standing"]: PerLanguage(one["title"]) for one in (cycle.classes if cycle else [])}


@shown_as("cycle.pillar")
def pillars_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Pillar]:
    """Every pillar: they are public."""
    return Pillar.objects.all()


@shown_as("cycle.phase")
def phases_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Phase]:
    """Every phase, a cancelled one too: the calendar and what was changed in it are public."""
    return Phase.ever.all()


@shown_as("cycle.deadline")
def deadlines_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Deadline]:
    """Every deadline, a cancelled one too: the calendar and what was changed in it are public."""
    return Deadline.ever.all()


@shown_as("cycle.cycle")
def cycles_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Cycle]:
    """Every cycle: they are public."""
    return Cycle.objects.all()


def phase_of(cycle: Cycle, kind: str) -> Phase | None:
    """The cycle's phase of that kind, if it has one."""
    return cycle.phases.filter(kind=kind).first()


def next_deadline(cycle: Cycle, at: datetime) -> Deadline | None:
    """The first deadline that has not passed."""
    return cycle.deadlines.filter(at__gt=at).order_by("at").first()


def leaders_of(cycle: Cycle) -> list[Leadership]:
    """Who chairs and convenes the cycle, the chair first. One query."""
    leaders = cycle.leaders.select_related("organisation")
    return sorted(leaders, key=lambda leader: leader.role != Leading.CHAIR)


def zone_of_the_chair(leaders: Iterable[Leadership]) -> tzinfo:
    """The zone in which the cycle's instants are said: that of its chair, or UTC while nobody chairs."""
    chairs = (leader.organisation.zone for leader in leaders if leader.role == Leading.CHAIR)
    return next(chairs, UTC)


@dataclass(frozen=True)
class YearOnRecord:
    """All that is arranged for a cycle: what its page shows, but for the time."""

    cycle: Cycle
    leaders: list[Leadership]
    phases: list[Phase]
    deadlines: list[Deadline]
    pillars: list[Pillar]
    gaps: list[Gap]
    calendar: WorkingCalendar | None

    @property
    def zone(self) -> tzinfo:
        """The zone of the chair city; while nobody chairs, that of the clock on which the calendar was counted."""
        if self.calendar is not None and not any(leader.role == Leading.CHAIR for leader in self.leaders):
            return self.calendar.zone
        return zone_of_the_chair(self.leaders)


def year_on_record() -> YearOnRecord | None:
    """The current year with all that is arranged for it; None before the first was opened. It is read again after acts
    that concern it: one query after any other act, or seven."""
    return _on_record.value()


def _year_on_record() -> YearOnRecord | None:
    cycle = current_cycle()
    if cycle is None:
        return None
    return YearOnRecord(
        cycle,
        leaders_of(cycle),
        list(cycle.phases.all()),
        list(cycle.deadlines.all()),
        list(cycle.pillars.all()),
        list(cycle.gaps.all()),
        calendar_of(cycle),
    )


def _leading(year: YearOnRecord | None) -> set[Reference]:
    return {reference_to(leader.organisation) for leader in year.leaders} if year else set()


_on_record: Kept[YearOnRecord | None] = Kept(("cycle.",), _year_on_record, _leading)


def calendar_of(cycle: Cycle) -> WorkingCalendar | None:
    """What the year's calendar was counted from; None where nobody counted it."""
    return getattr(cycle, "working_calendar", None)


def changes_of(cycle: Cycle) -> QuerySet[CalendarChange]:
    """What was moved or cancelled in the calendar, the latest first, with who did it. One query."""
    return cycle.calendar_changes.select_related("deadline", "phase", "seat__person", "seat__organisation")


def hanging_on(deadline: Deadline) -> list[Deadline]:
    """The deadlines of the year that hang on this one, as the calendar is counted: the nearest first."""
    steps = backwards.hanging_on(deadline.step)
    standing = Deadline.objects.filter(cycle=deadline.cycle_id)
    return sorted((one for one in standing if one.step in steps), key=lambda one: steps.index(one.step))


# The glossary -------------------------------------------------------------------------------------------------------


@shown_as("cycle.term")
def terms_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Term]:
    """Every term, those that were taken away too, for whoever holds a seat: the glossary is the group's own."""
    return Term.ever.all() if seat is not None else Term.ever.none()


def terms_of(cycle: Cycle) -> list[Term]:
    """The terms of a year's glossary by the alphabet of its first language. One query after an act on the year."""
    return _terms.recall(cycle.pk, None, lambda: _in_order(cycle))


def glossary_of(cycle: Cycle) -> list[Entry]:
    """What a year's glossary says, as texts are compared with it. One query after an act on the year."""
    return [term.said for term in terms_of(cycle)]


def _in_order(cycle: Cycle) -> list[Term]:
    return sorted(cycle.terms.all(), key=lambda term: searchable(term.words.in_language(cycle.authentic[0])))


_terms: Memory[list[Term]] = Memory(4, kinds=("cycle.",))


def languages_of(cycle: Cycle) -> list[str]:
    """The languages of a year's glossary: those of its texts, then the others of its letters."""
    return [*cycle.authentic, *(code for code in cycle.working if code not in cycle.authentic)]


def changes_of_terms(cycle: Cycle) -> QuerySet[TermChange]:
    """What was done to the glossary of a year, the latest first, with who did it. One query."""
    return TermChange.objects.filter(term__cycle=cycle).select_related(
        "term__cycle", "seat__person", "seat__organisation"
    )


def instants(cycle: Cycle) -> list[datetime]:
    """Every instant at which what may be done changes: phases' ends and deadlines, in order."""
    ends = [instant for phase in cycle.phases.all() for instant in (phase.opens, phase.closes)]
    return sorted({*ends, *cycle.deadlines.values_list("at", flat=True)})


# What happened to a record ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ToldAct:
    """An act as a page tells it."""

    sentence: str
    at: datetime


def history_visible_to(seat: Seat | None, thing: Model, about: Iterable[str]) -> list[ToldAct]:
    """The latest acts on a record, the newest first, of the verbs ("group.set_up") and nouns ("paper") it is `about`.

    A page names the verbs and nouns that its reader may know of: an act on a city may tell of an endorsement that is
    still secret. Persons are named to those who hold a seat; the public reads for which organisation
    somebody acted. One query after an act about the record or about somebody who is named, none until the next one.
    """
    told, itself = tuple(about), reference_to(thing)
    key = itself, told, seat is None, get_language()
    return _histories.recall(key, None, lambda: _history(seat, thing, told), named=(itself,)).acts


@dataclass(frozen=True)
class _History:
    """What is told of a record, and whom it names."""

    acts: list[ToldAct]
    quoted: set[Reference]


#: Fifty sentences each, and the same for everybody who holds a seat.
_histories: Memory[_History] = Memory(1024, (), lambda history: history.quoted)


def _history(seat: Seat | None, thing: Model, about: Iterable[str]) -> _History:
    told = Q()
    for words in about:
        told |= Q(verb=words) if "." in words else Q(verb__startswith=f"{words}.")
    acts = list(acts_on(thing).filter(told)[:RECENT])
    return _History([ToldAct(sentence_of(_named_for(seat, act)), act.at) for act in acts], records_in(acts))


def _named_for(seat: Seat | None, act: Act) -> Act:
    if seat is not None or act.seat is None:
        return act
    own, mandate = str(act.seat.organisation), act.mandate
    if mandate is not None and mandate.seat.organisation_id != act.seat.organisation_id:
        names = {"own": own, "organisation": mandate.seat.organisation}
        own = gettext("%(own)s, by proxy for %(organisation)s") % names
    return SimpleNamespace(verb=act.verb, seat=SimpleNamespace(sentence=own), mandate=None)  # type: ignore[return-value]


# The record book ----------------------------------------------------------------------------------------------------


def record_book() -> list[RecordBookEntry]:
    """The counts published about earlier years, by year and measure. One query after an act on a year."""
    return _recorded.recall(
        None, None, lambda: list(RecordBookEntry.objects.order_by("year", "measure", "as_of", "id"))
    )


_recorded: Memory[list[RecordBookEntry]] = Memory(1, kinds=("cycle.",))


@dataclass(frozen=True)
class YearOfMeasure:
    """The counts of one measure for one year, as they were published."""

    year: int
    chair: PerLanguage
    entries: list[RecordBookEntry]

    @property
    def disagreements(self) -> list[list[RecordBookEntry]]:
        """The counts of one class that differ although their dates may be the same day: the sources disagree."""
        return [counts for counts in self._by_class() if _differ(counts) and _may_be_of_one_day(counts)]

    @property
    def movements(self) -> list[list[RecordBookEntry]]:
        """The counts of one class that differ at different dates: each is true as of its own."""
        return [counts for counts in self._by_class() if _differ(counts) and not _may_be_of_one_day(counts)]

    def _by_class(self) -> list[list[RecordBookEntry]]:
        classes = sorted(self.entries, key=lambda entry: entry.city_class)
        return [list(counts) for _class, counts in groupby(classes, key=lambda entry: entry.city_class)]


@dataclass(frozen=True)
class Measure:
    """One thing that was counted, through the years."""

    code: str
    years: list[YearOfMeasure]

    @property
    def entries(self) -> list[RecordBookEntry]:
        """Every count of the measure, in the order of the years."""
        return [entry for year in self.years for entry in year.entries]


def measures(entries: Iterable[RecordBookEntry]) -> list[Measure]:
    """The counts grouped by measure and year: the measures kept for most years first."""
    grouped: dict[str, dict[int, list[RecordBookEntry]]] = {}
    for entry in entries:
        grouped.setdefault(entry.measure, {}).setdefault(entry.year, []).append(entry)
    found = [
        Measure(code, [YearOfMeasure(year, counts[0].chair, counts) for year, counts in sorted(years.items())])
        for code, years in grouped.items()
    ]
    return sorted(found, key=lambda measure: (-len(measure.years), measure.code))


def _differ(counts: list[RecordBookEntry]) -> bool:
    return len({(entry.value, entry.unit) for entry in counts}) > 1


def _may_be_of_one_day(counts: list[RecordBookEntry]) -> bool:
    return any(
        one.value != other.value and (one.as_of.startswith(other.as_of) or other.as_of.startswith(one.as_of))
        for place, one in enumerate(counts)
        for other in counts[place + 1 :]
    )
