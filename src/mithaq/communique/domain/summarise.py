"""Ending a negotiation without consensus: the chair's summary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from mithaq.communique.domain.freeze import hash_of
from mithaq.communique.models import ChairsSummary, Freezing, Text
from mithaq.communique.queries.statements import not_agreed_in
from mithaq.communique.rules.silence import may_summarise
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import require


def summarise(text: Text, foreword: Mapping[str, str], *, seat: Seat, at: datetime) -> ChairsSummary:
    """End the negotiation: the latest draft is frozen as the chair's summary, not agreed by all.

    What is not agreed in it is not written here: it follows from the objections, reservations, open amendments and
    breaks on record, and none of these can change after the freezing. Cities cannot be called on to endorse it.
    """
    with transaction.atomic():
        text = Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)
        require(may_summarise(seat, text, at))
        draft = text.drafts.latest("number")
        frozen = Freezing.objects.create(draft=draft, text=text, seat=seat, at=at, hash=hash_of(draft))
        said = {code: words.strip() for code, words in foreword.items() if words.strip()}
        summary = ChairsSummary.objects.create(text=text, foreword=said, seat=seat, at=at)
        clauses = {one.clause for one in not_agreed_in(text, draft)}
        facts = {"draft": draft.number, "hash": frozen.hash, "disputed": len(clauses)}
        record("text.summarised", text, seat=seat, at=at, facts=facts)
    return summary
