"""What leaves the house as files: who takes part, how to reach them, the empty sheet, the rows that were refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi, gettext

from mithaq.core.contacts.cards import written
from mithaq.core.contacts.columns import headings_of
from mithaq.core.contacts.headings import OWN_HEADINGS, REASON_HEADING, Column
from mithaq.core.contacts.outcome import State
from mithaq.core.sheets.written import separated_values
from mithaq.core.sheets.written_book import Written, workbook
from mithaq.core.text import western_digits
from mithaq.cycle.queries import current_cycle
from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.actors.queries import seats_held
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.languages.formats import name_of_language
from mithaq.foundation.permissions.pages import everyone, page
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import SoughtByName
from mithaq.foundation.ui.paging import page_of
from mithaq.members.domain.compare import comparison_of, sheet_of
from mithaq.members.models import Channel
from mithaq.members.queries import members
from mithaq.members.queries.classes import class_choices, class_word
from mithaq.members.queries.lists import address_book, focal_points_among, imports_visible_to, numbers_of, seats_named
from mithaq.members.rules import may_import, may_read_addresses
from mithaq.members.vocabulary import GRAVE_ROLES, NUMBERS, ChannelKind, Standing
from mithaq.members.web.cards import cards_of
from mithaq.members.web.import_words import STATES, place_of, reason_of

SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(everyone)
def participants(request: Request, ending: str) -> HttpResponse:
    """Who takes part in the year, by class, as of a day (`?as_of=`) and in one class (`?standing=`): XLSX or CSV.

    Organisations are public. Whoever holds a seat also reads who sits for each, as on its page; addresses are not here.
    """
    cycle = current_cycle()
    if cycle is None or ending not in ("xlsx", "csv"):
        raise Http404
    then = _end_of(request.GET.get("as_of", ""), request.at)
    standing = request.GET.get("standing", "")
    wanted = [standing] if standing in Standing.values else list(Standing)
    sitting = _sitting(then) if request.seat else {}
    columns = (*_OF_ORGANISATIONS, *(_OF_PERSONS if request.seat else ()))
    rows: list[list[object]] = []
    for member in members(cycle, then, wanted):
        said = {
            **_organisation(member.organisation),
            Column.STANDING: class_word(member.standing, cycle),
            Column.SINCE: member.starts,
        }
        persons = [_person(seat) for seat in sitting.get(member.organisation_id, ())]
        rows += [_row(columns, {**said, **person}) for person in persons or [{}]]
    return _file(f"participants-{then.date()}", ending, gettext("Participants"), columns, rows, request.at)


@page(may_read_addresses)
def addresses(request: SeatedRequest) -> HttpResponse:
    """The address book: for the secretariat all who hold a seat, for the others those of their own organisation."""
    form = SoughtByName(request.GET)
    held = address_book(request.seat, request.at)
    page = page_of(seats_named(form.words, request.seat, request.at) if form.words else held, request)
    shown = {
        "form": form,
        "page": page,
        "listed": held.filter(pk__in=list(page)) if form.words else page.object_list,
        "is_everybody": request.seat.role == Role.SECRETARIAT,
    }
    return answer(request, "members/addresses.html", shown)


@page(may_read_addresses)
def address_file(request: SeatedRequest, ending: str) -> HttpResponse:
    """The address book as XLSX, CSV or cards (vCard 4.0). It can be brought again as a list."""
    held = address_book(request.seat, request.at)
    name = f"addresses-{request.at.date()}"
    if ending == "vcf":
        return _attached(
            written(cards_of(held, request.seat, request.at)).encode(), "text/vcard; charset=utf-8", f"{name}.vcf"
        )
    if ending not in ("xlsx", "csv"):
        raise Http404
    columns = (*_OF_ORGANISATIONS[:4], Column.TIME_ZONE, *_OF_PERSONS[:2], *_OF_CONTACTS, *_OF_PERSONS[2:])
    seats = list(held)
    numbers, focal = numbers_of(seats), focal_points_among(seats, request.at)
    rows = [
        _row(
            columns,
            {
                **_organisation(seat.organisation),
                **_person(seat),
                **_contact(seat.person, numbers.get(seat.person_id, ())),
                Column.FOCAL_POINT: gettext("yes") if seat.pk in focal else "",
            },
        )
        for seat in seats
    ]
    return _file(name, ending, gettext("Address book"), columns, rows, request.at)


@page(may_import)
def empty_sheet(request: SeatedRequest) -> HttpResponse:
    """A sheet with the headings that are known, and one with the words that may stand below them."""
    headings = list(_headings().values())
    words = [
        [headings[list(_headings()).index(column)], str(label)]
        for column, choices in (
            (Column.KIND, Kind.choices),
            (Column.STANDING, class_choices()),
            (Column.ROLE, [choice for choice in Role.choices if choice[0] not in GRAVE_ROLES]),
            (Column.LANGUAGES, [(code, name_of_language(code)) for code, _name in settings.LANGUAGES]),
            (Column.FOCAL_POINT, [("yes", gettext("yes"))]),
        )
        for _code, label in choices
    ]
    sheets = [
        Written(gettext("Contacts"), [headings]),
        Written(gettext("Words"), [[gettext("Column"), gettext("Word")], *words]),
    ]
    return _attached(workbook(sheets, right_to_left=get_language_bidi(), at=request.at), SHEETS, "contacts.xlsx")


@page(may_import)
def refused_rows(request: SeatedRequest, public_id: str) -> HttpResponse:
    """The rows that are refused, still to be answered or taken over without something, as they came, each after its
    reason: to be mended and brought again."""
    brought = get_object_or_404(imports_visible_to(request.seat, request.at), public_id=public_id)
    sheet = sheet_of(brought)
    cells = {row.number: row.cells for row in sheet.rows}
    rows: list[list[object]] = [
        [REASON_HEADING.get(get_language(), REASON_HEADING["en"]), *headings_of(sheet, brought.heading)]
    ]
    for line in comparison_of(brought, request.at).lines:
        wrong = (*line.entry.faults, *line.entry.left_out)
        if line.state in (State.REFUSED, State.ASKED) or (wrong and line.state is not State.LEFT_OUT):
            reasons = [f"{place_of(fault, line.number)} {reason_of(fault)}".strip() for fault in wrong]
            rows.append([" ".join(reasons) or str(STATES[line.state]), *cells[line.number]])
    if len(rows) == 1:
        raise Http404
    content = workbook([Written(gettext("Refused"), rows)], right_to_left=get_language_bidi(), at=request.at)
    return _attached(content, SHEETS, f"refused-{brought.public_id}.xlsx")


_OF_ORGANISATIONS = (
    Column.ORGANISATION_EN, Column.ORGANISATION_AR, Column.KIND, Column.COUNTRY, Column.STANDING, Column.SINCE,
)  # fmt: skip
#: How a person is addressed and reached, for those who read the address book.
_OF_CONTACTS = (
    Column.FAMILY_NAME_EN, Column.FAMILY_NAME_AR, Column.HONORIFIC_EN, Column.HONORIFIC_AR, Column.PRONUNCIATION_EN,
    Column.PRONUNCIATION_AR, Column.LANGUAGES, Column.EMAIL, Column.TELEPHONE, Column.MOBILE, Column.FOCAL_POINT,
)  # fmt: skip
_OF_PERSONS = (Column.PERSON_EN, Column.PERSON_AR, Column.ROLE, Column.TITLE_EN, Column.TITLE_AR)


def _organisation(organisation: Any) -> dict[Column, object]:
    return {
        Column.ORGANISATION_EN: organisation.name.get("en", ""),
        Column.ORGANISATION_AR: organisation.name.get("ar", ""),
        Column.KIND: organisation.get_kind_display(),
        Column.COUNTRY: organisation.country,
        Column.TIME_ZONE: organisation.time_zone,
    }


def _person(seat: Seat) -> dict[Column, object]:
    return {
        Column.PERSON_EN: seat.person.name.get("en", ""),
        Column.PERSON_AR: seat.person.name.get("ar", ""),
        Column.ROLE: seat.get_role_display(),
        Column.TITLE_EN: seat.title.get("en", ""),
        Column.TITLE_AR: seat.title.get("ar", ""),
    }


def _contact(person: Person, numbers: Iterable[Channel]) -> dict[Column, object]:
    worded = {"family_name": person.family, "honorific": person.honorific, "pronunciation": person.pronunciation}
    said: dict[Column, object] = {
        Column(f"{name}_{language}"): words.get(language, "")
        for name, words in worded.items()
        for language in ("en", "ar")
    }
    by_kind = {kind: [one.value for one in numbers if one.kind == kind] for kind in NUMBERS}
    return {
        **said,
        Column.LANGUAGES: ", ".join(map(name_of_language, person.languages)),
        Column.EMAIL: person.email,
        Column.TELEPHONE: "; ".join(by_kind[ChannelKind.TELEPHONE]),
        Column.MOBILE: "; ".join(by_kind[ChannelKind.MOBILE]),
    }


def _sitting(then: datetime) -> dict[int, list[Seat]]:
    found: dict[int, list[Seat]] = {}
    for seat in seats_held(then):
        found.setdefault(seat.organisation_id, []).append(seat)
    return found


def _headings() -> dict[Column, str]:
    """The headings in the reader's language."""
    return OWN_HEADINGS.get(get_language(), OWN_HEADINGS["en"])


def _row(columns: Sequence[Column], said: Mapping[Column, object]) -> list[object]:
    row = [said.get(column, "") for column in columns]
    return [str(value) if isinstance(value, Promise) else value for value in row]


def _file(
    name: str, ending: str, title: str, columns: Sequence[Column], rows: list[list[object]], at: datetime
) -> HttpResponse:
    headings = _headings()
    table: list[list[object]] = [[headings[column] for column in columns], *rows]
    if ending == "csv":
        return _attached(separated_values(table).encode(), "text/csv; charset=utf-8", f"{name}.csv")
    content = workbook([Written(title, table)], right_to_left=get_language_bidi(), at=at)
    return _attached(content, SHEETS, f"{name}.xlsx")


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _end_of(day: str, at: datetime) -> datetime:
    """The last second of a day that has passed (UTC); now for today, a day to come, or what is no day."""
    try:
        asked = date.fromisoformat(western_digits(day))
    except ValueError:
        return at
    return datetime.combine(asked, time(23, 59, 59), UTC) if asked < at.date() else at
