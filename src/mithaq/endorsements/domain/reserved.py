"""What a city sets beside the text that it endorses: reservations and interpretations, each on a clause or
on the whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Clause, Text
from mithaq.endorsements.models import Endorsement, Reservation
from mithaq.endorsements.vocabulary import Position
from mithaq.foundation.permissions import Refused

#: More than that is another text.
MOST = 12


@dataclass(frozen=True)
class Reserved:
    """One reservation or interpretation, as somebody typed it; `clause` is None for the text as a whole."""

    words: Mapping[str, str]
    clause: Clause | None = None
    kind: str = field(default=Position.RESERVATION)

    @property
    def said(self) -> dict[str, str]:
        """What was said in each language, as far as anything was."""
        return {language: words.strip() for language, words in self.words.items() if words.strip()}

    @property
    def kept(self) -> dict[str, Any]:
        """How it is kept in a preparation, in evidence, and in what a passkey signs."""
        clause = self.clause.public_id if self.clause else ""
        return {"clause": clause, "kind": str(self.kind), "text": self.said}


def kept(reserved: Iterable[Reserved]) -> list[dict[str, Any]]:
    """All that says anything, as it is kept."""
    return [one.kept for one in reserved if one.said]


def as_reserved(text: Text, rows: Sequence[Mapping[str, Any]]) -> list[Reserved]:
    """What was kept, with its clauses found again. One query where there are any."""
    named = [row["clause"] for row in rows if row["clause"]]
    clauses = {one.public_id: one for one in text.clauses.filter(public_id__in=named)} if named else {}
    return [Reserved(row["text"], clauses.get(row["clause"]), row["kind"]) for row in rows]


def check(text: Text, reserved: Sequence[Reserved]) -> list[Reserved]:
    """Those that say anything. Refused where a clause is of another text, or where two speak of one clause in the same
    way."""
    saying = [one for one in reserved if one.said]
    if any(one.clause is not None and one.clause.text_id != text.pk for one in saying):
        raise Refused(_("The clause of the reservation is not part of this text. Nothing was signed."))
    if len({(one.kind, one.clause) for one in saying}) < len(saying):
        raise Refused(_("Two reservations are about the same clause. Write them as one. Nothing was signed."))
    if len(saying) > MOST:
        raise Refused(_("These are too many reservations. Write what belongs together as one. Nothing was signed."))
    return saying


def set_beside(endorsement: Endorsement, reserved: Iterable[Reserved]) -> list[Reservation]:
    """Put what is reserved on record with the endorsement, in its order."""
    return [
        Reservation.objects.create(endorsement=endorsement, kind=one.kind, clause=one.clause, text=one.said)
        for one in reserved
    ]
