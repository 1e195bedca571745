"""The endorsements of a cycle's files: given, documented from a publication, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Clause
from mithaq.endorsements.domain.endorse import document, endorse, statement_of, withdraw
from mithaq.endorsements.domain.evidence import Brought, check_evidence, enter_evidence
from mithaq.endorsements.domain.prepare import prepare
from mithaq.endorsements.domain.reserved import Reserved
from mithaq.endorsements.queries import evidence_awaiting, signers_of
from mithaq.endorsements.vocabulary import BROUGHT, Method, Position
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.permissions import Refused
from mithaq.foundation.thread.queries import ids_after
from mithaq.rehearsal.records import EndorsementLine
from mithaq.rehearsal.signing import CHECKED_AFTER, by_passkey, letter_of

if TYPE_CHECKING:  # the scenes play these, and import this module
    from mithaq.rehearsal.scenes import Played, Scene


def scenes(played: Played, endorsements: Iterable[EndorsementLine]) -> Iterator[Scene]:
    """Each endorsement at its time with what went before it, and each withdrawal."""
    from mithaq.rehearsal.scenes import Scene

    for line in endorsements:
        how = line.signed
        if how.prepared_by and how.prepared_at:
            yield Scene(how.prepared_at, line, partial(_prepare, played, line, how.prepared_at))
        if line.method in BROUGHT:
            entered = how.entered_at or line.at - CHECKED_AFTER
            yield Scene(entered, line, partial(_enter, played, line, entered))
            yield Scene(line.at, line, partial(_check, played, line))
        else:
            yield Scene(line.at, line, partial(_endorse, played, line))
        if line.withdrawn_at:
            yield Scene(line.withdrawn_at, line, partial(_withdraw, played, line))


def _endorse(played: Played, line: EndorsementLine) -> None:
    organisation = played.organisations[line.organisation]
    if line.method == Method.LISTED:
        played.endorsements[line.key] = document(
            played.text, organisation, line.source, endorsed=line.at, seat=played.secretariat, at=line.at
        )
        return
    seat = _signer(played, line)
    if played.text.endorsements.filter(organisation=organisation, is_living=True).exists():
        raise Refused(_("This organisation has already endorsed the text. Its row stands twice."))
    reserved, text_hash = _reserved(played, line), _hash(played)
    statement = statement_of(played.text, organisation, text_hash, line.may_be_named, reserved)
    played.endorsements[line.key] = endorse(
        played.text,
        text_hash,
        languages=line.languages or played.script.authentic,
        may_be_named=line.may_be_named,
        reserved=reserved,
        signed=by_passkey(statement, seat) if line.method == Method.PASSKEY else None,
        seat=seat,
        at=line.at,
    )


def _prepare(played: Played, line: EndorsementLine, at: datetime) -> None:
    prepare(
        played.text,
        played.organisations[line.organisation],
        _hash(played),
        may_be_named=line.may_be_named,
        reserved=_reserved(played, line),
        seat=played.seats[line.signed.prepared_by],
        at=at,
    )


def _enter(played: Played, line: EndorsementLine, at: datetime) -> None:
    city, signer = played.organisations[line.organisation], _signer(played, line)
    by = played.seats[line.signed.entered_by] if line.signed.entered_by else played.secretariat
    mandate = next((one for one in signers_of(city, at) if one.seat_id == signer.pk), None)
    if mandate is None:
        raise Refused(_("Whoever signed had no examined mandate to endorse on that day. Nothing was changed."))
    file, validation = letter_of(played.text, signer, line.method, at, by=by)
    brought = Brought(
        method=line.method,
        file=file,
        mandate=mandate,
        signed_on=at.astimezone(city.zone).date(),
        may_be_named=line.may_be_named,
        languages=line.languages or played.script.authentic,
        reserved=_reserved(played, line),
        validation=validation,
    )
    enter_evidence(played.text, city, _hash(played), brought, seat=by, at=at)


def _check(played: Played, line: EndorsementLine) -> None:
    awaiting = evidence_awaiting(played.text, played.organisations[line.organisation])
    by = line.signed.checked_by
    if awaiting is None or not by:
        raise Refused(_("A letter needs somebody who checked it. Fill in the column “checked_by”."))
    made = check_evidence(awaiting, awaiting.text_hash, is_in_order=True, seat=played.seats[by], at=line.at)
    if made is not None:
        played.endorsements[line.key] = made


def _signer(played: Played, line: EndorsementLine) -> Seat:
    seat = played.seats[line.seat]
    if seat.organisation_id != played.organisations[line.organisation].pk:
        raise Refused(_("The seat of this row does not belong to the organisation of this row."))
    return seat


def _hash(played: Played) -> str:
    freezing = getattr(played.text, "freezing", None)
    return freezing.hash if freezing else ""


def _reserved(played: Played, line: EndorsementLine) -> list[Reserved]:
    clause = _clause_of(played, line.reserved_point)
    return [Reserved(line.reservation, clause, line.position or Position.RESERVATION)]


def _withdraw(played: Played, line: EndorsementLine) -> None:
    seat = played.seats[line.withdrawn_by or line.seat]
    if line.withdrawn_at:
        withdraw(played.endorsements[line.key], line.withdrawal_reason, seat=seat, at=line.withdrawn_at)


def _clause_of(played: Played, point: str) -> Clause | None:
    if not point:
        return None
    became = ids_after(played.points[point], "communique.clause")
    return Clause.objects.get(text=played.text, public_id__in=became)
