"""The text under the group's signature, and its hand-over, in a cycle's files: `declarations` of the YAML file, which a
folder may lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mithaq.endorsements.domain.declare import sign_declaration
from mithaq.endorsements.domain.hand_over import acknowledge, hand_over
from mithaq.endorsements.queries.handed import latest_signed
from mithaq.foundation.permissions import Refused
from mithaq.rehearsal.records import Line
from mithaq.rehearsal.signing import seal_of

if TYPE_CHECKING:  # the script reads the lines, and the scenes play them: both import this module
    from mithaq.rehearsal.scenes import Played, Scene
    from mithaq.rehearsal.settings import Settings


@dataclass(frozen=True)
class HandedLine(Line):
    """A hand-over of a signed declaration, and the receiver's word; the latter may be owed yet."""

    receiver: str
    into_hands: str
    place: str
    by: str
    at: datetime
    acknowledged_by: str
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class DeclarationLine(Line):
    """A signing of the declaration, and where it went."""

    signed_by: str
    signed_at: datetime
    handed: tuple[HandedLine, ...]


def declaration_of(part: Settings, organisations: set[str], seats: set[str]) -> DeclarationLine:
    """One entry of `declarations`."""
    return DeclarationLine(
        part.file,
        part.line,
        signed_by=part.reference("signed_by", seats),
        signed_at=part.instant("signed_at"),
        handed=tuple(_handed(one, organisations, seats) for one in part.items("handed_over")),
    )


def _handed(part: Settings, organisations: set[str], seats: set[str]) -> HandedLine:
    acknowledged_at = part.instant_or_none("acknowledged_at")
    return HandedLine(
        part.file,
        part.line,
        receiver=part.reference("to", organisations),
        into_hands=part.text("into_hands", optional=True),
        place=part.text("place", optional=True),
        by=part.reference("by", seats),
        at=part.instant("at"),
        acknowledged_by=part.reference("acknowledged_by", seats, optional=acknowledged_at is None),
        acknowledged_at=acknowledged_at,
    )


def scenes(played: Played, declarations: Iterable[DeclarationLine]) -> Iterator[Scene]:
    """Each signing, hand-over and acknowledgement at its time."""
    from mithaq.rehearsal.scenes import Scene

    for line in declarations:
        yield Scene(line.signed_at, line, partial(_sign, played, line))
        for handed in line.handed:
            yield Scene(handed.at, handed, partial(_hand_over, played, handed))
            if handed.acknowledged_at:
                said = partial(_acknowledge, played, handed, handed.acknowledged_at)
                yield Scene(handed.acknowledged_at, handed, said)


def _sign(played: Played, line: DeclarationLine) -> None:
    seal = seal_of(played.cycle)
    after = latest_signed(played.text, line.signed_at)  # each line of the files is a declaration of its own
    sign_declaration(played.text, after=after, seal=seal, seat=played.seats[line.signed_by], at=line.signed_at)


def _hand_over(played: Played, line: HandedLine) -> None:
    latest = latest_signed(played.text, line.at)
    if latest is None:
        raise Refused(_("A declaration is signed before it is handed over. Put these instants in their order."))
    hand_over(
        latest,
        played.organisations[line.receiver],
        into_hands=line.into_hands,
        place=line.place,
        seat=played.seats[line.by],
        at=line.at,
    )


def _acknowledge(played: Played, line: HandedLine, at: datetime) -> None:
    receiver = played.organisations[line.receiver]
    handed = receiver.handovers.filter(declaration__text=played.text, at__lte=at).last()
    if handed is None:
        raise Refused(_("A declaration is handed over before it is acknowledged. Put these instants in their order."))
    acknowledge(handed, seat=played.seats[line.acknowledged_by], at=at)
