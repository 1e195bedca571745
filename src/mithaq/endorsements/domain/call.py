"""Calling on the cities to endorse, and reminding those that have not answered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.endorsements.models import Call
from mithaq.endorsements.queries import reminded_since
from mithaq.endorsements.rules import may_call, may_remind
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require

A_DAY = timedelta(days=1)


def call(text: Text, opens: datetime, closes: datetime, *, seat: Seat, at: datetime) -> Call:
    """Call on the cities to endorse a frozen text between two instants."""
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        require(may_call(seat, text, at))
        if closes <= opens:
            raise Refused(_("The call must close after it opens. Nothing was changed."))
        opened = Call.objects.create(text=text, opens=opens, closes=closes)
        record("call.opened", opened, text, seat=seat, at=at, facts={"hash": text.freezing.hash})
    return opened


def remind(call: Call, *, seat: Seat, at: datetime) -> None:
    """Write once more to whoever may endorse for a city that has not answered the call. Not twice on one day."""
    with transaction.atomic():
        call = Call.objects.select_for_update().select_related("text").get(pk=call.pk)
        require(may_remind(seat, call.text, at))
        if reminded_since(call, at - A_DAY):
            raise Refused(_("The cities were reminded within the last day. Nothing was sent."))
        record("call.reminded", call, call.text, seat=seat, at=at)
