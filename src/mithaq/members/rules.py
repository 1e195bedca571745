"""Who may admit and examine, who may read mandates, and who may change what is on record of whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.delegations import Delegation
from mithaq.foundation.actors.models import Mandate, Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, is_seated, no, only_if
from mithaq.foundation.permissions.mandates import is_contested, is_refused, mandates_in_force, proxies_in_force
from mithaq.foundation.things import Reference
from mithaq.members.models import Merger
from mithaq.members.queries import is_focal_point, membership_of
from mithaq.members.queries.proxies import most_proxies
from mithaq.members.vocabulary import CITIES, LENT

MUST_BE_HELD = _("This seat is not held on this day. Nothing was changed.")

#: The roles through which an organisation keeps the record of its own people.
FOCAL = (Role.SHERPA,)


def may_begin(seat: Seat | None, at: datetime) -> Verdict:
    """The first year is begun while nobody holds a seat; who may is asked by the one-time code."""
    return only_if(not Seat.objects.exists(), _("The house has already been founded. Nothing was changed."))


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
    if seat is not None and keeps_its_own(seat, at):
        return is_seated(seat, at)
    return has_role(seat, at, Role.SECRETARIAT)


def keeps_its_own(seat: Seat, at: datetime) -> bool:
    """Whether a seat keeps the record of its own organisation's people: a sherpa, or whoever is its focal point."""
    return seat.role in FOCAL or (seat.role not in (Role.PRESS, Role.AUDITOR) and is_focal_point(seat, at))


def may_enter_office(seat: Seat | None, organisation: Organisation, at: datetime) -> Verdict:
    """The secretariat for every organisation; for its own, whoever is its focal point."""
    if seat is not None and seat.organisation_id == organisation.pk and keeps_its_own(seat, at):
        return is_seated(seat, at)
    return has_role(seat, at, Role.SECRETARIAT)


def may_edit_person(seat: Seat | None, person: Person, at: datetime) -> Verdict:
    """The secretariat; and the focal point of an organisation, for persons who sit or hold office there and nowhere
    else: of a person in two cities neither city may rewrite what the other relies on."""
    kept = only_if(
        person.merged_into_id is None and not hasattr(person, "erasure"),
        _("This person's record was merged or erased and is changed no more."),
    )
    if not kept or seat is None or seat.role == Role.SECRETARIAT or not keeps_its_own(seat, at):
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
    if kind in ("channel", "photo"):
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


def may_unmerge(seat: Seat | None, merger: Merger, kept: Organisation | Person, at: datetime) -> Verdict:
    """The secretariat, the latest merger of a record first, and nobody's whose name was erased."""
    later = Merger.objects.filter(kept=merger.kept, pk__gt=merger.pk, unmerging=None)
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(not hasattr(merger, "unmerging"), _("This merger has already been undone.")),
        lambda: only_if(
            not hasattr(kept, "erasure") and bool(merger.fields),
            _("This person's name was erased, so nobody can say any more which of the two was which."),
        ),
        lambda: only_if(
            kept.merged_into_id is None and not later.exists(),
            _("A later merger concerns the same record. Undo that one first. Nothing was changed."),
        ),
    )


def may_hand_in(seat: Seat | None, organisation: Organisation, at: datetime) -> Verdict:
    """The secretariat hands in mandates for everybody, a sherpa or focal point for their own organisation."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None
            and (
                seat.role == Role.SECRETARIAT
                or (
                    seat.organisation_id == organisation.pk
                    and (seat.role == Role.SHERPA or (seat.role != Role.PRESS and is_focal_point(seat, at)))
                )
            ),
            _("Mandates are handed in by the organisation's sherpa or focal point, or by the secretariat."),
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


def contests_mandates_of(seat: Seat | None, organisation: Organisation, at: datetime) -> Verdict:
    """The secretariat, and whoever sits for the organisation."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None
            and seat.role not in (Role.PRESS, Role.AUDITOR)
            and (seat.role == Role.SECRETARIAT or seat.organisation_id == organisation.pk),
            _("A mandate is contested by the secretariat or by somebody who sits for the same organisation."),
        ),
    )


def may_contest(seat: Seat | None, mandate: Mandate, at: datetime) -> Verdict:
    """Another person than the holder, once at a time, and while there is something to contest."""
    return first_refusal(
        contests_mandates_of(seat, mandate.seat.organisation, at),
        lambda: only_if(
            seat is not None and seat.person_id != mandate.seat.person_id,
            _("Nobody contests their own mandate. Ask the secretariat to end it instead. Nothing was changed."),
        ),
        lambda: only_if(
            not is_contested(mandate, at), _("This mandate is contested already, and the chair has not decided yet.")
        ),
        lambda: only_if(not is_refused(mandate, at), _("This mandate does not count, so there is nothing to contest.")),
    )


def the_chair(seat: Seat | None, at: datetime) -> Verdict:
    """Seats of the chair."""
    return has_role(seat, at, Role.CHAIR)


def may_decide(seat: Seat | None, mandate: Mandate, at: datetime) -> Verdict:
    """The chair decides on a contested mandate, but not on the chair's own, nor on a contest of the chair's own."""
    return first_refusal(
        the_chair(seat, at),
        lambda: only_if(is_contested(mandate, at), _("Nobody contests this mandate any more. Nothing was changed.")),
        lambda: only_if(
            seat is not None
            and seat.person_id != mandate.seat.person_id
            and all(seat.person_id != contest.seat.person_id for contest in mandate.contests.all()),
            _("Whoever holds or contests a mandate does not decide on it. Nothing was changed."),
        ),
    )


def may_record_delegation(seat: Seat | None, giver: Seat, at: datetime) -> Verdict:
    """The giver, or the secretariat from the giver's letter."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None and (seat.pk == giver.pk or seat.role == Role.SECRETARIAT),
            _("Only the seat that holds the mandate delegates it, or the secretariat enters its letter."),
        ),
    )


def may_be_delegated(giver: Seat, receiver: Seat, scope: Scope, at: datetime) -> Verdict:
    """A mandate of one's own is delegated to another person who sits for the same organisation."""
    if not giver.is_held(at) or not receiver.is_held(at):
        return no(_("One of these seats is not held on this day, so nothing can be delegated. Nothing was changed."))
    return first_refusal(
        only_if(
            giver.organisation_id == receiver.organisation_id and giver.person_id != receiver.person_id,
            _("A mandate is delegated to another person who sits for the same organisation. Nothing was changed."),
        ),
        lambda: only_if(
            any(mandate.seat_id == giver.pk for mandate in mandates_in_force(giver, scope, at)),
            _("Whoever delegates this must hold an examined mandate for it on this day. Nothing was changed."),
        ),
    )


def may_be_lent(cycle: Cycle, giver: Seat, receiver: Seat, scope: Scope, matter: Reference, at: datetime) -> Verdict:
    """A city gives a vote or a signature to a seat of another member city, as far as the rules of the year let one seat
    hold proxies, and to one seat at a time."""
    most = most_proxies(cycle, at)
    held = len(proxies_in_force(receiver, at)) if most else 0
    return first_refusal(
        only_if(most > 0, NO_PROXIES),
        lambda: only_if(
            giver.is_held(at) and receiver.is_held(at),
            _("One of these seats is not held on this day, so no proxy can be given. Nothing was changed."),
        ),
        lambda: only_if(
            scope in LENT,
            _("Only a vote or a signature is given to another city. To speak and negotiate it has to be present."),
        ),
        lambda: only_if(
            all(_is_a_city_of(cycle, one, at) for one in (giver.organisation, receiver.organisation))
            and receiver.role in (Role.SHERPA, Role.MAYOR)
            and giver.person_id != receiver.person_id,
            _("A proxy is given by one member city to the sherpa or mayor of another. Nothing was changed."),
        ),
        lambda: only_if(
            any(mandate.seat_id == giver.pk for mandate in mandates_in_force(giver, scope, at)),
            _("Whoever gives a proxy must hold an examined mandate for it on this day. Nothing was changed."),
        ),
        lambda: only_if(
            not _is_lent_already(giver.organisation, scope, matter, at),
            _("This city has given a proxy for this already. Take that one back first. Nothing was changed."),
        ),
        lambda: only_if(
            held < most, _("This person holds as many proxies as the rules of the year allow. Nothing was changed.")
        ),
    )


NO_PROXIES = _("By the rules of this year no city acts for another. Nothing was changed.")


def proxies_count(cycle: Cycle, at: datetime) -> Verdict:
    """Whether the rules of the year let a city act for another at all."""
    return only_if(most_proxies(cycle, at) > 0, NO_PROXIES)


def _is_a_city_of(cycle: Cycle, organisation: Organisation, at: datetime) -> bool:
    membership = membership_of(cycle, organisation, at)
    return membership is not None and membership.standing in CITIES


def _is_lent_already(organisation: Organisation, scope: Scope, matter: Reference, at: datetime) -> bool:
    """Whether a proxy of the organisation that has not ended covers the same: for the same text, or for everything."""
    day = at.astimezone(organisation.zone).date()
    given = Delegation.objects.filter(giver__organisation=organisation, scope=scope, at__lte=at, recall=None)
    given = given.exclude(receiver__organisation=organisation).filter(Q(ends__isnull=True) | Q(ends__gte=day))
    if matter[1]:
        given = given.filter(Q(matter="") | Q(matter_kind=matter[0], matter=matter[1]))
    return given.exists()


def may_recall(seat: Seat | None, delegation: Delegation, at: datetime) -> Verdict:
    """The giver or the secretariat takes back a delegation that has not been taken back yet."""
    return first_refusal(
        may_record_delegation(seat, delegation.giver, at),
        lambda: only_if(
            not hasattr(delegation, "recall"), _("This delegation has already been taken back. Nothing was changed.")
        ),
    )


def may_invite(seat: Seat | None, organisation: Organisation, at: datetime) -> Verdict:
    """The organisation's focal point, or the secretariat, admits its colleagues."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None
            and (
                seat.role == Role.SECRETARIAT or (seat.organisation_id == organisation.pk and is_focal_point(seat, at))
            ),
            _("Colleagues are admitted by the organisation's focal point or by the secretariat."),
        ),
    )


def may_import(seat: Seat | None, at: datetime) -> Verdict:
    """Lists of contacts are the secretariat's: they admit, seat and change many at once."""
    return may_admit(seat, at)


def may_read_addresses(seat: Seat | None, at: datetime) -> Verdict:
    """Whoever holds a seat, but the press: the secretariat reads every address, others those of their own people."""
    return first_refusal(
        is_seated(seat, at),
        lambda: only_if(
            seat is not None and seat.role != Role.PRESS, _("Addresses are not shown to seats of the press.")
        ),
    )
