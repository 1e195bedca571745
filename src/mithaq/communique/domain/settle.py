"""Settling what lies on the table: what the drafter does with each amendment, and what the city is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.prepare import locked
from mithaq.communique.models import Round, Settlement
from mithaq.communique.queries.tabled import Tabled, table_of
from mithaq.communique.rules import may_settle
from mithaq.communique.vocabulary import AmendmentKind, Outcome
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import Line, record_all
from mithaq.foundation.permissions import Refused, require


def settle(
    about: Round,
    amendments: Iterable[str],
    outcome: str,
    reason: str = "",
    *,
    wording: str = "",
    seat: Seat,
    at: datetime,
) -> list[Settlement]:
    """Decide on amendments (by their public identifiers) that lie before the round's draft. Until the next draft is
    made, a later decision counts in the place of an earlier one.

    What is declined has a reason. `wording` is what is adopted in the place of what one amendment asked for.
    """
    with transaction.atomic():
        about = locked(about)
        require(may_settle(seat, about, at))
        known = {one.amendment.public_id: one for one in table_of(about.draft)}
        wanted = list(dict.fromkeys(amendments))
        if not wanted:
            raise Refused(_("No amendment was chosen. Nothing was changed."))
        if any(one not in known for one in wanted):
            raise Refused(_("One of these amendments is not on the table any more. Nothing was changed."))
        chosen = [known[one] for one in wanted]
        outcome, reason, wording = Outcome(outcome), reason.strip(), wording.replace("\r\n", "\n").strip()
        _check(chosen, outcome, reason, wording)
        settled = Settlement.objects.bulk_create(
            Settlement(
                amendment=one.amendment,
                draft=about.draft,
                outcome=outcome,
                reason=reason,
                wording=wording if outcome == Outcome.CHANGED else "",
                seat=seat,
                at=at,
            )
            for one in chosen
        )
        facts = {"outcome": outcome.value, "draft": about.draft.number}
        record_all(
            [Line("amendment.settled", (one.amendment, one.amendment.returned), facts) for one in chosen],
            seat=seat,
            at=at,
        )
    return settled


def _check(chosen: list[Tabled], outcome: Outcome, reason: str, wording: str) -> None:
    if outcome == Outcome.DECLINED and not reason:
        raise Refused(_("Say to the city why its amendment is declined. Nothing was changed."))
    if outcome == Outcome.CHANGED:
        if not wording:
            raise Refused(_("Write the wording that is adopted. Nothing was changed."))
        kinds = {one.amendment.kind for one in chosen}
        if not kinds <= {AmendmentKind.REPLACE, AmendmentKind.INSERT_AFTER}:
            raise Refused(_("Only words can be adopted with changes. Nothing was changed."))
        if len({one.content for one in chosen}) > 1:
            raise Refused(_("One wording is adopted for one change. Choose amendments that ask for the same."))
