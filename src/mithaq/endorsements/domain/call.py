"""Calling on the cities to endorse, and reminding those that have not answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.endorsements.models import Call
from mithaq.endorsements.queries import owes_a_reminder, reminded_since
from mithaq.endorsements.rules import may_call, may_remind
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require

A_DAY = timedelta(days=1)


#: A reminder is set for a year before the end at most.
EARLIEST = 366


def call(
    text: Text, opens: datetime, closes: datetime, reminders: Iterable[int] = (), *, seat: Seat, at: datetime
) -> Call:
    """Call on the cities to endorse a frozen text between two instants; `reminders` are days before the end."""
    with transaction.atomic():
        text = Text.objects.select_for_update().get(pk=text.pk)
        require(may_call(seat, text, at))
        if closes <= opens:
            raise Refused(_("The call must close after it opens. Nothing was changed."))
        opened = Call.objects.create(text=text, opens=opens, closes=closes, reminders=_in_order(reminders))
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


def set_reminders(call: Call, reminders: Iterable[int], *, seat: Seat, at: datetime) -> Call:
    """Say on which days before the end the cities that have not answered are reminded; on none to remind by hand."""
    with transaction.atomic():
        call = Call.objects.select_for_update().select_related("text").get(pk=call.pk)
        require(may_remind(seat, call.text, at))
        days = _in_order(reminders)
        if days != call.reminders:
            call.reminders = days
            call.save(update_fields=["reminders"])
            record("call.reminders_set", call, call.text, seat=seat, at=at, facts={"days": days})
    return call


def remind_as_set(call: Call, *, at: datetime) -> bool:
    """Remind the cities where that is due as the call sets it; whether it was. Of several that a late worker finds due
    one is sent."""
    with transaction.atomic():
        call = Call.objects.select_for_update().select_related("text").get(pk=call.pk)
        if not owes_a_reminder(call, at):
            return False
        record("call.reminded", call, call.text, seat=None, at=at)
    return True


def _in_order(days: Iterable[int]) -> list[int]:
    found = sorted(set(days), reverse=True)
    if any(not 0 < one <= EARLIEST for one in found):
        raise Refused(_("A reminder lies between one day and a year before the end of the call. Nothing was changed."))
    return found
