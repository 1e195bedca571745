"""Who may admit and examine, who may read mandates, and who may change what is on record of whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Mandate, Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, is_seated, only_if

#: The roles through which an organisation keeps the record of its own people.
FOCAL = (Role.SHERPA,)


def may_admit(seat: Seat | None, at: datetime) -> Verdict:
    """Admitting organisations, persons, seats and mandates is the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_read_mandates(seat: Seat | None, at: datetime) -> Verdict:
    """Whoever holds a seat, but the press; which mandates is for `mandates_visible_to`."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None and seat.role != Role.PRESS, _("Mandates are not shown to seats of the press.")
        ),
    )


def may_examine(seat: Seat, mandate: Mandate, at: datetime) -> Verdict:
    """An examiner sits in the secretariat, is not the mandate's own person, and examines a mandate once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            mandate.seat.person_id != seat.person_id,
            _("Nobody may examine their own mandate. Nothing was changed."),
        ),
        lambda: only_if(
            all(found.examiner.person_id != seat.person_id for found in mandate.examinations.all()),
            _("You have already examined this mandate. The second examiner must be another person."),
        ),
    )


def stands_for_itself(thing: Organisation | Person) -> Verdict:
    """What was merged into another record is changed there."""
    return only_if(
        thing.merged_into_id is None, _("This record was merged into another one, which is the one to change.")
    )


def may_read_persons(seat: Seat | None, at: datetime) -> Verdict:
    """Whoever holds a seat, but the press; which persons, and what of them, is for the queries."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None and seat.role != Role.PRESS, _("Persons are not shown to seats of the press.")
        ),
    )


def may_keep_persons(seat: Seat | None, at: datetime) -> Verdict:
    """Who changes the record of persons at all; of which ones is for `may_edit_person`."""
    return has_role(seat, at, Role.SECRETARIAT, *FOCAL)


def may_enter_office(seat: Seat | None, organisation: Organisation, at: datetime) -> Verdict:
    """The secretariat for every organisation; for its own, whoever is its focal point."""
    if seat is not None and seat.organisation_id == organisation.pk:
        return has_role(seat, at, Role.SECRETARIAT, *FOCAL)
    return has_role(seat, at, Role.SECRETARIAT)


def may_edit_person(seat: Seat | None, person: Person, at: datetime) -> Verdict:
    """The secretariat; and the focal point of an organisation, for persons who sit or hold office there and nowhere
    else: of a person in two cities neither city may rewrite what the other relies on."""
    kept = only_if(
        person.merged_into_id is None and not hasattr(person, "erasure"),
        _("This person's record was merged or erased and is changed no more."),
    )
    if not kept or seat is None or seat.role not in FOCAL:
        return first_refusal(kept, has_role(seat, at, Role.SECRETARIAT))
    homes = {one.organisation_id for rows in (person.seats, person.offices) for one in rows.all()}
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            homes == {seat.organisation_id},
            _("Only the secretariat may change the record of a person who acts for another organisation too."),
        ),
    )


def may_change_address(seat: Seat | None, at: datetime) -> Verdict:
    """The address opens the door: whoever could change it could sign in as its person. So it is the secretariat's."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_take_back(seat: Seat | None, mistaken: Any, at: datetime) -> Verdict:
    """Once; by the secretariat, or by the focal point what belongs to its own people."""
    standing = only_if(mistaken.is_living, _("This has already been taken back. Nothing was changed."))
    kind = mistaken._meta.model_name
    if kind == "office":
        return first_refusal(standing, lambda: may_enter_office(seat, mistaken.organisation, at))
    if kind == "channel":
        return first_refusal(standing, lambda: may_edit_person(seat, mistaken.person, at))
    return first_refusal(standing, lambda: may_admit(seat, at))


def may_merge(seat: Seat | None, kept: Organisation | Person, gone: Organisation | Person, at: datetime) -> Verdict:
    """The secretariat; two records that are two, and neither merged or erased already."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(kept.pk != gone.pk, _("These are one and the same record. Nothing was changed.")),
        lambda: stands_for_itself(kept),
        lambda: stands_for_itself(gone),
        lambda: only_if(
            not hasattr(kept, "erasure") and not hasattr(gone, "erasure"),
            _("The record of a person whose name was erased is not merged with another."),
        ),
        lambda: only_if(
            seat is not None
            and gone.pk != (seat.organisation_id if isinstance(gone, Organisation) else seat.person_id),
            _("The seat in which you act hangs on this record. Merge the other one into it instead."),
        ),
    )


def may_export_person(seat: Seat | None, person: Person, at: datetime) -> Verdict:
    """All that is on record of a person goes to the person and to the secretariat, which answers for it."""
    if seat is not None and seat.person_id == person.pk:
        return is_seated(seat, at)
    return has_role(seat, at, Role.SECRETARIAT)


def may_erase(seat: Seat | None, person: Person, at: datetime) -> Verdict:
    """The secretariat, once, and nobody themselves: whoever erased their own name would leave the act to nobody."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(not hasattr(person, "erasure"), _("This person's name has already been erased.")),
        lambda: only_if(
            seat is not None and seat.person_id != person.pk,
            _("Nobody erases their own name. Another member of the secretariat does it."),
        ),
    )
