"""Calling a round: putting the latest draft before the cities for a time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Amendment, Round, Text
from mithaq.communique.queries.negotiation import words_in_draft
from mithaq.communique.queries.silence import latest_silence
from mithaq.communique.queries.tabled import spans_of
from mithaq.communique.rules import may_call_round
from mithaq.communique.vocabulary import AmendmentKind
from mithaq.core.redline import edits_between
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def call_round(text: Text, opens: datetime, closes: datetime, language: str, *, seat: Seat, at: datetime) -> Round:
    """Call a round on the latest draft between two instants, in one of the authentic languages.

    The cities are told by letter. Where the silence on the draft was broken, what cities asked for in breaking it lies
    on the table from the beginning, and only the clauses that were named are open. Refused where a round would close
    before it opens or before now, or where the draft has its round already.
    """
    with transaction.atomic():
        text = Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)
        require(may_call_round(seat, text, at))
        if closes <= opens:
            raise Refused(_("The round must close after it opens. Nothing was changed."))
        if closes <= at:
            raise Refused(_("This round would be over before it is called. Nothing was changed."))
        if language not in text.cycle.authentic:
            raise Refused(_("The working language is one of the authentic languages. Nothing was changed."))
        draft = text.drafts.latest("number")
        called = Round.objects.create(
            text=text, draft=draft, language=language, opens=opens, closes=closes, seat=seat, at=at
        )
        _lay_breaks(called, at)
        facts = {"draft": draft.number, "opens": opens.isoformat(), "closes": closes.isoformat(), "language": language}
        record("round.called", called, text, seat=seat, at=at, facts=facts)
    return called


def _lay_breaks(called: Round, at: datetime) -> None:
    """Put the words that cities asked for in breaking the silence on the table, each as its city's return."""
    silence = latest_silence(called.draft)
    words = words_in_draft(called.draft) if silence else {}
    for broken in silence.breaks.all() if silence else ():
        named = [one for one in broken.named.all() if one.wording]
        if not named or hasattr(broken, "withdrawal"):
            continue
        returned = called.returns.create(
            organisation=broken.organisation, is_entered=broken.is_entered, source=broken.source, begun_by=broken.seat,
            begun_at=at, given_at=broken.given_at, released_by=broken.seat, released_at=at, mandate=broken.mandate,
        )  # fmt: skip
        for one in named:
            base = words[one.clause.public_id][one.language]
            Amendment.objects.create(
                returned=returned, kind=AmendmentKind.REPLACE, clause=one.clause, language=one.language, base=base,
                base_hash=base.hash, edits=spans_of(edits_between(base.text, one.wording)), reason=broken.reason,
                seat=broken.seat, at=broken.at,
            )  # fmt: skip
