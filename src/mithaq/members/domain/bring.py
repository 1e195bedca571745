"""Bringing a list of contacts, settling how it is read, answering what is doubtful. It changes nobody on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.contacts.columns import by_heading, heading_row, headings_of, likeness_of_headings
from mithaq.core.contacts.headings import Column
from mithaq.core.contacts.outcome import Otherwise
from mithaq.core.sheets.read import kind_of_table
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.uploads.receive import receive
from mithaq.members.domain.compare import columns_for, first_sheet, sheet_of, sheets_of
from mithaq.members.models import Import, KnownHeadings
from mithaq.members.rules import may_import


def bring(cycle: Cycle, file: File[Any] | IO[bytes], *, seat: Seat, at: datetime) -> Import:
    """Take in a list. The same file from the same seat that was not carried out yet is the same import.

    Raises `Unreadable` for what is no table or not safe to open; then nothing is on record.
    """
    require(may_import(seat, at))
    with transaction.atomic():
        upload = receive(file, seat=seat, at=at, told_by=kind_of_table)
        waiting = Import.objects.filter(cycle=cycle, file=upload, playing__isnull=True).first()
        if waiting is not None:
            return waiting
        book = sheets_of(upload)
        place = first_sheet(book)
        heading = heading_row(book.sheets[place])
        brought = Import.objects.create(
            cycle=cycle,
            file=upload,
            seat=seat,
            brought_at=at,
            sheet=place,
            heading=heading,
            columns=_kept(columns_for(book.sheets[place], heading, cycle)),
            otherwise=vars(Otherwise(role=Role.SHERPA.value, kind=Kind.CITY.value, since=at.date().isoformat())),
        )
        record("import.brought", brought, upload, seat=seat, at=at)
    return brought


def arrange(
    brought: Import,
    *,
    sheet: int,
    heading: int,
    columns: Mapping[int, str],
    otherwise: Otherwise,
    seat: Seat,
    at: datetime,
) -> Import:
    """Settle which sheet is read, where its headings are, what each column says, and what holds where a row is silent.

    What the columns say is kept for the next file with the same headings.
    """
    with transaction.atomic():
        brought = _still_open(brought, seat, at)
        brought.sheet, brought.heading, brought.otherwise = sheet, heading, vars(otherwise)
        brought.columns = _kept({place: Column(column) for place, column in columns.items()})
        brought.save()
        headings = headings_of(sheet_of(brought), heading)
        KnownHeadings.objects.update_or_create(
            likeness=likeness_of_headings(headings), defaults={"columns": by_heading(headings, columns)}
        )
        record("import.arranged", brought, seat=seat, at=at)
    return brought


def answer_doubts(brought: Import, answers: Mapping[str, str], *, seat: Seat, at: datetime) -> Import:
    """Keep a person's answers to whether two are one; an empty answer takes an earlier one back."""
    with transaction.atomic():
        brought = _still_open(brought, seat, at)
        brought.answers = {key: said for key, said in {**brought.answers, **answers}.items() if said}
        brought.save(update_fields=["answers"])
        record("import.answered", brought, seat=seat, at=at, facts={"answers": len(answers)})
    return brought


def _still_open(brought: Import, seat: Seat, at: datetime) -> Import:
    require(may_import(seat, at))
    brought = Import.objects.select_for_update(of=("self",)).select_related("file", "cycle").get(pk=brought.pk)
    if hasattr(brought, "playing"):
        raise Refused(_("This list has been taken over already. Nothing was changed. Bring it again to change more."))
    return brought


def _kept(columns: Mapping[int, Column]) -> dict[str, str]:
    return {str(place): str(column) for place, column in columns.items()}
