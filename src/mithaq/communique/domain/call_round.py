"""Calling a round: putting the latest draft before the cities for a time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Round, Text
from mithaq.communique.rules import may_call_round
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


def call_round(text: Text, opens: datetime, closes: datetime, language: str, *, seat: Seat, at: datetime) -> Round:
    """Call a round on the latest draft between two instants, in one of the authentic languages.

    The cities are told by letter. Refused where a round would close before it opens or before now, or where the draft
    has its round already.
    """
    with transaction.atomic():
        text = Text.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=text.pk)
        require(may_call_round(seat, text, at))
        if closes <= opens:
            raise Refused(_("The round must close after it opens. Nothing was changed."))
        if closes <= at:
            raise Refused(_("This round would be over before it is called. Nothing was changed."))
        if language not in text.authentic:
            raise Refused(_("The working language is one of the authentic languages. Nothing was changed."))
        draft = text.drafts.latest("number")
        called = Round.objects.create(
            text=text, draft=draft, language=language, opens=opens, closes=closes, seat=seat, at=at
        )
        facts = {"draft": draft.number, "opens": opens.isoformat(), "closes": closes.isoformat(), "language": language}
        record("round.called", called, text, seat=seat, at=at, facts=facts)
    return called
