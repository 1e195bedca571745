"""Calling on the cities to endorse."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.endorsements.models import Call
from mithaq.endorsements.rules import may_call
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require


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
