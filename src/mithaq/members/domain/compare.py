"""What an import would do, computed from its file, its columns, the answers given, and the record as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mithaq.core.contacts.columns import by_place, guessed, heading_row, headings_of, likeness_of_headings
from mithaq.core.contacts.comparison import compared
from mithaq.core.contacts.entries import Entry, entries_of
from mithaq.core.contacts.headings import Column
from mithaq.core.contacts.outcome import Comparison, Known, Otherwise, Thing
from mithaq.core.contacts.words import Words, folded
from mithaq.core.sheets.table import Sheet, Workbook
from mithaq.core.text import searchable
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import classes_of
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.foundation.uploads.reading import read_sheets
from mithaq.foundation.uploads.vocabulary import Unreadable, sentence_of_table
from mithaq.members.models import Channel, FocalPoint, Import, KnownHeadings, Membership
from mithaq.members.vocabulary import ALSO_CALLED, FOCAL_POINTS_ARE_CALLED, GRAVE_ROLES, NUMBERS, Standing

#: So many files are kept in memory as they were read; a preview is looked at several times.
_REMEMBERED = 4


def sheets_of(file: Upload) -> Workbook:
    """The sheets of a file that was brought, read once. Raises `Unreadable` where it cannot be read."""
    found = _read.get(file.sha256)
    if found is None:
        found = read_sheets(content_of(file))
        while len(_read) >= _REMEMBERED:
            _read.pop(next(iter(_read)), None)
        _read[file.sha256] = found
    return found


_read: dict[str, Workbook] = {}


def forget_sheets(file: Upload) -> None:
    """Drop what was read out of a file whose content is erased."""
    _read.pop(file.sha256, None)


def names_somebody(file: Upload, is_named_in: Callable[[str], bool]) -> bool:
    """Whether a cell of a file names somebody. False for a file that cannot be read: then nobody reads it either."""
    try:
        book = sheets_of(file)
    except (Unreadable, NotAsReceived):
        return False
    return any(is_named_in(cell) for sheet in book.sheets for row in sheet.rows for cell in row.cells)


def book_of(brought: Import) -> Workbook:
    """The sheets of an import's file. It was read when it came in; raises `Refused` where it cannot be read now."""
    if brought.file.forgotten_at is not None:
        raise Refused(ERASED)
    try:
        return sheets_of(brought.file)
    except Unreadable as unreadable:
        raise Refused(sentence_of_table(unreadable)) from None


ERASED = _(
    "The file of this list was erased together with the name of a person in it. What was taken over stays. Bring the "
    "list again without that person, if something in it is still to be taken over."
)


def sheet_of(brought: Import) -> Sheet:
    """The sheet that an import reads. Raises `Refused` as `book_of` does."""
    return book_of(brought).sheets[brought.sheet]


def columns_for(sheet: Sheet, heading: int, cycle: Cycle) -> dict[int, Column]:
    """What each column says: as it was settled for these headings before, else as it is guessed by the words of the
    year."""
    headings = headings_of(sheet, heading)
    kept = KnownHeadings.objects.filter(likeness=likeness_of_headings(headings)).first()
    if kept is not None:
        return by_place(headings, kept.columns)
    return guessed(headings, [row for row in sheet.rows if row.number > heading], words_for(cycle))


def first_sheet(book: Workbook) -> int:
    """The place of the first sheet that is shown and has headings that are known; else of the first with rows."""
    shown = [place for place, sheet in enumerate(book.sheets) if sheet.rows and not sheet.is_hidden]
    for place in shown:
        sheet = book.sheets[place]
        if guessed(headings_of(sheet, heading_row(sheet)), ()):
            return place
    return (shown or [place for place, sheet in enumerate(book.sheets) if sheet.rows])[0]


_compared: Memory[Comparison] = Memory(2)


def comparison_of(brought: Import, at: datetime) -> Comparison:
    """What the import would do if it were played at that time. Six queries, however long the list; none again until
    the next act, so that a long preview is leafed through quickly."""
    return _compared.recall(brought.pk, at, lambda: _comparison_of(brought, at))


def _comparison_of(brought: Import, at: datetime) -> Comparison:
    return compared(entries_in(brought), known(brought, at), brought.answers, Otherwise(**brought.otherwise))


def entries_in(brought: Import) -> Iterator[Entry]:
    """What each row of an import says, read as it was settled. Raises `Refused` as `book_of` does."""
    columns = {int(place): Column(column) for place, column in brought.columns.items()}
    return entries_of(sheet_of(brought), brought.heading, columns, words_for(brought.cycle))


def known(brought: Import, at: datetime) -> Iterator[Known]:
    """The record as it concerns lists of contacts: organisations, running memberships, persons, seats that are held."""
    refs: dict[int, str] = {}
    days: dict[int, date] = {}
    rows = Organisation.objects.filter(merged_into=None).values_list(
        "pk", "public_id", "name", "kind", "country", "time_zone"
    )
    for pk, ref, name, kind, country, zone in rows:
        refs[pk], days[pk] = ref, _day_in(zone, at)
        fields = {**_named("name", name), "kind": kind, "country": country, "time_zone": zone}
        yield Known(Thing.ORGANISATION, ref, fields)
    running = Membership.objects.filter(
        cycle=brought.cycle, ends__isnull=True, is_living=True, organisation__merged_into=None
    )
    for ref, organisation, standing, starts in running.values_list("public_id", "organisation", "standing", "starts"):
        fields = {"standing": standing, "since": starts.isoformat()}
        yield Known(Thing.MEMBERSHIP, ref, fields, refs[organisation])
    seats = Seat.objects.filter(organisation__merged_into=None, person__merged_into=None).values_list(
        "public_id", "person", "organisation", "role", "title", "starts", "ends"
    )
    held = [seat for seat in seats if seat[5] <= days[seat[2]] and (seat[6] is None or days[seat[2]] <= seat[6])]
    guarded = {person for _ref, person, _organisation, role, *_more in held if role in GRAVE_ROLES}
    persons: dict[int, str] = {}
    living = Person.objects.filter(merged_into=None)
    worded = ("name", "family", "honorific", "pronunciation")
    for pk, ref, email, languages, *words_ in living.values_list("pk", "public_id", "email", "languages", *worded):
        persons[pk] = ref
        fields = {"email": email.lower(), "languages": ",".join(languages)}
        fields |= {
            key: text for name, said in zip(worded, words_, strict=True) for key, text in _named(name, said).items()
        }
        yield Known(Thing.PERSON, ref, fields, is_guarded=pk in guarded)
    for ref, person, organisation, role, title, *_days in held:
        fields = {"role": role, **_named("title", title)}
        yield Known(Thing.SEAT, ref, fields, refs[organisation], persons[person])
    yield from _reached(persons)
    yield from _focal_points({ref: days[organisation] for ref, _person, organisation, *_more in held}, at)


def _reached(persons: Mapping[int, str]) -> Iterator[Known]:
    """The numbers at which persons are reached."""
    numbers = Channel.objects.filter(kind__in=NUMBERS, is_living=True)
    for ref, person, kind, value in numbers.values_list("public_id", "person", "kind", "value"):
        if person in persons:
            yield Known(Thing.CHANNEL, ref, {kind: value}, person=persons[person])


def _focal_points(days: Mapping[str, date], at: datetime) -> Iterator[Known]:
    """The focal points on the days that it is in their organisations, by their seats."""
    tasks = FocalPoint.objects.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at))
    for ref, seat, starts, ends in tasks.values_list("public_id", "seat__public_id", "starts", "ends"):
        if seat in days and starts <= days[seat] and (ends is None or days[seat] <= ends):
            yield Known(Thing.FOCAL_POINT, ref, {"focal_point": "yes"}, seat=seat)


@lru_cache(maxsize=1000)
def _day_in(zone: str, at: datetime) -> date:
    """The day it is in a zone: seats begin and end at its midnight."""
    return at.astimezone(ZoneInfo(zone)).date()


def _named(field: str, words_: Mapping[str, str]) -> dict[str, str]:
    return {f"{field}_{language}": text for language, text in words_.items()}


def words_for(cycle: Cycle) -> Words:
    """The words of choices, those in which the group itself speaks of its classes among them: they come first."""
    own = [(name, standing) for standing, title in classes_of(cycle).items() for name in title.values()]
    return replace(words(), standings={**words().standings, **folded(own)})


@lru_cache(maxsize=1)
def words() -> Words:
    """The words of choices: codes, labels in every language of the interface, and what else they are called."""
    return Words(
        kinds=_called(Kind),
        standings=_called(Standing),
        roles=_called(Role),
        grave=frozenset(GRAVE_ROLES),
        zones=frozenset(available_timezones()),
        focal=frozenset(map(searchable, FOCAL_POINTS_ARE_CALLED.split("|"))),
    )


def _called(choices: type[Kind] | type[Standing] | type[Role]) -> dict[str, str]:
    named = [(str(code), str(code)) for code in choices.values]
    for language, _name in settings.LANGUAGES:
        with override(language):
            named += [(_said(label), str(code)) for code, label in choices.choices]
            if choices is Standing:
                named += [(str(Standing(code).heading), str(code)) for code in choices.values]
    also = ((word, str(code)) for code, called in ALSO_CALLED[choices].items() for word in called.split("|"))
    return folded([*named, *also])


def _said(label: str | Promise) -> str:
    return str(label)
