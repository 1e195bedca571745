"""The endorsements of a cycle's files: given, documented from a publication, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Clause
from mithaq.endorsements.domain.endorse import document, endorse, withdraw
from mithaq.endorsements.vocabulary import Method
from mithaq.foundation.permissions import Refused
from mithaq.foundation.thread.queries import ids_after
from mithaq.rehearsal.records import EndorsementLine

if TYPE_CHECKING:  # the scenes play these, and import this module
    from mithaq.rehearsal.scenes import Played, Scene


def scenes(played: Played, endorsements: Iterable[EndorsementLine]) -> Iterator[Scene]:
    """Each endorsement at its time, and each withdrawal."""
    from mithaq.rehearsal.scenes import Scene

    for line in endorsements:
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
    seat = played.seats[line.seat]
    if seat.organisation_id != organisation.pk:
        raise Refused(_("The seat of this row does not belong to the organisation of this row."))
    if played.text.endorsements.filter(organisation=organisation, is_living=True).exists():
        raise Refused(_("This organisation has already endorsed the text. Its row stands twice."))
    freezing = getattr(played.text, "freezing", None)
    played.endorsements[line.key] = endorse(
        played.text,
        freezing.hash if freezing else "",
        languages=line.languages or played.script.authentic,
        may_be_named=line.may_be_named,
        reservation=line.reservation,
        reserved_clause=_clause_of(played, line.reserved_point),
        seat=seat,
        at=line.at,
    )


def _withdraw(played: Played, line: EndorsementLine) -> None:
    seat = played.seats[line.withdrawn_by or line.seat]
    if line.withdrawn_at:
        withdraw(played.endorsements[line.key], line.withdrawal_reason, seat=seat, at=line.withdrawn_at)


def _clause_of(played: Played, point: str) -> Clause | None:
    if not point:
        return None
    became = ids_after(played.points[point], "communique.clause")
    return Clause.objects.get(text=played.text, public_id__in=became)
